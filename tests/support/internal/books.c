/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/internal/books.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must(void *memory) {
    if (memory == NULL) {
        abort();
    }
    return memory;
}

struct eip__kept books_read(const struct books_record *record) {
    struct eip__reader in = eip__reader_of(record->bytes, record->size);
    struct eip__kept kept;

    if (eip__kept_next(&in, &kept) != EIP__KEPT_FOUND || in.left != 0) {
        (void)fprintf(stderr, "books: this is no record\n");
        abort();
    }
    return kept;
}

/* The first that is not before it. */
static uint64_t place_of(const struct books *books,
                         const struct eip__kept *kept) {
    uint64_t low = 0;
    uint64_t high = books->count;

    while (low < high) {
        uint64_t middle = (low + high) / 2;
        const struct eip__kept other = books_read(&books->record[middle]);

        if (eip__kept_compare(&other, kept) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void books_drop(struct books *books, struct books_record *record) {
    uint64_t i = (uint64_t)(record - books->record);

    free(record->bytes);
    books->count--;
    memmove(record, record + 1, (books->count - i) * sizeof *record);
}

static void insert(struct books *books, uint64_t at) {
    if (books->count == books->room) {
        books->room = books->room * 2 + 16;
        books->record =
            must(realloc(books->record, books->room * sizeof *books->record));
    }
    memmove(&books->record[at + 1], &books->record[at],
            (books->count - at) * sizeof *books->record);
    books->record[at] = (struct books_record){NULL, 0};
    books->count++;
}

eip_status books_take(void *context, const uint8_t *record, uint64_t size) {
    struct books *books = context;
    struct books_record own = {must(malloc(size)), (uint32_t)size};
    struct eip__kept kept;
    bool is_there = false;
    uint64_t at;

    memcpy(own.bytes, record, size);
    kept = books_read(&own);
    at = place_of(books, &kept);
    if (at < books->count) {
        const struct eip__kept there = books_read(&books->record[at]);

        is_there = eip__kept_compare(&there, &kept) == 0;
    }
    if (kept.gone) {
        if (is_there) {
            books_drop(books, &books->record[at]);
        }
        free(own.bytes);
        return EIP_OK;
    }
    if (!is_there) {
        insert(books, at);
    }
    free(books->record[at].bytes);
    books->record[at] = own;
    return EIP_OK;
}

void books_free(struct books *books) {
    for (uint64_t i = 0; i < books->count; i++) {
        free(books->record[i].bytes);
    }
    free(books->record);
    *books = (struct books){NULL, 0, 0};
}

struct books books_of(eip_engine *engine) {
    struct books books = {NULL, 0, 0};

    (void)pthread_mutex_lock(&engine->catalog.mutex);
    if (eip__capture_books(engine, books_take, &books) != EIP_OK) {
        abort();
    }
    (void)pthread_mutex_unlock(&engine->catalog.mutex);
    return books;
}

eip_status books_follow(struct books *books, eip_engine *engine) {
    eip_status status;

    (void)pthread_mutex_lock(&engine->catalog.mutex);
    status = eip__capture_dirty(engine, books_take, books);
    (void)pthread_mutex_unlock(&engine->catalog.mutex);
    return status;
}

static uint64_t skip_addresses(const struct books *books, uint64_t i) {
    while (i < books->count &&
           books_read(&books->record[i]).kind == EIP__KIND_ADDRESS) {
        i++;
    }
    return i;
}

static void name(const struct books_record *record, const char *what,
                 char *difference) {
    const struct eip__kept kept = books_read(record);
    int used = snprintf(difference, 64, "kind %u, key ", kept.kind);

    for (uint64_t i = 0; i < kept.key.left; i++) {
        used += snprintf(difference + used, 8, "%02x", kept.key.at[i]);
    }
    (void)snprintf(difference + used, 64, ": %s", what);
}

bool books_same(const struct books *a, const struct books *b,
                char *difference) {
    uint64_t i = skip_addresses(a, 0);
    uint64_t j = skip_addresses(b, 0);

    while (i < a->count && j < b->count) {
        const struct books_record *x = &a->record[i];
        const struct books_record *y = &b->record[j];

        if (x->size != y->size || memcmp(x->bytes, y->bytes, x->size) != 0) {
            const struct eip__kept first = books_read(x);
            const struct eip__kept second = books_read(y);
            int order = eip__kept_compare(&first, &second);

            name(order <= 0 ? x : y,
                 order == 0  ? "differs"
                 : order < 0 ? "only in the first"
                             : "only in the second",
                 difference);
            return false;
        }
        i = skip_addresses(a, i + 1);
        j = skip_addresses(b, j + 1);
    }
    if (i < a->count || j < b->count) {
        name(i < a->count ? &a->record[i] : &b->record[j],
             i < a->count ? "only in the first" : "only in the second",
             difference);
        return false;
    }
    return true;
}

struct books_record *books_find(const struct books *books, enum eip__kind kind,
                                uint64_t key) {
    for (uint64_t i = 0; i < books->count; i++) {
        struct eip__kept kept = books_read(&books->record[i]);

        if (kept.kind == (uint32_t)kind && kept.key.left == 8 &&
            eip__get_key(&kept.key, 8) == key) {
            return &books->record[i];
        }
    }
    return NULL;
}

struct books_record books_make(enum eip__kind kind, const void *key,
                               uint64_t key_size, const void *payload,
                               uint64_t size) {
    uint64_t all = EIP__KEPT_HEAD + key_size + size + EIP__KEPT_TAIL;
    struct books_record made = {must(malloc(all)), (uint32_t)all};
    struct eip__writer writer = eip__writer_of(made.bytes, all);
    uint64_t begin = eip__kept_begin(&writer, kind, 0, false);

    eip__put_bytes(&writer, key, key_size);
    eip__kept_key(&writer, begin);
    eip__put_bytes(&writer, payload, size);
    eip__kept_end(&writer, begin);
    return made;
}

struct books_record books_with(const struct books_record *record,
                               const void *payload, uint64_t size) {
    const struct eip__kept kept = books_read(record);

    return books_make((enum eip__kind)kept.kind, kept.key.at, kept.key.left,
                      payload, size);
}

eip_status books_restore(const struct books *books, eip_engine *engine) {
    struct eip__kept *kept = must(malloc((books->count + 1) * sizeof *kept));
    eip_status status;

    /* Any order will do: the last first. */
    for (uint64_t i = 0; i < books->count; i++) {
        kept[books->count - 1 - i] = books_read(&books->record[i]);
    }
    status = eip__restore_books(engine, kept, books->count);
    free(kept);
    return status;
}
