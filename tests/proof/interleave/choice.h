/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file choice.h
 * Choices of executions that are not reduced: at random, or all that differ
 * in few places from running one thread after another on the latest stores.
 */
#ifndef INTERLEAVE_CHOICE_H
#define INTERLEAVE_CHOICE_H

#include "mc.h"

/** At random with MC_RANDOM, or while `learning`. */
void choice_start(const struct mc_plan *plan, bool learning);
/** Is there another execution? */
bool choice_next(void);
/** MC_RANDOM: does the thread that is to stop do so now? */
bool choice_stops(void);
/** The thread to run next, of those enabled. */
uint32_t choice_thread(uint32_t self, uint8_t enabled);

#endif
