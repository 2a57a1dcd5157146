/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CreateIpamPool: drawn, judged, asked of both. */
#include "proof/model/ipam_pool.h"

#include <string.h>

/* What may be wrong with a request, one at a time. */
enum fault {
    NOTHING,
    NO_SCOPE,
    NO_FAMILY,
    IPV6,
    FAMILY,
    LOCALE,
    ADVERTISABLE,
    TOKEN,
    SCOPE,
    FAULTS
};

enum { RESOURCE_TAGS = 3 };

struct ask_pool {
    struct ask_caller by;
    struct verdict verdict;
    enum fault fault;
    bool dry;
    struct ipam want;
    struct ipam_named source;
    struct ipam_client client;
    struct ipam_resource resource;
    eip_create_ipam_pool_request request;
    eip_tag tag[RESOURCE_TAGS];
    struct ask_allocate given; /* its specifications only */
    struct tags tags;
    char scope[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
};

const char *const ipam_service[4] = {NULL, "ec2", "global-services", "ec3"};
const char *const ipam_source[4] = {NULL, "byoip", "amazon", "amazonas"};

/* -- drawing --------------------------------------------------------------- */

void ipam_need_scopes(struct run *run) {
    for (int i = 0; i < IPAM_OWNERS && run->m.scope[i][0] == 0; i++) {
        uint64_t *scope = run->m.scope[i];

        (void)!eip_admin_ipam_default_scope(run->engine, run_account[i],
                                            &scope[0]);
        for (int n = 1; n < SCOPES; n++) {
            (void)!eip_admin_create_ipam_scope(run->engine, run_account[i], 1,
                                               &scope[n], run_error(run));
        }
    }
}

static int32_t draw_length(struct dice *dice) {
    static const int32_t lengths[] = {24, 0, 28, 32, 33, -1, 16, 30};

    return lengths[roll(dice, rarely(dice, 8) ? 8 : 4)];
}

static void draw_netmasks(struct dice *dice, struct ask_pool *a) {
    eip_create_ipam_pool_request *request = &a->request;
    uint32_t given = roll(dice, 16);

    if ((given & 1) != 0) {
        request->flags |= EIP_IPAM_MIN_NETMASK;
        request->allocation_min_netmask_length = a->want.least =
            draw_length(dice);
    }
    if ((given & 2) != 0) {
        request->flags |= EIP_IPAM_MAX_NETMASK;
        request->allocation_max_netmask_length = a->want.most =
            draw_length(dice);
    }
    if ((given & 12) == 4) {
        request->flags |= EIP_IPAM_DEFAULT_NETMASK;
        request->allocation_default_netmask_length = a->want.usual =
            draw_length(dice);
    }
}

static void draw_tags(struct dice *dice, struct ask_pool *a) {
    uint32_t count = roll(dice, 4) == 0 ? roll(dice, RESOURCE_TAGS + 1) : 0;
    struct tags *tags = &a->want.wanted;

    for (uint32_t i = 0; i < count; i++) {
        struct tag tag = {(uint8_t)roll(dice, KEYS_PLAIN),
                          (uint8_t)roll(dice, VALUES)};

        if (texts_key[tag.key].is_good && texts_value[tag.value].is_good) {
            (void)allocate_add_tag(tags, tag);
        }
    }
    for (uint32_t i = 0; i < tags->count; i++) {
        a->tag[i] = (eip_tag){texts_key[tags->tag[i].key].text,
                              texts_value[tags->tag[i].value].text};
    }
    a->request.allocation_resource_tags = a->tag;
    a->request.allocation_resource_tag_count = tags->count;
}

/* Its deepest pool, as deep ones are rare. */
static void draw_deepest(const struct model *m, struct ask_pool *a) {
    uint32_t depth = 0;

    for (int i = IPAM_FIRST; i < POOLS; i++) {
        const struct ipam *pool = &m->ipam[i];

        if (pool->present && pool->owner == a->by.account &&
            pool->depth > depth) {
            depth = pool->depth;
            a->source.at = i;
        }
    }
    if (depth != 0) {
        a->source.text =
            texts_of_pool(m->pool[a->source.at].ref, a->source.room);
    }
}

/* Below a pool as often as not, and then mostly as that is. */
static void draw_source(struct run *run, struct dice *dice,
                        struct ask_pool *a) {
    const struct ipam *source;

