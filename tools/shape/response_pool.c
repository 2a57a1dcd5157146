/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Responses: public IPv4 pools, BYOIP, CoIP, IPAM. */
#include "make.h"
#include "responses.h"

/** A text before that is not there takes the member with it. */
#define ANY UINT32_MAX

/* -- public IPv4 pools ------------------------------------------------------ */

#define S eip_pool_ref
static const struct shape_member created[] = {
    VALUE(PoolId, poolId, SHAPE_POOL, id)};
const struct shape shape_create_public_ipv4_pool_response =
    SHAPE_PLAIN(created);
#undef S

static const struct shape_member deleted[] = {
    SAID(ReturnValue, returnValue, SHAPE_TRUE)};
const struct shape shape_delete_public_ipv4_pool_response = {deleted, 1, 0, 0,
                                                             0};

#define S eip_public_pool_range
static const struct shape_member range[] = {
    VALUE(FirstAddress, firstAddress, SHAPE_IPV4, first_address),
    VALUE(LastAddress, lastAddress, SHAPE_IPV4, last_address),
    VALUE(AddressCount, addressCount, SHAPE_UINT32, address_count),
    VALUE(AvailableAddressCount, availableAddressCount, SHAPE_UINT32,
          available_address_count),
};
static const struct shape shape_range = SHAPE_PLAIN(range);
#undef S

#define S eip_provision_public_ipv4_pool_cidr_response
static const struct shape_member provisioned[] = {
    VALUE(PoolId, poolId, SHAPE_POOL, pool),
    INSIDE(PoolAddressRange, poolAddressRange, offsetof(S, pool_address_range),
           shape_range),
};
const struct shape shape_provision_public_ipv4_pool_cidr_response =
    SHAPE_OF(provisioned);
#undef S

#define S eip_deprovision_public_ipv4_pool_cidr_response
static const struct shape_member deprovisioned[] = {
    VALUE(PoolId, poolId, SHAPE_POOL, pool),
    {.name = "DeprovisionedAddresses",
     .wire = "deprovisionedAddressSet",
     .kind = SHAPE_LIST,
     .of = &shape_cidr_item,
     .offset = offsetof(S, deprovisioned_addresses),
     .count = SHAPE_ONE},
};
const struct shape shape_deprovision_public_ipv4_pool_cidr_response =
    SHAPE_OF(deprovisioned);
#undef S

#define S eip_public_pool
static const struct shape_member public_pool[] = {
    VALUE(PoolId, poolId, SHAPE_POOL, pool),
    VALUE(Description, description, SHAPE_TEXT, description),
    ITEMS(PoolAddressRanges, poolAddressRangeSet, pool_address_ranges,
          pool_address_range_count, shape_range),
    VALUE(TotalAddressCount, totalAddressCount, SHAPE_UINT64,
          total_address_count),
    VALUE(TotalAvailableAddressCount, totalAvailableAddressCount, SHAPE_UINT64,
          total_available_address_count),
    VALUE(NetworkBorderGroup, networkBorderGroup, SHAPE_TEXT,
          network_border_group),
    ITEMS(Tags, tagSet, tags, tag_count, shape_tag),
};
const struct shape shape_public_pool = SHAPE_OF(public_pool);
#undef S

/* -- BYOIP ------------------------------------------------------------------ */

#define S eip_asn_association
static const struct shape_member association[] = {
    VALUE(Asn, asn, SHAPE_ASN, asn),
    VALUE(Cidr, cidr, SHAPE_CIDR, cidr),
    VALUE(StatusMessage, statusMessage, SHAPE_TEXT, status_message),
    VALUE(State, state, SHAPE_TEXT, state),
};
static const struct shape shape_association = SHAPE_OF(association);
#undef S

