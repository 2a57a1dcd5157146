/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file store.h
 * What the commands of `eip store` share: the folder, and the records in it.
 */
#ifndef EIP_TOOL_STORE_H
#define EIP_TOOL_STORE_H

#include "cli.h"
#include "data.h"
#include "operate/common.h"

/** An open store, and where it is. */
struct store {
    char path[DATA_PATH_SIZE];
    eip_store *store;
    bool is_raw; /* --raw */
};

/** The option that all of them have, and export's own. */
#define STORE_OPTION_DATA                                                      \
    {                                                                          \
        "data", "DIR", COMMON_KEY_DATA,                                        \
            "the folder that the store is in ($XDG_STATE_HOME/eip, or\n"       \
            "~/.local/state/eip)"                                              \
    }
enum { STORE_KEY_RAW = 'r' };

extern const struct cli_option store_options[];

/** Open the store in a folder; NULL: the usual one. `makes`: make one where
 *  there is none; else that is an error. Returns an exit code. End it with
 *  store_end. */
int store_open(const char *folder, bool makes, struct store *store);
/**
 * Read the command line and open the store. End it with store_end.
 *
 * @param[in] makes  As store_open.
 * @return CLI_OK; CLI_END after help; else an exit code.
 */
int store_begin(const struct cli_command *command, int argc, char **argv,
                bool makes, struct store *store);
void store_end(struct store *store);

/** Records; they last until the store is changed. */
struct store_records {
    eip_store_record *items;
    uint64_t count;
    uint64_t room;
};

/** Read all, as they come. Returns an exit code. End them with
 *  store_records_free, also after a failure. */
int store_records_read(eip_store *store, struct store_records *records);
/** Keep the newest of each kind and key that is still there, in the order of
 *  these. */
void store_records_settle(struct store_records *records);
void store_records_free(struct store_records *records);

/** Put records into a store, durably. Returns an exit code. */
int store_fill(eip_store *store, const struct store_records *records);
/**
 * Make the engine of records, on a copy of them in memory, as an engine that
 * is there writes to its store.
 *
 * @param[out] copy    Close both also after a failure, the engine first.
 * @param[out] engine  NULL: it could not be made.
 * @return CLI_OK; CLI_BAD_INPUT: they are no engine; or another exit code.
 *         After a message.
 */
int store_try(const struct store_records *records, eip_store **copy,
              eip_engine **engine);
/** Bytes of the store's file. */
uint64_t store_bytes(const char *path);

extern const struct cli_command command_store_check, command_store_dump,
    command_store_compact, command_store_export, command_store_import;

#endif
