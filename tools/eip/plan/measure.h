/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file measure.h
 * Runs under several policies, and what is told of each, in text and in a
 * report alike.
 */
#ifndef EIP_TOOL_MEASURE_H
#define EIP_TOOL_MEASURE_H

#include "plan/churn.h"

#include <stddef.h>

/** Run each policy. `*results` has one of each; free it also after a failure.
 *  Returns an exit code, after a message. */
int churn_run_all(const struct churn_world *world,
                  const struct churn_policy *policies, size_t count,
                  const struct source *source, struct churn_result **results);

/** A part in percent; 0 of nothing. */
double measure_percent(double part, double all);

typedef double measure(const struct churn_result *result,
                       const struct churn_world *world);

/** Percent of what was asked for that found no capacity. */
measure measure_refused;
/** Percent of capacity, on average over time. */
measure measure_held;
measure measure_cooling;
/** New owners a year of an address that was ever used. */
measure measure_hands;
/** Percent of the recoveries that were tried. */
measure measure_failed;

#endif
