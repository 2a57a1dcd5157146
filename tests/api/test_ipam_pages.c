/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Pages, filters and states of IPAM's lists; what a shared pool shows. */
#include "api/ipam.h"

WORLD_SUITE(ipam_pages);

static const eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
static const eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
static char id_text[EIP_POOL_ID_TEXT_SIZE];
static eip_pool_ref top;

static void make(void) {
    top = ipam_make(&w, WORLD_ALICE, NULL);
    (void)eip_pool_id_format(top, id_text);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, BROUGHT, true),
                  EIP_OK);
}

/* In a world whose states take a second. */
static void start_slow(void) {
    world_end(&w);
    world_init(&w);
    w.config.settle_ms = 1000;
    world_open(&w);
    world_build(&w);
}

/* A pool of Alice's with the last id of all. */
static void make_last(void) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_pool_ref last;

    spec.pool = (eip_pool_ref){UINT64_MAX, EIP_POOL_IPAM, 0};
    spec.owner = WORLD_ALICE;
    EXPECT_STATUS(eip_admin_create_pool(w.engine, &spec, &last, &w.error),
                  EIP_OK);
}

/* -- pages ------------------------------------------------------------------- */

static const char *copy(eip_text text) {
    static char room[512];

    cr_assert_lt(text.size, sizeof room);
    if (text.data == NULL) {
        return NULL;
    }
    memcpy(room, text.data, text.size);
    room[text.size] = '\0';
    return room;
}

Test(ipam_pages, of_pools) {
    eip_describe_ipam_pools_request request =
        EIP_DESCRIBE_IPAM_POOLS_REQUEST_INIT;
    uint64_t shown = 0;
    int pages = 0;

    for (int i = 0; i < 11; i++) {
        (void)ipam_make(&w, WORLD_ALICE, NULL);
    }
    (void)ipam_make(&w, WORLD_BOB, NULL);
    request.flags = EIP_IPAM_MAX_RESULTS;
    request.max_results = 5;
    do {
        eip_ipam_pool_list *list = NULL;

        EXPECT_STATUS(eip_describe_ipam_pools(w.engine, &alice, &request, &list,
                                              &w.error),
                      EIP_OK);
        shown += eip_ipam_pool_list_count(list);
        request.next_token =
            eip_text_of(copy(eip_ipam_pool_list_next_token(list)));
        eip_ipam_pool_list_free(list);
        pages++;
    } while (request.next_token.data != NULL);
    cr_assert_eq(shown, 12);
    cr_assert_eq(pages, 3);
}

Test(ipam_pages, of_cidrs) {
    eip_get_ipam_pool_cidrs_request request =
        EIP_GET_IPAM_POOL_CIDRS_REQUEST_INIT;
    eip_ipam_pool_cidr_list *list = NULL;
    uint64_t shown = 0;
    int pages = 0;
    char other[EIP_POOL_ID_TEXT_SIZE];

    make();
    (void)eip_pool_id_format(ipam_make(&w, WORLD_ALICE, NULL), other);
    for (int i = 0; i < 7; i++) {
        char cidr[EIP_CIDR_TEXT_SIZE];

        (void)snprintf(cidr, sizeof cidr, "44.0.%d.0/24", i);
        EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, cidr, true),
                      EIP_OK);
    }
    request.ipam_pool_id = eip_text_of(id_text);
    request.flags = EIP_IPAM_MAX_RESULTS;
    request.max_results = 5;
    do {
        EXPECT_STATUS(eip_get_ipam_pool_cidrs(w.engine, &alice, &request, &list,
                                              &w.error),
                      EIP_OK);
        shown += eip_ipam_pool_cidr_list_count(list);
        request.next_token =
            eip_text_of(copy(eip_ipam_pool_cidr_list_next_token(list)));
        eip_ipam_pool_cidr_list_free(list);
        if (pages++ == 0) {
            /* A token is of its pool, whether ids are as long or not. */
            request.ipam_pool_id = eip_text_of(other);
            EXPECT_STATUS(eip_get_ipam_pool_cidrs(w.engine, &alice, &request,
                                                  &list, &w.error),
                          EIP_ERR_NEXT_TOKEN);
            request.ipam_pool_id = eip_text_of(id_text);
        }
    } while (request.next_token.data != NULL);
    cr_assert_eq(shown, 8);
    cr_assert_eq(pages, 2);
}