    a->source.at = NOBODY;
    if ((roll(dice, 4) == 0) != run->hoards) {
        return;
    }
    ipam_draw(run, dice, a->by.account, &a->source);
    if (roll(dice, 2) == 0) {
        draw_deepest(&run->m, a);
    }
    a->request.source_ipam_pool_id = a->source.text;
    a->want.source = a->source.at;
    if (a->source.at != NOBODY && !rarely(dice, 8)) {
        source = &run->m.ipam[a->source.at];
        a->want.scope = source->scope;
        a->want.locale = model_locale(&run->m, a->source.at);
    }
}

static void write_words(struct run *run, struct ask_pool *a) {
    eip_create_ipam_pool_request *request = &a->request;
    const eip_text none = {NULL, 0, 0};

    (void)eip_ipam_scope_id_format(
        run->m.scope[a->fault == SCOPE ? a->by.account == 0 : a->by.account]
                    [a->want.scope],
        a->scope);
    request->ipam_scope_id =
        a->fault == NO_SCOPE ? none : eip_text_of(a->scope);
    request->address_family = a->fault == NO_FAMILY ? none
                              : a->fault == IPV6    ? eip_text_of("ipv6")
                              : a->fault == FAMILY  ? eip_text_of("IPv4")
                                                    : eip_text_of("ipv4");
    request->locale =
        a->want.locale != NOBODY ? texts_group[a->want.locale] : none;
    if (a->fault == LOCALE) {
        request->locale = texts_group[GROUP_UNKNOWN];
    }
    request->aws_service = eip_text_of(ipam_service[a->want.service]);
    request->public_ip_source = eip_text_of(ipam_source[a->want.origin]);
    if (a->want.description != 0) {
        request->description = facts_description(a->want.description);
    }
    request->client_token = a->client.text;
}

static void draw_pool(struct run *run, struct dice *dice, struct ask_pool *a) {
    memset(a, 0, sizeof *a);
    a->request =
        (eip_create_ipam_pool_request)EIP_CREATE_IPAM_POOL_REQUEST_INIT;
    run_tell(run, "create_ipam_pool");
    ask_caller(run, dice, &a->by);
    a->want.owner = a->by.account;
    a->fault = rarely(dice, 4) ? (enum fault)roll(dice, FAULTS) : NOTHING;
    a->want.source = NOBODY;
    a->want.scope = (int)roll(dice, SCOPES);
    a->want.scope = run->hoards ? 0 : a->want.scope;
    a->want.locale = (int)roll(dice, rarely(dice, 8) ? GROUPS + 1 : 3) - 1;
    draw_source(run, dice, a);
    a->want.least = a->want.most = a->want.usual = -1;
    if (!run->hoards) {
        draw_netmasks(dice, a);
    }
    draw_tags(dice, a);
    if (a->want.scope == 0 || rarely(dice, 16)) {
        a->want.service = roll(dice, rarely(dice, 16) ? 4 : 3);
        a->want.origin = roll(dice, rarely(dice, 16) ? 4 : 3);
    }
    a->want.description = roll(dice, 2) == 0 ? 0 : roll(dice, DESCRIPTIONS);
    a->want.imports = roll(dice, 4) == 1;
    ipam_token_draw(run, dice, a->fault == TOKEN, &a->client);
    ipam_resource_draw(run, dice, a->want.scope != 0, &a->resource,
                       &a->request);
    a->want.resource = a->resource.given == 0 ? 0 : a->resource.id;
    a->dry = rarely(dice, 16);
    a->request.flags |=
        (a->dry ? EIP_IPAM_DRY_RUN : 0) |
        (a->want.imports ? EIP_IPAM_AUTO_IMPORT : 0) |
        (a->fault == ADVERTISABLE ? EIP_IPAM_PUBLICLY_ADVERTISABLE : 0);
    allocate_draw_tags(dice, &a->given);
    for (uint32_t i = 0; i < a->given.specs; i++) {
        if (a->given.spec[i].type == 0) {
            a->given.specification[i].resource_type = eip_text_of("ipam-pool");
        }
    }
    a->request.tag_specifications = a->given.specification;
    a->request.tag_specification_count = a->given.specs;
    write_words(run, a);
    run_tell_text(run, "IpamScopeId", a->request.ipam_scope_id);
    run_tell_text(run, "SourceIpamPoolId", a->source.text);
    run_tell_text(run, "Locale", a->request.locale);
    run_tell(run, " flags=%x", a->request.flags);
}

/* -- judging --------------------------------------------------------------- */

static bool in_range(int32_t length, bool given) {
    return !given || (length >= 0 && length <= 32);
}

static bool netmasks_are_good(const struct ask_pool *a) {
    const struct ipam *w = &a->want;
    uint32_t flags = a->request.flags;
    int32_t most = w->most < 0 ? 32 : w->most;

    if (!in_range(w->least, (flags & EIP_IPAM_MIN_NETMASK) != 0) ||
        !in_range(w->most, (flags & EIP_IPAM_MAX_NETMASK) != 0) ||
        !in_range(w->usual, (flags & EIP_IPAM_DEFAULT_NETMASK) != 0)) {
        return false;
    }
    return (w->least < 0 || w->most < 0 || w->least < w->most) &&
           (w->usual < 0 || (w->usual >= w->least && w->usual <= most));
}

static bool syntax_is_good(const struct model *m, const struct ask_pool *a) {
    int locale = a->want.locale;

    return a->fault != FAMILY && a->fault != LOCALE && a->want.service < 3 &&
           a->want.origin < 3 && netmasks_are_good(a) && !a->resource.is_bad &&
           (locale == NOBODY ||
            ((locale == 0 || m->group_exists[locale]) &&
             run_group_kind[locale] != EIP_BORDER_GROUP_WAVELENGTH));
}

static eip_status check_syntax(const struct model *m, struct ask_pool *a) {
    struct verdict *v = &a->verdict;

    if (a->fault == NO_SCOPE) {
        return verdict_need(v, "IpamScopeId");
    }
    if (a->fault == NO_FAMILY) {
        return verdict_need(v, "AddressFamily");
    }
    if (a->fault == IPV6) {
        return verdict_is(v, EIP_ERR_UNSUPPORTED_OPERATION, "AddressFamily",
                          "There are no IPv6 pools here");
    }
    if (!syntax_is_good(m, a)) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, NULL, "%s", "");
    }
    if (a->fault == TOKEN) {
        return verdict_is(v, EIP_ERR_CLIENT_TOKEN, "ClientToken", "%s", "");
    }
    if (ipam_resource_is_incomplete(&a->resource)) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                          "SourceResource", "%s", "");
    }
    if (a->fault == ADVERTISABLE) {
        return verdict_is(
            v, EIP_ERR_INVALID_PARAMETER_COMBINATION, "PubliclyAdvertisable",
            "The request can only contain PubliclyAdvertisable if the "
            "AddressFamily is IPv6 and PublicIpSource is byoip.");
    }
    v->status = allocate_check_tags(&a->given, &a->tags);
    return v->status;
}

