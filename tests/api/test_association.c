/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AssociateAddress and DisassociateAddress, what DescribeAddresses shows of
 * them, and what they forbid. */
#include "api/expect.h"

WORLD_SUITE(association);

static const eip_associate_address_request blank =
    EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;
static const eip_disassociate_address_request leave_blank =
    EIP_DISASSOCIATE_ADDRESS_REQUEST_INIT;

/* -- calls ------------------------------------------------------------------ */

static eip_status associate_by(uint64_t account,
                               const eip_associate_address_request *request,
                               uint64_t *id) {
    eip_associate_address_response response =
        EIP_ASSOCIATE_ADDRESS_RESPONSE_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_status status;

    w.error = eip_error_init();
    status =
        eip_associate_address(w.engine, &caller, request, &response, &w.error);
    if (id != NULL) {
        *id = response.association_id;
    }
    return status;
}

static eip_associate_address_request with(uint64_t address,
                                          const char *interface) {
    eip_associate_address_request request = blank;

    request.allocation_id = address;
    request.network_interface_id = eip_text_of(interface);
    return request;
}

/* Alice's address with an interface; must succeed. */
static uint64_t associate(uint64_t address, const char *interface) {
    eip_associate_address_request request = with(address, interface);
    uint64_t id = 0;

    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, &id), EIP_OK);
    cr_assert_neq(id, 0);
    return id;
}

static eip_status
disassociate_by(uint64_t account,
                const eip_disassociate_address_request *request) {
    eip_caller caller = EIP_CALLER_INIT(account);

    w.error = eip_error_init();
    return eip_disassociate_address(w.engine, &caller, request, &w.error);
}

static eip_status disassociate(uint64_t account, uint64_t id) {
    eip_disassociate_address_request request = leave_blank;

    request.association_id = id;
    return disassociate_by(account, &request);
}

static const char *association_text(uint64_t id) {
    static char text[4][EIP_ASSOCIATION_ID_TEXT_SIZE];
    static uint32_t next;
    char *room = text[next++ % 4];

    cr_assert_eq(eip_association_id_format(id, room), 26);
    return room;
}

/* The address with this id, and the list that its texts are in. */
static eip_address look(uint64_t account, uint64_t id,
                        eip_address_list **list) {
    *list = world_list(&w, account, NULL);
    for (uint64_t i = 0; i < eip_address_list_count(*list); i++) {
        eip_address address = world_at(*list, i);

        if (address.allocation_id == id) {
            return address;
        }
    }
    world_die("%s is not held", world_id(id));
}

static uint64_t association_of(uint64_t id) {
    eip_address_list *list;
    eip_address address = look(WORLD_ALICE, id, &list);

    eip_address_list_free(list);
    cr_assert_eq((address.fields & EIP_HAS_ASSOCIATION_ID) != 0,
                 address.association_id != 0);
    return address.association_id;
}

/* -- associations ------------------------------------------------------------- */

Test(association, is_shown) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_interface interface = EIP_INTERFACE_INIT;
    eip_associate_address_request request = with(got.allocation_id, "eni-1");
    eip_address_list *list;
    eip_address seen;
    uint64_t id;

    interface.owner = WORLD_BOB;
    interface.instance_id = eip_text_of("i-1");
    interface.subnet_id = eip_text_of("subnet-1");
    interface.private_ip = world_address("10.0.0.7");
    request.interface = &interface;
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, &id), EIP_OK);
    seen = look(WORLD_ALICE, got.allocation_id, &list);
    cr_assert_eq(seen.fields,
                 got.fields | EIP_HAS_ASSOCIATION_ID | EIP_HAS_INSTANCE_ID |
                     EIP_HAS_NETWORK_INTERFACE_ID |
                     EIP_HAS_NETWORK_INTERFACE_OWNER_ID |
                     EIP_HAS_PRIVATE_IP_ADDRESS | EIP_HAS_SUBNET_ID);
    cr_assert_eq(seen.association_id, id);
    cr_assert_eq(seen.network_interface_owner_id, WORLD_BOB);
    cr_assert_eq(seen.private_ip, interface.private_ip);
    cr_assert(is_text(seen.network_interface_id, "eni-1"));
    cr_assert(is_text(seen.instance_id, "i-1"));
    cr_assert(is_text(seen.subnet_id, "subnet-1"));
    cr_assert(is_text(seen.service_managed, NULL));
    eip_address_list_free(list);

    EXPECT_STATUS(disassociate(WORLD_ALICE, id), EIP_OK);
    seen = look(WORLD_ALICE, got.allocation_id, &list);
    cr_assert_eq(seen.fields, got.fields);
    cr_assert(is_text(seen.network_interface_id, NULL));
    eip_address_list_free(list);
    world_give(&w, WORLD_ALICE, &got);
}

