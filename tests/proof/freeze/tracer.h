/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file tracer.h  The victim, stepped; the other thread, watched. */
#ifndef EIP_TESTS_PROOF_FREEZE_TRACER_H
#define EIP_TESTS_PROOF_FREEZE_TRACER_H

#include "freeze.h"

#include <sys/types.h>

struct figures {
    uint64_t points; /* stopped at */
    uint64_t stuck;
    uint64_t between; /* stops of the call disturbed after each instruction */
    uint64_t syscalls;
    uint64_t operations;
    uint64_t first_stuck;
};

extern pid_t victim;

/** Say what is wrong, and end both processes. */
void die(const char *what) __attribute__((noreturn));
/** Until the victim stops. */
void await_stop(void);
/** Let it run to its next stop. */
void go_on(void);
/** To the next instruction; what repeats itself (rep stos) is one. */
void step_whole(void);
bool is_inside(void);
/** Note where the victim is after the k-th instruction, undisturbed. */
void note(uint64_t k);
/** The noted instruction after the k-th is a system call. */
bool at_syscall(uint64_t k);
/** From the call's beginning to behind its k-th instruction. */
void go_to(uint64_t k);
/** Begin the case anew: the victim stands before its call's first
 *  instruction. */
void begin(uint32_t at);
/** The other thread works while the victim stands still. False: stuck. */
bool work(uint64_t operations, const struct freeze_case *one,
          struct figures *figures);
/** The victim goes on to its next stop, and with it whoever is stuck. */
void end_call(bool is_stuck);

#endif
