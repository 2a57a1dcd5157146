/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how forecasts are shown. */
#include "plan/forecast.h"

#include "date.h"
#include "duration.h"

#include <math.h>
#include <string.h>

static const char *const case_names[FORECAST_CASES] = {"as it is", "what if"};

static uint64_t date_of(const struct forecast *forecast, double days) {
    return forecast->from_ms + (uint64_t)(days * (double)DURATION_DAY);
}

static void print_end(const struct forecast *forecast,
                      const struct forecast_row *row, int which) {
    const struct forecast_end *end = &row->ends[which];
    char number[PRINT_NUMBER_SIZE];
    int i;

    if (forecast->has_what_if)
        printf(" %-8s", case_names[which]);
    printf(" %12s", print_number(number, (uint64_t)fmax(0, end->trend.held)));
    printf(" %12s", print_number(number, (uint64_t)fmax(0, end->level)));
    if (!row->is_known) {
        printf(" %9s %8s %10s %10s %10s %8s\n", "-", "-", "-", "-", "-", "-");
        return;
    }
    printf(" %9.1f %8.1f", end->trend.drift, sqrt(end->trend.variance));
    for (i = 0; i < FORECAST_ODDS; i++) {
        char text[DATE_TEXT_SIZE];

        if (end->days[i] < 0)
            (void)snprintf(text, sizeof(text), "later");
        else
            (void)date_text(text, date_of(forecast, end->days[i]));
        printf(" %10s", text);
    }
    printf(" %6.1f %%\n", 100 * end->within);
}

void forecast_print(const struct forecast *forecast) {
    char text[DURATION_TEXT_SIZE];
    char date[DATE_TEXT_SIZE];
    int width = 18;
    size_t i;
    int which;

    for (i = 0; i < forecast->count; i++) {
        const struct source_space *space = forecast->rows[i].space;
        int size =
            (int)strlen(forecast->rows[i].is_pool ? space->pool : space->group);

        size += forecast->rows[i].is_pool ? 7 : 0;
        width = size > width ? size : width;
    }
    printf("# from %s; runs out by, with a probability of 10, 50 and 90 %%; "
           "and within %s\n",
           date_text(date, forecast->from_ms),
           duration_exact(text, forecast->horizon_ms));
    printf("%-*s%s %12s %12s %9s %8s %10s %10s %10s %8s\n", width,
           "Border group", forecast->has_what_if ? "         " : "", "Held",
           "At most", "A day", "+-", "10 %", "50 %", "90 %", "Within");
    for (i = 0; i < forecast->count; i++) {
        const struct forecast_row *row = &forecast->rows[i];

        for (which = 0; which <= (int)forecast->has_what_if; which++) {
            if (which > 0)
                printf("%-*s", width, "");
            else if (row->is_pool)
                printf("all of %-*s", width - 7, row->space->pool);
            else
                printf("%-*s", width, row->space->group);
            print_end(forecast, row, which);
        }
    }
}

static void json_end(struct print_json *json, const struct forecast *forecast,
                     const struct forecast_row *row, int which) {
    static const char *const members[FORECAST_ODDS] = {
        "runs_out_10_percent_ms", "runs_out_50_percent_ms",
        "runs_out_90_percent_ms"};
    const struct forecast_end *end = &row->ends[which];
    int i;

    json_open(json, which == 0 ? "as_it_is" : "what_if", '{');
    json_real(json, "held", end->trend.held);
    json_real(json, "capacity", end->capacity);
    json_real(json, "at_most", end->level);
    json_text(json, "bound", end->bound);
    if (row->is_known) {
        json_real(json, "a_day", end->trend.drift);
        json_real(json, "a_day_error", end->trend.error);
        json_real(json, "spread_a_day", sqrt(end->trend.variance));
        /* A member that is missing is more than a hundred years away. */
        for (i = 0; i < FORECAST_ODDS; i++) {
            if (end->days[i] >= 0)
                json_number(json, members[i], date_of(forecast, end->days[i]));
        }
        json_real(json, "probability_within", end->within);
    }
    json_close(json, '{');
}

void forecast_print_json(const struct forecast *forecast) {
    struct print_json json = {0, {true}};
    size_t i;

    json_open(&json, NULL, '{');
    json_text(&json, "program", "eip plan forecast");
    json_number(&json, "from_ms", forecast->from_ms);
    json_number(&json, "within_ms", forecast->horizon_ms);
    json_open(&json, "rows", '[');
    for (i = 0; i < forecast->count; i++) {
        const struct forecast_row *row = &forecast->rows[i];

        json_open(&json, NULL, '{');
        json_text(&json, "pool", row->space->pool);
        if (!row->is_pool) {
            json_text(&json, "region", row->space->region);
            json_text(&json, "network_border_group", row->space->group);
        }
        json_end(&json, forecast, row, 0);
        if (forecast->has_what_if)
            json_end(&json, forecast, row, 1);
        json_close(&json, '{');
    }
    json_close(&json, '[');
    json_close(&json, '{');
}
