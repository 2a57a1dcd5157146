/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* IPAM's ids: of one kind each, of one engine, and as texts; and short texts
 * that are kept. */
#include "eip/ipam.h"
#include "registry/engine.h"
#include "support/world.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBERS = 40 };

static struct eip__ipam_books books_of(uint64_t seed) {
    struct eip__ipam_books books;

    memset(&books, 0, sizeof books);
    eip__ipam_books_open(&books, NULL, seed);
    return books;
}

/* The same number gives ids that have nothing in common. */
Test(ipam_ids, of_different_kinds_are_different) {
    const struct eip__ipam_books books = books_of(7);

    for (uint64_t number = 1; number <= NUMBERS; number++) {
        const uint64_t ids[] = {
            eip__ipam_cidr_id(&books, number).high,
            eip__ipam_allocation_id(&books, number).high,
            eip__ipam_address_id(&books, number).high,
            eip__ipam_default_scope(&books, number),
            eip__ipam_of(&books, number),
        };

        for (uint32_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
            for (uint32_t k = 0; k < i; k++) {
                cr_assert_neq(ids[i], ids[k], "kinds %u and %u", i, k);
            }
        }
    }
}

Test(ipam_ids, of_different_numbers_are_different) {
    const struct eip__ipam_books books = books_of(7);

    for (uint64_t a = 1; a <= NUMBERS; a++) {
        for (uint64_t b = 1; b < a; b++) {
            cr_assert_neq(eip__ipam_cidr_id(&books, a).high,
                          eip__ipam_cidr_id(&books, b).high);
            cr_assert_neq(eip__ipam_allocation_id(&books, a).high,
                          eip__ipam_allocation_id(&books, b).high);
            cr_assert_neq(eip__ipam_default_scope(&books, a),
                          eip__ipam_default_scope(&books, b));
            cr_assert_neq(eip__ipam_of(&books, a), eip__ipam_of(&books, b));
        }
    }
}

/* An id of another kind, or of another engine, is no allocation. */
Test(ipam_ids, of_allocations_are_told_from_others) {
    const struct eip__ipam_books books = books_of(7);
    const struct eip__ipam_books others = books_of(8);
    struct eip__ipam_books shifted = books_of(7);

    shifted.check_key = others.check_key;
    for (uint64_t number = 1; number <= NUMBERS; number++) {
        eip_ipam_id own = eip__ipam_allocation_id(&books, number);
        uint64_t address;

        cr_assert_eq(eip__ipam_allocation_number(&books, own), number);
        cr_assert_eq(eip__ipam_allocation_number(
                         &books, eip__ipam_cidr_id(&books, number)),
                     0);
        cr_assert_eq(eip__ipam_allocation_number(
                         &books, eip__ipam_address_id(&books, number)),
                     0);
        cr_assert_eq(eip__ipam_allocation_number(
                         &books, eip__ipam_allocation_id(&others, number)),
                     0);
        /* The check itself depends on the seed. */
        cr_assert_eq(eip__ipam_allocation_number(&shifted, own), 0);
        cr_assert(!eip__ipam_address_of(&books, own, &address));
        cr_assert(eip__ipam_address_of(
            &books, eip__ipam_address_id(&books, number), &address));
        cr_assert_eq(address, number);
    }
}

/* Each account has a default scope, the last of them too. */
Test(ipam_ids, of_scopes_belong_to_the_accounts_there_can_be) {
    const struct eip__ipam_books books = books_of(7);
    struct eip__ipam_scope scope;

    cr_assert(eip__ipam_scope(
        &books, eip__ipam_default_scope(&books, EIP__ACCOUNT_NUMBER_MAX),
        &scope));
    cr_assert_eq(scope.owner, EIP__ACCOUNT_NUMBER_MAX);
    cr_assert(!scope.is_private);
    cr_assert(!eip__ipam_scope(
        &books, eip__ipam_default_scope(&books, EIP__ACCOUNT_NUMBER_MAX + 1),
        &scope));
}

/* -- texts --------------------------------------------------------------------------- */

static eip_status parse(const char *string) {
    size_t size = strlen(string);
    char *data = malloc(size); /* without room behind it */
    eip_ipam_id id;
    eip_status status;

    memcpy(data, string, size);
    status =
        eip_ipam_allocation_id_parse((eip_text){data, (uint32_t)size, 0}, &id);
    free(data);
    return status;
}

Test(ipam_ids, are_read_only_in_their_form) {
    char good[EIP_IPAM_ID_TEXT_SIZE];
    char text[EIP_IPAM_ID_TEXT_SIZE + 1];
    size_t size;

    (void)eip_ipam_allocation_id_format((eip_ipam_id){1, 2}, good);
    cr_assert_eq(parse(good), EIP_OK);
    size = strlen(good);
    for (size_t i = 0; i < size; i++) {
        memcpy(text, good, size + 1);
        text[i] = '?';
        cr_assert_neq(parse(text), EIP_OK, "%s", text);
    }
    memcpy(text, good, size);
    text[size] = '0';
    text[size + 1] = '\0';
    cr_assert_neq(parse(text), EIP_OK, "%s", text);
    text[size - 1] = '\0';
    cr_assert_neq(parse(text), EIP_OK, "%s", text);
}

Test(ipam_ids, notes_are_kept_whatever_their_size) {
    struct world w;

    world_init(&w);
    world_open(&w);
    for (uint32_t size = 0; size < 4; size++) {
        struct eip__note *note = eip__note_new(
            &w.engine->host, (eip_text){size == 0 ? NULL : "abc", size, 0});
        eip_text text = eip__note_text(note);

        cr_assert_eq(text.size, size);
        cr_assert_eq(text.reserved, 0);
        cr_assert_eq(memcmp(text.data, "abc", size), 0);
        eip__note_free(&w.engine->host, note);
    }
    world_end(&w);
}
