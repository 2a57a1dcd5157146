/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CIDR blocks are drained, restored, removed and added again beside
 * allocations: an address handed out can be found, belongs to one, and no
 * allocation id ever comes twice. */
#include "support/internal/trial.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 4, BLOCKS = 6, HELD_MAX = 24, ROUNDS = 5000 };
#define BASE UINT32_C(0x0a000000)

static const eip_cidr blocks[BLOCKS] = {
    {BASE, 32},        {BASE + 256, 28},  {BASE + 512, 26},
    {BASE + 1024, 24}, {BASE + 8192, 19}, {BASE + 2048, 25},
};
enum { SPAN = 16384 };

struct held {
    uint64_t id;
    uint32_t address;
};

struct race {
    eip_engine *engine;
    eip_pool_ref pool;
    char pool_text[EIP_POOL_ID_TEXT_SIZE];
    bool is_own; /* one account owns the pool, and all threads are it */
    uint64_t rounds;
    _Atomic uint32_t running;
    _Atomic uint32_t owner[SPAN]; /* by address, account + 1 */
    uint64_t *ids[THREADS];
    uint64_t id_count[THREADS];
};

/* A thread that waits for a processor inside a call holds old snapshots for
 * longer than this administrator needs to make too many: give it one. */
static bool is_stalled(eip_status status) {
    if (status == EIP_ERR_READERS_STALLED) {
        (void)sched_yield();
    }
    return status == EIP_ERR_READERS_STALLED;
}

static void provision(struct race *race, eip_cidr cidr) {
    eip_error error = EIP_ERROR_INIT;
    eip_status status;

    do {
        status = eip_admin_provision_cidrs(
            race->engine, race->pool, (eip_text){NULL, 0, 0}, &cidr, 1, &error);
    } while (is_stalled(status));
    TRIAL_CHECK(status == EIP_OK, "provision: %s", error.message);
}

/* -- administration -------------------------------------------------------------- */

static eip_status drain(struct race *race, uint32_t block, uint32_t mode,
                        uint64_t *held) {
    eip_error error = EIP_ERROR_INIT;
    eip_status status;

    do {
        status = eip_admin_drain_cidr(race->engine, race->pool, blocks[block],
                                      mode, held, &error);
    } while (is_stalled(status));
    TRIAL_CHECK(status == EIP_OK || (status == EIP_ERR_CIDR_IN_USE &&
                                     mode == EIP_DRAIN_IF_UNUSED),
                "drain: %s", error.message);
    return status;
}

static void administer(struct race *race, struct trial_random *random) {
    bool there[BLOCKS];

    memset(there, true, sizeof there);
    while (atomic_load(&race->running) != 0) {
        uint32_t block = (uint32_t)trial_below(random, BLOCKS);
        uint64_t held = 1;

        if (!there[block]) {
            provision(race, blocks[block]);
            there[block] = true;
            continue;
        }
        switch (trial_below(random, 4)) {
        case 0:
            there[block] =
                drain(race, block, EIP_DRAIN_IF_UNUSED, &held) != EIP_OK;
            break;
        case 1:
            (void)drain(race, block, EIP_DRAIN_CANCEL, &held);
            break;
        default:
            (void)drain(race, block, EIP_DRAIN_START, &held);
            there[block] = held != 0;
            break;
        }
        if (trial_below(random, 4) == 0) {
            (void)sched_yield();
        }
    }
    for (uint32_t block = 0; block < BLOCKS; block++) {
        uint64_t held;

        if (!there[block]) {
            provision(race, blocks[block]);
        } else {
            (void)drain(race, block, EIP_DRAIN_CANCEL, &held);
        }
    }
}

/* -- allocation -------------------------------------------------------------------- */

static uint64_t account_of(const struct race *race, uint32_t index) {
    return race->is_own ? THREADS : index;
}

static eip_status allocate(struct race *race, uint32_t index,
                           eip_allocate_address_response *response) {
    const eip_caller caller = EIP_CALLER_INIT(account_of(race, index));
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;

    request.public_ipv4_pool = eip_text_of(race->pool_text);
    response->size = sizeof *response;
    return eip_allocate_address(race->engine, &caller, &request, response,
                                NULL);
}

static void check_found(struct race *race, uint32_t index,
                        const struct held *held) {
    const eip_caller caller = EIP_CALLER_INIT(account_of(race, index));
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    char id_text[EIP_ALLOCATION_ID_TEXT_SIZE];
    char ip_text[EIP_IPV4_TEXT_SIZE];
    eip_address address = EIP_ADDRESS_INIT;
    eip_address_list *list = NULL;
    eip_error error = EIP_ERROR_INIT;
    eip_text id;
    eip_text ip;

    (void)eip_allocation_id_format(held->id, id_text);
    (void)eip_ipv4_format(held->address, ip_text);
    id = eip_text_of(id_text);
    ip = eip_text_of(ip_text);
    request.allocation_ids = &id;
    request.allocation_id_count = 1;
    request.public_ips = &ip;
    request.public_ip_count = 1;
    TRIAL_CHECK(eip_describe_addresses(race->engine, &caller, &request, &list,
                                       &error) == EIP_OK,
                "held and not found: %s", error.message);
    TRIAL_CHECK(eip_address_list_count(list) == 1 &&
                    eip_address_list_at(list, 0, &address) == EIP_OK &&
                    address.public_ip == held->address &&
                    address.allocation_id == held->id,
                "found, and not what it was");
    eip_address_list_free(list);
}

