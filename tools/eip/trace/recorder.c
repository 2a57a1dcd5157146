/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns which line a call is, and which slot an address. */
#include "recorder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- lines ----------------------------------------------------------------- */

static void put(struct recorder *recorder, const char *text, size_t size) {
    if (!recorder->is_over && !recorder->put(recorder->context, text, size))
        recorder->is_over = true;
}

void recorder_put(struct recorder *recorder, uint64_t now_ms, const char *line,
                  size_t size) {
    char time[TRACE_LINE_SIZE];

    /* Calls that several threads make are told in a little disorder. */
    if (now_ms > recorder->now_ms) {
        recorder->now_ms = now_ms;
        put(recorder, time,
            trace_write_time(time, now_ms - recorder->began_ms));
    }
    put(recorder, line, size);
}

static bool is_same(eip_text a, eip_text b) {
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

uint32_t recorder_group(struct recorder *recorder, eip_text name, bool makes) {
    char line[TRACE_LINE_SIZE];
    uint32_t i;

    for (i = 0; i < recorder->group_count; i++) {
        if (is_same(eip_text_of(recorder->groups[i]), name))
            return i;
    }
    if (!makes || i == TRACE_GROUPS_MAX || name.size > EIP_LIMIT_NAME)
        return TRACE_GROUPS_MAX;
    (void)snprintf(recorder->groups[i], sizeof(recorder->groups[i]), "%.*s",
                   (int)name.size, name.data);
    recorder->group_count++;
    if (i > 0)
        recorder_put(recorder, recorder->now_ms, line,
                     trace_write_group(line, recorder->groups[i]));
    return i;
}

bool recorder_start(struct recorder *recorder, eip_engine *engine,
                    const struct recorder_begin *begin) {
    char line[TRACE_LINE_SIZE];
    int size;

    recorder->began_ms = begin->now_ms;
    recorder->now_ms = begin->now_ms;
    recorder->quota = begin->quota;
    put(recorder, TRACE_FIRST_LINE, strlen(TRACE_FIRST_LINE));
    size = snprintf(line, sizeof(line), "# recorded by %.90s\n", begin->by);
    put(recorder, line, (size_t)size);
    if (begin->policy)
        put(recorder, line, trace_write_policy(line, begin->policy));
    put(recorder, line, trace_write_quota(line, TRACE_EVERYBODY, begin->quota));
    recorder_blocks_changed(recorder, engine, begin->now_ms);
    return !recorder->is_over;
}

void recorder_end(struct recorder *recorder) {
    slot_map_free(&recorder->by_address);
    slot_map_free(&recorder->by_id);
    slot_map_free(&recorder->by_account);
    free(recorder->blocks);
    free(recorder->slots);
    free(recorder->accounts);
    *recorder =
        (struct recorder){.put = recorder->put, .context = recorder->context};
}

/* -- accounts and slots ---------------------------------------------------- */

/* Room for one more; false: there is no memory. */
static bool make_room(void *items, size_t count, size_t *room, size_t size) {
    size_t larger = *room ? 2 * *room : 256;
    void *old;
    void *made;

    if (count < *room)
        return true;
    memcpy(&old, items, sizeof(old));
    made = realloc(old, larger * size);
    if (!made)
        return false;
    memcpy(items, &made, sizeof(made));
    *room = larger;
    return true;
}

static struct recorder_account *make_account(struct recorder *recorder,
                                             uint64_t account) {
    uint32_t at = slot_map_get(&recorder->by_account, account);

    if (at != SLOT_MAP_NONE)
        return &recorder->accounts[at];
    at = (uint32_t)recorder->account_count;
    if (!make_room(&recorder->accounts, at, &recorder->account_room,
                   sizeof(*recorder->accounts)) ||
        !slot_map_set(&recorder->by_account, account, at))
        return NULL;
    recorder->account_count++;
    recorder->accounts[at] = (struct recorder_account){.account = account,
                                                       .quota = recorder->quota,
                                                       .changes = UINT32_MAX,
                                                       .slots = TRACE_NO_SLOT};
    return &recorder->accounts[at];
}

/* The account's quota, if it is another than was told. */
static void tell_quota(struct recorder *recorder, eip_engine *engine,
                       const struct recorder_call *call,
                       struct recorder_account *account) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;
    char line[TRACE_LINE_SIZE];

    if (account->changes == recorder->changes)
        return;
    account->changes = recorder->changes;
    if (eip_admin_account_usage(engine, call->account, &usage) != EIP_OK ||
        usage.quota == account->quota)
        return;
    account->quota = usage.quota;
    recorder_put(recorder, call->now_ms, line,
                 trace_write_quota(line, call->account, usage.quota));
}

/* A slot of the account's that is not in use; TRACE_NO_SLOT: no memory. It is
 * the same until something is put into it. */
