/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file newest.h
 * Of many records, the newest of each key. Those that come by kind and key, each
 * after all before it, stand in a row as they come: stores that are folded show
 * nearly all of theirs so. The others are late, and go into a table by the hash of
 * both, until all are sorted: then each takes the place of the older one in the
 * row, or its own.
 *
 * **Threads** one at a time. **Memory** 8 bytes a record, and 24 for one that is
 * late, in blocks that are up to four times (of the table, twice) as large, of
 * which what is not used costs no memory; the records stay where they are.
 */
#ifndef EIP_STORE_NEWEST_H
#define EIP_STORE_NEWEST_H

#include "base/host.h"
#include "eip/store.h"

#include <stdbool.h>
#include <stddef.h>

/** A record of the table; none if `record` is NULL. */
struct eip__newest_late {
    const uint8_t *record;
    uint64_t order; /* eip__kept_order */
    uint64_t hash;
};

/** All zero but for the host: empty. */
struct eip__newest {
    struct eip__host *host;
    const uint8_t **row; /* room for those that are late, too */
    uint64_t count;      /* of the row */
    uint64_t room;
    struct eip__newest_late *late;
    uint64_t late_count;
    uint64_t late_room;    /* a power of two, or 0 */
    uint64_t late_kinds;   /* a bit for each kind that is */
    eip_store_record last; /* of the row */
    bool has_gone;         /* some say that there is no such thing */
};

/** Put a record in, in the place of an older one. EIP_OK or
 *  EIP_ERR_OUT_OF_MEMORY. */
EIP_NODISCARD eip_status eip__newest_add(struct eip__newest *newest,
                                         const eip_store_record *record);

/** The same, for who shows records; the context is a struct eip__newest. */
eip_status eip__newest_note(void *newest, const eip_store_record *record);

/** Bring all into the row, without those that are gone, by kind and, of kinds with
 *  keys of four bytes and more, by the first four, the highest first
 *  (eip__kept_order). Nothing can be put in any more. Needs no memory.
 *
 * @return How many there are, in `row`. */
uint64_t eip__newest_sort(struct eip__newest *newest);

void eip__newest_free(struct eip__newest *newest);

#endif
