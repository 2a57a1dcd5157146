/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what stands before the workload begins: one engine a Region with its
 * border groups and CIDR blocks, accounts of skewed sizes, the workers. */
#include "replay.h"

#include "cli.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* Account numbers: 1, Region (4 digits), rank (7 digits); 8, Region, worker;
 * 9, Region, zeros. */
#define ACCOUNT_TENANT UINT64_C(100000000000)
#define ACCOUNT_FILLER UINT64_C(800000000000)
#define ACCOUNT_STRANGER UINT64_C(900000000000)
#define ACCOUNT_REGION UINT64_C(10000000)

uint64_t world_filler(uint32_t region, uint32_t worker) {
    return ACCOUNT_FILLER + region * ACCOUNT_REGION + worker;
}

uint64_t world_stranger(uint32_t region) {
    return ACCOUNT_STRANGER + region * ACCOUNT_REGION;
}

uint32_t world_purses(const struct world *world, uint32_t worker,
                      uint32_t region) {
    uint32_t others = world->sites[region].tenant_count - 1;

    if (others <= worker)
        return 1;
    return 1 +
           (others - worker + world->worker_count - 1) / world->worker_count;
}

static int fail_memory(void) {
    cli_say("%s", strerror(ENOMEM));
    return CLI_IO;
}

static int fail_engine(const struct world *world, uint32_t region,
                       const char *doing, const eip_error *error) {
    const char *name = world->ranges.regions[region].name;

    cli_say("%s: %s: cannot %s: %s (%s)", world->ranges_name, name, doing,
            error->message, eip_status_name(error->status));
    switch (error->status) {
    case EIP_ERR_OUT_OF_MEMORY:
    case EIP_ERR_RANDOM_SOURCE:
        return CLI_IO;
    case EIP_ERR_CIDR_MALFORMED:
    case EIP_ERR_CIDR_CONFLICT:
    case EIP_ERR_TOO_MANY_CIDRS:
        return CLI_BAD_INPUT;
    default:
        return CLI_FAILED;
    }
}

/* -- engines --------------------------------------------------------------- */

static uint64_t read_clock(void *context) {
    struct world *world = context;

    return atomic_load(&world->now_ms);
}

/* From the name, so that a Region gets the same whichever others are
 * selected. */
static uint64_t region_seed(const struct world *world, uint32_t region) {
    uint64_t seed = world->options->seed;
    const char *s;

    for (s = world->ranges.regions[region].name; *s; s++)
        seed = dice_mix(seed ^ (unsigned char)*s);
    return seed;
}

static int open_engine(struct world *world, uint32_t region) {
    const struct replay_options *options = world->options;
    eip_config config = EIP_CONFIG_INIT;
    eip_error error = EIP_ERROR_INIT;

    config.flags = EIP_ENGINE_SEEDED;
    config.region = eip_text_of(world->ranges.regions[region].name);
    config.seed = region_seed(world, region);
    config.cooldown_ms = options->cooldown_ms;
    config.cooldown_given = options->is_cooldown_given;
    config.quota_default = (uint32_t)options->quota;
    config.clock.context = world;
    config.clock.now_ms = read_clock;
    if (eip_engine_open(&config, &world->sites[region].engine, &error) !=
        EIP_OK)
        return fail_engine(world, region, "open its engine", &error);
    return CLI_OK;
}

static int provision_group(struct world *world, uint32_t group,
                           eip_cidr *cidrs) {
    const struct range_group *row = &world->ranges.groups[group];
    eip_engine *engine = world->sites[row->region].engine;
    eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    eip_error error = EIP_ERROR_INIT;
    uint32_t i;

    if (row->kind != EIP_BORDER_GROUP_REGION &&
        eip_admin_create_border_group(engine, world->names[group], row->kind,
                                      &error) != EIP_OK)
        return fail_engine(world, row->region, "create a border group", &error);
    for (i = 0; i < row->cidrs; i++)
        cidrs[i] = world->ranges.cidrs[row->first_cidr + i].cidr;
    if (eip_admin_provision_cidrs(engine, amazon, world->names[group], cidrs,
                                  row->cidrs, &error) != EIP_OK)
        return fail_engine(world, row->region, "provision its blocks", &error);
    return CLI_OK;
}