Test(association, with_what_the_request_names_only) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_associate_address_request request = blank;
    eip_address_list *list;
    eip_address seen;

    request.public_ip = eip_text_of(world_ip(got.public_ip));
    request.instance_id = eip_text_of("i-1");
    request.private_ip_address = eip_text_of("10.0.0.9");
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL), EIP_OK);
    seen = look(WORLD_ALICE, got.allocation_id, &list);
    cr_assert_eq(seen.fields, got.fields | EIP_HAS_ASSOCIATION_ID |
                                  EIP_HAS_INSTANCE_ID |
                                  EIP_HAS_PRIVATE_IP_ADDRESS);
    cr_assert_eq(seen.private_ip, world_address("10.0.0.9"));
    eip_address_list_free(list);
    associate(got.allocation_id, "eni-5");
    seen = look(WORLD_ALICE, got.allocation_id, &list);
    cr_assert_eq(seen.network_interface_owner_id, WORLD_ALICE);
    cr_assert_eq(seen.fields, got.fields | EIP_HAS_ASSOCIATION_ID |
                                  EIP_HAS_NETWORK_INTERFACE_ID |
                                  EIP_HAS_NETWORK_INTERFACE_OWNER_ID);
    eip_address_list_free(list);
}

Test(association, again_is_the_same) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    uint64_t id = associate(got.allocation_id, "eni-1");
    eip_associate_address_request request = with(got.allocation_id, "eni-1");
    uint64_t other;

    EXPECT_UNCHANGED({
        cr_assert_eq(associate(got.allocation_id, "eni-1"), id);
        request.flags = EIP_ASSOCIATE_NO_REASSOCIATION;
        EXPECT_STATUS(associate_by(WORLD_ALICE, &request, &other), EIP_OK);
        cr_assert_eq(other, id);
    });
    EXPECT_STATUS(disassociate(WORLD_ALICE, id), EIP_OK);
    cr_assert_neq(associate(got.allocation_id, "eni-1"), id,
                  "ids change at each association");
}

Test(association, elsewhere) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    uint64_t id = associate(got.allocation_id, "eni-1");
    eip_associate_address_request request = with(got.allocation_id, "eni-2");
    char message[200];
    uint64_t other;

    request.flags = EIP_ASSOCIATE_NO_REASSOCIATION;
    (void)snprintf(message, sizeof message,
                   "resource %s is already associated with associate-id %s",
                   world_id(got.allocation_id), association_text(id));
    EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL),
                 EIP_ERR_ALREADY_ASSOCIATED, message);
    cr_assert_eq(association_of(got.allocation_id), id);
    request.flags = EIP_ASSOCIATE_ALLOW_REASSOCIATION;
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, &other), EIP_OK);
    cr_assert_neq(other, id);
    cr_assert_eq(association_of(got.allocation_id), other);
    EXPECT_STATUS(disassociate(WORLD_ALICE, id),
                  EIP_ERR_ASSOCIATION_ID_NOT_FOUND);
    EXPECT_STATUS(disassociate(WORLD_ALICE, other), EIP_OK);
}

