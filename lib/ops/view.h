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

struct eip__view eip__view_of(const struct eip__space *space, bool standard);

/** EC2's word for a service, EIP_SERVICE_...; static. */
eip_text eip__view_service(uint32_t service);

/** The one address that the view's fields name, from the address. */
static inline uint32_t eip__view_ip(const struct eip__view *view,
                                    uint32_t field, uint32_t address) {
    return (view->fields & field) != 0 ? address : 0;
}

#endif
