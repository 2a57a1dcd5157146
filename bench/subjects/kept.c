/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Our engine through its public functions, as subject_api, with a journal kept
 * of it (registry/journal.h). */
#include "kept.h"

#include "registry/engine.h"

#include <stdio.h>
#include <stdlib.h>

static struct eip__lane *enter_engine(eip_engine *engine) {
    struct eip__lane *lane;

    if (eip__lane_enter(&engine->lanes, &lane) != EIP_OK) {
        (void)fprintf(stderr, "api-kept: no lane\n");
        abort();
    }
    return lane;
}

static void *open_kept(const struct setting *setting) {
    eip_engine *engine = subject_api.open(setting);
    struct eip__lane *lane = enter_engine(engine);

    eip__journal_start(&engine->ledger, &engine->accounts, lane);
    eip__lane_leave(lane);
    return engine;
}

static void close_kept(void *engine) {
    subject_api.close(engine);
}

static void nothing(void *engine, uint32_t thread) {
    (void)engine;
    (void)thread;
}

static bool take(void *engine, uint32_t thread, uint64_t *handle) {
    return subject_api.take(engine, thread, handle);
}

static void give(void *engine, uint32_t thread, uint64_t handle) {
    subject_api.give(engine, thread, handle);
}

const struct subject subject_kept = {"api-kept", open_kept, close_kept, nothing,
                                     nothing,    take,      give};

static bool see_address(void *context, const struct eip__effect *effect) {
    uint64_t *count = context;

    *count += effect->generation != 0;
    return true;
}

static bool see_handed(void *context, const struct eip__handed *handed) {
    (void)context;
    (void)handed;
    return true;
}

uint64_t kept_collect(void *set) {
    eip_engine *engine = set;
    uint64_t count = 0;
    const struct eip__journal_visitor visitor = {see_address, see_handed,
                                                 &count};
    struct eip__lane *lane = enter_engine(engine);
    uint64_t cut;

    (void)eip__journal_collect(&engine->ledger, &visitor, &cut);
    eip__lane_leave(lane);
    return count;
}
