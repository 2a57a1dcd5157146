/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what records say of brought ranges, IPAM's things, and policies. */
#include "store/capture.h"

#include "base/sort.h"
#include "registry/facts_pack.h"

/* -- BYOIP ------------------------------------------------------------------------------- */

void eip__put_byoip(struct eip__writer *writer, const void *object) {
    const struct eip__byoip *byoip = object;
    const eip_text description = {byoip->description, byoip->description_size,
                                  0};

    eip__put_cidr(writer, byoip->cidr);
    eip__put_fields(writer, &eip__byoip_fields, byoip);
    eip__put_ref(writer, byoip->ipam_pool);
    eip__put_u64(writer, byoip->pool == NULL ? 0 : byoip->pool->ref.id);
    eip__put_group(writer, byoip->group);
    eip__put_text(writer, byoip->has_description ? description : (eip_text){0});
}

/* How many it has, the ranges say. */
void eip__put_byoip_account(struct eip__writer *writer, const void *object) {
    eip__put_u64(writer, eip__byoip_turned_ms(eip__value(object)));
}

/* -- IPAM -------------------------------------------------------------------------------- */

void eip__put_scope(struct eip__writer *writer, const void *object) {
    eip__put_fields(writer, &eip__ipam_scope_fields, object);
}

bool eip__has_cidrs(const void *object) {
    const struct eip__pool *pool = object;

    return pool->ipam->cidrs != NULL;
}

void eip__put_cidrs(struct eip__writer *writer, const void *object) {
    const struct eip__pool *pool = object;

    for (const struct eip__ipam_cidr *at = pool->ipam->cidrs; at != NULL;
         at = at->next) {
        eip__put_cidr(writer, at->cidr);
        eip__put_fields(writer, &eip__ipam_cidr_fields, at);
    }
}

void eip__put_allocation(struct eip__writer *writer, const void *object) {
    const struct eip__ipam_allocation *allocation = object;

    eip__put_u64(writer, allocation->pool->ref.id);
    eip__put_cidr(writer, allocation->cidr);
    eip__put_fields(writer, &eip__ipam_allocation_fields, allocation);
    eip__put_ref(writer, allocation->resource);
    eip__tags_pack(writer, allocation->tags);
    eip__put_note(writer, allocation->description);
}

void eip__put_block(struct eip__writer *writer, const void *object) {
    const struct eip__ipam_block *block = object;

    eip__put_cidr(writer, block->cidr);
    eip__put_group(writer, block->group);
}

/* A ring is filled from its beginning, so what is empty is at its end. */
void eip__put_tokens(struct eip__writer *writer, const void *object) {
    const struct eip__ipam_tokens *tokens = object;

    eip__put_fields(writer, &eip__tokens_fields, tokens);
    for (uint32_t i = 0; i < EIP__IPAM_TOKENS && tokens->token[i].name[0] != 0;
         i++) {
        eip__put_fields(writer, &eip__token_fields, &tokens->token[i]);
    }
}

/* -- policies ---------------------------------------------------------------------------- */

static const struct eip__topology *
topology_of(const struct eip__catalog *catalog) {
    return eip__pointer(eip__hint(&catalog->topology));
}

const void *eip__find_policy(const struct eip__catalog *catalog, uint64_t key) {
    return eip__policy_of(topology_of(catalog), key);
}

static uint64_t account_of(const void *item) {
    const struct eip__policy *const *policy = item;

    return (*policy)->account;
}

/* The table has them in an order that depends on which came first. */
static void sort_policies(struct eip__capture *capture,
                          const struct eip__book *book,
                          const struct eip__table *table) {
    struct eip__host *host = capture->catalog->host;
    uint64_t bytes = (table->mask + 1) * sizeof(const struct eip__policy *);
    const struct eip__policy **policy = eip__host_allocate(host, bytes);
    uint64_t count = 0;

    if (policy == NULL) {
        capture->status = EIP_ERR_OUT_OF_MEMORY;
        return;
    }
    for (uint64_t i = 0; i <= table->mask; i++) {
        if (table->entry[i] != NULL) {
            policy[count++] = table->entry[i];
        }
    }
    eip__sort(policy, count, sizeof *policy, account_of);
    for (uint64_t i = 0; i < count; i++) {
        eip__capture_one(capture, book, policy[i]->account, policy[i]);
    }
    eip__host_release(host, policy, bytes);
}

void eip__each_policy(struct eip__capture *capture,
                      const struct eip__book *book) {
    const struct eip__table *table = topology_of(capture->catalog)->policies;

    if (table != NULL) {
        sort_policies(capture, book, table);
    }
}

void eip__put_policy(struct eip__writer *writer, const void *object) {
    const struct eip__policy *policy = object;

    eip__put_fields(writer, &eip__policy_fields, policy);
    for (uint32_t i = 0; i < policy->count; i++) {
        eip__put_group(writer, policy->rule[i].group);
        eip__put_ref(writer, policy->rule[i].pool);
    }
}
