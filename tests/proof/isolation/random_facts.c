/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The facts of addresses, at random: each account gives its own addresses names
 * and tags with its mark; others ask about them in every form. */
#include "random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- one's own ------------------------------------------------------------- */

static struct held *any_own(struct run *run, uint32_t who) {
    uint64_t first = random_below(run, ACCOUNTS * HELD_MAX);

    for (uint32_t i = 0; i < run->count; i++) {
        struct held *held = &run->held[(first + i) % run->count];

        if (held->who == who) {
            return held;
        }
    }
    return NULL;
}

static void associate(struct run *run, uint32_t who, struct held *held) {
    eip_caller own = EIP_CALLER_INIT(random_account(who));
    eip_associate_address_request request = EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;
    eip_associate_address_response response =
        EIP_ASSOCIATE_ADDRESS_RESPONSE_INIT;
    eip_interface interface = EIP_INTERFACE_INIT;

    interface.flags = (uint32_t)random_below(run, 2);
    interface.owner = own.account;
    interface.subnet_id = eip_text_of(random_mark(who));
    request.allocation_id = held->id;
    request.instance_id = eip_text_of("i-1"); /* of each account, another */
    request.interface = &interface;
    if (eip_associate_address(run->w.engine, &own, &request, &response,
                              &run->w.error) == EIP_OK) {
        held->association = response.association_id;
    }
}

static void disassociate(struct run *run, uint32_t who,
                         const struct held *held) {
    eip_caller own = EIP_CALLER_INIT(random_account(who));
    eip_disassociate_address_request request =
        EIP_DISASSOCIATE_ADDRESS_REQUEST_INIT;

    request.association_id = held->association;
    (void)!eip_disassociate_address(run->w.engine, &own, &request,
                                    &run->w.error);
}

static void name(struct run *run, uint32_t who, const struct held *held) {
    eip_caller own = EIP_CALLER_INIT(random_account(who));
    eip_modify_address_attribute_request modify =
        EIP_MODIFY_ADDRESS_ATTRIBUTE_REQUEST_INIT;
    eip_reset_address_attribute_request reset =
        EIP_RESET_ADDRESS_ATTRIBUTE_REQUEST_INIT;

    modify.allocation_id = reset.allocation_id = held->id;
    modify.domain_name = eip_text_of(random_mark(who));
    reset.attribute = eip_text_of("domain-name");
    if (random_below(run, 2) == 0) {
        (void)!eip_modify_address_attribute(run->w.engine, &own, &modify, NULL,
                                            &run->w.error);
    } else {
        (void)!eip_reset_address_attribute(run->w.engine, &own, &reset, NULL,
                                           &run->w.error);
    }
}

static void retag(struct run *run, uint32_t who, const struct held *held) {
    eip_caller own = EIP_CALLER_INIT(random_account(who));
    eip_tag tag = {eip_text_of("Later"), eip_text_of(random_mark(who))};
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_text id = eip_text_of(world_id(held->id));

    request.resources = &id;
    request.resource_count = 1;
    request.tags = &tag;
    request.tag_count = 1;
    if (random_below(run, 4) != 0) {
        (void)!eip_create_tags(run->w.engine, &own, &request, &run->w.error);
    } else {
        (void)!eip_delete_tags(run->w.engine, &own, &request, &run->w.error);
    }
}

/* To an account that never asks. */
static void offer(struct run *run, uint32_t who, const struct held *held) {
    eip_caller own = EIP_CALLER_INIT(random_account(who));
    eip_enable_address_transfer_request enable =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;
    eip_disable_address_transfer_request disable =
        EIP_DISABLE_ADDRESS_TRANSFER_REQUEST_INIT;

    enable.allocation_id = disable.allocation_id = held->id;
    enable.transfer_account_id = eip_text_of("000000000001");
    if (random_below(run, 4) != 0) {
        (void)!eip_enable_address_transfer(run->w.engine, &own, &enable, NULL,
                                           &run->w.error);
    } else {
        (void)!eip_disable_address_transfer(run->w.engine, &own, &disable, NULL,
                                            &run->w.error);
    }
}

static void mark(struct run *run, const struct held *held) {
    eip_address_marks marks = EIP_ADDRESS_MARKS_INIT;

    marks.allocation_id = held->id;
    marks.flags = random_below(run, 4) == 0 ? EIP_MARK_LOCKED : 0;
    marks.service = random_below(run, 4) == 0
                        ? (uint32_t)random_below(run, EIP_SERVICE_RNAT + 1)
                        : EIP_SERVICE_NONE;
    (void)!eip_admin_mark_address(run->w.engine, &marks, NULL);
}

void random_own_facts(struct run *run, uint32_t who) {
    struct held *held = any_own(run, who);

    if (held == NULL) {
        return;
    }
    memset(&run->w.error, 0, sizeof run->w.error);
    run->w.error.size = sizeof run->w.error;
    switch (random_below(run, 8)) {
    case 0:
        associate(run, who, held);
        break;
    case 1:
    case 2:
        disassociate(run, who, held);
        break;
    case 3:
    case 4:
        name(run, who, held);
        break;
    case 5:
        retag(run, who, held);
        break;
    case 6:
        offer(run, who, held);
        break;
    default:
        mark(run, held);
        break;
    }
    random_search(run, who, &run->w.error, sizeof run->w.error);
}

