/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AllocateIpamPoolCidr: drawn, judged, asked of both. */
#include "proof/model/ipam_allocation.h"

#include <string.h>

enum { BOUNDS = 2 };

struct ask_custom {
    struct ask_caller by;
    struct verdict verdict;
    struct ipam_named named;
    struct ipam_text cidr;
    struct ipam_text allowed[BOUNDS];
    struct ipam_text refused[BOUNDS];
    struct ipam_client client;
    struct ask_allocate given; /* its specifications only */
    struct ipam_want want;
    eip_cidr allowed_cidr[BOUNDS];
    eip_cidr refused_cidr[BOUNDS];
    struct tags tags;
    uint32_t description;
    uint32_t allowed_count;
    uint32_t refused_count;
    int32_t netmask;
    bool has_netmask;
    bool no_pool;
    bool bad_description;
    bool bad_client;
    bool previews;
    bool dry;
    eip_allocate_ipam_pool_cidr_request request;
    eip_text allowed_text[BOUNDS];
    eip_text refused_text[BOUNDS];
};

/* -- drawing --------------------------------------------------------------- */

static uint32_t draw_bounds(struct run *run, struct dice *dice,
                            const struct ask_custom *a, const char *field,
                            struct ipam_text *bounds, eip_text *texts) {
    uint32_t count = roll(dice, 4) == 3 ? 1 + roll(dice, BOUNDS) : 0;

    for (uint32_t i = 0; i < count; i++) {
        bounds[i].cidr = ipam_draw_part(&run->m, dice, a->named.at);
        ipam_write_cidr(run, dice, field, &bounds[i]);
        texts[i] = bounds[i].text;
    }
    return count;
}

static void draw_which(struct run *run, struct dice *dice,
                       struct ask_custom *a) {
    eip_cidr cidr = ipam_draw_part(&run->m, dice, a->named.at);
    uint32_t how = roll(dice, 32);

    a->has_netmask = (how >= 12 && how < 26) || how == 31;
    if (a->has_netmask) {
        a->netmask = rarely(dice, 16) ? 34 - (int32_t)roll(dice, 36)
                                      : (int32_t)cidr.prefix_bits;
        run_tell(run, " NetmaskLength=%d", a->netmask);
    }
    if (how < 12 || how == 31) {
        a->cidr.cidr = cidr;
        ipam_write_cidr(run, dice, "Cidr", &a->cidr);
    }
    if (how >= 12 || rarely(dice, 16)) {
        a->allowed_count = draw_bounds(run, dice, a, "AllowedCidr", a->allowed,
                                       a->allowed_text);
        a->refused_count = draw_bounds(run, dice, a, "DisallowedCidr",
                                       a->refused, a->refused_text);
    }
}

/* The pool's netmask lengths let little through. */
static void prefer(struct run *run, struct dice *dice, struct ask_custom *a) {
    struct ipam_named *named = &a->named;
    int pool = named->at;

    if (pool == NOBODY || rarely(dice, 4)) {
        return;
    }
    for (int i = IPAM_FIRST; i < POOLS; i++) {
        if (run->m.ipam[pool].present &&
            model_admits(&run->m, pool, a->by.account) &&
            model_count_ipam_cidrs(&run->m, pool) != 0) {
            named->at = pool;
            named->text = texts_of_pool(run->m.pool[pool].ref, named->room);
            run_tell_text(run, "or", named->text);
            return;
        }
        pool = pool + 1 < POOLS ? pool + 1 : IPAM_FIRST;
    }
}

static void draw_tags(struct dice *dice, struct ask_custom *a) {
    allocate_draw_tags(dice, &a->given);
    for (uint32_t i = 0; i < a->given.specs; i++) {
        if (a->given.spec[i].type == 0) {
            a->given.specification[i].resource_type =
                eip_text_of("ipam-pool-allocation");
        }
    }
}

static void write_request(struct ask_custom *a) {
    eip_allocate_ipam_pool_cidr_request *request = &a->request;

    *request = (eip_allocate_ipam_pool_cidr_request)
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    request->flags = (a->has_netmask ? EIP_IPAM_NETMASK : 0) |
                     (a->previews ? EIP_IPAM_PREVIEW_NEXT_CIDR : 0);
    request->ipam_pool_id = a->no_pool ? (eip_text){NULL, 0, 0} : a->named.text;
    request->cidr = a->cidr.text;
    request->client_token = a->client.text;
    if (a->bad_description) {
        request->description = eip_text_of("\xc3");
    } else if (a->description != 0) {
        request->description = facts_description(a->description);
    }
    request->allowed_cidrs = a->allowed_text;
    request->allowed_cidr_count = a->allowed_count;
    request->disallowed_cidrs = a->refused_text;
    request->disallowed_cidr_count = a->refused_count;
    request->netmask_length = a->netmask;
    request->tag_specifications = a->given.specification;
    request->tag_specification_count = a->given.specs;
}

