/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* A lane whose thread is gone is taken over: the hints that it withdrew and
 * the operation that it left half done are put right. */
#include "registry/engine.h"
#include "space/hint.h"
#include "support/internal/direct.h"
#include "support/internal/trial.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { OWNER = 3 };

static struct direct_block *start(const char *cidr) {
    struct direct_block *f = direct_block_open(NULL, cidr);

    f->gone = direct_stopped_lane(&f->direct);
    return f;
}

static void withdraw(struct direct_block *f, uint32_t record, uint64_t bits,
                     uint32_t mark) {
    cr_assert_eq(
        eip__hint_withdraw(&f->direct.records, f->gone, record, bits, mark),
        bits);
}

static void mend(struct direct_block *f) {
    eip__hint_mend(&f->direct.records, f->gone);
}

Test(hint_mend, offers_what_is_free_and_nothing_else) {
    struct direct_block *f = start("10.0.0.0/25");
    struct direct_address taken;

    withdraw(f, 64, UINT64_C(0xff00), EIP__MARK_FRESH);
    cr_assert(direct_take_this(&f->direct, OWNER, 0x0a000048, &taken));
    cr_assert(!direct_is_sound(&f->direct));
    mend(f);
    cr_assert(direct_is_sound(&f->direct));
    cr_assert_neq(eip__hint(eip__records_hint(&f->direct.records, 64, 0)) &
                      UINT64_C(0x100),
                  0, "one that is held was offered");
    direct_block_close(f);
}

Test(hint_mend, in_the_class_that_the_word_says) {
    struct direct_block *f = start("10.0.0.0/26");
    struct direct_address taken;
    uint32_t mark;

    direct_set_cooldown(&f->direct, 1000);
    cr_assert(direct_take_this(&f->direct, OWNER, 0x0a000009, &taken));
    cr_assert(direct_give(&f->direct, f->lane, &taken));
    mark = eip__word_mark(direct_word(&f->direct, 0x0a000009));
    cr_assert_neq(mark, EIP__MARK_FRESH);
    withdraw(f, 0, UINT64_C(1) << 9, mark);
    cr_assert(!direct_is_sound(&f->direct));
    mend(f);
    cr_assert(direct_is_sound(&f->direct));
    direct_block_close(f);
}

/* Records of a small block's leaf that are no addresses stay as they are. */
Test(hint_mend, only_addresses_of_the_block) {
    struct direct_block *f = start("10.0.0.0/30");
    eip__a64 *hints = eip__records_hint(&f->direct.records, 0, 0);

    withdraw(f, 0, UINT64_C(0xf), EIP__MARK_FRESH);
    eip__publish(hints, UINT64_MAX);
    mend(f);
    cr_assert_eq(eip__hint(hints), ~UINT64_C(0xf));
    direct_block_close(f);
}

/* It has closed the piece, and not looked below again. */
Test(hint_mend, opens_what_was_being_closed) {
    struct direct_block *f = start("10.0.0.0/19");
    struct eip__layout *layout = eip__space_layout(&f->direct.space);
    eip__a64 *word = &layout->root[EIP__MARK_FRESH];

    eip__publish(&f->gone->closing, eip__value(layout) | EIP__MARK_FRESH);
    cr_assert_eq(eip__withdraw(word, 2), 3);
    cr_assert(!direct_is_sound(&f->direct));
    mend(f);
    cr_assert_eq(eip__read(word), 3);
    cr_assert(direct_is_sound(&f->direct));
    cr_assert_eq(eip__withdraw(word, 2), 3);
    mend(f); /* that is done */
    cr_assert_eq(eip__read(word), 1);
    eip__layout_open(layout, EIP__MARK_FRESH, 1);
    direct_block_close(f);
}

/* It has offered a hint of a class that the word has left since, and not opened
 * the piece. */
Test(hint_mend, opens_above_what_was_offered) {
    struct direct_block *f = start("10.0.0.0/26");
    struct eip__layout *layout = eip__space_layout(&f->direct.space);

    eip__hint_announce(f->gone, 0);
    (void)eip__offer(eip__records_hint(&f->direct.records, 0, EIP__MARK_OLD),
                     2);
    cr_assert(!eip__layout_is_open(layout, EIP__MARK_OLD));
    mend(f);
    cr_assert(eip__layout_is_open(layout, EIP__MARK_OLD));
    direct_block_close(f);
}

Test(hint_mend, nothing_to_mend) {
    struct direct_block *f = start("10.0.0.0/26");

    mend(f); /* nothing was ever announced */
    eip__hint_announce(f->gone, 4096);
    mend(f); /* no block there */
    eip__hint_announce(f->gone, UINT32_MAX);
    mend(f); /* no segment there */
    cr_assert(direct_is_sound(&f->direct));
    direct_block_close(f);
}

