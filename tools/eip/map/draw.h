/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file draw.h  What is drawn of a source. */
#ifndef EIP_TOOL_DRAW_H
#define EIP_TOOL_DRAW_H

#include "map/picture.h"
#include "plan/source.h"

enum map_colour {
    MAP_GROUP,
    MAP_POOL,
    MAP_STATE,
    MAP_USE,
    MAP_AGE,
    MAP_COLOURS
};
extern const char *const map_colour_names[MAP_COLOURS];

struct map_style {
    enum map_colour colour;
    eip_cidr window; /* what is shown; prefix_bits is even */
    uint64_t realm;  /* SOURCE_UNKNOWN: of all, which must not overlap */
    int side;        /* pixels of the square */
    uint64_t now_ms; /* ages are told from here */
    const char *title;
};

enum { MAP_LEGEND_WIDTH = 340, MAP_HEAD = 40 };

/** The smallest window of even prefix bits that has all blocks of a realm;
 *  SOURCE_UNKNOWN: of all. */
eip_cidr map_window(const struct source *source, uint64_t realm);
/** Draw a Hilbert map; the picture is side + MAP_LEGEND_WIDTH wide, side +
 *  MAP_HEAD high. False after a message. */
bool map_hilbert(struct picture *picture, const struct source *source,
                 const struct map_style *style);
/** Draw bars of utilisation, a row a border group and pool; returns how high
 *  a picture must be if `picture` is NULL. -1 after a message. */
int map_bars(struct picture *picture, const struct source *source,
             const char *title);
enum { MAP_BARS_WIDTH = 900 };
/** Print a table with sparklines; false after a message. */
bool map_sparklines(const struct source *source);

/** Spaces with most addresses first; free it. NULL after a message.
 *  `capacities` gets a row a space, 0 where it is of another realm. */
uint32_t *map_order(const struct source *source, uint64_t realm,
                    uint64_t *capacities);

/** What some addresses are, by state, in parts of 1. */
struct map_cell {
    double parts[SOURCE_STATES];
    double known[SOURCE_STATES];  /* of those: since when is known */
    double age_ms[SOURCE_STATES]; /* of those, on the average */
};
struct map_cell map_cell(const struct source *source, uint64_t realm,
                         eip_cidr cidr, uint64_t now_ms);

#endif
