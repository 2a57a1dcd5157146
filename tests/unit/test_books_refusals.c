/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Records of books that are whole, each by itself, and contradict each other or
 * say what cannot be. */
#include "unit/damage.h"

TestSuite(books_refusals, .init = damage_begin, .fini = damage_finish,
          .timeout = 100);

/* -- records at hand ------------------------------------------------------------ */

/* A payload being written. */
struct payload {
    uint8_t bytes[1024];
    struct eip__writer writer;
};

static struct eip__writer *write_to(struct payload *payload) {
    payload->writer = eip__writer_of(payload->bytes, sizeof payload->bytes);
    return &payload->writer;
}

static struct books_record made(enum eip__kind kind, uint64_t key,
                                const struct payload *payload) {
    uint8_t bytes[8];
    struct eip__writer writer = eip__writer_of(bytes, sizeof bytes);

    eip__put_key(&writer, key, 8);
    return books_make(kind, bytes, sizeof bytes, payload->bytes,
                      payload->writer.size);
}

static struct books_record *record_of(enum eip__kind kind, uint64_t key) {
    struct books_record *record = books_find(&books, kind, key);

    cr_assert_not_null(record, "kind %u", (unsigned)kind);
    return record;
}

static struct books_record *record_of_pool(eip_pool_ref pool) {
    for (uint64_t i = 0; i < books.count; i++) {
        struct eip__kept kept = books_read(&books.record[i]);

        if (kept.kind == EIP__KIND_POOL &&
            eip__get_key(&kept.key, 1) == pool.kind &&
            eip__get_key(&kept.key, 8) == pool.id) {
            return &books.record[i];
        }
    }
    cr_assert(false, "no such pool");
    return NULL;
}

/* The record with these bytes, the first of the payload that are so, replaced
 * by others. */
static struct books_record changed(const struct books_record *record,
                                   const void *from, const void *to,
                                   uint64_t size) {
    const struct eip__kept kept = books_read(record);
    uint8_t bytes[8192];
    uint8_t *at;

    memcpy(bytes, kept.payload.at, kept.payload.left);
    at = memmem(bytes, kept.payload.left, from, size);
    cr_assert_not_null(at);
    memcpy(at, to, size);
    return books_with(record, bytes, kept.payload.left);
}

static struct books_record changed_number(const struct books_record *record,
                                          uint64_t from, uint64_t to,
                                          uint32_t width) {
    uint8_t old[8];
    uint8_t new[8];
    struct eip__writer writer = eip__writer_of(old, sizeof old);

    eip__put_number(&writer, from, width);
    writer = eip__writer_of(new, sizeof new);
    eip__put_number(&writer, to, width);
    return changed(record, old, new, width);
}

/* The range of this CIDR. */
static struct books_record *range_of(const char *text) {
    for (uint64_t i = 0; i < books.count; i++) {
        struct eip__kept kept = books_read(&books.record[i]);
        eip_cidr wanted = world_cidr(text);
        eip_pool_ref ref;
        eip_cidr cidr;

        if (kept.kind != EIP__KIND_RANGE) {
            continue;
        }
        (void)eip__get_ref(&kept.payload, &ref);
        (void)eip__get_u32(&kept.payload);
        (void)eip__get_cidr(&kept.payload, &cidr);
        if (cidr.base == wanted.base &&
            cidr.prefix_bits == wanted.prefix_bits) {
            return &books.record[i];
        }
    }
    cr_assert(false, "no range is %s", text);
    return NULL;
}

static uint64_t key_of(const struct books_record *record) {
    struct eip__kept kept = books_read(record);

    return eip__get_key(&kept.key, 8);
}

#define EXPECT_DAMAGED(call) EXPECT_STATUS(call, EIP_ERR_STORE_DAMAGED)

/* -- groups and pools -------------------------------------------------------------- */

