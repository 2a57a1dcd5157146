/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file holdings.h
 * Which addresses an account may hold: a set of hints, each checked against
 * its word, so that describing costs what the account holds.
 *
 *      entry:  63 .. 32    31 .. 0
 *              record      generation     (0: none; generations start at 1)
 *
 *      0 --place--> (r, g) --word is past g, or not ours in g--> 0 or (r', g')
 *
 * An entry is placed before its allocation takes effect, so none is ever
 * missing. Releases do not touch it: it is stale once its word has moved on,
 * and its room is used again by whoever comes past. An entry ahead of its
 * word (an allocation under way) is left alone. Entries have no order; the
 * stamps of the records have.
 *
 * Eight entries stand in the struct; more come in segments of doubling size,
 * which never move. An account that has become much smaller gets a new,
 * smaller set through the ledger (EIP__DEED_SWAP).
 */
#ifndef EIP_REGISTRY_HOLDINGS_H
#define EIP_REGISTRY_HOLDINGS_H

#include "registry/account.h"
#include "space/record.h"

enum { EIP__HOLDINGS_FIRST = 8, EIP__HOLDINGS_SEGMENTS = 25 };

struct eip__holdings_more {
    eip__a64 segment[EIP__HOLDINGS_SEGMENTS]; /* eip__a64 [] */
};

/** No line is shared by two accounts. */
struct eip__holdings {
    _Alignas(64) struct eip__retired retired;
    eip__a64 more;     /* struct eip__holdings_more, or 0 */
    eip__a64 capacity; /* entries there are */
    eip__a64 first[EIP__HOLDINGS_FIRST];
};

/** Where an entry was placed. */
struct eip__holding {
    struct eip__holdings *holdings;
    uint64_t entry; /* 0: nowhere */
    uint64_t index;
};

static inline uint32_t eip__entry_record(uint64_t entry) {
    return (uint32_t)(entry >> 32);
}

static inline uint32_t eip__entry_generation(uint64_t entry) {
    return (uint32_t)entry;
}

/** What an entry stands for. */
enum eip__entry_is { EIP__ENTRY_LIVE, EIP__ENTRY_EARLY, EIP__ENTRY_STALE };
enum eip__entry_is eip__entry_look(const struct eip__records *records,
                                   uint32_t owner, uint64_t entry);

/**
 * Place an entry, or move the one that `holding` names, in the account's
 * present set. False if there is no memory. Lock-free; constant on average.
 */
bool eip__holdings_place(struct eip__host *host,
                         const struct eip__records *records,
                         struct eip__account *account, uint32_t record,
                         uint32_t generation, struct eip__holding *holding);

/** Take back an entry whose allocation did not happen. */
void eip__holdings_drop(struct eip__holding *holding);

/** The entry at an index below the capacity. */
uint64_t eip__holdings_at(const struct eip__holdings *holdings, uint64_t index);

/** The entries from an index below the capacity on that lie one behind the
 *  other; `*count` of them. */
const eip__a64 *eip__holdings_run(const struct eip__holdings *holdings,
                                  uint64_t index, uint64_t *count);

/** A set with room for `room` entries, none in use; NULL: no memory. */
struct eip__holdings *eip__holdings_new(struct eip__host *host, uint64_t room);
/** Put an entry into a set that nobody else has seen. */
void eip__holdings_fill(struct eip__holdings *holdings, uint64_t index,
                        uint64_t entry);
void eip__holdings_free(struct eip__host *host, struct eip__retired *retired);

#endif
