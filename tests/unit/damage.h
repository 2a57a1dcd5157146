/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file damage.h  The books of the full world, for suites that damage them. */
#ifndef EIP_TESTS_UNIT_DAMAGE_H
#define EIP_TESTS_UNIT_DAMAGE_H

#include "unit/full.h"

static struct books books;

static void damage_begin(void) {
    full_start();
    books = books_of(w.engine);
}

static void damage_finish(void) {
    books_free(&books);
    world_end(&w);
}

/** Build them; then nothing is left of it, whatever it answers. */
static inline eip_status build(void) {
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    struct world_heap before = w.heap;
    eip_engine *other = full_other();
    eip_status status = books_restore(&books, other);

    if (status == EIP_OK) {
        status = eip__restore_marks(other);
        (void)!eip_engine_audit(other, NULL, NULL, &report);
    }
    eip_engine_close(other);
    cr_assert_eq(w.heap.blocks, before.blocks);
    cr_assert_eq(w.heap.bytes, before.bytes);
    cr_assert_eq(w.heap.reservations, before.reservations);
    return status;
}

/** With another record in the place of one. */
static inline eip_status build_with(struct books_record *place,
                                    struct books_record other) {
    struct books_record own = *place;
    eip_status status;

    *place = other;
    status = build();
    free(other.bytes);
    *place = own;
    return status;
}

/** With one more, which is freed. */
static inline eip_status build_more(struct books_record other) {
    eip_status status;

    books.record =
        realloc(books.record, (books.count + 1) * sizeof *books.record);
    books.room = books.count + 1;
    books.record[books.count++] = other;
    status = build();
    books.count--;
    free(other.bytes);
    return status;
}

#endif
