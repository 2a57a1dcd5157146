/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the operations of the workload on what an account holds: release and
 * describe. Their answers are known to the letter, for nobody else may release
 * what a worker holds. */
#include "replay_turn.h"

#include <string.h>

enum { BATCH_MOST = 32, PICKS = 2, DESCRIBED_MOST = 64 };

const struct purse *turn_other_purse(const struct turn *turn) {
    const struct purse *purses = turn->worker->purses[turn->region];
    uint32_t count =
        world_purses(turn->world, turn->worker->number, turn->region);
    uint32_t at = (uint32_t)worker_below(turn->worker, count);

    if (&purses[at] == turn->purse || purses[at].count == 0)
        return NULL;
    return &purses[at];
}

/* -- release --------------------------------------------------------------- */

static struct leaving begin_release(struct turn *turn,
                                    const struct holding *item) {
    struct world *world = turn->world;
    struct leaving leaving = {item->id, item->address, item->group, 0};
    uint64_t number = ranges_find(&world->ranges, item->group, item->address);

    leaving.uses = ledger_uses(&world->ledger, number);
    /* Before the call: as soon as the engine has it, another may be given
     * it. */
    world_take(world, item->group, item->address);
    (void)atomic_fetch_sub(&turn->purse->tenant->sure, 1);
    return leaving;
}

static void end_release(struct turn *turn, enum replay_op op, eip_status status,
                        const struct leaving *leaving) {
    struct group_count *count = &turn->worker->groups[leaving->group];
    struct purse *purse = turn->purse;

    worker_note(turn->worker, op, status, leaving->id, leaving->address);
    if (status != EIP_OK) {
        turn->group = leaving->group;
        turn_unexpected(turn, op, status);
        return;
    }
    count->released++;
    tally_end(&purse->tenant->flow, 1);
    tally_end(&count->flow, 1);
    if (purse->leaving_count < PURSE_LEAVINGS)
        purse->leavings[purse->leaving_count++] = *leaving;
    else
        purse->leavings[worker_below(turn->worker, PURSE_LEAVINGS)] = *leaving;
}

static eip_text border_group(struct turn *turn, uint32_t group) {
    const struct range_group *row = &turn->world->ranges.groups[group];
    eip_text absent = {NULL, 0, 0};

    /* It may be left out in the Region's own group alone (R14). */
    if (row->kind == EIP_BORDER_GROUP_REGION &&
        worker_below(turn->worker, 2) == 0)
        return absent;
    return turn->world->names[group];
}

uint32_t turn_release(struct turn *turn) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    char text[EIP_ALLOCATION_ID_TEXT_SIZE];
    struct purse *purse = turn->purse;
    struct leaving leaving;
    struct holding item;
    eip_status status;

    if (purse->count == 0)
        return 0;
    item =
        purse_take(purse, (uint32_t)worker_below(turn->worker, purse->count));
    leaving = begin_release(turn, &item);
    request.network_border_group = border_group(turn, item.group);
    if (worker_below(turn->worker, 8) == 0) {
        request.allocation_id_text.size =
            eip_allocation_id_format(item.id, text);
        request.allocation_id_text.data = text;
    } else {
        request.allocation_id = item.id;
    }
    status =
        eip_release_address(turn->site->engine, &turn->caller, &request, NULL);
    end_release(turn, OP_RELEASE, status, &leaving);
    return 1;
}

/* Takes random holdings of one border group out of the purse, as many as a
 * few tries bring. */
static uint32_t pick_batch(struct turn *turn, struct leaving *leavings,
                           uint64_t *ids) {
    struct purse *purse = turn->purse;
    uint32_t tries = PICKS * BATCH_MOST;
    uint32_t count = 0;
    uint32_t group = purse->items[0].group;

    while (tries-- > 0 && count < BATCH_MOST && purse->count > 0) {
        uint32_t at = (uint32_t)worker_below(turn->worker, purse->count);
        struct holding item;

        if (purse->items[at].group != group)
            continue;
        item = purse_take(purse, at);
        leavings[count] = begin_release(turn, &item);
        ids[count++] = item.id;
    }
    return count;
}

uint32_t turn_release_many(struct turn *turn) {
    eip_status *statuses = turn->worker->statuses;
    struct leaving leavings[BATCH_MOST];
    uint64_t ids[BATCH_MOST];
    eip_status status;
    uint32_t count;
    uint32_t i;

    if (turn->purse->count == 0)
        return 0;
    count = pick_batch(turn, leavings, ids);
    if (count == 0)
        return 0;
    turn->group = leavings[0].group;
    status = eip_release_many(turn->site->engine, &turn->caller, ids,
                              border_group(turn, turn->group), statuses, count,
                              NULL);
    if (status != EIP_OK)
        turn_unexpected(turn, OP_RELEASE_MANY, status);
    for (i = 0; i < count; i++)
        end_release(turn, OP_RELEASE_MANY, statuses[i], &leavings[i]);
    return count;
}