Test(association, takes_the_place_of_another_address) {
    eip_allocate_address_response a = world_get(&w, WORLD_ALICE, NULL);
    eip_allocate_address_response b = world_get(&w, WORLD_ALICE, NULL);
    eip_allocate_address_response c = world_get(&w, WORLD_BOB, NULL);
    eip_associate_address_request request = with(c.allocation_id, "eni-1");
    uint64_t first = associate(a.allocation_id, "eni-1");
    uint64_t second;

    /* Another account's is its own matter. */
    EXPECT_STATUS(associate_by(WORLD_BOB, &request, NULL), EIP_OK);
    cr_assert_eq(association_of(a.allocation_id), first);
    second = associate(b.allocation_id, "eni-1");
    cr_assert_eq(association_of(a.allocation_id), 0);
    cr_assert_eq(association_of(b.allocation_id), second);
    EXPECT_STATUS(disassociate(WORLD_ALICE, first),
                  EIP_ERR_ASSOCIATION_ID_NOT_FOUND);
    world_give(&w, WORLD_ALICE, &a);
    /* Other private addresses, instances and interfaces are other places. */
    a = world_get(&w, WORLD_ALICE, NULL);
    request = with(a.allocation_id, "eni-1");
    request.private_ip_address = eip_text_of("10.0.0.2");
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL), EIP_OK);
    request = with(a.allocation_id, "eni-2");
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL), EIP_OK);
    request = with(a.allocation_id, NULL);
    request.instance_id = eip_text_of("eni-1");
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL), EIP_OK);
    request.instance_id = eip_text_of("eni-12");
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL), EIP_OK);
    cr_assert_eq(association_of(b.allocation_id), second);
    request = with(b.allocation_id, NULL);
    request.instance_id = eip_text_of("eni-12");
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL), EIP_OK);
    cr_assert_eq(association_of(a.allocation_id), 0);
}

/* -- the embedder's world --------------------------------------------------------- */

struct cloud {
    eip_status says;
    eip_interface interface;
    eip_interface_query asked;
};

static eip_status find(void *context, const eip_interface_query *query,
                       eip_interface *found) {
    struct cloud *cloud = context;

    cloud->asked = *query;
    *found = cloud->interface;
    return cloud->says;
}

static void reopen(struct cloud *cloud) {
    const eip_interface interface = EIP_INTERFACE_INIT;

    cloud->interface = interface;
    world_end(&w);
    world_init(&w);
    w.config.interfaces = (eip_interfaces){cloud, find};
    world_open(&w);
    world_build(&w);
}

Test(association, interfaces_are_found_by_the_embedder) {
    static const eip_status refusals[] = {
        EIP_ERR_INSTANCE_NOT_FOUND, EIP_ERR_INSTANCE_ID, EIP_ERR_INSTANCE_STATE,
        EIP_ERR_INTERFACE_NOT_FOUND};
    struct cloud cloud = {.says = EIP_OK};
    eip_allocate_address_response got;
    eip_associate_address_request request = blank;
    eip_address_list *list;
    eip_address seen;

    reopen(&cloud);
    got = world_get(&w, WORLD_ALICE, NULL);
    request.allocation_id = got.allocation_id;
    request.instance_id = eip_text_of("i-1");
    for (size_t i = 0; i < COUNT(refusals); i++) {
        cloud.says = refusals[i];
        EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL), refusals[i],
                     eip_status_text(refusals[i]));
    }
    cloud.says = EIP_OK;
    cloud.interface.network_interface_id = eip_text_of("eni-1");
    cloud.interface.owner = 7;
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL), EIP_OK);
    cr_assert_eq(cloud.asked.account, WORLD_ALICE);
    cr_assert_eq(cloud.asked.size, sizeof cloud.asked);
    cr_assert_eq(cloud.asked.private_ip, 0);
    cr_assert(is_text(cloud.asked.instance_id, "i-1"));
    cr_assert(is_text(cloud.asked.network_interface_id, NULL));
    seen = look(WORLD_ALICE, got.allocation_id, &list);
    cr_assert(is_text(seen.network_interface_id, "eni-1"));
    cr_assert(is_text(seen.instance_id, "i-1"));
    cr_assert_eq(seen.network_interface_owner_id, 7);
    eip_address_list_free(list);
    cloud.interface.instance_id = (eip_text){"", 0, 0};
    EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL), EIP_ERR_ARGUMENT,
                 "What is said of the network interface is not valid");
}

Test(association, gateways_and_border_groups) {
    eip_allocate_address_request local = world_request_in(WORLD_LOCAL);
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_interface interface = EIP_INTERFACE_INIT;
    eip_associate_address_request request = with(got.allocation_id, "eni-1");

    request.interface = &interface;
    interface.flags = EIP_INTERFACE_NO_GATEWAY;
    EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL),
                 EIP_ERR_GATEWAY_NOT_ATTACHED,
                 "The network of eni-1 is not attached to any internet "
                 "gateway");
    request.network_interface_id = eip_text_of(NULL);
    request.instance_id = eip_text_of("i-1");
    EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL),
                 EIP_ERR_GATEWAY_NOT_ATTACHED,
                 "The network of i-1 is not attached to any internet gateway");
    interface.flags = 0;
    interface.network_border_group = eip_text_of(WORLD_LOCAL);
    EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL),
                 EIP_ERR_INVALID_PARAMETER_VALUE,
                 "You cannot associate an Elastic IP address with an "
                 "interface in a different network border group");
    got = world_get(&w, WORLD_ALICE, &local);
    request.allocation_id = got.allocation_id;
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL), EIP_OK);
    interface.network_border_group = eip_text_of(NULL);
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
}

