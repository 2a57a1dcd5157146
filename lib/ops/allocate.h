/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file allocate.h  AllocateAddress, for batches (one of many in a call) and
 *  for blocks. */
#ifndef EIP_OPS_ALLOCATE_H
#define EIP_OPS_ALLOCATE_H

#include "ops/source.h"
#include "ops/view.h"

/** Read a caller's request (NULL: the empty one), in place or into `own`, and
 *  check its form. */
eip_status eip__allocate_read(const eip_allocate_address_request *theirs,
                              eip_allocate_address_request *own,
                              const eip_allocate_address_request **request,
                              eip_error *error);

/** The operation, of a request that was read. */
eip_status eip__allocate(struct eip__call *call,
                         const eip_allocate_address_request *request,
                         eip_allocate_address_response *response);

/** May the caller have the source's named address, of this record and word, by
 *  its name (R3, R4, R20)? */
bool eip__allocate_may_take(struct eip__call *call,
                            const struct eip__source *source, uint32_t record,
                            uint64_t word);

/** Say that the source's named address is not to be had, in the one text for
 *  every cause (R3): EIP_ERR_ADDRESS_NOT_FOUND. */
eip_status eip__allocate_fail_named(struct eip__call *call,
                                    const struct eip__source *source);

/** Count a call that failed. */
void eip__allocate_count_failure(struct eip__lane *lane, eip_status status);

/** The response for an address that was allocated. */
EIP__HOT void eip__allocate_answer(const struct eip__call *call,
                                   const struct eip__range *range,
                                   uint32_t record, uint32_t generation,
                                   bool standard,
                                   eip_allocate_address_response *response) {
    struct eip__view view = eip__view_of(range->space, standard);
    uint32_t address = eip__range_address(range, record);

    *response = (eip_allocate_address_response){
        .size = sizeof *response,
        .fields = view.fields,
        .public_ipv4_pool = view.public_ipv4_pool,
        .customer_owned_ipv4_pool = view.customer_owned_ipv4_pool,
        .network_border_group = view.network_border_group,
        .domain = view.domain,
        .public_ip = eip__view_ip(&view, EIP_HAS_PUBLIC_IP, address),
        .carrier_ip = eip__view_ip(&view, EIP_HAS_CARRIER_IP, address),
        .customer_owned_ip =
            eip__view_ip(&view, EIP_HAS_CUSTOMER_OWNED_IP, address),
    };
    if ((view.fields & EIP_HAS_ALLOCATION_ID) != 0) {
        response->allocation_id =
            eip__id_make(&call->engine->id_key, record, generation);
    }
}

/** What an address has from the start: tags; and of one of EC2-Classic, when it
 *  was allocated. For a source that has either. EIP_OK;
 *  EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__allocate_detail(struct eip__call *call,
                                const eip_allocate_address_request *request,
                                const struct eip__source *source,
                                struct eip__detail **detail);

#endif
