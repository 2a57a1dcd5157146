/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CIDRs of an IPAM pool become custom allocations, or a child's, and come back,
 * while the account's policy is replaced, beside allocations of addresses from
 * both pools by name and by policy: an address handed out belongs to one, is of
 * the pool that the answer names and in no custom allocation, no id comes
 * twice, and nothing is lost. */
#include "support/internal/trial.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 3, POOLS = 2, HELD_MAX = 24, ROUNDS = 5000, SPAN = 512 };
enum { TOP, CHILD, CUSTOM }; /* where an address is */
#define RANGE "203.0.112.0/23"
#define BASE UINT32_C(0xcb007000)
#define OWNER UINT64_C(7)
#define MESSAGE "1|aws|000000000007|" RANGE "|20991231|SHA256|RSAPSS"

static const eip_caller owner = EIP_CALLER_INIT(OWNER);

struct held {
    uint64_t id;
    uint32_t address;
};

/* What the one who provisions has taken out of the first pool, by base. */
struct out {
    eip_ipam_id id; /* custom */
    uint32_t bits;
};

struct race {
    eip_engine *engine;
    eip_pool_ref pool[POOLS];
    char text[POOLS][EIP_POOL_ID_TEXT_SIZE];
    uint64_t rounds;
    _Atomic uint32_t running;
    _Atomic uint32_t owner[SPAN]; /* by address, thread + 1; CUSTOM_OWNER */
    uint8_t place[SPAN];
    struct out out[SPAN];
    uint64_t customs;
    uint64_t moves;
    uint64_t *ids[THREADS];
    uint64_t id_count[THREADS];
};
#define CUSTOM_OWNER 1000u

/* A thread that waits for a processor inside a call holds old snapshots. */
static bool is_stalled(eip_status status) {
    if (status == EIP_ERR_READERS_STALLED) {
        (void)sched_yield();
    }
    return status == EIP_ERR_READERS_STALLED;
}

/* -- the one who provisions ----------------------------------------------------- */

static void note(struct race *race, eip_cidr cidr, uint8_t place) {
    memset(&race->place[cidr.base - BASE], place, eip_cidr_count(cidr));
}

/* Nobody may be given an address between the two calls of it. */
static void claim(struct race *race, eip_cidr cidr, bool claims) {
    for (uint32_t i = 0; i < eip_cidr_count(cidr); i++) {
        uint32_t was = claims ? 0 : CUSTOM_OWNER;

        TRIAL_CHECK(
            atomic_compare_exchange_strong(&race->owner[cidr.base - BASE + i],
                                           &was, claims ? CUSTOM_OWNER : 0),
            "%x is %u's", cidr.base + i, was);
    }
}

static void take_custom(struct race *race, eip_cidr cidr) {
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation shown = EIP_IPAM_POOL_ALLOCATION_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    eip_error error = EIP_ERROR_INIT;
    char text[EIP_CIDR_TEXT_SIZE];
    eip_status status;

    (void)eip_cidr_format(cidr, text);
    request.ipam_pool_id = eip_text_of(race->text[TOP]);
    request.cidr = eip_text_of(text);
    do {
        status = eip_allocate_ipam_pool_cidr(race->engine, &owner, &request,
                                             &list, &error);
    } while (is_stalled(status));
    TRIAL_CHECK(status == EIP_OK || status == EIP_ERR_CIDR_IN_USE,
                "allocate %s: %s", text, error.message);
    if (status != EIP_OK) {
        return;
    }
    TRIAL_CHECK(eip_ipam_pool_allocation_list_at(list, 0, &shown) == EIP_OK,
                "at");
    eip_ipam_pool_allocation_list_free(list);
    claim(race, cidr, true);
    race->out[cidr.base - BASE] = (struct out){shown.id, cidr.prefix_bits};
    note(race, cidr, CUSTOM);
    race->customs++;
}

static void release_custom(struct race *race, eip_cidr cidr) {
    eip_release_ipam_pool_allocation_request request =
        EIP_RELEASE_IPAM_POOL_ALLOCATION_REQUEST_INIT;
    eip_error error = EIP_ERROR_INIT;
    char id[EIP_IPAM_ID_TEXT_SIZE];
    char text[EIP_CIDR_TEXT_SIZE];
    eip_status status;

    (void)eip_cidr_format(cidr, text);
    (void)eip_ipam_allocation_id_format(race->out[cidr.base - BASE].id, id);
    request.ipam_pool_id = eip_text_of(race->text[TOP]);
    request.cidr = eip_text_of(text);
    request.ipam_pool_allocation_id = eip_text_of(id);
    claim(race, cidr, false);
    do {
        status = eip_release_ipam_pool_allocation(race->engine, &owner,
                                                  &request, &error);
    } while (is_stalled(status));
    TRIAL_CHECK(status == EIP_OK, "release %s: %s", text, error.message);
    note(race, cidr, TOP);
}

