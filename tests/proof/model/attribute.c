/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Modify-, Reset-, DescribeAddressesAttribute: drawn, judged, asked of both. */
#include "proof/model/facts.h"

#include <string.h>

enum { ATTRIBUTES = 5 };

static eip_text attribute_of(uint32_t number) {
    static const char *const names[ATTRIBUTES] = {"domain-name", NULL, "",
                                                  "Domain-name", "domain"};

    return eip_text_of(names[number]);
}

static eip_status check_attribute(eip_text attribute, struct verdict *v) {
    return texts_equal(attribute, attribute_of(0))
               ? EIP_OK
               : verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "Attribute",
                            "Value (%.*s) for parameter attribute is invalid. "
                            "Valid values: domain-name",
                            (int)attribute.size, attribute.data);
}

/* -- how it shows ---------------------------------------------------------- */

static bool is_name(const char *shown, uint32_t number) {
    char wanted[EIP_PTR_SIZE] = "";
    eip_text name = facts_name(number);

    if (number != 0) {
        memcpy(wanted, name.data, name.size);
        wanted[name.size] = '.';
    }
    return memcmp(shown, wanted, strlen(wanted) + 1) == 0;
}

static bool same_attribute(struct run *run, int place, const struct ptr *ptr,
                           const eip_address_attribute *got) {
    const struct place *at = &run->m.place[place];
    const char *status = ptr->is_pending   ? "PENDING"
                         : ptr->has_failed ? "FAILED"
                                           : "";
    const char *reason = ptr->has_failed
                             ? "The domain name does not resolve to the address"
                             : "";

    return (got->public_ip == at->ip && got->allocation_id == at->id &&
            is_name(got->ptr_record, ptr->record) &&
            is_name(got->ptr_update_value, ptr->update) &&
            strcmp(got->ptr_update_status, status) == 0 &&
            strcmp(got->ptr_update_reason, reason) == 0) ||
           run_differs(run,
                       "the attribute shows as \"%s\", \"%s\" %s \"%s\"; "
                       "wanted names %u, %u %s",
                       got->ptr_record, got->ptr_update_value,
                       got->ptr_update_status, got->ptr_update_reason,
                       ptr->record, ptr->update, status);
}

/* -- ModifyAddressAttribute, ResetAddressAttribute -------------------------- */

struct ask_change {
    struct ask_caller by;
    struct subject subject;
    struct verdict verdict;
    bool modifies;
    bool dry;
    eip_status form;
    uint32_t flags;
    uint32_t name; /* of facts_ptr */
    eip_text attribute;
    int place;
    bool is_same;
    bool asks; /* DNS */
};

static void draw_change(struct run *run, struct dice *dice,
                        struct ask_change *a) {
    memset(a, 0, sizeof *a);
    a->modifies = roll(dice, 16) < 9;
    run_tell(run, a->modifies ? "modify_attribute" : "reset_attribute");
    ask_holder(run, dice, &a->by);
    subject_draw(run, dice, a->by.account, &a->subject);
    a->dry = rarely(dice, 16);
    a->flags = a->dry;
    if (a->modifies) {
        a->name = rarely(dice, 8) ? roll(dice, PTR_NAMES)
                                  : 1 + roll(dice, PTR_REFUSED);
        run_tell_text(run, "DomainName", facts_ptr[a->name]);
    } else {
        a->attribute =
            attribute_of(rarely(dice, 16) ? roll(dice, ATTRIBUTES) : 0);
        run_tell_text(run, "Attribute", a->attribute);
    }
    a->form = a->subject.twice ? EIP_ERR_ARGUMENT : EIP_OK;
    if (rarely(dice, 128)) {
        a->flags |= 2;
        a->form = EIP_ERR_STRUCT_VERSION;
    }
    run_tell(run, "%s", a->dry ? " DryRun" : "");
}

