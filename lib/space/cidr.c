/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the ranges of a space and the drain arrows of their words (I8). */
#include "space/cidr.h"

#include "base/hash.h"
#include "space/cool.h"
#include "space/dry.h"
#include "space/hint.h"
#include "space/order.h"

/* -- ranges ------------------------------------------------------------------ */

static uint32_t run_bits_of(eip_cidr cidr) {
    uint32_t bits = 32 - cidr.prefix_bits;

    return bits < EIP__LEAF_BITS ? EIP__LEAF_BITS : bits;
}

/* Records that have served before: offer the usable ones and no others, as
 * never released. Nobody can look at them yet. Those of a small block's leaf
 * that are no addresses stay withdrawn. */
static void make_ready(struct eip__records *records, uint32_t first,
                       uint64_t count) {
    for (uint64_t i = 0; i < count; i++) {
        uint32_t record = first + (uint32_t)i;
        eip__a64 *place = eip__records_word(records, record);
        uint64_t word = eip__hint(place);
        uint64_t next;
        bool back;

        if (word == 0) {
            continue; /* untouched: leave the page alone */
        }
        back = eip__word_readmit(word, &next);
        word = back ? next : word;
        for (uint32_t mark = 0; mark < EIP__MARKS; mark++) {
            uint64_t bit = UINT64_C(1) << record % EIP__LEAF;
            bool set = mark == EIP__MARK_FRESH &&
                       eip__word_state(word) == EIP__RETIRED;
            eip__a64 *hints = eip__records_hint(records, record, mark);

            eip__note(hints,
                      set ? eip__hint(hints) | bit : eip__hint(hints) & ~bit);
        }
        if (back) {
            eip__publish(
                &eip__records_cold(records, record)->stamp,
                eip__stamp_make(eip__word_generation(word), true, false, 0));
            eip__publish(place, word);
        }
    }
}

struct eip__range *eip__cidr_draft(struct eip__space *space, eip_cidr cidr) {
    struct eip__range *range =
        eip__host_allocate_zeroed(space->host, sizeof *range);

    if (range == NULL) {
        return NULL;
    }
    range->records = space->records;
    range->space = space;
    range->cidr = cidr;
    range->run_bits = run_bits_of(cidr);
    if (space->scattered) {
        eip__scatter_init(&range->scatter, 32 - cidr.prefix_bits,
                          eip__hash_u64(cidr.base, space->key));
    }
    return range;
}

