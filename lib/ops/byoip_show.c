/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeByoipCidrs; owns how a range shows. */
#include "ops/byoip.h"

#define ACTION "ec2:DescribeByoipCidrs"
enum { RESULTS_MIN = 1, RESULTS_MAX = 100 };

/* -- what is shown ---------------------------------------------------------------------- */

/** EC2's words for what was done: while it is under way, and then. */
struct words {
    const char *pending;
    const char *settled;
    const char *why; /* of a failure, once settled */
};

static const struct words *words_of(const struct eip__byoip *byoip) {
    static const struct words words[] = {
        [EIP__BYOIP_PROVISIONED] = {"pending-provision", "provisioned", NULL},
        [EIP__BYOIP_REFUSED] = {"pending-provision", "failed-provision",
                                "The authorization context was not accepted"},
        [EIP__BYOIP_ADVERTISED] = {"pending-advertising", "advertised", NULL},
        [EIP__BYOIP_WITHDRAWN] = {"pending-withdrawal", "provisioned", NULL},
        [EIP__BYOIP_KEPT] = {"pending-deprovision", "failed-deprovision",
                             "Ensure that all EIPs from the range have been "
                             "deallocated"},
        [EIP__BYOIP_DEPROVISIONED] = {"pending-deprovision", "deprovisioned",
                                      NULL},
        [EIP__BYOIP_MOVED] = {"pending-transfer", "complete-transfer", NULL},
    };

    return &words[byoip->deed];
}

static bool add_asn(struct eip__results *list, const struct eip__byoip *byoip,
                    bool is_pending, eip_byoip_cidr *shown) {
    bool joins = is_pending && byoip->deed == EIP__BYOIP_ADVERTISED;
    eip_asn_association *association;

    if (byoip->asn == 0) {
        return true;
    }
    association = eip__results_room(list, sizeof *association);
    if (association != NULL) {
        *association = (eip_asn_association){
            .size = sizeof *association,
            .asn = byoip->asn,
            .cidr = byoip->cidr,
            .state = eip_text_of(joins ? "pending-association" : "associated")};
        shown->asn_associations = association;
        shown->asn_association_count = 1;
    }
    return association != NULL;
}

static bool add_texts(struct eip__results *list, const struct eip__byoip *byoip,
                      bool is_pending, eip_byoip_cidr *shown) {
    const char *why = words_of(byoip)->why;
    char id[EIP_POOL_ID_TEXT_SIZE];

    if (why != NULL && !is_pending) {
        shown->status_message = eip_text_of(why);
    } else if (shown->pool.kind != EIP_POOL_AMAZON) {
        (void)eip_pool_id_format(shown->pool, id);
        if (!eip__results_text(list, eip_text_of(id), &shown->status_message)) {
            return false;
        }
    }
    return !byoip->has_description ||
           eip__results_text(
               list, (eip_text){byoip->description, byoip->description_size, 0},
               &shown->description);
}

/* A pool is told of once it is provisioned. */
bool eip__byoip_add(const struct eip__call *call, struct eip__results *list,
                    const struct eip__byoip *byoip, bool is_pending) {
    const struct words *words = words_of(byoip);
    bool comes = is_pending && byoip->deed == EIP__BYOIP_PROVISIONED;
    eip_byoip_cidr shown = EIP_BYOIP_CIDR_INIT;
    eip_byoip_cidr *item;

    (void)call;
    shown.cidr = byoip->cidr;
    shown.state = eip_text_of(is_pending ? words->pending : words->settled);
    shown.network_border_group = eip__group_name(byoip->group);
    shown.advertisement_type = eip_text_of("unicast");
    shown.ipam_pool = byoip->ipam_pool;
    if (byoip->pool != NULL && !comes) {
        shown.pool = byoip->pool->ref;
    }
    if (!add_asn(list, byoip, is_pending, &shown) ||
        !add_texts(list, byoip, is_pending, &shown)) {
        return false;
    }
    item = eip__results_add(list);
    if (item != NULL) {
        *item = shown;
    }
    return item != NULL;
}

