/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Statuses, their texts, the version, eip_text and eip_error. */
#include "eip/status.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct row {
    eip_status status;
    const char *name;
    const char *code;
    uint32_t http;
    const char *text;
};

#define ROW(name, value, code, http, text)                                     \
    {EIP_##name, "EIP_" #name, code, http, text},
static const struct row rows[] = {EIP_STATUS_MAP(ROW)};
#undef ROW

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

Test(status, every_row_of_the_map_is_answered) {
    for (int i = 0; i < ROWS; i++) {
        cr_assert_str_eq(eip_status_name(rows[i].status), rows[i].name);
        cr_assert_str_eq(eip_status_code(rows[i].status), rows[i].code);
        cr_assert_str_eq(eip_status_text(rows[i].status), rows[i].text);
        cr_assert_eq(eip_status_http(rows[i].status), rows[i].http);
    }
}

Test(status, values_are_distinct_and_failures_negative) {
    for (int i = 0; i < ROWS; i++) {
        cr_assert(rows[i].status < 0 || i == 0);
        for (int j = 0; j < i; j++) {
            cr_assert_neq(rows[i].status, rows[j].status);
        }
    }
}

Test(status, values_are_pinned) {
    cr_assert_eq(EIP_OK, 0);
    cr_assert_eq(EIP_ERR_NULL, -101);
    cr_assert_eq(EIP_ERR_INVALID_PARAMETER_VALUE, -201);
    cr_assert_eq(EIP_ERR_UNAUTHORIZED, -301);
    cr_assert_eq(EIP_ERR_ADDRESS_NOT_FOUND, -401);
    cr_assert_eq(EIP_ERR_ADDRESS_LIMIT_EXCEEDED, -501);
    cr_assert_eq(EIP_ERR_OUT_OF_MEMORY, -601);
    cr_assert_eq(EIP_ERR_STORE_DAMAGED, -701);
}

Test(status, codes_are_those_of_ec2) {
    cr_assert_str_eq(eip_status_code(EIP_OK), "");
    cr_assert_str_eq(eip_status_code(EIP_ERR_UNAUTHORIZED),
                     "UnauthorizedOperation");
    cr_assert_eq(eip_status_http(EIP_ERR_UNAUTHORIZED), 403);
    cr_assert_str_eq(eip_status_code(EIP_ERR_DRY_RUN), "DryRunOperation");
    cr_assert_eq(eip_status_http(EIP_ERR_DRY_RUN), 412);
    cr_assert_str_eq(eip_status_code(EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY),
                     "InsufficientAddressCapacity");
    cr_assert_eq(eip_status_http(EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY), 503);
}

Test(status, numbers_that_are_no_status_are_answered_too) {
    static const eip_status others[] = {1,    -1,   -100,      -700,
                                        -607, -712, INT32_MAX, INT32_MIN};

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        cr_assert_str_eq(eip_status_name(others[i]), "EIP_?");
        cr_assert_str_eq(eip_status_code(others[i]), "InternalError");
        cr_assert_str_eq(eip_status_text(others[i]), "Unknown status");
        cr_assert_eq(eip_status_http(others[i]), 500);
    }
}

Test(status, error_init_is_the_macro) {
    eip_error made = eip_error_init();
    eip_error macro = EIP_ERROR_INIT;

    cr_assert_eq(made.size, sizeof(eip_error));
    cr_assert_eq(memcmp(&made, &macro, sizeof(made)), 0);
}

Test(status, text_of) {
    eip_text absent = eip_text_of(NULL);
    eip_text empty = eip_text_of("");
    eip_text some = eip_text_of("vpc");

    cr_assert_null(absent.data);
    cr_assert_eq(absent.size, 0);
    cr_assert_not_null(empty.data);
    cr_assert_eq(empty.size, 0);
    cr_assert_eq(some.size, 3);
    cr_assert_eq(memcmp(some.data, "vpc", 3), 0);
    cr_assert_eq(some.reserved, 0);
}

/**
 * A text of over 4 GiB in little memory: one piece of it, mapped again and
 * again, then one byte that ends it. NULL where the host does not want that.
 */
static char *map_long_string(size_t pieces, size_t piece) {
    char *reserved = mmap(NULL, pieces * piece + 4096, PROT_NONE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    int file = memfd_create("long", 0);
    char *at = reserved;
    int flags = MAP_SHARED | MAP_FIXED | MAP_POPULATE;
    int both = PROT_READ | PROT_WRITE;

    if (reserved == MAP_FAILED || file < 0 ||
        ftruncate(file, (off_t)piece) != 0) {
        return NULL;
    }
    for (size_t i = 0; i < pieces; i++, at += piece) {
        if (mmap(at, piece, both, flags, file, 0) == MAP_FAILED) {
            return NULL;
        }
    }
    if (mprotect(at, 4096, both) != 0) {
        return NULL;
    }
    memset(reserved, 'x', piece);
    return reserved;
}

Test(status, text_of_a_string_beyond_32_bits_is_cut) {
    size_t piece = (size_t)16 << 20;
    char *string = map_long_string(257, piece);
    eip_text text;

    if (string == NULL) {
        cr_skip_test("no room for a string of 4 GiB");
    }
    text = eip_text_of(string);
    cr_assert_eq(text.data, string);
    cr_assert_eq(text.size, UINT32_MAX);
}

Test(status, version_number_and_text_agree) {
    char text[32];

    snprintf(text, sizeof(text), "%u.%u.%u", eip_version() / 1000000,
             eip_version() / 1000 % 1000, eip_version() % 1000);
    cr_assert_str_eq(eip_version_text(), text);
    cr_assert_eq(eip_version(), EIP_VERSION_MAJOR * 1000000 +
                                    EIP_VERSION_MINOR * 1000 +
                                    EIP_VERSION_PATCH);
}
