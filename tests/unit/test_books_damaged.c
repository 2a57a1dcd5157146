/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Records of books that are not what was written: whatever they say, an engine
 * is built that is sound, or none. */
#include "unit/damage.h"

TestSuite(books_damaged, .init = damage_begin, .fini = damage_finish,
          .timeout = 300);

Test(books_damaged, as_they_are_they_are_sound) {
    EXPECT_STATUS(build(), EIP_OK);
}

/* -- every record ----------------------------------------------------------------- */

/* IPAM CIDRs and client tokens may be fewer, and a policy's rules and an
 * account's shares count themselves. */
Test(books_damaged, too_short_or_too_long) {
    for (uint64_t i = 0; i < books.count; i++) {
        const struct eip__kept kept = books_read(&books.record[i]);
        uint64_t size = kept.payload.left;
        uint8_t *bytes = calloc(1, size + 1);

        memcpy(bytes, kept.payload.at, size);
        EXPECT_STATUS(build_with(&books.record[i],
                                 books_with(&books.record[i], bytes, size - 1)),
                      EIP_ERR_STORE_DAMAGED);
        EXPECT_STATUS(build_with(&books.record[i],
                                 books_with(&books.record[i], bytes, size + 1)),
                      EIP_ERR_STORE_DAMAGED);
        EXPECT_STATUS(
            build_with(&books.record[i], books_with(&books.record[i], "", 0)),
            kept.kind == EIP__KIND_IPAM_CIDR ? EIP_OK : EIP_ERR_STORE_DAMAGED);
        free(bytes);
    }
}

Test(books_damaged, a_key_of_another_size) {
    for (uint64_t i = 0; i < books.count; i++) {
        const struct eip__kept kept = books_read(&books.record[i]);
        uint8_t key[16] = {0};

        memcpy(key, kept.key.at, kept.key.left);
        EXPECT_STATUS(build_with(&books.record[i],
                                 books_make((enum eip__kind)kept.kind, key,
                                            kept.key.left + 1, kept.payload.at,
                                            kept.payload.left)),
                      EIP_ERR_STORE_DAMAGED);
    }
}

/* What comes twice says two things. */
Test(books_damaged, one_that_comes_twice) {
    for (uint64_t i = 0; i < books.count; i++) {
        const struct eip__kept kept = books_read(&books.record[i]);

        EXPECT_STATUS(build_more(books_with(&books.record[i], kept.payload.at,
                                            kept.payload.left)),
                      EIP_ERR_STORE_DAMAGED);
    }
}

/* Other kinds are not looked at, nor what says that something is gone. */
Test(books_damaged, others_are_passed_over) {
    uint64_t count = books.count;
    struct eip__kept *kept = calloc(count + 2, sizeof *kept);
    eip_engine *other = full_other();

    for (uint64_t i = 0; i < count; i++) {
        kept[i] = books_read(&books.record[i]);
    }
    kept[count] = kept[0];
    kept[count].kind = EIP__KIND_ADDRESS;
    kept[count + 1] = kept[1];
    kept[count + 1].gone = true;
    EXPECT_STATUS(eip__restore_books(other, kept, count + 2), EIP_OK);
    eip_engine_close(other);
    free(kept);
}

static void left_out(enum eip__kind kind, eip_status wanted) {
    for (uint64_t i = 0; i < books.count; i++) {
        struct books_record own = books.record[i];

        if (books_read(&own).kind == (uint32_t)kind) {
            books.record[i] = books_make(EIP__KIND_ADDRESS, "abcd", 4, "", 0);
            EXPECT_STATUS(build(), wanted);
            free(books.record[i].bytes);
            books.record[i] = own;
        }
    }
}

Test(books_damaged, one_that_is_left_out) {
    left_out(EIP__KIND_BOOKS, EIP_ERR_STORE_DAMAGED);
    left_out(EIP__KIND_GROUP, EIP_ERR_STORE_DAMAGED);
    left_out(EIP__KIND_RANGE, EIP_ERR_STORE_DAMAGED);
    left_out(EIP__KIND_POLICY, EIP_OK);
    left_out(EIP__KIND_TOKEN, EIP_OK);
    left_out(EIP__KIND_BYOIP_ACCOUNT, EIP_OK);
}

/* -- every byte -------------------------------------------------------------------- */

/* No byte of it leads to anything but a sound engine, or to none. */
Test(books_damaged, every_byte) {
    static const uint8_t changes[] = {0x01, 0x80, 0xff};
    uint64_t refused = 0;
    uint64_t built = 0;

    for (uint64_t i = 0; i < books.count; i++) {
        const struct eip__kept kept = books_read(&books.record[i]);
        uint64_t size = kept.payload.left;
        uint8_t *bytes = malloc(size + 1);

        for (uint64_t at = 0; at < size; at++) {
            for (size_t change = 0; change < COUNT(changes); change++) {
                eip_status status;

                memcpy(bytes, kept.payload.at, size);
                bytes[at] ^= changes[change];
                status = build_with(&books.record[i],
                                    books_with(&books.record[i], bytes, size));
                cr_assert(status == EIP_OK || status == EIP_ERR_STORE_DAMAGED,
                          "%s", eip_status_name(status));
                refused += status != EIP_OK;
                built += status == EIP_OK;
            }
        }
        free(bytes);
    }
    cr_assert_gt(refused, 1000);
    cr_assert_gt(built, 1000);
}

Test(books_damaged, every_byte_of_a_key) {
    static const uint8_t changes[] = {0x01, 0x40, 0xff};

    for (uint64_t i = 0; i < books.count; i++) {
        const struct eip__kept kept = books_read(&books.record[i]);
        uint8_t key[16];

        for (uint64_t at = 0; at < kept.key.left; at++) {
            for (size_t change = 0; change < COUNT(changes); change++) {
                eip_status status;

                memcpy(key, kept.key.at, kept.key.left);
                key[at] ^= changes[change];
                status = build_with(&books.record[i],
                                    books_make((enum eip__kind)kept.kind, key,
                                               kept.key.left, kept.payload.at,
                                               kept.payload.left));
                cr_assert(status == EIP_OK || status == EIP_ERR_STORE_DAMAGED,
                          "%s", eip_status_name(status));
            }
        }
    }
}
