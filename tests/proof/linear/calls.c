/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Each operation of a history, as a call of the public interface. */
#include "pond.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};

static void allocate(struct pond *pond, struct history *history,
                     struct op *op) {
    const eip_caller caller = EIP_CALLER_INIT(op->account);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response response = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    char text[EIP_IPV4_TEXT_SIZE];
    char value[8];
    eip_tag tag = {eip_text_of("Mark"), {value, 0, 0}};
    eip_tag_specification tags = {eip_text_of("elastic-ip"), &tag, 1, 0};

    request.flags = op->dry ? EIP_ALLOCATE_DRY_RUN : 0;
    if (op->kind == NAMED) {
        request.address =
            (eip_text){text, eip_ipv4_format(POND_BASE + op->address, text), 0};
    }
    if (op->tag != 0) {
        tag.value.size = (uint32_t)snprintf(value, sizeof value, "%u", op->tag);
        request.tag_specifications = &tags;
        request.tag_specification_count = 1;
    }
    op->status =
        eip_allocate_address(pond->engine, &caller, &request, &response, NULL);
    if (op->status != EIP_OK) {
        return;
    }
    TRIAL_CHECK(
        response.public_ip - POND_BASE < pond->setting.addresses &&
            (op->kind == ANY || op->address == response.public_ip - POND_BASE),
        "%x was given", response.public_ip);
    op->address = (uint8_t)(response.public_ip - POND_BASE);
    history->owner[op->own] = op->account;
    history->place[op->own] = op->address;
    history->tag[op->own] = op->tag;
    atomic_store_explicit(&history->id[op->own], response.allocation_id,
                          memory_order_release);
}

static void release(struct pond *pond, struct history *history, struct op *op) {
    uint32_t slot = op->ask[0].slot;

    op->address = history->place[slot];
    op->status = trial_release(pond->engine, op->account, op->ask[0].id);
    if (op->status == EIP_OK) {
        atomic_store_explicit(&history->released[slot], 1,
                              memory_order_relaxed);
    }
}

static uint16_t read_tag(const eip_address *address) {
    char value[8] = "";

    if (address->tag_count != 1 ||
        address->tags[0].value.size >= sizeof value) {
        return address->tag_count == 0 ? 0 : UINT16_MAX;
    }
    (void)memcpy(value, address->tags[0].value.data,
                 address->tags[0].value.size);
    return (uint16_t)strtoul(value, NULL, 10);
}

static void read_list(const eip_address_list *list, struct op *op) {
    uint64_t count = eip_address_list_count(list);

    op->count = (uint8_t)(count < UINT8_MAX ? count : UINT8_MAX);
    for (uint32_t i = 0; i < op->count && i < ADDRESSES; i++) {
        eip_address address = EIP_ADDRESS_INIT;

        TRIAL_CHECK(eip_address_list_at(list, i, &address) == EIP_OK, "list");
        op->list[i] = (struct seen){address.allocation_id, NO_SLOT,
                                    (uint8_t)(address.public_ip - POND_BASE),
                                    read_tag(&address)};
    }
}

static void describe(struct pond *pond, struct op *op) {
    const eip_caller caller = EIP_CALLER_INIT(op->account);
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    char text[2][EIP_ALLOCATION_ID_TEXT_SIZE];
    eip_text ids[2];
    eip_address_list *list = NULL;

    for (uint32_t i = 0; i < op->asked; i++) {
        ids[i] = (eip_text){
            text[i], eip_allocation_id_format(op->ask[i].id, text[i]), 0};
    }
    request.allocation_ids = ids;
    request.allocation_id_count = op->asked;
    op->status =
        eip_describe_addresses(pond->engine, &caller, &request, &list, NULL);
    if (op->status == EIP_OK) {
        read_list(list, op);
        eip_address_list_free(list);
    }
}

static void use(struct pond *pond, struct op *op) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    op->status = eip_admin_account_usage(pond->engine, op->account, &usage);
    op->number = (uint8_t)(usage.used < UINT8_MAX ? usage.used : UINT8_MAX);
    op->quota = (uint8_t)(usage.quota < UINT8_MAX ? usage.quota : UINT8_MAX);
}

static void set_quota(struct pond *pond, struct op *op) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;

    spec.account = op->account;
    spec.quota = op->number;
    op->status = eip_admin_set_account(pond->engine, &spec, NULL);
}

static void change_block(struct pond *pond, struct op *op) {
    eip_cidr block = pond_block(pond);
    uint64_t held = 0;

    op->address = (uint8_t)(pond->setting.addresses - 1);
    if (op->kind == PROVISION) {
        op->status = eip_admin_provision_cidrs(
            pond->engine, amazon, (eip_text){NULL, 0, 0}, &block, 1, NULL);
    } else {
        op->status = eip_admin_drain_cidr(pond->engine, amazon, block, op->mode,
                                          &held, NULL);
        op->number = (uint8_t)held;
    }
}

void pond_do(struct pond *pond, struct history *history, struct op *op) {
    switch ((enum kind)op->kind) {
    case ANY:
    case NAMED:
        allocate(pond, history, op);
        break;
    case RELEASE:
        release(pond, history, op);
        break;
    case DESCRIBE:
    case IDS:
        describe(pond, op);
        break;
    case USAGE:
        use(pond, op);
        break;
    case QUOTA:
        set_quota(pond, op);
        break;
    default:
        change_block(pond, op);
        break;
    }
}
