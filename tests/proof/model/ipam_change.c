/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* ModifyIpamPool, DeleteIpamPool: drawn, judged, asked of both; owns how an
 * IPAM pool shows. */
#include "proof/model/ipam_pool.h"

#include <string.h>

enum { CHANGED_TAGS = 2 };

struct ask_change {
    struct ask_caller by;
    struct verdict verdict;
    struct ipam_named named;
    bool deletes;
    bool dry;
    bool cascades;
    bool is_in_range; /* each netmask length */
    bool describes;
    uint32_t described;
    uint32_t added;
    uint32_t removed;
    bool has_bad_tag;
    struct tag add[CHANGED_TAGS];
    struct tag remove[CHANGED_TAGS];
    eip_tag add_tag[CHANGED_TAGS];
    eip_tag remove_tag[CHANGED_TAGS];
    uint32_t flags;
    struct ipam next;
};

/* -- names ----------------------------------------------------------------- */

void ipam_draw(struct run *run, struct dice *dice, int account,
               struct ipam_named *named) {
    int at = IPAM_FIRST + (int)roll(dice, POOLS - IPAM_FIRST);
    uint32_t how = roll(dice, 32);

    named->at = NOBODY;
    if (how == 31) {
        named->text = texts_bad_id[roll(dice, BAD_IDS)];
    }
    for (int i = IPAM_FIRST; i < POOLS && how != 31 && named->at == NOBODY;
         i++) {
        if (run->m.ipam[at].present &&
            (how >= 29 || run->m.ipam[at].owner == account)) {
            named->at = at;
        }
        at = at + 1 < POOLS ? at + 1 : IPAM_FIRST;
    }
    if (how != 31) {
        named->text =
            named->at == NOBODY
                ? eip_text_of("ipam-pool-00000000000000001")
                : texts_of_pool(run->m.pool[named->at].ref, named->room);
    }
    run_tell_text(run, "IpamPoolId", named->text);
}

eip_status ipam_find(const struct model *m, int account, const char *field,
                     const struct ipam_named *named, struct verdict *v) {
    return named->at != NOBODY && m->ipam[named->at].owner == account
               ? EIP_OK
               : verdict_is(v, EIP_ERR_IPAM_POOL_NOT_FOUND, field,
                            "The ipam-pool ID '%.*s' does not exist",
                            (int)named->text.size, named->text.data);
}

eip_status ipam_find_shared(const struct model *m, int account,
                            const struct ipam_named *named, struct verdict *v) {
    return named->at != NOBODY && model_admits(m, named->at, account)
               ? EIP_OK
               : verdict_is(v, EIP_ERR_IPAM_POOL_NOT_FOUND, "IpamPoolId",
                            "The ipam-pool ID '%.*s' does not exist",
                            (int)named->text.size, named->text.data);
}

/* -- how it shows ---------------------------------------------------------- */

const char *ipam_state(const struct model *m, const struct ipam *pool) {
    bool is_pending = m->now_ms - pool->since_ms < m->settle_ms;

    return pool->modified
               ? is_pending ? "modify-in-progress" : "modify-complete"
           : is_pending ? "create-in-progress"
                        : "create-complete";
}

static bool same_arn(eip_text arn, uint64_t owner, const char *kind,
                     uint64_t id) {
    char text[96];

    (void)snprintf(text, sizeof text, "arn:aws:ec2::%012llu:%s0%016llx",
                   (unsigned long long)owner, kind, (unsigned long long)id);
    return texts_equal(arn, eip_text_of(text));
}

static bool same_arns(struct run *run, int number, const eip_ipam_pool *got) {
    const struct ipam *pool = &run->m.ipam[number];
    uint64_t id = run->m.pool[number].ref.id;
    uint64_t owner = run_account[pool->owner];
    uint64_t *ipam = &run->m.ipam_id[pool->owner];

    *ipam = *ipam == 0 ? got->ipam_id : *ipam;
    return got->owner_id == owner && got->pool.id == id &&
           got->pool.kind == EIP_POOL_IPAM && got->ipam_id == *ipam &&
           got->scope_id == run->m.scope[pool->owner][pool->scope] &&
           same_arn(got->ipam_pool_arn, owner, "ipam-pool/ipam-pool-", id) &&
           same_arn(got->ipam_scope_arn, owner, "ipam-scope/ipam-scope-",
                    got->scope_id) &&
           same_arn(got->ipam_arn, owner, "ipam/ipam-", *ipam);
}

static bool is_absent(const eip_text text) {
    return text.data == NULL;
}

