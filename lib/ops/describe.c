/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeAddresses: go through what is held, filter, list by order of
 * allocation. */
#include "ops/collect.h"
#include "ops/filter.h"
#include "ops/ids.h"
#include "ops/list.h"

/* -- addresses asked for by name ------------------------------------------------------ */

/* R16: with both, both must hold, as filters do. */
static eip_status collect_named(struct eip__call *call,
                                const eip_describe_addresses_request *request,
                                struct eip__collection *all) {
    struct eip__collection ips = {.host = all->host};
    eip_status status = eip__collect_ids(call, request->allocation_ids,
                                         request->allocation_id_count, all);

    if (status == EIP_OK && request->public_ip_count != 0) {
        status = eip__collect_ips(
            call, request->public_ips, request->public_ip_count,
            request->allocation_id_count == 0 ? all : &ips);
    }
    if (status == EIP_OK && request->allocation_id_count != 0 &&
        request->public_ip_count != 0) {
        eip__collection_sort(all);
        eip__collection_sort(&ips);
        eip__collection_intersect(all, &ips);
    }
    eip__collection_close(&ips);
    return status;
}

/* -- filters ----------------------------------------------------------------------------- */

enum member {
    ALLOCATION_ID = EIP__FILTER_OWN,
    DOMAIN,
    NETWORK_BORDER_GROUP,
    PUBLIC_IP,
    /* what only an association has: */
    ASSOCIATION_ID,
    INSTANCE_ID,
    INTERFACE_ID,
    INTERFACE_OWNER,
    PRIVATE_IP
};

static const struct eip__filter_name names[] = {
    {"allocation-id", ALLOCATION_ID},
    {"association-id", ASSOCIATION_ID},
    {"domain", DOMAIN},
    {"instance-id", INSTANCE_ID},
    {"network-border-group", NETWORK_BORDER_GROUP},
    {"network-interface-id", INTERFACE_ID},
    {"network-interface-owner-id", INTERFACE_OWNER},
    {"private-ip-address", PRIVATE_IP},
    {"public-ip", PUBLIC_IP},
    {NULL, 0},
};

struct subject {
    const struct eip_engine *engine;
    const struct eip__held *held;
    struct eip__view view;
};

static eip_text read_ip(const struct subject *subject, char *room) {
    const struct eip__held *held = subject->held;
    uint32_t size;

    if ((subject->view.fields & (EIP_HAS_PUBLIC_IP | EIP_HAS_CARRIER_IP)) ==
        0) {
        return (eip_text){NULL, 0, 0};
    }
    size = eip_ipv4_format(eip__range_address(held->range, held->record), room);
    return (eip_text){room, size, 0};
}

static eip_text formatted(char *room, uint32_t size) {
    return (eip_text){room, size, 0};
}

/* A member of an address that is associated. */
static eip_text read_association(const struct eip__facts *facts,
                                 uint32_t member, char *room) {
    switch (member) {
    case INSTANCE_ID:
        return facts->instance_id;
    case INTERFACE_ID:
        return facts->interface_id;
    case ASSOCIATION_ID:
        if (facts->association_id != 0) {
            return formatted(
                room, eip_association_id_format(facts->association_id, room));
        }
        break;
    case INTERFACE_OWNER:
        if (eip__text_is_given(facts->interface_id)) {
            return formatted(room,
                             eip_account_format(facts->interface_owner, room));
        }
        break;
    default:
        if (facts->private_ip != 0) {
            return formatted(room, eip_ipv4_format(facts->private_ip, room));
        }
        break;
    }
    return (eip_text){NULL, 0, 0};
}

static eip_text read_member(const void *item, uint32_t member, char *room) {
    const struct subject *subject = item;
    const struct eip__held *held = subject->held;

    switch (member) {
    case ALLOCATION_ID:
        if ((subject->view.fields & EIP_HAS_ALLOCATION_ID) == 0) {
            break;
        }
        return (eip_text){
            room,
            eip_allocation_id_format(eip__held_id(subject->engine, held), room),
            0};
    case DOMAIN:
        return eip_text_of(held->standard ? "standard" : "vpc");
    case NETWORK_BORDER_GROUP:
        return subject->view.network_border_group;
    case PUBLIC_IP:
        return read_ip(subject, room);
    default:
        if (held->detail != NULL &&
            (held->detail->facts.has & EIP__HAS_ASSOCIATION) != 0) {
            return read_association(&held->detail->facts, member, room);
        }
        break;
    }
    return (eip_text){NULL, 0, 0};
}

/* What is listed: of what the caller holds, what the filters let through. */
struct listing {
    const struct eip__call *call;
    const struct eip__filters *filters;
    struct eip__list_making making;
};

static bool is_matching(const struct listing *listing,
                        const struct eip__held *held) {
    struct subject subject = {listing->call->engine, held,
                              eip__view_of(held->range->space, held->standard)};
    struct eip__filter_item item = {held->tags, read_member, &subject, NULL};

    return eip__filters_hold(listing->filters, &item);
}

static void again(void *context) {
    eip__list_again(&((struct listing *)context)->making);
}

static bool add(void *context, const struct eip__held *held) {
    struct listing *listing = context;

    return (listing->filters->count != 0 && !is_matching(listing, held)) ||
           eip__list_add(&listing->making, held);
}

