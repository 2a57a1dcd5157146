/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the sets of what has changed. */
#include "registry/dirty.h"

#include "registry/catalog_private.h"

#include <string.h>

void eip__dirty_clear(struct eip__dirty *dirty) {
    for (uint32_t set = 0; set < EIP__DIRTY_SETS; set++) {
        eip__catalog_clear(&dirty->set[set]);
    }
    dirty->is_all = false;
}

void eip__dirty_keep(struct eip__dirty *dirty, bool is_kept) {
    eip__dirty_clear(dirty);
    dirty->is_kept = is_kept;
    memset(dirty->counters, 0xff, sizeof dirty->counters); /* as never */
}

/* The memory of sets that no longer say anything is of more use elsewhere. */
void eip__dirty_enter(struct eip__dirty *dirty, enum eip__dirty_set set,
                      uint64_t key, uint64_t value) {
    void **place;

    if (dirty->is_all) {
        return;
    }
    place = eip__catalog_enter(&dirty->set[set], key);
    if (place == NULL) {
        eip__dirty_clear(dirty);
        dirty->is_all = true;
        return;
    }
    *place = eip__pointer(value);
}
