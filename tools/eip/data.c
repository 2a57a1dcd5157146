/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how the engine of a command comes into being and ends. */
#include "data.h"

#include "cli.h"
#include "embedded.h"
#include "ranges.h"

#include <stdlib.h>
#include <string.h>

static const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};

static int fail(const char *what, const eip_error *error) {
    cli_say("cannot %s: %s", what, error->message);
    return CLI_IO;
}

/* -- addresses ------------------------------------------------------------- */

static int provision_group(eip_engine *engine, const struct ranges *ranges,
                           uint32_t group) {
    const struct range_group *row = &ranges->groups[group];
    eip_text name = eip_text_of(row->name);
    eip_cidr *cidrs = calloc(row->cidrs, sizeof(*cidrs));
    eip_error error = EIP_ERROR_INIT;
    int code = CLI_OK;

    if (!cidrs) {
        cli_say("out of memory");
        return CLI_IO;
    }
    for (uint32_t i = 0; i < row->cidrs; i++)
        cidrs[i] = ranges->cidrs[row->first_cidr + i].cidr;
    if (row->kind != EIP_BORDER_GROUP_REGION &&
        eip_admin_create_border_group(engine, name, row->kind, &error) !=
            EIP_OK)
        code = fail("make a border group", &error);
    if (code == CLI_OK &&
        eip_admin_provision_cidrs(engine, amazon, name, cidrs, row->cidrs,
                                  &error) != EIP_OK)
        code = fail("add the Region's blocks", &error);
    free(cidrs);
    return code;
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

static int provision_region(const struct data_options *options,
                            const char *region, eip_engine *engine) {
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

/* The first Region of the made-up ranges, unless others are given. */
static const char *region_of(const struct data_options *options) {
    if (options->region)
        return options->region;
    return options->ranges ? "us-east-1" : "xa-north-1";
}

static int make(const struct data_options *options, struct data *data) {
    eip_config config = EIP_CONFIG_INIT;
    eip_error error = EIP_ERROR_INIT;

    config.region = eip_text_of(region_of(options));
    config.quota_default = (uint32_t)options->quota;
    config.cooldown_ms = options->cooldown_ms;
    config.cooldown_given = 1;
    config.settle_ms = options->settle_ms;
    if (options->seed != 0) {
        config.flags |= EIP_ENGINE_SEEDED;
        config.seed = options->seed;
    }
    if (eip_engine_open(&config, &data->engine, &error) != EIP_OK)
        return fail("open the engine", &error);
    return CLI_OK;
}

int data_open(const struct data_options *options, struct data *data) {
    int code = make(options, data);

    if (code != CLI_OK)
        return code;
    code = provision_region(options, region_of(options), data->engine);
    if (code != CLI_OK)
        (void)data_close(data);
    return code;
}

int data_close(struct data *data) {
    eip_engine_close(data->engine);
    data->engine = NULL;
    return CLI_OK;
}
