/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Ranges that accounts bring. */
#include "api/public_pool.h"

WORLD_SUITE(byoip);

#define RANGE "203.0.113.0/24"

static int32_t verdict;
static uint64_t asked;

static int32_t decide(void *context, uint64_t account, eip_text cidr,
                      eip_text message, eip_text signature) {
    (void)context;
    if (account == WORLD_ALICE) {
        cr_assert(is_text(cidr, RANGE));
        cr_assert(is_text(message, "1|aws|111111111111|" RANGE
                                   "|20301231|SHA256|RSAPSS"));
        cr_assert(is_text(signature, "c2lnbmVk-_~"));
    }
    asked++;
    return verdict;
}

/* A world that is asked, or that holds states back. */
static void start_with(bool asks, uint64_t settle_ms) {
    world_end(&w);
    world_init(&w);
    if (asks) {
        w.config.byoip_verifier = (eip_byoip_verifier){NULL, decide};
    }
    w.config.settle_ms = settle_ms;
    world_open(&w);
    world_build(&w);
}

static eip_status bring(const char *cidr) {
    return byoip_bring(&w, WORLD_ALICE, cidr);
}

/* 10 seconds later, so that it may be. */
static eip_status turn(byoip_operation operation, const char *state) {
    w.now_ms += EIP_BYOIP_TURN_MS;
    return byoip_do(&w, WORLD_ALICE, operation, RANGE, state);
}

/* -- ProvisionByoipCidr -------------------------------------------------------- */

Test(byoip, a_range_as_it_comes) {
    static const eip_tag tag = {{"k", 1, 0}, {"v", 1, 0}};
    static const eip_tag_specification specification = {
        {"ipv4pool-ec2", 12, 0}, &tag, 1, 0};
    eip_provision_byoip_cidr_request request =
        byoip_request(WORLD_ALICE, RANGE);
    eip_byoip_cidr_list *list = NULL;
    eip_public_pool_list *pools;
    eip_byoip_cidr cidr;
    eip_public_pool pool;
    eip_pool_ref ref;

    request.description = eip_text_of("ours");
    request.network_border_group = eip_text_of(WORLD_LOCAL);
    request.pool_tag_specifications = &specification;
    request.pool_tag_specification_count = 1;
    EXPECT_STATUS(byoip_provision(&w, WORLD_ALICE, &request, &list), EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:ProvisionByoipCidr");
    cr_assert_str_eq(w.guard.resource, RANGE);
    cr_assert_eq(eip_byoip_cidr_list_count(list), 1);
    cidr = byoip_at(list, 0);
    cr_assert_eq(cidr.cidr.base, world_cidr(RANGE).base);
    cr_assert_eq(cidr.cidr.prefix_bits, 24);
    cr_assert(is_text(cidr.description, "ours"));
    cr_assert(is_text(cidr.state, "pending-provision"));
    cr_assert(is_text(cidr.status_message, NULL));
    cr_assert(is_text(cidr.network_border_group, WORLD_LOCAL));
    cr_assert(is_text(cidr.advertisement_type, "unicast"));
    cr_assert_eq(cidr.asn_association_count, 0);
    cr_assert_eq(cidr.pool.kind, EIP_POOL_AMAZON);
    cr_assert_eq(cidr.ipam_pool.kind, EIP_POOL_AMAZON);
    eip_byoip_cidr_list_free(list);
    ref = byoip_pool(&w, WORLD_ALICE, 0);
    EXPECT_STATUS(
        byoip_describe(&w, WORLD_ALICE, 1, (eip_text){NULL, 0, 0}, &list),
        EIP_OK);
    cidr = byoip_at(list, 0);
    cr_assert(is_text(cidr.state, "provisioned"));
    cr_assert(is_text(cidr.status_message, world_pool_id(ref)));
    eip_byoip_cidr_list_free(list);
    pools = pool_show(&w, WORLD_ALICE, ref);
    pool = pool_at(pools, 0);
    cr_assert(is_text(pool.description, "ours"));
    cr_assert(is_text(pool.network_border_group, WORLD_LOCAL));
    cr_assert_eq(pool.total_address_count, 256);
    cr_assert_eq(pool.tag_count, 1);
    eip_public_pool_list_free(pools);
}

/* Not advertised, too; and they do not count. */
Test(byoip, its_addresses_are_to_be_had) {
    eip_allocate_address_request request;
    eip_allocate_address_response got;

    EXPECT_STATUS(bring(RANGE), EIP_OK);
    request = world_request_from(byoip_pool(&w, WORLD_ALICE, 0));
    got = world_get(&w, WORLD_ALICE, &request);
    cr_assert_str_eq(world_ip(got.public_ip), "203.0.113.0");
    cr_assert_eq(world_used(&w, WORLD_ALICE), 0);
    request = world_request_named("203.0.113.77");
    got = world_get(&w, WORLD_ALICE, &request);
    cr_assert_str_eq(world_ip(got.public_ip), "203.0.113.77");
    EXPECT_STATUS(world_allocate(&w, WORLD_BOB, &request, NULL),
                  EIP_ERR_ADDRESS_NOT_FOUND);
}

static void expect_value(const eip_provision_byoip_cidr_request *request,
                         eip_status status, const char *field) {
    eip_byoip_cidr_list *list = NULL;

    EXPECT_STATUS(byoip_provision(&w, WORLD_ALICE, request, &list), status);
    cr_assert_str_eq(w.error.field, field);
    cr_assert_null(list);
}

Test(byoip, cidrs) {
    static const char *const bad[] = {"",
                                      "x",
                                      "203.0.113.0",
                                      "203.0.113.0/25",
                                      "203.0.113.1/24",
                                      "0.0.0.0/7",
                                      "203.0.113.0/33"};
    eip_provision_byoip_cidr_request request;

    for (size_t i = 0; i < COUNT(bad); i++) {
        request = byoip_request(WORLD_ALICE, bad[i]);
        expect_value(&request, EIP_ERR_CIDR_MALFORMED, "Cidr");
    }
    request = byoip_request(WORLD_ALICE, "2001:db8::/48");
    expect_value(&request, EIP_ERR_UNSUPPORTED_OPERATION, "Cidr");
    request.cidr = (eip_text){NULL, 0, 0};
    expect_value(&request, EIP_ERR_MISSING_PARAMETER, "Cidr");
    EXPECT_STATUS(bring("44.0.0.0/8"), EIP_OK);
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), "44.0.0.0/8 provisioned");
}

