/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file operations.h
 * Every operation, by name, for operations.c: EC2's name, the library's, what
 * it answers (responses.h), and whether it only reads. VOID: the library's
 * function has no response.
 */
#ifndef EIP_SHAPE_OPERATIONS_H
#define EIP_SHAPE_OPERATIONS_H

/* clang-format off */
#define SHAPE_OPERATIONS(GIVES, VOID) \
    GIVES(AcceptAddressTransfer, accept_address_transfer, transfer_response, 0) \
    GIVES(AdvertiseByoipCidr, advertise_byoip_cidr, byoip_cidr_response, 0) \
    GIVES(AllocateAddress, allocate_address, allocate_address_response, 0) \
    GIVES(AllocateIpamPoolCidr, allocate_ipam_pool_cidr, ipam_pool_allocation_response, 0) \
    GIVES(AssociateAddress, associate_address, associate_address_response, 0) \
    GIVES(CreateCoipCidr, create_coip_cidr, coip_cidr_response, 0) \
    GIVES(CreateCoipPool, create_coip_pool, coip_pool_response, 0) \
    GIVES(CreateIpamPool, create_ipam_pool, ipam_pool_response, 0) \
    GIVES(CreatePublicIpv4Pool, create_public_ipv4_pool, create_public_ipv4_pool_response, 0) \
    VOID(CreateTags, create_tags, done, 0) \
    GIVES(DeleteCoipCidr, delete_coip_cidr, coip_cidr_response, 0) \
    GIVES(DeleteCoipPool, delete_coip_pool, coip_pool_response, 0) \
    GIVES(DeleteIpamPool, delete_ipam_pool, ipam_pool_response, 0) \
    VOID(DeletePublicIpv4Pool, delete_public_ipv4_pool, delete_public_ipv4_pool_response, 0) \
    VOID(DeleteTags, delete_tags, done, 0) \
    GIVES(DeprovisionByoipCidr, deprovision_byoip_cidr, byoip_cidr_response, 0) \
    GIVES(DeprovisionIpamPoolCidr, deprovision_ipam_pool_cidr, ipam_pool_cidr_response, 0) \
    GIVES(DeprovisionPublicIpv4PoolCidr, deprovision_public_ipv4_pool_cidr, deprovision_public_ipv4_pool_cidr_response, 0) \
    GIVES(DescribeAddressTransfers, describe_address_transfers, transfers_response, 1) \
    GIVES(DescribeAddresses, describe_addresses, addresses_response, 1) \
    GIVES(DescribeAddressesAttribute, describe_addresses_attribute, attributes_response, 1) \
    GIVES(DescribeByoipCidrs, describe_byoip_cidrs, byoip_cidrs_response, 1) \
    GIVES(DescribeCoipPools, describe_coip_pools, coip_pools_response, 1) \
    GIVES(DescribeIpamPoolAllocations, describe_ipam_pool_allocations, ipam_pool_allocations_response, 1) \
    GIVES(DescribeIpamPools, describe_ipam_pools, ipam_pools_response, 1) \
    GIVES(DescribeMovingAddresses, describe_moving_addresses, moving_addresses_response, 1) \
    GIVES(DescribePublicIpv4Pools, describe_public_ipv4_pools, public_pools_response, 1) \
    GIVES(DescribeTags, describe_tags, tags_response, 1) \
    GIVES(DisableAddressTransfer, disable_address_transfer, transfer_response, 0) \
    VOID(DisassociateAddress, disassociate_address, done, 0) \
    GIVES(EnableAddressTransfer, enable_address_transfer, transfer_response, 0) \
    GIVES(GetCoipPoolUsage, get_coip_pool_usage, coip_pool_usage_response, 1) \
    GIVES(GetIpamPoolAllocations, get_ipam_pool_allocations, ipam_pool_allocations_response, 1) \
    GIVES(GetIpamPoolCidrs, get_ipam_pool_cidrs, ipam_pool_cidrs_response, 1) \
    GIVES(ModifyAddressAttribute, modify_address_attribute, attribute_response, 0) \
    GIVES(ModifyIpamPool, modify_ipam_pool, ipam_pool_response, 0) \
    GIVES(ModifyIpamPoolAllocation, modify_ipam_pool_allocation, ipam_pool_allocation_response, 0) \
    GIVES(MoveAddressToVpc, move_address_to_vpc, move_address_to_vpc_response, 0) \
    GIVES(MoveByoipCidrToIpam, move_byoip_cidr_to_ipam, byoip_cidr_response, 0) \
    GIVES(ProvisionByoipCidr, provision_byoip_cidr, byoip_cidr_response, 0) \
    GIVES(ProvisionIpamPoolCidr, provision_ipam_pool_cidr, ipam_pool_cidr_response, 0) \
    GIVES(ProvisionPublicIpv4PoolCidr, provision_public_ipv4_pool_cidr, provision_public_ipv4_pool_cidr_response, 0) \
    VOID(ReleaseAddress, release_address, done, 0) \
    VOID(ReleaseIpamPoolAllocation, release_ipam_pool_allocation, release_ipam_pool_allocation_response, 0) \
    GIVES(ResetAddressAttribute, reset_address_attribute, attribute_response, 0) \
    GIVES(RestoreAddressToClassic, restore_address_to_classic, restore_address_to_classic_response, 0) \
    GIVES(WithdrawByoipCidr, withdraw_byoip_cidr, byoip_cidr_response, 0)
/* clang-format on */

#endif