eip_status eip__cidr_take(struct eip__space *space, eip_cidr cidr,
                          struct eip__range **result, bool *again) {
    struct eip__range *range = eip__cidr_draft(space, cidr);
    eip_status status;

    if (range == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    eip__records_collect(space->records);
    status = eip__records_take(space->records, range->run_bits, &range->record,
                               again);
    if (status != EIP_OK) {
        eip__host_release(space->host, range, sizeof *range);
        return status;
    }
    *result = range;
    return EIP_OK;
}

void eip__cidr_ready(struct eip__range *range) {
    make_ready(range->records, range->record, eip_cidr_count(range->cidr));
}

eip_status eip__cidr_make(struct eip__space *space, eip_cidr cidr,
                          struct eip__range **result) {
    bool again = false;
    eip_status status = eip__cidr_take(space, cidr, result, &again);

    if (again) {
        eip__cidr_ready(*result);
    }
    return status;
}

/* Only administration may hand out the records anew. */
static void free_range(struct eip__host *host, struct eip__retired *retired) {
    (void)host;
    eip__records_give_later((struct eip__range *)retired);
}

void eip__cidr_unmake(struct eip__range *range) {
    eip__records_unassign(range->records, range);
    eip__retire(range->space->lanes, &range->retired, free_range);
}

/* -- the list ----------------------------------------------------------------- */

/* Room for `extra` more ranges, and for the indexes of all to be spare. */
static bool make_room(struct eip__space *space, uint32_t extra) {
    uint32_t had = space->range_capacity;
    uint32_t want = had == 0 ? 4 : had;
    void *ranges;
    void *spares;

    while (want < space->index_count + extra) {
        want *= 2;
    }
    if (want == had && want <= space->spare_capacity) {
        return true;
    }
    ranges = eip__host_grow(space->host, space->ranges,
                            space->range_count * sizeof(void *),
                            had * sizeof(void *), want * sizeof(void *));
    if (ranges == NULL) {
        return false;
    }
    space->ranges = ranges;
    spares = eip__host_grow(
        space->host, space->spares, space->spare_count * sizeof(uint32_t),
        space->spare_capacity * sizeof(uint32_t), want * sizeof(uint32_t));
    if (spares == NULL) {
        /* The longer list of ranges is kept, its length remembered. */
        space->range_capacity = want;
        return false;
    }
    space->spares = spares;
    space->spare_capacity = want;
    space->range_capacity = want;
    return true;
}

/* Merge a sorted batch into the sorted list, from the back. */
static void merge(struct eip__space *space, struct eip__range **batch,
                  uint32_t count) {
    uint32_t a = space->range_count;
    uint32_t b = count;

    while (b > 0) {
        if (a > 0 &&
            space->ranges[a - 1]->cidr.base > batch[b - 1]->cidr.base) {
            space->ranges[a + b - 1] = space->ranges[a - 1];
            a--;
        } else {
            space->ranges[a + b - 1] = batch[b - 1];
            b--;
        }
    }
    space->range_count += count;
}

static void take_out(struct eip__space *space, const struct eip__range *range) {
    uint32_t to = 0;

    for (uint32_t i = 0; i < space->range_count; i++) {
        if (space->ranges[i] != range) {
            space->ranges[to++] = space->ranges[i];
        }
    }
    space->range_count = to;
}

static struct eip__layout *build(struct eip__space *space) {
    return eip__layout_build(space->host, space->records, space->ranges,
                             space->range_count, space->index_count,
                             eip__space_layout(space));
}

void eip__cidr_commit(struct eip__space *space, struct eip__layout *layout) {
    struct eip__layout *old = eip__space_layout(space);

    (void)eip__place(&space->layout, eip__value(layout));
    eip__order_reset(space);
    eip__dry_tell(space);
    if (old != NULL) {
        eip__retire_snapshot(space->lanes, &old->retired, eip__layout_free);
    }
}

/* Indexes come again; a call that still has the old range then opens a summary
 * bit too many, no more. */
static uint32_t take_index(struct eip__space *space) {
    return space->spare_count > 0 ? space->spares[--space->spare_count]
                                  : space->index_count++;
}

static void give_index(struct eip__space *space, uint32_t index) {
    space->spares[space->spare_count++] = index;
}

struct eip__layout *eip__cidr_add_begin(struct eip__space *space,
                                        struct eip__range **ranges,
                                        uint32_t count) {
    struct eip__layout *layout;

    if (!make_room(space, count)) {
        return NULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        ranges[i]->index = take_index(space);
    }
    merge(space, ranges, count);
    layout = build(space);
    if (layout == NULL) {
        eip__cidr_add_undo(space, ranges, count, NULL);
    }
    return layout;
}

void eip__cidr_add_undo(struct eip__space *space, struct eip__range **ranges,
                        uint32_t count, struct eip__layout *layout) {
    for (uint32_t i = 0; i < count; i++) {
        take_out(space, ranges[i]);
        give_index(space, ranges[i]->index);
    }
    if (layout != NULL) {
        eip__layout_free(space->host, &layout->retired);
    }
}

struct eip__layout *eip__cidr_remove_begin(struct eip__space *space,
                                           struct eip__range *range) {
    struct eip__layout *layout;

    take_out(space, range);
    layout = build(space);
    if (layout == NULL) {
        merge(space, &range, 1);
    }
    return layout;
}

void eip__cidr_remove_undo(struct eip__space *space, struct eip__range *range,
                           struct eip__layout *layout) {
    merge(space, &range, 1);
    eip__layout_free(space->host, &layout->retired);
}

void eip__cidr_retire(struct eip__space *space, struct eip__range *range) {
    eip__count(&space->cut, UINT64_C(0) - range->cut);
    give_index(space, range->index);
    eip__records_unassign(space->records, range);
    eip__retire(space->lanes, &range->retired, free_range);
}

/* -- draining -------------------------------------------------------------------- */

static enum eip__state state_of(const struct eip__space *space,
                                const struct eip__range *range, eip_cidr part,
                                uint64_t i) {
    return eip__word_state(eip__read(
        eip__records_word(space->records, eip__cidr_record(range, part, i))));
}

uint64_t eip__cidr_free(struct eip__space *space,
                        const struct eip__range *range, eip_cidr part) {
    uint64_t count = 0;

    for (uint64_t i = 0; i < eip_cidr_count(part); i++) {
        count += state_of(space, range, part, i) == EIP__FREE;
    }
    return count;
}

uint64_t eip__cidr_withdraw(struct eip__space *space, struct eip__range *range,
                            eip_cidr part) {
    uint64_t held = 0;

    for (uint64_t i = 0; i < eip_cidr_count(part); i++) {
        eip__a64 *place_of_word =
            eip__records_word(space->records, eip__cidr_record(range, part, i));
        uint64_t word = eip__read(place_of_word);
        uint64_t next;

        while (eip__word_withdraw(word, &next)) {
            if (eip__step(place_of_word, &word, next)) {
                word = next;
            }
        }
        held += eip__word_is_held(word);
    }
    return held;
}

/* Pickers have dropped the hints of GONE words: offer them anew. */
static void restore_one(struct eip__space *space, struct eip__lane *lane,
                        struct eip__range *range, uint32_t record) {
    eip__a64 *place_of_word = eip__records_word(space->records, record);
    uint64_t word = eip__read(place_of_word);
    uint64_t next;

    eip__hint_begin_giving(space, lane, record);
    while (eip__word_restore(word, &next)) {
        if (eip__word_is_free(next)) {
            eip__stamp_keep_up(
                &eip__records_cold(space->records, record)->stamp,
                eip__word_generation(next));
        }
        if (eip__step(place_of_word, &word, next)) {
            word = next;
            break;
        }
    }
    if (eip__word_is_free(word)) {
        word = eip__cool_rejoin(space, record, word);
    }
    if (eip__word_is_free(word)) {
        eip__cool_rule_in(space, eip__word_mark(word));
        eip__hint_offer(space, range, record, eip__word_mark(word));
    }
    eip__hint_end_giving(lane);
}

void eip__cidr_restore(struct eip__space *space, struct eip__lane *lane,
                       struct eip__range *range, eip_cidr part) {
    for (uint64_t i = 0; i < eip_cidr_count(part); i++) {
        restore_one(space, lane, range, eip__cidr_record(range, part, i));
    }
}

/* -- parts ----------------------------------------------------------------------- */

/* Only GONE words count: RETIRED ones are counted as such for good. */
void eip__cidr_cut(struct eip__space *space, struct eip__range *range,
                   eip_cidr part) {
    uint32_t gone = 0;

    for (uint64_t i = 0; i < eip_cidr_count(part); i++) {
        gone += state_of(space, range, part, i) == EIP__GONE;
    }
    range->cut += gone;
    eip__count(&space->cut, gone);
}

/* Nobody but the administrator steps a GONE word. */
static void offer_anew(struct eip__space *space, struct eip__lane *lane,
                       struct eip__range *range, uint32_t record) {
    eip__a64 *place_of_word = eip__records_word(space->records, record);
    uint64_t word = eip__read(place_of_word);
    uint64_t next;

    if (!eip__word_anew(word, &next)) {
        return;
    }
    range->cut--;
    eip__count(&space->cut, UINT64_MAX);
    eip__stamp_write(
        &eip__records_cold(space->records, record)->stamp,
        eip__stamp_make(eip__word_generation(next), true, false, 0));
    eip__hint_begin_giving(space, lane, record);
    (void)eip__step(place_of_word, &word, next);
    eip__cool_rule_in(space, EIP__MARK_FRESH);
    eip__hint_offer_free(space, range, record);
    eip__hint_end_giving(lane);
}

void eip__cidr_anew(struct eip__space *space, struct eip__lane *lane,
                    struct eip__range *range, eip_cidr part) {
    for (uint64_t i = 0; i < eip_cidr_count(part); i++) {
        offer_anew(space, lane, range, eip__cidr_record(range, part, i));
    }
}