/* -- releases ------------------------------------------------------------------------ */

Test(association, keeps_the_address) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    char message[80];

    associate(got.allocation_id, "eni-1");
    (void)snprintf(message, sizeof message, "Address %s is in use.",
                   world_ip(got.public_ip));
    EXPECT_UNCHANGED({
        EXPECT_ERROR(world_release(&w, WORLD_ALICE, got.allocation_id, NULL),
                     EIP_ERR_ADDRESS_IN_USE, message);
    });
    EXPECT_STATUS(disassociate(WORLD_ALICE, association_of(got.allocation_id)),
                  EIP_OK);
    world_give(&w, WORLD_ALICE, &got);
}

Test(association, in_a_default_vpc_ends_with_the_address) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_interface interface = EIP_INTERFACE_INIT;
    eip_associate_address_request request = with(got.allocation_id, "eni-1");
    eip_allocate_address_request again;
    uint64_t id;

    interface.flags = EIP_INTERFACE_DEFAULT_VPC;
    request.interface = &interface;
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, &id), EIP_OK);
    world_give(&w, WORLD_ALICE, &got);
    EXPECT_STATUS(disassociate(WORLD_ALICE, id),
                  EIP_ERR_ASSOCIATION_ID_NOT_FOUND);
    again = world_request_named(world_ip(got.public_ip));
    got = world_get(&w, WORLD_ALICE, &again);
    cr_assert_eq(association_of(got.allocation_id), 0);
    EXPECT_STATUS(disassociate(WORLD_ALICE, id),
                  EIP_ERR_ASSOCIATION_ID_NOT_FOUND);
}

Test(association, of_a_services_address_is_not_the_accounts) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    uint64_t id = associate(got.allocation_id, "eni-1");
    eip_associate_address_request request = with(got.allocation_id, "eni-2");
    eip_address_marks marks = EIP_ADDRESS_MARKS_INIT;
    static const char *const names[] = {"alb", "nlb", "rds", "rnat"};
    eip_address_list *list;
    eip_address seen;

    marks.allocation_id = got.allocation_id;
    for (uint32_t i = 0; i < 4; i++) {
        marks.service = EIP_SERVICE_ALB + i;
        EXPECT_STATUS(eip_admin_mark_address(w.engine, &marks, &w.error),
                      EIP_OK);
        seen = look(WORLD_ALICE, got.allocation_id, &list);
        cr_assert_neq(seen.fields & EIP_HAS_SERVICE_MANAGED, 0);
        cr_assert(is_text(seen.service_managed, names[i]));
        cr_assert_eq(seen.association_id, id);
        eip_address_list_free(list);
    }
    EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL),
                 EIP_ERR_AUTH_FAILURE,
                 "You do not have permission to access the specified "
                 "resource.");
    EXPECT_STATUS(disassociate(WORLD_ALICE, id), EIP_ERR_AUTH_FAILURE);
    cr_assert_eq(association_of(got.allocation_id), id);
}

/* -- EC2-Classic ------------------------------------------------------------------------ */

