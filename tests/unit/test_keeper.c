/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* An engine with a store: what it answers, what it keeps, and what it says when
 * it cannot. */
#include "registry/engine.h"
#include "registry/format.h"
#include "store/keeper.h"
#include "support/world.h"

#include <criterion/criterion.h>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* -- threads that cannot be made ------------------------------------------------- */

static uint32_t threads_allowed = UINT32_MAX;

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                   void *(*run)(void *), void *context) {
    typedef int create(pthread_t *, const pthread_attr_t *, void *(*)(void *),
                       void *);
    create *next;

    *(void **)&next = dlsym(RTLD_NEXT, "pthread_create");
    if (threads_allowed == 0) {
        return EAGAIN;
    }
    threads_allowed--;
    return next(thread, attributes, run, context);
}

/* -- a store that does as it is told --------------------------------------------- */

/* In front of a store in memory. */
static struct front {
    eip_store store;
    eip_store *behind;
    eip_status load_status;
    eip_status append_status;
    eip_status commit_status;
    eip_status fold_status;
    uint64_t appended; /* bytes, ever */
    uint64_t commits;
    uint64_t folds;
    bool claims_left;     /* folding never ends */
    _Atomic bool is_shut; /* commits wait until it is not */
    _Atomic bool is_in;   /* one does */
    pthread_t who;        /* the last that came to one */
} front;

static void rest(long ms) {
    struct timespec time = {0, ms * 1000000};

    (void)nanosleep(&time, NULL);
}

static eip_status front_load(void *context, eip_store_visit visit,
                             void *visitor, eip_error *error) {
    (void)context;
    return front.load_status != EIP_OK
               ? front.load_status
               : front.behind->load(front.behind->context, visit, visitor,
                                    error);
}

static eip_status front_append(void *context, const void *records,
                               uint64_t bytes, eip_error *error) {
    (void)context;
    front.appended += bytes;
    return front.append_status != EIP_OK
               ? eip__fail(error, front.append_status, "", "told to")
               : front.behind->append(front.behind->context, records, bytes,
                                      error);
}

static eip_status front_commit(void *context, eip_error *error) {
    (void)context;
    front.commits++;
    front.who = pthread_self();
    front.is_in = true;
    while (front.is_shut) {
        rest(1);
    }
    return front.commit_status != EIP_OK
               ? eip__fail(error, front.commit_status, "", "told to")
               : front.behind->commit(front.behind->context, error);
}

static eip_status front_fold(void *context, uint32_t most, uint32_t *left,
                             eip_error *error) {
    eip_status status = front.fold_status;

    (void)context;
    front.folds++;
    if (status == EIP_OK) {
        status = front.behind->fold(front.behind->context, most, left, error);
    }
    *left = front.claims_left || status != EIP_OK;
    return status;
}

static void front_close(void *context) {
    (void)context;
    eip_store_close(front.behind);
}

static eip_store *open_front(void) {
    memset(&front, 0, sizeof front);
    cr_assert_eq(eip_store_open_memory(NULL, &front.behind, NULL), EIP_OK);
    front.store = (eip_store){
        sizeof front.store, 0,          NULL,       front_load, front_append,
        front_commit,       front_fold, front_close};
    return &front.store;
}

/* -- an engine with one ------------------------------------------------------------ */

static struct world world;
static eip_store *store;

static eip_status load(uint32_t flags, uint32_t interval_ms) {
    eip_store_options options = EIP_STORE_OPTIONS_INIT;

    options.flags = flags;
    options.interval_ms = interval_ms;
    return eip_store_load(&world.config, store, &options, &world.engine,
                          &world.error);
}

/* The world's heap is for one thread. */
static void init(bool threads) {
    static const eip_allocator none = {0};

    store = open_front();
    world_init(&world);
    if (threads) {
        world.config.allocator = none;
    }
}

static void start(uint32_t flags, uint32_t interval_ms) {
    init(interval_ms != 0);
    cr_assert_eq(load(flags, interval_ms), EIP_OK, "%s", world.error.message);
    world_build(&world);
}

static void end(void) {
    world_end(&world);
    eip_store_close(store);
}

static char *picture(void) {
    return world_picture(&world);
}

/* Close the engine, load it again, and see that it looks the same. */
static void again(uint32_t flags) {
    char *before = picture();
    char *after;

    eip_engine_close(world.engine);
    cr_assert_eq(load(flags, 0), EIP_OK, "%s", world.error.message);
    after = picture();
    cr_assert_str_eq(before, after);
    free(before);
    free(after);
}

