/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Structs of other sizes than the library's own; and the hash function. */
#include "base/structs.h"

#include "base/hash.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/** The library's form: 12 bytes were published first, 24 are known now. */
struct own {
    uint32_t size;
    uint32_t a;
    uint32_t b;
    uint32_t c;
    uint64_t d;
};

enum { FIRST = 12, NOW = sizeof(struct own) };

/** A caller's struct of a size, with every byte behind `size` set. */
static unsigned char *theirs_of(uint32_t size, uint32_t real, int fill) {
    unsigned char *bytes = malloc(real);

    memset(bytes, fill, real);
    memcpy(bytes, &size, sizeof(size));
    return bytes;
}

Test(structs_in, every_size_between_the_first_and_ours) {
    for (uint32_t size = FIRST; size <= NOW; size++) {
        unsigned char *theirs = theirs_of(size, size, 0xab);
        unsigned char own[NOW];
        uint32_t got;
        memset(own, 0x5a, NOW);
        cr_assert_eq(eip__struct_in_any(own, NOW, FIRST, theirs), EIP_OK);
        memcpy(&got, own, sizeof(got));
        cr_assert_eq(got, size);
        for (uint32_t i = 4; i < NOW; i++) {
            cr_assert_eq(own[i], i < size ? 0xab : 0);
        }
        free(theirs);
    }
}

Test(structs_in, the_same_form_at_once) {
    const struct own theirs = {NOW, 1, 2, 3, 4};
    struct own own = {0, 0, 0, 0, 0};

    cr_assert_eq(eip__struct_in(&own, NOW, FIRST, &theirs), EIP_OK);
    cr_assert_eq(memcmp(&own, &theirs, NOW), 0);
    cr_assert_eq(eip__struct_in(&own, NOW, FIRST, NULL), EIP_ERR_NULL);
}

Test(structs_in, a_size_below_the_first_is_refused) {
    static const uint32_t sizes[] = {0, 1, 4, FIRST - 1};

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        unsigned char *theirs = theirs_of(sizes[i], FIRST, 0);
        struct own own = {7, 7, 7, 7, 7};
        cr_assert_eq(eip__struct_in_any(&own, NOW, FIRST, theirs),
                     EIP_ERR_STRUCT_VERSION);
        cr_assert_eq(own.size, 7);
        cr_assert_eq(own.d, 7);
        free(theirs);
    }
}

Test(structs_in, an_unknown_tail_must_be_zero) {
    for (uint32_t extra = 1; extra < 20; extra++) {
        unsigned char *theirs = theirs_of(NOW + extra, NOW + extra, 0);
        struct own own;
        cr_assert_eq(eip__struct_in_any(&own, NOW, FIRST, theirs), EIP_OK);
        for (uint32_t at = NOW; at < NOW + extra; at++) {
            theirs[at] = 1;
            cr_assert_eq(eip__struct_in_any(&own, NOW, FIRST, theirs),
                         EIP_ERR_STRUCT_VERSION);
            theirs[at] = 0;
        }
        free(theirs);
    }
}

Test(structs_in, an_absurd_size_is_refused_unread) {
    unsigned char *most =
        theirs_of(EIP__STRUCT_SIZE_MAX, EIP__STRUCT_SIZE_MAX, 0);
    unsigned char *more = theirs_of(EIP__STRUCT_SIZE_MAX + 1, NOW, 0);
    unsigned char *huge = theirs_of(UINT32_MAX, NOW, 0);
    struct own own;

    cr_assert_eq(eip__struct_in_any(&own, NOW, FIRST, most), EIP_OK);
    cr_assert_eq(eip__struct_in_any(&own, NOW, FIRST, more),
                 EIP_ERR_STRUCT_VERSION);
    cr_assert_eq(eip__struct_in_any(&own, NOW, FIRST, huge),
                 EIP_ERR_STRUCT_VERSION);
    free(most);
    free(more);
    free(huge);
}

Test(structs_in, null) {
    struct own own;

    cr_assert_eq(eip__struct_in_any(&own, NOW, FIRST, NULL), EIP_ERR_NULL);
}

Test(structs_in, a_struct_need_not_be_aligned) {
    unsigned char bytes[NOW + 1];
    struct own given = {NOW, 1, 2, 3, 4};
    struct own own;

    memcpy(bytes + 1, &given, NOW);
    cr_assert_eq(eip__struct_in_any(&own, NOW, FIRST, bytes + 1), EIP_OK);
    cr_assert_eq(memcmp(&own, &given, NOW), 0);
}

Test(structs_out, writes_what_the_size_covers) {
    struct own own = {NOW, 0x01010101, 0x02020202, 0x03030303, 4};
    const unsigned char *source = (const unsigned char *)&own;

    for (uint32_t size = FIRST; size <= NOW + 9; size++) {
        unsigned char *theirs = theirs_of(size, size, 0xab);
        uint32_t kept;
        cr_assert_eq(eip__struct_out(theirs, &own, NOW, FIRST), EIP_OK);
        memcpy(&kept, theirs, sizeof(kept));
        cr_assert_eq(kept, size);
        for (uint32_t i = 4; i < size; i++) {
            cr_assert_eq(theirs[i], i < NOW ? source[i] : 0);
        }
        free(theirs);
    }
}

Test(structs_out, the_check_and_the_writing_agree) {
    static const uint32_t sizes[] = {0, FIRST - 1, EIP__STRUCT_SIZE_MAX + 1,
                                     UINT32_MAX};
    struct own own = {NOW, 1, 2, 3, 4};
    struct own theirs = {FIRST, 7, 7, 7, 7};

    cr_assert_eq(eip__struct_out_check(&theirs, FIRST), EIP_OK);
    theirs.size = EIP__STRUCT_SIZE_MAX;
    cr_assert_eq(eip__struct_out_check(&theirs, FIRST), EIP_OK);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        theirs.size = sizes[i];
        cr_assert_eq(eip__struct_out_check(&theirs, FIRST),
                     EIP_ERR_STRUCT_VERSION);
        cr_assert_eq(eip__struct_out(&theirs, &own, NOW, FIRST),
                     EIP_ERR_STRUCT_VERSION);
        cr_assert_eq(theirs.size, sizes[i]);
        cr_assert_eq(theirs.a, 7);
    }
    cr_assert_eq(eip__struct_out_check(NULL, FIRST), EIP_ERR_NULL);
    cr_assert_eq(eip__struct_out(NULL, &own, NOW, FIRST), EIP_ERR_NULL);
}

Test(hash, is_xxh3) {
    /* The empty input's value is in xxHash's own sanity table. */
    cr_assert_eq(eip__hash(NULL, 0, 0), UINT64_C(0x2d06800538d394c2));
    cr_assert_eq(eip__hash("", 0, 0), UINT64_C(0x2d06800538d394c2));
}

Test(hash, a_number_is_its_bytes_from_the_least) {
    static const unsigned char bytes[] = {8, 7, 6, 5, 4, 3, 2, 1};

    cr_assert_eq(eip__hash_u64(UINT64_C(0x0102030405060708), 42),
                 eip__hash(bytes, sizeof(bytes), 42));
}

Test(hash, seed_and_every_bit_count) {
    uint64_t base = eip__hash_u64(0, 0);

    cr_assert_neq(eip__hash_u64(0, 1), base);
    for (int bit = 0; bit < 64; bit++) {
        cr_assert_neq(eip__hash_u64(UINT64_C(1) << bit, 0), base);
    }
}
