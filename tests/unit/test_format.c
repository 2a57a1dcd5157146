/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Kept records: their frame, what is wrong with damaged ones, their order. */
#include "base/hash.h"
#include "registry/format.h"

#include <criterion/criterion.h>
#include <string.h>

enum { ROOM = 256 };

struct image {
    uint8_t bytes[ROOM];
    uint64_t size;
};

static void put(struct eip__writer *writer, enum eip__kind kind, uint64_t rank,
                const char *key, const char *payload) {
    uint64_t begin = eip__kept_begin(writer, kind, rank, payload == NULL);

    eip__put_bytes(writer, key, strlen(key));
    eip__kept_key(writer, begin);
    eip__put_bytes(writer, payload, payload == NULL ? 0 : strlen(payload));
    eip__kept_end(writer, begin);
}

static void put_two(struct eip__writer *writer) {
    put(writer, EIP__KIND_POOL, 7, "key", "payload");
    put(writer, EIP__KIND_POLICY, UINT64_MAX, "", NULL);
}

static struct image two(void) {
    struct image image;
    struct eip__writer writer = eip__writer_of(image.bytes, ROOM);

    put_two(&writer);
    image.size = writer.size;
    return image;
}

/* Make the checksum of the first record right again. */
static void mend(struct image *image) {
    struct eip__reader reader = eip__reader_of(image->bytes, image->size);
    uint64_t end = eip__get_u32(&reader) - EIP__KEPT_TAIL;
    struct eip__writer writer = eip__writer_of(image->bytes, ROOM);

    eip__put_number_at(&writer, end, eip__hash(image->bytes, end, 0), 8);
}

static enum eip__kept_found first(const struct image *image, uint64_t size) {
    struct eip__reader reader = eip__reader_of(image->bytes, size);
    struct eip__kept kept;

    return eip__kept_next(&reader, &kept);
}

static bool holds(struct eip__reader reader, const char *bytes) {
    return reader.left == strlen(bytes) &&
           memcmp(reader.at, bytes, reader.left) == 0;
}

Test(format, records_are_read_as_they_were_written) {
    struct image image = two();
    struct eip__reader reader = eip__reader_of(image.bytes, image.size);
    struct eip__kept kept;

    cr_assert_eq(eip__kept_next(&reader, &kept), EIP__KEPT_FOUND);
    cr_assert_eq(kept.kind, EIP__KIND_POOL);
    cr_assert_eq(kept.rank, 7);
    cr_assert_not(kept.gone);
    cr_assert(holds(kept.key, "key"));
    cr_assert(holds(kept.payload, "payload"));
    cr_assert_eq(kept.bytes, image.bytes);
    cr_assert_eq(kept.size, EIP__KEPT_HEAD + 3 + 7 + EIP__KEPT_TAIL);
    cr_assert_eq(eip__kept_next(&reader, &kept), EIP__KEPT_FOUND);
    cr_assert_eq(kept.kind, EIP__KIND_POLICY);
    cr_assert_eq(kept.rank, UINT64_MAX);
    cr_assert(kept.gone);
    cr_assert(holds(kept.key, ""));
    cr_assert(holds(kept.payload, ""));
    cr_assert_eq(eip__kept_next(&reader, &kept), EIP__KEPT_END);
}

Test(format, a_record_that_does_not_fit_is_measured) {
    struct image image = two();

    for (uint64_t room = 0; room < image.size; room++) {
        uint8_t bytes[ROOM];
        struct eip__writer writer = eip__writer_of(bytes, room);

        memset(bytes, 0xee, sizeof bytes);
        put_two(&writer);
        cr_assert_eq(writer.size, image.size);
        cr_assert_not(eip__writer_fits(&writer));
        for (uint64_t i = room; i < sizeof bytes; i++) {
            cr_assert_eq(bytes[i], 0xee);
        }
    }
}

