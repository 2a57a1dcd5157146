/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file read.h
 * Reads sources from files: ranges in the form of ip-ranges.json, lists of
 * CIDR blocks, lists of addresses in use. And the options that say which.
 */
#ifndef EIP_TOOL_READ_H
#define EIP_TOOL_READ_H

#include "cli.h"
#include "plan/source.h"

/** What becomes of host bits. */
enum read_host { READ_REFUSE, READ_CLEAR, READ_NOTE };

enum { READ_LIST_MAX = 256 };

struct read_list {
    const char *items[READ_LIST_MAX];
    uint32_t count;
};

struct read_options {
    struct read_list ranges; /* files; empty: the built-in ranges,
                                if there is no store */
    struct read_list held;   /* files of addresses in use */
    struct read_list stores; /* folders, of blocks and what is in use */
    struct read_list services;
    struct read_list regions; /* patterns, as the next two */
    struct read_list groups;
    struct read_list pools;
    enum read_host host;
    bool is_raw;         /* overlaps and order stay as they are */
    bool is_stdin_taken; /* by another option's file */
};

enum {
    READ_KEY_HELD = 900,
    READ_KEY_SERVICE,
    READ_KEY_REGION,
    READ_KEY_GROUP,
    READ_KEY_POOL,
    READ_KEY_TRUNCATE,
    READ_KEY_DATA
};

/** Rows of a command's table of options. */
#define READ_RANGES_OPTIONS                                                    \
    {"ranges", "FILE", 'r',                                                    \
     "ip-ranges.json, or lines of CIDR [BORDER-GROUP [POOL]];\n"               \
     "again for more files, - for standard input\n"                            \
     "(default: built-in, made-up ranges)"},                                   \
        {"service", "NAME", READ_KEY_SERVICE,                                  \
         "prefixes of this service in JSON (default: EC2)"},                   \
        {"region", "PATTERN", READ_KEY_REGION, "only these Regions"},          \
        {"border-group", "PATTERN", READ_KEY_GROUP,                            \
         "only these network border groups"},                                  \
        {"pool", "PATTERN", READ_KEY_POOL, "only these pools"}, {              \
        "truncate", NULL, READ_KEY_TRUNCATE, "clear host bits, not refuse"     \
    }
#define READ_OPTIONS                                                           \
    READ_RANGES_OPTIONS,                                                       \
        {"held", "FILE", READ_KEY_HELD,                                        \
         "what is in use: lines of CIDR\n"                                     \
         "[held|cooling|withdrawn [SINCE-MS]]"},                               \
    {                                                                          \
        "data", "DIR", READ_KEY_DATA,                                          \
            "a store's blocks and what is in use; with --ranges: both"         \
    }

/** Handle an option of READ_OPTIONS: 1 it was one, 0 it was not, -1 bad,
 *  after a message. */
int read_option(const struct cli_reader *reader, int key,
                struct read_options *options);
/** Take all operands as files of ranges; false after a message. */
bool read_operands(int argc, char **argv, struct read_options *options);

/** Read all files. Returns an exit code, after a message; free the source
 *  also after a failure. */
int read_source(const struct read_options *options, struct source *source);

/** "a.b.c.d/n" or "a.b.c.d"; host bits stay in `base` and are told by
 *  `host`. False: it is neither. */
bool read_cidr(const char *text, eip_cidr *cidr, uint32_t *host);

#endif
