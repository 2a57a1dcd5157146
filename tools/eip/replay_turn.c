/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the allocating operations of the workload and what their answers may
 * be. A refusal is only believed if the tallies leave room for it. */
#include "replay_turn.h"

#include <stdlib.h>
#include <string.h>

enum { BATCH_LEAST = 2, BATCH_MOST = 32, TAGS_MOST = 3 };

/* One call of AllocateAddress, before and after. */
struct attempt {
    enum replay_op op;
    uint32_t tags;
    uint32_t calls; /* of a batch */
    uint32_t given; /* of those so far */
    eip_allocate_address_request request;
    eip_allocate_address_response response;
    uint64_t account_before; /* readings of the tallies */
    uint64_t group_before;
};

static const eip_tag tags_given[TAGS_MOST] = {
    {{"Name", 4, 0}, {"replay", 6, 0}},
    {{"stage", 5, 0}, {"test", 4, 0}},
    {{"empty", 5, 0}, {"", 0, 0}},
};

static const eip_tag_specification tags_specified[TAGS_MOST] = {
    {{"elastic-ip", 10, 0}, tags_given, 1, 0},
    {{"elastic-ip", 10, 0}, tags_given, 2, 0},
    {{"elastic-ip", 10, 0}, tags_given, 3, 0},
};

void turn_unexpected(struct turn *turn, enum replay_op op, eip_status status) {
    failure_add(turn->world, "%s: %s of account %012llu answered %s",
                turn->world->ranges.groups[turn->group].name,
                replay_op_name(op), (unsigned long long)turn->caller.account,
                eip_status_name(status));
}

static void begin_attempt(struct turn *turn, struct attempt *attempt,
                          enum replay_op op, uint32_t calls) {
    static const eip_allocate_address_request request =
        EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    static const eip_allocate_address_response response =
        EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    const struct range_group *group = &turn->world->ranges.groups[turn->group];

    memset(attempt, 0, sizeof(*attempt));
    attempt->op = op;
    attempt->calls = calls;
    attempt->request = request;
    attempt->response = response;
    /* The Region's own group may be named or not. */
    if (group->kind != EIP_BORDER_GROUP_REGION ||
        worker_below(turn->worker, 2) == 0)
        attempt->request.network_border_group = turn->world->names[turn->group];
    if (worker_below(turn->worker, 100) <
        turn->world->options->tagged_percent) {
        attempt->tags = 1 + (uint32_t)worker_below(turn->worker, TAGS_MOST);
        attempt->request.tag_specifications =
            &tags_specified[attempt->tags - 1];
        attempt->request.tag_specification_count = 1;
    }
    attempt->account_before = tally_begin(&turn->purse->tenant->flow, calls);
    attempt->group_before =
        tally_begin(&turn->worker->groups[turn->group].flow, calls);
}

/* -- answers --------------------------------------------------------------- */

static void end_one(struct turn *turn) {
    tally_end(&turn->purse->tenant->flow, 1);
    tally_end(&turn->worker->groups[turn->group].flow, 1);
}

static bool keep(struct turn *turn, struct attempt *attempt,
                 const eip_allocate_address_response *response) {
    struct world *world = turn->world;
    struct tenant *tenant = turn->purse->tenant;
    struct holding item = {.id = response->allocation_id,
                           .group = turn->group & 0xffffff,
                           .tags = attempt->tags & 0xff};
    uint64_t number;

    attempt->given++;
    turn->worker->groups[turn->group].allocated++;
    if (!response_address(world, turn->group, response, &item.address))
        return false;
    number = world_give(world, turn->group, item.address, tenant->account);
    if (number == UINT64_MAX)
        return false;
    ledger_use(&world->ledger, number);
    if (atomic_fetch_add(&tenant->sure, 1) >= tenant->quota) {
        failure_add(world, "account %012llu holds more than its quota of %u",
                    (unsigned long long)tenant->account, tenant->quota);
        return false;
    }
    if (!purse_add(turn->purse, item))
        turn->worker->is_out_of_memory = true;
    return true;
}

/* AddressLimitExceeded is right only if the account may have held its quota
 * at some instant of the call. */
