/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the epoch and the stack of retired objects (I9 of lib/README.md).
 *
 * A reader writes its epoch into its lane and then looks at shared objects.
 * The one who moves the epoch on has made objects unreachable before, and
 * then looks at the lanes. Either it sees the reader's lane, or the reader
 * sees that the object is gone: that needs a full barrier on both sides, or
 * none on the reader's and a membarrier on the other. */
#include "base/reclaim.h"

/* Retiring this many objects since the last attempt triggers one. Each attempt
 * is a membarrier, of up to several us. */
enum { BATCH = 256 };

static void push(struct eip__lanes *lanes, struct eip__retired *first,
                 struct eip__retired *last) {
    uint64_t top = eip__read(&lanes->retired);

    do {
        last->next = eip__pointer(top);
    } while (!eip__step(&lanes->retired, &top, eip__value(first)));
}

/* Move on from `epoch` if everybody inside a call has entered in it. */
static void advance(struct eip__lanes *lanes, uint64_t epoch) {
    uint64_t used;

    eip__lanes_barrier(lanes);
    used = eip__look(&lanes->used);
    for (uint64_t i = 1; i <= used; i++) {
        uint64_t inside = eip__look(&lanes->lane[i].epoch);

        if (inside != 0 && inside != epoch) {
            return;
        }
    }
    (void)eip__turn(&lanes->epoch, &epoch, epoch + 1);
}

/* Take the whole stack, free what is old enough, put the rest back. */
static void sweep(struct eip__lanes *lanes, uint64_t epoch) {
    struct eip__retired *object = eip__pointer(eip__take_all(&lanes->retired));
    struct eip__retired *kept = NULL;
    struct eip__retired *last = NULL;
    uint64_t freed = 0;

    while (object != NULL) {
        struct eip__retired *next = object->next;

        if (object->epoch + 2 <= epoch) {
            if (object->counter != NULL) {
                eip__count(object->counter, UINT64_MAX);
            }
            freed++;
            object->free(lanes->host, object);
        } else {
            object->next = kept;
            last = kept == NULL ? object : last;
            kept = object;
        }
        object = next;
    }
    if (kept != NULL) {
        push(lanes, kept, last);
    }
    eip__count(&lanes->pending, 0 - freed);
}

/* While the epoch stands still, as behind a stopped reader, nothing can have
 * come of age since it was last gone through. */
void eip__reclaim(struct eip__lanes *lanes) {
    uint64_t epoch;

    if (eip__hint(&lanes->retired) == 0) {
        return;
    }
    advance(lanes, eip__look(&lanes->epoch));
    epoch = eip__look(&lanes->epoch);
    if (eip__hint(&lanes->swept) != epoch) {
        eip__note(&lanes->swept, epoch);
        sweep(lanes, epoch);
    }
}

static void retire(struct eip__lanes *lanes, struct eip__retired *object,
                   void (*free_object)(struct eip__host *host,
                                       struct eip__retired *object),
                   eip__a64 *counter) {
    object->free = free_object;
    object->counter = counter;
    object->epoch = eip__look(&lanes->epoch);
    push(lanes, object, object);
    if (eip__count(&lanes->pending, 1) % BATCH == BATCH - 1) {
        eip__reclaim(lanes);
    }
}

void eip__retire(struct eip__lanes *lanes, struct eip__retired *object,
                 void (*free_object)(struct eip__host *host,
                                     struct eip__retired *object)) {
    retire(lanes, object, free_object, NULL);
}

void eip__retire_snapshot(struct eip__lanes *lanes, struct eip__retired *object,
                          void (*free_object)(struct eip__host *host,
                                              struct eip__retired *object)) {
    eip__count(&lanes->snapshots, 1);
    retire(lanes, object, free_object, &lanes->snapshots);
}

void eip__reclaim_all(struct eip__lanes *lanes) {
    sweep(lanes, UINT64_MAX);
}

uint64_t eip__reclaim_snapshots(const struct eip__lanes *lanes) {
    return eip__hint(&lanes->snapshots);
}