static bool same_words(const struct model *m, int number,
                       const eip_ipam_pool *got) {
    const struct ipam *pool = &m->ipam[number];
    int locale = model_locale(m, number);
    const char *source = ipam_source[pool->origin == 0 ? 1 : pool->origin];
    eip_text service = eip_text_of(ipam_service[pool->service]);
    eip_text description = facts_description(pool->description);

    return texts_equal(got->ipam_scope_type,
                       eip_text_of(pool->scope == 0 ? "public" : "private")) &&
           texts_equal(got->ipam_region, texts_group[0]) &&
           texts_equal(got->locale, locale == NOBODY ? eip_text_of("None")
                                                     : texts_group[locale]) &&
           texts_equal(got->address_family, eip_text_of("ipv4")) &&
           texts_equal(got->aws_service, service) &&
           is_absent(got->aws_service) == is_absent(service) &&
           (pool->scope != 0
                ? is_absent(got->public_ip_source)
                : texts_equal(got->public_ip_source, eip_text_of(source))) &&
           texts_equal(got->description, description) &&
           is_absent(got->description) == (pool->description == 0) &&
           ipam_same_resource(pool->resource, got);
}

static bool same_numbers(const struct model *m, const struct ipam *pool,
                         const eip_ipam_pool *got) {
    const struct pool *source =
        pool->source == NOBODY ? NULL : &m->pool[pool->source];

    return got->flags == (pool->imports ? EIP_IPAM_AUTO_IMPORT : 0) &&
           got->source_pool.id == (source == NULL ? 0 : source->ref.id) &&
           got->source_pool.kind ==
               (source == NULL ? EIP_POOL_AMAZON : EIP_POOL_IPAM) &&
           got->pool_depth == pool->depth &&
           got->allocation_min_netmask_length == pool->least &&
           got->allocation_max_netmask_length == pool->most &&
           got->allocation_default_netmask_length == pool->usual;
}

static bool same_tags(const struct tags *tags, const eip_tag *got,
                      uint32_t count) {
    if (count != tags->count) {
        return false;
    }
    for (uint32_t i = 0; i < tags->count; i++) {
        const eip_tag *tag = &got[i];

        if (!texts_equal(tag->key, texts_key[tags->tag[i].key].text) ||
            !texts_equal(tag->value, texts_value[tags->tag[i].value].text)) {
            return false;
        }
    }
    return true;
}

bool ipam_same_pool(struct run *run, int number, const char *state,
                    const eip_ipam_pool *got) {
    const struct ipam *pool = &run->m.ipam[number];

    if (!same_arns(run, number, got)) {
        return run_differs(run, "an id of the IPAM pool differs");
    }
    if (!same_words(&run->m, number, got) ||
        !same_numbers(&run->m, pool, got)) {
        return run_differs(run, "a member of the IPAM pool differs");
    }
    if (!same_tags(&pool->wanted, got->allocation_resource_tags,
                   got->allocation_resource_tag_count) ||
        !same_tags(&run->m.pool[number].tags, got->tags, got->tag_count)) {
        return run_differs(run, "a tag of the IPAM pool differs");
    }
    return texts_equal(got->state, eip_text_of(state)) ||
           run_differs(run, "the IPAM pool is %.*s, not %s",
                       (int)got->state.size, got->state.data, state);
}

bool ipam_same_answer(struct run *run, int pool, const char *state,
                      const eip_ipam_pool_list *list) {
    eip_ipam_pool got = EIP_IPAM_POOL_INIT;

    return (eip_ipam_pool_list_count(list) == 1 &&
            eip_ipam_pool_list_at(list, 0, &got) == EIP_OK)
               ? ipam_same_pool(run, pool, state, &got)
               : run_differs(run, "the answer is not one IPAM pool");
}

/* -- drawing --------------------------------------------------------------- */

static void draw_length(struct dice *dice, struct ask_change *a, uint32_t flag,
                        int32_t *length) {
    static const int32_t lengths[] = {24, 0, 28, 32, 16, 30, 33, -1};

    if (roll(dice, 4) != 1) {
        return;
    }
    *length = lengths[roll(dice, rarely(dice, 8) ? 8 : 6)];
    a->flags |= flag;
    a->is_in_range &= *length >= 0 && *length <= 32;
}

/* No key twice. */
static uint32_t draw_tags(struct dice *dice, struct ask_change *a,
                          struct tag *tags, eip_tag *sent) {
    uint32_t count = roll(dice, 4) == 3 ? 1 + roll(dice, CHANGED_TAGS) : 0;

    for (uint32_t i = 0; i < count; i++) {
        tags[i] = (struct tag){(uint8_t)roll(dice, KEYS_PLAIN),
                               (uint8_t)roll(dice, VALUES)};
        a->has_bad_tag |= !texts_key[tags[i].key].is_good ||
                          !texts_value[tags[i].value].is_good ||
                          (i > 0 && tags[0].key == tags[i].key);
        sent[i] = (eip_tag){texts_key[tags[i].key].text,
                            texts_value[tags[i].value].text};
    }
    return count;
}

