/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the order in which blocks are found. */
#include "space/fit.h"

#include "space/cool.h"
#include "space/hint.h"

/* How good a block is: the worst of its addresses. */
enum quality { UNUSED, PAST, COOLING, NOT_FREE };

/* One look through a space. */
struct look {
    struct eip__space *space;
    struct eip__moment *moment;
    const struct eip__layout *layout;
    struct eip__fit *best;
    enum quality quality; /* the best's */
    enum quality enough;  /* look no further */
    enum quality worst;   /* what may be taken */
    uint32_t bits;
    uint64_t turns;   /* the sum */
    uint64_t pending; /* a word, or 0 */
};

static uint64_t turn_of(uint64_t word) {
    return (uint64_t)eip__word_generation(word) * 2 + !eip__word_is_held(word);
}

static enum quality quality_of(const struct look *look, uint32_t record,
                               uint64_t word) {
    if (!eip__word_is_free(word)) {
        return NOT_FREE;
    }
    if (eip__word_mark(word) == EIP__MARK_FRESH) {
        return UNUSED;
    }
    return eip__cool_is_cooling(look->space, record, word, look->moment)
               ? COOLING
               : PAST;
}

void eip__fit_at(struct eip__range *range, uint32_t address, uint32_t bits,
                 struct eip__fit *fit) {
    fit->range = range;
    fit->address = address;
    fit->count = 1u << bits;
    for (uint32_t i = 0; i < fit->count; i++) {
        fit->record[i] = eip__range_record(range, address + i);
        fit->before[i] =
            eip__read(eip__records_word(range->records, fit->record[i]));
    }
}

/* All words are looked at, also of a block that is not free: for the proof. */
static void look_at(struct look *look, struct eip__range *range,
                    uint32_t address) {
    enum quality quality = UNUSED;
    struct eip__fit fit;

    eip__fit_at(range, address, look->bits, &fit);
    for (uint32_t i = 0; i < fit.count; i++) {
        look->turns += turn_of(fit.before[i]);
        if (eip__word_is_pending(fit.before[i])) {
            look->pending = fit.before[i];
        }
        if (quality != NOT_FREE) {
            enum quality one = quality_of(look, fit.record[i], fit.before[i]);

            quality = one > quality ? one : quality;
        }
    }
    if (quality <= look->worst && quality < look->quality) {
        look->quality = quality;
        *look->best = fit;
    }
}

static bool is_done(const struct look *look) {
    return look->quality <= look->enough;
}

/* Blocks of a range, by their number in it. */
static uint64_t blocks_of(const struct look *look,
                          const struct eip__range *range) {
    return eip_cidr_count(range->cidr) >> look->bits;
}

static void look_through(struct look *look, struct eip__range *range,
                         uint64_t from, uint64_t to) {
    for (uint64_t i = from; i < to && !is_done(look); i++) {
        look_at(look, range, range->cidr.base + (uint32_t)(i << look->bits));
    }
}

/* Where to begin: a range, and a block in it. */
struct start {
    uint32_t range;
    uint64_t block;
};

static struct start start_at_cursor(const struct look *look) {
    uint64_t cursor = eip__hint(&look->space->cursor);
    struct start start = {0, 0};

    while (start.range < look->layout->ranges) {
        const struct eip__range *range = look->layout->range[start.range];

        if (cursor < range->cidr.base + eip_cidr_count(range->cidr)) {
            uint64_t inside =
                cursor < range->cidr.base ? 0 : cursor - range->cidr.base;

            start.block =
                (inside + (1u << look->bits) - 1) >> look->bits; /* or past */
            return start;
        }
        start.range++;
    }
    return (struct start){0, 0};
}

static struct start start_anywhere(const struct look *look,
                                   struct eip__lane *lane) {
    uint64_t total = 0;
    uint64_t at;
    struct start start = {0, 0};

    for (uint32_t i = 0; i < look->layout->ranges; i++) {
        total += blocks_of(look, look->layout->range[i]);
    }
    if (total == 0) {
        return start;
    }
    at = eip__lane_below(lane, total);
    while (at >= blocks_of(look, look->layout->range[start.range])) {
        at -= blocks_of(look, look->layout->range[start.range]);
        start.range++;
    }
    start.block = at;
    return start;
}

static struct start start_of(const struct look *look, struct eip__lane *lane,
                             uint32_t policy) {
    switch (policy) {
    case EIP_POLICY_LOWEST:
        return (struct start){0, 0};
    case EIP_POLICY_CURSOR:
        return start_at_cursor(look);
    default:
        return start_anywhere(look, lane);
    }
}

/* Once around, from the start back to it. */
static void go_around(struct look *look, struct start start) {
    uint32_t ranges = look->layout->ranges;

    for (uint32_t i = 0; i <= ranges; i++) {
        struct eip__range *range =
            look->layout->range[(start.range + i) % ranges];
        uint64_t blocks = blocks_of(look, range);
        uint64_t middle = start.block < blocks ? start.block : blocks;

        if (i == 0) {
            look_through(look, range, middle, blocks);
        } else {
            look_through(look, range, 0, i == ranges ? middle : blocks);
        }
    }
}

static void look_once(struct look *look, struct eip__lane *lane,
                      uint32_t policy) {
    look->turns = 0;
    look->pending = 0;
    if (look->layout != NULL && look->layout->ranges != 0) {
        go_around(look, start_of(look, lane, policy));
    }
}

enum eip__fitted eip__fit_any(struct eip__space *space, struct eip__lane *lane,
                              struct eip__moment *moment, uint32_t bits,
                              struct eip__fit *fit) {
    uint32_t policy = eip__hint32(&space->policy);
    bool keeps = (eip__hint32(&space->flags) & EIP_POOL_KEEP_COOLING) != 0;
    struct look look = {
        .space = space,
        .moment = moment,
        .best = fit,
        .quality = NOT_FREE,
        .enough = policy == EIP_POLICY_LOWEST ? PAST : UNUSED,
        .worst = keeps ? PAST : COOLING,
        .bits = bits,
    };
    bool again = false;

    for (;;) {
        const struct eip__layout *before = look.layout;
        uint64_t turns = look.turns;

        look.layout = eip__space_layout(space);
        look_once(&look, lane, policy);
        if (look.quality != NOT_FREE) {
            return EIP__FITTED;
        }
        if (look.pending != 0) {
            fit->before[0] = look.pending;
            return EIP__FIT_PENDING;
        }
        if (again && look.turns == turns && look.layout == before) {
            return EIP__FIT_NONE;
        }
        again = true;
    }
}

void eip__fit_return(struct eip__space *space, const struct eip__fit *fit) {
    for (uint32_t i = 0; i < fit->count; i++) {
        uint32_t record = fit->record[i];
        uint64_t word = eip__read(eip__records_word(space->records, record));

        if (eip__word_is_free(word)) {
            word = eip__cool_rejoin(space, record, word);
        }
        if (eip__word_is_free(word)) {
            eip__cool_rule_in(space, eip__word_mark(word));
            eip__hint_offer(space, fit->range, record, eip__word_mark(word));
        }
    }
}
