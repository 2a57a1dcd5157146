/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the Hilbert map: a CIDR block of even size is a square of it, one of
 * odd size two, and what is near in number is near in the picture. */
#include "map/hilbert.h"

#include "cli.h"
#include "print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Where step `index` of 4^level lies on the curve. */
static void point(uint64_t index, uint32_t level, uint32_t *x, uint32_t *y) {
    uint32_t side = 1;
    uint32_t i;

    *x = 0;
    *y = 0;
    for (i = 0; i < level; i++, side *= 2, index /= 4) {
        uint32_t right = 1 & (uint32_t)(index / 2);
        uint32_t up = 1 & ((uint32_t)index ^ right);
        uint32_t old = *x;

        if (up == 0) { /* turned */
            uint32_t turned = right ? side - 1 - *y : *y;

            *y = right ? side - 1 - old : old;
            *x = turned;
        }
        *x += side * right;
        *y += side * up;
    }
}

/* Draw a block of even size within the window. */
static void square(const struct map *map, eip_cidr cidr, uint32_t colour,
                   const char *title) {
    eip_cidr window = map->style->window;
    uint32_t level = (cidr.prefix_bits - window.prefix_bits) / 2;
    uint64_t offset = (uint64_t)cidr.base - window.base;
    double side = (double)map->style->side / (double)(UINT64_C(1) << level);
    uint32_t x;
    uint32_t y;

    point(offset >> (32 - cidr.prefix_bits), level, &x, &y);
    picture_rect(map->picture, x * side, MAP_HEAD + y * side, side, side,
                 colour, title);
}

static void block(const struct map *map, eip_cidr cidr, uint32_t colour,
                  const char *title) {
    uint32_t bits = cidr.prefix_bits;

    if ((bits - map->style->window.prefix_bits) % 2 == 0) {
        square(map, cidr, colour, title);
        return;
    }
    if (bits == 32)
        return; /* cannot be: windows are even */
    cidr.prefix_bits++;
    square(map, cidr, colour, title);
    cidr.base += (uint32_t)(UINT64_C(1) << (32 - cidr.prefix_bits));
    square(map, cidr, colour, title);
}

/* -- blocks ---------------------------------------------------------------- */

/* The part of a block that the window shows, in cells no smaller than a
 * pixel. */
static void draw_cells(const struct map *map, const struct source_block *row,
                       eip_cidr cidr, const char *title) {
    uint32_t bits = map->style->window.prefix_bits;
    uint32_t pixels = (uint32_t)map->style->side;
    uint64_t step;
    uint64_t at;

    for (; pixels > 1; pixels /= 2)
        bits += 2;
    bits = bits > 32 ? 32 : bits;
    bits = bits < cidr.prefix_bits ? cidr.prefix_bits : bits;
    step = UINT64_C(1) << (32 - bits);
    for (at = cidr.base; at <= source_last(cidr); at += step) {
        eip_cidr part = {(uint32_t)at, bits};
        struct map_cell cell =
            map_cell(map->source, row->realm, part, map->style->now_ms);

        block(map, part, map_shade(map, &cell), title);
    }
}

static void draw_block(const struct map *map, const struct source_block *row) {
    const struct source_space *space = &map->source->spaces[row->space];
    eip_cidr cidr = row->cidr;
    char text[EIP_CIDR_TEXT_SIZE];
    char title[EIP_CIDR_TEXT_SIZE + 2 * RANGES_NAME_SIZE + 4];

    if (!map_shows(map, row) || !eip_cidr_overlaps(cidr, map->style->window))
        return;
    (void)eip_cidr_format(cidr, text);
    (void)snprintf(title, sizeof(title), "%s %s %s", text, space->group,
                   space->pool);
    if (cidr.prefix_bits < map->style->window.prefix_bits)
        cidr = map->style->window;
    if (map->style->colour == MAP_GROUP || map->style->colour == MAP_POOL)
        block(map, cidr, map->colours[row->space], title);
    else
        draw_cells(map, row, cidr, map->picture->svg ? title : NULL);
}

/* -- grid ------------------------------------------------------------------ */

/* As many octets as it takes. */
static void cell_name(eip_cidr cidr, char *text, size_t size) {
    char whole[EIP_IPV4_TEXT_SIZE];
    uint32_t octets = (cidr.prefix_bits + 7) / 8;
    char *end = whole;

    (void)eip_ipv4_format(cidr.base, whole);
    for (;;) {
        end += strcspn(end, ".");
        if (!*end || octets-- <= 1)
            break;
        end++;
    }
    *end = '\0';
    (void)snprintf(text, size, "%s", whole);
}

