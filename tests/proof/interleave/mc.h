/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file mc.h
 * A model checker for the library as it is compiled: gcc's -fsanitize=thread
 * turns each access into a call, and tsan.c answers these calls instead of the
 * sanitizer's own runtime. Threads are fibers of one thread; each atomic
 * access is a point at which another may run.
 *
 *   fiber.c    fibers, with thread-local variables of their own
 *   arena.c    memory that is set back before each execution
 *   memory.c   what an access does: C11's orders, and races of plain accesses
 *   explore.c  which thread is next, and which executions there are
 *   states.c   those states that were seen
 *   future.c   which steps of a state are enough
 *   wrap.c     system calls, the mutex, copying of memory
 */
#ifndef INTERLEAVE_MC_H
#define INTERLEAVE_MC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MC_THREADS = 3 };

/* -- what a scenario sees --------------------------------------------------- */

enum mc_mode {
    MC_STATES,  /* every state that can be reached */
    MC_ALL,     /* every interleaving up to equivalence (source DPOR) */
    MC_RANDOM,  /* random schedules; with `weak`, random visible stores */
    MC_BOUNDED, /* all with few preemptions (and few old stores) */
};

struct mc_plan {
    enum mc_mode mode;
    bool weak;
    bool reduces; /* MC_STATES: of steps that commute not each order */
    uint32_t threads;
    uint32_t preemptions; /* MC_BOUNDED */
    uint32_t stale;       /* MC_BOUNDED, weak */
    uint64_t limit;       /* executions at the most */
    uint64_t seed;        /* MC_RANDOM */
    bool stops;           /* MC_STATES: one thread stops for good */
    uint32_t stopper;     /* this one, after any of its steps */
    uint32_t follower;    /* begins then; MC_THREADS: there is none */
    void (*start)(void);  /* before each execution */
    void (*run)(uint32_t thread);
    void (*check)(void);      /* after each */
    uint64_t (*digest)(void); /* of what `check` will look at but memory */
    uint64_t (*ending)(void); /* of how an execution ended */
};

struct mc_figures {
    uint64_t executions; /* that ended and were checked */
    uint64_t cut;        /* that came to what others had come to */
    uint64_t states;
    uint64_t ends;     /* different states in which executions ended */
    uint64_t ends_sum; /* of their digests */
    uint64_t steps;
    uint32_t longest; /* steps of an execution */
    uint64_t stopped; /* executions in which the thread did stop */
    bool complete;
};

void mc_explore(const struct mc_plan *given, struct mc_figures *result);

/** Say what is wrong and by which schedule, and end the process. */
void mc_fail(const char *format, ...)
    __attribute__((format(printf, 1, 2), noreturn));
/** What mc_fail prints first. */
void mc_name(const char *scenario);
void mc_verbose(bool verbose);

/** The thread that runs; MC_THREADS: the program itself. */
uint32_t mc_self(void);
/** Run as if in that thread, outside executions (nothing is interleaved). */
void mc_as(uint32_t thread, void (*run)(void *context), void *context);
/** Threads that have done nothing yet; then, after what was run as them, how
 *  each execution finds their thread-local variables. */
void mc_threads_reset(void);
void mc_threads_snapshot(void);
/** That thread has done nothing yet, whatever it did before the snapshot. */
void mc_thread_renew(uint32_t thread);
/** In answers of system calls: is the thread gone? */
void mc_set_gone(uint32_t thread, bool gone);
/** Is there a membarrier? What engines find at their opening. */
void mc_set_membarrier(bool there);

/** The instants of an operation, for what comes before what. */
struct mc_span {
    uint32_t thread;
    uint32_t first; /* of the thread's own steps, from 1 */
    uint32_t last;
    uint32_t begun; /* steps of all before its first, */
    uint32_t ended; /* and up to its last */
};
void mc_begin(struct mc_span *span);
void mc_end(struct mc_span *span);
/** Is there an execution equivalent to this one in which all of `a` is before
 *  all of `b`? (MC_RANDOM, MC_BOUNDED: was it so in this one?) */
bool mc_may_precede(const struct mc_span *a, const struct mc_span *b);

/* -- accesses --------------------------------------------------------------- */

enum mc_kind {
    MC_LOAD,
    MC_STORE,
    MC_SWAP,
    MC_ADD,
    MC_SUB,
    MC_AND,
    MC_OR,
    MC_XOR,
    MC_CAS,
    MC_LOCK,
    MC_UNLOCK,
    MC_BARRIER
};

struct mc_access {
    enum mc_kind kind;
    uint32_t bytes;
    volatile void *place;
    int order;
    int order_failed;
    uint64_t operand;
    uint64_t expected;
    uint64_t result; /* out: what was there */
    const void *from;
};

/* The registers that the caller's function may still need are saved in the
 * frame, so that from the access on the stack holds all that it knows. */
#define MC_KEEP_REGISTERS() __builtin_unwind_init()

/** An atomic access; `result` is filled in. */
void mc_atomic(struct mc_access *access);
/** A plain one. */
void mc_plain(const volatile void *place, size_t bytes, bool writes);
/** A block was given back. */
void mc_freed(const volatile void *block, size_t bytes);

/* -- among the files ---------------------------------------------------------- */

struct mc_clock {
    uint32_t at[MC_THREADS];
};

static inline void mc_join(struct mc_clock *to, const struct mc_clock *from) {
    for (uint32_t i = 0; i < MC_THREADS; i++) {
        to->at[i] = to->at[i] > from->at[i] ? to->at[i] : from->at[i];
    }
}

/* memory.c */
uint64_t mc_peek(const volatile void *place, uint32_t bytes);
/** What would stand there after the access, made now. */
uint64_t mc_after(const struct mc_access *access);
static inline bool mc_changes(const struct mc_access *access) {
    return access->kind >= MC_LOCK ||
           (access->kind != MC_LOAD &&
            mc_after(access) != mc_peek(access->place, access->bytes));
}
void mc_memory_start(bool weak);
void mc_memory_perform(struct mc_access *access, uint32_t thread);
/** The kernel says that a thread is gone: all it did comes before. */
void mc_memory_follow(uint32_t thread, uint32_t gone);

/** Which threads use, and change, which places of a scenario? A thread's
 *  access concerns another if one of the two may change the place. */
void mc_forget_users(void);
bool mc_concerns_others(const struct mc_access *access, uint32_t thread);
/** Has an access concerned another that was not known to? Asked once. */
bool mc_found_user(void);

/* choice.c */
/** One of `count` stores, 0 the latest. */
uint32_t mc_choose_store(uint32_t count);

/* fiber.c */
void mc_fibers_start(void (*run)(uint32_t thread));
void mc_fiber_go(uint32_t thread); /* MC_THREADS: back to the program */
/** A digest of all that a thread knows: its stack from `from` on, and its
 *  thread-local variables. */
uint64_t mc_fiber_digest(uint32_t thread, const void *from);
bool mc_is_exploring(void);

#endif
