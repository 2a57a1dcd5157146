/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Steps, breakpoints, and whether the other thread gets on. A system call is
 * one instruction here: the kernel stops the victim before or after it, never
 * inside. */
#include "tracer.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#if defined(__x86_64__)
#include <sys/user.h>
#endif

pid_t victim;

void die(const char *what) {
    if (atomic_load(&shared->failed) != 0) {
        (void)printf("FAILED: %s\n", shared->complaint);
    }
    (void)printf("FAILED: %s\n", what);
    (void)fflush(stdout);
    (void)kill(victim, SIGKILL);
    exit(1);
}

void await_stop(void) {
    int status = 0;

    if (waitpid(victim, &status, __WALL) != victim) {
        die("the victim is gone");
    }
    if (!WIFSTOPPED(status)) {
        die(WIFSIGNALED(status) ? strsignal(WTERMSIG(status))
                                : "the engine is not as it must be");
    }
    if (WSTOPSIG(status) != SIGTRAP) {
        die(strsignal(WSTOPSIG(status)));
    }
}

void go_on(void) {
    if (ptrace(PTRACE_CONT, victim, NULL, NULL) != 0) {
        die("PTRACE_CONT");
    }
    await_stop();
}

static void step(void) {
    if (ptrace(PTRACE_SINGLESTEP, victim, NULL, NULL) != 0) {
        die("PTRACE_SINGLESTEP");
    }
    await_stop();
}

static uint64_t instruction(void) {
#if defined(__x86_64__)
    struct user_regs_struct registers;

    if (ptrace(PTRACE_GETREGS, victim, NULL, &registers) != 0) {
        die("PTRACE_GETREGS");
    }
    return registers.rip;
#else
    return 0;
#endif
}

/* To the next instruction; what repeats itself (rep stos) is one. */
void step_whole(void) {
#if defined(__x86_64__)
    uint64_t at = instruction();

    do {
        step();
    } while (instruction() == at);
#else
    step();
#endif
}

bool is_inside(void) {
    return atomic_load_explicit(&shared->inside, memory_order_relaxed) != 0;
}

/* -- getting to an instruction ---------------------------------------------- */

enum { TRACE_MAX = 1 << 16, VISIT = 4 /* a breakpoint costs so many steps */ };

/* Between these are the program's own instructions, without its ways to those
 * of libraries, which the other thread goes, too. */
extern const char _start;
extern const char etext;

/* Where the call was after each of its instructions, when undisturbed; and
 * how often it had been there. */
static uint64_t trace[TRACE_MAX];
static uint32_t visit[TRACE_MAX];

void note(uint64_t k) {
    if (k >= TRACE_MAX) {
        die("a call of too many instructions");
    }
    trace[k] = instruction();
    visit[k] = 1;
    for (uint64_t i = k; i-- > 1;) {
        if (trace[i] == trace[k]) {
            visit[k] = visit[i] + 1;
            break;
        }
    }
}

/* The instruction that comes next is a system call. */
bool at_syscall(uint64_t k) {
#if defined(__x86_64__)
    return (ptrace(PTRACE_PEEKTEXT, victim, (void *)trace[k], NULL) & 0xffff) ==
           0x050f;
#else
    (void)k;
    return false;
#endif
}

/* Where a breakpoint may stand: in the program itself. The other thread, which
 * would meet it too, is in the C library then, and waits for work. (Those of
 * the processor, which one thread meets alone, some virtual machines accept and
 * never report.) */
static bool may_break(uint64_t at) {
#if defined(__x86_64__)
    return at >= (uintptr_t)&_start && at < (uintptr_t)&etext;
#else
    (void)at;
    return false;
#endif
}

#if defined(__x86_64__)
static void poke(uint64_t at, long text) {
    if (ptrace(PTRACE_POKETEXT, victim, (void *)at, (void *)text) != 0) {
        die("PTRACE_POKETEXT");
    }
}

