/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file view.h
 * How a held address looks from outside: which members it has (ruling R10),
 * the same for AllocateAddress and, for ever after, DescribeAddresses.
 */
#ifndef EIP_OPS_VIEW_H
#define EIP_OPS_VIEW_H

#include "eip/address.h"
#include "registry/engine.h"

/** What all addresses of a space, held in one domain, have in common. */
struct eip__view {
    uint32_t fields; /* EIP_HAS_... */
    uint32_t domain;
    eip_pool_ref public_ipv4_pool;
    eip_pool_ref customer_owned_ipv4_pool;
    eip_text network_border_group;
};

enum {
    EIP__VIEW_COMMON = EIP_HAS_ALLOCATION_ID | EIP_HAS_NETWORK_BORDER_GROUP,
    EIP__VIEW_PUBLIC =
        EIP__VIEW_COMMON | EIP_HAS_PUBLIC_IP | EIP_HAS_PUBLIC_IPV4_POOL,
    EIP__VIEW_CARRIER =
        EIP__VIEW_COMMON | EIP_HAS_CARRIER_IP | EIP_HAS_PUBLIC_IPV4_POOL,
    EIP__VIEW_CUSTOMER = EIP__VIEW_COMMON | EIP_HAS_CUSTOMER_OWNED_IP |
                         EIP_HAS_CUSTOMER_OWNED_IPV4_POOL
};

static inline uint32_t eip__view_fields(const struct eip__pool *pool,
                                        const struct eip__group *group,
                                        bool standard) {
    if (standard) {
        return EIP_HAS_PUBLIC_IP;
    }
    if (pool->ref.kind == EIP_POOL_COIP) {
        return EIP__VIEW_CUSTOMER;
    }
    return pool->ref.kind == EIP_POOL_AMAZON &&
                   group->kind == EIP_BORDER_GROUP_WAVELENGTH
               ? EIP__VIEW_CARRIER
               : EIP__VIEW_PUBLIC;
}

static inline struct eip__view eip__view_of(const struct eip__space *space,
                                            bool standard) {
    const struct eip__pool *pool = space->pool;
    const struct eip__group *group = space->group;
    struct eip__view view = {
        .fields = eip__view_fields(pool, group, standard),
        .domain = standard ? EIP_DOMAIN_STANDARD : EIP_DOMAIN_VPC,
    };

    if ((view.fields & EIP_HAS_PUBLIC_IPV4_POOL) != 0) {
        view.public_ipv4_pool = pool->ref;
    }
    if ((view.fields & EIP_HAS_CUSTOMER_OWNED_IPV4_POOL) != 0) {
        view.customer_owned_ipv4_pool = pool->ref;
    }
    if ((view.fields & EIP_HAS_NETWORK_BORDER_GROUP) != 0) {
        view.network_border_group = eip__group_name(group);
    }
    return view;
}

/** EC2's word for a service, EIP_SERVICE_...; static. */
eip_text eip__view_service(uint32_t service);

/** The one address that the view's fields name, from the address. */
static inline uint32_t eip__view_ip(const struct eip__view *view,
                                    uint32_t field, uint32_t address) {
    return (view->fields & field) != 0 ? address : 0;
}

#endif
