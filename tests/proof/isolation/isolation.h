/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file isolation.h  What one account can learn of another's (R18). */
#ifndef EIP_TESTS_PROOF_ISOLATION_ISOLATION_H
#define EIP_TESTS_PROOF_ISOLATION_ISOLATION_H

#include "support/world.h"

/** An answer, all its bytes: what was not written keeps the rubbish that was
 *  there before. */
struct answer {
    eip_status status;
    eip_status item; /* of the one item of a batch */
    eip_error error;
    eip_allocate_address_response response;
    uint64_t count; /* of a list; UINT64_MAX: none was made */
    eip_address first;
    eip_address last;
};

/** What is asked about. */
struct target {
    uint64_t id;
    uint32_t ip;
    uint64_t association; /* 0: one that never was */
};

/** Ask, as the caller; what was asked for goes to `name`. */
typedef void (*question)(struct world *w, uint64_t caller,
                         const struct target *target, bool dry,
                         struct answer *answer, const char **name);

struct form {
    const char *name;
    question ask;
};

extern const struct form isolation_forms[];
extern const uint32_t isolation_form_count;
/** Of facts of held addresses. */
extern const struct form isolation_fact_forms[];
extern const uint32_t isolation_fact_form_count;

/** An answer before it is asked for: nothing but rubbish. */
void isolation_clear(struct answer *answer);
/** Strike out what was asked for, and pointers that mean nothing. */
void isolation_strike(struct answer *answer, const char *name);

/** Every cell of the matrix; returns how many, or ends the process. */
uint64_t isolation_matrix(void);
/** The same of pools. */
uint64_t isolation_pools(void);
/** Of public pools, brought ranges, and moves from EC2-Classic. */
uint64_t isolation_public(void);
/** Of IPAM. */
uint64_t isolation_ipam(void);
/** So many operations of three accounts at random. */
void isolation_random(uint64_t operations, uint64_t seed);

#endif
