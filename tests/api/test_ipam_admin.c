/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Scopes and Amazon's contiguous space: what is refused. */
#include "api/ipam.h"
#include "api/oom.h"

OOM_SUITE(ipam_admin);

#define TOO_LONG UINT64_C(1000000000000)

static void start(void) {
    world_open(&w);
    world_build(&w);
}

static eip_status add(const char *group, const char *cidr) {
    w.error = eip_error_init();
    return eip_admin_add_contiguous_cidr(w.engine, eip_text_of(group),
                                         world_cidr(cidr), &w.error);
}

static eip_status create_scope(void) {
    uint64_t scope;

    return eip_admin_create_ipam_scope(w.engine, WORLD_ALICE, 1, &scope,
                                       &w.error);
}

static eip_status add_block(void) {
    return add(NULL, "44.0.0.0/24");
}

Test(ipam_admin, scopes) {
    uint64_t scope;

    start();
    cr_assert_eq(eip_admin_ipam_default_scope(NULL, 1, &scope), EIP_ERR_NULL);
    cr_assert_eq(eip_admin_ipam_default_scope(w.engine, 1, NULL), EIP_ERR_NULL);
    cr_assert_eq(eip_admin_ipam_default_scope(w.engine, TOO_LONG, &scope),
                 EIP_ERR_ARGUMENT);
    EXPECT_STATUS(
        eip_admin_create_ipam_scope(w.engine, TOO_LONG, 0, &scope, &w.error),
        EIP_ERR_ARGUMENT);
    cr_assert_str_eq(w.error.message,
                     "The account 1000000000000 has more than 12 digits");
    EXPECT_STATUS(eip_admin_create_ipam_scope(w.engine, 1, 0, NULL, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_admin_create_ipam_scope(NULL, 1, 0, &scope, &w.error),
                  EIP_ERR_NULL);
    for (int i = 1; i < EIP_IPAM_SCOPES_MAX; i++) {
        EXPECT_STATUS(create_scope(), EIP_OK);
    }
    EXPECT_STATUS(create_scope(), EIP_ERR_RESOURCE_LIMIT_EXCEEDED);
    EXPECT_STATUS(
        eip_admin_create_ipam_scope(w.engine, WORLD_BOB, 0, &scope, &w.error),
        EIP_OK);
}

Test(ipam_admin, contiguous_space) {
    eip_text formless = {"us-east-1", 9, 1};

    start();
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(
                      w.engine, formless, world_cidr("44.0.0.0/24"), &w.error),
                  EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(NULL, eip_text_of(NULL),
                                                world_cidr("44.0.0.0/24"),
                                                &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(w.engine, eip_text_of(NULL),
                                                (eip_cidr){1, 24}, &w.error),
                  EIP_ERR_CIDR_MALFORMED);
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(w.engine, eip_text_of(NULL),
                                                (eip_cidr){0, 33}, &w.error),
                  EIP_ERR_CIDR_MALFORMED);
    EXPECT_STATUS(add(NULL, "44.0.0.0/7"), EIP_ERR_CIDR_MALFORMED);
    EXPECT_STATUS(add("nowhere", "44.0.0.0/24"),
                  EIP_ERR_BORDER_GROUP_NOT_FOUND);
    cr_assert_str_eq(w.error.message,
                     "The network border group 'nowhere' does not exist");
    EXPECT_STATUS(add(NULL, WORLD_AMAZON_CIDR), EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(add(NULL, WORLD_IPAM_CIDR), EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(add(WORLD_LOCAL, "44.0.0.0/24"), EIP_OK);
    EXPECT_STATUS(add(NULL, "44.0.0.128/25"), EIP_ERR_CIDR_CONFLICT);
}

Test(ipam_admin, without_memory) {
    expect_safe(&(struct subject){NULL, create_scope, NULL}, true);
    expect_safe(&(struct subject){NULL, add_block, NULL}, true);
}