Test(byoip, authorization_contexts) {
    static const char *const bad[] = {
        "",
        "|",
        "1|aws|111111111111|" RANGE "|20301231|SHA256",
        "1|aws|111111111111|" RANGE "|20301231|SHA256|RSAPSS|",
        "2|aws|111111111111|" RANGE "|20301231|SHA256|RSAPSS",
        "1|gcp|111111111111|" RANGE "|20301231|SHA256|RSAPSS",
        "1|aws|222222222222|" RANGE "|20301231|SHA256|RSAPSS",
        "1|aws|111111111111|203.0.112.0/24|20301231|SHA256|RSAPSS",
        "1|aws|111111111111|203.0.113.0|20301231|SHA256|RSAPSS",
        "1|aws|111111111111|" RANGE "|2030123|SHA256|RSAPSS",
        "1|aws|111111111111|" RANGE "|2030123x|SHA256|RSAPSS",
        "1|aws|111111111111|" RANGE "|2030/231|SHA256|RSAPSS",
        "1|aws|111111111111|" RANGE "|20300031|SHA256|RSAPSS",
        "1|aws|111111111111|" RANGE "|20301331|SHA256|RSAPSS",
        "1|aws|111111111111|" RANGE "|20301200|SHA256|RSAPSS",
        "1|aws|111111111111|" RANGE "|20301131|SHA256|RSAPSS",
        "1|aws|111111111111|" RANGE "|20300229|SHA256|RSAPSS",
        "1|aws|111111111111|" RANGE "|21000229|SHA256|RSAPSS",
        "1|aws|111111111111|" RANGE "|20301231|SHA1|RSAPSS",
        "1|aws|111111111111|" RANGE "|20301231|SHA256|RSA"};
    static const char *const good[] = {
        "1|aws|111111111111|" RANGE "|20320229|SHA256|RSAPSS",
        "1|aws|111111111111|" RANGE "|20310228|SHA256|RSAPSS",
        "1|aws|111111111111|" RANGE "|24000229|SHA256|RSAPSS"};
    static const char *const signatures[] = {"",   " ",  "a b", "a|", "ab\x7f",
                                             "a{", "a[", "a`",  "a@", "a:"};
    eip_provision_byoip_cidr_request request =
        byoip_request(WORLD_ALICE, RANGE);

    for (size_t i = 0; i < COUNT(bad); i++) {
        request.authorization_message = eip_text_of(bad[i]);
        expect_value(&request, EIP_ERR_INVALID_PARAMETER_VALUE,
                     "CidrAuthorizationContext.Message");
    }
    request.flags = EIP_BYOIP_DRY_RUN;
    for (size_t i = 0; i < COUNT(good); i++) {
        request.authorization_message = eip_text_of(good[i]);
        expect_value(&request, EIP_ERR_DRY_RUN, "");
    }
    for (size_t i = 0; i < COUNT(signatures); i++) {
        request.authorization_signature = eip_text_of(signatures[i]);
        expect_value(&request, EIP_ERR_INVALID_PARAMETER_VALUE,
                     "CidrAuthorizationContext.Signature");
    }
    request.authorization_signature = (eip_text){"a\0b", 3, 0};
    expect_value(&request, EIP_ERR_INVALID_PARAMETER_VALUE,
                 "CidrAuthorizationContext.Signature");
    request.authorization_signature = eip_text_of("aZ09-_~+=/");
    expect_value(&request, EIP_ERR_DRY_RUN, "");
    request.authorization_signature = (eip_text){NULL, 0, 0};
    expect_value(&request, EIP_ERR_MISSING_PARAMETER,
                 "CidrAuthorizationContext.Signature");
    request.authorization_message = (eip_text){NULL, 0, 0};
    expect_value(&request, EIP_ERR_MISSING_PARAMETER,
                 "CidrAuthorizationContext.Message");
}

