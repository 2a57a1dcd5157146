/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file churn.h
 * Years of allocations and releases on a real engine whose clock is ours.
 *
 *   arrivals (Poisson) --> held (exponential) --> released --> regretted by
 *   some --> recovered, if nobody else has the address yet
 *
 * Everything that is drawn depends on the seed alone, not on what the engine
 * answers, so runs under several policies meet the same customers.
 */
#ifndef EIP_TOOL_CHURN_H
#define EIP_TOOL_CHURN_H

#include "plan/lifetime.h"
#include "plan/source.h"

#include <stdbool.h>
#include <stdint.h>

/** What is compared. */
struct churn_policy {
    const char *name;
    uint32_t policy; /* EIP_POLICY_... */
    bool is_keeping; /* cooling addresses are kept back */
    uint64_t cooldown_ms;
};

/** What is the same for all. */
struct churn_world {
    uint64_t seed;
    uint64_t span_ms;
    uint64_t hold_ms;        /* mean time an address is held */
    uint64_t regret_ms;      /* mean time from release to regret */
    uint64_t load_percent;   /* of capacity, wanted on average */
    uint64_t regret_percent; /* of releases */
    uint64_t accounts;
    uint64_t quota;
    bool is_asking; /* the engine, also where the answer is known */
};

struct churn_result {
    uint64_t capacity;
    uint64_t allocated;
    uint64_t refused_capacity;
    uint64_t refused_quota;
    uint64_t released;
    uint64_t regretted;
    uint64_t recovered;
    uint64_t while_cooling; /* given to others before the cooldown was over */
    uint64_t hands;         /* allocations to another account than before */
    uint64_t hands_max;     /* of one address */
    double held_mean;
    double cooling_mean;
    uint64_t cooling_max;
    uint64_t used;        /* addresses ever given */
    struct lifetime life; /* from release until another account has it */
};

/** A year at a load of 70 %, each address held for a week. */
void churn_begin(struct churn_world *world);
/** CLI_OK, or CLI_USAGE after a message: a run would be too large. */
int churn_check_size(const struct churn_world *world,
                     const struct source *source);
/** Returns an exit code, after a message. CLI_FAILED: the engine's audit, or
 *  its counts, are not as they should be. */
int churn_run(const struct churn_world *world,
              const struct churn_policy *policy, const struct source *source,
              struct churn_result *result);

#endif
