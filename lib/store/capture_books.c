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

/* -- writing ---------------------------------------------------------------------------- */

/* Room enough for nearly every record. */
enum { ROOM = 512 };

eip_status eip__pen_write(struct eip__pen *pen, eip__record_put *put,
                          const void *thing) {
    struct eip__writer writer = eip__writer_of(pen->bytes, pen->room);

    put(&writer, thing);
    if (!eip__writer_fits(&writer)) {
        eip__pen_free(pen);
        pen->room = writer.size < ROOM ? ROOM : writer.size;
        pen->bytes = eip__host_allocate(pen->host, pen->room);
        if (pen->bytes == NULL) {
            return EIP_ERR_OUT_OF_MEMORY;
        }
        writer = eip__writer_of(pen->bytes, pen->room);
        put(&writer, thing);
    }
    return pen->visit(pen->context, pen->bytes, writer.size);
}

void eip__pen_free(struct eip__pen *pen) {
    eip__host_release(pen->host, pen->bytes, pen->room);
    pen->bytes = NULL;
    pen->room = 0;
}

/* -- one record ----------------------------------------------------------------------- */

/* What a record of a thing in the books is made of. */
struct record {
    const struct eip__book *book;
    uint64_t key;
    const void *object; /* NULL: it is gone */
};

static void put_record(struct eip__writer *writer, const void *thing) {
    const struct record *record = thing;
    const struct eip__book *book = record->book;
    uint64_t begin =
        eip__kept_begin(writer, book->kind, 0, record->object == NULL);

    eip__put_key(writer, book->set - EIP__DIRTY_POOL, book->has_a_kind);
    eip__put_key(writer, record->key, 8);
    eip__kept_key(writer, begin);
    if (record->object != NULL) {
        book->put(writer, record->object);
    }
    eip__kept_end(writer, begin);
}

static void put_counters(struct eip__writer *writer, const void *counters) {
    uint64_t begin = eip__kept_begin(writer, EIP__KIND_BOOKS, 0, false);

    eip__kept_key(writer, begin);
    eip__put_fields(writer, &eip__counters_fields, counters);
    eip__kept_end(writer, begin);
}

static void emit(struct eip__capture *capture, eip__record_put *put,
                 const void *thing) {
    if (capture->status == EIP_OK) {
        capture->status = eip__pen_write(&capture->pen, put, thing);
    }
}

void eip__capture_one(struct eip__capture *capture,
                      const struct eip__book *book, uint64_t key,
                      const void *object) {
    const struct record record = {book, key, object};

    emit(capture, put_record, &record);
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

static void emit_counters(struct eip__capture *capture) {
    const struct eip__counters now = counters_of(capture->catalog);

    emit(capture, put_counters, &now);
}

static struct eip__capture begin(eip_engine *engine, eip__record_visit *visit,
                                 void *context) {
    return (struct eip__capture){
        &engine->catalog, {&engine->host, visit, context, NULL, 0}, EIP_OK};
}

static eip_status end(struct eip__capture *capture) {
    eip__pen_free(&capture->pen);
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

static void each_in_map(struct eip__capture *capture,
                        const struct eip__book *book) {
    const void *map = map_of(capture->catalog, book);
    uint64_t key = 0;
    const void *object = eip__catalog_first(map, &key);

    for (; object != NULL; object = eip__catalog_next(map, &key)) {
        if (is_kept(book, object)) {
            eip__capture_one(capture, book, key, object);
        }
    }
}

eip_status eip__capture_books(eip_engine *engine, eip__record_visit *visit,
                              void *context) {
    struct eip__capture capture = begin(engine, visit, context);

    emit_counters(&capture);
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

static void emit_dirty(struct eip__capture *capture,
                       const struct eip__book *book) {
    const struct eip__catalog *catalog = capture->catalog;
    const void *dirty = catalog->dirty.set[book->set];
    uint64_t key = 0;
    const void *is_dirty = eip__catalog_first(dirty, &key);

    for (; is_dirty != NULL; is_dirty = eip__catalog_next(dirty, &key)) {
        eip__capture_one(capture, book, key, find(catalog, book, key));
    }
}

/* As nobody's ever; what has happened since is newer by its generation. */
static void emit_addresses(struct eip__capture *capture) {
    const void *dirty = capture->catalog->dirty.set[EIP__DIRTY_ADDRESS];
    uint64_t key = 0;
    void *next = eip__catalog_first(dirty, &key);

    for (; next != NULL; next = eip__catalog_next(dirty, &key)) {
        const struct eip__effect effect = {
            .record = (uint32_t)key,
            .generation = (uint32_t)(eip__value(next) - 1)};

        emit(capture, eip__put_effect, &effect);
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
        emit_counters(&capture);
    }
    for (uint32_t i = 0; i < BOOKS; i++) {
        emit_dirty(&capture, &books[i]);
    }
    emit_addresses(&capture);
    if (capture.status == EIP_OK) {
        eip__dirty_clear(dirty);
        memcpy(dirty->counters, &now, sizeof now);
    }
    return end(&capture);
}