static int provision(struct world *world) {
    double began = crew_now();
    eip_cidr *cidrs =
        calloc((size_t)world->ranges.cidr_count + 1, sizeof(*cidrs));
    int code = CLI_OK;
    uint32_t i;

    if (!cidrs)
        return fail_memory();
    (void)malloc_trim(0); /* what reading took is not the engines' */
    world->rss_before_bytes = crew_rss_bytes();
    for (i = 0; code == CLI_OK && i < world->ranges.region_count; i++)
        code = open_engine(world, i);
    for (i = 0; code == CLI_OK && i < world->ranges.group_count; i++)
        code = provision_group(world, i, cidrs);
    free(cidrs);
    crew_note(world, "provision", crew_now() - began, world->ranges.cidr_count);
    world->rss_provisioned_bytes = crew_rss_bytes();
    return code;
}

/* -- accounts -------------------------------------------------------------- */

/* Accounts go to the Regions by size, and every Region has one at least. */
static uint32_t tenants_of(const struct world *world, uint32_t region) {
    double share = (double)world->ranges.regions[region].addresses /
                   (double)world->ranges.addresses;
    double count = share * (double)world->options->accounts;

    return count < 1 ? 1 : (uint32_t)count;
}

/* A Region's quotas follow Zipf's law and together are a tenth more than its
 * addresses, so that both quota and capacity run out somewhere. */
static uint32_t zipf_quota(const struct world *world, uint32_t region,
                           uint32_t rank, uint64_t weights) {
    uint64_t weight = (UINT64_C(1) << 24) / (rank + 1);
    uint64_t addresses = world->ranges.regions[region].addresses;
    uint64_t quota = addresses * weight / weights * 11 / 10;

    if (quota < world->options->quota)
        quota = world->options->quota;
    return quota > EIP_QUOTA_MAX ? EIP_QUOTA_MAX : (uint32_t)quota;
}

static int set_quota(struct world *world, uint32_t region, uint64_t account,
                     uint32_t quota) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;
    eip_error error = EIP_ERROR_INIT;

    spec.account = account;
    spec.quota = quota;
    if (eip_admin_set_account(world->sites[region].engine, &spec, &error) !=
        EIP_OK)
        return fail_engine(world, region, "set an account's quota", &error);
    return CLI_OK;
}

static int make_tenants(struct world *world, uint32_t region) {
    struct site *site = &world->sites[region];
    uint32_t count = tenants_of(world, region);
    uint64_t weights = 0;
    int code = CLI_OK;
    uint32_t i;

    site->tenants = calloc(count, sizeof(*site->tenants));
    if (!site->tenants)
        return fail_memory();
    site->tenant_count = count;
    world->tenant_total += count;
    for (i = 0; i < count; i++)
        weights += (UINT64_C(1) << 24) / (i + 1);
    for (i = 0; code == CLI_OK && i < count; i++) {
        struct tenant *tenant = &site->tenants[i];

        tenant->account = ACCOUNT_TENANT + region * ACCOUNT_REGION + i;
        tenant->quota = zipf_quota(world, region, i, weights);
        /* Ordinary accounts come into being at their first call. */
        if (tenant->quota != world->options->quota)
            code = set_quota(world, region, tenant->account, tenant->quota);
    }
    return code;
}

static int make_fillers(struct world *world) {
    int code = CLI_OK;
    uint32_t region;
    uint32_t i;

    for (region = 0; region < world->ranges.region_count; region++) {
        for (i = 0; code == CLI_OK && i < world->worker_count; i++)
            code = set_quota(world, region, world_filler(region, i),
                             EIP_QUOTA_MAX);
    }
    return code;
}

/* -- workers --------------------------------------------------------------- */

static bool make_purses(struct world *world, struct worker *worker,
                        uint32_t region) {
    uint32_t count = world_purses(world, worker->number, region);
    struct purse *purses = calloc(count, sizeof(*purses));
    uint32_t i;

    worker->purses[region] = purses;
    if (!purses)
        return false;
    for (i = 0; i < count; i++) {
        uint32_t rank =
            i == 0 ? 0 : 1 + worker->number + (i - 1) * world->worker_count;

        purses[i].tenant = &world->sites[region].tenants[rank];
    }
    return true;
}

