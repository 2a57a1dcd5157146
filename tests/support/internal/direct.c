/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/internal/direct.h"

#include "space/cool.h"
#include "space/order.h"
#include "space/reserve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(bool good, const char *what) {
    if (!good) {
        (void)fprintf(stderr, "direct: %s\n", what);
        exit(1);
    }
}

static uint64_t read_clock(void *context) {
    return eip__read(&((struct direct *)context)->now_ms);
}

void direct_open(struct direct *direct, const struct direct_options *options) {
    static const eip_allocator none;
    const eip_random random = {NULL, NULL};
    eip_clock clock = {direct, read_clock};

    memset(direct, 0, sizeof *direct);
    eip__publish(&direct->now_ms, DIRECT_START_MS);
    if (options->system_clock) {
        clock = (eip_clock){NULL, NULL};
    }
    eip__host_init(&direct->host,
                   options->allocator == NULL ? &none : options->allocator,
                   &clock, &random);
    must(eip__lanes_open(&direct->lanes, &direct->host, options->seed) ==
             EIP_OK,
         "no lanes");
    must(eip__records_open(&direct->records, &direct->host) == EIP_OK,
         "no records");
    eip__space_init(&direct->space, &direct->host, &direct->lanes,
                    &direct->records);
    if (options->policy != EIP_POLICY_DEFAULT) {
        eip__note32(&direct->space.policy, options->policy);
    }
    eip__note32(&direct->space.flags, options->flags);
    eip__note(&direct->space.cooldown_ms, options->cooldown_ms);
    direct->space.scattered = options->scattered;
    direct->space.key = options->seed;
}

void direct_close(struct direct *direct) {
    eip__reclaim_all(&direct->lanes);
    for (uint32_t i = 0; i < direct->space.range_count; i++) {
        eip__host_release(&direct->host, direct->space.ranges[i],
                          sizeof *direct->space.ranges[i]);
    }
    eip__space_fini(&direct->space);
    eip__lanes_close(&direct->lanes);
    eip__records_close(&direct->records);
}

/* -- lanes ------------------------------------------------------------------- */

struct eip__lane *direct_enter(struct direct *direct) {
    struct eip__lane *lane = NULL;

    must(eip__lane_enter(&direct->lanes, &lane) == EIP_OK, "no lane");
    return lane;
}

void direct_leave(struct eip__lane *lane) {
    eip__lane_leave(lane);
}

struct eip__lane *direct_stopped_lane(struct direct *direct) {
    uint64_t index = eip__read(&direct->lanes.used) + 1;
    struct eip__lane *lane = eip__lane_at(&direct->lanes, index);

    must(index <= EIP_LIMIT_LANES, "no lane left");
    lane->index = (uint32_t)index;
    lane->random[0] = index;
    /* Nobody's id, so that nobody takes it for their own. */
    eip__publish(&lane->owner, UINT64_MAX);
    eip__publish(&direct->lanes.used, index);
    return lane;
}

/* -- administration ------------------------------------------------------------ */

eip_cidr direct_cidr(const char *text) {
    eip_cidr cidr;

    must(eip_cidr_parse(eip_text_of(text), &cidr) == EIP_OK, text);
    return cidr;
}

static int by_base(const void *a, const void *b) {
    uint32_t x = ((const eip_cidr *)a)->base;
    uint32_t y = ((const eip_cidr *)b)->base;

    return (x > y) - (x < y);
}

void direct_add_all(struct direct *direct, const eip_cidr *cidrs,
                    uint32_t count) {
    struct eip__range **ranges = malloc(count * sizeof(void *));
    eip_cidr *sorted = malloc(count * sizeof *sorted);
    struct eip__layout *layout;

    must(ranges != NULL && sorted != NULL, "out of memory");
    memcpy(sorted, cidrs, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_base);
    for (uint32_t i = 0; i < count; i++) {
        must(eip__cidr_make(&direct->space, sorted[i], &ranges[i]) == EIP_OK,
             "no range");
        must(eip__records_assign(&direct->records, ranges[i]) == EIP_OK,
             "no owner");
    }
    layout = eip__cidr_add_begin(&direct->space, ranges, count);
    must(layout != NULL, "no layout");
    eip__cidr_commit(&direct->space, layout);
    free(sorted);
    free(ranges);
}

