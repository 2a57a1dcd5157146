/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Freeing what readers may still look at, step by step: readers are lanes of
 * the test's own, so that every order can be made. */
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

struct object {
    struct eip__retired retired;
    bool freed;
};

static void set_freed(struct eip__host *host, struct eip__retired *retired) {
    (void)host;
    ((struct object *)retired)->freed = true;
}

static void open_plain(struct direct *direct) {
    const struct direct_options options = {0};

    direct_open(direct, &options);
}

/* A reader that is inside as of now, and one that is not any more. */
static void go_in(struct direct *direct, struct eip__lane *lane) {
    eip__show(&lane->epoch, eip__read(&direct->lanes.epoch), false);
}

static void go_out(struct eip__lane *lane) {
    eip__publish(&lane->epoch, 0);
}

static uint64_t pending(const struct direct *direct) {
    return eip__hint(&direct->lanes.pending);
}

static void reclaim(struct direct *direct, uint32_t times) {
    for (uint32_t i = 0; i < times; i++) {
        eip__reclaim(&direct->lanes);
    }
}

Test(reclaim, with_nobody_inside_it_is_freed_soon) {
    struct object object = {.freed = false};
    struct direct direct;

    open_plain(&direct);
    eip__retire(&direct.lanes, &object.retired, set_freed);
    cr_assert_eq(pending(&direct), 1);
    cr_assert(!object.freed);
    reclaim(&direct, 3);
    cr_assert(object.freed);
    cr_assert_eq(pending(&direct), 0);
    direct_close(&direct);
}

Test(reclaim, not_while_a_reader_from_before_is_inside) {
    struct object object = {.freed = false};
    struct direct direct;
    struct eip__lane *reader;

    open_plain(&direct);
    reader = direct_stopped_lane(&direct);
    go_in(&direct, reader);
    eip__retire(&direct.lanes, &object.retired, set_freed);
    reclaim(&direct, 10);
    cr_assert(!object.freed);
    cr_assert_eq(pending(&direct), 1);
    go_out(reader);
    reclaim(&direct, 3);
    cr_assert(object.freed);
    direct_close(&direct);
}

/* The epoch may move once while a reader is inside: not twice. */
Test(reclaim, not_at_any_epoch_a_reader_may_have_entered_in) {
    for (uint32_t steps = 0; steps < 6; steps++) {
        struct object object = {.freed = false};
        struct direct direct;
        struct eip__lane *reader;

        open_plain(&direct);
        reclaim(&direct, steps);
        reader = direct_stopped_lane(&direct);
        go_in(&direct, reader);
        reclaim(&direct, steps % 3);
        eip__retire(&direct.lanes, &object.retired, set_freed);
        reclaim(&direct, 5);
        cr_assert(!object.freed, "after %u steps", steps);
        go_out(reader);
        reclaim(&direct, 3);
        cr_assert(object.freed);
        direct_close(&direct);
    }
}

/* One that comes and goes holds nothing up; one that stays does. */
Test(reclaim, readers_that_take_turns) {
    struct object object = {.freed = false};
    struct direct direct;
    struct eip__lane *readers[2];

    open_plain(&direct);
    readers[0] = direct_stopped_lane(&direct);
    readers[1] = direct_stopped_lane(&direct);
    go_in(&direct, readers[0]);
    eip__retire(&direct.lanes, &object.retired, set_freed);
    for (uint32_t i = 0; i < 4; i++) {
        reclaim(&direct, 1);
        go_in(&direct, readers[1 - i % 2]);
        go_out(readers[i % 2]);
        reclaim(&direct, 1);
    }
    reclaim(&direct, 1);
    cr_assert(object.freed, "someone was always inside, nobody throughout");
    direct_close(&direct);
}

/* A retirer is inside itself, like every call. */
Test(reclaim, the_own_call_counts) {
    struct object object = {.freed = false};
    struct direct direct;
    struct eip__lane *lane = NULL;

    open_plain(&direct);
    lane = direct_enter(&direct);
    eip__retire(&direct.lanes, &object.retired, set_freed);
    reclaim(&direct, 5);
    cr_assert(!object.freed);
    direct_leave(lane);
    reclaim(&direct, 3);
    cr_assert(object.freed);
    direct_close(&direct);
}

/* Many are freed on the way, without anyone asking. */
Test(reclaim, retiring_frees_others_in_time) {
    enum { MANY = 1000 };
    static struct object objects[MANY];
    struct direct direct;
    uint64_t freed = 0;

    open_plain(&direct);
    for (uint32_t i = 0; i < MANY; i++) {
        eip__retire(&direct.lanes, &objects[i].retired, set_freed);
    }
    cr_assert_lt(pending(&direct), MANY / 2);
    for (uint32_t i = 0; i < MANY; i++) {
        freed += objects[i].freed;
    }
    cr_assert_eq(freed + pending(&direct), MANY);
    eip__reclaim_all(&direct.lanes);
    cr_assert_eq(pending(&direct), 0);
    for (uint32_t i = 0; i < MANY; i++) {
        cr_assert(objects[i].freed);
    }
    direct_close(&direct);
}

