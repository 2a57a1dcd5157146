/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how help becomes a manual page in mdoc(7). */
#include "mdoc.h"

#include "commands.h"
#include "trace/replay.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

#define DATE "November 27, 2026"

enum { WIDTH = 72 };

/* What help does not have: paragraphs, and commands behind blanks. */
static const struct {
    const char *name;
    const char *text;
} examples[] = {
    {"map", "All of EC2, and a part of it by use:\n"
            "  eip map --ranges ip-ranges.json -o map.png\n"
            "  eip map --ranges ip-ranges.json --held held "
            "--prefix 3.0.0.0/8 --colour use -o part.svg\n"},
    {"plan", "Where seven blocks of 64 addresses would go:\n"
             "  eip plan fit /26 --count 7 --ranges ip-ranges.json "
             "--border-group us-west-2-lax-1\n"
             "What a cooldown of a week does, beside none:\n"
             "  eip plan simulate --ranges ranges --policy spread:7d "
             "--policy random:0\n"
             "When it runs out, and what a block more would change:\n"
             "  eip plan forecast --ranges ranges --trace growth.csv "
             "--what-if add=10.9.0.0/20\n"},
    {"record", "Nine years of changes under load, replayed on four threads:\n"
               "  eip record fleet --history history.json -o fleet.trace\n"
               "  eip replay --trace fleet.trace --threads 4\n"},
    {"replay", "Every address of published ranges, allocated and checked:\n"
               "  eip replay --ranges ip-ranges.json\n"
               "A trace, at sixty times its own speed:\n"
               "  eip record bursts -o bursts.trace\n"
               "  eip replay --trace bursts.trace --pace 60\n"},
    {"report",
     "What there is, when it runs out, and what a cooldown would do:\n"
     "  eip report -o report.html --ranges ranges --held held "
     "--trace growth.csv --policy spread:7d --policy random:0\n"},
};

/* -- text ------------------------------------------------------------------ */

static void write_char(FILE *file, char c) {
    if (c == '\\')
        fputs("\\e", file);
    else
        fputc(c, file);
}

/* A hyphen that is typed is a minus, which can be copied. */
static void write_word(FILE *file, const char *word, size_t size,
                       bool is_first) {
    size_t i;

    if (is_first && (*word == '.' || *word == '\''))
        fputs("\\&", file);
    for (i = 0; i < size; i++) {
        if (word[i] == '-' && (i == 0 || word[i - 1] == '-'))
            fputs("\\-", file);
        else
            write_char(file, word[i]);
    }
}

static bool ends_sentence(const char *word, size_t size) {
    return size > 1 && strchr(".?!", word[size - 1]) && word[size - 2] != '.';
}

/* Words up to `end`, in lines; mdoc wants each sentence on a line of its own.
 */
static void write_words(FILE *file, const char *at, const char *end) {
    size_t column = 0;

    while (at < end) {
        size_t size = strcspn(at, " \n");

        if (size == 0) {
            at++;
            continue;
        }
        if (column > 0 && column + 1 + size > WIDTH) {
            fputc('\n', file);
            column = 0;
        } else if (column > 0) {
            fputc(' ', file);
            column++;
        }
        write_word(file, at, size, column == 0);
        column += size;
        if (ends_sentence(at, size)) {
            fputc('\n', file);
            column = 0;
        }
        at += size;
    }
    if (column > 0)
        fputc('\n', file);
}

static const char *line_end(const char *at) {
    return at + strcspn(at, "\n");
}

static const char *next_line(const char *at) {
    at = line_end(at);
    return *at ? at + 1 : at;
}

/* Lines that begin with blanks are a table. */
static const char *write_table(FILE *file, const char *at) {
    fputs(".Bd -literal -offset indent\n", file);
    for (; *at == ' '; at = next_line(at)) {
        const char *end = line_end(at);

        for (at += strspn(at, " "); at < end; at++)
            write_char(file, *at);
        fputc('\n', file);
    }
    fputs(".Ed\n", file);
    return at;
}

static void write_details(FILE *file, const char *at) {
    bool is_first = true;

    while (*at) {
        const char *end = at;

        if (*at == '\n') {
            at++;
            continue;
        }
        if (*at == ' ') {
            at = write_table(file, at);
            continue;
        }
        while (*end && *end != '\n' && *end != ' ')
            end = next_line(end);
        if (!is_first)
            fputs(".Pp\n", file);
        is_first = false;
        write_words(file, at, end);
        at = end;
    }
}

/* -- parts of pages -------------------------------------------------------- */

/* "[OPTION]... --trace FILE" in mdoc's words. */
static void write_synopsis(FILE *file, const struct cli_command *command) {
    const char *at = command->synopsis;

    fprintf(file, ".Nm eip\n.Cm %s\n", command->name);
    while (*at) {
        size_t size = strcspn(at, " ");
        bool is_many = size > 3 && memcmp(at + size - 3, "...", 3) == 0;
        size_t length = is_many ? size - 3 : size;
        bool is_optional = *at == '[';

        if (is_optional)
            fprintf(file, ".Op Ar %.*s%s\n", (int)length - 2, at + 1,
                    is_many ? " ..." : "");
        else if (*at == '-')
            fprintf(file, ".Fl %.*s\n", (int)length - 1, at + 1);
        else
            fprintf(file, ".Ar %.*s%s\n", (int)length, at,
                    is_many ? " ..." : "");
        at += size + strspn(at + size, " ");
    }
}

