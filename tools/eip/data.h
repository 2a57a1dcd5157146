/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file data.h
 * The engine that commands work on: kept in a folder, and made of ranges when
 * there is nothing in it.
 */
#ifndef EIP_TOOL_DATA_H
#define EIP_TOOL_DATA_H

#include <stdbool.h>
#include <stdint.h>

#include <eip/eip.h>
#include <eip/store.h>

/** Which engine, and how it is made. What is said of one that is there already
 *  must be so. */
struct data_options {
    const char *folder; /* NULL: `eip` below XDG_STATE_HOME */
    bool in_memory;     /* nothing is kept */
    const char *region; /* NULL: the first of the program's ranges */
    const char *ranges; /* a file; NULL: the ranges that the program has */
    uint64_t quota;     /* 0: the library's */
    uint64_t cooldown_ms;
    bool cooldown_given;
    uint64_t settle_ms;
    uint64_t seed; /* 0: none */
};

struct data {
    eip_engine *engine;
    eip_store *store; /* NULL: in memory */
};

/* All return an exit code; a message is out unless it is CLI_OK. */

/** Open the engine. */
int data_open(const struct data_options *options, struct data *data);
/** Have on the device what was done. Else nothing more will be. */
int data_keep(struct data *data);
int data_close(struct data *data);

enum { DATA_PATH_SIZE = 4096 };
/** The folder's path. */
int data_path(const struct data_options *options, char path[DATA_PATH_SIZE]);
/** Open the store in a folder; made if it is not there. Waits some seconds for
 *  another process that has it open. */
int data_open_store(const char *path, eip_store **store);
/** Say what the library answered. Returns an exit code. */
int data_fail(const char *what, const eip_error *error);
/** Whether a store has no record. */
int data_is_empty(eip_store *store, bool *is_empty);

#endif