enum { HELD = 1030 };

/* Of one pool, and of all: the thousandth is in the middle of the addresses of
 * the first, or of its custom allocations. */
static void expect_pages(uint64_t wanted) {
    eip_get_ipam_pool_allocations_request get =
        EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_describe_ipam_pool_allocations_request describe =
        EIP_DESCRIBE_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    uint64_t shown = 0;

    get.ipam_pool_id = eip_text_of(id_text);
    get.flags = EIP_IPAM_MAX_RESULTS;
    get.max_results = 1000;
    do {
        EXPECT_STATUS(eip_get_ipam_pool_allocations(w.engine, &alice, &get,
                                                    &list, &w.error),
                      EIP_OK);
        shown += eip_ipam_pool_allocation_list_count(list);
        get.next_token =
            eip_text_of(copy(eip_ipam_pool_allocation_list_next_token(list)));
        eip_ipam_pool_allocation_list_free(list);
        if (get.next_token.data != NULL) {
            get.ipam_pool_id = eip_text_of(world_pool_id(w.ipam));
            EXPECT_STATUS(eip_get_ipam_pool_allocations(w.engine, &alice, &get,
                                                        &list, &w.error),
                          EIP_ERR_NEXT_TOKEN);
            get.ipam_pool_id = eip_text_of(id_text);
        }
    } while (get.next_token.data != NULL);
    cr_assert_eq(shown, wanted);
    describe.flags = EIP_IPAM_MAX_RESULTS;
    describe.max_results = 1000;
    shown = 0;
    do {
        EXPECT_STATUS(eip_describe_ipam_pool_allocations(
                          w.engine, &alice, &describe, &list, &w.error),
                      EIP_OK);
        shown += eip_ipam_pool_allocation_list_count(list);
        describe.next_token =
            eip_text_of(copy(eip_ipam_pool_allocation_list_next_token(list)));
        eip_ipam_pool_allocation_list_free(list);
    } while (describe.next_token.data != NULL);
    cr_assert_eq(shown, wanted);
}

Test(ipam_pages, of_addresses) {
    eip_allocate_address_request request;
    eip_ipam_id id = {0, 0};

    make_last();
    top = ipam_make(&w, WORLD_ALICE, NULL);
    (void)ipam_make(&w, WORLD_BOB, NULL);
    (void)eip_pool_id_format(top, id_text);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, "44.0.0.0/21", true),
                  EIP_OK);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, "44.2.0.0/24", true),
                  EIP_OK);
    request = world_request_from(top);
    for (int i = 0; i < HELD; i++) {
        (void)world_get(&w, WORLD_ALICE, &request);
    }
    (void)ipam_take(&w, WORLD_ALICE, id_text, 28, &id);
    expect_pages(HELD + 1);
}

Test(ipam_pages, of_custom_allocations) {
    eip_ipam_id id = {0, 0};

    top = ipam_make(&w, WORLD_ALICE, NULL);
    (void)eip_pool_id_format(top, id_text);
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, "44.0.0.0/22", true),
                  EIP_OK);
    for (int i = 0; i < 1020; i++) {
        (void)ipam_take(&w, WORLD_ALICE, id_text, 32, &id);
    }
    expect_pages(1020);
}

/* -- filters -------------------------------------------------------------------- */

static uint64_t count_pools(const eip_filter *filter) {
    eip_describe_ipam_pools_request request =
        EIP_DESCRIBE_IPAM_POOLS_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;
    uint64_t count;

    request.filters = filter;
    request.filter_count = 1;
    EXPECT_STATUS(
        eip_describe_ipam_pools(w.engine, &alice, &request, &list, &w.error),
        EIP_OK);
    count = eip_ipam_pool_list_count(list);
    eip_ipam_pool_list_free(list);
    return count;
}

static uint64_t count_cidrs(const eip_filter *filter) {
    eip_get_ipam_pool_cidrs_request request =
        EIP_GET_IPAM_POOL_CIDRS_REQUEST_INIT;
    eip_ipam_pool_cidr_list *list = NULL;
    uint64_t count;

    request.ipam_pool_id = eip_text_of(id_text);
    request.filters = filter;
    request.filter_count = 1;
    EXPECT_STATUS(
        eip_get_ipam_pool_cidrs(w.engine, &alice, &request, &list, &w.error),
        EIP_OK);
    count = eip_ipam_pool_cidr_list_count(list);
    eip_ipam_pool_cidr_list_free(list);
    return count;
}