Test(keeper, an_engine_is_what_it_was) {
    eip_allocate_address_response one;
    eip_allocate_address_response two;

    start(0, 0);
    again(0);
    one = world_get(&world, WORLD_ALICE, NULL);
    two = world_get(&world, WORLD_BOB, NULL);
    world_give(&world, WORLD_BOB, &two);
    again(0);
    cr_assert_eq(
        world_release(&world, WORLD_ALICE, one.allocation_id, WORLD_REGION),
        EIP_OK);
    again(0);
    cr_assert_eq(world_release(&world, WORLD_ALICE, one.allocation_id, NULL),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    end();
}

Test(keeper, what_a_ticket_is_for) {
    uint64_t commits;
    uint64_t ticket;

    start(0, 0);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    commits = front.commits;
    (void)world_get(&world, WORLD_ALICE, NULL);
    ticket = eip_store_ticket(world.engine);
    cr_assert_neq(ticket, 0);
    cr_assert_not(eip_store_is_durable(world.engine, ticket));
    cr_assert_eq(front.commits, commits);
    cr_assert_eq(eip_store_wait(world.engine, ticket, NULL), EIP_OK);
    cr_assert(eip_store_is_durable(world.engine, ticket));
    cr_assert_eq(front.commits, commits + 1);
    /* It is done; and where nothing was changed nothing is written. */
    cr_assert_eq(eip_store_wait(world.engine, ticket, NULL), EIP_OK);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(front.commits, commits + 1);
    end();
}

Test(keeper, sync_answers_when_it_is_kept) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;
    eip_allocate_result results[3];
    eip_allocate_address_response one;
    eip_caller caller = EIP_CALLER_INIT(WORLD_CAROL);
    uint64_t commits;

    start(EIP_STORE_SYNC, 0);
    commits = front.commits;
    one = world_get(&world, WORLD_ALICE, NULL);
    cr_assert_eq(front.commits, ++commits);
    world_give(&world, WORLD_ALICE, &one);
    cr_assert_eq(front.commits, ++commits);
    spec.account = WORLD_DAVE;
    spec.quota = 7;
    cr_assert_eq(eip_admin_set_account(world.engine, &spec, NULL), EIP_OK);
    cr_assert_eq(front.commits, ++commits);
    cr_assert_eq(
        eip_allocate_many(world.engine, &caller, NULL, 1, results, 3, NULL),
        EIP_OK);
    cr_assert_eq(front.commits, ++commits);
    /* What fails waits for nothing. */
    cr_assert_eq(world_release(&world, WORLD_BOB, 1, NULL),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    cr_assert_eq(front.commits, commits);
    again(EIP_STORE_SYNC);
    end();
}

Test(keeper, a_thread_commits_and_folds) {
    struct timespec tick = {0, 2000000};
    uint64_t ticket;

    start(0, 1);
    (void)world_get(&world, WORLD_ALICE, NULL);
    ticket = eip_store_ticket(world.engine);
    for (int i = 0; i < 2500 && (front.folds == 0 ||
                                 !eip_store_is_durable(world.engine, ticket));
         i++) {
        (void)nanosleep(&tick, NULL);
    }
    cr_assert(eip_store_is_durable(world.engine, ticket));
    again(0);
    end();
}

/* Over a second, beside some ms. */
Test(keeper, a_long_interval) {
    start(0, 1999);
    again(0);
    end();
}

static void *wait_for(void *context) {
    for (int i = 0; i < 200; i++) {
        cr_assert_eq(eip_store_sync(context, NULL), EIP_OK);
    }
    return NULL;
}

Test(keeper, many_wait_together) {
    pthread_t thread[4];

    init(true);
    cr_assert_eq(load(0, 0), EIP_OK);
    world_build(&world);
    for (int i = 0; i < 4; i++) {
        cr_assert_eq(pthread_create(&thread[i], NULL, wait_for, world.engine),
                     0);
    }
    for (int i = 0; i < 4; i++) {
        (void)pthread_join(thread[i], NULL);
    }
    end();
}

/* A store is folded when there is much to fold. */
Test(keeper, who_waits_folds_what_is_much) {
    start(0, 0);
    world.engine->keeper->unfolded = UINT64_C(1) << 30;
    (void)world_get(&world, WORLD_ALICE, NULL);
    front.claims_left = true;
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(front.folds, 1);
    front.claims_left = false;
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(front.folds, 2);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(front.folds, 2);
    end();
}

/* While somebody makes a round others wait for it, the thread and who parts
 * too. */
static void *sync_once(void *context) {
    cr_assert_eq(eip_store_sync(context, NULL), EIP_OK);
    return NULL;
}

static void *open_later(void *context) {
    (void)context;
    rest(40);
    front.is_shut = false;
    return NULL;
}

Test(keeper, others_wait_for_a_round) {
    pthread_t thread[3];

    start(0, 2);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    front.is_shut = true;
    front.is_in = false;
    (void)world_get(&world, WORLD_ALICE, NULL);
    cr_assert_eq(pthread_create(&thread[0], NULL, sync_once, world.engine), 0);
    while (!front.is_in) {
        rest(1);
    }
    cr_assert_eq(pthread_create(&thread[1], NULL, sync_once, world.engine), 0);
    cr_assert_eq(pthread_create(&thread[2], NULL, open_later, NULL), 0);
    rest(20);
    cr_assert_eq(eip_store_detach(world.engine, NULL), EIP_OK);
    for (int i = 0; i < 3; i++) {
        (void)pthread_join(thread[i], NULL);
    }
    end();
}

/* However often its time comes while another makes one. Again if the thread was
 * the one that made it. */
Test(keeper, the_thread_makes_no_round_beside_another, .timeout = 60) {
    bool is_the_thread = true;

    start(0, 20);
    while (is_the_thread) {
        eip_allocate_address_response one;
        pthread_t thread;
        uint64_t commits;

        cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
        front.is_in = false;
        front.is_shut = true;
        one = world_get(&world, WORLD_ALICE, NULL);
        cr_assert_eq(pthread_create(&thread, NULL, sync_once, world.engine), 0);
        while (!front.is_in) {
            rest(1);
        }
        is_the_thread = pthread_equal(front.who, thread) == 0;
        commits = front.commits;
        rest(150);
        cr_assert_eq(front.commits, commits);
        front.is_shut = false;
        (void)pthread_join(thread, NULL);
        world_give(&world, WORLD_ALICE, &one);
    }
    again(0);
    end();
}

Test(keeper, a_thread_that_cannot_be_made) {
    init(true);
    for (uint32_t made = 0; made < 2; made++) {
        threads_allowed = made;
        cr_assert_eq(load(0, 10), EIP_ERR_OUT_OF_MEMORY, "%u made", made);
        cr_assert_eq(threads_allowed, 0);
    }
    cr_assert_eq(load(0, 0), EIP_OK);
    threads_allowed = UINT32_MAX;
    world_build(&world);
    end();
}

/* -- parting ----------------------------------------------------------------------- */

Test(keeper, an_engine_goes_on_without) {
    char *before;
    char *after;

    start(EIP_STORE_SYNC, 5);
    (void)world_get(&world, WORLD_ALICE, NULL);
    before = picture();
    cr_assert_eq(eip_store_detach(world.engine, NULL), EIP_OK);
    cr_assert_eq(eip_store_ticket(world.engine), 0);
    cr_assert_not(eip_store_is_durable(world.engine, 0));
    cr_assert_eq(eip_store_sync(world.engine, &world.error),
                 EIP_ERR_STORE_ABSENT);
    cr_assert_eq(eip_store_detach(world.engine, NULL), EIP_ERR_STORE_ABSENT);
    (void)world_get(&world, WORLD_BOB, NULL);
    world_audit(&world);
    eip_engine_close(world.engine);
    cr_assert_eq(load(0, 0), EIP_OK);
    after = picture();
    cr_assert_str_eq(before, after);
    free(before);
    free(after);
    end();
}

/* Who parts has the last round to himself: after it the thread would keep anew
 * what is kept no longer, for a keeper that is gone. */
Test(keeper, the_thread_makes_no_round_while_they_part) {
    struct eip__keeper *keeper;
    uint64_t ticket;

    start(0, 1);
    keeper = world.engine->keeper;
    (void)pthread_mutex_lock(&keeper->mutex);
    while (keeper->is_busy) {
        (void)pthread_cond_wait(&keeper->changed, &keeper->mutex);
    }
    keeper->is_parting = true;
    (void)pthread_mutex_unlock(&keeper->mutex);
    (void)world_get(&world, WORLD_ALICE, NULL);
    ticket = eip_store_ticket(world.engine);
    cr_assert_eq(eip__keeper_end(keeper), EIP_OK);
    rest(30);
    cr_assert_not(eip_store_is_durable(world.engine, ticket));
    cr_assert_null(world.engine->listener);
    cr_assert_eq(eip__keeper_round(keeper, NULL), EIP_OK);
    cr_assert_eq(eip_store_detach(world.engine, NULL), EIP_OK);
    cr_assert_null(world.engine->listener);
    end();
}

Test(keeper, arguments) {
    eip_store_options options = EIP_STORE_OPTIONS_INIT;
    eip_engine *engine = NULL;

    store = open_front();
    world_init(&world);
    cr_assert_eq(eip_store_ticket(NULL), 0);
    cr_assert_not(eip_store_is_durable(NULL, 0));
    cr_assert_eq(eip_store_wait(NULL, 0, NULL), EIP_ERR_NULL);
    cr_assert_eq(eip_store_sync(NULL, NULL), EIP_ERR_NULL);
    cr_assert_eq(eip_store_detach(NULL, NULL), EIP_ERR_NULL);
    cr_assert_eq(eip_store_load(NULL, store, NULL, &engine, NULL),
                 EIP_ERR_NULL);
    cr_assert_eq(eip_store_load(&world.config, NULL, NULL, &engine, NULL),
                 EIP_ERR_NULL);
    cr_assert_eq(eip_store_load(&world.config, store, NULL, NULL, NULL),
                 EIP_ERR_NULL);
    options.flags = 2;
    cr_assert_eq(eip_store_load(&world.config, store, &options, &engine, NULL),
                 EIP_ERR_ARGUMENT);
    options.flags = 0;
    options.reserved = 1;
    cr_assert_eq(eip_store_load(&world.config, store, &options, &engine, NULL),
                 EIP_ERR_STRUCT_VERSION);
    options.size = 3;
    cr_assert_eq(eip_store_load(&world.config, store, &options, &engine, NULL),
                 EIP_ERR_STRUCT_VERSION);
    world.config.allocator.release = NULL;
    cr_assert_eq(eip_store_load(&world.config, store, NULL, &engine, NULL),
                 EIP_ERR_ARGUMENT);
    cr_assert_null(engine);
    eip_store_close(store);
}

Test(keeper, what_is_kept_must_fit_the_configuration) {
    start(0, 0);
    eip_engine_close(world.engine);
    world.config.region = eip_text_of("eu-west-1");
    cr_assert_eq(load(0, 0), EIP_ERR_STORE_MISMATCH);
    cr_assert_str_eq(world.error.field, "region");
    world.config.region = eip_text_of(WORLD_REGION);
    world.config.seed++;
    cr_assert_eq(load(0, 0), EIP_ERR_STORE_MISMATCH);
    world.config.seed--;
    cr_assert_eq(load(0, 0), EIP_OK);
    end();
    /* Of an empty store, too, the configuration must be one. */
    store = open_front();
    world_init(&world);
    world.config.region = eip_text_of("");
    cr_assert_eq(load(0, 0), EIP_ERR_ARGUMENT);
    eip_store_close(store);
}

/* -- a store that fails --------------------------------------------------------------- */

static void store_fails(eip_status *place, bool in_append) {
    eip_error error = EIP_ERROR_INIT;
    uint64_t appended;
    uint64_t before;

    start(0, 0);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    before = eip_store_ticket(world.engine) - 1;
    (void)world_get(&world, WORLD_ALICE, NULL);
    *place = EIP_ERR_STORE_FULL;
    cr_assert_eq(eip_store_sync(world.engine, &error), EIP_ERR_STORE_FULL);
    cr_assert_str_eq(error.message, "told to");
    *place = EIP_OK;
    appended = front.appended;
    /* Never again, though it would work. */
    for (int i = 0; i < 3; i++) {
        (void)world_get(&world, WORLD_BOB, NULL);
        cr_assert_eq(eip_store_sync(world.engine, &error),
                     EIP_ERR_STORE_FAILED);
        cr_assert_not_null(strstr(error.message, "device is full"));
    }
    cr_assert_eq(front.appended, appended);
    cr_assert(eip_store_is_durable(world.engine, before));
    cr_assert_not(
        eip_store_is_durable(world.engine, eip_store_ticket(world.engine)));
    cr_assert_eq(eip_store_wait(world.engine, before, NULL), EIP_OK);
    cr_assert_eq(world_count(&world, WORLD_BOB), 3);
    (void)in_append;
    end();
}

Test(keeper, a_store_that_failed_is_left_alone) {
    store_fails(&front.append_status, true);
    store_fails(&front.commit_status, false);
}

Test(keeper, sync_says_that_it_is_not_kept) {
    eip_allocate_result results[2];
    eip_error error = EIP_ERROR_INIT;
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);

    start(EIP_STORE_SYNC, 0);
    front.commit_status = EIP_ERR_STORE_IO;
    cr_assert_eq(world_allocate(&world, WORLD_ALICE, NULL, NULL),
                 EIP_ERR_STORE_IO);
    cr_assert_eq(world_allocate(&world, WORLD_ALICE, NULL, NULL),
                 EIP_ERR_STORE_FAILED);
    cr_assert_eq(
        eip_allocate_many(world.engine, &caller, NULL, 1, results, 2, &error),
        EIP_ERR_STORE_FAILED);
    cr_assert_eq(error.status, EIP_ERR_STORE_FAILED);
    cr_assert_eq(results[0].status, EIP_OK);
    end();
}

