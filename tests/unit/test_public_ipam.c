/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Blocks that go from an IPAM pool to a public pool and back, and ranges that
 * IPAM takes over: by the operations, and what the books say of them. */
#include "api/public_pool.h"
#include "registry/engine.h"

WORLD_SUITE(public_ipam);

#define RANGE "203.0.113.0/24"

static eip_pool_ref pool;

static eip_status provision_raw(uint64_t account, const char *ipam,
                                const char *id, int32_t bits, uint32_t flags,
                                const char *group) {
    eip_provision_public_ipv4_pool_cidr_request request =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_provision_public_ipv4_pool_cidr_response response =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_status status;

    request.flags = flags | EIP_PUBLIC_POOL_NETMASK_LENGTH;
    request.ipam_pool_id = eip_text_of(ipam);
    request.pool_id = eip_text_of(id);
    request.netmask_length = bits;
    request.network_border_group = eip_text_of(group);
    w.error = eip_error_init();
    status = eip_provision_public_ipv4_pool_cidr(w.engine, &caller, &request,
                                                 &response, &w.error);
    if (status == EIP_OK) {
        cr_assert_str_eq(world_pool_id(response.pool), id);
        cr_assert_eq(response.pool_address_range.address_count,
                     1u << (32 - bits));
        cr_assert_eq(response.pool_address_range.available_address_count,
                     1u << (32 - bits));
        cr_assert_eq(response.pool_address_range.last_address -
                         response.pool_address_range.first_address + 1,
                     1u << (32 - bits));
    }
    return status;
}

