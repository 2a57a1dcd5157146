/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What changes or shows the facts of held addresses: attributes,
 * associations, tags,
 * transfers, marks. */
#include "oom.h"

#include <stdlib.h>

static uint64_t held_id;

static void hold(struct world *w) {
    static const eip_tag tag = {{"Name", 4, 0}, {"one", 3, 0}};
    static const eip_tag_specification spec = {
        {"elastic-ip", 10, 0}, &tag, 1, 0};
    eip_allocate_address_request request = world_request();

    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    held_id = world_get(w, WORLD_ALICE, &request).allocation_id;
}

/* -- attributes ------------------------------------------------------------ */

static eip_status modify(struct world *w) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_modify_address_attribute_request request =
        EIP_MODIFY_ADDRESS_ATTRIBUTE_REQUEST_INIT;

    request.allocation_id = held_id;
    request.domain_name = eip_text_of("a.example");
    return eip_modify_address_attribute(w->engine, &caller, &request, NULL,
                                        &w->error);
}

static void name_it(struct world *w) {
    hold(w);
    must(modify(w));
}

static eip_status reset(struct world *w) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_reset_address_attribute_request request =
        EIP_RESET_ADDRESS_ATTRIBUTE_REQUEST_INIT;

    request.allocation_id = held_id;
    request.attribute = eip_text_of("domain-name");
    return eip_reset_address_attribute(w->engine, &caller, &request, NULL,
                                       &w->error);
}

static eip_status describe_attribute(struct world *w) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_address_attribute_list *list = NULL;
    eip_status status = eip_describe_addresses_attribute(
        w->engine, &caller, NULL, &list, &w->error);

    eip_address_attribute_list_free(list);
    return status;
}

static eip_status describe_attribute_of_one(struct world *w) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_describe_addresses_attribute_request request =
        EIP_DESCRIBE_ADDRESSES_ATTRIBUTE_REQUEST_INIT;
    eip_text id = eip_text_of(world_id(held_id));
    eip_address_attribute_list *list = NULL;
    eip_status status;

    request.allocation_ids = &id;
    request.allocation_id_count = 1;
    status = eip_describe_addresses_attribute(w->engine, &caller, &request,
                                              &list, &w->error);
    eip_address_attribute_list_free(list);
    return status;
}

/* -- associations ---------------------------------------------------------- */

static uint64_t association_id;

static eip_status associate_this(struct world *w, uint64_t id) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_associate_address_request request = EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;
    eip_associate_address_response response =
        EIP_ASSOCIATE_ADDRESS_RESPONSE_INIT;
    eip_status status;

    request.allocation_id = id;
    request.instance_id = eip_text_of("i-1");
    status = eip_associate_address(w->engine, &caller, &request, &response,
                                   &w->error);
    association_id = response.association_id;
    return status;
}

static eip_status associate(struct world *w) {
    return associate_this(w, held_id);
}

static void associate_it(struct world *w) {
    hold(w);
    must(associate(w));
}

static void associate_another(struct world *w) {
    hold(w);
    must(associate_this(w, world_get(w, WORLD_ALICE, NULL).allocation_id));
}

static eip_status disassociate(struct world *w) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_disassociate_address_request request =
        EIP_DISASSOCIATE_ADDRESS_REQUEST_INIT;

    request.association_id = association_id;
    return eip_disassociate_address(w->engine, &caller, &request, &w->error);
}

static eip_status describe(struct world *w) {
    eip_address_list *list = NULL;
    eip_status status = world_describe(w, WORLD_ALICE, NULL, &list);

    eip_address_list_free(list);
    return status;
}

/* -- tags ------------------------------------------------------------------ */

static eip_tag new_tag = {{"b", 1, 0}, {"two", 3, 0}};
static char held_text[EIP_ALLOCATION_ID_TEXT_SIZE];
static eip_text held_resource;

static eip_tags_request tags_request(void) {
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;

    held_resource =
        (eip_text){held_text, eip_allocation_id_format(held_id, held_text), 0};
    request.resources = &held_resource;
    request.resource_count = 1;
    return request;
}

static eip_status create_tags(struct world *w) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_tags_request request = tags_request();

    request.tags = &new_tag;
    request.tag_count = 1;
    return eip_create_tags(w->engine, &caller, &request, &w->error);
}

static void tag_it(struct world *w) {
    hold(w);
    must(create_tags(w));
}

static eip_status delete_tag(struct world *w) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_tags_request request = tags_request();

    request.tags = &new_tag;
    request.tag_count = 1;
    return eip_delete_tags(w->engine, &caller, &request, &w->error);
}

static eip_status delete_tags(struct world *w) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_tags_request request = tags_request();

    return eip_delete_tags(w->engine, &caller, &request, &w->error);
}

