/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Everything at once over the public interface: threads that allocate,
 * recover, release and describe, alone and in batches, with tags and quotas,
 * while an administrator changes blocks, pools and quotas and counts. A table
 * beside the engine says who holds what; at the end the engine must agree. */
#include "support/internal/trial.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    THREADS = 4,
    ACCOUNTS = 3, /* shared by the threads */
    BLOCKS = 4,
    HELD_MAX = 64,
    BATCH = 8,
    ROUNDS = 40000,
    SPAN = 8192
};
#define BASE UINT32_C(0xc6330000)

static const eip_cidr blocks[BLOCKS] = {
    {BASE, 27}, {BASE + 64, 30}, {BASE + 4096, 21}, {BASE + 128, 25}};

struct held {
    uint64_t id;
    uint32_t address;
    uint32_t tag; /* value of its tag, or 0 */
};

struct torture {
    eip_engine *engine;
    uint64_t rounds;
    _Atomic uint32_t running;
    _Atomic uint64_t owner[SPAN]; /* account + 1, by address */
    _Atomic uint64_t next_account;
};

struct worker {
    struct torture *torture;
    struct trial_random random;
    uint64_t account;
    struct held held[HELD_MAX];
    uint32_t count;
    uint32_t last; /* the address released last */
};

/* -- the table ------------------------------------------------------------------ */

static void now_mine(struct worker *worker,
                     const eip_allocate_address_response *response,
                     uint32_t tag) {
    uint64_t nobody = 0;

    TRIAL_CHECK(response->public_ip - BASE < SPAN, "address %x",
                response->public_ip);
    TRIAL_CHECK(atomic_compare_exchange_strong(
                    &worker->torture->owner[response->public_ip - BASE],
                    &nobody, worker->account + 1),
                "%x given to %u, held by %u", response->public_ip,
                (uint32_t)worker->account, (uint32_t)nobody - 1);
    worker->held[worker->count++] =
        (struct held){response->allocation_id, response->public_ip, tag};
}

static uint64_t no_longer_mine(struct worker *worker, uint32_t at) {
    struct held held = worker->held[at];

    atomic_store(&worker->torture->owner[held.address - BASE], 0);
    worker->last = held.address;
    worker->count--;
    worker->held[at] = worker->held[worker->count];
    return held.id;
}

static bool may_fail(eip_status status) {
    return status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY ||
           status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED;
}

/* -- operations ------------------------------------------------------------------- */

static void allocate(struct worker *worker) {
    const eip_caller caller = EIP_CALLER_INIT(worker->account);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response response = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    uint32_t tag = (uint32_t)trial_next(&worker->random) & 0xffff;
    eip_tag tags[1];
    eip_tag_specification specification = {eip_text_of("elastic-ip"), tags, 1,
                                           0};
    char value[16];
    eip_status status;

    if (tag % 2 != 0) {
        (void)snprintf(value, sizeof value, "%u", tag);
        tags[0] = (eip_tag){eip_text_of("Mark"), eip_text_of(value)};
        request.tag_specifications = &specification;
        request.tag_specification_count = 1;
    }
    status = eip_allocate_address(worker->torture->engine, &caller, &request,
                                  &response, NULL);
    if (status == EIP_OK) {
        now_mine(worker, &response, tag % 2 != 0 ? tag : 0);
    } else {
        TRIAL_CHECK(may_fail(status), "allocate: %s", eip_status_name(status));
    }
}

static void allocate_named(struct worker *worker, uint32_t address) {
    eip_allocate_address_response response;
    eip_status status = trial_recover(worker->torture->engine, worker->account,
                                      address, &response);

    if (status == EIP_OK) {
        TRIAL_CHECK(response.public_ip == address, "another than named");
        now_mine(worker, &response, 0);
    } else {
        TRIAL_CHECK(status == EIP_ERR_ADDRESS_NOT_FOUND || may_fail(status),
                    "named: %s", eip_status_name(status));
    }
}

static void allocate_batch(struct worker *worker) {
    const eip_caller caller = EIP_CALLER_INIT(worker->account);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_result results[BATCH];
    uint32_t count = 1 + (uint32_t)trial_below(&worker->random, BATCH);

    for (uint32_t i = 0; i < count; i++) {
        results[i].response.size = sizeof results[i].response;
    }
    (void)!eip_allocate_many(worker->torture->engine, &caller, &request, 1,
                             results, count, NULL);
    for (uint32_t i = 0; i < count; i++) {
        if (results[i].status == EIP_OK) {
            now_mine(worker, &results[i].response, 0);
        } else {
            TRIAL_CHECK(may_fail(results[i].status), "batch: %s",
                        eip_status_name(results[i].status));
        }
    }
}

