/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The races of lost.c in a whole engine. */
#include "proof/coverage/lost.h"

#include "base/atomic.h"
#include "registry/transfer.h"
#include "space/hint.h"

/* -- an engine ------------------------------------------------------------------------------ */

static eip_engine *engine;
static uint64_t held; /* by Alice */
static eip_allocate_address_response last;
static eip_pool_ref pool;

static void open_engine(const char *cidr, uint32_t policy) {
    const struct trial_engine how = {.cidr = cidr, .policy = policy};

    engine = trial_open(&how);
    held = 0;
}

static void take_one(void) {
    CHECK(trial_allocate(engine, ALICE, &last) == EIP_OK, "none");
    held++;
}

static void end_engine(void) {
    trial_audit(engine);
    eip_engine_close(engine);
}

static void describe(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_address_list *list = NULL;
    uint64_t before = held;

    CHECK(eip_describe_addresses(engine, &caller, NULL, &list, NULL) == EIP_OK,
          "describe");
    CHECK(eip_address_list_count(list) >= before &&
              eip_address_list_count(list) <= held,
          "%u, of %u to %u", (uint32_t)eip_address_list_count(list),
          (uint32_t)before, (uint32_t)held);
    eip_address_list_free(list);
}

/* A set that is much too large: it is made smaller. */
static void begin_shrink(void) {
    uint64_t id[80];

    open_engine("10.0.0.0/25", EIP_POLICY_LOWEST);
    for (uint32_t i = 0; i < 80; i++) {
        take_one();
        id[i] = last.allocation_id;
    }
    for (uint32_t i = 0; i < 78; i++) {
        CHECK(trial_release(engine, ALICE, id[i]) == EIP_OK, "release");
    }
    held = 2;
}

/* A set that is too large to be looked at until it stands still. */
static void begin_many(void) {
    open_engine("10.0.0.0/19", EIP_POLICY_SPREAD);
    for (uint32_t i = 0; i < 4100; i++) {
        take_one();
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
    last = (eip_allocate_address_response)EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    status = eip_allocate_address(engine, &caller, &request, &last, NULL);
    CHECK(status == EIP_OK || status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
          "allocate: %s", eip_status_name(status));
}

static void begin_tags(void) {
    open_engine("10.0.0.0/32", EIP_POLICY_LOWEST);
    take_tagged(ALICE);
}

static void release_last(void) {
    CHECK(trial_release(engine, ALICE, last.allocation_id) == EIP_OK,
          "release");
}

static void take_tagged_too(void) {
    take_tagged(BOB);
}

/* -- facts that change meanwhile ----------------------------------------------------------------- */

static void begin_held(void) {
    open_engine("10.0.0.0/32", EIP_POLICY_LOWEST);
    take_one();
}

static void name_it(const char *name) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_modify_address_attribute_request request =
        EIP_MODIFY_ADDRESS_ATTRIBUTE_REQUEST_INIT;
    eip_status status;

    request.allocation_id = last.allocation_id;
    request.domain_name = eip_text_of(name);
    status =
        eip_modify_address_attribute(engine, &caller, &request, NULL, NULL);
    CHECK(status == EIP_OK || status == EIP_ERR_ALLOCATION_ID_NOT_FOUND,
          "modify: %s", eip_status_name(status));
}