eip_status eip__byoip_list(struct eip__call *call,
                           const struct eip__byoip *byoip,
                           struct eip__results **list) {
    *list = eip__results_open(&call->engine->host, sizeof(eip_byoip_cidr));
    if (*list != NULL && eip__byoip_add(call, *list, byoip, true)) {
        return EIP_OK;
    }
    eip__results_free(*list);
    *list = NULL;
    return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
}

/* -- the operation ---------------------------------------------------------------------- */

static eip_status fill(struct eip__call *call, const struct eip__page *page,
                       struct eip__results *list) {
    struct eip__byoips *byoips = &call->engine->catalog.byoips;
    struct eip__host *host = &call->engine->host;
    struct eip__byoip_time time = eip__byoip_now(call);
    uint64_t last = page->place; /* a base, plus 1 */
    struct eip__byoip *byoip = eip__byoip_from(byoips, host, last, time);
    bool has_memory = true;

    for (; byoip != NULL && has_memory;
         byoip = eip__byoip_from(byoips, host, (uint64_t)byoip->cidr.base + 1,
                                 time)) {
        if (byoip->owner != call->number) {
            continue;
        }
        if (list->count == page->limit) {
            has_memory = eip__results_end_page(list, call, ACTION, last,
                                               (eip_text){NULL, 0, 0});
            break;
        }
        has_memory = eip__byoip_add(call, list, byoip,
                                    eip__byoip_is_pending(byoip, time));
        last = (uint64_t)byoip->cidr.base + 1;
    }
    return has_memory ? EIP_OK : eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
}

static eip_status describe(struct eip__call *call,
                           const eip_describe_byoip_cidrs_request *request,
                           struct eip__results **list) {
    struct eip__page page;
    const struct eip__page_ask ask = {
        ACTION, request->next_token, request->max_results,
        true,   RESULTS_MIN,         RESULTS_MAX};
    eip_status status;

    if ((request->flags & EIP_BYOIP_MAX_RESULTS) == 0) {
        return eip__call_need(call, "MaxResults");
    }
    status = eip__page_open(call, &ask, &page);
    if (status == EIP_OK && (request->flags & EIP_BYOIP_DRY_RUN) != 0) {
        status = eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status != EIP_OK) {
        return status;
    }
    *list = eip__results_open(&call->engine->host, sizeof(eip_byoip_cidr));
    status = *list == NULL ? eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY)
                           : fill(call, &page, *list);
    if (status != EIP_OK) {
        eip__results_free(*list);
    }
    return status;
}

eip_status
eip_describe_byoip_cidrs(eip_engine *engine, const eip_caller *caller,
                         const eip_describe_byoip_cidrs_request *request,
                         eip_byoip_cidr_list **list, eip_error *error) {
    eip_describe_byoip_cidrs_request own;
    struct eip__results *results = NULL;
    struct eip__call call;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, request);

    if (status == EIP_OK &&
        (own.reserved != 0 ||
         (own.flags & ~(uint32_t)(EIP_BYOIP_DRY_RUN | EIP_BYOIP_MAX_RESULTS)) !=
             0 ||
         !eip__text_is_formed(own.next_token))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    if (list == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "list", NULL);
    }
    status = eip__books_begin(&call, engine, caller, ACTION,
                              (eip_text){NULL, 0, 0}, error);
    if (status == EIP_OK) {
        status = eip__admin_leave(&call, describe(&call, &own, &results));
    }
    if (status == EIP_OK) {
        *list = (eip_byoip_cidr_list *)results;
    }
    return status;
}

/* -- the list ---------------------------------------------------------------------------- */

uint64_t eip_byoip_cidr_list_count(const eip_byoip_cidr_list *list) {
    return eip__results_count((const struct eip__results *)list);
}

eip_status eip_byoip_cidr_list_at(const eip_byoip_cidr_list *list,
                                  uint64_t index, eip_byoip_cidr *cidr) {
    return eip__results_at((const struct eip__results *)list, index, cidr);
}

eip_text eip_byoip_cidr_list_next_token(const eip_byoip_cidr_list *list) {
    return eip__results_next_token((const struct eip__results *)list);
}

void eip_byoip_cidr_list_free(eip_byoip_cidr_list *list) {
    eip__results_free((struct eip__results *)list);
}
