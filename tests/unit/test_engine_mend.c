/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* A lane whose thread is gone, at its next owner's; and all spaces. */
#include "registry/engine.h"
#include "registry/install.h"
#include "registry/spaces.h"
#include "support/world.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static struct eip__lane *enter(struct world *w) {
    struct eip__lane *lane = NULL;

    cr_assert_eq(eip__lane_enter(&w->engine->lanes, &lane), EIP_OK);
    return lane;
}

static uint64_t word_of(struct world *w, uint32_t record) {
    return eip__read(eip__records_word(&w->engine->records, record));
}

/* An address of Amazon's that is free. */
static uint32_t free_record(struct world *w) {
    const struct eip__range *range = eip__topology_range(
        eip__engine_topology(w->engine), world_cidr(WORLD_AMAZON_CIDR).base);

    return range->record + WORLD_AMAZON_SIZE - 1;
}

/* In whichever of the two descriptors its last operation is; the other is no
 * account's. */
Test(engine_mend, an_operation_that_was_installed_is_finished) {
    for (uint32_t skipped = 1; skipped <= 2; skipped++) {
        struct world w;
        struct eip__lane *lane;
        struct eip__account *alice;
        struct eip__op *op = NULL;
        struct eip__settled settled;
        uint64_t before;
        uint64_t after;
        uint32_t record;

        world_start(&w);
        (void)world_get(&w, WORLD_ALICE, NULL);
        record = free_record(&w);
        lane = enter(&w);
        alice = eip__accounts_find(&w.engine->accounts, WORLD_ALICE);
        for (uint32_t i = 0; i <= skipped; i++) {
            op = eip__op_begin(&w.engine->ledger, lane);
        }
        settled = eip__settle(&w.engine->ledger, alice);
        before = word_of(&w, record);
        (void)eip__word_allocate(before, alice->index, &after);
        eip__op_describe(op, record, EIP__DEED_TAKE | EIP__DEED_RISES, before,
                         after, 0);
        cr_assert(eip__op_install(
            lane, alice, op,
            eip__stamp_make(eip__word_generation(after), false, false,
                            eip__head_sequence(settled.head) + 1),
            &settled));
        cr_assert(!eip__word_is_held(word_of(&w, record)));
        lane->mend = 1;
        eip__engine_mend(w.engine, lane);
        cr_assert_eq(word_of(&w, record), after, "after %u", skipped);
        cr_assert_eq(lane->mend, 0);
        eip__lane_leave(lane);
        eip_engine_close(w.engine);
    }
}

/* It was gone after it had written which account its caller's is, and before
 * it had written whose that is. */
Test(engine_mend, who_called_last_is_forgotten) {
    struct world w;
    struct eip__lane *lane;

    world_start(&w);
    (void)world_get(&w, WORLD_ALICE, NULL);
    lane = enter(&w);
    lane->caller = WORLD_ALICE + 1;
    lane->account = eip__accounts_find(&w.engine->accounts, WORLD_BOB);
    lane->mend = 1;
    eip__lane_leave(lane);
    cr_assert_eq(world_count(&w, WORLD_ALICE), 1);
    cr_assert_eq(world_count(&w, WORLD_BOB), 0);
    world_end(&w);
}

/* -- spaces --------------------------------------------------------------------- */

enum { ENTRIES = 4 };

static void note(void *context, struct eip__space *space) {
    bool *seen = context;

    cr_assert_not(seen[space->number], "space %u", (unsigned)space->number);
    seen[space->number] = true;
}

/* Wherever in the tables they stand. */
Test(spaces, every_entry_is_looked_at) {
    struct eip__table *groups =
        calloc(1, sizeof *groups + ENTRIES * sizeof(void *));
    struct eip__table *pools =
        calloc(1, sizeof *pools + ENTRIES * sizeof(void *));
    struct eip__space spaces[2 * ENTRIES] = {{.number = 0}};
    struct eip__group group[ENTRIES] = {{.number = 0}};
    struct eip__pool pool[ENTRIES] = {{.owner = 0}};
    struct eip__topology topology = {.groups = groups, .pools = pools};
    bool seen[2 * ENTRIES] = {false};

    cr_assert_not_null(groups);
    cr_assert_not_null(pools);
    groups->mask = ENTRIES - 1;
    pools->mask = ENTRIES - 1;
    for (uint32_t i = 0; i < 2 * ENTRIES; i++) {
        spaces[i].number = i;
    }
    for (uint32_t i = 0; i < ENTRIES; i++) {
        eip__note(&group[i].space, eip__value(&spaces[i]));
        eip__note(&pool[i].space, eip__value(&spaces[ENTRIES + i]));
        groups->entry[i] = &group[i];
        pools->entry[i] = &pool[i];
    }
    eip__spaces(&topology, note, seen);
    for (uint32_t i = 0; i < 2 * ENTRIES; i++) {
        cr_assert(seen[i], "space %u", i);
    }
    free(groups);
    free(pools);
}
