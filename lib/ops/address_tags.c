/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Tags of Elastic IP addresses: part of their details. */
#include "ops/alter.h"
#include "ops/ids.h"
#include "ops/taggable.h"

struct retag {
    eip_text id;
    const struct eip__tag_change *change;
    struct eip__tagset *set; /* of the last try */
};

static eip_status find(struct eip__call *call, void *context,
                       struct eip__held *held) {
    const struct retag *retag = context;

    return eip__held_by_either(call, 0, retag->id, held);
}

static void free_set(struct eip__call *call, struct retag *retag) {
    if (retag->set != NULL) {
        eip__host_release(&call->engine->host, retag->set, retag->set->bytes);
        retag->set = NULL;
    }
}

static eip_status judge(struct eip__call *call, void *context,
                        struct eip__draft *draft) {
    struct retag *retag = context;
    eip_status status;

    free_set(call, retag);
    status = eip__tags_change(call, draft->facts.tags, retag->change,
                              &retag->set, &draft->is_same);
    if (status == EIP_OK && !draft->is_same) {
        draft->facts.tags = retag->set;
        draft->facts.has &= ~(uint32_t)EIP__HAS_TAGS;
        draft->facts.has |= retag->set != NULL ? EIP__HAS_TAGS : 0;
    }
    return status;
}

eip_status eip__address_change_tags(struct eip__call *call, eip_text id,
                                    const struct eip__tag_change *change) {
    struct retag retag = {id, change, NULL};
    const struct eip__alteration alteration = {find, judge, &retag,
                                               change->dry_run, NULL};
    struct eip__draft draft;
    eip_status status = eip__alter(call, &alteration, &draft);

    free_set(call, &retag);
    return status;
}

/* -- showing ------------------------------------------------------------------- */

static bool visit_address(struct eip__call *call, const struct eip__held *held,
                          eip__tag_visit visit, void *context) {
    char text[EIP_ALLOCATION_ID_TEXT_SIZE];
    struct eip__tag_row row = {.place = held->order, .type = "elastic-ip"};
    bool goes_on = true;

    row.id = (eip_text){
        text, eip_allocation_id_format(eip__held_id(call->engine, held), text),
        0};
    for (uint32_t i = 0; i < held->tags->count && goes_on; i++) {
        eip__tagset_at(held->tags, i, &row.key, &row.value);
        goes_on = visit(context, &row);
    }
    return goes_on;
}

/* Addresses of EC2-Classic have no id, and are not shown. */
eip_status eip__address_visit_tags(struct eip__call *call, eip__tag_visit visit,
                                   void *context) {
    struct eip__collection all = {.host = &call->engine->host};
    bool goes_on = true;

    if (!eip__collect_all(call, &all)) {
        eip__collection_close(&all);
        return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    for (uint64_t i = 0; i < all.count && goes_on; i++) {
        if (all.held[i].tags != NULL && !all.held[i].standard) {
            goes_on = visit_address(call, &all.held[i], visit, context);
        }
    }
    eip__collection_close(&all);
    return EIP_OK;
}
