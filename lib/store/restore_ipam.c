/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how IPAM's things become what their records say. */
#include "store/restore_books.h"

#include "registry/facts_pack.h"

/* -- CIDRs ------------------------------------------------------------------------------- */

static bool is_open(const struct eip__ipam_cidr *cidr) {
    return cidr->deed == EIP__IPAM_PROVISIONED;
}

/* Is it in the way of one that is there? */
static bool clashes(const struct eip__ipam_books *books,
                    const struct eip__ipam *ipam,
                    const struct eip__ipam_cidr *cidr) {
    const struct eip__ipam_cidr *at = ipam->cidrs;

    if (!is_open(cidr)) {
        return false;
    }
    while (at != NULL &&
           !(is_open(at) && eip_cidr_overlaps(at->cidr, cidr->cidr))) {
        at = at->next;
    }
    return at != NULL || (cidr->top && (ipam->flags & EIP__IPAM_PRIVATE) == 0 &&
                          eip__ipam_top(books, cidr->cidr) != NULL);
}

static eip_status get_cidr(struct eip__restore *restore, struct eip__reader *in,
                           struct eip__ipam *ipam) {
    struct eip__ipam_books *books = &restore->catalog->ipam;
    struct eip__ipam_cidr own = {.next = NULL};
    struct eip__ipam_cidr *cidr;
    bool is_sound = eip__get_cidr(in, &own.cidr);

    is_sound = eip__get_fields(in, &eip__ipam_cidr_fields, &own) && is_sound;
    if (!is_sound || !eip__is_given(own.number, restore->counters.numbers) ||
        clashes(books, ipam, &own)) {
        return EIP_ERR_STORE_DAMAGED;
    }
    cidr = eip__host_allocate(restore->host, sizeof *cidr);
    if (cidr == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    *cidr = own;
    if (!eip__ipam_enter_cidr(books, ipam, cidr)) {
        eip__host_release(restore->host, cidr, sizeof *cidr);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    return EIP_OK;
}

eip_status eip__restore_cidrs(struct eip__restore *restore,
                              struct eip__item *item) {
    const struct eip__pool *pool =
        eip__restored_pool(restore, EIP_POOL_IPAM, item->id);
    eip_status status = eip__restored(pool != NULL);

    while (status == EIP_OK && item->in.left != 0) {
        status = get_cidr(restore, &item->in, pool->ipam);
    }
    return status;
}

/* -- allocations --------------------------------------------------------------------------- */

static eip_status get_allocation(struct eip__restore *restore,
                                 struct eip__item *item,
                                 struct eip__ipam_allocation *own) {
    struct eip__reader *in = &item->in;
    eip_status status;
    bool is_sound;

    own->pool = eip__restored_pool(restore, EIP_POOL_IPAM, eip__get_u64(in));
    own->number = item->id;
    is_sound = eip__get_cidr(in, &own->cidr);
    is_sound =
        eip__get_fields(in, &eip__ipam_allocation_fields, own) && is_sound;
    is_sound = eip__get_ref(in, &own->resource) && is_sound;
    if (!is_sound || own->pool == NULL ||
        !eip__is_given(own->number, restore->counters.numbers) ||
        eip__ipam_overlap(own->pool->ipam, own->cidr) != NULL) {
        return EIP_ERR_STORE_DAMAGED;
    }
    status = eip__tags_unpack(in, restore->host, &own->tags);
    return status == EIP_OK ? eip__get_note(restore, in, &own->description)
                            : status;
}

eip_status eip__restore_allocation(struct eip__restore *restore,
                                   struct eip__item *item) {
    struct eip__ipam_allocation *own =
        eip__host_allocate_zeroed(restore->host, sizeof *own);
    eip_status status;

    if (own == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    status = get_allocation(restore, item, own);
    if (status == EIP_OK) {
        status = eip__restored_in_memory(
            eip__ipam_enter(&restore->catalog->ipam, own));
    }
    if (status != EIP_OK) {
        eip__ipam_allocation_free(restore->host, own);
        return status;
    }
    own->pool->ipam->owed += own->use == EIP__IPAM_OWED;
    return EIP_OK;
}

/* -- contiguous space ------------------------------------------------------------------------ */

eip_status eip__restore_block(struct eip__restore *restore,
                              struct eip__item *item) {
    struct eip__ipam_books *books = &restore->catalog->ipam;
    struct eip__group *group;
    eip_cidr cidr;
    bool is_sound = eip__get_cidr(&item->in, &cidr);

    (void)eip__get_group(restore, &item->in, &group);
    return is_sound && group != NULL && cidr.base == item->id &&
                   eip__ipam_block(books, cidr) == NULL
               ? eip__ipam_add_block(books, restore->host, cidr, group)
               : EIP_ERR_STORE_DAMAGED;
}

/* -- client tokens ---------------------------------------------------------------------------- */

static bool is_account(uint64_t number) {
    return number <= EIP__ACCOUNT_NUMBER_MAX;
}

eip_status eip__restore_tokens(struct eip__restore *restore,
                               struct eip__item *item) {
    void **place = NULL;
    struct eip__ipam_tokens *tokens =
        eip__host_allocate_zeroed(restore->host, sizeof *tokens);
    bool is_sound = is_account(item->id - 1);

    if (is_sound && tokens != NULL) {
        place = eip__catalog_enter(&restore->catalog->ipam.tokens, item->id);
    }
    if (place == NULL) {
        eip__host_release(restore->host, tokens, sizeof *tokens);
        return is_sound ? EIP_ERR_OUT_OF_MEMORY : EIP_ERR_STORE_DAMAGED;
    }
    *place = tokens;
    is_sound = eip__get_fields(&item->in, &eip__tokens_fields, tokens);
    for (uint32_t i = 0; i < EIP__IPAM_TOKENS && item->in.left != 0; i++) {
        is_sound =
            eip__get_fields(&item->in, &eip__token_fields, &tokens->token[i]) &&
            is_sound;
    }
    return eip__restored(is_sound);
}

/* -- policies ---------------------------------------------------------------------------------- */

static bool get_rules(const struct eip__restore *restore,
                      struct eip__reader *in, struct eip__policy *policy) {
    bool all = true;

    for (uint32_t i = 0; i < policy->count; i++) {
        struct eip__policy_rule *rule = &policy->rule[i];

        all = eip__get_group(restore, in, &rule->group) &&
              rule->group != NULL && all;
        all = eip__get_ref(in, &rule->pool) && all;
    }
    return all;
}

eip_status eip__restore_policy(struct eip__restore *restore,
                               struct eip__item *item) {
    enum { RULE_SIZE = 13 };
    struct eip__policy own;
    struct eip__policy *policy;

    if (!eip__get_fields(&item->in, &eip__policy_fields, &own) ||
        !is_account(item->id) ||
        item->in.left != (uint64_t)own.count * RULE_SIZE) {
        return EIP_ERR_STORE_DAMAGED;
    }
    if (restore->policies == NULL) {
        restore->policies =
            eip__catalog_new_table(restore->host, restore->item_count);
    }
    if (restore->policies == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    policy = eip__policy_new(restore->host, item->id, own.count, own.overflow);
    if (policy == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    eip__policies_add(restore->policies, policy);
    return eip__restored(get_rules(restore, &item->in, policy));
}