Test(byoip, other_members) {
    static char much[EIP_BYOIP_DESCRIPTION_MAX + 1];
    eip_provision_byoip_cidr_request request =
        byoip_request(WORLD_ALICE, RANGE);
    eip_tag_specification specification = {{"elastic-ip", 10, 0}, NULL, 0, 0};

    memset(much, 'd', sizeof much);
    request.flags = EIP_BYOIP_DRY_RUN;
    request.description = (eip_text){much, sizeof much, 0};
    expect_value(&request, EIP_ERR_INVALID_PARAMETER_VALUE, "Description");
    request.description.size--;
    expect_value(&request, EIP_ERR_DRY_RUN, "");
    request.description = eip_text_of("\xff");
    expect_value(&request, EIP_ERR_INVALID_PARAMETER_VALUE, "Description");
    request.description = eip_text_of("");
    expect_value(&request, EIP_ERR_DRY_RUN, "");
    request.flags |= EIP_BYOIP_NOT_PUBLICLY_ADVERTISABLE;
    expect_value(&request, EIP_ERR_INVALID_PARAMETER_COMBINATION,
                 "PubliclyAdvertisable");
    request.flags = EIP_BYOIP_DRY_RUN | EIP_BYOIP_MULTI_REGION;
    expect_value(&request, EIP_ERR_UNSUPPORTED_OPERATION, "MultiRegion");
    request.flags = EIP_BYOIP_DRY_RUN;
    request.network_border_group = eip_text_of(WORLD_WAVELENGTH);
    expect_value(&request, EIP_ERR_INVALID_PARAMETER_VALUE,
                 "NetworkBorderGroup");
    request.network_border_group = eip_text_of("nowhere");
    expect_value(&request, EIP_ERR_INVALID_PARAMETER_VALUE,
                 "NetworkBorderGroup");
    request.pool_tag_specifications = &specification;
    request.pool_tag_specification_count = 1;
    expect_value(&request, EIP_ERR_INVALID_PARAMETER_VALUE, "TagSpecification");
    request.network_border_group = (eip_text){NULL, 0, 0};
    request.pool_tag_specification_count = 0;
    expect_value(&request, EIP_ERR_DRY_RUN, "");
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), "");
}

