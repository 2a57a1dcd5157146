/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What the compiler calls for each access with -fsanitize=thread. */
#include "mc.h"

#define FROM __builtin_return_address(0)

#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wpedantic"

void __tsan_init(void) {
}

void __tsan_func_entry(void *caller) {
    (void)caller;
}

void __tsan_func_exit(void) {
}

/* -- plain accesses ------------------------------------------------------------- */

#define PLAIN(bytes)                                                           \
    void __tsan_read##bytes(void *place) {                                     \
        mc_plain(place, bytes, false);                                         \
    }                                                                          \
    void __tsan_write##bytes(void *place) {                                    \
        mc_plain(place, bytes, true);                                          \
    }                                                                          \
    void __tsan_unaligned_read##bytes(void *place) {                           \
        mc_plain(place, bytes, false);                                         \
    }                                                                          \
    void __tsan_unaligned_write##bytes(void *place) {                          \
        mc_plain(place, bytes, true);                                          \
    }
PLAIN(1)
PLAIN(2)
PLAIN(4)
PLAIN(8)
PLAIN(16)

void __tsan_read_range(void *place, unsigned long bytes) {
    mc_plain(place, bytes, false);
}

void __tsan_write_range(void *place, unsigned long bytes) {
    mc_plain(place, bytes, true);
}

/* -- atomic accesses ------------------------------------------------------------ */

void __tsan_atomic_thread_fence(int order) {
    (void)order;
    mc_fail("a stand-alone fence, which the model does not know");
}

/* Only the compiler heeds it. */
void __tsan_atomic_signal_fence(int order) {
    (void)order;
}

#define CHANGE(bits, name, which)                                              \
    uint##bits##_t __tsan_atomic##bits##_##name(                               \
        volatile uint##bits##_t *place, uint##bits##_t operand, int order) {   \
        struct mc_access access = {.kind = which,                              \
                                   .bytes = bits / 8,                          \
                                   .place = place,                             \
                                   .order = order,                             \
                                   .operand = operand,                         \
                                   .from = FROM};                              \
                                                                               \
        MC_KEEP_REGISTERS();                                                   \
        mc_atomic(&access);                                                    \
        return access.result;                                                  \
    }

#define EXCHANGE(bits, name)                                                   \
    int __tsan_atomic##bits##_compare_exchange_##name(                         \
        volatile uint##bits##_t *place, uint##bits##_t *expected,              \
        uint##bits##_t desired, int order, int order_failed) {                 \
        struct mc_access access = {.kind = MC_CAS,                             \
                                   .bytes = bits / 8,                          \
                                   .place = place,                             \
                                   .order = order,                             \
                                   .order_failed = order_failed,               \
                                   .operand = desired,                         \
                                   .expected = *expected,                      \
                                   .from = FROM};                              \
                                                                               \
        MC_KEEP_REGISTERS();                                                   \
        mc_atomic(&access);                                                    \
        if (access.result == *expected) {                                      \
            return 1;                                                          \
        }                                                                      \
        *expected = access.result;                                             \
        return 0;                                                              \
    }

#define ATOMIC(bits)                                                           \
    uint##bits##_t __tsan_atomic##bits##_load(                                 \
        const volatile uint##bits##_t *place, int order) {                     \
        struct mc_access access = {.kind = MC_LOAD,                            \
                                   .bytes = bits / 8,                          \
                                   .place = (volatile void *)(uintptr_t)place, \
                                   .order = order,                             \
                                   .from = FROM};                              \
                                                                               \
        MC_KEEP_REGISTERS();                                                   \
        mc_atomic(&access);                                                    \
        return access.result;                                                  \
    }                                                                          \
    void __tsan_atomic##bits##_store(volatile uint##bits##_t *place,           \
                                     uint##bits##_t operand, int order) {      \
        struct mc_access access = {.kind = MC_STORE,                           \
                                   .bytes = bits / 8,                          \
                                   .place = place,                             \
                                   .order = order,                             \
                                   .operand = operand,                         \
                                   .from = FROM};                              \
                                                                               \
        MC_KEEP_REGISTERS();                                                   \
        mc_atomic(&access);                                                    \
    }                                                                          \
    CHANGE(bits, exchange, MC_SWAP)                                            \
    CHANGE(bits, fetch_add, MC_ADD)                                            \
    CHANGE(bits, fetch_sub, MC_SUB)                                            \
    CHANGE(bits, fetch_and, MC_AND)                                            \
    CHANGE(bits, fetch_or, MC_OR)                                              \
    CHANGE(bits, fetch_xor, MC_XOR)                                            \
    EXCHANGE(bits, strong)                                                     \
    EXCHANGE(bits, weak)

ATOMIC(8)
ATOMIC(16)
ATOMIC(32)
ATOMIC(64)
