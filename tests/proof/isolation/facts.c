/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Everything that an account can ask of the facts of an address it names. */
#include "isolation.h"

#include <stdio.h>

static char text[64]; /* of the name: one question at a time */

static const char *id_text(uint64_t id) {
    (void)snprintf(text, sizeof text, "%s", world_id(id));
    return text;
}

static const char *ip_text(uint32_t address) {
    (void)snprintf(text, sizeof text, "%s", world_ip(address));
    return text;
}

/* -- attributes ------------------------------------------------------------ */

static void modify(struct world *w, uint64_t caller,
                   const struct target *target, bool dry, struct answer *answer,
                   const char **name) {
    eip_caller own = EIP_CALLER_INIT(caller);
    eip_modify_address_attribute_request request =
        EIP_MODIFY_ADDRESS_ATTRIBUTE_REQUEST_INIT;

    *name = id_text(target->id);
    request.flags = dry ? EIP_MODIFY_ATTRIBUTE_DRY_RUN : 0;
    request.allocation_id_text = eip_text_of(*name);
    request.domain_name = eip_text_of("a.example");
    answer->status = eip_modify_address_attribute(w->engine, &own, &request,
                                                  NULL, &answer->error);
}

static void reset(struct world *w, uint64_t caller, const struct target *target,
                  bool dry, struct answer *answer, const char **name) {
    eip_caller own = EIP_CALLER_INIT(caller);
    eip_reset_address_attribute_request request =
        EIP_RESET_ADDRESS_ATTRIBUTE_REQUEST_INIT;

    *name = id_text(target->id);
    request.flags = dry ? EIP_RESET_ATTRIBUTE_DRY_RUN : 0;
    request.allocation_id = target->id;
    request.attribute = eip_text_of("domain-name");
    answer->status = eip_reset_address_attribute(w->engine, &own, &request,
                                                 NULL, &answer->error);
}

static void describe(struct world *w, uint64_t caller,
                     const struct target *target, bool dry,
                     struct answer *answer, const char **name) {
    eip_caller own = EIP_CALLER_INIT(caller);
    eip_describe_addresses_attribute_request request =
        EIP_DESCRIBE_ADDRESSES_ATTRIBUTE_REQUEST_INIT;
    eip_address_attribute_list *list = NULL;
    eip_text id;

    *name = id_text(target->id);
    id = eip_text_of(*name);
    request.flags = dry ? EIP_DESCRIBE_ATTRIBUTE_DRY_RUN : 0;
    request.allocation_ids = &id;
    request.allocation_id_count = 1;
    answer->status = eip_describe_addresses_attribute(w->engine, &own, &request,
                                                      &list, &answer->error);
    answer->count =
        list == NULL ? UINT64_MAX : eip_address_attribute_list_count(list);
    eip_address_attribute_list_free(list);
}

/* -- associations ---------------------------------------------------------- */

static void associate(struct world *w, uint64_t caller,
                      eip_associate_address_request *request, bool dry,
                      struct answer *answer) {
    eip_caller own = EIP_CALLER_INIT(caller);

    request->flags = dry ? EIP_ASSOCIATE_DRY_RUN : 0;
    request->instance_id = eip_text_of("i-1");
    answer->status =
        eip_associate_address(w->engine, &own, request, NULL, &answer->error);
}

static void associate_id(struct world *w, uint64_t caller,
                         const struct target *target, bool dry,
                         struct answer *answer, const char **name) {
    eip_associate_address_request request = EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;

    *name = id_text(target->id);
    request.allocation_id = target->id;
    associate(w, caller, &request, dry, answer);
}

static void associate_ip(struct world *w, uint64_t caller,
                         const struct target *target, bool dry,
                         struct answer *answer, const char **name) {
    eip_associate_address_request request = EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;

    *name = ip_text(target->ip);
    request.public_ip = eip_text_of(*name);
    associate(w, caller, &request, dry, answer);
}

static void disassociate_ip(struct world *w, uint64_t caller,
                            const struct target *target, bool dry,
                            struct answer *answer, const char **name) {
    eip_caller own = EIP_CALLER_INIT(caller);
    eip_disassociate_address_request request =
        EIP_DISASSOCIATE_ADDRESS_REQUEST_INIT;

    *name = ip_text(target->ip);
    request.flags = dry ? EIP_DISASSOCIATE_DRY_RUN : 0;
    request.public_ip = eip_text_of(*name);
    answer->status =
        eip_disassociate_address(w->engine, &own, &request, &answer->error);
}

static void disassociate_id(struct world *w, uint64_t caller,
                            const struct target *target, bool dry,
                            struct answer *answer, const char **name) {
    eip_caller own = EIP_CALLER_INIT(caller);
    eip_disassociate_address_request request =
        EIP_DISASSOCIATE_ADDRESS_REQUEST_INIT;
    uint64_t id = target->association == 0 ? UINT64_C(0x1234567890abcdef)
                                           : target->association;

    (void)eip_association_id_format(id, text);
    *name = text;
    request.flags = dry ? EIP_DISASSOCIATE_DRY_RUN : 0;
    if (id % 2 == 0) {
        request.association_id = id;
    } else {
        request.association_id_text = eip_text_of(text);
    }
    answer->status =
        eip_disassociate_address(w->engine, &own, &request, &answer->error);
}

/* -- tags ------------------------------------------------------------------ */

