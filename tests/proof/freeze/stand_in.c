/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Two counters, by which the harness is tried on itself: with the one behind
 * a spin lock it must find the others stuck, with the other never. */
#include "freeze.h"

static _Atomic uint32_t lock;
static uint64_t guarded;
static _Atomic uint64_t unguarded;

static uint64_t mix(uint64_t value) {
    return (value ^ value >> 29) * UINT64_C(0xbf58476d1ce4e5b9) + 1;
}

static void add_locked(void) {
    while (atomic_exchange_explicit(&lock, 1, memory_order_acquire) != 0) {
    }
    guarded = mix(guarded);
    atomic_store_explicit(&lock, 0, memory_order_release);
}

static void add_free(void) {
    uint64_t before = atomic_load_explicit(&unguarded, memory_order_relaxed);

    while (!atomic_compare_exchange_strong(&unguarded, &before, mix(before))) {
    }
}

void stand_in_locked(struct stage *stage) {
    (void)stage;
    add_locked();
}

void stand_in_free(struct stage *stage) {
    (void)stage;
    add_free();
}

void stand_in_locked_work(struct stage *stage, uint64_t operations) {
    (void)stage;
    for (uint64_t i = 0; i < operations; i++) {
        add_locked();
        atomic_fetch_add(&shared->steps, 1);
    }
}

void stand_in_free_work(struct stage *stage, uint64_t operations) {
    (void)stage;
    for (uint64_t i = 0; i < operations; i++) {
        add_free();
        atomic_fetch_add(&shared->steps, 1);
    }
}
