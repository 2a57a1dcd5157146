/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cells.h
 * Families of operations on pools: each question, in each state of what is
 * another's, is answered in the bytes of "absent".
 */
#ifndef EIP_TESTS_ISOLATION_CELLS_H
#define EIP_TESTS_ISOLATION_CELLS_H

#include "support/world.h"

/** All bytes of an answer. */
struct told {
    eip_status status;
    eip_error error;
    eip_coip_cidr cidr;
    eip_deprovision_public_ipv4_pool_cidr_response cut;
    eip_classic_response moved;
    uint64_t count; /* of a list */
    uint64_t has_next;
};

/** An answer before it is asked for: nothing but rubbish. */
void told_clear(struct told *told);
/** Strike out the caller's own words, which differ from state to state. */
void told_strike(struct told *told, const char *text);

struct isolation_question {
    const char *name;
    void (*ask)(struct world *w, const eip_caller *caller, bool dry,
                struct told *told);
    uint32_t owners; /* the state after which even the owner's answer is
                      * another */
};

struct isolation_family {
    const struct isolation_question *question;
    uint32_t questions;
    uint32_t states; /* the first is what the others are compared with */
    const char *(*state)(uint32_t which);
    /** Bring a world into a state. */
    void (*make)(struct world *w, uint32_t state);
    /** What was asked for, to be struck out. */
    const char *const *texts;
    uint32_t text_count;
};

/** Every cell of the family; returns how many, or ends the process. */
uint64_t isolation_cells(const struct isolation_family *family);

#endif
