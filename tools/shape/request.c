/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Requests: addresses, tags, public IPv4 pools, BYOIP, CoIP. */
#include "make.h"
#include "requests.h"

#define S eip_tag
static const struct shape_member tag[] = {
    TEXT(Key, key),
    TEXT(Value, value),
};
const struct shape shape_tag_asked = SHAPE_PLAIN(tag);
#undef S

#define S eip_tag_specification
static const struct shape_member tag_specification[] = {
    TEXT(ResourceType, resource_type),
    LIST(Tags, Tag, tags, tag_count, shape_tag_asked),
};
const struct shape shape_specification = SHAPE_PLAIN(tag_specification);
#undef S

#define S eip_filter
static const struct shape_member filter[] = {
    TEXT(Name, name),
    LIST(Values, Value, values, value_count, shape_text_item),
};
const struct shape shape_filter = SHAPE_PLAIN(filter);
#undef S

#define S eip_allocate_address_request
static const struct shape_member allocate_address[] = {
    TEXT(Domain, domain),
    TEXT(Address, address),
    TEXT(PublicIpv4Pool, public_ipv4_pool),
    TEXT(NetworkBorderGroup, network_border_group),
    TEXT(CustomerOwnedIpv4Pool, customer_owned_ipv4_pool),
    LIST(TagSpecifications, TagSpecification, tag_specifications,
         tag_specification_count, shape_specification),
    TEXT(IpamPoolId, ipam_pool_id),
    BOOLEAN(DryRun, EIP_ALLOCATE_DRY_RUN, 0),
};
const struct shape shape_allocate_address_request = SHAPE_OF(allocate_address);
#undef S

#define S eip_release_address_request
static const struct shape_member release_address[] = {
    TEXT(AllocationId, allocation_id_text),
    TEXT(PublicIp, public_ip),
    TEXT(NetworkBorderGroup, network_border_group),
    BOOLEAN(DryRun, EIP_RELEASE_DRY_RUN, 0),
};
const struct shape shape_release_address_request = SHAPE_OF(release_address);
#undef S

#define S eip_describe_addresses_request
static const struct shape_member describe_addresses[] = {
    LIST(PublicIps, PublicIp, public_ips, public_ip_count, shape_text_item),
    BOOLEAN(DryRun, EIP_DESCRIBE_DRY_RUN, 0),
    LIST(Filters, Filter, filters, filter_count, shape_filter),
    LIST(AllocationIds, AllocationId, allocation_ids, allocation_id_count,
         shape_text_item),
};
const struct shape shape_describe_addresses_request =
    SHAPE_OF(describe_addresses);
#undef S

#define S eip_describe_addresses_attribute_request
static const struct shape_member describe_addresses_attribute[] = {
    LIST(AllocationIds, AllocationId, allocation_ids, allocation_id_count,
         shape_text_item),
    TEXT(Attribute, attribute),
    TEXT(NextToken, next_token),
    NUMBER(MaxResults, max_results, EIP_DESCRIBE_ATTRIBUTE_MAX_RESULTS),
    BOOLEAN(DryRun, EIP_DESCRIBE_ATTRIBUTE_DRY_RUN, 0),
};
const struct shape shape_describe_addresses_attribute_request =
    SHAPE_OF(describe_addresses_attribute);
#undef S

#define S eip_modify_address_attribute_request
static const struct shape_member modify_address_attribute[] = {
    TEXT_REQUIRED(AllocationId, allocation_id_text),
    TEXT(DomainName, domain_name),
    BOOLEAN(DryRun, EIP_MODIFY_ATTRIBUTE_DRY_RUN, 0),
};
const struct shape shape_modify_address_attribute_request =
    SHAPE_OF(modify_address_attribute);
#undef S

