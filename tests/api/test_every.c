/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What every operation answers alike: the call itself is wrong, or the engine
 * has no room for it. Nothing changes. */
#include "api/ipam.h"
#include "api/operations.h"
#include "api/public_pool.h"

#include <pthread.h>

static struct world w;

static void begin(void) {
    world_start(&w);
}

static void finish(void) {
    world_end(&w);
}

TestSuite(every, .init = begin, .fini = finish);
/* Whose tests begin with an authoriser of their own. */
TestSuite(every_beside, .fini = finish);

/* All operations as this caller: each is answered that. */
static void call_each(eip_engine *engine, const eip_caller *caller,
                      eip_status wanted) {
    for (uint32_t i = 0; i < OPERATIONS; i++) {
        eip_status status;

        w.error = eip_error_init();
        status = operations[i].call(engine, caller, &w.error);
        cr_assert_eq(status, wanted, "%s: %s (%s)", operations[i].name,
                     eip_status_name(status), w.error.message);
        cr_assert_eq(w.error.status, wanted, "%s", operations[i].name);
    }
}

/* And nothing changes. */
static void expect_all(eip_engine *engine, const eip_caller *caller,
                       eip_status wanted) {
    char *before = world_picture(&w);
    char *after;

    w.guard.denies = wanted == EIP_ERR_UNAUTHORIZED;
    call_each(engine, caller, wanted);
    w.guard.denies = false;
    after = world_picture(&w);
    cr_assert_str_eq(before, after);
    free(before);
    free(after);
}

Test(every, without_an_engine) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);

    expect_all(NULL, &caller, EIP_ERR_NULL);
    expect_all(w.engine, NULL, EIP_ERR_NULL);
}

Test(every, with_a_caller_of_an_unknown_size) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);

    caller.size = 1;
    expect_all(w.engine, &caller, EIP_ERR_STRUCT_VERSION);
    caller = (eip_caller)EIP_CALLER_INIT(WORLD_ALICE);
    caller.reserved = 1;
    expect_all(w.engine, &caller, EIP_ERR_STRUCT_VERSION);
}

Test(every, as_no_account) {
    eip_caller caller = EIP_CALLER_INIT(UINT64_C(1000000000000));

    expect_all(w.engine, &caller, EIP_ERR_ARGUMENT);
}

Test(every, not_authorised) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);

    expect_all(w.engine, &caller, EIP_ERR_UNAUTHORIZED);
}

/* -- from inside a callback ------------------------------------------------------ */

static eip_status inside[OPERATIONS];

static int32_t call_back(void *context, const eip_authorization *request) {
    eip_caller caller = EIP_CALLER_INIT(request->account);

    (void)context;
    for (uint32_t i = 0; i < OPERATIONS; i++) {
        inside[i] = operations[i].call(w.engine, &caller, NULL);
    }
    return 1;
}

Test(every_beside, from_inside_a_callback) {
    world_init(&w);
    w.config.authorizer = (eip_authorizer){NULL, call_back};
    world_open(&w);
    world_build(&w);
    (void)world_get(&w, WORLD_ALICE, NULL);
    for (uint32_t i = 0; i < OPERATIONS; i++) {
        cr_assert_eq(inside[i], EIP_ERR_REENTRANT, "%s: %s", operations[i].name,
                     eip_status_name(inside[i]));
    }
}

/* -- threads ---------------------------------------------------------------------- */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static uint32_t arrived;
static bool over;

/* Take a lane, and keep it until it is over. */
static void *keep_a_lane(void *unused) {
    (void)world_used(&w, WORLD_ALICE);
    (void)pthread_mutex_lock(&mutex);
    arrived++;
    (void)pthread_cond_broadcast(&changed);
    while (!over) {
        (void)pthread_cond_wait(&changed, &mutex);
    }
    (void)pthread_mutex_unlock(&mutex);
    return unused;
}

static void *call_all(void *unused) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);

    for (uint32_t i = 0; i < OPERATIONS; i++) {
        inside[i] = operations[i].call(w.engine, &caller, NULL);
    }
    return unused;
}

