/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Requests: IPAM pools, their CIDRs and allocations. */
#include "make.h"
#include "requests.h"

#define S eip_create_ipam_pool_request
static const struct shape_member source_resource[] = {
    TEXT(ResourceId, source_resource_id),
    TEXT(ResourceType, source_resource_type),
    TEXT(ResourceRegion, source_resource_region),
    TEXT(ResourceOwner, source_resource_owner),
};
static const struct shape create_ipam_pool_inside =
    SHAPE_PLAIN(source_resource);
static const struct shape_member create_ipam_pool[] = {
    TEXT_REQUIRED(IpamScopeId, ipam_scope_id),
    TEXT_REQUIRED(AddressFamily, address_family),
    BOOLEAN(DryRun, EIP_IPAM_DRY_RUN, 0),
    TEXT(Locale, locale),
    TEXT(SourceIpamPoolId, source_ipam_pool_id),
    TEXT(Description, description),
    BOOLEAN(AutoImport, EIP_IPAM_AUTO_IMPORT, 0),
    BOOLEAN(PubliclyAdvertisable, EIP_IPAM_PUBLICLY_ADVERTISABLE, 0),
    NUMBER(AllocationMinNetmaskLength, allocation_min_netmask_length,
           EIP_IPAM_MIN_NETMASK),
    NUMBER(AllocationMaxNetmaskLength, allocation_max_netmask_length,
           EIP_IPAM_MAX_NETMASK),
    NUMBER(AllocationDefaultNetmaskLength, allocation_default_netmask_length,
           EIP_IPAM_DEFAULT_NETMASK),
    LIST(AllocationResourceTags, AllocationResourceTag,
         allocation_resource_tags, allocation_resource_tag_count,
         shape_tag_asked),
    LIST(TagSpecifications, TagSpecification, tag_specifications,
         tag_specification_count, shape_specification),
    TEXT(ClientToken, client_token),
    TEXT(AwsService, aws_service),
    TEXT(PublicIpSource, public_ip_source),
    STRUCTURE(SourceResource, create_ipam_pool_inside),
};
const struct shape shape_create_ipam_pool_request = SHAPE_OF(create_ipam_pool);
#undef S

#define S eip_delete_ipam_pool_request
static const struct shape_member delete_ipam_pool[] = {
    TEXT_REQUIRED(IpamPoolId, ipam_pool_id),
    BOOLEAN(DryRun, EIP_IPAM_DRY_RUN, 0),
    BOOLEAN(Cascade, EIP_IPAM_CASCADE, 0),
};
const struct shape shape_delete_ipam_pool_request = SHAPE_OF(delete_ipam_pool);
#undef S

#define S eip_modify_ipam_pool_request
static const struct shape_member modify_ipam_pool[] = {
    TEXT_REQUIRED(IpamPoolId, ipam_pool_id),
    BOOLEAN(DryRun, EIP_IPAM_DRY_RUN, 0),
    TEXT(Description, description),
    BOOLEAN(AutoImport, EIP_IPAM_AUTO_IMPORT, EIP_IPAM_NO_AUTO_IMPORT),
    NUMBER(AllocationMinNetmaskLength, allocation_min_netmask_length,
           EIP_IPAM_MIN_NETMASK),
    NUMBER(AllocationMaxNetmaskLength, allocation_max_netmask_length,
           EIP_IPAM_MAX_NETMASK),
    NUMBER(AllocationDefaultNetmaskLength, allocation_default_netmask_length,
           EIP_IPAM_DEFAULT_NETMASK),
    BOOLEAN(ClearAllocationDefaultNetmaskLength, EIP_IPAM_CLEAR_DEFAULT_NETMASK,
            0),
    LIST(AddAllocationResourceTags, AddAllocationResourceTag,
         add_allocation_resource_tags, add_allocation_resource_tag_count,
         shape_tag_asked),
    LIST(RemoveAllocationResourceTags, RemoveAllocationResourceTag,
         remove_allocation_resource_tags, remove_allocation_resource_tag_count,
         shape_tag_asked),
};
const struct shape shape_modify_ipam_pool_request = SHAPE_OF(modify_ipam_pool);
#undef S

#define S eip_describe_ipam_pools_request
static const struct shape_member describe_ipam_pools[] = {
    BOOLEAN(DryRun, EIP_IPAM_DRY_RUN, 0),
    LIST(Filters, Filter, filters, filter_count, shape_filter),
    NUMBER(MaxResults, max_results, EIP_IPAM_MAX_RESULTS),
    TEXT(NextToken, next_token),
    LIST(IpamPoolIds, IpamPoolId, ipam_pool_ids, ipam_pool_id_count,
         shape_text_item),
};
const struct shape shape_describe_ipam_pools_request =
    SHAPE_OF(describe_ipam_pools);
#undef S

#define S eip_provision_ipam_pool_cidr_request
static const struct shape_member provision_ipam_pool_cidr_context[] = {
    TEXT(Message, authorization_message),
    TEXT(Signature, authorization_signature),
};
static const struct shape provision_ipam_pool_cidr_inside =
    SHAPE_PLAIN(provision_ipam_pool_cidr_context);