Test(byoip, requests_that_are_not_formed) {
    eip_provision_byoip_cidr_request request =
        byoip_request(WORLD_ALICE, RANGE);
    eip_text *const texts[] = {&request.cidr, &request.authorization_message,
                               &request.authorization_signature,
                               &request.description,
                               &request.network_border_group};

    for (size_t i = 0; i < COUNT(texts); i++) {
        texts[i]->reserved = 1;
        expect_value(&request, EIP_ERR_STRUCT_VERSION, "request");
        texts[i]->reserved = 0;
    }
    request.flags = EIP_BYOIP_MAX_RESULTS;
    expect_value(&request, EIP_ERR_STRUCT_VERSION, "request");
    request.flags = 0;
    request.reserved = 1;
    expect_value(&request, EIP_ERR_STRUCT_VERSION, "request");
    request.reserved = 0;
    request.pool_tag_specification_count = 1;
    expect_value(&request, EIP_ERR_NULL, "TagSpecification");
    expect_value(NULL, EIP_ERR_NULL, "request");
    EXPECT_STATUS(byoip_provision(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_NULL);
    request.pool_tag_specification_count = 0;
    w.guard.denies = true;
    expect_value(&request, EIP_ERR_UNAUTHORIZED, "");
    w.guard.denies = false;
    EXPECT_STATUS(byoip_bring(&w, UINT64_MAX, RANGE), EIP_ERR_ARGUMENT);
}

Test(byoip, overlaps) {
    static const char text[] =
        "The CIDR 203.0.112.0/23 overlaps a range that is provisioned";

    EXPECT_STATUS(bring("192.0.2.0/24"), EIP_ERR_CIDR_CONFLICT); /* a pool's */
    EXPECT_STATUS(bring(RANGE), EIP_OK);
    EXPECT_STATUS(byoip_bring(&w, WORLD_BOB, RANGE), EIP_ERR_CIDR_CONFLICT);
    EXPECT_ERROR(bring("203.0.112.0/23"), EIP_ERR_CIDR_CONFLICT, text);
    EXPECT_STATUS(bring("203.0.0.0/16"), EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(bring("203.0.114.0/24"), EIP_OK);
    EXPECT_STATUS(bring("203.0.112.0/24"), EIP_OK);
}

/* One that was refused has no pool, and is there. */
Test(byoip, ranges_without_addresses_overlap_too) {
    verdict = 0;
    start_with(true, 0);
    EXPECT_STATUS(bring(RANGE), EIP_OK);
    EXPECT_STATUS(byoip_bring(&w, WORLD_BOB, "203.0.112.0/23"),
                  EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(byoip_bring(&w, WORLD_BOB, RANGE), EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(byoip_do(&w, WORLD_ALICE, eip_deprovision_byoip_cidr, RANGE,
                           "pending-deprovision"),
                  EIP_OK);
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), "");
}

Test(byoip, five_ranges_an_account) {
    static const char *const cidrs[] = {"44.1.0.0/24", "44.2.0.0/24",
                                        "44.3.0.0/24", "44.4.0.0/24",
                                        "44.5.0.0/24", "44.6.0.0/24"};

    for (size_t i = 0; i < EIP_BYOIP_CIDRS_MAX; i++) {
        EXPECT_STATUS(bring(cidrs[i]), EIP_OK);
    }
    EXPECT_ERROR(bring(cidrs[5]), EIP_ERR_RESOURCE_LIMIT_EXCEEDED,
                 "The number of BYOIP CIDRs for this account has reached the "
                 "maximum allowed limit.");
    cr_assert_str_eq(eip_status_code(EIP_ERR_RESOURCE_LIMIT_EXCEEDED),
                     "ResourceLimitExceeded");
    EXPECT_STATUS(byoip_bring(&w, WORLD_BOB, cidrs[5]), EIP_OK);
    EXPECT_STATUS(
        byoip_do(&w, WORLD_ALICE, eip_deprovision_byoip_cidr, cidrs[2], NULL),
        EIP_OK);
    EXPECT_STATUS(bring("44.7.0.0/24"), EIP_OK);
}

Test(byoip, the_verifier_decides) {
    eip_provision_byoip_cidr_request request =
        byoip_request(WORLD_ALICE, RANGE);
    eip_byoip_cidr_list *list = NULL;
    eip_byoip_cidr cidr;

    verdict = 0;
    asked = 0;
    start_with(true, 0);
    request.flags = EIP_BYOIP_DRY_RUN;
    EXPECT_STATUS(byoip_provision(&w, WORLD_ALICE, &request, &list),
                  EIP_ERR_DRY_RUN);
    cr_assert_eq(asked, 0);
    EXPECT_STATUS(bring(RANGE), EIP_OK);
    cr_assert_eq(asked, 1);
    EXPECT_STATUS(
        byoip_describe(&w, WORLD_ALICE, 5, (eip_text){NULL, 0, 0}, &list),
        EIP_OK);
    cidr = byoip_at(list, 0);
    cr_assert(is_text(cidr.state, "failed-provision"));
    cr_assert(is_text(cidr.status_message,
                      "The authorization context was not accepted"));
    cr_assert(is_text(cidr.description, NULL));
    cr_assert_eq(cidr.pool.kind, EIP_POOL_AMAZON);
    eip_byoip_cidr_list_free(list);
    EXPECT_STATUS(turn(eip_advertise_byoip_cidr, NULL),
                  EIP_ERR_INCORRECT_STATE);
    EXPECT_STATUS(turn(eip_deprovision_byoip_cidr, "pending-deprovision"),
                  EIP_OK);
    verdict = 1;
    EXPECT_STATUS(bring(RANGE), EIP_OK);
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), RANGE " provisioned");
}

/* -- AdvertiseByoipCidr, WithdrawByoipCidr --------------------------------------- */

Test(byoip, advertised_and_withdrawn) {
    EXPECT_STATUS(bring(RANGE), EIP_OK);
    EXPECT_STATUS(turn(eip_withdraw_byoip_cidr, NULL), EIP_ERR_INCORRECT_STATE);
    EXPECT_STATUS(turn(eip_advertise_byoip_cidr, "pending-advertising"),
                  EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:AdvertiseByoipCidr");
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), RANGE " advertised");
    EXPECT_STATUS(turn(eip_advertise_byoip_cidr, "pending-advertising"),
                  EIP_OK);
    EXPECT_ERROR(turn(eip_deprovision_byoip_cidr, NULL),
                 EIP_ERR_INCORRECT_STATE,
                 "The CIDR 203.0.113.0/24 is not in a state in which this can "
                 "be done");
    EXPECT_STATUS(turn(eip_withdraw_byoip_cidr, "pending-withdrawal"), EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:WithdrawByoipCidr");
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), RANGE " provisioned");
    EXPECT_STATUS(turn(eip_deprovision_byoip_cidr, "pending-deprovision"),
                  EIP_OK);
    cr_assert_str_eq(w.guard.action, "ec2:DeprovisionByoipCidr");
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), "");
}

