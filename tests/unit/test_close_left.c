/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Closing an engine in which a thread was gone in the middle of an operation:
 * all memory comes back. */
#include "registry/engine.h"
#include "registry/install.h"
#include "registry/transfer.h"
#include "support/world.h"

#include <criterion/criterion.h>

static struct world world;

/* Of the one address that the account has. */
static uint32_t record_of(const struct eip__account *account) {
    const struct eip__holdings *holdings =
        eip__pointer(eip__read(&account->holdings));
    uint64_t i = 0;

    while (eip__holdings_at(holdings, i) == 0) {
        i++;
    }
    return eip__entry_record(eip__holdings_at(holdings, i));
}

/* Alice's address for Bob, reserved and not yet handed over. */
static struct eip__ticket *reserved(struct eip__lane *lane) {
    static const struct eip__facts none = {.has = 0};
    eip_engine *engine = world.engine;
    struct eip__ticket *ticket = eip__ticket_new(&engine->host);
    struct eip__holding holding = {.entry = 0};

    ticket->source = eip__accounts_find(&engine->accounts, WORLD_ALICE);
    ticket->target = eip__accounts_find(&engine->accounts, WORLD_BOB);
    ticket->record = record_of(ticket->source);
    ticket->generation = eip__word_generation(
        eip__read(eip__records_word(&engine->records, ticket->record)));
    ticket->detail = eip__detail_new(&engine->host, &none,
                                     (uint64_t)ticket->generation + 1, 1);
    cr_assert(eip__holdings_place(&engine->host, &engine->records,
                                  ticket->target, ticket->record,
                                  ticket->generation + 1, &holding));
    ticket->holdings = holding.holdings;
    cr_assert_eq(eip__ledger_run(&engine->ledger, lane, ticket->target,
                                 &ticket->reserve, 1),
                 EIP__ERRAND_DONE);
    return ticket;
}

/* It has begun to hand the address over: decided, and the new detail is not the
 * record's yet. */
Test(close_left, a_transfer_that_is_half_handed_over) {
    struct eip__lane *lane = NULL;
    struct eip__ticket *ticket;
    struct eip__settled settled;
    struct eip__op *op;

    world_start(&world);
    (void)world_get(&world, WORLD_ALICE, NULL);
    cr_assert_eq(eip__lane_enter(&world.engine->lanes, &lane), EIP_OK);
    ticket = reserved(lane);
    op = eip__op_begin(&world.engine->ledger, lane);
    eip__op_describe(op, 0, EIP__DEED_ERRAND | EIP__DEED_COUNTED, 0, 0,
                     eip__value(&ticket->hand));
    settled = eip__settle(&world.engine->ledger, ticket->source);
    cr_assert(eip__op_install(lane, ticket->source, op, 0, &settled));
    eip__publish(&ticket->state, EIP__TICKET_DONE);
    eip__lane_leave(lane);
    eip_engine_close(world.engine);
    cr_assert_eq(world.heap.blocks, 0);
    cr_assert_eq(world.heap.reservations, 0);
}