Test(association, in_classic) {
    eip_allocate_address_response got = world_get(&w, WORLD_CAROL, NULL);
    eip_associate_address_request request = blank;
    eip_disassociate_address_request leave = leave_blank;
    eip_address_list *list;
    eip_address seen;
    uint64_t id = 7;

    request.public_ip = eip_text_of(world_ip(got.public_ip));
    leave.public_ip = request.public_ip;
    EXPECT_STATUS(disassociate_by(WORLD_CAROL, &leave), EIP_OK);
    request.network_interface_id = eip_text_of("eni-1");
    EXPECT_ERROR(associate_by(WORLD_CAROL, &request, NULL),
                 EIP_ERR_INVALID_PARAMETER_COMBINATION,
                 "You must specify an allocation id when mapping an address "
                 "to a network interface");
    request.network_interface_id = eip_text_of(NULL);
    request.instance_id = eip_text_of("i-1");
    request.flags = EIP_ASSOCIATE_ALLOW_REASSOCIATION;
    EXPECT_ERROR(associate_by(WORLD_CAROL, &request, NULL),
                 EIP_ERR_INVALID_PARAMETER_COMBINATION,
                 "The allowReassociation parameter is only supported when "
                 "mapping to a VPC instance or interface.");
    request.flags = 0;
    EXPECT_STATUS(associate_by(WORLD_CAROL, &request, &id), EIP_OK);
    cr_assert_eq(id, 0);
    list = world_list(&w, WORLD_CAROL, NULL);
    seen = world_at(list, 0);
    cr_assert_eq(seen.fields, EIP_HAS_PUBLIC_IP | EIP_HAS_INSTANCE_ID);
    cr_assert(is_text(seen.instance_id, "i-1"));
    eip_address_list_free(list);
    EXPECT_STATUS(disassociate(WORLD_CAROL, 0), EIP_ERR_MISSING_PARAMETER);
    EXPECT_STATUS(disassociate_by(WORLD_CAROL, &leave), EIP_OK);
    EXPECT_STATUS(disassociate_by(WORLD_CAROL, &leave), EIP_OK);
    list = world_list(&w, WORLD_CAROL, NULL);
    cr_assert_eq(world_at(list, 0).fields, EIP_HAS_PUBLIC_IP);
    eip_address_list_free(list);
}

/* -- what is refused ------------------------------------------------------------------------ */

Test(association, parameters) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_associate_address_request request = blank;
    char *longest;

    request.instance_id = eip_text_of("i-1");
    EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL),
                 EIP_ERR_MISSING_PARAMETER,
                 "Either public IP or allocation id must be specified");
    request.public_ip = eip_text_of("1.2.3");
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                  EIP_ERR_ADDRESS_MALFORMED);
    request.public_ip = eip_text_of(world_ip(got.public_ip));
    request.allocation_id = got.allocation_id;
    EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL),
                 EIP_ERR_INVALID_PARAMETER_COMBINATION,
                 "You may specify public IP or allocation id, but not both in "
                 "the same call");
    request.public_ip = eip_text_of(NULL);
    request.network_interface_id = eip_text_of("eni-1");
    EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL),
                 EIP_ERR_INVALID_PARAMETER_COMBINATION,
                 "You may specify instance ID or network interface ID, but "
                 "not both in the same call");
    request.network_interface_id = eip_text_of(NULL);
    request.instance_id = eip_text_of(NULL);
    EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL),
                 EIP_ERR_MISSING_PARAMETER,
                 "Either instance ID or network interface ID must be "
                 "specified");
    request.instance_id = eip_text_of("");
    EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL),
                 EIP_ERR_INVALID_PARAMETER_VALUE,
                 "Value () for parameter InstanceId is invalid");
    request.instance_id = eip_text_of("i-\xff");
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    longest = malloc(EIP_LIMIT_RESOURCE_ID + 2);
    memset(longest, 'x', EIP_LIMIT_RESOURCE_ID + 1);
    longest[EIP_LIMIT_RESOURCE_ID + 1] = '\0';
    request.instance_id = eip_text_of(NULL);
    request.network_interface_id = eip_text_of(longest);
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_str_eq(w.error.field, "NetworkInterfaceId");
    longest[EIP_LIMIT_RESOURCE_ID] = '\0';
    request.network_interface_id = eip_text_of(longest);
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL), EIP_OK);
    free(longest);
    request = with(got.allocation_id, "eni-1");
    request.private_ip_address = eip_text_of("10.0.0");
    EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL),
                 EIP_ERR_INVALID_PARAMETER_VALUE,
                 "Value (10.0.0) for parameter PrivateIpAddress is invalid");
}

Test(association, of_an_address_that_is_not_the_callers) {
    eip_allocate_address_response got = world_get(&w, WORLD_BOB, NULL);
    eip_associate_address_request request = with(got.allocation_id, "eni-1");
    char message[120];

    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    EXPECT_STATUS(associate_by(WORLD_DAVE, &request, NULL),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    request.allocation_id = 0;
    request.allocation_id_text = eip_text_of("eipalloc-1");
    EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL),
                 EIP_ERR_ALLOCATION_ID_NOT_FOUND,
                 "The allocation ID 'eipalloc-1' does not exist");
    request.allocation_id_text = eip_text_of(NULL);
    request.public_ip = eip_text_of(world_ip(got.public_ip));
    (void)snprintf(message, sizeof message,
                   "The address '%s' does not belong to you.",
                   world_ip(got.public_ip));
    EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL),
                 EIP_ERR_AUTH_FAILURE, message);
}

