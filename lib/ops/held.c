/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how a held address is found by what a request says. */
#include "ops/held.h"

#include "registry/transfer.h"

/* An allocation stands in the account's ledger; a transfer to it in its
 * source's, too. */
EIP__RARE void eip__held_complete(struct eip__call *call) {
    struct eip__ledger *ledger = &call->engine->ledger;

    if (!eip__transfer_finish(ledger, call->lane, call->account)) {
        (void)eip__ledger_settle(ledger, call->account);
    }
}

bool eip__held_look(struct eip__call *call, uint32_t record,
                    uint32_t generation, struct eip__held *held) {
    return eip__held_look_at_once(call, record, generation, held);
}

bool eip__held_by_id(struct eip__call *call, uint64_t id,
                     struct eip__held *held) {
    return eip__held_by_id_at_once(call, id, held);
}

bool eip__held_by_address(struct eip__call *call, uint32_t address,
                          struct eip__held *held) {
    const struct eip__range *range =
        eip__topology_range(call->topology, address);

    return range != NULL &&
           eip__held_look(call, eip__range_record(range, address), 0, held);
}
