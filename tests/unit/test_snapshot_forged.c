/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Snapshots that were damaged, or made to deceive: each is refused with a
 * status that says so, or gives a sound engine. */
#include "support/internal/forge.h"
#include "unit/furnished.h"

static eip_snapshot *image;
static struct forge forge;
static eip_config again; /* the world's, on a heap of its own */
static struct world_heap heap;

static void begin(void) {
    furnished_start();
    EXPECT_STATUS(eip_snapshot_save_buffer(w.engine, &image, full_error()),
                  EIP_OK);
    forge_open(&forge, eip_snapshot_bytes(image), eip_snapshot_size(image));
    heap = (struct world_heap){0};
    again = w.config;
    again.allocator = world_allocator(&heap);
}

static void finish(void) {
    cr_assert_eq(heap.blocks, 0);
    cr_assert_eq(heap.reservations, 0);
    forge_close(&forge);
    eip_snapshot_free(image);
    world_end(&w);
}

TestSuite(snapshot_forged, .init = begin, .fini = finish, .timeout = 600);

/* What becomes of it. An engine must be sound; of what fails nothing stays. */
static eip_status try_bytes(const uint8_t *bytes, uint64_t size) {
    eip_engine *engine = NULL;
    eip_error error = EIP_ERROR_INIT;
    eip_status status =
        eip_snapshot_load_buffer(&again, bytes, size, &engine, &error);

    if (status == EIP_OK) {
        eip_audit_report report = EIP_AUDIT_REPORT_INIT;

        EXPECT_STATUS(eip_engine_audit(engine, NULL, NULL, &report), EIP_OK);
        cr_assert_eq(report.findings, 0);
        eip_engine_close(engine);
    } else {
        cr_assert_null(engine);
        cr_assert_eq(error.status, status);
        cr_assert_neq(error.message[0], 0);
    }
    cr_assert_eq(heap.blocks, 0);
    cr_assert_eq(heap.reservations, 0);
    return status;
}

static eip_status try_forge(void) {
    uint64_t size;
    uint8_t *bytes = forge_write(&forge, false, &size);
    eip_status status = try_bytes(bytes, size);

    free(bytes);
    return status;
}

static bool is_of_the_store(eip_status status) {
    return status <= EIP_ERR_STORE_DAMAGED && status >= EIP_ERR_STORE_MISMATCH;
}

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

Test(snapshot_forged, every_byte_that_is_changed_is_noticed) {
    uint64_t size = eip_snapshot_size(image);
    uint8_t *bytes = malloc(size);

    memcpy(bytes, eip_snapshot_bytes(image), size);
    for (uint64_t i = 0; i < size; i++) {
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

/* By one who knows the checksums: every byte of every record, to some
 * values. */
Test(snapshot_forged, every_byte_with_checksums_made_right) {
    static const uint8_t masks[] = {1, 0x10, 0x80, 0xff};
    uint64_t sound = 0;
    uint64_t refused = 0;

    for (uint32_t i = 0; i < forge.count; i++) {
        for (uint32_t at = 4; at < forge.size[i] - EIP__KEPT_TAIL; at++) {
            uint8_t mask = masks[(i + at) % COUNT(masks)];
            eip_status status;

            forge.record[i][at] ^= mask;
            status = try_forge();
            cr_assert(status == EIP_OK || is_of_the_store(status) ||
                          status == EIP_ERR_OUT_OF_MEMORY ||
                          status == EIP_ERR_TOO_MANY_CIDRS,
                      "record %u byte %u: %s", i, at, eip_status_name(status));
            forge.record[i][at] ^= mask;
            sound += status == EIP_OK;
            refused += status != EIP_OK;
        }
    }
    cr_assert_gt(sound, 100);
    cr_assert_gt(refused, 1000);
}
