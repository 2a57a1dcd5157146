/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* ProvisionByoipCidr: drawn, judged, asked of both. */
#include "proof/model/byoip.h"

#include <string.h>

/* What may be wrong with a request, one at a time. */
enum fault {
    NOTHING,
    TOO_SMALL,
    HOST_BITS,
    IPV6,
    MESSAGE,
    SIGNATURE,
    TOO_LONG,
    NO_UTF8,
    NOT_ADVERTISABLE,
    MULTI_REGION,
    NO_CIDR,
    NO_MESSAGE,
    NO_SIGNATURE,
    FAULTS
};

struct ask_bring {
    struct ask_public a;
    enum fault fault;
    uint32_t description;
    int pool;  /* where there is room for one */
    int range; /* the same */
    bool accepted;
    eip_provision_byoip_cidr_request request;
    char message[96];
    char long_text[EIP_BYOIP_DESCRIPTION_MAX + 1];
};

int byoip_find(const struct model *m, int account, eip_cidr cidr) {
    for (int i = 0; i < RANGES; i++) {
        const struct range *range = &m->range[i];

        if (range->present && range->owner == account &&
            range->cidr.base == cidr.base &&
            range->cidr.prefix_bits == cidr.prefix_bits) {
            return i;
        }
    }
    return NOBODY;
}

/* -- drawing --------------------------------------------------------------- */

/* Halves of the public space and all of it; or elsewhere, where there are no
 * places: such a one has to be refused. */
static bool draw_cidr(const struct model *m, struct dice *dice,
                      struct ask_public *a) {
    uint32_t what = roll(dice, 8);

    a->cidr = (eip_cidr){m->base[0] + (what % 2) * 256, 24};
    if (what == 4) {
        a->cidr = (eip_cidr){m->base[0], 23};
    } else if (what > 4) {
        a->cidr = (eip_cidr){0x14000000 + roll(dice, 8) * 256, 24};
        a->cidr.prefix_bits = rarely(dice, 16) ? 8 : 24;
        a->cidr.base = a->cidr.prefix_bits == 8 ? 0x14000000 : a->cidr.base;
    }
    public_write_cidr(a);
    return what <= 4;
}

static void write_request(struct ask_bring *b) {
    eip_provision_byoip_cidr_request *request = &b->request;

    request->cidr = b->a.text;
    request->authorization_message = (eip_text){
        b->message,
        (uint32_t)snprintf(b->message, sizeof b->message,
                           "1|aws|%012llu|%.*s|20301231|SHA256|RSAPSS",
                           (unsigned long long)b->a.by.value.account,
                           (int)b->a.text.size, b->a.text.data),
        0};
    request->authorization_signature = eip_text_of("Abc-_~+=/9");
    request->network_border_group = public_group_text(&b->a);
    if (b->description != 0) {
        request->description = facts_description(b->description);
    }
    request->pool_tag_specifications = b->a.given.specification;
    request->pool_tag_specification_count = b->a.given.specs;
    request->flags = b->a.dry ? EIP_BYOIP_DRY_RUN : 0;
}

static void spoil(struct ask_bring *b) {
    static const char *const cidrs[] = {
        [TOO_SMALL] = "198.51.100.0/25",
        [HOST_BITS] = "198.51.100.1/24",
        [IPV6] = "2001:db8::/48",
    };
    const eip_text none = {NULL, 0, 0};
    eip_provision_byoip_cidr_request *request = &b->request;

    switch (b->fault) {
    case TOO_SMALL:
    case HOST_BITS:
    case IPV6:
        request->cidr = eip_text_of(cidrs[b->fault]);
        break;
    case MESSAGE:
        b->message[request->authorization_message.size - 1] = 's';
        break;
    case SIGNATURE:
        request->authorization_signature = eip_text_of("a b");
        break;
    case TOO_LONG:
        memset(b->long_text, 'x', sizeof b->long_text);
        request->description = (eip_text){b->long_text, sizeof b->long_text, 0};
        break;
    case NO_UTF8:
        request->description = eip_text_of("\xc3");
        break;
    case NOT_ADVERTISABLE:
        request->flags |= EIP_BYOIP_NOT_PUBLICLY_ADVERTISABLE;
        break;
    case MULTI_REGION:
        request->flags |= EIP_BYOIP_MULTI_REGION;
        break;
    case NO_CIDR:
        request->cidr = none;
        break;
    case NO_MESSAGE:
        request->authorization_message = none;
        break;
    case NO_SIGNATURE:
        request->authorization_signature = none;
        break;
    default:
        break;
    }
}

