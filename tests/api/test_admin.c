/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Administration of border groups, pools, shares and accounts. CIDR blocks
 * are test_cidr.c's. */
#include "api/expect.h"

WORLD_SUITE(admin);

/* -- border groups --------------------------------------------------------- */

static eip_status add_group(const char *name, uint32_t kind) {
    w.error = eip_error_init();
    return eip_admin_create_border_group(w.engine, eip_text_of(name), kind,
                                         &w.error);
}

Test(admin, border_groups) {
    eip_allocate_address_request request = world_request_in("us-east-1-nyc-2");
    eip_allocate_address_response got;

    EXPECT_STATUS(add_group("us-east-1-nyc-2", EIP_BORDER_GROUP_LOCAL_ZONE),
                  EIP_OK);
    EXPECT_STATUS(add_group("us-east-1-nyc-2", EIP_BORDER_GROUP_LOCAL_ZONE),
                  EIP_ERR_EXISTS);
    cr_assert_not_null(strstr(w.error.message, "us-east-1-nyc-2"));
    EXPECT_STATUS(add_group(WORLD_REGION, EIP_BORDER_GROUP_REGION),
                  EIP_ERR_EXISTS);
    EXPECT_STATUS(add_group("us-east-1-nyc-3", 3), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(add_group("us-east-1-b", EIP_BORDER_GROUP_REGION), EIP_OK);
    world_provision(&w, w.amazon, "us-east-1-nyc-2", "203.0.113.0/30");
    got = world_get(&w, WORLD_DAVE, &request);
    cr_assert(is_in(got.public_ip, "203.0.113.0/30"));
}

Test(admin, names_of_border_groups) {
    static const char *const bad[] = {"",         "a b", "a/b", "a\n",
                                      "\xc3\xbc", "a:b", "a*"};
    char longest[65];

    for (size_t i = 0; i < COUNT(bad); i++) {
        EXPECT_STATUS(add_group(bad[i], 1), EIP_ERR_ARGUMENT);
        cr_assert_str_eq(w.error.field, "name");
    }
    EXPECT_STATUS(add_group(NULL, 1), EIP_ERR_ARGUMENT);
    memset(longest, 'g', sizeof longest);
    longest[EIP_LIMIT_NAME + 1] = '\0';
    EXPECT_STATUS(add_group(longest, 1), EIP_ERR_ARGUMENT);
    longest[EIP_LIMIT_NAME] = '\0';
    EXPECT_STATUS(add_group(longest, 1), EIP_OK);
    EXPECT_STATUS(add_group("A-z_0.9", 1), EIP_OK);
    EXPECT_STATUS(eip_admin_create_border_group(w.engine, (eip_text){"x", 1, 1},
                                                1, &w.error),
                  EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(
        eip_admin_create_border_group(NULL, eip_text_of("x"), 1, &w.error),
        EIP_ERR_NULL);
}

Test(admin, a_thousand_border_groups) {
    char name[32];

    for (int i = 0; i < 1000; i++) {
        (void)snprintf(name, sizeof name, "zone-%d", i);
        EXPECT_STATUS(add_group(name, EIP_BORDER_GROUP_LOCAL_ZONE), EIP_OK);
    }
    for (uint32_t i = 0; i < 1000; i += 111) {
        eip_allocate_address_request request;
        char cidr[32];

        (void)snprintf(name, sizeof name, "zone-%u", i);
        (void)snprintf(cidr, sizeof cidr, "11.0.%u.0/30", i / 111);
        world_provision(&w, w.amazon, name, cidr);
        request = world_request_in(name);
        cr_assert(is_in(world_get(&w, i + 1, &request).public_ip, cidr));
    }
}

/* -- pools ----------------------------------------------------------------- */

static eip_status create(eip_pool_spec spec, eip_pool_ref *pool) {
    w.error = eip_error_init();
    return eip_admin_create_pool(w.engine, &spec, pool, &w.error);
}

static eip_pool_spec spec_of(uint32_t kind) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    spec.pool.kind = kind;
    spec.owner = WORLD_ALICE;
    return spec;
}

Test(admin, pools_with_ids_of_the_engine) {
    eip_pool_ref made[60];

    for (uint32_t i = 0; i < COUNT(made); i++) {
        EXPECT_STATUS(create(spec_of(1 + i % 3), &made[i]), EIP_OK);
        cr_assert_eq(made[i].kind, 1 + i % 3);
        cr_assert_eq(made[i].reserved, 0);
        cr_assert_neq(made[i].id, 0);
        for (uint32_t n = 0; n < i; n++) {
            cr_assert_neq(made[n].id, made[i].id);
        }
    }
}

Test(admin, pools_with_ids_given) {
    eip_pool_spec spec = spec_of(EIP_POOL_IPAM);
    eip_pool_ref pool = {0, 0, 0};

    spec.pool.id = 77;
    EXPECT_STATUS(create(spec, &pool), EIP_OK);
    cr_assert_eq(pool.id, 77);
    EXPECT_STATUS(create(spec, &pool), EIP_ERR_EXISTS);
    cr_assert_not_null(strstr(w.error.message, world_pool_id(pool)));
    spec.pool.kind = EIP_POOL_COIP; /* another kind, another name */
    EXPECT_STATUS(create(spec, &pool), EIP_OK);
    spec.pool.id = UINT64_MAX;
    EXPECT_STATUS(create(spec, &pool), EIP_OK);
    EXPECT_STATUS(eip_admin_delete_pool(w.engine, pool, &w.error), EIP_OK);
    EXPECT_STATUS(create(spec, &pool), EIP_OK);
}

Test(admin, what_is_wrong_with_a_pool) {
    struct {
        eip_pool_spec spec;
        uint64_t tail;
    } larger = {spec_of(EIP_POOL_IPAM), 1};
    eip_pool_spec spec = spec_of(EIP_POOL_AMAZON);
    eip_pool_ref pool = {5, 5, 5};

    EXPECT_STATUS(create(spec, &pool), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(create(spec_of(4), &pool), EIP_ERR_ARGUMENT);
    spec = spec_of(EIP_POOL_IPAM);
    spec.flags = 8;
    EXPECT_STATUS(create(spec, &pool), EIP_ERR_ARGUMENT);
    spec = spec_of(EIP_POOL_IPAM);
    spec.policy = EIP_POLICY_SPREAD + 1;
    EXPECT_STATUS(create(spec, &pool), EIP_ERR_ARGUMENT);
    spec = spec_of(EIP_POOL_IPAM);
    spec.cooldown_ms = EIP_COOLDOWN_MS_MAX + 1;
    EXPECT_STATUS(create(spec, &pool), EIP_ERR_ARGUMENT);
    spec = spec_of(EIP_POOL_IPAM);
    spec.owner = UINT64_C(1000000000000);
    EXPECT_STATUS(create(spec, &pool), EIP_ERR_ARGUMENT);
    spec = spec_of(EIP_POOL_IPAM);
    spec.reserved = 1;
    EXPECT_STATUS(create(spec, &pool), EIP_ERR_STRUCT_VERSION);
    spec = spec_of(EIP_POOL_IPAM);
    spec.pool.reserved = 1;
    EXPECT_STATUS(create(spec, &pool), EIP_ERR_STRUCT_VERSION);
    spec = spec_of(EIP_POOL_IPAM);
    spec.size -= 4;
    EXPECT_STATUS(create(spec, &pool), EIP_ERR_STRUCT_VERSION);
    cr_assert_eq(pool.id, 5, "written only on success");
    larger.spec.size = sizeof larger;
    EXPECT_STATUS(
        eip_admin_create_pool(w.engine, &larger.spec, &pool, &w.error),
        EIP_ERR_STRUCT_VERSION);
    larger.tail = 0;
    EXPECT_STATUS(
        eip_admin_create_pool(w.engine, &larger.spec, &pool, &w.error), EIP_OK);
    spec = spec_of(EIP_POOL_IPAM);
    EXPECT_STATUS(eip_admin_create_pool(NULL, &spec, &pool, NULL),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_admin_create_pool(w.engine, NULL, &pool, NULL),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_admin_create_pool(w.engine, &spec, NULL, NULL),
                  EIP_ERR_NULL);
}

Test(admin, an_owner_comes_into_being) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;
    eip_pool_spec spec = spec_of(EIP_POOL_IPAM);
    eip_pool_ref pool;

    spec.owner = WORLD_DAVE;
    EXPECT_STATUS(create(spec, &pool), EIP_OK);
    EXPECT_STATUS(eip_admin_account_usage(w.engine, WORLD_DAVE, &usage),
                  EIP_OK);
}

Test(admin, changes_of_a_pool) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_allocate_address_request request = world_request_from(w.byoip);

    spec.pool = w.byoip;
    spec.owner = WORLD_BOB; /* the owner is not changed */
    EXPECT_STATUS(eip_admin_modify_pool(w.engine, &spec, &w.error), EIP_OK);
    (void)world_get(&w, WORLD_ALICE, &request);
    EXPECT_STATUS(world_allocate(&w, WORLD_BOB, &request, NULL),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    spec.pool.id = 12345;
    EXPECT_STATUS(eip_admin_modify_pool(w.engine, &spec, &w.error),
                  EIP_ERR_POOL_NOT_FOUND);
    spec.pool = w.amazon;
    spec.pool.id = 1;
    EXPECT_STATUS(eip_admin_modify_pool(w.engine, &spec, &w.error),
                  EIP_ERR_POOL_NOT_FOUND);
    spec.pool = w.byoip;
    spec.pool.kind = EIP_POOL_IPAM;
    EXPECT_STATUS(eip_admin_modify_pool(w.engine, &spec, &w.error),
                  EIP_ERR_POOL_NOT_FOUND);
    spec.pool.kind = 9;
    EXPECT_STATUS(eip_admin_modify_pool(w.engine, &spec, &w.error),
                  EIP_ERR_POOL_NOT_FOUND);
    spec.pool = w.byoip;
    spec.flags = 16;
    EXPECT_STATUS(eip_admin_modify_pool(w.engine, &spec, &w.error),
                  EIP_ERR_ARGUMENT);
    spec.flags = 0;
    EXPECT_STATUS(eip_admin_modify_pool(w.engine, NULL, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_admin_modify_pool(NULL, &spec, &w.error), EIP_ERR_NULL);
}

/* Given 0 counts; not given is the engine's. */
Test(admin, the_cooldown_of_a_pool) {
    eip_allocate_address_request request = world_request_from(w.byoip);
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_allocate_address_response got;

    spec.pool = w.byoip;
    spec.cooldown_ms = 5; /* not given */
    EXPECT_STATUS(eip_admin_modify_pool(w.engine, &spec, &w.error), EIP_OK);
    got = world_get(&w, WORLD_ALICE, &request);
    world_give(&w, WORLD_ALICE, &got);
    w.now_ms += 5;
    cr_assert_eq(world_space(&w, w.byoip, WORLD_REGION).cooling, 1);
    w.now_ms += EIP_COOLDOWN_MS_DEFAULT;
    cr_assert_eq(world_space(&w, w.byoip, WORLD_REGION).cooling, 0);
    spec.flags = EIP_POOL_COOLDOWN_GIVEN;
    spec.cooldown_ms = 0;
    EXPECT_STATUS(eip_admin_modify_pool(w.engine, &spec, &w.error), EIP_OK);
    got = world_get(&w, WORLD_ALICE, &request);
    world_give(&w, WORLD_ALICE, &got);
    cr_assert_eq(world_space(&w, w.byoip, WORLD_REGION).cooling, 0);
}

Test(admin, deleting_pools) {
    eip_cidr cidr = world_cidr(WORLD_BYOIP_CIDR);
    eip_allocate_address_request request = world_request_from(w.byoip);

    EXPECT_STATUS(eip_admin_delete_pool(w.engine, w.amazon, &w.error),
                  EIP_ERR_ARGUMENT);
    EXPECT_STATUS(eip_admin_delete_pool(w.engine, w.byoip, &w.error),
                  EIP_ERR_POOL_IN_USE);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, w.byoip, cidr,
                                       EIP_DRAIN_IF_UNUSED, NULL, &w.error),
                  EIP_OK);
    EXPECT_STATUS(eip_admin_delete_pool(w.engine, w.byoip, &w.error), EIP_OK);
    EXPECT_STATUS(eip_admin_delete_pool(w.engine, w.byoip, &w.error),
                  EIP_ERR_POOL_NOT_FOUND);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(eip_admin_provision_cidrs(
                      w.engine, w.byoip, eip_text_of(NULL), &cidr, 1, &w.error),
                  EIP_ERR_POOL_NOT_FOUND);
    EXPECT_STATUS(eip_admin_delete_pool(NULL, w.byoip, &w.error), EIP_ERR_NULL);
}

