/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip store dump` and `eip store export`. */
#include "store/lines.h"

static int print_all(const struct cli_command *command, int argc, char **argv,
                     bool has_data) {
    struct store_records records;
    struct store store;
    int code = store_begin(command, argc, argv, false, &store);

    if (code == CLI_END)
        return CLI_OK;
    if (code == CLI_OK) {
        code = store_records_read(store.store, &records);
        if (has_data)
            store_records_settle(&records);
        for (uint64_t i = 0; code == CLI_OK && i < records.count; i++)
            lines_print(&records.items[i], has_data);
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

const struct cli_command command_store_export = {
    .name = "store export",
    .summary = "Write what a store holds as lines of JSON, in the order of "
               "kinds and keys.",
    .synopsis = "[OPTION]...",
    .details =
        "Of what there is more than once, the newest; what is gone is left "
        "out. The\n"
        "same state gives the same lines but for ranks, which tell new from "
        "old.\n",
    .options = store_options,
    .run = run_export,
};