Test(keeper, folding_that_fails_is_told_to_the_next) {
    uint64_t ticket;

    start(0, 0);
    world.engine->keeper->unfolded = UINT64_C(1) << 30;
    (void)world_get(&world, WORLD_ALICE, NULL);
    ticket = eip_store_ticket(world.engine);
    front.fold_status = EIP_ERR_STORE_IO;
    cr_assert_eq(eip_store_wait(world.engine, ticket, NULL), EIP_OK);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_ERR_STORE_FAILED);
    cr_assert_eq(eip_store_detach(world.engine, NULL), EIP_ERR_STORE_FAILED);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_ERR_STORE_ABSENT);
    end();
}

Test(keeper, the_thread_leaves_a_store_alone_that_failed) {
    struct timespec tick = {0, 20000000};
    uint64_t commits;

    start(0, 1);
    front.commit_status = EIP_ERR_STORE_IO;
    (void)world_get(&world, WORLD_ALICE, NULL);
    (void)!eip_store_sync(world.engine, NULL);
    commits = front.commits;
    (void)nanosleep(&tick, NULL);
    cr_assert_eq(front.commits, commits);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_ERR_STORE_FAILED);
    end();
}

Test(keeper, a_store_that_cannot_be_loaded_or_written) {
    store = open_front();
    world_init(&world);
    front.load_status = EIP_ERR_STORE_DAMAGED;
    cr_assert_eq(load(0, 0), EIP_ERR_STORE_DAMAGED);
    front.load_status = EIP_OK;
    front.commit_status = EIP_ERR_STORE_READ_ONLY;
    cr_assert_eq(load(0, 0), EIP_ERR_STORE_READ_ONLY);
    front.commit_status = EIP_OK;
    cr_assert_eq(load(0, 0), EIP_OK);
    world_build(&world);
    end();
}

