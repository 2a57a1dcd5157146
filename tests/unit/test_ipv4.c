/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* IPv4 addresses and CIDR blocks: text both ways, and arithmetic. */
#include "eip/ipv4.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/** A copy without room behind it, so that AddressSanitizer sees a read past
 *  the end. */
static eip_text tight(const char *text, size_t size) {
    char *data = malloc(size == 0 ? 1 : size);

    memcpy(data, text, size);
    return (eip_text){data, (uint32_t)size, 0};
}

static void drop(eip_text text) {
    free((void *)(uintptr_t)text.data);
}

static eip_status parse(const char *string, uint32_t *address) {
    eip_text text = tight(string, strlen(string));
    eip_status status = eip_ipv4_parse(text, address);

    drop(text);
    return status;
}

static eip_status parse_cidr(const char *string, eip_cidr *cidr) {
    eip_text text = tight(string, strlen(string));
    eip_status status = eip_cidr_parse(text, cidr);

    drop(text);
    return status;
}

static eip_cidr block(const char *string) {
    eip_cidr cidr = {0, 99};

    cr_assert_eq(parse_cidr(string, &cidr), EIP_OK, "%s", string);
    return cidr;
}

Test(ipv4, parses_addresses) {
    static const struct {
        const char *text;
        uint32_t address;
    } good[] = {
        {"0.0.0.0", 0},
        {"255.255.255.255", UINT32_C(0xffffffff)},
        {"10.0.0.1", UINT32_C(0x0a000001)},
        {"192.0.2.128", UINT32_C(0xc0000280)},
        {"1.20.30.249", UINT32_C(0x01141ef9)},
        {"99.100.199.200", UINT32_C(0x6364c7c8)},
    };

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        uint32_t address = 1;
        cr_assert_eq(parse(good[i].text, &address), EIP_OK, "%s", good[i].text);
        cr_assert_eq(address, good[i].address, "%s", good[i].text);
    }
}

Test(ipv4, refuses_what_is_no_address) {
    static const char *const bad[] = {"",
                                      ".",
                                      "...",
                                      "1",
                                      "1.2.3",
                                      "52.55.218",
                                      "1.2.3.",
                                      ".1.2.3.4",
                                      "1..2.3",
                                      "1.2.3.4.",
                                      "1.2.3.4.5",
                                      "256.0.0.0",
                                      "0.0.0.256",
                                      "1.2.3.999",
                                      "1.2.3.1000",
                                      "1.2.3.4294967296",
                                      "01.2.3.4",
                                      "1.2.3.00",
                                      "1.2.3.04",
                                      " 1.2.3.4",
                                      "1.2.3.4 ",
                                      "1. 2.3.4",
                                      "+1.2.3.4",
                                      "-1.2.3.4",
                                      "0x1.2.3.4",
                                      "a.b.c.d",
                                      "1.2.3.4/32",
                                      "1,2,3,4",
                                      "1.2.3.4\n",
                                      "::1",
                                      "0300.0.0.1",
                                      "16909060",
                                      "1.2.3.99999999999999999999"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        uint32_t address = 7;
        cr_assert_eq(parse(bad[i], &address), EIP_ERR_ADDRESS_MALFORMED, "%s",
                     bad[i]);
        cr_assert_eq(address, 7, "written on failure: %s", bad[i]);
    }
}

Test(ipv4, a_terminator_is_not_the_end) {
    uint32_t address = 7;
    eip_text zero = tight("1.2.3.4\0", 8);
    eip_text part = {"1.2.3.45", 7, 0};

    cr_assert_eq(eip_ipv4_parse(zero, &address), EIP_ERR_ADDRESS_MALFORMED);
    drop(zero);
    cr_assert_eq(eip_ipv4_parse(part, &address), EIP_OK);
    cr_assert_eq(address, UINT32_C(0x01020304));
}

Test(ipv4, null_arguments) {
    uint32_t address = 7;
    eip_cidr cidr = {7, 7};

    cr_assert_eq(eip_ipv4_parse(eip_text_of(NULL), &address), EIP_ERR_NULL);
    cr_assert_eq(eip_ipv4_parse(eip_text_of("1.2.3.4"), NULL), EIP_ERR_NULL);
    cr_assert_eq(eip_cidr_parse(eip_text_of(NULL), &cidr), EIP_ERR_NULL);
    cr_assert_eq(eip_cidr_parse(eip_text_of("1.2.3.4/32"), NULL), EIP_ERR_NULL);
    cr_assert_eq(eip_ipv4_format(0, NULL), 0);
    cr_assert_eq(eip_cidr_format((eip_cidr){0, 0}, NULL), 0);
}

Test(ipv4, formats_and_reads_back) {
    static const uint32_t octets[] = {0,   1,   9,   10,  11,  99, 100,
                                      101, 199, 200, 249, 250, 255};
    enum { N = sizeof(octets) / sizeof(octets[0]) };

    for (int i = 0; i < N * N; i++) {
        uint32_t address = octets[i % N] << 24 | octets[i / N] << 16 |
                           octets[(i + 5) % N] << 8 | octets[(i / N + 3) % N];
        char *buffer = malloc(EIP_IPV4_TEXT_SIZE);
        uint32_t size = eip_ipv4_format(address, buffer);
        uint32_t back = ~address;
        cr_assert_eq(size, strlen(buffer));
        cr_assert_eq(parse(buffer, &back), EIP_OK);
        cr_assert_eq(back, address);
        free(buffer);
    }
}

