/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "world.h"
#include "recall.h"

#include "../eip/cli.h"
#include "../eip/fresh.h"
#include "../eip/ranges.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <eip/store_lmdb.h>

static const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};

static int failed(const char *what, const eip_error *error) {
    fprintf(stderr, "eipd: cannot %s: %s\n", what, error->message);
    return 0;
}

static int provision_group(eip_engine *engine, const struct ranges *ranges,
                           uint32_t group) {
    eip_error error = EIP_ERROR_INIT;

    switch (fresh_provision_group(engine, ranges, group, &error)) {
    case FRESH_FINE:
        return 1;
    case FRESH_NO_MEMORY:
        return 0;
    case FRESH_NO_GROUP:
        return failed("create a border group", &error);
    default:
        return failed("provision the Region's blocks", &error);
    }
}

/** A new engine gets the blocks of its Region. Returns an exit code. */
static int provision(const void *context, eip_engine *engine) {
    static const eip_cidr built_in = {UINT32_C(0xc6120000), 15};
    const struct worlds *worlds = context;
    const struct ranges *ranges = worlds->ranges;
    eip_error error = EIP_ERROR_INIT;

    for (uint32_t i = 0; ranges != NULL && i < ranges->group_count; i++)
        if (!provision_group(engine, ranges, i))
            return CLI_IO;
    if (ranges == NULL &&
        eip_admin_provision_cidrs(engine, amazon,
                                  eip_text_of(worlds->options->region),
                                  &built_in, 1, &error) != EIP_OK) {
        (void)failed("provision the built-in range", &error);
        return CLI_IO;
    }
    return CLI_OK;
}

uint64_t worlds_now_ms(const struct worlds *worlds) {
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME_COARSE, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000 +
           atomic_load_explicit(&worlds->ahead_ms, memory_order_relaxed);
}

static uint64_t now_ms(void *context) {
    return worlds_now_ms(context);
}

/** The answers that were kept. */
static int recall(const struct worlds *worlds, eip_store *store) {
    struct recall *recall = calloc(1, sizeof *recall);
    eip_error error = EIP_ERROR_INIT;
    int good;

    if (recall == NULL)
        return 0;
    good = eip_store_notes(store, recall_note, recall, &error) == EIP_OK ||
           failed("read the answers that were kept", &error);
    good = good && recall_keep(recall, worlds->repeat);
    recall_end(recall);
    free(recall);
    return good;
}

/** An engine that is kept; of an empty store it is a new one. */
static int open_kept(const struct worlds *worlds, const eip_config *config,
                     struct world *world) {
    static const eip_store_options each_second = {sizeof(eip_store_options), 0,
                                                  1000, 0};
    eip_error error = EIP_ERROR_INIT;
    bool is_new;

    if (eip_store_open_lmdb(worlds->options->data, NULL, &world->store,
                            &error) != EIP_OK ||
        fresh_is_due(world->store, &is_new, &error) != EIP_OK)
        return failed("open the store", &error);
    if (is_new &&
        fresh_fill(config, world->store, provision, worlds, &error) != CLI_OK)
        return error.status != EIP_OK && failed("make the engine", &error);
    if (!recall(worlds, world->store))
        return 0;
    return eip_store_load(config, world->store, &each_second, &world->engine,
                          &error) == EIP_OK ||
           failed("load the engine", &error);
}

static int open_engine(const struct worlds *worlds, const eip_config *config,
                       struct world *world) {
    eip_error error = EIP_ERROR_INIT;

    if (worlds_are_kept(worlds))
        return open_kept(worlds, config, world);
    if (eip_engine_open(config, &world->engine, &error) != EIP_OK)
        return failed("open the engine", &error);
    return provision(worlds, world->engine) == CLI_OK;
}

static eip_config configuration(struct worlds *worlds) {
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
    return config;
}

/** A world of its own, or of a snapshot. */
static struct world *make(struct worlds *worlds, const eip_snapshot *snapshot) {
    struct world *world = calloc(1, sizeof *world);
    eip_config config = configuration(worlds);
    eip_error error = EIP_ERROR_INIT;
    int good;