static void move_to_child(struct race *race, eip_cidr cidr) {
    eip_provision_ipam_pool_cidr_request request =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_cidr_list *list = NULL;
    eip_error error = EIP_ERROR_INIT;
    char text[EIP_CIDR_TEXT_SIZE];
    eip_status status;

    (void)eip_cidr_format(cidr, text);
    request.ipam_pool_id = eip_text_of(race->text[CHILD]);
    request.cidr = eip_text_of(text);
    do {
        status = eip_provision_ipam_pool_cidr(race->engine, &owner, &request,
                                              &list, &error);
    } while (is_stalled(status));
    TRIAL_CHECK(status == EIP_OK || status == EIP_ERR_CIDR_IN_USE ||
                    status == EIP_ERR_RESOURCE_LIMIT_EXCEEDED,
                "provision %s: %s", text, error.message);
    eip_ipam_pool_cidr_list_free(list);
    if (status == EIP_OK) {
        race->out[cidr.base - BASE].bits = cidr.prefix_bits;
        note(race, cidr, CHILD);
        race->moves++;
    }
}

static bool move_back(struct race *race, eip_cidr cidr) {
    eip_deprovision_ipam_pool_cidr_request request =
        EIP_DEPROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_cidr_list *list = NULL;
    eip_error error = EIP_ERROR_INIT;
    char text[EIP_CIDR_TEXT_SIZE];
    eip_status status;

    (void)eip_cidr_format(cidr, text);
    request.ipam_pool_id = eip_text_of(race->text[CHILD]);
    request.cidr = eip_text_of(text);
    do {
        status = eip_deprovision_ipam_pool_cidr(race->engine, &owner, &request,
                                                &list, &error);
    } while (is_stalled(status));
    TRIAL_CHECK(status == EIP_OK || status == EIP_ERR_CIDR_IN_USE,
                "deprovision %s: %s", text, error.message);
    eip_ipam_pool_cidr_list_free(list);
    if (status == EIP_OK) {
        note(race, cidr, TOP);
    }
    return status == EIP_OK;
}

/* What was taken out last and has this address, or has it as its base. */
static eip_cidr out_at(const struct race *race, uint32_t at) {
    for (uint32_t base = at + 1; base-- > 0;) {
        eip_cidr cidr = {BASE + base, race->out[base].bits};

        if (cidr.prefix_bits != 0 && race->place[base] == race->place[at] &&
            eip_cidr_contains(cidr, BASE + at) != 0) {
            return cidr;
        }
    }
    return (eip_cidr){0, 0};
}

static bool is_top(const struct race *race, eip_cidr cidr) {
    for (uint32_t i = 0; i < eip_cidr_count(cidr); i++) {
        if (race->place[cidr.base - BASE + i] != TOP) {
            return false;
        }
    }
    return true;
}

static void put_back(struct race *race, uint32_t at) {
    eip_cidr cidr = out_at(race, at);

    if (race->place[at] == CUSTOM) {
        release_custom(race, cidr);
    } else if (!move_back(race, cidr)) {
        return;
    }
    race->out[cidr.base - BASE].bits = 0;
}

static void set_policy(struct race *race, uint32_t first) {
    eip_ipam_policy_rule rules[] = {
        {{NULL, 0, 0}, race->pool[first]},
        {{NULL, 0, 0}, race->pool[1 - first]},
    };
    eip_ipam_policy policy = EIP_IPAM_POLICY_INIT;
    eip_error error = EIP_ERROR_INIT;
    eip_status status;

    policy.account = OWNER;
    policy.rules = rules;
    policy.rule_count = 2;
    do {
        status = eip_admin_set_ipam_policy(race->engine, &policy, &error);
    } while (is_stalled(status));
    TRIAL_CHECK(status == EIP_OK, "policy: %s", error.message);
}

static void provision(struct race *race, struct trial_random *random) {
    while (atomic_load(&race->running) != 0 || race->customs == 0 ||
           race->moves == 0) {
        uint32_t bits = (uint32_t)trial_below(random, 8);
        uint32_t at = (uint32_t)trial_below(random, SPAN) & ~((1u << bits) - 1);
        eip_cidr cidr = {BASE + at, 32 - bits};

        if (race->place[at] != TOP) {
            put_back(race, at);
        } else if (!is_top(race, cidr)) {
            set_policy(race, (uint32_t)trial_below(random, POOLS));
        } else if (trial_below(random, 2) == 0) {
            take_custom(race, cidr);
        } else {
            move_to_child(race, cidr);
        }
    }
    for (uint32_t i = 0; i < SPAN; i++) {
        if (race->place[i] != TOP) {
            put_back(race, i);
        }
        TRIAL_CHECK(race->place[i] == TOP, "%x does not come back", BASE + i);
    }
}

