/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file cli.h
 * What every subcommand shares: exit codes, one option table each, messages
 * on standard error, and a standard output whose failures are noticed.
 */
#ifndef EIP_TOOL_CLI_H
#define EIP_TOOL_CLI_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** Exit codes; scripts depend on them. */
enum cli_code {
    CLI_OK = 0,
    CLI_FAILED = 1,    /* a check said no: audit, expectation */
    CLI_USAGE = 2,     /* the command line */
    CLI_BAD_INPUT = 3, /* a file's contents; file:line:column is named */
    CLI_IO = 4         /* cannot open, read or write; out of memory */
};

/** An option of a subcommand. A table ends with a NULL name. */
struct cli_option {
    const char *name;  /* long form, without dashes */
    const char *value; /* what help calls its value; NULL: takes none */
    int key;           /* a letter is its short form too; else from 256 */
    const char *help;  /* lines are broken by '\n' */
};

struct cli_command {
    const char *name;
    const char *summary;  /* one line, for the list */
    const char *synopsis; /* what follows the name */
    const char *details;  /* paragraphs of help, or NULL */
    const struct cli_option *options;
    int (*run)(const struct cli_command *command, int argc, char **argv);
    /* of a family, whose run is cli_dispatch; named "plan util" in "plan" */
    const struct cli_command *const *members;
    size_t member_count;
};

enum { CLI_OPTIONS_MAX = 48, CLI_END = -1, CLI_BAD = -2 };

/** Walks over the options of a command line. */
struct cli_reader {
    const struct cli_command *command;
    int argc;
    char **argv;
    const char *name;  /* of the option just read */
    const char *value; /* its value, or NULL */
    struct option longs[CLI_OPTIONS_MAX + 1];
    char shorts[2 * CLI_OPTIONS_MAX + 2];
};

/** `argv[0]` is the subcommand's name. */
void cli_reader_begin(struct cli_reader *reader,
                      const struct cli_command *command, int argc, char **argv);
/** The next option's key; CLI_END; or CLI_BAD, the message being out. */
int cli_reader_next(struct cli_reader *reader);
/** Takes one option into `options`; false after a message. */
typedef bool cli_take(struct cli_reader *reader, int key, void *options);
/** Read all options of a command line; `take` is NULL if there is but --help.
 *  CLI_OK to go on with what stands from `optind` on; CLI_END after help; else
 *  an exit code. */
int cli_read_options(const struct cli_command *command, int argc, char **argv,
                     cli_take *take, void *options);
/** Read the current value as a whole number; false after a message. */
bool cli_reader_number(const struct cli_reader *reader, uint64_t lowest,
                       uint64_t highest, uint64_t *number);
/** Refuse what stands behind the options; false after a message. */
bool cli_no_operands(int argc, char **argv);

/** A number of decimal digits, or hexadecimal ones behind 0x, and nothing
 *  else. */
bool cli_parse_number(const char *text, uint64_t *number);

/** Names who speaks in messages: "eip replay". */
void cli_speak_as(const char *name);
/** Print "eip replay: ..." and a newline on standard error. */
void cli_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/** As cli_say; points to --help too and returns CLI_USAGE. */
int cli_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** Print a subcommand's help on standard output. */
void cli_help(const struct cli_command *command);

/** Run the member that `argv[1]` names, or list them; a family has no options
 *  but --help. Returns an exit code. */
int cli_dispatch(const struct cli_command *family, int argc, char **argv);

/** Make descriptors 0 to 2 safe where the parent closed them, and let a
 *  closed pipe be an error to see, not a signal. First thing to call. */
void cli_begin(void);
/** Open a file to write; NULL after a message. */
FILE *cli_open_output(const char *path);
/** Close it; returns `code`, or, after a message, CLI_IO if that was CLI_OK and
 *  not all arrived. */
int cli_close_output(FILE *file, const char *path, int code);
/** Write out what is buffered for standard output; returns `code`, or CLI_IO
 *  if that was CLI_OK and the output did not arrive. */
int cli_finish(int code);

#endif
