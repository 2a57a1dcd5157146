/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* As the AWS CLI's text: a line of each object's plain members by name, what is
 * in it below, each line headed by the member's name in capitals. */
#include "operate/output.h"

#include <ctype.h>
#include <stdlib.h>

static void head(FILE *file, const char *name) {
    for (; *name; name++)
        fputc(toupper((unsigned char)*name), file);
}

static void print_list(FILE *file, const char *name, const cJSON *list);

/* `names`: the columns of the list that the object is in; else its own. */
static void print_object(FILE *file, const char *name, const cJSON *object,
                         const char **names, size_t count) {
    const char **own = NULL;
    const char **branches;
    char number[OUTPUT_NUMBER_SIZE];

    if (!names)
        names = own = output_names(object, false, &count);
    if (count > 0 && name)
        head(file, name);
    for (size_t i = 0; i < count; i++) {
        const cJSON *value = tree_get(object, names[i]);

        fprintf(file, "%s%s", i > 0 || name ? "\t" : "",
                value ? output_scalar(value, number) : "");
    }
    if (count > 0)
        fputc('\n', file);
    free(own);
    branches = output_names(object, true, &count);
    for (size_t i = 0; i < count; i++) {
        const cJSON *value = tree_get(object, branches[i]);

        if (cJSON_IsArray(value))
            print_list(file, branches[i], value);
        else
            print_object(file, branches[i], value, NULL, 0);
    }
    free(branches);
}

static void print_list(FILE *file, const char *name, const cJSON *list) {
    static const char *none;
    const cJSON *value;
    size_t count;
    const char **names = output_names(list, false, &count);
    char number[OUTPUT_NUMBER_SIZE];

    cJSON_ArrayForEach(value, list) {
        if (cJSON_IsObject(value)) {
            print_object(file, name, value, names ? names : &none, count);
        } else {
            head(file, name);
            fprintf(file, "\t%s\n", output_scalar(value, number));
        }
    }
    free(names);
}

void output_text(FILE *file, const cJSON *value) {
    print_object(file, NULL, value, NULL, 0);
}
