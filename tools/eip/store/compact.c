/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip store compact`: a file of what still counts takes the place of the old.
 * LMDB's own does not become smaller. */
#include "operate/output.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { COMPACT_PATH_SIZE = DATA_PATH_SIZE + 32 };

struct places {
    char folder[COMPACT_PATH_SIZE]; /* of the new one, within the old */
    char made[COMPACT_PATH_SIZE];
    char lock[COMPACT_PATH_SIZE];
    char file[COMPACT_PATH_SIZE];
};

static void find_places(const char *path, struct places *places) {
    (void)snprintf(places->folder, COMPACT_PATH_SIZE, "%s/compact", path);
    (void)snprintf(places->made, COMPACT_PATH_SIZE, "%s/compact/data.mdb",
                   path);
    (void)snprintf(places->lock, COMPACT_PATH_SIZE, "%s/compact/lock", path);
    (void)snprintf(places->file, COMPACT_PATH_SIZE, "%s/data.mdb", path);
}

static void clear(const struct places *places) {
    (void)unlink(places->made);
    (void)unlink(places->lock);
    (void)rmdir(places->folder);
}

static int sync_folder(const char *path) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result = fd < 0 ? -1 : fsync(fd);

    if (fd >= 0)
        (void)close(fd);
    return result;
}

static int make_copy(const struct store *store, const struct places *places) {
    struct store_records records;
    eip_store *made = NULL;
    int code = store_records_read(store->store, &records);

    store_records_settle(&records);
    if (code == CLI_OK)
        code = data_open_store(places->folder, &made);
    if (code == CLI_OK)
        code = store_fill(made, &records);
    eip_store_close(made);
    store_records_free(&records);
    return code;
}

/* The old one stays locked until the new one is in its place. */
static int compact(const struct store *store) {
    uint64_t before = store_bytes(store->path);
    struct places places;
    cJSON *answer;
    int code;

    find_places(store->path, &places);
    clear(&places);
    code = make_copy(store, &places);
    if (code == CLI_OK && (rename(places.made, places.file) != 0 ||
                           sync_folder(store->path) != 0)) {
        cli_say("%s: cannot replace it: %s", places.file, strerror(errno));
        code = CLI_IO;
    }
    clear(&places);
    if (code != CLI_OK)
        return code;
    answer = tree_object();
    tree_put(answer, "BytesBefore", tree_number((double)before));
    tree_put(answer, "BytesAfter",
             tree_number((double)store_bytes(store->path)));
    output_json(stdout, answer);
    cJSON_Delete(answer);
    return CLI_OK;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct store store;
    int code = store_begin(command, argc, argv, false, &store);

    if (code == CLI_OK)
        code = compact(&store);
    store_end(&store);
    return code == CLI_END ? CLI_OK : code;
}

const struct cli_command command_store_compact = {
    .name = "store compact",
    .summary = "Write a store anew, without what does not count any more.",
    .synopsis = "[OPTION]...",
    .options = store_options,
    .run = run,
};
