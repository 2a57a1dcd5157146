/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Parts of a pool's block are deprovisioned, and provisioned again to that pool
 * or to another, or go from an IPAM pool to a public one and back, beside
 * allocations from both: an address handed out belongs to
 * one, is inside what is provisioned to the pool, and no id comes twice. */
#include "support/internal/trial.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 4, POOLS = 2, HELD_MAX = 24, ROUNDS = 5000, SPAN = 512 };
#define BASE UINT32_C(0x0a000000)
#define OWNER UINT64_C(7)

struct held {
    uint64_t id;
    uint32_t address;
};

struct race {
    eip_engine *engine;
    eip_pool_ref pool[POOLS];
    char text[POOLS][EIP_POOL_ID_TEXT_SIZE];
    bool is_ipam; /* the first pool is, and the second's blocks come from it */
    uint64_t rounds;
    _Atomic uint32_t running;
    _Atomic uint32_t owner[SPAN]; /* by address, thread + 1 */
    uint8_t place[SPAN];          /* the administrator's: pool + 1, or 0 */
    uint64_t cuts;
    uint64_t *ids[THREADS];
    uint64_t id_count[THREADS];
};

/* A thread that waits for a processor inside a call holds old snapshots. */
static bool is_stalled(eip_status status) {
    if (status == EIP_ERR_READERS_STALLED) {
        (void)sched_yield();
    }
    return status == EIP_ERR_READERS_STALLED;
}

/* -- the one who provisions ----------------------------------------------------- */

static void provision(struct race *race, uint32_t pool, eip_cidr cidr) {
    eip_error error = EIP_ERROR_INIT;
    eip_status status;

    do {
        status =
            eip_admin_provision_cidrs(race->engine, race->pool[pool],
                                      (eip_text){NULL, 0, 0}, &cidr, 1, &error);
    } while (is_stalled(status));
    TRIAL_CHECK(status == EIP_OK, "provision: %s", error.message);
    memset(&race->place[cidr.base - BASE], (int)pool + 1, eip_cidr_count(cidr));
}

static void cut(struct race *race, uint32_t pool, eip_cidr cidr) {
    const eip_caller owner = EIP_CALLER_INIT(OWNER);
    eip_deprovision_public_ipv4_pool_cidr_request request =
        EIP_DEPROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_error error = EIP_ERROR_INIT;
    char text[EIP_CIDR_TEXT_SIZE];
    eip_status status;

    (void)eip_cidr_format(cidr, text);
    request.pool_id = eip_text_of(race->text[pool]);
    request.cidr = eip_text_of(text);
    do {
        status = eip_deprovision_public_ipv4_pool_cidr(race->engine, &owner,
                                                       &request, NULL, &error);
    } while (is_stalled(status));
    /* Side by side, two that were provisioned apart are not one. */
    TRIAL_CHECK(status == EIP_OK || status == EIP_ERR_CIDR_IN_USE ||
                    status == EIP_ERR_CIDR_NOT_FOUND,
                "deprovision: %s", error.message);
    if (status == EIP_OK) {
        race->cuts++;
        memset(&race->place[cidr.base - BASE], race->is_ipam, /* back there */
               eip_cidr_count(cidr));
    }
}

/* From the IPAM pool: which block, that says. */
static void provision_from_ipam(struct race *race, int32_t bits) {
    const eip_caller owner = EIP_CALLER_INIT(OWNER);
    eip_provision_public_ipv4_pool_cidr_request request =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_provision_public_ipv4_pool_cidr_response response =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;
    eip_error error = EIP_ERROR_INIT;
    eip_status status;

    request.flags = EIP_PUBLIC_POOL_NETMASK_LENGTH;
    request.ipam_pool_id = eip_text_of(race->text[0]);
    request.pool_id = eip_text_of(race->text[1]);
    request.netmask_length = bits;
    do {
        status = eip_provision_public_ipv4_pool_cidr(
            race->engine, &owner, &request, &response, &error);
    } while (is_stalled(status));
    TRIAL_CHECK(status == EIP_OK ||
                    status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
                "provision: %s", error.message);
    if (status == EIP_OK) {
        const eip_public_pool_range *range = &response.pool_address_range;

        for (uint32_t i = 0; i < range->address_count; i++) {
            uint8_t *place = &race->place[range->first_address - BASE + i];

            TRIAL_CHECK(*place == 1, "%x was not the IPAM pool's",
                        range->first_address + i);
            *place = 2;
        }
    }
}

/* All of it of one place? */
static bool is_at(const struct race *race, eip_cidr cidr, uint8_t place) {
    for (uint32_t i = 0; i < eip_cidr_count(cidr); i++) {
        if (race->place[cidr.base - BASE + i] != place) {
            return false;
        }
    }
    return true;
}

static void provision_and_cut(struct race *race, struct trial_random *random) {
    while (atomic_load(&race->running) != 0 || race->cuts == 0) {
        uint32_t bits = (uint32_t)trial_below(random, 8);
        uint32_t at = (uint32_t)trial_below(random, SPAN) & ~((1u << bits) - 1);
        eip_cidr cidr = {BASE + at, 32 - bits};
        uint8_t place = race->place[at];

        if (!is_at(race, cidr, place)) {
            continue;
        }
        if (race->is_ipam && place == 1) {
            provision_from_ipam(race, (int32_t)cidr.prefix_bits);
        } else if (place != 0) {
            cut(race, place - 1u, cidr);
        } else {
            provision(race, (uint32_t)trial_below(random, POOLS), cidr);
        }
        if (trial_below(random, 4) == 0) {
            (void)sched_yield();
        }
    }
    for (uint32_t i = 0; i < SPAN; i++) {
        if (race->place[i] == 0) {
            provision(race, 0, (eip_cidr){BASE + i, 32});
        }
    }
}