static void write_options(FILE *file, const struct cli_option *option) {
    if (!option->name)
        return;
    fputs("The options are:\n.Bl -tag -width Ds\n", file);
    for (; option->name; option++) {
        fputs(".It ", file);
        if (option->key < 256)
            fprintf(file, "Fl %c , ", option->key);
        fprintf(file, "Fl -%s", option->name);
        if (option->value)
            fprintf(file, " Ar %s", option->value);
        fputc('\n', file);
        write_words(file, option->help, option->help + strlen(option->help));
    }
    fputs(".El\n", file);
}

static void write_head(FILE *file, const char *name, const char *summary) {
    size_t size = strlen(summary);
    size_t i;

    fputs(".\\\" SPDX-FileCopyrightText: 2026 The libeip authors\n"
          ".\\\" SPDX-License-Identifier: Apache-2.0\n"
          ".\\\" Made by 'eip help --man'.\n.Dd " DATE "\n.Dt ",
          file);
    for (i = 0; name[i]; i++)
        fputc(toupper((unsigned char)name[i]), file);
    fprintf(file, " 1\n.Os\n.Sh NAME\n.Nm %s\n.Nd %c", name,
            tolower((unsigned char)summary[0]));
    if (size > 1 && summary[size - 1] == '.')
        size--;
    fprintf(file, "%.*s\n", (int)size - 1, summary + 1);
}

static void write_exit_status(FILE *file) {
    fputs(".Sh EXIT STATUS\n.Bl -tag -width Ds\n"
          ".It 0\nSuccess.\n"
          ".It 1\nA check failed: an audit, a comparison, an expectation.\n"
          ".It 2\nThe command line is wrong.\n"
          ".It 3\nInput is wrong; file and line are named.\n"
          ".It 4\nInput or output failed, or there is no memory.\n.El\n",
          file);
}

/* Lines of a shell, and of text above them. */
static void write_examples(FILE *file, const char *name) {
    size_t i;

    for (i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
        if (strcmp(examples[i].name, name) == 0) {
            fputs(".Sh EXAMPLES\n", file);
            write_details(file, examples[i].text);
        }
    }
}

/* -- pages ----------------------------------------------------------------- */

/* What a command says of itself. */
static void write_body(FILE *file, const struct cli_command *command) {
    write_details(file, command->summary);
    if (command->details) {
        fputs(".Pp\n", file);
        write_details(file, command->details);
    }
    if (command->options->name) {
        fputs(".Pp\n", file);
        write_options(file, command->options);
    }
}

/* A family's page has a part for each of its commands; so has that of the one
 * command which is two. */
static const struct cli_command *const *
parts_of(const struct cli_command *command, size_t *count) {
    static const struct cli_command *const traces[] = {&command_replay_trace};

    *count = command->member_count;
    if (command != &command_replay)
        return command->members;
    *count = 1;
    return traces;
}

static void write_command(FILE *file, const struct cli_command *command) {
    size_t count = 0;
    const struct cli_command *const *parts = parts_of(command, &count);
    size_t i;

    fputs(".Sh SYNOPSIS\n", file);
    if (command->member_count == 0)
        write_synopsis(file, command);
    for (i = 0; i < count; i++)
        write_synopsis(file, parts[i]);
    fputs(".Sh DESCRIPTION\n", file);
    write_body(file, command);
    for (i = 0; i < count; i++) {
        fprintf(file, ".Ss eip %s\n", parts[i]->name);
        write_body(file, parts[i]);
    }
    write_exit_status(file);
    write_examples(file, command->name);
    fputs(".Sh SEE ALSO\n.Xr eip 1\n", file);
}

/* What only says what the command is needs no page. */
static bool has_page(const struct cli_command *command) {
    return strcmp(command->name, "help") != 0 &&
           strcmp(command->name, "version") != 0;
}

static void write_overview(FILE *file,
                           const struct cli_command *const *commands,
                           size_t count) {
    size_t i;

    fputs(".Sh SYNOPSIS\n.Nm\n.Ar COMMAND\n.Op Ar OPTION ...\n.Nm\n"
          ".Fl -help | -version\n.Sh DESCRIPTION\n"
          "Works with libeip, the allocation engine for Elastic IP "
          "addresses.\nThe commands are:\n.Bl -tag -width Ds\n",
          file);
    for (i = 0; i < count; i++) {
        fprintf(file, ".It Cm %s\n", commands[i]->name);
        write_details(file, commands[i]->summary);
        if (has_page(commands[i]))
            fprintf(file, "See\n.Xr eip-%s 1 .\n", commands[i]->name);
    }
    fputs(".El\n.Pp\nEach command explains itself with\n.Fl -help .\n"
          "Files named\n.Sq -\nare standard input.\n",
          file);
    write_exit_status(file);
}

static FILE *open_page(const char *folder, const char *name) {
    char path[PATH_MAX + 64]; /* what is cut off is too long to be opened */

    (void)snprintf(path, sizeof(path), "%s/%s.1", folder, name);
    return cli_open_output(path);
}

static int close_page(FILE *file, const char *name) {
    char path[80];

    (void)snprintf(path, sizeof(path), "%s.1", name);
    return cli_close_output(file, path, CLI_OK);
}

int mdoc_write(const char *folder, const struct cli_command *const *commands,
               size_t count) {
    FILE *file = open_page(folder, "eip");
    int code;
    size_t i;

    if (!file)
        return CLI_IO;
    write_head(file, "eip", "Work with libeip, the Elastic IP allocator.");
    write_overview(file, commands, count);
    code = close_page(file, "eip");
    for (i = 0; i < count && code == CLI_OK; i++) {
        char name[64];

        if (!has_page(commands[i]))
            continue;
        (void)snprintf(name, sizeof(name), "eip-%s", commands[i]->name);
        file = open_page(folder, name);
        if (!file)
            return CLI_IO;
        write_head(file, name, commands[i]->summary);
        write_command(file, commands[i]);
        code = close_page(file, name);
    }
    return code;
}
