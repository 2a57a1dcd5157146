/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the shape of a layout and its summary (I5): what may be closed. */
#include "space/offered.h"

#include <string.h>

/* -- building --------------------------------------------------------------- */

struct plan {
    uint32_t pieces;
    uint32_t leaves;
    uint64_t addresses;
    uint32_t levels;
    size_t words; /* of one class's summary, without its root */
};

static uint32_t pieces_of(const struct eip__range *range) {
    uint64_t size = eip_cidr_count(range->cidr);

    return (uint32_t)((size + EIP__PIECE - 1) / EIP__PIECE);
}

static struct plan plan_of(struct eip__range *const *ranges, uint32_t count) {
    struct plan plan = {0, 0, 0, 0, 0};
    uint32_t bits;

    for (uint32_t i = 0; i < count; i++) {
        plan.pieces += pieces_of(ranges[i]);
        plan.leaves += (1u << ranges[i]->run_bits) / EIP__LEAF;
        plan.addresses += eip_cidr_count(ranges[i]->cidr);
    }
    bits = (plan.pieces + 63) / 64;
    for (plan.levels = 1; bits > 1; plan.levels++) {
        plan.words += bits;
        bits = (bits + 63) / 64;
    }
    return plan;
}

static size_t round_up(size_t bytes) {
    return (bytes + 63) & ~(size_t)63;
}

/* One block of memory: the struct, then its arrays, each aligned to 64. */
struct carve {
    unsigned char *at;
    size_t used;
};

static void *carve(struct carve *from, size_t bytes) {
    void *part = from->at == NULL ? NULL : from->at + from->used;

    from->used += round_up(bytes);
    return part;
}

struct parts {
    struct eip__piece *piece;
    struct eip__range **range;
    uint32_t *first_piece;
    uint32_t *coarse;
};

/* Lay out the arrays; with `from->at` NULL only count the bytes. */
static void place_parts(struct carve *from, const struct plan *plan,
                        uint32_t count, uint32_t indexes,
                        struct eip__layout *layout, struct parts *parts) {
    (void)carve(from, sizeof *layout);
    parts->piece = carve(from, plan->pieces * sizeof *parts->piece);
    parts->range = carve(from, count * sizeof *parts->range);
    parts->first_piece = carve(from, indexes * sizeof *parts->first_piece);
    parts->coarse =
        carve(from, (plan->leaves / 64 + 1) * sizeof *parts->coarse);
    layout->offered = carve(from, plan->pieces * sizeof *layout->offered);
    layout->crowd =
        carve(from, eip__offered_crowds(plan->pieces) * sizeof *layout->crowd);
    for (uint32_t mark = 0; mark < EIP__MARKS; mark++) {
        eip__a64 *words = carve(from, plan->words * sizeof *words);
        uint32_t bits = plan->pieces;

        for (uint32_t level = 0; level + 1 < plan->levels; level++) {
            layout->summary[mark][level] = words;
            bits = (bits + 63) / 64;
            words = words == NULL ? NULL : words + bits;
        }
        layout->summary[mark][plan->levels - 1] = &layout->root[mark];
    }
}

/* Set bits [first, first + count) of a summary level that nobody sees yet. */
static void fill_bits(eip__a64 *words, uint32_t first, uint32_t count) {
    for (uint32_t i = first; i < first + count;) {
        uint32_t in_word = 64 - i % 64;
        uint32_t n = in_word < first + count - i ? in_word : first + count - i;
        uint64_t mask = n == 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1;

        eip__note(&words[i / 64], eip__hint(&words[i / 64]) | mask << i % 64);
        i += n;
    }
}

/* Raise what level 0 says to the levels above. */
static void raise_summary(struct eip__layout *layout, uint32_t mark) {
    uint32_t words = (layout->pieces + 63) / 64;

    for (uint32_t level = 1; level < layout->levels; level++) {
        for (uint32_t i = 0; i < words; i++) {
            if (eip__hint(&layout->summary[mark][level - 1][i]) != 0) {
                fill_bits(layout->summary[mark][level], i, 1);
            }
        }
        words = (words + 63) / 64;
    }
}

/* A range that is new has never had a released address. */
static bool is_new(const struct eip__layout *old,
                   const struct eip__range *range) {
    return old == NULL || range->index >= old->indexes ||
           old->first_piece[range->index] == EIP__NONE;
}

