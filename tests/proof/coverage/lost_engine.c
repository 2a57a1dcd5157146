/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The races of lost.c in a whole engine. */
#include "proof/coverage/lost_engine.h"

#include "base/atomic.h"
#include "registry/transfer.h"
#include "space/hint.h"

/* -- an engine ------------------------------------------------------------------------------ */

eip_engine *lost_engine;
uint64_t lost_held; /* by Alice */
eip_allocate_address_response lost_last;
static eip_pool_ref pool;

void lost_open(const char *cidr, uint32_t policy) {
    const struct trial_engine how = {.cidr = cidr, .policy = policy};

    lost_engine = trial_open(&how);
    lost_held = 0;
}

void lost_take_one(void) {
    CHECK(trial_allocate(lost_engine, ALICE, &lost_last) == EIP_OK, "none");
    lost_held++;
}

void lost_end(void) {
    trial_audit(lost_engine);
    eip_engine_close(lost_engine);
}

void lost_describe(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_address_list *list = NULL;
    uint64_t before = lost_held;

    CHECK(eip_describe_addresses(lost_engine, &caller, NULL, &list, NULL) ==
              EIP_OK,
          "describe");
    CHECK(eip_address_list_count(list) >= before &&
              eip_address_list_count(list) <= lost_held,
          "%u, of %u to %u", (uint32_t)eip_address_list_count(list),
          (uint32_t)before, (uint32_t)lost_held);
    eip_address_list_free(list);
}

/* A set that is much too large: it is made smaller. */
static void begin_shrink_to(uint32_t held) {
    uint64_t id[80];

    lost_open("10.0.0.0/25", EIP_POLICY_LOWEST);
    for (uint32_t i = 0; i < 80; i++) {
        lost_take_one();
        id[i] = lost_last.allocation_id;
    }
    for (uint32_t i = 0; i < 80 - held; i++) {
        CHECK(trial_release(lost_engine, ALICE, id[i]) == EIP_OK, "release");
    }
    lost_held = held;
}

static void begin_shrink(void) {
    begin_shrink_to(2);
}

/* What is taken meanwhile has no room in the smaller one. */
static void begin_shrink_to_none(void) {
    begin_shrink_to(0);
}

/* A set that is too large to be looked at until it stands still. */
static void begin_many(void) {
    lost_open("10.0.0.0/19", EIP_POLICY_SPREAD);
    for (uint32_t i = 0; i < 4100; i++) {
        lost_take_one();
    }
}

/* -- tags of an address that is somebody else's by now ----------------------------------------- */

static void take_tagged(uint64_t number) {
    const eip_caller caller = EIP_CALLER_INIT(number);
    eip_tag tag = {eip_text_of("Name"), eip_text_of("web")};
    eip_tag_specification spec = {eip_text_of("elastic-ip"), &tag, 1, 0};
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_status status;

    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    lost_last =
        (eip_allocate_address_response)EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    status =
        eip_allocate_address(lost_engine, &caller, &request, &lost_last, NULL);
    CHECK(status == EIP_OK || status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
          "allocate: %s", eip_status_name(status));
}

static void begin_tags(void) {
    lost_open("10.0.0.0/32", EIP_POLICY_LOWEST);
    take_tagged(ALICE);
}

void lost_release_last(void) {
    CHECK(trial_release(lost_engine, ALICE, lost_last.allocation_id) == EIP_OK,
          "release");
}

static void take_tagged_too(void) {
    take_tagged(BOB);
}

/* -- facts that change meanwhile ----------------------------------------------------------------- */

static void begin_held(void) {
    lost_open("10.0.0.0/32", EIP_POLICY_LOWEST);
    lost_take_one();
}

static void name_it(const char *name) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_modify_address_attribute_request request =
        EIP_MODIFY_ADDRESS_ATTRIBUTE_REQUEST_INIT;
    eip_status status;

    request.allocation_id = lost_last.allocation_id;
    request.domain_name = eip_text_of(name);
    status = eip_modify_address_attribute(lost_engine, &caller, &request, NULL,
                                          NULL);
    CHECK(status == EIP_OK || status == EIP_ERR_ALLOCATION_ID_NOT_FOUND,
          "modify: %s", eip_status_name(status));
}

