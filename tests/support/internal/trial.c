/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/internal/trial.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t the_seed;
static pthread_once_t seed_once = PTHREAD_ONCE_INIT;

static void make_seed(void) {
    const char *given = getenv("EIP_TEST_SEED");
    struct timespec now;

    if (given != NULL) {
        the_seed = strtoull(given, NULL, 0);
    } else {
        (void)clock_gettime(CLOCK_REALTIME, &now);
        the_seed = (uint64_t)now.tv_sec * 1000000007U + (uint64_t)now.tv_nsec;
    }
    (void)fprintf(stderr, "EIP_TEST_SEED=%" PRIu64 "\n", the_seed);
}

uint64_t trial_seed(void) {
    (void)pthread_once(&seed_once, make_seed);
    return the_seed;
}

uint64_t trial_scaled(uint64_t count) {
    const char *given = getenv("EIP_TEST_SCALE");
    double scale = given == NULL ? 1.0 : strtod(given, NULL);
    double scaled = (double)count * scale;

    return scaled < 1.0 ? 1 : (uint64_t)scaled;
}

/* SplitMix64. */
uint64_t trial_next(struct trial_random *random) {
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

struct trial_random trial_stream(uint64_t which) {
    struct trial_random random = {trial_seed()};

    random.state = trial_next(&random) ^ (which + 1) << 32;
    (void)trial_next(&random);
    return random;
}

uint64_t trial_below(struct trial_random *random, uint64_t bound) {
    return trial_next(random) % bound;
}

void trial_fail(const char *file, int line, const char *format, ...) {
    va_list list;

    (void)fprintf(stderr, "%s:%d: ", file, line);
    va_start(list, format);
    (void)vfprintf(stderr, format, list);
    va_end(list);
    (void)fprintf(stderr, " (EIP_TEST_SEED=%" PRIu64 ")\n", trial_seed());
    /* Other threads are in the middle of things: no destructors. */
    _Exit(1);
}

/* -- threads ------------------------------------------------------------------- */

struct start {
    pthread_barrier_t *barrier;
    void (*run)(void *context, uint32_t index);
    void *context;
    uint32_t index;
};

static void *started(void *argument) {
    struct start *start = argument;

    (void)pthread_barrier_wait(start->barrier);
    start->run(start->context, start->index);
    return NULL;
}

void trial_threads(uint32_t count, void (*run)(void *context, uint32_t index),
                   void *context) {
    struct start start[TRIAL_THREADS_MAX];
    pthread_t thread[TRIAL_THREADS_MAX];
    pthread_barrier_t barrier;

    TRIAL_CHECK(count <= TRIAL_THREADS_MAX, "%u threads", count);
    (void)pthread_barrier_init(&barrier, NULL, count);
    for (uint32_t i = 0; i < count; i++) {
        start[i] = (struct start){&barrier, run, context, i};
        TRIAL_CHECK(pthread_create(&thread[i], NULL, started, &start[i]) == 0,
                    "no thread %u", i);
    }
    for (uint32_t i = 0; i < count; i++) {
        (void)pthread_join(thread[i], NULL);
    }
    (void)pthread_barrier_destroy(&barrier);
}

struct apart {
    void (*run)(void *context);
    void *context;
};

static void *run_apart(void *argument) {
    struct apart *apart = argument;

    apart->run(apart->context);
    return NULL;
}

void trial_apart(void (*run)(void *context), void *context) {
    /* A sanitizer makes ready as much again as a stack has, each time. */
    enum { STACK = 512 * 1024 };
    struct apart apart = {run, context};
    pthread_attr_t attributes;
    pthread_t thread;

    TRIAL_CHECK(pthread_attr_init(&attributes) == 0 &&
                    pthread_attr_setstacksize(&attributes, STACK) == 0 &&
                    pthread_create(&thread, &attributes, run_apart, &apart) ==
                        0,
                "no thread");
    (void)pthread_join(thread, NULL);
    (void)pthread_attr_destroy(&attributes);
}

/* -- an engine ------------------------------------------------------------------ */

eip_cidr trial_cidr(const char *text) {
    eip_cidr cidr;

    TRIAL_CHECK(eip_cidr_parse(eip_text_of(text), &cidr) == EIP_OK, "%s", text);
    return cidr;
}

eip_engine *trial_open(const struct trial_engine *how) {
    eip_config config = EIP_CONFIG_INIT;
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_engine *engine = NULL;
    eip_error error = EIP_ERROR_INIT;

    config.region = eip_text_of("us-east-1");
    config.flags = how->flags | EIP_ENGINE_SEEDED;
    config.seed = trial_seed();
    config.cooldown_ms = how->cooldown_ms;
    config.cooldown_given = 1;
    config.quota_default = how->quota == 0 ? EIP_QUOTA_MAX : how->quota;
    config.allocator = how->allocator;
    TRIAL_CHECK(eip_engine_open(&config, &engine, &error) == EIP_OK, "%s",
                error.message);
    spec.policy = how->policy;
    TRIAL_CHECK(eip_admin_modify_pool(engine, &spec, &error) == EIP_OK, "%s",
                error.message);
    if (how->cidr != NULL) {
        eip_cidr cidr = trial_cidr(how->cidr);

        TRIAL_CHECK(eip_admin_provision_cidrs(engine, spec.pool,
                                              (eip_text){NULL, 0, 0}, &cidr, 1,
                                              &error) == EIP_OK,
                    "%s", error.message);
    }
    return engine;
}

static int32_t print_finding(void *context, const eip_audit_finding *finding) {
    (void)context;
    (void)fprintf(stderr, "I%u: %.*s\n", finding->invariant,
                  (int)finding->message.size, finding->message.data);
    return 0;
}

void trial_audit(eip_engine *engine) {
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    eip_status status = eip_engine_audit(engine, print_finding, NULL, &report);

    TRIAL_CHECK(status == EIP_OK, "audit: %s", eip_status_name(status));
    TRIAL_CHECK(report.findings == 0, "%" PRIu64 " findings", report.findings);
}

void trial_set_quota(eip_engine *engine, uint64_t account, uint32_t quota) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;
    eip_error error = EIP_ERROR_INIT;

    spec.account = account;
    spec.quota = quota;
    TRIAL_CHECK(eip_admin_set_account(engine, &spec, &error) == EIP_OK, "%s",
                error.message);
}

eip_status trial_allocate(eip_engine *engine, uint64_t account,
                          eip_allocate_address_response *response) {
    const eip_caller caller = EIP_CALLER_INIT(account);

    response->size = sizeof *response;
    return eip_allocate_address(engine, &caller, NULL, response, NULL);
}

eip_status trial_recover(eip_engine *engine, uint64_t account, uint32_t address,
                         eip_allocate_address_response *response) {
    const eip_caller caller = EIP_CALLER_INIT(account);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    char text[EIP_IPV4_TEXT_SIZE];

    (void)eip_ipv4_format(address, text);
    request.address = eip_text_of(text);
    response->size = sizeof *response;
    return eip_allocate_address(engine, &caller, &request, response, NULL);
}

eip_status trial_release(eip_engine *engine, uint64_t account, uint64_t id) {
    const eip_caller caller = EIP_CALLER_INIT(account);
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

    request.allocation_id = id;
    return eip_release_address(engine, &caller, &request, NULL);
}
