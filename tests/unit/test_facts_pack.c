/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Facts and tags as bytes: all of them, nothing but them, and what is none. */
#include "eip/admin.h"
#include "registry/facts_pack.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 4096 };

/* Allocates until `left` allocations were granted; counts what is out. */
struct purse {
    int left;
    int out;
};

static void *give(void *context, uint64_t bytes) {
    struct purse *purse = context;

    if (purse->left == 0) {
        return NULL;
    }
    purse->left--;
    purse->out++;
    return malloc(bytes);
}

static void take(void *context, void *block, uint64_t bytes) {
    struct purse *purse = context;

    (void)bytes;
    purse->out--;
    free(block);
}

static struct eip__host host_of(struct purse *purse) {
    const eip_allocator allocator = {
        .context = purse, .allocate = give, .release = take};
    const eip_clock clock = {0};
    const eip_random random = {0};
    struct eip__host host;

    eip__host_init(&host, &allocator, &clock, &random);
    return host;
}

static struct eip__tagset *tags_of(struct eip__host *host, eip_tag *tags,
                                   uint32_t count) {
    eip_tag_specification spec = {eip_text_of("t"), tags, count, 0};
    struct eip__tagset *set;
    uint64_t bytes;
    uint32_t total;

    cr_assert_eq(eip__tagset_check(&spec, 1, "t", NULL, &total, &bytes),
                 EIP_OK);
    set = eip__host_allocate(host, eip__tagset_size(total, bytes));
    eip__tagset_build(set, &spec, 1, total, bytes);
    return set;
}