static uint64_t count_allocations(const eip_filter *filter) {
    eip_get_ipam_pool_allocations_request request =
        EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    uint64_t count;

    request.ipam_pool_id = eip_text_of(id_text);
    request.filters = filter;
    request.filter_count = 1;
    EXPECT_STATUS(eip_get_ipam_pool_allocations(w.engine, &alice, &request,
                                                &list, &w.error),
                  EIP_OK);
    count = eip_ipam_pool_allocation_list_count(list);
    eip_ipam_pool_allocation_list_free(list);
    return count;
}

/** A filter, and of how many it holds. */
struct want {
    const char *name;
    const char *value;
    uint64_t count;
};

static void expect_counts(uint64_t (*count)(const eip_filter *),
                          const struct want *wants, size_t number) {
    for (size_t i = 0; i < number; i++) {
        eip_text value = eip_text_of(wants[i].value);
        eip_filter filter = {eip_text_of(wants[i].name), &value, 1, 0};
        uint64_t found = count(&filter);

        cr_assert_eq(found, wants[i].count, "%s %s: %u", wants[i].name,
                     wants[i].value, (unsigned)found);
    }
}

Test(ipam_pages, filters_of_pools) {
    char child[EIP_POOL_ID_TEXT_SIZE];

    make();
    (void)eip_pool_id_format(ipam_make(&w, WORLD_ALICE, id_text), child);
    {
        const struct want wants[] = {
            {"address-family", "ipv4", 3},
            {"aws-service", "ec2", 3},
            {"aws-service", "global-services", 0},
            {"description", "*", 0},
            {"ipam-arn", "arn:aws:ec2::111111111111:ipam/ipam-0*", 3},
            {"ipam-pool-arn", "*x", 0},
            {"ipam-pool-id", id_text, 1},
            {"ipam-region", WORLD_REGION, 3},
            {"ipam-scope-arn", "*:ipam-scope/ipam-scope-0*", 3},
            {"ipam-scope-type", "public", 3},
            {"locale", WORLD_REGION, 3},
            {"owner-id", "111111111111", 3},
            {"pool-depth", "2", 1},
            {"public-ip-source", "byoip", 3},
            {"source-ipam-pool-id", id_text, 1},
            {"state", "create-complete", 3},
        };

        expect_counts(count_pools, wants, COUNT(wants));
    }
}

Test(ipam_pages, filters_of_cidrs_and_allocations) {
    static const struct want cidrs[] = {
        {"cidr", BROUGHT, 1},
        {"cidr", "44.0.0.0/24", 0},
        {"state", "provisioned", 1},
        {"netmask-length", "24", 1},
        {"ipam-pool-cidr-id", "ipam-pool-cidr-0*", 1},
    };
    static const struct want allocations[] = {
        {"cidr", "203.0.113.0/28", 1},
        {"description", "*", 0},
        {"ipam-pool-allocation-id", "ipam-pool-alloc-0*", 2},
        {"resource-id", "eipalloc-*", 1},
        {"resource-owner", "111111111111", 2},
        {"resource-region", WORLD_REGION, 2},
        {"resource-type", "custom", 1},
        {"tag-key", "k", 0},
    };
    eip_allocate_address_request request;
    eip_ipam_id id = {0, 0};

    make();
    (void)ipam_take(&w, WORLD_ALICE, id_text, 28, &id);
    request = world_request_from(top);
    (void)world_get(&w, WORLD_ALICE, &request);
    expect_counts(count_cidrs, cidrs, COUNT(cidrs));
    expect_counts(count_allocations, allocations, COUNT(allocations));
}

