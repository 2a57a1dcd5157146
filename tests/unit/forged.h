/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file forged.h
 * The image of a furnished engine, damaged or made to deceive, and what becomes
 * of that. */
#ifndef EIP_TESTS_UNIT_FORGED_H
#define EIP_TESTS_UNIT_FORGED_H

#include "support/internal/forge.h"
#include "unit/furnished.h"

/* A trial takes ten times as long with a sanitizer: each EACH-th byte. */
#ifdef __SANITIZE_ADDRESS__
enum { EACH = 5 };
#else
enum { EACH = 1 };
#endif

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

/* Every byte of a record (EACH), to some value, with the checksums made right. */
static void try_every_byte(uint32_t i, uint64_t *sound, uint64_t *refused) {
    static const uint8_t masks[] = {1, 0x10, 0x80, 0xff};

    for (uint32_t at = 4 + i % EACH; at < forge.size[i] - EIP__KEPT_TAIL;
         at += EACH) {
        uint8_t mask = masks[(i + at) % COUNT(masks)];
        eip_status status;

        forge.record[i][at] ^= mask;
        status = try_forge();
        cr_assert(status == EIP_OK || is_of_the_store(status) ||
                      status == EIP_ERR_OUT_OF_MEMORY ||
                      status == EIP_ERR_TOO_MANY_CIDRS,
                  "record %u byte %u: %s", i, at, eip_status_name(status));
        forge.record[i][at] ^= mask;
        *sound += status == EIP_OK;
        *refused += status != EIP_OK;
    }
}

#endif
