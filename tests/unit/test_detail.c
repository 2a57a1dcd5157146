/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Details of held addresses: the block, and the word it hangs on. */
#include "registry/ledger.h"
#include "support/internal/direct.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct direct direct;
    struct eip__accounts accounts;
    struct eip__ledger ledger;
    struct eip__account *alice;
    struct eip__lane *lane;
};

static struct fixture *start(void) {
    const struct direct_options options = {0};
    struct fixture *f = calloc(1, sizeof *f);

    direct_open(&f->direct, &options);
    (void)direct_add(&f->direct, direct_cidr("10.0.0.0/26"));
    eip__accounts_open(&f->accounts, &f->direct.host, 1, 3);
    f->ledger = (struct eip__ledger){.host = &f->direct.host,
                                     .lanes = &f->direct.lanes,
                                     .records = &f->direct.records};
    cr_assert_eq(eip__accounts_get(&f->accounts, 1, &f->alice), EIP_OK);
    f->lane = direct_enter(&f->direct);
    return f;
}

static eip__a64 *place_of(struct fixture *f, uint32_t record) {
    return &eip__records_cold(&f->direct.records, record)->detail;
}

static void finish(struct fixture *f) {
    struct eip__holdings *holdings =
        eip__pointer(eip__read(&f->alice->holdings));

    eip__detail_free(&f->direct.host,
                     eip__detail_in(eip__read(place_of(f, 3))));
    if (holdings != NULL) {
        eip__holdings_free(&f->direct.host, &holdings->retired);
    }
    eip__accounts_close(&f->accounts);
    direct_leave(f->lane);
    direct_close(&f->direct);
    free(f);
}

static struct eip__detail *make(struct fixture *f, uint64_t generation,
                                uint64_t version) {
    const struct eip__facts facts = {.has = EIP__IS_LOCKED};
    struct eip__detail *detail =
        eip__detail_new(&f->direct.host, &facts, generation, version);

    cr_assert_not_null(detail);
    return detail;
}

static bool is(eip_text text, const char *string) {
    return text.size == strlen(string) &&
           memcmp(text.data, string, text.size) == 0;
}

/* -- the block --------------------------------------------------------------- */

Test(detail, holds_copies_of_texts_and_tags) {
    struct fixture *f = start();
    eip_tag tag = {eip_text_of("Name"), eip_text_of("gate")};
    eip_tag_specification spec = {eip_text_of("elastic-ip"), &tag, 1, 0};
    char id[] = "i-1";
    struct eip__facts facts = {.has = EIP__HAS_TAGS | EIP__HAS_ASSOCIATION,
                               .private_ip = 7,
                               .instance_id = eip_text_of(id),
                               .interface_id = eip_text_of("eni-2"),
                               .ptr = eip_text_of("a.example"),
                               .ptr_next = {"", 0, 0}};
    struct eip__detail *tagged =
        eip__detail_tagged(&f->direct.host, NULL, &spec, 1, 1, 8);
    struct eip__detail *detail;
    eip_text value;

    cr_assert_not_null(tagged);
    cr_assert_eq(tagged->facts.has, EIP__HAS_TAGS);
    cr_assert_eq(tagged->version, 1);
    facts.tags = tagged->facts.tags;
    detail = eip__detail_new(&f->direct.host, &facts, 4, 9);
    cr_assert_not_null(detail);
    eip__detail_free(&f->direct.host, tagged);
    memset(id, 'x', 3);
    cr_assert_eq(detail->generation, 4);
    cr_assert_eq(detail->version, 9);
    cr_assert_eq(detail->facts.private_ip, 7);
    cr_assert(is(detail->facts.instance_id, "i-1"));
    cr_assert(is(detail->facts.interface_id, "eni-2"));
    cr_assert(is(detail->facts.ptr, "a.example"));
    cr_assert_not_null(detail->facts.ptr_next.data);
    cr_assert_null(detail->facts.subnet_id.data);
    cr_assert(
        eip__tagset_find(detail->facts.tags, eip_text_of("Name"), &value));
    cr_assert(is(value, "gate"));
    eip__detail_free(&f->direct.host, detail);
    eip__detail_free(&f->direct.host, NULL);
    finish(f);
}

/* All of its texts are its own, whatever becomes of those it was made of. */
Test(detail, has_texts_of_its_own) {
    struct fixture *f = start();
    char texts[5][4] = {"abc", "def", "ghi", "jkl", "mno"};
    struct eip__facts facts = {.has = EIP__HAS_ASSOCIATION,
                               .instance_id = eip_text_of(texts[0]),
                               .interface_id = eip_text_of(texts[1]),
                               .subnet_id = eip_text_of(texts[2]),
                               .ptr = eip_text_of(texts[3]),
                               .ptr_next = eip_text_of(texts[4])};
    struct eip__detail *detail = eip__detail_new(&f->direct.host, &facts, 1, 1);

    cr_assert_not_null(detail);
    memset(texts, 'x', sizeof texts);
    cr_assert(is(detail->facts.instance_id, "abc"));
    cr_assert(is(detail->facts.interface_id, "def"));
    cr_assert(is(detail->facts.subnet_id, "ghi"));
    cr_assert(is(detail->facts.ptr, "jkl"));
    cr_assert(is(detail->facts.ptr_next, "mno"));
    eip__detail_free(&f->direct.host, detail);
    finish(f);
}

