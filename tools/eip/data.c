/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how the engine of a command comes into being, is kept, and ends. */
#include "data.h"

#include "cli.h"
#include "embedded.h"
#include "fresh.h"
#include "ranges.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <eip/store_lmdb.h>

enum {
    DATA_WAIT_MS = 5000, /* for another process to close the store */
    DATA_PAUSE_MS = 10,
    DATA_FOLD_RECORDS = 4096 /* put in order at the end of a command */
};

int data_fail(const char *what, const eip_error *error) {
    const char *message =
        *error->message ? error->message : eip_status_text(error->status);

    if (error->os_error != 0)
        cli_say("cannot %s: %s (%s)", what, message, strerror(error->os_error));
    else
        cli_say("cannot %s: %s", what, message);
    return error->status <= EIP_ERR_STORE_DAMAGED &&
                   error->status >= EIP_ERR_STORE_MISMATCH
               ? CLI_BAD_INPUT /* it can be read, and is not as it must be */
               : CLI_IO;
}

/* -- addresses ------------------------------------------------------------- */

static int provision_group(eip_engine *engine, const struct ranges *ranges,
                           uint32_t group) {
    eip_error error = EIP_ERROR_INIT;

    switch (fresh_provision_group(engine, ranges, group, &error)) {
    case FRESH_FINE:
        return CLI_OK;
    case FRESH_NO_MEMORY:
        cli_say("out of memory");
        return CLI_IO;
    case FRESH_NO_GROUP:
        return data_fail("make a border group", &error);
    default:
        return data_fail("add the Region's blocks", &error);
    }
}

static int provision(eip_engine *engine, const struct ranges *ranges) {
    int code = CLI_OK;

    for (uint32_t i = 0; code == CLI_OK && i < ranges->group_count; i++)
        code = provision_group(engine, ranges, i);
    return code;
}

/* The text of the ranges; end it with input_free. */
static int open_ranges(const struct data_options *options,
                       struct input *input) {
    if (options->ranges)
        return input_read(input, options->ranges);
    input_borrow(input, "built-in ranges", embedded_ranges,
                 (size_t)(embedded_ranges_end - embedded_ranges));
    return CLI_OK;
}

/* The first Region of the made-up ranges, unless others are given. */
static const char *region_of(const struct data_options *options) {
    if (options->region)
        return options->region;
    return options->ranges ? "us-east-1" : "xa-north-1";
}

/* A new engine gets the blocks of its Region. */
static int provision_region(const void *context, eip_engine *engine) {
    const struct data_options *options = context;
    const char *region = region_of(options);
    const struct ranges_selection selection = {{NULL, 0}, {&region, 1}};
    struct ranges ranges;
    struct input input;
    int code = open_ranges(options, &input);

    if (code != CLI_OK)
        return code;
    code = ranges_read(&input, &selection, &ranges);
    if (code == CLI_OK)
        code = provision(engine, &ranges);
    ranges_free(&ranges);
    input_free(&input);
    return code;
}

/* -- engines --------------------------------------------------------------- */

static void configure(const struct data_options *options, bool is_new,
                      eip_config *config) {
    config->region = eip_text_of(is_new ? region_of(options) : options->region);
    config->quota_default = (uint32_t)options->quota;
    config->cooldown_ms = options->cooldown_ms;
    config->cooldown_given = options->cooldown_given;
    config->settle_ms = options->settle_ms;
    if (options->seed != 0) {
        config->flags |= EIP_ENGINE_SEEDED;
        config->seed = options->seed;
    }
}

static int open_in_memory(const struct data_options *options,
                          struct data *data) {
    eip_config config = EIP_CONFIG_INIT;
    eip_error error = EIP_ERROR_INIT;

    configure(options, true, &config);
    if (eip_engine_open(&config, &data->engine, &error) == EIP_OK)
        return provision_region(options, data->engine);
    return data_fail("open the engine", &error);
}

/* -- the store ------------------------------------------------------------- */

/* Have on the device that a folder was made. */
static int sync_parent(const char *path) {
    char parent[DATA_PATH_SIZE + 4];
    int folder;
    int code;

    (void)snprintf(parent, sizeof(parent), "%s/..", path);
    folder = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return errno == EACCES ? 0 : -1; /* as the library takes it */
    code = fsync(folder);
    (void)close(folder);
    return code;
}

