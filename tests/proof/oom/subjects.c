/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Every public function, in every state in which it asks for memory in
 * another place. */
#include "oom.h"

#include <stdio.h>
#include <stdlib.h>

/* Each is used by one test at a time, and set by its preparation. */
static uint64_t held_id;
static uint64_t held_ids[3];
static eip_pool_ref made;
static eip_address_list *list;

static void nothing(struct world *w) {
    (void)w;
}

/* -- operations: states ---------------------------------------------------- */

static eip_tag tags[3] = {{{"Name", 4, 0}, {"one", 3, 0}},
                          {{"b", 1, 0}, {NULL, 0, 0}},
                          {{"a", 1, 0}, {"", 0, 0}}};
static eip_tag_specification specification = {
    {"elastic-ip", 10, 0}, tags, 3, 0};

static eip_allocate_address_request tagged_request(struct world *w) {
    eip_allocate_address_request request = world_request_from(w->byoip);

    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    return request;
}

static void hold_one(struct world *w) {
    eip_allocate_address_request request = tagged_request(w);

    held_id = world_get(w, WORLD_ALICE, &request).allocation_id;
}

static void release_one(struct world *w) {
    hold_one(w);
    must(world_release(w, WORLD_ALICE, held_id, NULL));
}

static void hold_of_each_kind(struct world *w) {
    eip_allocate_address_request requests[] = {
        world_request(), world_request_in(WORLD_LOCAL),
        world_request_in(WORLD_WAVELENGTH), world_request_from(w->ipam),
        world_request_from(w->coip)};

    hold_one(w);
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        (void)world_get(w, WORLD_ALICE, &requests[i]);
    }
}

/* More than a collection has room for, and one less than the holdings have. */
static void hold(struct world *w, uint32_t count) {
    eip_allocate_address_request request = world_request_from(w->byoip);

    world_provision(w, w->byoip, NULL, "11.0.0.0/18");
    for (uint32_t i = 0; i < count; i++) {
        (void)world_get(w, WORLD_ALICE, &request);
    }
}

static void hold_8(struct world *w) {
    hold(w, 8);
}

static void hold_16(struct world *w) {
    hold(w, 16);
}

static void hold_100(struct world *w) {
    hold(w, 100);
}

/* The next segment of the holdings comes from pages. */
static void hold_8192(struct world *w) {
    hold(w, 8192);
}

static void hold_100_and_release(struct world *w) {
    eip_address_list *all;
    uint64_t count;

    hold(w, 100);
    all = world_list(w, WORLD_ALICE, NULL);
    count = eip_address_list_count(all);
    for (uint64_t i = 3; i < count; i++) {
        must(world_release(w, WORLD_ALICE, world_at(all, i).allocation_id,
                           NULL));
    }
    eip_address_list_free(all);
}

/* So many accounts that the next needs another table; and another segment. */
static void add_accounts(struct world *w, uint64_t count) {
    for (uint64_t i = 0; i < count; i++) {
        world_account(w, i, 5, 0);
    }
}

static void fill_table(struct world *w) {
    add_accounts(w, 509);
}

static void fill_segment(struct world *w) {
    add_accounts(w, 1021);
}

/* -- operations ------------------------------------------------------------ */

static eip_status allocate(struct world *w) {
    eip_allocate_address_request request = world_request_from(w->byoip);

    return world_allocate(w, WORLD_ALICE, &request, NULL);
}

static eip_status allocate_tagged(struct world *w) {
    eip_allocate_address_request request = tagged_request(w);

    return world_allocate(w, WORLD_ALICE, &request, NULL);
}

static eip_status allocate_new_account(struct world *w) {
    eip_allocate_address_request request = world_request_in(WORLD_LOCAL);

    return world_allocate(w, WORLD_DAVE, &request, NULL);
}

static eip_status allocate_named(struct world *w) {
    eip_allocate_address_request request = world_request_named("192.0.2.5");

    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    return world_allocate(w, WORLD_ALICE, &request, NULL);
}

static eip_status recover(struct world *w) {
    eip_allocate_address_request request = world_request_named("192.0.2.0");

    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    return world_allocate(w, WORLD_ALICE, &request, NULL);
}