/* Removed ones first: of any value, or of this. */
static void change_tags(struct ask_change *a) {
    struct tags *tags = &a->next.wanted;

    for (uint32_t i = 0; i < a->removed + a->added; i++) {
        bool removes = i < a->removed;
        struct tag tag = removes ? a->remove[i] : a->add[i - a->removed];
        eip_text value = texts_value[tag.value].text;
        uint32_t kept = 0;

        for (uint32_t n = 0; n < tags->count; n++) {
            bool same_value =
                !removes || value.data == NULL ||
                texts_equal(value, texts_value[tags->tag[n].value].text);

            tags->tag[kept] = tags->tag[n];
            kept += tags->tag[n].key != tag.key || !same_value;
        }
        tags->count = kept;
        if (!removes) {
            (void)allocate_add_tag(tags, tag);
        }
    }
}

static void draw_modify(struct run *run, struct dice *dice,
                        struct ask_change *a) {
    uint32_t imports = roll(dice, 16);

    a->is_in_range = true;
    draw_length(dice, a, EIP_IPAM_MIN_NETMASK, &a->next.least);
    draw_length(dice, a, EIP_IPAM_MAX_NETMASK, &a->next.most);
    if (roll(dice, 4) == 1) {
        a->flags |= EIP_IPAM_CLEAR_DEFAULT_NETMASK;
        a->next.usual = -1;
    }
    if ((a->flags & EIP_IPAM_CLEAR_DEFAULT_NETMASK) == 0 || rarely(dice, 16)) {
        draw_length(dice, a, EIP_IPAM_DEFAULT_NETMASK, &a->next.usual);
    }
    if (imports < 8) {
        a->next.imports = (imports & 1) != 0;
        a->flags |=
            a->next.imports ? EIP_IPAM_AUTO_IMPORT : EIP_IPAM_NO_AUTO_IMPORT;
    }
    if (imports == 15) {
        a->flags |= EIP_IPAM_AUTO_IMPORT | EIP_IPAM_NO_AUTO_IMPORT;
    }
    a->describes = roll(dice, 2) == 1;
    if (a->describes) {
        a->next.description = roll(dice, DESCRIPTIONS);
        a->described = a->next.description;
        a->next.description =
            facts_description(a->described).size == 0 ? 0 : a->described;
    }
    a->removed = draw_tags(dice, a, a->remove, a->remove_tag);
    a->added = draw_tags(dice, a, a->add, a->add_tag);
    if (!a->has_bad_tag) {
        change_tags(a);
    }
    run_tell(run, " flags=%x", a->flags);
}

/* -- judging --------------------------------------------------------------- */

static eip_status check_delete(const struct model *m, struct ask_change *a) {
    struct verdict *v = &a->verdict;

    if (a->cascades && m->ipam[a->named.at].scope == 0) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_COMBINATION, "Cascade",
                          "The parameter Cascade cannot be used with a pool of "
                          "a public scope");
    }
    return !a->cascades && model_in_use(m, a->named.at)
               ? verdict_is(v, EIP_ERR_POOL_IN_USE, "IpamPoolId",
                            "The pool '%s' has CIDRs, allocations or pools",
                            a->named.room)
               : EIP_OK;
}

static eip_status check_flags(struct ask_change *a) {
    const uint32_t both = EIP_IPAM_AUTO_IMPORT | EIP_IPAM_NO_AUTO_IMPORT;
    const uint32_t netmask =
        EIP_IPAM_DEFAULT_NETMASK | EIP_IPAM_CLEAR_DEFAULT_NETMASK;

    return (a->flags & both) == both || (a->flags & netmask) == netmask
               ? verdict_is(&a->verdict, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                            NULL, "%s", "")
               : EIP_OK;
}

/* Each parameter by itself; then those that exclude each other. */
static eip_status check_syntax(struct ask_change *a) {
    struct verdict *v = &a->verdict;

    if (!a->is_in_range) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, NULL, "%s", "");
    }
    if (check_flags(a) != EIP_OK) {
        return v->status;
    }
    return a->has_bad_tag
               ? verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, NULL, "%s", "")
               : EIP_OK;
}