/* -- a real lane, taken over ----------------------------------------------------------- */

/* As in lib/registry/ledger.c. */
enum { KIND_TAKE = 1 | 32, KIND_GIVE = 2, COUNTED = 8, KEEPS = 16 };
enum { REFERENCE_BITS = 13 };

enum { ACCOUNT = 7, QUOTA = 100 };

struct scene {
    eip_engine *engine;
    eip_allocate_address_response response;
    uint32_t thread; /* the gone one's id */
    void (*act)(struct scene *scene);
    _Atomic bool ending;
    _Atomic bool ready;
};

static struct eip__lane *lane_of(struct scene *scene, uint32_t index) {
    return eip__lane_at(&scene->engine->lanes, index);
}

/* Leave a descriptor in lane 1 and in the account's head, as a thread would
 * that is gone just after installing it. */
static void leave_installed(struct scene *scene, uint32_t record,
                            uint32_t options, uint64_t before, uint64_t after,
                            uint64_t stamp) {
    struct eip__account *account =
        eip__accounts_find(&scene->engine->accounts, ACCOUNT);
    struct eip__lane *lane = lane_of(scene, 1);
    struct eip__op *op = &lane->op[++lane->serial & 1];
    uint64_t head = ((eip__read(&account->head) >> REFERENCE_BITS) + 1)
                        << REFERENCE_BITS |
                    1 << 1 | (lane->serial & 1);

    eip__publish(&op->target, (uint64_t)record << 32 | options);
    eip__publish(&op->before, before);
    eip__publish(&op->after, after);
    eip__publish(&op->stamp, stamp);
    eip__publish(&op->detail, 0);
    eip__publish(&op->used, eip__ledger_used(&scene->engine->ledger, account));
    eip__publish(&op->outcome, lane->serial << 2);
    op->account = account;
    op->head = head;
    op->completed = 0;
    eip__publish(&account->head, head);
    lane->depth = 1;
    eip__publish(&lane->epoch, eip__read(&scene->engine->lanes.epoch));
}

static uint32_t the_record(struct scene *scene) {
    const struct eip__range *range = eip__topology_range(
        eip__engine_topology(scene->engine), scene->response.public_ip);

    return eip__range_record(range, scene->response.public_ip);
}

static void leave_a_give(struct scene *scene) {
    uint32_t record = the_record(scene);
    uint64_t word =
        eip__read(eip__records_word(&scene->engine->records, record));

    eip__publish(&lane_of(scene, 1)->announced,
                 ((uint64_t)(record >> EIP__LEAF_BITS) + 1) << 1 | 1);
    leave_installed(scene, record, KIND_GIVE | COUNTED | KEEPS, word, 0, 0);
}

static void leave_a_take(struct scene *scene) {
    uint32_t record = the_record(scene);
    uint64_t word;
    uint64_t after;

    cr_assert_eq(
        trial_release(scene->engine, ACCOUNT, scene->response.allocation_id),
        EIP_OK);
    word = eip__read(eip__records_word(&scene->engine->records, record));
    cr_assert(eip__word_allocate(
        word, eip__accounts_find(&scene->engine->accounts, ACCOUNT)->index,
        &after));
    eip__hint_announce(lane_of(scene, 1), record);
    (void)eip__offer(eip__records_hint(&scene->engine->records, record, 0),
                     UINT64_C(1) << record % EIP__LEAF);
    /* Its holding was placed before; the released one's place serves. */
    {
        struct eip__account *account =
            eip__accounts_find(&scene->engine->accounts, ACCOUNT);
        struct eip__holding holding = {0};

        cr_assert(eip__holdings_place(&scene->engine->host,
                                      &scene->engine->records, account, record,
                                      eip__word_generation(after), &holding));
    }
    leave_installed(
        scene, record, KIND_TAKE | COUNTED, word, after,
        eip__stamp_make(eip__word_generation(after), false, false, 3));
}

static void *be_gone(void *context) {
    const struct trial_engine how = {.quota = QUOTA, .cidr = "192.0.2.0/29"};
    struct scene *scene = context;

    scene->engine = trial_open(&how);
    cr_assert_eq(trial_allocate(scene->engine, ACCOUNT, &scene->response),
                 EIP_OK);
    scene->thread = (uint32_t)syscall(SYS_gettid);
    scene->act(scene);
    return NULL;
}

