/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the progress bar:
 *   workload   [##########..........]  50 %  4.1 M/s */
#include "progress.h"

#include "print.h"

#include <stdio.h>
#include <string.h>

enum { BAR = 30 };

void progress_draw(struct progress *progress, const char *phase, uint64_t done,
                   uint64_t total, double seconds) {
    char bar[BAR + 1];
    char rate[PRINT_NUMBER_SIZE];
    int marks;

    if (!progress->is_shown)
        return;
    if (total == 0 || done > total)
        done = total;
    marks = total ? (int)((double)done / (double)total * BAR) : BAR;
    memset(bar, '.', BAR);
    memset(bar, '#', (size_t)marks);
    bar[BAR] = '\0';
    print_rate(rate, seconds > 0 ? (double)done / seconds : 0);
    progress->width =
        fprintf(stderr, "\r%-10s [%s] %3d %%  %s  ", phase, bar,
                total ? (int)((double)done * 100 / (double)total) : 100, rate);
    (void)fflush(stderr);
}

void progress_erase(struct progress *progress) {
    if (!progress->is_shown || progress->width <= 0)
        return;
    fprintf(stderr, "\r%*s\r", progress->width, "");
    (void)fflush(stderr);
    progress->width = 0;
}