static void expect_release(struct turn *turn, enum replay_op op,
                           const eip_release_address_request *request,
                           eip_status wanted) {
    eip_status status =
        eip_release_address(turn->site->engine, &turn->caller, request, NULL);

    worker_note(turn->worker, op, status, request->allocation_id, 0);
    if (status != wanted)
        turn_unexpected(turn, op, status);
}

/* Releases that must change nothing: a dry run, a missing border group, an id
 * released before, another account's id. */
uint32_t turn_release_wrong(struct turn *turn) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    const struct purse *purse = turn->purse;
    const struct purse *other = turn_other_purse(turn);
    uint64_t roll = worker_below(turn->worker, 4);

    if (roll < 2 && purse->count > 0) {
        struct holding item = purse->items[purse->count - 1];
        const struct range_group *row = &turn->world->ranges.groups[item.group];

        request.allocation_id = item.id;
        if (roll == 0 && row->kind != EIP_BORDER_GROUP_REGION) {
            expect_release(turn, OP_RELEASE_WRONG, &request,
                           EIP_ERR_ADDRESS_NOT_FOUND);
            return 1;
        }
        request.flags = EIP_RELEASE_DRY_RUN;
        request.network_border_group = turn->world->names[item.group];
        expect_release(turn, OP_RELEASE_DRY, &request, EIP_ERR_DRY_RUN);
        return 1;
    }
    if (roll == 2 && purse->leaving_count > 0) {
        request.allocation_id = purse->leavings[0].id;
        request.network_border_group =
            turn->world->names[purse->leavings[0].group];
    } else if (other) {
        request.allocation_id = other->items[0].id;
        request.network_border_group =
            turn->world->names[other->items[0].group];
    } else {
        return 0;
    }
    expect_release(turn, OP_RELEASE_WRONG, &request,
                   EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    return 1;
}

/* -- describe -------------------------------------------------------------- */

static eip_address_list *describe(struct turn *turn,
                                  const eip_describe_addresses_request *ask) {
    eip_address_list *list = NULL;
    eip_status status = eip_describe_addresses(turn->site->engine,
                                               &turn->caller, ask, &list, NULL);

    worker_note(turn->worker, OP_DESCRIBE, status, eip_address_list_count(list),
                0);
    if (status != EIP_OK) {
        turn_unexpected(turn, OP_DESCRIBE, status);
        return NULL;
    }
    return list;
}

static uint64_t fold_list(const eip_address_list *list) {
    uint64_t count = eip_address_list_count(list);
    uint64_t fold = 0;
    uint64_t i;

    for (i = 0; i < count; i++) {
        eip_address address = EIP_ADDRESS_INIT;

        if (eip_address_list_at(list, i, &address) != EIP_OK)
            return ~UINT64_C(0);
        fold ^= holding_fold(address.allocation_id,
                             address.public_ip | address.carrier_ip,
                             address.tag_count);
    }
    return fold;
}

static void compare(struct turn *turn, const eip_address_list *list,
                    uint32_t count, uint64_t fold) {
    uint64_t listed = eip_address_list_count(list);

    if (listed != count || fold_list(list) != fold)
        failure_add(turn->world,
                    "account %012llu holds %u addresses; DescribeAddresses "
                    "shows %llu, or others, or other tags",
                    (unsigned long long)turn->caller.account, count,
                    (unsigned long long)listed);
}

/* All that a small account holds, or one address of it by id or by address. */
uint32_t turn_describe(struct turn *turn) {
    eip_describe_addresses_request ask = EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    char text[EIP_ALLOCATION_ID_TEXT_SIZE];
    const struct purse *purse = turn->purse;
    uint64_t roll = worker_below(turn->worker, 4);
    uint64_t fold = purse->fold;
    uint32_t count = purse->count;
    eip_text name = {text, 0, 0};
    eip_address_list *list;

    if (roll < 2 && count > 0) {
        struct holding item =
            purse->items[worker_below(turn->worker, purse->count)];

        fold = holding_fold(item.id, item.address, item.tags);
        count = 1;
        turn->group = item.group;
        if (roll == 0) {
            name.size = eip_allocation_id_format(item.id, text);
            ask.allocation_ids = &name;
            ask.allocation_id_count = 1;
        } else {
            name.size = eip_ipv4_format(item.address, text);
            ask.public_ips = &name;
            ask.public_ip_count = 1;
        }
    } else if (turn->is_shared || count > DESCRIBED_MOST) {
        return 0;
    }
    list = describe(turn, &ask);
    if (list)
        compare(turn, list, count, fold);
    eip_address_list_free(list);
    return 1;
}