/* That a store was refused memory is no reason to try again. */
Test(keeper, a_store_that_was_refused_memory_has_failed) {
    eip_error error = EIP_ERROR_INIT;

    for (int i = 0; i < 2; i++) {
        start(0, 0);
        *(i == 0 ? &front.append_status : &front.commit_status) =
            EIP_ERR_OUT_OF_MEMORY;
        (void)world_get(&world, WORLD_ALICE, NULL);
        for (int k = 0; k < 2; k++) {
            cr_assert_eq(eip_store_sync(world.engine, &error),
                         EIP_ERR_STORE_FAILED);
            cr_assert_eq(error.status, EIP_ERR_STORE_FAILED);
            cr_assert_not_null(strstr(error.message, "Out of memory"));
        }
        end();
    }
}

/* What a call in the books has made is given back. */
Test(keeper, sync_gives_back_results_that_are_not_kept) {
    eip_create_coip_pool_request request = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_coip_pool_list *list = NULL;

    start(EIP_STORE_SYNC, 0);
    request.local_gateway_route_table_id =
        eip_text_of("lgw-rtb-0123456789abcdef0");
    front.commit_status = EIP_ERR_STORE_IO;
    cr_assert_eq(
        eip_create_coip_pool(world.engine, &caller, &request, &list, NULL),
        EIP_ERR_STORE_IO);
    cr_assert_null(list);
    end();
}

