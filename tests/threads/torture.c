/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Everything at once over the public interface: more threads than cores that
 * allocate, recover, release and describe, alone and in batches, of three
 * pools, with tags and quotas, while two administrators change blocks, pools
 * and quotas and count. A table beside the engine says who holds what. At the
 * end of each part all come to rest, and the engine must agree with it.
 *
 * torture [SECONDS]: parts until then; without it, some (EIP_TEST_SCALE). */
#include "torture_admin.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    WORKERS = 12,
    ADMINISTRATORS = 2,
    PARTS = 4,
    HELD_MAX = 24,
    BATCH = 8,
    ROUNDS = 10000 /* of a worker in a part */
};

struct held {
    uint64_t id;
    uint32_t address;
    uint32_t tag; /* value of its tag, or 0 */
};

struct worker {
    struct torture *torture;
    struct trial_random random;
    uint64_t account;
    struct held held[HELD_MAX];
    uint32_t count;
    uint32_t last; /* the address released last */
    uint64_t operations;
};

struct all {
    struct torture torture;
    struct worker worker[WORKERS];
    struct trial_random administrator[ADMINISTRATORS];
};

static void now_mine(struct worker *worker,
                     const eip_allocate_address_response *response,
                     uint32_t tag) {
    table_claim(&worker->torture->table, response->public_ip, worker->account);
    worker->held[worker->count++] =
        (struct held){response->allocation_id, response->public_ip, tag};
}

static struct held no_longer_mine(struct worker *worker, uint32_t at) {
    struct held held = worker->held[at];

    table_clear(&worker->torture->table, held.address, worker->account);
    worker->last = held.address;
    worker->count--;
    worker->held[at] = worker->held[worker->count];
    return held;
}

static bool may_fail(eip_status status) {
    return status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY ||
           status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED;
}

static bool is_local(uint32_t address) {
    return address - LOCAL_BASE < 32;
}

static bool one_in(struct worker *worker, uint64_t count) {
    return trial_below(&worker->random, count) == 0;
}

/* -- operations ------------------------------------------------------------------- */

/* Where from, and whether in earnest. */
static void choose_place(struct worker *worker,
                         eip_allocate_address_request *request) {
    uint64_t dice = trial_below(&worker->random, 10);

    if (dice < 2) {
        request->network_border_group = eip_text_of(LOCAL_ZONE);
    } else if (dice < 5 && worker->account == POOL_OWNER) {
        request->public_ipv4_pool = eip_text_of(worker->torture->own_text);
    }
    request->flags = one_in(worker, 16) ? EIP_ALLOCATE_DRY_RUN : 0;
}

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

    choose_place(worker, &request);
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
        TRIAL_CHECK(may_fail(status) ||
                        (status == EIP_ERR_DRY_RUN && request.flags != 0),
                    "allocate: %s", eip_status_name(status));
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

static eip_status release_id(struct worker *worker, uint64_t account,
                             const struct held *held, uint32_t flags) {
    const eip_caller caller = EIP_CALLER_INIT(account);
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

    request.allocation_id = held->id;
    request.flags = flags;
    if (is_local(held->address)) {
        request.network_border_group = eip_text_of(LOCAL_ZONE);
    }
    return eip_release_address(worker->torture->engine, &caller, &request,
                               NULL);
}

static void release(struct worker *worker) {
    struct held held = no_longer_mine(
        worker, (uint32_t)trial_below(&worker->random, worker->count));
    eip_status status = release_id(worker, worker->account, &held, 0);

    TRIAL_CHECK(status == EIP_OK, "release: %s", eip_status_name(status));
    status = release_id(worker, worker->account, &held, 0);
    TRIAL_CHECK(status == EIP_ERR_ALLOCATION_ID_NOT_FOUND, "again: %s",
                eip_status_name(status));
}

/* Those of the Region's own border group, and an id that is nobody's. */
static void release_batch(struct worker *worker) {
    const eip_caller caller = EIP_CALLER_INIT(worker->account);
    eip_status results[BATCH + 1];
    uint64_t ids[BATCH + 1];
    uint32_t count = 0;
    eip_status status;

    for (uint32_t i = worker->count; i-- > 0 && count < BATCH;) {
        if (!is_local(worker->held[i].address)) {
            ids[count++] = no_longer_mine(worker, i).id;
        }
    }
    if (count == 0) {
        return;
    }
    ids[count] = ids[0];
    status = eip_release_many(worker->torture->engine, &caller, ids, no_text,
                              results, count + 1, NULL);
    TRIAL_CHECK(status == EIP_ERR_ALLOCATION_ID_NOT_FOUND, "release many: %s",
                eip_status_name(status));
    for (uint32_t i = 0; i <= count; i++) {
        TRIAL_CHECK((results[i] == EIP_OK) == (i < count), "release many: %s",
                    eip_status_name(results[i]));
    }
}

