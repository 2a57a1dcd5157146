/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file replay_turn.h  The operations of the workload, one call each. */
#ifndef EIP_TOOL_REPLAY_TURN_H
#define EIP_TOOL_REPLAY_TURN_H

#include "replay.h"

/** Whose turn it is, where. */
struct turn {
    struct worker *worker;
    struct world *world;
    struct site *site;
    struct purse *purse;
    uint32_t region;
    uint32_t group;
    eip_caller caller;
    bool is_shared; /* other workers use the account too */
};

/** Each makes its calls and checks the answers. Returns how many operations
 *  that were: 0 if there was nothing to do it with. */
typedef uint32_t (*turn_step)(struct turn *turn);

uint32_t turn_allocate(struct turn *turn);
uint32_t turn_allocate_many(struct turn *turn);
uint32_t turn_allocate_dry(struct turn *turn);
uint32_t turn_recover(struct turn *turn);
uint32_t turn_claim(struct turn *turn);
uint32_t turn_release(struct turn *turn);
uint32_t turn_release_many(struct turn *turn);
uint32_t turn_release_wrong(struct turn *turn);
uint32_t turn_describe(struct turn *turn);

/** Note an answer that cannot be. */
void turn_unexpected(struct turn *turn, enum replay_op op, eip_status status);
/** Another of the worker's purses of this Region that holds something, or
 *  NULL. */
const struct purse *turn_other_purse(const struct turn *turn);

#endif
