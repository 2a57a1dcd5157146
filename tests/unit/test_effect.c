/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Addresses and transfers as bytes, and back. */
#include "registry/effect.h"
#include "registry/facts_pack.h"

#include <criterion/criterion.h>
#include <string.h>

enum { SIZE = 512 };

struct bytes {
    uint8_t at[SIZE];
    struct eip__writer writer;
    struct eip__kept kept;
};

static void read_back(struct bytes *bytes) {
    struct eip__reader reader = eip__reader_of(bytes->at, bytes->writer.size);

    cr_assert(eip__writer_fits(&bytes->writer));
    cr_assert_eq(eip__kept_next(&reader, &bytes->kept), EIP__KEPT_FOUND);
    cr_assert(eip__reader_ends(&reader));
}

static void put_effect(struct bytes *bytes, const struct eip__effect *effect) {
    bytes->writer = eip__writer_of(bytes->at, SIZE);
    eip__effect_put(&bytes->writer, effect);
    read_back(bytes);
}

Test(effect, an_address_comes_back) {
    const struct eip__facts facts = {.has = EIP__HAS_PTR,
                                     .ptr = eip_text_of("a.example.")};
    const struct eip__effect effect = {
        .record = 0x12345678,
        .generation = 7,
        .flags = EIP__EFFECT_HELD | EIP__EFFECT_STANDARD,
        .account = 123456789012,
        .value = 99,
        .version = 3,
        .facts = &facts,
    };
    struct eip__writer measure = eip__writer_of(NULL, 0);
    struct eip__reader packed;
    struct eip__effect got;
    struct bytes bytes;

    put_effect(&bytes, &effect);
    cr_assert_eq(bytes.kept.kind, EIP__KIND_ADDRESS);
    cr_assert_eq(bytes.kept.rank, eip__address_rank(7, false, 3));
    cr_assert(eip__effect_get(&bytes.kept, &got, &packed));
    cr_assert_eq(got.record, effect.record);
    cr_assert_eq(got.generation, effect.generation);
    cr_assert_eq(got.flags, effect.flags);
    cr_assert_eq(got.account, effect.account);
    cr_assert_eq(got.value, effect.value);
    cr_assert_eq(got.version, effect.version);
    cr_assert_null(got.facts);
    eip__facts_pack(&measure, &facts);
    cr_assert_eq(packed.left, measure.size);
}

Test(effect, one_without_facts_comes_back) {
    const struct eip__effect effect = {
        .record = 1, .generation = 2, .flags = EIP__EFFECT_TIMED, .value = 5};
    struct eip__reader packed;
    struct eip__effect got;
    struct bytes bytes;

    put_effect(&bytes, &effect);
    cr_assert_eq(bytes.kept.rank, eip__address_rank(2, true, 0));
    cr_assert(eip__effect_get(&bytes.kept, &got, &packed));
    cr_assert_eq(got.flags, EIP__EFFECT_TIMED);
    cr_assert_eq(got.value, 5);
    cr_assert_eq(packed.left, 0);
}

Test(effect, a_transfer_comes_back) {
    const struct eip__handed handed = {1, 2, 3, 0, 4, 5, 6, 7, 8, 9};
    struct eip__handed got;
    struct bytes bytes = {.writer = {.capacity = SIZE}};

    bytes.writer.bytes = bytes.at;
    eip__handed_put(&bytes.writer, &handed);
    read_back(&bytes);
    cr_assert_eq(bytes.kept.kind, EIP__KIND_HANDED);
    cr_assert_eq(bytes.kept.rank, 0);
    cr_assert(eip__handed_get(&bytes.kept, &got));
    cr_assert_eq(memcmp(&got, &handed, sizeof got), 0);
}

/* Records that are whole, but say less, or more, than one can. */
Test(effect, others_are_refused) {
    const struct eip__effect effect = {.record = 1, .generation = 2};
    const struct eip__effect flags = {.record = 1, .flags = 16};
    const struct eip__effect all_flags = {.record = 1, .flags = 15};
    const struct eip__handed handed = {.record = 1};
    struct eip__handed got_handed;
    struct eip__reader packed;
    struct eip__effect got;
    struct bytes bytes;
    struct eip__kept cut;

    put_effect(&bytes, &effect);
    cut = bytes.kept;
    cut.payload.left -= 1;
    cr_assert(!eip__effect_get(&cut, &got, &packed));
    cut = bytes.kept;
    cut.key.left -= 1;
    cr_assert(!eip__effect_get(&cut, &got, &packed));
    put_effect(&bytes, &all_flags);
    cr_assert(eip__effect_get(&bytes.kept, &got, &packed));
    put_effect(&bytes, &flags);
    cr_assert(!eip__effect_get(&bytes.kept, &got, &packed));

    bytes.writer = eip__writer_of(bytes.at, SIZE);
    eip__handed_put(&bytes.writer, &handed);
    read_back(&bytes);
    cut = bytes.kept;
    cut.payload.left -= 1;
    cr_assert(!eip__handed_get(&cut, &got_handed));
    cut = bytes.kept;
    cut.key.left -= 1;
    cr_assert(!eip__handed_get(&cut, &got_handed));
}
