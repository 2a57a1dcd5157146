/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file world.h
 * A small engine and the operations on it, through the public functions.
 *
 *   address  0        1        2             3
 *   block    0                 1             2
 *   at first held     held     free,         not
 *            by 1     by 2     released by 1 provisioned
 */
#ifndef INTERLEAVE_WORLD_H
#define INTERLEAVE_WORLD_H

#include "model.h"

#include "eip/eip.h"

struct world_how {
    uint32_t policy; /* EIP_POLICY_... */
    uint32_t flags;  /* EIP_POOL_... */
    bool membarrier; /* readers rely on it */
    bool scattered;  /* blocks are, whatever the policy is */
    bool hot;        /* there is no cooldown */
    bool taken;      /* address 2 is held, by account 3 */
    bool tied;       /* account 1 holds 2, too, and 0 is associated */
    bool cut;        /* address 0 is cut out of its block; nobody had it */
    bool classic;    /* 0 is in EC2-Classic, and may be moved */
    bool offered;    /* 0 to account 2, and 1 to account 1 */
    bool cold;       /* the threads have no lanes yet */
    bool spotted;    /* they have picked before, where 0 and 1 are */
    bool keeping;    /* so has thread 0, which keeps the hints in reserve */
    bool aged;       /* address 2 is past its cooldown, and its bucket due */
    bool successor;  /* thread 2 is new, and there is no lane for it */
    bool kept;       /* a journal is */
    bool retired;    /* details of threads 0 and 1 wait to be freed, two each */
    bool tagged;     /* account 1 holds 2, with a detail of thread 0 */
    uint8_t quota;   /* of all; 0: 3 */
    uint8_t given_up; /* a set of addresses that nobody holds any more */
};

void world_make(const struct world_how *how);

/** Carry out, and note what it answered and when. */
void world_do(struct op *op);

/** An execution has ended: the audit, the model, the memory. */
void world_check(const struct op *ops, uint32_t count);
/** One has in which a thread has stopped, and is perhaps gone and its lane
 *  another's: the model, and what is free can be had by anyone. */
void world_check_stopped(const struct op *ops, uint32_t count, bool gone);

/** Move the ring of buckets on, as a call that releases does (expire.c). */
struct eip__space;
eip_status world_expire(eip_engine *engine, struct eip__space *space);
/** Recall what lanes keep in reserve (there). */
eip_status world_recall(eip_engine *engine, struct eip__space *space);
/** Move the epoch on, if it can be, and free what has come of age (there). */
eip_status world_reclaim(eip_engine *engine);

/* What whoever keeps a journal does (kept.c); `records` of the addresses. */
void kept_start(eip_engine *engine);
void kept_collect(eip_engine *engine, const uint32_t *records,
                  struct told *told);
void kept_scan(eip_engine *engine, const uint32_t *records, struct told *told);

#endif