static void ask_for_it(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_describe_addresses_attribute_request request =
        EIP_DESCRIBE_ADDRESSES_ATTRIBUTE_REQUEST_INIT;
    eip_address_attribute_list *list = NULL;
    char text[EIP_ALLOCATION_ID_TEXT_SIZE];
    eip_text id = {text, eip_allocation_id_format(last.allocation_id, text), 0};

    request.allocation_ids = &id;
    request.allocation_id_count = 1;
    CHECK(eip_describe_addresses_attribute(engine, &caller, &request, &list,
                                           NULL) == EIP_OK &&
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
    eip_status status = trial_release(engine, ALICE, last.allocation_id);

    CHECK(status == EIP_OK || status == EIP_ERR_ADDRESS_PTR_SET, "release: %s",
          eip_status_name(status));
    held -= status == EIP_OK;
}

/* Either it has its name, or it is released. */
static void end_named(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_address_attribute_list *list = NULL;

    CHECK(eip_describe_addresses_attribute(engine, &caller, NULL, &list,
                                           NULL) == EIP_OK &&
              eip_address_attribute_list_count(list) == held,
          "named or released");
    eip_address_attribute_list_free(list);
    describe();
    end_engine();
}

/* -- two addresses for one interface ------------------------------------------------------------ */

static uint64_t pair[2];

static void begin_pair(void) {
    open_engine("10.0.0.0/31", EIP_POLICY_LOWEST);
    take_one();
    pair[0] = last.allocation_id;
    take_one();
    pair[1] = last.allocation_id;
}

static void associate(uint64_t id) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_associate_address_request request = EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;

    request.allocation_id = id;
    request.instance_id = eip_text_of("i-1");
    CHECK(eip_associate_address(engine, &caller, &request, NULL, NULL) ==
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
    CHECK(eip_describe_addresses(engine, &caller, &request, &list, NULL) ==
              EIP_OK,
          "describe");
    count = eip_address_list_count(list);
    eip_address_list_free(list);
    return count;
}

static void end_pair(void) {
    CHECK(associated() == 1, "%u have the interface", (uint32_t)associated());
    end_engine();
}

static void begin_moving(void) {
    begin_pair();
    associate_first();
}

/* The interface is never seen without an address, nor with two. */
static void look_at_pair(void) {
    CHECK(associated() == 1, "%u have the interface", (uint32_t)associated());
}

/* -- transfers ------------------------------------------------------------------------------------ */

/* As in lib/registry/deed.h and ledger.c. */
enum { ERRAND = 5, COUNTED = 8, REFERENCE_BITS = 13 };

static eip_allocate_address_response offered[2];

static void offer(uint32_t i) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_enable_address_transfer_request request =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;

    request.allocation_id = offered[i].allocation_id;
    request.transfer_account_id = eip_text_of("000000000002");
    CHECK(eip_enable_address_transfer(engine, &caller, &request, NULL, NULL) ==
              EIP_OK,
          "enable");
}

/* Two of Alice's are offered to Bob, who may have `quota`. */
static void begin_offers(uint32_t quota) {
    open_engine("10.0.0.0/29", EIP_POLICY_LOWEST);
    trial_set_quota(engine, BOB, quota);
    for (uint32_t i = 0; i < 2; i++) {
        take_one();
        offered[i] = last;
        offer(i);
    }
}

static void begin_offers_two(void) {
    begin_offers(2);
}

static uint32_t turns;
static eip_allocate_address_response taken_by_bob;

static void begin_offers_one(void) {
    turns = 0;
    begin_offers(1);
}

static eip_status accept(uint32_t i) {
    const eip_caller caller = EIP_CALLER_INIT(BOB);
    eip_accept_address_transfer_request request =
        EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;
    char text[EIP_IPV4_TEXT_SIZE];

    (void)eip_ipv4_format(offered[i].public_ip, text);
    request.address = eip_text_of(text);
    return eip_accept_address_transfer(engine, &caller, &request, NULL, NULL);
}

static void accept_both(void) {
    CHECK(accept(0) == EIP_OK && accept(1) == EIP_OK, "accept");
}

static void accept_first(void) {
    CHECK(accept(0) == EIP_OK, "accept");
}

static void accept_second(void) {
    CHECK(accept(1) == EIP_OK, "accept");
}

static void accept_either(void) {
    (void)accept(0);
}

static void accept_the_other(void) {
    (void)accept(1);
}

static void release_offered(void) {
    (void)trial_release(engine, ALICE, offered[0].allocation_id);
}

static void offer_again(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_enable_address_transfer_request request =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;

    request.allocation_id = offered[0].allocation_id;
    request.transfer_account_id = eip_text_of("000000000002");
    (void)!eip_enable_address_transfer(engine, &caller, &request, NULL, NULL);
}

static uint32_t offered_record(void) {
    return eip__range_record(
        eip__topology_range(eip__engine_topology(engine), offered[0].public_ip),
        offered[0].public_ip);
}

static eip__a64 *offered_word(void) {
    return eip__records_word(&engine->records, offered_record());
}

static const struct eip__detail *offered_detail(void) {
    return eip__detail_in(eip__read(
        &eip__records_cold(&engine->records, offered_record())->detail));
}

