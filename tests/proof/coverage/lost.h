/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What lost.c and lost_*.c have in common. */
#ifndef EIP_TESTS_PROOF_COVERAGE_LOST_H
#define EIP_TESTS_PROOF_COVERAGE_LOST_H

#include "registry/engine.h"

#include "support/internal/direct.h"
#include "support/internal/trial.h"

#include <stdio.h>

enum { ALICE = 1, BOB = 2, STOPS_MAX = 1000000 };

struct race {
    const char *name;
    void (*begin)(void);
    void (*first)(void);
    void (*second)(void);
    void (*end)(void);
    uint32_t again; /* the second runs again after so many accesses; 0: not */
};

extern const struct race lost_space_races[];
extern const uint32_t lost_space_race_count;
extern const struct race lost_engine_races[];
extern const uint32_t lost_engine_race_count;
extern const struct race lost_transfer_races[];
extern const uint32_t lost_transfer_race_count;
extern const struct race lost_pools_races[];
extern const uint32_t lost_pools_race_count;
extern const struct race lost_block_races[];
extern const uint32_t lost_block_race_count;
extern const struct race lost_journal_races[];
extern const uint32_t lost_journal_race_count;
extern const struct race lost_hints_races[];
extern const uint32_t lost_hints_race_count;
/** Once, not at each access: it takes its time. */
extern const struct race lost_many;

/** The space of races in a space by itself, and its first block. */
extern struct direct lost_direct;
extern struct eip__range *lost_range;
void lost_open_direct(const struct direct_options *options, const char *cidr);
/** Every free address of it is offered. */
void lost_close_direct(void);
/** Whoever has stopped, and wherever: what is free is found. */
void lost_take_what_is_free(void);

/** Which race is on, and where the second runs. */
extern char lost_place[120];

#define CHECK(condition, ...)                                                  \
    do {                                                                       \
        if (!(condition)) {                                                    \
            (void)fprintf(stderr, "%s\n", lost_place);                         \
            trial_fail(__FILE__, __LINE__, __VA_ARGS__);                       \
        }                                                                      \
    } while (0)

/* As a thread leaves it that stopped after installing a take, the account's
 * next operation; returns the word to be. */
uint64_t lost_leave_take(struct eip__lane *lane, struct eip__account *of,
                         uint32_t record, uint64_t before);

#endif