Test(ipv4, the_longest_texts_fit) {
    char address[EIP_IPV4_TEXT_SIZE];
    char cidr[EIP_CIDR_TEXT_SIZE];

    cr_assert_eq(eip_ipv4_format(UINT32_MAX, address), EIP_IPV4_TEXT_SIZE - 1);
    cr_assert_str_eq(address, "255.255.255.255");
    cr_assert_eq(eip_cidr_format((eip_cidr){UINT32_MAX, 32}, cidr),
                 EIP_CIDR_TEXT_SIZE - 1);
    cr_assert_str_eq(cidr, "255.255.255.255/32");
    cr_assert_eq(eip_ipv4_format(0, address), 7);
    cr_assert_str_eq(address, "0.0.0.0");
}

Test(cidr, parses_every_prefix) {
    for (uint32_t bits = 0; bits <= 32; bits++) {
        uint32_t base =
            (uint32_t)(UINT64_C(0xffffffff00000000) >> bits & UINT32_MAX);
        char text[EIP_CIDR_TEXT_SIZE];
        eip_cidr cidr;
        cr_assert_gt(eip_cidr_format((eip_cidr){base, bits}, text), 0);
        cidr = block(text);
        cr_assert_eq(cidr.base, base);
        cr_assert_eq(cidr.prefix_bits, bits);
        cr_assert_eq(eip_cidr_count(cidr), UINT64_C(1) << (32 - bits));
    }
}

Test(cidr, refuses_what_is_no_block) {
    static const char *const bad[] = {"",
                                      "/",
                                      "10.0.0.0",
                                      "10.0.0.0/",
                                      "10.0.0.0/33",
                                      "10.0.0.0/032",
                                      "10.0.0.0/08",
                                      "10.0.0.0/-1",
                                      "10.0.0.0/8 ",
                                      "10.0.0.0 /8",
                                      "10.0.0.0//8",
                                      "10.0.0.0/8/8",
                                      "10.0.0/8",
                                      "10.0.0.1/31",
                                      "10.0.0.1/8",
                                      "0.0.0.1/0",
                                      "256.0.0.0/8",
                                      "10.0.0.0/99999999999",
                                      "10.0.0.0/a",
                                      "/8"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        eip_cidr cidr = {7, 7};
        cr_assert_eq(parse_cidr(bad[i], &cidr), EIP_ERR_CIDR_MALFORMED, "%s",
                     bad[i]);
        cr_assert_eq(cidr.base, 7, "written on failure: %s", bad[i]);
        cr_assert_eq(cidr.prefix_bits, 7, "written on failure: %s", bad[i]);
    }
}

Test(cidr, validity) {
    cr_assert_eq(eip_cidr_is_valid((eip_cidr){0, 0}), 1);
    cr_assert_eq(eip_cidr_is_valid((eip_cidr){1, 0}), 0);
    cr_assert_eq(eip_cidr_is_valid((eip_cidr){1, 31}), 0);
    cr_assert_eq(eip_cidr_is_valid((eip_cidr){1, 32}), 1);
    cr_assert_eq(eip_cidr_is_valid((eip_cidr){0, 33}), 0);
    cr_assert_eq(eip_cidr_is_valid((eip_cidr){0, 64}), 0);
    cr_assert_eq(eip_cidr_is_valid((eip_cidr){0, UINT32_MAX}), 0);
}

Test(cidr, an_invalid_block_has_nothing) {
    eip_cidr bad = {1, 8};
    eip_cidr worse = {0, 99};
    eip_cidr all = {0, 0};
    char text[EIP_CIDR_TEXT_SIZE] = "x";

    cr_assert_eq(eip_cidr_count(bad), 0);
    cr_assert_eq(eip_cidr_count(worse), 0);
    cr_assert_eq(eip_cidr_contains(bad, 1), 0);
    cr_assert_eq(eip_cidr_contains(worse, 0), 0);
    cr_assert_eq(eip_cidr_overlaps(all, bad), 0);
    cr_assert_eq(eip_cidr_overlaps(worse, all), 0);
    cr_assert_eq(eip_cidr_format(bad, text), 0);
    cr_assert_eq(eip_cidr_format(worse, text), 0);
}

Test(cidr, contains_its_ends_and_no_more) {
    eip_cidr cidr = block("10.1.2.64/26");

    cr_assert_eq(eip_cidr_contains(cidr, cidr.base), 1);
    cr_assert_eq(eip_cidr_contains(cidr, cidr.base + 63), 1);
    cr_assert_eq(eip_cidr_contains(cidr, cidr.base - 1), 0);
    cr_assert_eq(eip_cidr_contains(cidr, cidr.base + 64), 0);
    cr_assert_eq(eip_cidr_contains(block("0.0.0.0/0"), UINT32_MAX), 1);
    cr_assert_eq(eip_cidr_contains(block("0.0.0.5/32"), 5), 1);
    cr_assert_eq(eip_cidr_contains(block("0.0.0.5/32"), 4), 0);
}

Test(cidr, overlap_is_an_address_in_common) {
    static const char *const blocks[] = {
        "0.0.0.0/0",   "0.0.0.0/1",         "128.0.0.0/1", "10.0.0.0/8",
        "10.0.0.0/32", "10.0.0.0/31",       "10.0.0.1/32", "10.128.0.0/9",
        "11.0.0.0/8",  "255.255.255.255/32"};
    enum { N = sizeof(blocks) / sizeof(blocks[0]) };

    for (int i = 0; i < N * N; i++) {
        eip_cidr a = block(blocks[i / N]);
        eip_cidr b = block(blocks[i % N]);
        uint64_t a_end = a.base + eip_cidr_count(a);
        uint64_t b_end = b.base + eip_cidr_count(b);
        uint32_t expected = a.base < b_end && b.base < a_end;
        cr_assert_eq(eip_cidr_overlaps(a, b), expected, "%s %s", blocks[i / N],
                     blocks[i % N]);
    }
}
