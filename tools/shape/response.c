/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Responses: addresses, tags, transfers, EC2-Classic. */
#include "make.h"
#include "responses.h"

const struct shape shape_text_item = {NULL, 0, sizeof(eip_text), SHAPE_TEXT, 0};
const struct shape shape_cidr_item = {NULL, 0, sizeof(eip_cidr), SHAPE_CIDR, 0};

static const char *const domains[] = {"vpc", "standard", NULL};
static const char *const transfers[] = {NULL, "pending", "disabled", "accepted",
                                        NULL};

#define S eip_tag
static const struct shape_member tag[] = {
    VALUE(Key, key, SHAPE_TEXT, key),
    VALUE(Value, value, SHAPE_TEXT, value),
};
const struct shape shape_tag = SHAPE_PLAIN(tag);
#undef S

static const struct shape_member done[] = {SAID(Return, return, SHAPE_TRUE)};
const struct shape shape_done = {done, 1, 0, 0, 0};

#define S eip_allocate_address_response
#define GIVEN(label, spelled, sort, at, which)                                 \
    VALUE_IF(label, spelled, sort, at, fields, EIP_HAS_##which)
static const struct shape_member allocated[] = {
    GIVEN(AllocationId, allocationId, SHAPE_ALLOCATION_ID, allocation_id,
          ALLOCATION_ID),
    GIVEN(PublicIpv4Pool, publicIpv4Pool, SHAPE_POOL, public_ipv4_pool,
          PUBLIC_IPV4_POOL),
    GIVEN(NetworkBorderGroup, networkBorderGroup, SHAPE_TEXT,
          network_border_group, NETWORK_BORDER_GROUP),
    CHOICE(Domain, domain, domain, domains),
    GIVEN(CustomerOwnedIp, customerOwnedIp, SHAPE_IPV4, customer_owned_ip,
          CUSTOMER_OWNED_IP),
    GIVEN(CustomerOwnedIpv4Pool, customerOwnedIpv4Pool, SHAPE_POOL,
          customer_owned_ipv4_pool, CUSTOMER_OWNED_IPV4_POOL),
    GIVEN(CarrierIp, carrierIp, SHAPE_IPV4, carrier_ip, CARRIER_IP),
    GIVEN(PublicIp, publicIp, SHAPE_IPV4, public_ip, PUBLIC_IP),
};
const struct shape shape_allocate_address_response = SHAPE_OF(allocated);
#undef S

#define S eip_address
static const struct shape_member address[] = {
    GIVEN(AllocationId, allocationId, SHAPE_ALLOCATION_ID, allocation_id,
          ALLOCATION_ID),
    GIVEN(AssociationId, associationId, SHAPE_ASSOCIATION_ID, association_id,
          ASSOCIATION_ID),
    CHOICE(Domain, domain, domain, domains),
    GIVEN(NetworkInterfaceId, networkInterfaceId, SHAPE_TEXT,
          network_interface_id, NETWORK_INTERFACE_ID),
    GIVEN(NetworkInterfaceOwnerId, networkInterfaceOwnerId, SHAPE_ACCOUNT,
          network_interface_owner_id, NETWORK_INTERFACE_OWNER_ID),
    GIVEN(PrivateIpAddress, privateIpAddress, SHAPE_IPV4, private_ip,
          PRIVATE_IP_ADDRESS),
    ITEMS(Tags, tagSet, tags, tag_count, shape_tag),
    GIVEN(PublicIpv4Pool, publicIpv4Pool, SHAPE_POOL, public_ipv4_pool,
          PUBLIC_IPV4_POOL),
    GIVEN(NetworkBorderGroup, networkBorderGroup, SHAPE_TEXT,
          network_border_group, NETWORK_BORDER_GROUP),
    GIVEN(CustomerOwnedIp, customerOwnedIp, SHAPE_IPV4, customer_owned_ip,
          CUSTOMER_OWNED_IP),
    GIVEN(CustomerOwnedIpv4Pool, customerOwnedIpv4Pool, SHAPE_POOL,
          customer_owned_ipv4_pool, CUSTOMER_OWNED_IPV4_POOL),
    GIVEN(CarrierIp, carrierIp, SHAPE_IPV4, carrier_ip, CARRIER_IP),
    GIVEN(SubnetId, subnetId, SHAPE_TEXT, subnet_id, SUBNET_ID),
    GIVEN(ServiceManaged, serviceManaged, SHAPE_TEXT, service_managed,
          SERVICE_MANAGED),
    GIVEN(InstanceId, instanceId, SHAPE_TEXT, instance_id, INSTANCE_ID),
    GIVEN(PublicIp, publicIp, SHAPE_IPV4, public_ip, PUBLIC_IP),
};
const struct shape shape_address = SHAPE_OF(address);
#undef S
#undef GIVEN

#define S eip_associate_address_response
static const struct shape_member associated[] = {
    SAID(Return, return, SHAPE_TRUE),
    VALUE(AssociationId, associationId, SHAPE_ASSOCIATION_ID, association_id),
};
const struct shape shape_associate_address_response = SHAPE_OF(associated);
#undef S

#define S eip_address_attribute
static const struct shape_member update[] = {
    VALUE(Value, value, SHAPE_CHARS, ptr_update_value),
    VALUE(Status, status, SHAPE_CHARS, ptr_update_status),
    VALUE(Reason, reason, SHAPE_CHARS, ptr_update_reason),
};
static const struct shape shape_update = SHAPE_PLAIN(update);
static const struct shape_member attribute[] = {
    VALUE(PublicIp, publicIp, SHAPE_IPV4, public_ip),
    VALUE(AllocationId, allocationId, SHAPE_ALLOCATION_ID, allocation_id),
    VALUE(PtrRecord, ptrRecord, SHAPE_CHARS, ptr_record),
    INSIDE(PtrRecordUpdate, ptrRecordUpdate, 0, shape_update),
};
const struct shape shape_attribute = SHAPE_OF(attribute);
static const struct shape_member attribute_answer[] = {
    INSIDE(Address, address, 0, shape_attribute)};
const struct shape shape_attribute_response = SHAPE_OF(attribute_answer);
#undef S

#define S eip_address_transfer
static const struct shape_member transfer[] = {
    VALUE(PublicIp, publicIp, SHAPE_IPV4, public_ip),
    VALUE(AllocationId, allocationId, SHAPE_ALLOCATION_ID, allocation_id),
    VALUE(TransferAccountId, transferAccountId, SHAPE_ACCOUNT,
          transfer_account),
    VALUE(TransferOfferExpirationTimestamp, transferOfferExpirationTimestamp,
          SHAPE_TIME, expiration_ms),
    VALUE(TransferOfferAcceptedTimestamp, transferOfferAcceptedTimestamp,
          SHAPE_TIME, accepted_ms),
    CHOICE(AddressTransferStatus, addressTransferStatus, status, transfers),
};
const struct shape shape_transfer = SHAPE_OF(transfer);
static const struct shape_member transfer_answer[] = {
    INSIDE(AddressTransfer, addressTransfer, 0, shape_transfer)};
const struct shape shape_transfer_response = SHAPE_OF(transfer_answer);
#undef S

#define S eip_classic_response
static const struct shape_member moved[] = {
    VALUE(AllocationId, allocationId, SHAPE_ALLOCATION_ID, allocation_id),
    VALUE(Status, status, SHAPE_TEXT, status),
};
const struct shape shape_move_address_to_vpc_response = SHAPE_OF(moved);
static const struct shape_member restored[] = {
    VALUE(PublicIp, publicIp, SHAPE_IPV4, public_ip),
    VALUE(Status, status, SHAPE_TEXT, status),
};
const struct shape shape_restore_address_to_classic_response =
    SHAPE_OF(restored);
#undef S

#define S eip_moving_address
static const struct shape_member moving[] = {
    VALUE(MoveStatus, moveStatus, SHAPE_TEXT, move_status),
    VALUE(PublicIp, publicIp, SHAPE_IPV4, public_ip),
};
const struct shape shape_moving_address = SHAPE_OF(moving);
#undef S

#define S eip_tag_description
static const struct shape_member described[] = {
    VALUE(Key, key, SHAPE_TEXT, key),
    VALUE(ResourceId, resourceId, SHAPE_TEXT, resource_id),
    VALUE(ResourceType, resourceType, SHAPE_TEXT, resource_type),
    VALUE(Value, value, SHAPE_TEXT, value),
};
const struct shape shape_tag_description = SHAPE_OF(described);
#undef S
