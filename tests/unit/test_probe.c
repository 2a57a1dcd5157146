/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* To ask whether there is a free address takes none, and as long as a hint
 * tells so it costs nobody else anything. */
#include "space/cool.h"
#include "space/dry.h"
#include "space/pick.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { OWNER = 3, COOLDOWN = 1000 };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
};

static struct fixture *start(const char *cidr, uint32_t flags) {
    const struct direct_options options = {
        .policy = EIP_POLICY_LOWEST, .cooldown_ms = COOLDOWN, .flags = flags};
    struct fixture *f = calloc(1, sizeof *f);

    direct_open(&f->direct, &options);
    (void)direct_add(&f->direct, direct_cidr(cidr));
    f->lane = direct_enter(&f->direct);
    return f;
}

static void finish(struct fixture *f) {
    cr_assert(direct_is_sound(&f->direct));
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

static bool probe(struct fixture *f) {
    struct eip__moment moment = direct_moment(&f->direct);

    return eip__pick_probe(&f->direct.space, f->lane, &moment);
}

static uint64_t dry(struct fixture *f) {
    return eip__look(&f->direct.space.dry);
}

static void take_all(struct fixture *f, struct direct_address *held,
                     uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &held[i]));
    }
}

Test(probe, the_unused_and_the_released) {
    struct fixture *f = start("10.0.0.0/28", 0);
    struct direct_address held[16];

    cr_assert(probe(f));
    take_all(f, held, 16);
    for (uint32_t tick = 0; tick < EIP__RING; tick++) {
        eip__publish(&f->direct.now_ms, DIRECT_START_MS + tick * COOLDOWN);
        cr_assert(direct_give(&f->direct, f->lane, &held[tick]));
        cr_assert(probe(f), "the only one is in bucket %u", tick);
        cr_assert(
            direct_recover(&f->direct, OWNER, held[tick].address, &held[tick]));
    }
    cr_assert_eq(dry(f), 0, "it took a proof");
    cr_assert(!probe(f));
    cr_assert(eip__dry_is_proven(&f->direct.space));
    cr_assert(!probe(f));
    finish(f);
}

Test(probe, what_is_kept_back) {
    struct fixture *f = start("10.0.0.0/28", EIP_POOL_KEEP_COOLING);
    struct direct_address held[16];

    take_all(f, held, 16);
    cr_assert(direct_give(&f->direct, f->lane, &held[0]));
    cr_assert(!probe(f));
    eip__publish(&f->direct.now_ms, DIRECT_START_MS + COOLDOWN);
    cr_assert(probe(f));
    finish(f);
}

/* What only the proof finds is offered again. */
Test(probe, what_is_hidden) {
    struct fixture *f = start("10.0.0.0/28", 0);
    struct direct_address held[15];

    take_all(f, held, 15);
    eip__publish(&eip__space_layout(&f->direct.space)->root[EIP__MARK_FRESH],
                 0);
    cr_assert(!direct_is_sound(&f->direct));
    cr_assert(probe(f));
    finish(f);
}

/* -- LOWEST, likewise ----------------------------------------------------------- */

/* A piece of which all is taken is not looked through again and again. */
Test(probe, lowest_closes_what_is_empty) {
    struct fixture *f = start("10.0.0.0/19", 0);
    struct direct_address *held = malloc((EIP__PIECE + 1) * sizeof *held);

    take_all(f, held, EIP__PIECE + 1);
    cr_assert_eq(held[EIP__PIECE].record, EIP__PIECE);
    cr_assert_eq(eip__layout_open_from(eip__space_layout(&f->direct.space),
                                       EIP__MARK_FRESH, 0),
                 1);
    free(held);
    finish(f);
}