#define S eip_byoip_cidr
static const struct shape_member byoip_cidr[] = {
    VALUE(Cidr, cidr, SHAPE_CIDR, cidr),
    VALUE(Description, description, SHAPE_TEXT, description),
    ITEMS(AsnAssociations, asnAssociationSet, asn_associations,
          asn_association_count, shape_association),
    VALUE(StatusMessage, statusMessage, SHAPE_TEXT, status_message),
    VALUE(State, state, SHAPE_TEXT, state),
    VALUE(NetworkBorderGroup, networkBorderGroup, SHAPE_TEXT,
          network_border_group),
    VALUE(AdvertisementType, advertisementType, SHAPE_TEXT, advertisement_type),
    VALUE(PoolId, poolId, SHAPE_OTHER_POOL, pool),
    VALUE(IpamPoolId, ipamPoolId, SHAPE_OTHER_POOL, ipam_pool),
};
const struct shape shape_byoip_cidr = SHAPE_OF(byoip_cidr);
#undef S

/* -- CoIP ------------------------------------------------------------------- */

#define S eip_coip_pool
static const struct shape_member coip_pool[] = {
    VALUE(PoolId, poolId, SHAPE_POOL, pool),
    ITEMS(PoolCidrs, poolCidrSet, pool_cidrs, pool_cidr_count, shape_cidr_item),
    VALUE(LocalGatewayRouteTableId, localGatewayRouteTableId, SHAPE_TEXT,
          local_gateway_route_table_id),
    ITEMS(Tags, tagSet, tags, tag_count, shape_tag),
    VALUE(PoolArn, poolArn, SHAPE_TEXT, pool_arn),
};
const struct shape shape_coip_pool = SHAPE_OF(coip_pool);
#undef S

#define S eip_coip_cidr
static const struct shape_member coip_cidr[] = {
    VALUE(Cidr, cidr, SHAPE_CIDR, cidr),
    VALUE(CoipPoolId, coipPoolId, SHAPE_POOL, coip_pool),
    VALUE(LocalGatewayRouteTableId, localGatewayRouteTableId, SHAPE_CHARS,
          local_gateway_route_table_id),
};
static const struct shape shape_coip_cidr = SHAPE_OF(coip_cidr);
static const struct shape_member coip_cidr_answer[] = {
    INSIDE(CoipCidr, coipCidr, 0, shape_coip_cidr)};
const struct shape shape_coip_cidr_response = SHAPE_OF(coip_cidr_answer);
#undef S

#define S eip_coip_address_usage
static const struct shape_member usage[] = {
    VALUE(AllocationId, allocationId, SHAPE_ALLOCATION_ID, allocation_id),
    VALUE(AwsAccountId, awsAccountId, SHAPE_ACCOUNT, aws_account_id),
    VALUE(AwsService, awsService, SHAPE_TEXT, aws_service),
    VALUE(CoIp, coIp, SHAPE_IPV4, co_ip),
};
const struct shape shape_coip_address_usage = SHAPE_OF(usage);
#undef S

/* -- IPAM ------------------------------------------------------------------- */

