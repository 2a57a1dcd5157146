/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file reclaim.h
 * Freeing what readers may still look at: epochs.
 *
 * An object that can no longer be reached is retired in the epoch of that
 * moment, e. The epoch moves on from e to e + 1 only when every thread inside
 * a call has entered it in e. So when it has reached e + 2 every call that
 * could have reached the object has ended, and the object is freed.
 *
 * A thread stopped inside a call stops the epoch, not the other threads:
 * retired objects then accumulate, and administration refuses further changes
 * at EIP_LIMIT_SNAPSHOTS topologies and layouts.
 */
#ifndef EIP_BASE_RECLAIM_H
#define EIP_BASE_RECLAIM_H

#include "base/lane.h"

/** First member of whatever is retired. */
struct eip__retired {
    struct eip__retired *next;
    uint64_t epoch;
    eip__a64 *counter; /* to be lowered when it is freed, or NULL */
    void (*free)(struct eip__host *host, struct eip__retired *object);
};

/**
 * Free the object once no call can reach it. It must be unreachable for calls
 * that enter from now on. Lock-free; may free others on the way.
 */
void eip__retire(struct eip__lanes *lanes, struct eip__retired *object,
                 void (*free_object)(struct eip__host *host,
                                     struct eip__retired *object));

/** The same for a topology or layout, of which the number is bounded. */
void eip__retire_snapshot(struct eip__lanes *lanes, struct eip__retired *object,
                          void (*free_object)(struct eip__host *host,
                                              struct eip__retired *object));

/** Free what can be freed now. Lock-free. */
void eip__reclaim(struct eip__lanes *lanes);

/** Free everything; nobody may be inside a call. */
void eip__reclaim_all(struct eip__lanes *lanes);

/** Topologies and layouts retired and not yet freed. */
uint64_t eip__reclaim_snapshots(const struct eip__lanes *lanes);

#endif
