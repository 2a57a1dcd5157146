/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the emptying: everything is given back, by whichever worker comes, and
 * one address in RECOVERED_EACH is recovered by its account, after another
 * account tried in vain, and given back again. */
#include "replay.h"

#include "cli.h"

#include <stdlib.h>

enum { RECOVERED_EACH = 16 };

/* Addresses of one account in one border group, on their way back. */
struct emptying {
    struct worker *worker;
    struct world *world;
    eip_engine *engine;
    eip_caller owner;
    eip_caller stranger;
    uint32_t group;
    eip_text border_group;
};

static void begin(struct emptying *emptying, struct worker *worker,
                  uint32_t group, uint64_t account) {
    struct world *world = worker->world;
    uint32_t region = world->ranges.groups[group].region;

    emptying->worker = worker;
    emptying->world = world;
    emptying->engine = world->sites[region].engine;
    emptying->owner.size = sizeof(emptying->owner);
    emptying->owner.reserved = 0;
    emptying->owner.account = account;
    emptying->stranger = emptying->owner;
    emptying->stranger.account = world_stranger(region);
    emptying->group = group;
    emptying->border_group = ranges_group_text(&world->ranges, group);
}

static void expect(struct emptying *emptying, enum replay_op op,
                   eip_status status, eip_status wanted) {
    if (status != wanted)
        failure_add(
            emptying->world, "%s: %s of account %012llu answered %s, not %s",
            emptying->world->ranges.groups[emptying->group].name,
            replay_op_name(op), (unsigned long long)emptying->owner.account,
            eip_status_name(status), eip_status_name(wanted));
}

/* -- recovering ------------------------------------------------------------ */

static eip_status ask_for(struct emptying *emptying, enum replay_op op,
                          uint32_t address,
                          eip_allocate_address_response *response) {
    const eip_caller *caller =
        op == OP_CLAIM ? &emptying->stranger : &emptying->owner;
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    char text[EIP_IPV4_TEXT_SIZE];
    eip_status status;

    request.address.size = eip_ipv4_format(address, text);
    request.address.data = text;
    request.network_border_group = emptying->border_group;
    status = eip_allocate_address(emptying->engine, caller, &request, response,
                                  NULL);
    worker_note(emptying->worker, op, status,
                status == EIP_OK ? response->allocation_id : 0, address);
    return status;
}

static void give_back(struct emptying *emptying, enum replay_op op, uint64_t id,
                      uint32_t address, eip_status wanted) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_status status;

    request.allocation_id = id;
    request.network_border_group = emptying->border_group;
    status =
        eip_release_address(emptying->engine, &emptying->owner, &request, NULL);
    worker_note(emptying->worker, op, status, id, address);
    expect(emptying, op, status, wanted);
    if (status == EIP_OK)
        emptying->worker->groups[emptying->group].released++;
}