/* Somebody else's is refused; a dry run changes nothing. */
static void release_foreign(struct worker *worker) {
    const struct held *held;
    eip_status status;

    if (worker->count == 0) {
        return;
    }
    held = &worker->held[trial_below(&worker->random, worker->count)];
    status = release_id(worker, worker->account + 500, held, 0);
    TRIAL_CHECK(status == EIP_ERR_ALLOCATION_ID_NOT_FOUND, "foreign: %s",
                eip_status_name(status));
    status = release_id(worker, worker->account, held, EIP_RELEASE_DRY_RUN);
    TRIAL_CHECK(status == EIP_ERR_DRY_RUN, "dry run: %s",
                eip_status_name(status));
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

/* Two of the own, by id and by filter: just those. */
static void describe_named(struct worker *worker) {
    const eip_caller caller = EIP_CALLER_INIT(worker->account);
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    char text[EIP_ALLOCATION_ID_TEXT_SIZE];
    char ip[EIP_IPV4_TEXT_SIZE];
    const struct held *held;
    eip_address address = EIP_ADDRESS_INIT;
    eip_address_list *list = NULL;
    eip_text id;
    eip_text value;
    eip_filter filter = {eip_text_of("public-ip"), &value, 1, 0};
    eip_status status;

    if (worker->count == 0) {
        return;
    }
    held = &worker->held[trial_below(&worker->random, worker->count)];
    id = (eip_text){text, eip_allocation_id_format(held->id, text), 0};
    value = (eip_text){ip, eip_ipv4_format(held->address, ip), 0};
    if (one_in(worker, 2)) {
        request.allocation_ids = &id;
        request.allocation_id_count = 1;
    } else {
        request.filters = &filter;
        request.filter_count = 1;
    }
    status = eip_describe_addresses(worker->torture->engine, &caller, &request,
                                    &list, NULL);
    TRIAL_CHECK(status == EIP_OK && eip_address_list_count(list) == 1 &&
                    eip_address_list_at(list, 0, &address) == EIP_OK &&
                    address.allocation_id == held->id &&
                    address.public_ip == held->address,
                "described by name: %s", eip_status_name(status));
    check_tag(&address, held);
    eip_address_list_free(list);
}

/* An account that nobody has used yet. */
static void visit(struct worker *worker) {
    uint64_t account = atomic_fetch_add(&worker->torture->next_account, 1);
    eip_allocate_address_response response;
    eip_status status =
        trial_allocate(worker->torture->engine, account, &response);

    if (status == EIP_OK) {
        table_claim(&worker->torture->table, response.public_ip, account);
        table_clear(&worker->torture->table, response.public_ip, account);
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
        allocate_named(worker, BASE +
                                   (uint32_t)trial_below(&worker->random, 256) +
                                   (one_in(worker, 8) ? 0x2000 : 0));
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
    } else if (dice < 97) {
        describe_named(worker);
    } else if (dice < 98) {
        visit(worker);
    }
    worker->operations++;
}

/* -- all together ------------------------------------------------------------------------ */

static void run(void *context, uint32_t index) {
    struct all *all = context;
    struct torture *torture = &all->torture;

    if (index >= WORKERS) {
        index -= WORKERS;
        administer(torture, index, &all->administrator[index]);
        return;
    }
    for (uint64_t i = 0; torture->until != 0 ? !atomic_load(&torture->ends)
                                             : i < torture->rounds;
         i++) {
        act(&all->worker[index]);
    }
    atomic_fetch_sub(&torture->running, 1);
}

static void begin(struct all *all) {
    const struct trial_engine how = {
        .flags = EIP_ENGINE_CLAIM_ANY_FREE, .quota = QUOTA, .cooldown_ms = 20};

    all->torture.engine = trial_open(&how);
    all->torture.rounds = trial_scaled(ROUNDS);
    all->torture.next_account = 100000;
    build(&all->torture);
    for (uint32_t i = 0; i < WORKERS; i++) {
        all->worker[i] = (struct worker){.torture = &all->torture,
                                         .random = trial_stream(i),
                                         .account = i % ACCOUNTS};
    }
    for (uint32_t i = 0; i < ADMINISTRATORS; i++) {
        all->administrator[i] = trial_stream(1000 + i);
    }
}

/* New threads each time: the lanes of the last are taken over. */
static void play_part(struct all *all, bool timed) {
    enum { PART_SECONDS = 2 };

    atomic_store(&all->torture.running, WORKERS);
    atomic_store(&all->torture.ends, false);
    all->torture.until = timed ? time(NULL) + PART_SECONDS : 0;
    trial_threads(WORKERS + ADMINISTRATORS, run, all);
    table_audit(&all->torture.table, all->torture.engine);
}

static void report(struct all *all, uint32_t parts, double took) {
    eip_engine_stats stats = EIP_ENGINE_STATS_INIT;
    uint64_t operations = 0;

    for (uint32_t i = 0; i < WORKERS; i++) {
        operations += all->worker[i].operations;
    }
    TRIAL_CHECK(eip_engine_stats_read(all->torture.engine, &stats) == EIP_OK &&
                    stats.allocated != 0 && stats.recovered != 0,
                "stats");
    (void)printf("torture: seed %" PRIu64 ", %" PRIu64
                 " operations of %d threads, %" PRIu64 " allocated, %" PRIu64
                 " recovered, audited %u times, %.0f s\n",
                 trial_seed(), operations, WORKERS + ADMINISTRATORS,
                 stats.allocated, stats.recovered, parts, took);
}

int main(int argc, char **argv) {
    double limit = argc > 1 ? strtod(argv[1], NULL) : 0;
    struct all *all = calloc(1, sizeof *all);
    time_t start = time(NULL);
    uint32_t parts = 0;

    begin(all);
    do {
        play_part(all, argc > 1);
        parts++;
    } while (argc > 1 ? difftime(time(NULL), start) < limit : parts < PARTS);
    report(all, parts, difftime(time(NULL), start));
    eip_engine_close(all->torture.engine);
    free(all);
    return 0;
}