Test(byoip, once_in_ten_seconds) {
    EXPECT_STATUS(bring(RANGE), EIP_OK);
    EXPECT_STATUS(bring("44.1.0.0/24"), EIP_OK);
    EXPECT_STATUS(byoip_bring(&w, WORLD_BOB, "44.2.0.0/24"), EIP_OK);
    EXPECT_STATUS(turn(eip_advertise_byoip_cidr, NULL), EIP_OK);
    w.now_ms += EIP_BYOIP_TURN_MS - 1;
    EXPECT_ERROR(byoip_do(&w, WORLD_ALICE, eip_advertise_byoip_cidr,
                          "44.1.0.0/24", NULL),
                 EIP_ERR_REQUEST_LIMIT_EXCEEDED,
                 "Request limit exceeded. A range is advertised or withdrawn "
                 "at most once in 10 seconds");
    cr_assert_eq(eip_status_http(EIP_ERR_REQUEST_LIMIT_EXCEEDED), 503);
    EXPECT_STATUS(
        byoip_do(&w, WORLD_ALICE, eip_withdraw_byoip_cidr, RANGE, NULL),
        EIP_ERR_REQUEST_LIMIT_EXCEEDED);
    EXPECT_STATUS(
        byoip_do(&w, WORLD_BOB, eip_advertise_byoip_cidr, "44.2.0.0/24", NULL),
        EIP_OK);
    w.now_ms++;
    EXPECT_STATUS(byoip_do(&w, WORLD_ALICE, eip_advertise_byoip_cidr,
                           "44.1.0.0/24", NULL),
                  EIP_OK);
    /* To take a range back is not limited. */
    EXPECT_STATUS(byoip_do(&w, WORLD_ALICE, eip_deprovision_byoip_cidr,
                           "44.1.0.0/24", NULL),
                  EIP_ERR_INCORRECT_STATE);
}

Test(byoip, asns) {
    static const char *const bad[] = {"",   "0",  "01", "4294967295",
                                      "x1", "1x", "-1", "42949672940",
                                      "1:", "1/"};
    eip_byoip_cidr_request request = EIP_BYOIP_CIDR_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_byoip_cidr_list *list = NULL;
    eip_byoip_cidr cidr;

    EXPECT_STATUS(bring(RANGE), EIP_OK);
    w.now_ms += EIP_BYOIP_TURN_MS;
    request.cidr = eip_text_of(RANGE);
    for (size_t i = 0; i < COUNT(bad); i++) {
        request.asn = eip_text_of(bad[i]);
        EXPECT_STATUS(eip_advertise_byoip_cidr(w.engine, &alice, &request,
                                               &list, &w.error),
                      EIP_ERR_INVALID_PARAMETER_VALUE);
        cr_assert_str_eq(w.error.field, "Asn");
    }
    request.asn = eip_text_of("4294967294");
    request.network_border_group = eip_text_of(WORLD_LOCAL);
    EXPECT_STATUS(
        eip_advertise_byoip_cidr(w.engine, &alice, &request, &list, &w.error),
        EIP_ERR_INVALID_PARAMETER_VALUE);
    cr_assert_str_eq(w.error.field, "NetworkBorderGroup");
    request.network_border_group = eip_text_of(WORLD_REGION);
    EXPECT_STATUS(
        eip_advertise_byoip_cidr(w.engine, &alice, &request, &list, &w.error),
        EIP_OK);
    cidr = byoip_at(list, 0);
    cr_assert_eq(cidr.asn_association_count, 1);
    cr_assert_eq(cidr.asn_associations[0].asn, 4294967294u);
    cr_assert_eq(cidr.asn_associations[0].cidr.base, world_cidr(RANGE).base);
    cr_assert(is_text(cidr.asn_associations[0].state, "pending-association"));
    cr_assert(is_text(cidr.asn_associations[0].status_message, NULL));
    eip_byoip_cidr_list_free(list);
    EXPECT_STATUS(turn(eip_withdraw_byoip_cidr, NULL), EIP_OK);
    EXPECT_STATUS(
        byoip_describe(&w, WORLD_ALICE, 5, (eip_text){NULL, 0, 0}, &list),
        EIP_OK);
    cr_assert(
        is_text(byoip_at(list, 0).asn_associations[0].state, "associated"));
    eip_byoip_cidr_list_free(list);
}