static eip_status describe_tags(struct world *w) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_tag_list *list = NULL;
    eip_status status =
        eip_describe_tags(w->engine, &caller, NULL, &list, &w->error);

    eip_tag_list_free(list);
    return status;
}

/* -- transfers ------------------------------------------------------------- */

static uint32_t held_ip;

static void hold_plain(struct world *w) {
    eip_allocate_address_response got = world_get(w, WORLD_ALICE, NULL);

    held_id = got.allocation_id;
    held_ip = got.public_ip;
}

static eip_status enable(struct world *w) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_enable_address_transfer_request request =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;

    request.allocation_id = held_id;
    request.transfer_account_id = eip_text_of("222222222222");
    return eip_enable_address_transfer(w->engine, &caller, &request, NULL,
                                       &w->error);
}

static void offer(struct world *w) {
    hold_plain(w);
    must(enable(w));
}

static eip_status disable(struct world *w) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_disable_address_transfer_request request =
        EIP_DISABLE_ADDRESS_TRANSFER_REQUEST_INIT;

    request.allocation_id = held_id;
    return eip_disable_address_transfer(w->engine, &caller, &request, NULL,
                                        &w->error);
}

static eip_status accept_with(struct world *w, bool tagged) {
    static const eip_tag tag = {{"Name", 4, 0}, {"one", 3, 0}};
    static const eip_tag_specification spec = {
        {"elastic-ip", 10, 0}, &tag, 1, 0};
    eip_caller caller = EIP_CALLER_INIT(WORLD_BOB);
    eip_accept_address_transfer_request request =
        EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;

    request.address = eip_text_of(world_ip(held_ip));
    request.tag_specifications = &spec;
    request.tag_specification_count = tagged;
    return eip_accept_address_transfer(w->engine, &caller, &request, NULL,
                                       &w->error);
}

static eip_status accept(struct world *w) {
    return accept_with(w, false);
}

static eip_status accept_tagged(struct world *w) {
    return accept_with(w, true);
}

static void transfer_and_offer(struct world *w) {
    world_account(w, WORLD_ALICE, EIP_QUOTA_MAX, 0);
    offer(w);
    must(accept(w));
    for (int i = 0; i < 17; i++) {
        offer(w);
    }
}

static void transfer_only(struct world *w) {
    world_account(w, WORLD_BOB, EIP_QUOTA_MAX, 0);
    world_account(w, WORLD_ALICE, EIP_QUOTA_MAX, 0);
    for (int i = 0; i < 17; i++) {
        offer(w);
        must(accept(w));
    }
}

static eip_status describe_transfers(struct world *w) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_ALICE);
    eip_address_transfer_list *list = NULL;
    eip_status status = eip_describe_address_transfers(w->engine, &caller, NULL,
                                                       &list, &w->error);

    eip_address_transfer_list_free(list);
    return status;
}

/* -- marks ----------------------------------------------------------------- */

static eip_status mark(struct world *w) {
    eip_address_marks marks = EIP_ADDRESS_MARKS_INIT;

    marks.allocation_id = held_id;
    marks.flags = EIP_MARK_LOCKED;
    return eip_admin_mark_address(w->engine, &marks, &w->error);
}

const struct subject oom_fact_subjects[] = {
    {"modify an attribute", hold, modify, NEEDS},
    {"modify an attribute again", name_it, modify, NEEDS},
    {"reset an attribute", name_it, reset, NEEDS},
    {"reset no attribute", hold, reset, NEVER},
    {"describe attributes", name_it, describe_attribute, NEEDS | READS},
    {"describe one attribute", name_it, describe_attribute_of_one,
     NEEDS | READS},
    {"associate", hold, associate, NEEDS},
    {"associate instead", associate_another, associate, NEEDS},
    {"associate again", associate_it, associate, NEVER},
    {"disassociate", associate_it, disassociate, NEEDS},
    {"describe an association", associate_it, describe, NEEDS | READS},
    {"create tags", hold, create_tags, NEEDS},
    {"overwrite tags", tag_it, create_tags, NEEDS},
    {"delete a tag", tag_it, delete_tag, NEEDS},
    {"delete no tag", hold, delete_tag, NEVER},
    {"delete all tags", tag_it, delete_tags, NEEDS},
    {"describe tags", tag_it, describe_tags, NEEDS | READS},
    {"enable a transfer", hold_plain, enable, NEEDS},
    {"disable a transfer", offer, disable, NEEDS},
    {"accept a transfer", offer, accept, NEEDS},
    {"accept with tags", offer, accept_tagged, NEEDS},
    {"describe transfers", transfer_and_offer, describe_transfers,
     NEEDS | READS},
    {"describe accepted ones", transfer_only, describe_transfers,
     NEEDS | READS},
    {"mark", hold, mark, NEEDS},
};
const unsigned oom_fact_subject_count =
    sizeof oom_fact_subjects / sizeof oom_fact_subjects[0];
