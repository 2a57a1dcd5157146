/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the hint bits (I4). */
#include "space/hint.h"

#include "space/order.h"
#include "space/reserve.h"

/* Set the bits to "offered". Which were not is worth knowing only where the
 * policy counts unused ones: to be told costs more than the change. */
static uint64_t set_offered(eip__a64 *hints, uint64_t bits, uint32_t mark,
                            uint32_t policy) {
    if (mark != EIP__MARK_FRESH) {
        (void)eip__offer(hints, bits);
        return 0;
    }
    if (policy == EIP_POLICY_RANDOM) {
        return eip__withdraw(hints, bits) & bits;
    }
    (void)eip__withdraw(hints, bits);
    return 0;
}

static void tell_order(struct eip__space *space, const struct eip__range *range,
                       uint32_t first, uint64_t bits) {
    for (; bits != 0; bits &= bits - 1) {
        eip__order_tell(space, range, first + (uint32_t)__builtin_ctzll(bits));
    }
}

void eip__hint_offer_bits(struct eip__space *space,
                          const struct eip__range *range, uint32_t first,
                          uint64_t bits, uint32_t mark) {
    uint32_t policy = eip__hint32(&space->policy);
    uint64_t new = set_offered(eip__records_hint(space->records, first, mark),
                               bits, mark, policy);

    eip__hint_open(space, range, first, mark, new);
    if (policy == EIP_POLICY_LOWEST) {
        tell_order(space, range, first, bits);
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

void eip__hint_offer_leaf(struct eip__records *records, uint32_t first) {
    struct eip__range *range = eip__records_range(records, first);

    if (range != NULL) {
        mend_leaf(range, first);
    }
}

uint32_t eip__hint_block(const struct eip__range *range, uint32_t record,
                         uint32_t records[EIP__OP_MORE]) {
    uint64_t size = eip_cidr_count(range->cidr);
    uint32_t count = size < EIP__OP_MORE ? (uint32_t)size : EIP__OP_MORE;
    uint32_t first = eip__range_address(range, record) & ~(count - 1);

    for (uint32_t i = 0; i < count; i++) {
        records[i] = eip__range_record(range, first + i);
    }
    return count;
}

static void mend_block(struct eip__records *records, uint32_t record) {
    const struct eip__range *range = eip__records_range(records, record);
    uint32_t block[EIP__OP_MORE];
    uint32_t count = range == NULL ? 0 : eip__hint_block(range, record, block);

    for (uint32_t i = 0; i < count; i++) {
        eip__hint_offer_leaf(records, eip__records_leaf(block[i]));
    }
}

void eip__hint_mend(struct eip__records *records, struct eip__lane *lane) {
    uint64_t block = eip__hint(&lane->block);
    uint32_t first;

    if (block != 0) {
        mend_block(records, (uint32_t)(block - 1));
        eip__hint_end_block(lane);
    }

    eip__layout_mend(lane);
    if (eip__hint_announced(eip__hint(&lane->announced), &first)) {
        eip__hint_offer_leaf(records, first);
    }
    for (uint32_t at = 0; at < EIP__RESERVES; at++) {
        uint64_t value = eip__hint(&lane->reserve[at]);

        if (value != 0) {
            eip__hint_offer_leaf(records, eip__reserve_first(value));
        }
        eip__publish(&lane->reserve[at], 0);
    }
    for (uint32_t at = 0; at < EIP__SPOTS; at++) {
        lane->spot[at].layout = 0;
        eip__note(&lane->spot[at].bits, 0);
        eip__note(&lane->spot[at].put_off, 0);
        eip__note(&lane->pocket[at].record, 0);
    }
    eip__hint_end_giving(lane);
}
