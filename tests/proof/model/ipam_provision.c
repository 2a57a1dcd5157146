/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* ProvisionIpamPoolCidr: drawn, judged, asked of both. */
#include "proof/model/byoip.h"
#include "proof/model/ipam_cidr.h"

#include <string.h>

#define ACTION "ec2:ProvisionIpamPoolCidr"

/* What shows whose a CIDR is that is brought. */
enum proof {
    NO_PROOF,
    SIGNED,
    BY_TOKEN,
    /* to be refused: */
    MESSAGE_ONLY,
    SIGNATURE_ONLY,
    BAD_MESSAGE,
    BAD_SIGNATURE,
    TOKEN_WITHOUT_ID,
    METHOD_ONLY,
    PROOFS
};

struct ask_cidr {
    struct ask_caller by;
    struct verdict verdict;
    struct ipam_named named;
    struct ipam_text cidr;
    struct ipam_client client;
    struct ipam_want want;
    enum proof proof;
    int32_t netmask;
    bool has_netmask;
    bool no_pool;
    bool bad_method;
    bool bad_client;
    bool dry;
    bool accepted;
    bool verifies;
    eip_provision_ipam_pool_cidr_request request;
    char message[96];
};

/* -- drawing --------------------------------------------------------------- */

/* Half of the public space, if addresses of it are to be had; mostly
 * elsewhere, and so not in the way of BYOIP. */
static eip_cidr draw_brought(const struct model *m, struct dice *dice,
                             int pool) {
    uint32_t what = roll(dice, 8);
    eip_cidr cidr = {m->base[0] + (what % 2) * 256, 24};

    if (what > 1 || !model_serves(m, pool) ||
        (what == 1 && roll(dice, 4) != 0)) {
        cidr.base = 0x14000000 + roll(dice, 8) * 256;
    }
    if (rarely(dice, 16)) {
        cidr.prefix_bits = roll(dice, 2) == 0 ? 25 : 26;
    }
    return cidr;
}

static eip_cidr draw_private(struct dice *dice) {
    uint32_t bits = 16 + roll(dice, 5);
    uint32_t base = 0x0a000000 + (roll_wide(dice, 256) << 12);

    return (eip_cidr){base & ~((1u << (32 - bits)) - 1), bits};
}

static eip_cidr draw_for(const struct model *m, struct dice *dice, int pool) {
    if (pool == NOBODY || rarely(dice, 16)) {
        return draw_private(dice);
    }
    return m->ipam[pool].source != NOBODY
               ? ipam_draw_part(m, dice, m->ipam[pool].source)
           : model_is_brought(m, pool) ? draw_brought(m, dice, pool)
           : m->ipam[pool].scope == 0  ? (eip_cidr){0, 29 + roll(dice, 2)}
                                       : draw_private(dice);
}

/* What a pool of its kind takes, most of the time. */
static void draw_which(struct run *run, struct dice *dice, struct ask_cidr *a) {
    const struct model *m = &run->m;
    int pool = a->named.at;
    eip_cidr cidr = draw_for(m, dice, pool);
    uint32_t how = roll(dice, 32);
    bool is_top = pool != NOBODY && m->ipam[pool].source == NOBODY;
    bool is_amazon =
        is_top && m->ipam[pool].scope == 0 && !model_is_brought(m, pool);
    bool by_length = (is_amazon && !rarely(dice, 8)) ||
                     (!is_top && (roll(dice, 2) == 0 || run->hoards));

    a->has_netmask = how < 28 ? by_length : how != 30;
    if (a->has_netmask) {
        a->netmask = run->hoards && !is_top ? 28 + (int32_t)roll(dice, 5)
                                            : (int32_t)cidr.prefix_bits;
        a->netmask =
            rarely(dice, 16) ? 8 + (int32_t)roll(dice, 25) : a->netmask;
        a->netmask =
            rarely(dice, 64) ? 33 - 34 * (int32_t)roll(dice, 2) : a->netmask;
        run_tell(run, " NetmaskLength=%d", a->netmask);
    }
    if (how < 28 ? !by_length : how == 31) {
        a->cidr.cidr = cidr;
        ipam_write_cidr(run, dice, "Cidr", &a->cidr);
    }
}