static bool has_blocks(const struct map *map, eip_cidr cidr) {
    const struct source *source = map->source;
    size_t i;

    for (i = 0; i < source->block_count; i++) {
        if (map_shows(map, &source->blocks[i]) &&
            eip_cidr_overlaps(source->blocks[i].cidr, cidr))
            return true;
    }
    return false;
}

/* A grid of 16 by 16, or coarser where names would not fit into that. */
static uint32_t grid_bits(const struct map *map) {
    uint32_t window = map->style->window.prefix_bits;
    uint32_t bits = window > 24 ? 32 : window + 8;

    for (; bits > window; bits -= 2) {
        uint32_t octets = (bits + 7) / 8;
        uint32_t side = (uint32_t)map->style->side >> ((bits - window) / 2);

        if (side >= (4 * octets - 1) * PICTURE_GLYPH_WIDTH + 5)
            break;
    }
    return bits;
}

static void draw_grid(const struct map *map) {
    uint32_t parts =
        1U << (grid_bits(map) - map->style->window.prefix_bits) / 2;
    double side = (double)map->style->side / parts;
    uint32_t i;

    for (i = 0; i <= parts; i++) {
        picture_rect(map->picture, i * side, MAP_HEAD, 1, map->style->side,
                     MAP_LINES, NULL);
        picture_rect(map->picture, 0, MAP_HEAD + i * side, map->style->side, 1,
                     MAP_LINES, NULL);
    }
}

/* The name of each part of the grid in which there is something. */
static void draw_names(const struct map *map) {
    eip_cidr window = map->style->window;
    uint32_t bits = grid_bits(map);
    uint32_t level = (bits - window.prefix_bits) / 2;
    double side = (double)map->style->side / (1U << level);
    uint32_t i;

    for (i = 0; i < 1U << 2 * level; i++) {
        eip_cidr cidr = {(uint32_t)(window.base + ((uint64_t)i << (32 - bits))),
                         bits};
        char name[EIP_IPV4_TEXT_SIZE];
        uint32_t x;
        uint32_t y;

        if (!has_blocks(map, cidr))
            continue;
        point(i, level, &x, &y);
        cell_name(cidr, name, sizeof(name));
        picture_rect(map->picture, x * side + 1, MAP_HEAD + y * side + 1,
                     (double)strlen(name) * PICTURE_GLYPH_WIDTH + 3,
                     PICTURE_GLYPH_HEIGHT + 3, 0xffffff, NULL);
        picture_text(map->picture, x * side + 3, MAP_HEAD + y * side + 3, 1,
                     MAP_INK, name);
    }
}

static void draw_head(const struct map *map) {
    char window[EIP_CIDR_TEXT_SIZE];
    char number[PRINT_NUMBER_SIZE];
    char text[256];
    uint64_t sum = 0;
    size_t count = 0;
    size_t i;

    for (i = 0; i < map->source->block_count; i++) {
        if (!map_shows(map, &map->source->blocks[i]))
            continue;
        sum += eip_cidr_count(map->source->blocks[i].cidr);
        count++;
    }
    (void)eip_cidr_format(map->style->window, window);
    (void)snprintf(text, sizeof(text), "%.120s", map->style->title);
    picture_text(map->picture, 4, 4, 2, MAP_INK, text);
    (void)snprintf(text, sizeof(text),
                   "%s addresses in %zu CIDRs, by %s; Hilbert curve over %s",
                   print_number(number, sum), count,
                   map_colour_names[map->style->colour], window);
    picture_text(map->picture, 4, 26, 1, MAP_INK, text);
}

/* -- all ------------------------------------------------------------------- */

static void draw(struct map *map) {
    size_t i;

    picture_rect(map->picture, 0, MAP_HEAD, map->style->side, map->style->side,
                 0xf7f7f7, NULL);
    while (map->shown < map->source->space_count &&
           map->capacities[map->order[map->shown]] > 0)
        map->shown++;
    map_choose_colours(map);
    map_count(map);
    draw_grid(map);
    for (i = 0; i < map->source->block_count; i++)
        draw_block(map, &map->source->blocks[i]);
    draw_names(map);
    draw_head(map);
    map_legend(map);
}

bool map_hilbert(struct picture *picture, const struct source *source,
                 const struct map_style *style) {
    struct map map = {.picture = picture, .source = source, .style = style};

    map.capacities = calloc(source->space_count + 1, sizeof(uint64_t));
    map.colours = calloc(source->space_count + 1, sizeof(uint32_t));
    if (map.capacities && map.colours)
        map.order = map_order(source, style->realm, map.capacities);
    else
        cli_say("%s", strerror(ENOMEM));
    if (map.order)
        draw(&map);
    free(map.capacities);
    free(map.colours);
    free(map.order);
    return map.order != NULL;
}