/* A block of Amazon's that is on its way has no CIDR yet. */
Test(ipam_pages, a_block_on_its_way) {
    static const struct want before[] = {{"cidr", "*", 0},
                                         {"state", "pending-provision", 1}};
    static const struct want after[] = {{"cidr", "18.98.0.0/29", 1},
                                        {"state", "provisioned", 1}};
    eip_provision_ipam_pool_cidr_request request =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_create_ipam_pool_request create;
    eip_ipam_pool_cidr shown;

    start_slow();
    create = ipam_request(&w, WORLD_ALICE);
    create.public_ip_source = eip_text_of("amazon");
    EXPECT_STATUS(ipam_create(&w, WORLD_ALICE, &create, &top), EIP_OK);
    (void)eip_pool_id_format(top, id_text);
    EXPECT_STATUS(
        eip_admin_add_contiguous_cidr(w.engine, eip_text_of(WORLD_LOCAL),
                                      world_cidr("18.97.128.0/27"), &w.error),
        EIP_OK);
    EXPECT_STATUS(eip_admin_add_contiguous_cidr(w.engine, eip_text_of(NULL),
                                                world_cidr("18.98.0.0/29"),
                                                &w.error),
                  EIP_OK);
    request.ipam_pool_id = eip_text_of(id_text);
    request.flags = EIP_IPAM_NETMASK;
    request.netmask_length = 29;
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &shown), EIP_OK);
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &shown),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    expect_counts(count_cidrs, before, COUNT(before));
    w.now_ms += 1000;
    expect_counts(count_cidrs, after, COUNT(after));
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, id_text, "18.98.0.0/29"),
                  EIP_OK);
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &shown), EIP_OK);
}

/* -- states ----------------------------------------------------------------------- */

static void expect_state(const char *state) {
    const struct want want = {"state", state, 1};

    expect_counts(count_pools, &want, 1);
}

Test(ipam_pages, states_settle) {
    static const struct want going[] = {{"state", "pending-deprovision", 1}};
    static const struct want gone[] = {{"cidr", "*", 0}};
    eip_modify_ipam_pool_request modify = EIP_MODIFY_IPAM_POOL_REQUEST_INIT;
    eip_ipam_pool_list *list = NULL;

    start_slow();
    w.now_ms += 1000;
    make();
    expect_state("create-in-progress");
    w.now_ms += 1000;
    modify.ipam_pool_id = eip_text_of(id_text);
    EXPECT_STATUS(
        eip_modify_ipam_pool(w.engine, &alice, &modify, &list, &w.error),
        EIP_OK);
    eip_ipam_pool_list_free(list);
    expect_state("modify-in-progress");
    w.now_ms += 1000;
    expect_state("modify-complete");
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, id_text, BROUGHT), EIP_OK);
    expect_counts(count_cidrs, going, COUNT(going));
    w.now_ms += 1000;
    expect_counts(count_cidrs, gone, COUNT(gone));
}

static int32_t refuse(void *context, uint64_t account, eip_text cidr,
                      eip_text message, eip_text signature) {
    (void)context;
    (void)account;
    (void)message;
    (void)signature;
    return cidr.data[0] != '4';
}

/* They are shown until there are too many of them, and give no addresses. */
Test(ipam_pages, ranges_that_are_not_accepted) {
    static const struct want wants[] = {
        {"state", "failed-provision", EIP_IPAM_CIDRS_MAX},
        {"state", "provisioned", 1}};
    eip_allocate_address_request request;
    eip_ipam_id id = {0, 0};

    world_end(&w);
    world_init(&w);
    w.config.byoip_verifier.accepts = refuse;
    world_open(&w);
    world_build(&w);
    top = ipam_make(&w, WORLD_ALICE, NULL);
    (void)eip_pool_id_format(top, id_text);
    for (int i = 0; i < EIP_IPAM_CIDRS_MAX + 2; i++) {
        char cidr[EIP_CIDR_TEXT_SIZE];

        (void)snprintf(cidr, sizeof cidr, "44.0.%d.0/24", i);
        EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, cidr, true),
                      EIP_OK);
    }
    request = world_request_from(top);
    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, id_text, 28, &id),
                     "EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY");
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, BROUGHT, true),
                  EIP_OK);
    expect_counts(count_cidrs, wants, COUNT(wants));
    cr_assert_str_eq(ipam_take(&w, WORLD_ALICE, id_text, 28, &id),
                     "203.0.113.0/28");
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, id_text, "44.0.51.0/24"),
                  EIP_ERR_CIDR_NOT_FOUND);
    world_audit(&w);
}

