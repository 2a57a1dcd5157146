/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The calls that are stopped, and the states of the engine in which. */
#include "freeze.h"

#include "registry/account.h"

#include <stdio.h>
#include <string.h>

#define MUST(call)                                                             \
    do {                                                                       \
        eip_status must_status = (call);                                       \
        FREEZE_CHECK(must_status == EIP_OK, "%s: %s", #call,                   \
                     eip_status_name(must_status));                            \
    } while (0)

#define NO_TEXT ((eip_text){NULL, 0, 0})

static const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};

/* -- building a state ------------------------------------------------------ */

static uint64_t read_clock(void *context) {
    (void)context;
    return START_MS;
}

struct plan {
    uint32_t prefix_bits; /* of Amazon's block; 0: 28 */
    uint32_t quota;       /* of SAME; 0: no account yet */
    uint32_t policy;
    uint32_t account_flags;
    uint64_t cooldown_ms;
    bool is_kept;
};

static void set_account(struct stage *stage, uint64_t number, uint32_t quota,
                        uint32_t flags) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;

    spec.account = number;
    spec.quota = quota;
    spec.flags = flags;
    MUST(eip_admin_set_account(stage->engine, &spec, NULL));
}

static void open_engine(struct stage *stage, const struct plan *plan) {
    uint32_t bits = plan->prefix_bits == 0 ? 28 : plan->prefix_bits;
    const eip_cidr cidr = {0xc0000200, bits}; /* 192.0.2.0 */
    const eip_cidr own = {0xc6336400, 29};    /* 198.51.100.0 */
    eip_config config = EIP_CONFIG_INIT;
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    config.region = eip_text_of("us-east-1");
    config.flags = EIP_ENGINE_SEEDED;
    config.seed = 20260101;
    config.cooldown_ms = plan->cooldown_ms;
    config.cooldown_given = 1;
    config.quota_default = EIP_QUOTA_MAX;
    config.allocator = memory_allocator();
    config.clock = (eip_clock){NULL, read_clock};
    MUST(eip_engine_open(&config, &stage->engine, NULL));
    spec.policy = plan->policy;
    MUST(eip_admin_modify_pool(stage->engine, &spec, NULL));
    MUST(eip_admin_provision_cidrs(stage->engine, amazon, NO_TEXT, &cidr, 1,
                                   NULL));
    spec.pool.kind = EIP_POOL_PUBLIC_IPV4;
    spec.policy = EIP_POLICY_DEFAULT;
    spec.owner = SAME + (plan->quota == 0 ? 7 : 0);
    MUST(eip_admin_create_pool(stage->engine, &spec, &stage->byoip, NULL));
    MUST(eip_admin_provision_cidrs(stage->engine, stage->byoip, NO_TEXT, &own,
                                   1, NULL));
    set_account(stage, OTHER, EIP_QUOTA_MAX, 0);
    set_account(stage, FILLER, EIP_QUOTA_MAX, 0);
    stage->size = 1u << (32 - bits);
    stage->quota = plan->quota == 0 ? EIP_QUOTA_MAX : plan->quota;
    if (plan->quota != 0) {
        set_account(stage, SAME, plan->quota, plan->account_flags);
    }
}

static void start(struct stage *stage, struct plan plan) {
    open_engine(stage, &plan);
    stage->request =
        (eip_allocate_address_request)EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    stage->release =
        (eip_release_address_request)EIP_RELEASE_ADDRESS_REQUEST_INIT;
    stage->describe =
        (eip_describe_addresses_request)EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    stage->response.size = sizeof stage->response;
    stage->usage.size = sizeof stage->usage;
    stage->is_kept = plan.is_kept;
    if (plan.is_kept) {
        kept_start(stage);
    }
}

static const eip_tag tags[2] = {{{"Name", 4, 0}, {"one", 3, 0}},
                                {{"b", 1, 0}, {NULL, 0, 0}}};
static const eip_tag_specification specification = {
    {"elastic-ip", 10, 0}, tags, 2, 0};

static void tag(struct stage *stage) {
    stage->request.tag_specifications = &specification;
    stage->request.tag_specification_count = 1;
}

