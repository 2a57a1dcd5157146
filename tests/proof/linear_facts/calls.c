/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Each operation as a call of the public interface, and its whole answer. */
#include "facts.h"

#include <string.h>

const uint64_t facts_account[WHO] = {UINT64_C(111111111111),
                                     UINT64_C(222222222222)};

static const char *const names[NAMES + 1] = {NULL, "a.example", "b.example"};
static const char *const records[NAMES + 1] = {"", "a.example.", "b.example."};
static const char *const interfaces[TARGETS + 1] = {NULL, "eni-1", "eni-2"};

static uint8_t name_of(const char *record) {
    for (uint8_t i = 0; i <= NAMES; i++) {
        if (strcmp(records[i], record) == 0) {
            return i;
        }
    }
    return UINT8_MAX;
}

static uint8_t target_of(eip_text interface) {
    for (uint8_t i = 1; i <= TARGETS && interface.data != NULL; i++) {
        if (interface.size == 5 &&
            memcmp(interface.data, interfaces[i], 5) == 0) {
            return i;
        }
    }
    return interface.data == NULL ? 0 : UINT8_MAX;
}

static uint8_t place_of(uint32_t ip) {
    return (uint8_t)(ip - FACTS_BASE < PLACES ? ip - FACTS_BASE : UINT8_MAX);
}

static void take(eip_engine *engine, struct story *story, struct call *call) {
    eip_allocate_address_response response = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    call->status = trial_allocate(engine, facts_account[call->who], &response);
    if (call->status == EIP_OK) {
        call->got = response.allocation_id;
        call->place = place_of(response.public_ip);
        atomic_store(&story->place[call->own], call->place);
        atomic_store(&story->holder[call->own], call->who);
        atomic_store(&story->id[call->own], call->got);
    }
}

static void offer(eip_engine *engine, struct call *call) {
    const eip_caller caller = EIP_CALLER_INIT(facts_account[call->who]);
    eip_enable_address_transfer_request enable =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;
    eip_disable_address_transfer_request disable =
        EIP_DISABLE_ADDRESS_TRANSFER_REQUEST_INIT;

    if (call->deed == OFFER) {
        enable.allocation_id = call->id;
        enable.transfer_account_id =
            eip_text_of(call->who == 0 ? "222222222222" : "111111111111");
        call->status = eip_enable_address_transfer(engine, &caller, &enable,
                                                   &call->transfer, NULL);
    } else {
        disable.allocation_id = call->id;
        call->status = eip_disable_address_transfer(engine, &caller, &disable,
                                                    &call->transfer, NULL);
    }
}

static void accept(eip_engine *engine, struct story *story, struct call *call) {
    const eip_caller caller = EIP_CALLER_INIT(facts_account[call->who]);
    eip_accept_address_transfer_request request =
        EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;
    char text[EIP_IPV4_TEXT_SIZE];

    request.address =
        (eip_text){text, eip_ipv4_format(FACTS_BASE + call->place, text), 0};
    call->status = eip_accept_address_transfer(engine, &caller, &request,
                                               &call->transfer, NULL);
    if (call->status == EIP_OK) {
        atomic_store(
            &story->holder[facts_number(story, call->transfer.allocation_id)],
            call->who);
    }
}

static void set_ptr(eip_engine *engine, struct call *call) {
    const eip_caller caller = EIP_CALLER_INIT(facts_account[call->who]);
    eip_modify_address_attribute_request modify =
        EIP_MODIFY_ADDRESS_ATTRIBUTE_REQUEST_INIT;
    eip_reset_address_attribute_request reset =
        EIP_RESET_ADDRESS_ATTRIBUTE_REQUEST_INIT;
    eip_address_attribute got = EIP_ADDRESS_ATTRIBUTE_INIT;

    if (call->deed == SET) {
        modify.allocation_id = call->id;
        modify.domain_name = eip_text_of(names[call->name]);
        call->status =
            eip_modify_address_attribute(engine, &caller, &modify, &got, NULL);
    } else {
        reset.allocation_id = call->id;
        reset.attribute = eip_text_of("domain-name");
        call->status =
            eip_reset_address_attribute(engine, &caller, &reset, &got, NULL);
    }
    if (call->status == EIP_OK) {
        call->got = got.allocation_id;
        call->place = place_of(got.public_ip);
        call->is_pending = strcmp(got.ptr_update_status, "PENDING") == 0;
        call->before = name_of(got.ptr_record);
        call->update = name_of(got.ptr_update_value);
    }
}