static void draw(struct run *run, struct dice *dice, struct ask_custom *a) {
    memset(a, 0, sizeof *a);
    run_tell(run, "AllocateIpamPoolCidr");
    ask_caller(run, dice, &a->by);
    ipam_draw(run, dice, a->by.account, &a->named);
    prefer(run, dice, a);
    draw_which(run, dice, a);
    a->description = roll(dice, 2) == 0 ? 0 : roll(dice, DESCRIPTIONS);
    a->bad_description = rarely(dice, 64);
    a->no_pool = rarely(dice, 64);
    a->bad_client = rarely(dice, 48);
    a->previews = rarely(dice, 8);
    a->dry = rarely(dice, 16);
    ipam_token_draw(run, dice, a->bad_client, &a->client);
    draw_tags(dice, a);
    write_request(a);
    run_tell(run, "%s%s", a->previews ? " preview" : "", a->dry ? " dry" : "");
}

/* -- judging --------------------------------------------------------------- */

static eip_status fail_combination(struct ask_custom *a, const char *field) {
    return verdict_is(&a->verdict, EIP_ERR_INVALID_PARAMETER_COMBINATION, field,
                      "%s", "");
}

static eip_status check_bounds(struct ask_custom *a, const char *field,
                               const struct ipam_text *bounds, uint32_t count,
                               eip_cidr *cidrs) {
    for (uint32_t i = 0; i < count; i++) {
        if (bounds[i].is_malformed) {
            (void)verdict_is(&a->verdict, EIP_ERR_CIDR_MALFORMED, field, "%s",
                             "");
            a->verdict.index = i;
            return a->verdict.status;
        }
        cidrs[i] = bounds[i].cidr;
    }
    return EIP_OK;
}

static eip_status check_combinations(struct ask_custom *a) {
    if (a->cidr.text.data == NULL) {
        return EIP_OK;
    }
    return a->has_netmask          ? fail_combination(a, "NetmaskLength")
           : a->allowed_count != 0 ? fail_combination(a, "AllowedCidr")
           : a->refused_count != 0 ? fail_combination(a, "DisallowedCidr")
                                   : EIP_OK;
}

static eip_status check_syntax(struct ask_custom *a) {
    struct verdict *v = &a->verdict;

    if (a->no_pool) {
        return verdict_need(v, "IpamPoolId");
    }
    if (a->cidr.text.data != NULL && a->cidr.is_malformed) {
        return verdict_is(v, EIP_ERR_CIDR_MALFORMED, "Cidr", "%s", "");
    }
    if (a->has_netmask && (a->netmask < 0 || a->netmask > 32)) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "NetmaskLength",
                          "%s", "");
    }
    if (a->bad_description) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "Description",
                          "%s", "");
    }
    if (a->bad_client) {
        return verdict_is(v, EIP_ERR_CLIENT_TOKEN, "ClientToken", "%s", "");
    }
    if (check_bounds(a, "AllowedCidr", a->allowed, a->allowed_count,
                     a->allowed_cidr) != EIP_OK ||
        check_bounds(a, "DisallowedCidr", a->refused, a->refused_count,
                     a->refused_cidr) != EIP_OK ||
        check_combinations(a) != EIP_OK) {
        return v->status;
    }
    v->status = allocate_check_tags(&a->given, &a->tags);
    return v->status;
}

/* Given, or the pool's own; and within its bounds. */
static eip_status check_length(const struct model *m, struct ask_custom *a) {
    const struct ipam *ipam = &m->ipam[a->named.at];
    bool named = a->cidr.text.data != NULL;
    int32_t length = named            ? (int32_t)a->cidr.cidr.prefix_bits
                     : a->has_netmask ? a->netmask
                                      : ipam->usual;

    a->want = (struct ipam_want){.pool = a->named.at,
                                 .named = named,
                                 .cidr = {a->cidr.cidr.base, (uint32_t)length},
                                 .allowed = a->allowed_cidr,
                                 .allowed_count = a->allowed_count,
                                 .refused = a->refused_cidr,
                                 .refused_count = a->refused_count};
    if (length < 0) {
        return fail_combination(a, "NetmaskLength");
    }
    return length >= ipam->least && (ipam->most < 0 || length <= ipam->most)
               ? EIP_OK
               : verdict_is(&a->verdict, EIP_ERR_INVALID_PARAMETER_VALUE,
                            named ? "Cidr" : "NetmaskLength", "%s", "");
}

eip_status ipam_check_free(struct model *m, struct ipam_want *want,
                           struct verdict *v) {
    eip_status status = model_find_free(m, want);

    if (status == EIP_ERR_INVALID_PARAMETER_VALUE) {
        return verdict_is(v, status, "NetmaskLength",
                          "The allocation size is too big for the pool.");
    }
    return status == EIP_OK
               ? EIP_OK
               : verdict_is(v, status, want->named ? "Cidr" : "NetmaskLength",
                            "%s", "");
}

