/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the table of ruling R10. */
#include "ops/view.h"

#include "eip/admin.h"

enum {
    COMMON = EIP_HAS_ALLOCATION_ID | EIP_HAS_NETWORK_BORDER_GROUP,
    PUBLIC = COMMON | EIP_HAS_PUBLIC_IP | EIP_HAS_PUBLIC_IPV4_POOL,
    CARRIER = COMMON | EIP_HAS_CARRIER_IP | EIP_HAS_PUBLIC_IPV4_POOL,
    CUSTOMER =
        COMMON | EIP_HAS_CUSTOMER_OWNED_IP | EIP_HAS_CUSTOMER_OWNED_IPV4_POOL
};

static uint32_t fields_of(const struct eip__pool *pool,
                          const struct eip__group *group, bool standard) {
    if (standard) {
        return EIP_HAS_PUBLIC_IP;
    }
    if (pool->ref.kind == EIP_POOL_COIP) {
        return CUSTOMER;
    }
    return pool->ref.kind == EIP_POOL_AMAZON &&
                   group->kind == EIP_BORDER_GROUP_WAVELENGTH
               ? CARRIER
               : PUBLIC;
}

struct eip__view eip__view_of(const struct eip__space *space, bool standard) {
    const struct eip__pool *pool = space->pool;
    const struct eip__group *group = space->group;
    struct eip__view view = {
        .fields = fields_of(pool, group, standard),
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

eip_text eip__view_service(uint32_t service) {
    static const char *const names[] = {
        [EIP_SERVICE_NONE] = NULL,   [EIP_SERVICE_ALB] = "alb",
        [EIP_SERVICE_NLB] = "nlb",   [EIP_SERVICE_RDS] = "rds",
        [EIP_SERVICE_RNAT] = "rnat",
    };

    return eip_text_of(names[service]);
}
