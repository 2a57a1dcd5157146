/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how the books go out as records: all, or what has changed. */
#include "store/capture.h"

#include <string.h>

/* In the order in which they are built again; nobody relies on that. */
#define MAP(member) .map = (uint32_t)offsetof(struct eip__catalog, member)
#define POOLS(at)                                                              \
    {                                                                          \
        .kind = EIP__KIND_POOL,                                                \
        .set = (enum eip__dirty_set)(EIP__DIRTY_POOL + (at)), MAP(pools[at]),  \
        .has_a_kind = true, .put = eip__put_pool                               \
    }
#define IN_MAP(kind_, set_, member, put_)                                      \
    { .kind = (kind_), .set = (set_), MAP(member), .put = (put_) }
#define NO_MAP(kind_, set_, find_, each_, put_)                                \
    {                                                                          \
        .kind = (kind_), .set = (set_), .find = (find_), .each = (each_),      \
        .put = (put_)                                                          \
    }

static const struct eip__book books[] = {
    NO_MAP(EIP__KIND_GROUP, EIP__DIRTY_GROUP, eip__find_group, eip__each_group,
           eip__put_group_record),
    POOLS(EIP_POOL_AMAZON),
    POOLS(EIP_POOL_PUBLIC_IPV4),
    POOLS(EIP_POOL_IPAM),
    POOLS(EIP_POOL_COIP),
    NO_MAP(EIP__KIND_RANGE, EIP__DIRTY_RANGE, eip__find_range, eip__each_range,
           eip__put_range),
    NO_MAP(EIP__KIND_PART, EIP__DIRTY_PART, eip__find_part, eip__each_part,
           eip__put_part),
    IN_MAP(EIP__KIND_BYOIP, EIP__DIRTY_BYOIP, byoips.ranges, eip__put_byoip),
    IN_MAP(EIP__KIND_BYOIP_ACCOUNT, EIP__DIRTY_BYOIP_ACCOUNT, byoips.accounts,
           eip__put_byoip_account),
    IN_MAP(EIP__KIND_IPAM_SCOPE, EIP__DIRTY_IPAM_SCOPE, ipam.scopes,
           eip__put_scope),
    {.kind = EIP__KIND_IPAM_CIDR,
     .set = EIP__DIRTY_IPAM_CIDRS,
     MAP(pools[EIP_POOL_IPAM]),
     .put = eip__put_cidrs,
     .has = eip__has_cidrs},
    IN_MAP(EIP__KIND_IPAM_ALLOCATION, EIP__DIRTY_IPAM_ALLOCATION,
           ipam.allocations, eip__put_allocation),
    IN_MAP(EIP__KIND_IPAM_BLOCK, EIP__DIRTY_IPAM_BLOCK, ipam.contiguous,
           eip__put_block),
    IN_MAP(EIP__KIND_TOKEN, EIP__DIRTY_TOKENS, ipam.tokens, eip__put_tokens),
    NO_MAP(EIP__KIND_POLICY, EIP__DIRTY_POLICY, eip__find_policy,
           eip__each_policy, eip__put_policy),
};

enum { BOOKS = sizeof books / sizeof *books };

/* -- one record ----------------------------------------------------------------------- */

/* What a record is made of. */
struct record {
    enum eip__kind kind;
    uint64_t rank;
    bool gone;
    const struct eip__book *book; /* or NULL */
    uint64_t key;
    const void *object;
    const struct eip__counters *counters; /* or NULL */
};

static void write(struct eip__writer *writer, const struct record *record) {
    const struct eip__book *book = record->book;
    uint64_t begin =
        eip__kept_begin(writer, record->kind, record->rank, record->gone);

    if (book != NULL && book->has_a_kind) {
        eip__put_u8(writer, (uint8_t)(book->set - EIP__DIRTY_POOL));
    }
    if (book != NULL) {
        eip__put_key(writer, record->key, 8);
    }
    eip__kept_key(writer, begin);
    if (record->counters != NULL) {
        eip__put_fields(writer, &eip__counters_fields, record->counters);
    } else if (!record->gone) {
        book->put(writer, record->object);
    }
    eip__kept_end(writer, begin);
}

/* Room for a record of so many bytes, and some more. */
static bool make_room(struct eip__capture *capture, uint64_t size) {
    struct eip__host *host = capture->catalog->host;
    uint8_t *buffer = eip__host_allocate(host, size * 2);

    if (buffer == NULL) {
        return false;
    }
    eip__host_release(host, capture->buffer, capture->capacity);
    capture->buffer = buffer;
    capture->capacity = size * 2;
    return true;
}

