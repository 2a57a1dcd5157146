/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file random.h  The accounts of the random operations, and what they have. */
#ifndef EIP_TESTS_PROOF_ISOLATION_RANDOM_H
#define EIP_TESTS_PROOF_ISOLATION_RANDOM_H

#include "isolation.h"

#include <stddef.h>

enum { ACCOUNTS = 3, SEEN = 256, HELD_MAX = 40 };

struct held {
    uint64_t id;
    uint32_t ip;
    uint32_t who;
    uint64_t association; /* its last, or 0 */
};

struct run {
    struct world w;
    uint64_t random;
    struct held held[ACCOUNTS * HELD_MAX];
    uint32_t count;
    struct held seen[SEEN]; /* ever given, by anyone */
    uint64_t given;
    uint64_t step;
    uint64_t own;      /* answers with the caller's own mark */
    uint64_t compared; /* with the answer for what never was */
};

uint64_t random_account(uint32_t who);
const char *random_mark(uint32_t who);
uint64_t random_below(struct run *run, uint64_t bound);
/** Tell, and end. */
void random_wrong(const struct run *run, const char *what);
/** No mark of another account may be in what `who` is answered. */
void random_search(struct run *run, uint32_t who, const void *bytes,
                   size_t size);
struct held *random_find(struct run *run, uint64_t id);
const struct held *random_seen(struct run *run);

/** Do something to one of one's own: associate it, name it, offer it, ... */
void random_own_facts(struct run *run, uint32_t who);
/** Ask about one that is not held: the bytes of "absent". */
void random_foreign_facts(struct run *run, uint32_t who);
/** See attributes, tags, transfers: one's own only. */
void random_look(struct run *run, uint32_t who);

#endif