/* Make a folder and those that it lies in. */
static int make_folders(char *path) {
    for (char *at = path + 1;; at++) {
        char byte = *at;

        if (byte != '/' && byte != '\0')
            continue;
        *at = '\0';
        if (mkdir(path, S_IRWXU) == 0 ? sync_parent(path) != 0
                                      : errno != EEXIST) {
            cli_say("%s: cannot make the folder: %s", path, strerror(errno));
            return CLI_IO;
        }
        *at = byte;
        if (byte == '\0')
            return CLI_OK;
    }
}

int data_path(const struct data_options *options, char path[DATA_PATH_SIZE]) {
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    int size;

    if (options->folder) {
        size = snprintf(path, DATA_PATH_SIZE, "%s", options->folder);
    } else if (state && *state == '/') {
        size = snprintf(path, DATA_PATH_SIZE, "%s/eip", state);
    } else if (home && *home == '/') {
        size = snprintf(path, DATA_PATH_SIZE, "%s/.local/state/eip", home);
    } else {
        cli_say("neither XDG_STATE_HOME nor HOME is set: give --data DIR");
        return CLI_IO;
    }
    if (size > 0 && size < DATA_PATH_SIZE)
        return CLI_OK;
    cli_say("the folder's path is empty or too long");
    return CLI_IO;
}

int data_open_store(const char *path, eip_store **store) {
    const struct timespec pause = {0, DATA_PAUSE_MS * 1000000L};
    char what[DATA_PATH_SIZE + 32];
    char copy[DATA_PATH_SIZE];
    eip_error error = EIP_ERROR_INIT;
    eip_status status = EIP_ERR_STORE_LOCKED;
    int code;

    (void)snprintf(copy, sizeof(copy), "%s", path);
    code = make_folders(copy);
    if (code != CLI_OK)
        return code;
    for (int waited = 0;
         status == EIP_ERR_STORE_LOCKED && waited <= DATA_WAIT_MS;
         waited += DATA_PAUSE_MS) {
        if (waited > 0)
            (void)nanosleep(&pause, NULL);
        status = eip_store_open_lmdb(path, NULL, store, &error);
    }
    (void)snprintf(what, sizeof(what), "open the store in %s", path);
    return status == EIP_OK ? CLI_OK : data_fail(what, &error);
}

int data_is_empty(eip_store *store, bool *is_empty) {
    eip_error error = EIP_ERROR_INIT;

    if (fresh_is_due(store, is_empty, &error) == EIP_OK)
        return CLI_OK;
    return data_fail("read the store", &error);
}

static int load(const struct data_options *options, struct data *data) {
    eip_config config = EIP_CONFIG_INIT;
    eip_error error = EIP_ERROR_INIT;
    bool is_empty;
    int code = data_is_empty(data->store, &is_empty);

    if (code != CLI_OK)
        return code;
    configure(options, is_empty, &config);
    if (is_empty)
        code =
            fresh_fill(&config, data->store, provision_region, options, &error);
    if (code != CLI_OK)
        return error.status == EIP_OK ? code
                                      : data_fail("make the engine", &error);
    if (eip_store_load(&config, data->store, NULL, &data->engine, &error) ==
        EIP_OK)
        return CLI_OK;
    return data_fail("load the engine", &error);
}

static int open_kept(const struct data_options *options, struct data *data) {
    char path[DATA_PATH_SIZE];
    int code = data_path(options, path);

    if (code == CLI_OK)
        code = data_open_store(path, &data->store);
    return code == CLI_OK ? load(options, data) : code;
}

int data_open(const struct data_options *options, struct data *data) {
    int code;

    *data = (struct data){NULL, NULL};
    code = options->in_memory ? open_in_memory(options, data)
                              : open_kept(options, data);
    if (code != CLI_OK)
        (void)data_close(data);
    return code;
}

int data_keep(struct data *data) {
    eip_error error = EIP_ERROR_INIT;

    if (!data->store || eip_store_sync(data->engine, &error) == EIP_OK)
        return CLI_OK;
    return data_fail("keep what was done", &error);
}

int data_close(struct data *data) {
    eip_error error = EIP_ERROR_INIT;
    uint32_t left;
    int code = CLI_OK;

    eip_engine_close(data->engine);
    if (data->store && data->engine &&
        data->store->fold(data->store->context, DATA_FOLD_RECORDS, &left,
                          &error) != EIP_OK)
        code = data_fail("put the store in order", &error);
    eip_store_close(data->store);
    *data = (struct data){NULL, NULL};
    return code;
}
