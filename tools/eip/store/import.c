/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip store import`: all of the lines or nothing. */
#include "operate/tree.h"
#include "store/about.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Lines, and the records in them. */
struct lines {
    struct store_records records;
    struct place {
        unsigned long number; /* of the line */
        struct about told;
    } * places;
};

static void speak_of(unsigned long number) {
    static char speaker[64]; /* is looked at by what is said later */

    (void)snprintf(speaker, sizeof(speaker),
                   "eip store import: standard input:%lu", number);
    cli_speak_as(speaker);
}

static int add(struct lines *lines, const char *text, size_t size,
               unsigned long number) {
    struct store_records *records = &lines->records;
    struct line line;

    if (text[strspn(text, " \t\r\n")] == '\0' && strlen(text) == size)
        return CLI_OK;
    if (records->count == records->room) {
        records->room = records->room ? 2 * records->room : 1024;
        records->items = tree_need(
            realloc(records->items, records->room * sizeof(*records->items)));
        lines->places = tree_need(
            realloc(lines->places, records->room * sizeof(*lines->places)));
    }
    if (!lines_read(text, size, &line))
        return CLI_BAD_INPUT;
    records->items[records->count] = line.record;
    lines->places[records->count++] = (struct place){number, line.told};
    return CLI_OK;
}

static int read_lines(struct lines *lines) {
    unsigned long number = 0;
    char *line = NULL;
    size_t room = 0;
    int code = CLI_OK;
    ssize_t size;

    while (code == CLI_OK && (size = getline(&line, &room, stdin)) > 0) {
        speak_of(++number);
        code = add(lines, line, (size_t)size, number);
    }
    free(line);
    cli_speak_as("eip store import");
    if (code == CLI_OK && ferror(stdin)) {
        cli_say("standard input: cannot read");
        code = CLI_IO;
    }
    if (code == CLI_OK && lines->records.count == 0) {
        cli_say("standard input: there is no record");
        code = CLI_BAD_INPUT;
    }
    return code;
}

/* What a line says beside a record is what follows from it. */
static int check(eip_engine *engine, const eip_store_record *record,
                 const struct place *place) {
    const struct about is = about_of(engine, record);
    const struct about told = place->told;
    char text[EIP_ALLOCATION_ID_TEXT_SIZE] = "";

    speak_of(place->number);
    if (told.has_address && (!is.has_address || is.address != told.address)) {
        (void)eip_ipv4_format(told.address, text);
        cli_say("PublicIp: \"%s\" is not the address of its record", text);
        return CLI_BAD_INPUT;
    }
    if (told.has_id && (!is.has_id || is.allocation_id != told.allocation_id)) {
        (void)eip_allocation_id_format(told.allocation_id, text);
        cli_say("AllocationId: \"%s\" is not the id of its record", text);
        return CLI_BAD_INPUT;
    }
    return CLI_OK;
}

/* That they are an engine, and this one, shows before anything is written. */
static int try_out(const struct lines *lines) {
    eip_store *copy;
    eip_engine *engine;
    int code = store_try(&lines->records, &copy, &engine);

    for (uint64_t i = 0; code == CLI_OK && i < lines->records.count; i++) {
        const struct place *place = &lines->places[i];

        if (place->told.has_address || place->told.has_id)
            code = check(engine, &lines->records.items[i], place);
    }
    cli_speak_as("eip store import");
    eip_engine_close(engine);
    eip_store_close(copy);
    return code;
}

static int import(const struct store *store) {
    struct lines lines = {{NULL, 0, 0}, NULL};
    int code = read_lines(&lines);

    if (code == CLI_OK)
        code = try_out(&lines);
    if (code == CLI_OK)
        code = store_fill(store->store, &lines.records);
    for (uint64_t i = 0; i < lines.records.count; i++)
        free((void *)(uintptr_t)lines.records.items[i].data);
    store_records_free(&lines.records);
    free(lines.places);
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
    .details =
        "All of them or none, and only if they make a sound engine. A line\n"
        "that is not as `eip store export` writes it is refused with its\n"
        "number, member and value; so is a record of another version. Every\n"
        "member is to be there, and no other, but `PublicIp` and\n"
        "`AllocationId` of an address may be left out.\n",
    .options = store_options,
    .run = run,
};
