/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how a held address is found by what a request says. */
#include "ops/held.h"

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