static eip_status check_name(struct ask_change *a, struct verdict *v) {
    eip_text name = facts_ptr[a->name];

    if (a->name == 0) {
        return verdict_need(v, "DomainName");
    }
    if (a->name < PTR_GOOD) {
        return EIP_OK;
    }
    (void)verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "DomainName",
                     "Value (%.*s) for parameter domainName is invalid. It is "
                     "not a domain name.",
                     (int)name.size, name.size == 0 ? "" : name.data);
    if (name.size > 32) {
        v->words[0] = '\0'; /* it is cut */
    }
    return v->status;
}

static eip_status check_change(struct ask_change *a) {
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, a->form, &a->by) != EIP_OK) {
        return v->status;
    }
    if (!a->subject.given) {
        return verdict_need(v, "AllocationId");
    }
    if (a->modifies) {
        return check_name(a, v);
    }
    return a->attribute.data == NULL ? verdict_need(v, "Attribute")
                                     : check_attribute(a->attribute, v);
}

static void judge_change(const struct model *m, struct ask_change *a) {
    struct verdict *v = &a->verdict;
    struct ptr ptr;

    if (check_change(a) != EIP_OK) {
        return;
    }
    a->place = subject_find(m, a->by.account, &a->subject, v);
    if (v->status != EIP_OK) {
        return;
    }
    ptr = model_ptr(m, a->place);
    if (a->modifies && model_is_coip(model_block(m, a->place)->pool)) {
        (void)verdict_is(v, EIP_ERR_UNSUPPORTED_OPERATION, "AllocationId",
                         "A customer-owned IP address has no PTR record");
        return;
    }
    a->is_same =
        !a->modifies && ptr.record == 0 && ptr.update == 0 && !ptr.is_pending;
    a->asks = a->modifies && !a->dry;
    if (a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

/* The answer shows the update, though it may have settled at once. */
static bool change(struct run *run, struct ask_change *a,
                   const eip_address_attribute *got) {
    struct facts *facts = &run->m.place[a->place].facts;
    struct ptr ptr = model_ptr(&run->m, a->place);

    if (a->is_same) {
        memset(&ptr, 0, sizeof ptr);
    } else {
        facts->ptr = ptr.record;
        facts->next = (uint8_t)a->name;
        facts->refused = a->name == PTR_REFUSED;
        facts->updated = true;
        facts->ptr_ms = run->m.now_ms;
        ptr = (struct ptr){facts->ptr, facts->next, true, false};
    }
    return same_attribute(run, a->place, &ptr, got);
}

static eip_status call(struct run *run, const struct ask_change *a,
                       eip_address_attribute *got) {
    eip_modify_address_attribute_request modify =
        EIP_MODIFY_ADDRESS_ATTRIBUTE_REQUEST_INIT;
    eip_reset_address_attribute_request reset =
        EIP_RESET_ADDRESS_ATTRIBUTE_REQUEST_INIT;

    if (a->modifies) {
        modify.flags = a->flags;
        modify.allocation_id = a->subject.number;
        modify.allocation_id_text = a->subject.text;
        modify.domain_name = facts_ptr[a->name];
        return eip_modify_address_attribute(a->by.engine, a->by.caller, &modify,
                                            got, run_error(run));
    }
    reset.flags = a->flags;
    reset.allocation_id = a->subject.number;
    reset.allocation_id_text = a->subject.text;
    reset.attribute = a->attribute;
    return eip_reset_address_attribute(a->by.engine, a->by.caller, &reset, got,
                                       run_error(run));
}

static bool step_change(struct run *run, struct dice *dice) {
    eip_address_attribute got = EIP_ADDRESS_ATTRIBUTE_INIT;
    struct ask_change a;
    eip_status status;

    draw_change(run, dice, &a);
    judge_change(&run->m, &a);
    run->resolved = 0;
    status = call(run, &a, &got);
    if (!verdict_same(run, &a.by, &a.verdict, status,
                      a.modifies ? "ec2:ModifyAddressAttribute"
                                 : "ec2:ResetAddressAttribute")) {
        return false;
    }
    if (run->resolved != (a.asks ? 1 : 0)) {
        return run_differs(run, "DNS was asked %u times", run->resolved);
    }
    return status != EIP_OK || change(run, &a, &got);
}

/* -- DescribeAddressesAttribute --------------------------------------------- */

#define SHOW "ec2:DescribeAddressesAttribute"

struct ask_show {
    struct ask_caller by;
    struct verdict verdict;
    struct page page;
    struct several ids;
    eip_text attribute;
    bool dry;
};

static void judge_show(const struct model *m, struct ask_show *a) {
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK ||
        page_check(&a->page, v) != EIP_OK) {
        return;
    }
    if (a->attribute.data != NULL &&
        check_attribute(a->attribute, v) != EIP_OK) {
        return;
    }
    if (several_check(m, a->by.account, &a->ids, v) == EIP_OK && a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

static bool same_page(struct run *run, const struct ask_show *a,
                      const eip_address_attribute_list *list) {
    const struct account *account = &run->m.account[a->by.account];
    uint64_t count = eip_address_attribute_list_count(list);
    struct position last = {0, NOBODY};
    uint32_t rows = 0;

    for (uint32_t i = 0; i < account->held; i++) {
        int place = account->place[i];
        const struct place *at = &run->m.place[place];
        struct ptr ptr = model_ptr(&run->m, place);
        eip_address_attribute got = EIP_ADDRESS_ATTRIBUTE_INIT;

        if ((ptr.record == 0 && ptr.update == 0 && !ptr.is_pending) ||
            !several_has(&a->ids, at->id) ||
            !page_is_past(&a->page, (struct position){at->order, NOBODY})) {
            continue;
        }
        if (rows++ >= (uint32_t)a->page.limit) {
            continue;
        }
        last.order = at->order;
        if (eip_address_attribute_list_at(list, rows - 1, &got) != EIP_OK) {
            return run_differs(run, "attribute %u is not shown", rows - 1);
        }
        if (!same_attribute(run, place, &ptr, &got)) {
            return false;
        }
    }
    if (count !=
        (rows < (uint32_t)a->page.limit ? rows : (uint32_t)a->page.limit)) {
        return run_differs(run, "%u attributes are shown, not %u",
                           (unsigned)count, rows);
    }
    return page_end(run, &a->page, rows - (uint32_t)count, last,
                    eip_address_attribute_list_next_token(list));
}

static bool step_show(struct run *run, struct dice *dice) {
    eip_describe_addresses_attribute_request request =
        EIP_DESCRIBE_ADDRESSES_ATTRIBUTE_REQUEST_INIT;
    eip_address_attribute_list *list = NULL;
    struct ask_show a;
    eip_status got;
    bool same;

    memset(&a, 0, sizeof a);
    run_tell(run, "describe_attribute");
    ask_holder(run, dice, &a.by);
    page_draw(run, dice, SHOW, 1, a.by.account, &a.page);
    several_draw(run, dice, a.by.account, &a.ids);
    a.attribute = attribute_of(rarely(dice, 16) ? roll(dice, ATTRIBUTES) : 1);
    a.dry = rarely(dice, 16);
    judge_show(&run->m, &a);
    request.flags = (a.dry ? EIP_DESCRIBE_ATTRIBUTE_DRY_RUN : 0) |
                    (a.page.limited ? EIP_DESCRIBE_ATTRIBUTE_MAX_RESULTS : 0);
    request.allocation_ids = a.ids.text;
    request.allocation_id_count = a.ids.count;
    request.max_results = a.page.limit;
    request.attribute = a.attribute;
    request.next_token = a.page.token;
    got = eip_describe_addresses_attribute(a.by.engine, a.by.caller, &request,
                                           &list, run_error(run));
    same = verdict_same(run, &a.by, &a.verdict, got, SHOW) &&
           (got != EIP_OK || same_page(run, &a, list));
    eip_address_attribute_list_free(list);
    return same;
}

bool step_attribute(struct run *run, struct dice *dice) {
    return roll(dice, 4) == 3 ? step_show(run, dice) : step_change(run, dice);
}
