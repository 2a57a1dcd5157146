/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file plot.h  Plots of forecasts and of simulations. */
#ifndef EIP_TOOL_PLOT_H
#define EIP_TOOL_PLOT_H

#include "map/picture.h"
#include "plan/forecast.h"

enum { PLOT_WIDTH = 1000 };

/** A panel for each of the first rows that have a trend: samples, the days to
 *  come, and what can be held at most. Returns how high a picture must be if
 *  `picture` is NULL; 0: there is nothing to draw. */
int plot_forecast(struct picture *picture, const struct forecast *forecast);
/** Draw that to a file. Returns an exit code, after a message. */
int plot_save(const char *path, const struct forecast *forecast);

/** What part of released addresses is lost after how long, a line a policy. */
void plot_losses(struct picture *picture, const struct churn_policy *policies,
                 const struct churn_result *results, size_t count);
enum { PLOT_LOSSES_HEIGHT = 340 };

#endif