static struct books_record group_called(uint64_t number, const char *name,
                                        uint32_t space, uint8_t scattered) {
    struct payload payload;
    struct eip__writer *writer = write_to(&payload);

    eip__put_u32(writer, EIP_BORDER_GROUP_LOCAL_ZONE);
    eip__put_text(writer, eip_text_of(name));
    eip__put_u32(writer, space);
    eip__put_u8(writer, scattered);
    return made(EIP__KIND_GROUP, number, &payload);
}

Test(books_refusals, groups) {
    char name[EIP_LIMIT_NAME + 2];

    memset(name, 'n', sizeof name);
    name[EIP_LIMIT_NAME + 1] = '\0';
    EXPECT_DAMAGED(build_more(group_called(3, name, 4, 1)));
    name[EIP_LIMIT_NAME] = '\0';
    EXPECT_STATUS(build_more(group_called(3, name, 4, 1)), EIP_OK);
    EXPECT_STATUS(build_more(group_called(3, name, 0, 0)), EIP_OK);
    EXPECT_DAMAGED(build_more(group_called(3, name, 0, 1)));
    EXPECT_DAMAGED(build_more(group_called(3, name, 1, 1))); /* another's */
    EXPECT_DAMAGED(build_more(group_called(4, name, 4, 1)));
    EXPECT_DAMAGED(build_more(group_called(3, "", 4, 1)));
    EXPECT_DAMAGED(build_more(group_called(3, WORLD_REGION, 4, 1)));
    EXPECT_DAMAGED(build_more(group_called(3, WORLD_LOCAL, 4, 1)));
}

/* One serial number is that of a pool that was deleted. */
Test(books_refusals, a_pool_that_comes_twice) {
    struct books_record *record = record_of_pool(w.coip);
    struct eip__kept kept = books_read(record);
    uint64_t serial = eip__get_u64(&kept.payload);
    uint64_t last;

    books_free(&books);
    full_pools();
    books = books_of(w.engine);
    last = w.engine->catalog.pools_ever - 1; /* the deleted one */
    EXPECT_DAMAGED(
        build_more(changed_number(record_of_pool(w.coip), serial, last, 8)));
    EXPECT_STATUS(
        build_with(record_of_pool(w.coip),
                   changed_number(record_of_pool(w.coip), serial, last, 8)),
        EIP_OK);
    EXPECT_DAMAGED(build_with(
        record_of_pool(w.coip),
        changed_number(record_of_pool(w.coip), serial, last + 2, 8)));
    EXPECT_DAMAGED(
        build_with(record_of_pool(w.coip),
                   changed_number(record_of_pool(w.coip), serial, 0, 8)));
}

Test(books_refusals, a_pool_of_its_own_cidrs) {
    eip_pool_ref brought = {0, 0, 0};
    eip_pool_ref sub = {0, 0, 0};
    const struct books_record *record;

    cr_assert_eq(eip_pool_id_parse(eip_text_of(full_brought), &brought),
                 EIP_OK);
    cr_assert_eq(eip_pool_id_parse(eip_text_of(full_sub), &sub), EIP_OK);
    record = record_of_pool(sub);
    EXPECT_DAMAGED(build_with(record_of_pool(sub),
                              changed_number(record, brought.id, sub.id, 8)));
    EXPECT_DAMAGED(build_with(record_of_pool(sub),
                              changed_number(record, brought.id, 7, 8)));
    EXPECT_STATUS(build_with(record_of_pool(sub),
                             changed_number(record, brought.id, 0, 8)),
                  EIP_OK);
}

/* -- ranges ------------------------------------------------------------------------- */

static struct books_record range_with(const struct books_record *record,
                                      eip_pool_ref pool, uint32_t group,
                                      const char *cidr) {
    struct payload payload;
    struct eip__writer *writer = write_to(&payload);

    eip__put_ref(writer, pool);
    eip__put_u32(writer, group);
    eip__put_cidr(writer, world_cidr(cidr));
    return made(EIP__KIND_RANGE, key_of(record), &payload);
}

