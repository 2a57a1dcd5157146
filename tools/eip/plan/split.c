/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip plan split`: a CIDR block in equal parts. */
#include "plan/plan.h"

static bool take(int argc, char **argv, eip_cidr *cidr, uint32_t *bits) {
    uint32_t host = 0;

    if (argc - optind != 2) {
        cli_usage("two operands are wanted: a CIDR block and a size");
        return false;
    }
    if (!plan_size(argv[optind + 1], bits))
        return false;
    if (!read_cidr(argv[optind], cidr, &host) || host) {
        cli_usage("'%s' is not a CIDR block (a.b.c.d/n without host bits)",
                  argv[optind]);
        return false;
    }
    if (*bits < cidr->prefix_bits) {
        cli_usage("%s has no parts as large as /%u", argv[optind], *bits);
        return false;
    }
    return true;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct print_json json = {0, {true}};
    struct plan_options options;
    char text[EIP_CIDR_TEXT_SIZE];
    eip_cidr part = {0, 0};
    eip_cidr cidr = {0, 0};
    uint64_t parts;
    uint64_t i;
    int code = plan_begin(command, argc, argv, &options);

    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (!take(argc, argv, &cidr, &part.prefix_bits))
        return CLI_USAGE;
    parts = UINT64_C(1) << (part.prefix_bits - cidr.prefix_bits);
    if (options.is_json) {
        json_open(&json, NULL, '{');
        json_text(&json, "program", "eip plan split");
        json_open(&json, "cidrs", '[');
    }
    /* Nobody reads on who has closed the pipe. */
    for (i = 0; i < parts && !ferror(stdout) && !options.is_quiet; i++) {
        part.base = (uint32_t)(cidr.base + (i << (32 - part.prefix_bits)));
        (void)eip_cidr_format(part, text);
        if (options.is_json)
            json_text(&json, NULL, text);
        else
            puts(text);
    }
    if (options.is_json) {
        json_close(&json, '[');
        json_close(&json, '{');
    }
    return CLI_OK;
}

static const struct cli_option options_table[] = {PLAN_OPTIONS_END};

const struct cli_command plan_split = {
    .name = "plan split",
    .summary = "Cut a CIDR block into equal parts.",
    .synopsis = "[OPTION]... CIDR SIZE",
    .options = options_table,
    .run = run,
};
