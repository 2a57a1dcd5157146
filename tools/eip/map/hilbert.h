/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file hilbert.h  What the parts of a Hilbert map share. */
#ifndef EIP_TOOL_HILBERT_H
#define EIP_TOOL_HILBERT_H

#include "map/draw.h"

enum { MAP_GREY = 0xb4b4b4, MAP_INK = 0x202020, MAP_LINES = 0xe8e8e8 };
enum { MAP_LEGEND_ROWS = 30 };

struct map {
    struct picture *picture;
    const struct source *source;
    const struct map_style *style;
    uint32_t *order;      /* spaces, largest first */
    uint32_t shown;       /* the first of them */
    uint64_t *capacities; /* of spaces; 0: not shown */
    uint32_t *colours;    /* of spaces */
    uint64_t counts[SOURCE_STATES];
    uint64_t known[SOURCE_STATES]; /* of those: since when is known */
    double oldest_ms[SOURCE_STATES];
};

/** Is the block of a realm that is shown? */
bool map_shows(const struct map *map, const struct source_block *block);
/** Count what is in which state, and since when, of all that is shown. */
void map_count(struct map *map);
/** Choose the spaces' colours: of pools the same name has the same; of border
 *  groups the largest have one, the others share grey. */
void map_choose_colours(struct map *map);
/** The colour of a cell by its state, use or age. */
uint32_t map_shade(const struct map *map, const struct map_cell *cell);

void map_legend(const struct map *map);
/** A row of the legend; `addresses` only if there are some. */
void map_legend_row(const struct map *map, int row, uint32_t colour,
                    const char *name, uint64_t addresses);
/** The rows of a map by state, use or age. */
void map_legend_scale(const struct map *map);

#endif
