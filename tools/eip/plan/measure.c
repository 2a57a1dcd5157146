/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "plan/measure.h"

#include "cli.h"
#include "duration.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int churn_run_all(const struct churn_world *world,
                  const struct churn_policy *policies, size_t count,
                  const struct source *source, struct churn_result **results) {
    int code = churn_check_size(world, source);
    size_t i;

    *results = NULL;
    if (code != CLI_OK)
        return code;
    *results = calloc(count, sizeof(**results));
    if (!*results) {
        cli_say("%s", strerror(ENOMEM));
        return CLI_IO;
    }
    for (i = 0; i < count && code == CLI_OK; i++)
        code = churn_run(world, &policies[i], source, &(*results)[i]);
    return code;
}

double measure_percent(double part, double all) {
    return all > 0 ? 100 * part / all : 0;
}

double measure_refused(const struct churn_result *result,
                       const struct churn_world *world) {
    (void)world;
    return measure_percent(
        (double)result->refused_capacity,
        (double)(result->refused_capacity + result->allocated));
}

double measure_held(const struct churn_result *result,
                    const struct churn_world *world) {
    (void)world;
    return measure_percent(result->held_mean, (double)result->capacity);
}

double measure_cooling(const struct churn_result *result,
                       const struct churn_world *world) {
    (void)world;
    return measure_percent(result->cooling_mean, (double)result->capacity);
}

double measure_hands(const struct churn_result *result,
                     const struct churn_world *world) {
    double years = (double)world->span_ms / (double)DURATION_YEAR;

    return result->used == 0
               ? 0
               : (double)result->hands / (double)result->used / years;
}

double measure_failed(const struct churn_result *result,
                      const struct churn_world *world) {
    (void)world;
    return measure_percent((double)(result->regretted - result->recovered),
                           (double)result->regretted);
}
