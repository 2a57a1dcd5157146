/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* freezer [-n OPERATIONS] [-b OPERATIONS] [-m MOST] [-s STUCK] [-p PART]
 *         [-q PARTS] [CASE]
 *
 * For every case and every k: a fresh engine, the victim's call stopped after
 * its k-th instruction, -n operations by the other thread, the call ended, the
 * engine audited. Then once more with the other thread at work (-b operations)
 * after every instruction of one call. CASE: only those whose name has it.
 * -m: in a case with more values of k not each is tried, but about so many, each
 * second or third and so on; from which on is up to the clock.
 * -p, -q: only every so many-th case, so that some can run side by side.
 *
 * The other thread is stuck where it completes nothing while it uses so much
 * processor time, or sleeps so long, that it can only be waiting. Such a
 * point is counted; the victim then goes on, and with it the other. After -s
 * of them a case is given up. */
#include "tracer.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct shared *shared;

/* -- waiting for each other ------------------------------------------------ */

void freeze_wait(_Atomic uint32_t *word, uint32_t value, uint32_t ms) {
    const struct timespec limit = {ms / 1000, (long)(ms % 1000) * 1000000};

    (void)syscall(SYS_futex, word, FUTEX_WAIT, value, &limit, NULL, 0);
}

void freeze_wake(_Atomic uint32_t *word) {
    (void)syscall(SYS_futex, word, FUTEX_WAKE, 16, NULL, NULL, 0);
}

void freeze_ask(enum job job) {
    atomic_store(&shared->job, job);
    atomic_fetch_add(&shared->wanted, 1);
    freeze_wake(&shared->wanted);
}

void freeze_fail(const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(shared->complaint, sizeof shared->complaint, format,
                    arguments);
    va_end(arguments);
    atomic_store(&shared->failed, 1);
    _exit(1);
}

/* -- the victim ------------------------------------------------------------ */

/* Stop for the tracer. */
static void stop_here(void) {
#if defined(__x86_64__)
    __asm__ volatile("int3" ::: "memory");
#else
    (void)raise(SIGTRAP);
#endif
}

static void run_job(enum job job) {
    uint32_t round = atomic_load(&shared->wanted) + 1;

    freeze_ask(job);
    while (atomic_load(&shared->done) != round) {
        freeze_wait(&shared->done, round - 1, 1000);
    }
}

/* A call that makes the thread known to the engine, and no more. */
static void warm_up(const struct stage *stage) {
    eip_account_usage usage = EIP_ACCOUNT_USAGE_INIT;

    (void)!eip_admin_account_usage(stage->engine, OTHER, &usage);
}

static void be_victim(void) {
    static struct stage stage;
    pthread_t other;

    memory_is_victims();
    if (pthread_create(&other, NULL, other_run, &stage) != 0) {
        freeze_fail("no thread");
    }
    for (;;) {
        const struct freeze_case *one;

        stop_here(); /* the tracer chooses the case */
        one = &freeze_cases[atomic_load(&shared->at_case)];
        run_job(PREPARE);
        if (!one->cold && !one->stands_in) {
            warm_up(&stage);
        }
        stop_here(); /* and steps from here on */
        atomic_store_explicit(&shared->inside, 1, memory_order_relaxed);
        atomic_signal_fence(memory_order_seq_cst);
        one->call(&stage);
        atomic_signal_fence(memory_order_seq_cst);
        atomic_store_explicit(&shared->inside, 0, memory_order_relaxed);
        run_job(FINISH);
    }
}

/* -- the tracer ------------------------------------------------------------ */

struct options {
    uint64_t operations; /* of the other thread, at each point */
    uint64_t between;    /* and between two instructions of one call */
    uint64_t most;       /* points of a case */
    uint32_t stuck_max;
    uint32_t part;
    uint32_t parts;
    const char *only;
};

/* Undisturbed, to know how long the call is. */
static uint64_t measure(uint32_t at, struct figures *figures) {
    uint64_t length = 0;

    begin(at);
    for (note(0); is_inside(); note(++length)) {
        figures->syscalls += at_syscall(length);
        step_whole();
    }
    go_on();
    return length - 1;
}

static uint64_t first_of(uint64_t stride) {
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_nsec / 1000 % stride;
}

/* A call for each k, stopped once. False: stuck too often. */
static bool freeze_each(uint32_t at, uint64_t length,
                        const struct options *options,
                        struct figures *figures) {
    uint64_t stride = length / options->most + 1;

    for (uint64_t k = 1 + first_of(stride); k <= length; k += stride) {
        bool done;

        begin(at);
        go_to(k);
        figures->points++;
        done = work(options->operations, &freeze_cases[at], figures);
        end_call(!done);
        if (!done) {
            figures->first_stuck =
                figures->stuck++ == 0 ? k : figures->first_stuck;
            if (!freeze_cases[at].stands_in &&
                figures->stuck >= options->stuck_max) {
                return false;
            }
        }
    }
    return true;
}

/* One call, with others after every instruction of it. They may keep it from
 * its end for ever (lock-free is not wait-free), so after two lengths it is
 * left alone. */
