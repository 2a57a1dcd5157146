/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeIpamPools; owns how an IPAM pool shows. */
#include "ops/filter.h"
#include "ops/ipam.h"
#include "ops/pool_choice.h"

#include <stdio.h>

#define ACTION "ec2:DescribeIpamPools"
enum { RESULTS_MIN = 5, RESULTS_MAX = 1000, ARN_SIZE = 128 };

/* -- what is shown ---------------------------------------------------------------------- */

bool eip__ipam_is_pending(struct eip__call *call, uint64_t deed_ms) {
    return eip__moment_now(&call->moment) - deed_ms < call->engine->settle_ms;
}

/* Pools that the administrator made were made at once. */
static const char *state_of(struct eip__call *call,
                            const struct eip__ipam *ipam) {
    if (ipam->modified_ms != 0) {
        return eip__ipam_is_pending(call, ipam->modified_ms)
                   ? "modify-in-progress"
                   : "modify-complete";
    }
    return eip__ipam_is_pending(call, ipam->created_ms) ? "create-in-progress"
                                                        : "create-complete";
}

static bool add_arn(struct eip__results *list, uint64_t owner, const char *kind,
                    const char *id, eip_text *arn) {
    char account[EIP_ACCOUNT_TEXT_SIZE];
    char text[ARN_SIZE];

    (void)eip_account_format(owner, account);
    (void)snprintf(text, sizeof text, "arn:aws:ec2::%s:%s/%s", account, kind,
                   id);
    return eip__results_text(list, eip_text_of(text), arn);
}

static bool add_arns(struct eip__results *list, const struct eip__pool *pool,
                     eip_ipam_pool *shown) {
    char id[EIP_POOL_ID_TEXT_SIZE];

    (void)eip_pool_id_format(pool->ref, id);
    if (!add_arn(list, pool->owner, "ipam-pool", id, &shown->ipam_pool_arn)) {
        return false;
    }
    (void)eip_ipam_scope_id_format(shown->scope_id, id);
    if (!add_arn(list, pool->owner, "ipam-scope", id, &shown->ipam_scope_arn)) {
        return false;
    }
    (void)eip_ipam_id_format(shown->ipam_id, id);
    return add_arn(list, pool->owner, "ipam", id, &shown->ipam_arn);
}

static bool add_note(struct eip__results *list, const struct eip__note *note,
                     eip_text *text) {
    return note == NULL || eip__results_text(list, eip__note_text(note), text);
}

static bool add_texts(struct eip__results *list, const struct eip__pool *pool,
                      eip_ipam_pool *shown) {
    const struct eip__ipam *ipam = pool->ipam;

    return add_arns(list, pool, shown) &&
           add_note(list, ipam->description, &shown->description) &&
           add_note(list, ipam->origin.id, &shown->source_resource_id) &&
           add_note(list, ipam->origin.type, &shown->source_resource_type) &&
           add_note(list, ipam->origin.region,
                    &shown->source_resource_region) &&
           eip__results_tags(list,
                             eip__pointer(eip__hint(&ipam->resource_tags)),
                             &shown->allocation_resource_tags,
                             &shown->allocation_resource_tag_count) &&
           eip__results_tags(list, eip__pointer(eip__hint(&pool->tags)),
                             &shown->tags, &shown->tag_count);
}

static void add_words(const struct eip__ipam *ipam, eip_ipam_pool *shown) {
    bool is_private = (ipam->flags & EIP__IPAM_PRIVATE) != 0;

    shown->flags = ipam->auto_import ? EIP_IPAM_AUTO_IMPORT : 0;
    shown->ipam_scope_type = eip_text_of(is_private ? "private" : "public");
    shown->locale = ipam->locale == NULL ? eip_text_of("None")
                                         : eip__group_name(ipam->locale);
    shown->address_family = eip_text_of("ipv4");
    if ((ipam->flags & (EIP__IPAM_EC2 | EIP__IPAM_GLOBAL)) != 0) {
        shown->aws_service = eip_text_of(
            (ipam->flags & EIP__IPAM_EC2) != 0 ? "ec2" : "global-services");
    }
    if (!is_private) {
        shown->public_ip_source = eip_text_of(
            (ipam->flags & EIP__IPAM_AMAZON) != 0 ? "amazon" : "byoip");
    }
    shown->pool_depth = ipam->depth;
    shown->allocation_min_netmask_length = ipam->netmask_min;
    shown->allocation_max_netmask_length = ipam->netmask_max;
    shown->allocation_default_netmask_length = ipam->netmask_default;
}

/* Fields without memory; enough for filters. */
static eip_ipam_pool view_of(struct eip__call *call,
                             const struct eip__pool *pool, const char *state) {
    const struct eip__ipam *ipam = pool->ipam;
    eip_ipam_pool shown = EIP_IPAM_POOL_INIT;

    shown.pool = pool->ref;
    shown.owner_id = pool->owner;
    shown.scope_id = ipam->scope;
    shown.ipam_id = eip__ipam_of(&call->engine->catalog.ipam, pool->owner);
    shown.ipam_region = eip__group_name(call->topology->region);
    shown.state = eip_text_of(state != NULL ? state : state_of(call, ipam));
    shown.source_resource_owner = ipam->origin.owner;
    if (ipam->source != NULL) {
        shown.source_pool = ipam->source->ref;
    }
    add_words(ipam, &shown);
    return shown;
}

