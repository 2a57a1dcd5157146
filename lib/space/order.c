/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the hint `low` of a space. */
#include "space/order.h"

#include "space/cool.h"
#include "space/hint.h"
#include "space/pick.h"

#define ADDRESSES ((UINT64_C(1) << 33) - 1)
#define TELL (UINT64_C(1) << 33)
#define BEYOND (UINT64_C(1) << 32)

static uint64_t address_of(uint64_t low) {
    return low & ADDRESSES;
}

static uint64_t at_address(uint64_t low, uint64_t address) {
    return (low & ~ADDRESSES) | address;
}

static void lower(struct eip__space *space, uint64_t address) {
    uint64_t low = eip__look(&space->low);
    uint64_t next;

    do {
        next = address < address_of(low) ? address : address_of(low);
        next = at_address(low + TELL, next);
    } while (!eip__turn(&space->low, &low, next));
}

void eip__order_tell(struct eip__space *space, const struct eip__range *range,
                     uint32_t record) {
    if (space->scattered) {
        lower(space, eip__range_address(range, record));
    }
}

void eip__order_reset(struct eip__space *space) {
    lower(space, 0);
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

bool eip__order_lowest(struct eip__scan *scan, struct eip__pick *pick) {
    struct eip__space *space = scan->space;
    struct walk walk = {scan, pick, BEYOND, false};
    uint64_t low = eip__look(&space->low);
    /* Looked at after `low`: blocks added later reset it, so the turn fails. */
    bool placed = eip__look(&space->layout) == eip__value(scan->layout);
    uint64_t found = go(&walk, address_of(low), BEYOND);
    uint64_t next = found < walk.blocked ? found : walk.blocked;

    if (placed && next > address_of(low)) {
        (void)eip__turn(&space->low, &low, at_address(low, next));
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
