/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DeprovisionIpamPoolCidr, GetIpamPoolCidrs; owns how a CIDR shows. */
#include "ops/filter.h"
#include "ops/ipam.h"

#include <stdio.h>

#define ACTION "ec2:GetIpamPoolCidrs"
enum { RESULTS_MIN = 5, RESULTS_MAX = 1000 };

/* -- what is shown ---------------------------------------------------------------------- */

static eip_ipam_pool_cidr view_of(struct eip__call *call,
                                  const struct eip__ipam_cidr *cidr,
                                  bool is_pending) {
    eip_ipam_pool_cidr shown = EIP_IPAM_POOL_CIDR_INIT;
    bool comes = is_pending && cidr->deed != EIP__IPAM_DEPROVISIONED;

    shown.id = eip__ipam_cidr_id(&call->engine->catalog.ipam, cidr->number);
    shown.netmask_length = cidr->cidr.prefix_bits;
    shown.has_cidr = !(comes && cidr->contiguous);
    if (shown.has_cidr) {
        shown.cidr = cidr->cidr;
    }
    shown.state = eip_text_of("provisioned");
    if (comes) {
        shown.state = eip_text_of("pending-provision");
    } else if (cidr->deed == EIP__IPAM_DEPROVISIONED) {
        shown.state = eip_text_of("pending-deprovision");
    } else if (cidr->deed == EIP__IPAM_REFUSED) {
        shown.state = eip_text_of("failed-provision");
        shown.failure_code = eip_text_of("cidr-not-available");
        shown.failure_message =
            eip_text_of("The authorization context was not accepted");
    }
    return shown;
}

eip_status eip__ipam_cidr_list(struct eip__call *call,
                               const struct eip__ipam_cidr *cidr,
                               bool is_pending, struct eip__results **list) {
    eip_ipam_pool_cidr *item = NULL;

    *list = eip__results_open(&call->engine->host, sizeof(eip_ipam_pool_cidr));
    if (*list != NULL) {
        item = eip__results_add(*list);
    }
    if (item == NULL) {
        eip__results_free(*list);
        *list = NULL;
        return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    *item = view_of(call, cidr, is_pending);
    return EIP_OK;
}

void eip__ipam_sweep(struct eip__call *call, struct eip__ipam *ipam) {
    struct eip__ipam_cidr *at = ipam->cidrs;
    uint32_t failed = 0;

    for (; at != NULL; at = at->next) {
        failed += at->deed == EIP__IPAM_REFUSED;
    }
    at = ipam->cidrs;
    while (at != NULL) {
        struct eip__ipam_cidr *next = at->next;
        bool is_late =
            at->deed == EIP__IPAM_REFUSED && failed > EIP_IPAM_CIDRS_MAX;

        if (is_late || (at->deed == EIP__IPAM_DEPROVISIONED &&
                        !eip__ipam_is_pending(call, at->deed_ms))) {
            failed -= is_late;
            eip__touch(&call->engine->catalog.dirty, EIP__DIRTY_IPAM_CIDRS,
                       ipam->pool->ref.id);
            eip__ipam_drop_cidr(&call->engine->host, ipam, at);
        }
        at = next;
    }
}

/* -- DeprovisionIpamPoolCidr ---------------------------------------------------------------- */

typedef eip_deprovision_ipam_pool_cidr_request deprovision_request;

static eip_status find(struct eip__call *call,
                       const deprovision_request *request,
                       struct eip__pool **pool, struct eip__ipam_cidr **found) {
    eip_cidr cidr = {0, 0};
    char text[EIP_CIDR_TEXT_SIZE];
    eip_status status =
        eip__books_require(call, "IpamPoolId", request->ipam_pool_id);

    if (status == EIP_OK) {
        status = eip__books_require(call, "Cidr", request->cidr);
    }
    if (status == EIP_OK) {
        status = eip__ipam_cidr_read(call, "Cidr", request->cidr, &cidr);
    }
    if (status == EIP_OK) {
        status =
            eip__ipam_own_pool(call, "IpamPoolId", request->ipam_pool_id, pool);
    }
    if (status != EIP_OK) {
        return status;
    }
    eip__ipam_mend(call, *pool);
    (void)eip_cidr_format(cidr, text);
    *found = eip__ipam_cidr_at((*pool)->ipam, cidr);
    if (*found == NULL) {
        return eip__fail(call->error, EIP_ERR_CIDR_NOT_FOUND, "Cidr",
                         "The CIDR %s is not provisioned to the pool", text);
    }
    return eip__ipam_overlap((*pool)->ipam, cidr) == NULL
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_CIDR_IN_USE, "Cidr",
                           "The CIDR %s has allocations", text);
}

