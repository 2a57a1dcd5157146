/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Fibers that look like threads: each has a stack and the program's
 * thread-local variables for itself. */

/* The checks of longjmp take another stack for a mistake. */
#undef _FORTIFY_SOURCE

#include "mc.h"

#include <link.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <xxhash.h>

enum { STACK = 1 << 18, LOCALS = 1024 };

struct fiber {
    jmp_buf start; /* at the foot of the stack */
    jmp_buf here;
    ucontext_t context;
    unsigned char locals[LOCALS];
    unsigned char locals_then[LOCALS];
    unsigned char *stack;
};

static struct fiber fibers[MC_THREADS + 1]; /* the last: the program itself */
static ucontext_t back;
static uint32_t running = MC_THREADS;
static void (*body)(uint32_t thread);

static unsigned char *locals;
static size_t locals_size;
static unsigned char fresh[LOCALS]; /* of a thread that has done nothing */

void mc_finished(void);

static int find_locals(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    (void)context;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type == PT_TLS) {
            locals = info->dlpi_tls_data;
            locals_size = info->dlpi_phdr[i].p_memsz;
        }
    }
    return 1; /* the program is the first, and all that is looked at */
}

static void change_to(uint32_t thread) {
    memcpy(fibers[running].locals, locals, locals_size);
    memcpy(locals, fibers[thread].locals, locals_size);
    running = thread;
}

static void entry(void) {
    struct fiber *own = &fibers[running];

    if (_setjmp(own->start) == 0) {
        (void)swapcontext(&own->context, &back);
    }
    for (;;) {
        body(running);
        mc_finished();
    }
}

static void make(uint32_t thread) {
    struct fiber *fiber = &fibers[thread];

    fiber->stack = malloc(STACK);
    if (fiber->stack == NULL || getcontext(&fiber->context) != 0) {
        mc_fail("no stack for a fiber");
    }
    fiber->context.uc_stack.ss_sp = fiber->stack;
    fiber->context.uc_stack.ss_size = STACK;
    makecontext(&fiber->context, entry, 0);
    running = thread;
    (void)swapcontext(&back, &fiber->context);
    running = MC_THREADS;
}

/* Before the program has used an engine, and its variables say so. */
__attribute__((constructor)) static void make_all(void) {
    (void)dl_iterate_phdr(find_locals, NULL);
    if (locals == NULL || locals_size > LOCALS) {
        mc_fail("the program's thread-local variables were not found");
    }
    memcpy(fresh, locals, locals_size);
    for (uint32_t i = 0; i < MC_THREADS; i++) {
        make(i);
    }
}

void mc_threads_reset(void) {
    for (uint32_t i = 0; i < MC_THREADS; i++) {
        memcpy(fibers[i].locals, fresh, locals_size);
    }
}

void mc_threads_snapshot(void) {
    for (uint32_t i = 0; i < MC_THREADS; i++) {
        memcpy(fibers[i].locals_then, fibers[i].locals, locals_size);
    }
}

void mc_thread_renew(uint32_t thread) {
    memcpy(fibers[thread].locals_then, fresh, locals_size);
}

void mc_fibers_start(void (*run)(uint32_t thread)) {
    body = run;
    for (uint32_t i = 0; i < MC_THREADS; i++) {
        memcpy(fibers[i].locals, fibers[i].locals_then, locals_size);
        memcpy(fibers[i].here, fibers[i].start, sizeof(jmp_buf));
    }
}

uint32_t mc_self(void) {
    return running;
}

void mc_fiber_go(uint32_t thread) {
    struct fiber *from = &fibers[running];

    if (thread == running || _setjmp(from->here) != 0) {
        return;
    }
    change_to(thread);
    _longjmp(fibers[thread].here, 1);
}

uint64_t mc_fiber_digest(uint32_t thread, const void *from) {
    const struct fiber *own = &fibers[thread];
    const unsigned char *top = own->stack + STACK;

    return XXH3_64bits_withSeed(
        from, (size_t)(top - (const unsigned char *)from),
        XXH3_64bits(thread == running ? locals : own->locals, locals_size));
}

void mc_as(uint32_t thread, void (*run)(void *context), void *context) {
    uint32_t before = running;

    change_to(thread);
    run(context);
    change_to(before);
}
