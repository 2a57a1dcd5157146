/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* eip_admin_mark_address, and what marks forbid. */
#include "api/expect.h"

WORLD_SUITE(marks);

static eip_status mark(uint64_t id, uint32_t flags, uint32_t service) {
    eip_address_marks marks = EIP_ADDRESS_MARKS_INIT;

    marks.allocation_id = id;
    marks.flags = flags;
    marks.service = service;
    w.error = eip_error_init();
    return eip_admin_mark_address(w.engine, &marks, &w.error);
}

Test(marks, a_locked_address_is_not_released) {
    eip_allocate_address_response got = world_get(&w, WORLD_BOB, NULL);
    char message[200];

    EXPECT_STATUS(mark(got.allocation_id, EIP_MARK_LOCKED, 0), EIP_OK);
    (void)snprintf(message, sizeof message,
                   "The address with allocation id [%s] cannot be released "
                   "because it is locked to your account. Please contact AWS "
                   "Support to unlock it.",
                   world_id(got.allocation_id));
    EXPECT_ERROR(world_release(&w, WORLD_BOB, got.allocation_id, NULL),
                 EIP_ERR_ADDRESS_LOCKED, message);
    cr_assert_eq(world_count(&w, WORLD_BOB), 1);
    EXPECT_STATUS(mark(got.allocation_id, 0, 0), EIP_OK);
    world_give(&w, WORLD_BOB, &got);
}

Test(marks, a_services_address_is_not_released) {
    eip_allocate_address_response got = world_get(&w, WORLD_BOB, NULL);

    for (uint32_t service = EIP_SERVICE_ALB; service <= EIP_SERVICE_RNAT;
         service++) {
        EXPECT_STATUS(mark(got.allocation_id, EIP_MARK_LOCKED, service),
                      EIP_OK);
        EXPECT_ERROR(world_release(&w, WORLD_BOB, got.allocation_id, NULL),
                     EIP_ERR_AUTH_FAILURE,
                     "You do not have permission to access the specified "
                     "resource.");
    }
    EXPECT_STATUS(mark(got.allocation_id, 0, 0), EIP_OK);
    world_give(&w, WORLD_BOB, &got);
}

Test(marks, are_shown_by_name) {
    static const char *const names[] = {NULL, "alb", "nlb", "rds", "rnat"};
    eip_allocate_address_response got = world_get(&w, WORLD_BOB, NULL);

    for (uint32_t service = 0; service <= EIP_SERVICE_RNAT; service++) {
        eip_address_list *list;
        eip_address address;

        EXPECT_STATUS(mark(got.allocation_id, 0, service), EIP_OK);
        list = world_list(&w, WORLD_BOB, NULL);
        address = world_at(list, 0);
        cr_assert_eq(address.fields,
                     got.fields | (service == 0 ? 0 : EIP_HAS_SERVICE_MANAGED));
        cr_assert(is_text(address.service_managed, names[service]));
        eip_address_list_free(list);
    }
}

Test(marks, end_with_the_allocation) {
    eip_allocate_address_response got = world_get(&w, WORLD_BOB, NULL);
    eip_allocate_address_request again;

    EXPECT_STATUS(mark(got.allocation_id, 0, 0), EIP_OK);
    world_give(&w, WORLD_BOB, &got);
    EXPECT_STATUS(mark(got.allocation_id, EIP_MARK_LOCKED, 0),
                  EIP_ERR_ALLOCATION_ID_NOT_FOUND);
    again = world_request_named(world_ip(got.public_ip));
    got = world_get(&w, WORLD_BOB, &again);
    world_give(&w, WORLD_BOB, &got);
}

Test(marks, of_nothing) {
    char message[120];

    (void)snprintf(message, sizeof message,
                   "The allocation ID '%s' does not exist", world_id(7));
    EXPECT_ERROR(mark(7, 0, 0), EIP_ERR_ALLOCATION_ID_NOT_FOUND, message);
}

Test(marks, arguments) {
    eip_allocate_address_response got = world_get(&w, WORLD_BOB, NULL);
    eip_address_marks marks = EIP_ADDRESS_MARKS_INIT;

    EXPECT_ERROR(mark(got.allocation_id, 2, 0), EIP_ERR_ARGUMENT,
                 "The flags 0x2 are not known");
    EXPECT_ERROR(mark(got.allocation_id, 0, 5), EIP_ERR_ARGUMENT,
                 "The service 5 is not known");
    EXPECT_STATUS(eip_admin_mark_address(w.engine, NULL, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_admin_mark_address(NULL, &marks, &w.error), EIP_ERR_NULL);
    marks.reserved = 1;
    EXPECT_STATUS(eip_admin_mark_address(w.engine, &marks, &w.error),
                  EIP_ERR_STRUCT_VERSION);
}
