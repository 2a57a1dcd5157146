/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Blocks that go from an IPAM pool to a public pool and back, and ranges that
 * IPAM takes over: by the operations, and what the books say of them. */
#include "api/ipam.h"
#include "api/public_pool.h"
#include "registry/engine.h"

WORLD_SUITE(public_ipam);

#define RANGE "203.0.113.0/24"

static eip_pool_ref pool;

static eip_status provision(int32_t bits) {
    return pool_provision_in(&w, WORLD_ALICE, world_pool_id(w.ipam),
                             world_pool_id(pool), bits, 0, NULL);
}

static const char *first_of(eip_pool_ref from) {
    eip_allocate_address_request request = world_request_from(from);

    return world_ip(world_get(&w, WORLD_ALICE, &request).public_ip);
}

static struct eip__pool *inner(eip_pool_ref ref) {
    return eip__topology_pool(eip__engine_topology(w.engine), ref);
}

/* "cidr cidr", of the IPAM pool's allocations to public pools. */
static const char *allocations(eip_pool_ref ipam_pool) {
    static char text[512];
    const struct eip__ipam *ipam = inner(ipam_pool)->ipam;
    uint64_t from = 0;
    size_t used = 0;

    text[0] = '\0';
    for (;;) {
        const struct eip__ipam_allocation *at = eip__ipam_from(ipam, from);
        char cidr[EIP_CIDR_TEXT_SIZE];

        if (at == NULL) {
            return text;
        }
        cr_assert_eq(at->use, EIP__IPAM_PUBLIC_POOL);
        cr_assert_eq(eip__ipam_by_number(&w.engine->catalog.ipam, at->number),
                     at);
        (void)eip_cidr_format(at->cidr, cidr);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s",
                                 used == 0 ? "" : " ", cidr);
        from = at->cidr.base + eip_cidr_count(at->cidr);
    }
}

static void make(void) {
    pool = pool_make(&w, WORLD_ALICE);
}

/* -- ProvisionPublicIpv4PoolCidr ----------------------------------------------- */

Test(public_ipam, the_lowest_free_block) {
    make();
    EXPECT_STATUS(provision(31), EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:ProvisionPublicIpv4PoolCidr");
    cr_assert_str_eq(w.guard.resource, world_pool_id(pool));
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "18.97.0.40-18.97.0.41 2/2");
    cr_assert_str_eq(allocations(w.ipam), "18.97.0.40/31");
    world_audit(&w);
    cr_assert_str_eq(first_of(pool), "18.97.0.40");
    cr_assert_str_eq(first_of(w.ipam), "18.97.0.42");
    EXPECT_STATUS(provision(31), EIP_OK);
    cr_assert_str_eq(allocations(w.ipam), "18.97.0.40/31 18.97.0.44/31");
    EXPECT_STATUS(provision(30), EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    EXPECT_STATUS(pool_provision_in(&w, WORLD_ALICE, world_pool_id(w.ipam),
                                    world_pool_id(pool), 30,
                                    EIP_PUBLIC_POOL_DRY_RUN, WORLD_REGION),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    EXPECT_STATUS(pool_provision_in(&w, WORLD_ALICE, world_pool_id(w.ipam),
                                    world_pool_id(pool), 31,
                                    EIP_PUBLIC_POOL_DRY_RUN, WORLD_REGION),
                  EIP_ERR_DRY_RUN);
    EXPECT_STATUS(provision(31), EIP_OK);
    EXPECT_STATUS(provision(32), EIP_OK); /* .43, beside the one held */
    EXPECT_STATUS(provision(32), EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    world_audit(&w);
}

/* All of a block: its range goes, and comes again. */
Test(public_ipam, all_there_is) {
    make();
    EXPECT_STATUS(provision(29), EIP_OK);
    cr_assert_str_eq(allocations(w.ipam), "18.97.0.40/29");
    EXPECT_STATUS(provision(29), EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    EXPECT_STATUS(eip_admin_delete_pool(w.engine, w.ipam, &w.error),
                  EIP_ERR_POOL_IN_USE);
    world_audit(&w);
    cr_assert_str_eq(first_of(pool), "18.97.0.40");
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "18.97.0.44/30"), EIP_OK);
    cr_assert_str_eq(allocations(w.ipam), "18.97.0.40/30");
    cr_assert_str_eq(first_of(w.ipam), "18.97.0.44");
    world_audit(&w);
}

/* What is left of a CIDR is none that was provisioned. */
Test(public_ipam, a_rest_is_not_drained) {
    uint64_t held;

    make();
    EXPECT_STATUS(provision(30), EIP_OK);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, w.ipam,
                                       world_cidr("18.97.0.44/30"),
                                       EIP_DRAIN_START, &held, &w.error),
                  EIP_ERR_CIDR_NOT_FOUND);
    world_audit(&w);
}