Test(books_refusals, ranges) {
    struct books_record *record = range_of(WORLD_COIP_CIDR);
    eip_pool_ref none = {1, EIP_POOL_COIP, 0};
    eip_pool_ref pool = w.coip;
    struct eip__kept kept = books_read(record);

    (void)eip__get_ref(&kept.payload, &pool);
    EXPECT_STATUS(
        build_with(record, range_with(record, pool, 1, WORLD_COIP_CIDR)),
        EIP_OK);
    /* Of a group, or a pool, where it has no space. */
    EXPECT_DAMAGED(
        build_with(record, range_with(record, pool, 2, WORLD_COIP_CIDR)));
    EXPECT_DAMAGED(
        build_with(record, range_with(record, none, 1, WORLD_COIP_CIDR)));
    /* Larger than any block; larger than its run of records. */
    EXPECT_DAMAGED(
        build_with(record, range_with(record, pool, 1, "0.0.0.0/0")));
    EXPECT_DAMAGED(
        build_with(record, range_with(record, pool, 1, "10.0.0.0/8")));
    EXPECT_DAMAGED(
        build_with(record, range_with(record, pool, 1, "10.0.0.0/20")));
}

static uint64_t part_key(const struct books_record *range, const char *cidr) {
    return key_of(range) << 32 | world_cidr(cidr).base;
}

static struct books_record part_made(const struct books_record *range,
                                     const char *cidr) {
    struct payload payload;
    struct eip__writer *writer = write_to(&payload);

    eip__put_cidr(writer, world_cidr(cidr));
    eip__put_u64(writer, 0);
    eip__put_u8(writer, 0);
    return made(EIP__KIND_PART, part_key(range, cidr), &payload);
}

/* Parts are apart, and yet one range lies in another of its space. */
Test(books_refusals, ranges_that_overlap) {
    struct books_record *inner = range_of("10.3.0.0/24");
    struct books_record *outer = range_of("10.2.0.0/22");
    struct books_record *whole =
        record_of(EIP__KIND_PART, part_key(outer, "10.2.0.0/22"));
    struct books_record *part =
        record_of(EIP__KIND_PART, part_key(inner, "10.3.0.0/24"));
    struct eip__kept kept = books_read(inner);
    struct books_record moved;
    eip_pool_ref pool;

    (void)eip__get_ref(&kept.payload, &pool);
    moved = part_made(outer, "10.2.0.0/23");
    free(whole->bytes);
    *whole = moved;
    EXPECT_STATUS(build(), EIP_OK);
    moved = range_with(inner, pool, 1, "10.2.2.0/24");
    free(inner->bytes);
    *inner = moved;
    EXPECT_DAMAGED(build()); /* its part lies elsewhere */
    moved = part_made(inner, "10.2.2.0/24");
    free(part->bytes);
    *part = moved;
    EXPECT_DAMAGED(build());
}

Test(books_refusals, a_range_without_parts) {
    struct books_record *part = record_of(
        EIP__KIND_PART, part_key(range_of("10.2.0.0/22"), "10.2.0.0/22"));

    EXPECT_DAMAGED(
        build_with(part, books_make(EIP__KIND_ADDRESS, "abcd", 4, "", 0)));
}

Test(books_refusals, parts) {
    struct books_record nothing =
        books_make(EIP__KIND_RANGE, "\0\0\0\0\377\377\377\300", 8, "", 0);

    EXPECT_DAMAGED(
        build_more(part_made(range_of("10.2.0.0/22"), "10.2.1.0/24")));
    EXPECT_DAMAGED(
        build_more(part_made(range_of("10.2.0.0/22"), "10.4.0.0/24")));
    EXPECT_DAMAGED(
        build_more(part_made(range_of("10.2.0.0/22"), "10.0.0.0/8")));
    EXPECT_DAMAGED(build_more(part_made(&nothing, "10.4.0.0/24")));
    free(nothing.bytes);
}

/* -- IPAM ---------------------------------------------------------------------------- */