/* Allocate as the request says, before the victim does. */
static struct entry take(struct stage *stage, uint64_t account) {
    const eip_caller caller = EIP_CALLER_INIT(account);
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    MUST(eip_allocate_address(stage->engine, &caller, &stage->request, &got,
                              NULL));
    stage_note(stage, account, got.allocation_id, got.public_ip);
    return (struct entry){account, got.allocation_id, got.public_ip};
}

static void give(struct stage *stage, struct entry entry) {
    const eip_caller caller = EIP_CALLER_INIT(entry.account);
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

    request.allocation_id = entry.id;
    MUST(eip_release_address(stage->engine, &caller, &request, NULL));
    stage_strike(stage, entry.account, entry.id, entry.ip);
}

static void take_many(struct stage *stage, uint64_t account, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        (void)take(stage, account);
    }
}

static void aim(struct stage *stage, struct entry target) {
    stage->target = target;
    stage->mine = target;
    (void)eip_ipv4_format(target.ip, stage->target_text);
    (void)eip_allocation_id_format(target.id, stage->id_text);
}

/* -- allocating: states ---------------------------------------------------- */

static void fresh(struct stage *stage) {
    start(stage, (struct plan){.quota = 8});
}

static void lowest(struct stage *stage) {
    start(stage, (struct plan){.quota = 8, .policy = EIP_POLICY_LOWEST});
}

static void uniform(struct stage *stage) {
    start(stage, (struct plan){.quota = 8, .policy = EIP_POLICY_RANDOM});
}

static void cursor(struct stage *stage) {
    start(stage, (struct plan){.quota = 8, .policy = EIP_POLICY_CURSOR});
}

static void new_account(struct stage *stage) {
    start(stage, (struct plan){.quota = 0});
}

static void nearly_full(struct stage *stage) {
    start(stage, (struct plan){.quota = 8});
    take_many(stage, FILLER, stage->size - 1);
}

static void full(struct stage *stage) {
    start(stage, (struct plan){.prefix_bits = 29, .quota = 8});
    take_many(stage, FILLER, stage->size - 1);
    aim(stage, take(stage, FILLER));
}

static void all_cooling(struct stage *stage) {
    start(stage, (struct plan){.quota = 8, .cooldown_ms = 3600000});
    take_many(stage, FILLER, stage->size);
    while (stage->count != 0) {
        give(stage, stage->book[0]);
    }
}

static void below_quota(struct stage *stage) {
    start(stage, (struct plan){.quota = 3});
    take_many(stage, SAME, 2);
}

static void at_quota(struct stage *stage) {
    start(stage, (struct plan){.quota = 3});
    take_many(stage, SAME, 2);
    aim(stage, take(stage, SAME));
}

static void eight_held(struct stage *stage) {
    start(stage, (struct plan){.prefix_bits = 27, .quota = 20});
    take_many(stage, SAME, EIP__HOLDINGS_FIRST);
}

static void tagged(struct stage *stage) {
    fresh(stage);
    tag(stage);
}

static void own_pool(struct stage *stage) {
    fresh(stage);
    (void)eip_pool_id_format(stage->byoip, stage->pool_text);
    stage->request.public_ipv4_pool = eip_text_of(stage->pool_text);
}

static void dry_run(struct stage *stage) {
    fresh(stage);
    stage->request.flags = EIP_ALLOCATE_DRY_RUN;
}

static void to_recover(struct stage *stage) {
    struct entry had;

    fresh(stage);
    tag(stage);
    had = take(stage, SAME);
    give(stage, had);
    aim(stage, had);
    stage->request.address = eip_text_of(stage->target_text);
}

static void to_name(struct stage *stage) {
    fresh(stage);
    aim(stage, (struct entry){SAME, 0, 0xc6336405}); /* 198.51.100.5 */
    stage->request.address = eip_text_of(stage->target_text);
}

static void named_of_another(struct stage *stage) {
    fresh(stage);
    aim(stage, take(stage, FILLER));
    stage->request.address = eip_text_of(stage->target_text);
}

static void allocate(struct stage *stage) {
    const eip_caller caller = EIP_CALLER_INIT(SAME);

    stage->status = eip_allocate_address(
        stage->engine, &caller, &stage->request, &stage->response, NULL);
}

static void allocated(struct stage *stage) {
    if (stage->status == EIP_OK) {
        stage_note(stage, SAME, stage->response.allocation_id,
                   stage->response.public_ip);
    }
}