static void release(struct worker *worker) {
    uint64_t id = no_longer_mine(
        worker, (uint32_t)trial_below(&worker->random, worker->count));
    eip_status status =
        trial_release(worker->torture->engine, worker->account, id);

    TRIAL_CHECK(status == EIP_OK, "release: %s", eip_status_name(status));
    status = trial_release(worker->torture->engine, worker->account, id);
    TRIAL_CHECK(status == EIP_ERR_ALLOCATION_ID_NOT_FOUND, "again: %s",
                eip_status_name(status));
}

static void release_batch(struct worker *worker) {
    const eip_caller caller = EIP_CALLER_INIT(worker->account);
    eip_status results[BATCH];
    uint64_t ids[BATCH];
    uint32_t count = 0;

    while (count < BATCH && worker->count > 0) {
        ids[count++] = no_longer_mine(worker, worker->count - 1);
    }
    if (count != 0) {
        eip_status status =
            eip_release_many(worker->torture->engine, &caller, ids,
                             (eip_text){NULL, 0, 0}, results, count, NULL);

        TRIAL_CHECK(status == EIP_OK, "release many: %s",
                    eip_status_name(status));
    }
}

/* Somebody else's, or one long gone: refused. */
static void release_foreign(struct worker *worker) {
    if (worker->count != 0) {
        const struct held *held =
            &worker->held[trial_below(&worker->random, worker->count)];
        eip_status status = trial_release(worker->torture->engine,
                                          worker->account + 500, held->id);

        TRIAL_CHECK(status == EIP_ERR_ALLOCATION_ID_NOT_FOUND, "foreign: %s",
                    eip_status_name(status));
    }
}

static eip_address_list *describe(struct torture *torture, uint64_t account) {
    const eip_caller caller = EIP_CALLER_INIT(account);
    eip_address_list *list = NULL;
    eip_status status =
        eip_describe_addresses(torture->engine, &caller, NULL, &list, NULL);

    TRIAL_CHECK(status == EIP_OK, "describe: %s", eip_status_name(status));
    return list;
}

static void check_tag(const eip_address *address, const struct held *held) {
    char value[16];

    TRIAL_CHECK(address->tag_count == (held->tag != 0), "%u tags",
                address->tag_count);
    if (held->tag != 0) {
        (void)snprintf(value, sizeof value, "%u", held->tag);
        TRIAL_CHECK(
            address->tags[0].value.size == strlen(value) &&
                memcmp(address->tags[0].value.data, value, strlen(value)) == 0,
            "another's tag");
    }
}

static void describe_own(struct worker *worker) {
    eip_address_list *list = describe(worker->torture, worker->account);
    uint64_t count = eip_address_list_count(list);

    for (uint32_t i = 0; i < worker->count; i++) {
        const struct held *held = &worker->held[i];
        eip_address address = EIP_ADDRESS_INIT;
        uint64_t at = 0;

        do {
            TRIAL_CHECK(eip_address_list_at(list, at, &address) == EIP_OK,
                        "held, and not among %u", (uint32_t)count);
            at++;
        } while (address.allocation_id != held->id);
        TRIAL_CHECK(address.public_ip == held->address, "another address");
        check_tag(&address, held);
    }
    eip_address_list_free(list);
}

/* An account that nobody has used yet. */
static void visit(struct worker *worker) {
    uint64_t account = atomic_fetch_add(&worker->torture->next_account, 1);
    eip_allocate_address_response response;
    eip_status status =
        trial_allocate(worker->torture->engine, account, &response);

    if (status == EIP_OK) {
        status = trial_release(worker->torture->engine, account,
                               response.allocation_id);
        TRIAL_CHECK(status == EIP_OK, "visitor: %s", eip_status_name(status));
    } else {
        TRIAL_CHECK(may_fail(status), "visitor: %s", eip_status_name(status));
    }
}

static void act(struct worker *worker) {
    uint64_t dice = trial_below(&worker->random, 100);
    bool room = worker->count + BATCH <= HELD_MAX;

    if (dice < 30 && room) {
        allocate(worker);
    } else if (dice < 40 && room) {
        allocate_named(worker,
                       BASE + (uint32_t)trial_below(&worker->random, 256));
    } else if (dice < 50 && room && worker->last != 0) {
        allocate_named(worker, worker->last);
    } else if (dice < 55 && room) {
        allocate_batch(worker);
    } else if (dice < 85 && worker->count != 0) {
        release(worker);
    } else if (dice < 89) {
        release_batch(worker);
    } else if (dice < 92) {
        release_foreign(worker);
    } else if (dice < 94) {
        describe_own(worker);
    } else if (dice < 96) {
        visit(worker);
    }
}

/* -- administration ------------------------------------------------------------------ */

static const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};

static bool is_fine(eip_status status) {
    return status == EIP_OK || status == EIP_ERR_READERS_STALLED ||
           status == EIP_ERR_CIDR_IN_USE || status == EIP_ERR_CIDR_CONFLICT ||
           status == EIP_ERR_CIDR_NOT_FOUND;
}

