/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file table.h
 * Sections under one another, of one width: a title, headers, rows. What is
 * wider than the terminal and has one row is set upright.
 */
#ifndef EIP_TOOL_TABLE_H
#define EIP_TOOL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct table_row {
    char **cells;
    size_t count;
};

struct table_section {
    const char *title; /* borrowed */
    int indent;
    struct table_row headers; /* count 0: none */
    struct table_row *rows;
    size_t row_count;
    size_t row_room;
};

struct table {
    struct table_section *sections;
    size_t count;
    size_t room;
};

/** Begin a section; what follows goes there. */
void table_section(struct table *table, const char *title, int indent);
/** Copy `cells` into a new row, or into the headers. */
void table_row(struct table *table, const char **cells, size_t count);
void table_headers(struct table *table, const char **cells, size_t count);
void table_render(struct table *table, FILE *file, int terminal_width);
void table_free(struct table *table);

#endif
