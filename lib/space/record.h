/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file record.h
 * The address records of an engine: for each a word, a stamp, its detail, and
 * one hint bit in each of nine classes.
 *
 * Records are numbered from 0 to 2^32 - 1 and never move. They live in
 * segments of 2^20, reserved as zero pages when first needed, all that a block
 * needs at once, so a record that was never touched costs nothing. A CIDR block of 2^k addresses owns a
 * run of records, at least a leaf (64) and aligned to its size; `range` maps
 * the one to the other. Runs of blocks that are gone are used again for
 * others; their generations go on, so no allocation id ever comes twice.
 */
#ifndef EIP_SPACE_RECORD_H
#define EIP_SPACE_RECORD_H

#include "base/reclaim.h"
#include "eip/ipv4.h"
#include "space/scatter.h"
#include "space/word.h"

enum {
    EIP__LEAF_BITS = 6,     /* a leaf: 64 records, one word of hints */
    EIP__PIECE_BITS = 12,   /* a piece: at most 4,096, one summary bit */
    EIP__SEGMENT_BITS = 20, /* a segment: 2^20, one reservation */
    EIP__LEAF = 1 << EIP__LEAF_BITS,
    EIP__PIECE = 1 << EIP__PIECE_BITS,
    EIP__SEGMENT = 1 << EIP__SEGMENT_BITS,
    EIP__SEGMENTS = 1 << (32 - EIP__SEGMENT_BITS),
    EIP__RUN_BITS_MAX = 24 /* a /8 */
};

/** What of a record is needed only when its address changes hands.
 *
 *  stamp: 63..41 turn, 40 standard, 39..0 time or order. The turn is twice
 *  the generation, plus one once released (its low 23 bits). While held, the
 *  rest is the allocation's place in the order of its account; once released,
 *  the time of that (ms, low 40 bits: it comes round after 34 years). */
struct eip__cold {
    eip__a64 stamp;
    eip__a64 detail; /* see registry/detail.h */
};

struct eip__segment {
    eip__a64 word[EIP__SEGMENT];
    struct eip__cold cold[EIP__SEGMENT];
    /* Class 0 holds 1 for "not offered", so that zero pages offer all; the
     * other classes hold 1 for "offered", so that zero pages offer none. */
    eip__a64 hint[EIP__MARKS][EIP__SEGMENT / EIP__LEAF];
    eip__a64 owner[EIP__SEGMENT / EIP__PIECE]; /* see eip__records_range */
};

struct eip__space;

/** A CIDR block provisioned to a space. Immutable while reachable, but for
 *  the members of its administration. */
struct eip__range {
    struct eip__retired retired;
    struct eip__records *records;
    struct eip__space *space;
    eip_cidr cidr;
    uint32_t record;   /* of the first address */
    uint32_t index;    /* in the space's layouts */
    uint32_t run_bits; /* log2 of the records owned */
    uint32_t parts;    /* administration only: blocks that it is booked as */
    uint32_t cut;      /* administration only: addresses of parts taken out */
    uint32_t unused;   /* zero */
    struct eip__scatter scatter; /* record to address, inside the block */
};

struct eip__run_list {
    uint32_t *first; /* of a run; with bit 0 if it has served */
    uint32_t count;
    uint32_t capacity;
};

struct eip__records {
    struct eip__host *host;
    eip__a64 segment[EIP__SEGMENTS]; /* struct eip__segment */
    eip__a64 whole[EIP__SEGMENTS];   /* the range that has all of it, or 0 */
    eip__a64 returned;   /* ranges nobody can look at any more, a stack */
    eip__a64 handed_out; /* `next`, for statistics */
    /* administration only: */
    uint16_t
        reserved[EIP__SEGMENTS]; /* segments reserved with this, if first */
    uint64_t layouts;            /* built, ever: their serials */
    uint64_t next;               /* records below have been handed out, ever */
    struct eip__run_list spare[EIP__RUN_BITS_MAX + 1];
};

eip_status eip__records_open(struct eip__records *records,
                             struct eip__host *host);
void eip__records_close(struct eip__records *records);

/**
 * Hand out a run of 2^bits records, 6 <= bits <= 24, aligned. One
 * administrator at a time. EIP_OK, EIP_ERR_OUT_OF_MEMORY (also where the
 * host refuses to commit), EIP_ERR_TOO_MANY_CIDRS (2^32 are in use).
 * `served`: some may have been handed out before, so their words must be
 * looked at; else nobody has touched their pages, and a look would be the first
 * to cost one.
 */
eip_status eip__records_take(struct eip__records *records, uint32_t bits,
                             uint32_t *first, bool *served);

/** Make the segments of records, as far as they are not there. EIP_OK or
 *  EIP_ERR_OUT_OF_MEMORY. One administrator. */
eip_status eip__records_map(struct eip__records *records, uint32_t first,
                            uint64_t size);

/** Take a run back that nothing refers to any more. One administrator. */
void eip__records_give(struct eip__records *records, uint32_t bits,
                       uint32_t first);

/** Leave a range, to which nothing refers, for the administrator to take its
 *  run back and free it. Lock-free. */
void eip__records_give_later(struct eip__range *range);
/** Do that for all that were left. One administrator. */
void eip__records_collect(struct eip__records *records);

/** Say which range the records of a run belong to. EIP_OK or
 *  EIP_ERR_OUT_OF_MEMORY. One administrator. */
eip_status eip__records_assign(struct eip__records *records,
                               struct eip__range *range);