#define S eip_reset_address_attribute_request
static const struct shape_member reset_address_attribute[] = {
    TEXT_REQUIRED(AllocationId, allocation_id_text),
    TEXT_REQUIRED(Attribute, attribute),
    BOOLEAN(DryRun, EIP_RESET_ATTRIBUTE_DRY_RUN, 0),
};
const struct shape shape_reset_address_attribute_request =
    SHAPE_OF(reset_address_attribute);
#undef S

#define S eip_associate_address_request
static const struct shape_member associate_address[] = {
    TEXT(AllocationId, allocation_id_text),
    TEXT(InstanceId, instance_id),
    TEXT(PublicIp, public_ip),
    BOOLEAN(DryRun, EIP_ASSOCIATE_DRY_RUN, 0),
    TEXT(NetworkInterfaceId, network_interface_id),
    TEXT(PrivateIpAddress, private_ip_address),
    BOOLEAN(AllowReassociation, EIP_ASSOCIATE_ALLOW_REASSOCIATION,
            EIP_ASSOCIATE_NO_REASSOCIATION),
};
const struct shape shape_associate_address_request =
    SHAPE_OF(associate_address);
#undef S

#define S eip_disassociate_address_request
static const struct shape_member disassociate_address[] = {
    TEXT(AssociationId, association_id_text),
    TEXT(PublicIp, public_ip),
    BOOLEAN(DryRun, EIP_DISASSOCIATE_DRY_RUN, 0),
};
const struct shape shape_disassociate_address_request =
    SHAPE_OF(disassociate_address);
#undef S

#define S eip_enable_address_transfer_request
static const struct shape_member enable_address_transfer[] = {
    TEXT_REQUIRED(AllocationId, allocation_id_text),
    TEXT_REQUIRED(TransferAccountId, transfer_account_id),
    BOOLEAN(DryRun, EIP_ENABLE_TRANSFER_DRY_RUN, 0),
};
const struct shape shape_enable_address_transfer_request =
    SHAPE_OF(enable_address_transfer);
#undef S

#define S eip_accept_address_transfer_request
static const struct shape_member accept_address_transfer[] = {
    TEXT_REQUIRED(Address, address),
    LIST(TagSpecifications, TagSpecification, tag_specifications,
         tag_specification_count, shape_specification),
    BOOLEAN(DryRun, EIP_ACCEPT_TRANSFER_DRY_RUN, 0),
};
const struct shape shape_accept_address_transfer_request =
    SHAPE_OF(accept_address_transfer);
#undef S

#define S eip_disable_address_transfer_request
static const struct shape_member disable_address_transfer[] = {
    TEXT_REQUIRED(AllocationId, allocation_id_text),
    BOOLEAN(DryRun, EIP_DISABLE_TRANSFER_DRY_RUN, 0),
};
const struct shape shape_disable_address_transfer_request =
    SHAPE_OF(disable_address_transfer);
#undef S

#define S eip_describe_address_transfers_request
static const struct shape_member describe_address_transfers[] = {
    LIST(AllocationIds, AllocationId, allocation_ids, allocation_id_count,
         shape_text_item),
    TEXT(NextToken, next_token),
    NUMBER(MaxResults, max_results, EIP_DESCRIBE_TRANSFERS_MAX_RESULTS),
    BOOLEAN(DryRun, EIP_DESCRIBE_TRANSFERS_DRY_RUN, 0),
};
const struct shape shape_describe_address_transfers_request =
    SHAPE_OF(describe_address_transfers);
#undef S

#define S eip_classic_request
static const struct shape_member move_address_to_vpc[] = {
    TEXT_REQUIRED(PublicIp, public_ip),
    BOOLEAN(DryRun, EIP_CLASSIC_DRY_RUN, 0),
};
const struct shape shape_move_address_to_vpc_request =
    SHAPE_OF(move_address_to_vpc);
#undef S