struct eip__range *direct_range(struct direct *direct, eip_cidr cidr) {
    for (uint32_t i = 0; i < direct->space.range_count; i++) {
        struct eip__range *range = direct->space.ranges[i];

        if (range->cidr.base == cidr.base &&
            range->cidr.prefix_bits == cidr.prefix_bits) {
            return range;
        }
    }
    return NULL;
}

struct eip__range *direct_add(struct direct *direct, eip_cidr cidr) {
    direct_add_all(direct, &cidr, 1);
    return direct_range(direct, cidr);
}

uint64_t direct_withdraw(struct direct *direct, struct eip__range *range) {
    return eip__cidr_withdraw(&direct->space, range, range->cidr);
}

void direct_restore(struct direct *direct, struct eip__lane *lane,
                    struct eip__range *range) {
    eip__cidr_restore(&direct->space, lane, range, range->cidr);
}

void direct_set_cooldown(struct direct *direct, uint64_t cooldown_ms) {
    eip__note(&direct->space.cooldown_ms, cooldown_ms);
    eip__cool_reset(&direct->space);
    eip__order_reset(&direct->space);
}

void direct_remove(struct direct *direct, struct eip__range *range) {
    struct eip__layout *layout = eip__cidr_remove_begin(&direct->space, range);

    must(layout != NULL, "no layout");
    eip__cidr_commit(&direct->space, layout);
    eip__cidr_retire(&direct->space, range);
    /* Two steps of the epoch, then one that frees. */
    for (int i = 0; i < 3; i++) {
        eip__reclaim(&direct->lanes);
    }
}

/* -- addresses ------------------------------------------------------------------ */

static void found(struct direct_address *taken, struct eip__range *range,
                  uint32_t record, uint64_t word) {
    *taken = (struct direct_address){range, record,
                                     eip__range_address(range, record),
                                     eip__word_generation(word)};
}

bool direct_take_any(struct direct *direct, struct eip__lane *lane,
                     uint32_t owner, struct direct_address *taken) {
    struct eip__moment moment = direct_moment(direct);
    struct eip__pick pick;

    while (eip__pick_any(&direct->space, lane, &moment, &pick)) {
        eip__a64 *place = eip__records_word(&direct->records, pick.record);
        uint64_t word = pick.before;
        uint64_t next;

        if (eip__word_allocate(word, owner, &next) &&
            eip__step(place, &word, next)) {
            found(taken, pick.range, pick.record, next);
            return true;
        }
        eip__pick_return(&direct->space, &pick);
    }
    return false;
}

/* `last`: only if this owner was the last; 0: whoever it was. */
static bool take_named(struct direct *direct, uint32_t owner, uint32_t last,
                       uint32_t address, struct direct_address *taken) {
    uint32_t record = direct_record(direct, address);
    eip__a64 *place = eip__records_word(&direct->records, record);
    uint64_t word = eip__read(place);
    uint64_t next;

    while (eip__word_allocate(word, owner, &next) &&
           (last == 0 || eip__word_owner(word) == last)) {
        if (eip__step(place, &word, next)) {
            found(taken, eip__records_range(&direct->records, record), record,
                  next);
            return true;
        }
    }
    return false;
}

bool direct_take_this(struct direct *direct, uint32_t owner, uint32_t address,
                      struct direct_address *taken) {
    return take_named(direct, owner, 0, address, taken);
}

bool direct_recover(struct direct *direct, uint32_t owner, uint32_t address,
                    struct direct_address *taken) {
    return take_named(direct, owner, owner, address, taken);
}

/* Stamp, then word: in the order in which the ledger does it. */
static bool step_to_free(struct direct *direct,
                         const struct direct_address *taken, uint32_t mark,
                         uint64_t now_ms) {
    eip__a64 *place = eip__records_word(&direct->records, taken->record);
    uint64_t word = eip__read(place);
    uint64_t next;

    if (!eip__word_is_held(word) ||
        eip__word_generation(word) != taken->generation) {
        return false;
    }
    if (mark != EIP__MARK_FRESH) {
        eip__stamp_write(
            &eip__records_cold(&direct->records, taken->record)->stamp,
            eip__stamp_make(taken->generation, true, false, now_ms));
    }
    do {
        if (eip__word_generation(word) != taken->generation ||
            !eip__word_release(word, mark, true, &next)) {
            return false;
        }
    } while (!eip__turn(place, &word, next));
    return true;
}