static struct books_record block_of(const char *cidr, uint64_t key,
                                    uint32_t group) {
    struct payload payload;
    struct eip__writer *writer = write_to(&payload);

    eip__put_cidr(writer, world_cidr(cidr));
    eip__put_u32(writer, group);
    return made(EIP__KIND_IPAM_BLOCK, key, &payload);
}

Test(books_refusals, contiguous_space) {
    EXPECT_STATUS(build_more(block_of("52.9.0.0/20", 0x34090000, 1)), EIP_OK);
    EXPECT_DAMAGED(build_more(block_of("52.9.0.0/20", 0x34090000, 0)));
    EXPECT_DAMAGED(build_more(block_of("52.9.0.0/20", 0x34090000, 9)));
    EXPECT_DAMAGED(build_more(block_of("52.9.0.0/20", 0x34090001, 1)));
    EXPECT_DAMAGED(build_more(block_of("52.0.8.0/21", 0x34000800, 1)));
}

/* Two rules, of which the first is of no group. */
Test(books_refusals, policies) {
    struct books_record *record = record_of(EIP__KIND_POLICY, WORLD_CAROL);
    struct payload payload;
    struct eip__writer *writer;

    for (uint32_t bad = 0; bad < 4; bad++) {
        writer = write_to(&payload);
        eip__put_u32(writer, 2);
        eip__put_u8(writer, 0);
        for (uint32_t i = 0; i < 2; i++) {
            eip__put_u32(writer, bad == i ? 0 : 1);
            eip__put_ref(writer, (eip_pool_ref){7, bad == 3 ? 9 : 2, 0});
        }
        EXPECT_STATUS(
            build_with(record, made(EIP__KIND_POLICY, WORLD_CAROL, &payload)),
            bad == 2 ? EIP_OK : EIP_ERR_STORE_DAMAGED);
    }
}

Test(books_refusals, cidrs_of_no_pool) {
    struct payload payload;

    (void)write_to(&payload);
    EXPECT_DAMAGED(build_more(made(EIP__KIND_IPAM_CIDR, 7, &payload)));
}

static struct books_record *allocation_of(const char *description) {
    for (uint64_t i = 0; i < books.count; i++) {
        const struct eip__kept kept = books_read(&books.record[i]);

        if (kept.kind == EIP__KIND_IPAM_ALLOCATION &&
            memmem(kept.payload.at, kept.payload.left, description,
                   strlen(description)) != NULL) {
            return &books.record[i];
        }
    }
    cr_assert(false, "no allocation is %s", description);
    return NULL;
}

/* Given back, but owed to the pool still. */
Test(books_refusals, what_is_owed) {
    enum { USE_AT = 8 + 5 + 8 }; /* behind pool, CIDR and owner */
    struct books_record *record = allocation_of("another rack");
    const struct eip__kept kept = books_read(record);
    eip_engine *other = full_other();
    const struct eip__pool *pool;
    eip_pool_ref sub = {0, 0, 0};
    struct books_record owed;
    uint8_t bytes[1024];

    memcpy(bytes, kept.payload.at, kept.payload.left);
    bytes[USE_AT] = EIP__IPAM_OWED;
    owed = books_with(record, bytes, kept.payload.left);
    free(record->bytes);
    *record = owed;
    EXPECT_STATUS(books_restore(&books, other), EIP_OK);
    cr_assert_eq(eip_pool_id_parse(eip_text_of(full_sub), &sub), EIP_OK);
    pool = eip__topology_pool(eip__engine_topology(other), sub);
    cr_assert_eq(pool->ipam->owed, 1);
    eip_engine_close(other);
}

/* -- brought ranges ----------------------------------------------------------------- */

