/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file responses.h  The responses' tables, for lists.c and operations.c. */
#ifndef EIP_SHAPE_RESPONSES_H
#define EIP_SHAPE_RESPONSES_H

#include "shape.h"

/* What a list is made of. */
extern const struct shape shape_address;
extern const struct shape shape_attribute;
extern const struct shape shape_transfer;
extern const struct shape shape_moving_address;
extern const struct shape shape_tag_description;
extern const struct shape shape_public_pool;
extern const struct shape shape_byoip_cidr;
extern const struct shape shape_coip_pool;
extern const struct shape shape_coip_address_usage;
extern const struct shape shape_ipam_pool;
extern const struct shape shape_ipam_pool_cidr;
extern const struct shape shape_ipam_pool_allocation;

/* Whole responses. */
extern const struct shape shape_done;
extern const struct shape shape_allocate_address_response;
extern const struct shape shape_associate_address_response;
extern const struct shape shape_attribute_response;
extern const struct shape shape_transfer_response;
extern const struct shape shape_move_address_to_vpc_response;
extern const struct shape shape_restore_address_to_classic_response;
extern const struct shape shape_create_public_ipv4_pool_response;
extern const struct shape shape_delete_public_ipv4_pool_response;
extern const struct shape shape_provision_public_ipv4_pool_cidr_response;
extern const struct shape shape_deprovision_public_ipv4_pool_cidr_response;
extern const struct shape shape_coip_cidr_response;
extern const struct shape shape_release_ipam_pool_allocation_response;

/* Whole responses that are a list's pages, or its first item. */
extern const struct shape shape_addresses_response;
extern const struct shape shape_attributes_response;
extern const struct shape shape_transfers_response;
extern const struct shape shape_moving_addresses_response;
extern const struct shape shape_tags_response;
extern const struct shape shape_public_pools_response;
extern const struct shape shape_byoip_cidr_response;
extern const struct shape shape_byoip_cidrs_response;
extern const struct shape shape_coip_pool_response;
extern const struct shape shape_coip_pools_response;
extern const struct shape shape_coip_pool_usage_response;
extern const struct shape shape_ipam_pool_response;
extern const struct shape shape_ipam_pools_response;
extern const struct shape shape_ipam_pool_cidr_response;
extern const struct shape shape_ipam_pool_cidrs_response;
extern const struct shape shape_ipam_pool_allocation_response;
extern const struct shape shape_ipam_pool_allocations_response;

#endif