static uint32_t spare_slot(struct recorder *recorder,
                           struct recorder_account *account) {
    uint32_t slot = (uint32_t)recorder->slot_count;

    if (account->slots != TRACE_NO_SLOT)
        return account->slots;
    if (slot == TRACE_SLOTS_MAX ||
        !make_room(&recorder->slots, slot, &recorder->slot_room,
                   sizeof(*recorder->slots)))
        return TRACE_NO_SLOT;
    recorder->slot_count++;
    recorder->slots[slot] = (struct recorder_slot){.account = account->account,
                                                   .next = TRACE_NO_SLOT};
    account->slots = slot;
    return slot;
}

/* Nothing can name it any more. */
static bool give_slot_back(struct recorder *recorder, uint32_t number) {
    struct recorder_slot *slot = &recorder->slots[number];
    struct recorder_account *account = make_account(recorder, slot->account);

    if (!account)
        return false;
    slot->next = account->slots;
    account->slots = number;
    return true;
}

/* The slot has the address now, which nobody else has or had last. */
static bool fill_slot(struct recorder *recorder, uint32_t number,
                      uint32_t address, uint64_t id) {
    struct recorder_slot *slot = &recorder->slots[number];
    uint32_t last = slot_map_get(&recorder->by_address, address);

    slot->address = address;
    slot->id = id;
    if (last != SLOT_MAP_NONE && last != number &&
        recorder->slots[last].id == 0 && !give_slot_back(recorder, last))
        return false;
    return slot_map_set(&recorder->by_address, address, number) &&
           slot_map_set(&recorder->by_id, id, number);
}

/* The account's last slot of this address, or a spare one, which is taken. */
static uint32_t take_slot(struct recorder *recorder,
                          struct recorder_account *account, uint32_t address) {
    uint32_t last = slot_map_get(&recorder->by_address, address);
    uint32_t slot;

    if (last != SLOT_MAP_NONE && recorder->slots[last].id == 0 &&
        recorder->slots[last].account == account->account)
        return last;
    slot = spare_slot(recorder, account);
    if (slot != TRACE_NO_SLOT)
        account->slots = recorder->slots[slot].next;
    return slot;
}

/* -- calls ----------------------------------------------------------------- */

static void write_call(struct recorder *recorder,
                       const struct recorder_call *call,
                       struct trace_call line) {
    char text[TRACE_LINE_SIZE];

    line.account = call->account;
    recorder_put(recorder, call->now_ms, text, trace_write_call(text, &line));
}

static uint32_t answer_of(eip_status status) {
    switch (status) {
    case EIP_OK:
        return TRACE_OK;
    case EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY:
        return TRACE_FULL;
    case EIP_ERR_ADDRESS_LIMIT_EXCEEDED:
        return TRACE_LIMIT;
    case EIP_ERR_ADDRESS_NOT_FOUND:
    case EIP_ERR_ALLOCATION_ID_NOT_FOUND:
        return TRACE_MISSING;
    default:
        return TRACE_UNTOLD;
    }
}

static bool is_amazons(const eip_allocate_address_request *request) {
    return request->customer_owned_ipv4_pool.data == NULL &&
           request->ipam_pool_id.data == NULL &&
           (request->public_ipv4_pool.data == NULL ||
            is_same(request->public_ipv4_pool, eip_text_of("amazon")));
}

/* A success: which line says it, and of which slot. False: none does. */
static bool note_allocated(struct recorder *recorder,
                           const struct recorder_call *call,
                           struct recorder_account *account,
                           struct trace_call *line) {
    const eip_allocate_address_request *request = call->request;
    const eip_allocate_address_response *got = call->response;
    uint32_t last = slot_map_get(&recorder->by_address, got->public_ip);

    if (got->public_ipv4_pool.kind != EIP_POOL_AMAZON ||
        got->domain != EIP_DOMAIN_VPC || got->customer_owned_ip != 0)
        return false;
    line->group = recorder_group(recorder, got->network_border_group, false);
    if (line->group == TRACE_GROUPS_MAX)
        return false;
    line->slot = take_slot(recorder, account, got->public_ip);
    /* Of an address that is not known, as of before, it is an allocation. */
    if (request->address.data != NULL && line->slot == last)
        line->kind = TRACE_RECOVER;
    recorder->is_over =
        recorder->is_over || line->slot == TRACE_NO_SLOT ||
        !fill_slot(recorder, line->slot, got->public_ip, got->allocation_id);
    return !recorder->is_over;
}

/* A failure: likewise. */
static bool note_refused(struct recorder *recorder,
                         const struct recorder_call *call,
                         struct recorder_account *account,
                         struct trace_call *line) {
    const eip_allocate_address_request *request = call->request;
    uint32_t address;

    line->slot = SLOT_MAP_NONE;
    if (request->address.data != NULL) {
        line->kind = TRACE_RECOVER;
        if (eip_ipv4_parse(request->address, &address) == EIP_OK)
            line->slot = slot_map_get(&recorder->by_address, address);
        return line->slot != SLOT_MAP_NONE && line->answer != TRACE_FULL;
    }
    if (request->network_border_group.data != NULL)
        line->group =
            recorder_group(recorder, request->network_border_group, false);
    line->slot = spare_slot(recorder, account);
    recorder->is_over = recorder->is_over || line->slot == TRACE_NO_SLOT;
    return !recorder->is_over && line->group < TRACE_GROUPS_MAX &&
           line->answer != TRACE_MISSING;
}

