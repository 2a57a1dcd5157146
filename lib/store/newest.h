/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file newest.h
 * Of many records, the newest of each key. As long as they come by kind and key,
 * each after the one before, they only stand in a row, as they come; else in a
 * table by the hash of both.
 *
 * **Threads** one at a time. **Memory** 32 bytes a record, at most half used;
 * the records stay where they are.
 */
#ifndef EIP_STORE_NEWEST_H
#define EIP_STORE_NEWEST_H

#include "base/host.h"
#include "eip/store.h"

#include <stdbool.h>
#include <stddef.h>

/** A record of the table; none if `record` is NULL. */
struct eip__newest_slot {
    const uint8_t *record;
    uint64_t order; /* kind << 32 | the first four bytes of the key */
    uint64_t hash;
    uint64_t rank;
};

/** All zero but for the host: empty. */
struct eip__newest {
    struct eip__host *host;
    bool is_table;
    struct eip__newest_slot *slots;
    uint64_t room; /* a power of two, or 0 */
    uint64_t count;
};

/** Put a record in, in the place of an older one. EIP_OK or
 *  EIP_ERR_OUT_OF_MEMORY. */
EIP_NODISCARD eip_status eip__newest_add(struct eip__newest *newest,
                                         const eip_store_record *record);

/** The same, for who shows records; the context is a struct eip__newest. */
eip_status eip__newest_note(void *newest, const eip_store_record *record);

/** Drop what is gone and bring the others to the front, by kind and then by the
 *  first four bytes of the key, the highest first. Nothing can be put in any more.
 *
 * @return How many there are, from slots[0] on. */
uint64_t eip__newest_sort(struct eip__newest *newest);

void eip__newest_free(struct eip__newest *newest);

#endif
