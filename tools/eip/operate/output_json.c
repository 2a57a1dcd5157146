/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* As Python's json.dump with an indent of 4 and ensure_ascii off. */
#include "operate/output.h"

#include <string.h>

static void print_text(FILE *file, const char *text) {
    static const char escaped[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";

    fputc('"', file);
    for (; *text; text++) {
        const char *found = strchr(escaped, *text);

        if (found)
            fprintf(file, "\\%c", letters[found - escaped]);
        else if ((unsigned char)*text < 0x20)
            fprintf(file, "\\u%04x", (unsigned char)*text);
        else
            fputc(*text, file);
    }
    fputc('"', file);
}

static void print_value(FILE *file, const cJSON *value, int depth);

static void print_branch(FILE *file, const cJSON *branch, int depth) {
    const char *brackets = cJSON_IsObject(branch) ? "{}" : "[]";
    const cJSON *value;

    fputc(brackets[0], file);
    cJSON_ArrayForEach(value, branch) {
        fprintf(file, "%s\n%*s", value == branch->child ? "" : ",",
                4 * (depth + 1), "");
        if (value->string) {
            print_text(file, value->string);
            fputs(": ", file);
        }
        print_value(file, value, depth + 1);
    }
    if (branch->child)
        fprintf(file, "\n%*s", 4 * depth, "");
    fputc(brackets[1], file);
}

static void print_value(FILE *file, const cJSON *value, int depth) {
    char number[OUTPUT_NUMBER_SIZE];

    if (tree_is_branch(value))
        print_branch(file, value, depth);
    else if (cJSON_IsString(value))
        print_text(file, value->valuestring);
    else if (cJSON_IsBool(value))
        fputs(cJSON_IsTrue(value) ? "true" : "false", file);
    else
        fputs(output_scalar(value, number), file);
}

void output_json(FILE *file, const cJSON *value) {
    print_value(file, value, 0);
    fputc('\n', file);
}
