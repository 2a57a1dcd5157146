/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Account numbers, allocation ids and pool ids as text. */
#include "eip/id.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/** A heap copy without room behind it, for AddressSanitizer. */
static eip_text tight(const char *string) {
    size_t size = strlen(string);
    char *data = malloc(size == 0 ? 1 : size);

    memcpy(data, string, size);
    return (eip_text){data, (uint32_t)size, 0};
}

static void drop(eip_text text) {
    free((void *)(uintptr_t)text.data);
}

static eip_status parse_account(const char *string, uint64_t *account) {
    eip_text text = tight(string);
    eip_status status = eip_account_parse(text, account);

    drop(text);
    return status;
}

static eip_status parse_allocation(const char *string, uint64_t *id) {
    eip_text text = tight(string);
    eip_status status = eip_allocation_id_parse(text, id);

    drop(text);
    return status;
}

static eip_status parse_pool(const char *string, eip_pool_ref *pool) {
    eip_text text = tight(string);
    eip_status status = eip_pool_id_parse(text, pool);

    drop(text);
    return status;
}

static const uint64_t numbers[] = {0,
                                   1,
                                   UINT64_C(0xac22d845d7da377b),
                                   UINT64_C(0x0123456789abcdef),
                                   UINT64_C(0xfedcba9876543210),
                                   UINT64_C(0x8000000000000000),
                                   UINT64_MAX};

enum { NUMBERS = sizeof(numbers) / sizeof(numbers[0]) };

Test(account, both_ways) {
    static const uint64_t accounts[] = {0, 1, 123456789012,
                                        UINT64_C(999999999999)};
    static const char *const texts[] = {"000000000000", "000000000001",
                                        "123456789012", "999999999999"};

    for (int i = 0; i < 4; i++) {
        char *buffer = malloc(EIP_ACCOUNT_TEXT_SIZE);
        uint64_t account = 7;
        cr_assert_eq(eip_account_format(accounts[i], buffer), 12);
        cr_assert_str_eq(buffer, texts[i]);
        cr_assert_eq(parse_account(texts[i], &account), EIP_OK);
        cr_assert_eq(account, accounts[i]);
        free(buffer);
    }
}

Test(account, refusals) {
    static const char *const bad[] = {"",
                                      "12345678901",
                                      "1234567890123",
                                      "12345678901a",
                                      " 23456789012",
                                      "+23456789012",
                                      "-23456789012",
                                      "12345678901 ",
                                      "0x3456789012a",
                                      "1234 5678 901",
                                      "12345678901\n",
                                      "/23456789012",
                                      ":23456789012"};
    char buffer[EIP_ACCOUNT_TEXT_SIZE] = "x";

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        uint64_t account = 7;
        cr_assert_eq(parse_account(bad[i], &account),
                     EIP_ERR_INVALID_PARAMETER_VALUE, "%s", bad[i]);
        cr_assert_eq(account, 7, "written on failure: %s", bad[i]);
    }
    cr_assert_eq(eip_account_format(UINT64_C(1000000000000), buffer), 0);
    cr_assert_eq(eip_account_format(UINT64_MAX, buffer), 0);
    cr_assert_str_eq(buffer, "x");
}

Test(account, null) {
    uint64_t account;

    cr_assert_eq(eip_account_parse(eip_text_of(NULL), &account), EIP_ERR_NULL);
    cr_assert_eq(eip_account_parse(eip_text_of("123456789012"), NULL),
                 EIP_ERR_NULL);
    cr_assert_eq(eip_account_format(1, NULL), 0);
}

Test(allocation_id, both_ways) {
    for (int i = 0; i < NUMBERS; i++) {
        char *buffer = malloc(EIP_ALLOCATION_ID_TEXT_SIZE);
        uint64_t id = ~numbers[i];
        cr_assert_eq(eip_allocation_id_format(numbers[i], buffer), 26);
        cr_assert_eq(strlen(buffer), 26);
        cr_assert_eq(parse_allocation(buffer, &id), EIP_OK);
        cr_assert_eq(id, numbers[i]);
        free(buffer);
    }
}

Test(allocation_id, is_spelled_as_ec2_spells_it) {
    char buffer[EIP_ALLOCATION_ID_TEXT_SIZE];

    eip_allocation_id_format(UINT64_C(0xac22d845d7da377b), buffer);
    cr_assert_str_eq(buffer, "eipalloc-0ac22d845d7da377b");
}

Test(allocation_id, refusals) {
    static const char *const bad[] = {"",
                                      "eipalloc-",
                                      "eipalloc-64d5890a",
                                      "eipalloc-0ac22d845d7da377",
                                      "eipalloc-0ac22d845d7da377bb",
                                      "eipalloc-1ac22d845d7da377b",
                                      "eipalloc-0AC22D845D7DA377B",
                                      "eipalloc-0ac22d845d7da377g",
                                      "eipalloc-0ac22d845d7da377`",
                                      "eipalloc-0ac22d845d7da377/",
                                      "eipalloc-0ac22d845d7da377:",
                                      "eipalloc-0 c22d845d7da377b",
                                      "eipallocX0ac22d845d7da377b",
                                      "EIPALLOC-0ac22d845d7da377b",
                                      "eipassoc-0ac22d845d7da377b",
                                      "eipassoc-0045976d3b4818dfa",
                                      " eipalloc-0ac22d845d7da377",
                                      "0ac22d845d7da377b"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        uint64_t id = 7;
        cr_assert_eq(parse_allocation(bad[i], &id),
                     EIP_ERR_ALLOCATION_ID_NOT_FOUND, "%s", bad[i]);
        cr_assert_eq(id, 7, "written on failure: %s", bad[i]);
    }
}