static eip_status dry_run(struct world *w) {
    eip_allocate_address_request request = tagged_request(w);
    eip_status status;

    request.flags = EIP_ALLOCATE_DRY_RUN;
    status = world_allocate(w, WORLD_DAVE + 1, &request, NULL);
    if (status == EIP_ERR_INVALID_PARAMETER_VALUE) {
        request.public_ipv4_pool = eip_text_of(NULL);
        status = world_allocate(w, WORLD_DAVE + 1, &request, NULL);
    }
    return status == EIP_ERR_DRY_RUN ? EIP_OK : status;
}

static eip_status allocate_many(struct world *w) {
    eip_allocate_address_request request = tagged_request(w);
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_allocate_result results[3];

    w->error = eip_error_init();
    return eip_allocate_many(w->engine, &caller, &request, 1, results, 3,
                             &w->error);
}

static eip_status allocate_block(struct world *w) {
    eip_allocate_address_response responses[8] = {
        EIP_ALLOCATE_ADDRESS_RESPONSE_INIT};
    eip_allocate_address_request request = tagged_request(w);
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_cidr block;

    w->error = eip_error_init();
    return eip_allocate_block(w->engine, &caller, &request, 29, &block,
                              responses, &w->error);
}

static void hold_three(struct world *w) {
    for (uint32_t i = 0; i < 3; i++) {
        hold_one(w);
        held_ids[i] = held_id;
    }
}

static eip_status release(struct world *w) {
    return world_release(w, WORLD_ALICE, held_id, NULL);
}

static eip_status release_many(struct world *w) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_status results[3];

    return eip_release_many(w->engine, &caller, held_ids, eip_text_of(NULL),
                            results, 3, &w->error);
}

static eip_status described(eip_status status) {
    eip_address_list_free(list);
    list = NULL;
    return status;
}

static eip_status describe(struct world *w) {
    return described(world_describe(w, WORLD_ALICE, NULL, &list));
}

static eip_status describe_filtered(struct world *w) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_text values[2] = {eip_text_of("v*"), eip_text_of("?pc")};
    eip_filter filters[2] = {{eip_text_of("domain"), values, 2, 0},
                             {eip_text_of("tag:Name"), &values[0], 1, 0}};

    request.filters = filters;
    request.filter_count = 2;
    return described(world_describe(w, WORLD_ALICE, &request, &list));
}

static eip_status describe_named(struct world *w) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_text id = eip_text_of(world_id(held_id));
    eip_text ip = eip_text_of("192.0.2.0");

    request.allocation_ids = &id;
    request.allocation_id_count = 1;
    request.public_ips = &ip;
    request.public_ip_count = 1;
    return described(world_describe(w, WORLD_ALICE, &request, &list));
}

/* -- engine ---------------------------------------------------------------- */

static eip_status audit(struct world *w) {
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;

    return eip_engine_audit(w->engine, NULL, NULL, &report);
}

static int32_t ignore_span(void *context, const eip_span *span) {
    (void)context;
    return span->last < span->first;
}

static eip_status read_counts(struct world *w) {
    eip_engine_stats stats = EIP_ENGINE_STATS_INIT;
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;
    uint32_t count;
    eip_status status = eip_engine_stats_read(w->engine, &stats);

    (void)eip_engine_now_ms(w->engine);
    if (status == EIP_OK) {
        status = eip_engine_space_stats(w->engine, NULL, 0, &count);
    }
    if (status == EIP_OK) {
        status = eip_engine_survey(w->engine, ignore_span, NULL);
    }
    return status == EIP_OK
               ? eip_admin_account_usage(w->engine, WORLD_ALICE, &usage)
               : status;
}

/* The engine of the world is another: this one comes and goes. */
static eip_status open_another(struct world *w) {
    eip_engine *engine = NULL;
    eip_status status = eip_engine_open(&w->config, &engine, &w->error);

    eip_engine_close(engine);
    return status;
}

/* -- administration -------------------------------------------------------- */

static eip_status create_group(struct world *w) {
    return eip_admin_create_border_group(
        w->engine, eip_text_of("us-east-1-bos-2a"), EIP_BORDER_GROUP_LOCAL_ZONE,
        &w->error);
}

static void make_groups(struct world *w) {
    char name[32];

    for (int i = 0; i < 40; i++) {
        (void)snprintf(name, sizeof name, "us-east-1-bos-%d", i * 37 + 3);
        must(eip_admin_create_border_group(w->engine, eip_text_of(name),
                                           EIP_BORDER_GROUP_LOCAL_ZONE, NULL));
    }
}