Test(every, from_one_thread_too_many) {
    enum { OTHERS = EIP_LIMIT_LANES - 1 }; /* this thread has one too */
    static pthread_t others[OTHERS];
    pthread_t last;
    pthread_attr_t small;

    over = false;
    arrived = 0;
    cr_assert_eq(pthread_attr_init(&small), 0);
    cr_assert_eq(pthread_attr_setstacksize(&small, 65536), 0);
    for (uint32_t i = 0; i < OTHERS; i++) {
        cr_assert_eq(pthread_create(&others[i], &small, keep_a_lane, NULL), 0);
    }
    (void)pthread_mutex_lock(&mutex);
    while (arrived < OTHERS) {
        (void)pthread_cond_wait(&changed, &mutex);
    }
    (void)pthread_mutex_unlock(&mutex);
    cr_assert_eq(pthread_create(&last, &small, call_all, NULL), 0);
    cr_assert_eq(pthread_join(last, NULL), 0);
    (void)pthread_mutex_lock(&mutex);
    over = true;
    (void)pthread_cond_broadcast(&changed);
    (void)pthread_mutex_unlock(&mutex);
    for (uint32_t i = 0; i < OTHERS; i++) {
        cr_assert_eq(pthread_join(others[i], NULL), 0);
    }
    (void)pthread_attr_destroy(&small);
    for (uint32_t i = 0; i < OPERATIONS; i++) {
        cr_assert_eq(inside[i], EIP_ERR_TOO_MANY_THREADS, "%s: %s",
                     operations[i].name, eip_status_name(inside[i]));
    }
}

/* -- snapshots that nobody can free -------------------------------------------------- */

static bool stands;

/* Dave stands in the first authorisation until it is over. */
static int32_t stand(void *context, const eip_authorization *request) {
    (void)context;
    if (request->account == WORLD_DAVE) {
        (void)pthread_mutex_lock(&mutex);
        stands = true;
        (void)pthread_cond_broadcast(&changed);
        while (!over) {
            (void)pthread_cond_wait(&changed, &mutex);
        }
        (void)pthread_mutex_unlock(&mutex);
    }
    return 1;
}

static void *describe(void *unused) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_DAVE);
    eip_address_list *list = NULL;

    inside[0] = eip_describe_addresses(w.engine, &caller, NULL, &list, NULL);
    eip_address_list_free(list);
    return unused;
}

Test(every_beside, while_a_reader_stands) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_status status = EIP_OK;
    char ipam[EIP_POOL_ID_TEXT_SIZE];
    pthread_t reader;

    over = false;
    stands = false;
    world_init(&w);
    w.config.authorizer = (eip_authorizer){NULL, stand};
    world_open(&w);
    world_build(&w);
    cr_assert_eq(pthread_create(&reader, NULL, describe, NULL), 0);
    (void)pthread_mutex_lock(&mutex);
    while (!stands) {
        (void)pthread_cond_wait(&changed, &mutex);
    }
    (void)pthread_mutex_unlock(&mutex);
    for (uint32_t i = 0; status == EIP_OK && i < EIP_LIMIT_SNAPSHOTS; i++) {
        eip_pool_spec spec = EIP_POOL_SPEC_INIT;
        eip_pool_ref pool;

        spec.pool.kind = EIP_POOL_COIP;
        spec.owner = WORLD_BOB;
        status = eip_admin_create_pool(w.engine, &spec, &pool, NULL);
        if (status == EIP_OK) {
            status = eip_admin_delete_pool(w.engine, pool, NULL);
        }
    }
    EXPECT_STATUS(status, EIP_ERR_READERS_STALLED);
    for (uint32_t i = 0; i < OPERATIONS; i++) {
        if (operations[i].in_books) {
            status = operations[i].call(w.engine, &caller, NULL);
            /* That a parameter is missing may be told before. */
            cr_assert(status == EIP_ERR_READERS_STALLED ||
                          status == EIP_ERR_MISSING_PARAMETER,
                      "%s: %s", operations[i].name, eip_status_name(status));
        }
    }
    /* Whole requests of those that were to say so first. */
    (void)eip_pool_id_format(w.ipam, ipam);
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, BROUGHT),
                  EIP_ERR_READERS_STALLED);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, ipam, BROUGHT, true),
                  EIP_ERR_READERS_STALLED);
    (void)pthread_mutex_lock(&mutex);
    over = true;
    (void)pthread_cond_broadcast(&changed);
    (void)pthread_mutex_unlock(&mutex);
    cr_assert_eq(pthread_join(reader, NULL), 0);
    cr_assert_eq(inside[0], EIP_OK);
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), "");
}
