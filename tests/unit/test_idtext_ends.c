/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Ids are written with their end, whatever the buffer held before, and nothing
 * behind it. */
#include "eip/id.h"

#include <criterion/criterion.h>
#include <string.h>

enum { FULL = 0x7e };

Test(idtext_ends, of_an_account) {
    char buffer[32];

    memset(buffer, FULL, sizeof buffer);
    cr_assert_eq(eip_account_format(UINT64_C(12345678901), buffer), 12);
    cr_assert_str_eq(buffer, "012345678901");
    for (size_t i = 13; i < sizeof buffer; i++) {
        cr_assert_eq(buffer[i], FULL);
    }
}

Test(idtext_ends, of_an_allocation) {
    char buffer[64];
    uint32_t length;

    memset(buffer, FULL, sizeof buffer);
    length = eip_allocation_id_format(UINT64_C(0x123456789abcdef), buffer);
    cr_assert_eq(buffer[length], '\0');
    cr_assert_eq(strlen(buffer), length);
    for (size_t i = length + 1; i < sizeof buffer; i++) {
        cr_assert_eq(buffer[i], FULL);
    }
}