static void write_proof(struct ask_cidr *a) {
    eip_provision_ipam_pool_cidr_request *request = &a->request;

    if (a->proof == SIGNED || a->proof == MESSAGE_ONLY ||
        a->proof == BAD_MESSAGE || a->proof == BAD_SIGNATURE) {
        request->authorization_message = (eip_text){
            a->message,
            (uint32_t)snprintf(a->message, sizeof a->message,
                               "%s|aws|%012llu|%.*s|20301231|SHA256|RSAPSS",
                               a->proof == BAD_MESSAGE ? "2" : "1",
                               (unsigned long long)a->by.value.account,
                               (int)a->cidr.text.size, a->cidr.text.data),
            0};
    }
    if (a->proof == SIGNED || a->proof == SIGNATURE_ONLY ||
        a->proof == BAD_MESSAGE || a->proof == BAD_SIGNATURE) {
        request->authorization_signature =
            eip_text_of(a->proof == BAD_SIGNATURE ? "a b" : "Abc-_~+=/9");
    }
    if (a->proof == BY_TOKEN || a->proof == TOKEN_WITHOUT_ID) {
        request->verification_method = eip_text_of("dns-token");
    }
    if (a->proof == BY_TOKEN) {
        request->ipam_external_resource_verification_token_id =
            eip_text_of("ipam-ext-res-ver-token-0123456789abcdef0");
    }
    if (a->proof == METHOD_ONLY || a->bad_method) {
        request->verification_method =
            eip_text_of(a->bad_method ? "remarks" : "remarks-x509");
    }
}

/* A pool below one that has CIDRs, or a pool of Amazon's. */
static bool is_apt(const struct model *m, int pool, bool is_amazon) {
    int source = m->ipam[pool].source;

    return is_amazon
               ? source == NOBODY && m->ipam[pool].scope == 0 &&
                     !model_is_brought(m, pool)
               : source != NOBODY && model_count_ipam_cidrs(m, source) != 0;
}

/* Instead of the one that was drawn, from there on. */
static void prefer(struct run *run, struct dice *dice, struct ask_cidr *a) {
    struct ipam_named *named = &a->named;
    uint32_t what = roll(dice, 8);
    int pool = named->at;

    if (run->hoards && what < 7) { /* of many CIDRs in one pool */
        what = 1;
        pool = PLAIN_POOLS;
    }
    for (int i = IPAM_FIRST; i < POOLS && what < 4 && pool != NOBODY; i++) {
        if (run->m.ipam[pool].present &&
            run->m.ipam[pool].owner == a->by.account &&
            is_apt(&run->m, pool, what == 0)) {
            named->at = pool;
            named->text = texts_of_pool(run->m.pool[pool].ref, named->room);
            run_tell_text(run, "or", named->text);
            return;
        }
        pool = pool + 1 < POOLS ? pool + 1 : IPAM_FIRST;
    }
}

static void draw(struct run *run, struct dice *dice, struct ask_cidr *a) {
    eip_provision_ipam_pool_cidr_request *request = &a->request;
    bool is_brought;

    memset(a, 0, sizeof *a);
    *request = (eip_provision_ipam_pool_cidr_request)
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    run_tell(run, "ProvisionIpamPoolCidr");
    ask_caller(run, dice, &a->by);
    ipam_draw(run, dice, a->by.account, &a->named);
    prefer(run, dice, a);
    draw_which(run, dice, a);
    is_brought =
        a->named.at != NOBODY && model_is_brought(&run->m, a->named.at);
    a->proof = is_brought ? (enum proof)(1 + roll(dice, 2)) : NO_PROOF;
    a->proof = rarely(dice, 8) ? (enum proof)roll(dice, PROOFS) : a->proof;
    a->no_pool = rarely(dice, 64);
    a->bad_method = rarely(dice, 48);
    a->bad_client = rarely(dice, 32);
    a->dry = rarely(dice, 16);
    a->accepted = !run->has_verifier || roll(dice, 4) != 3;
    ipam_token_draw(run, dice, a->bad_client, &a->client);
    write_proof(a);
    request->ipam_pool_id = a->no_pool ? (eip_text){NULL, 0, 0} : a->named.text;
    request->cidr = a->cidr.text;
    request->client_token = a->client.text;
    request->netmask_length = a->netmask;
    request->flags = a->has_netmask ? EIP_IPAM_NETMASK : 0;
    run_tell(run, " proof=%d%s", (int)a->proof,
             a->accepted ? "" : " (to be refused)");
}