static bool note_allocate(struct recorder *recorder, eip_engine *engine,
                          const struct recorder_call *call) {
    const eip_allocate_address_request *request = call->request;
    struct trace_call line = {.kind = TRACE_ALLOCATE,
                              .answer = answer_of(call->status)};
    struct recorder_account *account;

    if (line.answer == TRACE_UNTOLD || request->flags != 0 ||
        !is_amazons(request))
        return false;
    account = make_account(recorder, call->account);
    if (!account) {
        recorder->is_over = true;
        return false;
    }
    tell_quota(recorder, engine, call, account);
    if (line.answer == TRACE_OK
            ? !note_allocated(recorder, call, account, &line)
            : !note_refused(recorder, call, account, &line))
        return false;
    write_call(recorder, call, line);
    return true;
}

/* The slot of an id; of the caller's that is not known, as of before, a new
 * one. TRACE_NO_SLOT: there is none. */
static uint32_t slot_of_id(struct recorder *recorder,
                           const struct recorder_call *call, uint64_t id) {
    uint32_t slot = slot_map_get(&recorder->by_id, id);
    struct recorder_account *account;

    if (slot != SLOT_MAP_NONE || call->status != EIP_OK)
        return slot;
    account = make_account(recorder, call->account);
    slot = account ? spare_slot(recorder, account) : TRACE_NO_SLOT;
    if (slot == TRACE_NO_SLOT || !slot_map_set(&recorder->by_id, id, slot)) {
        recorder->is_over = true;
        return TRACE_NO_SLOT;
    }
    account->slots = recorder->slots[slot].next;
    recorder->slots[slot].id = id;
    recorder->slots[slot].address = 0;
    write_call(recorder, call,
               (struct trace_call){.kind = TRACE_HAVE, .slot = slot});
    return slot;
}

static void note_released(struct recorder *recorder, uint32_t number) {
    struct recorder_slot *slot = &recorder->slots[number];

    slot_map_remove(&recorder->by_id, slot->id);
    slot->id = 0;
    /* Another has the address already, or it is not known. */
    if (slot_map_get(&recorder->by_address, slot->address) != number &&
        !give_slot_back(recorder, number))
        recorder->is_over = true;
}

static bool note_release(struct recorder *recorder,
                         const struct recorder_call *call) {
    const eip_release_address_request *request = call->request;
    struct trace_call line = {.kind = TRACE_RELEASE,
                              .answer = answer_of(call->status)};
    uint64_t id = request->allocation_id;

    if (request->flags != 0)
        return false;
    if (id == 0 &&
        eip_allocation_id_parse(request->allocation_id_text, &id) != EIP_OK)
        return false;
    if (line.answer != TRACE_OK && line.answer != TRACE_MISSING)
        return false;
    line.slot = slot_of_id(recorder, call, id);
    if (line.answer == TRACE_MISSING) {
        line.kind = TRACE_STEAL;
        /* Its own address is there: what is missing is something else. */
        if (line.slot != TRACE_NO_SLOT &&
            recorder->slots[line.slot].account == call->account)
            return false;
    } else if (line.slot == TRACE_NO_SLOT) {
        return false;
    }
    write_call(recorder, call, line);
    if (line.kind == TRACE_RELEASE)
        note_released(recorder, line.slot);
    return true;
}

static bool note_describe(struct recorder *recorder,
                          const struct recorder_call *call) {
    const eip_describe_addresses_request *request = call->request;
    struct trace_call line = {.kind = TRACE_LIST,
                              .answer = answer_of(call->status)};
    uint64_t id;

    if (line.answer != TRACE_OK || request->public_ip_count > 0 ||
        request->filter_count > 0 || request->allocation_id_count > 1 ||
        request->flags != 0)
        return false;
    if (request->allocation_id_count == 1) {
        line.kind = TRACE_DESCRIBE;
        if (eip_allocation_id_parse(request->allocation_ids[0], &id) != EIP_OK)
            return false;
        line.slot = slot_of_id(recorder, call, id);
        if (line.slot == TRACE_NO_SLOT)
            return false;
    }
    write_call(recorder, call, line);
    return true;
}

void recorder_note(struct recorder *recorder, eip_engine *engine,
                   const struct recorder_call *call) {
    bool is_written = false;

    if (recorder->is_over)
        return;
    if (strcmp(call->operation, "AllocateAddress") == 0)
        is_written = note_allocate(recorder, engine, call);
    else if (strcmp(call->operation, "ReleaseAddress") == 0)
        is_written = note_release(recorder, call);
    else if (strcmp(call->operation, "DescribeAddresses") == 0)
        is_written = note_describe(recorder, call);
    if (is_written && !recorder->is_over)
        recorder->written++;
    else
        recorder->left_out++;
}

void recorder_quotas_changed(struct recorder *recorder) {
    recorder->changes++;
}
