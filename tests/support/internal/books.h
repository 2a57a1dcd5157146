/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file books.h  Records of the books, gathered, compared, and built of. */
#ifndef EIP_TESTS_SUPPORT_INTERNAL_BOOKS_H
#define EIP_TESTS_SUPPORT_INTERNAL_BOOKS_H

#include "store/books.h"

struct books_record {
    uint8_t *bytes;
    uint32_t size;
};

/** Of each kind and key the record that came last, in their order; of what is
 *  gone, none. */
struct books {
    struct books_record *record;
    uint64_t count;
    uint64_t room;
};

/** For eip__capture_...: take a record in. The context is a struct books. */
eip_status books_take(void *context, const uint8_t *record, uint64_t size);
void books_free(struct books *books);

/** All of an engine's. */
struct books books_of(eip_engine *engine);
/** Take in what has changed. */
eip_status books_follow(struct books *books, eip_engine *engine);

/** Are they the same? Else `difference`, of 256 bytes, names the first that is
 *  not. Records of addresses are passed over. */
bool books_same(const struct books *a, const struct books *b, char *difference);

/** How the record reads; it must be one. */
struct eip__kept books_read(const struct books_record *record);
/** The record of this kind and key of 8 bytes, or NULL. */
struct books_record *books_find(const struct books *books, enum eip__kind kind,
                                uint64_t key);
/** Take one out. */
void books_drop(struct books *books, struct books_record *record);
/** A record of this key with other bytes as its payload. */
struct books_record books_with(const struct books_record *record,
                               const void *payload, uint64_t size);
/** Another record of this kind and these bytes. */
struct books_record books_make(enum eip__kind kind, const void *key,
                               uint64_t key_size, const void *payload,
                               uint64_t size);

/** Build them in an engine just opened. */
eip_status books_restore(const struct books *books, eip_engine *engine);

#endif
