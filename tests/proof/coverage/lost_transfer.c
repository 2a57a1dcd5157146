/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The races of lost.c in a whole engine: an address changes hands, or is
 * recovered. */
#include "proof/coverage/lost_engine.h"

#include "base/atomic.h"
#include "registry/install.h"
#include "registry/transfer.h"
#include "space/hint.h"

/* -- transfers ------------------------------------------------------------------------------------ */

/* As in lib/registry/deed.h. */
enum { ERRAND = 5, COUNTED = 8 };

static eip_allocate_address_response offered[2];

static void offer(uint32_t i) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_enable_address_transfer_request request =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;

    request.allocation_id = offered[i].allocation_id;
    request.transfer_account_id = eip_text_of("000000000002");
    CHECK(eip_enable_address_transfer(lost_engine, &caller, &request, NULL,
                                      NULL) == EIP_OK,
          "enable");
}

/* Two of Alice's are offered to Bob, who may have `quota`. */
static void begin_offers(uint32_t quota) {
    lost_open("10.0.0.0/29", EIP_POLICY_LOWEST);
    trial_set_quota(lost_engine, BOB, quota);
    for (uint32_t i = 0; i < 2; i++) {
        lost_take_one();
        offered[i] = lost_last;
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
    return eip_accept_address_transfer(lost_engine, &caller, &request, NULL,
                                       NULL);
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
    (void)trial_release(lost_engine, ALICE, offered[0].allocation_id);
}

static void offer_again(void) {
    const eip_caller caller = EIP_CALLER_INIT(ALICE);
    eip_enable_address_transfer_request request =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;

    request.allocation_id = offered[0].allocation_id;
    request.transfer_account_id = eip_text_of("000000000002");
    (void)!eip_enable_address_transfer(lost_engine, &caller, &request, NULL,
                                       NULL);
}

static uint32_t offered_record(void) {
    return eip__range_record(
        eip__topology_range(eip__engine_topology(lost_engine),
                            offered[0].public_ip),
        offered[0].public_ip);
}

static eip__a64 *offered_word(void) {
    return eip__records_word(&lost_engine->records, offered_record());
}

static const struct eip__detail *offered_detail(void) {
    return eip__detail_in(eip__read(
        &eip__records_cold(&lost_engine->records, offered_record())->detail));
}

static bool finds_offered(uint64_t number) {
    const eip_caller caller = EIP_CALLER_INIT(number);
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

    request.flags = EIP_RELEASE_DRY_RUN;
    request.allocation_id = offered[0].allocation_id;
    return eip_release_address(lost_engine, &caller, &request, NULL) ==
           EIP_ERR_DRY_RUN;
}

/* It goes from Alice to Bob: what is not hers any more is his. */
static void find_offered(void) {
    bool is_hers = finds_offered(ALICE);

    CHECK(is_hers || finds_offered(BOB), "nobody has it by its id");
}

static void take_for_bob(void) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    (void)trial_allocate(lost_engine, BOB, &got);
}

static void take_block_for_bob(void) {
    const eip_caller caller = EIP_CALLER_INIT(BOB);
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_cidr block;

    (void)!eip_allocate_block(lost_engine, &caller, NULL, 32, &block, &got,
                              NULL);
}

/* First he takes the room, then he gives it back. */
static void take_then_release_for_bob(void) {
    if (turns++ == 0) {
        taken_by_bob =
            (eip_allocate_address_response)EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
        (void)trial_allocate(lost_engine, BOB, &taken_by_bob);
    } else if (turns == 2) {
        (void)trial_release(lost_engine, BOB, taken_by_bob.allocation_id);
    }
}

/* Bob's acceptance of the first, begun and left with the room reserved. */
static struct eip__ticket *half_accepted;

static void half_accept(void) {
    const struct eip__facts facts = {
        .origin = eip__word_generation(eip__read(offered_word()))};
    struct eip__account *bob = eip__accounts_find(&lost_engine->accounts, BOB);
    struct eip__lane *lane = eip__lane_at(&lost_engine->lanes, EIP_LIMIT_LANES);
    struct eip__ticket *ticket = eip__ticket_new(&lost_engine->host);
    struct eip__holding entry = {0};
    uint32_t record = offered_record();

    ticket->source = eip__accounts_find(&lost_engine->accounts, ALICE);
    ticket->target = bob;
    ticket->record = record;
    ticket->generation = facts.origin;
    ticket->offer_version = offered_detail()->version;
    ticket->detail = eip__detail_new(&lost_engine->host, &facts,
                                     facts.origin + UINT64_C(1), 1);
    ticket->allocation_id = offered[0].allocation_id;
    ticket->address = offered[0].public_ip;
    ticket->accepted_ms = eip__host_now(&lost_engine->host);
    lane->index = EIP_LIMIT_LANES;
    CHECK(eip__holdings_place(&lost_engine->host, &lost_engine->records, bob,
                              record, facts.origin + 1, &entry),
          "no place");
    ticket->holdings = entry.holdings;
    if (eip__ledger_run(&lost_engine->ledger, lane, bob, &ticket->reserve, 1) !=
        EIP__ERRAND_DONE) {
        eip__holdings_drop(&entry);
        eip__ticket_free(&lost_engine->host, ticket);
        ticket = NULL;
    }
    half_accepted = ticket;
}

/* The offer is gone by then: nothing will come of what is reserved. */
static void half_accept_in_vain(void) {
    half_accept();
    release_offered();
}