static bool make_worker(struct world *world, uint32_t number) {
    struct worker *worker = &world->workers[number];
    /* Counters of two workers in one cache line would slow both. */
    size_t bytes = world->ranges.group_count * sizeof(*worker->groups);
    uint32_t i;

    worker->world = world;
    worker->number = number;
    worker->dice.state = dice_mix(world->options->seed + number + 1);
    worker->digest = number;
    worker->groups = aligned_alloc(64, (bytes + 63) / 64 * 64);
    worker->purses =
        calloc((size_t)world->ranges.region_count + 1, sizeof(*worker->purses));
    if (!worker->groups || !worker->purses)
        return false;
    memset(worker->groups, 0, bytes);
    for (i = 0; i < world->ranges.region_count; i++) {
        if (!make_purses(world, worker, i))
            return false;
    }
    return true;
}

static int make_workers(struct world *world) {
    uint32_t count = (uint32_t)world->options->threads;
    uint32_t i;

    world->workers = calloc(count, sizeof(*world->workers));
    if (!world->workers)
        return fail_memory();
    world->worker_count = count;
    for (i = 0; i < world->ranges.region_count; i++) {
        int code = make_tenants(world, i);

        if (code != CLI_OK)
            return code;
    }
    for (i = 0; i < count; i++) {
        if (!make_worker(world, i))
            return fail_memory();
    }
    return world->options->is_filling ? make_fillers(world) : CLI_OK;
}

/* -- all ------------------------------------------------------------------- */

/* An address that no range has, for requests that must fail. */
static uint32_t find_nowhere(const struct ranges *ranges) {
    uint32_t address = UINT32_C(0xf0000001);
    uint32_t tries;

    for (tries = 0; tries < 256; tries++, address -= UINT32_C(0x01000000)) {
        bool is_in_one = false;
        uint32_t i;

        for (i = 0; i < ranges->cidr_count && !is_in_one; i++)
            is_in_one = eip_cidr_contains(ranges->cidrs[i].cidr, address) != 0;
        if (!is_in_one)
            return address;
    }
    return 0;
}

int world_open(struct world *world) {
    const struct ranges *ranges = &world->ranges;
    int code;
    uint32_t i;

    atomic_store(&world->now_ms, UINT64_C(1767225600000)); /* 2026-01-01 */
    world->nowhere = find_nowhere(ranges);
    world->names = calloc(ranges->group_count, sizeof(*world->names));
    world->sites = calloc(ranges->region_count, sizeof(*world->sites));
    world->held_loaded = calloc(ranges->group_count, sizeof(uint64_t));
    world->held_filled = calloc(ranges->group_count, sizeof(uint64_t));
    if (!world->names || !world->sites || !world->held_loaded ||
        !world->held_filled || !ledger_open(&world->ledger, ranges->addresses))
        return fail_memory();
    for (i = 0; i < ranges->group_count; i++)
        world->names[i] = eip_text_of(ranges->groups[i].name);
    code = provision(world);
    return code == CLI_OK ? make_workers(world) : code;
}

static void free_worker(struct world *world, struct worker *worker) {
    uint32_t region;
    uint32_t i;

    for (region = 0; worker->purses && region < world->ranges.region_count;
         region++) {
        struct purse *purses = worker->purses[region];

        for (i = 0; purses && i < world_purses(world, worker->number, region);
             i++)
            free(purses[i].items);
        free(purses);
    }
    while (worker->chunks) {
        struct chunk *chunk = worker->chunks;

        worker->chunks = chunk->next;
        free(chunk);
    }
    free(worker->purses);
    free(worker->groups);
    free(worker->doubts);
}

void world_close(struct world *world) {
    uint32_t i;

    for (i = 0; i < world->worker_count; i++)
        free_worker(world, &world->workers[i]);
    for (i = 0; world->sites && i < world->ranges.region_count; i++) {
        eip_engine_close(world->sites[i].engine);
        free(world->sites[i].tenants);
    }
    for (i = 0; i < world->chunk_count; i++)
        free(world->chunks[i]);
    ledger_close(&world->ledger);
    free(world->workers);
    free(world->chunks);
    free(world->sites);
    free(world->names);
    free(world->held_loaded);
    free(world->held_filled);
}