/* -- those who allocate ----------------------------------------------------------- */

/* Of a pool; POOLS: of whichever the policy says. */
static bool take(struct race *race, uint32_t index, uint32_t pool,
                 struct held *held) {
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response response = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    uint32_t nobody = 0;
    eip_status status;

    if (pool < POOLS) {
        request.ipam_pool_id = eip_text_of(race->text[pool]);
    }
    status =
        eip_allocate_address(race->engine, &owner, &request, &response, NULL);
    if (status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY) {
        return false;
    }
    TRIAL_CHECK(status == EIP_OK, "allocate: %s", eip_status_name(status));
    *held = (struct held){response.allocation_id, response.public_ip};
    TRIAL_CHECK(held->address - BASE < SPAN, "%x", held->address);
    TRIAL_CHECK(response.public_ipv4_pool.id == race->pool[pool % POOLS].id ||
                    (pool == POOLS &&
                     response.public_ipv4_pool.id == race->pool[CHILD].id),
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
            count += take(race, index, (uint32_t)trial_below(random, POOLS + 1),
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
        provision(context, &random);
    } else {
        work(context, index, &random);
    }
}

/* -- beginning and end ---------------------------------------------------------------- */

static void create(struct race *race, uint32_t which) {
    eip_create_ipam_pool_request request = EIP_CREATE_IPAM_POOL_REQUEST_INIT;
    char scope[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
    eip_ipam_pool shown = EIP_IPAM_POOL_INIT;
    eip_ipam_pool_list *list = NULL;
    eip_error error = EIP_ERROR_INIT;
    uint64_t id;

    TRIAL_CHECK(eip_admin_ipam_default_scope(race->engine, OWNER, &id) ==
                    EIP_OK,
                "scope");
    (void)eip_ipam_scope_id_format(id, scope);
    request.ipam_scope_id = eip_text_of(scope);
    request.address_family = eip_text_of("ipv4");
    request.locale = eip_text_of("us-east-1");
    request.aws_service = eip_text_of("ec2");
    if (which == CHILD) {
        request.source_ipam_pool_id = eip_text_of(race->text[TOP]);
    }
    TRIAL_CHECK(eip_create_ipam_pool(race->engine, &owner, &request, &list,
                                     &error) == EIP_OK,
                "create: %s", error.message);
    TRIAL_CHECK(eip_ipam_pool_list_at(list, 0, &shown) == EIP_OK, "at");
    eip_ipam_pool_list_free(list);
    race->pool[which] = shown.pool;
    (void)eip_pool_id_format(shown.pool, race->text[which]);
}

static void bring(struct race *race) {
    eip_provision_ipam_pool_cidr_request request =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_cidr_list *list = NULL;
    eip_error error = EIP_ERROR_INIT;

    request.ipam_pool_id = eip_text_of(race->text[TOP]);
    request.cidr = eip_text_of(RANGE);
    request.authorization_message = eip_text_of(MESSAGE);
    request.authorization_signature = eip_text_of("x");
    TRIAL_CHECK(eip_provision_ipam_pool_cidr(race->engine, &owner, &request,
                                             &list, &error) == EIP_OK,
                "bring: %s", error.message);
    eip_ipam_pool_cidr_list_free(list);
}

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

static void race_with(uint64_t cooldown_ms) {
    const struct trial_engine how = {.cooldown_ms = cooldown_ms};
    struct race *race = calloc(1, sizeof *race);
    struct held held;
    uint32_t got = 0;

    race->engine = trial_open(&how);
    create(race, TOP);
    create(race, CHILD);
    bring(race);
    set_policy(race, TOP);
    race->rounds = trial_scaled(ROUNDS);
    race->running = THREADS;
    for (uint32_t i = 0; i < THREADS; i++) {
        race->ids[i] = malloc((race->rounds + SPAN) * sizeof(uint64_t));
    }
    trial_threads(THREADS + 1, run, race);
    check_ids(race);
    trial_audit(race->engine);
    while (take(race, 0, POOLS, &held)) {
        got++;
    }
    TRIAL_CHECK(got == SPAN, "%u of %d at rest", got, SPAN);
    trial_audit(race->engine);
    eip_engine_close(race->engine);
    for (uint32_t i = 0; i < THREADS; i++) {
        free(race->ids[i]);
    }
    free(race);
}

int main(void) {
    (void)trial_seed();
    race_with(0);
    race_with(2);
    race_with(3600000);
    return 0;
}
