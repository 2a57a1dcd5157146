/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Stages of which somebody keeps a journal: what it tells of addresses, from
 * the beginning. */
#include "freeze.h"

static struct eip__lane *enter(struct stage *stage) {
    struct eip__lane *lane = NULL;
    eip_status status = eip__lane_enter(&stage->engine->lanes, &lane);

    FREEZE_CHECK(status == EIP_OK, "enter: %s", eip_status_name(status));
    return lane;
}

/* The newest of each address stays. */
static bool see_address(void *context, const struct eip__effect *effect) {
    struct stage *stage = context;
    uint64_t turn = 2 * (uint64_t)effect->generation +
                    ((effect->flags & EIP__EFFECT_HELD) == 0 ? 1 : 0);

    FREEZE_CHECK(effect->record < KEPT_MAX, "record %u", effect->record);
    if (turn > stage->kept[effect->record]) {
        stage->kept[effect->record] = turn;
    }
    return true;
}

static bool see_handed(void *context, const struct eip__handed *handed) {
    (void)context;
    (void)handed;
    return true;
}

void kept_start(struct stage *stage) {
    struct eip__lane *lane = enter(stage);

    eip__journal_start(&stage->engine->ledger, &stage->engine->accounts, lane);
    eip__lane_leave(lane);
}

void kept_collect(struct stage *stage) {
    const struct eip__journal_visitor visitor = {see_address, see_handed,
                                                 stage};
    struct eip__lane *lane = enter(stage);
    uint64_t cut;
    bool taken = eip__journal_collect(&stage->engine->ledger, &visitor, &cut);

    eip__lane_leave(lane);
    FREEZE_CHECK(taken, "a collection was refused");
}

void kept_check(struct stage *stage) {
    uint32_t held = 0;

    kept_collect(stage);
    for (uint32_t i = 0; i < KEPT_MAX; i++) {
        held += stage->kept[i] != 0 && stage->kept[i] % 2 == 0;
    }
    FREEZE_CHECK(held == stage->count, "by the journal %u are held of %u", held,
                 stage->count);
}