Test(format, every_truncation_and_every_bit_is_noticed) {
    struct image image = two();
    struct eip__reader reader = eip__reader_of(image.bytes, image.size);
    uint64_t size = eip__get_u32(&reader);

    cr_assert_eq(first(&image, 0), EIP__KEPT_END);
    for (uint64_t cut = 1; cut < size; cut++) {
        cr_assert_eq(first(&image, cut), EIP__KEPT_CUT);
    }
    for (uint64_t bit = 0; bit < 8 * size; bit++) {
        enum eip__kept_found found;

        image.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        found = first(&image, image.size);
        cr_assert(found == EIP__KEPT_DAMAGED || found == EIP__KEPT_CUT);
        image.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    cr_assert_eq(first(&image, image.size), EIP__KEPT_FOUND);
}

/* As somebody would write it who knows the checksum. */
static enum eip__kept_found forged(uint64_t at, uint8_t value) {
    struct image image = two();

    image.bytes[at] = value;
    mend(&image);
    return first(&image, image.size);
}

Test(format, a_frame_that_does_not_add_up_is_damaged) {
    cr_assert_eq(forged(8, 2), EIP__KEPT_DAMAGED);   /* a flag */
    cr_assert_eq(forged(8, 1), EIP__KEPT_DAMAGED);   /* gone, and a payload */
    cr_assert_eq(forged(10, 11), EIP__KEPT_DAMAGED); /* a key of 11 bytes */
    cr_assert_eq(forged(10, 10), EIP__KEPT_FOUND);
    cr_assert_eq(forged(0, EIP__KEPT_HEAD + EIP__KEPT_TAIL - 1),
                 EIP__KEPT_DAMAGED);
}

Test(format, kinds_and_versions_to_come_are_passed_over) {
    struct image image = two();
    struct eip__reader reader;
    struct eip__kept kept;

    cr_assert_eq(forged(4, 0), EIP__KEPT_UNKNOWN);
    cr_assert_eq(forged(4, EIP__KIND_END), EIP__KEPT_UNKNOWN);
    cr_assert_eq(forged(4, EIP__KIND_END - 1), EIP__KEPT_FOUND);
    cr_assert_eq(forged(4, 1), EIP__KEPT_FOUND);
    cr_assert_eq(forged(6, EIP__KEPT_VERSION + 1), EIP__KEPT_UNKNOWN);
    image.bytes[6]++;
    mend(&image);
    reader = eip__reader_of(image.bytes, image.size);
    cr_assert_eq(eip__kept_next(&reader, &kept), EIP__KEPT_UNKNOWN);
    cr_assert_eq(eip__kept_next(&reader, &kept), EIP__KEPT_FOUND);
    cr_assert_eq(kept.kind, EIP__KIND_POLICY);
}

Test(format, records_are_in_order_of_kind_key_and_rank) {
    static const struct {
        enum eip__kind kind;
        const char *key;
        uint64_t rank;
    } rows[] = {
        {EIP__KIND_GROUP, "b", 3}, {EIP__KIND_POOL, "", 9},
        {EIP__KIND_POOL, "a", 0},  {EIP__KIND_POOL, "a", 1},
        {EIP__KIND_POOL, "aa", 0}, {EIP__KIND_POOL, "b", 0},
    };
    enum { ROWS = sizeof rows / sizeof rows[0] };
    struct eip__kept kept[ROWS];
    struct image images[ROWS];

    for (int i = 0; i < ROWS; i++) {
        struct eip__writer writer = eip__writer_of(images[i].bytes, ROOM);
        struct eip__reader reader;

        put(&writer, rows[i].kind, rows[i].rank, rows[i].key, "");
        reader = eip__reader_of(images[i].bytes, writer.size);
        cr_assert_eq(eip__kept_next(&reader, &kept[i]), EIP__KEPT_FOUND);
    }
    for (int i = 0; i < ROWS; i++) {
        for (int j = 0; j < ROWS; j++) {
            int order = eip__kept_compare(&kept[i], &kept[j]);

            cr_assert_eq((order > 0) - (order < 0), (i > j) - (i < j));
        }
    }
}

Test(format, the_rank_of_an_address_grows_with_what_happens_to_it) {
    static const struct {
        uint32_t generation;
        bool released;
        uint64_t version;
    } rows[] = {{0, false, 0},          {1, false, 0},
                {1, false, 1},          {1, false, (UINT64_C(1) << 31) - 1},
                {1, true, 0},           {2, false, 0},
                {UINT32_MAX, false, 5}, {UINT32_MAX, true, 0}};

    /* As it is kept. */
    cr_assert_eq(eip__address_rank(5, true, 3), UINT64_C(11) << 31 | 3);
    for (size_t i = 1; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_lt(eip__address_rank(rows[i - 1].generation,
                                       rows[i - 1].released,
                                       rows[i - 1].version),
                     eip__address_rank(rows[i].generation, rows[i].released,
                                       rows[i].version));
    }
}
