/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Accounts by number and by index, while their tables grow. */
#include "registry/account.h"
#include "space/word.h"
#include "support/internal/trial.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct eip__host host;
    struct eip__accounts accounts;
    uint64_t blocks;   /* that are out */
    uint64_t requests; /* for memory, ever */
    uint64_t fail_at;
};

static void *get_memory(struct fixture *f, uint64_t bytes) {
    if (++f->requests == f->fail_at) {
        return NULL;
    }
    f->blocks++;
    return aligned_alloc(4096, (bytes + 4095) & ~UINT64_C(4095));
}

static void *allocate(void *context, uint64_t bytes) {
    return get_memory(context, bytes);
}

static void *reserve(void *context, uint64_t bytes) {
    void *pages = get_memory(context, bytes);

    return pages == NULL ? NULL : memset(pages, 0, bytes);
}

static void release(void *context, void *block, uint64_t bytes) {
    (void)bytes;
    ((struct fixture *)context)->blocks--;
    free(block);
}

static struct fixture *start(bool own_memory) {
    struct fixture *f = calloc(1, sizeof *f);
    const eip_allocator hook = {f, allocate, release, reserve, NULL, release};
    const eip_allocator none = {0};
    const eip_clock clock = {0};
    const eip_random random = {0};

    eip__host_init(&f->host, own_memory ? &hook : &none, &clock, &random);
    eip__accounts_open(&f->accounts, &f->host, trial_seed(), 5);
    return f;
}

static void finish(struct fixture *f) {
    eip__accounts_close(&f->accounts);
    cr_assert_eq(f->blocks, 0, "memory was lost");
    free(f);
}

static struct eip__account *get(struct fixture *f, uint64_t number) {
    struct eip__account *account = NULL;

    cr_assert_eq(eip__accounts_get(&f->accounts, number, &account), EIP_OK);
    cr_assert_eq(account->number, number);
    return account;
}

Test(account, at_first_there_is_none) {
    struct fixture *f = start(true);

    cr_assert_null(eip__accounts_find(&f->accounts, 0));
    cr_assert_null(eip__accounts_find(&f->accounts, EIP__ACCOUNT_NUMBER_MAX));
    cr_assert_eq(eip__accounts_count(&f->accounts), 0);
    finish(f);
}

Test(account, how_one_begins) {
    struct fixture *f = start(true);
    struct eip__account *account = get(f, 111122223333);

    cr_assert_eq(account->index, 1);
    cr_assert_eq(eip__hint32(&account->quota), 5);
    cr_assert_eq(eip__hint32(&account->flags), 0);
    cr_assert_eq(eip__hint(&account->head), 0);
    cr_assert_eq(eip__hint(&account->tally), 0);
    cr_assert_eq(eip__hint(&account->holdings), 0);
    cr_assert_eq((uintptr_t)account % 64, 0);
    cr_assert_eq(sizeof *account, 64);
    cr_assert_eq(get(f, 111122223333), account);
    cr_assert_eq(eip__accounts_count(&f->accounts), 1);
    finish(f);
}

Test(account, the_first_and_the_last_number) {
    struct fixture *f = start(true);
    struct eip__account *first = get(f, 0);
    struct eip__account *last = get(f, EIP__ACCOUNT_NUMBER_MAX);

    cr_assert_neq(first, last);
    cr_assert_eq(eip__accounts_find(&f->accounts, 0), first);
    cr_assert_eq(eip__accounts_find(&f->accounts, EIP__ACCOUNT_NUMBER_MAX),
                 last);
    finish(f);
}

/* Through four tables; the numbers in a row, all over, and at random. */
static void grow(uint64_t count, uint64_t step, bool random) {
    struct trial_random stream = trial_stream(step);
    struct fixture *f = start(false);
    uint64_t *number = malloc(count * sizeof *number);
    struct eip__account **made = malloc(count * sizeof(void *));

    for (uint64_t i = 0; i < count; i++) {
        number[i] = i * step;
        if (random) {
            number[i] = (i << 20 | (trial_next(&stream) & 0xfffff)) %
                        EIP__ACCOUNT_NUMBER_MAX;
        }
        made[i] = get(f, number[i]);
        cr_assert_eq(made[i]->index, i + 1);
        cr_assert_eq(eip__accounts_at(&f->accounts, made[i]->index), made[i]);
    }
    for (uint64_t i = 0; i < count; i++) {
        cr_assert_eq(eip__accounts_find(&f->accounts, number[i]), made[i]);
        cr_assert_eq(get(f, number[i]), made[i], "made twice");
        if (step > 1) {
            cr_assert_null(eip__accounts_find(&f->accounts, number[i] + 1));
        }
    }
    cr_assert_eq(eip__accounts_count(&f->accounts), count);
    free(made);
    free(number);
    finish(f);
}