#define S eip_classic_request
static const struct shape_member restore_address_to_classic[] = {
    TEXT_REQUIRED(PublicIp, public_ip),
    BOOLEAN(DryRun, EIP_CLASSIC_DRY_RUN, 0),
};
const struct shape shape_restore_address_to_classic_request =
    SHAPE_OF(restore_address_to_classic);
#undef S

#define S eip_describe_moving_addresses_request
static const struct shape_member describe_moving_addresses[] = {
    BOOLEAN(DryRun, EIP_CLASSIC_DRY_RUN, 0),
    LIST(PublicIps, PublicIp, public_ips, public_ip_count, shape_text_item),
    TEXT(NextToken, next_token),
    LIST(Filters, Filter, filters, filter_count, shape_filter),
    NUMBER(MaxResults, max_results, EIP_CLASSIC_MAX_RESULTS),
};
const struct shape shape_describe_moving_addresses_request =
    SHAPE_OF(describe_moving_addresses);
#undef S

#define S eip_create_public_ipv4_pool_request
static const struct shape_member create_public_ipv4_pool[] = {
    BOOLEAN(DryRun, EIP_PUBLIC_POOL_DRY_RUN, 0),
    LIST(TagSpecifications, TagSpecification, tag_specifications,
         tag_specification_count, shape_specification),
    TEXT(NetworkBorderGroup, network_border_group),
};
const struct shape shape_create_public_ipv4_pool_request =
    SHAPE_OF(create_public_ipv4_pool);
#undef S

#define S eip_delete_public_ipv4_pool_request
static const struct shape_member delete_public_ipv4_pool[] = {
    TEXT_REQUIRED(PoolId, pool_id),
    BOOLEAN(DryRun, EIP_PUBLIC_POOL_DRY_RUN, 0),
    TEXT(NetworkBorderGroup, network_border_group),
};
const struct shape shape_delete_public_ipv4_pool_request =
    SHAPE_OF(delete_public_ipv4_pool);
#undef S

#define S eip_provision_public_ipv4_pool_cidr_request
static const struct shape_member provision_public_ipv4_pool_cidr[] = {
    TEXT_REQUIRED(IpamPoolId, ipam_pool_id),
    TEXT_REQUIRED(PoolId, pool_id),
    NUMBER_REQUIRED(NetmaskLength, netmask_length,
                    EIP_PUBLIC_POOL_NETMASK_LENGTH),
    BOOLEAN(DryRun, EIP_PUBLIC_POOL_DRY_RUN, 0),
    TEXT(NetworkBorderGroup, network_border_group),
};
const struct shape shape_provision_public_ipv4_pool_cidr_request =
    SHAPE_OF(provision_public_ipv4_pool_cidr);
#undef S

#define S eip_deprovision_public_ipv4_pool_cidr_request
static const struct shape_member deprovision_public_ipv4_pool_cidr[] = {
    TEXT_REQUIRED(PoolId, pool_id),
    TEXT_REQUIRED(Cidr, cidr),
    BOOLEAN(DryRun, EIP_PUBLIC_POOL_DRY_RUN, 0),
};
const struct shape shape_deprovision_public_ipv4_pool_cidr_request =
    SHAPE_OF(deprovision_public_ipv4_pool_cidr);
#undef S

#define S eip_describe_public_ipv4_pools_request
static const struct shape_member describe_public_ipv4_pools[] = {
    LIST(PoolIds, PoolId, pool_ids, pool_id_count, shape_text_item),
    TEXT(NextToken, next_token),
    NUMBER(MaxResults, max_results, EIP_PUBLIC_POOL_MAX_RESULTS),
    LIST(Filters, Filter, filters, filter_count, shape_filter),
};
const struct shape shape_describe_public_ipv4_pools_request =
    SHAPE_OF(describe_public_ipv4_pools);
#undef S

#define S eip_provision_byoip_cidr_request
static const struct shape_member provision_byoip_cidr_context[] = {
    TEXT_REQUIRED(Message, authorization_message),
    TEXT_REQUIRED(Signature, authorization_signature),
};
static const struct shape provision_byoip_cidr_inside =
    SHAPE_PLAIN(provision_byoip_cidr_context);