static eip_status deprovision(struct eip__call *call,
                              const deprovision_request *request,
                              struct eip__results **list) {
    struct eip__ipam_books *books = &call->engine->catalog.ipam;
    struct eip__ipam_cidr *cidr = NULL;
    struct eip__pool *pool = NULL;
    struct eip__ipam_cidr next;
    eip_status status = find(call, request, &pool, &cidr);

    if (status == EIP_OK && (request->flags & EIP_IPAM_DRY_RUN) != 0) {
        status = eip__ipam_unused(call, pool, cidr->cidr);
        return status == EIP_OK ? eip__call_fail(call, EIP_ERR_DRY_RUN)
                                : status;
    }
    if (status != EIP_OK) {
        return status;
    }
    next = *cidr;
    next.deed = EIP__IPAM_DEPROVISIONED;
    next.deed_ms = eip__moment_now(&call->moment);
    status = eip__ipam_cidr_list(call, &next, true, list);
    if (status != EIP_OK) {
        return status;
    }
    status = eip__ipam_unserve(call, pool, cidr->cidr);
    if (status != EIP_OK) {
        eip__results_free(*list);
        *list = NULL;
        return status;
    }
    eip__ipam_close_cidr(books, pool->ipam, cidr);
    *cidr = next;
    eip__ipam_give_to_source(call, pool, cidr->cidr);
    eip__ipam_sweep(call, pool->ipam);
    return EIP_OK;
}

eip_status eip_deprovision_ipam_pool_cidr(
    eip_engine *engine, const eip_caller *caller,
    const eip_deprovision_ipam_pool_cidr_request *request,
    eip_ipam_pool_cidr_list **cidr, eip_error *error) {
    struct eip__results *results = NULL;
    deprovision_request own;
    struct eip__call call;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, request);

    if (cidr == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "cidr", NULL);
    }
    if (status == EIP_OK && ((own.flags & ~(uint32_t)EIP_IPAM_DRY_RUN) != 0 ||
                             !eip__text_is_formed(own.ipam_pool_id) ||
                             !eip__text_is_formed(own.cidr))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    status =
        eip__books_begin(&call, engine, caller, "ec2:DeprovisionIpamPoolCidr",
                         own.ipam_pool_id, error);
    if (status != EIP_OK) {
        return status;
    }
    status =
        eip__books_end(&call, deprovision(&call, &own, &results), &results);
    if (status == EIP_OK) {
        *cidr = (eip_ipam_pool_cidr_list *)results;
    }
    return status;
}

/* -- GetIpamPoolCidrs -------------------------------------------------------------------------- */

typedef eip_get_ipam_pool_cidrs_request get_request;

enum member { CIDR = EIP__FILTER_OWN, STATE, NETMASK_LENGTH, CIDR_ID };

static const struct eip__filter_name names[] = {
    {"cidr", CIDR},
    {"state", STATE},
    {"netmask-length", NETMASK_LENGTH},
    {"ipam-pool-cidr-id", CIDR_ID},
    {NULL, 0},
};

static eip_text read_member(const void *item, uint32_t member, char *room) {
    const eip_ipam_pool_cidr *shown = item;

    switch (member) {
    case CIDR:
        return shown->has_cidr != 0
                   ? (eip_text){room, eip_cidr_format(shown->cidr, room), 0}
                   : (eip_text){NULL, 0, 0};
    case STATE:
        return shown->state;
    case NETMASK_LENGTH:
        (void)snprintf(room, EIP_CIDR_TEXT_SIZE, "%u", shown->netmask_length);
        return eip_text_of(room);
    default:
        return (eip_text){room, eip_ipam_cidr_id_format(shown->id, room), 0};
    }
}

/* Tokens are of one pool: its id is the name in them. */
static eip_status fill(struct eip__call *call, const struct eip__page *page,
                       const struct eip__pool *pool, eip_text id,
                       const struct eip__filters *filters,
                       struct eip__results *list) {
    uint64_t last = page->place;

    for (const struct eip__ipam_cidr *at = pool->ipam->cidrs; at != NULL;
         at = at->next) {
        eip_ipam_pool_cidr shown =
            view_of(call, at, eip__ipam_is_pending(call, at->deed_ms));
        const struct eip__filter_item item = {NULL, read_member, &shown, NULL};
        eip_ipam_pool_cidr *copy;

        if (at->number <= page->place || !eip__filters_hold(filters, &item)) {
            continue;
        }
        if (list->count == page->limit) {
            return eip__results_end_page(list, call, ACTION, last, id)
                       ? EIP_OK
                       : eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
        }
        copy = eip__results_add(list);
        if (copy == NULL) {
            return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
        }
        *copy = shown;
        last = at->number;
    }
    return EIP_OK;
}

