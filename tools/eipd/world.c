/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

#include "../eip/cli.h"
#include "../eip/ranges.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <eip/store_lmdb.h>

static const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};

static int failed(const char *what, const eip_error *error) {
    fprintf(stderr, "eipd: cannot %s: %s\n", what, error->message);
    return 0;
}

static int provision_group(eip_engine *engine, const struct ranges *ranges,
                           uint32_t group, eip_text name) {
    const struct range_group *row = &ranges->groups[group];
    eip_cidr *cidrs = calloc(row->cidrs, sizeof *cidrs);
    eip_error error = EIP_ERROR_INIT;
    int good = cidrs != NULL;

    if (good && row->kind != EIP_BORDER_GROUP_REGION &&
        eip_admin_create_border_group(engine, name, row->kind, &error) !=
            EIP_OK)
        good = failed("create a border group", &error);
    for (uint32_t i = 0; good && i < row->cidrs; i++)
        cidrs[i] = ranges->cidrs[row->first_cidr + i].cidr;
    if (good && eip_admin_provision_cidrs(engine, amazon, name, cidrs,
                                          row->cidrs, &error) != EIP_OK)
        good = failed("provision the Region's blocks", &error);
    free(cidrs);
    return good;
}

static int provision(const struct worlds *worlds, eip_engine *engine) {
    static const eip_cidr built_in = {UINT32_C(0xc6120000), 15};
    const struct ranges *ranges = worlds->ranges;
    eip_error error = EIP_ERROR_INIT;

    for (uint32_t i = 0; ranges != NULL && i < ranges->group_count; i++)
        if (!provision_group(engine, ranges, i,
                             eip_text_of(ranges->groups[i].name)))
            return 0;
    if (ranges == NULL &&
        eip_admin_provision_cidrs(engine, amazon,
                                  eip_text_of(worlds->options->region),
                                  &built_in, 1, &error) != EIP_OK)
        return failed("provision the built-in range", &error);
    return 1;
}

static uint64_t now_ms(void *context) {
    struct worlds *worlds = context;
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME_COARSE, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000 +
           atomic_load_explicit(&worlds->ahead_ms, memory_order_relaxed);
}

static int open_engine(const struct worlds *worlds, const eip_config *config,
                       struct world *world) {
    static const eip_store_options each_second = {sizeof(eip_store_options), 0,
                                                  1000, 0};
    eip_error error = EIP_ERROR_INIT;

    if (!worlds_are_kept(worlds))
        return eip_engine_open(config, &world->engine, &error) == EIP_OK ||
               failed("open the engine", &error);
    if (eip_store_open_lmdb(worlds->options->data, NULL, &world->store,
                            &error) != EIP_OK)
        return failed("open the store", &error);
    return eip_store_load(config, world->store, &each_second, &world->engine,
                          &error) == EIP_OK ||
           failed("load the engine", &error);
}

/** An engine that never had an address gets those of its Region. */
static int complete(const struct worlds *worlds, struct world *world) {
    eip_engine_stats stats = EIP_ENGINE_STATS_INIT;
    eip_error error = EIP_ERROR_INIT;

    if (eip_engine_stats_read(world->engine, &stats) != EIP_OK ||
        stats.records > 0)
        return 1;
    if (!provision(worlds, world->engine))
        return 0;
    return world->store == NULL ||
           eip_store_sync(world->engine, &error) == EIP_OK ||
           failed("keep the Region's blocks", &error);
}

static struct world *make(struct worlds *worlds) {
    struct world *world = calloc(1, sizeof *world);
    eip_config config = EIP_CONFIG_INIT;

    config.region = eip_text_of(worlds->options->region);
    config.quota_default = worlds->options->quota;
    config.cooldown_ms = worlds->options->cooldown_ms;
    config.cooldown_given = 1;
    config.settle_ms = worlds->options->settle_ms;
    if (worlds->options->seed != 0) {
        config.flags |= EIP_ENGINE_SEEDED;
        config.seed = worlds->options->seed;
    }
    if (worlds->options->allow_reset)
        config.clock = (eip_clock){worlds, now_ms};
    if (world == NULL)
        return NULL;
    atomic_init(&world->users, 1);
    if (!open_engine(worlds, &config, world) || !complete(worlds, world)) {
        world_give(world);
        return NULL;
    }
    return world;
}

static int read_ranges(struct worlds *worlds) {
    const char *region = worlds->options->region;
    const struct ranges_selection selection = {{NULL, 0}, {&region, 1}};
    struct input input;
    int good;

    if (*worlds->options->ranges == '\0')
        return 1;
    worlds->ranges = calloc(1, sizeof *worlds->ranges);
    if (worlds->ranges == NULL ||
        input_read(&input, worlds->options->ranges) != CLI_OK)
        return 0;
    good = ranges_read(&input, &selection, worlds->ranges) == CLI_OK;
    input_free(&input);
    return good;
}

int worlds_are_kept(const struct worlds *worlds) {
    return *worlds->options->data != '\0';
}

int worlds_start(struct worlds *worlds, const struct options *options) {
    *worlds = (struct worlds){.options = options};
    (void)pthread_rwlock_init(&worlds->lock, NULL);
    if (!read_ranges(worlds))
        return 0;
    worlds->now = make(worlds);
    return worlds->now != NULL;
}

void worlds_end(struct worlds *worlds) {
    if (worlds->now != NULL)
        world_give(worlds->now);
    if (worlds->ranges != NULL)
        ranges_free(worlds->ranges);
    free(worlds->ranges);
    (void)pthread_rwlock_destroy(&worlds->lock);
}

struct world *world_take(struct worlds *worlds) {
    struct world *world;

    (void)pthread_rwlock_rdlock(&worlds->lock);
    world = worlds->now;
    atomic_fetch_add_explicit(&world->users, 1, memory_order_relaxed);
    (void)pthread_rwlock_unlock(&worlds->lock);
    return world;
}

void world_give(struct world *world) {
    /* What users did with the engine comes before its end. */
    if (atomic_fetch_sub_explicit(&world->users, 1, memory_order_acq_rel) != 1)
        return;
    eip_engine_close(world->engine);
    eip_store_close(world->store);
    free(world);
}

void worlds_advance(struct worlds *worlds, uint64_t ms) {
    atomic_fetch_add_explicit(&worlds->ahead_ms, ms, memory_order_relaxed);
}

int worlds_reset(struct worlds *worlds) {
    uint64_t ahead_ms;
    struct world *fresh;
    struct world *old;

    if (worlds_are_kept(worlds))
        return 0;
    ahead_ms = atomic_exchange(&worlds->ahead_ms, 0);
    fresh = make(worlds);
    if (fresh == NULL)
        worlds_advance(worlds, ahead_ms);
    if (fresh == NULL)
        return 0;
    (void)pthread_rwlock_wrlock(&worlds->lock);
    old = worlds->now;
    worlds->now = fresh;
    (void)pthread_rwlock_unlock(&worlds->lock);
    world_give(old);
    return 1;
}
