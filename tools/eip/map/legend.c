/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the legend, and the colours of what it names: border groups, pools. */
#include "map/hilbert.h"

#include "print.h"

#include <stdio.h>
#include <string.h>

enum { ROW_CHARACTERS = 47 };

void map_choose_colours(struct map *map) {
    const struct source *source = map->source;
    uint32_t used = 0;
    uint32_t i;
    uint32_t j;

    for (i = 0; i < map->shown; i++) {
        const struct source_space *space = &source->spaces[map->order[i]];
        uint32_t *colour = &map->colours[map->order[i]];

        *colour = MAP_GREY;
        for (j = 0; j < i && map->style->colour == MAP_POOL; j++) {
            if (strcmp(source->spaces[map->order[j]].pool, space->pool) == 0)
                break;
        }
        if (map->style->colour == MAP_POOL && j < i)
            *colour = map->colours[map->order[j]];
        else if (used < MAP_LEGEND_ROWS)
            *colour = picture_colour(used++);
    }
}

void map_legend_row(const struct map *map, int row, uint32_t colour,
                    const char *name, uint64_t addresses) {
    double x = map->style->side + 16;
    double y = MAP_HEAD + 8 + row * 22;
    char number[PRINT_NUMBER_SIZE] = "";
    char text[ROW_CHARACTERS + 1];
    size_t room = ROW_CHARACTERS;

    if (addresses)
        room -= strlen(print_number(number, addresses)) + 1;
    (void)snprintf(text, sizeof(text), "%.*s", (int)room, name);
    picture_rect(map->picture, x, y, 14, 14, colour, NULL);
    picture_text(map->picture, x + 22, y + 4, 1, MAP_INK, text);
    if (addresses) {
        picture_text(map->picture,
                     x + 306 - (double)strlen(number) * PICTURE_GLYPH_WIDTH,
                     y + 4, 1, MAP_INK, number);
    }
}

static void legend_spaces(const struct map *map) {
    const struct source *source = map->source;
    char name[SOURCE_NAME_SIZE];
    uint64_t rest = 0;
    uint32_t rows = 0;
    uint32_t i;

    for (i = 0; i < map->shown; i++) {
        uint32_t space = map->order[i];

        if (map->colours[space] == MAP_GREY || rows == MAP_LEGEND_ROWS) {
            rest += map->capacities[space];
            continue;
        }
        map_legend_row(map, (int)rows++, map->colours[space],
                       source_name(name, &source->spaces[space]),
                       map->capacities[space]);
    }
    if (rows < map->shown) {
        (void)snprintf(name, sizeof(name), "%u others", map->shown - rows);
        map_legend_row(map, (int)rows, MAP_GREY, name, rest);
    }
}

static void legend_pools(const struct map *map) {
    const struct source *source = map->source;
    int rows = 0;
    uint32_t i;
    uint32_t j;

    for (i = 0; i < map->shown && rows < MAP_LEGEND_ROWS; i++) {
        const char *pool = source->spaces[map->order[i]].pool;
        uint64_t sum = 0;
        bool is_first = true;

        for (j = 0; j < map->shown; j++) {
            if (strcmp(source->spaces[map->order[j]].pool, pool) != 0)
                continue;
            is_first = is_first && j >= i;
            sum += map->capacities[map->order[j]];
        }
        if (is_first)
            map_legend_row(map, rows++, map->colours[map->order[i]], pool, sum);
    }
}

void map_legend(const struct map *map) {
    if (map->style->colour == MAP_GROUP)
        legend_spaces(map);
    else if (map->style->colour == MAP_POOL)
        legend_pools(map);
    else
        map_legend_scale(map);
}
