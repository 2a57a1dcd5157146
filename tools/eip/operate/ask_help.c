/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What an operation takes, as its tables say. */
#include "operate/ask.h"
#include "operate/fill.h"
#include "operate/spell.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { HELP_COLUMN = 40, HELP_TEXT = 512 };

static void append(char *text, const char *part) {
    size_t size = strlen(text);

    (void)snprintf(text + size, HELP_TEXT - size, "%s", part);
}

/* `Name=TEXT,Values=TEXT,...`, of lists in it one item. */
static void append_form(char *text, const struct shape *shape) {
    for (uint32_t i = 0; i < shape->count; i++) {
        const struct shape_member *member = &shape->members[i];

        append(text, i > 0 ? "," : "");
        append(text, member->name);
        append(text, "=");
        if (member->kind == SHAPE_LIST && member->of->members) {
            append(text, "[{");
            append_form(text, member->of);
            append(text, "}]");
        } else {
            append(text, fill_kind_name(member->kind));
            append(text, member->kind == SHAPE_LIST ? ",..." : "");
        }
    }
}

static void help_parameter(const struct shape_member *member) {
    char line[HELP_TEXT] = "  --";
    char name[SPELL_SIZE];

    append(line, spell(member->name, name));
    if (member->kind == SHAPE_BOOLEAN) {
        append(line, ", --no-");
        append(line, name);
    } else {
        append(line, " ");
        if (member->of && member->of->members)
            append_form(line, member->of);
        else
            append(line, member->kind == SHAPE_LIST
                             ? "string"
                             : fill_kind_name(member->kind));
        if (member->kind == SHAPE_LIST)
            append(line, " ...");
    }
    printf("%s%s\n", line, member->required ? "  (required)" : "");
}

static void help_option(const struct cli_option *option) {
    const char *line = option->help;
    int used =
        printf("  --%s %s", option->name, option->value ? option->value : "");

    while (line) {
        int size = (int)strcspn(line, "\n");

        printf("%*s%.*s\n", used < HELP_COLUMN ? HELP_COLUMN - used : 1, "",
               size, line);
        used = 0;
        line = line[size] ? line + size + 1 : NULL;
    }
}

void ask_help(const struct shape_operation *operation) {
    const struct shape *request = operation->request;
    char name[SPELL_SIZE];

    printf("Usage: eip %s [OPTION]...\nCall %s, as the AWS CLI does.\n\n"
           "Parameters:\n",
           spell(operation->name, name), operation->name);
    for (uint32_t i = 0; i < request->count; i++)
        help_parameter(&request->members[i]);
    puts("  --cli-input-json string"
         "  (all of them as one JSON object; file://PATH reads a file)");
    if (ask_has_pages(operation))
        puts("\nPages, which are put together:\n"
             "  --max-items integer, --page-size integer, "
             "--starting-token string, --no-paginate");
    puts("\nOptions of all operations:");
    for (const struct cli_option *option = common_options; option->name;
         option++)
        help_option(option);
    puts("\nExit codes are the AWS CLI's: 0 success, 252 wrong usage, 254 the "
         "operation's\nown error, 255 anything else.");
}
