/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file common.h
 * Options of every command that works on an engine: which one, for whom, and
 * how answers look.
 */
#ifndef EIP_TOOL_COMMON_H
#define EIP_TOOL_COMMON_H

#include "cli.h"
#include "data.h"
#include "operate/output.h"
#include "trace/recorder.h"

struct common {
    struct data_options data;
    uint64_t account;
    enum output_form form;
    struct recorder *recorder; /* is told the calls; NULL: there is none */
};

/** Exit codes of operations are the AWS CLI's. */
enum {
    OPERATE_USAGE = 252,   /* the command line, or a parameter */
    OPERATE_REFUSED = 254, /* the operation's own error */
    OPERATE_FAILED = 255   /* anything else */
};

enum {
    COMMON_KEY_DATA = 800,
    COMMON_KEY_IN_MEMORY,
    COMMON_KEY_REGION,
    COMMON_KEY_RANGES,
    COMMON_KEY_QUOTA,
    COMMON_KEY_COOLDOWN,
    COMMON_KEY_SETTLE,
    COMMON_KEY_SEED,
    COMMON_KEY_ACCOUNT,
    COMMON_KEY_OUTPUT
};

/** Rows of a table of options. */
#define COMMON_OPTIONS                                                         \
    {"account", "NUMBER", COMMON_KEY_ACCOUNT,                                  \
     "twelve digits: who asks (123456789012)"},                                \
        {"output", "FORM", COMMON_KEY_OUTPUT, "json, table or text"},          \
        COMMON_DATA_OPTIONS
#define COMMON_DATA_OPTIONS                                                    \
    {"data", "DIR", COMMON_KEY_DATA,                                           \
     "the folder that the engine is kept in ($XDG_STATE_HOME/eip, or\n"        \
     "~/.local/state/eip)"},                                                   \
        {"in-memory", NULL, COMMON_KEY_IN_MEMORY,                              \
         "a new engine, which ends with the command"},                         \
        {"region", "NAME", COMMON_KEY_REGION,                                  \
         "of a new engine: its Region (xa-north-1, or with --ranges\n"         \
         "us-east-1)"},                                                        \
        {"ranges", "FILE", COMMON_KEY_RANGES,                                  \
         "of a new engine: its addresses, EC2's IPv4 prefixes of\n"            \
         "the Region in a file as AWS's ip-ranges.json; without, made-up\n"    \
         "ones"},                                                              \
        {"quota", "N", COMMON_KEY_QUOTA,                                       \
         "of a new engine: addresses that an account may hold (5)"},           \
        {"cooldown-ms", "N", COMMON_KEY_COOLDOWN,                              \
         "of a new engine: how long a released address is kept from\n"         \
         "others (3600000)"},                                                  \
        {"settle-ms", "N", COMMON_KEY_SETTLE,                                  \
         "of a new engine: how long `pending-` states are shown (0)"},         \
    {                                                                          \
        "seed", "N", COMMON_KEY_SEED,                                          \
            "of a new engine, not 0: the same commands get the same\n"         \
            "addresses and ids"                                                \
    }

/** A table of these rows. */
extern const struct cli_option common_options[];

/** What counts where nothing is said. */
void common_defaults(struct common *common);
/** Take an option of the table; false after a message. */
bool common_set(struct common *common, const struct cli_option *option,
                const char *value);

#endif