static void change_block(struct torture *torture, struct trial_random *random) {
    uint64_t block = trial_below(random, BLOCKS);
    uint64_t held;
    eip_status status;

    if (trial_below(random, 2) == 0) {
        status = eip_admin_provision_cidrs(torture->engine, amazon,
                                           (eip_text){NULL, 0, 0},
                                           &blocks[block], 1, NULL);
    } else {
        status =
            eip_admin_drain_cidr(torture->engine, amazon, blocks[block],
                                 (uint32_t)trial_below(random, 3), &held, NULL);
    }
    TRIAL_CHECK(is_fine(status), "block: %s", eip_status_name(status));
}

static void change_pool(struct torture *torture, struct trial_random *random) {
    static const uint64_t cooldowns[] = {0, 1, 20, 3600000};
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_status status;

    spec.flags = EIP_POOL_COOLDOWN_GIVEN |
                 (trial_below(random, 4) == 0 ? EIP_POOL_KEEP_COOLING : 0) |
                 (trial_below(random, 8) == 0 ? EIP_POOL_CLOSED : 0);
    spec.cooldown_ms = cooldowns[trial_below(random, 4)];
    spec.policy = (uint32_t)trial_below(random, 4);
    status = eip_admin_modify_pool(torture->engine, &spec, NULL);
    TRIAL_CHECK(is_fine(status), "pool: %s", eip_status_name(status));
}

static void change_quota(struct torture *torture, struct trial_random *random) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;
    eip_status status;

    spec.account = trial_below(random, ACCOUNTS);
    spec.quota = (uint32_t)trial_below(random, 200);
    status = eip_admin_set_account(torture->engine, &spec, NULL);
    TRIAL_CHECK(is_fine(status), "quota: %s", eip_status_name(status));
}

static void count(struct torture *torture) {
    eip_engine_stats stats = EIP_ENGINE_STATS_INIT;
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    eip_space_stats row;
    uint32_t rows;

    TRIAL_CHECK(eip_engine_stats_read(torture->engine, &stats) == EIP_OK,
                "stats");
    TRIAL_CHECK(eip_engine_space_stats(torture->engine, &row, 1, &rows) ==
                    EIP_OK,
                "space stats");
    /* Findings are to be expected while operations are under way. */
    TRIAL_CHECK(is_fine(eip_engine_audit(torture->engine, NULL, NULL, &report)),
                "audit");
}

static void administer(struct torture *torture) {
    struct trial_random random = trial_stream(1000);

    while (atomic_load(&torture->running) != 0) {
        switch (trial_below(&random, 8)) {
        case 0:
            change_pool(torture, &random);
            break;
        case 1:
            change_quota(torture, &random);
            break;
        case 2:
            count(torture);
            break;
        default:
            change_block(torture, &random);
            break;
        }
        (void)sched_yield();
    }
}

/* -- all together ------------------------------------------------------------------------ */

static void run(void *context, uint32_t index) {
    struct torture *torture = context;
    struct worker worker = {.torture = torture,
                            .random = trial_stream(index),
                            .account = index % ACCOUNTS};

    if (index == THREADS) {
        administer(torture);
        return;
    }
    for (uint64_t i = 0; i < torture->rounds; i++) {
        act(&worker);
    }
    atomic_fetch_sub(&torture->running, 1);
}

/* What the engine lists and what the table says are the same. */
static void compare(struct torture *torture) {
    for (uint64_t account = 0; account < ACCOUNTS; account++) {
        eip_address_list *list = describe(torture, account);
        uint64_t listed = eip_address_list_count(list);
        uint64_t held = 0;

        for (uint32_t i = 0; i < SPAN; i++) {
            held += atomic_load(&torture->owner[i]) == account + 1;
        }
        TRIAL_CHECK(listed == held, "account %u: %u listed, %u held",
                    (uint32_t)account, (uint32_t)listed, (uint32_t)held);
        for (uint64_t i = 0; i < listed; i++) {
            eip_address address = EIP_ADDRESS_INIT;

            TRIAL_CHECK(
                eip_address_list_at(list, i, &address) == EIP_OK &&
                    atomic_load(&torture->owner[address.public_ip - BASE]) ==
                        account + 1,
                "listed, and another's");
        }
        eip_address_list_free(list);
    }
}

int main(void) {
    const struct trial_engine how = {
        .flags = EIP_ENGINE_CLAIM_ANY_FREE, .quota = 150, .cooldown_ms = 20};
    struct torture *torture = calloc(1, sizeof *torture);

    torture->engine = trial_open(&how);
    torture->rounds = trial_scaled(ROUNDS);
    torture->running = THREADS;
    torture->next_account = 100000;
    TRIAL_CHECK(eip_admin_provision_cidrs(torture->engine, amazon,
                                          (eip_text){NULL, 0, 0}, blocks,
                                          BLOCKS, NULL) == EIP_OK,
                "provision");
    trial_threads(THREADS + 1, run, torture);
    trial_audit(torture->engine);
    compare(torture);
    eip_engine_close(torture->engine);
    free(torture);
    return 0;
}
