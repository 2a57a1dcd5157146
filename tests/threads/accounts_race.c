/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Threads create the same accounts at the same time: each number becomes one
 * account with one index, across the growth of the tables. */
#include "registry/account.h"
#include "support/internal/trial.h"

#include <stdlib.h>
#include <string.h>

enum { THREADS = 4, NUMBERS = 60000 };

struct race {
    struct eip__accounts accounts;
    uint64_t count;
    uint64_t *number;
    struct eip__account **got[THREADS];
};

/* Forwards, backwards, and from the middle, so that they meet everywhere. */
static uint64_t place(const struct race *race, uint32_t index, uint64_t i) {
    switch (index % 3) {
    case 0:
        return i;
    case 1:
        return race->count - 1 - i;
    default:
        return (i + race->count / 2) % race->count;
    }
}

static void create(void *context, uint32_t index) {
    struct race *race = context;

    for (uint64_t i = 0; i < race->count; i++) {
        uint64_t at = place(race, index == 3 ? 0 : index, i);
        struct eip__account *account;

        TRIAL_CHECK(eip__accounts_get(&race->accounts, race->number[at],
                                      &account) == EIP_OK,
                    "get");
        TRIAL_CHECK(account->number == race->number[at], "another's account");
        race->got[index][at] = account;
        TRIAL_CHECK(eip__accounts_find(&race->accounts, race->number[at]) ==
                        account,
                    "cannot be found");
        TRIAL_CHECK(eip__accounts_at(&race->accounts, account->index) ==
                        account,
                    "its index is not its own");
    }
}

static void compare(struct race *race) {
    uint64_t indexes = eip__accounts_count(&race->accounts);
    unsigned char *seen = calloc(indexes + 1, 1);

    for (uint64_t i = 0; i < race->count; i++) {
        struct eip__account *account = race->got[0][i];

        for (uint32_t n = 1; n < THREADS; n++) {
            TRIAL_CHECK(race->got[n][i] == account, "number %llu is two",
                        (unsigned long long)race->number[i]);
        }
        TRIAL_CHECK(account->index >= 1 && account->index <= indexes &&
                        seen[account->index]++ == 0,
                    "index %u is used twice", account->index);
    }
    TRIAL_CHECK(indexes < race->count + race->count / 2,
                "too many indexes in vain");
    free(seen);
}

int main(void) {
    static const eip_allocator allocator;
    static const eip_clock clock;
    static const eip_random no_random;
    struct trial_random random = trial_stream(0);
    struct race race = {.count = trial_scaled(NUMBERS)};
    struct eip__host host;

    eip__host_init(&host, &allocator, &clock, &no_random);
    eip__accounts_open(&race.accounts, &host, trial_seed(), 5);
    race.number = malloc(race.count * sizeof *race.number);
    for (uint64_t i = 0; i < race.count; i++) {
        /* All different: the high part counts. */
        race.number[i] = i * 10000000 + trial_below(&random, 10000000);
    }
    for (uint32_t n = 0; n < THREADS; n++) {
        race.got[n] = calloc(race.count, sizeof(void *));
    }
    trial_threads(THREADS, create, &race);
    compare(&race);
    for (uint32_t n = 0; n < THREADS; n++) {
        free(race.got[n]);
    }
    free(race.number);
    eip__accounts_close(&race.accounts);
    return 0;
}
