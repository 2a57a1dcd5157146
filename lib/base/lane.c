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
#include "base/spare.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static eip__a64 engines;
static eip__a64 threads;
_Thread_local struct eip__lane_cached eip__lane_cache[EIP__LANES_CACHED]
    __attribute__((tls_model("initial-exec")));
static _Thread_local uint64_t self __attribute__((tls_model("initial-exec")));

/* A number that no other thread of the process has had, and the kernel's id,
 * by which others see whether the thread is gone. */
static uint64_t thread_self(void) {
    if (self == 0) {
        self =
            (eip__count(&threads, 1) + 1) << 32 | (uint32_t)syscall(SYS_gettid);
    }
    return self;
}

static bool is_gone(uint64_t owner) {
    return syscall(SYS_tgkill, getpid(), (pid_t)(uint32_t)owner, 0) != 0 &&
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
    eip__spares_close(lanes);
    eip__host_unreserve(lanes->host, lanes->lane,
                        (EIP_LIMIT_LANES + 1) * sizeof(struct eip__lane));
}

/* A lane taken over stays in the epoch of the thread that is gone, if that was
 * inside a call, until the first call has mended what that left behind: an operation in a descriptor,
 * hints of the leaf it announced. */
static void settle_in(struct eip__lanes *lanes, struct eip__lane *lane,
                      uint64_t index) {
    if (lane->index == 0) {
        lane->index = (uint32_t)index;
        lane->random[0] = eip__hash_u64(index, lanes->seed) | 1;
        lane->random[1] = eip__hash_u64(~index, lanes->seed);
        return;
    }
    lane->mend = 1;
    lane->depth = 0;
}

static bool try_take(struct eip__lane *lane, uint64_t me, bool replace) {
    uint64_t owner = eip__read(&lane->owner);

    if (owner != 0 && (!replace || !is_gone(owner))) {
        return false;
    }
    return eip__step(&lane->owner, &owner, me);
}

static struct eip__lane *take(struct eip__lanes *lanes, uint64_t me,
                              bool replace) {
    for (uint64_t i = 1; i <= EIP_LIMIT_LANES; i++) {
        if (try_take(&lanes->lane[i], me, replace)) {
            uint64_t used = eip__read(&lanes->used);

            while (used < i && !eip__step(&lanes->used, &used, i)) {
            }
            settle_in(lanes, &lanes->lane[i], i);
            return &lanes->lane[i];
        }
    }
    return NULL;
}

/* My own lane if it fell out of the cache, else a free one, else a gone
 * thread's. */
static struct eip__lane *find(struct eip__lanes *lanes, uint64_t me) {
    uint64_t used = eip__read(&lanes->used);
    struct eip__lane *lane;

    for (uint64_t i = 1; i <= used; i++) {
        if (eip__read(&lanes->lane[i].owner) == me) {
            return &lanes->lane[i];
        }
    }
    lane = take(lanes, me, false);
    return lane != NULL ? lane : take(lanes, me, true);
}

EIP__RARE struct eip__lane *eip__lane_find(struct eip__lanes *lanes) {
    struct eip__lane *lane = find(lanes, thread_self());

    if (lane != NULL) {
        eip__lane_cache[lanes->serial % EIP__LANES_CACHED] =
            (struct eip__lane_cached){lanes->serial, lane};
    }
    return lane;
}

void eip__lanes_barrier(const struct eip__lanes *lanes) {
    if (lanes->asymmetric) {
        (void)syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
    }
}