/* -- another's ------------------------------------------------------------- */

/* Of the forms that may be asked about what is not held, and change nothing. */
static const struct form *any_form(struct run *run) {
    for (;;) {
        uint64_t at =
            random_below(run, isolation_form_count + isolation_fact_form_count);
        const struct form *form =
            at < isolation_form_count
                ? &isolation_forms[at]
                : &isolation_fact_forms[at - isolation_form_count];

        if (at >= isolation_form_count ||
            strncmp(form->name, "release", 7) == 0 ||
            strncmp(form->name, "describe", 8) == 0) {
            return form;
        }
    }
}

static bool is_own(const struct run *run, uint32_t who,
                   const struct held *target) {
    for (uint32_t i = 0; i < run->count; i++) {
        if (run->held[i].who == who &&
            (run->held[i].ip == target->ip || run->held[i].id == target->id)) {
            return true;
        }
    }
    return false;
}

static void ask(struct run *run, uint32_t who, const struct form *form,
                const struct target *target, bool dry, struct answer *answer) {
    const char *name = "";

    isolation_clear(answer);
    form->ask(&run->w, random_account(who), target, dry, answer, &name);
    random_search(run, who, answer, sizeof *answer);
    isolation_strike(answer, name);
}

void random_foreign_facts(struct run *run, uint32_t who) {
    const struct held *seen = random_seen(run);
    const struct held *now = random_find(run, seen->id);
    const struct form *form = any_form(run);
    bool dry = random_below(run, 2) == 0;
    struct target target = {seen->id, seen->ip,
                            now == NULL ? 0 : now->association};
    const struct target absent = {UINT64_C(0x1234567890abcdef),
                                  UINT32_C(0xcb007109), 0};
    struct answer is;
    struct answer wanted;

    if (seen->id == 0 || is_own(run, who, seen)) {
        return;
    }
    ask(run, who, form, &target, dry, &is);
    ask(run, who, form, &absent, dry, &wanted);
    run->compared++;
    if (memcmp(&is, &wanted, sizeof is) != 0) {
        (void)printf("%s: %s '%s', %s '%s'\n", form->name,
                     eip_status_name(is.status), is.error.message,
                     eip_status_name(wanted.status), wanted.error.message);
        random_wrong(run, "another's address is told from absent");
    }
}

/* -- all of one's own ------------------------------------------------------ */

static void must_be_own(struct run *run, uint32_t who, uint64_t id) {
    const struct held *held = random_find(run, id);

    if (held == NULL || held->who != who) {
        random_wrong(run, "a fact of another's address is listed");
    }
}

static void look_at_names(struct run *run, uint32_t who,
                          const eip_caller *own) {
    eip_address_attribute_list *list = NULL;

    (void)!eip_describe_addresses_attribute(run->w.engine, own, NULL, &list,
                                            &run->w.error);
    for (uint64_t i = 0; i < eip_address_attribute_list_count(list); i++) {
        eip_address_attribute at = EIP_ADDRESS_ATTRIBUTE_INIT;

        (void)!eip_address_attribute_list_at(list, i, &at);
        must_be_own(run, who, at.allocation_id);
        random_search(run, who, &at, sizeof at);
    }
    eip_address_attribute_list_free(list);
}

static void look_at_tags(struct run *run, uint32_t who, const eip_caller *own) {
    eip_tag_list *list = NULL;

    (void)!eip_describe_tags(run->w.engine, own, NULL, &list, &run->w.error);
    for (uint64_t i = 0; i < eip_tag_list_count(list); i++) {
        eip_tag_description at = EIP_TAG_DESCRIPTION_INIT;
        uint64_t id = 0;

        (void)!eip_tag_list_at(list, i, &at);
        if (eip_allocation_id_parse(at.resource_id, &id) == EIP_OK) {
            must_be_own(run, who, id);
        }
        random_search(run, who, at.value.data, at.value.size);
    }
    eip_tag_list_free(list);
}

static void look_at_transfers(struct run *run, uint32_t who,
                              const eip_caller *own) {
    eip_address_transfer_list *list = NULL;

    (void)!eip_describe_address_transfers(run->w.engine, own, NULL, &list,
                                          &run->w.error);
    for (uint64_t i = 0; i < eip_address_transfer_list_count(list); i++) {
        eip_address_transfer at = EIP_ADDRESS_TRANSFER_INIT;

        (void)!eip_address_transfer_list_at(list, i, &at);
        must_be_own(run, who, at.allocation_id);
    }
    eip_address_transfer_list_free(list);
}

void random_look(struct run *run, uint32_t who) {
    eip_caller own = EIP_CALLER_INIT(random_account(who));

    switch (random_below(run, 8)) {
    case 0:
        look_at_names(run, who, &own);
        break;
    case 1:
        look_at_tags(run, who, &own);
        break;
    case 2:
        look_at_transfers(run, who, &own);
        break;
    default:
        break;
    }
}
