/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Responses that are lists of the library: their functions, by one form. */
#include "make.h"
#include "responses.h"

#define PAGER_TOKEN(stem)                                                      \
    static eip_text stem##_token(const void *list) {                           \
        return eip_##stem##_list_next_token(list);                             \
    }
#define PAGER(stem, token)                                                     \
    static uint64_t stem##_count(const void *list) {                           \
        return eip_##stem##_list_count(list);                                  \
    }                                                                          \
    static eip_status stem##_at(const void *list, uint64_t index,              \
                                void *item) {                                  \
        return eip_##stem##_list_at(list, index, item);                        \
    }                                                                          \
    static void stem##_free(void *list) {                                      \
        eip_##stem##_list_free(list);                                          \
    }                                                                          \
    static const struct shape_pager stem##_pager = {                           \
        &shape_##stem, stem##_count, stem##_at, token, stem##_free}

#define shape_address_attribute shape_attribute
#define shape_address_transfer shape_transfer
#define shape_tag shape_tag_description

PAGER(address, NULL);
PAGER_TOKEN(address_attribute)
PAGER(address_attribute, address_attribute_token);
PAGER_TOKEN(address_transfer)
PAGER(address_transfer, address_transfer_token);
PAGER_TOKEN(moving_address)
PAGER(moving_address, moving_address_token);
PAGER_TOKEN(tag)
PAGER(tag, tag_token);
PAGER_TOKEN(public_pool)
PAGER(public_pool, public_pool_token);
PAGER_TOKEN(byoip_cidr)
PAGER(byoip_cidr, byoip_cidr_token);
PAGER_TOKEN(coip_pool)
PAGER(coip_pool, coip_pool_token);
PAGER_TOKEN(coip_address_usage)
PAGER(coip_address_usage, coip_address_usage_token);
PAGER_TOKEN(ipam_pool)
PAGER(ipam_pool, ipam_pool_token);
PAGER_TOKEN(ipam_pool_cidr)
PAGER(ipam_pool_cidr, ipam_pool_cidr_token);
PAGER_TOKEN(ipam_pool_allocation)
PAGER(ipam_pool_allocation, ipam_pool_allocation_token);

/* The response is the list's pointer. */
#define LISTED(title, label, spelled, pages)                                   \
    static const struct shape_member title[] = {                               \
        PAGED(label, spelled, SHAPE_PAGE, 0, pages),                           \
        PAGED(NextToken, nextToken, SHAPE_TOKEN, 0, pages),                    \
    };                                                                         \
    const struct shape shape_##title##_response = {title, SHAPE_COUNT(title),  \
                                                   sizeof(void *), 0, 0}
/* The same, with the members in the other order. */
#define TOKEN_LISTED(title, label, spelled, pages)                             \
    static const struct shape_member title[] = {                               \
        PAGED(NextToken, nextToken, SHAPE_TOKEN, 0, pages),                    \
        PAGED(label, spelled, SHAPE_PAGE, 0, pages),                           \
    };                                                                         \
    const struct shape shape_##title##_response = {title, SHAPE_COUNT(title),  \
                                                   sizeof(void *), 0, 0}
#define SINGLE(title, label, spelled, pages)                                   \
    static const struct shape_member title[] = {                               \
        PAGED(label, spelled, SHAPE_FIRST, 0, pages)};                         \
    const struct shape shape_##title##_response = {title, SHAPE_COUNT(title),  \
                                                   sizeof(void *), 0, 0}

static const struct shape_member addresses[] = {
    PAGED(Addresses, addressesSet, SHAPE_PAGE, 0, address_pager)};
const struct shape shape_addresses_response = {
    addresses, SHAPE_COUNT(addresses), sizeof(void *), 0, 0};
LISTED(attributes, Addresses, addressSet, address_attribute_pager);
LISTED(transfers, AddressTransfers, addressTransferSet, address_transfer_pager);
LISTED(moving_addresses, MovingAddressStatuses, movingAddressStatusSet,
       moving_address_pager);
TOKEN_LISTED(tags, Tags, tagSet, tag_pager);
LISTED(public_pools, PublicIpv4Pools, publicIpv4PoolSet, public_pool_pager);
SINGLE(byoip_cidr, ByoipCidr, byoipCidr, byoip_cidr_pager);
LISTED(byoip_cidrs, ByoipCidrs, byoipCidrSet, byoip_cidr_pager);
SINGLE(coip_pool, CoipPool, coipPool, coip_pool_pager);
LISTED(coip_pools, CoipPools, coipPoolSet, coip_pool_pager);
SINGLE(ipam_pool, IpamPool, ipamPool, ipam_pool_pager);
TOKEN_LISTED(ipam_pools, IpamPools, ipamPoolSet, ipam_pool_pager);
SINGLE(ipam_pool_cidr, IpamPoolCidr, ipamPoolCidr, ipam_pool_cidr_pager);
LISTED(ipam_pool_cidrs, IpamPoolCidrs, ipamPoolCidrSet, ipam_pool_cidr_pager);
SINGLE(ipam_pool_allocation, IpamPoolAllocation, ipamPoolAllocation,
       ipam_pool_allocation_pager);
LISTED(ipam_pool_allocations, IpamPoolAllocations, ipamPoolAllocationSet,
       ipam_pool_allocation_pager);

#define S eip_get_coip_pool_usage_response
static const struct shape_member coip_pool_usage[] = {
    VALUE(CoipPoolId, coipPoolId, SHAPE_POOL, coip_pool),
    PAGED(CoipAddressUsages, coipAddressUsageSet, SHAPE_PAGE,
          offsetof(S, coip_address_usages), coip_address_usage_pager),
    VALUE(LocalGatewayRouteTableId, localGatewayRouteTableId, SHAPE_CHARS,
          local_gateway_route_table_id),
    PAGED(NextToken, nextToken, SHAPE_TOKEN, offsetof(S, coip_address_usages),
          coip_address_usage_pager),
};
const struct shape shape_coip_pool_usage_response = SHAPE_OF(coip_pool_usage);
#undef S