static void tag(struct world *w, uint64_t caller, const struct target *target,
                bool dry, struct answer *answer, const char **name,
                bool deletes) {
    static const eip_tag tags = {{"Name", 4, 0}, {"mine", 4, 0}};
    eip_caller own = EIP_CALLER_INIT(caller);
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_text id;

    *name = id_text(target->id);
    id = eip_text_of(*name);
    request.flags = dry ? EIP_CREATE_TAGS_DRY_RUN : 0;
    request.resources = &id;
    request.resource_count = 1;
    request.tags = &tags;
    request.tag_count = 1;
    answer->status =
        deletes ? eip_delete_tags(w->engine, &own, &request, &answer->error)
                : eip_create_tags(w->engine, &own, &request, &answer->error);
}

static void create_tags(struct world *w, uint64_t caller,
                        const struct target *target, bool dry,
                        struct answer *answer, const char **name) {
    tag(w, caller, target, dry, answer, name, false);
}

static void delete_tags(struct world *w, uint64_t caller,
                        const struct target *target, bool dry,
                        struct answer *answer, const char **name) {
    tag(w, caller, target, dry, answer, name, true);
}

static void describe_tags(struct world *w, uint64_t caller,
                          const struct target *target, bool dry,
                          struct answer *answer, const char **name) {
    eip_caller own = EIP_CALLER_INIT(caller);
    eip_describe_tags_request request = EIP_DESCRIBE_TAGS_REQUEST_INIT;
    eip_tag_list *list = NULL;
    eip_text id;
    eip_filter filter = {eip_text_of("resource-id"), &id, 1, 0};

    *name = id_text(target->id);
    id = eip_text_of(*name);
    request.flags = dry ? EIP_DESCRIBE_TAGS_DRY_RUN : 0;
    request.filters = &filter;
    request.filter_count = 1;
    answer->status =
        eip_describe_tags(w->engine, &own, &request, &list, &answer->error);
    answer->count = list == NULL ? UINT64_MAX : eip_tag_list_count(list);
    eip_tag_list_free(list);
}

/* -- transfers ------------------------------------------------------------- */

static void enable(struct world *w, uint64_t caller,
                   const struct target *target, bool dry, struct answer *answer,
                   const char **name) {
    eip_caller own = EIP_CALLER_INIT(caller);
    eip_enable_address_transfer_request request =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;

    *name = id_text(target->id);
    request.flags = dry ? EIP_ENABLE_TRANSFER_DRY_RUN : 0;
    request.allocation_id = target->id;
    request.transfer_account_id = eip_text_of("000000000001");
    answer->status = eip_enable_address_transfer(w->engine, &own, &request,
                                                 NULL, &answer->error);
}

static void disable(struct world *w, uint64_t caller,
                    const struct target *target, bool dry,
                    struct answer *answer, const char **name) {
    eip_caller own = EIP_CALLER_INIT(caller);
    eip_disable_address_transfer_request request =
        EIP_DISABLE_ADDRESS_TRANSFER_REQUEST_INIT;

    *name = id_text(target->id);
    request.flags = dry ? EIP_DISABLE_TRANSFER_DRY_RUN : 0;
    request.allocation_id_text = eip_text_of(*name);
    answer->status = eip_disable_address_transfer(w->engine, &own, &request,
                                                  NULL, &answer->error);
}

static void accept(struct world *w, uint64_t caller,
                   const struct target *target, bool dry, struct answer *answer,
                   const char **name) {
    eip_caller own = EIP_CALLER_INIT(caller);
    eip_accept_address_transfer_request request =
        EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;

    *name = ip_text(target->ip);
    request.flags = dry ? EIP_ACCEPT_TRANSFER_DRY_RUN : 0;
    request.address = eip_text_of(*name);
    answer->status = eip_accept_address_transfer(w->engine, &own, &request,
                                                 NULL, &answer->error);
}

static void describe_transfers(struct world *w, uint64_t caller,
                               const struct target *target, bool dry,
                               struct answer *answer, const char **name) {
    eip_caller own = EIP_CALLER_INIT(caller);
    eip_describe_address_transfers_request request =
        EIP_DESCRIBE_ADDRESS_TRANSFERS_REQUEST_INIT;
    eip_address_transfer_list *list = NULL;
    eip_text id;

    *name = id_text(target->id);
    id = eip_text_of(*name);
    request.flags = dry ? EIP_DESCRIBE_TRANSFERS_DRY_RUN : 0;
    request.allocation_ids = &id;
    request.allocation_id_count = 1;
    answer->status = eip_describe_address_transfers(w->engine, &own, &request,
                                                    &list, &answer->error);
    answer->count =
        list == NULL ? UINT64_MAX : eip_address_transfer_list_count(list);
    eip_address_transfer_list_free(list);
}

const struct form isolation_fact_forms[] = {
    {"modify an attribute", modify},
    {"reset an attribute", reset},
    {"describe an attribute", describe},
    {"associate, id", associate_id},
    {"associate, PublicIp", associate_ip},
    {"disassociate, PublicIp", disassociate_ip},
    {"disassociate, id", disassociate_id},
    {"create tags", create_tags},
    {"delete tags", delete_tags},
    {"describe tags", describe_tags},
    {"enable a transfer", enable},
    {"disable a transfer", disable},
    {"accept a transfer", accept},
    {"describe transfers", describe_transfers},
};
const uint32_t isolation_fact_form_count =
    sizeof isolation_fact_forms / sizeof isolation_fact_forms[0];