Test(association, ids_that_are_none_of_the_callers) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    uint64_t id = associate(got.allocation_id, "eni-1");
    eip_disassociate_address_request request = leave_blank;
    char message[120];

    (void)snprintf(message, sizeof message,
                   "The association ID '%s' does not exist",
                   association_text(id));
    EXPECT_ERROR(disassociate(WORLD_BOB, id), EIP_ERR_ASSOCIATION_ID_NOT_FOUND,
                 message);
    EXPECT_ERROR(disassociate(WORLD_DAVE, id), EIP_ERR_ASSOCIATION_ID_NOT_FOUND,
                 message);
    EXPECT_STATUS(disassociate(WORLD_ALICE, id + 1),
                  EIP_ERR_ASSOCIATION_ID_NOT_FOUND);
    EXPECT_STATUS(disassociate(WORLD_ALICE, id ^ 1),
                  EIP_ERR_ASSOCIATION_ID_NOT_FOUND);
    request.association_id_text = eip_text_of("eipassoc-0");
    EXPECT_ERROR(disassociate_by(WORLD_ALICE, &request),
                 EIP_ERR_ASSOCIATION_ID_NOT_FOUND,
                 "The association ID 'eipassoc-0' does not exist");
    request.association_id_text = eip_text_of("eipassoc-00000000000000000");
    EXPECT_STATUS(disassociate_by(WORLD_ALICE, &request),
                  EIP_ERR_ASSOCIATION_ID_NOT_FOUND);
    request.association_id = id;
    EXPECT_STATUS(disassociate_by(WORLD_ALICE, &request), EIP_ERR_ARGUMENT);
    request.association_id = 0;
    request.association_id_text = eip_text_of(association_text(id));
    EXPECT_STATUS(disassociate_by(WORLD_ALICE, &request), EIP_OK);
    EXPECT_STATUS(disassociate_by(WORLD_ALICE, &request),
                  EIP_ERR_ASSOCIATION_ID_NOT_FOUND);
}

Test(association, parameters_of_its_end) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_disassociate_address_request request = leave_blank;

    EXPECT_ERROR(disassociate_by(WORLD_ALICE, &request),
                 EIP_ERR_MISSING_PARAMETER,
                 "Either public IP or association id must be specified");
    request.public_ip = eip_text_of("1.2.3.4.5");
    EXPECT_STATUS(disassociate_by(WORLD_ALICE, &request),
                  EIP_ERR_ADDRESS_MALFORMED);
    request.public_ip = eip_text_of(world_ip(got.public_ip));
    EXPECT_ERROR(disassociate_by(WORLD_ALICE, &request),
                 EIP_ERR_INVALID_PARAMETER_VALUE,
                 "You must specify an association id when unmapping an "
                 "address from a VPC instance");
    EXPECT_STATUS(disassociate_by(WORLD_BOB, &request), EIP_ERR_AUTH_FAILURE);
    request.association_id = 7;
    EXPECT_ERROR(disassociate_by(WORLD_ALICE, &request),
                 EIP_ERR_INVALID_PARAMETER_COMBINATION,
                 "You may specify public IP or association id, but not both "
                 "in the same call");
}