static const struct shape_member provision_byoip_cidr[] = {
    TEXT_REQUIRED(Cidr, cidr),
    STRUCTURE(CidrAuthorizationContext, provision_byoip_cidr_inside),
    BOOLEAN(PubliclyAdvertisable, 0, EIP_BYOIP_NOT_PUBLICLY_ADVERTISABLE),
    TEXT(Description, description),
    BOOLEAN(DryRun, EIP_BYOIP_DRY_RUN, 0),
    LIST(PoolTagSpecifications, PoolTagSpecification, pool_tag_specifications,
         pool_tag_specification_count, shape_specification),
    BOOLEAN(MultiRegion, EIP_BYOIP_MULTI_REGION, 0),
    TEXT(NetworkBorderGroup, network_border_group),
};
const struct shape shape_provision_byoip_cidr_request =
    SHAPE_OF(provision_byoip_cidr);
#undef S

#define S eip_describe_byoip_cidrs_request
static const struct shape_member describe_byoip_cidrs[] = {
    NUMBER_REQUIRED(MaxResults, max_results, EIP_BYOIP_MAX_RESULTS),
    BOOLEAN(DryRun, EIP_BYOIP_DRY_RUN, 0),
    TEXT(NextToken, next_token),
};
const struct shape shape_describe_byoip_cidrs_request =
    SHAPE_OF(describe_byoip_cidrs);
#undef S

#define S eip_byoip_cidr_request
static const struct shape_member advertise_byoip_cidr[] = {
    TEXT_REQUIRED(Cidr, cidr),
    TEXT(Asn, asn),
    BOOLEAN(DryRun, EIP_BYOIP_DRY_RUN, 0),
    TEXT(NetworkBorderGroup, network_border_group),
};
const struct shape shape_advertise_byoip_cidr_request =
    SHAPE_OF(advertise_byoip_cidr);
#undef S

#define S eip_byoip_cidr_request
static const struct shape_member withdraw_byoip_cidr[] = {
    TEXT_REQUIRED(Cidr, cidr),
    BOOLEAN(DryRun, EIP_BYOIP_DRY_RUN, 0),
};
const struct shape shape_withdraw_byoip_cidr_request =
    SHAPE_OF(withdraw_byoip_cidr);
#undef S

#define S eip_byoip_cidr_request
static const struct shape_member deprovision_byoip_cidr[] = {
    TEXT_REQUIRED(Cidr, cidr),
    BOOLEAN(DryRun, EIP_BYOIP_DRY_RUN, 0),
};
const struct shape shape_deprovision_byoip_cidr_request =
    SHAPE_OF(deprovision_byoip_cidr);
#undef S

#define S eip_move_byoip_cidr_to_ipam_request
static const struct shape_member move_byoip_cidr_to_ipam[] = {
    TEXT_REQUIRED(Cidr, cidr),
    TEXT_REQUIRED(IpamPoolId, ipam_pool_id),
    TEXT_REQUIRED(IpamPoolOwner, ipam_pool_owner),
    BOOLEAN(DryRun, EIP_BYOIP_DRY_RUN, 0),
};
const struct shape shape_move_byoip_cidr_to_ipam_request =
    SHAPE_OF(move_byoip_cidr_to_ipam);
#undef S

#define S eip_create_coip_pool_request
static const struct shape_member create_coip_pool[] = {
    TEXT_REQUIRED(LocalGatewayRouteTableId, local_gateway_route_table_id),
    LIST(TagSpecifications, TagSpecification, tag_specifications,
         tag_specification_count, shape_specification),
    BOOLEAN(DryRun, EIP_COIP_DRY_RUN, 0),
};
const struct shape shape_create_coip_pool_request = SHAPE_OF(create_coip_pool);
#undef S

