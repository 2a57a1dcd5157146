/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the counts of unused addresses. */
#include "space/offered.h"

/* Pieces from one up to, not including, another. */
static uint64_t sum_pieces(const struct eip__layout *layout, uint32_t from,
                           uint32_t end) {
    uint64_t sum = 0;

    for (uint32_t i = from; i < end; i++) {
        sum += eip__hint16(&layout->offered[i]);
    }
    return sum;
}

static uint32_t end_of_crowd(const struct eip__layout *layout, uint32_t crowd) {
    uint32_t end = (crowd + 1) * EIP__CROWD;

    return end < layout->pieces ? end : layout->pieces;
}

uint64_t eip__offered_sum(const struct eip__layout *layout) {
    uint32_t crowds = eip__offered_crowds(layout->pieces);
    uint64_t sum = 0;

    if (crowds == 0) {
        return sum_pieces(layout, 0, layout->pieces);
    }
    for (uint32_t i = 0; i < crowds; i++) {
        sum += eip__hint32(&layout->crowd[i]);
    }
    return sum;
}

/* The same among some pieces. */
static uint32_t piece_among(const struct eip__layout *layout, uint32_t from,
                            uint32_t end, uint64_t *n) {
    for (uint32_t i = from; i < end; i++) {
        uint64_t here = eip__hint16(&layout->offered[i]);

        if (*n < here) {
            return i;
        }
        *n -= here;
    }
    return EIP__NONE;
}

uint32_t eip__offered_piece(struct eip__layout *layout, uint64_t *n) {
    uint32_t crowds = eip__offered_crowds(layout->pieces);
    uint32_t crowd = 0;
    uint64_t sum;
    uint32_t said;
    uint32_t end;

    if (crowds == 0) {
        return piece_among(layout, 0, layout->pieces, n);
    }
    for (; crowd + 1 < crowds; crowd++) {
        uint64_t here = eip__hint32(&layout->crowd[crowd]);

        if (*n < here) {
            break;
        }
        *n -= here;
    }
    end = end_of_crowd(layout, crowd);
    sum = sum_pieces(layout, crowd * EIP__CROWD, end);
    said = eip__hint32(&layout->crowd[crowd]);
    if (sum != said) {
        eip__count32(&layout->crowd[crowd], (uint32_t)sum - said);
    }
    return piece_among(layout, crowd * EIP__CROWD, end, n);
}

void eip__offered_correct(struct eip__layout *layout, uint32_t piece,
                          uint32_t seen) {
    uint32_t said = eip__hint16(&layout->offered[piece]);

    eip__offered_add(layout, piece, seen - said);
}

void eip__offered_count_crowds(struct eip__layout *layout) {
    for (uint32_t i = 0; i < eip__offered_crowds(layout->pieces); i++) {
        eip__note32(&layout->crowd[i],
                    (uint32_t)sum_pieces(layout, i * EIP__CROWD,
                                         end_of_crowd(layout, i)));
    }
}