/* -- a callback that comes back ----------------------------------------------------- */

static eip_status from_callback[4];

static int32_t come_back(void *context, const eip_authorization *request) {
    (void)context;
    (void)request;
    from_callback[0] = eip_store_sync(world.engine, NULL);
    from_callback[1] = eip_store_detach(world.engine, NULL);
    from_callback[2] = eip__keeper_round(world.engine->keeper, NULL);
    from_callback[3] = eip__keeper_end(world.engine->keeper);
    return 1;
}

/* Whether a round is under way or not: who makes that may wait for this call. */
Test(keeper, a_callback_that_comes_back_is_refused, .timeout = 60) {
    eip_authorizer before;

    start(0, 0);
    before = world.engine->authorizer;
    for (int i = 0; i < 2; i++) {
        world.engine->keeper->is_busy = i != 0;
        world.engine->authorizer = (eip_authorizer){NULL, come_back};
        (void)world_get(&world, WORLD_ALICE, NULL);
        world.engine->authorizer = before;
        world.engine->keeper->is_busy = false;
        for (int k = 0; k < 4; k++) {
            cr_assert_eq(from_callback[k], EIP_ERR_REENTRANT);
        }
        cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    }
    end();
}

/* -- memory ------------------------------------------------------------------------- */

/* Whatever is refused, once or for good: who waits is told, nothing is lost, and
 * the next round has it all. */