static eip_status create_pool(struct world *w) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    spec.pool.kind = EIP_POOL_IPAM;
    spec.owner = WORLD_DAVE;
    return eip_admin_create_pool(w->engine, &spec, &made, &w->error);
}

static void make_pool(struct world *w) {
    must(create_pool(w));
}

/* Judy's arrays take other forms as they grow. */
static void make_pools(struct world *w) {
    for (uint32_t i = 0; i < 70; i++) {
        must(create_pool(w));
    }
}

/* Each time one fewer: Judy's array of them shrinks through every form, and
 * each may be the one for which it wants memory. */
static eip_status delete_pool(struct world *w) {
    return eip_admin_delete_pool(w->engine, made, &w->error);
}

static void make_9_pools(struct world *w) {
    for (uint32_t i = 0; i < 9; i++) {
        must(create_pool(w));
    }
}

static eip_status modify_pool(struct world *w) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    spec.pool = w->byoip;
    spec.policy = EIP_POLICY_LOWEST;
    return eip_admin_modify_pool(w->engine, &spec, &w->error);
}

static eip_status share_pool(struct world *w) {
    return eip_admin_share_pool(w->engine, w->ipam, WORLD_DAVE, 1, &w->error);
}

static void share_with_many(struct world *w) {
    for (uint64_t i = 1; i <= 40; i++) {
        must(eip_admin_share_pool(w->engine, w->ipam, i, 1, NULL));
    }
}

static eip_status unshare_pool(struct world *w) {
    return eip_admin_share_pool(w->engine, w->ipam, 20, 0, &w->error);
}

static eip_status provision_to(struct world *w, eip_pool_ref pool,
                               const char *group, const char *const *texts,
                               uint32_t count) {
    eip_cidr cidrs[40];

    for (uint32_t i = 0; i < count; i++) {
        cidrs[i] = world_cidr(texts[i]);
    }
    return eip_admin_provision_cidrs(w->engine, pool, eip_text_of(group), cidrs,
                                     count, &w->error);
}

static eip_status provision(struct world *w) {
    static const char *const texts[] = {"11.0.0.0/18", "13.0.0.0/30",
                                        "12.0.0.0/12"};

    return provision_to(w, w->byoip, NULL, texts, 3);
}

static eip_status provision_coip(struct world *w) {
    static const char *const texts[] = {"10.1.0.0/16", "10.3.0.0/30"};

    return provision_to(w, w->coip, NULL, texts, 2);
}

static eip_status provision_first(struct world *w) {
    static const char *const texts[] = {"11.1.0.0/24"};

    return provision_to(w, made, WORLD_LOCAL, texts, 1);
}

static eip_status provision_many(struct world *w) {
    static const char *const texts[] = {
        "21.0.0.0/30", "22.0.0.0/30", "23.0.0.0/30", "24.0.0.0/30",
        "25.0.0.0/30", "26.0.0.0/30", "27.0.0.0/30", "28.0.0.0/30",
        "29.0.0.0/30", "30.0.0.0/30", "31.0.0.0/30", "32.0.0.0/30",
        "33.0.0.0/30", "34.0.0.0/30", "35.0.0.0/30", "36.0.0.0/30",
        "37.0.0.0/30", "38.0.0.0/30", "39.0.0.0/30", "40.0.0.0/30"};

    return provision_to(w, w->amazon, NULL, texts, 20);
}

/* More leaves than one piece of records has. */
static eip_status provision_64(struct world *w) {
    eip_cidr cidrs[64];

    for (uint32_t i = 0; i < 64; i++) {
        cidrs[i] = (eip_cidr){0x29000000 + (i << 8), 26};
    }
    return eip_admin_provision_cidrs(w->engine, w->byoip, eip_text_of(NULL),
                                     cidrs, 64, &w->error);
}

static eip_status drain(struct world *w, uint32_t mode) {
    return eip_admin_drain_cidr(w->engine, w->byoip,
                                world_cidr(WORLD_BYOIP_CIDR), mode, NULL,
                                &w->error);
}

static eip_status drain_unused(struct world *w) {
    return drain(w, EIP_DRAIN_IF_UNUSED);
}

static eip_status drain_start(struct world *w) {
    return drain(w, EIP_DRAIN_START);
}

static eip_status drain_cancel(struct world *w) {
    return drain(w, EIP_DRAIN_CANCEL);
}

