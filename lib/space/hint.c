/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the hint bits (I4). */
#include "space/hint.h"

#include "space/dry.h"

/* Set the bits to "offered"; returns those that were not. */
static uint64_t set_offered(eip__a64 *hints, uint64_t bits, uint32_t mark) {
    if (mark == EIP__MARK_FRESH) {
        return eip__withdraw(hints, bits) & bits;
    }
    return ~eip__offer(hints, bits) & bits;
}

void eip__hint_offer(struct eip__space *space, const struct eip__range *range,
                     uint32_t record, uint64_t bits, uint32_t mark) {
    eip__a64 *hints = eip__records_hint(space->records, record, mark);
    uint64_t fresh = set_offered(hints, bits, mark);
    struct eip__layout *layout = eip__pointer(eip__look(&space->layout));
    struct eip__layout *seen = NULL;

    /* A layout placed meanwhile starts open, but somebody may have closed
     * there what we opened here: open it in whichever is placed. */
    while (layout != seen && layout != NULL) {
        uint32_t piece = eip__layout_piece_of(layout, range, record);

        if (piece == EIP__NONE) {
            break;
        }
        if (mark == EIP__MARK_FRESH && seen == NULL && fresh != 0) {
            eip__count16(&layout->offered[piece],
                         (uint16_t)__builtin_popcountll(fresh));
        }
        eip__layout_open(layout, mark, piece);
        seen = layout;
        layout = eip__pointer(eip__look(&space->layout));
    }
    eip__dry_tell(space);
}

uint64_t eip__hint_withdraw(struct eip__lane *lane, struct eip__layout *layout,
                            uint32_t piece, uint32_t record, uint64_t bits,
                            uint32_t mark) {
    eip__a64 *hints = eip__records_hint(layout->records, record, mark);
    uint64_t had;

    eip__hint_announce(lane, record);
    if (mark != EIP__MARK_FRESH) {
        return eip__withdraw(hints, bits) & bits;
    }
    had = ~eip__offer(hints, bits) & bits;
    if (had != 0) {
        eip__count16(&layout->offered[piece],
                     (uint16_t)-__builtin_popcountll(had));
    }
    return had;
}

void eip__hint_mend(struct eip__records *records, struct eip__lane *lane) {
    uint64_t announced = eip__hint(&lane->announced);
    uint32_t first = (uint32_t)(announced - 1) << EIP__LEAF_BITS;
    struct eip__range *range;

    lane->mend = 0;
    range = announced == 0 ? NULL : eip__records_range(records, first);
    for (uint32_t i = 0; range != NULL && i < EIP__LEAF; i++) {
        uint64_t word = eip__read(eip__records_word(records, first + i));

        if (first + i - range->record < eip_cidr_count(range->cidr) &&
            eip__word_is_free(word)) {
            eip__hint_offer_one(range->space, range, first + i,
                                eip__word_mark(word));
        }
    }
}
