/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file plan.h
 * What the commands of `eip plan` share: options, and the tables they are in.
 */
#ifndef EIP_TOOL_PLAN_H
#define EIP_TOOL_PLAN_H

#include "cli.h"
#include "plan/read.h"
#include "plan/room.h"
#include "print.h"

struct plan_options {
    struct read_options read;
    bool is_json;
    bool is_quiet;
    const char *by;
    uint64_t count; /* fit: of each block */
    uint64_t gaps;  /* check: prefix bits of the largest hole told */
    bool is_gaps;
    const char *strategy; /* fit: NULL for both */
};

enum {
    PLAN_KEY_JSON = 950,
    PLAN_KEY_BY,
    PLAN_KEY_COUNT,
    PLAN_KEY_GAPS,
    PLAN_KEY_STRATEGY
};

#define PLAN_OPTIONS_END                                                       \
    {"json", NULL, PLAN_KEY_JSON, "print one JSON document"},                  \
        {"quiet", NULL, 'q', "print nothing but errors"},                      \
        {"help", NULL, 'h', "show this text"}, {                               \
        NULL, NULL, 0, NULL                                                    \
    }

/** Read the options of a command line. CLI_OK to go on with what stands from
 *  `optind` on; CLI_END after help; else an exit code. */
int plan_begin(const struct cli_command *command, int argc, char **argv,
               struct plan_options *options);
/** Read a block's size, "/26" or "26"; false after a message. */
bool plan_size(const char *text, uint32_t *prefix_bits);
/** Write "/20", or "-" where there is none. `buffer` has 8 bytes. */
const char *plan_bits(char *buffer, uint32_t prefix_bits);
/** Members of a room. */
void plan_json_room(struct print_json *json, const struct room *room);
void plan_json_cidr(struct print_json *json, const char *name, eip_cidr cidr);
/** The spaces in the order of pool, Region, border group; free it. NULL after
 *  a message. */
uint32_t *plan_space_order(const struct source *source);

extern const struct cli_command plan_util, plan_free, plan_fit, plan_split,
    plan_merge, plan_check, plan_diff, plan_simulate, plan_forecast;

#endif
