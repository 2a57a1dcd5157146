/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the hint `low` of a space. */
#include "space/order.h"

#include "space/cool.h"
#include "space/hint.h"
#include "space/pick.h"

void eip__order_tell(struct eip__space *space, const struct eip__range *range,
                     uint32_t record) {
    uint64_t address;
    uint64_t low;

    if (!space->scattered || eip__hint32(&space->policy) != EIP_POLICY_LOWEST) {
        return;
    }
    address = eip__range_address(range, record);
    low = eip__look(&space->low);
    while (address < low && !eip__turn(&space->low, &low, address)) {
    }
}

/* A walk through the addresses of a layout. */
struct walk {
    struct eip__scan *scan;
    struct eip__pick *pick;
    uint64_t blocked; /* the first address passed that may yet be free */
    bool fresh;       /* only what was never released */
};

/* Can the address be picked? Its hint stays: it becomes a stale one. */
static bool look(struct walk *walk, struct eip__range *range,
                 uint64_t address) {
    struct eip__space *space = walk->scan->space;
    uint32_t record = eip__range_record(range, (uint32_t)address);
    uint64_t word = eip__read(eip__records_word(space->records, record));

    if (!eip__word_is_free(word)) {
        return false;
    }
    if (walk->fresh
            ? eip__word_mark(word) != EIP__MARK_FRESH
            : eip__cool_is_cooling(space, record, word, walk->scan->moment)) {
        walk->blocked = address < walk->blocked ? address : walk->blocked;
        return false;
    }
    *walk->pick = (struct eip__pick){range, word, record};
    eip__hint_announce(walk->scan->lane, record);
    return true;
}

/* From one address up to, not including, another: the address found, or
 * `end`. */
static uint64_t go(struct walk *walk, uint64_t from, uint64_t end) {
    const struct eip__layout *layout = walk->scan->layout;

    for (uint32_t i = 0; i < layout->ranges; i++) {
        struct eip__range *range = layout->range[i];
        uint64_t at = range->cidr.base;
        uint64_t last = at + eip_cidr_count(range->cidr);

        last = last < end ? last : end;
        for (at = at < from ? from : at; at < last; at++) {
            if (look(walk, range, at)) {
                return at;
            }
        }
    }
    return end;
}

#define BEYOND (UINT64_C(1) << 32)

bool eip__order_lowest(struct eip__scan *scan, struct eip__pick *pick) {
    struct walk walk = {scan, pick, BEYOND, false};
    uint64_t low = eip__look(&scan->space->low);
    uint64_t found = go(&walk, low, BEYOND);
    uint64_t next = found < walk.blocked ? found : walk.blocked;

    if (next > low) {
        /* If somebody has lowered it meanwhile, that holds. */
        (void)eip__turn(&scan->space->low, &low, next);
    }
    return found != BEYOND;
}

bool eip__order_cursor(struct eip__scan *scan, struct eip__pick *pick) {
    struct walk walk = {scan, pick, BEYOND, true};
    uint64_t cursor = eip__hint(&scan->space->cursor);
    uint64_t found = go(&walk, cursor, BEYOND);

    if (found == BEYOND) {
        found = go(&walk, 0, cursor);
        if (found == cursor) {
            return eip__scan_class(scan, 0, 0, pick); /* drops stale hints */
        }
    }
    eip__note(&scan->space->cursor, found + 1);
    return true;
}
