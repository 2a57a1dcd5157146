/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the hint bits (I4). */
#include "space/hint.h"

#include "space/dry.h"
#include "space/order.h"

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
    for (; bits != 0; bits &= bits - 1) {
        eip__order_tell(space, range,
                        (record & ~(uint32_t)(EIP__LEAF - 1)) +
                            (uint32_t)__builtin_ctzll(bits));
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

void eip__hint_begin_giving(struct eip__space *space, struct eip__lane *lane,
                            uint32_t record) {
    eip__show(&lane->announced,
              ((uint64_t)(record >> EIP__LEAF_BITS) + 1) << 1 | 1,
              space->lanes->asymmetric);
    eip__dry_tell(space);
}

/* A range that is not in its space's layout is not offered yet, or no more. */
static bool is_laid_out(const struct eip__range *range, uint32_t record) {
    const struct eip__layout *layout = eip__space_layout(range->space);

    return layout != NULL &&
           eip__layout_piece_of(layout, range, record) != EIP__NONE;
}

void eip__hint_mend(struct eip__records *records, struct eip__lane *lane) {
    struct eip__range *range;
    uint32_t first;

    if (!eip__hint_announced(eip__hint(&lane->announced), &first)) {
        return;
    }
    range = eip__records_range(records, first);
    for (uint32_t i = 0; range != NULL && i < EIP__LEAF; i++) {
        if (first + i - range->record < eip_cidr_count(range->cidr) &&
            is_laid_out(range, first + i)) {
            eip__hint_offer_free(range->space, range, first + i);
        }
    }
    eip__hint_end_giving(lane);
}