static eip_status check_known(const struct model *m, struct ask_pool *a) {
    struct verdict *v = &a->verdict;
    const struct ipam *source;

    if (a->fault == SCOPE) {
        return verdict_is(v, EIP_ERR_IPAM_SCOPE_NOT_FOUND, "IpamScopeId",
                          "The ipam-scope ID '%s' does not exist", a->scope);
    }
    if (a->want.scope != 0 && (a->want.service != 0 || a->want.origin != 0)) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_COMBINATION, NULL, "%s",
                          "");
    }
    if (a->want.scope == 0 && ipam_resource_is_given(&a->resource)) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                          "SourceResource", "%s", "");
    }
    if (a->source.text.data == NULL) {
        return EIP_OK;
    }
    if (ipam_find(m, a->by.account, "SourceIpamPoolId", &a->source, v) !=
        EIP_OK) {
        return v->status;
    }
    source = &m->ipam[a->source.at];
    if (source->scope != a->want.scope) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                          "SourceIpamPoolId", "%s", "");
    }
    return model_locale(m, a->source.at) == NOBODY ||
                   model_locale(m, a->source.at) == a->want.locale
               ? EIP_OK
               : verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "Locale", "%s",
                            "");
}

/* What of the request a client token stands for. */
static uint64_t fingerprint(const struct model *m, const struct ask_pool *a) {
    const struct ipam *w = &a->want;
    const uint64_t parts[] = {
        (uint64_t)w->scope,
        w->source == NOBODY ? 0 : m->pool[w->source].ref.id,
        (uint64_t)w->locale,
        w->service,
        w->origin,
        (uint64_t)w->least,
        (uint64_t)w->most,
        (uint64_t)w->usual,
        w->description,
        w->resource,
        w->imports};
    uint64_t print = 1;

    for (uint32_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        print = ipam_hash(print, parts[i]);
    }
    for (uint32_t i = 0; i < w->wanted.count; i++) {
        print = ipam_hash(print, w->wanted.tag[i].key);
        print = ipam_hash(print, w->wanted.tag[i].value);
    }
    return ipam_hash_specs(print, &a->given);
}

static int by_id(const struct model *m, uint64_t id) {
    for (int i = IPAM_FIRST; i < POOLS; i++) {
        if (m->ipam[i].present && m->pool[i].ref.id == id) {
            return i;
        }
    }
    return NOBODY;
}

static uint32_t count_of_scope(const struct model *m,
                               const struct ask_pool *a) {
    uint32_t count = 0;

    for (int i = IPAM_FIRST; i < POOLS; i++) {
        count += m->ipam[i].present && m->ipam[i].owner == a->by.account &&
                 m->ipam[i].scope == a->want.scope;
    }
    return count;
}

