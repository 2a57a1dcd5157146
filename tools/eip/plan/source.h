/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file source.h
 * What the planner and the map look at, wherever it comes from: spaces (a
 * pool in a border group), the CIDR blocks of each, and what is in use.
 *
 *   blocks:  |-------- /20 of a --------|     |--- /22 of b ---|
 *   runs:      |held|     |cooling|held|        |held|
 *
 * A pool of customer-owned addresses has addresses of its own: the same number
 * in another pool is another address. All others share the public ones. Which
 * of these a space, a block and a run are of is their realm.
 *
 * Whoever has such things (a ranges file, a list of held addresses, an
 * engine, a store) calls source_space, source_block and source_run in any
 * order, then source_finish once; the commands see nothing else.
 */
#ifndef EIP_TOOL_SOURCE_H
#define EIP_TOOL_SOURCE_H

#include "ranges.h"

#include <stdbool.h>
#include <stdint.h>

#include <eip/eip.h>

enum source_state {
    SOURCE_FREE,
    SOURCE_HELD,
    SOURCE_COOLING,
    SOURCE_WITHDRAWN, /* not held, and not to be had */
    SOURCE_STATES
};

#define SOURCE_PUBLIC UINT64_C(0)
#define SOURCE_UNKNOWN UINT64_MAX /* of a run: to be found by its address */

/** A pool in a border group. */
struct source_space {
    char pool[RANGES_NAME_SIZE];
    char region[RANGES_NAME_SIZE];
    char group[RANGES_NAME_SIZE];
    uint64_t realm; /* SOURCE_PUBLIC, or the CoIP pool's id */
    uint32_t kind;  /* EIP_BORDER_GROUP_... */
};

/** A CIDR block, and where it was read. */
struct source_block {
    uint64_t realm; /* its space's: set by source_block */
    eip_cidr cidr;
    uint32_t space;
    uint32_t file; /* index of names */
    uint32_t line; /* 0: not of a file */
    uint32_t host; /* host bits that were cleared */
};

/** Addresses in one state, from first to last. */
struct source_run {
    uint64_t realm;
    uint32_t first;
    uint32_t last;
    uint32_t state; /* enum source_state, not free */
    uint32_t file;
    uint32_t line;
    uint64_t since_ms; /* when they came to it; 0: not known */
};

struct source {
    const char **names; /* of files, borrowed */
    size_t name_count, name_room;
    struct source_space *spaces;
    size_t space_count, space_room;
    struct source_block *blocks; /* after source_finish by realm and address,
                                    disjoint in each realm */
    size_t block_count, block_room;
    struct source_run *runs; /* likewise, each inside one block */
    size_t run_count, run_room;
    uint64_t folded; /* blocks named twice, or inside others */
};

/** The space of these names, made if it is new; UINT32_MAX after a message.
 *  `region` or `pool` may be NULL: the group's name, "amazon". */
uint32_t source_space(struct source *source, const char *pool,
                      const char *region, const char *group);
/** False after a message. */
bool source_block(struct source *source, const struct source_block *block);
bool source_run(struct source *source, const struct source_run *run);
/** Note a file's name; UINT32_MAX after a message. */
uint32_t source_file(struct source *source, const char *name);

/**
 * Sort blocks and runs, fold blocks that others of their space contain, cut
 * runs at the ends of blocks. Where one run says since when and another of the
 * same state does not, it is known.
 *
 * @return CLI_OK; CLI_BAD_INPUT after a message: in a realm blocks of two
 *         spaces, or two runs of different states, overlap; a run lies in no
 *         block, or, its realm not known, in blocks of two.
 */
int source_finish(struct source *source);
/** The part of it that is about runs; the blocks are in order. */
int source_finish_runs(struct source *source);
void source_free(struct source *source);

/** By realm and address, larger blocks first, then in the order of reading. */
int source_compare(const void *left, const void *right);

enum { SOURCE_NAME_SIZE = 2 * RANGES_NAME_SIZE + 1 };
/** Write "GROUP", or "GROUP POOL" where the pool is not Amazon's. `buffer` has
 *  SOURCE_NAME_SIZE bytes. */
const char *source_name(char *buffer, const struct source_space *space);
/** Is there a pool besides Amazon's? */
bool source_has_pools(const struct source *source);

enum { SOURCE_LINE_SIZE = 12 };
/** Write ":7", what stands behind a file's name, or nothing where there is no
 *  line. `buffer` has SOURCE_LINE_SIZE bytes. */
const char *source_line(char *buffer, uint32_t line);

/** The last address of a block. */
uint32_t source_last(eip_cidr cidr);
/** The block that has the address, or NULL. */
const struct source_block *source_find(const struct source *source,
                                       uint64_t realm, uint32_t address);
/** A block, of any realm, that has the address; `other` is one of another
 *  realm, or NULL. */
const struct source_block *source_find_any(const struct source *source,
                                           uint32_t address,
                                           const struct source_block **other);
/** The first run of the realm, or of one behind it, that ends at or behind the
 *  address; `run_count` if none. */
size_t source_run_from(const struct source *source, uint64_t realm,
                       uint32_t address);
/** Is run number `at` one, of the realm, and begins by `last`? */
bool source_run_is(const struct source *source, size_t at, uint64_t realm,
                   uint32_t last);
/** For what has one place for an address: says which two pools have the same
 *  ones, if any have. Returns CLI_USAGE then. */
int source_refuse_realms(const struct source *source);

#endif