/* -- judging --------------------------------------------------------------- */

static eip_status fail_value(struct ask_cidr *a, const char *field) {
    return verdict_is(&a->verdict, EIP_ERR_INVALID_PARAMETER_VALUE, field, "%s",
                      "");
}

static eip_status fail_combination(struct ask_cidr *a, const char *field) {
    return verdict_is(&a->verdict, EIP_ERR_INVALID_PARAMETER_COMBINATION, field,
                      "%s", "");
}

static eip_status check_syntax(struct ask_cidr *a) {
    struct verdict *v = &a->verdict;
    bool has_cidr = a->cidr.text.data != NULL;

    if (a->no_pool) {
        return verdict_need(v, "IpamPoolId");
    }
    if (has_cidr && a->cidr.is_malformed) {
        return verdict_is(v, EIP_ERR_CIDR_MALFORMED, "Cidr", "%s", "");
    }
    if (a->has_netmask && (a->netmask < 0 || a->netmask > 32)) {
        return fail_value(a, "NetmaskLength");
    }
    if (a->bad_method) {
        return fail_value(a, "VerificationMethod");
    }
    if (a->bad_client) {
        return verdict_is(v, EIP_ERR_CLIENT_TOKEN, "ClientToken", "%s", "");
    }
    return has_cidr != a->has_netmask ? EIP_OK
                                      : fail_combination(a, "NetmaskLength");
}

static eip_status check_brought(struct ask_cidr *a) {
    uint32_t bits = a->cidr.cidr.prefix_bits;

    if (!a->has_netmask && (bits < 8 || bits > 24)) {
        return verdict_is(&a->verdict, EIP_ERR_CIDR_MALFORMED, "Cidr", "%s",
                          "");
    }
    if (a->has_netmask ||
        (a->proof != SIGNED && a->proof != BY_TOKEN &&
         a->proof != BAD_MESSAGE && a->proof != BAD_SIGNATURE)) {
        return fail_combination(a, "CidrAuthorizationContext");
    }
    return a->proof == BAD_MESSAGE
               ? fail_value(a, "CidrAuthorizationContext.Message")
           : a->proof == BAD_SIGNATURE
               ? fail_value(a, "CidrAuthorizationContext.Signature")
               : EIP_OK;
}

/* What each kind of pool takes. */
static eip_status check_kind(const struct model *m, struct ask_cidr *a) {
    const struct ipam *ipam = &m->ipam[a->named.at];

    if (model_is_brought(m, a->named.at)) {
        return check_brought(a);
    }
    if (a->proof != NO_PROOF) {
        return fail_combination(a, "CidrAuthorizationContext");
    }
    if (ipam->source != NOBODY) {
        return EIP_OK;
    }
    if (ipam->scope != 0) {
        return a->has_netmask ? fail_combination(a, "NetmaskLength") : EIP_OK;
    }
    if (!a->has_netmask) {
        return fail_combination(a, "Cidr");
    }
    return a->netmask >= EIP_IPAM_BLOCK_BITS_MIN &&
                   a->netmask <= EIP_IPAM_BLOCK_BITS_MAX
               ? EIP_OK
               : fail_value(a, "NetmaskLength");
}

/* All that the client token stands for. */
static uint64_t fingerprint(const struct model *m, const struct ask_cidr *a) {
    const uint64_t parts[] = {m->pool[a->named.at].ref.id, a->cidr.cidr.base,
                              a->cidr.cidr.prefix_bits,    a->has_netmask,
                              (uint64_t)a->netmask,        a->proof};
    uint64_t hash = 1;

    for (uint32_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        hash = ipam_hash(hash, parts[i]);
    }
    return hash;
}

/* -- quotas and state ------------------------------------------------------ */

/* Those of Amazon's contiguous space that an account has. */
static uint32_t count_blocks(const struct model *m, int account) {
    uint32_t count = 0;

    for (int i = 0; i < IPAM_CIDRS; i++) {
        const struct ipam_cidr *at = &m->ipam_cidr[i];

        count += at->present && at->contiguous &&
                 at->deed == CIDR_PROVISIONED &&
                 m->ipam[at->pool].owner == account;
    }
    return count;
}