static void use_and_leave(struct world *w) {
    release_one(w);
    world_provision(w, w->byoip, NULL, "11.1.0.0/24");
}

static void provide_many(struct world *w) {
    must(provision_many(w));
}

static void hold_one_and_drain(struct world *w) {
    hold_one(w);
    must(drain_start(w));
}

static eip_status set_account(struct world *w) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;

    spec.account = WORLD_DAVE;
    spec.quota = EIP_QUOTA_DEFAULT;
    return eip_admin_set_account(w->engine, &spec, &w->error);
}

/* -- all of them ----------------------------------------------------------- */

const struct subject oom_subjects[] = {
    {"allocate, first of the account", nothing, allocate, NEEDS},
    {"allocate with tags", nothing, allocate_tagged, NEEDS},
    {"allocate one more", hold_one, allocate_tagged, NEEDS},
    {"allocate the ninth", hold_8, allocate, NEEDS},
    {"allocate the seventeenth", hold_16, allocate, NEEDS},
    {"allocate number 8193", hold_8192, allocate, NEEDS},
    {"allocate, new account", nothing, allocate_new_account, NEEDS},
    {"allocate, new table", fill_table, allocate_new_account, NEEDS},
    {"allocate, new segment", fill_segment, allocate_new_account, NEEDS},
    {"allocate this", nothing, allocate_named, NEEDS},
    /* The released address's tags have come back to the lane. */
    {"recover", release_one, recover, 0},
    {"allocate, dry run", nothing, dry_run, READS},
    {"allocate many", nothing, allocate_many, NEEDS | PARTIAL},
    {"allocate many, grow", hold_8, allocate_many, NEEDS | PARTIAL},
    {"allocate block", nothing, allocate_block, NEEDS},
    {"allocate block, grow", hold_8, allocate_block, NEEDS},
    {"release", hold_one, release, NEVER},
    {"release many", hold_three, release_many, NEVER},
    {"describe", hold_of_each_kind, describe, NEEDS | READS},
    {"describe 100", hold_100, describe, NEEDS | READS},
    {"describe nothing", nothing, describe, NEEDS | READS},
    {"describe, filtered", hold_of_each_kind, describe_filtered, NEEDS | READS},
    {"describe these", hold_of_each_kind, describe_named, NEEDS | READS},
    {"describe, shrink", hold_100_and_release, describe, NEEDS | READS},
    {"audit", hold_of_each_kind, audit, NEEDS | READS},
    {"counts", hold_one, read_counts, NEVER | READS},
    {"open", nothing, open_another, NEEDS | READS},
    {"create border group", nothing, create_group, NEEDS},
    {"create border group 43", make_groups, create_group, NEEDS},
    {"create pool", nothing, create_pool, NEEDS},
    {"create pool 10", make_9_pools, create_pool, NEEDS},
    {"create pool 71", make_pools, create_pool, NEEDS},
    {"modify pool", nothing, modify_pool, NEVER},
    {"delete pool", make_pool, delete_pool, NEEDS},
    {"delete pool 9", make_9_pools, delete_pool, NEEDS},
    {"delete pool 70", make_pools, delete_pool, NEEDS},
    {"share pool", nothing, share_pool, NEEDS},
    {"share pool, one more", share_with_many, share_pool, NEEDS},
    {"share pool, one less", share_with_many, unshare_pool, NEEDS},
    {"provision", nothing, provision, NEEDS},
    {"provision CoIP", nothing, provision_coip, NEEDS},
    {"provision the first", make_pool, provision_first, NEEDS},
    {"provision 20", nothing, provision_many, NEEDS},
    {"provision 64", nothing, provision_64, NEEDS},
    {"drain if unused", nothing, drain_unused, NEEDS},
    {"drain if unused, used once", use_and_leave, drain_unused, NEEDS},
    {"drain if unused, of many", provide_many, drain_unused, NEEDS},
    {"drain, held", hold_one, drain_start, 0},
    {"drain, not held", nothing, drain_start, NEEDS},
    {"drain, of many", provide_many, drain_start, NEEDS},
    {"drain, cancel", hold_one_and_drain, drain_cancel, 0},
    {"set account", nothing, set_account, 0},
    {"set account, new table", fill_table, set_account, NEEDS},
    {"set account, new segment", fill_segment, set_account, NEEDS},
};
const unsigned oom_subject_count = sizeof oom_subjects / sizeof oom_subjects[0];
