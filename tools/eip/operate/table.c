/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "operate/table.h"

#include "operate/tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_PADDING = 4 };

/* -- filling --------------------------------------------------------------- */

void table_section(struct table *table, const char *title, int indent) {
    if (table->count == table->room) {
        table->room = table->room ? 2 * table->room : 16;
        table->sections = tree_need(
            realloc(table->sections, table->room * sizeof(*table->sections)));
    }
    table->sections[table->count++] =
        (struct table_section){.title = title, .indent = indent};
}

static struct table_row copy(const char **cells, size_t count) {
    struct table_row row = {NULL, count};

    row.cells = tree_need(calloc(count ? count : 1, sizeof(*row.cells)));
    for (size_t i = 0; i < count; i++)
        row.cells[i] = tree_need(strdup(cells[i]));
    return row;
}

static void add_row(struct table_section *section, struct table_row row) {
    if (section->row_count == section->row_room) {
        section->row_room = section->row_room ? 2 * section->row_room : 4;
        section->rows = tree_need(
            realloc(section->rows, section->row_room * sizeof(*section->rows)));
    }
    section->rows[section->row_count++] = row;
}

void table_row(struct table *table, const char **cells, size_t count) {
    add_row(&table->sections[table->count - 1], copy(cells, count));
}

void table_headers(struct table *table, const char **cells, size_t count) {
    table->sections[table->count - 1].headers = copy(cells, count);
}

static void free_row(struct table_row *row) {
    for (size_t i = 0; i < row->count; i++)
        free(row->cells[i]);
    free(row->cells);
    *row = (struct table_row){NULL, 0};
}

void table_free(struct table *table) {
    for (size_t i = 0; i < table->count; i++) {
        struct table_section *section = &table->sections[i];

        free_row(&section->headers);
        for (size_t j = 0; j < section->row_count; j++)
            free_row(&section->rows[j]);
        free(section->rows);
    }
    free(table->sections);
    *table = (struct table){NULL, 0, 0};
}

/* -- widths ---------------------------------------------------------------- */

/* Characters; that some take two places is not looked at. */
static int width_of(const char *text) {
    int width = 0;

    for (; *text; text++)
        width += ((unsigned char)*text & 0xc0) != 0x80;
    return width;
}

static size_t columns_of(const struct table_section *section) {
    if (section->headers.count > 0)
        return section->headers.count;
    return section->row_count > 0 ? section->rows[0].count : 0;
}

static void widen(int *widths, const struct table_row *row) {
    for (size_t i = 0; i < row->count; i++) {
        int width = width_of(row->cells[i]) + TABLE_PADDING;

        if (width > widths[i])
            widths[i] = width;
    }
}

/* What each column asks for; free it. */
static int *natural_widths(const struct table_section *section, int *sum) {
    size_t count = columns_of(section);
    int *widths = tree_need(calloc(count + 1, sizeof(*widths)));

    widen(widths, &section->headers);
    for (size_t i = 0; i < section->row_count; i++)
        widen(widths, &section->rows[i]);
    *sum = 0;
    for (size_t i = 0; i < count; i++)
        *sum += widths[i];
    return widths;
}

/* What each column gets of `width`: by what it asks for, halves to even; what
 * rounding makes too much the first columns lose, too little the last get. */
static int *scaled_widths(const struct table_section *section, int width) {
    size_t count = columns_of(section);
    int sum = 0;
    int *widths = natural_widths(section, &sum);
    double scale = sum > 0 ? width / (double)sum : 0;
    int over = -width;

    for (size_t i = 0; i < count; i++) {
        widths[i] = (int)rint(scale * widths[i]);
        over += widths[i];
    }
    while (over != 0 && count > 0) {
        for (size_t i = 0; i < count && over > 0; i++, over--)
            widths[i]--;
        for (size_t i = count; i > 0 && over < 0; i--, over++)
            widths[i - 1]++;
    }
    return widths;
}