static void refuse_in_round(bool for_good, bool forget_books) {
    uint64_t failed = 0;
    uint64_t at = 1;
    bool refused;

    start(0, 0);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    do {
        eip_allocate_address_response one =
            world_get(&world, WORLD_ALICE, NULL);
        eip_status status;

        world_account(&world, WORLD_DAVE, (uint32_t)(at + 5), 0);
        /* A round that asks for memory. */
        eip__gathered_free(&world.engine->host,
                           &world.engine->keeper->gathered);
        eip__gathered_free(&world.engine->host, &world.engine->keeper->group);
        if (forget_books) {
            world.engine->catalog.dirty.is_all = true;
        }
        world.heap.refused = 0;
        world_heap_fail(&world, at, for_good);
        status = eip_store_sync(world.engine, NULL);
        refused = world.heap.refused != 0;
        world_heap_fail(&world, 0, false);
        /* What is retired may wait, too. */
        cr_assert(status == EIP_OK ||
                  (refused && status == EIP_ERR_OUT_OF_MEMORY));
        failed += status != EIP_OK;
        cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
        again(0);
        cr_assert_eq(
            world_release(&world, WORLD_ALICE, one.allocation_id, WORLD_REGION),
            EIP_OK);
        again(0);
        at++;
    } while (refused);
    cr_assert_gt(failed, 2);
    end();
}

Test(keeper, memory_refused_in_a_round) {
    refuse_in_round(false, false);
    refuse_in_round(true, false);
}

/* The engine did not know what of the books had changed. */
Test(keeper, memory_refused_while_all_is_written) {
    refuse_in_round(false, true);
    refuse_in_round(true, true);
}

/* Where calls wait, EIP_ERR_OUT_OF_MEMORY says that nothing was done. */
static void refuse_in_call(bool for_good) {
    uint64_t done = 0;
    eip_status status;

    start(EIP_STORE_SYNC, 0);
    world_account(&world, WORLD_ALICE, 100, 0);
    for (uint64_t at = 1;; at++) {
        uint64_t count = world_count(&world, WORLD_ALICE);
        bool refused;

        eip__gathered_free(&world.engine->host,
                           &world.engine->keeper->gathered);
        world.heap.refused = 0;
        world_heap_fail(&world, at, for_good);
        status = world_allocate(&world, WORLD_ALICE, NULL, NULL);
        refused = world.heap.refused != 0;
        world_heap_fail(&world, 0, false);
        cr_assert(status == EIP_OK ||
                      (refused && status == EIP_ERR_OUT_OF_MEMORY) ||
                      (for_good && status == EIP_ERR_STORE_FAILED),
                  "%s", eip_status_name(status));
        if (status == EIP_ERR_STORE_FAILED) {
            cr_assert_not_null(strstr(world.error.message, "Done"));
            done++;
        }
        cr_assert_eq(world_count(&world, WORLD_ALICE),
                     count + (status != EIP_ERR_OUT_OF_MEMORY));
        cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
        again(EIP_STORE_SYNC);
        if (!refused) {
            break;
        }
    }
    cr_assert_eq(done != 0, for_good);
    end();
}

Test(keeper, memory_refused_while_a_call_waits) {
    refuse_in_call(false);
    refuse_in_call(true);
}

/* Then what is no longer there is known by the store alone. */
Test(keeper, what_is_gone_is_found_in_the_store) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_pool_ref pool;

    start(0, 0);
    spec.pool.kind = EIP_POOL_PUBLIC_IPV4;
    spec.owner = WORLD_ALICE;
    cr_assert_eq(eip_admin_create_pool(world.engine, &spec, &pool, NULL),
                 EIP_OK);
    again(0);
    cr_assert_eq(eip_admin_delete_pool(world.engine, pool, NULL), EIP_OK);
    world.engine->catalog.dirty.is_all = true;
    again(0);
    cr_assert_eq(eip_admin_delete_pool(world.engine, pool, NULL),
                 EIP_ERR_POOL_NOT_FOUND);
    /* The store may fail at that, too. */
    world.engine->catalog.dirty.is_all = true;
    front.load_status = EIP_ERR_STORE_IO;
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_ERR_STORE_IO);
    front.load_status = EIP_OK;
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    end();
}