static void allocate_many(struct stage *stage) {
    const eip_caller caller = EIP_CALLER_INIT(SAME);

    stage->status = eip_allocate_many(stage->engine, &caller, &stage->request,
                                      1, stage->results, BATCH_MAX, NULL);
}

static void allocated_many(struct stage *stage) {
    for (uint32_t i = 0; i < BATCH_MAX; i++) {
        const eip_allocate_result *result = &stage->results[i];

        if (result->status == EIP_OK) {
            stage_note(stage, SAME, result->response.allocation_id,
                       result->response.public_ip);
        }
    }
}

static void allocate_block(struct stage *stage) {
    const eip_caller caller = EIP_CALLER_INIT(SAME);
    eip_cidr block;

    stage->block[0].size = sizeof stage->block[0];
    stage->status = eip_allocate_block(stage->engine, &caller, &stage->request,
                                       31, &block, stage->block, NULL);
}

static void allocated_block(struct stage *stage) {
    for (uint32_t i = 0; stage->status == EIP_OK && i < BLOCK_SIZE; i++) {
        stage_note(stage, SAME, stage->block[i].allocation_id,
                   stage->block[i].public_ip);
    }
}

/* -- releasing: states ----------------------------------------------------- */

static void hold_target(struct stage *stage) {
    aim(stage, take(stage, SAME));
    stage->release.allocation_id = stage->target.id;
}

static void held(struct stage *stage) {
    fresh(stage);
    hold_target(stage);
}

static void held_tagged(struct stage *stage) {
    tagged(stage);
    hold_target(stage);
}

static void held_last(struct stage *stage) {
    nearly_full(stage);
    hold_target(stage);
}

static void held_to_cool(struct stage *stage) {
    start(stage, (struct plan){.quota = 8, .cooldown_ms = 3600000});
    hold_target(stage);
}

/* By text, and another's. */
static void held_by_another(struct stage *stage) {
    fresh(stage);
    aim(stage, take(stage, FILLER));
    stage->release.allocation_id_text = eip_text_of(stage->id_text);
}

static void held_in_classic(struct stage *stage) {
    start(stage,
          (struct plan){.quota = 8, .account_flags = EIP_ACCOUNT_CLASSIC});
    aim(stage, take(stage, SAME));
    stage->release.public_ip = eip_text_of(stage->target_text);
}

/* So much is retired that this release goes through it. */
static void held_and_much_retired(struct stage *stage) {
    eip__a64 *pending;

    held_tagged(stage);
    pending = &stage->engine->lanes.pending;
    for (uint32_t i = 0; eip__read(pending) % 64 != 63; i++) {
        FREEZE_CHECK(i < 1000, "%u retired", i);
        give(stage, take(stage, SAME));
    }
}

static void release(struct stage *stage) {
    const eip_caller caller = EIP_CALLER_INIT(SAME);

    stage->status =
        eip_release_address(stage->engine, &caller, &stage->release, NULL);
}

static void released(struct stage *stage) {
    FREEZE_CHECK(stage->status == EIP_OK || !stage->mine_over,
                 "released, and it says not");
    if (stage->status == EIP_OK && !stage->mine_over) {
        stage_strike(stage, SAME, stage->mine.id, stage->mine.ip);
    }
}

static void held_three(struct stage *stage) {
    fresh(stage);
    for (uint32_t i = 0; i < BATCH_MAX; i++) {
        hold_target(stage);
        stage->ids[i] = stage->target.id;
    }
}

static void release_many(struct stage *stage) {
    const eip_caller caller = EIP_CALLER_INIT(SAME);

    stage->status = eip_release_many(stage->engine, &caller, stage->ids,
                                     NO_TEXT, stage->statuses, BATCH_MAX, NULL);
}

static void released_many(struct stage *stage) {
    for (uint32_t i = 0; i < BATCH_MAX; i++) {
        if (stage->statuses[i] == EIP_OK) {
            stage_strike(stage, SAME, stage->ids[i], 0);
        }
    }
}

/* -- describing: states ---------------------------------------------------- */

static void held_some(struct stage *stage) {
    tagged(stage);
    take_many(stage, SAME, 2);
    hold_target(stage);
}