Test(association, forms) {
    static const eip_text broken = {NULL, 1, 0};
    eip_associate_address_response small = {.size = 4};
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_interface interface = EIP_INTERFACE_INIT;
    eip_text *texts[4];
    eip_associate_address_request request = blank;
    eip_disassociate_address_request leave = leave_blank;

    EXPECT_STATUS(associate_by(WORLD_ALICE, NULL, NULL), EIP_ERR_NULL);
    EXPECT_STATUS(disassociate_by(WORLD_ALICE, NULL), EIP_ERR_NULL);
    EXPECT_STATUS(
        eip_associate_address(w.engine, &alice, &blank, &small, &w.error),
        EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(
        eip_associate_address(w.engine, &alice, &blank, NULL, &w.error),
        EIP_ERR_MISSING_PARAMETER);
    EXPECT_STATUS(associate_by(UINT64_MAX, &blank, NULL), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(disassociate_by(UINT64_MAX, &leave_blank), EIP_ERR_ARGUMENT);
    request.flags = 8;
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                  EIP_ERR_STRUCT_VERSION);
    request.flags =
        EIP_ASSOCIATE_ALLOW_REASSOCIATION | EIP_ASSOCIATE_NO_REASSOCIATION;
    EXPECT_ERROR(associate_by(WORLD_ALICE, &request, NULL), EIP_ERR_ARGUMENT,
                 "Reassociation is both allowed and forbidden");
    request = blank;
    texts[0] = &request.public_ip;
    texts[1] = &request.instance_id;
    texts[2] = &request.network_interface_id;
    texts[3] = &request.private_ip_address;
    for (size_t i = 0; i < COUNT(texts); i++) {
        *texts[i] = broken;
        EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                      EIP_ERR_STRUCT_VERSION);
        request = blank;
    }
    request.interface = &interface;
    interface.size = 4;
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                  EIP_ERR_STRUCT_VERSION);
    cr_assert_str_eq(w.error.field, "interface");
    leave.flags = 2;
    EXPECT_STATUS(disassociate_by(WORLD_ALICE, &leave), EIP_ERR_STRUCT_VERSION);
    leave = leave_blank;
    leave.association_id_text = broken;
    EXPECT_STATUS(disassociate_by(WORLD_ALICE, &leave), EIP_ERR_STRUCT_VERSION);
    leave = leave_blank;
    leave.public_ip = broken;
    EXPECT_STATUS(disassociate_by(WORLD_ALICE, &leave), EIP_ERR_STRUCT_VERSION);
}

Test(association, what_is_said_of_an_interface) {
    static const eip_text bad[] = {{NULL, 1, 0}, {"x", 1, 1}};
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_interface interface = EIP_INTERFACE_INIT;
    eip_associate_address_request request = with(got.allocation_id, "eni-1");
    eip_text *texts[] = {&interface.network_interface_id,
                         &interface.instance_id, &interface.subnet_id,
                         &interface.network_border_group};

    request.interface = &interface;
    for (size_t i = 0; i < COUNT(texts); i++) {
        for (size_t k = 0; k < COUNT(bad); k++) {
            *texts[i] = bad[k];
            EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                          EIP_ERR_ARGUMENT);
        }
        *texts[i] = (eip_text){"", 0, 0};
        EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                      i < 3 ? EIP_ERR_ARGUMENT
                            : EIP_ERR_INVALID_PARAMETER_VALUE);
        *texts[i] = (eip_text){NULL, 0, 0};
    }
    interface.reserved = 1;
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL), EIP_ERR_ARGUMENT);
    interface.reserved = 0;
    interface.flags = 4;
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL), EIP_ERR_ARGUMENT);
    cr_assert_eq(association_of(got.allocation_id), 0);
}

Test(association, is_authorised) {
    eip_associate_address_request request = with(7, "eni-1");
    eip_disassociate_address_request leave = leave_blank;

    w.guard.denies = true;
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                  EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.action, "ec2:AssociateAddress");
    cr_assert_str_eq(w.guard.resource, world_id(7));
    request.allocation_id = 0;
    request.allocation_id_text = eip_text_of("x");
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                  EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.resource, "x");
    request.allocation_id_text = eip_text_of(NULL);
    request.public_ip = eip_text_of("1.1.1.1");
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                  EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.resource, "1.1.1.1");
    EXPECT_STATUS(disassociate(WORLD_ALICE, 7), EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.action, "ec2:DisassociateAddress");
    cr_assert_str_eq(w.guard.resource, association_text(7));
    leave.public_ip = eip_text_of("1.1.1.1");
    EXPECT_STATUS(disassociate_by(WORLD_ALICE, &leave), EIP_ERR_UNAUTHORIZED);
    cr_assert_str_eq(w.guard.resource, "1.1.1.1");
}

