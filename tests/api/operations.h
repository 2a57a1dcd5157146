/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file operations.h
 * Every operation as one function of the same type, for tests of what all
 * have in common. One more operation is one more line.
 */
#ifndef EIP_TESTS_API_OPERATIONS_H
#define EIP_TESTS_API_OPERATIONS_H

#include "eip/eip.h"

#include <stdbool.h>

/** An operation without parameters, in the books or beside them. */
struct operation {
    const char *name;
    bool in_books;
    eip_status (*call)(eip_engine *engine, const eip_caller *caller,
                       eip_error *error);
};

/* X(function, request, answer): what is answered is nothing, a struct or a
 * list. */
#define OPERATIONS_ON_ADDRESSES(PLAIN, STRUCT, LIST)                           \
    STRUCT(allocate_address, allocate_address_request,                         \
           allocate_address_response)                                          \
    PLAIN(release_address, release_address_request, none)                      \
    LIST(describe_addresses, describe_addresses_request, address_list)         \
    LIST(describe_addresses_attribute, describe_addresses_attribute_request,   \
         address_attribute_list)                                               \
    STRUCT(modify_address_attribute, modify_address_attribute_request,         \
           address_attribute)                                                  \
    STRUCT(reset_address_attribute, reset_address_attribute_request,           \
           address_attribute)                                                  \
    STRUCT(associate_address, associate_address_request,                       \
           associate_address_response)                                         \
    PLAIN(disassociate_address, disassociate_address_request, none)            \
    STRUCT(enable_address_transfer, enable_address_transfer_request,           \
           address_transfer)                                                   \
    STRUCT(accept_address_transfer, accept_address_transfer_request,           \
           address_transfer)                                                   \
    STRUCT(disable_address_transfer, disable_address_transfer_request,         \
           address_transfer)                                                   \
    LIST(describe_address_transfers, describe_address_transfers_request,       \
         address_transfer_list)                                                \
    STRUCT(move_address_to_vpc, classic_request, classic_response)             \
    STRUCT(restore_address_to_classic, classic_request, classic_response)      \
    LIST(describe_moving_addresses, describe_moving_addresses_request,         \
         moving_address_list)                                                  \
    PLAIN(create_tags, tags_request, none)                                     \
    PLAIN(delete_tags, tags_request, none)                                     \
    LIST(describe_tags, describe_tags_request, tag_list)

#define OPERATIONS_ON_PUBLIC_POOLS(PLAIN, STRUCT, LIST)                        \
    PLAIN(delete_public_ipv4_pool, delete_public_ipv4_pool_request, none)      \
    STRUCT(provision_public_ipv4_pool_cidr,                                    \
           provision_public_ipv4_pool_cidr_request,                            \
           provision_public_ipv4_pool_cidr_response)                           \
    STRUCT(deprovision_public_ipv4_pool_cidr,                                  \
           deprovision_public_ipv4_pool_cidr_request,                          \
           deprovision_public_ipv4_pool_cidr_response)                         \
    LIST(describe_public_ipv4_pools, describe_public_ipv4_pools_request,       \
         public_pool_list)                                                     \
    LIST(provision_byoip_cidr, provision_byoip_cidr_request, byoip_cidr_list)  \
    LIST(describe_byoip_cidrs, describe_byoip_cidrs_request, byoip_cidr_list)  \
    LIST(advertise_byoip_cidr, byoip_cidr_request, byoip_cidr_list)            \
    LIST(withdraw_byoip_cidr, byoip_cidr_request, byoip_cidr_list)             \
    LIST(deprovision_byoip_cidr, byoip_cidr_request, byoip_cidr_list)          \
    LIST(move_byoip_cidr_to_ipam, move_byoip_cidr_to_ipam_request,             \
         byoip_cidr_list)