static struct books_record brought(const char *cidr, uint64_t owner,
                                   enum eip__byoip_deed deed, uint64_t pool,
                                   uint32_t text) {
    static char description[EIP_BYOIP_DESCRIPTION_MAX + 1];
    struct payload payload;
    struct eip__writer *writer = write_to(&payload);

    memset(description, 'd', sizeof description);
    eip__put_cidr(writer, world_cidr(cidr));
    eip__put_u64(writer, owner);
    eip__put_u32(writer, deed);
    eip__put_u32(writer, 0);
    eip__put_u64(writer, 0);
    eip__put_ref(writer, (eip_pool_ref){0, EIP_POOL_AMAZON, 0});
    eip__put_u64(writer, pool);
    eip__put_u32(writer, 1);
    eip__put_text(writer, (eip_text){description, text, 0});
    return made(EIP__KIND_BYOIP, world_cidr(cidr).base, &payload);
}

Test(books_refusals, brought_ranges) {
    uint64_t pool = w.byoip.id; /* the administrator's, which has a block */
    uint64_t theirs = byoip_pool(&w, WORLD_BOB, 0).id;
    const uint64_t bob = WORLD_BOB;

    EXPECT_STATUS(build_more(brought("198.18.9.0/24", bob,
                                     EIP__BYOIP_ADVERTISED, pool, 255)),
                  EIP_OK);
    EXPECT_DAMAGED(build_more(
        brought("198.18.9.0/24", bob, EIP__BYOIP_ADVERTISED, pool, 256)));
    EXPECT_DAMAGED(build_more(
        brought("198.18.9.0/24", bob, EIP__BYOIP_ADVERTISED, theirs, 1)));
    EXPECT_DAMAGED(build_more(
        brought("198.18.9.0/24", bob, EIP__BYOIP_ADVERTISED, UINT64_MAX, 1)));
    EXPECT_DAMAGED(
        build_more(brought("198.18.9.0/24", bob, EIP__BYOIP_ADVERTISED, 0, 1)));
    EXPECT_DAMAGED(
        build_more(brought("198.18.9.0/24", bob, EIP__BYOIP_ADVERTISED, 7, 1)));
    EXPECT_DAMAGED(
        build_more(brought("198.18.9.0/24", bob, EIP__BYOIP_REFUSED, pool, 1)));
    EXPECT_DAMAGED(build_more(
        brought("198.18.9.0/24", bob, EIP__BYOIP_DEPROVISIONED, pool, 1)));
    /* One that is there, and one that has left. */
    EXPECT_DAMAGED(
        build_more(brought("198.18.0.128/25", bob, EIP__BYOIP_REFUSED, 0, 1)));
    EXPECT_STATUS(
        build_more(brought("198.18.1.128/25", bob, EIP__BYOIP_REFUSED, 0, 1)),
        EIP_OK);
}

/* A pool has a block from when it is a range's on. */
Test(books_refusals, a_brought_range_of_a_pool_without_blocks) {
    eip_create_public_ipv4_pool_request request =
        EIP_CREATE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    eip_pool_ref pool = {0, 0, 0};

    books_free(&books);
    EXPECT_STATUS(pool_create(&w, WORLD_BOB, &request, &pool), EIP_OK);
    books = books_of(w.engine);
    EXPECT_DAMAGED(build_more(brought("198.18.9.0/24", WORLD_BOB,
                                      EIP__BYOIP_ADVERTISED, pool.id, 1)));
}

Test(books_refusals, more_brought_ranges_than_can_be_counted) {
    enum { MOST = 255 };
    uint64_t count = books.count;

    books.record =
        realloc(books.record, (count + MOST + 1) * sizeof *books.record);
    for (uint32_t i = 0; i < MOST; i++) {
        char cidr[32];

        (void)snprintf(cidr, sizeof cidr, "20.0.%u.0/24", i);
        books.record[books.count++] =
            brought(cidr, WORLD_DAVE, EIP__BYOIP_REFUSED, 0, 0);
    }
    books.room = count + MOST + 1;
    EXPECT_STATUS(build(), EIP_OK);
    EXPECT_DAMAGED(build_more(
        brought("21.0.0.0/24", WORLD_DAVE, EIP__BYOIP_REFUSED, 0, 0)));
}
