/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip store ...`: looks after what data.c keeps. */
#include "store/store.h"

#include "commands.h"
#include "operate/common.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const struct cli_command *const members[] = {
    &command_store_check,  &command_store_dump,   &command_store_compact,
    &command_store_export, &command_store_import,
};

const struct cli_option store_options[] = {
    STORE_OPTION_DATA,
    {"help", NULL, 'h', "show this text"},
    {NULL, NULL, 0, NULL},
};

/* What a command line says. */
struct said {
    const char *folder;
    bool is_raw;
};

static bool take(struct cli_reader *reader, int key, void *context) {
    struct said *said = context;

    if (key == STORE_KEY_RAW)
        said->is_raw = true;
    else
        said->folder = reader->value;
    return true;
}

static void file_of(const char *path, char file[DATA_PATH_SIZE + 16]) {
    (void)snprintf(file, DATA_PATH_SIZE + 16, "%s/data.mdb", path);
}

uint64_t store_bytes(const char *path) {
    char file[DATA_PATH_SIZE + 16];
    struct stat about;

    file_of(path, file);
    return stat(file, &about) == 0 ? (uint64_t)about.st_size : 0;
}

int store_open(const char *folder, bool makes, struct store *store) {
    const struct data_options options = {.folder = folder};
    char file[DATA_PATH_SIZE + 16];
    struct stat about;
    int code = data_path(&options, store->path);

    store->store = NULL;
    if (code != CLI_OK)
        return code;
    file_of(store->path, file);
    if (!makes && stat(file, &about) != 0) {
        cli_say("%s: there is no store", store->path);
        return CLI_IO;
    }
    return data_open_store(store->path, &store->store);
}

int store_begin(const struct cli_command *command, int argc, char **argv,
                bool makes, struct store *store) {
    struct said said = {NULL, false};
    int code = cli_read_options(command, argc, argv, take, &said);

    store->store = NULL;
    store->is_raw = said.is_raw;
    if (code != CLI_OK)
        return code;
    return cli_no_operands(argc, argv) ? store_open(said.folder, makes, store)
                                       : CLI_USAGE;
}

void store_end(struct store *store) {
    eip_store_close(store->store);
    store->store = NULL;
}

const struct cli_command command_store = {
    .name = "store",
    .summary = "Look after what operations keep: check, dump, compact, export, "
               "import.",
    .synopsis = "COMMAND [OPTION]...",
    .options = store_options + 1, /* --help alone */
    .run = cli_dispatch,
    .members = members,
    .member_count = sizeof(members) / sizeof(members[0]),
};