static void take_for_bob(void) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    (void)trial_allocate(engine, BOB, &got);
}

static void take_block_for_bob(void) {
    const eip_caller caller = EIP_CALLER_INIT(BOB);
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_cidr block;

    (void)!eip_allocate_block(engine, &caller, NULL, 32, &block, &got, NULL);
}

/* First he takes the room, then he gives it back. */
static void take_then_release_for_bob(void) {
    if (turns++ == 0) {
        taken_by_bob =
            (eip_allocate_address_response)EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
        (void)trial_allocate(engine, BOB, &taken_by_bob);
    } else if (turns == 2) {
        (void)trial_release(engine, BOB, taken_by_bob.allocation_id);
    }
}

/* Bob's acceptance of the first, begun and left with the room reserved. */
static struct eip__ticket *half_accepted;

static void half_accept(void) {
    const struct eip__facts facts = {
        .origin = eip__word_generation(eip__read(offered_word()))};
    struct eip__account *bob = eip__accounts_find(&engine->accounts, BOB);
    struct eip__lane *lane = eip__lane_at(&engine->lanes, EIP_LIMIT_LANES);
    struct eip__ticket *ticket = eip__ticket_new(&engine->host);
    struct eip__holding entry = {0};
    uint32_t record = offered_record();

    ticket->source = eip__accounts_find(&engine->accounts, ALICE);
    ticket->target = bob;
    ticket->record = record;
    ticket->generation = facts.origin;
    ticket->offer_version = offered_detail()->version;
    ticket->detail =
        eip__detail_new(&engine->host, &facts, facts.origin + UINT64_C(1), 1);
    ticket->allocation_id = offered[0].allocation_id;
    ticket->address = offered[0].public_ip;
    ticket->accepted_ms = eip__host_now(&engine->host);
    lane->index = EIP_LIMIT_LANES;
    CHECK(eip__holdings_place(&engine->host, &engine->records, bob, record,
                              facts.origin + 1, &entry),
          "no place");
    ticket->holdings = entry.holdings;
    if (eip__ledger_run(&engine->ledger, lane, bob, &ticket->reserve, 1) !=
        EIP__ERRAND_DONE) {
        eip__holdings_drop(&entry);
        eip__ticket_free(&engine->host, ticket);
        ticket = NULL;
    }
    half_accepted = ticket;
}

static uint64_t held_by(uint64_t number) {
    const eip_caller caller = EIP_CALLER_INIT(number);
    eip_address_list *list = NULL;
    uint64_t count;

    CHECK(eip_describe_addresses(engine, &caller, NULL, &list, NULL) == EIP_OK,
          "describe");
    count = eip_address_list_count(list);
    eip_address_list_free(list);
    return count;
}

static void mark_offered(void) {
    eip_address_marks marks = EIP_ADDRESS_MARKS_INIT;

    marks.allocation_id = offered[0].allocation_id;
    CHECK(eip_admin_mark_address(engine, &marks, NULL) == EIP_OK, "mark");
}

static void drain_and_cancel(void) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};

    CHECK(eip_admin_drain_cidr(engine, amazon, trial_cidr("10.0.0.0/29"),
                               EIP_DRAIN_START, NULL, NULL) == EIP_OK,
          "drain");
    CHECK(eip_admin_drain_cidr(engine, amazon, trial_cidr("10.0.0.0/29"),
                               EIP_DRAIN_CANCEL, NULL, NULL) == EIP_OK,
          "cancel");
}

static void begin_half(void) {
    begin_offers_one();
    half_accept();
}