/* To a breakpoint at an instruction, and back to before it. */
static void run_to(uint64_t at) {
    const long text = ptrace(PTRACE_PEEKTEXT, victim, (void *)at, NULL);
    struct user_regs_struct registers;

    poke(at, (text & ~0xffL) | 0xcc);
    go_on();
    poke(at, text);
    if (ptrace(PTRACE_GETREGS, victim, NULL, &registers) != 0) {
        die("PTRACE_GETREGS");
    }
    if (registers.rip != at + 1) {
        die("stopped elsewhere than at the breakpoint");
    }
    registers.rip = at;
    if (ptrace(PTRACE_SETREGS, victim, NULL, &registers) != 0) {
        die("PTRACE_SETREGS");
    }
}
#else
static void run_to(uint64_t at) {
    (void)at;
}
#endif

/* The best place on the way to k to run to at once. */
static uint64_t way_point(uint64_t k) {
    uint64_t best = 0;
    uint64_t cost = k;

    for (uint64_t i = k; i >= 1 && k - i < cost; i--) {
        uint64_t one = (uint64_t)visit[i] * VISIT + (k - i);

        if (one < cost && trace[i] != trace[0] && may_break(trace[i])) {
            best = i;
            cost = one;
        }
    }
    return best;
}

/* From the call's beginning to behind its k-th instruction: in one run as far
 * as a breakpoint carries, then by single steps. */
void go_to(uint64_t k) {
    uint64_t from = way_point(k);

    if (from != 0) {
        run_to(trace[from]);
        for (uint32_t i = 1; i < visit[from]; i++) {
            step_whole();
            run_to(trace[from]);
        }
    }
    for (; from < k; from++) {
        step_whole();
    }
    if (!is_inside() || instruction() != trace[k]) {
        die("not the same instructions twice");
    }
}

/* Begin the case anew: the victim stands before its call's first instruction. */
void begin(uint32_t at) {
    atomic_store(&shared->at_case, at);
    atomic_store(&shared->disturbed, 0);
    go_on();
    while (!is_inside()) {
        step();
    }
}

/* Processor time of the other thread, ns. */
static uint64_t time_used(void) {
    char path[80];
    FILE *file;
    unsigned long long used = 0;

    (void)snprintf(path, sizeof path, "/proc/%d/task/%u/schedstat", victim,
                   atomic_load(&shared->other_id));
    file = fopen(path, "r");
    if (file == NULL || fscanf(file, "%llu", &used) != 1) {
        used = 0;
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return used;
}

enum { LOOKS_MS = 20, SLEEPS_MAX = 3000 /* times LOOKS_MS: a minute */ };

/* Wait for the end of a round; false if nothing is completed any more. */
static bool await_round(uint32_t round, uint64_t patience_ns) {
    uint64_t steps = atomic_load(&shared->steps);
    uint64_t used = 0;
    uint32_t looks = 0;

    while (atomic_load(&shared->done) != round) {
        freeze_wait(&shared->done, round - 1, LOOKS_MS);
        if (atomic_load(&shared->failed) != 0) {
            die("with the victim stopped");
        }
        if (atomic_load(&shared->steps) != steps || used == 0) {
            steps = atomic_load(&shared->steps);
            used = time_used();
            looks = 0;
        } else if (time_used() - used > patience_ns || ++looks > SLEEPS_MAX) {
            return atomic_load(&shared->done) == round;
        }
    }
    return true;
}

/* The other thread works while the victim stands still. */
bool work(uint64_t operations, const struct freeze_case *one,
          struct figures *figures) {
    uint32_t round = atomic_load(&shared->wanted) + 1;
    uint64_t before = atomic_load(&shared->steps);
    bool done;

    atomic_store(&shared->disturbed, 1);
    atomic_store(&shared->batch, operations);
    freeze_ask(WORK);
    done = await_round(round, one->stands_in ? 30000000 : 500000000);
    figures->operations += atomic_load(&shared->steps) - before;
    return done;
}

/* The victim goes on to its next stop, and with it whoever is stuck. */
void end_call(bool is_stuck) {
    if (is_stuck) {
        uint32_t round = atomic_load(&shared->wanted);

        /* Out of the call: there the victim asks for a round of its own. */
        while (is_inside()) {
            step();
        }
        if (!await_round(round, UINT64_C(60000000000))) {
            die("still stuck when the victim went on");
        }
    }
    go_on();
}