static void held_and_asked_for(struct stage *stage) {
    static eip_text id; /* of this one stage */

    held_some(stage);
    id = eip_text_of(stage->id_text);
    stage->describe.allocation_ids = &id;
    stage->describe.allocation_id_count = 1;
}

static void held_and_filtered(struct stage *stage) {
    static eip_text value;
    static eip_filter filter;

    held_some(stage);
    value = eip_text_of("o*");
    filter = (eip_filter){eip_text_of("tag:Name"), &value, 1, 0};
    stage->describe.filters = &filter;
    stage->describe.filter_count = 1;
}

/* Of 64 entries 1 is used, so the set is replaced. */
static void held_many(struct stage *stage) {
    start(stage, (struct plan){.prefix_bits = 26, .quota = 60});
    take_many(stage, SAME, 40);
    while (stage->count > 1) {
        give(stage, stage->book[1]);
    }
}

static void describe(struct stage *stage) {
    const eip_caller caller = EIP_CALLER_INIT(SAME);

    stage->status = eip_describe_addresses(
        stage->engine, &caller, &stage->describe, &stage->list, NULL);
}

/* What nobody ever touched was there throughout. */
static void described(struct stage *stage) {
    uint64_t count = eip_address_list_count(stage->list);

    for (uint64_t i = 0; i < count; i++) {
        eip_address one = EIP_ADDRESS_INIT;
        eip_address two = EIP_ADDRESS_INIT;

        MUST(eip_address_list_at(stage->list, i, &one));
        for (uint64_t n = 0; n < i; n++) {
            MUST(eip_address_list_at(stage->list, n, &two));
            FREEZE_CHECK(one.public_ip != two.public_ip, "listed twice");
        }
    }
    if (stage->status == EIP_OK && stage->describe.allocation_id_count == 0) {
        uint64_t steady = stage->target.ip == 0 ? 1 : 2;

        FREEZE_CHECK(count >= steady, "%u listed of at least %u",
                     (unsigned)count, (unsigned)steady);
    }
    eip_address_list_free(stage->list);
    stage->list = NULL;
}

static void read_usage(struct stage *stage) {
    stage->status = eip_admin_account_usage(stage->engine, SAME, &stage->usage);
}

static void usage_read(struct stage *stage) {
    FREEZE_CHECK(stage->usage.used <= stage->quota, "%u used of %u",
                 stage->usage.used, stage->quota);
}

static void no_prepare(struct stage *stage) {
    stage->engine = NULL;
}

static void no_finish(struct stage *stage) {
    (void)stage;
}

/* -- facts and transfers ----------------------------------------------------- */

static void create_tags(struct stage *stage) {
    static const eip_tag new_tag = {{"c", 1, 0}, {"two", 3, 0}};
    const eip_caller caller = EIP_CALLER_INIT(SAME);
    const eip_text id = eip_text_of(stage->id_text);
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;

    request.resources = &id;
    request.resource_count = 1;
    request.tags = &new_tag;
    request.tag_count = 1;
    stage->status = eip_create_tags(stage->engine, &caller, &request, NULL);
}

static void tags_created(struct stage *stage) {
    FREEZE_CHECK(stage->status == EIP_OK || stage->target.ip != 0,
                 "no tags, and nobody else was after the address");
}

static void associate(struct stage *stage) {
    const eip_caller caller = EIP_CALLER_INIT(SAME);
    eip_associate_address_request request = EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;
    eip_interface interface = EIP_INTERFACE_INIT;

    /* The other thread can release it all the same. */
    interface.flags = EIP_INTERFACE_DEFAULT_VPC;
    request.allocation_id = stage->release.allocation_id;
    request.instance_id = (eip_text){"i", 1, 0};
    request.interface = &interface;
    stage->status =
        eip_associate_address(stage->engine, &caller, &request, NULL, NULL);
}

/* One of those that nobody is after, offered by who does nothing. */
static void offer(struct stage *stage) {
    const eip_caller caller = EIP_CALLER_INIT(FILLER);
    eip_enable_address_transfer_request request =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;
    char text[EIP_ACCOUNT_TEXT_SIZE];

    stage->mine = take(stage, FILLER);
    (void)eip_account_format(SAME, text);
    (void)eip_ipv4_format(stage->mine.ip, stage->target_text);
    request.allocation_id = stage->mine.id;
    request.transfer_account_id = eip_text_of(text);
    MUST(eip_enable_address_transfer(stage->engine, &caller, &request, NULL,
                                     NULL));
}

