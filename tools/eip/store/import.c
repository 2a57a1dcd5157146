/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip store import`: all of the lines or nothing. */
#include "operate/tree.h"
#include "store/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int add(struct store_records *records, const char *line) {
    void *bytes;

    if (line[strspn(line, " \t\r\n")] == '\0')
        return CLI_OK;
    if (records->count == records->room) {
        records->room = records->room ? 2 * records->room : 1024;
        records->items = tree_need(
            realloc(records->items, records->room * sizeof(*records->items)));
    }
    if (!lines_read(line, &bytes, &records->items[records->count]))
        return CLI_BAD_INPUT;
    records->count++;
    return CLI_OK;
}

static int read_lines(struct store_records *records) {
    char speaker[64];
    char *line = NULL;
    size_t room = 0;
    unsigned long number = 0;
    int code = CLI_OK;

    while (code == CLI_OK && getline(&line, &room, stdin) > 0) {
        (void)snprintf(speaker, sizeof(speaker),
                       "eip store import: standard input:%lu", ++number);
        cli_speak_as(speaker);
        code = add(records, line);
        cli_speak_as("eip store import");
    }
    free(line);
    if (code == CLI_OK && ferror(stdin)) {
        cli_say("standard input: cannot read");
        code = CLI_IO;
    }
    if (code == CLI_OK && records->count == 0) {
        cli_say("standard input: there is no record");
        code = CLI_BAD_INPUT;
    }
    return code;
}

/* That they are an engine shows before anything is written. */
static int try_out(const struct store_records *records) {
    eip_store *copy;
    eip_engine *engine;
    int code = store_try(records, &copy, &engine);

    eip_engine_close(engine);
    eip_store_close(copy);
    return code;
}

static int import(const struct store *store) {
    struct store_records records = {NULL, 0, 0};
    int code = read_lines(&records);

    if (code == CLI_OK)
        code = try_out(&records);
    if (code == CLI_OK)
        code = store_fill(store->store, &records);
    for (uint64_t i = 0; i < records.count; i++)
        free((void *)(uintptr_t)records.items[i].data);
    store_records_free(&records);
    return code;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct store store;
    bool is_empty;
    int code = store_begin(command, argc, argv, true, &store);

    if (code == CLI_OK)
        code = data_is_empty(store.store, &is_empty);
    if (code == CLI_OK && !is_empty) {
        cli_say("%s: the store is not empty", store.path);
        code = CLI_FAILED;
    }
    if (code == CLI_OK)
        code = import(&store);
    store_end(&store);
    return code == CLI_END ? CLI_OK : code;
}

const struct cli_command command_store_import = {
    .name = "store import",
    .summary =
        "Fill an empty store with the lines that `eip store export` wrote.",
    .synopsis = "[OPTION]... < FILE",
    .details = "All of them or none, and only if they make a sound engine.\n",
    .options = store_options,
    .run = run,
};