Test(allocation_id, null) {
    uint64_t id;

    cr_assert_eq(eip_allocation_id_parse(eip_text_of(NULL), &id), EIP_ERR_NULL);
    cr_assert_eq(eip_allocation_id_parse(
                     eip_text_of("eipalloc-0ac22d845d7da377b"), NULL),
                 EIP_ERR_NULL);
    cr_assert_eq(eip_allocation_id_format(1, NULL), 0);
}

Test(pool_id, both_ways) {
    static const char *const prefixes[] = {"amazon", "ipv4pool-ec2-0",
                                           "ipam-pool-0", "ipv4pool-coip-0"};

    for (uint32_t kind = EIP_POOL_PUBLIC_IPV4; kind <= EIP_POOL_COIP; kind++) {
        for (int i = 0; i < NUMBERS; i++) {
            char *buffer = malloc(EIP_POOL_ID_TEXT_SIZE);
            eip_pool_ref pool = {7, 7, 7};
            uint32_t size =
                eip_pool_id_format((eip_pool_ref){numbers[i], kind, 0}, buffer);
            cr_assert_eq(size, strlen(prefixes[kind]) + 16);
            cr_assert_eq(strlen(buffer), size);
            cr_assert_eq(
                strncmp(buffer, prefixes[kind], strlen(prefixes[kind])), 0);
            cr_assert_eq(parse_pool(buffer, &pool), EIP_OK);
            cr_assert_eq(pool.id, numbers[i]);
            cr_assert_eq(pool.kind, kind);
            cr_assert_eq(pool.reserved, 0);
            free(buffer);
        }
    }
}

Test(pool_id, amazons_has_a_name) {
    char *buffer = malloc(EIP_POOL_ID_TEXT_SIZE);
    eip_pool_ref pool = {7, 7, 7};

    cr_assert_eq(
        eip_pool_id_format((eip_pool_ref){0, EIP_POOL_AMAZON, 0}, buffer), 6);
    cr_assert_str_eq(buffer, "amazon");
    cr_assert_eq(parse_pool("amazon", &pool), EIP_OK);
    cr_assert_eq(pool.id, 0);
    cr_assert_eq(pool.kind, EIP_POOL_AMAZON);
    cr_assert_eq(pool.reserved, 0);
    free(buffer);
}

Test(pool_id, the_longest_fits) {
    char buffer[EIP_POOL_ID_TEXT_SIZE];

    cr_assert_eq(eip_pool_id_format(
                     (eip_pool_ref){UINT64_MAX, EIP_POOL_COIP, 0}, buffer),
                 EIP_POOL_ID_TEXT_SIZE - 1);
    cr_assert_str_eq(buffer, "ipv4pool-coip-0ffffffffffffffff");
}

Test(pool_id, refusals) {
    static const char *const bad[] = {"",
                                      "Amazon",
                                      "amazo",
                                      "amazon ",
                                      "ipv4pool-ec2-",
                                      "ipv4pool-ec2-0123456789abcdef",
                                      "ipv4pool-ec2-10123456789abcdef",
                                      "ipv4pool-ec2-00123456789abcdef0",
                                      "ipv4pool-ec2-00123456789abcdeF",
                                      "ipv4pool-ec3-00123456789abcdef",
                                      "ipam-pool-cidr-00123456789abcdef",
                                      "ipam-scope-00123456789abcdef",
                                      "ipv4pool-coip-00123456789abcde",
                                      "eipalloc-00123456789abcdef",
                                      "00123456789abcdef"};
    char buffer[EIP_POOL_ID_TEXT_SIZE] = "x";

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        eip_pool_ref pool = {7, 7, 7};
        cr_assert_eq(parse_pool(bad[i], &pool), EIP_ERR_POOL_NOT_FOUND, "%s",
                     bad[i]);
        cr_assert_eq(pool.id, 7, "written on failure: %s", bad[i]);
        cr_assert_eq(pool.kind, 7, "written on failure: %s", bad[i]);
    }
    cr_assert_eq(eip_pool_id_format((eip_pool_ref){0, 4, 0}, buffer), 0);
    cr_assert_eq(eip_pool_id_format((eip_pool_ref){0, UINT32_MAX, 0}, buffer),
                 0);
    cr_assert_str_eq(buffer, "x");
}

Test(pool_id, null) {
    eip_pool_ref pool;

    cr_assert_eq(eip_pool_id_parse(eip_text_of(NULL), &pool), EIP_ERR_NULL);
    cr_assert_eq(eip_pool_id_parse(eip_text_of("amazon"), NULL), EIP_ERR_NULL);
    cr_assert_eq(eip_pool_id_format((eip_pool_ref){0, 0, 0}, NULL), 0);
}

Test(idtext, associations_have_a_prefix_of_their_own) {
    char buffer[EIP_ASSOCIATION_ID_TEXT_SIZE];
    uint64_t id = 5;

    cr_assert_eq(
        eip_association_id_format(UINT64_C(0xac22d845d7da377b), buffer), 26);
    cr_assert_str_eq(buffer, "eipassoc-0ac22d845d7da377b");
    cr_assert_eq(eip_association_id_parse(eip_text_of(buffer), &id), EIP_OK);
    cr_assert_eq(id, UINT64_C(0xac22d845d7da377b));
    cr_assert_eq(eip_association_id_parse(
                     eip_text_of("eipalloc-0ac22d845d7da377b"), &id),
                 EIP_ERR_ASSOCIATION_ID_NOT_FOUND);
    cr_assert_eq(eip_association_id_parse(eip_text_of(buffer), NULL),
                 EIP_ERR_NULL);
    cr_assert_eq(eip_association_id_parse(eip_text_of(NULL), &id),
                 EIP_ERR_NULL);
    cr_assert_eq(eip_association_id_format(1, NULL), 0);
}