/* Some of the lengths may be those that the pool has. */
static eip_status check_netmasks(struct ask_change *a) {
    const struct ipam *n = &a->next;
    int32_t most = n->most < 0 ? 32 : n->most;

    return (n->least < 0 || n->most < 0 || n->least < n->most) &&
                   (n->usual < 0 || (n->usual >= n->least && n->usual <= most))
               ? EIP_OK
               : verdict_is(&a->verdict, EIP_ERR_INVALID_PARAMETER_VALUE, NULL,
                            "%s", "");
}

static void judge(const struct model *m, struct ask_change *a) {
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, EIP_OK, &a->by) != EIP_OK ||
        (!a->deletes && check_syntax(a) != EIP_OK) ||
        ipam_find(m, a->by.account, "IpamPoolId", &a->named, v) != EIP_OK) {
        return;
    }
    if ((a->deletes ? check_delete(m, a) : check_netmasks(a)) == EIP_OK &&
        a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

/* -- asking ---------------------------------------------------------------- */

/* With all below it. */
static void remove_pool(struct model *m, int at) {
    for (int i = IPAM_FIRST; i < POOLS; i++) {
        if (m->ipam[i].present && m->ipam[i].source == at) {
            remove_pool(m, i);
        }
    }
    for (int i = 0; i < ALLOCATIONS; i++) {
        m->allocation[i].present &= m->allocation[i].pool != at;
    }
    for (int i = 0; i < IPAM_CIDRS; i++) {
        struct ipam_cidr *cidr = &m->ipam_cidr[i];

        if (cidr->present && cidr->pool == at &&
            cidr->deed == CIDR_PROVISIONED) {
            model_end_ipam_cidr(m, cidr);
        }
    }
    model_end_pool(m, at);
}

static eip_status call(struct run *run, const struct ask_change *a,
                       eip_ipam_pool_list **list) {
    eip_delete_ipam_pool_request remove = EIP_DELETE_IPAM_POOL_REQUEST_INIT;
    eip_modify_ipam_pool_request modify = EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
    uint32_t dry = a->dry ? EIP_IPAM_DRY_RUN : 0;

    if (a->deletes) {
        remove.flags = dry | (a->cascades ? EIP_IPAM_CASCADE : 0);
        remove.ipam_pool_id = a->named.text;
        return eip_delete_ipam_pool(a->by.engine, a->by.caller, &remove, list,
                                    run_error(run));
    }
    modify.flags = dry | a->flags;
    modify.ipam_pool_id = a->named.text;
    modify.add_allocation_resource_tags = a->add_tag;
    modify.add_allocation_resource_tag_count = a->added;
    modify.remove_allocation_resource_tags = a->remove_tag;
    modify.remove_allocation_resource_tag_count = a->removed;
    modify.allocation_min_netmask_length = a->next.least;
    modify.allocation_max_netmask_length = a->next.most;
    modify.allocation_default_netmask_length = a->next.usual;
    if (a->describes) {
        modify.description = facts_description(a->described);
    }
    return eip_modify_ipam_pool(a->by.engine, a->by.caller, &modify, list,
                                run_error(run));
}

static bool done(struct run *run, struct ask_change *a,
                 const eip_ipam_pool_list *list) {
    int pool = a->named.at;
    bool same;

    if (!a->deletes) {
        a->next.modified = true;
        a->next.since_ms = run->m.now_ms;
        run->m.ipam[pool] = a->next;
        return ipam_same_answer(run, pool, "modify-in-progress", list);
    }
    same = ipam_same_answer(run, pool, "delete-in-progress", list);
    remove_pool(&run->m, a->named.at);
    return same;
}

bool step_ipam_change(struct run *run, struct dice *dice) {
    eip_ipam_pool_list *list = NULL;
    struct ask_change a;
    eip_status got;
    bool same;

    memset(&a, 0, sizeof a);
    run_tell(run, "change_ipam_pool");
    ask_caller(run, dice, &a.by);
    a.deletes = roll(dice, 4) == 0;
    run_tell(run, a.deletes ? " delete" : " modify");
    ipam_draw(run, dice, a.by.account, &a.named);
    if (a.named.at != NOBODY) {
        a.next = run->m.ipam[a.named.at];
    }
    a.dry = rarely(dice, 16);
    a.cascades = a.deletes && rarely(dice, 4);
    if (!a.deletes) {
        draw_modify(run, dice, &a);
    }
    judge(&run->m, &a);
    got = call(run, &a, &list);
    same =
        verdict_same(run, &a.by, &a.verdict, got,
                     a.deletes ? "ec2:DeleteIpamPool" : "ec2:ModifyIpamPool") &&
        (got != EIP_OK || done(run, &a, list));
    eip_ipam_pool_list_free(list);
    return same;
}