    if (world == NULL)
        return NULL;
    atomic_init(&world->users, 1);
    if (snapshot != NULL)
        good = eip_snapshot_load_buffer(&config, eip_snapshot_bytes(snapshot),
                                        eip_snapshot_size(snapshot),
                                        &world->engine, &error) == EIP_OK ||
               failed("open the snapshot", &error);
    else
        good = open_engine(worlds, &config, world);
    if (good)
        return world;
    world_give(world);
    return NULL;
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

int worlds_start(struct worlds *worlds, const struct options *options,
                 struct repeat *repeat) {
    *worlds = (struct worlds){.options = options, .repeat = repeat};
    (void)pthread_rwlock_init(&worlds->lock, NULL);
    (void)pthread_mutex_init(&worlds->saving, NULL);
    if (!read_ranges(worlds))
        return 0;
    worlds->now = make(worlds, NULL);
    return worlds->now != NULL;
}

void worlds_end(struct worlds *worlds) {
    for (uint32_t i = 0; i < WORLDS_SAVED_MAX; i++)
        eip_snapshot_free(worlds->saved[i].snapshot);
    if (worlds->now != NULL)
        world_give(worlds->now);
    if (worlds->ranges != NULL)
        ranges_free(worlds->ranges);
    free(worlds->ranges);
    (void)pthread_mutex_destroy(&worlds->saving);
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

static void put_in_place(struct worlds *worlds, struct world *fresh) {
    struct world *old;

    (void)pthread_rwlock_wrlock(&worlds->lock);
    old = worlds->now;
    worlds->now = fresh;
    (void)pthread_rwlock_unlock(&worlds->lock);
    world_give(old);
}

int worlds_reset(struct worlds *worlds) {
    uint64_t ahead_ms;
    struct world *fresh;

    if (worlds_are_kept(worlds))
        return 0;
    ahead_ms = atomic_exchange(&worlds->ahead_ms, 0);
    fresh = make(worlds, NULL);
    if (fresh == NULL) {
        worlds_advance(worlds, ahead_ms);
        return 0;
    }
    put_in_place(worlds, fresh);
    return 1;
}

/* -- worlds as they were ---------------------------------------------------- */

/** The place of this name, or with `makes` a free one; NULL if there is none. */
static struct saved *find_saved(struct worlds *worlds, const char *name,
                                int makes) {
    struct saved *free_one = NULL;

    for (uint32_t i = 0; i < WORLDS_SAVED_MAX; i++) {
        struct saved *one = &worlds->saved[i];

        if (one->snapshot == NULL)
            free_one = one;
        else if (strcmp(one->name, name) == 0)
            return one;
    }
    return makes ? free_one : NULL;
}

int worlds_save(struct worlds *worlds, const char *name) {
    struct world *world = world_take(worlds);
    eip_error error = EIP_ERROR_INIT;
    eip_snapshot *snapshot = NULL;
    struct saved *place = NULL;

    if (eip_snapshot_save_buffer(world->engine, &snapshot, &error) != EIP_OK)
        (void)failed("save a snapshot", &error);
    world_give(world);
    if (snapshot == NULL)
        return 0;
    (void)pthread_mutex_lock(&worlds->saving);
    place = find_saved(worlds, name, 1);
    if (place != NULL) {
        eip_snapshot *old = place->snapshot;

        (void)snprintf(place->name, sizeof place->name, "%s", name);
        place->snapshot = snapshot;
        snapshot = old;
    }
    (void)pthread_mutex_unlock(&worlds->saving);
    eip_snapshot_free(snapshot);
    return place != NULL;
}

int worlds_restore(struct worlds *worlds, const char *name) {
    struct world *fresh = NULL;
    struct saved *place;

    if (worlds_are_kept(worlds))
        return 0;
    (void)pthread_mutex_lock(&worlds->saving);
    place = find_saved(worlds, name, 0);
    if (place != NULL)
        fresh = make(worlds, place->snapshot);
    (void)pthread_mutex_unlock(&worlds->saving);
    if (fresh != NULL)
        put_in_place(worlds, fresh);
    return fresh != NULL;
}