/** Undo it. */
void eip__records_unassign(struct eip__records *records,
                           const struct eip__range *range);

/** The range that a record belongs to which is not of a whole segment's, or
 *  NULL. Wait-free. */
struct eip__range *eip__records_part(const struct eip__records *records,
                                     uint32_t record);

/** The range that a record belongs to, or NULL. Wait-free. */
static inline struct eip__range *
eip__records_range(const struct eip__records *records, uint32_t record) {
    uint64_t owner = eip__read(&records->whole[record >> EIP__SEGMENT_BITS]);

    return owner != 0 ? eip__pointer(owner)
                      : eip__records_part(records, record);
}

static inline struct eip__segment *
eip__records_segment(const struct eip__records *records, uint32_t record) {
    return eip__pointer(
        eip__read(&records->segment[record >> EIP__SEGMENT_BITS]));
}

static inline eip__a64 *eip__records_word(const struct eip__records *records,
                                          uint32_t record) {
    return &eip__records_segment(records, record)->word[record % EIP__SEGMENT];
}

static inline struct eip__cold *
eip__records_cold(const struct eip__records *records, uint32_t record) {
    return &eip__records_segment(records, record)->cold[record % EIP__SEGMENT];
}

/** Both, by one look at the segment. */
struct eip__place {
    eip__a64 *word;
    struct eip__cold *cold;
};

static inline struct eip__place
eip__records_place(const struct eip__records *records, uint32_t record) {
    struct eip__segment *segment = eip__records_segment(records, record);

    return (struct eip__place){&segment->word[record % EIP__SEGMENT],
                               &segment->cold[record % EIP__SEGMENT]};
}

/** The first record of the leaf that holds `record`. */
static inline uint32_t eip__records_leaf(uint32_t record) {
    return record & ~(uint32_t)(EIP__LEAF - 1);
}

/** The hint word of the leaf that holds `record`, in class `mark`. */
static inline eip__a64 *eip__records_hint(const struct eip__records *records,
                                          uint32_t record, uint32_t mark) {
    return &eip__records_segment(records, record)
                ->hint[mark][record % EIP__SEGMENT / EIP__LEAF];
}

static inline uint32_t eip__range_address(const struct eip__range *range,
                                          uint32_t record) {
    return range->cidr.base +
           eip__scatter(&range->scatter, record - range->record);
}

static inline uint32_t eip__range_record(const struct eip__range *range,
                                         uint32_t address) {
    return range->record +
           eip__gather(&range->scatter, address - range->cidr.base);
}

/* -- stamps -------------------------------------------------------------- */

#define EIP__STAMP_VALUE_MASK ((UINT64_C(1) << 40) - 1)
#define EIP__STAMP_STANDARD (UINT64_C(1) << 40)
enum { EIP__STAMP_TURN_SHIFT = 41, EIP__STAMP_TURN_BITS = 23 };

static inline uint64_t eip__stamp_make(uint32_t generation, bool released,
                                       bool standard, uint64_t value) {
    return ((uint64_t)generation * 2 + released) << EIP__STAMP_TURN_SHIFT |
           (standard ? EIP__STAMP_STANDARD : 0) |
           (value & EIP__STAMP_VALUE_MASK);
}

/** Is this the stamp of that turn? */
static inline bool eip__stamp_is(uint64_t stamp, uint32_t generation,
                                 bool released) {
    return stamp >> EIP__STAMP_TURN_SHIFT ==
           (((uint64_t)generation * 2 + released) &
            ((1u << EIP__STAMP_TURN_BITS) - 1));
}

/** Is it of a turn after the release in that generation? */
static inline bool eip__stamp_is_after(uint64_t stamp, uint32_t generation) {
    uint64_t ahead =
        (stamp >> EIP__STAMP_TURN_SHIFT) - ((uint64_t)generation * 2 + 1);

    ahead &= (UINT64_C(1) << EIP__STAMP_TURN_BITS) - 1;
    return ahead != 0 && ahead >> (EIP__STAMP_TURN_BITS - 1) == 0;
}

static inline uint64_t eip__stamp_value(uint64_t stamp) {
    return stamp & EIP__STAMP_VALUE_MASK;
}

/**
 * Write the stamp of a turn, unless it or a later one stands there: so a
 * thread that was stopped for long cannot undo what came after it. (It could
 * after 2^21 generations of one address within that stop; then a
 * cooldown or a place in a list would be wrong, never an owner.)
 */
EIP__HOT void eip__stamp_write(eip__a64 *place, uint64_t stamp) {
    uint64_t now = eip__hint(place);
    uint64_t ahead;

    do {
        ahead =
            (stamp >> EIP__STAMP_TURN_SHIFT) - (now >> EIP__STAMP_TURN_SHIFT);
        ahead &= (UINT64_C(1) << EIP__STAMP_TURN_BITS) - 1;
        if (ahead == 0 || ahead >> (EIP__STAMP_TURN_BITS - 1) != 0) {
            return;
        }
    } while (!eip__step(place, &now, stamp));
}

/**
 * A word whose generations are left out again and again, without being
 * released, gets ahead of its stamp: keep the stamp's turn within reach. Before
 * the word is stepped to FREE in that generation.
 */
static inline void eip__stamp_keep_up(eip__a64 *stamp, uint32_t generation) {
    enum { EVERY = 1 << 20 };

    if (generation % EVERY == 0) {
        eip__stamp_write(stamp,
                         eip__stamp_make(generation, true, false,
                                         eip__stamp_value(eip__hint(stamp))));
    }
}

#endif
