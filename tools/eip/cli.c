/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the form of options, messages and help, so that every subcommand has
 * the same habits. Knows nothing of libeip. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Set by main before any thread starts; messages are the main thread's. */
static const char *speaker = "eip";

void cli_speak_as(const char *name) {
    speaker = name;
}

static void say(const char *format, va_list arguments) {
    fprintf(stderr, "%s: ", speaker);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

void cli_say(const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
}

int cli_usage(const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
    /* A place in a file has no help. */
    if (!strchr(speaker, ':'))
        fprintf(stderr, "Try '%s --help'.\n", speaker);
    return CLI_USAGE;
}

/* -- options --------------------------------------------------------------- */

void cli_reader_begin(struct cli_reader *reader,
                      const struct cli_command *command, int argc,
                      char **argv) {
    char *s = reader->shorts;
    int count = 0;

    memset(reader, 0, sizeof(*reader));
    reader->command = command;
    reader->argc = argc;
    reader->argv = argv;
    *s++ = ':'; /* a missing value is told from an unknown option */
    for (; command->options[count].name && count < CLI_OPTIONS_MAX; count++) {
        const struct cli_option *option = &command->options[count];
        struct option *entry = &reader->longs[count];

        entry->name = option->name;
        entry->has_arg = option->value ? required_argument : no_argument;
        entry->val = option->key;
        if (option->key < 256) {
            *s++ = (char)option->key;
            if (option->value)
                *s++ = ':';
        }
    }
    opterr = 0;
    optind = 0; /* glibc: start afresh */
}

static const struct cli_option *find(const struct cli_reader *reader, int key) {
    const struct cli_option *option = reader->command->options;

    while (option->name && option->key != key)
        option++;
    return option->name ? option : NULL;
}

/* getopt_long takes any unambiguous beginning of a name. Scripts that use one
 * break when an option is added, so only whole names count here. */
static bool is_whole_name(const struct cli_reader *reader, int at) {
    const char *name = reader->longs[at].name;
    const char *word = reader->argv[optind - 1];

    if (optarg && optarg == word)
        word = reader->argv[optind - 2];
    if (strncmp(word, "--", 2) != 0)
        return true;
    word += 2;
    return strcspn(word, "=") == strlen(name);
}

static int refuse(const struct cli_reader *reader, int result) {
    const struct cli_option *option = find(reader, optopt);
    const char *word = reader->argv[optind - 1];

    if (result == ':' && option)
        cli_usage("option '--%s' needs a value (%s)", option->name,
                  option->value);
    else if (option) /* long: a short one cannot be given one by mistake */
        cli_usage("option '--%s' takes no value: '%s'", option->name, word);
    else if (optopt)
        cli_usage("unknown option '-%c'", optopt);
    else
        cli_usage("unknown option '%s'", word);
    return CLI_BAD;
}

int cli_reader_next(struct cli_reader *reader) {
    int at = -1;
    int key = getopt_long(reader->argc, reader->argv, reader->shorts,
                          reader->longs, &at);

    if (key == -1)
        return CLI_END;
    if (key == '?' || key == ':')
        return refuse(reader, key);
    reader->name = find(reader, key)->name;
    reader->value = optarg;
    if (at >= 0 && !is_whole_name(reader, at)) {
        cli_usage("unknown option '%s' (is '--%s' meant?)",
                  reader->argv[optarg == reader->argv[optind - 1] ? optind - 2
                                                                  : optind - 1],
                  reader->longs[at].name);
        return CLI_BAD;
    }
    return key;
}

bool cli_parse_number(const char *text, uint64_t *number) {
    const char *digits = "0123456789";
    int base = 10;
    char *end;
    unsigned long long value;

    if (strncmp(text, "0x", 2) == 0) {
        text += 2;
        digits = "0123456789abcdefABCDEF";
        base = 16;
    }
    /* strtoull alone would let blanks and signs through. */
    if (*text == '\0' || strspn(text, digits) != strlen(text))
        return false;
    errno = 0;
    value = strtoull(text, &end, base);
    if (errno || *end)
        return false;
    *number = value;
    return true;
}

bool cli_reader_number(const struct cli_reader *reader, uint64_t lowest,
                       uint64_t highest, uint64_t *number) {
    uint64_t value;

    if (cli_parse_number(reader->value, &value) && value >= lowest &&
        value <= highest) {
        *number = value;
        return true;
    }
    cli_usage("--%s: '%s' is not a whole number from %llu to %llu",
              reader->name, reader->value, (unsigned long long)lowest,
              (unsigned long long)highest);
    return false;
}

/* -- help ------------------------------------------------------------------ */

enum { HELP_COLUMN = 26 };

static void help_option(const struct cli_option *option) {
    const char *line = option->help;
    int used;

    if (option->key < 256)
        used = printf("  -%c, --%s", option->key, option->name);
    else
        used = printf("      --%s", option->name);
    if (option->value)
        used += printf(" %s", option->value);
    if (used >= HELP_COLUMN) {
        putchar('\n');
        used = 0;
    }
    while (line) {
        const char *next = strchr(line, '\n');
        int size = next ? (int)(next - line) : (int)strlen(line);

        printf("%*s%.*s\n", HELP_COLUMN - used, "", size, line);
        used = 0;
        line = next ? next + 1 : NULL;
    }
}

void cli_help(const struct cli_command *command) {
    const struct cli_option *option = command->options;

    printf("Usage: eip %s %s\n%s\n", command->name, command->synopsis,
           command->summary);
    if (command->details)
        printf("\n%s", command->details);
    if (option->name)
        puts("\nOptions:");
    for (; option->name; option++)
        help_option(option);
}

/* -- families -------------------------------------------------------------- */

static void print_family(FILE *file, const struct cli_command *family) {
    size_t i;

    fprintf(file, "Usage: eip %s %s\n%s\n\nCommands:\n", family->name,
            family->synopsis, family->summary);
    for (i = 0; i < family->member_count; i++)
        fprintf(file, "  %-16s %s\n", family->members[i]->name,
                family->members[i]->summary);
    fprintf(file, "\n'eip %s COMMAND --help' explains one.\n", family->name);
}

int cli_dispatch(const struct cli_command *family, int argc, char **argv) {
    static char name[64];
    size_t skip = strlen(family->name) + 1;
    size_t i;

    if (argc < 2) {
        print_family(stderr, family);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_family(stdout, family);
        return CLI_OK;
    }
    for (i = 0; i < family->member_count; i++) {
        const struct cli_command *command = family->members[i];

        if (strcmp(command->name + skip, argv[1]) != 0)
            continue;
        (void)snprintf(name, sizeof(name), "eip %s", command->name);
        cli_speak_as(name);
        return command->run(command, argc - 1, argv + 1);
    }
    return cli_usage("unknown %s '%s'",
                     argv[1][0] == '-' ? "option" : "command", argv[1]);
}

/* -- output ---------------------------------------------------------------- */

void cli_begin(void) {
    int fd;

    /* A file opened later must not become standard output by getting its
     * number. The stand-in refuses what the closed descriptor would. */
    for (fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
    }
    (void)signal(SIGPIPE, SIG_IGN);
}

FILE *cli_open_output(const char *path) {
    FILE *file = fopen(path, "we");

    if (!file)
        cli_say("%s: cannot open: %s", path, strerror(errno));
    return file;
}

int cli_close_output(FILE *file, const char *path, int code) {
    bool is_bad = ferror(file) != 0;

    if ((fclose(file) == 0 && !is_bad) || code != CLI_OK)
        return code;
    cli_say("%s: cannot write: %s", path, strerror(errno));
    return CLI_IO;
}

int cli_finish(int code) {
    int cause;

    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    cause = errno;
    /* Who reads our pipe and stops wants no more of us, no message either. */
    if (cause != EPIPE)
        cli_say("standard output: %s", cause ? strerror(cause) : "write error");
    return code == CLI_OK ? CLI_IO : code;
}
