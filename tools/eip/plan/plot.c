/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the axes and lines of plots. */
#include "plan/plot.h"

#include "date.h"
#include "duration.h"

#include <math.h>
#include <string.h>

enum {
    PANEL_WIDTH = PLOT_WIDTH / 2,
    PANEL_HEIGHT = 250,
    PANELS_MAX = 16,
    LEFT = 86,
    RIGHT = 14,
    TOP = 30,
    BOTTOM = 34,
    STEPS = 100,
    HEAD = 24
};

enum {
    INK = 0x202020,
    GRID = 0xdddddd,
    FAINT = 0x707070,
    PAST = 0x2a6fbd,
    MIDDLE = 0xb5271f,
    FAN = 0xf3cdc8,
    WHAT_IF = 0x2e7d32
};

/** A rectangle of the picture with two scales. */
struct frame {
    struct picture *picture;
    double x, y, width, height;
    double from, to; /* of the horizontal scale */
    double top;      /* of the vertical one, which begins at 0 */
};

static double at_x(const struct frame *frame, double value) {
    return frame->x +
           frame->width * (value - frame->from) / (frame->to - frame->from);
}

static double at_y(const struct frame *frame, double value) {
    double part = value / frame->top;

    part = part < 0 ? 0 : part > 1 ? 1 : part;
    return frame->y + frame->height * (1 - part);
}

/* 1, 2 or 5 times a power of ten, some four of them up to `most`. */
static double round_step(double most) {
    double step = pow(10, floor(log10(most / 4)));

    if (most / step > 20)
        return step * 5;
    return most / step > 8 ? step * 2 : step;
}

static void draw_levels(const struct frame *frame) {
    double step = round_step(frame->top);
    int count = (int)(frame->top / step);
    int i;

    for (i = 0; i <= count; i++) {
        char text[PRINT_NUMBER_SIZE];
        double y = at_y(frame, step * i);

        picture_line(frame->picture, frame->x, y, frame->x + frame->width, y,
                     GRID);
        (void)print_number(text, (uint64_t)(step * i));
        picture_text(frame->picture,
                     frame->x - 8 - (double)strlen(text) * PICTURE_GLYPH_WIDTH,
                     y - 4, 1, FAINT, text);
    }
}

/* -- forecasts ------------------------------------------------------------- */

/* What is held with this z on a day to come. */
static double held_at(const struct trend *trend, double days, double z) {
    double spread = sqrt(trend->variance * days +
                         trend->error * trend->error * days * days);

    return trend->held + trend->drift * days + z * spread;
}

static void set_scales(struct frame *frame, const struct forecast *forecast,
                       const struct forecast_row *row) {
    const struct forecast_end *end = &row->ends[0];
    double span = (double)forecast->horizon_ms;
    double top = fmax(end->level, end->trend.held);
    uint64_t first = forecast->from_ms;
    size_t i;

    for (i = 0; i < forecast->log.count; i++) {
        const struct growth_sample *sample = &forecast->log.items[i];

        if (row->is_pool || sample->space != row->number)
            continue;
        first = sample->ms < first ? sample->ms : first;
        top = fmax(top, sample->held);
    }
    if (forecast->has_what_if)
        top = fmax(top, row->ends[1].level);
    frame->from = (double)first;
    frame->to = (double)forecast->from_ms + span;
    frame->top = top > 0 ? top * 1.08 : 1;
}

static void draw_dates(const struct frame *frame) {
    int i;

    for (i = 0; i <= 3; i++) {
        double at = frame->from + (frame->to - frame->from) * i / 3;
        char text[DATE_TEXT_SIZE];
        double width;

        (void)date_text(text, (uint64_t)at);
        width = (double)strlen(text) * PICTURE_GLYPH_WIDTH;
        picture_line(frame->picture, at_x(frame, at), frame->y + frame->height,
                     at_x(frame, at), frame->y + frame->height + 4, FAINT);
        picture_text(frame->picture,
                     at_x(frame, at) - width * (i == 0   ? 0
                                                : i == 3 ? 1
                                                         : 0.5),
                     frame->y + frame->height + 9, 1, FAINT, text);
    }
}

/* 10 to 90 % in pink, the middle in red. */
static void draw_fan(const struct frame *frame, const struct forecast *forecast,
                     const struct trend *trend) {
    const double z = 1.2815515655446004; /* 90 % */
    double start = at_x(frame, (double)forecast->from_ms);
    double days = (double)forecast->horizon_ms / (double)DURATION_DAY;
    double step = (frame->x + frame->width - start) / STEPS;
    double last = at_y(frame, trend->held);
    int i;

    for (i = 0; i < STEPS; i++) {
        double day = days * (i + 1) / STEPS;
        double high = at_y(frame, held_at(trend, day, z));
        double low = at_y(frame, held_at(trend, day, -z));

        picture_rect(frame->picture, start + i * step, high, step + 0.6,
                     fmax(low - high, 1), FAN, NULL);
    }
    for (i = 0; i < STEPS; i++) {
        double next = at_y(frame, held_at(trend, days * (i + 1) / STEPS, 0));

        picture_line(frame->picture, start + i * step, last,
                     start + (i + 1) * step, next, MIDDLE);
        last = next;
    }
}

static void draw_past(const struct frame *frame,
                      const struct forecast *forecast,
                      const struct forecast_row *row) {
    const struct growth_sample *before = NULL;
    size_t i;

    for (i = 0; i < forecast->log.count && !row->is_pool; i++) {
        const struct growth_sample *sample = &forecast->log.items[i];

        if (sample->space != row->number)
            continue;
        if (before)
            picture_line(frame->picture, at_x(frame, (double)before->ms),
                         at_y(frame, before->held),
                         at_x(frame, (double)sample->ms),
                         at_y(frame, sample->held), PAST);
        before = sample;
    }
}