/* Where the model has no room for its pool, a range has to be refused, too. */
static void draw_verdict(struct run *run, struct dice *dice, bool has_places,
                         struct ask_bring *b) {
    b->accepted = !run->has_verifier || roll(dice, 4) != 3;
    b->pool = 1;
    b->range = 0;
    while (b->pool <= PUBLIC_POOLS && run->m.pool[b->pool].exists) {
        b->pool++;
    }
    while (b->range < RANGES && run->m.range[b->range].present) {
        b->range++;
    }
    if (!has_places || b->pool > PUBLIC_POOLS || !model_has_room(&run->m, 1)) {
        b->accepted = b->accepted && !run->has_verifier;
        b->a.dry = b->a.dry || !run->has_verifier;
    }
    b->a.dry = b->a.dry || b->range == RANGES;
}

static void draw(struct run *run, struct dice *dice, struct ask_bring *b) {
    struct ask_public *a = &b->a;

    memset(b, 0, sizeof *b);
    public_draw_caller(run, dice, 0, a);
    if (roll(dice, 4) != 3) { /* until it may bring no more */
        public_speak_for(run, 0, a);
    }
    draw_verdict(run, dice, draw_cidr(&run->m, dice, a), b);
    run_tell_text(run, "Cidr", a->text);
    public_draw_group(run, dice, (int)roll(dice, 2), a);
    b->description = roll(dice, DESCRIPTIONS);
    public_draw_tags(dice, a);
    b->fault = rarely(dice, 6) ? roll(dice, FAULTS) : NOTHING;
    run_tell(run, "%s fault=%d%s", b->accepted ? "" : " (to be refused)",
             (int)b->fault, a->dry ? " dry" : "");
    b->request =
        (eip_provision_byoip_cidr_request)EIP_PROVISION_BYOIP_CIDR_REQUEST_INIT;
    write_request(b);
    spoil(b);
    public_spoil(dice, a, &b->request.size, &b->request.flags);
    run->refuses = !b->accepted;
    run->verified = 0;
}

/* -- judging --------------------------------------------------------------- */

static eip_status check_fault(enum fault fault, struct verdict *v) {
    static const struct {
        eip_status status;
        const char *field;
    } faults[FAULTS] = {
        [TOO_SMALL] = {EIP_ERR_CIDR_MALFORMED, "Cidr"},
        [HOST_BITS] = {EIP_ERR_CIDR_MALFORMED, "Cidr"},
        [IPV6] = {EIP_ERR_UNSUPPORTED_OPERATION, "Cidr"},
        [MESSAGE] = {EIP_ERR_INVALID_PARAMETER_VALUE,
                     "CidrAuthorizationContext.Message"},
        [SIGNATURE] = {EIP_ERR_INVALID_PARAMETER_VALUE,
                       "CidrAuthorizationContext.Signature"},
        [TOO_LONG] = {EIP_ERR_INVALID_PARAMETER_VALUE, "Description"},
        [NO_UTF8] = {EIP_ERR_INVALID_PARAMETER_VALUE, "Description"},
        [NOT_ADVERTISABLE] = {EIP_ERR_INVALID_PARAMETER_COMBINATION,
                              "PubliclyAdvertisable"},
        [MULTI_REGION] = {EIP_ERR_UNSUPPORTED_OPERATION, "MultiRegion"},
        [NO_CIDR] = {EIP_ERR_MISSING_PARAMETER, "Cidr"},
        [NO_MESSAGE] = {EIP_ERR_MISSING_PARAMETER,
                        "CidrAuthorizationContext.Message"},
        [NO_SIGNATURE] = {EIP_ERR_MISSING_PARAMETER,
                          "CidrAuthorizationContext.Signature"},
    };

    if (faults[fault].status == EIP_ERR_MISSING_PARAMETER) {
        return verdict_need(v, faults[fault].field);
    }
    return faults[fault].status == EIP_OK
               ? EIP_OK
               : verdict_is(v, faults[fault].status, faults[fault].field, "%s",
                            "");
}

/* Of those that an account has: not what has gone, or is IPAM's. */
static uint32_t count_of(const struct model *m, int account) {
    uint32_t count = 0;

    for (int i = 0; i < RANGES; i++) {
        count += m->range[i].present && m->range[i].owner == account &&
                 m->range[i].deed != DEED_DEPROVISIONED &&
                 m->range[i].deed != DEED_MOVED;
    }
    return count;
}

bool byoip_overlaps(const struct model *m, eip_cidr cidr) {
    for (int i = 0; i < RANGES; i++) {
        if (m->range[i].present &&
            eip_cidr_overlaps(m->range[i].cidr, cidr) != 0) {
            return true;
        }
    }
    return model_overlaps(m, 0, cidr);
}