/* Of what was captured for a round that was refused, too. */
Test(keeper, what_is_gone_since_a_refused_round) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    uint64_t at = 1;
    eip_status status;
    bool refused;

    spec.pool.kind = EIP_POOL_PUBLIC_IPV4;
    spec.owner = WORLD_ALICE;
    do {
        eip_allocate_address_response one;
        eip_pool_ref pool;

        start(0, 0);
        cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
        one = world_get(&world, WORLD_BOB, NULL);
        cr_assert_eq(eip_admin_create_pool(world.engine, &spec, &pool, NULL),
                     EIP_OK);
        world.heap.refused = 0;
        world_heap_fail(&world, at++, false);
        status = eip_store_sync(world.engine, NULL);
        refused = world.heap.refused != 0;
        world_heap_fail(&world, 0, false);
        cr_assert_eq(eip_admin_delete_pool(world.engine, pool, NULL), EIP_OK);
        world.engine->catalog.dirty.is_all = true;
        again(0);
        cr_assert_eq(eip_admin_delete_pool(world.engine, pool, NULL),
                     EIP_ERR_POOL_NOT_FOUND);
        cr_assert_eq(
            world_release(&world, WORLD_BOB, one.allocation_id, WORLD_REGION),
            EIP_OK);
        end();
        cr_assert(status == EIP_OK ||
                  (refused && status == EIP_ERR_OUT_OF_MEMORY));
    } while (refused);
    cr_assert_eq(status, EIP_OK);
    cr_assert_gt(at, 3);
}

/* More than goes into what was gathered. */
Test(keeper, memory_refused_while_much_is_gone) {
    enum { POOLS = 150 };
    static eip_pool_ref pool[POOLS];
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    uint64_t at = 1;
    eip_status status;

    start(0, 0);
    spec.pool.kind = EIP_POOL_PUBLIC_IPV4;
    spec.owner = WORLD_ALICE;
    for (int i = 0; i < POOLS; i++) {
        cr_assert_eq(eip_admin_create_pool(world.engine, &spec, &pool[i], NULL),
                     EIP_OK);
    }
    again(0);
    for (int i = 0; i < POOLS; i++) {
        cr_assert_eq(eip_admin_delete_pool(world.engine, pool[i], NULL),
                     EIP_OK);
    }
    world.engine->catalog.dirty.is_all = true;
    do {
        if (world.engine->keeper->gathered.size == 0) {
            eip__gathered_free(&world.engine->host,
                               &world.engine->keeper->gathered);
        }
        world_heap_fail(&world, at++, true);
        status = eip_store_sync(world.engine, NULL);
        world_heap_fail(&world, 0, false);
    } while (status == EIP_ERR_OUT_OF_MEMORY);
    cr_assert_eq(status, EIP_OK);
    cr_assert_gt(at, 5);
    again(0);
    end();
}

/* Others go on while addresses are looked at: at the n-th request for memory of
 * a round another thread gives back the lowest address that it has, and then
 * takes another. What the store has is of one instant all the same. */
static uint64_t first_of_bob;
static uint64_t steps_to_go;
static void *(*own_allocate)(void *context, uint64_t bytes);

static void *swap_address(void *context) {
    (void)context;
    cr_assert_eq(world_release(&world, WORLD_BOB, first_of_bob, NULL), EIP_OK);
    (void)world_get(&world, WORLD_BOB, NULL);
    return NULL;
}

static void *allocate_beside(void *context, uint64_t bytes) {
    pthread_t thread;

    if (steps_to_go != 0 && --steps_to_go == 0) {
        cr_assert_eq(pthread_create(&thread, NULL, swap_address, NULL), 0);
        (void)pthread_join(thread, NULL);
    }
    return own_allocate(context, bytes);
}

