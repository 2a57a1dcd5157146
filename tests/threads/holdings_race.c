/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* One account, many threads that allocate and release, and describe in
 * between: every address held throughout is listed, in the order of
 * allocation, and none that was released before; the set of holdings grows
 * and shrinks meanwhile. */
#include "support/internal/trial.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 4, KEPT = 100, OWN_MAX = 400, ROUNDS = 3000, ACCOUNT = 7 };

struct race {
    eip_engine *engine;
    uint64_t rounds;
    uint64_t kept[KEPT]; /* ids, in the order of their allocation */
};

struct own {
    struct race *race;
    struct trial_random random;
    uint64_t id[OWN_MAX]; /* in the order of their allocation */
    uint32_t count;
    uint64_t released; /* the last id given back, or 0 */
};

/* Ids of a list, in its order. */
struct listed {
    uint64_t *id;
    uint64_t count;
};

static struct listed describe(eip_engine *engine) {
    const eip_caller caller = EIP_CALLER_INIT(ACCOUNT);
    eip_address_list *list = NULL;
    struct listed listed;

    TRIAL_CHECK(eip_describe_addresses(engine, &caller, NULL, &list, NULL) ==
                    EIP_OK,
                "describe");
    listed.count = eip_address_list_count(list);
    listed.id = malloc((listed.count + 1) * sizeof *listed.id);
    for (uint64_t i = 0; i < listed.count; i++) {
        eip_address address = EIP_ADDRESS_INIT;

        TRIAL_CHECK(eip_address_list_at(list, i, &address) == EIP_OK, "at");
        listed.id[i] = address.allocation_id;
    }
    eip_address_list_free(list);
    return listed;
}

static int by_value(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* All of `id` are listed, one after another. */
static void expect_in_order(const struct listed *listed, const uint64_t *id,
                            uint64_t count, const char *whose) {
    uint64_t at = 0;

    for (uint64_t i = 0; i < count; i++) {
        while (at < listed->count && listed->id[at] != id[i]) {
            at++;
        }
        TRIAL_CHECK(at < listed->count,
                    "%s address %llu of %llu is not listed, or too early",
                    whose, (unsigned long long)i, (unsigned long long)count);
    }
}

static void expect_once(struct listed *listed, uint64_t released) {
    qsort(listed->id, listed->count, sizeof *listed->id, by_value);
    for (uint64_t i = 0; i < listed->count; i++) {
        TRIAL_CHECK(i == 0 || listed->id[i] != listed->id[i - 1],
                    "listed twice");
        TRIAL_CHECK(listed->id[i] != released, "released, and listed");
    }
}

static void check(struct own *own) {
    struct listed listed = describe(own->race->engine);

    expect_in_order(&listed, own->race->kept, KEPT, "kept");
    expect_in_order(&listed, own->id, own->count, "own");
    expect_once(&listed, own->released);
    free(listed.id);
}

static void take(struct own *own) {
    eip_allocate_address_response response;
    eip_status status = trial_allocate(own->race->engine, ACCOUNT, &response);

    TRIAL_CHECK(status == EIP_OK, "allocate: %s", eip_status_name(status));
    own->id[own->count++] = response.allocation_id;
}

static void give(struct own *own) {
    uint32_t at = (uint32_t)trial_below(&own->random, own->count);
    eip_status status;

    own->released = own->id[at];
    own->count--;
    memmove(&own->id[at], &own->id[at + 1],
            (own->count - at) * sizeof *own->id);
    status = trial_release(own->race->engine, ACCOUNT, own->released);
    TRIAL_CHECK(status == EIP_OK, "release: %s", eip_status_name(status));
}

/* The number held swings between few and many, so that sets are replaced. */
static void run(void *context, uint32_t index) {
    struct own own = {.race = context, .random = trial_stream(index)};

    for (uint64_t i = 0; i < own.race->rounds; i++) {
        uint32_t aim = i / 500 % 2 == 0 ? OWN_MAX : 2;

        if (own.count < aim && (own.count == 0 || i % 8 != 0)) {
            take(&own);
        } else if (own.count > 0) {
            give(&own);
        }
        if (trial_below(&own.random, 16) == 0) {
            check(&own);
        }
    }
    while (own.count > 0) {
        give(&own);
    }
    check(&own);
}

int main(void) {
    const struct trial_engine how = {.cidr = "10.0.0.0/19",
                                     .policy = EIP_POLICY_RANDOM};
    struct race race = {.engine = trial_open(&how),
                        .rounds = trial_scaled(ROUNDS)};
    struct listed listed;

    for (uint32_t i = 0; i < KEPT; i++) {
        eip_allocate_address_response response;

        TRIAL_CHECK(trial_allocate(race.engine, ACCOUNT, &response) == EIP_OK,
                    "allocate");
        race.kept[i] = response.allocation_id;
    }
    trial_threads(THREADS, run, &race);
    listed = describe(race.engine);
    TRIAL_CHECK(listed.count == KEPT &&
                    memcmp(listed.id, race.kept, sizeof race.kept) == 0,
                "the kept ones, and no others, are left");
    free(listed.id);
    trial_audit(race.engine);
    eip_engine_close(race.engine);
    return 0;
}
