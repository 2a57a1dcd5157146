/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file ids.h  Allocation ids in requests, as number or as text; and addresses
 *  that are asked for by either or by PublicIp. */
#ifndef EIP_OPS_IDS_H
#define EIP_OPS_IDS_H

#include "ops/collect.h"

/** Room for the text of an id. */
struct eip__id_resource {
    char text[EIP_ALLOCATION_ID_TEXT_SIZE];
};

/** What the authoriser is shown: the id, or `text`. */
eip_text eip__id_resource(const struct eip__call *call,
                          struct eip__id_resource *room, uint64_t id,
                          eip_text text);

/** The form of an id given as number or as text, not both. EIP_OK;
 *  EIP_ERR_STRUCT_VERSION; EIP_ERR_ARGUMENT. */
eip_status eip__id_form(uint64_t id, eip_text text, eip_error *error);

/** EIP_OK, or EIP_ERR_MISSING_PARAMETER if neither is given. */
eip_status eip__id_need(struct eip__call *call, uint64_t id, eip_text text);

/** Say that there is no such id: EIP_ERR_ALLOCATION_ID_NOT_FOUND. */
eip_status eip__id_fail(struct eip__call *call, uint64_t id);

/** The caller's address of this id. EIP_OK or
 *  EIP_ERR_ALLOCATION_ID_NOT_FOUND. */
eip_status eip__held_by_either(struct eip__call *call, uint64_t id,
                               eip_text text, struct eip__held *held);

/** The caller's address of the public space, which `text` was read as.
 *  EIP_OK or EIP_ERR_AUTH_FAILURE, one text for every foreign state (R18). */
eip_status eip__held_by_public_ip(struct eip__call *call, eip_text text,
                                  uint32_t address, struct eip__held *held);

/** EIP_OK, or EIP_ERR_AUTH_FAILURE for an address that a service manages. */
eip_status eip__held_check_service(struct eip__call *call,
                                   const struct eip__facts *facts);

/** Add the caller's addresses of these ids, unsorted. EIP_OK;
 *  EIP_ERR_ALLOCATION_ID_NOT_FOUND naming all that are not there;
 *  EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__collect_ids(struct eip__call *call, const eip_text *ids,
                            uint32_t count, struct eip__collection *all);

/** The same of PublicIps. EIP_ERR_ADDRESS_NOT_FOUND names the first that is not
 *  there. They have been checked. */
eip_status eip__collect_ips(struct eip__call *call, const eip_text *ips,
                            uint32_t count, struct eip__collection *all);

/** The syntax of PublicIps, before any is sought (R6). EIP_OK;
 *  EIP_ERR_ADDRESS_MALFORMED naming the first that is none. */
eip_status eip__collect_check_ips(struct eip__call *call, const eip_text *ips,
                                  uint32_t count);

/** As of eip__collect_ids, sorted, as it was at one instant; without ids, all that the
 *  caller holds. */
eip_status eip__collect_asked(struct eip__call *call, const eip_text *ids,
                              uint32_t count, struct eip__collection *all);

#endif