static void copy_offered(struct eip__layout *layout,
                         const struct eip__layout *old,
                         const struct eip__range *range, uint32_t first) {
    const eip__a16 *known = is_new(old, range)
                                ? NULL
                                : &old->offered[old->first_piece[range->index]];
    uint32_t pieces = pieces_of(range);

    for (uint32_t i = 0; i < pieces; i++) {
        eip__note16(&layout->offered[first + i],
                    known == NULL ? layout->piece[first + i].size
                                  : eip__hint16(&known[i]));
    }
}

/* Write the pieces of one range. */
static uint32_t add_range(struct parts *parts, const struct eip__range *range,
                          uint32_t piece, uint32_t leaf) {
    uint64_t left = eip_cidr_count(range->cidr);

    for (uint32_t i = 0; left != 0; i++, piece++) {
        struct eip__piece *at = &parts->piece[piece];

        at->record = range->record + i * EIP__PIECE;
        at->address = range->cidr.base + i * EIP__PIECE;
        at->size = (uint16_t)(left < EIP__PIECE ? left : EIP__PIECE);
        at->leaf = leaf;
        /* A piece has at most 64 leaves, so at most one 64th. */
        if (leaf % 64 == 0 || leaf % 64 + eip__piece_leaves(at) > 64) {
            parts->coarse[(leaf + 63) / 64] = piece;
        }
        leaf += eip__piece_leaves(at);
        left -= at->size;
    }
    return leaf;
}

static void fill(struct eip__layout *layout, struct parts *parts,
                 struct eip__range *const *ranges,
                 const struct eip__layout *old) {
    uint32_t piece = 0;
    uint32_t leaf = 0;

    for (uint32_t i = 0; i < layout->indexes; i++) {
        parts->first_piece[i] = EIP__NONE;
    }
    for (uint32_t i = 0; i < layout->ranges; i++) {
        uint32_t pieces = pieces_of(ranges[i]);

        parts->range[i] = ranges[i];
        parts->first_piece[ranges[i]->index] = piece;
        leaf = add_range(parts, ranges[i], piece, leaf);
        copy_offered(layout, old, ranges[i], piece);
        for (uint32_t mark = 0; mark < EIP__MARKS; mark++) {
            if (mark == EIP__MARK_FRESH || !is_new(old, ranges[i])) {
                fill_bits(layout->summary[mark][0], piece, pieces);
            }
        }
        piece += pieces;
    }
    for (uint32_t mark = 0; mark < EIP__MARKS; mark++) {
        raise_summary(layout, mark);
    }
    eip__offered_count_crowds(layout);
}

struct eip__layout *eip__layout_build(struct eip__host *host,
                                      struct eip__records *records,
                                      struct eip__range *const *ranges,
                                      uint32_t count, uint32_t indexes,
                                      const struct eip__layout *old) {
    struct plan plan = plan_of(ranges, count);
    struct eip__layout scratch;
    struct eip__layout *layout;
    struct parts parts;
    struct carve from = {NULL, 0};

    place_parts(&from, &plan, count, indexes, &scratch, &parts);
    layout = eip__host_allocate_zeroed(host, from.used);
    if (layout == NULL) {
        return NULL;
    }
    layout->bytes = from.used;
    from = (struct carve){(unsigned char *)layout, 0};
    place_parts(&from, &plan, count, indexes, layout, &parts);
    layout->records = records;
    layout->pieces = plan.pieces;
    layout->ranges = count;
    layout->indexes = indexes;
    layout->leaves = plan.leaves;
    layout->addresses = plan.addresses;
    layout->levels = plan.levels;
    layout->serial = ++records->layouts;
    layout->piece = parts.piece;
    layout->range = parts.range;
    layout->first_piece = parts.first_piece;
    layout->coarse = parts.coarse;
    fill(layout, &parts, ranges, old);
    return layout;
}

void eip__layout_free(struct eip__host *host, struct eip__retired *retired) {
    struct eip__layout *layout = (struct eip__layout *)retired;

    eip__host_release(host, layout, layout->bytes);
}

/* -- the summary ------------------------------------------------------------- */

/* The first set bit from `from` on at this level, looking no higher than the
 * word it is in; EIP__NONE if that word has none. */
static uint32_t in_word(const eip__a64 *words, uint32_t from) {
    uint64_t bits = eip__read(&words[from / 64]) & UINT64_MAX << from % 64;

    return bits == 0 ? EIP__NONE
                     : from / 64 * 64 + (uint32_t)__builtin_ctzll(bits);
}

/* Number of bits that a level has. */
static uint32_t width(const struct eip__layout *layout, uint32_t level) {
    uint32_t bits = layout->pieces;

    for (uint32_t i = 0; i < level; i++) {
        bits = (bits + 63) / 64;
    }
    return bits;
}

