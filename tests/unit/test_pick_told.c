/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What a pick or a probe tells besides: nothing that is not so, and a probe
 * that finds a hint proves nothing. */
#include "space/pick.h"

#include "space/dry.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { OWNER = 3 };

static struct direct *start(const char *cidr) {
    const struct direct_options options = {0};
    struct direct *direct = calloc(1, sizeof *direct);

    direct_open(direct, &options);
    (void)direct_add(direct, direct_cidr(cidr));
    return direct;
}

static void finish(struct direct *direct) {
    direct_close(direct);
    free(direct);
}

static void hold_all_but(struct direct *direct, struct eip__lane *lane,
                         uint32_t size, uint32_t offset) {
    struct direct_address taken;
    struct direct_address kept;

    for (uint32_t i = 0; i < size; i++) {
        cr_assert(direct_take_any(direct, lane, OWNER, &taken));
        if (taken.address == 0x0a000000 + offset) {
            kept = taken;
        }
    }
    cr_assert(direct_give(direct, lane, &kept));
}

/* Nothing is to be settled, be it proven now or before. */
Test(pick_told, nothing_of_an_empty_space) {
    struct direct *direct = start("10.0.0.0/31");
    struct eip__lane *lane = direct_enter(direct);
    struct direct_address taken;

    cr_assert(direct_take_any(direct, lane, OWNER, &taken));
    cr_assert(direct_take_any(direct, lane, OWNER, &taken));
    for (uint32_t i = 0; i < 3; i++) {
        struct eip__moment moment = direct_moment(direct);
        struct eip__pick pick = {.before = 7};

        cr_assert(!eip__pick_any(&direct->space, lane, &moment, &pick));
        cr_assert_eq(pick.before, 0);
        cr_assert(eip__dry_is_proven(&direct->space));
    }
    direct_leave(lane);
    finish(direct);
}

Test(pick_told, a_probe_needs_no_proof) {
    static const uint32_t offsets[] = {0, 1, 37, 63, 64, 127};

    for (uint32_t i = 0; i < sizeof offsets / sizeof offsets[0]; i++) {
        struct direct *direct = start("10.0.0.0/25");
        struct eip__lane *lane = direct_enter(direct);
        struct eip__moment moment = direct_moment(direct);

        hold_all_but(direct, lane, 128, offsets[i]);
        cr_assert(eip__pick_probe(&direct->space, lane, &moment));
        cr_assert_eq(eip__look(&direct->space.dry), 0, "%u", offsets[i]);
        direct_leave(lane);
        finish(direct);
    }
}