/* -- those who allocate ----------------------------------------------------------- */

static bool take(struct race *race, uint32_t index, uint32_t pool,
                 struct held *held) {
    const eip_caller caller = EIP_CALLER_INIT(OWNER);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response response = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    uint32_t nobody = 0;
    eip_status status;

    if (race->is_ipam && pool == 0) {
        request.ipam_pool_id = eip_text_of(race->text[pool]);
    } else {
        request.public_ipv4_pool = eip_text_of(race->text[pool]);
    }
    status =
        eip_allocate_address(race->engine, &caller, &request, &response, NULL);
    if (status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY) {
        return false;
    }
    TRIAL_CHECK(status == EIP_OK, "allocate: %s", eip_status_name(status));
    *held = (struct held){response.allocation_id, response.public_ip};
    TRIAL_CHECK(held->address - BASE < SPAN &&
                    response.public_ipv4_pool.id == race->pool[pool].id,
                "%x of another pool", held->address);
    TRIAL_CHECK(atomic_compare_exchange_strong(
                    &race->owner[held->address - BASE], &nobody, index + 1),
                "%x given to %u, held by %u", held->address, index + 1, nobody);
    race->ids[index][race->id_count[index]++] = held->id;
    return true;
}

static void give(struct race *race, const struct held *held) {
    eip_status status;

    atomic_store(&race->owner[held->address - BASE], 0);
    status = trial_release(race->engine, OWNER, held->id);
    TRIAL_CHECK(status == EIP_OK, "release of %x: %s", held->address,
                eip_status_name(status));
}

static void work(struct race *race, uint32_t index,
                 struct trial_random *random) {
    struct held held[HELD_MAX];
    uint32_t count = 0;

    for (uint64_t i = 0; i < race->rounds; i++) {
        uint32_t at = (uint32_t)trial_below(random, HELD_MAX);

        if (at >= count) {
            count += take(race, index, (uint32_t)trial_below(random, POOLS),
                          &held[count]);
        } else {
            give(race, &held[at]);
            held[at] = held[--count];
        }
        while (i % 512 < 8 && count > 0) {
            give(race, &held[--count]); /* so that large ones can be cut */
        }
    }
    while (count > 0) {
        give(race, &held[--count]);
    }
    atomic_fetch_sub(&race->running, 1);
}

static void run(void *context, uint32_t index) {
    struct trial_random random = trial_stream(index);

    if (index == THREADS) {
        provision_and_cut(context, &random);
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
    uint64_t *all = malloc(THREADS * race->rounds * sizeof *all + 1);

    for (uint32_t i = 0; i < THREADS; i++) {
        memcpy(&all[count], race->ids[i], race->id_count[i] * sizeof *all);
        count += race->id_count[i];
        race->id_count[i] = 0;
    }
    qsort(all, count, sizeof *all, by_value);
    for (uint64_t i = 1; i < count; i++) {
        TRIAL_CHECK(all[i] != all[i - 1], "an id came twice");
    }
    free(all);
}

/* Everything is free again: as many as there are can be had, each once. */
static void take_all(struct race *race) {
    struct held held;
    uint32_t got = 0;

    for (uint32_t pool = 0; pool < POOLS; pool++) {
        while (take(race, 0, pool, &held)) {
            TRIAL_CHECK(race->place[held.address - BASE] == pool + 1,
                        "%x is not that pool's", held.address);
            got++;
        }
    }
    TRIAL_CHECK(got == SPAN, "%u of %d at rest", got, SPAN);
}

static void race_with(bool is_ipam, uint32_t policy, uint64_t cooldown_ms) {
    const struct trial_engine how = {.cooldown_ms = cooldown_ms};
    struct race *race = calloc(1, sizeof *race);

    race->engine = trial_open(&how);
    race->is_ipam = is_ipam;
    for (uint32_t i = 0; i < POOLS; i++) {
        eip_pool_spec spec = EIP_POOL_SPEC_INIT;

        spec.pool.kind =
            is_ipam && i == 0 ? EIP_POOL_IPAM : EIP_POOL_PUBLIC_IPV4;
        spec.owner = OWNER;
        spec.policy = policy;
        TRIAL_CHECK(eip_admin_create_pool(race->engine, &spec, &race->pool[i],
                                          NULL) == EIP_OK,
                    "create pool");
        (void)eip_pool_id_format(race->pool[i], race->text[i]);
    }
    provision(race, 0, (eip_cidr){BASE, 24});
    provision(race, is_ipam ? 0 : 1, (eip_cidr){BASE + 256, 24});
    race->rounds = trial_scaled(ROUNDS);
    race->running = THREADS;
    for (uint32_t i = 0; i < THREADS; i++) {
        race->ids[i] = malloc((race->rounds + SPAN) * sizeof(uint64_t));
    }
    trial_threads(THREADS + 1, run, race);
    check_ids(race);
    trial_audit(race->engine);
    take_all(race);
    trial_audit(race->engine);
    eip_engine_close(race->engine);
    for (uint32_t i = 0; i < THREADS; i++) {
        free(race->ids[i]);
    }
    free(race);
}

int main(void) {
    (void)trial_seed();
    for (int is_ipam = 0; is_ipam < 2; is_ipam++) {
        race_with(is_ipam != 0, EIP_POLICY_LOWEST, 0);
        race_with(is_ipam != 0, EIP_POLICY_RANDOM, 2);
        race_with(is_ipam != 0, EIP_POLICY_CURSOR, 3600000);
        race_with(is_ipam != 0, EIP_POLICY_SPREAD, 1);
    }
    return 0;
}
