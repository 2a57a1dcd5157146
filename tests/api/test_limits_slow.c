/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The limits that take a while to reach: one below, at, one above. */
#include "api/coip.h"
#include "api/ipam.h"
#include "api/public_pool.h"

static struct world w;

static void begin(void) {
    world_init(&w);
    world_open(&w);
}

static void finish(void) {
    world_end(&w);
}

TestSuite(limits, .init = begin, .fini = finish, .timeout = 800);

enum { BATCH = 10000 };

static eip_status provision(eip_pool_ref pool, uint32_t first,
                            uint32_t prefix_bits, uint32_t count) {
    static eip_cidr cidrs[BATCH];

    for (uint32_t i = 0; i < count; i++) {
        cidrs[i] = (eip_cidr){first + (i << (32 - prefix_bits)), prefix_bits};
    }
    w.error = eip_error_init();
    return eip_admin_provision_cidrs(w.engine, pool, eip_text_of(NULL), cidrs,
                                     count, &w.error);
}

/* Nothing that makes one block more. */
static void expect_no_more(eip_pool_ref ipam_pool) {
    eip_pool_ref pool = pool_make(&w, WORLD_ALICE);
    eip_pool_ref coip = coip_make(&w, WORLD_ALICE);
    char ipam[EIP_POOL_ID_TEXT_SIZE];
    char id[EIP_POOL_ID_TEXT_SIZE];

    (void)eip_pool_id_format(ipam_pool, ipam);
    (void)eip_pool_id_format(pool, id);
    EXPECT_STATUS(coip_add(&w, WORLD_ALICE, coip, "10.9.0.0/32"),
                  EIP_ERR_TOO_MANY_CIDRS);
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, BROUGHT),
                  EIP_ERR_TOO_MANY_CIDRS);
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), "");
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, ipam, BROUGHT, true),
                  EIP_ERR_TOO_MANY_CIDRS);
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, ipam, BROUGHT),
                  EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(pool_provision_in(&w, WORLD_ALICE, ipam, id, 32, 0, NULL),
                  EIP_ERR_TOO_MANY_CIDRS);
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool), "");
    cr_assert_str_eq(ipam_allocations(&w, WORLD_ALICE, ipam), "");
}

Test(limits, blocks) {
    eip_pool_ref ipam = world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE);
    eip_pool_ref pool = world_pool(&w, EIP_POOL_PUBLIC_IPV4, WORLD_ALICE);
    uint32_t base = world_address("11.0.0.0");
    eip_allocate_address_request request;
    eip_cidr one = {base + 77, 32};
    uint32_t at = 0;

    while (at + BATCH < EIP_LIMIT_CIDRS) {
        EXPECT_STATUS(provision(pool, base + at, 32, BATCH), EIP_OK);
        at += BATCH;
    }
    EXPECT_STATUS(provision(pool, base + at, 32, BATCH - 2), EIP_OK);
    at += BATCH - 2;
    EXPECT_STATUS(provision(pool, base + at, 32, 3), EIP_ERR_TOO_MANY_CIDRS);
    EXPECT_STATUS(provision(pool, base + at, 32, 1), EIP_OK);
    EXPECT_STATUS(provision(pool, base + at + 1, 32, 2),
                  EIP_ERR_TOO_MANY_CIDRS);
    EXPECT_STATUS(provision(pool, base + at + 1, 32, 1), EIP_OK);
    EXPECT_STATUS(provision(pool, base + at + 2, 32, 1),
                  EIP_ERR_TOO_MANY_CIDRS);
    expect_no_more(ipam);
    request = world_request_named(world_ip(base + at + 1));
    (void)world_get(&w, WORLD_ALICE, &request);
    request = world_request_from(pool);
    cr_assert_eq(world_get(&w, WORLD_ALICE, &request).public_ip, base);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, pool, one, EIP_DRAIN_IF_UNUSED,
                                       NULL, &w.error),
                  EIP_OK);
    EXPECT_STATUS(provision(pool, base + at + 2, 32, 1), EIP_OK);
    EXPECT_STATUS(provision(pool, base + at + 3, 32, 1),
                  EIP_ERR_TOO_MANY_CIDRS);
}

/* Every address of IPv4 in blocks of the largest size, in three CoIP pools:
 * more than there are address records. */
Test(limits, address_records) {
    uint64_t blocks = 0;
    eip_status status = EIP_OK;

    for (int i = 0; i < 3 && status == EIP_OK; i++) {
        eip_pool_ref pool = world_pool(&w, EIP_POOL_COIP, WORLD_ALICE);

        for (uint32_t n = 0; n < 256 && status == EIP_OK; n++) {
            status = provision(pool, n << 24, 8, 1);
            blocks += status == EIP_OK;
        }
        if (status == EIP_OK) {
            eip_allocate_address_request request = world_request_from(pool);

            cr_assert_eq(world_get(&w, WORLD_ALICE, &request).customer_owned_ip,
                         0);
            request.address = eip_text_of("255.255.255.255");
            (void)world_get(&w, WORLD_ALICE, &request);
        }
    }
    cr_assert(status == EIP_ERR_TOO_MANY_CIDRS ||
                  status == EIP_ERR_OUT_OF_MEMORY,
              "%s after %u blocks", eip_status_name(status), (unsigned)blocks);
    cr_assert_geq(blocks, 250);
    /* An audit would look at each of four thousand million addresses. */
    eip_engine_close(w.engine);
    w.engine = NULL;
}
