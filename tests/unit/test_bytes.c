/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Numbers and texts as bytes that are kept. */
#include "base/bytes.h"

#include <criterion/criterion.h>
#include <string.h>

static void put_some(struct eip__writer *writer) {
    eip__put_u8(writer, 0x81);
    eip__put_u16(writer, 0x1234);
    eip__put_u32(writer, 0xfedcba98);
    eip__put_u64(writer, UINT64_C(0x1122334455667788));
    eip__put_text(writer, eip_text_of("ab"));
    eip__put_text(writer, eip_text_of(""));
    eip__put_text(writer, eip_text_of(NULL));
    eip__put_bytes(writer, "xyz", 3);
    eip__put_bytes(writer, NULL, 0);
}

static const uint8_t some[] = {0x81, 0x34, 0x12, 0x98, 0xba, 0xdc, 0xfe, 0x88,
                               0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, 2,
                               0,    0,    0,    'a',  'b',  0,    0,    0,
                               0,    0xff, 0xff, 0xff, 0xff, 'x',  'y',  'z'};

Test(bytes, are_little_endian_and_of_fixed_widths) {
    uint8_t bytes[sizeof some];
    struct eip__writer writer = eip__writer_of(bytes, sizeof bytes);

    put_some(&writer);
    cr_assert(eip__writer_fits(&writer));
    cr_assert_eq(writer.size, sizeof some);
    cr_assert_eq(memcmp(bytes, some, sizeof some), 0);
}

Test(bytes, are_read_as_they_were_put) {
    struct eip__reader reader = eip__reader_of(some, sizeof some);
    eip_text text;

    cr_assert_eq(eip__get_u8(&reader), 0x81);
    cr_assert_eq(eip__get_u16(&reader), 0x1234);
    cr_assert_eq(eip__get_u32(&reader), 0xfedcba98);
    cr_assert_eq(eip__get_u64(&reader), UINT64_C(0x1122334455667788));
    text = eip__get_text(&reader);
    cr_assert_eq(text.size, 2);
    cr_assert_eq(memcmp(text.data, "ab", 2), 0);
    text = eip__get_text(&reader);
    cr_assert_not_null(text.data);
    cr_assert_eq(text.size, 0);
    text = eip__get_text(&reader);
    cr_assert_null(text.data);
    cr_assert_eq(text.size, 0);
    cr_assert_not(eip__reader_ends(&reader));
    cr_assert_eq(eip__get_bytes(&reader, 3), some + sizeof some - 3);
    cr_assert(eip__reader_ends(&reader));
}

/* Whatever the room, nothing is written behind it, and the size is told. */
Test(bytes, are_counted_where_they_do_not_fit) {
    for (uint64_t room = 0; room < sizeof some; room++) {
        uint8_t bytes[sizeof some + 8];
        struct eip__writer writer = eip__writer_of(bytes, room);

        memset(bytes, 0xee, sizeof bytes);
        put_some(&writer);
        eip__put_number_at(&writer, room, 0, 1);
        cr_assert_not(eip__writer_fits(&writer));
        cr_assert_eq(writer.size, sizeof some);
        for (uint64_t i = room; i < sizeof bytes; i++) {
            cr_assert_eq(bytes[i], 0xee);
        }
    }
}

Test(bytes, are_put_again_where_they_were) {
    uint8_t bytes[4] = {1, 2, 3, 4};
    struct eip__writer writer = eip__writer_of(bytes, sizeof bytes);

    eip__put_number_at(&writer, 1, 0x0908, 2);
    cr_assert_eq(writer.size, 0);
    cr_assert_eq(memcmp(bytes, "\1\10\11\4", 4), 0);
}

Test(bytes, that_are_not_there_are_zeros) {
    for (uint64_t size = 0; size < 8; size++) {
        struct eip__reader reader = eip__reader_of(some, size);

        cr_assert_eq(eip__get_u64(&reader), 0);
        cr_assert(reader.bad);
        cr_assert_not(eip__reader_ends(&reader));
        cr_assert_eq(eip__get_u8(&reader), 0);
        cr_assert_null(eip__get_bytes(&reader, 1));
    }
}

Test(bytes, a_text_that_is_not_there_is_absent) {
    static const uint8_t cut[] = {3, 0, 0, 0, 'a', 'b'};
    struct eip__reader reader = eip__reader_of(cut, sizeof cut);
    eip_text text = eip__get_text(&reader);

    cr_assert(reader.bad);
    cr_assert_null(text.data);
    cr_assert_eq(text.size, 0);
}