#define OPERATIONS_OF_IPAM(PLAIN, STRUCT, LIST)                                \
    LIST(create_ipam_pool, create_ipam_pool_request, ipam_pool_list)           \
    LIST(delete_ipam_pool, delete_ipam_pool_request, ipam_pool_list)           \
    LIST(modify_ipam_pool, modify_ipam_pool_request, ipam_pool_list)           \
    LIST(describe_ipam_pools, describe_ipam_pools_request, ipam_pool_list)     \
    LIST(provision_ipam_pool_cidr, provision_ipam_pool_cidr_request,           \
         ipam_pool_cidr_list)                                                  \
    LIST(deprovision_ipam_pool_cidr, deprovision_ipam_pool_cidr_request,       \
         ipam_pool_cidr_list)                                                  \
    LIST(get_ipam_pool_cidrs, get_ipam_pool_cidrs_request,                     \
         ipam_pool_cidr_list)                                                  \
    LIST(allocate_ipam_pool_cidr, allocate_ipam_pool_cidr_request,             \
         ipam_pool_allocation_list)                                            \
    PLAIN(release_ipam_pool_allocation, release_ipam_pool_allocation_request,  \
          none)                                                                \
    LIST(get_ipam_pool_allocations, get_ipam_pool_allocations_request,         \
         ipam_pool_allocation_list)                                            \
    LIST(describe_ipam_pool_allocations,                                       \
         describe_ipam_pool_allocations_request, ipam_pool_allocation_list)    \
    LIST(modify_ipam_pool_allocation, modify_ipam_pool_allocation_request,     \
         ipam_pool_allocation_list)

#define OPERATIONS_IN_BOOKS(PLAIN, STRUCT, LIST)                               \
    OPERATIONS_ON_PUBLIC_POOLS(PLAIN, STRUCT, LIST)                            \
    OPERATIONS_OF_IPAM(PLAIN, STRUCT, LIST)                                    \
    LIST(create_coip_pool, create_coip_pool_request, coip_pool_list)           \
    LIST(delete_coip_pool, delete_coip_pool_request, coip_pool_list)           \
    STRUCT(create_coip_cidr, coip_cidr_request, coip_cidr)                     \
    STRUCT(delete_coip_cidr, coip_cidr_request, coip_cidr)                     \
    LIST(describe_coip_pools, describe_coip_pools_request, coip_pool_list)     \
    STRUCT(get_coip_pool_usage, get_coip_pool_usage_request,                   \
           get_coip_pool_usage_response)

#define OPERATION_HEAD(name, request)                                          \
    static eip_status call_##name(                                             \
        eip_engine *engine, const eip_caller *caller, eip_error *error) {      \
        eip_##request parameters = {.size = sizeof(eip_##request)};            \
        eip_status status;

#define OPERATION_PLAIN(name, request, answer)                                 \
    OPERATION_HEAD(name, request)                                              \
    status = eip_##name(engine, caller, &parameters, error);                   \
    return status;                                                             \
    }

#define OPERATION_STRUCT(name, request, answer)                                \
    OPERATION_HEAD(name, request)                                              \
    eip_##answer given = {.size = sizeof(eip_##answer)};                       \
                                                                               \
    status = eip_##name(engine, caller, &parameters, &given, error);           \
    return status;                                                             \
    }

#define OPERATION_LIST(name, request, answer)                                  \
    OPERATION_HEAD(name, request)                                              \
    eip_##answer *given = NULL;                                                \
                                                                               \
    status = eip_##name(engine, caller, &parameters, &given, error);           \
    eip_##answer##_free(given);                                                \
    return status;                                                             \
    }

OPERATIONS_ON_ADDRESSES(OPERATION_PLAIN, OPERATION_STRUCT, OPERATION_LIST)
OPERATIONS_IN_BOOKS(OPERATION_PLAIN, OPERATION_STRUCT, OPERATION_LIST)

/* It answers a name, which is no struct with a size. */
static eip_status call_create_public_ipv4_pool(eip_engine *engine,
                                               const eip_caller *caller,
                                               eip_error *error) {
    eip_create_public_ipv4_pool_request request =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    eip_pool_ref given;

    return eip_create_public_ipv4_pool(engine, caller, &request, &given, error);
}

#define OPERATION_ENTRY(name, request, answer) {#name, false, call_##name},
#define OPERATION_BOOKS_ENTRY(name, request, answer) {#name, true, call_##name},

static const struct operation operations[] = {
    OPERATIONS_ON_ADDRESSES(OPERATION_ENTRY, OPERATION_ENTRY, OPERATION_ENTRY)
        OPERATIONS_IN_BOOKS(OPERATION_BOOKS_ENTRY, OPERATION_BOOKS_ENTRY,
                            OPERATION_BOOKS_ENTRY){
            "create_public_ipv4_pool", true, call_create_public_ipv4_pool}};

enum { OPERATIONS = sizeof operations / sizeof operations[0] };

#endif
