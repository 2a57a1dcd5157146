/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip store dump` and `eip store export`. */
#include "operate/tree.h"
#include "store/about.h"

#include <stdlib.h>

static void print(cJSON *line) {
    char *text = tree_need(cJSON_PrintUnformatted(line));

    puts(text);
    free(text);
    cJSON_Delete(line);
}

static void export_raw(const struct store_records *records) {
    for (uint64_t i = 0; i < records->count; i++)
        print(lines_show_raw(&records->items[i]));
}

/* The engine that they are knows addresses and their ids; if they are none, these
 * are left out, after a message. */
static void export(const struct store_records *records) {
    uint64_t latest_ms = about_latest(records);
    eip_engine *engine = NULL;
    eip_store *copy = NULL;

    if (records->count > 0)
        (void)store_try(records, &copy, &engine);
    for (uint64_t i = 0; i < records->count; i++) {
        const eip_store_record *record = &records->items[i];

        print(lines_show(record, latest_ms, about_of(engine, record)));
    }
    eip_engine_close(engine);
    eip_store_close(copy);
}

static void dump(const struct store_records *records) {
    for (uint64_t i = 0; i < records->count; i++)
        print(lines_head(&records->items[i]));
}

static int print_all(const struct cli_command *command, int argc, char **argv,
                     bool is_export) {
    struct store_records records;
    struct store store;
    int code = store_begin(command, argc, argv, false, &store);

    if (code == CLI_END)
        return CLI_OK;
    if (code == CLI_OK) {
        code = store_records_read(store.store, &records);
        if (code == CLI_OK && is_export) {
            store_records_settle(&records);
            (store.is_raw ? export_raw : export)(&records);
        } else if (code == CLI_OK) {
            dump(&records);
        }
        store_records_free(&records);
    }
    store_end(&store);
    return code;
}

static int run_dump(const struct cli_command *command, int argc, char **argv) {
    return print_all(command, argc, argv, false);
}

static int run_export(const struct cli_command *command, int argc,
                      char **argv) {
    return print_all(command, argc, argv, true);
}

const struct cli_command command_store_dump = {
    .name = "store dump",
    .summary = "List the records of a store as they come, a line of JSON each.",
    .synopsis = "[OPTION]...",
    .options = store_options,
    .run = run_dump,
};

static const struct cli_option export_options[] = {
    STORE_OPTION_DATA,
    {"raw", NULL, STORE_KEY_RAW,
     "every record as hexadecimal digits, byte for byte"},
    {"help", NULL, 'h', "show this text"},
    {NULL, NULL, 0, NULL},
};

const struct cli_command command_store_export = {
    .name = "store export",
    .summary = "Write what a store holds as lines of JSON, in the order of "
               "kinds and keys.",
    .synopsis = "[OPTION]...",
    .details =
        "Each record has the members of its kind: addresses dotted, ids as "
        "EC2\n"
        "spells them, times in ISO 8601 (null: never), tags as objects, "
        "border\n"
        "groups by the `Number` of their own lines (null: none), durations in\n"
        "ms. Numbers of more than 15 digits are texts. What no member can say\n"
        "byte for byte, a text that is no UTF-8 for one, is a line whose "
        "`data`\n"
        "is all of the record in hexadecimal digits. `PublicIp` and\n"
        "`AllocationId` beside an address's key follow from the rest.\n"
        "\n"
        "Of what there is more than once, the newest; what is gone is left\n"
        "out. The same state gives the same lines but for ranks, which tell\n"
        "new from old. A store with a record of a newer version of the "
        "library\n"
        "is refused.\n",
    .options = export_options,
    .run = run_export,
};
