/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* As the AWS CLI's table: which objects become which sections. */
#include "operate/output.h"
#include "operate/table.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { TERMINAL_WIDTH = 80 };

static void add_value(struct table *table, const char *title,
                      const cJSON *value, int indent);

/* A row of an object's members; "" where it has none. */
static void add_row(struct table *table, const cJSON *object,
                    const char **names, size_t count) {
    const char **cells = tree_need(calloc(count + 1, sizeof(*cells)));
    char(*numbers)[OUTPUT_NUMBER_SIZE] =
        tree_need(calloc(count + 1, sizeof(*numbers)));

    for (size_t i = 0; i < count; i++) {
        const cJSON *value = tree_get(object, names[i]);

        cells[i] = value ? output_scalar(value, numbers[i]) : "";
    }
    table_row(table, cells, count);
    free(cells);
    free(numbers);
}

static void add_branches(struct table *table, const cJSON *object,
                         const char **names, size_t count, int indent) {
    for (size_t i = 0; i < count; i++) {
        const cJSON *value = tree_get(object, names[i]);

        if (value)
            add_value(table, names[i], value, indent + 1);
    }
}

static void add_object(struct table *table, const cJSON *object, int indent) {
    size_t count;
    size_t branch_count;
    const char **names = output_names(object, false, &count);
    const char **branches = output_names(object, true, &branch_count);

    if (count == 1) {
        char number[OUTPUT_NUMBER_SIZE];
        const char *cells[] = {
            names[0], output_scalar(tree_get(object, names[0]), number)};

        table_row(table, cells, 2);
    } else if (count > 1) {
        table_headers(table, names, count);
        add_row(table, object, names, count);
    }
    add_branches(table, object, branches, branch_count, indent);
    free(names);
    free(branches);
}

static void add_objects(struct table *table, const char *title,
                        const cJSON *list, int indent) {
    size_t count;
    size_t branch_count;
    const char **names = output_names(list, false, &count);
    const char **branches = output_names(list, true, &branch_count);
    const cJSON *object;

    table_headers(table, names, count);
    cJSON_ArrayForEach(object, list) {
        if (object != list->child && branch_count > 0) {
            table_section(table, title, indent);
            table_headers(table, names, count);
        }
        add_row(table, object, names, count);
        add_branches(table, object, branches, branch_count, indent);
    }
    free(names);
    free(branches);
}

static void add_value(struct table *table, const char *title,
                      const cJSON *value, int indent) {
    const cJSON *item;

    if (!value->child)
        return;
    table_section(table, title, indent);
    if (cJSON_IsObject(value)) {
        add_object(table, value, indent);
    } else if (cJSON_IsObject(value->child)) {
        add_objects(table, title, value, indent);
    } else {
        cJSON_ArrayForEach(item, value) {
            char number[OUTPUT_NUMBER_SIZE];
            const char *cell = output_scalar(item, number);

            table_row(table, &cell, 1);
        }
    }
}

void output_table(FILE *file, const char *title, const cJSON *value) {
    struct table table = {NULL, 0, 0};
    struct winsize size = {0, TERMINAL_WIDTH, 0, 0};

    if (ioctl(fileno(file), TIOCGWINSZ, &size) != 0)
        size.ws_col = TERMINAL_WIDTH;
    add_value(&table, title, value, 0);
    table_render(&table, file, size.ws_col);
    table_free(&table);
}
