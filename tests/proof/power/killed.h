/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file killed.h
 * A process with an engine and a store on disk that is killed at any moment,
 * again and again, and the one that looks at what it has left.
 *
 * For one thread.
 */
#ifndef EIP_TESTS_POWER_KILLED_H
#define EIP_TESTS_POWER_KILLED_H

#include "eip/eip.h"
#include "proof/power/notes.h"

#include <stdatomic.h>
#include <stdbool.h>

/** What both know; what the program has besides lies behind it. */
struct killed {
    _Atomic uint32_t is_up; /* the engine is loaded */
    _Atomic uint64_t acknowledged;
    char wrong[NOTES_TEXT]; /* what went wrong in the process */
};

/** The engine that was loaded last, in either process. */
extern eip_engine *killed_engine;

/** Begin: a directory, and `bytes` that both know, of which the first are a
 *  struct killed; all are 0. */
void *killed_begin(const char *program, uint64_t bytes);
/** Remove the directory. */
void killed_end(void);
/** Say what is wrong, and end. */
_Noreturn void killed_fail(const char *what, const char *detail);

/** In the process that is killed: load, in one of several ways. @return The flags
 *  of struct eip_store_options. */
uint32_t killed_load(uint64_t dice);
/** The same: there is nothing more to do. */
_Noreturn void killed_wait(void);

/** Have a process of `child`, which does not return, killed some time after it has loaded, at most
 *  KILLED_LONGEST_US; one time in sixteen, perhaps before. @return Whether it was
 *  before. */
enum { KILLED_LONGEST_US = 12000 };
bool killed_once(void (*child)(uint64_t dice), uint64_t dice, uint64_t us);

/** Load what it has left, of the first a new engine; have it compared, and
 *  audit it; with `folds` fold all of the store. */
void killed_look(void (*compare)(void), bool is_first, bool folds);

#endif