/* Go down from a bit of `level`; a bit may have closed since, then none. */
static uint32_t descend(const struct eip__layout *layout, uint32_t mark,
                        uint32_t level, uint32_t bit) {
    while (level > 0 && bit != EIP__NONE) {
        level--;
        bit = in_word(layout->summary[mark][level], bit * 64);
    }
    return bit;
}

/* Go up from `from` until a level has an open bit to the right, then down. */
uint32_t eip__layout_open_from(const struct eip__layout *layout, uint32_t mark,
                               uint32_t from) {
    while (from < layout->pieces) {
        uint32_t level = 0;
        uint32_t bit = from;
        uint32_t found = in_word(layout->summary[mark][0], bit);

        while (found == EIP__NONE) {
            bit = bit / 64 + 1;
            level++;
            if (level >= layout->levels || bit >= width(layout, level)) {
                return EIP__NONE;
            }
            found = in_word(layout->summary[mark][level], bit);
        }
        bit = descend(layout, mark, level, found);
        if (bit != EIP__NONE) {
            return bit;
        }
        /* The upper bit is stale: pass over what lies below it. */
        from = (found + 1) << (6 * level);
    }
    return EIP__NONE;
}

static bool has_hints(const struct eip__layout *layout, uint32_t mark,
                      uint32_t piece) {
    const struct eip__piece *at = &layout->piece[piece];

    for (uint32_t i = 0; i < eip__piece_leaves(at); i++) {
        uint64_t hints = eip__look(eip__records_hint(
            layout->records, at->record + i * EIP__LEAF, mark));

        if (eip__offered_bits(mark, hints, eip__piece_valid(at)) != 0) {
            return true;
        }
    }
    return false;
}

/* Is there anything below this bit of this level? */
static bool has_below(const struct eip__layout *layout, uint32_t mark,
                      uint32_t level, uint32_t bit) {
    if (level == 0) {
        return has_hints(layout, mark, bit);
    }
    return eip__look(&layout->summary[mark][level - 1][bit]) != 0;
}

/* Of a lane's `closing`; a layout is aligned to 64. */
#define CLASS UINT64_C(63)

static void close_piece(struct eip__layout *layout, uint32_t mark,
                        uint32_t piece) {
    uint32_t bit = piece;

    for (uint32_t level = 0; level < layout->levels; level++) {
        eip__a64 *word = &layout->summary[mark][level][bit / 64];
        uint64_t mask = UINT64_C(1) << bit % 64;
        uint64_t before = eip__withdraw(word, mask);

        if (has_below(layout, mark, level, bit)) {
            eip__layout_open(layout, mark, piece);
            return;
        }
        if ((before & ~mask) != 0) {
            return;
        }
        bit /= 64; /* the word is empty now: so is its bit above */
    }
}

void eip__layout_close(struct eip__lane *lane, struct eip__layout *layout,
                       uint32_t mark, uint32_t piece) {
    eip__publish(&lane->closing, eip__value(layout) | mark);
    close_piece(layout, mark, piece);
    eip__publish(&lane->closing, 0);
}

void eip__layout_mend(struct eip__lane *lane) {
    uint64_t closing = eip__read(&lane->closing);
    struct eip__layout *layout = eip__pointer(closing & ~CLASS);

    for (uint32_t i = 0; layout != NULL && i < layout->pieces; i++) {
        eip__layout_open(layout, (uint32_t)(closing & CLASS), i);
    }
    eip__publish(&lane->closing, 0);
}

void eip__layout_recount(struct eip__layout *layout) {
    for (uint32_t i = 0; i < layout->pieces; i++) {
        const struct eip__piece *at = &layout->piece[i];
        uint32_t count = 0;

        for (uint32_t leaf = 0; leaf < eip__piece_leaves(at); leaf++) {
            uint64_t hints = eip__read(eip__records_hint(
                layout->records, at->record + leaf * EIP__LEAF,
                EIP__MARK_FRESH));

            count += (uint32_t)__builtin_popcountll(eip__offered_bits(
                EIP__MARK_FRESH, hints, eip__piece_valid(at)));
        }
        eip__note16(&layout->offered[i], (uint16_t)count);
    }
    eip__offered_count_crowds(layout);
}

uint32_t eip__layout_piece_of_leaf(const struct eip__layout *layout,
                                   uint32_t leaf) {
    uint32_t piece = layout->coarse[leaf / 64];

    /* At most 64 steps: each piece has a leaf at least. */
    while (piece + 1 < layout->pieces &&
           layout->piece[piece + 1].leaf <= leaf) {
        piece++;
    }
    return piece;
}
