/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the sets of held addresses (I11): every held address has an entry. */
#include "registry/holdings.h"

#include "base/hash.h"

/* Each look at an entry is one at its word, which is anywhere: a set that is
 * four fifths full grows. */
enum {
    PROBES = EIP__HOLDINGS_FIRST, /* entries looked at in a row, */
    PLACES = 3                    /* in so many places, before that */
};

/* Segment k holds the entries from 8 * 2^k on, 8 * 2^k of them. */
static size_t segment_bytes(uint32_t k) {
    return ((size_t)EIP__HOLDINGS_FIRST << k) * sizeof(eip__a64);
}

static eip__a64 *entry_at(const struct eip__holdings *holdings,
                          uint64_t index) {
    const struct eip__holdings_more *more;
    eip__a64 *segment;
    uint32_t k;

    if (index < EIP__HOLDINGS_FIRST) {
        return (eip__a64 *)(uintptr_t)&holdings->first[index];
    }
    more = eip__pointer(eip__read(&holdings->more));
    k = 63 - (uint32_t)__builtin_clzll(index / EIP__HOLDINGS_FIRST);
    segment = eip__pointer(eip__read(&more->segment[k]));
    return &segment[index - ((uint64_t)EIP__HOLDINGS_FIRST << k)];
}

uint64_t eip__holdings_at(const struct eip__holdings *holdings,
                          uint64_t index) {
    return eip__read(entry_at(holdings, index));
}

/* Up to the next power of two times the first. */
const eip__a64 *eip__holdings_run(const struct eip__holdings *holdings,
                                  uint64_t index, uint64_t *count) {
    uint64_t end = EIP__HOLDINGS_FIRST;

    if (index >= EIP__HOLDINGS_FIRST) {
        end <<= 64 - (uint32_t)__builtin_clzll(index / EIP__HOLDINGS_FIRST);
    }
    *count = end - index;
    return entry_at(holdings, index);
}

void eip__holdings_fill(struct eip__holdings *holdings, uint64_t index,
                        uint64_t entry) {
    eip__note(entry_at(holdings, index), entry);
}

enum eip__entry_is eip__entry_look(const struct eip__records *records,
                                   uint32_t owner, uint64_t entry) {
    uint32_t generation = eip__entry_generation(entry);
    uint64_t word =
        eip__read(eip__records_word(records, eip__entry_record(entry)));

    if (eip__word_generation(word) < generation) {
        return EIP__ENTRY_EARLY;
    }
    return eip__word_is_held_by(word, owner, generation) ? EIP__ENTRY_LIVE
                                                         : EIP__ENTRY_STALE;
}

/* -- growing --------------------------------------------------------------------- */

void eip__holdings_free(struct eip__host *host, struct eip__retired *retired) {
    struct eip__holdings *holdings = (struct eip__holdings *)retired;
    struct eip__holdings_more *more = eip__pointer(eip__hint(&holdings->more));

    for (uint32_t k = 0; more != NULL && k < EIP__HOLDINGS_SEGMENTS; k++) {
        void *segment = eip__pointer(eip__hint(&more->segment[k]));

        eip__host_unblock(host, segment, segment_bytes(k));
    }
    eip__host_release(host, more, sizeof *more);
    eip__host_release(host, holdings, sizeof *holdings);
}

/* Make sure of the table of segments. */
static struct eip__holdings_more *need_more(struct eip__host *host,
                                            struct eip__holdings *holdings) {
    uint64_t there = eip__read(&holdings->more);
    struct eip__holdings_more *mine;

    if (there != 0) {
        return eip__pointer(there);
    }
    mine = eip__host_allocate_zeroed(host, sizeof *mine);
    if (mine == NULL || eip__step(&holdings->more, &there, eip__value(mine))) {
        return mine;
    }
    eip__host_release(host, mine, sizeof *mine);
    return eip__pointer(there);
}

/* Double the set, unless somebody has done so since `capacity` was read. */
static bool grow(struct eip__host *host, struct eip__holdings *holdings,
                 uint64_t capacity) {
    uint32_t k = 63 - (uint32_t)__builtin_clzll(capacity / EIP__HOLDINGS_FIRST);
    struct eip__holdings_more *more = need_more(host, holdings);
    uint64_t there;

    if (more == NULL || k >= EIP__HOLDINGS_SEGMENTS) {
        return false;
    }
    there = eip__read(&more->segment[k]);
    if (there == 0) {
        void *mine = eip__host_block(host, segment_bytes(k));

        if (mine == NULL) {
            return false;
        }
        if (!eip__step(&more->segment[k], &there, eip__value(mine))) {
            eip__host_unblock(host, mine, segment_bytes(k));
        }
    }
    (void)eip__step(&holdings->capacity, &capacity, capacity * 2);
    return true;
}