/* And left when the word was Bob's by then, its stamp not. */
static void begin_handed(void) {
    struct eip__account *alice;
    struct eip__ticket *ticket;
    struct eip__lane *lane;
    struct eip__op *op;
    uint64_t word;

    begin_offers_two();
    take_for_bob();
    half_accept();
    ticket = half_accepted;
    CHECK(ticket != NULL, "nothing is reserved");
    alice = eip__accounts_find(&engine->accounts, ALICE);
    lane = eip__lane_at(&engine->lanes, EIP_LIMIT_LANES);
    op = &lane->op[(lane->serial + 1) & 1];
    eip__publish(&op->used, eip__ledger_used(&engine->ledger, alice));
    eip__publish(&op->outcome, ++lane->serial << 2);
    eip__publish(&op->target, ERRAND | COUNTED);
    eip__publish(&op->detail, eip__value(&ticket->hand));
    op->account = alice;
    op->head = ((eip__read(&alice->head) >> REFERENCE_BITS) + 1)
                   << REFERENCE_BITS |
               (uint64_t)lane->index << 1 | (lane->serial & 1);
    eip__publish(&alice->head, op->head);
    eip__publish(&ticket->state, EIP__TICKET_DONE);
    word = eip__read(offered_word());
    eip__publish(offered_word(),
                 eip__word_make(eip__word_state(word), 0, ticket->target->index,
                                ticket->generation + 1));
}

static void look_for_bob(void) {
    const struct eip__cold *cold =
        eip__records_cold(&engine->records, offered_record());

    CHECK(held_by(BOB) == 2, "Bob holds %u", (uint32_t)held_by(BOB));
    CHECK(eip__stamp_is(eip__read(&cold->stamp),
                        eip__word_generation(eip__read(offered_word())), false),
          "shown in another's order");
}

/* Who counts sees a transfer through. */
static void count_for_bob(void) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    CHECK(eip_admin_account_usage(engine, BOB, &usage) == EIP_OK &&
              usage.used == 1,
          "Bob uses %u", usage.used);
}

static void end_offers(void) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    CHECK(eip_admin_account_usage(engine, BOB, &usage) == EIP_OK &&
              usage.used == held_by(BOB) && usage.used <= usage.quota,
          "Bob holds %u, uses %u of %u", (uint32_t)held_by(BOB), usage.used,
          usage.quota);
    end_engine();
}

/* -- an address that is being recovered --------------------------------------------------------- */

static void begin_recover(void) {
    open_engine("10.0.0.0/30", EIP_POLICY_LOWEST);
    take_one();
    release_last();
    held = 0;
}

static void recover(void) {
    CHECK(trial_recover(engine, ALICE, 0x0a000000, &last) == EIP_OK, "recover");
}

/* Begun, and left after the word. */
static void half_recover(void) {
    struct eip__account *of = eip__accounts_find(&engine->accounts, ALICE);
    struct eip__lane *lane = eip__lane_at(&engine->lanes, EIP_LIMIT_LANES);
    struct eip__range *block =
        eip__topology_range(eip__engine_topology(engine), 0x0a000000);
    uint32_t record = eip__range_record(block, 0x0a000000);
    eip__a64 *word = eip__records_word(&engine->records, record);
    struct eip__holding entry = {0};

    lane->index = EIP_LIMIT_LANES;
    (void)eip__ledger_settle(&engine->ledger, of);
    CHECK(eip__holdings_place(&engine->host, &engine->records, of, record, 2,
                              &entry),
          "no place");
    eip__publish(word, lost_leave_take(lane, of, record, eip__read(word)));
    (void)eip__offer(eip__records_hint(&engine->records, record, 0), 1);
}

static void end_recover(void) {
    held = 1;
    describe();
    end_engine();
}

static void describe_it(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_text ip = eip_text_of("10.0.0.0");
    eip_address_list *list = NULL;
    eip_status status;

    request.public_ips = &ip;
    request.public_ip_count = 1;
    status = eip_describe_addresses(engine, &caller, &request, &list, NULL);
    CHECK(status == EIP_OK || status == EIP_ERR_ADDRESS_NOT_FOUND,
          "describe: %s", eip_status_name(status));
    CHECK(status != EIP_OK || eip_address_list_count(list) == 1, "how many?");
    eip_address_list_free(list);
}

/* -- a pool that gets its first block ------------------------------------------------------------ */

static void begin_first(void) {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    open_engine("10.0.0.0/30", EIP_POLICY_LOWEST);
    spec.pool.kind = EIP_POOL_IPAM;
    spec.owner = ALICE;
    CHECK(eip_admin_create_pool(engine, &spec, &pool, NULL) == EIP_OK,
          "no pool");
}