static void ask_for_it(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_describe_addresses_attribute_request request =
        EIP_DESCRIBE_ADDRESSES_ATTRIBUTE_REQUEST_INIT;
    eip_address_attribute_list *list = NULL;
    char text[EIP_ALLOCATION_ID_TEXT_SIZE];
    eip_text id = {text,
                   eip_allocation_id_format(lost_last.allocation_id, text), 0};

    request.allocation_ids = &id;
    request.allocation_id_count = 1;
    CHECK(eip_describe_addresses_attribute(lost_engine, &caller, &request,
                                           &list, NULL) == EIP_OK &&
              eip_address_attribute_list_count(list) <= 1,
          "describe an attribute");
    eip_address_attribute_list_free(list);
}

static void name_it_a(void) {
    name_it("a.example");
}

static void name_it_b(void) {
    name_it("b.example");
}

static void release_named(void) {
    eip_status status =
        trial_release(lost_engine, ALICE, lost_last.allocation_id);

    CHECK(status == EIP_OK || status == EIP_ERR_ADDRESS_PTR_SET, "release: %s",
          eip_status_name(status));
    lost_held -= status == EIP_OK;
}

/* Either it has its name, or it is released. */
static void end_named(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_address_attribute_list *list = NULL;

    CHECK(eip_describe_addresses_attribute(lost_engine, &caller, NULL, &list,
                                           NULL) == EIP_OK &&
              eip_address_attribute_list_count(list) == lost_held,
          "named or released");
    eip_address_attribute_list_free(list);
    lost_describe();
    lost_end();
}

/* -- two addresses for one interface ------------------------------------------------------------ */

static uint64_t pair[2];

static void begin_pair(void) {
    lost_open("10.0.0.0/31", EIP_POLICY_LOWEST);
    lost_take_one();
    pair[0] = lost_last.allocation_id;
    lost_take_one();
    pair[1] = lost_last.allocation_id;
}

static void associate(uint64_t id) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_associate_address_request request = EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;

    request.allocation_id = id;
    request.instance_id = eip_text_of("i-1");
    CHECK(eip_associate_address(lost_engine, &caller, &request, NULL, NULL) ==
              EIP_OK,
          "associate");
}

static void associate_first(void) {
    associate(pair[0]);
}

static void associate_second(void) {
    associate(pair[1]);
}

static uint64_t associated(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_text any = eip_text_of("*");
    eip_filter filter = {eip_text_of("association-id"), &any, 1, 0};
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_address_list *list = NULL;
    uint64_t count;

    request.filters = &filter;
    request.filter_count = 1;
    CHECK(eip_describe_addresses(lost_engine, &caller, &request, &list, NULL) ==
              EIP_OK,
          "describe");
    count = eip_address_list_count(list);
    eip_address_list_free(list);
    return count;
}

static void end_pair(void) {
    CHECK(associated() == 1, "%u have the interface", (uint32_t)associated());
    lost_end();
}

static void begin_moving(void) {
    begin_pair();
    associate_first();
}

/* The interface is never seen without an address, nor with two. */
static void look_at_pair(void) {
    CHECK(associated() == 1, "%u have the interface", (uint32_t)associated());
}

/* -- a pool that gets its first block ------------------------------------------------------------ */

static void begin_first(void) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    lost_open("10.0.0.0/30", EIP_POLICY_LOWEST);
    spec.pool.kind = EIP_POOL_IPAM;
    spec.owner = ALICE;
    CHECK(eip_admin_create_pool(lost_engine, &spec, &pool, NULL) == EIP_OK,
          "no pool");
}

static void bring(const char *text) {
    eip_cidr cidr = trial_cidr(text);

    CHECK(eip_admin_provision_cidrs(lost_engine, pool, (eip_text){NULL, 0, 0},
                                    &cidr, 1, NULL) == EIP_OK,
          "no block");
}

static void provision(void) {
    bring("18.97.0.0/28");
}

