/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Snapshots that were damaged, or made to deceive: each is refused with a
 * status that says so, or gives a sound engine. */
#include "unit/forged.h"

TestSuite(snapshot_forged, .init = begin, .fini = finish, .timeout = 600);

Test(snapshot_forged, as_it_is_it_is_sound) {
    uint64_t size;
    uint8_t *bytes = forge_write(&forge, true, &size);

    cr_assert_eq(size, eip_snapshot_size(image));
    cr_assert_eq(memcmp(bytes, eip_snapshot_bytes(image), size), 0);
    EXPECT_STATUS(try_bytes(bytes, size), EIP_OK);
    for (int kind = 1; kind < EIP__KIND_SEAL; kind++) {
        bool is_there =
            forge_find(&forge, (enum eip__kind)kind, 0) != forge.count;

        cr_assert(is_there || kind == EIP__KIND_IPAM_POOL, "no kind %d", kind);
    }
    free(bytes);
}

static void change_each_byte(uint64_t end) {
    uint64_t size = eip_snapshot_size(image);
    uint8_t *bytes = malloc(size);

    memcpy(bytes, eip_snapshot_bytes(image), size);
    for (uint64_t i = 0; i < end; i++) {
        static const uint8_t masks[] = {1, 0x80, 0xff};

        for (size_t n = 0; n < COUNT(masks); n++) {
            bytes[i] ^= masks[n];
            cr_assert(is_of_the_store(try_bytes(bytes, size)), "byte %llu",
                      (unsigned long long)i);
            bytes[i] ^= masks[n];
        }
    }
    free(bytes);
}

Test(snapshot_forged, every_byte_of_its_head_that_is_changed_is_noticed) {
    change_each_byte(64);
}

Test(snapshot_forged, every_byte_that_is_changed_is_noticed) {
    change_each_byte(eip_snapshot_size(image));
}

Test(snapshot_forged, every_truncation_is_noticed) {
    uint64_t size = eip_snapshot_size(image);
    uint8_t *bytes = malloc(size + 1);

    memcpy(bytes, eip_snapshot_bytes(image), size);
    EXPECT_STATUS(try_bytes(bytes, 0), EIP_ERR_STORE_UNKNOWN);
    for (uint64_t cut = 1; cut < size; cut++) {
        EXPECT_STATUS(try_bytes(bytes, cut), EIP_ERR_STORE_TRUNCATED);
    }
    bytes[size] = 0;
    EXPECT_STATUS(try_bytes(bytes, size + 1), EIP_ERR_STORE_DAMAGED);
    free(bytes);
}

Test(snapshot_forged, records_that_come_twice) {
    uint32_t count = forge.count;

    for (uint32_t i = 0; i < count; i++) {
        eip_status status;

        forge_add(&forge, forge.record[i], forge.size[i]);
        status = try_forge();
        cr_assert(status == EIP_OK || is_of_the_store(status));
        forge_drop(&forge, forge.count - 1);
    }
}

Test(snapshot_forged, records_come_in_any_order) {
    for (uint32_t i = 0; i < forge.count; i++) {
        forge_add(&forge, forge.record[i / 2], forge.size[i / 2]);
        forge_drop(&forge, i / 2);
        EXPECT_STATUS(try_forge(), EIP_OK);
    }
}

Test(snapshot_forged, records_that_are_left_out) {
    uint32_t left = forge.count;

    for (; left != 0; left--) {
        uint8_t *record = forge.record[0];
        uint32_t size = forge.size[0];
        uint8_t *copy = malloc(size);
        eip_status status;

        memcpy(copy, record, size);
        forge_drop(&forge, 0);
        status = try_forge();
        cr_assert(status == EIP_OK || is_of_the_store(status));
        forge_add(&forge, copy, size);
        free(copy);
    }
    EXPECT_STATUS(try_forge(), EIP_OK);
}

/* Of what an engine is made first, and of addresses; of all records in
 * snapshot_bytes_slow. */
Test(snapshot_forged, some_bytes_with_checksums_made_right) {
    uint64_t sound = 0;
    uint64_t refused = 0;
    uint32_t at = 0;

    try_every_byte(forge_find(&forge, EIP__KIND_ENGINE, 0), &sound, &refused);
    for (uint32_t n = 0; n < 8; n++) {
        at = forge_find(&forge, EIP__KIND_ADDRESS, at + 1);
        try_every_byte(at, &sound, &refused);
    }
    cr_assert_gt(sound, 10 / EACH);
    cr_assert_gt(refused, 100 / EACH);
}
