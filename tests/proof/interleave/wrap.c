/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "wrap.h"

#include "arena.h"
#include "mc.h"

#include <errno.h>
#include <linux/membarrier.h>
#include <stdarg.h>
#include <sys/syscall.h>

enum { FIRST_ID = 1000 };

static bool is_gone[MC_THREADS + 1];
static bool has_membarrier;

void *mc_memcpy(void *to, const void *from, size_t bytes) {
    mc_plain(from, bytes, false);
    mc_plain(to, bytes, true);
    return memcpy(to, from, bytes);
}

void *mc_memmove(void *to, const void *from, size_t bytes) {
    mc_plain(from, bytes, false);
    mc_plain(to, bytes, true);
    return memmove(to, from, bytes);
}

void *mc_memset(void *to, int byte, size_t bytes) {
    mc_plain(to, bytes, true);
    return memset(to, byte, bytes);
}

void mc_set_gone(uint32_t thread, bool gone) {
    is_gone[thread] = gone;
}

void mc_set_membarrier(bool there) {
    has_membarrier = there;
}

static long membarrier(long command) {
    static char place;
    struct mc_access access = {.kind = MC_BARRIER,
                               .place = &place,
                               .from = __builtin_return_address(0)};

    MC_KEEP_REGISTERS();
    if (!has_membarrier) {
        errno = ENOSYS;
        return -1;
    }
    if (command == MEMBARRIER_CMD_PRIVATE_EXPEDITED) {
        mc_atomic(&access);
    }
    return 0;
}

static long look_for(long id) {
    if (id >= FIRST_ID && id <= FIRST_ID + MC_THREADS) {
        if (!is_gone[id - FIRST_ID]) {
            return 0;
        }
        mc_memory_follow(mc_self(), (uint32_t)(id - FIRST_ID));
    }
    errno = ESRCH;
    return -1;
}

long mc_syscall(long number, ...) {
    long arguments[2];
    va_list list;

    if (number == SYS_gettid) {
        return FIRST_ID + (long)mc_self();
    }
    va_start(list, number);
    arguments[0] = va_arg(list, int);
    arguments[1] = va_arg(list, int);
    va_end(list);
    if (number == SYS_membarrier) {
        return membarrier(arguments[0]);
    }
    if (number != SYS_tgkill) {
        mc_fail("a system call that is not known, %ld", number);
    }
    return look_for(arguments[1]);
}

PPvoid_t mc_root(PPvoid_t root) {
    arena_touch(root, sizeof *root);
    arena_judy_writes();
    return root;
}

/* -- the mutex -------------------------------------------------------------------- */

static void use(pthread_mutex_t *mutex, enum mc_kind kind, const void *from) {
    struct mc_access access = {.kind = kind,
                               .bytes = 4,
                               .place = mutex,
                               .order = __ATOMIC_ACQ_REL,
                               .from = from};

    MC_KEEP_REGISTERS();
    mc_atomic(&access);
}

int mc_mutex_lock(pthread_mutex_t *mutex) {
    use(mutex, MC_LOCK, __builtin_return_address(0));
    return 0;
}

int mc_mutex_unlock(pthread_mutex_t *mutex) {
    use(mutex, MC_UNLOCK, __builtin_return_address(0));
    return 0;
}