/* All that the client token stands for. */
static uint64_t fingerprint(const struct model *m, const struct ask_custom *a) {
    uint64_t hash = ipam_hash(1, m->pool[a->named.at].ref.id);

    hash = ipam_hash(hash, a->cidr.text.data != NULL);
    hash = ipam_hash(hash, a->cidr.cidr.base);
    hash = ipam_hash(hash, a->cidr.cidr.prefix_bits);
    hash = ipam_hash(hash, a->description);
    hash = ipam_hash(hash, a->has_netmask);
    hash = ipam_hash(hash, (uint64_t)a->netmask);
    for (uint32_t i = 0; i < a->allowed_count; i++) {
        hash = ipam_hash(hash, (uint64_t)a->allowed[i].cidr.base << 8 |
                                   a->allowed[i].cidr.prefix_bits);
    }
    hash = ipam_hash(hash, a->allowed_count);
    for (uint32_t i = 0; i < a->refused_count; i++) {
        hash = ipam_hash(hash, (uint64_t)a->refused[i].cidr.base << 8 |
                                   a->refused[i].cidr.prefix_bits);
    }
    return ipam_hash_specs(hash, &a->given);
}

static int made_before(const struct model *m, const struct ipam_token *token) {
    for (int i = 0; i < ALLOCATIONS; i++) {
        if (m->allocation[i].present && m->allocation[i].order == token->made) {
            return i;
        }
    }
    return NOBODY;
}

static void judge(struct model *m, struct ask_custom *a,
                  const struct ipam_token **token) {
    struct verdict *v = &a->verdict;

    *token = NULL;
    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK ||
        check_syntax(a) != EIP_OK ||
        ipam_find_shared(m, a->by.account, &a->named, v) != EIP_OK ||
        check_length(m, a) != EIP_OK) {
        return;
    }
    *token = a->previews
                 ? NULL
                 : ipam_token_of(m, a->by.account, ALLOCATES_CIDR, &a->client);
    if (*token != NULL) {
        (void)ipam_token_check(*token, fingerprint(m, a),
                               made_before(m, *token) != NOBODY, v);
    } else if (ipam_check_free(m, &a->want, v) != EIP_OK) {
        return;
    }
    a->dry = a->dry || !model_has_ipam_room(m);
    if (v->status == EIP_OK && a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

/* -- asking ---------------------------------------------------------------- */

static bool same_preview(struct run *run, const struct ask_custom *a,
                         const eip_ipam_pool_allocation_list *list) {
    eip_ipam_pool_allocation got = EIP_IPAM_POOL_ALLOCATION_INIT;

    return (eip_ipam_pool_allocation_list_count(list) == 1 &&
            eip_ipam_pool_allocation_list_at(list, 0, &got) == EIP_OK &&
            got.id.low == 0 && got.id.high == 0 &&
            got.cidr.base == a->want.cidr.base &&
            got.cidr.prefix_bits == a->want.cidr.prefix_bits) ||
           run_differs(run, "the next CIDR is %x/%u, not %x/%u", got.cidr.base,
                       got.cidr.prefix_bits, a->want.cidr.base,
                       a->want.cidr.prefix_bits);
}

static int note(struct model *m, const struct ask_custom *a) {
    int pool = a->named.at;
    struct ipam_allocation *made =
        model_add_allocation(m, pool, a->want.cidr, USE_CUSTOM);

    made->owner = (int8_t)a->by.account;
    made->description = a->description;
    made->tags = a->tags;
    if (model_serves(m, pool)) {
        model_cut(m, model_span(m, pool, a->want.cidr));
    }
    ipam_token_keep(m, a->by.account, ALLOCATES_CIDR, &a->client,
                    fingerprint(m, a), made->order);
    return (int)(made - m->allocation);
}

static bool same_answer(struct run *run, const struct ask_custom *a,
                        const struct ipam_token *token,
                        const eip_ipam_pool_allocation_list *list) {
    struct ipam_row row = {a->named.at, NOBODY, NOBODY};

    if (a->previews) {
        return same_preview(run, a, list);
    }
    row.at = token != NULL ? made_before(&run->m, token) : note(&run->m, a);
    return ipam_same_row_answer(run, &row, list);
}

bool step_ipam_allocate(struct run *run, struct dice *dice) {
    static struct ask_custom a;
    eip_ipam_pool_allocation_list *list = NULL;
    const struct ipam_token *token;
    struct dice own = ipam_token_dice(run, dice, ALLOCATES_CIDR);
    struct dice first = own;
    eip_status got;
    bool same;

    draw(run, &own, &a);
    judge(&run->m, &a, &token);
    a.request.flags |= a.dry ? EIP_IPAM_DRY_RUN : 0;
    got = eip_allocate_ipam_pool_cidr(a.by.engine, a.by.caller, &a.request,
                                      &list, run_error(run));
    if (got == EIP_OK && token == NULL && a.client.name != 0 && !a.previews) {
        ipam_token_again(run, &first, ALLOCATES_CIDR);
    }
    same =
        verdict_same(run, &a.by, &a.verdict, got, "ec2:AllocateIpamPoolCidr") &&
        (got != EIP_OK || same_answer(run, &a, token, list));
    eip_ipam_pool_allocation_list_free(list);
    return same;
}
