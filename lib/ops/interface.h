/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file interface.h  What an address is associated with. */
#ifndef EIP_OPS_INTERFACE_H
#define EIP_OPS_INTERFACE_H

#include "eip/association.h"
#include "ops/held.h"

/** A private IP address of an interface, or of an instance of which no
 *  interface is known. Texts are the request's or the embedder's. */
struct eip__target {
    eip_text instance_id;
    eip_text interface_id;
    eip_text subnet_id;
    eip_text group; /* absent: the Region's */
    uint64_t owner;
    uint32_t flags;      /* EIP_INTERFACE_... */
    uint32_t private_ip; /* 0: none is known */
};

/** The form of what the embedder says of an interface. */
bool eip__interface_is_formed(const eip_interface *interface);

/**
 * What the request is about. EIP_OK; EIP_ERR_MISSING_PARAMETER;
 * EIP_ERR_INVALID_PARAMETER_COMBINATION; EIP_ERR_INVALID_PARAMETER_VALUE;
 * EIP_ERR_ARGUMENT: `interfaces` filled in nonsense; what it answers.
 */
eip_status eip__target_find(struct eip__call *call,
                            const eip_associate_address_request *request,
                            struct eip__target *target);

/** Is it in that border group? */
bool eip__target_is_in(const struct eip__call *call,
                       const struct eip__target *target,
                       const struct eip__group *group);

/** The interface's id, or the instance's. */
eip_text eip__target_name(const struct eip__target *target);

/** Are these the facts of an association with it? */
bool eip__target_is(const struct eip__target *target,
                    const struct eip__facts *facts);

/** Make the facts those of an association with it, without an id. */
void eip__target_enter(const struct eip__target *target,
                       struct eip__facts *facts);
/** Make them those of an address that is not associated. */
void eip__target_leave(struct eip__facts *facts);

#endif