static const struct shape_member provision_ipam_pool_cidr[] = {
    TEXT_REQUIRED(IpamPoolId, ipam_pool_id),
    BOOLEAN(DryRun, EIP_IPAM_DRY_RUN, 0),
    TEXT(Cidr, cidr),
    STRUCTURE(CidrAuthorizationContext, provision_ipam_pool_cidr_inside),
    NUMBER(NetmaskLength, netmask_length, EIP_IPAM_NETMASK),
    TEXT(ClientToken, client_token),
    TEXT(VerificationMethod, verification_method),
    TEXT(IpamExternalResourceVerificationTokenId,
         ipam_external_resource_verification_token_id),
};
const struct shape shape_provision_ipam_pool_cidr_request =
    SHAPE_OF(provision_ipam_pool_cidr);
#undef S

#define S eip_deprovision_ipam_pool_cidr_request
static const struct shape_member deprovision_ipam_pool_cidr[] = {
    TEXT_REQUIRED(IpamPoolId, ipam_pool_id),
    BOOLEAN(DryRun, EIP_IPAM_DRY_RUN, 0),
    TEXT(Cidr, cidr),
};
const struct shape shape_deprovision_ipam_pool_cidr_request =
    SHAPE_OF(deprovision_ipam_pool_cidr);
#undef S

#define S eip_allocate_ipam_pool_cidr_request
static const struct shape_member allocate_ipam_pool_cidr[] = {
    TEXT_REQUIRED(IpamPoolId, ipam_pool_id),
    BOOLEAN(DryRun, EIP_IPAM_DRY_RUN, 0),
    TEXT(Cidr, cidr),
    NUMBER(NetmaskLength, netmask_length, EIP_IPAM_NETMASK),
    TEXT(ClientToken, client_token),
    TEXT(Description, description),
    BOOLEAN(PreviewNextCidr, EIP_IPAM_PREVIEW_NEXT_CIDR, 0),
    LIST(AllowedCidrs, AllowedCidr, allowed_cidrs, allowed_cidr_count,
         shape_text_item),
    LIST(DisallowedCidrs, DisallowedCidr, disallowed_cidrs,
         disallowed_cidr_count, shape_text_item),
    LIST(TagSpecifications, TagSpecification, tag_specifications,
         tag_specification_count, shape_specification),
};
const struct shape shape_allocate_ipam_pool_cidr_request =
    SHAPE_OF(allocate_ipam_pool_cidr);
#undef S

#define S eip_release_ipam_pool_allocation_request
static const struct shape_member release_ipam_pool_allocation[] = {
    TEXT_REQUIRED(IpamPoolId, ipam_pool_id),
    TEXT_REQUIRED(Cidr, cidr),
    TEXT_REQUIRED(IpamPoolAllocationId, ipam_pool_allocation_id),
    BOOLEAN(DryRun, EIP_IPAM_DRY_RUN, 0),
};
const struct shape shape_release_ipam_pool_allocation_request =
    SHAPE_OF(release_ipam_pool_allocation);
#undef S

#define S eip_get_ipam_pool_allocations_request
static const struct shape_member get_ipam_pool_allocations[] = {
    TEXT_REQUIRED(IpamPoolId, ipam_pool_id),
    BOOLEAN(DryRun, EIP_IPAM_DRY_RUN, 0),
    TEXT(IpamPoolAllocationId, ipam_pool_allocation_id),
    LIST(Filters, Filter, filters, filter_count, shape_filter),
    NUMBER(MaxResults, max_results, EIP_IPAM_MAX_RESULTS),
    TEXT(NextToken, next_token),
};
const struct shape shape_get_ipam_pool_allocations_request =
    SHAPE_OF(get_ipam_pool_allocations);
#undef S

#define S eip_describe_ipam_pool_allocations_request
static const struct shape_member describe_ipam_pool_allocations[] = {
    BOOLEAN(DryRun, EIP_IPAM_DRY_RUN, 0),
    LIST(IpamPoolAllocationIds, IpamPoolAllocationId, ipam_pool_allocation_ids,
         ipam_pool_allocation_id_count, shape_text_item),
    LIST(Filters, Filter, filters, filter_count, shape_filter),
    NUMBER(MaxResults, max_results, EIP_IPAM_MAX_RESULTS),
    TEXT(NextToken, next_token),
};
const struct shape shape_describe_ipam_pool_allocations_request =
    SHAPE_OF(describe_ipam_pool_allocations);
#undef S

#define S eip_modify_ipam_pool_allocation_request
static const struct shape_member modify_ipam_pool_allocation[] = {
    TEXT_REQUIRED(IpamPoolAllocationId, ipam_pool_allocation_id),
    BOOLEAN(DryRun, EIP_IPAM_DRY_RUN, 0),
    TEXT(Description, description),
};
const struct shape shape_modify_ipam_pool_allocation_request =
    SHAPE_OF(modify_ipam_pool_allocation);
#undef S

#define S eip_get_ipam_pool_cidrs_request
static const struct shape_member get_ipam_pool_cidrs[] = {
    TEXT_REQUIRED(IpamPoolId, ipam_pool_id),
    BOOLEAN(DryRun, EIP_IPAM_DRY_RUN, 0),
    LIST(Filters, Filter, filters, filter_count, shape_filter),
    NUMBER(MaxResults, max_results, EIP_IPAM_MAX_RESULTS),
    TEXT(NextToken, next_token),
};
const struct shape shape_get_ipam_pool_cidrs_request =
    SHAPE_OF(get_ipam_pool_cidrs);
#undef S
