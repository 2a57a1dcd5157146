/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The command `eip`: finds the subcommand and hands over. A subcommand is a
 * file of its own with a struct cli_command; here it gets one line. */
#include "cli.h"
#include "commands.h"
#include "mdoc.h"
#include "operate/ask.h"
#include "operate/operate.h"

#include <stdio.h>
#include <string.h>

#include <eip/eip.h>

static int run_help(const struct cli_command *command, int argc, char **argv);
static int run_version(const struct cli_command *command, int argc,
                       char **argv);

static const struct cli_option options_none[] = {
    {"help", NULL, 'h', "show this text"},
    {NULL, NULL, 0, NULL},
};

enum { KEY_MAN = 256 };

static const struct cli_option options_help[] = {
    {"man", "FOLDER", KEY_MAN, "write the manual's pages there"},
    {"help", NULL, 'h', "show this text"},
    {NULL, NULL, 0, NULL},
};

static const struct cli_command command_help = {
    .name = "help",
    .summary = "Explain the command, or one subcommand.",
    .synopsis = "[COMMAND]",
    .options = options_help,
    .run = run_help,
};

static const struct cli_command command_version = {
    .name = "version",
    .summary = "Print the version of the command and of the library.",
    .synopsis = "",
    .options = options_none,
    .run = run_version,
};

static const struct cli_command *const commands[] = {
    &command_replay, &command_plan,    &command_map,    &command_record,
    &command_report, &command_tour,    &command_script, &command_store,
    &command_help,   &command_version,
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static const struct cli_command *find_command(const char *name) {
    size_t i;

    for (i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    }
    return NULL;
}

static void print_overview(FILE *file) {
    size_t i;

    fputs("Usage: eip COMMAND [OPTION]...\n"
          "Work with libeip, the allocation engine for Elastic IP "
          "addresses.\n\nCommands:\n",
          file);
    for (i = 0; i < COMMANDS; i++)
        fprintf(file, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    operate_list(file);
    fputs("\n'eip help COMMAND' explains one. Exit codes: 0 success, 1 a check "
          "failed,\n2 wrong usage, 3 bad input, 4 input or output failed; of "
          "operations those\nof the AWS CLI.\n",
          file);
}

static bool take_help(struct cli_reader *reader, int key, void *folder) {
    (void)key;
    *(const char **)folder = reader->value;
    return true;
}

static int run_help(const struct cli_command *command, int argc, char **argv) {
    const struct cli_command *other;
    const char *folder = NULL;
    int code = cli_read_options(command, argc, argv, take_help, &folder);

    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (folder)
        return cli_no_operands(argc, argv)
                   ? mdoc_write(folder, commands, COMMANDS)
                   : CLI_USAGE;
    if (optind >= argc) {
        print_overview(stdout);
        return CLI_OK;
    }
    other = find_command(argv[optind]);
    if (!other && optind + 1 == argc && operate_find(argv[optind])) {
        ask_help(operate_find(argv[optind]));
        return CLI_OK;
    }
    if (!other)
        return cli_usage("unknown command '%s'", argv[optind]);
    if (optind + 1 < argc)
        return cli_usage("unexpected operand '%s'", argv[optind + 1]);
    cli_help(other);
    return CLI_OK;
}

static int run_version(const struct cli_command *command, int argc,
                       char **argv) {
    int code = cli_read_options(command, argc, argv, NULL, NULL);

    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (!cli_no_operands(argc, argv))
        return CLI_USAGE;
    printf("eip %d.%d.%d (libeip %s)\n", EIP_VERSION_MAJOR, EIP_VERSION_MINOR,
           EIP_VERSION_PATCH, eip_version_text());
    return CLI_OK;
}

static int run_command(int argc, char **argv) {
    static char speaker[64];
    const struct cli_command *command = find_command(argv[0]);
    const struct shape_operation *operation = operate_find(argv[0]);

    (void)snprintf(speaker, sizeof(speaker), "eip %s", argv[0]);
    if (operation) {
        cli_speak_as(speaker);
        return operate_run(operation, argc, argv);
    }
    if (!command)
        return cli_usage("unknown %s '%s'",
                         argv[0][0] == '-' ? "option" : "command", argv[0]);
    cli_speak_as(speaker);
    return command->run(command, argc, argv);
}

int main(int argc, char **argv) {
    int code;

    cli_begin();
    if (argc < 2) {
        print_overview(stderr);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_overview(stdout);
        return cli_finish(CLI_OK);
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("eip %s\n", eip_version_text());
        return cli_finish(CLI_OK);
    }
    if (strcmp(argv[1], "--") == 0) {
        argc--;
        argv++;
    }
    if (argc < 2)
        code = cli_usage("a command is missing");
    else
        code = run_command(argc - 1, argv + 1);
    return cli_finish(code);
}
