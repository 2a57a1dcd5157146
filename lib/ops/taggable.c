/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the table of kinds, and what a change makes of a set of tags. */
#include "ops/taggable.h"

#include "registry/tagset.h"

#include <string.h>

const struct eip__taggable eip__taggables[] = {
    {"eipalloc-", eip__address_change_tags, eip__address_visit_tags},
    {"ipv4pool-coip-", eip__coip_change_tags, eip__coip_visit_tags},
    {"ipv4pool-ec2-", eip__public_change_tags, eip__public_visit_tags},
    {"ipam-pool-alloc-", eip__ipam_allocation_change_tags,
     eip__ipam_allocation_visit_tags},
    {"ipam-pool-", eip__ipam_change_tags, eip__ipam_visit_tags},
    {NULL, NULL, NULL},
};

const struct eip__taggable *eip__taggable_of(eip_text id) {
    const struct eip__taggable *kind = eip__taggables;

    while (kind->prefix != NULL &&
           (id.size < strlen(kind->prefix) ||
            memcmp(id.data, kind->prefix, strlen(kind->prefix)) != 0)) {
        kind++;
    }
    return kind->prefix == NULL ? NULL : kind;
}

/* Old ones that stay and new ones; each at the most EIP_LIMIT_TAGS. */
struct merge {
    eip_tag tags[2 * EIP_LIMIT_TAGS];
    uint32_t count;
    uint64_t bytes;
    bool changes;
};

/* The change's word on an old tag, or NULL. */
static const eip_tag *find(const struct eip__tag_change *change,
                           const eip_tag *old) {
    for (uint32_t i = 0; i < change->count; i++) {
        const eip_tag *tag = &change->tags[i];

        if (eip__text_is_same(tag->key, old->key) &&
            (!change->deletes || tag->value.data == NULL ||
             eip__text_is_same(tag->value, old->value))) {
            return tag;
        }
    }
    return NULL;
}

static void add(struct merge *merge, eip_tag tag) {
    if (tag.value.data == NULL) {
        tag.value.size = 0;
    }
    merge->tags[merge->count++] = tag;
    merge->bytes += tag.key.size;
    merge->bytes += tag.value.size;
}

static void add_old(struct merge *merge, const struct eip__tagset *old,
                    const struct eip__tag_change *change) {
    bool all = change->deletes && change->count == 0;

    for (uint32_t i = 0; old != NULL && i < old->count; i++) {
        eip_tag tag;

        eip__tagset_at(old, i, &tag.key, &tag.value);
        if (all || find(change, &tag) != NULL) {
            merge->changes = true;
        } else {
            add(merge, tag);
        }
    }
}

static eip_status build(struct eip__call *call, const struct merge *merge,
                        struct eip__tagset **set) {
    const eip_tag_specification spec = {
        {NULL, 0, 0}, merge->tags, merge->count, 0};

    *set = NULL;
    if (merge->count == 0) {
        return EIP_OK;
    }
    *set = eip__host_allocate(&call->engine->host,
                              eip__tagset_size(merge->count, merge->bytes));
    if (*set == NULL) {
        return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    eip__tagset_build(*set, &spec, 1, merge->count, merge->bytes);
    return EIP_OK;
}

eip_status eip__tags_change(struct eip__call *call,
                            const struct eip__tagset *old,
                            const struct eip__tag_change *change,
                            struct eip__tagset **set, bool *is_same) {
    struct merge merge = {.count = 0};

    add_old(&merge, old, change);
    for (uint32_t i = 0; i < change->count && !change->deletes; i++) {
        add(&merge, change->tags[i]);
        merge.changes = true;
    }
    if (merge.count > EIP_LIMIT_TAGS) {
        return eip__fail(call->error, EIP_ERR_TAG_LIMIT_EXCEEDED, "Tag", NULL);
    }
    *is_same = !merge.changes;
    return *is_same ? EIP_OK : build(call, &merge, set);
}