static void judge_quota(struct turn *turn, const struct attempt *attempt) {
    struct tenant *tenant = turn->purse->tenant;
    uint64_t most =
        tally_bound(attempt->account_before, tally_read(&tenant->flow)) -
        attempt->calls + attempt->given;

    if (most < tenant->quota)
        failure_add(turn->world,
                    "account %012llu was refused at its quota of %u while "
                    "it held at most %llu",
                    (unsigned long long)tenant->account, tenant->quota,
                    (unsigned long long)most);
}

/* Quota is looked at before capacity and names (R6). What an account of this
 * worker alone holds is known exactly. */
static void judge_order(struct turn *turn, const struct attempt *attempt,
                        eip_status status) {
    uint64_t held = tally_most(attempt->account_before) + attempt->given;

    if (!turn->is_shared && held >= turn->purse->tenant->quota)
        failure_add(turn->world, "account %012llu at its quota was told %s",
                    (unsigned long long)turn->caller.account,
                    eip_status_name(status));
}

/* With one worker nothing else happens beside a call, and the group must have
 * been full to the last address. */
static void judge_capacity(struct turn *turn, const struct attempt *attempt) {
    const struct range_group *group = &turn->world->ranges.groups[turn->group];
    uint64_t held = tally_most(attempt->group_before) + attempt->given;

    turn->worker->groups[turn->group].refused++;
    judge_order(turn, attempt, EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    if (turn->world->worker_count == 1 && held != group->addresses)
        failure_add(turn->world,
                    "%s said to be full while %llu of %llu were held",
                    group->name, (unsigned long long)held,
                    (unsigned long long)group->addresses);
}

/* Judges what every allocation may answer; false for anything else. */
static bool judge_refusal(struct turn *turn, const struct attempt *attempt,
                          eip_status status) {
    if (status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED)
        judge_quota(turn, attempt);
    else if (status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY)
        judge_capacity(turn, attempt);
    else
        return false;
    return true;
}

static eip_status call(struct turn *turn, struct attempt *attempt) {
    eip_error error = EIP_ERROR_INIT;
    /* Detail is optional: ask for it now and then. */
    eip_error *detail = worker_below(turn->worker, 8) == 0 ? &error : NULL;
    uint32_t address = 0;
    uint64_t id = 0;
    eip_status status =
        eip_allocate_address(turn->site->engine, &turn->caller,
                             &attempt->request, &attempt->response, detail);

    if (status == EIP_OK) {
        id = attempt->response.allocation_id;
        address = attempt->response.public_ip | attempt->response.carrier_ip;
    } else if (detail && (error.status != status || !error.message[0])) {
        failure_add(turn->world, "%s: the detail says %s, the answer %s",
                    replay_op_name(attempt->op), eip_status_name(error.status),
                    eip_status_name(status));
    }
    worker_note(turn->worker, attempt->op, status, id, address);
    return status;
}

/* -- capacity, with several workers ---------------------------------------- */

static void read_flows(const struct turn *turn, uint64_t *readings) {
    uint32_t i;

    for (i = 0; i < turn->world->worker_count; i++)
        readings[i] =
            tally_read(&turn->world->workers[i].groups[turn->group].flow);
}

/* Someone else may have taken or given back the last address during the call
 * that said "full". So ask again between two readings of all tallies: if it is
 * still full, they must leave room for an instant at which it was. */
static void confirm_full(struct turn *turn) {
    struct world *world = turn->world;
    uint64_t first[REPLAY_THREADS_MAX] = {0};
    uint64_t second[REPLAY_THREADS_MAX] = {0};
    struct attempt attempt;
    uint64_t most = 0;
    eip_status status;
    uint32_t i;

    if (world->worker_count == 1)
        return;
    read_flows(turn, first);
    begin_attempt(turn, &attempt, OP_ALLOCATE, 1);
    status = call(turn, &attempt);
    read_flows(turn, second);
    if (status == EIP_OK) {
        (void)keep(turn, &attempt, &attempt.response);
        return;
    }
    if (!judge_refusal(turn, &attempt, status))
        turn_unexpected(turn, OP_ALLOCATE, status);
    end_one(turn);
    for (i = 0; i < world->worker_count; i++)
        most += tally_bound(first[i], second[i]);
    most--; /* this very call */
    if (status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY &&
        most < world->ranges.groups[turn->group].addresses)
        failure_add(world, "%s said to be full while at most %llu were held",
                    world->ranges.groups[turn->group].name,
                    (unsigned long long)most);
}

/* -- operations ------------------------------------------------------------ */

uint32_t turn_allocate(struct turn *turn) {
    struct attempt attempt;
    eip_status status;

    begin_attempt(turn, &attempt, OP_ALLOCATE, 1);
    status = call(turn, &attempt);
    if (status == EIP_OK) {
        (void)keep(turn, &attempt, &attempt.response);
        return 1;
    }
    if (!judge_refusal(turn, &attempt, status))
        turn_unexpected(turn, OP_ALLOCATE, status);
    end_one(turn);
    if (status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY)
        confirm_full(turn);
    return 1;
}

uint32_t turn_allocate_dry(struct turn *turn) {
    struct attempt attempt;
    eip_status status;

    begin_attempt(turn, &attempt, OP_ALLOCATE_DRY, 1);
    attempt.request.flags = EIP_ALLOCATE_DRY_RUN;
    status = call(turn, &attempt);
    if (status != EIP_ERR_DRY_RUN && !judge_refusal(turn, &attempt, status))
        turn_unexpected(turn, OP_ALLOCATE_DRY, status);
    end_one(turn);
    return 1;
}

static void take_result(struct turn *turn, struct attempt *attempt,
                        const eip_allocate_result *result) {
    eip_status status = result->status;

    if (status == EIP_OK) {
        worker_note(turn->worker, attempt->op, status,
                    result->response.allocation_id,
                    result->response.public_ip | result->response.carrier_ip);
        (void)keep(turn, attempt, &result->response);
        return;
    }
    worker_note(turn->worker, attempt->op, status, 0, 0);
    if (!judge_refusal(turn, attempt, status))
        turn_unexpected(turn, attempt->op, status);
}

uint32_t turn_allocate_many(struct turn *turn) {
    eip_allocate_result *results = turn->worker->results;
    eip_status first = EIP_OK;
    bool is_full = false;
    struct attempt attempt;
    eip_status status;
    uint32_t count;
    uint32_t i;

    count = BATCH_LEAST +
            (uint32_t)worker_below(turn->worker, BATCH_MOST - BATCH_LEAST + 1);
    begin_attempt(turn, &attempt, OP_ALLOCATE_MANY, count);
    for (i = 0; i < count; i++)
        results[i].response = attempt.response;
    status = eip_allocate_many(turn->site->engine, &turn->caller,
                               &attempt.request, 1, results, count, NULL);
    for (i = 0; i < count; i++) {
        take_result(turn, &attempt, &results[i]);
        if (first == EIP_OK)
            first = results[i].status;
        if (results[i].status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY)
            is_full = true;
    }
    /* Only now: the judgements above count every call of the batch. */
    for (i = attempt.given; i < count; i++)
        end_one(turn);
    if (status != first)
        turn_unexpected(turn, OP_ALLOCATE_MANY, status);
    if (is_full)
        confirm_full(turn);
    return count;
}

/* -- by address ------------------------------------------------------------ */

static void set_address(struct attempt *attempt, uint32_t address,
                        char *buffer) {
    attempt->request.address.data = buffer;
    attempt->request.address.size = eip_ipv4_format(address, buffer);
}

static void doubt(struct turn *turn, uint64_t number,
                  const struct leaving *leaving) {
    struct worker *worker = turn->worker;

    if (worker->doubt_count == worker->doubt_room) {
        uint32_t room = worker->doubt_room ? worker->doubt_room * 2 : 64;
        struct doubt *larger =
            realloc(worker->doubts, room * sizeof(*worker->doubts));

        if (!larger) {
            worker->is_out_of_memory = true;
            return;
        }
        worker->doubts = larger;
        worker->doubt_room = room;
    }
    worker->doubts[worker->doubt_count].number = number;
    worker->doubts[worker->doubt_count].uses = leaving->uses;
    worker->doubts[worker->doubt_count].address = leaving->address;
    worker->doubt_count++;
}

/* NotFound is right only if somebody was given the address since its release.
 * That one may not have noted it yet; so ask at the end. */
static void judge_recovery(struct turn *turn, const struct leaving *leaving) {
    struct world *world = turn->world;
    uint64_t number =
        ranges_find(&world->ranges, leaving->group, leaving->address);

    if (ledger_uses(&world->ledger, number) == leaving->uses)
        doubt(turn, number, leaving);
}

void load_settle(struct world *world) {
    uint32_t i;
    uint32_t j;

    for (i = 0; i < world->worker_count; i++) {
        const struct worker *worker = &world->workers[i];

        for (j = 0; j < worker->doubt_count; j++) {
            const struct doubt *row = &worker->doubts[j];
            char text[EIP_IPV4_TEXT_SIZE];

            if (ledger_uses(&world->ledger, row->number) != row->uses)
                continue;
            (void)eip_ipv4_format(row->address, text);
            failure_add(world,
                        "%s was not to be recovered, though nobody was "
                        "given it since its release",
                        text);
        }
    }
}

uint32_t turn_recover(struct turn *turn) {
    struct purse *purse = turn->purse;
    char text[EIP_IPV4_TEXT_SIZE];
    struct leaving leaving;
    struct attempt attempt;
    eip_status status;
    uint32_t at;

    if (purse->leaving_count == 0)
        return 0;
    at = (uint32_t)worker_below(turn->worker, purse->leaving_count);
    leaving = purse->leavings[at];
    purse->leavings[at] = purse->leavings[--purse->leaving_count];
    turn->group = leaving.group;
    begin_attempt(turn, &attempt, OP_RECOVER, 1);
    set_address(&attempt, leaving.address, text);
    status = call(turn, &attempt);
    if (status == EIP_OK) {
        if ((attempt.response.public_ip | attempt.response.carrier_ip) !=
                leaving.address ||
            attempt.response.allocation_id == leaving.id)
            failure_add(turn->world,
                        "recovering %s gave another address, "
                        "or its old id",
                        text);
        turn->worker->groups[turn->group].recovered++;
        (void)keep(turn, &attempt, &attempt.response);
        return 1;
    }
    if (status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED)
        judge_quota(turn, &attempt);
    else if (status == EIP_ERR_ADDRESS_NOT_FOUND)
        judge_recovery(turn, &leaving);
    else
        turn_unexpected(turn, OP_RECOVER, status);
    end_one(turn);
    return 1;
}

/* What must never be given for its name: an address that another account
 * holds, one that the account itself holds, one of no range, and no address
 * at all. */
uint32_t turn_claim(struct turn *turn) {
    const struct purse *other = turn_other_purse(turn);
    eip_status wanted = EIP_ERR_ADDRESS_NOT_FOUND;
    uint64_t roll = worker_below(turn->worker, 8);
    char text[EIP_IPV4_TEXT_SIZE];
    struct attempt attempt;
    eip_status status;

    if (roll >= 3 && !other)
        roll = 1;
    if (roll == 2 && turn->purse->count == 0)
        roll = 1;
    if (roll == 2)
        other = turn->purse;
    if (roll >= 2)
        turn->group = other->items[0].group;
    begin_attempt(turn, &attempt, OP_CLAIM, 1);
    set_address(&attempt,
                roll >= 2 ? other->items[0].address : turn->world->nowhere,
                text);
    if (roll == 0) {
        attempt.request.address = eip_text_of("198.18.0.256");
        wanted = EIP_ERR_ADDRESS_MALFORMED;
    }
    status = call(turn, &attempt);
    if (status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED && roll != 0)
        judge_quota(turn, &attempt);
    else if (status != wanted)
        turn_unexpected(turn, OP_CLAIM, status);
    else if (roll != 0)
        judge_order(turn, &attempt, status);
    end_one(turn);
    return 1;
}