static bool take(struct race *race, uint32_t index, struct held *held,
                 uint32_t again) {
    eip_allocate_address_response response;
    eip_status status =
        again != 0 ? trial_recover(race->engine, account_of(race, index), again,
                                   &response)
                   : allocate(race, index, &response);
    uint32_t nobody = 0;

    if (status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY ||
        (again != 0 && status == EIP_ERR_ADDRESS_NOT_FOUND)) {
        return false;
    }
    TRIAL_CHECK(status == EIP_OK, "allocate: %s", eip_status_name(status));
    *held = (struct held){response.allocation_id, response.public_ip};
    TRIAL_CHECK(atomic_compare_exchange_strong(
                    &race->owner[held->address - BASE], &nobody, index + 1),
                "%x given to %u, held by %u", held->address, index + 1, nobody);
    race->ids[index][race->id_count[index]++] = held->id;
    return true;
}

static void give(struct race *race, uint32_t index, const struct held *held) {
    eip_status status;

    atomic_store(&race->owner[held->address - BASE], 0);
    status = trial_release(race->engine, account_of(race, index), held->id);
    TRIAL_CHECK(status == EIP_OK, "release of %x: %s", held->address,
                eip_status_name(status));
}

static void work(struct race *race, uint32_t index,
                 struct trial_random *random) {
    struct held held[HELD_MAX];
    uint32_t count = 0;
    uint32_t last = 0;

    race->ids[index] = malloc(race->rounds * sizeof(uint64_t));
    for (uint64_t i = 0; i < race->rounds; i++) {
        uint32_t at = (uint32_t)trial_below(random, HELD_MAX);

        if (at >= count && count < HELD_MAX) {
            count += take(race, index, &held[count], i % 4 == 0 ? last : 0);
        } else {
            at %= count;
            if (i % 16 == 0) {
                check_found(race, index, &held[at]);
            }
            last = held[at].address;
            give(race, index, &held[at]);
            count--;
            held[at] = held[count];
        }
        if (i % 1024 < 8) {
            /* Let blocks run empty, so that some are removed. */
            while (count > 0) {
                give(race, index, &held[--count]);
            }
        }
    }
    while (count > 0) {
        give(race, index, &held[--count]);
    }
    atomic_fetch_sub(&race->running, 1);
}

static void run(void *context, uint32_t index) {
    struct trial_random random = trial_stream(index);

    if (index == THREADS) {
        administer(context, &random);
    } else {
        work(context, index, &random);
    }
}

/* -- in the end --------------------------------------------------------------------- */

static int by_value(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static void check_ids(struct race *race) {
    uint64_t count = 0;
    uint64_t *all;

    for (uint32_t i = 0; i < THREADS; i++) {
        count += race->id_count[i];
    }
    all = malloc((count + 1) * sizeof *all);
    count = 0;
    for (uint32_t i = 0; i < THREADS; i++) {
        memcpy(&all[count], race->ids[i], race->id_count[i] * sizeof *all);
        count += race->id_count[i];
        free(race->ids[i]);
    }
    qsort(all, count, sizeof *all, by_value);
    for (uint64_t i = 1; i < count; i++) {
        TRIAL_CHECK(all[i] != all[i - 1], "an id came twice");
    }
    free(all);
}

/* Everything is free again: as many as there are can be had, and no more. */
static void take_all(struct race *race) {
    uint64_t expected = 0;
    uint64_t got = 0;
    struct held held;

    for (uint32_t i = 0; i < BLOCKS; i++) {
        expected += eip_cidr_count(blocks[i]);
    }
    race->ids[0] = malloc((expected + 1) * sizeof(uint64_t));
    race->id_count[0] = 0;
    while (got <= expected && take(race, 0, &held, 0)) {
        got++;
    }
    TRIAL_CHECK(got == expected, "%llu of %llu at rest",
                (unsigned long long)got, (unsigned long long)expected);
    free(race->ids[0]);
}

static void race_with(bool is_own, uint32_t policy, uint64_t cooldown_ms) {
    const struct trial_engine how = {.policy = policy,
                                     .cooldown_ms = cooldown_ms};
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    struct race *race = calloc(1, sizeof *race);

    race->engine = trial_open(&how);
    race->is_own = is_own;
    spec.pool.kind = EIP_POOL_PUBLIC_IPV4;
    spec.owner = THREADS;
    spec.policy = policy;
    TRIAL_CHECK(!is_own || eip_admin_create_pool(race->engine, &spec,
                                                 &race->pool, NULL) == EIP_OK,
                "create pool");
    (void)eip_pool_id_format(race->pool, race->pool_text);
    race->rounds = trial_scaled(ROUNDS);
    race->running = THREADS;
    for (uint32_t i = 0; i < BLOCKS; i++) {
        provision(race, blocks[i]);
    }
    trial_threads(THREADS + 1, run, race);
    check_ids(race);
    trial_audit(race->engine);
    take_all(race);
    trial_audit(race->engine);
    eip_engine_close(race->engine);
    free(race);
}

int main(void) {
    (void)trial_seed();
    for (uint32_t is_own = 0; is_own < 2; is_own++) {
        race_with(is_own, EIP_POLICY_LOWEST, 0);
        race_with(is_own, EIP_POLICY_RANDOM, 2);
        race_with(is_own, EIP_POLICY_CURSOR, 3600000);
        race_with(is_own, EIP_POLICY_DEFAULT, 1);
    }
    return 0;
}