static void freeze_throughout(uint32_t at, uint64_t length,
                              const struct options *options,
                              struct figures *figures) {
    bool done = true;

    begin(at);
    while (is_inside() && done && figures->between < 2 * length) {
        figures->between++;
        done = work(options->between, &freeze_cases[at], figures);
        if (done) {
            step_whole();
        }
    }
    figures->stuck += !done;
    end_call(!done);
}

/* -- all cases ------------------------------------------------------------- */

static struct figures run_case(uint32_t at, const struct options *options) {
    const struct freeze_case *one = &freeze_cases[at];
    struct figures figures = {0};
    uint64_t length;

    /* What a thread does once in its life is over after the first. */
    (void)measure(at, &figures);
    figures.syscalls = 0;
    length = measure(at, &figures);

    if (freeze_each(at, length, options, &figures)) {
        freeze_throughout(at, length, options, &figures);
    }
    (void)printf("%-26s %6llu points, %llu syscalls, %6llu in a row, "
                 "%9llu operations, %llu stuck\n",
                 one->name, (unsigned long long)figures.points,
                 (unsigned long long)figures.syscalls,
                 (unsigned long long)figures.between,
                 (unsigned long long)figures.operations,
                 (unsigned long long)figures.stuck);
    if (figures.stuck != 0 && !one->stands_in) {
        (void)printf("FAILED: %s: with the victim stopped at instruction %llu "
                     "the other thread is stuck\n",
                     one->name, (unsigned long long)figures.first_stuck);
    }
    (void)fflush(stdout);
    return figures;
}

/* The harness itself: a lock must be seen, and none where there is none. */
static bool control_holds(const struct freeze_case *one,
                          const struct figures *figures) {
    bool is_locked = one->call == stand_in_locked;

    if (is_locked == (figures->stuck != 0)) {
        return true;
    }
    (void)printf("FAILED: %s: the harness does not see what is there\n",
                 one->name);
    return false;
}

static long seconds(void) {
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec;
}

static int run_cases(const struct options *options) {
    long began = seconds();
    struct figures all = {0};
    uint32_t cases = 0;
    bool holds = true;

    for (uint32_t i = 0; i < freeze_case_count; i++) {
        const struct freeze_case *one = &freeze_cases[i];
        struct figures figures;

        if (!one->stands_in && i % options->parts != options->part) {
            continue;
        }
        if (options->only != NULL && strstr(one->name, options->only) == NULL) {
            continue;
        }
        figures = run_case(i, options);
        if (one->stands_in) {
            holds = control_holds(one, &figures) && holds;
            continue;
        }
        cases++;
        all.points += figures.points;
        all.between += figures.between;
        all.operations += figures.operations;
        all.stuck += figures.stuck;
    }
    (void)printf("freeze: %u cases, %llu points + %llu in a row, %llu "
                 "operations meanwhile, %llu stuck, %ld s\n",
                 cases, (unsigned long long)all.points,
                 (unsigned long long)all.between,
                 (unsigned long long)all.operations,
                 (unsigned long long)all.stuck, seconds() - began);
    return holds && all.stuck == 0 && cases + (options->only != NULL) != 0 ? 0
                                                                           : 1;
}

/* The child waits for this before it makes its thread, so that only the one
 * is traced. */
static void attach(int go) {
    if (ptrace(PTRACE_SEIZE, victim, NULL, PTRACE_O_EXITKILL) != 0) {
        int error = errno;

        (void)kill(victim, SIGKILL);
        (void)printf("skipped: the kernel refuses ptrace: %s\n",
                     strerror(error));
        exit(77);
    }
    if (write(go, "", 1) != 1) {
        die("pipe");
    }
    await_stop();
}

static struct options read_options(int count, char **argument) {
    struct options options = {2000, 50, UINT64_MAX, 8, 0, 1, NULL};
    int option;

    while ((option = getopt(count, argument, "n:b:m:s:p:q:")) != -1) {
        uint64_t value = strtoull(optarg == NULL ? "0" : optarg, NULL, 0);

        if (option == 'n') {
            options.operations = value;
        } else if (option == 'b') {
            options.between = value;
        } else if (option == 'm' && value != 0) {
            options.most = value;
        } else if (option == 's') {
            options.stuck_max = (uint32_t)value;
        } else if (option == 'p') {
            options.part = (uint32_t)value;
        } else if (option == 'q' && value != 0) {
            options.parts = (uint32_t)value;
        } else {
            exit(2);
        }
    }
    options.only = optind < count ? argument[optind] : NULL;
    return options;
}

int main(int count, char **argument) {
    struct options options = read_options(count, argument);
    int go[2];
    char byte;

    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED || pipe(go) != 0) {
        perror("freeze");
        return 1;
    }
    victim = fork();
    if (victim == 0) {
        if (read(go[0], &byte, 1) == 1) {
            be_victim();
        }
        _exit(1);
    }
    attach(go[1]);
    count = run_cases(&options);
    (void)kill(victim, SIGKILL);
    (void)waitpid(victim, NULL, __WALL);
    return count;
}