/* As many as may be; and tokens of ones that are there, or gone. */
Test(ipam_pages, as_many_cidrs_as_may_be) {
    eip_provision_ipam_pool_cidr_request request =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_cidr first;
    eip_ipam_pool_cidr again;

    make();
    request.ipam_pool_id = eip_text_of(id_text);
    request.cidr = eip_text_of("44.0.1.0/24");
    request.authorization_message =
        eip_text_of("1|aws|111111111111|44.0.1.0/24|20991231|SHA256|RSAPSS");
    request.authorization_signature = eip_text_of("c2ln");
    request.client_token = eip_text_of("t");
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &first), EIP_OK);
    for (int i = 2; i < EIP_IPAM_CIDRS_MAX; i++) {
        char cidr[EIP_CIDR_TEXT_SIZE];

        (void)snprintf(cidr, sizeof cidr, "44.0.%d.0/24", i);
        EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, cidr, true),
                      EIP_OK);
    }
    EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, id_text, "44.1.0.0/24", true),
                  EIP_ERR_RESOURCE_LIMIT_EXCEEDED);
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &again), EIP_OK);
    cr_assert_eq(first.id.high, again.id.high);
    cr_assert_eq(first.id.low, again.id.low);
    request.flags = EIP_IPAM_DRY_RUN;
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &again),
                  EIP_ERR_DRY_RUN);
    request.flags = 0;
    request.authorization_signature = eip_text_of("eA==");
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &again),
                  EIP_ERR_IDEMPOTENT_PARAMETER_MISMATCH);
    request.authorization_signature = eip_text_of("c2ln");
    EXPECT_STATUS(ipam_deprovision(&w, WORLD_ALICE, id_text, "44.0.1.0/24"),
                  EIP_OK);
    EXPECT_STATUS(ipam_provision_by(&w, WORLD_ALICE, &request, &again),
                  EIP_ERR_INCORRECT_STATE);
}

/* -- sharing ------------------------------------------------------------------------ */

