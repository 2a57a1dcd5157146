/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Many commands on one engine: a command a line. */
#include "operate/script.h"
#include "commands.h"
#include "operate/line.h"
#include "operate/recording.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { SCRIPT_KEY_KEEP_GOING = 850, SCRIPT_KEY_RECORD };

static const struct cli_option options[] = {
    COMMON_OPTIONS,
    {"keep-going", NULL, SCRIPT_KEY_KEEP_GOING,
     "go on behind a command that failed"},
    {"record", "FILE", SCRIPT_KEY_RECORD,
     "write the calls as a trace, for 'eip replay --trace'"},
    {"help", NULL, 'h', "show this text"},
    {NULL, NULL, 0, NULL},
};

static bool take(struct cli_reader *reader, int key, void *context) {
    struct script *script = context;
    const struct cli_option *option = common_options;

    if (key == SCRIPT_KEY_KEEP_GOING) {
        script->keeps_going = true;
        return true;
    }
    if (key == SCRIPT_KEY_RECORD) {
        script->record = reader->value;
        return true;
    }
    while (option->key != key)
        option++;
    return common_set(&script->common, option, reader->value);
}

/* A word as a shell would have it. */
static void show_word(const char *word) {
    bool is_plain = *word != '\0' && !strpbrk(word, " \t'\"\\${}[]*?<>|&;()#");

    printf(is_plain ? " %s" : " '%s'", word);
}

/* `name =` before it is not the command's. */
static bool is_kept(int count, char **words) {
    return count > 2 && strcmp(words[1], "=") == 0;
}

static void show(const struct line *line) {
    fputs("\n$ eip", stdout);
    for (int i = is_kept(line->count, line->words) ? 2 : 0; i < line->count;
         i++)
        show_word(line->words[i]);
    putchar('\n');
}

/* Close the engine, and load it as it was kept. */
static int restart(struct script *script) {
    if (script->common.data.in_memory) {
        cli_usage("an engine in memory does not come back");
        return OPERATE_USAGE;
    }
    if (data_close(&script->data) != CLI_OK)
        return OPERATE_FAILED;
    if (data_open(&script->common.data, &script->data) == CLI_OK)
        return CLI_OK;
    script->is_over = true;
    return OPERATE_FAILED;
}

/* Carry out the words of a line; `name = command ...` keeps what it answers. */
static int run_words(struct script *script, int count, char **words) {
    char **command = is_kept(count, words) ? words + 2 : words;
    const struct shape_operation *operation = operate_find(*command);
    cJSON *answer;
    int code;

    if (strcmp(*command, "restart") == 0 && count == 1)
        return restart(script);
    if (!operation) {
        cli_usage("unknown command '%s'", *command);
        return OPERATE_USAGE;
    }
    code = operate_on(&script->data, operation, &script->common,
                      count - (int)(command - words), command, &answer);
    if (command != words && answer)
        tree_put(script->kept, words[0], answer);
    else
        cJSON_Delete(answer);
    return code;
}

int script_line(struct script *script, const char *text) {
    char speaker[300];
    struct line line;
    int code = OPERATE_USAGE;

    (void)snprintf(speaker, sizeof(speaker), "eip script: %s:%zu", script->name,
                   ++script->number);
    cli_speak_as(speaker);
    if (line_read(&line, text, script->kept)) {
        if (script->shows && line.count > 0)
            show(&line);
        code = line.count ? run_words(script, line.count, line.words) : CLI_OK;
    }
    line_end(&line);
    cli_speak_as("eip script");
    if (fflush(stdout) != 0)
        code = CLI_IO;
    return code;
}

/* The first code that is not CLI_OK. */
static int run_lines(struct script *script, FILE *file) {
    char *text = NULL;
    size_t room = 0;
    int first = CLI_OK;

    while ((first == CLI_OK || script->keeps_going) && !script->is_over &&
           getline(&text, &room, file) > 0) {
        int code = script_line(script, text);

        first = first == CLI_OK ? code : first;
    }
    free(text);
    return first;
}

static int run_file(struct script *script, FILE *file) {
    struct recording recording;
    int code = data_open(&script->common.data, &script->data);

    if (code != CLI_OK)
        return code;
    script->kept = tree_object();
    if (script->record)
        code = recording_begin(&recording, script->record, &script->common,
                               script->data.engine);
    if (code == CLI_OK)
        code = run_lines(script, file);
    cJSON_Delete(script->kept);
    if (script->record)
        code = recording_end(&recording, code);
    if (data_close(&script->data) != CLI_OK && code == CLI_OK)
        code = OPERATE_FAILED;
    return code;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct script script = {.keeps_going = false};
    FILE *file = stdin;
    int code;

    common_defaults(&script.common);
    code = cli_read_options(command, argc, argv, take, &script);
    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (optind + 1 != argc)
        return cli_usage("one FILE is needed, or '-'");
    script.name = argv[optind];
    if (strcmp(script.name, "-") != 0)
        file = fopen(script.name, "re");
    if (!file) {
        cli_say("%s: cannot open: %s", script.name, strerror(errno));
        return CLI_IO;
    }
    code = run_file(&script, file);
    if (file != stdin)
        (void)fclose(file);
    return code;
}

const struct cli_command command_script = {
    .name = "script",
    .summary = "Run many operations on one engine: a command a line.",
    .synopsis = "[OPTION]... FILE|-",
    .details =
        "Lines are commands as they stand behind `eip`, with quotes as in a "
        "shell\n"
        "and comments behind '#'. `name = command ...` keeps what a command\n"
        "answers: later ${name.Path.0.Part} is a value of it. The first "
        "command\n"
        "that fails ends the script; its exit code is the script's. `restart`\n"
        "closes the engine and loads it again.\n"
        "A recording has what is asked of Amazon's pool: AllocateAddress,\n"
        "ReleaseAddress and DescribeAddresses, with the blocks and quotas.\n",
    .options = options,
    .run = run,
};