static void begin_second(void) {
    begin_first();
    bring("18.97.0.128/28");
}

/* From the pool: by name, in its border group, rehearsed, and counted. */
static void use_pool(void) {
    static const char *const address[] = {"18.97.0.7", NULL};
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_engine_stats stats = EIP_ENGINE_STATS_INIT;
    eip_space_stats row[4];
    uint32_t rows = 0;
    char text[EIP_POOL_ID_TEXT_SIZE];
    eip_text name = {text, eip_pool_id_format(pool, text), 0};

    for (uint32_t i = 0; i < 6; i++) {
        eip_allocate_address_request request =
            EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
        eip_status status;

        request.ipam_pool_id = name;
        request.address = eip_text_of(address[i % 2]);
        request.network_border_group =
            eip_text_of(i / 2 % 2 == 0 ? NULL : "us-east-1");
        request.flags = i < 2 ? EIP_ALLOCATE_DRY_RUN : 0;
        lost_last =
            (eip_allocate_address_response)EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
        status = eip_allocate_address(lost_engine, &caller, &request,
                                      &lost_last, NULL);
        CHECK(status == EIP_OK || status == EIP_ERR_DRY_RUN ||
                  status == EIP_ERR_ADDRESS_NOT_FOUND ||
                  status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
              "allocate: %s", eip_status_name(status));
        CHECK(status != EIP_OK || lost_last.public_ip >> 8 == 0x126100,
              "whose?");
    }
    CHECK(eip_engine_stats_read(lost_engine, &stats) == EIP_OK, "stats");
    CHECK(stats.spaces == 1 || stats.spaces == 2, "how many?");
    CHECK(eip_engine_space_stats(lost_engine, row, 4, &rows) == EIP_OK &&
              rows >= 1,
          "rows");
}

/* -- a drain of what is in use by then ------------------------------------------------------------ */

static void begin_drain(void) {
    lost_open("10.0.0.0/30", EIP_POLICY_LOWEST);
}

static void drain(void) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    eip_status status =
        eip_admin_drain_cidr(lost_engine, amazon, trial_cidr("10.0.0.0/30"),
                             EIP_DRAIN_IF_UNUSED, NULL, NULL);

    CHECK(status == EIP_OK || status == EIP_ERR_CIDR_IN_USE, "drain: %s",
          eip_status_name(status));
    CHECK((status == EIP_OK) == (lost_held == 0), "drained with %u held",
          (uint32_t)lost_held);
}

static void take_any(void) {
    lost_held += trial_allocate(lost_engine, ALICE, &lost_last) == EIP_OK;
}

const struct race lost_engine_races[] = {
    {"a set made smaller", begin_shrink, lost_describe, lost_take_one, lost_end,
     0},
    {"a set made smallest", begin_shrink_to_none, lost_describe, lost_take_one,
     lost_end, 0},
    {"tags", begin_tags, lost_release_last, take_tagged_too, lost_end, 0},
    {"two names", begin_held, name_it_a, name_it_b, end_named, 0},
    {"a name, asked for", begin_held, ask_for_it, name_it_a, end_named, 0},
    {"a name and a release", begin_held, name_it_a, release_named, end_named,
     0},
    {"a release and a name", begin_held, release_named, name_it_a, end_named,
     0},
    {"two for one interface", begin_pair, associate_first, associate_second,
     end_pair, 0},
    {"one after another", begin_moving, associate_second, look_at_pair,
     end_pair, 0},
    {"one after another, seen", begin_moving, look_at_pair, associate_second,
     end_pair, 0},
    {"a first block", begin_first, provision, use_pool, lost_end, 0},
    {"a second block", begin_second, provision, use_pool, lost_end, 0},
    {"a drain", begin_drain, drain, take_any, lost_end, 0},
};
const uint32_t lost_engine_race_count =
    sizeof lost_engine_races / sizeof lost_engine_races[0];

/* More than are looked at until they stand still: see lib/ops/collect.c. */
const struct race lost_many = {"many",        begin_many, lost_describe,
                               lost_take_one, lost_end,   5000};
