/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what the colours of cells mean: states, use, ages. */
#include "map/hilbert.h"

#include "duration.h"

#include <stdio.h>

enum {
    FREE = 0xcfe3cf,
    HELD = 0xb5271f,
    COOLING = 0x2a6fbd,
    WITHDRAWN = 0xe0a030
};
/* By age. */
enum {
    YOUNG_HELD = 0xf6d743,
    OLD_HELD = 0x46085c,
    YOUNG_COOLING = 0x08306b,
    OLD_COOLING = 0xa6cde8
};

static const uint32_t state_colours[SOURCE_STATES] = {
    [SOURCE_FREE] = FREE,
    [SOURCE_HELD] = HELD,
    [SOURCE_COOLING] = COOLING,
    [SOURCE_WITHDRAWN] = WITHDRAWN};

bool map_shows(const struct map *map, const struct source_block *block) {
    return map->style->realm == SOURCE_UNKNOWN ||
           map->style->realm == block->realm;
}

/* -- counting -------------------------------------------------------------- */

static void count_run(struct map *map, const struct source_run *run) {
    uint64_t now = map->style->now_ms;
    uint64_t addresses = (uint64_t)run->last - run->first + 1;

    map->counts[run->state] += addresses;
    if (run->since_ms == 0)
        return;
    map->known[run->state] += addresses;
    if (run->since_ms < now &&
        (double)(now - run->since_ms) > map->oldest_ms[run->state])
        map->oldest_ms[run->state] = (double)(now - run->since_ms);
}

void map_count(struct map *map) {
    const struct source *source = map->source;
    uint64_t used = 0;
    size_t i;

    for (i = 0; i < source->run_count; i++) {
        if (map->style->realm == SOURCE_UNKNOWN ||
            map->style->realm == source->runs[i].realm)
            count_run(map, &source->runs[i]);
    }
    for (i = SOURCE_HELD; i < SOURCE_STATES; i++)
        used += map->counts[i];
    for (i = 0; i < source->space_count; i++)
        map->counts[SOURCE_FREE] += map->capacities[i];
    map->counts[SOURCE_FREE] -= used;
}

/* -- colours --------------------------------------------------------------- */

/* Colours in the shares that they have; what is left of 1 is free. */
struct blend {
    uint32_t colour;
    double share;
};

static void blend(struct blend *all, uint32_t colour, double share) {
    if (share <= 0)
        return;
    all->share += share;
    all->colour = picture_mix(all->colour, colour, share / all->share);
}

static uint32_t age_colour(const struct map *map, uint32_t state, double ms) {
    double oldest = map->oldest_ms[state];
    double part = oldest > 0 ? ms / oldest : 0;

    return state == SOURCE_COOLING
               ? picture_mix(YOUNG_COOLING, OLD_COOLING, part)
               : picture_mix(YOUNG_HELD, OLD_HELD, part);
}

static uint32_t by_state(const struct map_cell *cell) {
    struct blend all = {FREE, 0};
    int state;

    for (state = 0; state < SOURCE_STATES; state++)
        blend(&all, state_colours[state], cell->parts[state]);
    return all.colour;
}

static uint32_t by_age(const struct map *map, const struct map_cell *cell) {
    struct blend all = {FREE, 0};
    uint32_t state;

    blend(&all, FREE, cell->parts[SOURCE_FREE]);
    blend(&all, WITHDRAWN, cell->parts[SOURCE_WITHDRAWN]);
    for (state = SOURCE_HELD; state <= SOURCE_COOLING; state++) {
        blend(&all, age_colour(map, state, cell->age_ms[state]),
              cell->known[state]);
        blend(&all, MAP_GREY, cell->parts[state] - cell->known[state]);
    }
    return all.colour;
}

uint32_t map_shade(const struct map *map, const struct map_cell *cell) {
    if (map->style->colour == MAP_USE)
        return picture_mix(FREE, HELD, cell->parts[SOURCE_HELD]);
    if (map->style->colour == MAP_AGE)
        return by_age(map, cell);
    return by_state(cell);
}

/* -- legend ---------------------------------------------------------------- */

static void legend_state(const struct map *map) {
    static const char *const names[SOURCE_STATES] = {
        [SOURCE_FREE] = "free",
        [SOURCE_HELD] = "held",
        [SOURCE_COOLING] = "cooling",
        [SOURCE_WITHDRAWN] = "withdrawn"};
    int rows = 0;
    int state;

    for (state = 0; state < SOURCE_STATES; state++) {
        if (state != SOURCE_WITHDRAWN || map->counts[state] > 0)
            map_legend_row(map, rows++, state_colours[state], names[state],
                           map->counts[state]);
    }
}

/* Five steps from just now to the oldest. */
static int legend_ages(const struct map *map, int row, uint32_t state,
                       const char *what) {
    enum { STEPS = 4 };
    char span[DURATION_TEXT_SIZE];
    char text[64];
    int last = map->oldest_ms[state] > 0 ? STEPS : 0;
    int step;

    for (step = 0; step <= last; step++) {
        double ms = map->oldest_ms[state] * step / STEPS;

        if (step == 0)
            (void)snprintf(text, sizeof(text), "%s just now", what);
        else
            (void)snprintf(text, sizeof(text), "%s %s ago", what,
                           duration_text(span, ms));
        map_legend_row(map, row + step, age_colour(map, state, ms), text, 0);
    }
    return row + last + 1;
}

static void legend_age(const struct map *map) {
    uint64_t unknown = map->counts[SOURCE_HELD] - map->known[SOURCE_HELD] +
                       map->counts[SOURCE_COOLING] - map->known[SOURCE_COOLING];
    int row = 0;

    map_legend_row(map, row++, FREE, "free", map->counts[SOURCE_FREE]);
    if (map->known[SOURCE_HELD] > 0)
        row = legend_ages(map, row, SOURCE_HELD, "allocated");
    if (map->known[SOURCE_COOLING] > 0)
        row = legend_ages(map, row, SOURCE_COOLING, "released");
    if (unknown > 0)
        map_legend_row(map, row++, MAP_GREY, "in use, not known since when",
                       unknown);
    if (map->counts[SOURCE_WITHDRAWN] > 0)
        map_legend_row(map, row, WITHDRAWN, "withdrawn",
                       map->counts[SOURCE_WITHDRAWN]);
}

void map_legend_scale(const struct map *map) {
    if (map->style->colour == MAP_STATE) {
        legend_state(map);
    } else if (map->style->colour == MAP_USE) {
        map_legend_row(map, 0, FREE, "0 % held", 0);
        map_legend_row(map, 1, picture_mix(FREE, HELD, 0.5), "50 %", 0);
        map_legend_row(map, 2, HELD, "100 %", 0);
    } else {
        legend_age(map);
    }
}