bool eip__ipam_show(struct eip__call *call, struct eip__results *list,
                    const struct eip__pool *pool, const char *state) {
    eip_ipam_pool shown = view_of(call, pool, state);
    eip_ipam_pool *item;

    if (!add_texts(list, pool, &shown)) {
        return false;
    }
    item = eip__results_add(list);
    if (item != NULL) {
        *item = shown;
    }
    return item != NULL;
}

eip_status eip__ipam_list(struct eip__call *call, const struct eip__pool *pool,
                          const char *state, struct eip__results **list) {
    *list = eip__results_open(&call->engine->host, sizeof(eip_ipam_pool));
    if (*list != NULL && eip__ipam_show(call, *list, pool, state)) {
        return EIP_OK;
    }
    eip__results_free(*list);
    *list = NULL;
    return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
}

/* -- filters ------------------------------------------------------------------------------ */

enum member {
    ADDRESS_FAMILY = EIP__FILTER_OWN,
    AWS_SERVICE,
    DESCRIPTION,
    IPAM_ARN,
    POOL_ARN,
    POOL_ID,
    IPAM_REGION,
    SCOPE_ARN,
    SCOPE_TYPE,
    LOCALE,
    OWNER_ID,
    POOL_DEPTH,
    PUBLIC_IP_SOURCE,
    SOURCE_POOL_ID,
    STATE
};

static const struct eip__filter_name names[] = {
    {"address-family", ADDRESS_FAMILY},
    {"aws-service", AWS_SERVICE},
    {"description", DESCRIPTION},
    {"ipam-arn", IPAM_ARN},
    {"ipam-pool-arn", POOL_ARN},
    {"ipam-pool-id", POOL_ID},
    {"ipam-region", IPAM_REGION},
    {"ipam-scope-arn", SCOPE_ARN},
    {"ipam-scope-type", SCOPE_TYPE},
    {"locale", LOCALE},
    {"owner-id", OWNER_ID},
    {"pool-depth", POOL_DEPTH},
    {"public-ip-source", PUBLIC_IP_SOURCE},
    {"source-ipam-pool-id", SOURCE_POOL_ID},
    {"state", STATE},
    {NULL, 0},
};

static eip_text read_id(eip_pool_ref ref, char *room) {
    return ref.kind == EIP_POOL_AMAZON
               ? (eip_text){NULL, 0, 0}
               : (eip_text){room, eip_pool_id_format(ref, room), 0};
}

static eip_text read_depth(uint32_t depth, char *room) {
    (void)snprintf(room, EIP_POOL_ID_TEXT_SIZE, "%u", depth);
    return eip_text_of(room);
}

static eip_text read_member(const void *item, uint32_t member, char *room) {
    const eip_ipam_pool *shown = item;

    switch (member) {
    case ADDRESS_FAMILY:
        return shown->address_family;
    case AWS_SERVICE:
        return shown->aws_service;
    case DESCRIPTION:
        return shown->description;
    case IPAM_ARN:
        return shown->ipam_arn;
    case POOL_ARN:
        return shown->ipam_pool_arn;
    case POOL_ID:
        return read_id(shown->pool, room);
    case IPAM_REGION:
        return shown->ipam_region;
    case SCOPE_ARN:
        return shown->ipam_scope_arn;
    case SCOPE_TYPE:
        return shown->ipam_scope_type;
    case LOCALE:
        return shown->locale;
    case OWNER_ID:
        return (eip_text){room, eip_account_format(shown->owner_id, room), 0};
    case POOL_DEPTH:
        return read_depth(shown->pool_depth, room);
    case PUBLIC_IP_SOURCE:
        return shown->public_ip_source;
    case SOURCE_POOL_ID:
        return read_id(shown->source_pool, room);
    default:
        return shown->state;
    }
}

/* -- the operation ------------------------------------------------------------------------- */

/* The last item is taken off again if the filters do not hold of it: what its
 * texts took goes with the list. */
static bool holds(const struct eip__filters *filters,
                  const struct eip__pool *pool,
                  const struct eip__results *list) {
    const eip_ipam_pool *items =
        (const eip_ipam_pool *)(const void *)list->items;
    const struct eip__filter_item item = {eip__pointer(eip__hint(&pool->tags)),
                                          read_member, &items[list->count - 1],
                                          NULL};

    return eip__filters_hold(filters, &item);
}