/* Snapshots are counted by themselves, until they are freed. */
Test(reclaim, snapshots_are_counted) {
    static struct object objects[3];
    struct direct direct;
    struct eip__lane *reader;

    open_plain(&direct);
    reader = direct_stopped_lane(&direct);
    go_in(&direct, reader);
    eip__retire(&direct.lanes, &objects[0].retired, set_freed);
    eip__retire_snapshot(&direct.lanes, &objects[1].retired, set_freed);
    eip__retire_snapshot(&direct.lanes, &objects[2].retired, set_freed);
    cr_assert_eq(eip__reclaim_snapshots(&direct.lanes), 2);
    reclaim(&direct, 3);
    cr_assert_eq(eip__reclaim_snapshots(&direct.lanes), 2);
    go_out(reader);
    reclaim(&direct, 3);
    cr_assert_eq(eip__reclaim_snapshots(&direct.lanes), 0);
    cr_assert(objects[0].freed && objects[1].freed && objects[2].freed);
    direct_close(&direct);
}

Test(reclaim, everything_at_the_end) {
    static struct object objects[3];
    struct direct direct;
    struct eip__lane *reader;

    open_plain(&direct);
    reader = direct_stopped_lane(&direct);
    go_in(&direct, reader);
    for (uint32_t i = 0; i < 3; i++) {
        eip__retire(&direct.lanes, &objects[i].retired, set_freed);
    }
    eip__reclaim_all(&direct.lanes);
    for (uint32_t i = 0; i < 3; i++) {
        cr_assert(objects[i].freed);
    }
    direct_close(&direct);
}

/* -- a lane taken over ---------------------------------------------------------------- */

struct passer {
    struct eip__lanes *lanes;
    struct eip__lane *lane;
    uint32_t thread;
    bool stays; /* inside a call */
};

static void *come_and_go(void *context) {
    struct passer *passer = context;

    passer->thread = (uint32_t)syscall(SYS_gettid);
    if (eip__lane_enter(passer->lanes, &passer->lane) == EIP_OK &&
        !passer->stays) {
        eip__lane_leave(passer->lane);
    }
    return NULL;
}

/* A lane whose thread is gone, the only one such of an engine. */
static struct eip__lane *left_by_one(struct direct *direct, bool stays) {
    struct passer passer = {.lanes = &direct->lanes, .stays = stays};
    pthread_t thread;

    cr_assert_eq(pthread_create(&thread, NULL, come_and_go, &passer), 0);
    cr_assert_eq(pthread_join(thread, NULL), 0);
    /* Joined is not yet gone, for the kernel. */
    while (syscall(SYS_tgkill, getpid(), passer.thread, 0) == 0) {
        (void)sched_yield();
    }
    cr_assert_not_null(passer.lane);
    for (uint64_t i = 2; i <= EIP_LIMIT_LANES; i++) {
        eip__publish(&eip__lane_at(&direct->lanes, i)->owner,
                     UINT64_C(1) << 63 | (uint32_t)getpid());
    }
    return passer.lane;
}

/* Whoever frees must see the new thread, although its first call is still to
 * mend what the old one left. */
Test(reclaim, the_first_call_in_a_lane_taken_over_is_seen) {
    struct direct direct;
    struct eip__lane *left;
    struct eip__lane *lane = NULL;

    open_plain(&direct);
    left = left_by_one(&direct, false);
    cr_assert_eq(eip__read(&left->epoch), 0);
    cr_assert_eq(eip__lane_enter(&direct.lanes, &lane), EIP_OK);
    cr_assert_eq(lane, left);
    cr_assert_eq(lane->mend, 1);
    cr_assert_eq(eip__read(&lane->epoch), eip__read(&direct.lanes.epoch));
    eip__lane_leave(lane);
    direct_close(&direct);
}

/* What its thread could reach must not be freed before that is mended. */
Test(reclaim, a_gone_threads_epoch_stays) {
    struct direct direct;
    struct eip__lane *left;
    struct eip__lane *lane = NULL;

    open_plain(&direct);
    left = left_by_one(&direct, true);
    reclaim(&direct, 1);
    eip__publish(&direct.lanes.epoch, 2);
    cr_assert_eq(eip__lane_enter(&direct.lanes, &lane), EIP_OK);
    cr_assert_eq(lane, left);
    cr_assert_eq(eip__read(&lane->epoch), 1);
    eip__lane_leave(lane);
    direct_close(&direct);
}
