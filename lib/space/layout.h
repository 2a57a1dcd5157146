/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file layout.h
 * Which addresses a space has, and where to look for free ones: an immutable
 * list of pieces in the order of addresses, and a mutable summary of hints.
 * Replaced whole when a CIDR block comes or goes.
 *
 * A piece is at most 4,096 addresses of one CIDR block, in records in a row.
 * The summary has, for each of the nine hint classes, one bit a piece, open
 * (1) or closed, and above that a bit for each 64 below, up to one word.
 *
 *     words      [................................................]  truth
 *     hints      [ leaf: 64 ][ leaf ] ...   one word each            hint
 *     summary 0  [ piece: up to 64 leaves ] one bit each             hint
 *     summary 1  [ 64 pieces ] one bit each                          hint
 *     ...        up to a single word
 *
 * A summary bit may be open with nothing below; whoever finds that closes it.
 * It may be closed over a hint only while somebody is at work there: the one
 * who closes looks again below and opens again, the one who offers a hint
 * looks at the summary afterwards; one of them sees the other (pairs of
 * atomic.h). A closer that stops in between hides a piece until the proof of
 * emptiness (dry.h) looks below every bit, or until its lane is another's: a
 * lane says where it is closing, and who takes it over opens all that is there.
 * A new layout starts all open.
 *
 * What a lane is closing:  63 ................ 6   5 .. 0
 *                          address of the layout   class
 */
#ifndef EIP_SPACE_LAYOUT_H
#define EIP_SPACE_LAYOUT_H

#include "space/record.h"

enum { EIP__LEVELS = 5 }; /* 64^5 pieces are more than 2^32 addresses have */
#define EIP__NONE UINT32_MAX

struct eip__piece {
    uint32_t record;
    uint32_t address; /* of the record, where the space is not scattered */
    uint16_t size;    /* addresses, 1 to 4,096 */
    uint16_t unused;  /* zero */
    uint32_t leaf;    /* leaves of all pieces before */
};

struct eip__layout {
    struct eip__retired retired;
    size_t bytes;
    struct eip__records *records;
    uint32_t pieces;
    uint32_t ranges;  /* entries of `range` */
    uint32_t indexes; /* entries of `first_piece` */
    uint32_t leaves;  /* of all pieces */
    uint64_t addresses;
    uint32_t levels;
    uint64_t serial;                 /* of this engine's layouts, from 1 */
    const struct eip__piece *piece;  /* by address */
    struct eip__range *const *range; /* by address */
    const uint32_t *first_piece;     /* by range index; EIP__NONE */
    const uint32_t *coarse;          /* piece of each 64th leaf */
    eip__a16 *offered;               /* by piece; see offered.h */
    eip__a32 *crowd;                 /* by 64 pieces; see offered.h */
    eip__a64 *summary[EIP__MARKS][EIP__LEVELS];
    _Alignas(64) eip__a64 root[EIP__MARKS]; /* the highest levels */
};

/**
 * Build a layout of these ranges, sorted by address. `old` (may be NULL)
 * tells which ranges are not new. NULL if there is no memory.
 */
struct eip__layout *eip__layout_build(struct eip__host *host,
                                      struct eip__records *records,
                                      struct eip__range *const *ranges,
                                      uint32_t count, uint32_t indexes,
                                      const struct eip__layout *old);
void eip__layout_free(struct eip__host *host, struct eip__retired *retired);

/** The first piece from `from` on that is open in this class, or EIP__NONE. */
uint32_t eip__layout_open_from(const struct eip__layout *layout, uint32_t mark,
                               uint32_t from);

/** Is anything open in this class? */
static inline bool eip__layout_is_open(const struct eip__layout *layout,
                                       uint32_t mark) {
    return eip__read(&layout->root[mark]) != 0;
}

/** Open a piece's bits on all levels, where they are closed. Every level is
 *  looked at, not only up to the first open one: a closer of a higher level
 *  may have seen this one closed (the rule R5). */
static inline void eip__layout_open(struct eip__layout *layout, uint32_t mark,
                                    uint32_t piece) {
    for (uint32_t level = 0; level < layout->levels; level++) {
        eip__a64 *word = &layout->summary[mark][level][piece / 64];
        uint64_t bit = UINT64_C(1) << piece % 64;

        if ((eip__look(word) & bit) == 0) {
            eip__offer(word, bit);
        }
        piece /= 64;
    }
}

/** Close a piece in which nothing was found; opens it again if that is no
 *  longer so. */
void eip__layout_close(struct eip__lane *lane, struct eip__layout *layout,
                       uint32_t mark, uint32_t piece);

/** Open all pieces of the class in which a gone thread was closing one in this
 *  lane, which now is the caller's. The lane is still in that thread's epoch, so
 *  the layout is there, if perhaps no longer the space's. O(pieces). */
void eip__layout_mend(struct eip__lane *lane);

/** Count the class 0 hints of each piece anew (offered.h). O(leaves). */
void eip__layout_recount(struct eip__layout *layout);

/** The piece that holds leaf number `leaf` of the layout. */
uint32_t eip__layout_piece_of_leaf(const struct eip__layout *layout,
                                   uint32_t leaf);

/** The piece that holds a record of a range, or EIP__NONE: the range may have
 *  left the layout, and its index be another's. */
static inline uint32_t eip__layout_piece_of(const struct eip__layout *layout,
                                            const struct eip__range *range,
                                            uint32_t record) {
    uint32_t first = range->index < layout->indexes
                         ? layout->first_piece[range->index]
                         : EIP__NONE;
    uint64_t piece =
        (uint64_t)first + ((record - range->record) >> EIP__PIECE_BITS);

    return piece < layout->pieces && record - layout->piece[piece].record <
                                         layout->piece[piece].size
               ? (uint32_t)piece
               : EIP__NONE;
}

static inline uint32_t eip__piece_leaves(const struct eip__piece *piece) {
    return ((uint32_t)piece->size + EIP__LEAF - 1) / EIP__LEAF;
}

/** The records of a leaf that are addresses; only a small block's leaf has
 *  others. */
static inline uint64_t eip__piece_valid(const struct eip__piece *piece) {
    return piece->size >= EIP__LEAF ? UINT64_MAX
                                    : (UINT64_C(1) << piece->size) - 1;
}

/** What a hint word of this class offers. */
static inline uint64_t eip__offered_bits(uint32_t mark, uint64_t hints,
                                         uint64_t valid) {
    return (mark == EIP__MARK_FRESH ? ~hints : hints) & valid;
}

#endif