Test(byoip, turns_that_are_not_to_be) {
    static const byoip_operation operations[] = {eip_advertise_byoip_cidr,
                                                 eip_withdraw_byoip_cidr,
                                                 eip_deprovision_byoip_cidr};
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_byoip_cidr_list *list = NULL;

    EXPECT_STATUS(bring(RANGE), EIP_OK);
    for (size_t i = 0; i < COUNT(operations); i++) {
        eip_byoip_cidr_request request = EIP_BYOIP_CIDR_REQUEST_INIT;
        eip_text *const texts[] = {&request.cidr, &request.asn,
                                   &request.network_border_group};

        EXPECT_STATUS(
            operations[i](w.engine, &alice, &request, &list, &w.error),
            EIP_ERR_MISSING_PARAMETER);
        request.cidr = eip_text_of(RANGE);
        EXPECT_STATUS(operations[i](w.engine, &alice, &request, NULL, &w.error),
                      EIP_ERR_NULL);
        EXPECT_STATUS(operations[i](w.engine, &alice, NULL, &list, &w.error),
                      EIP_ERR_NULL);
        for (size_t n = 0; n < COUNT(texts); n++) {
            texts[n]->reserved = 1;
            EXPECT_STATUS(
                operations[i](w.engine, &alice, &request, &list, &w.error),
                EIP_ERR_STRUCT_VERSION);
            texts[n]->reserved = 0;
        }
        request.flags = EIP_BYOIP_MAX_RESULTS;
        EXPECT_STATUS(
            operations[i](w.engine, &alice, &request, &list, &w.error),
            EIP_ERR_STRUCT_VERSION);
        w.guard.denies = true;
        EXPECT_STATUS(byoip_do(&w, WORLD_ALICE, operations[i], RANGE, NULL),
                      EIP_ERR_UNAUTHORIZED);
        w.guard.denies = false;
        EXPECT_STATUS(byoip_do(&w, WORLD_ALICE, operations[i], "x", NULL),
                      EIP_ERR_CIDR_MALFORMED);
        EXPECT_STATUS(
            byoip_do(&w, WORLD_ALICE, operations[i], "203.0.112.0/23", NULL),
            EIP_ERR_CIDR_NOT_FOUND);
        EXPECT_STATUS(
            byoip_do(&w, WORLD_ALICE, operations[i], "203.0.0.0/16", NULL),
            EIP_ERR_CIDR_NOT_FOUND);
        EXPECT_STATUS(
            byoip_do(&w, WORLD_ALICE, operations[i], "203.0.113.0/24", NULL),
            i == 0   ? EIP_OK
            : i == 1 ? EIP_ERR_REQUEST_LIMIT_EXCEEDED
                     : EIP_ERR_INCORRECT_STATE);
        EXPECT_STATUS(byoip_do(&w, WORLD_BOB, operations[i], RANGE, NULL),
                      EIP_ERR_CIDR_NOT_FOUND);
    }
    for (size_t i = 1; i < COUNT(operations); i++) {
        eip_byoip_cidr_request request = EIP_BYOIP_CIDR_REQUEST_INIT;

        request.cidr = eip_text_of(RANGE);
        request.asn = eip_text_of("1");
        EXPECT_STATUS(
            operations[i](w.engine, &alice, &request, &list, &w.error),
            EIP_ERR_STRUCT_VERSION);
        request.asn = (eip_text){NULL, 0, 0};
        request.network_border_group = eip_text_of(WORLD_REGION);
        EXPECT_STATUS(
            operations[i](w.engine, &alice, &request, &list, &w.error),
            EIP_ERR_STRUCT_VERSION);
    }
}

Test(byoip, dry_turns) {
    eip_byoip_cidr_request request = EIP_BYOIP_CIDR_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_byoip_cidr_list *list = NULL;

    EXPECT_STATUS(bring(RANGE), EIP_OK);
    request.cidr = eip_text_of(RANGE);
    request.flags = EIP_BYOIP_DRY_RUN;
    EXPECT_STATUS(
        eip_advertise_byoip_cidr(w.engine, &alice, &request, &list, &w.error),
        EIP_ERR_DRY_RUN);
    EXPECT_STATUS(
        eip_deprovision_byoip_cidr(w.engine, &alice, &request, &list, &w.error),
        EIP_ERR_DRY_RUN);
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), RANGE " provisioned");
    EXPECT_STATUS(turn(eip_advertise_byoip_cidr, NULL), EIP_OK);
    w.now_ms += EIP_BYOIP_TURN_MS;
    EXPECT_STATUS(
        eip_withdraw_byoip_cidr(w.engine, &alice, &request, &list, &w.error),
        EIP_ERR_DRY_RUN);
    cr_assert_null(list);
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), RANGE " advertised");
}

/* -- DeprovisionByoipCidr ---------------------------------------------------------- */

Test(byoip, in_use_it_is_kept) {
    eip_allocate_address_request request;
    eip_allocate_address_response got;
    eip_byoip_cidr_list *list = NULL;
    eip_pool_ref pool;

    EXPECT_STATUS(bring(RANGE), EIP_OK);
    pool = byoip_pool(&w, WORLD_ALICE, 0);
    request = world_request_from(pool);
    got = world_get(&w, WORLD_ALICE, &request);
    EXPECT_STATUS(turn(eip_deprovision_byoip_cidr, "pending-deprovision"),
                  EIP_OK);
    EXPECT_STATUS(
        byoip_describe(&w, WORLD_ALICE, 5, (eip_text){NULL, 0, 0}, &list),
        EIP_OK);
    cr_assert(is_text(byoip_at(list, 0).state, "failed-deprovision"));
    cr_assert(is_text(byoip_at(list, 0).status_message,
                      "Ensure that all EIPs from the range have been "
                      "deallocated"));
    cr_assert(is_pool(byoip_at(list, 0).pool, pool));
    eip_byoip_cidr_list_free(list);
    world_give(&w, WORLD_ALICE, &got);
    got = world_get(&w, WORLD_ALICE, &request); /* it serves as before */
    EXPECT_STATUS(pool_delete(&w, WORLD_ALICE, pool), EIP_ERR_POOL_IN_USE);
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "203.0.113.128/25"),
                  EIP_ERR_UNSUPPORTED_OPERATION);
    world_give(&w, WORLD_ALICE, &got);
    EXPECT_STATUS(turn(eip_advertise_byoip_cidr, NULL), EIP_OK);
    EXPECT_STATUS(turn(eip_withdraw_byoip_cidr, NULL), EIP_OK);
    EXPECT_STATUS(turn(eip_deprovision_byoip_cidr, NULL), EIP_OK);
    EXPECT_STATUS(pool_delete(&w, WORLD_ALICE, pool), EIP_ERR_POOL_NOT_FOUND);
    EXPECT_STATUS(bring(RANGE), EIP_OK);
    world_audit(&w);
}