/* Of a CIDR that is on its way out nothing is given. */
Test(public_ipam, nothing_of_what_drains) {
    eip_allocate_address_request request;
    uint64_t held;

    make();
    request = world_request_from(w.ipam);
    (void)world_get(&w, WORLD_ALICE, &request);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, w.ipam,
                                       world_cidr(WORLD_IPAM_CIDR),
                                       EIP_DRAIN_START, &held, &w.error),
                  EIP_OK);
    cr_assert_eq(held, 1);
    EXPECT_STATUS(provision(31), EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    world_audit(&w);
}

/* -- and back ------------------------------------------------------------------- */

Test(public_ipam, given_back_in_parts) {
    make();
    EXPECT_STATUS(provision(29), EIP_OK);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "18.97.0.42/32"), EIP_OK);
    cr_assert_str_eq(allocations(w.ipam),
                     "18.97.0.40/31 18.97.0.43/32 18.97.0.44/30");
    cr_assert_str_eq(first_of(w.ipam), "18.97.0.42");
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "18.97.0.40/32"), EIP_OK);
    cr_assert_str_eq(allocations(w.ipam),
                     "18.97.0.41/32 18.97.0.43/32 18.97.0.44/30");
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "18.97.0.41/32"), EIP_OK);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "18.97.0.43/32"), EIP_OK);
    cr_assert_str_eq(first_of(pool), "18.97.0.44");
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "18.97.0.44/30"),
                  EIP_ERR_CIDR_IN_USE);
    cr_assert_str_eq(allocations(w.ipam), "18.97.0.44/30");
    EXPECT_STATUS(pool_cut_raw(&w, WORLD_ALICE, world_pool_id(pool),
                               "18.97.0.46/31", EIP_PUBLIC_POOL_DRY_RUN),
                  EIP_ERR_DRY_RUN);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "18.97.0.46/31"), EIP_OK);
    cr_assert_str_eq(allocations(w.ipam), "18.97.0.44/31");
    world_audit(&w);
}

/* Two that were provisioned one after the other are two. */
Test(public_ipam, not_of_two_at_once) {
    make();
    EXPECT_STATUS(provision(29), EIP_OK);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "18.97.0.40/30"), EIP_OK);
    EXPECT_STATUS(provision(30), EIP_OK);
    cr_assert_str_eq(allocations(w.ipam), "18.97.0.40/30 18.97.0.44/30");
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "18.97.0.40-18.97.0.43 4/4, 18.97.0.44-18.97.0.47 4/4");
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "18.97.0.40/29"),
                  EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "18.97.0.44/30"), EIP_OK);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "18.97.0.40/30"), EIP_OK);
    EXPECT_STATUS(pool_delete(&w, WORLD_ALICE, pool), EIP_OK);
    cr_assert_str_eq(allocations(w.ipam), "");
}

/* An allocation for something else, or of another pool, is not touched by what
 * the administrator provisions there. */