Test(association, dry_runs) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_associate_address_request request = with(got.allocation_id, "eni-1");
    eip_disassociate_address_request leave = leave_blank;

    request.flags = EIP_ASSOCIATE_DRY_RUN;
    EXPECT_UNCHANGED({
        EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                      EIP_ERR_DRY_RUN);
    });
    leave.flags = EIP_DISASSOCIATE_DRY_RUN;
    leave.association_id = associate(got.allocation_id, "eni-1");
    EXPECT_UNCHANGED({
        EXPECT_STATUS(disassociate_by(WORLD_ALICE, &leave), EIP_ERR_DRY_RUN);
        EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                      EIP_ERR_DRY_RUN);
        request.network_interface_id = eip_text_of("eni-2");
        EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                      EIP_ERR_DRY_RUN);
        request.flags |= EIP_ASSOCIATE_NO_REASSOCIATION;
        EXPECT_STATUS(associate_by(WORLD_ALICE, &request, NULL),
                      EIP_ERR_ALREADY_ASSOCIATED);
    });
}

/* -- filters ------------------------------------------------------------------------------------ */

static uint64_t found_by(const char *name, const char *value) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_text one = eip_text_of(value);
    eip_filter filter = {eip_text_of(name), &one, 1, 0};
    eip_address_list *list;
    uint64_t count;

    request.filters = &filter;
    request.filter_count = 1;
    list = world_list(&w, WORLD_ALICE, &request);
    count = eip_address_list_count(list);
    eip_address_list_free(list);
    return count;
}

Test(association, is_filtered_by) {
    static const char *const names[] = {
        "association-id", "instance-id", "network-interface-id",
        "network-interface-owner-id", "private-ip-address"};
    eip_allocate_address_response a = world_get(&w, WORLD_ALICE, NULL);
    eip_allocate_address_response b = world_get(&w, WORLD_ALICE, NULL);
    eip_associate_address_request request = with(a.allocation_id, "eni-1");
    eip_interface interface = EIP_INTERFACE_INIT;
    eip_address_marks marks = EIP_ADDRESS_MARKS_INIT;
    uint64_t id;

    marks.allocation_id = b.allocation_id;
    marks.flags = EIP_MARK_LOCKED;
    EXPECT_STATUS(eip_admin_mark_address(w.engine, &marks, &w.error), EIP_OK);
    for (size_t i = 0; i < COUNT(names); i++) {
        cr_assert_eq(found_by(names[i], "*"), 0);
    }
    interface.owner = 7;
    interface.instance_id = eip_text_of("i-1");
    interface.private_ip = world_address("10.0.0.1");
    request.interface = &interface;
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, &id), EIP_OK);
    for (size_t i = 0; i < COUNT(names); i++) {
        cr_assert_eq(found_by(names[i], "*"), 1);
    }
    cr_assert_eq(found_by("association-id", association_text(id)), 1);
    cr_assert_eq(found_by("association-id", association_text(id + 1)), 0);
    cr_assert_eq(found_by("instance-id", "i-1"), 1);
    cr_assert_eq(found_by("network-interface-id", "eni-1"), 1);
    cr_assert_eq(found_by("network-interface-owner-id", "000000000007"), 1);
    cr_assert_eq(found_by("private-ip-address", "10.0.0.1"), 1);
    cr_assert_eq(found_by("private-ip-address", "10.0.0.2"), 0);
    request = blank;
    request.allocation_id = a.allocation_id;
    request.instance_id = eip_text_of("i-1");
    EXPECT_STATUS(associate_by(WORLD_ALICE, &request, &id), EIP_OK);
    cr_assert_eq(found_by("network-interface-owner-id", "*"), 0);
    cr_assert_eq(found_by("private-ip-address", "*"), 0);
    cr_assert_eq(found_by("network-interface-id", "*"), 0);
}

Test(association, of_classic_has_no_id_to_be_filtered_by) {
    eip_allocate_address_response got = world_get(&w, WORLD_CAROL, NULL);
    eip_describe_addresses_request described =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_associate_address_request request = blank;
    eip_text any = eip_text_of("*");
    eip_filter filter = {eip_text_of("association-id"), &any, 1, 0};
    eip_address_list *list;

    request.public_ip = eip_text_of(world_ip(got.public_ip));
    request.instance_id = eip_text_of("i-1");
    EXPECT_STATUS(associate_by(WORLD_CAROL, &request, NULL), EIP_OK);
    described.filters = &filter;
    described.filter_count = 1;
    list = world_list(&w, WORLD_CAROL, &described);
    cr_assert_eq(eip_address_list_count(list), 0);
    eip_address_list_free(list);
}
