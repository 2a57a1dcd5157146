/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* A look through a class that begins in the middle goes round once. */
#include "space/pick.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "support/internal/direct.h"

enum { OWNER = 3, BASE = 0x0a000000, SIZE = 2 * EIP__PIECE, HOUR = 3600000 };

struct fixture {
    struct direct direct;
    struct eip__lane *lane;
};

/* Two pieces, in the order of addresses. */
static struct fixture *start(uint64_t cooldown_ms) {
    const struct direct_options options = {.policy = EIP_POLICY_CURSOR,
                                           .cooldown_ms = cooldown_ms};
    struct fixture *f = calloc(1, sizeof *f);

    cr_assert_not_null(f);
    direct_open(&f->direct, &options);
    f->lane = direct_enter(&f->direct);
    (void)direct_add(&f->direct, direct_cidr("10.0.0.0/19"));
    return f;
}

static void finish(struct fixture *f) {
    cr_assert(direct_is_sound(&f->direct));
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

static struct direct_address take(struct fixture *f) {
    struct direct_address taken;

    cr_assert(direct_take_any(&f->direct, f->lane, OWNER, &taken));
    return taken;
}

static struct direct_address take_this(struct fixture *f, uint32_t at) {
    struct direct_address taken;

    cr_assert(direct_take_this(&f->direct, OWNER, BASE + at, &taken));
    return taken;
}

/* All but one address are held or have been released; the one is before
 * where the look begins, and is to be found before any that was released. */
static void check_round(uint32_t left, uint32_t from) {
    struct fixture *f = start(1);
    struct direct_address last = {0};

    for (uint32_t i = 0; i < SIZE; i++) {
        if (i != left) {
            last = take_this(f, i);
        }
    }
    cr_assert(direct_give(&f->direct, f->lane, &last));
    eip__publish(&f->direct.now_ms, DIRECT_START_MS + HOUR);
    eip__note(&f->direct.space.cursor, BASE + from);
    cr_assert_eq(take(f).address, BASE + left, "%u from %u", left, from);
    cr_assert_eq(take(f).address, last.address);
    finish(f);
}

Test(scan, goes_round_to_what_was_never_allocated) {
    const uint32_t piece = EIP__PIECE;

    check_round(0, 1);
    check_round(0, piece);
    check_round(piece - 1, piece);
    check_round(piece, piece + 1);
    check_round(piece, piece);
    check_round(2, piece + 70);
    check_round(piece + 3, piece + 4);
    check_round(63, 64);
    check_round(0, 0);
}