static eip_status fill(struct eip__call *call, const struct eip__page *page,
                       struct eip__pool_choice *choice,
                       const struct eip__filters *filters,
                       struct eip__results *list) {
    uint64_t last = page->place;
    bool has_memory = true;

    for (struct eip__pool *pool = eip__pool_choice_from(choice, last + 1);
         pool != NULL && has_memory;
         pool = eip__pool_choice_after(choice, pool)) {
        if (!eip__pool_admits(pool, call->number)) {
            continue;
        }
        has_memory = eip__ipam_show(call, list, pool, NULL);
        if (!has_memory || !holds(filters, pool, list)) {
            list->count -= has_memory;
            continue;
        }
        if (list->count > page->limit) {
            list->count--;
            has_memory = eip__results_end_page(list, call, ACTION, last,
                                               (eip_text){NULL, 0, 0});
            break;
        }
        last = pool->ref.id;
    }
    return has_memory ? EIP_OK : eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
}

static eip_status describe(struct eip__call *call,
                           const eip_describe_ipam_pools_request *request,
                           const struct eip__page *page,
                           const struct eip__filters *filters,
                           struct eip__results **result) {
    struct eip__results *list = NULL;
    struct eip__pool_choice choice;
    eip_status status =
        eip__pool_choose(&choice, call, EIP_POOL_IPAM, request->ipam_pool_ids,
                         request->ipam_pool_id_count, eip__ipam_pool);

    if (status == EIP_OK && (request->flags & EIP_IPAM_DRY_RUN) != 0) {
        status = eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status == EIP_OK) {
        list = eip__results_open(&call->engine->host, sizeof(eip_ipam_pool));
        status = list == NULL ? eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY)
                              : fill(call, page, &choice, filters, list);
    }
    eip__pool_forget(&choice);
    if (status != EIP_OK) {
        eip__results_free(list);
        return status;
    }
    *result = list;
    return EIP_OK;
}

static eip_status carry_out(struct eip__call *call,
                            const eip_describe_ipam_pools_request *request,
                            struct eip__results **list) {
    struct eip__filters filters;
    struct eip__page page;
    const struct eip__page_ask ask = {ACTION,
                                      request->next_token,
                                      request->max_results,
                                      (request->flags & EIP_IPAM_MAX_RESULTS) !=
                                          0,
                                      RESULTS_MIN,
                                      RESULTS_MAX};
    eip_status status = eip__page_open(call, &ask, &page);

    if (status == EIP_OK) {
        status = eip__filters_open(&filters, call, request->filters,
                                   request->filter_count, names);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = describe(call, request, &page, &filters, list);
    eip__filters_close(&filters);
    return status;
}

static eip_status check_form(const eip_describe_ipam_pools_request *request,
                             eip_error *error) {
    eip_status status =
        eip__texts_form(request->ipam_pool_ids, request->ipam_pool_id_count);

    if (status != EIP_OK) {
        return eip__fail(error, status, "IpamPoolId", NULL);
    }
    if (request->reserved != 0 ||
        (request->flags &
         ~(uint32_t)(EIP_IPAM_MAX_RESULTS | EIP_IPAM_DRY_RUN)) != 0 ||
        !eip__text_is_formed(request->next_token)) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "request", NULL);
    }
    return eip__filters_form(request->filters, request->filter_count, error);
}

static eip_status read_request(const eip_describe_ipam_pools_request *theirs,
                               eip_describe_ipam_pools_request *own,
                               eip_error *error) {
    eip_status status;

    if (theirs == NULL) {
        *own = (eip_describe_ipam_pools_request)
            EIP_DESCRIBE_IPAM_POOLS_REQUEST_INIT;
        return EIP_OK;
    }
    status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);
    return status == EIP_OK ? check_form(own, error)
                            : eip__fail(error, status, "request", NULL);
}

eip_status
eip_describe_ipam_pools(eip_engine *engine, const eip_caller *caller,
                        const eip_describe_ipam_pools_request *request,
                        eip_ipam_pool_list **list, eip_error *error) {
    eip_describe_ipam_pools_request own;
    struct eip__results *results = NULL;
    struct eip__call call;
    eip_status status;

    if (list == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "list", NULL);
    }
    status = read_request(request, &own, error);
    if (status == EIP_OK) {
        status = eip__books_begin(&call, engine, caller, ACTION,
                                  (eip_text){NULL, 0, 0}, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__admin_leave(&call, carry_out(&call, &own, &results));
    if (status == EIP_OK) {
        *list = (eip_ipam_pool_list *)results;
    }
    return status;
}

/* -- the list ---------------------------------------------------------------------------- */

uint64_t eip_ipam_pool_list_count(const eip_ipam_pool_list *list) {
    return eip__results_count((const struct eip__results *)list);
}

eip_status eip_ipam_pool_list_at(const eip_ipam_pool_list *list, uint64_t index,
                                 eip_ipam_pool *pool) {
    return eip__results_at((const struct eip__results *)list, index, pool);
}

eip_text eip_ipam_pool_list_next_token(const eip_ipam_pool_list *list) {
    return eip__results_next_token((const struct eip__results *)list);
}

void eip_ipam_pool_list_free(eip_ipam_pool_list *list) {
    eip__results_free((struct eip__results *)list);
}
