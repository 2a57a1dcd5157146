/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file capture.h  Between capture_books.c and the other capture_*.c. */
#ifndef EIP_STORE_CAPTURE_H
#define EIP_STORE_CAPTURE_H

#include "registry/catalog_private.h"
#include "store/books.h"

/** A capture under way: records go out one by one. */
struct eip__capture {
    struct eip__catalog *catalog;
    struct eip__pen pen;
    eip_status status; /* once it is none, nothing goes out any more */
};

/** One kind of things in the books. */
struct eip__book {
    enum eip__kind kind;
    enum eip__dirty_set set;
    uint32_t map;    /* where the catalog has the Judy array; 0: it has none */
    bool has_a_kind; /* the key begins with the pool's kind */
    /** Without a Judy array: the one of this key, or NULL. */
    const void *(*find)(const struct eip__catalog *catalog, uint64_t key);
    /** Without a Judy array: write all. */
    void (*each)(struct eip__capture *capture, const struct eip__book *book);
    eip__record_put *put; /* what follows the key */
    /** NULL: all do; false: this object has nothing that is kept here. */
    bool (*has)(const void *object);
};

/** Write one: NULL: that it is gone. */
void eip__capture_one(struct eip__capture *capture,
                      const struct eip__book *book, uint64_t key,
                      const void *object);

/** Where something refers to a group: 0: to none. */
static inline void eip__put_group(struct eip__writer *writer,
                                  const struct eip__group *group) {
    eip__put_u32(writer, group == NULL ? 0 : group->number + 1);
}

/** NULL is the absent text. */
static inline void eip__put_note(struct eip__writer *writer,
                                 const struct eip__note *note) {
    eip__put_text(writer, note == NULL ? (eip_text){0} : eip__note_text(note));
}

const void *eip__find_group(const struct eip__catalog *catalog, uint64_t key);
void eip__each_group(struct eip__capture *capture,
                     const struct eip__book *book);
void eip__put_group_record(struct eip__writer *writer, const void *object);
void eip__put_pool(struct eip__writer *writer, const void *object);

const void *eip__find_range(const struct eip__catalog *catalog, uint64_t key);
void eip__each_range(struct eip__capture *capture,
                     const struct eip__book *book);
void eip__put_range(struct eip__writer *writer, const void *object);
/** The first range that has a record from `from` on, and the first record
 *  after it; NULL: there is none. */
const struct eip__range *eip__range_from(const struct eip__catalog *catalog,
                                         uint64_t from);
uint64_t eip__range_end(const struct eip__range *range);
const void *eip__find_part(const struct eip__catalog *catalog, uint64_t key);
void eip__each_part(struct eip__capture *capture, const struct eip__book *book);
void eip__put_part(struct eip__writer *writer, const void *object);

void eip__put_byoip(struct eip__writer *writer, const void *object);
void eip__put_byoip_account(struct eip__writer *writer, const void *object);
void eip__put_scope(struct eip__writer *writer, const void *object);
bool eip__has_cidrs(const void *object);
void eip__put_cidrs(struct eip__writer *writer, const void *object);
void eip__put_allocation(struct eip__writer *writer, const void *object);
void eip__put_block(struct eip__writer *writer, const void *object);
void eip__put_tokens(struct eip__writer *writer, const void *object);

const void *eip__find_policy(const struct eip__catalog *catalog, uint64_t key);
void eip__each_policy(struct eip__capture *capture,
                      const struct eip__book *book);
void eip__put_policy(struct eip__writer *writer, const void *object);

#endif