/* Nobody else allocates now, so every answer is certain. */
static void recover(struct emptying *emptying, uint64_t old_id,
                    uint32_t address) {
    struct group_count *count = &emptying->worker->groups[emptying->group];
    eip_allocate_address_response response = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    uint32_t got = 0;
    eip_status status;

    status = ask_for(emptying, OP_CLAIM, address, &response);
    expect(emptying, OP_CLAIM, status, EIP_ERR_ADDRESS_NOT_FOUND);
    status = ask_for(emptying, OP_RECOVER, address, &response);
    expect(emptying, OP_RECOVER, status, EIP_OK);
    if (status != EIP_OK)
        return;
    count->allocated++;
    count->recovered++;
    if (!response_address(emptying->world, emptying->group, &response, &got))
        return;
    if (got != address || response.allocation_id == old_id)
        failure_add(emptying->world,
                    "recovering gave another address, or the old id");
    (void)world_give(emptying->world, emptying->group, got,
                     emptying->owner.account);
    give_back(emptying, OP_RELEASE_WRONG, old_id, address,
              EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    world_take(emptying->world, emptying->group, got);
    give_back(emptying, OP_RELEASE, response.allocation_id, address, EIP_OK);
}

/* -- releasing ------------------------------------------------------------- */

static void empty_slice(struct emptying *emptying, const uint64_t *ids,
                        const uint32_t *addresses, uint32_t count) {
    eip_status *statuses = emptying->worker->statuses;
    eip_status status;
    uint32_t i;

    for (i = 0; i < count; i++)
        world_take(emptying->world, emptying->group, addresses[i]);
    status = eip_release_many(emptying->engine, &emptying->owner, ids,
                              emptying->border_group, statuses, count, NULL);
    expect(emptying, OP_RELEASE_MANY, status, EIP_OK);
    for (i = 0; i < count; i++) {
        worker_note(emptying->worker, OP_RELEASE_MANY, statuses[i], ids[i],
                    addresses[i]);
        expect(emptying, OP_RELEASE_MANY, statuses[i], EIP_OK);
        emptying->worker->groups[emptying->group].released +=
            statuses[i] == EIP_OK;
    }
    for (i = 0; i < count; i += RECOVERED_EACH)
        recover(emptying, ids[i], addresses[i]);
}

static void empty_chunk(struct worker *worker, struct chunk *chunk) {
    struct emptying emptying;
    uint32_t at;

    begin(&emptying, worker, chunk->group, chunk->account);
    for (at = 0; at < chunk->count && !failure_any(worker->world);
         at += REPLAY_BATCH_MAX) {
        uint32_t left = chunk->count - at;

        empty_slice(&emptying, chunk->ids + at, chunk->addresses + at,
                    left < REPLAY_BATCH_MAX ? left : REPLAY_BATCH_MAX);
    }
}

/* What the workload left; a purse mixes border groups, so one by one. */
static void empty_purse(struct worker *worker, struct purse *purse) {
    while (purse->count > 0 && !failure_any(worker->world)) {
        struct holding item = purse_take(purse, purse->count - 1);
        struct emptying emptying;

        begin(&emptying, worker, item.group, purse->tenant->account);
        world_take(worker->world, item.group, item.address);
        give_back(&emptying, OP_RELEASE, item.id, item.address, EIP_OK);
        if (purse->count % RECOVERED_EACH == 0)
            recover(&emptying, item.id, item.address);
    }
}

static void empty_job(struct worker *worker) {
    struct world *world = worker->world;
    uint32_t region;
    uint64_t at;
    uint32_t i;

    for (region = 0; region < world->ranges.region_count; region++) {
        for (i = 0; i < world_purses(world, worker->number, region); i++)
            empty_purse(worker, &worker->purses[region][i]);
    }
    while ((at = atomic_fetch_add(&world->next_chunk, 1)) <
               world->chunk_count &&
           !failure_any(world)) {
        empty_chunk(worker, world->chunks[at]);
        free(world->chunks[at]);
        world->chunks[at] = NULL;
    }
}

/* -- all ------------------------------------------------------------------- */

/* All workers' chunks in one array, so that any worker may take any. */
static bool gather(struct world *world) {
    uint32_t count = 0;
    struct chunk *chunk;
    uint32_t i;

    for (i = 0; i < world->worker_count; i++) {
        for (chunk = world->workers[i].chunks; chunk; chunk = chunk->next)
            count++;
    }
    world->chunks = calloc((size_t)count + 1, sizeof(struct chunk *));
    if (!world->chunks)
        return false;
    for (i = 0; i < world->worker_count; i++) {
        while ((chunk = world->workers[i].chunks) != NULL) {
            world->workers[i].chunks = chunk->next;
            world->chunks[world->chunk_count++] = chunk;
        }
    }
    return true;
}

static void check_empty(struct world *world) {
    uint64_t given = ledger_count(&world->ledger, 0, world->ranges.addresses);

    if (given != 0 && !failure_any(world))
        failure_add(world, "%llu addresses are still marked as given",
                    (unsigned long long)given);
}

int empty_all(struct world *world) {
    uint64_t expected =
        ledger_count(&world->ledger, 0, world->ranges.addresses);
    int code;

    if (!gather(world)) {
        cli_say("out of memory");
        return CLI_IO;
    }
    /* Of sixteen, one takes four calls more: claim, recover, a wrong release,
     * and the second right one. */
    expected += expected * 4 / RECOVERED_EACH;
    code = crew_run(world, "empty", expected, empty_job);
    if (code == CLI_OK)
        check_empty(world);
    return code;
}
