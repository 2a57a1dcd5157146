/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CreateTags, DeleteTags: drawn, judged, asked of both. */
#include "proof/model/allocate.h"
#include "proof/model/ipam_allocation.h"

#include <string.h>

enum { RESOURCES = 3 };

struct resource {
    bool is_pool;
    bool is_row; /* IPAM's allocation */
    int pool;
    struct ipam_row_named row;
    struct subject subject; /* else */
    char room[40];
    eip_text text;
};

struct ask_tags {
    struct ask_caller by;
    struct verdict verdict;
    struct ask_allocate given; /* its first specification only */
    eip_status form;
    bool deletes;
    bool dry;
    uint32_t resources;
    struct resource resource[RESOURCES];
    eip_text text[EIP_LIMIT_TAGGED + 1];
    eip_tags_request request;
};

/* -- drawing --------------------------------------------------------------- */

static bool is_ipams(eip_text id) {
    static const char prefix[] = "ipam-pool-alloc-";

    return id.size >= sizeof prefix - 1 &&
           memcmp(id.data, prefix, sizeof prefix - 1) == 0;
}

static void draw_resource(struct run *run, struct dice *dice,
                          struct ask_tags *a, struct resource *r) {
    if (rarely(dice, 5)) {
        uint32_t what = roll(dice, 8);

        r->is_row = what >= 6;
        if (r->is_row) {
            ipam_row_draw(run, dice, a->by.account, &r->row);
            if (!is_ipams(r->row.text)) {
                r->row.text = eip_text_of("ipam-pool-alloc-0");
            }
            r->text = r->row.text;
            return;
        }
        r->is_pool = true;
        r->pool = what < 2   ? COIP_FIRST + (int)roll(dice, 2)
                  : what < 4 ? 1 + (int)roll(dice, 3)
                             : model_some_ipam(&run->m,
                                               IPAM_FIRST + (int)roll(dice, 64),
                                               a->by.account);
        r->text = texts_of_pool(run->m.pool[r->pool].ref, r->room);
        run_tell_text(run, "Pool", r->text);
        return;
    }
    subject_draw_text(run, dice, a->by.account, &r->subject);
    r->text = r->subject.text;
}

static void draw_tags(struct run *run, struct dice *dice, struct ask_tags *a) {
    uint32_t count;

    if (!a->deletes || roll(dice, 4) != 0) {
        allocate_draw_tags(dice, &a->given);
    }
    if (a->given.specs == 0 && (!a->deletes || roll(dice, 4) != 0)) {
        a->given.spec[0].count = rarely(dice, 16) ? 0 : 1;
        allocate_draw_tag(dice, &a->given.spec[0].tag[0]);
        a->given.tag[0][0] =
            (eip_tag){texts_key[a->given.spec[0].tag[0].key].text,
                      texts_value[a->given.spec[0].tag[0].value].text};
    }
    count = a->given.spec[0].count;
    a->given.specs = count != 0;
    a->given.spec[0].type = 0;
    for (uint32_t i = 0; i < count; i++) {
        run_tell_text(run, "Key", a->given.tag[0][i].key);
        run_tell_text(run, "Value", a->given.tag[0][i].value);
    }
}

static void draw(struct run *run, struct dice *dice, struct ask_tags *a) {
    memset(a, 0, sizeof *a);
    a->request = (eip_tags_request)EIP_TAGS_REQUEST_INIT;
    a->deletes = roll(dice, 8) >= 5;
    run_tell(run, a->deletes ? "delete_tags" : "create_tags");
    ask_holder(run, dice, &a->by);
    a->resources = rarely(dice, 32) ? 0 : 1 + roll(dice, 8) % RESOURCES;
    for (uint32_t i = 0; i < a->resources; i++) {
        draw_resource(run, dice, a, &a->resource[i]);
        a->text[i] = a->resource[i].text;
    }
    a->request.resource_count = a->resources;
    if (rarely(dice, 64)) {
        a->request.resource_count =
            EIP_LIMIT_TAGGED + (a->resources == 0 ? 0 : 1);
        for (uint32_t i = a->resources; i <= EIP_LIMIT_TAGGED; i++) {
            a->text[i] = a->resources == 0 ? texts_type[0] : a->text[0];
        }
    }
    draw_tags(run, dice, a);
    a->dry = rarely(dice, 16);
    a->request.flags = a->dry;
    a->request.resources = a->text;
    a->request.tags = a->given.tag[0];
    a->request.tag_count = a->given.spec[0].count;
    if (rarely(dice, 128)) {
        a->request.flags |= 2;
        a->form = EIP_ERR_STRUCT_VERSION;
    }
    run_tell(run, "%s", a->dry ? " DryRun" : "");
}

/* -- judging --------------------------------------------------------------- */

static eip_status check_tags(struct ask_tags *a) {
    struct verdict *v = &a->verdict;
    struct tags tags;

    for (uint32_t i = 0; i < a->given.spec[0].count; i++) {
        eip_text key = a->given.tag[0][i].key;

        if (texts_equal(key, texts_key[13].text) ||
            texts_equal(key, texts_key[14].text)) {
            (void)verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "Tag key",
                             "Value ( %.*s ) for parameter key is invalid. Tag "
                             "keys starting with 'aws:' are reserved for "
                             "internal use",
                             (int)key.size, key.data);
            v->index = i;
            return v->status;
        }
    }
    v->status = allocate_check_tags(&a->given, &tags);
    return v->status;
}