Test(public_ipam, other_allocations) {
    struct eip__ipam_books *books = &w.engine->catalog.ipam;
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    struct eip__ipam_allocation *one[2];
    eip_pool_ref last;

    make();
    spec.pool = (eip_pool_ref){UINT64_MAX, EIP_POOL_IPAM, 0};
    spec.owner = WORLD_ALICE;
    EXPECT_STATUS(eip_admin_create_pool(w.engine, &spec, &last, &w.error),
                  EIP_OK);
    world_provision(&w, pool, NULL, RANGE);
    for (uint32_t i = 0; i < 2; i++) {
        one[i] = eip__host_allocate_zeroed(&w.engine->host, sizeof *one[i]);
        *one[i] = (struct eip__ipam_allocation){
            .cidr = {world_address("203.0.113.0") + i * 128, 25},
            .pool = inner(w.ipam),
            .number = eip__ipam_number(books),
            .resource = i == 0 ? pool : w.byoip,
            .use = i == 0 ? EIP__IPAM_CUSTOM : EIP__IPAM_PUBLIC_POOL,
        };
        cr_assert(eip__ipam_enter(books, one[i]));
    }
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "203.0.113.0/32"), EIP_OK);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "203.0.113.128/32"), EIP_OK);
    cr_assert_eq(one[0]->cidr.prefix_bits, 25);
    cr_assert_eq(one[1]->cidr.prefix_bits, 25);
    for (uint32_t i = 0; i < 2; i++) {
        eip__ipam_remove(books, &w.engine->host, one[i]);
    }
}

/* A word that has come to its last generation stays retired, in a hole too. */
Test(public_ipam, at_the_last_generation) {
    uint32_t record;
    eip__a64 *word;

    make();
    world_provision(&w, pool, NULL, "203.0.113.0/30");
    record =
        eip__range_record(eip__topology_range(eip__engine_topology(w.engine),
                                              world_address("203.0.113.0")),
                          world_address("203.0.113.0"));
    word = eip__records_word(&w.engine->records, record);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "203.0.113.0/31"), EIP_OK);
    eip__note(word, eip__word_make(EIP__GONE, 0, 0, EIP__GENERATION_MAX - 1));
    world_provision(&w, pool, NULL, "203.0.113.0/31");
    cr_assert_eq(eip__word_state(eip__read(word)), EIP__RETIRED);
    cr_assert_str_eq(pool_ranges(&w, WORLD_ALICE, pool),
                     "203.0.113.0-203.0.113.3 3/4");
    world_audit(&w);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "203.0.113.0/31"), EIP_OK);
    cr_assert_eq(eip__word_state(eip__read(word)), EIP__RETIRED);
    world_audit(&w);
    world_provision(&w, pool, NULL, "203.0.113.0/31");
    cr_assert_eq(eip__word_state(eip__read(word)), EIP__RETIRED);
    cr_assert_eq(world_space(&w, pool, WORLD_REGION).capacity, 4);
    cr_assert_eq(world_space(&w, pool, WORLD_REGION).retired, 1);
    world_audit(&w);
}

Test(public_ipam, as_many_ranges_as_there_may_be) {
    uint64_t before = eip__read(&w.engine->catalog.range_count);
    char ipam[EIP_POOL_ID_TEXT_SIZE];

    make();
    (void)eip_pool_id_format(w.ipam, ipam);
    eip__note(&w.engine->catalog.range_count, EIP_LIMIT_CIDRS);
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_ERR_TOO_MANY_CIDRS);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, ipam, RANGE, true),
                  EIP_ERR_TOO_MANY_CIDRS);
    EXPECT_STATUS(provision(31), EIP_ERR_TOO_MANY_CIDRS);
    cr_assert_str_eq(allocations(w.ipam), "");
    eip__note(&w.engine->catalog.range_count, before);
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_OK);
    EXPECT_STATUS(provision(31), EIP_OK);
}

/* A shared pool gives blocks, too; they are the other account's. */
Test(public_ipam, of_a_shared_pool) {
    eip_pool_ref bobs = pool_make(&w, WORLD_BOB);

    EXPECT_STATUS(
        eip_admin_share_pool(w.engine, w.ipam, WORLD_BOB, 1, &w.error), EIP_OK);
    EXPECT_STATUS(pool_provision_in(&w, WORLD_BOB, world_pool_id(w.ipam),
                                    world_pool_id(bobs), 30, 0, NULL),
                  EIP_OK);
    cr_assert_eq(eip__ipam_from(inner(w.ipam)->ipam, 0)->owner, WORLD_BOB);
}