static uint64_t held_after_a_swap(uint64_t step) {
    uint64_t count;

    start(0, 0);
    world_account(&world, WORLD_ALICE, 200, 0);
    first_of_bob = world_get(&world, WORLD_BOB, NULL).allocation_id;
    world_provision(&world, world.amazon, WORLD_REGION, "198.18.0.0/24");
    for (int i = 0; i < 180; i++) {
        (void)world_get(&world, WORLD_ALICE, NULL);
    }
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    own_allocate = world.engine->host.allocator.allocate;
    world.engine->host.allocator.allocate = allocate_beside;
    world.engine->catalog.dirty.is_all = true;
    steps_to_go = step;
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    world.engine->host.allocator.allocate = own_allocate;
    front.append_status = EIP_ERR_STORE_IO;
    eip_engine_close(world.engine);
    front.append_status = EIP_OK;
    cr_assert_eq(load(0, 0), EIP_OK, "%s", world.error.message);
    count = world_count(&world, WORLD_BOB);
    end();
    return count;
}

Test(keeper, all_is_written_as_it_is_at_one_instant) {
    uint64_t step = 0;

    do {
        cr_assert_eq(held_after_a_swap(++step), 1, "at %d", (int)step);
    } while (steps_to_go == 0);
    cr_assert_gt(step, 5);
}

Test(keeper, memory_refused_while_it_is_loaded) {
    for (int is_full = 0; is_full < 2; is_full++) {
        for (int for_good = 0; for_good < 2; for_good++) {
            uint64_t at = 1;
            eip_status status;

            start(0, 0);
            if (is_full == 0) {
                eip_engine_close(world.engine);
                eip_store_close(store);
                store = open_front();
            } else {
                (void)world_get(&world, WORLD_ALICE, NULL);
                eip_engine_close(world.engine);
            }
            do {
                world_heap_fail(&world, at, for_good != 0);
                status = load(0, 0);
                world_heap_fail(&world, 0, false);
                cr_assert(status == EIP_OK || status == EIP_ERR_OUT_OF_MEMORY);
                at++;
                if (status != EIP_OK) {
                    cr_assert_eq(world.heap.blocks, 0);
                    cr_assert_eq(world.heap.reservations, 0);
                }
            } while (status != EIP_OK);
            cr_assert_gt(at, 10);
            if (is_full == 0) {
                world_build(&world);
            }
            end();
        }
    }
}

/* -- accounts that are made beside -------------------------------------------------- */

enum { BESIDE = 1000 /* and on: their numbers */ };

/* Indexes that were taken, and are nobody's. */
static void take_indexes(uint32_t count) {
    for (uint32_t i = 1; i <= count; i++) {
        struct eip__account *account;

        cr_assert_eq(
            eip__accounts_get(&world.engine->accounts, BESIDE + i, &account),
            EIP_OK);
        eip__note(&account->number, 999999999999);
    }
}

/* They come to be somebody's, those after `seen`. */
static void give_indexes(uint64_t seen, uint32_t count) {
    for (uint32_t i = 1; i <= count; i++) {
        eip__note(
            &eip__accounts_at(&world.engine->accounts, (uint32_t)(seen + i))
                 ->number,
            BESIDE + i);
    }
}

/* And are, in the engine that is loaded. */
static void expect_accounts(uint32_t count) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    for (uint32_t i = 1; i <= count; i++) {
        cr_assert_eq(eip_admin_account_usage(world.engine, BESIDE + i, &usage),
                     EIP_OK);
    }
}

Test(keeper, an_account_is_kept_once_it_is_found) {
    enum { INDEXES = 17 };
    struct eip__seen_accounts *seen;
    uint64_t next;

    start(0, 0);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    seen = &world.engine->keeper->accounts;
    cr_assert_eq(seen->gaps, 0);
    next = seen->seen;
    take_indexes(INDEXES);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(seen->gaps, INDEXES);
    cr_assert_eq(seen->seen, next + INDEXES);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(seen->gaps, INDEXES);
    give_indexes(next, INDEXES);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(seen->gaps, 0);
    cr_assert_eq(seen->seen, next + INDEXES);
    again(0);
    expect_accounts(INDEXES);
    end();
}

/* One that is refused memory is not forgotten for the next one's sake. */
Test(keeper, an_account_that_is_refused_memory) {
    struct eip__keeper *keeper;
    uint64_t next;

    start(0, 0);
    keeper = world.engine->keeper;
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    next = keeper->accounts.seen;
    take_indexes(2);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(keeper->accounts.gaps, 2);
    give_indexes(next, 2);
    eip__gathered_free(&world.engine->host, &keeper->gathered);
    world_heap_fail(&world, 1, false);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_ERR_OUT_OF_MEMORY);
    world_heap_fail(&world, 0, false);
    cr_assert_eq(keeper->accounts.gaps, 2);
    cr_assert_eq(eip_store_sync(world.engine, NULL), EIP_OK);
    cr_assert_eq(keeper->accounts.gaps, 0);
    again(0);
    expect_accounts(2);
    end();
}