static void count_bob(void) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    CHECK(eip_admin_account_usage(lost_engine, BOB, &usage) == EIP_OK &&
              usage.used == 0,
          "Bob never held any, and uses %u", usage.used);
}

static uint64_t held_by(uint64_t number) {
    const eip_caller caller = EIP_CALLER_INIT(number);
    eip_address_list *list = NULL;
    uint64_t count;

    CHECK(eip_describe_addresses(lost_engine, &caller, NULL, &list, NULL) ==
              EIP_OK,
          "describe");
    count = eip_address_list_count(list);
    eip_address_list_free(list);
    return count;
}

static void mark_offered(void) {
    eip_address_marks marks = EIP_ADDRESS_MARKS_INIT;

    marks.allocation_id = offered[0].allocation_id;
    CHECK(eip_admin_mark_address(lost_engine, &marks, NULL) == EIP_OK, "mark");
}

static void drain_and_cancel(void) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};

    CHECK(eip_admin_drain_cidr(lost_engine, amazon, trial_cidr("10.0.0.0/29"),
                               EIP_DRAIN_START, NULL, NULL) == EIP_OK,
          "drain");
    CHECK(eip_admin_drain_cidr(lost_engine, amazon, trial_cidr("10.0.0.0/29"),
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
    alice = eip__accounts_find(&lost_engine->accounts, ALICE);
    lane = eip__lane_at(&lost_engine->lanes, EIP_LIMIT_LANES);
    op = &lane->op[(lane->serial + 1) & 1];
    eip__publish(&op->used, eip__ledger_used(&lost_engine->ledger, alice));
    eip__publish(&op->outcome, ++lane->serial << 2);
    eip__publish(&op->target, ERRAND | COUNTED);
    eip__publish(&op->detail, eip__value(&ticket->hand));
    op->account = alice;
    op->head = ((eip__read(&alice->head) >> EIP__REFERENCE_BITS) + 1)
                   << EIP__REFERENCE_BITS |
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
        eip__records_cold(&lost_engine->records, offered_record());

    CHECK(held_by(BOB) == 2, "Bob holds %u", (uint32_t)held_by(BOB));
    CHECK(eip__stamp_is(eip__read(&cold->stamp),
                        eip__word_generation(eip__read(offered_word())), false),
          "shown in another's order");
}

/* Who counts sees a transfer through. */
static void count_for_bob(void) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    CHECK(eip_admin_account_usage(lost_engine, BOB, &usage) == EIP_OK &&
              usage.used == 1,
          "Bob uses %u", usage.used);
}

static void end_offers(void) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    CHECK(eip_admin_account_usage(lost_engine, BOB, &usage) == EIP_OK &&
              usage.used == held_by(BOB) && usage.used <= usage.quota,
          "Bob holds %u, uses %u of %u", (uint32_t)held_by(BOB), usage.used,
          usage.quota);
    lost_end();
}

/* -- an address that is being recovered --------------------------------------------------------- */

static void begin_recover(void) {
    lost_open("10.0.0.0/30", EIP_POLICY_LOWEST);
    lost_take_one();
    lost_release_last();
    lost_held = 0;
}

static void recover(void) {
    CHECK(trial_recover(lost_engine, ALICE, 0x0a000000, &lost_last) == EIP_OK,
          "recover");
}

/* Begun, and left after the word. */
static void half_recover(void) {
    struct eip__account *of = eip__accounts_find(&lost_engine->accounts, ALICE);
    struct eip__lane *lane = eip__lane_at(&lost_engine->lanes, EIP_LIMIT_LANES);
    struct eip__range *block =
        eip__topology_range(eip__engine_topology(lost_engine), 0x0a000000);
    uint32_t record = eip__range_record(block, 0x0a000000);
    eip__a64 *word = eip__records_word(&lost_engine->records, record);
    struct eip__holding entry = {0};

    lane->index = EIP_LIMIT_LANES;
    (void)eip__ledger_settle(&lost_engine->ledger, of);
    CHECK(eip__holdings_place(&lost_engine->host, &lost_engine->records, of,
                              record, 2, &entry),
          "no place");
    eip__publish(word, lost_leave_take(lane, of, record, eip__read(word)));
    (void)eip__offer(eip__records_hint(&lost_engine->records, record, 0), 1);
}

static void end_recover(void) {
    lost_held = 1;
    lost_describe();
    lost_end();
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
    status =
        eip_describe_addresses(lost_engine, &caller, &request, &list, NULL);
    CHECK(status == EIP_OK || status == EIP_ERR_ADDRESS_NOT_FOUND,
          "describe: %s", eip_status_name(status));
    CHECK(status != EIP_OK || eip_address_list_count(list) == 1, "how many?");
    eip_address_list_free(list);
}

const struct race lost_transfer_races[] = {
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
    {"used, reserved in vain", begin_offers_two, count_bob, half_accept_in_vain,
     end_offers, 0},
    {"accepted, asked for", begin_offers_two, accept_first, find_offered,
     end_offers, 0},
    {"accepted in a drain", begin_offers_two, accept_first, drain_and_cancel,
     end_offers, 0},
    {"a drain, accepted", begin_offers_two, drain_and_cancel, accept_both,
     end_offers, 0},
    {"marked, accepted", begin_offers_two, mark_offered, accept_either,
     end_offers, 0},
    {"recovered", begin_recover, recover, describe_it, end_recover, 0},
    {"half recovered", begin_recover, describe_it, half_recover, end_recover,
     0},
};
const uint32_t lost_transfer_race_count =
    sizeof lost_transfer_races / sizeof lost_transfer_races[0];