/* What the administrator has added to the pool, or taken, goes along. */
Test(byoip, with_all_that_its_pool_has) {
    eip_pool_ref pool;
    uint64_t held;

    EXPECT_STATUS(bring(RANGE), EIP_OK);
    pool = byoip_pool(&w, WORLD_ALICE, 0);
    world_provision(&w, pool, NULL, "44.9.0.0/24");
    EXPECT_STATUS(turn(eip_deprovision_byoip_cidr, NULL), EIP_OK);
    world_audit(&w);
    world_provision(&w, w.amazon, NULL, "44.9.0.0/24");
    EXPECT_STATUS(bring(RANGE), EIP_OK);
    pool = byoip_pool(&w, WORLD_ALICE, 0);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, pool, world_cidr(RANGE),
                                       EIP_DRAIN_IF_UNUSED, &held, &w.error),
                  EIP_OK);
    EXPECT_STATUS(turn(eip_deprovision_byoip_cidr, NULL), EIP_OK);
    world_audit(&w);
}

/* -- states held back (R19) ----------------------------------------------------------- */

Test(byoip, states_settle_later) {
    start_with(false, 60000);
    EXPECT_STATUS(bring(RANGE), EIP_OK);
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), RANGE " pending-provision");
    cr_assert_eq(byoip_pool(&w, WORLD_ALICE, 0).kind, EIP_POOL_AMAZON);
    EXPECT_STATUS(turn(eip_advertise_byoip_cidr, NULL),
                  EIP_ERR_INCORRECT_STATE);
    w.now_ms += 50000;
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), RANGE " provisioned");
    EXPECT_STATUS(turn(eip_advertise_byoip_cidr, NULL), EIP_OK);
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE),
                     RANGE " pending-advertising");
    w.now_ms += 60000;
    EXPECT_STATUS(turn(eip_withdraw_byoip_cidr, NULL), EIP_OK);
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE),
                     RANGE " pending-withdrawal");
    w.now_ms += 60000;
    EXPECT_STATUS(turn(eip_deprovision_byoip_cidr, NULL), EIP_OK);
    w.now_ms += 59999;
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE),
                     RANGE " pending-deprovision");
    EXPECT_STATUS(bring(RANGE), EIP_ERR_CIDR_CONFLICT);
    EXPECT_STATUS(byoip_bring(&w, WORLD_BOB, "203.0.112.0/23"),
                  EIP_ERR_CIDR_CONFLICT);
    w.now_ms++;
    EXPECT_STATUS(byoip_bring(&w, WORLD_BOB, "203.0.112.0/23"), EIP_OK);
    cr_assert_str_eq(byoip_states(&w, WORLD_ALICE), "");
    cr_assert_str_eq(byoip_states(&w, WORLD_BOB),
                     "203.0.112.0/23 pending-provision");
}

/* One that has gone is in nobody's way, wherever it began. */
Test(byoip, gone_before_another_comes) {
    start_with(false, 1000);
    EXPECT_STATUS(bring("203.0.112.0/23"), EIP_OK);
    w.now_ms += 1000;
    EXPECT_STATUS(byoip_do(&w, WORLD_ALICE, eip_deprovision_byoip_cidr,
                           "203.0.112.0/23", NULL),
                  EIP_OK);
    EXPECT_STATUS(bring(RANGE), EIP_ERR_CIDR_CONFLICT);
    w.now_ms += 1000;
    EXPECT_STATUS(bring(RANGE), EIP_OK);
}

/* -- DescribeByoipCidrs ----------------------------------------------------------------- */