static eip_status check(struct ask_tags *a) {
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, a->form, &a->by) != EIP_OK) {
        return v->status;
    }
    if (a->request.resource_count == 0) {
        return verdict_need(v, "ResourceId");
    }
    if (a->request.resource_count > EIP_LIMIT_TAGGED) {
        return verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "ResourceId",
                          "1001 resources are given, more than 1000");
    }
    if (a->request.tag_count == 0) {
        return a->deletes ? EIP_OK : verdict_need(v, "Tag");
    }
    return check_tags(a);
}

/* Only custom ones have tags. */
static struct tags *tags_of_row(struct model *m, struct ask_tags *a,
                                const struct resource *r) {
    int at = r->row.row.at;

    if (ipam_row_find(m, a->by.account, NOBODY, "ResourceId", &r->row,
                      &a->verdict) != EIP_OK) {
        return NULL;
    }
    if (at == NOBODY || m->allocation[at].use != USE_CUSTOM) {
        (void)verdict_is(&a->verdict, EIP_ERR_UNSUPPORTED_OPERATION,
                         "ResourceId", "%s", "");
        return NULL;
    }
    return &m->allocation[at].tags;
}

/* Where the tags of a resource are, or NULL. */
static struct tags *tags_of(struct model *m, struct ask_tags *a, uint32_t i) {
    struct resource *r = &a->resource[i < a->resources ? i : 0];
    struct verdict *v = &a->verdict;
    const struct pool *pool = &m->pool[r->pool];
    int place;

    if (r->is_row && is_ipams(r->text)) {
        return tags_of_row(m, a, r);
    }
    if (a->resources == 0 ||
        (!r->is_pool &&
         (r->text.size < 9 || memcmp(r->text.data, "eipalloc-", 9) != 0))) {
        (void)verdict_is(v, EIP_ERR_INVALID_ID, "ResourceId",
                         "The ID '%.*s' is not valid", (int)a->text[i].size,
                         a->text[i].data);
        return NULL;
    }
    if (!r->is_pool) {
        place = subject_find(m, a->by.account, &r->subject, v);
        return place == NOBODY ? NULL : &m->place[place].tags;
    }
    if (!pool->exists || !model_admits(m, r->pool, a->by.account)) {
        (void)verdict_is(v,
                         model_is_ipam(r->pool) ? EIP_ERR_IPAM_POOL_NOT_FOUND
                                                : EIP_ERR_POOL_NOT_FOUND,
                         "ResourceId", "The %s ID '%.*s' does not exist",
                         model_is_ipam(r->pool) ? "ipam-pool" : "pool",
                         (int)r->text.size, r->text.data);
        return NULL;
    }
    if (pool->owner != a->by.account) {
        (void)verdict_is(v, EIP_ERR_UNAUTHORIZED, "", NULL);
        return NULL;
    }
    return &m->pool[r->pool].tags;
}

/* The tag of the request that speaks of this one, or NULL. */
static const struct tag *find(const struct ask_tags *a, struct tag old) {
    eip_text value = texts_value[old.value].text;

    for (uint32_t i = 0; i < a->given.spec[0].count; i++) {
        const struct tag *tag = &a->given.spec[0].tag[i];
        eip_text given = texts_value[tag->value].text;

        if (tag->key == old.key &&
            (!a->deletes || given.data == NULL || texts_equal(given, value))) {
            return tag;
        }
    }
    return NULL;
}

/* What becomes of some tags; false: too many. */
static bool change(const struct ask_tags *a, const struct tags *old,
                   struct tags *tags) {
    bool all = a->deletes && a->given.spec[0].count == 0;

    tags->count = 0;
    for (uint32_t i = 0; i < old->count && !all; i++) {
        if (find(a, old->tag[i]) == NULL) {
            (void)allocate_add_tag(tags, old->tag[i]);
        }
    }
    if (a->deletes) {
        return true;
    }
    if (tags->count + a->given.spec[0].count > EIP_LIMIT_TAGS) {
        return false;
    }
    for (uint32_t i = 0; i < a->given.spec[0].count; i++) {
        (void)allocate_add_tag(tags, a->given.spec[0].tag[i]);
    }
    return true;
}

/* All are checked before any is changed. */
static void judge(struct run *run, struct ask_tags *a) {
    struct verdict *v = &a->verdict;
    struct tags tags;

    if (check(a) != EIP_OK) {
        return;
    }
    for (uint32_t i = 0; i < a->request.resource_count; i++) {
        const struct tags *old = tags_of(&run->m, a, i);

        if (old != NULL && !change(a, old, &tags)) {
            (void)verdict_is(v, EIP_ERR_TAG_LIMIT_EXCEEDED, "Tag", NULL);
        }
        if (v->status != EIP_OK) {
            v->index = i;
            return;
        }
    }
    if (a->dry) {
        (void)verdict_is(v, EIP_ERR_DRY_RUN, "", NULL);
    }
}

bool step_tags(struct run *run, struct dice *dice) {
    static struct ask_tags a;
    struct tags tags;
    eip_status got;

    draw(run, dice, &a);
    judge(run, &a);
    got = a.deletes ? eip_delete_tags(a.by.engine, a.by.caller, &a.request,
                                      run_error(run))
                    : eip_create_tags(a.by.engine, a.by.caller, &a.request,
                                      run_error(run));
    if (!verdict_same(run, &a.by, &a.verdict, got,
                      a.deletes ? "ec2:DeleteTags" : "ec2:CreateTags")) {
        return false;
    }
    for (uint32_t i = 0; i < a.request.resource_count && got == EIP_OK; i++) {
        struct tags *old = tags_of(&run->m, &a, i);

        (void)change(&a, old, &tags);
        *old = tags;
    }
    return true;
}
