/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file data.h
 * The engine that commands work on: made of ranges.
 */
#ifndef EIP_TOOL_DATA_H
#define EIP_TOOL_DATA_H

#include <stdint.h>

#include <eip/eip.h>

/** How an engine is made. */
struct data_options {
    const char *region; /* NULL: the first of the program's ranges */
    const char *ranges; /* a file; NULL: the ranges that the program has */
    uint64_t quota;     /* 0: the library's */
    uint64_t cooldown_ms;
    uint64_t settle_ms;
    uint64_t seed; /* 0: none */
};

struct data {
    eip_engine *engine;
};

/** Open the engine. Returns an exit code; a message is out unless it is
 *  CLI_OK. */
int data_open(const struct data_options *options, struct data *data);
int data_close(struct data *data);

#endif