static eip_status check(const struct model *m, struct ask_bring *b,
                        bool *verifies) {
    struct ask_public *a = &b->a;
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, a->form, &a->by) != EIP_OK ||
        check_fault(b->fault, v) != EIP_OK) {
        return v->status;
    }
    v->status = allocate_check_tags(&a->given, &a->tags);
    if (v->status != EIP_OK || public_check_group(m, a, v) != EIP_OK) {
        return v->status;
    }
    *verifies = !a->dry;
    if (count_of(m, a->by.account) >= EIP_BYOIP_CIDRS_MAX) {
        return verdict_is(v, EIP_ERR_RESOURCE_LIMIT_EXCEEDED, "Cidr",
                          "The number of BYOIP CIDRs for this account has "
                          "reached the maximum allowed limit.");
    }
    if (byoip_overlaps(m, a->cidr)) {
        return verdict_is(v, EIP_ERR_CIDR_CONFLICT, "Cidr", "%s", "");
    }
    return a->dry ? verdict_is(v, EIP_ERR_DRY_RUN, "", NULL) : EIP_OK;
}

/* -- what is done ------------------------------------------------------------ */

static bool is_known(const struct model *m, eip_pool_ref ref) {
    for (int i = 1; i <= PUBLIC_POOLS; i++) {
        if (m->pool[i].exists && m->pool[i].ref.id == ref.id) {
            return true;
        }
    }
    return false;
}

/* Its id is not told until it is provisioned; but the pool is there. */
static bool find_new_pool(struct run *run, const struct ask_bring *b,
                          eip_pool_ref *ref) {
    eip_caller caller = EIP_CALLER_INIT(run_account[b->a.by.account]);
    eip_public_pool_list *list = NULL;
    eip_public_pool got = EIP_PUBLIC_POOL_INIT;
    uint32_t found = 0;

    if (eip_describe_public_ipv4_pools(run->engine, &caller, NULL, &list,
                                       NULL) != EIP_OK) {
        return run_differs(run, "the pools are not shown");
    }
    for (uint64_t i = 0; i < eip_public_pool_list_count(list); i++) {
        if (eip_public_pool_list_at(list, i, &got) == EIP_OK &&
            !is_known(&run->m, got.pool)) {
            *ref = got.pool;
            found++;
        }
    }
    eip_public_pool_list_free(list);
    return found == 1 || run_differs(run, "there are %u new pools", found);
}

static bool note_brought(struct run *run, const struct ask_bring *b,
                         const eip_byoip_cidr_list *list) {
    struct model *m = &run->m;
    const struct ask_public *a = &b->a;
    int group = a->group == NOBODY ? 0 : a->group;
    struct range *range = &m->range[b->range];
    eip_pool_ref ref = {0, 0, 0};

    *range = (struct range){
        .present = true,
        .deed = b->accepted ? DEED_PROVISIONED : DEED_REFUSED,
        .description = (uint8_t)b->description,
        .group = (uint8_t)group,
        .owner = (int8_t)a->by.account,
        .pool = NOBODY,
        .ipam = NOBODY,
        .deed_ms = m->now_ms,
        .cidr = a->cidr,
    };
    if (!byoip_same_answer(run, range, list)) {
        return false;
    }
    if (!b->accepted) {
        return true;
    }
    if (!find_new_pool(run, b, &ref)) {
        return false;
    }
    range->pool = (int8_t)b->pool;
    model_new_pool(m, b->pool, a->by.account, ref);
    model_set_pool(m, b->pool, EIP_POLICY_DEFAULT, 0, 0);
    m->pool[b->pool].home = group;
    m->pool[b->pool].tags = a->tags;
    m->pool[b->pool].range = b->range;
    model_add_block(m, b->pool, group, a->cidr);
    return true;
}

bool step_bring(struct run *run, struct dice *dice) {
    static struct ask_bring b;
    eip_byoip_cidr_list *list = NULL;
    bool verifies = false;
    eip_status got;
    bool same;

    run_tell(run, "ProvisionByoipCidr");
    draw(run, dice, &b);
    (void)check(&run->m, &b, &verifies);
    got = eip_provision_byoip_cidr(b.a.by.engine, b.a.by.caller, &b.request,
                                   &list, run_error(run));
    same =
        verdict_same(run, &b.a.by, &b.a.verdict, got, "ec2:ProvisionByoipCidr");
    if (same && run->verified != (verifies && run->has_verifier)) {
        same =
            run_differs(run, "the verifier was asked %u times", run->verified);
    }
    same = same && (got != EIP_OK || note_brought(run, &b, list));
    eip_byoip_cidr_list_free(list);
    return same;
}