static void bring(const char *text) {
    eip_cidr cidr = trial_cidr(text);

    CHECK(eip_admin_provision_cidrs(engine, pool, (eip_text){NULL, 0, 0}, &cidr,
                                    1, NULL) == EIP_OK,
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
        last =
            (eip_allocate_address_response)EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
        status = eip_allocate_address(engine, &caller, &request, &last, NULL);
        CHECK(status == EIP_OK || status == EIP_ERR_DRY_RUN ||
                  status == EIP_ERR_ADDRESS_NOT_FOUND ||
                  status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
              "allocate: %s", eip_status_name(status));
        CHECK(status != EIP_OK || last.public_ip >> 8 == 0x126100, "whose?");
    }
    CHECK(eip_engine_stats_read(engine, &stats) == EIP_OK, "stats");
    CHECK(stats.spaces == 1 || stats.spaces == 2, "how many?");
    CHECK(eip_engine_space_stats(engine, row, 4, &rows) == EIP_OK && rows >= 1,
          "rows");
}

/* -- a drain of what is in use by then ------------------------------------------------------------ */

static void begin_drain(void) {
    open_engine("10.0.0.0/30", EIP_POLICY_LOWEST);
}

static void drain(void) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    eip_status status =
        eip_admin_drain_cidr(engine, amazon, trial_cidr("10.0.0.0/30"),
                             EIP_DRAIN_IF_UNUSED, NULL, NULL);

    CHECK(status == EIP_OK || status == EIP_ERR_CIDR_IN_USE, "drain: %s",
          eip_status_name(status));
    CHECK((status == EIP_OK) == (held == 0), "drained with %u held",
          (uint32_t)held);
}

static void take_any(void) {
    held += trial_allocate(engine, ALICE, &last) == EIP_OK;
}

const struct race lost_engine_races[] = {
    {"a set made smaller", begin_shrink, describe, take_one, end_engine, 0},
    {"tags", begin_tags, release_last, take_tagged_too, end_engine, 0},
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
    {"two accepted", begin_offers_two, accept_first, accept_second, end_offers,
     0},
    {"one of two accepted", begin_offers_one, accept_either, accept_the_other,
     end_offers, 0},
    {"accepted, and again", begin_offers_two, accept_either, accept_either,
     end_offers, 0},
    {"accepted or released", begin_offers_two, accept_either, release_offered,
     end_offers, 0},
    {"released or accepted", begin_offers_two, release_offered, accept_either,
     end_offers, 0},
    {"accepted or offered again", begin_offers_two, accept_first, offer_again,
     end_offers, 0},
    {"accepted, the last room", begin_offers_one, accept_either, take_for_bob,
     end_offers, 0},
    {"the last room, accepted", begin_offers_one, take_for_bob, accept_either,
     end_offers, 0},
    {"room that comes and goes", begin_offers_one, accept_either,
     take_then_release_for_bob, end_offers, 4},
    {"room that comes back", begin_offers_one, accept_either,
     take_then_release_for_bob, end_offers, 9},
    {"handed by half", begin_handed, look_for_bob, look_for_bob, end_offers, 0},
    {"seen through by two", begin_half, count_for_bob, count_for_bob,
     end_offers, 0},
    {"the last room, reserved", begin_offers_one, take_for_bob, half_accept,
     end_offers, 0},
    {"the last room, reserved, a block", begin_offers_one, take_block_for_bob,
     half_accept, end_offers, 0},
    {"accepted in a drain", begin_offers_two, accept_first, drain_and_cancel,
     end_offers, 0},
    {"a drain, accepted", begin_offers_two, drain_and_cancel, accept_both,
     end_offers, 0},
    {"marked, accepted", begin_offers_two, mark_offered, accept_either,
     end_offers, 0},
    {"recovered", begin_recover, recover, describe_it, end_recover, 0},
    {"half recovered", begin_recover, describe_it, half_recover, end_recover,
     0},
    {"a first block", begin_first, provision, use_pool, end_engine, 0},
    {"a second block", begin_second, provision, use_pool, end_engine, 0},
    {"a drain", begin_drain, drain, take_any, end_engine, 0},
};
const uint32_t lost_engine_race_count =
    sizeof lost_engine_races / sizeof lost_engine_races[0];

/* More than are looked at until they stand still: see lib/ops/collect.c. */
const struct race lost_many = {"many",   begin_many, describe,
                               take_one, end_engine, 5000};