static eip_status provision(int32_t bits) {
    return provision_raw(WORLD_ALICE, world_pool_id(w.ipam),
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
    EXPECT_STATUS(provision_raw(WORLD_ALICE, world_pool_id(w.ipam),
                                world_pool_id(pool), 30,
                                EIP_PUBLIC_POOL_DRY_RUN, WORLD_REGION),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    EXPECT_STATUS(provision_raw(WORLD_ALICE, world_pool_id(w.ipam),
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

    eip__note(&w.engine->catalog.range_count, EIP_LIMIT_CIDRS);
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_ERR_TOO_MANY_CIDRS);
    eip__note(&w.engine->catalog.range_count, before);
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_OK);
}

/* -- what is not to be ------------------------------------------------------------- */

Test(public_ipam, pools_that_do_not_go_together) {
    static const eip_tag tag = {{"k", 1, 0}, {"v", 1, 0}};
    static const eip_tag_specification specification = {
        {"ipam-pool", 9, 0}, &tag, 1, 0};
    struct eip__ipam *ipam;
    struct eip__tagset *tags;

    make();
    ipam = inner(w.ipam)->ipam;
    ipam->serves = false;
    EXPECT_STATUS(provision(31), EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_str_eq(w.error.field, "IpamPoolId");
    ipam->serves = true;
    ipam->netmask_min = 30;
    ipam->netmask_max = 31;
    EXPECT_STATUS(provision(29), EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_ERROR(provision(32), EIP_ERR_INVALID_PARAMETER_VALUE,
                 "Value (32) for parameter netmaskLength is invalid. It is 30 "
                 "to 31");
    ipam->netmask_min = -1;
    ipam->netmask_max = -1;
    tags = eip__host_allocate(&w.engine->host, eip__tagset_size(1, 2));
    eip__tagset_build(tags, &specification, 1, 1, 2);
    eip__publish(&ipam->resource_tags, eip__value(tags));
    EXPECT_ERROR(provision(31), EIP_ERR_INVALID_PARAMETER_VALUE,
                 "The resource is missing one or more of the resource tags "
                 "required by the IPAM pool.");
    for (int i = 0; i < 3; i++) {
        static const char *const keys[] = {"a", "ab", "a"};
        static const char *const values[] = {"ww", "w", "v"};
        eip_create_public_ipv4_pool_request request =
            EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
        eip_tag own[2] = {{eip_text_of(keys[i]), eip_text_of(values[i])},
                          {{"k", 1, 0}, eip_text_of(values[i])}};
        eip_tag_specification owns = {{"ipv4pool-ec2", 12, 0}, own, 2, 0};

        request.tag_specifications = &owns;
        request.tag_specification_count = 1;
        EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
        EXPECT_STATUS(provision(31),
                      i < 2 ? EIP_ERR_INVALID_PARAMETER_VALUE : EIP_OK);
    }
}

Test(public_ipam, other_locales) {
    eip_create_public_ipv4_pool_request request =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    eip_pool_ref empty = world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE);

    request.network_border_group = eip_text_of(WORLD_LOCAL);
    EXPECT_STATUS(pool_create(&w, WORLD_ALICE, &request, &pool), EIP_OK);
    EXPECT_STATUS(provision(31), EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(provision_raw(WORLD_ALICE, world_pool_id(empty),
                                world_pool_id(pool), 31, 0, NULL),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(provision_raw(WORLD_ALICE, world_pool_id(empty),
                                world_pool_id(pool_make(&w, WORLD_ALICE)), 31,
                                0, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    EXPECT_STATUS(provision_raw(WORLD_ALICE, world_pool_id(w.ipam),
                                world_pool_id(pool), 31, 0, WORLD_REGION),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_str_eq(w.error.field, "NetworkBorderGroup");
}

Test(public_ipam, requests_that_are_not_to_be) {
    eip_provision_public_ipv4_pool_cidr_request request =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_provision_public_ipv4_pool_cidr_response response =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_text *const texts[] = {&request.ipam_pool_id, &request.pool_id,
                               &request.network_border_group};
    const char *ipam = world_pool_id(w.ipam);
    const char *id;

    make();
    id = world_pool_id(pool);
    EXPECT_STATUS(provision_raw(WORLD_ALICE, NULL, id, 30, 0, NULL),
                  EIP_ERR_MISSING_PARAMETER);
    EXPECT_STATUS(provision_raw(WORLD_ALICE, ipam, NULL, 30, 0, NULL),
                  EIP_ERR_MISSING_PARAMETER);
    EXPECT_STATUS(provision_raw(WORLD_ALICE, ipam, id, 23, 0, NULL),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(provision_raw(WORLD_ALICE, ipam, id, 33, 0, NULL),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(provision_raw(WORLD_BOB, ipam, id, 30, 0, NULL),
                  EIP_ERR_POOL_NOT_FOUND);
    EXPECT_STATUS(
        provision_raw(WORLD_BOB, ipam, world_pool_id(w.byoip_bob), 30, 0, NULL),
        EIP_ERR_IPAM_POOL_NOT_FOUND);
    EXPECT_STATUS(provision_raw(WORLD_ALICE, id, id, 30, 0, NULL),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
    EXPECT_STATUS(eip_provision_public_ipv4_pool_cidr(w.engine, &alice,
                                                      &request, NULL, &w.error),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_provision_public_ipv4_pool_cidr(w.engine, &alice, NULL,
                                                      &response, &w.error),
                  EIP_ERR_NULL);
    request.ipam_pool_id = eip_text_of(ipam);
    request.pool_id = eip_text_of(id);
    EXPECT_STATUS(eip_provision_public_ipv4_pool_cidr(
                      w.engine, &alice, &request, &response, &w.error),
                  EIP_ERR_MISSING_PARAMETER);
    cr_assert_str_eq(w.error.field, "NetmaskLength");
    for (size_t i = 0; i < COUNT(texts); i++) {
        texts[i]->reserved = 1;
        EXPECT_STATUS(eip_provision_public_ipv4_pool_cidr(
                          w.engine, &alice, &request, &response, &w.error),
                      EIP_ERR_STRUCT_VERSION);
        texts[i]->reserved = 0;
    }
    request.reserved = 1;
    EXPECT_STATUS(eip_provision_public_ipv4_pool_cidr(
                      w.engine, &alice, &request, &response, &w.error),
                  EIP_ERR_STRUCT_VERSION);
    EXPECT_STATUS(provision_raw(WORLD_ALICE, ipam, id, 30,
                                EIP_PUBLIC_POOL_MAX_RESULTS, NULL),
                  EIP_ERR_STRUCT_VERSION);
    w.guard.denies = true;
    EXPECT_STATUS(provision(30), EIP_ERR_UNAUTHORIZED);
    w.guard.denies = false;
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_OK);
    pool = byoip_pool(&w, WORLD_ALICE, 0);
    EXPECT_STATUS(provision(30), EIP_ERR_UNSUPPORTED_OPERATION);
}

/* A shared pool gives blocks, too; they are the other account's. */
Test(public_ipam, of_a_shared_pool) {
    eip_pool_ref bobs = pool_make(&w, WORLD_BOB);

    EXPECT_STATUS(
        eip_admin_share_pool(w.engine, w.ipam, WORLD_BOB, 1, &w.error), EIP_OK);
    EXPECT_STATUS(provision_raw(WORLD_BOB, world_pool_id(w.ipam),
                                world_pool_id(bobs), 30, 0, NULL),
                  EIP_OK);
    cr_assert_eq(eip__ipam_from(inner(w.ipam)->ipam, 0)->owner, WORLD_BOB);
}

/* -- MoveByoipCidrToIpam --------------------------------------------------------------- */

static eip_status move_raw(uint64_t account, const char *cidr, const char *ipam,
                           const char *owner, uint32_t flags) {
    eip_move_byoip_cidr_to_ipam_request request =
        EIP_MOVE_BYOIP_CIDR_TO_IPAM_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_byoip_cidr_list *list = NULL;
    eip_status status;

    request.flags = flags;
    request.cidr = eip_text_of(cidr);
    request.ipam_pool_id = eip_text_of(ipam);
    request.ipam_pool_owner = eip_text_of(owner);
    w.error = eip_error_init();
    status = eip_move_byoip_cidr_to_ipam(w.engine, &caller, &request, &list,
                                         &w.error);
    if (status == EIP_OK) {
        cr_assert(is_text(byoip_at(list, 0).state, "pending-transfer"));
        cr_assert_str_eq(world_pool_id(byoip_at(list, 0).ipam_pool), ipam);
    }
    eip_byoip_cidr_list_free(list);
    return status;
}

static eip_status move(void) {
    return move_raw(WORLD_ALICE, RANGE, world_pool_id(w.ipam), "111111111111",
                    0);
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
    EXPECT_STATUS(move_raw(WORLD_ALICE, RANGE, world_pool_id(w.ipam),
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
    EXPECT_STATUS(
        move_raw(WORLD_ALICE, RANGE, world_pool_id(plain), "111111111111", 0),
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
    EXPECT_STATUS(
        move_raw(WORLD_ALICE, RANGE, world_pool_id(plain), "111111111111", 0),
        EIP_OK);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "203.0.113.0/25"), EIP_OK);
    cr_assert_str_eq(allocations(plain), "203.0.113.128/25");
    cr_assert_str_eq(first_of(pool), "203.0.113.128");
    world_audit(&w);
}

Test(public_ipam, moves_that_are_not_to_be) {
    eip_move_byoip_cidr_to_ipam_request request =
        EIP_MOVE_BYOIP_CIDR_TO_IPAM_REQUEST_INIT;
    eip_text *const texts[] = {&request.cidr, &request.ipam_pool_id,
                               &request.ipam_pool_owner};
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    const char *ipam = world_pool_id(w.ipam);
    struct eip__ipam *books = inner(w.ipam)->ipam;
    eip_byoip_cidr_list *list = NULL;

    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_OK);
    EXPECT_STATUS(move_raw(WORLD_ALICE, NULL, ipam, "111111111111", 0),
                  EIP_ERR_MISSING_PARAMETER);
    EXPECT_STATUS(move_raw(WORLD_ALICE, RANGE, NULL, "111111111111", 0),
                  EIP_ERR_MISSING_PARAMETER);
    EXPECT_STATUS(move_raw(WORLD_ALICE, RANGE, ipam, NULL, 0),
                  EIP_ERR_MISSING_PARAMETER);
    EXPECT_STATUS(move_raw(WORLD_ALICE, "x", ipam, "111111111111", 0),
                  EIP_ERR_CIDR_MALFORMED);
    EXPECT_STATUS(move_raw(WORLD_ALICE, RANGE, ipam, "1", 0),
                  EIP_ERR_INVALID_PARAMETER_VALUE);
    EXPECT_STATUS(move_raw(WORLD_BOB, RANGE, ipam, "111111111111", 0),
                  EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(move_raw(WORLD_ALICE, RANGE, ipam, "222222222222", 0),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
    EXPECT_STATUS(move_raw(WORLD_ALICE, RANGE, "x", "111111111111", 0),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
    books->source = inner(w.ipam);
    EXPECT_STATUS(move(), EIP_ERR_INVALID_PARAMETER_VALUE);
    books->source = NULL;
    books->flags |= EIP__IPAM_PRIVATE;
    EXPECT_STATUS(move(), EIP_ERR_INVALID_PARAMETER_VALUE);
    books->flags &= ~(uint32_t)EIP__IPAM_PRIVATE;
    books->flags |= EIP__IPAM_AMAZON;
    EXPECT_STATUS(move(), EIP_ERR_INVALID_PARAMETER_VALUE);
    books->flags &= ~(uint32_t)EIP__IPAM_AMAZON;
    books->locale = NULL;
    EXPECT_STATUS(move(), EIP_ERR_INVALID_PARAMETER_VALUE);
    books->locale = eip__engine_topology(w.engine)->region;
    for (size_t i = 0; i < COUNT(texts); i++) {
        texts[i]->reserved = 1;
        EXPECT_STATUS(eip_move_byoip_cidr_to_ipam(w.engine, &alice, &request,
                                                  &list, &w.error),
                      EIP_ERR_STRUCT_VERSION);
        texts[i]->reserved = 0;
    }
    EXPECT_STATUS(
        eip_move_byoip_cidr_to_ipam(w.engine, &alice, &request, NULL, &w.error),
        EIP_ERR_NULL);
    EXPECT_STATUS(
        eip_move_byoip_cidr_to_ipam(w.engine, &alice, NULL, &list, &w.error),
        EIP_ERR_NULL);
    EXPECT_STATUS(move_raw(WORLD_ALICE, RANGE, ipam, "111111111111",
                           EIP_BYOIP_MAX_RESULTS),
                  EIP_ERR_STRUCT_VERSION);
    w.guard.denies = true;
    EXPECT_STATUS(move(), EIP_ERR_UNAUTHORIZED);
    w.guard.denies = false;
    EXPECT_STATUS(move(), EIP_OK);
}

static int32_t refuse(void *context, uint64_t account, eip_text cidr,
                      eip_text message, eip_text signature) {
    (void)context;
    (void)account;
    (void)cidr;
    (void)message;
    (void)signature;
    return 0;
}

Test(public_ipam, states_from_which_it_cannot_move) {
    world_end(&w);
    world_init(&w);
    w.config.settle_ms = 1000;
    world_open(&w);
    world_build(&w);
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, RANGE), EIP_OK);
    EXPECT_STATUS(move(), EIP_ERR_INCORRECT_STATE); /* on its way */
    w.now_ms += 1000;
    EXPECT_STATUS(move(), EIP_OK);
    w.engine->byoip_verifier.accepts = refuse;
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, "44.1.0.0/24"), EIP_OK);
    w.now_ms += 1000;
    EXPECT_STATUS(move_raw(WORLD_ALICE, "44.1.0.0/24", world_pool_id(w.ipam),
                           "111111111111", 0),
                  EIP_ERR_INCORRECT_STATE);
}

Test(public_ipam, as_many_cidrs_as_may_be) {
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, "44.200.0.0/24"), EIP_OK);
    /* It has one already. */
    for (int i = 1; i < EIP_IPAM_CIDRS_MAX; i++) {
        char cidr[EIP_CIDR_TEXT_SIZE];

        (void)snprintf(cidr, sizeof cidr, "44.%d.0.0/24", i);
        EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, cidr), EIP_OK);
        EXPECT_STATUS(move_raw(WORLD_ALICE, cidr, world_pool_id(w.ipam),
                               "111111111111", 0),
                      EIP_OK);
    }
    EXPECT_STATUS(move_raw(WORLD_ALICE, "44.200.0.0/24", world_pool_id(w.ipam),
                           "111111111111", 0),
                  EIP_ERR_RESOURCE_LIMIT_EXCEEDED);
}