/* -- MoveByoipCidrToIpam --------------------------------------------------------------- */

static eip_status move(void) {
    return byoip_move_in(&w, WORLD_ALICE, RANGE, world_pool_id(w.ipam),
                         "111111111111", 0);
}

Test(public_ipam, a_range_moves) {
    eip_allocate_address_request request;
    eip_allocate_address_response got;
    uint64_t word;

    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_OK);
    pool = byoip_pool(&w, WORLD_ALICE, 0);
    request = world_request_from(pool);
    got = world_get(&w, WORLD_ALICE, &request);
    word = eip__read(eip__records_word(&w.engine->records, 0));
    EXPECT_STATUS(byoip_move_in(&w, WORLD_ALICE, RANGE, world_pool_id(w.ipam),
                                "111111111111", EIP_BYOIP_DRY_RUN),
                  EIP_ERR_DRY_RUN);
    EXPECT_STATUS(move(), EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:MoveByoipCidrToIpam");
    cr_assert_eq(eip__read(eip__records_word(&w.engine->records, 0)), word);
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), RANGE " complete-transfer");
    cr_assert_str_eq(allocations(w.ipam), RANGE);
    cr_assert_not_null(
        eip__ipam_cidr_at(inner(w.ipam)->ipam, world_cidr(RANGE)));
    EXPECT_STATUS(byoip_bring(&w, WORLD_BOB, "203.0.112.0/23"),
                  EIP_ERR_CIDR_CONFLICT);
    w.now_ms += EIP_BYOIP_TURN_MS;
    EXPECT_STATUS(
        byoip_do(&w, WORLD_ALICE, eip_advertise_byoip_cidr, RANGE, NULL),
        EIP_ERR_INCORRECT_STATE);
    EXPECT_STATUS(
        byoip_do(&w, WORLD_ALICE, eip_deprovision_byoip_cidr, RANGE, NULL),
        EIP_ERR_INCORRECT_STATE);
    EXPECT_STATUS(move(), EIP_ERR_INCORRECT_STATE);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "203.0.113.128/25"), EIP_OK);
    cr_assert_str_eq(allocations(w.ipam), "203.0.113.0/25");
    world_audit(&w);
    world_give(&w, WORLD_ALICE, &got);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "203.0.113.0/25"), EIP_OK);
    EXPECT_STATUS(pool_delete(&w, WORLD_ALICE, pool), EIP_OK);
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), "");
    /* It is the IPAM pool's, and five more may be brought. */
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_ERR_CIDR_CONFLICT);
    for (int i = 0; i < 5; i++) {
        char cidr[EIP_CIDR_TEXT_SIZE];

        (void)snprintf(cidr, sizeof cidr, "44.%d.0.0/24", i);
        EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, cidr), EIP_OK);
    }
}

/* The first that the IPAM pool has of its own. */
Test(public_ipam, to_an_empty_pool_and_back) {
    eip_pool_ref plain = world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE);

    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_OK);
    pool = byoip_pool(&w, WORLD_ALICE, 0);
    EXPECT_STATUS(byoip_move_in(&w, WORLD_ALICE, RANGE, world_pool_id(plain),
                                "111111111111", 0),
                  EIP_OK);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "203.0.113.0/25"), EIP_OK);
    cr_assert_str_eq(first_of(plain), "203.0.113.0");
    world_audit(&w);
}

/* What serves no addresses has no words: given back, it is only in the books. */
Test(public_ipam, to_a_pool_that_serves_nothing) {
    eip_pool_ref plain = world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE);

    inner(plain)->ipam->flags &= ~(uint32_t)EIP__IPAM_EC2;
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_OK);
    pool = byoip_pool(&w, WORLD_ALICE, 0);
    EXPECT_STATUS(byoip_move_in(&w, WORLD_ALICE, RANGE, world_pool_id(plain),
                                "111111111111", 0),
                  EIP_OK);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "203.0.113.0/25"), EIP_OK);
    cr_assert_str_eq(allocations(plain), "203.0.113.128/25");
    cr_assert_str_eq(first_of(pool), "203.0.113.128");
    world_audit(&w);
}