/* Whom a pool is shared with sees its own allocations of it, while it is. */
Test(ipam_pages, a_shared_pool) {
    eip_describe_ipam_pool_allocations_request describe =
        EIP_DESCRIBE_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_allocate_address_request request;
    eip_ipam_id id = {0, 0};
    eip_text ids[2];

    make();
    EXPECT_STATUS(eip_admin_share_pool(w.engine, top, WORLD_BOB, 1, &w.error),
                  EIP_OK);
    request = world_request_from(top);
    (void)world_get(&w, WORLD_ALICE, &request);
    (void)world_get(&w, WORLD_BOB, &request);
    (void)ipam_take(&w, WORLD_ALICE, id_text, 31, &id);
    cr_assert_str_eq(ipam_take(&w, WORLD_BOB, id_text, 31, &id),
                     "203.0.113.4/31");
    cr_assert_str_eq(ipam_allocations(&w, WORLD_BOB, id_text),
                     "eip 203.0.113.1/32 2;custom 203.0.113.4/31 2;");
    cr_assert_str_eq(ipam_allocations(&w, WORLD_ALICE, id_text),
                     "eip 203.0.113.0/32 1;eip 203.0.113.1/32 2;custom "
                     "203.0.113.2/31 1;custom 203.0.113.4/31 2;");
    EXPECT_STATUS(ipam_delete(&w, WORLD_BOB, id_text, 0),
                  EIP_ERR_IPAM_POOL_NOT_FOUND);
    (void)eip_ipam_allocation_id_format(id, text);
    ids[0] = eip_text_of(text);
    ids[1] = ids[0];
    describe.ipam_pool_allocation_ids = ids;
    describe.ipam_pool_allocation_id_count = 2;
    EXPECT_STATUS(eip_describe_ipam_pool_allocations(w.engine, &bob, &describe,
                                                     &list, &w.error),
                  EIP_OK);
    cr_assert_eq(eip_ipam_pool_allocation_list_count(list), 1);
    eip_ipam_pool_allocation_list_free(list);
    EXPECT_STATUS(eip_admin_share_pool(w.engine, top, WORLD_BOB, 0, &w.error),
                  EIP_OK);
    EXPECT_STATUS(eip_describe_ipam_pool_allocations(w.engine, &bob, &describe,
                                                     &list, &w.error),
                  EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
}

/* An address's allocation is known by its id, while it is held. */
Test(ipam_pages, an_address_by_its_id) {
    eip_get_ipam_pool_allocations_request get =
        EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_modify_ipam_pool_allocation_request modify =
        EIP_MODIFY_IPAM_POOL_ALLOCATION_REQUEST_INIT;
    eip_ipam_pool_allocation shown = EIP_IPAM_POOL_ALLOCATION_INIT;
    eip_ipam_pool_allocation_list *list = NULL;
    eip_allocate_address_response first;
    eip_allocate_address_request request;
    char text[EIP_IPAM_ID_TEXT_SIZE];

    make();
    request = world_request_from(top);
    first = world_get(&w, WORLD_ALICE, &request);
    (void)world_get(&w, WORLD_ALICE, &request);
    get.ipam_pool_id = eip_text_of(id_text);
    EXPECT_STATUS(
        eip_get_ipam_pool_allocations(w.engine, &alice, &get, &list, &w.error),
        EIP_OK);
    cr_assert_eq(eip_ipam_pool_allocation_list_at(list, 0, &shown), EIP_OK);
    (void)eip_ipam_allocation_id_format(shown.id, text);
    eip_ipam_pool_allocation_list_free(list);
    get.ipam_pool_allocation_id = eip_text_of(text);
    EXPECT_STATUS(
        eip_get_ipam_pool_allocations(w.engine, &alice, &get, &list, &w.error),
        EIP_OK);
    cr_assert_eq(eip_ipam_pool_allocation_list_count(list), 1);
    eip_ipam_pool_allocation_list_free(list);
    get.flags = EIP_IPAM_DRY_RUN;
    EXPECT_STATUS(
        eip_get_ipam_pool_allocations(w.engine, &alice, &get, &list, &w.error),
        EIP_ERR_DRY_RUN);
    modify.ipam_pool_allocation_id = eip_text_of(text);
    EXPECT_STATUS(eip_modify_ipam_pool_allocation(w.engine, &alice, &modify,
                                                  &list, &w.error),
                  EIP_ERR_UNSUPPORTED_OPERATION);
    EXPECT_STATUS(world_release(&w, WORLD_ALICE, first.allocation_id, NULL),
                  EIP_OK);
    get.flags = 0;
    EXPECT_STATUS(
        eip_get_ipam_pool_allocations(w.engine, &alice, &get, &list, &w.error),
        EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    (void)world_get(&w, WORLD_ALICE, &request);
    EXPECT_STATUS(
        eip_get_ipam_pool_allocations(w.engine, &alice, &get, &list, &w.error),
        EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
}

/* -- texts of ids ------------------------------------------------------------------- */

Test(ipam_pages, ids_as_text) {
    char text[EIP_IPAM_ID_TEXT_SIZE];
    eip_ipam_id id = {UINT64_C(0x0123456789abcdef), 2};
    eip_ipam_id back = {0, 0};
    uint64_t scope;

    cr_assert_eq(eip_ipam_cidr_id_format(id, NULL), 0);
    cr_assert_eq(eip_ipam_id_format(1, NULL), 0);
    (void)eip_ipam_allocation_id_format(id, text);
    cr_assert_eq(eip_ipam_allocation_id_parse(eip_text_of(text), &back),
                 EIP_OK);
    cr_assert_eq(back.high, id.high);
    cr_assert_eq(back.low, id.low);
    cr_assert_eq(eip_ipam_allocation_id_parse(eip_text_of(text), NULL),
                 EIP_ERR_NULL);
    cr_assert_eq(eip_ipam_allocation_id_parse(eip_text_of(NULL), &back),
                 EIP_ERR_NULL);
    text[sizeof text - 2] = '/';
    cr_assert_eq(eip_ipam_allocation_id_parse(eip_text_of(text), &back),
                 EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    text[20] = 'g';
    cr_assert_eq(eip_ipam_allocation_id_parse(eip_text_of(text), &back),
                 EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    text[0] = 'j';
    cr_assert_eq(eip_ipam_allocation_id_parse(eip_text_of(text), &back),
                 EIP_ERR_IPAM_ALLOCATION_NOT_FOUND);
    (void)eip_ipam_scope_id_format(7, text);
    cr_assert_eq(eip_ipam_scope_id_parse(eip_text_of(text), NULL),
                 EIP_ERR_NULL);
    cr_assert_eq(eip_ipam_scope_id_parse(eip_text_of(NULL), &scope),
                 EIP_ERR_NULL);
    cr_assert_eq(eip_ipam_scope_id_parse(eip_text_of(text), &scope), EIP_OK);
    cr_assert_eq(scope, 7);
}