static eip_status check_quotas(const struct model *m, struct ask_cidr *a) {
    struct verdict *v = &a->verdict;
    int pool = a->named.at;
    bool is_block = m->ipam[pool].scope == 0 &&
                    m->ipam[pool].source == NOBODY && a->has_netmask;

    if (model_count_ipam_cidrs(m, pool) >= EIP_IPAM_CIDRS_MAX) {
        return verdict_is(v, EIP_ERR_RESOURCE_LIMIT_EXCEEDED, "IpamPoolId",
                          "%s", "");
    }
    return is_block && count_blocks(m, a->by.account) >= EIP_IPAM_BLOCKS_MAX
               ? verdict_is(v, EIP_ERR_RESOURCE_LIMIT_EXCEEDED, "NetmaskLength",
                            "%s", "")
               : EIP_OK;
}

static bool is_provisioned(const struct model *m, const struct ipam_cidr *at) {
    return at->present && at->deed == CIDR_PROVISIONED &&
           m->ipam[at->pool].source == NOBODY;
}

/* Private scopes are apart from each other. */
static bool overlaps_in_scope(const struct model *m, int pool, eip_cidr cidr) {
    const struct ipam *own = &m->ipam[pool];

    for (int i = 0; i < IPAM_CIDRS; i++) {
        const struct ipam_cidr *at = &m->ipam_cidr[i];

        if (is_provisioned(m, at) && m->ipam[at->pool].owner == own->owner &&
            m->ipam[at->pool].scope == own->scope &&
            eip_cidr_overlaps(at->cidr, cidr) != 0) {
            return true;
        }
    }
    return false;
}

static bool block_is_free(const struct model *m, eip_cidr cidr) {
    for (int i = 0; i < IPAM_CIDRS; i++) {
        const struct ipam_cidr *at = &m->ipam_cidr[i];

        if (is_provisioned(m, at) && at->contiguous &&
            eip_cidr_overlaps(at->cidr, cidr) != 0) {
            return false;
        }
    }
    return true;
}

/* The lowest block of the contiguous space in the pool's locale. */
static bool find_block(const struct model *m, int pool, eip_cidr *cidr) {
    uint64_t size = eip_cidr_count(*cidr);
    uint64_t best = UINT64_MAX;

    for (uint32_t i = 0; i < m->contiguous_count; i++) {
        eip_cidr in = m->contiguous[i].cidr;
        uint64_t end = in.base + eip_cidr_count(in);

        for (uint64_t at = in.base;
             m->contiguous[i].group == model_locale(m, pool) &&
             at + size <= end && at < best;
             at += size) {
            best = block_is_free(m, (eip_cidr){(uint32_t)at, cidr->prefix_bits})
                       ? at
                       : best;
        }
    }
    cidr->base = (uint32_t)best;
    return best != UINT64_MAX;
}

static eip_status check_top(const struct model *m, struct ask_cidr *a) {
    struct verdict *v = &a->verdict;
    int pool = a->named.at;

    if (!a->has_netmask) {
        return (m->ipam[pool].scope == 0
                    ? byoip_overlaps(m, a->want.cidr)
                    : overlaps_in_scope(m, pool, a->want.cidr))
                   ? verdict_is(v, EIP_ERR_CIDR_CONFLICT, "Cidr", "%s", "")
                   : EIP_OK;
    }
    if (model_locale(m, pool) == NOBODY) {
        return verdict_is(v, EIP_ERR_INCORRECT_STATE, "IpamPoolId", "%s", "");
    }
    return find_block(m, pool, &a->want.cidr)
               ? EIP_OK
               : verdict_is(v, EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
                            "NetmaskLength", "%s", "");
}

static eip_status check_state(struct model *m, struct ask_cidr *a) {
    if (m->ipam[a->named.at].source == NOBODY) {
        return check_top(m, a);
    }
    a->want.pool = m->ipam[a->named.at].source;
    return ipam_check_free(m, &a->want, &a->verdict);
}

/* There is room in the model for what would come of it. */
static bool has_room(const struct model *m, const struct ask_cidr *a) {
    int pool = a->named.at;
    bool is_refused = model_is_brought(m, pool) && !a->accepted;

    return model_has_ipam_room(m) &&
           (!model_serves(m, pool) || is_refused ||
            (model_has_room(m, 1) &&
             model_span(m, pool, a->want.cidr).size != 0));
}

