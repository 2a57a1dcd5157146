/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the hint bits (I4). */
#include "space/hint.h"

#include "space/dry.h"
#include "space/order.h"

/* Set the bit to "offered"; was it not? */
static bool set_offered(eip__a64 *hints, uint64_t bit, uint32_t mark) {
    return mark == EIP__MARK_FRESH ? (eip__withdraw(hints, bit) & bit) != 0
                                   : (eip__offer(hints, bit) & bit) == 0;
}

void eip__hint_offer(struct eip__space *space, const struct eip__range *range,
                     uint32_t record, uint32_t mark) {
    uint32_t policy = eip__hint32(&space->policy);
    bool was_not = set_offered(eip__records_hint(space->records, record, mark),
                               UINT64_C(1) << record % EIP__LEAF, mark);
    bool counts =
        was_not && mark == EIP__MARK_FRESH && policy == EIP_POLICY_RANDOM;
    struct eip__layout *layout = eip__pointer(eip__look(&space->layout));
    struct eip__layout *seen = NULL;

    /* A layout placed meanwhile starts open, but somebody may have closed
     * there what we opened here: open it in whichever is placed. Once there is
     * one, there always is. */
    while (layout != seen) {
        uint32_t piece = eip__layout_piece_of(layout, range, record);

        if (piece == EIP__NONE) {
            break;
        }
        if (counts) {
            eip__count16(&layout->offered[piece], 1);
            counts = false;
        }
        eip__layout_open(layout, mark, piece);
        seen = layout;
        layout = eip__pointer(eip__look(&space->layout));
    }
    if (policy == EIP_POLICY_LOWEST) {
        eip__order_tell(space, range, record);
    }
    eip__dry_tell(space);
}

/* The leaf may have hints below a closed summary, if the thread was gone before
 * it had opened that. A range that is not in its space's layout is not offered
 * yet, or no more. */
static void mend_leaf(const struct eip__range *range, uint32_t first) {
    struct eip__layout *layout = eip__space_layout(range->space);
    uint32_t piece =
        layout == NULL ? EIP__NONE : eip__layout_piece_of(layout, range, first);

    if (piece == EIP__NONE) {
        return;
    }
    for (uint32_t mark = 0; mark < EIP__MARKS; mark++) {
        eip__layout_open(layout, mark, piece);
    }
    for (uint32_t i = 0; i < EIP__LEAF; i++) {
        if (first + i - range->record < eip_cidr_count(range->cidr)) {
            eip__hint_offer_free(range->space, range, first + i);
        }
    }
}

void eip__hint_mend(struct eip__records *records, struct eip__lane *lane) {
    struct eip__range *range;
    uint32_t first;

    eip__layout_mend(lane);
    if (!eip__hint_announced(eip__hint(&lane->announced), &first)) {
        return;
    }
    range = eip__records_range(records, first);
    if (range != NULL) {
        mend_leaf(range, first);
    }
    eip__hint_end_giving(lane);
}
