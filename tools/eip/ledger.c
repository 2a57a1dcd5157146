/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the proof that no address is given twice: one bit an address, changed
 * by one atomic operation. */
#include "ledger.h"

#include <sys/mman.h>

/* Pages that are never touched cost nothing, so room for every address is
 * taken at once. */
static void *reserve(size_t bytes) {
    void *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return pages == MAP_FAILED ? NULL : pages;
}

static size_t bits_bytes(const struct ledger *ledger) {
    return (size_t)(ledger->addresses / 64 + 1) * sizeof(*ledger->bits);
}

static size_t uses_bytes(const struct ledger *ledger) {
    return (size_t)(ledger->addresses + 1) * sizeof(*ledger->uses);
}

bool ledger_open(struct ledger *ledger, uint64_t addresses) {
    ledger->addresses = addresses;
    ledger->bits = reserve(bits_bytes(ledger));
    ledger->uses = reserve(uses_bytes(ledger));
    if (ledger->bits && ledger->uses)
        return true;
    ledger_close(ledger);
    return false;
}

void ledger_close(struct ledger *ledger) {
    if (ledger->bits)
        (void)munmap(ledger->bits, bits_bytes(ledger));
    if (ledger->uses)
        (void)munmap(ledger->uses, uses_bytes(ledger));
    ledger->bits = NULL;
    ledger->uses = NULL;
}

static uint64_t bit(uint64_t number) {
    return UINT64_C(1) << (number % 64);
}

bool ledger_give(struct ledger *ledger, uint64_t number) {
    uint64_t before = atomic_fetch_or(&ledger->bits[number / 64], bit(number));

    return (before & bit(number)) == 0;
}

bool ledger_take(struct ledger *ledger, uint64_t number) {
    uint64_t before =
        atomic_fetch_and(&ledger->bits[number / 64], ~bit(number));

    return (before & bit(number)) != 0;
}

bool ledger_is_given(const struct ledger *ledger, uint64_t number) {
    return (atomic_load(&ledger->bits[number / 64]) & bit(number)) != 0;
}

void ledger_use(struct ledger *ledger, uint64_t number) {
    atomic_fetch_add(&ledger->uses[number], 1);
}

uint32_t ledger_uses(const struct ledger *ledger, uint64_t number) {
    return atomic_load(&ledger->uses[number]);
}

uint64_t ledger_count(const struct ledger *ledger, uint64_t first,
                      uint64_t count) {
    uint64_t end = first + count;
    uint64_t given = 0;

    while (first < end) {
        uint64_t word = atomic_load(&ledger->bits[first / 64]) >> (first % 64);
        uint64_t width = 64 - first % 64;

        if (width > end - first) {
            width = end - first;
            word &= (UINT64_C(1) << width) - 1;
        }
        given += (uint64_t)__builtin_popcountll(word);
        first += width;
    }
    return given;
}
