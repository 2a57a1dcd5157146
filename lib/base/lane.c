/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns which thread has which lane.
 *
 *      free (owner 0) --take--> owned by thread t --t is gone--> owned by u
 *
 * A thread finds its lane again through a small cache of its own; the cache
 * is checked against the engine's number, which is never used twice, so that
 * a closed engine leaves nothing behind. The engine's numbers are the one
 * variable that all engines of a process share. */
#include "base/lane.h"

#include "base/hash.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CACHED = 8 };

struct cached {
    uint64_t serial;
    struct eip__lane *lane;
};

static eip__a64 engines;
static _Thread_local struct cached cache[CACHED]
    __attribute__((tls_model("initial-exec")));
static _Thread_local uint32_t self __attribute__((tls_model("initial-exec")));
static _Thread_local uint32_t calls /* of this thread, into any engine */
    __attribute__((tls_model("initial-exec")));

static uint32_t thread_id(void) {
    if (self == 0) {
        self = (uint32_t)syscall(SYS_gettid);
    }
    return self;
}

static bool is_gone(uint32_t thread) {
    return syscall(SYS_tgkill, getpid(), (pid_t)thread, 0) != 0 &&
           errno == ESRCH;
}

static bool can_be_asymmetric(void) {
#if defined(__SANITIZE_THREAD__) || defined(EIP_STOP)
    return false; /* neither can follow membarrier */
#else
    return syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0,
                   0) == 0;
#endif
}

eip_status eip__lanes_open(struct eip__lanes *lanes, struct eip__host *host,
                           uint64_t seed) {
    memset(lanes, 0, sizeof *lanes);
    lanes->host = host;
    lanes->seed = seed;
    lanes->lane = eip__host_reserve(host, (EIP_LIMIT_LANES + 1) *
                                              sizeof(struct eip__lane));
    if (lanes->lane == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    lanes->serial = eip__count(&engines, 1) + 1;
    lanes->asymmetric = can_be_asymmetric();
    eip__publish(&lanes->epoch, 1);
    return EIP_OK;
}

void eip__lanes_close(struct eip__lanes *lanes) {
    eip__host_unreserve(lanes->host, lanes->lane,
                        (EIP_LIMIT_LANES + 1) * sizeof(struct eip__lane));
}

/* What a gone thread left is taken over as it stands: its descriptors may
 * still be referred to (the ledger sees to that), and hints of the leaf that
 * it announced may be missing (the first call mends them). */
static void settle_in(struct eip__lanes *lanes, struct eip__lane *lane,
                      uint64_t index) {
    if (lane->index == 0) {
        lane->index = (uint32_t)index;
        lane->random[0] = eip__hash_u64(index, lanes->seed) | 1;
        lane->random[1] = eip__hash_u64(~index, lanes->seed);
    }
    lane->mend = eip__hint(&lane->announced) != 0;
    lane->depth = 0;
    eip__publish(&lane->epoch, 0);
}

static bool try_take(struct eip__lane *lane, uint32_t me, bool replace) {
    uint32_t owner = eip__read32(&lane->owner);

    if (owner != 0 && (!replace || !is_gone(owner))) {
        return false;
    }
    return eip__step32(&lane->owner, &owner, me);
}

/* My own lane if I have one, else the first free, else a gone thread's. */
static struct eip__lane *find(struct eip__lanes *lanes, uint32_t me) {
    uint64_t used = eip__read(&lanes->used);

    for (uint64_t i = 1; i <= used; i++) {
        if (eip__read32(&lanes->lane[i].owner) == me) {
            if (calls == 0 && lanes->lane[i].depth != 0) {
                settle_in(lanes, &lanes->lane[i], i); /* a namesake's */
            }
            return &lanes->lane[i];
        }
    }
    for (uint64_t i = 1; i <= EIP_LIMIT_LANES; i++) {
        struct eip__lane *lane = &lanes->lane[i];

        if (try_take(lane, me, false)) {
            used = eip__read(&lanes->used);
            while (used < i && !eip__step(&lanes->used, &used, i)) {
            }
            settle_in(lanes, lane, i);
            return lane;
        }
    }
    for (uint64_t i = 1; i <= EIP_LIMIT_LANES; i++) {
        if (try_take(&lanes->lane[i], me, true)) {
            settle_in(lanes, &lanes->lane[i], i);
            return &lanes->lane[i];
        }
    }
    return NULL;
}

static struct eip__lane *find_and_cache(struct eip__lanes *lanes) {
    struct eip__lane *lane = find(lanes, thread_id());

    if (lane != NULL) {
        cache[lanes->serial % CACHED] = (struct cached){lanes->serial, lane};
    }
    return lane;
}

eip_status eip__lane_enter(struct eip__lanes *lanes,
                           struct eip__lane **entered) {
    const struct cached *mine = &cache[lanes->serial % CACHED];
    struct eip__lane *lane = mine->lane;

    if (mine->serial != lanes->serial) {
        lane = find_and_cache(lanes);
        if (lane == NULL) {
            return EIP_ERR_TOO_MANY_THREADS;
        }
    }
    if (lane->depth != 0) {
        return EIP_ERR_REENTRANT;
    }
    lane->depth = 1;
    calls++;
    eip__enter(&lane->epoch, eip__read(&lanes->epoch), lanes->asymmetric);
    *entered = lane;
    return EIP_OK;
}

void eip__lane_leave(struct eip__lane *lane) {
    calls--;
    lane->depth = 0;
    eip__publish(&lane->epoch, 0);
}