#define S eip_ipam_pool
static const struct shape_member source[] = {
    VALUE(ResourceId, resourceId, SHAPE_TEXT, source_resource_id),
    VALUE(ResourceType, resourceType, SHAPE_TEXT, source_resource_type),
    VALUE(ResourceRegion, resourceRegion, SHAPE_TEXT, source_resource_region),
    VALUE_IF(ResourceOwner, resourceOwner, SHAPE_ACCOUNT, source_resource_owner,
             source_resource_id.size, ANY),
};
static const struct shape shape_source = SHAPE_PLAIN(source);
static const struct shape_member ipam_pool[] = {
    VALUE(OwnerId, ownerId, SHAPE_ACCOUNT, owner_id),
    VALUE(IpamPoolId, ipamPoolId, SHAPE_POOL, pool),
    VALUE(SourceIpamPoolId, sourceIpamPoolId, SHAPE_OTHER_POOL, source_pool),
    VALUE(IpamPoolArn, ipamPoolArn, SHAPE_TEXT, ipam_pool_arn),
    VALUE(IpamScopeArn, ipamScopeArn, SHAPE_TEXT, ipam_scope_arn),
    VALUE(IpamScopeType, ipamScopeType, SHAPE_TEXT, ipam_scope_type),
    VALUE(IpamArn, ipamArn, SHAPE_TEXT, ipam_arn),
    VALUE(IpamRegion, ipamRegion, SHAPE_TEXT, ipam_region),
    VALUE(Locale, locale, SHAPE_TEXT, locale),
    VALUE(PoolDepth, poolDepth, SHAPE_UINT32, pool_depth),
    VALUE(State, state, SHAPE_TEXT, state),
    SAID(StateMessage, stateMessage, SHAPE_NEVER),
    VALUE(Description, description, SHAPE_TEXT, description),
    {.name = "AutoImport",
     .wire = "autoImport",
     .kind = SHAPE_BOOLEAN,
     .count = offsetof(S, flags),
     .flag = EIP_IPAM_AUTO_IMPORT},
    /* IPv6's. */
    SAID(PubliclyAdvertisable, publiclyAdvertisable, SHAPE_BOOLEAN),
    VALUE(AddressFamily, addressFamily, SHAPE_TEXT, address_family),
    VALUE(AllocationMinNetmaskLength, allocationMinNetmaskLength, SHAPE_NUMBER,
          allocation_min_netmask_length),
    VALUE(AllocationMaxNetmaskLength, allocationMaxNetmaskLength, SHAPE_NUMBER,
          allocation_max_netmask_length),
    VALUE(AllocationDefaultNetmaskLength, allocationDefaultNetmaskLength,
          SHAPE_NUMBER, allocation_default_netmask_length),
    ITEMS(AllocationResourceTags, allocationResourceTagSet,
          allocation_resource_tags, allocation_resource_tag_count, shape_tag),
    ITEMS(Tags, tagSet, tags, tag_count, shape_tag),
    VALUE(AwsService, awsService, SHAPE_TEXT, aws_service),
    VALUE(PublicIpSource, publicIpSource, SHAPE_TEXT, public_ip_source),
    INSIDE(SourceResource, sourceResource, 0, shape_source),
};
const struct shape shape_ipam_pool = SHAPE_OF(ipam_pool);
#undef S

#define S eip_ipam_pool_cidr
static const struct shape_member failure[] = {
    VALUE(Code, code, SHAPE_TEXT, failure_code),
    VALUE(Message, message, SHAPE_TEXT, failure_message),
};
static const struct shape shape_failure = SHAPE_PLAIN(failure);
static const struct shape_member ipam_pool_cidr[] = {
    VALUE_IF(Cidr, cidr, SHAPE_CIDR, cidr, has_cidr, ANY),
    VALUE(State, state, SHAPE_TEXT, state),
    INSIDE(FailureReason, failureReason, 0, shape_failure),
    VALUE(IpamPoolCidrId, ipamPoolCidrId, SHAPE_IPAM_CIDR_ID, id),
    VALUE(NetmaskLength, netmaskLength, SHAPE_UINT32, netmask_length),
};
const struct shape shape_ipam_pool_cidr = SHAPE_OF(ipam_pool_cidr);
#undef S

#define S eip_ipam_pool_allocation
static const struct shape_member allocation[] = {
    VALUE(Cidr, cidr, SHAPE_CIDR, cidr),
    VALUE(IpamPoolAllocationId, ipamPoolAllocationId, SHAPE_IPAM_ALLOCATION_ID,
          id),
    VALUE(Description, description, SHAPE_TEXT, description),
    VALUE(ResourceId, resourceId, SHAPE_TEXT, resource_id),
    VALUE(ResourceType, resourceType, SHAPE_TEXT, resource_type),
    VALUE(ResourceRegion, resourceRegion, SHAPE_TEXT, resource_region),
    VALUE(ResourceOwner, resourceOwner, SHAPE_ACCOUNT, resource_owner),
    ITEMS(Tags, tagSet, tags, tag_count, shape_tag),
};
const struct shape shape_ipam_pool_allocation = SHAPE_OF(allocation);
#undef S

static const struct shape_member released[] = {
    SAID(Success, success, SHAPE_TRUE)};
const struct shape shape_release_ipam_pool_allocation_response = {released, 1,
                                                                  0, 0, 0};
