/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip plan free` and `eip plan merge`: sets of addresses as CIDR blocks. */
#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>

static void print_lines(const struct cidrs *cidrs,
                        const struct source_space *space) {
    char text[EIP_CIDR_TEXT_SIZE];
    size_t i;

    for (i = 0; i < cidrs->count; i++) {
        (void)eip_cidr_format(cidrs->items[i], text);
        if (space)
            printf("%s %s %s\n", text, space->group, space->pool);
        else
            puts(text);
    }
}

static void print_list(struct print_json *json, const char *name,
                       const struct cidrs *cidrs) {
    size_t i;

    json_open(json, name, '[');
    for (i = 0; i < cidrs->count; i++)
        plan_json_cidr(json, NULL, cidrs->items[i]);
    json_close(json, '[');
}

/* -- free ------------------------------------------------------------------ */

static void print_space(struct print_json *json,
                        const struct plan_options *options,
                        const struct source_space *space,
                        const struct cidrs *cidrs) {
    if (options->is_json) {
        json_open(json, NULL, '{');
        json_text(json, "pool", space->pool);
        json_text(json, "region", space->region);
        json_text(json, "network_border_group", space->group);
        print_list(json, "free", cidrs);
        json_close(json, '{');
    } else if (!options->is_quiet) {
        print_lines(cidrs, space);
    }
}

/* CLI_FAILED: nothing is free. */
static int show_free(const struct plan_options *options,
                     const struct source *source) {
    struct print_json json = {0, {true}};
    uint32_t *order = plan_space_order(source);
    int code = order ? CLI_FAILED : CLI_IO;
    size_t i;

    if (options->is_json && order) {
        json_open(&json, NULL, '{');
        json_text(&json, "program", "eip plan free");
        json_open(&json, "spaces", '[');
    }
    for (i = 0; order && i < source->space_count; i++) {
        struct cidrs cidrs = {NULL, 0, 0};

        if (!room_free(source, order[i], &cidrs)) {
            code = CLI_IO;
        } else if (cidrs.count > 0) {
            code = code == CLI_FAILED ? CLI_OK : code;
            print_space(&json, options, &source->spaces[order[i]], &cidrs);
        }
        cidrs_free(&cidrs);
    }
    if (options->is_json && order) {
        json_close(&json, '[');
        json_close(&json, '{');
    }
    free(order);
    return code;
}

/* -- merge ----------------------------------------------------------------- */

static int show_merged(const struct plan_options *options,
                       const struct source *source) {
    struct print_json json = {0, {true}};
    struct cidrs cidrs = {NULL, 0, 0};
    bool is_good = true;
    size_t i;

    for (i = 0; i < source->block_count && is_good; i++)
        is_good = cidrs_add(&cidrs, source->blocks[i].cidr);
    cidrs_join(&cidrs);
    if (is_good && options->is_json) {
        json_open(&json, NULL, '{');
        json_text(&json, "program", "eip plan merge");
        json_number(&json, "given", source->block_count);
        print_list(&json, "cidrs", &cidrs);
        json_close(&json, '{');
    } else if (is_good && !options->is_quiet) {
        print_lines(&cidrs, NULL);
    }
    cidrs_free(&cidrs);
    return is_good ? CLI_OK : CLI_IO;
}

/* -- both ------------------------------------------------------------------ */

static int run(const struct cli_command *command, int argc, char **argv) {
    bool is_merge = command == &plan_merge;
    struct plan_options options;
    struct source source;
    int code = plan_begin(command, argc, argv, &options);

    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (!read_operands(argc, argv, &options.read))
        return CLI_USAGE;
    options.read.is_raw = is_merge; /* whose they are does not matter there */
    code = read_source(&options.read, &source);
    if (code == CLI_OK)
        code = is_merge ? show_merged(&options, &source)
                        : show_free(&options, &source);
    source_free(&source);
    return code;
}

static const struct cli_option options_table[] = {
    READ_OPTIONS,
    PLAN_OPTIONS_END,
};

const struct cli_command plan_free = {
    .name = "plan free",
    .summary = "List what is free as the fewest CIDR blocks.",
    .synopsis = "[OPTION]... [FILE]...",
    .details = "A line is CIDR, border group and pool, and can be read again.\n"
               "Exit code 1: nothing is free.\n",
    .options = options_table,
    .run = run,
};

const struct cli_command plan_merge = {
    .name = "plan merge",
    .summary = "Join CIDR blocks to the fewest with the same addresses.",
    .synopsis = "[OPTION]... [FILE]...",
    .details = "Whose they are does not matter; blocks may overlap.\n",
    .options = options_table,
    .run = run,
};