static void send(struct eip__capture *capture, const struct record *record) {
    struct eip__writer writer =
        eip__writer_of(capture->buffer, capture->capacity);

    if (capture->status != EIP_OK) {
        return;
    }
    write(&writer, record);
    if (!eip__writer_fits(&writer)) {
        if (!make_room(capture, writer.size)) {
            capture->status = EIP_ERR_OUT_OF_MEMORY;
            return;
        }
        writer = eip__writer_of(capture->buffer, capture->capacity);
        write(&writer, record);
    }
    capture->status =
        capture->visit(capture->context, capture->buffer, writer.size);
}

void eip__capture_one(struct eip__capture *capture,
                      const struct eip__book *book, uint64_t key,
                      const void *object) {
    const struct record record = {book->kind, 0,   object == NULL, book, key,
                                  object,     NULL};

    send(capture, &record);
}

static struct eip__counters counters_of(const struct eip__catalog *catalog) {
    return (struct eip__counters){
        .next = catalog->records->next,
        .pools_made = catalog->pools_made,
        .pools_ever = catalog->pools_ever,
        .pools_next = catalog->pools_next,
        .numbers = catalog->ipam.numbers,
    };
}

static void send_counters(struct eip__capture *capture) {
    const struct eip__counters now = counters_of(capture->catalog);
    const struct record record = {.kind = EIP__KIND_BOOKS, .counters = &now};

    send(capture, &record);
}

static struct eip__capture begin(eip_engine *engine, eip__record_visit *visit,
                                 void *context) {
    return (struct eip__capture){.catalog = &engine->catalog,
                                 .visit = visit,
                                 .context = context,
                                 .status = EIP_OK};
}

static eip_status end(struct eip__capture *capture) {
    eip__host_release(capture->catalog->host, capture->buffer,
                      capture->capacity);
    return capture->status;
}

/* -- all ------------------------------------------------------------------------------- */

static const void *map_of(const struct eip__catalog *catalog,
                          const struct eip__book *book) {
    return *(void *const *)((const char *)catalog + book->map);
}

static bool is_kept(const struct eip__book *book, const void *object) {
    return object != NULL && (book->has == NULL || book->has(object));
}

/* The next of a map; NULL: there is none. */
static void *next_in(const void *map, uint64_t *key) {
    return ++*key == 0 ? NULL : eip__catalog_first(map, key);
}

static void each_in_map(struct eip__capture *capture,
                        const struct eip__book *book) {
    const void *map = map_of(capture->catalog, book);
    uint64_t key = 0;
    const void *object = eip__catalog_first(map, &key);

    for (; object != NULL; object = next_in(map, &key)) {
        if (is_kept(book, object)) {
            eip__capture_one(capture, book, key, object);
        }
    }
}

eip_status eip__capture_books(eip_engine *engine, eip__record_visit *visit,
                              void *context) {
    struct eip__capture capture = begin(engine, visit, context);

    send_counters(&capture);
    for (uint32_t i = 0; i < BOOKS; i++) {
        const struct eip__book *book = &books[i];

        (book->each == NULL ? each_in_map : book->each)(&capture, book);
    }
    return end(&capture);
}

/* -- what has changed -------------------------------------------------------------------- */

static const void *find(const struct eip__catalog *catalog,
                        const struct eip__book *book, uint64_t key) {
    const void *object = book->find == NULL
                             ? eip__catalog_get(map_of(catalog, book), key)
                             : book->find(catalog, key);

    return is_kept(book, object) ? object : NULL;
}

static void send_dirty(struct eip__capture *capture,
                       const struct eip__book *book) {
    const struct eip__catalog *catalog = capture->catalog;
    const void *dirty = catalog->dirty.set[book->set];
    uint64_t key = 0;
    const void *is_dirty = eip__catalog_first(dirty, &key);

    for (; is_dirty != NULL; is_dirty = next_in(dirty, &key)) {
        eip__capture_one(capture, book, key, find(catalog, book, key));
    }
}

eip_status eip__capture_dirty(eip_engine *engine, eip__record_visit *visit,
                              void *context) {
    struct eip__capture capture = begin(engine, visit, context);
    struct eip__dirty *dirty = &engine->catalog.dirty;
    const struct eip__counters now = counters_of(&engine->catalog);

    if (dirty->is_all) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    if (memcmp(&now, dirty->counters, sizeof now) != 0) {
        send_counters(&capture);
    }
    for (uint32_t i = 0; i < BOOKS; i++) {
        send_dirty(&capture, &books[i]);
    }
    if (capture.status == EIP_OK) {
        eip__dirty_clear(dirty);
        memcpy(dirty->counters, &now, sizeof now);
    }
    return end(&capture);
}
