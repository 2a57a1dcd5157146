/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file oom.h  Calls that are tried with each request for memory refused. */
#ifndef EIP_TESTS_PROOF_OOM_OOM_H
#define EIP_TESTS_PROOF_OOM_OOM_H

#include "support/world.h"

/** What must be so if the call was refused memory. */
enum {
    NEEDS = 1,   /* it cannot do without: it has failed at least once */
    PARTIAL = 2, /* a batch: what succeeded stays */
    READS = 4,   /* changes nothing, whatever it answers */
    NEVER = 8,   /* asks for no memory at all */
    OWES = 16    /* what it could not do is owed by an IPAM pool, which sees to
                    it as soon as it is asked with memory */
};

struct subject {
    const char *name;
    void (*prepare)(struct world *w);
    eip_status (*call)(struct world *w);
    unsigned traits;
};

extern const struct subject oom_subjects[];
extern const unsigned oom_subject_count;
/** Of facts of held addresses. */
extern const struct subject oom_fact_subjects[];
extern const unsigned oom_fact_subject_count;
/** Operations on pools. */
extern const struct subject oom_pool_subjects[];
extern const unsigned oom_pool_subject_count;
/** Operations on public pools and brought ranges, moves from EC2-Classic. */
extern const struct subject oom_public_subjects[];
extern const unsigned oom_public_subject_count;
/** Operations on IPAM pools, and policies. */
extern const struct subject oom_ipam_subjects[];
extern const unsigned oom_ipam_subject_count;
/** What is kept of the books. */
extern const struct subject oom_books_subjects[];
extern const unsigned oom_books_subject_count;
/** Snapshots. */
extern const struct subject oom_snapshot_subjects[];
extern const unsigned oom_snapshot_subject_count;
/** Operations while a journal is kept. */
extern const struct subject oom_kept_subjects[];
extern const unsigned oom_kept_subject_count;
/** Engines with stores. */
extern const struct subject oom_store_subjects[];
extern const unsigned oom_store_subject_count;
/** What a preparation does must succeed. */
static inline void must(eip_status status) {
    if (status != EIP_OK) {
        world_die("a preparation fails: %s", eip_status_name(status));
    }
}

/** Ask the pools that owe something. */
void oom_ipam_mend(struct world *w);

enum how { ONCE = 0, FOR_GOOD = 1, TWICE = 2 };

/** Begin to refuse the n-th request from now on, it and the next, or all from
 *  it on; 0 ends it. */
void memory_refuse(uint64_t nth, enum how how);
/** Requests refused since. */
uint64_t memory_refused(void);
/** Of those, Judy's. */
uint64_t memory_refused_judy(void);
/** Blocks of malloc that are out. */
int64_t memory_blocks(void);
/** The world's allocator, through the same gate as malloc. */
eip_allocator memory_hooks(struct world *w);

/** Sites of the library, and how many were refused memory in both ways; says
 *  which were not. */
void sites_count(unsigned *sites, unsigned *failed, unsigned *silent);

#endif