Test(admin, making_and_deleting_pools_piles_nothing_up) {
    uint64_t bytes = 0;

    for (int i = 0; i < 2000; i++) {
        eip_pool_ref pool = world_pool(&w, EIP_POOL_COIP, WORLD_ALICE);

        world_provision(&w, pool, NULL, "10.0.0.0/24");
        EXPECT_STATUS(eip_admin_drain_cidr(w.engine, pool,
                                           world_cidr("10.0.0.0/24"),
                                           EIP_DRAIN_IF_UNUSED, NULL, &w.error),
                      EIP_OK);
        EXPECT_STATUS(eip_admin_delete_pool(w.engine, pool, &w.error), EIP_OK);
        if (i == 200) {
            bytes = w.heap.bytes;
        }
    }
    cr_assert_leq(w.heap.bytes, bytes + 65536, "%llu bytes, then %llu",
                  (unsigned long long)bytes, (unsigned long long)w.heap.bytes);
}

/* -- shares ---------------------------------------------------------------- */

static eip_status share(eip_pool_ref pool, uint64_t account, uint32_t shared) {
    w.error = eip_error_init();
    return eip_admin_share_pool(w.engine, pool, account, shared, &w.error);
}

Test(admin, shares) {
    eip_allocate_address_request ipam = world_request_from(w.ipam);
    eip_allocate_address_request coip = world_request_from(w.coip);
    eip_allocate_address_response held;

    EXPECT_STATUS(share(w.ipam, WORLD_BOB, 1), EIP_OK);
    EXPECT_STATUS(share(w.ipam, WORLD_BOB, 7), EIP_OK);
    held = world_get(&w, WORLD_BOB, &ipam);
    EXPECT_STATUS(world_allocate(&w, WORLD_BOB, &coip, NULL),
                  EIP_ERR_POOL_NOT_FOUND);
    EXPECT_STATUS(share(w.coip, WORLD_BOB, 1), EIP_OK);
    (void)world_get(&w, WORLD_BOB, &coip);
    EXPECT_STATUS(share(w.ipam, WORLD_BOB, 0), EIP_OK);
    EXPECT_STATUS(share(w.ipam, WORLD_BOB, 0), EIP_OK);
    EXPECT_STATUS(world_allocate(&w, WORLD_BOB, &ipam, NULL),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
    cr_assert_eq(world_count(&w, WORLD_BOB), 2, "what is held stays");
    world_give(&w, WORLD_BOB, &held);
    (void)world_get(&w, WORLD_ALICE, &ipam);
    EXPECT_STATUS(share(w.ipam, WORLD_ALICE, 0), EIP_OK);
    (void)world_get(&w, WORLD_ALICE, &ipam); /* the owner needs no share */
}

Test(admin, what_cannot_be_shared) {
    eip_pool_ref unknown = {3, EIP_POOL_IPAM, 0};

    EXPECT_STATUS(share(w.byoip, WORLD_BOB, 1), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(share(w.amazon, WORLD_BOB, 1), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(share(unknown, WORLD_BOB, 1), EIP_ERR_POOL_NOT_FOUND);
    EXPECT_STATUS(share(w.ipam, UINT64_C(1000000000000), 1), EIP_ERR_ARGUMENT);
    EXPECT_STATUS(eip_admin_share_pool(NULL, w.ipam, 1, 1, NULL), EIP_ERR_NULL);
}

Test(admin, a_pool_shared_with_many) {
    eip_allocate_address_request request = world_request_from(w.ipam);

    for (uint64_t i = 1; i <= 1000; i++) {
        EXPECT_STATUS(share(w.ipam, (i * 7919) % 1009, 1), EIP_OK);
    }
    for (uint64_t i = 1; i <= 1000; i += 2) {
        EXPECT_STATUS(share(w.ipam, (i * 7919) % 1009, 0), EIP_OK);
    }
    for (uint64_t i = 1; i <= 1000; i++) {
        eip_allocate_address_response got;
        uint64_t account = (i * 7919) % 1009;

        EXPECT_STATUS(world_allocate(&w, account, &request, &got),
                      i % 2 == 0 ? EIP_OK : EIP_ERR_IPAM_POOL_NOT_FOUND);
        if (i % 2 == 0) {
            world_give(&w, account, &got);
        }
    }
}

/* -- accounts -------------------------------------------------------------- */

Test(admin, what_is_wrong_with_an_account) {
    struct {
        eip_account_spec spec;
        uint64_t tail;
    } larger = {EIP_ACCOUNT_SPEC_INIT, 3};
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;

    EXPECT_STATUS(eip_admin_set_account(w.engine, NULL, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_admin_set_account(NULL, &spec, &w.error), EIP_ERR_NULL);
    spec.account = UINT64_C(1000000000000);
    EXPECT_STATUS(eip_admin_set_account(w.engine, &spec, &w.error),
                  EIP_ERR_ARGUMENT);
    spec.account = WORLD_DAVE;
    spec.flags = 2;
    EXPECT_STATUS(eip_admin_set_account(w.engine, &spec, &w.error),
                  EIP_ERR_ARGUMENT);
    spec.flags = 0;
    spec.reserved = 1;
    EXPECT_STATUS(eip_admin_set_account(w.engine, &spec, &w.error),
                  EIP_ERR_STRUCT_VERSION);
    spec.reserved = 0;
    spec.size = 16;
    EXPECT_STATUS(eip_admin_set_account(w.engine, &spec, &w.error),
                  EIP_ERR_STRUCT_VERSION);
    larger.spec.size = sizeof larger;
    EXPECT_STATUS(eip_admin_set_account(w.engine, &larger.spec, &w.error),
                  EIP_ERR_STRUCT_VERSION);
}

Test(admin, many_accounts) {
    enum { MANY = 100000 };

    for (uint64_t i = 0; i < MANY; i++) {
        world_account(&w, i * 9999991 % UINT64_C(999999999989),
                      (uint32_t)(i % 1000), i % 2 == 0);
    }
    for (uint64_t i = 0; i < MANY; i++) {
        eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

        EXPECT_STATUS(
            eip_admin_account_usage(
                w.engine, i * 9999991 % UINT64_C(999999999989), &usage),
            EIP_OK);
        cr_assert_eq(usage.quota, i % 1000);
        cr_assert_eq(usage.flags, i % 2 == 0);
    }
}

Test(admin, what_is_wrong_with_the_name_of_a_pool) {
    eip_pool_ref bad = w.byoip;
    eip_cidr cidr = world_cidr("11.9.0.0/24");

    bad.reserved = 7;
    EXPECT_UNCHANGED({
        EXPECT_STATUS(eip_admin_provision_cidrs(
                          w.engine, bad, eip_text_of(NULL), &cidr, 1, &w.error),
                      EIP_ERR_STRUCT_VERSION);
        EXPECT_STATUS(eip_admin_drain_cidr(w.engine, bad, cidr, EIP_DRAIN_START,
                                           NULL, &w.error),
                      EIP_ERR_STRUCT_VERSION);
        EXPECT_STATUS(eip_admin_delete_pool(w.engine, bad, &w.error),
                      EIP_ERR_STRUCT_VERSION);
        EXPECT_STATUS(
            eip_admin_share_pool(w.engine, bad, WORLD_BOB, 1, &w.error),
            EIP_ERR_STRUCT_VERSION);
    });
}
