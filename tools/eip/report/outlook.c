/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the sections on what is to come. */
#include "report/report.h"

#include "date.h"
#include "duration.h"
#include "plan/measure.h"
#include "plan/plot.h"
#include "report/html.h"

#include <math.h>
#include <string.h>

/* -- forecast -------------------------------------------------------------- */

static void forecast_end(const struct report *report,
                         const struct forecast_row *row, int which) {
    const struct forecast_end *end = &row->ends[which];
    FILE *file = report->file;
    char number[PRINT_NUMBER_SIZE];
    int i;

    html_number(file, "%s",
                print_number(number, (uint64_t)fmax(0, end->trend.held)));
    html_number(file, "%s",
                print_number(number, (uint64_t)fmax(0, end->level)));
    html_cell(file, "%s", end->bound);
    html_number(file, "%.1f", end->trend.drift);
    html_number(file, "%.1f", sqrt(end->trend.variance));
    for (i = 0; i < FORECAST_ODDS; i++) {
        char text[DATE_TEXT_SIZE];

        if (end->days[i] < 0)
            html_number(file, "later");
        else
            html_number(file, "%s",
                        date_text(text, report->forecast->from_ms +
                                            (uint64_t)(end->days[i] *
                                                       (double)DURATION_DAY)));
    }
    html_number(file, "%.1f %%", 100 * end->within);
    fputs("</tr>\n", file);
}

static void forecast_table(const struct report *report) {
    const struct forecast *forecast = report->forecast;
    size_t i;
    int which;

    html_table(report->file,
               "Border group|Case|>Held|>At most|Bound by|>A day|>±|>10 %|>50 "
               "%|>90 %|>Within");
    for (i = 0; i < forecast->count; i++) {
        const struct forecast_row *row = &forecast->rows[i];

        for (which = 0; which <= (int)forecast->has_what_if && row->is_known;
             which++) {
            fputs(row->is_pool && which == 0 ? "<tr class=\"sum\">" : "<tr>",
                  report->file);
            if (which > 0)
                html_cell(report->file, "%s", "");
            else
                html_cell(report->file, "%s%s", row->is_pool ? "all of " : "",
                          row->is_pool ? row->space->pool : row->space->group);
            html_cell(report->file, "%s", which > 0 ? "what if" : "as it is");
            forecast_end(report, row, which);
        }
    }
    html_table_end(report->file);
}

bool report_forecast(const struct report *report) {
    int height = plot_forecast(NULL, report->forecast);
    char text[DURATION_TEXT_SIZE];
    char date[DATE_TEXT_SIZE];
    struct picture picture;
    bool is_good;

    html_section(report->file, "forecast", "When it runs out");
    html_say(report->file,
             "From %s: the days by which what is held has met what can be, "
             "with a probability of 10, 50 and 90 %%; and how likely that is "
             "within %s. What is held is taken for a random walk with drift, "
             "whose first passage is inverse Gaussian, averaged over the error "
             "of the drift.",
             date_text(date, report->forecast->from_ms),
             duration_exact(text, report->forecast->horizon_ms));
    forecast_table(report);
    if (height == 0)
        return true;
    if (!picture_begin(&picture, true, PLOT_WIDTH, height))
        return false;
    (void)plot_forecast(&picture, report->forecast);
    is_good =
        picture_end(&picture) &&
        html_picture(report->file, &picture, "The first border groups of it.");
    picture_free(&picture);
    return is_good;
}

/* -- simulation ------------------------------------------------------------ */

static void simulation_time(const struct report *report,
                            const struct lifetime *life, double part) {
    double ms = lifetime_until(life, part);
    char text[DURATION_TEXT_SIZE];

    html_number(report->file, "%s",
                ms < 0 ? "not seen" : duration_text(text, ms));
}

static void simulation_row(const struct report *report, size_t i) {
    const struct churn_result *result = &report->results[i];
    const struct churn_world *world = &report->world;

    fputs("<tr>", report->file);
    html_cell(report->file, "%s", report->policies[i].name);
    html_number(report->file, "%.3f %%", measure_refused(result, world));
    html_number(report->file, "%.2f %%", measure_held(result, world));
    html_number(report->file, "%.2f %%", measure_cooling(result, world));
    html_number(report->file, "%.2f", measure_hands(result, world));
    simulation_time(report, &result->life, 0.01);
    simulation_time(report, &result->life, 0.5);
    html_number(report->file, "%.3f %%", measure_failed(result, world));
    fputs("</tr>\n", report->file);
}

bool report_simulation(const struct report *report) {
    char span[DURATION_TEXT_SIZE];
    char hold[DURATION_TEXT_SIZE];
    struct picture picture;
    bool is_good;
    size_t i;

    html_section(report->file, "simulation", "What policies do");
    html_say(report->file,
             "Simulated customers on the engine itself: %s, a load of %llu %%, "
             "an address held for %s on average, seed %llu. The same customers "
             "under each policy.",
             duration_exact(span, report->world.span_ms),
             (unsigned long long)report->world.load_percent,
             duration_exact(hold, report->world.hold_ms),
             (unsigned long long)report->world.seed);
    html_table(report->file,
               "Policy|>Refused|>Held|>Cooling|>New owners a year|>1 of 100 "
               "lost after|>Half|>Recoveries failed");
    for (i = 0; i < report->policy_count; i++)
        simulation_row(report, i);
    html_table_end(report->file);
    if (!picture_begin(&picture, true, PLOT_WIDTH, PLOT_LOSSES_HEIGHT))
        return false;
    plot_losses(&picture, report->policies, report->results,
                report->policy_count);
    is_good = picture_end(&picture) &&
              html_picture(report->file, &picture,
                           "How long a released address can be recovered.");
    picture_free(&picture);
    return is_good;
}