static void draw_level(const struct frame *frame, double level, uint32_t colour,
                       const char *name, bool is_left) {
    double y = at_y(frame, level);
    double width = (double)strlen(name) * PICTURE_GLYPH_WIDTH;

    picture_line(frame->picture, frame->x, y, frame->x + frame->width, y,
                 colour);
    picture_text(frame->picture,
                 is_left ? frame->x + 4 : frame->x + frame->width - width - 4,
                 y - 10, 1, colour, name);
}

static void draw_panel(struct picture *picture, const struct forecast *forecast,
                       const struct forecast_row *row, int number) {
    int row_number = number / 2;
    struct frame frame = {.picture = picture,
                          .x = LEFT + number % 2 * PANEL_WIDTH,
                          .y = HEAD + TOP + row_number * PANEL_HEIGHT,
                          .width = PANEL_WIDTH - LEFT - RIGHT,
                          .height = PANEL_HEIGHT - TOP - BOTTOM};
    char text[96];

    set_scales(&frame, forecast, row);
    (void)snprintf(text, sizeof(text), "%s%.70s", row->is_pool ? "all of " : "",
                   row->is_pool ? row->space->pool : row->space->group);
    picture_text(picture, frame.x, frame.y - 20, 1, INK, text);
    draw_levels(&frame);
    draw_fan(&frame, forecast, &row->ends[0].trend);
    draw_past(&frame, forecast, row);
    draw_level(&frame, row->ends[0].level, INK, "at most", true);
    if (forecast->has_what_if)
        draw_level(&frame, row->ends[1].level, WHAT_IF, "what if", false);
    draw_dates(&frame);
}

int plot_forecast(struct picture *picture, const struct forecast *forecast) {
    int panels = 0;
    size_t i;

    for (i = 0; i < forecast->count && panels < PANELS_MAX; i++) {
        if (!forecast->rows[i].is_known)
            continue;
        if (picture)
            draw_panel(picture, forecast, &forecast->rows[i], panels);
        panels++;
    }
    if (picture)
        picture_text(picture, LEFT, 8, 1, INK,
                     "Addresses held: blue as it was, red as forecast "
                     "(pink: with a probability of 80 %)");
    return panels == 0 ? 0 : HEAD + (panels + 1) / 2 * PANEL_HEIGHT;
}

int plot_save(const char *path, const struct forecast *forecast) {
    int height = plot_forecast(NULL, forecast);
    struct picture picture;
    bool is_svg = false;
    int code = CLI_IO;

    if (!picture_is_svg(path, &is_svg))
        return CLI_USAGE;
    if (height == 0) {
        cli_say("of no border group is it known how it grows");
        return CLI_BAD_INPUT;
    }
    if (!picture_begin(&picture, is_svg, PLOT_WIDTH, height))
        return CLI_IO;
    (void)plot_forecast(&picture, forecast);
    if (picture_end(&picture))
        code = picture_save(&picture, path);
    picture_free(&picture);
    return code;
}

/* -- simulations ----------------------------------------------------------- */

static void draw_delays(const struct frame *frame) {
    static const struct {
        const char *name;
        uint64_t ms;
    } ticks[] = {{"1 s", 1000},
                 {"1 min", 60000},
                 {"1 h", DURATION_HOUR},
                 {"1 d", DURATION_DAY},
                 {"7 d", 7 * DURATION_DAY},
                 {"30 d", 30 * DURATION_DAY},
                 {"1 y", DURATION_YEAR}};
    size_t i;

    for (i = 0; i < sizeof(ticks) / sizeof(ticks[0]); i++) {
        double x = at_x(frame, log((double)ticks[i].ms));

        picture_line(frame->picture, x, frame->y, x, frame->y + frame->height,
                     GRID);
        picture_text(frame->picture, x - (double)strlen(ticks[i].name) * 3,
                     frame->y + frame->height + 9, 1, FAINT, ticks[i].name);
    }
}

void plot_losses(struct picture *picture, const struct churn_policy *policies,
                 const struct churn_result *results, size_t count) {
    struct frame frame = {.picture = picture,
                          .x = LEFT,
                          .y = TOP + 10,
                          .width = PLOT_WIDTH - LEFT - 260,
                          .height = PLOT_LOSSES_HEIGHT - TOP - BOTTOM - 10,
                          .from = log(1000),
                          .to = log((double)DURATION_YEAR),
                          .top = 105};
    size_t i;
    int step;

    draw_levels(&frame);
    draw_delays(&frame);
    picture_text(picture, LEFT, 10, 1, INK,
                 "Released addresses that another account has, in %, by the "
                 "time since");
    for (i = 0; i < count; i++) {
        uint32_t colour = picture_colour((uint32_t)i);
        double y = frame.y + 18 * (double)i;
        double last = 0;

        for (step = 1; step <= 4 * STEPS; step++) {
            double at =
                frame.from + (frame.to - frame.from) * step / (4 * STEPS);
            double lost = 100 * (1 - lifetime_survives(&results[i].life,
                                                       (uint64_t)exp(at)));

            picture_line(
                picture,
                at_x(&frame, frame.from + (frame.to - frame.from) * (step - 1) /
                                              (4 * STEPS)),
                at_y(&frame, last), at_x(&frame, at), at_y(&frame, lost),
                colour);
            last = lost;
        }
        picture_rect(picture, frame.x + frame.width + 24, y, 14, 10, colour,
                     NULL);
        picture_text(picture, frame.x + frame.width + 46, y + 1, 1, INK,
                     policies[i].name);
    }
}