Test(byoip, a_page_at_a_time) {
    eip_byoip_cidr_list *list = NULL;
    eip_byoip_cidr_list *other = NULL;
    eip_text token = {NULL, 0, 0};
    char copy[128];

    EXPECT_STATUS(bring("44.3.0.0/24"), EIP_OK);
    EXPECT_STATUS(bring("44.1.0.0/24"), EIP_OK);
    EXPECT_STATUS(byoip_bring(&w, WORLD_BOB, "44.2.0.0/24"), EIP_OK);
    EXPECT_STATUS(byoip_describe(&w, WORLD_ALICE, 1, token, &list), EIP_OK);
    cr_assert_eq(eip_byoip_cidr_list_count(list), 1);
    cr_assert_eq(byoip_at(list, 0).cidr.base, world_address("44.1.0.0"));
    token = eip_byoip_cidr_list_next_token(list);
    cr_assert_not_null(token.data);
    memcpy(copy, token.data, token.size);
    token.data = copy;
    eip_byoip_cidr_list_free(list);
    EXPECT_STATUS(byoip_describe(&w, WORLD_BOB, 1, token, &other),
                  EIP_ERR_NEXT_TOKEN);
    EXPECT_STATUS(byoip_describe(&w, WORLD_ALICE, 1, token, &list), EIP_OK);
    cr_assert_eq(byoip_at(list, 0).cidr.base, world_address("44.3.0.0"));
    cr_assert_null(eip_byoip_cidr_list_next_token(list).data);
    eip_byoip_cidr_list_free(list);
    EXPECT_STATUS(
        byoip_describe(&w, WORLD_ALICE, 0, (eip_text){NULL, 0, 0}, &other),
        EIP_ERR_MAX_RESULTS);
    EXPECT_STATUS(
        byoip_describe(&w, WORLD_ALICE, 101, (eip_text){NULL, 0, 0}, &other),
        EIP_ERR_MAX_RESULTS);
    EXPECT_STATUS(
        byoip_describe(&w, WORLD_DAVE, 100, (eip_text){NULL, 0, 0}, &list),
        EIP_OK);
    cr_assert_eq(eip_byoip_cidr_list_count(list), 0);
    eip_byoip_cidr_list_free(list);
}

Test(byoip, descriptions_that_are_not_to_be) {
    eip_describe_byoip_cidrs_request request =
        EIP_DESCRIBE_BYOIP_CIDRS_REQUEST_INIT;
    eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    eip_byoip_cidr_list *list = NULL;

    EXPECT_STATUS(
        eip_describe_byoip_cidrs(w.engine, &alice, &request, &list, &w.error),
        EIP_ERR_MISSING_PARAMETER);
    cr_assert_str_eq(w.error.field, "MaxResults");
    EXPECT_STATUS(
        eip_describe_byoip_cidrs(w.engine, &alice, &request, NULL, &w.error),
        EIP_ERR_NULL);
    EXPECT_STATUS(
        eip_describe_byoip_cidrs(w.engine, &alice, NULL, &list, &w.error),
        EIP_ERR_NULL);
    request.flags = EIP_BYOIP_MAX_RESULTS | EIP_BYOIP_DRY_RUN;
    request.max_results = 1;
    EXPECT_STATUS(
        eip_describe_byoip_cidrs(w.engine, &alice, &request, &list, &w.error),
        EIP_ERR_DRY_RUN);
    request.flags |= EIP_BYOIP_MULTI_REGION;
    EXPECT_STATUS(
        eip_describe_byoip_cidrs(w.engine, &alice, &request, &list, &w.error),
        EIP_ERR_STRUCT_VERSION);
    request.flags = 0;
    request.reserved = 1;
    EXPECT_STATUS(
        eip_describe_byoip_cidrs(w.engine, &alice, &request, &list, &w.error),
        EIP_ERR_STRUCT_VERSION);
    request.reserved = 0;
    request.next_token.reserved = 1;
    EXPECT_STATUS(
        eip_describe_byoip_cidrs(w.engine, &alice, &request, &list, &w.error),
        EIP_ERR_STRUCT_VERSION);
    w.guard.denies = true;
    EXPECT_STATUS(
        byoip_describe(&w, WORLD_ALICE, 5, (eip_text){NULL, 0, 0}, &list),
        EIP_ERR_UNAUTHORIZED);
    w.guard.denies = false;
}

/* A range is named by its CIDR, all of it, and by who brought it. */
Test(byoip, others_ranges_and_parts_are_not_found) {
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, "203.0.112.0/23"), EIP_OK);
    EXPECT_STATUS(byoip_do(&w, WORLD_ALICE, eip_advertise_byoip_cidr,
                           "203.0.112.0/24", NULL),
                  EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(byoip_do(&w, WORLD_BOB, eip_advertise_byoip_cidr,
                           "203.0.112.0/23", NULL),
                  EIP_ERR_CIDR_NOT_FOUND);
    /* Behind all there are. */
    EXPECT_STATUS(byoip_do(&w, WORLD_ALICE, eip_advertise_byoip_cidr,
                           "223.255.254.0/23", NULL),
                  EIP_ERR_CIDR_NOT_FOUND);
    EXPECT_STATUS(byoip_do(&w, WORLD_ALICE, eip_advertise_byoip_cidr,
                           "203.0.112.0/23", NULL),
                  EIP_OK);
}

/* Nothing is provisioned beyond it. */
Test(byoip, the_last_range_of_all) {
    EXPECT_STATUS(byoip_bring(&w, WORLD_ALICE, "223.255.254.0/24"), EIP_OK);
    EXPECT_STATUS(byoip_do(&w, WORLD_ALICE, eip_deprovision_byoip_cidr,
                           "223.255.254.0/24", NULL),
                  EIP_OK);
    world_audit(&w);
}
