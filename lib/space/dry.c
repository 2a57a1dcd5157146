/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the words `dry` and `proven` of a space (I6). */
#include "space/dry.h"

#include "space/cool.h"
#include "space/pick.h"
#include "space/reserve.h"

/* `dry` costs every release a shared addition, so it is turned off again
 * after this many, plus one for each 16 leaves of the space. */
enum { TELLS = 64 };

static void turn_off(struct eip__space *space, uint64_t dry) {
    const struct eip__layout *layout = eip__space_layout(space);
    uint64_t limit = TELLS + (layout == NULL ? 0 : layout->leaves / 16);

    if ((dry - eip__hint(&space->dry_since)) / 2 > limit) {
        (void)eip__turn(&space->dry, &dry, dry + 1);
    }
}

/* It may have been turned off meanwhile: the sum then does no harm. */
void eip__dry_tell_on(struct eip__space *space) {
    uint64_t dry = eip__bump(&space->dry, 2) + 2;

    if ((dry & 1) != 0) {
        turn_off(space, dry);
    }
}

static uint64_t turn_on(struct eip__space *space) {
    uint64_t dry = eip__look(&space->dry);

    while ((dry & 1) == 0) {
        if (eip__turn(&space->dry, &dry, dry + 1)) {
            dry++;
            eip__note(&space->dry_since, dry);
        }
    }
    return dry;
}

struct search {
    struct eip__space *space;
    struct eip__lane *lane;
    struct eip__moment *moment;
    struct eip__layout *layout;
    struct eip__pick *pick;
    uint64_t pending; /* the word of an address that a block waits for, or 0 */
    bool keeps;       /* cooling addresses are kept back */
    bool skipped;     /* an address is cooling, or about to be free: whatever
                       * comes out does not last */
};

/* Below the summary: every leaf of every class. */
static bool search_hints(struct search *search) {
    for (uint32_t mark = 0; mark < EIP__MARKS; mark++) {
        for (uint32_t i = 0; i < search->layout->pieces; i++) {
            struct eip__scan scan = {.space = search->space,
                                     .lane = search->lane,
                                     .layout = search->layout,
                                     .policy =
                                         eip__hint32(&search->space->policy),
                                     .moment = search->moment,
                                     .mark = mark,
                                     .past_only = search->keeps};

            if (eip__scan_piece(&scan, i, 0, search->pick)) {
                eip__layout_open(search->layout, mark, i);
                return true;
            }
            search->skipped |= scan.skipped;
        }
    }
    return false;
}

/* A record that some lane has announced. */
static bool search_record(struct search *search, struct eip__range *range,
                          uint32_t record) {
    uint64_t word =
        eip__read(eip__records_word(search->space->records, record));

    if (eip__word_is_pending(word)) {
        search->pending = word;
    }
    if (!eip__word_is_free(word)) {
        return false;
    }
    if (eip__cool_keeps(search->space, record, word, search->moment)) {
        search->skipped = true;
        return false;
    }
    *search->pick = (struct eip__pick){range, word, record};
    eip__hint_announce(search->lane, record);
    return true;
}

/* The range of an announced record; NULL: another space's, or not offered yet,
 * or no more. */
static struct eip__range *range_of(const struct search *search,
                                   uint32_t record) {
    struct eip__range *range =
        eip__records_range(search->space->records, record);

    return range == NULL || range->space != search->space ||
                   eip__layout_piece_of(search->layout, range, record) ==
                       EIP__NONE
               ? NULL
               : range;
}

/* The words of a leaf that some lane has announced. */
static bool search_leaf(struct search *search, uint32_t first, bool giving) {
    struct eip__range *range = range_of(search, first);

    if (range == NULL) {
        return false;
    }
    search->skipped |= giving;
    for (uint32_t i = 0; i < EIP__LEAF; i++) {
        if (first + i - range->record < eip_cidr_count(range->cidr) &&
            search_record(search, range, first + i)) {
            return true;
        }
    }
    return false;
}

/* Those of a block: they may be about to be free. */
static bool search_block(struct search *search, uint32_t record) {
    struct eip__range *range = range_of(search, record);
    uint32_t block[EIP__OP_MORE];
    uint32_t count = range == NULL ? 0 : eip__hint_block(range, record, block);

    search->skipped |= count != 0;
    for (uint32_t i = 0; i < count; i++) {
        if (search_record(search, range, block[i])) {
            return true;
        }
    }
    return false;
}

/* What the lane has announced comes first: from there a leaf goes on to its
 * reserve (H6). */
static bool search_lane(struct search *search, const struct eip__lane *lane) {
    uint64_t announced = eip__look(&lane->announced);
    uint64_t block = eip__look(&lane->block);
    uint32_t first;

    if (block != 0 && search_block(search, (uint32_t)(block - 1))) {
        return true;
    }

    if (eip__hint_announced(announced, &first) &&
        search_leaf(search, first, (announced & 1) != 0)) {
        return true;
    }
    for (uint32_t at = 0; at < EIP__RESERVES; at++) {
        uint64_t value = eip__look(&lane->reserve[at]);

        if (value != 0 &&
            search_leaf(search, eip__reserve_first(value), false)) {
            return true;
        }
    }
    return false;
}

static bool search_lanes(struct search *search) {
    struct eip__lanes *lanes = search->space->lanes;
    uint64_t used = eip__look(&lanes->used);

    for (uint64_t i = 1; i <= used; i++) {
        if (search_lane(search, eip__lane_at(lanes, i))) {
            return true;
        }
    }
    return false;
}

enum eip__proof eip__dry_prove(struct eip__space *space, struct eip__lane *lane,
                               struct eip__moment *moment,
                               struct eip__pick *pick) {
    uint64_t dry = turn_on(space);
    struct search search;

    /* Who gives an address and has not seen that it is on, is seen. */
    eip__lanes_barrier(space->lanes);
    (void)eip__reserve_recall(space, lane);
    search = (struct search){
        .space = space,
        .lane = lane,
        .moment = moment,
        .layout = eip__pointer(eip__look(&space->layout)),
        .pick = pick,
        .keeps = (eip__hint32(&space->flags) & EIP_POOL_KEEP_COOLING) != 0,
    };

    if (search.layout != NULL &&
        (search_hints(&search) || search_lanes(&search))) {
        return EIP__PROOF_FOUND;
    }
    if (eip__look(&space->layout) != eip__value(search.layout) ||
        eip__look(&space->dry) != dry) {
        return EIP__PROOF_AGAIN;
    }
    if (!search.skipped) {
        eip__publish(&space->proven, dry);
    }
    *pick = (struct eip__pick){.before = search.pending};
    return EIP__PROOF_EMPTY;
}