/* -- the operation -------------------------------------------------------------------------- */

/* What was named is looked at until the account stood still meanwhile: then
 * it was so at one instant. Around again only if another call completed. */
static eip_status collect_at_once(struct eip__call *call,
                                  const eip_describe_addresses_request *request,
                                  struct eip__collection *all) {
    struct eip__ledger *ledger = &call->engine->ledger;
    eip_status status;
    uint64_t settled;

    if (call->account == NULL) {
        return collect_named(call, request, all);
    }
    do {
        settled = eip__ledger_settle(ledger, call->account);
        all->count = 0;
        status = collect_named(call, request, all);
    } while (eip__ledger_settle(ledger, call->account) != settled);
    return status;
}

static bool is_named(const eip_describe_addresses_request *request) {
    return request->allocation_id_count != 0 || request->public_ip_count != 0;
}

static eip_status list_named(struct eip__call *call,
                             const eip_describe_addresses_request *request,
                             struct listing *listing) {
    struct eip__collection all = {.host = &call->engine->host};
    eip_status status = collect_at_once(call, request, &all);

    for (uint64_t i = 0; i < all.count && status == EIP_OK; i++) {
        if (!add(listing, &all.held[i])) {
            status = eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
        }
    }
    eip__collection_close(&all);
    return status;
}

static eip_status list_held(struct eip__call *call,
                            const eip_describe_addresses_request *request,
                            struct listing *listing) {
    const struct eip__collector collector = {again, add, listing};

    if (is_named(request)) {
        return list_named(call, request, listing);
    }
    return eip__collect_by(call, &collector)
               ? EIP_OK
               : eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
}

/* How many the list may come to, if that is known. Those that do not count
 * come besides; mostly there are none. */
static uint64_t expected(const struct eip__call *call,
                         const eip_describe_addresses_request *request) {
    return call->account == NULL || is_named(request) ||
                   request->filter_count != 0
               ? 0
               : eip__ledger_used(&call->engine->ledger, call->account);
}

static eip_status make(struct eip__call *call,
                       const eip_describe_addresses_request *request,
                       struct listing *listing, eip_address_list **list) {
    eip_address_list *made;
    eip_status status;

    if (!eip__list_begin(&listing->making, call->engine,
                         expected(call, request))) {
        return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    status = list_held(call, request, listing);
    if (status == EIP_OK && (request->flags & EIP_DESCRIBE_DRY_RUN) != 0) {
        status = eip__call_fail(call, EIP_ERR_DRY_RUN);
    }
    if (status != EIP_OK) {
        eip__list_abandon(&listing->making);
        return status;
    }
    made = eip__list_end(&listing->making);
    if (made == NULL) {
        return eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    *list = made;
    return EIP_OK;
}

static eip_status describe(struct eip__call *call,
                           const eip_describe_addresses_request *request,
                           eip_address_list **list) {
    struct eip__filters filters;
    struct listing listing = {call, &filters, {0}};
    eip_status status = eip__collect_check_ips(call, request->public_ips,
                                               request->public_ip_count);

    if (status == EIP_OK) {
        status = eip__filters_open(&filters, call, request->filters,
                                   request->filter_count, names);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = make(call, request, &listing, list);
    eip__filters_close(&filters);
    return status;
}

static eip_status check_request(const eip_describe_addresses_request *request,
                                eip_error *error) {
    eip_status status =
        eip__texts_form(request->allocation_ids, request->allocation_id_count);

    if (status != EIP_OK) {
        return eip__fail(error, status, "AllocationId", NULL);
    }
    status = eip__texts_form(request->public_ips, request->public_ip_count);
    if (status != EIP_OK) {
        return eip__fail(error, status, "PublicIp", NULL);
    }
    if (request->reserved != 0 ||
        (request->flags & ~(uint32_t)EIP_DESCRIBE_DRY_RUN) != 0) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "request", NULL);
    }
    return eip__filters_form(request->filters, request->filter_count, error);
}

static eip_status read_request(const eip_describe_addresses_request *theirs,
                               eip_describe_addresses_request *own,
                               eip_error *error) {
    eip_status status;

    if (theirs == NULL) {
        *own =
            (eip_describe_addresses_request)EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
        return EIP_OK;
    }
    status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);
    return status == EIP_OK ? check_request(own, error)
                            : eip__fail(error, status, "request", NULL);
}

eip_status eip_describe_addresses(eip_engine *engine, const eip_caller *caller,
                                  const eip_describe_addresses_request *request,
                                  eip_address_list **list, eip_error *error) {
    eip_describe_addresses_request own;
    struct eip__call call;
    eip_status status;

    if (list == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "list", NULL);
    }
    status = read_request(request, &own, error);
    if (status == EIP_OK) {
        status = eip__call_begin(&call, engine, caller, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__call_authorize(&call, "ec2:DescribeAddresses",
                                 (eip_text){NULL, 0, 0});
    if (status == EIP_OK) {
        status = describe(&call, &own, list);
    }
    eip__lane_count(call.lane, status == EIP_ERR_DRY_RUN
                                   ? EIP__COUNT_DRY_RUN
                                   : EIP__COUNT_DESCRIBED);
    eip__call_end(&call);
    return status;
}