#define S eip_coip_cidr_request
static const struct shape_member create_coip_cidr[] = {
    TEXT_REQUIRED(Cidr, cidr),
    TEXT_REQUIRED(CoipPoolId, coip_pool_id),
    BOOLEAN(DryRun, EIP_COIP_DRY_RUN, 0),
};
const struct shape shape_create_coip_cidr_request = SHAPE_OF(create_coip_cidr);
#undef S

#define S eip_coip_cidr_request
static const struct shape_member delete_coip_cidr[] = {
    TEXT_REQUIRED(Cidr, cidr),
    TEXT_REQUIRED(CoipPoolId, coip_pool_id),
    BOOLEAN(DryRun, EIP_COIP_DRY_RUN, 0),
};
const struct shape shape_delete_coip_cidr_request = SHAPE_OF(delete_coip_cidr);
#undef S

#define S eip_delete_coip_pool_request
static const struct shape_member delete_coip_pool[] = {
    TEXT_REQUIRED(CoipPoolId, coip_pool_id),
    BOOLEAN(DryRun, EIP_COIP_DRY_RUN, 0),
};
const struct shape shape_delete_coip_pool_request = SHAPE_OF(delete_coip_pool);
#undef S

#define S eip_describe_coip_pools_request
static const struct shape_member describe_coip_pools[] = {
    LIST(PoolIds, PoolId, pool_ids, pool_id_count, shape_text_item),
    LIST(Filters, Filter, filters, filter_count, shape_filter),
    NUMBER(MaxResults, max_results, EIP_COIP_MAX_RESULTS),
    TEXT(NextToken, next_token),
    BOOLEAN(DryRun, EIP_COIP_DRY_RUN, 0),
};
const struct shape shape_describe_coip_pools_request =
    SHAPE_OF(describe_coip_pools);
#undef S

#define S eip_get_coip_pool_usage_request
static const struct shape_member get_coip_pool_usage[] = {
    TEXT_REQUIRED(PoolId, pool_id),
    LIST(Filters, Filter, filters, filter_count, shape_filter),
    NUMBER(MaxResults, max_results, EIP_COIP_MAX_RESULTS),
    TEXT(NextToken, next_token),
    BOOLEAN(DryRun, EIP_COIP_DRY_RUN, 0),
};
const struct shape shape_get_coip_pool_usage_request =
    SHAPE_OF(get_coip_pool_usage);
#undef S

#define S eip_tags_request
static const struct shape_member create_tags[] = {
    LIST_REQUIRED(Resources, ResourceId, resources, resource_count,
                  shape_text_item),
    LIST_REQUIRED(Tags, Tag, tags, tag_count, shape_tag_asked),
    BOOLEAN(DryRun, EIP_CREATE_TAGS_DRY_RUN, 0),
};
const struct shape shape_create_tags_request = SHAPE_OF(create_tags);
#undef S

#define S eip_tags_request
static const struct shape_member delete_tags[] = {
    LIST_REQUIRED(Resources, ResourceId, resources, resource_count,
                  shape_text_item),
    BOOLEAN(DryRun, EIP_DELETE_TAGS_DRY_RUN, 0),
    LIST(Tags, Tag, tags, tag_count, shape_tag_asked),
};
const struct shape shape_delete_tags_request = SHAPE_OF(delete_tags);
#undef S

#define S eip_describe_tags_request
static const struct shape_member describe_tags[] = {
    BOOLEAN(DryRun, EIP_DESCRIBE_TAGS_DRY_RUN, 0),
    LIST(Filters, Filter, filters, filter_count, shape_filter),
    NUMBER(MaxResults, max_results, EIP_DESCRIBE_TAGS_MAX_RESULTS),
    TEXT(NextToken, next_token),
};
const struct shape shape_describe_tags_request = SHAPE_OF(describe_tags);
#undef S