struct eip__holdings *eip__holdings_new(struct eip__host *host, uint64_t room) {
    struct eip__holdings *holdings =
        eip__host_allocate_zeroed(host, sizeof *holdings);

    if (holdings == NULL) {
        return NULL;
    }
    eip__note(&holdings->capacity, EIP__HOLDINGS_FIRST);
    while (eip__hint(&holdings->capacity) < room) {
        if (!grow(host, holdings, eip__hint(&holdings->capacity))) {
            eip__holdings_free(host, &holdings->retired);
            return NULL;
        }
    }
    return holdings;
}

/* -- placing ----------------------------------------------------------------------- */

static struct eip__holdings *need_holdings(struct eip__host *host,
                                           struct eip__account *account) {
    uint64_t there = eip__read(&account->holdings);
    struct eip__holdings *mine;

    if (there != 0) {
        return eip__pointer(there);
    }
    mine = eip__holdings_new(host, EIP__HOLDINGS_FIRST);
    if (mine == NULL ||
        eip__step(&account->holdings, &there, eip__value(mine))) {
        return mine;
    }
    eip__holdings_free(host, &mine->retired);
    return eip__pointer(there);
}

/* Use the room at an index, if there is any. */
EIP__HOT bool place_at(const struct eip__records *records,
                       const struct eip__account *account,
                       struct eip__holding *holding, uint64_t index,
                       uint64_t entry) {
    eip__a64 *place = entry_at(holding->holdings, index);
    uint64_t there = eip__read(place);

    if ((there != 0 &&
         eip__entry_look(records, account->index, there) != EIP__ENTRY_STALE) ||
        !eip__step(place, &there, entry)) {
        return false;
    }
    holding->entry = entry;
    holding->index = index;
    return true;
}

/* Look at some entries in a row. */
static bool place_near(const struct eip__records *records,
                       struct eip__account *account,
                       struct eip__holding *holding, uint64_t start,
                       uint64_t capacity, uint64_t entry) {
    for (uint64_t i = 0; i < PROBES; i++) {
        uint64_t index = (start + i) & (capacity - 1);

        if (place_at(records, account, holding, index, entry)) {
            eip__note32(&account->cursor, (uint32_t)index);
            return true;
        }
    }
    return false;
}

/* The cursor may stand before a full stretch of a set that is nearly empty
 * (threads write it back late): so a few other places are looked at before
 * the set grows. All of them full says that most of it is. */
static EIP__APART bool place_somewhere(struct eip__host *host,
                                       const struct eip__records *records,
                                       struct eip__account *account,
                                       struct eip__holding *holding,
                                       uint64_t entry) {
    for (;;) {
        uint64_t capacity = eip__read(&holding->holdings->capacity);
        uint64_t start = eip__hint32(&account->cursor);

        for (uint32_t i = 0; i < PLACES; i++) {
            if (place_near(records, account, holding, start, capacity, entry)) {
                return true;
            }
            start = eip__hash_u64(entry, i);
        }
        if (!grow(host, holding->holdings, capacity)) {
            return false;
        }
        eip__note32(&account->cursor, (uint32_t)capacity);
    }
}

bool eip__holdings_place(struct eip__host *host,
                         const struct eip__records *records,
                         struct eip__account *account, uint32_t record,
                         uint32_t generation, struct eip__holding *holding) {
    uint64_t entry = (uint64_t)record << 32 | generation;
    struct eip__holdings *holdings = need_holdings(host, account);

    if (holdings == NULL) {
        return false;
    }
    if (holding->holdings == holdings && holding->entry != 0) {
        uint64_t mine = holding->entry;

        if (mine == entry &&
            eip__holdings_at(holdings, holding->index) == entry) {
            return true;
        }
        if (eip__step(entry_at(holdings, holding->index), &mine, entry)) {
            holding->entry = entry;
            return true;
        }
    }
    holding->holdings = holdings;
    /* Where the last was placed: if that has been released, there is room. */
    return place_at(records, account, holding,
                    eip__hint32(&account->cursor) &
                        (eip__read(&holdings->capacity) - 1),
                    entry) ||
           place_somewhere(host, records, account, holding, entry);
}

void eip__holdings_drop(struct eip__holding *holding) {
    uint64_t mine = holding->entry;

    if (mine != 0) {
        (void)eip__step(entry_at(holding->holdings, holding->index), &mine, 0);
        holding->entry = 0;
    }
}