Test(account, in_a_row) {
    grow(100000, 1, false);
}

Test(account, far_apart) {
    grow(100000, 9999999, false);
}

Test(account, at_random) {
    grow(300000, 1, true);
}

/* The limit without 16 million accounts: pretend that they are there. */
Test(account, at_the_limit) {
    struct fixture *f = start(false);
    struct eip__account *account;
    struct eip__account *last;

    (void)get(f, 1);
    eip__note(&f->accounts.next, EIP_LIMIT_ACCOUNTS - 2);
    cr_assert_eq(get(f, 2)->index, EIP_LIMIT_ACCOUNTS - 1);
    last = get(f, 3);
    cr_assert_eq(last->index, EIP_LIMIT_ACCOUNTS);
    cr_assert_eq(eip__accounts_get(&f->accounts, 4, &account),
                 EIP_ERR_TOO_MANY_ACCOUNTS);
    cr_assert_eq(get(f, 3), last, "those that are there are found");
    cr_assert_eq(eip__accounts_at(&f->accounts, EIP_LIMIT_ACCOUNTS), last);
    cr_assert_leq(EIP_LIMIT_ACCOUNTS, EIP__OWNER_MAX);
    cr_assert_null(eip__accounts_find(&f->accounts, 4));
    finish(f);
}

/* The last table is never sealed, however full it is. */
Test(account, in_the_last_table) {
    struct fixture *f = start(false);
    struct eip__account_table *last;

    for (uint32_t k = 0; k < EIP__ACCOUNT_TABLES; k++) {
        struct eip__account_table *table =
            eip__host_allocate_zeroed(&f->host, sizeof *table);

        /* Shorter than they will be, but for the bytes that are freed. */
        table->slots = 2;
        table->slot = eip__host_block(&f->host, (UINT64_C(1) << (10 + 3 * k)) *
                                                    sizeof(eip__a64));
        for (uint32_t i = 0; i < 2 && k + 1 < EIP__ACCOUNT_TABLES; i++) {
            eip__publish(&table->slot[i], UINT64_MAX);
        }
        eip__publish(&f->accounts.table[k], eip__value(table));
        last = table;
    }
    eip__note(&last->count, 1); /* half of its slots */
    cr_assert_eq(get(f, 5)->index, 1);
    cr_assert_eq(eip__accounts_find(&f->accounts, 5)->index, 1);
    finish(f);
}

/* An index made in vain serves the next. */
Test(account, a_spare_index_is_used) {
    struct fixture *f = start(true);

    (void)get(f, 1);
    (void)get(f, 2);
    eip__note(&f->accounts.next, 3);
    eip__note(&f->accounts.spare, 3);
    cr_assert_eq(get(f, 7)->index, 3);
    cr_assert_eq(get(f, 8)->index, 4);
    finish(f);
}

/* Each request for memory refused once, on the way through two tables. */
Test(account, memory_refused) {
    uint64_t fail_at = 1;
    bool refused = true;

    for (; refused; fail_at++) {
        struct fixture *f = start(true);

        refused = false;
        f->fail_at = fail_at;
        for (uint64_t i = 0; i < 1500; i++) {
            struct eip__account *account = NULL;
            eip_status status = eip__accounts_get(&f->accounts, i, &account);

            if (status != EIP_OK) {
                cr_assert_eq(status, EIP_ERR_OUT_OF_MEMORY);
                cr_assert_null(eip__accounts_find(&f->accounts, i));
                refused = true;
                (void)get(f, i); /* now there is some */
            }
        }
        for (uint64_t i = 0; i < 1500; i++) {
            cr_assert_not_null(eip__accounts_find(&f->accounts, i));
        }
        finish(f);
    }
    cr_assert_gt(fail_at, 5);
}
