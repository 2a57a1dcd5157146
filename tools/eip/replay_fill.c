/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the filling: all workers together take every border group to its last
 * address, one after the other, each with an account of its own, until each
 * of them was told that there is none left. */
#include "replay.h"

#include "cli.h"

#include <stdlib.h>

/* -- one worker, one border group ------------------------------------------ */

struct filling {
    struct worker *worker;
    struct world *world;
    uint32_t group;
    eip_engine *engine;
    eip_caller caller;
    struct chunk *chunk;
    eip_allocate_address_request request;
    bool is_full;
};

static bool store(struct filling *filling, uint64_t id, uint32_t address) {
    struct chunk *chunk = filling->chunk;

    if (!chunk || chunk->count == CHUNK_ROOM) {
        chunk = malloc(sizeof(*chunk));
        if (!chunk) {
            filling->worker->is_out_of_memory = true;
            return false;
        }
        chunk->next = filling->worker->chunks;
        chunk->account = filling->caller.account;
        chunk->group = filling->group;
        chunk->count = 0;
        filling->worker->chunks = chunk;
        filling->chunk = chunk;
    }
    chunk->ids[chunk->count] = id;
    chunk->addresses[chunk->count++] = address;
    return true;
}

/* How many are held at most. Nothing is released while filling, so this also
 * bounds what was held at any earlier instant. */
static uint64_t held_at_most(const struct filling *filling) {
    const struct world *world = filling->world;
    uint64_t most = 0;
    uint32_t i;

    for (i = 0; i < world->worker_count; i++)
        most += tally_most(
            tally_read(&world->workers[i].groups[filling->group].flow));
    return most;
}

static void refuse(struct filling *filling, eip_status status) {
    struct world *world = filling->world;
    const struct range_group *row = &world->ranges.groups[filling->group];
    uint64_t most = held_at_most(filling);

    if (status != EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY)
        failure_add(world, "%s: filling it was answered %s", row->name,
                    eip_status_name(status));
    else if (most < row->addresses)
        failure_add(world,
                    "%s said to be full while at most %llu of %llu "
                    "were held",
                    row->name, (unsigned long long)most,
                    (unsigned long long)row->addresses);
    filling->worker->groups[filling->group].refused++;
    filling->is_full = true;
}

static void take_result(struct filling *filling,
                        const eip_allocate_result *result) {
    const eip_allocate_address_response *response = &result->response;
    struct world *world = filling->world;
    uint32_t address = 0;

    if (result->status != EIP_OK) {
        worker_note(filling->worker, OP_FILL, result->status, 0, 0);
        refuse(filling, result->status);
        return;
    }
    filling->worker->groups[filling->group].allocated++;
    if (response_address(world, filling->group, response, &address) &&
        world_give(world, filling->group, address, filling->caller.account) !=
            UINT64_MAX)
        (void)store(filling, response->allocation_id, address);
    worker_note(filling->worker, OP_FILL, EIP_OK, response->allocation_id,
                address);
    if (filling->is_full)
        failure_add(world, "%s gave an address after it said to be full",
                    world->ranges.groups[filling->group].name);
}

/* Large batches while there is plenty, single calls near the end, so that
 * "full" is asked for about once by each worker. */
static uint32_t batch_size(const struct filling *filling) {
    const struct world *world = filling->world;
    uint64_t all = world->ranges.groups[filling->group].addresses;
    uint64_t most = held_at_most(filling);
    uint64_t share =
        most < all ? (all - most) / (2 * (uint64_t)world->worker_count) : 0;

    if (share > REPLAY_BATCH_MAX)
        return REPLAY_BATCH_MAX;
    return share > 1 ? (uint32_t)share : 1;
}