static int table_width(const struct table *table) {
    int widest = 0;

    for (size_t i = 0; i < table->count; i++) {
        const struct table_section *section = &table->sections[i];
        int border = 2 + 2 * section->indent;
        int width;

        free(natural_widths(section, &width));
        if (section->title && width_of(section->title) > width)
            width = width_of(section->title);
        if (width + border > widest)
            widest = width + border;
    }
    return widest;
}

/* -- rendering ------------------------------------------------------------- */

static void repeat(FILE *file, char byte, int count) {
    for (; count > 0; count--)
        fputc(byte, file);
}

static void center(FILE *file, const char *text, int width, bool is_first) {
    int before = width / 2 - width_of(text) / 2 - 1;
    int used;

    before = before > 0 ? before : 0;
    used = is_first + before + width_of(text);
    repeat(file, '|', is_first);
    repeat(file, ' ', before);
    fputs(text, file);
    repeat(file, ' ', width - 1 - used);
    fputc('|', file);
}

static void align(FILE *file, const char *text, int width, bool is_first) {
    int needed = width_of(text) + 2 + is_first + 1;
    int padding = width >= needed ? 2 : 0;
    int used = is_first + padding + width_of(text);

    repeat(file, '|', is_first);
    repeat(file, ' ', padding);
    fputs(text, file);
    repeat(file, ' ', width - 1 - used);
    fputc('|', file);
}

static void begin_line(FILE *file, const struct table_section *section) {
    repeat(file, '|', section->indent);
}

static void end_line(FILE *file, const struct table_section *section) {
    repeat(file, '|', section->indent);
    fputc('\n', file);
}

static void rule(FILE *file, const struct table_section *section,
                 const int *widths, size_t count) {
    begin_line(file, section);
    for (size_t i = 0; i < count; i++) {
        repeat(file, '+', i == 0);
        repeat(file, '-', widths[i] - 1 - (i == 0));
        fputc('+', file);
    }
    end_line(file, section);
}

static void render_row(FILE *file, const struct table_section *section,
                       const struct table_row *row, const int *widths,
                       bool is_header) {
    begin_line(file, section);
    for (size_t i = 0; i < row->count; i++) {
        if (is_header)
            center(file, row->cells[i], widths[i], i == 0);
        else
            align(file, row->cells[i], widths[i], i == 0);
    }
    end_line(file, section);
}

static void render_title(FILE *file, const struct table_section *section,
                         int width) {
    begin_line(file, section);
    center(file, section->title, width, true);
    end_line(file, section);
    if (section->headers.count == 0 && section->row_count == 0)
        rule(file, section, &width, 1);
}

static void render_section(FILE *file, const struct table_section *section,
                           int width) {
    size_t count = columns_of(section);
    int *widths = scaled_widths(section, width);

    if (section->title)
        render_title(file, section, width);
    if (section->headers.count > 0) {
        rule(file, section, widths, count);
        render_row(file, section, &section->headers, widths, true);
    }
    if (section->row_count > 0 && count > 0) {
        rule(file, section, widths, count);
        for (size_t i = 0; i < section->row_count; i++)
            render_row(file, section, &section->rows[i], widths, false);
        rule(file, section, widths, count);
    }
    free(widths);
}

/* A section of one row: each header with its cell in a row. */
static void set_upright(struct table_section *section) {
    struct table_row headers = section->headers;
    struct table_row row;

    if (section->row_count != 1 || headers.count == 0)
        return;
    row = section->rows[0];
    section->headers = (struct table_row){NULL, 0};
    section->row_count = 0;
    for (size_t i = 0; i < headers.count; i++) {
        const char *cells[] = {headers.cells[i], row.cells[i]};

        add_row(section, copy(cells, 2));
    }
    free_row(&headers);
    free_row(&row);
}

void table_render(struct table *table, FILE *file, int terminal_width) {
    int width = table_width(table);

    if (width > terminal_width) {
        for (size_t i = 0; i < table->count; i++)
            set_upright(&table->sections[i]);
        width = table_width(table);
    }
    repeat(file, '-', width);
    fputc('\n', file);
    for (size_t i = 0; i < table->count; i++)
        render_section(file, &table->sections[i],
                       width - 2 * table->sections[i].indent);
}
