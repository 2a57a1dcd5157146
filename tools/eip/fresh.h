/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file fresh.h
 * How the engine of an empty store begins: with its Region's blocks, all of
 * them at once. Whatever ends the process before leaves the store empty.
 */
#ifndef EIP_TOOL_FRESH_H
#define EIP_TOOL_FRESH_H

#include "ranges.h"

#include <stdbool.h>

#include <eip/eip.h>
#include <eip/store.h>

/** Gives a new engine its blocks. Returns an exit code, after a message unless
 *  it is CLI_OK. */
typedef int fresh_provision(const void *context, eip_engine *engine);

/** What could not be done, for its caller's message. */
enum fresh_fault {
    FRESH_FINE,
    FRESH_NO_MEMORY,
    FRESH_NO_GROUP, /* `error` says why */
    FRESH_NO_BLOCKS /* likewise */
};

/** Make a border group, unless it is the Region's own, and give it its
 *  blocks. */
enum fresh_fault fresh_provision_group(eip_engine *engine,
                                       const struct ranges *ranges,
                                       uint32_t group, eip_error *error);

/** Whether a store has no record. */
eip_status fresh_is_due(eip_store *store, bool *is_due, eip_error *error);

/**
 * Put into an empty store what `provision` makes of a new engine.
 *
 * @return CLI_OK: it is durable; else the store is empty: what `provision`
 *         returned; or CLI_IO, `error` then being what the library said, and
 *         nobody having been told.
 */
int fresh_fill(const eip_config *config, eip_store *store,
               fresh_provision *provision, const void *context,
               eip_error *error);

#endif
