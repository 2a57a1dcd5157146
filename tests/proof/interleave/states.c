/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* A table of digests with open addressing. Of each 63 bits are kept, the last
 * says whether the state is on the path. Two states of the same digest would
 * be taken for one: with 10^7 states by chance once in 100,000 runs, and each
 * seed has other digests. */
#include "states.h"

#include "mc.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST = 1 << 16, ENDS = 1 << 16 };

static uint64_t *table; /* digest with the last bit 0, or that + 1; 0: free */
static uint8_t *asleep; /* for each: who was to be run, but has always slept */
static uint64_t size;   /* a power of two */
static uint64_t count;

static uint64_t *slot_of(uint64_t key) {
    uint64_t at = (key >> 1) & (size - 1);

    while (table[at] != 0 && (table[at] & ~UINT64_C(1)) != key) {
        at = (at + 1) & (size - 1);
    }
    return &table[at];
}

static void set_size(uint64_t to) {
    uint64_t *old = table;
    uint8_t *old_asleep = asleep;
    uint64_t old_size = size;

    table = calloc(to, sizeof *table);
    asleep = calloc(to, sizeof *asleep);
    if (table == NULL || asleep == NULL) {
        mc_fail("no memory for %llu states", (unsigned long long)count);
    }
    size = to;
    for (uint64_t i = 0; i < old_size; i++) {
        if (old[i] != 0) {
            uint64_t *slot = slot_of(old[i] & ~UINT64_C(1));

            *slot = old[i];
            asleep[slot - table] = old_asleep[i];
        }
    }
    free(old);
    free(old_asleep);
}

static uint64_t key_of(uint64_t digest) {
    uint64_t key = digest & ~UINT64_C(1);

    return key == 0 ? 2 : key;
}

static uint64_t ends[ENDS]; /* likewise, with the last bit 1 */
static uint32_t end_count;
static uint64_t ends_sum;

void states_reset(void) {
    memset(ends, 0, sizeof ends);
    end_count = 0;
    ends_sum = 0;
    free(table);
    free(asleep);
    table = NULL;
    asleep = NULL;
    size = 0;
    count = 0;
    set_size(FIRST);
}

/* Sleep sets with states (Godefroid, LNCS 1032). */
enum states_seen states_enter(uint64_t digest, uint8_t *run, uint8_t *sleep) {
    uint64_t key = key_of(digest);
    uint64_t *slot;
    uint8_t slept;

    if (count >= size / 2) {
        set_size(size * 2);
    }
    slot = slot_of(key);
    if (*slot == 0) {
        *slot = key | 1;
        asleep[slot - table] = *run & *sleep;
        count++;
        *run &= (uint8_t) ~*sleep;
        return STATES_NEW;
    }
    if ((*slot & 1) != 0) {
        return STATES_ON_PATH;
    }
    slept = asleep[slot - table];
    *run = slept & (uint8_t) ~*sleep;
    *sleep &= slept;
    asleep[slot - table] = *sleep;
    *slot |= *run != 0;
    return *run != 0 ? STATES_AGAIN : STATES_SEEN;
}

void states_leave(uint64_t digest) {
    *slot_of(key_of(digest)) &= ~UINT64_C(1);
}

uint64_t states_count(void) {
    return count;
}

bool states_add_end(uint64_t ending) {
    uint64_t end = ending | 1;
    uint64_t at = end >> 40;

    while (ends[at %= ENDS] != 0 && ends[at] != end) {
        at++;
    }
    if (ends[at] != 0 || end_count == ENDS / 2) {
        return false;
    }
    ends[at] = end;
    end_count++;
    ends_sum += end;
    return true;
}

uint64_t states_ends_sum(void) {
    return ends_sum;
}