static struct ipam_cidr *made_before(struct model *m,
                                     const struct ipam_token *token) {
    for (int i = 0; i < IPAM_CIDRS; i++) {
        if (m->ipam_cidr[i].present && m->ipam_cidr[i].order == token->made) {
            return &m->ipam_cidr[i];
        }
    }
    return NULL;
}

static void judge(struct model *m, struct ask_cidr *a,
                  const struct ipam_token **token) {
    struct verdict *v = &a->verdict;

    *token = NULL;
    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK ||
        check_syntax(a) != EIP_OK ||
        ipam_find(m, a->by.account, "IpamPoolId", &a->named, v) != EIP_OK ||
        check_kind(m, a) != EIP_OK) {
        return;
    }
    a->want.named = !a->has_netmask;
    a->want.cidr =
        a->has_netmask ? (eip_cidr){0, (uint32_t)a->netmask} : a->cidr.cidr;
    a->verifies = model_is_brought(m, a->named.at);
    *token = ipam_token_of(m, a->by.account, PROVISIONS_CIDR, &a->client);
    if (*token != NULL) {
        (void)ipam_token_check(*token, fingerprint(m, a),
                               made_before(m, *token) != NULL, v);
    } else if (check_quotas(m, a) != EIP_OK || check_state(m, a) != EIP_OK) {
        return;
    }
    a->dry = a->dry || (*token == NULL && !has_room(m, a));
    if (v->status == EIP_OK && a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

/* -- asking ---------------------------------------------------------------- */

static struct ipam_cidr *note(struct model *m, const struct ask_cidr *a) {
    int pool = a->named.at;
    int source = m->ipam[pool].source;
    eip_cidr found = a->want.cidr;
    struct ipam_cidr *cidr;

    if (source != NOBODY) {
        struct ipam_allocation *allocation =
            model_add_allocation(m, source, found, USE_SUBPOOL);

        allocation->owner = (int8_t)a->by.account;
        allocation->resource = (uint8_t)pool;
        if (model_serves(m, source)) {
            model_cut(m, model_span(m, source, found));
        }
    }
    cidr = model_add_ipam_cidr(m, pool, found);
    cidr->deed_ms = m->now_ms;
    cidr->contiguous = source == NOBODY && a->has_netmask;
    if (a->verifies && !a->accepted) {
        cidr->deed = CIDR_REFUSED;
    } else if (model_serves(m, pool)) {
        model_put(m, pool, model_locale(m, pool), found);
    }
    ipam_token_keep(m, a->by.account, PROVISIONS_CIDR, &a->client,
                    fingerprint(m, a), cidr->order);
    return cidr;
}

bool step_ipam_provision(struct run *run, struct dice *dice) {
    static struct ask_cidr a;
    eip_ipam_pool_cidr_list *list = NULL;
    const struct ipam_token *token;
    struct dice own = ipam_token_dice(run, dice, PROVISIONS_CIDR);
    struct dice first = own;
    eip_status got;
    bool same;

    draw(run, &own, &a);
    ipam_settle(&run->m);
    byoip_settle(&run->m);
    judge(&run->m, &a, &token);
    a.request.flags |= a.dry ? EIP_IPAM_DRY_RUN : 0;
    run->refuses = !a.accepted;
    run->verified = 0;
    got = eip_provision_ipam_pool_cidr(a.by.engine, a.by.caller, &a.request,
                                       &list, run_error(run));
    same = verdict_same(run, &a.by, &a.verdict, got, ACTION);
    if (same && run->verified != (run->has_verifier && a.verifies && !a.dry)) {
        same =
            run_differs(run, "the verifier was asked %u times", run->verified);
    }
    if (same && got == EIP_OK) {
        struct ipam_cidr *cidr =
            token != NULL ? made_before(&run->m, token) : note(&run->m, &a);

        if (token == NULL && a.client.name != 0) {
            ipam_token_again(run, &first, PROVISIONS_CIDR);
        }
        same = ipam_same_cidr_answer(run, cidr, token == NULL, list);
    }
    eip_ipam_pool_cidr_list_free(list);
    return same;
}