static void offered(struct stage *stage) {
    fresh(stage);
    offer(stage);
}

static void accept_transfer(struct stage *stage) {
    const eip_caller caller = EIP_CALLER_INIT(SAME);
    eip_accept_address_transfer_request request =
        EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;

    request.address = eip_text_of(stage->target_text);
    stage->status = eip_accept_address_transfer(stage->engine, &caller,
                                                &request, NULL, NULL);
}

static void accepted(struct stage *stage) {
    if (stage->status == EIP_OK) {
        stage_strike(stage, FILLER, stage->mine.id, stage->mine.ip);
        stage_note(stage, SAME, stage->mine.id, stage->mine.ip);
    }
}

/* -- a journal is kept -------------------------------------------------------- */

static void kept(struct stage *stage) {
    start(stage, (struct plan){.quota = 8, .is_kept = true});
}

static void kept_tagged(struct stage *stage) {
    kept(stage);
    tag(stage);
}

static void kept_held(struct stage *stage) {
    kept_tagged(stage);
    hold_target(stage);
}

static void kept_offered(struct stage *stage) {
    kept(stage);
    offer(stage);
}

/* Facts so large that each of some entries has a chunk of its own. */
static void kept_large(struct stage *stage) {
    static char value[EIP_LIMIT_TAG_VALUE];
    static char key[EIP_LIMIT_TAGS][4];
    static eip_tag large[EIP_LIMIT_TAGS];
    static eip_tag_specification of_large = {
        {"elastic-ip", 10, 0}, large, EIP_LIMIT_TAGS, 0};

    kept(stage);
    stage->victim_collects = true;
    memset(value, 'v', sizeof value);
    for (uint32_t i = 0; i < EIP_LIMIT_TAGS; i++) {
        (void)snprintf(key[i], sizeof key[i], "%u", i);
        large[i] = (eip_tag){eip_text_of(key[i]), {value, sizeof value, 0}};
    }
    stage->request.tag_specifications = &of_large;
    stage->request.tag_specification_count = 1;
    give(stage, take(stage, SAME));
    give(stage, take(stage, SAME));
    hold_target(stage);
}

static void collect(struct stage *stage) {
    kept_collect(stage);
    stage->status = EIP_OK;
}

/* -- all of them ----------------------------------------------------------- */

#define EMPTY EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY
#define LIMIT EIP_ERR_ADDRESS_LIMIT_EXCEEDED
#define NO_ADDRESS EIP_ERR_ADDRESS_NOT_FOUND
#define NO_ID EIP_ERR_ALLOCATION_ID_NOT_FOUND
#define ALLOCATE(state) state, allocate, allocated, other_work
#define RELEASE(state) state, release, released, other_work
#define DESCRIBE(state) state, describe, described, other_work