static bool same_text(eip_text a, eip_text b) {
    return (a.data == NULL) == (b.data == NULL) && a.size == b.size &&
           (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Blocks are compared but for where they lie. */
static bool same(const struct eip__facts *a, const struct eip__facts *b) {
    return a->has == b->has && a->private_ip == b->private_ip &&
           a->association_id == b->association_id &&
           a->interface_owner == b->interface_owner &&
           same_text(a->instance_id, b->instance_id) &&
           same_text(a->interface_id, b->interface_id) &&
           same_text(a->subnet_id, b->subnet_id) && same_text(a->ptr, b->ptr) &&
           same_text(a->ptr_next, b->ptr_next) && a->ptr_ms == b->ptr_ms &&
           a->ptr_refused == b->ptr_refused && a->managed == b->managed &&
           a->offer_to == b->offer_to && a->offer_ms == b->offer_ms &&
           a->origin == b->origin && a->allocated_ms == b->allocated_ms &&
           a->moved_ms == b->moved_ms &&
           (a->tags == NULL) == (b->tags == NULL) &&
           (a->tags == NULL || (a->tags->bytes == b->tags->bytes &&
                                memcmp(a->tags, b->tags, a->tags->bytes) == 0));
}

static const struct eip__facts everything = {
    .has = 2 * EIP__MOVED_TO_VPC - 1 - EIP__HAS_TAGS,
    .private_ip = 0xfffefdfc,
    .association_id = UINT64_C(0x8877665544332211),
    .interface_owner = 123456789012,
    .instance_id = {"i-1", 3, 0},
    .interface_id = {"eni-22", 6, 0},
    .subnet_id = {"subnet-333", 10, 0},
    .ptr = {"a.example.", 10, 0},
    .ptr_next = {"", 0, 0},
    .ptr_ms = 1,
    .ptr_refused = 1,
    .managed = EIP_SERVICE_RNAT,
    .offer_to = 210987654321,
    .offer_ms = UINT64_MAX,
    .origin = 5,
    .allocated_ms = UINT64_C(1) << 40,
    .moved_ms = 1700000000000,
};

/* By a writer that only measures. */
static uint64_t size_of(const struct eip__facts *facts) {
    struct eip__writer writer = eip__writer_of(NULL, 0);

    eip__facts_pack(&writer, facts);
    return writer.size;
}

static uint64_t pack(const struct eip__facts *facts, uint8_t *bytes) {
    struct eip__writer writer = eip__writer_of(bytes, ROOM);

    eip__facts_pack(&writer, facts);
    cr_assert(eip__writer_fits(&writer));
    cr_assert_eq(writer.size, size_of(facts));
    return writer.size;
}

static void check_there_and_back(const struct eip__facts *facts,
                                 struct eip__host *host) {
    uint8_t bytes[ROOM];
    uint8_t again[ROOM];
    uint64_t size = pack(facts, bytes);
    struct eip__reader reader = eip__reader_of(bytes, size);
    struct eip__detail *detail;

    cr_assert_eq(eip__facts_unpack(&reader, host, 4, 9, &detail), EIP_OK);
    cr_assert_eq(detail->generation, 4);
    cr_assert_eq(detail->version, 9);
    cr_assert(same(&detail->facts, facts));
    cr_assert_eq(pack(&detail->facts, again), size);
    cr_assert_eq(memcmp(bytes, again, size), 0);
    eip__detail_free(host, detail);
}

static eip_tag some_tags[] = {{{"b", 1, 0}, {"", 0, 0}},
                              {{"a", 1, 0}, {"vv", 2, 0}}};

Test(facts_pack, every_member_goes_there_and_back) {
    struct purse purse = {-1, 0};
    struct eip__host host = host_of(&purse);
    struct eip__facts facts = everything;
    struct eip__tagset *set = tags_of(&host, some_tags, 2);

    check_there_and_back(&facts, &host);
    facts.has |= EIP__HAS_TAGS;
    facts.tags = set;
    check_there_and_back(&facts, &host);
    facts = (struct eip__facts){.has = EIP__HAS_TAGS, .tags = set};
    check_there_and_back(&facts, &host);
    facts = (struct eip__facts){.has = EIP__IS_LOCKED};
    check_there_and_back(&facts, &host);
    facts = (struct eip__facts){0};
    check_there_and_back(&facts, &host);
    cr_assert_eq(size_of(&facts), 4);
    eip__tagset_free(&host, &set->retired);
    cr_assert_eq(purse.out, 0);
}

static eip_status unpack(const uint8_t *bytes, uint64_t size,
                         struct eip__host *host) {
    struct eip__reader reader = eip__reader_of(bytes, size);
    struct eip__detail *detail;
    eip_status status = eip__facts_unpack(&reader, host, 1, 1, &detail);

    if (status == EIP_OK) {
        eip__detail_free(host, detail);
    }
    return status;
}

Test(facts_pack, memory_that_is_refused_is_told_and_nothing_leaks) {
    struct purse purse = {-1, 0};
    struct eip__host host = host_of(&purse);
    struct eip__tagset *set = tags_of(&host, some_tags, 2);
    struct eip__facts facts = {.has = EIP__HAS_TAGS, .tags = set};
    uint8_t bytes[ROOM];
    uint64_t size = pack(&facts, bytes);

    for (purse.left = 0; purse.left < 2;) {
        int granted = purse.left;

        cr_assert_eq(unpack(bytes, size, &host), EIP_ERR_OUT_OF_MEMORY);
        cr_assert_eq(purse.out, 1);
        purse.left = granted + 1;
    }
    cr_assert_eq(unpack(bytes, size, &host), EIP_OK);
    eip__tagset_free(&host, &set->retired);
    cr_assert_eq(purse.out, 0);
}

Test(facts_pack, what_no_engine_packs_is_refused) {
    struct purse purse = {-1, 0};
    struct eip__host host = host_of(&purse);
    struct eip__tagset *set = tags_of(&host, some_tags, 2);
    struct eip__facts facts = everything;
    uint8_t bytes[ROOM];
    uint64_t size;

    facts.has |= EIP__HAS_TAGS;
    facts.tags = set;
    size = pack(&facts, bytes);
    for (uint64_t cut = 0; cut < size; cut++) {
        cr_assert_eq(unpack(bytes, cut, &host), EIP_ERR_STORE_DAMAGED);
    }
    bytes[size] = 0;
    cr_assert_eq(unpack(bytes, size + 1, &host), EIP_ERR_STORE_DAMAGED);
    bytes[2] |= 4; /* a member that there is not */
    cr_assert_eq(unpack(bytes, size, &host), EIP_ERR_STORE_DAMAGED);
    bytes[2] &= 3;
    bytes[5] |= 2; /* a fact that there is not */
    cr_assert_eq(unpack(bytes, size, &host), EIP_ERR_STORE_DAMAGED);
    bytes[5] &= 1;
    cr_assert_eq(unpack(bytes, size, &host), EIP_OK);
    bytes[4] &= 0xfe; /* tags, and no fact that there are */
    cr_assert_eq(unpack(bytes, size, &host), EIP_ERR_STORE_DAMAGED);
    facts = (struct eip__facts){.has = EIP__IS_LOCKED};
    size = pack(&facts, bytes);
    bytes[4] |= EIP__HAS_TAGS; /* and the other way round */
    cr_assert_eq(unpack(bytes, size, &host), EIP_ERR_STORE_DAMAGED);
    eip__tagset_free(&host, &set->retired);
    cr_assert_eq(purse.out, 0);
}

/* Every byte of it changed to every value: it is refused, or it is facts. */
Test(facts_pack, damage_is_refused_or_gives_facts) {
    struct purse purse = {-1, 0};
    struct eip__host host = host_of(&purse);
    struct eip__tagset *set = tags_of(&host, some_tags, 2);
    struct eip__facts facts = everything;
    uint8_t bytes[ROOM];
    uint64_t size;
    int refused = 0;

    facts.has |= EIP__HAS_TAGS;
    facts.tags = set;
    size = pack(&facts, bytes);
    for (uint64_t at = 0; at < size; at++) {
        uint8_t was = bytes[at];

        for (int value = 0; value < 256; value++) {
            eip_status status;

            bytes[at] = (uint8_t)value;
            status = unpack(bytes, size, &host);
            cr_assert(status == EIP_OK || status == EIP_ERR_STORE_DAMAGED);
            refused += status != EIP_OK;
        }
        bytes[at] = was;
    }
    cr_assert_gt(refused, 1000);
    eip__tagset_free(&host, &set->retired);
    cr_assert_eq(purse.out, 0);
}

/* -- tags alone ---------------------------------------------------------------- */

static eip_status unpack_tags(const uint8_t *bytes, uint64_t size,
                              struct eip__host *host,
                              struct eip__tagset **set) {
    struct eip__reader reader = eip__reader_of(bytes, size);

    return eip__tags_unpack(&reader, host, set);
}

/* Whatever stood there before. */
Test(facts_pack, no_tags_are_none) {
    struct purse purse = {-1, 0};
    struct eip__host host = host_of(&purse);
    const uint8_t none[] = {0};
    struct eip__tagset old;
    struct eip__tagset *set = &old;

    cr_assert_eq(unpack_tags(none, 0, &host, &set), EIP_ERR_STORE_DAMAGED);
    cr_assert_null(set);
    set = &old;
    cr_assert_eq(unpack_tags(none, sizeof none, &host, &set), EIP_OK);
    cr_assert_null(set);
}

Test(facts_pack, as_many_tags_as_there_may_be) {
    struct purse purse = {-1, 0};
    struct eip__host host = host_of(&purse);
    char keys[EIP_LIMIT_TAGS][4];
    eip_tag tags[EIP_LIMIT_TAGS];
    struct eip__tagset *set;
    struct eip__tagset *got;
    uint8_t bytes[ROOM];
    struct eip__writer writer = eip__writer_of(bytes, ROOM);

    for (int i = 0; i < EIP_LIMIT_TAGS; i++) {
        (void)snprintf(keys[i], sizeof keys[i], "k%02d", i);
        tags[i] = (eip_tag){eip_text_of(keys[i]), eip_text_of("v")};
    }
    set = tags_of(&host, tags, EIP_LIMIT_TAGS);
    eip__tags_pack(&writer, set);
    cr_assert_eq(unpack_tags(bytes, writer.size, &host, &got), EIP_OK);
    cr_assert_eq(memcmp(set, got, set->bytes), 0);
    eip__tagset_free(&host, &got->retired);
    eip__tagset_free(&host, &set->retired);
    bytes[0] = EIP_LIMIT_TAGS + 1;
    cr_assert_eq(unpack_tags(bytes, writer.size, &host, &got),
                 EIP_ERR_STORE_DAMAGED);
    cr_assert_eq(purse.out, 0);
}

Test(facts_pack, no_tags) {
    struct purse purse = {0, 0};
    struct eip__host host = host_of(&purse);
    struct eip__tagset *set;
    uint8_t bytes[1];
    struct eip__writer writer = eip__writer_of(bytes, 1);

    eip__tags_pack(&writer, NULL);
    cr_assert_eq(writer.size, 1);
    cr_assert_eq(unpack_tags(bytes, 1, &host, &set), EIP_OK);
    cr_assert_null(set);
    cr_assert_eq(unpack_tags(bytes, 0, &host, &set), EIP_ERR_STORE_DAMAGED);
}

Test(facts_pack, tags_that_break_a_rule_are_refused) {
    static const char *const keys[] = {"", "aws:x", "a"};
    struct purse purse = {-1, 0};
    struct eip__host host = host_of(&purse);
    struct eip__tagset *set;

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        uint8_t bytes[64];
        struct eip__writer writer = eip__writer_of(bytes, sizeof bytes);

        eip__put_u8(&writer, 2); /* the last row: the same key twice */
        for (int j = 0; j < 2; j++) {
            eip__put_text(&writer, eip_text_of(j == 0 ? "a" : keys[i]));
            eip__put_text(&writer, eip_text_of(""));
        }
        cr_assert_eq(unpack_tags(bytes, writer.size, &host, &set),
                     EIP_ERR_STORE_DAMAGED);
    }
    cr_assert_eq(purse.out, 0);
}
