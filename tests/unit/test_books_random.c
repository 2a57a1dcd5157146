/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Random operations of all kinds on pools, with memory refused to some: after
 * each, what has changed comes to all there is; and an engine that is built of
 * it has the same and answers the same. (proof/model does this with fewer
 * operations and longer.) */
#include "unit/drawn.h"

enum { STEPS = 3000, BUILD_EVERY = 25 };

static struct books followed;

static void begin(void) {
    dice = world_test_seed(1);
    full_start();
    eip__dirty_keep(&w.engine->catalog.dirty, true);
    followed = books_of(w.engine);
}

static void finish(void) {
    books_free(&followed);
    world_end(&w);
}

TestSuite(books_random, .init = begin, .fini = finish, .timeout = 300);

/* -- comparing --------------------------------------------------------------------- */

static void expect_same(const struct books *a, const struct books *b,
                        uint32_t step) {
    char difference[256] = "";

    cr_assert(books_same(a, b, difference), "step %u: %s", step, difference);
}

/* Every public pool, IPAM pool and range as its owner sees it. */
static void picture(char *text, size_t size) {
    static const uint64_t accounts[] = {WORLD_ALICE, WORLD_BOB};
    size_t used = 0;

    for (size_t i = 0; i < COUNT(accounts); i++) {
        eip_caller caller = EIP_CALLER_INIT(accounts[i]);
        eip_ipam_pool_list *pools = NULL;
        eip_describe_ipam_pools_request request =
            EIP_DESCRIBE_IPAM_POOLS_REQUEST_INIT;

        used += (size_t)snprintf(text + used, size - used, "%s\n",
                                 byoip_states(&w, accounts[i]));
        cr_assert_eq(eip_describe_ipam_pools(w.engine, &caller, &request,
                                             &pools, full_error()),
                     EIP_OK);
        for (uint64_t n = 0; n < eip_ipam_pool_list_count(pools); n++) {
            eip_ipam_pool shown = EIP_IPAM_POOL_INIT;
            char id[EIP_POOL_ID_TEXT_SIZE];

            cr_assert_eq(eip_ipam_pool_list_at(pools, n, &shown), EIP_OK);
            (void)eip_pool_id_format(shown.pool, id);
            used += (size_t)snprintf(
                text + used, size - used, "%s %.*s %u\n", id,
                (int)shown.description.size,
                shown.description.data == NULL ? "" : shown.description.data,
                shown.pool_depth);
        }
        eip_ipam_pool_list_free(pools);
    }
}

static void build(uint32_t step) {
    static char before[65536];
    static char after[65536];
    eip_engine *own = w.engine;
    struct books again;

    w.engine = full_other();
    cr_assert_eq(books_restore(&followed, w.engine), EIP_OK, "step %u", step);
    cr_assert_eq(eip__restore_marks(w.engine), EIP_OK);
    again = books_of(w.engine);
    expect_same(&followed, &again, step);
    books_free(&again);
    world_audit(&w);
    picture(after, sizeof after);
    eip_engine_close(w.engine);
    w.engine = own;
    picture(before, sizeof before);
    cr_assert_str_eq(before, after, "step %u", step);
}

Test(books_random, whatever_is_done) {
    for (uint32_t step = 1; step <= STEPS; step++) {
        bool is_refused = roll(16) == 0;
        struct books all;

        world_heap_fail(&w, is_refused ? 1 + roll(12) : 0, roll(2) == 0);
        draw();
        world_heap_fail(&w, 0, false);
        cr_assert_eq(books_follow(&followed, w.engine), EIP_OK);
        all = books_of(w.engine);
        expect_same(&followed, &all, step);
        books_free(&all);
        if (step % BUILD_EVERY == 0) {
            build(step);
        }
    }
}