/* Somebody who lives, and whose name all other lanes carry. */
static void *live(void *context) {
    struct scene *scene = context;
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    cr_assert_eq(eip_admin_account_usage(scene->engine, 12345, &usage),
                 EIP_ERR_ACCOUNT_NOT_FOUND);
    for (uint32_t i = 3; i <= EIP_LIMIT_LANES; i++) {
        eip__publish(&lane_of(scene, i)->owner,
                     eip__read(&lane_of(scene, 2)->owner));
    }
    atomic_store(&scene->ready, true);
    while (!atomic_load(&scene->ending)) {
        (void)sched_yield();
    }
    return NULL;
}

static void take_over(struct scene *scene, void (*act)(struct scene *scene)) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;
    pthread_t gone;
    pthread_t alive;

    scene->act = act;
    cr_assert_eq(pthread_create(&gone, NULL, be_gone, scene), 0);
    (void)pthread_join(gone, NULL);
    /* Joined is not yet gone, for the kernel. */
    while (syscall(SYS_tgkill, getpid(), scene->thread, 0) == 0) {
        (void)sched_yield();
    }
    cr_assert_eq(pthread_create(&alive, NULL, live, scene), 0);
    while (!atomic_load(&scene->ready)) {
        (void)sched_yield();
    }
    /* Our first call: of another account, so nobody asks for this one's. */
    cr_assert_eq(eip_admin_account_usage(scene->engine, 54321, &usage),
                 EIP_ERR_ACCOUNT_NOT_FOUND);
    cr_assert_neq(eip__read(&lane_of(scene, 1)->owner), 0);
    cr_assert_neq((uint32_t)eip__read(&lane_of(scene, 1)->owner), scene->thread,
                  "not taken over");
    atomic_store(&scene->ending, true);
    (void)pthread_join(alive, NULL);
}

static uint32_t used(struct scene *scene) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    cr_assert_eq(eip_admin_account_usage(scene->engine, ACCOUNT, &usage),
                 EIP_OK);
    return usage.used;
}

/* Other leaves first, then the account's: nothing is free and not offered. */
Test(hint_mend, a_release_left_half_done) {
    static struct scene scene;
    eip_allocate_address_response response;

    take_over(&scene, leave_a_give);
    cr_assert_eq(trial_allocate(scene.engine, ACCOUNT + 1, &response), EIP_OK);
    cr_assert_eq(used(&scene), 0);
    trial_audit(scene.engine);
    for (uint32_t i = 1; i < 8; i++) {
        cr_assert_eq(trial_allocate(scene.engine, ACCOUNT + 1, &response),
                     EIP_OK, "%u of 8", i);
    }
    eip_engine_close(scene.engine);
}

static void leave_nothing(struct scene *scene) {
    cr_assert_null(lane_of(scene, 1)->op[0].account, "one descriptor was used");
    lane_of(scene, 1)->depth = 1;
}

/* What it had done is done; it was gone inside another call. */
Test(hint_mend, one_operation_and_nothing_left) {
    static struct scene scene;

    take_over(&scene, leave_nothing);
    cr_assert_eq(used(&scene), 1);
    trial_audit(scene.engine);
    eip_engine_close(scene.engine);
}

/* It is the account's, and is counted once. */
Test(hint_mend, an_allocation_left_half_done) {
    static struct scene scene;
    eip_allocate_address_response response;

    take_over(&scene, leave_a_take);
    cr_assert_eq(used(&scene), 1);
    cr_assert_eq(trial_allocate(scene.engine, ACCOUNT, &response), EIP_OK);
    cr_assert_eq(used(&scene), 2);
    trial_audit(scene.engine);
    eip_engine_close(scene.engine);
}

/* Whoever has the lane now goes on elsewhere, and writes the descriptor anew. */
Test(hint_mend, an_allocation_left_for_another_account) {
    static struct scene scene;
    eip_allocate_address_response response;

    take_over(&scene, leave_a_take);
    for (uint32_t i = 0; i < 2; i++) {
        cr_assert_eq(trial_allocate(scene.engine, ACCOUNT + 1, &response),
                     EIP_OK);
    }
    cr_assert_eq(used(&scene), 1);
    cr_assert_eq(trial_allocate(scene.engine, ACCOUNT, &response), EIP_OK);
    cr_assert_eq(used(&scene), 2);
    trial_audit(scene.engine);
    eip_engine_close(scene.engine);
}

/* It was gone between writing down the account and its number. */
static void leave_half_a_memory(struct scene *scene) {
    struct eip__lane *lane = lane_of(scene, 1);

    lane->account = eip__accounts_find(&scene->engine->accounts, ACCOUNT);
    lane->caller = ACCOUNT + 2;
    lane->depth = 1;
}

Test(hint_mend, what_the_lane_remembered_is_forgotten) {
    static struct scene scene;

    take_over(&scene, leave_half_a_memory);
    cr_assert_eq(lane_of(&scene, 1)->caller, 0);
    cr_assert_eq(used(&scene), 1);
    eip_engine_close(scene.engine);
}
