/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns bars and sparklines of utilisation. */
#include "map/draw.h"

#include "cli.h"
#include "plan/room.h"
#include "print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { ROW = 18, LEFT = 220, BAR = 480, BARS_MAX = 60, CELLS = 48 };
enum {
    FREE = 0xdfe8df,
    HELD = 0xb5271f,
    COOLING = 0x2a6fbd,
    WITHDRAWN = 0xe0a030,
    INK = 0x202020
};

struct rows {
    struct room *rooms;
    uint64_t *capacities;
    uint32_t *order;
};

static void rows_free(struct rows *rows) {
    free(rows->rooms);
    free(rows->capacities);
    free(rows->order);
}

static bool rows_take(struct rows *rows, const struct source *source) {
    rows->rooms = calloc(source->space_count + 1, sizeof(*rows->rooms));
    rows->capacities = calloc(source->space_count + 1, sizeof(uint64_t));
    rows->order = NULL;
    if (!rows->rooms || !rows->capacities)
        cli_say("%s", strerror(ENOMEM));
    else if (room_of_spaces(source, rows->rooms))
        rows->order = map_order(source, SOURCE_UNKNOWN, rows->capacities);
    if (!rows->order)
        rows_free(rows);
    return rows->order != NULL;
}

static void bar(struct picture *picture, int row,
                const struct source_space *space, const struct room *room) {
    double y = MAP_HEAD + row * ROW;
    double all = room->capacity ? (double)room->capacity : 1;
    double held = BAR * (double)room->held / all;
    double cooling = BAR * (double)room->cooling / all;
    double withdrawn = BAR * (double)room->withdrawn / all;
    char number[PRINT_NUMBER_SIZE];
    char name[SOURCE_NAME_SIZE];
    char text[96];

    (void)snprintf(text, sizeof(text), "%.*s", LEFT / PICTURE_GLYPH_WIDTH - 1,
                   source_name(name, space));
    picture_text(picture, 6, y + 3, 1, INK, text);
    picture_rect(picture, LEFT, y, BAR, ROW - 5, FREE, NULL);
    picture_rect(picture, LEFT, y, held, ROW - 5, HELD, NULL);
    picture_rect(picture, LEFT + held, y, cooling, ROW - 5, COOLING, NULL);
    picture_rect(picture, LEFT + held + cooling, y, withdrawn, ROW - 5,
                 WITHDRAWN, NULL);
    (void)snprintf(text, sizeof(text), "%5.1f %% of %s",
                   100 * room_utilisation(room),
                   print_number(number, room->capacity));
    picture_text(picture, LEFT + BAR + 8, y + 3, 1, INK, text);
}

int map_bars(struct picture *picture, const struct source *source,
             const char *title) {
    int count =
        source->space_count > BARS_MAX ? BARS_MAX : (int)source->space_count;
    struct rows rows;
    char text[160];
    int i;

    if (!picture)
        return MAP_HEAD + count * ROW + 8;
    if (!rows_take(&rows, source))
        return -1;
    (void)snprintf(text, sizeof(text), "Utilisation: %.100s", title);
    picture_text(picture, 6, 4, 2, INK, text);
    (void)snprintf(
        text, sizeof(text),
        "red held, blue cooling, amber withdrawn, grey free; %d of %zu, "
        "the largest first",
        count, source->space_count);
    picture_text(picture, 6, 25, 1, INK, text);
    for (i = 0; i < count; i++)
        bar(picture, i, &source->spaces[rows.order[i]],
            &rows.rooms[rows.order[i]]);
    rows_free(&rows);
    return MAP_HEAD + count * ROW + 8;
}

/* -- sparklines ------------------------------------------------------------ */

/* The share of what is held, in CELLS equal parts of a space's addresses. */
static void spark(const struct source *source, uint32_t space,
                  uint64_t capacity, double *cells) {
    double before = 0;
    size_t i;

    memset(cells, 0, CELLS * sizeof(*cells));
    for (i = 0; i < source->block_count; i++) {
        const struct source_block *block = &source->blocks[i];
        uint32_t end = source_last(block->cidr);
        size_t j = source_run_from(source, block->realm, block->cidr.base);

        if (block->space != space)
            continue;
        for (; source_run_is(source, j, block->realm, end); j++) {
            const struct source_run *run = &source->runs[j];
            double from = before + run->first - block->cidr.base;
            double to = from + run->last - run->first + 1;
            double cell = (double)capacity / CELLS;
            int at = (int)(from / cell);

            for (; run->state == SOURCE_HELD && at < CELLS && at * cell < to;
                 at++) {
                double low = from > at * cell ? from : at * cell;
                double high = to < (at + 1) * cell ? to : (at + 1) * cell;

                cells[at] += (high - low) / cell;
            }
        }
        before += (double)eip_cidr_count(block->cidr);
    }
}

bool map_sparklines(const struct source *source) {
    static const char *const levels[] = {"\u00b7", "\u2581", "\u2582",
                                         "\u2583", "\u2584", "\u2585",
                                         "\u2586", "\u2587", "\u2588"};
    char number[PRINT_NUMBER_SIZE];
    char name[SOURCE_NAME_SIZE];
    double cells[CELLS];
    struct rows rows;
    int width = 28;
    size_t i;
    int j;

    if (!rows_take(&rows, source))
        return false;
    for (i = 0; i < source->space_count; i++) {
        int size = (int)strlen(source_name(name, &source->spaces[i]));

        width = size > width ? size : width;
    }
    printf("%-*s %13s %7s %8s  %s\n", width, "Border group", "Addresses",
           "Used %", "Largest", "Held, by address");
    for (i = 0; i < source->space_count; i++) {
        uint32_t space = rows.order[i];
        const struct room *room = &rows.rooms[space];
        char bits[8] = "-";

        if (room->largest != ROOM_NONE)
            (void)snprintf(bits, sizeof(bits), "/%u", room->largest & 63U);
        printf("%-*s %13s %7.2f %8s  ", width,
               source_name(name, &source->spaces[space]),
               print_number(number, room->capacity),
               100 * room_utilisation(room), bits);
        spark(source, space, room->capacity, cells);
        for (j = 0; j < CELLS; j++)
            fputs(levels[cells[j] <= 0 ? 0 : 1 + (int)(cells[j] * 7.001)],
                  stdout);
        putchar('\n');
    }
    rows_free(&rows);
    return true;
}