bool direct_give(struct direct *direct, struct eip__lane *lane,
                 const struct direct_address *taken) {
    struct eip__moment moment = direct_moment(direct);
    uint32_t mark = eip__cool_mark(&direct->space, lane, &moment);
    uint64_t now = mark == EIP__MARK_FRESH ? 0 : eip__moment_now(&moment);
    bool given;

    eip__hint_begin_giving(&direct->space, lane, taken->record);
    given = step_to_free(direct, taken, mark, now);
    if (given) {
        eip__reserve_give(&direct->space, lane, taken->range, taken->record);
    }
    eip__hint_end_giving(lane);
    return given;
}

uint32_t direct_record(struct direct *direct, uint32_t address) {
    for (uint32_t i = 0; i < direct->space.range_count; i++) {
        const struct eip__range *range = direct->space.ranges[i];

        if (eip_cidr_contains(range->cidr, address)) {
            return eip__range_record(range, address);
        }
    }
    must(false, "an address of no block");
    return 0;
}

uint64_t direct_word(struct direct *direct, uint32_t address) {
    return eip__read(
        eip__records_word(&direct->records, direct_record(direct, address)));
}

struct eip__moment direct_moment(struct direct *direct) {
    return (struct eip__moment){&direct->host, 0, false};
}

struct eip__census direct_count(struct direct *direct) {
    struct eip__moment moment = direct_moment(direct);
    struct eip__census census;

    eip__space_count(&direct->space, &moment, &census);
    return census;
}

/* -- soundness ------------------------------------------------------------------- */

static bool is_offered(struct direct *direct, const struct eip__layout *layout,
                       uint32_t piece, uint32_t record) {
    uint64_t word = eip__read(eip__records_word(&direct->records, record));
    uint32_t mark = eip__word_mark(word);
    uint64_t bit = UINT64_C(1) << record % EIP__LEAF;

    if (!eip__word_is_free(word)) {
        return true;
    }
    if (mark == EIP__MARK_FRESH && eip__reserve_keeps(&direct->lanes, record)) {
        return true;
    }
    return eip__offered_bits(
               mark,
               eip__read(eip__records_hint(&direct->records, record, mark)),
               bit) != 0 &&
           eip__layout_open_from(layout, mark, piece) == piece;
}

bool direct_is_sound(struct direct *direct) {
    const struct eip__layout *layout = eip__space_layout(&direct->space);

    for (uint32_t i = 0; layout != NULL && i < layout->pieces; i++) {
        for (uint32_t n = 0; n < layout->piece[i].size; n++) {
            uint32_t record = layout->piece[i].record + n;

            if (!is_offered(direct, layout, i, record)) {
                (void)fprintf(stderr,
                              "record %u is free and not offered, word %llx\n",
                              record,
                              (unsigned long long)eip__read(
                                  eip__records_word(&direct->records, record)));
                return false;
            }
        }
    }
    return true;
}

/* -- one with a block ------------------------------------------------------------- */

struct direct_block *direct_block_open(const struct direct_options *options,
                                       const char *cidr) {
    static const struct direct_options defaults;
    struct direct_block *block = calloc(1, sizeof *block);

    must(block != NULL, "no memory");
    direct_open(&block->direct, options == NULL ? &defaults : options);
    block->range = direct_add(&block->direct, direct_cidr(cidr));
    block->lane = direct_enter(&block->direct);
    return block;
}

void direct_block_close(struct direct_block *block) {
    direct_leave(block->lane);
    direct_close(&block->direct);
    free(block);
}

struct eip__layout *direct_add_layout(struct direct *direct, const char *cidr) {
    (void)direct_add(direct, direct_cidr(cidr));
    return eip__space_layout(&direct->space);
}