const struct freeze_case freeze_cases[] = {
    {"stand-in, spin lock", no_prepare, stand_in_locked, no_finish,
     stand_in_locked_work, EIP_OK, EIP_OK, false, true},
    {"stand-in, lock-free", no_prepare, stand_in_free, no_finish,
     stand_in_free_work, EIP_OK, EIP_OK, false, true},
    {"allocate, fresh pool", ALLOCATE(fresh), EIP_OK, EMPTY, 0, 0},
    {"allocate, thread's first", ALLOCATE(fresh), EIP_OK, EMPTY, 1, 0},
    {"allocate, account's first", ALLOCATE(new_account), EIP_OK, EMPTY, 0, 0},
    {"allocate, lowest", ALLOCATE(lowest), EIP_OK, EMPTY, 0, 0},
    {"allocate, random", ALLOCATE(uniform), EIP_OK, EMPTY, 0, 0},
    {"allocate, cursor", ALLOCATE(cursor), EIP_OK, EMPTY, 0, 0},
    {"allocate, one left", ALLOCATE(nearly_full), EIP_OK, EMPTY, 0, 0},
    {"allocate, all cooling", ALLOCATE(all_cooling), EIP_OK, EMPTY, 0, 0},
    {"allocate, quota - 1", ALLOCATE(below_quota), EIP_OK, LIMIT, 0, 0},
    {"allocate, holdings grow", ALLOCATE(eight_held), EIP_OK, EMPTY, 0, 0},
    {"allocate, tags", ALLOCATE(tagged), EIP_OK, EMPTY, 0, 0},
    {"allocate, own pool", ALLOCATE(own_pool), EIP_OK, EIP_OK, 0, 0},
    {"allocate, dry run", ALLOCATE(dry_run), EIP_ERR_DRY_RUN, EMPTY, 0, 0},
    {"refused, quota", ALLOCATE(at_quota), LIMIT, EIP_OK, 0, 0},
    {"refused, empty", ALLOCATE(full), EMPTY, EIP_OK, 0, 0},
    {"recover", ALLOCATE(to_recover), EIP_OK, NO_ADDRESS, 0, 0},
    {"allocate this", ALLOCATE(to_name), EIP_OK, NO_ADDRESS, 0, 0},
    {"refused, another's", ALLOCATE(named_of_another), NO_ADDRESS, EIP_OK, 0,
     0},
    {"allocate 3", fresh, allocate_many, allocated_many, other_work, EIP_OK,
     EMPTY, 0, 0},
    {"allocate /31", fresh, allocate_block, allocated_block, other_work, EIP_OK,
     EMPTY, 0, 0},
    {"allocate /31, tags", tagged, allocate_block, allocated_block, other_work,
     EIP_OK, EMPTY, 0, 0},
    {"refused, no /31", full, allocate_block, allocated_block, other_work,
     EMPTY, EMPTY, 0, 0},
    {"release", RELEASE(held), EIP_OK, NO_ID, 0, 0},
    {"release, tags", RELEASE(held_tagged), EIP_OK, NO_ID, 0, 0},
    {"release, pool was full", RELEASE(held_last), EIP_OK, NO_ID, 0, 0},
    {"release, to cool", RELEASE(held_to_cool), EIP_OK, NO_ID, 0, 0},
    {"release, reclaiming", RELEASE(held_and_much_retired), EIP_OK, NO_ID, 0,
     0},
    {"release, PublicIp", RELEASE(held_in_classic), EIP_OK,
     EIP_ERR_AUTH_FAILURE, 0, 0},
    {"refused, another's id", RELEASE(held_by_another), NO_ID, NO_ID, 0, 0},
    {"release 3", held_three, release_many, released_many, other_work, EIP_OK,
     NO_ID, 0, 0},
    {"describe all", DESCRIBE(held_some), EIP_OK, EIP_OK, 0, 0},
    {"describe this", DESCRIBE(held_and_asked_for), EIP_OK, NO_ID, 0, 0},
    {"describe, filter", DESCRIBE(held_and_filtered), EIP_OK, EIP_OK, 0, 0},
    {"describe, holdings shrink", DESCRIBE(held_many), EIP_OK, EIP_OK, 0, 0},
    {"create tags", held_some, create_tags, tags_created, other_work, EIP_OK,
     NO_ID, 0, 0},
    {"associate", held, associate, tags_created, other_work, EIP_OK, NO_ID, 0,
     0},
    {"accept a transfer", offered, accept_transfer, accepted, other_work,
     EIP_OK, EIP_OK, 0, 0},
    {"allocate, journal", ALLOCATE(kept), EIP_OK, EMPTY, 0, 0},
    {"allocate, tags, journal", ALLOCATE(kept_tagged), EIP_OK, EMPTY, 0, 0},
    {"allocate /31, journal", kept, allocate_block, allocated_block, other_work,
     EIP_OK, EMPTY, 0, 0},
    {"release, journal", RELEASE(kept_held), EIP_OK, NO_ID, 0, 0},
    {"create tags, journal", kept_held, create_tags, tags_created, other_work,
     EIP_OK, NO_ID, 0, 0},
    {"accept, journal", kept_offered, accept_transfer, accepted, other_work,
     EIP_OK, EIP_OK, 0, 0},
    {"collect the journal", kept_large, collect, no_finish, other_work, EIP_OK,
     EIP_OK, 0, 0},
    {"account usage", held_some, read_usage, usage_read, other_work, EIP_OK,
     EIP_OK, 0, 0},
};
const uint32_t freeze_case_count = sizeof freeze_cases / sizeof freeze_cases[0];
