/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What the catalog's arrays have from their beginning lies beyond all that is
 * entered, and stays when that goes. */
#include "registry/catalog.h"

#include "registry/catalog_private.h"

#include <Judy.h>
#include <criterion/criterion.h>

enum { FEW = 100 };

/* Those above are all fillers: without a value, at the very end. */
static uint64_t check_fillers(void *judy, Word_t after) {
    Word_t index = after;
    uint64_t count = 0;
    PPvoid_t entry = JudyLNext(judy, &index, PJE0);

    while (entry != NULL) {
        cr_assert_null(*entry);
        cr_assert_gt(index, UINT64_MAX - FEW);
        count++;
        entry = JudyLNext(judy, &index, PJE0);
    }
    cr_assert_gt(count, 31, "Judy loses what it has where it goes past 31");
    return count;
}

Test(fillers, lie_beyond_what_is_entered) {
    void *judy = NULL;
    int value = 0;
    Word_t index = 0;
    uint64_t fillers;

    for (uint64_t i = 0; i < FEW; i++) {
        void **entry = eip__catalog_enter(&judy, i);

        cr_assert_not_null(entry);
        cr_assert_null(*entry);
        *entry = &value;
        index = 0;
        cr_assert_not_null(JudyLFirst(judy, &index, PJE0));
        cr_assert_eq(index, 0);
        cr_assert_eq(JudyLCount(judy, 0, FEW, PJE0), i + 1);
    }
    fillers = check_fillers(judy, FEW - 1);
    for (uint64_t i = 0; i < FEW; i++) {
        eip__catalog_forget(&judy, i);
        cr_assert_null(JudyLGet(judy, i, PJE0));
        cr_assert_eq(JudyLCount(judy, 0, UINT64_MAX, PJE0),
                     fillers + FEW - i - 1);
    }
    cr_assert_eq(check_fillers(judy, 0), fillers);
    (void)JudyLFreeArray(&judy, PJE0);
}