static void fill_batch(struct filling *filling) {
    struct worker *worker = filling->worker;
    static const eip_allocate_address_response fresh =
        EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    struct tally *flow = &worker->groups[filling->group].flow;
    uint32_t count = batch_size(filling);
    uint32_t refused = 0;
    eip_status status;
    uint32_t i;

    for (i = 0; i < count; i++)
        worker->results[i].response = fresh;
    (void)tally_begin(flow, count);
    status =
        eip_allocate_many(filling->engine, &filling->caller, &filling->request,
                          1, worker->results, count, NULL);
    for (i = 0; i < count; i++) {
        take_result(filling, &worker->results[i]);
        refused += worker->results[i].status != EIP_OK;
    }
    tally_end(flow, refused);
    if ((status == EIP_OK) != (refused == 0))
        failure_add(filling->world, "a batch with %u refusals answered %s",
                    refused, eip_status_name(status));
}

static void fill_group(struct worker *worker, uint32_t group) {
    static const eip_allocate_address_request request =
        EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    struct world *world = worker->world;
    uint32_t region = world->ranges.groups[group].region;
    struct filling filling = {.worker = worker,
                              .world = world,
                              .group = group,
                              .engine = world->sites[region].engine,
                              .request = request};

    filling.caller.size = sizeof(filling.caller);
    filling.caller.account = world_filler(region, worker->number);
    filling.request.network_border_group =
        ranges_group_text(&world->ranges, group);
    while (!filling.is_full && !worker->is_out_of_memory && !failure_any(world))
        fill_batch(&filling);
}

static void fill_job(struct worker *worker) {
    uint32_t group;

    for (group = 0; group < worker->world->ranges.group_count; group++)
        fill_group(worker, group);
}

/* -- all ------------------------------------------------------------------- */

static void check_full(struct world *world) {
    uint32_t group;

    for (group = 0; group < world->ranges.group_count; group++) {
        const struct range_group *row = &world->ranges.groups[group];
        uint64_t held = world_held(world, group);

        world->held_filled[group] = held;
        if (held != row->addresses && !failure_any(world))
            failure_add(world, "%s ran dry at %llu of its %llu addresses",
                        row->name, (unsigned long long)held,
                        (unsigned long long)row->addresses);
    }
}

int fill_all(struct world *world) {
    uint64_t missing = world->ranges.addresses;
    uint32_t group;
    int code;

    for (group = 0; group < world->ranges.group_count; group++)
        missing -= world->held_loaded[group];
    code = crew_run(world, "fill", missing, fill_job);
    if (code == CLI_OK)
        check_full(world);
    return code;
}

/* -- the proof ------------------------------------------------------------- */

static uint64_t count_listed(const struct world *world) {
    uint64_t listed = 0;
    uint32_t worker;
    uint32_t region;
    uint32_t i;

    for (worker = 0; worker < world->worker_count; worker++) {
        const struct worker *row = &world->workers[worker];
        const struct chunk *chunk;

        for (chunk = row->chunks; chunk; chunk = chunk->next)
            listed += chunk->count;
        for (region = 0; region < world->ranges.region_count; region++) {
            for (i = 0; i < world_purses(world, worker, region); i++)
                listed += row->purses[region][i].count;
        }
    }
    return listed;
}

/* The ledger has each address once; the lists have each that was given. If
 * both have as many, and border group by border group as many as were
 * counted, then none was given twice and none is missing. */
void fill_prove(struct world *world) {
    double began = crew_now();
    uint64_t total = 0;
    uint64_t listed = count_listed(world);
    uint32_t group;

    for (group = 0; group < world->ranges.group_count; group++) {
        const struct range_group *row = &world->ranges.groups[group];
        uint64_t given =
            ledger_count(&world->ledger, row->first, row->addresses);
        uint64_t held = world_held(world, group);

        total += given;
        if (given != held)
            failure_add(world,
                        "%s: %llu addresses are marked as given, %llu were "
                        "counted",
                        row->name, (unsigned long long)given,
                        (unsigned long long)held);
    }
    if (total != listed)
        failure_add(world,
                    "%llu addresses are marked as given, %llu are in lists",
                    (unsigned long long)total, (unsigned long long)listed);
    crew_note(world, "prove", crew_now() - began, total);
}
