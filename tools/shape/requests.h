/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file requests.h  The requests' tables, for operations.c. */
#ifndef EIP_SHAPE_REQUESTS_H
#define EIP_SHAPE_REQUESTS_H

#include "shape.h"

extern const struct shape shape_tag_asked;
extern const struct shape shape_specification;
extern const struct shape shape_filter;

extern const struct shape shape_allocate_address_request;
extern const struct shape shape_release_address_request;
extern const struct shape shape_describe_addresses_request;
extern const struct shape shape_describe_addresses_attribute_request;
extern const struct shape shape_modify_address_attribute_request;
extern const struct shape shape_reset_address_attribute_request;
extern const struct shape shape_associate_address_request;
extern const struct shape shape_disassociate_address_request;
extern const struct shape shape_enable_address_transfer_request;
extern const struct shape shape_accept_address_transfer_request;
extern const struct shape shape_disable_address_transfer_request;
extern const struct shape shape_describe_address_transfers_request;
extern const struct shape shape_move_address_to_vpc_request;
extern const struct shape shape_restore_address_to_classic_request;
extern const struct shape shape_describe_moving_addresses_request;
extern const struct shape shape_create_public_ipv4_pool_request;
extern const struct shape shape_delete_public_ipv4_pool_request;
extern const struct shape shape_provision_public_ipv4_pool_cidr_request;
extern const struct shape shape_deprovision_public_ipv4_pool_cidr_request;
extern const struct shape shape_describe_public_ipv4_pools_request;
extern const struct shape shape_provision_byoip_cidr_request;
extern const struct shape shape_describe_byoip_cidrs_request;
extern const struct shape shape_advertise_byoip_cidr_request;
extern const struct shape shape_withdraw_byoip_cidr_request;
extern const struct shape shape_deprovision_byoip_cidr_request;
extern const struct shape shape_move_byoip_cidr_to_ipam_request;
extern const struct shape shape_create_ipam_pool_request;
extern const struct shape shape_delete_ipam_pool_request;
extern const struct shape shape_modify_ipam_pool_request;
extern const struct shape shape_describe_ipam_pools_request;
extern const struct shape shape_provision_ipam_pool_cidr_request;
extern const struct shape shape_deprovision_ipam_pool_cidr_request;
extern const struct shape shape_allocate_ipam_pool_cidr_request;
extern const struct shape shape_release_ipam_pool_allocation_request;
extern const struct shape shape_get_ipam_pool_allocations_request;
extern const struct shape shape_describe_ipam_pool_allocations_request;
extern const struct shape shape_modify_ipam_pool_allocation_request;
extern const struct shape shape_get_ipam_pool_cidrs_request;
extern const struct shape shape_create_coip_pool_request;
extern const struct shape shape_create_coip_cidr_request;
extern const struct shape shape_delete_coip_cidr_request;
extern const struct shape shape_delete_coip_pool_request;
extern const struct shape shape_describe_coip_pools_request;
extern const struct shape shape_get_coip_pool_usage_request;
extern const struct shape shape_create_tags_request;
extern const struct shape shape_delete_tags_request;
extern const struct shape shape_describe_tags_request;

#endif