static eip_status check_limits(const struct model *m, struct ask_pool *a) {
    struct verdict *v = &a->verdict;

    if (count_of_scope(m, a) >= EIP_IPAM_POOLS_MAX) {
        return verdict_is(v, EIP_ERR_RESOURCE_LIMIT_EXCEEDED, "IpamScopeId",
                          "The number of pools of the scope has reached the "
                          "maximum of %d",
                          EIP_IPAM_POOLS_MAX);
    }
    return a->source.at == NOBODY ||
                   m->ipam[a->source.at].depth < EIP_IPAM_DEPTH_MAX
               ? EIP_OK
               : verdict_is(v, EIP_ERR_RESOURCE_LIMIT_EXCEEDED,
                            "SourceIpamPoolId",
                            "The depth of pools has reached the maximum of %d",
                            EIP_IPAM_DEPTH_MAX);
}

static void judge(const struct model *m, struct ask_pool *a,
                  const struct ipam_token **token) {
    struct verdict *v = &a->verdict;

    *token = NULL;
    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK ||
        check_syntax(m, a) != EIP_OK || check_known(m, a) != EIP_OK) {
        return;
    }
    *token = ipam_token_of(m, a->by.account, CREATES_POOL, &a->client);
    if (*token != NULL) {
        (void)ipam_token_check(*token, fingerprint(m, a),
                               by_id(m, (*token)->made) != NOBODY, v);
    } else {
        (void)check_limits(m, a);
    }
    if (v->status == EIP_OK && a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

/* -- asking ---------------------------------------------------------------- */

static bool made(struct run *run, struct ask_pool *a, int at,
                 const eip_ipam_pool_list *list) {
    struct model *m = &run->m;
    eip_ipam_pool got = EIP_IPAM_POOL_INIT;

    if (eip_ipam_pool_list_at(list, 0, &got) != EIP_OK ||
        by_id(m, got.pool.id) != NOBODY) {
        return run_differs(run, "the new IPAM pool has no id of its own");
    }
    model_new_pool(m, at, a->by.account, got.pool);
    model_set_pool(m, at, EIP_POLICY_DEFAULT, 0, 0);
    m->pool[at].tags = a->tags;
    m->pool[at].group = a->want.locale == NOBODY ? 0 : a->want.locale;
    m->ipam[at] = a->want;
    m->ipam[at].present = true;
    m->ipam[at].since_ms = m->now_ms;
    m->ipam[at].depth =
        a->want.source == NOBODY ? 1 : m->ipam[a->want.source].depth + 1;
    ipam_token_keep(m, a->by.account, CREATES_POOL, &a->client,
                    fingerprint(m, a), got.pool.id);
    return ipam_same_answer(run, at, "create-in-progress", list);
}

static bool step_create(struct run *run, struct dice *dice, int at) {
    eip_ipam_pool_list *list = NULL;
    const struct ipam_token *token;
    static struct ask_pool a;
    eip_status got;
    struct dice own = ipam_token_dice(run, dice, CREATES_POOL);
    struct dice first = own;
    bool same;

    draw_pool(run, &own, &a);
    judge(&run->m, &a, &token);
    got = eip_create_ipam_pool(a.by.engine, a.by.caller, &a.request, &list,
                               run_error(run));
    same = verdict_same(run, &a.by, &a.verdict, got, "ec2:CreateIpamPool");
    if (same && got == EIP_OK && token != NULL) {
        int pool = by_id(&run->m, token->made);

        same = ipam_same_answer(run, pool,
                                ipam_state(&run->m, &run->m.ipam[pool]), list);
    } else if (same && got == EIP_OK) {
        same = made(run, &a, at, list);
        if (a.client.name != 0) {
            ipam_token_again(run, &first, CREATES_POOL);
        }
    }
    eip_ipam_pool_list_free(list);
    return same;
}

bool step_ipam_pool(struct run *run, struct dice *dice) {
    uint32_t what = roll(dice, 16);
    /* Who makes pools: each of its draws is of one of these accounts. */
    struct step step = *dice->step;
    struct dice own = {&step, dice->at};
    int at = PLAIN_POOLS;

    step.byte[own.at] =
        run->hoards ? 0 : (uint8_t)(step.byte[own.at] % IPAM_OWNERS);
    ipam_need_scopes(run);
    while (at < BARE_FIRST && run->m.ipam[at].present) {
        at++;
    }
    if (what < (run->hoards ? 13 : 6) && at < BARE_FIRST) {
        return step_create(run, &own, at);
    }
    return what < 11 || what == 13 ? step_ipam_change(run, &own)
                                   : step_ipam_show(run, &own);
}