static bool is_of(const struct eip__page *page, eip_text id) {
    return page->place == 0 || (page->name_size == id.size &&
                                memcmp(page->name, id.data, id.size) == 0);
}

static eip_status get(struct eip__call *call, const get_request *request,
                      const struct eip__page *page,
                      const struct eip__filters *filters,
                      struct eip__results **list) {
    struct eip__pool *pool = NULL;
    eip_status status =
        eip__ipam_pool(call, "IpamPoolId", request->ipam_pool_id, &pool);

    if (status == EIP_OK && !is_of(page, request->ipam_pool_id)) {
        status = eip__fail(call->error, EIP_ERR_NEXT_TOKEN, "NextToken", NULL);
    }
    if (status == EIP_OK && (request->flags & EIP_IPAM_DRY_RUN) != 0) {
        status = eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status != EIP_OK) {
        return status;
    }
    eip__ipam_sweep(call, pool->ipam);
    *list = eip__results_open(&call->engine->host, sizeof(eip_ipam_pool_cidr));
    status = *list == NULL ? eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY)
                           : fill(call, page, pool, request->ipam_pool_id,
                                  filters, *list);
    if (status != EIP_OK) {
        eip__results_free(*list);
        *list = NULL;
    }
    return status;
}

static eip_status carry_out(struct eip__call *call, const get_request *request,
                            struct eip__results **list) {
    const struct eip__page_ask ask = {ACTION,
                                      request->next_token,
                                      request->max_results,
                                      (request->flags & EIP_IPAM_MAX_RESULTS) !=
                                          0,
                                      RESULTS_MIN,
                                      RESULTS_MAX};
    struct eip__filters filters;
    struct eip__page page;
    eip_status status =
        eip__books_require(call, "IpamPoolId", request->ipam_pool_id);

    if (status == EIP_OK) {
        status = eip__page_open(call, &ask, &page);
    }
    if (status == EIP_OK) {
        status = eip__filters_open(&filters, call, request->filters,
                                   request->filter_count, names);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = get(call, request, &page, &filters, list);
    eip__filters_close(&filters);
    return status;
}

eip_status
eip_get_ipam_pool_cidrs(eip_engine *engine, const eip_caller *caller,
                        const eip_get_ipam_pool_cidrs_request *request,
                        eip_ipam_pool_cidr_list **list, eip_error *error) {
    const uint32_t known = EIP_IPAM_MAX_RESULTS | EIP_IPAM_DRY_RUN;
    struct eip__results *results = NULL;
    struct eip__call call;
    get_request own;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, request);

    if (list == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "list", NULL);
    }
    if (status == EIP_OK &&
        ((own.flags & ~known) != 0 || !eip__text_is_formed(own.ipam_pool_id) ||
         !eip__text_is_formed(own.next_token))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    status = eip__filters_form(own.filters, own.filter_count, error);
    if (status == EIP_OK) {
        status = eip__books_begin(&call, engine, caller, ACTION,
                                  own.ipam_pool_id, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__admin_leave(&call, carry_out(&call, &own, &results));
    if (status == EIP_OK) {
        *list = (eip_ipam_pool_cidr_list *)results;
    }
    return status;
}

/* -- the list ---------------------------------------------------------------------------- */

uint64_t eip_ipam_pool_cidr_list_count(const eip_ipam_pool_cidr_list *list) {
    return eip__results_count((const struct eip__results *)list);
}

eip_status eip_ipam_pool_cidr_list_at(const eip_ipam_pool_cidr_list *list,
                                      uint64_t index,
                                      eip_ipam_pool_cidr *cidr) {
    return eip__results_at((const struct eip__results *)list, index, cidr);
}

eip_text
eip_ipam_pool_cidr_list_next_token(const eip_ipam_pool_cidr_list *list) {
    return eip__results_next_token((const struct eip__results *)list);
}

void eip_ipam_pool_cidr_list_free(eip_ipam_pool_cidr_list *list) {
    eip__results_free((struct eip__results *)list);
}
