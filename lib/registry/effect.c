/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the bytes of addresses and of transfers that were done. */
#include "registry/effect.h"

#include "registry/facts_pack.h"

enum { FLAGS = 2 * EIP__EFFECT_TIMED - 1 };

void eip__effect_put(struct eip__writer *writer,
                     const struct eip__effect *effect) {
    bool released = (effect->flags & EIP__EFFECT_HELD) == 0;
    uint64_t begin = eip__kept_begin(
        writer, EIP__KIND_ADDRESS,
        eip__address_rank(effect->generation, released, effect->version),
        false);

    eip__put_key(writer, effect->record, sizeof effect->record);
    eip__kept_key(writer, begin);
    eip__put_u32(writer, effect->generation);
    eip__put_u32(writer, effect->flags);
    eip__put_u64(writer, effect->account);
    eip__put_u64(writer, effect->value);
    eip__put_u64(writer, effect->version);
    if (effect->facts != NULL) {
        eip__facts_pack(writer, effect->facts);
    }
    eip__kept_end(writer, begin);
}

bool eip__effect_get(const struct eip__kept *kept, struct eip__effect *effect,
                     struct eip__reader *facts) {
    struct eip__reader key = kept->key;

    *facts = kept->payload;
    *effect = (struct eip__effect){
        .record = (uint32_t)eip__get_key(&key, sizeof effect->record)};
    effect->generation = eip__get_u32(facts);
    effect->flags = eip__get_u32(facts);
    effect->account = eip__get_u64(facts);
    effect->value = eip__get_u64(facts);
    effect->version = eip__get_u64(facts);
    return eip__reader_ends(&key) && !facts->bad && effect->flags <= FLAGS;
}

void eip__handed_put(struct eip__writer *writer,
                     const struct eip__handed *handed) {
    uint64_t begin = eip__kept_begin(writer, EIP__KIND_HANDED, 0, false);

    eip__put_key(writer, handed->record, sizeof handed->record);
    eip__put_key(writer, handed->generation, sizeof handed->generation);
    eip__kept_key(writer, begin);
    eip__put_u32(writer, handed->address);
    eip__put_u64(writer, handed->source);
    eip__put_u64(writer, handed->target);
    eip__put_u64(writer, handed->allocation_id);
    eip__put_u64(writer, handed->order);
    eip__put_u64(writer, handed->offer_ms);
    eip__put_u64(writer, handed->accepted_ms);
    eip__kept_end(writer, begin);
}

bool eip__handed_get(const struct eip__kept *kept, struct eip__handed *handed) {
    struct eip__reader payload = kept->payload;
    struct eip__reader key = kept->key;

    *handed = (struct eip__handed){
        .record = (uint32_t)eip__get_key(&key, sizeof handed->record)};
    handed->generation =
        (uint32_t)eip__get_key(&key, sizeof handed->generation);
    handed->address = eip__get_u32(&payload);
    handed->source = eip__get_u64(&payload);
    handed->target = eip__get_u64(&payload);
    handed->allocation_id = eip__get_u64(&payload);
    handed->order = eip__get_u64(&payload);
    handed->offer_ms = eip__get_u64(&payload);
    handed->accepted_ms = eip__get_u64(&payload);
    return eip__reader_ends(&key) && eip__reader_ends(&payload);
}
