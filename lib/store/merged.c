/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the table of the newest effects: open addressing by the record. */
#include "store/merged.h"

#include <string.h>

enum { ROOM_FIRST = 128, SPARSE = 8 };

static uint64_t turn_of(uint32_t generation, uint32_t flags) {
    return eip__address_rank(generation, (flags & EIP__EFFECT_HELD) == 0, 0);
}

/* Its slot, or the empty one for it. Neighbours, which are allocated together, are
 * scattered: runs of them would grow into each other. */
static struct eip__merged_slot *find(const struct eip__merged *merged,
                                     uint32_t record) {
    uint64_t at = record * UINT64_C(0x9e3779b97f4a7c15) >> 32;

    for (;;) {
        struct eip__merged_slot *slot = &merged->slots[at & (merged->room - 1)];

        if (slot->generation == 0 || slot->record == record) {
            return slot;
        }
        at++;
    }
}

static bool grow(struct eip__host *host, struct eip__merged *merged) {
    struct eip__merged old = *merged;
    struct eip__merged grown = {
        .room = old.room == 0 ? ROOM_FIRST : 2 * old.room, .count = old.count};

    grown.slots =
        eip__host_allocate_zeroed(host, grown.room * sizeof *grown.slots);
    if (grown.slots == NULL) {
        return false;
    }
    for (uint64_t i = 0; i < old.room; i++) {
        if (old.slots[i].generation != 0) {
            *find(&grown, old.slots[i].record) = old.slots[i];
        }
    }
    eip__merged_free(host, merged);
    *merged = grown;
    return true;
}

bool eip__merged_add(struct eip__host *host, struct eip__merged *merged,
                     const struct eip__effect *effect) {
    struct eip__merged_slot *slot;

    if (2 * merged->count >= merged->room && !grow(host, merged)) {
        return false;
    }
    slot = find(merged, effect->record);
    merged->count += slot->generation == 0;
    if (slot->generation == 0 ||
        turn_of(slot->generation, slot->flags) <
            turn_of(effect->generation, effect->flags)) {
        *slot = (struct eip__merged_slot){
            .record = effect->record,
            .generation = effect->generation,
            .flags = effect->flags,
            .account = effect->account,
            .value = effect->value,
        };
    }
    return true;
}

bool eip__merged_each(const struct eip__merged *merged,
                      bool (*take)(void *context,
                                   const struct eip__effect *effect),
                      void *context) {
    for (uint64_t i = 0; i < merged->room; i++) {
        const struct eip__merged_slot *slot = &merged->slots[i];
        const struct eip__effect effect = {
            .record = slot->record,
            .generation = slot->generation,
            .flags = slot->flags,
            .account = slot->account,
            .value = slot->value,
        };

        if (slot->generation != 0 && !take(context, &effect)) {
            return false;
        }
    }
    return true;
}

/* Emptying one takes as long as it is large. */
void eip__merged_clear(struct eip__host *host, struct eip__merged *merged) {
    if (merged->room > ROOM_FIRST && merged->count * SPARSE < merged->room) {
        eip__merged_free(host, merged);
    } else if (merged->count != 0) {
        memset(merged->slots, 0, merged->room * sizeof *merged->slots);
        merged->count = 0;
    }
}

void eip__merged_free(struct eip__host *host, struct eip__merged *merged) {
    eip__host_release(host, merged->slots,
                      merged->room * sizeof *merged->slots);
    *merged = (struct eip__merged){NULL, 0, 0};
}