/* -- the word ----------------------------------------------------------------- */

Test(detail, a_newer_one_replaces_an_older_and_never_the_reverse) {
    static const uint64_t order[][2] = {{1, 1}, {1, 2}, {2, 1}, {3, 5}};
    struct fixture *f = start();

    for (uint32_t there = 0; there < 4; there++) {
        for (uint32_t mine = 0; mine < 4; mine++) {
            struct eip__detail *a = make(f, order[there][0], order[there][1]);
            struct eip__detail *b = make(f, order[mine][0], order[mine][1]);

            cr_assert_eq(eip__detail_is_older(eip__value(a), b), there < mine);
            cr_assert_eq(
                eip__detail_is_older(eip__detail_dropped(a->generation), b),
                a->generation < b->generation);
            cr_assert(eip__detail_is_older(0, b));
            cr_assert_eq(eip__detail_of(eip__value(a), b->generation) == a,
                         a->generation == b->generation);
            eip__detail_free(&f->direct.host, a);
            eip__detail_free(&f->direct.host, b);
        }
    }
    cr_assert_null(eip__detail_of(0, 1));
    cr_assert_null(eip__detail_of(eip__detail_dropped(1), 1));
    finish(f);
}

Test(detail, hangs_until_it_is_dropped) {
    struct fixture *f = start();
    eip__a64 *place = place_of(f, 3);
    struct eip__detail *first = make(f, 2, 1);
    struct eip__detail *second = make(f, 2, 2);
    struct eip__detail *late = make(f, 2, 3);

    eip__detail_hang(&f->direct.lanes, place, first);
    eip__detail_hang(&f->direct.lanes, place, second);
    eip__detail_hang(&f->direct.lanes, place, second);
    cr_assert_eq(eip__read(place), eip__value(second));
    eip__detail_drop(&f->direct.lanes, place, 1);
    cr_assert_eq(eip__read(place), eip__value(second));
    eip__detail_drop(&f->direct.lanes, place, 2);
    cr_assert_eq(eip__read(place), eip__detail_dropped(2));
    eip__detail_drop(&f->direct.lanes, place, 2);
    eip__detail_hang(&f->direct.lanes, place, late);
    cr_assert_eq(eip__read(place), eip__detail_dropped(2), "hung up again");
    eip__detail_free(&f->direct.host, late);
    finish(f);
}

/* -- through the ledger -------------------------------------------------------- */

static uint32_t take(struct fixture *f) {
    struct eip__take take = {
        .record = 3,
        .before = eip__read(eip__records_word(&f->direct.records, 3))};

    cr_assert_eq(eip__ledger_take(&f->ledger, f->lane, f->alice, &take),
                 EIP__TAKEN);
    return take.generation;
}

static bool give(struct fixture *f, uint32_t generation, uint64_t detail) {
    const struct eip__give gift = {
        .record = 3, .generation = generation, .detail = detail};

    return eip__ledger_give(&f->ledger, f->lane, f->alice, &gift);
}

static bool alter(struct fixture *f, struct eip__alter alter) {
    alter.record = 3;
    return eip__ledger_alter(&f->ledger, f->lane, f->alice, &alter);
}

Test(detail, an_alteration_is_of_what_it_was_decided_by) {
    struct fixture *f = start();
    uint32_t generation = take(f);
    struct eip__detail *first = make(f, generation, 1);
    struct eip__detail *second = make(f, generation, 2);
    uint64_t head = eip__ledger_settle(&f->ledger, f->alice);

    cr_assert(alter(
        f, (struct eip__alter){.generation = generation, .detail = first}));
    cr_assert_eq(eip__read(place_of(f, 3)), eip__value(first));
    cr_assert_not(alter(f, (struct eip__alter){.generation = generation,
                                               .detail = second}),
                  "another detail hangs there");
    cr_assert_not(alter(f, (struct eip__alter){.generation = generation + 1,
                                               .before = eip__value(first),
                                               .detail = second}),
                  "not held in that generation");
    cr_assert_not(alter(f, (struct eip__alter){.generation = generation,
                                               .before = eip__value(first),
                                               .head = head,
                                               .detail = second}),
                  "the head has moved");
    head = eip__ledger_settle(&f->ledger, f->alice);
    cr_assert(alter(f, (struct eip__alter){.generation = generation,
                                           .before = eip__value(first),
                                           .head = head,
                                           .detail = second}));
    cr_assert_eq(eip__read(place_of(f, 3)), eip__value(second));
    cr_assert_eq(eip__ledger_used(&f->ledger, f->alice), 0);
    finish(f);
}

Test(detail, a_release_is_decided_by_the_detail_too) {
    struct fixture *f = start();
    uint32_t generation = take(f);
    struct eip__detail *detail = make(f, generation, 1);

    cr_assert(alter(
        f, (struct eip__alter){.generation = generation, .detail = detail}));
    cr_assert_not(give(f, generation, 0));
    cr_assert(give(f, generation, eip__value(detail)));
    cr_assert_not(alter(f, (struct eip__alter){.generation = generation,
                                               .before = eip__value(detail),
                                               .detail = detail}),
                  "released");
    finish(f);
}