static void join(eip_engine *engine, struct story *story, struct call *call) {
    const eip_caller caller = EIP_CALLER_INIT(facts_account[call->who]);
    eip_associate_address_request request = EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;
    eip_associate_address_response response =
        EIP_ASSOCIATE_ADDRESS_RESPONSE_INIT;
    eip_interface interface = EIP_INTERFACE_INIT;

    request.flags = call->keeps ? EIP_ASSOCIATE_NO_REASSOCIATION : 0;
    request.allocation_id = call->id;
    request.network_interface_id = eip_text_of(interfaces[call->target]);
    request.interface = &interface;
    interface.flags = call->in_default ? EIP_INTERFACE_DEFAULT_VPC : 0;
    interface.owner = facts_account[call->who];
    call->status =
        eip_associate_address(engine, &caller, &request, &response, NULL);
    if (call->status == EIP_OK) {
        call->got = response.association_id;
        if (facts_joined(story, call->got) == 0) {
            atomic_store(&story->joined[call->own], call->got);
        }
    }
}

static void part(eip_engine *engine, struct call *call) {
    const eip_caller caller = EIP_CALLER_INIT(facts_account[call->who]);
    eip_disassociate_address_request request =
        EIP_DISASSOCIATE_ADDRESS_REQUEST_INIT;

    request.association_id = call->id;
    call->status = eip_disassociate_address(engine, &caller, &request, NULL);
}

static void show(eip_engine *engine, struct call *call) {
    const eip_caller caller = EIP_CALLER_INIT(facts_account[call->who]);
    eip_address_list *list = NULL;

    call->status = eip_describe_addresses(engine, &caller, NULL, &list, NULL);
    call->count = (uint8_t)eip_address_list_count(list);
    for (uint32_t i = 0; i < call->count && i < PLACES; i++) {
        eip_address at = EIP_ADDRESS_INIT;

        TRIAL_CHECK(eip_address_list_at(list, i, &at) == EIP_OK, "list");
        call->shown[i] = (struct shown){at.allocation_id, at.association_id,
                                        place_of(at.public_ip),
                                        target_of(at.network_interface_id), 0};
    }
    eip_address_list_free(list);
}

static void show_ptr(eip_engine *engine, struct call *call) {
    const eip_caller caller = EIP_CALLER_INIT(facts_account[call->who]);
    eip_address_attribute_list *list = NULL;

    call->status =
        eip_describe_addresses_attribute(engine, &caller, NULL, &list, NULL);
    call->count = (uint8_t)eip_address_attribute_list_count(list);
    for (uint32_t i = 0; i < call->count && i < PLACES; i++) {
        eip_address_attribute at = EIP_ADDRESS_ATTRIBUTE_INIT;

        TRIAL_CHECK(eip_address_attribute_list_at(list, i, &at) == EIP_OK,
                    "list");
        call->shown[i] =
            (struct shown){at.allocation_id, 0, place_of(at.public_ip), 0,
                           name_of(at.ptr_record)};
    }
    eip_address_attribute_list_free(list);
}

static void count(eip_engine *engine, struct call *call) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    call->status =
        eip_admin_account_usage(engine, facts_account[call->who], &usage);
    call->number = (uint8_t)usage.used;
}

void facts_do(eip_engine *engine, struct story *story, struct call *call) {
    call->transfer = (eip_address_transfer)EIP_ADDRESS_TRANSFER_INIT;
    switch ((enum deed)call->deed) {
    case TAKE:
        take(engine, story, call);
        break;
    case GIVE:
        call->status =
            trial_release(engine, facts_account[call->who], call->id);
        break;
    case OFFER:
    case WITHDRAW:
        offer(engine, call);
        break;
    case ACCEPT:
        accept(engine, story, call);
        break;
    case SET:
    case RESET:
        set_ptr(engine, call);
        break;
    case JOIN:
        join(engine, story, call);
        break;
    case PART:
        part(engine, call);
        break;
    case SHOW:
        show(engine, call);
        break;
    case SHOW_PTR:
        show_ptr(engine, call);
        break;
    default:
        count(engine, call);
        break;
    }
}
