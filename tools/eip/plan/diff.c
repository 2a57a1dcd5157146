/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip plan diff`: what came, went and moved between two lists of ranges. */
#include "plan/plan.h"

#include <string.h>

struct diff {
    const struct plan_options *options;
    struct source sources[2];
    struct print_json json;
    uint64_t cidrs[3]; /* removed, added, moved */
    uint64_t addresses[3];
};

enum { REMOVED, ADDED, MOVED };

static const char *const what[] = {"removed", "added", "moved"};

static const struct source_space *space_of(const struct diff *diff, int side,
                                           const struct source_block *block) {
    return &diff->sources[side].spaces[block->space];
}

static void tell(struct diff *diff, int kind, const struct source_block *old,
                 const struct source_block *block) {
    static const char marks[] = "-+~";
    const struct source_space *space =
        space_of(diff, kind == REMOVED ? 0 : 1, block);
    char text[EIP_CIDR_TEXT_SIZE];

    diff->cidrs[kind]++;
    diff->addresses[kind] += eip_cidr_count(block->cidr);
    (void)eip_cidr_format(block->cidr, text);
    if (diff->options->is_json) {
        json_open(&diff->json, NULL, '{');
        json_text(&diff->json, "change", what[kind]);
        json_text(&diff->json, "cidr", text);
        json_text(&diff->json, "pool", space->pool);
        json_text(&diff->json, "network_border_group", space->group);
        if (old)
            json_text(&diff->json, "from", space_of(diff, 0, old)->group);
        json_close(&diff->json, '{');
    } else if (!diff->options->is_quiet) {
        printf("%c %s %s %s", marks[kind], text, space->group, space->pool);
        if (old)
            printf(" from %s %s", space_of(diff, 0, old)->group,
                   space_of(diff, 0, old)->pool);
        putchar('\n');
    }
}

static int order_of(const struct source_block *old,
                    const struct source_block *new) {
    if (!old || !new)
        return old ? -1 : 1;
    if (old->realm != new->realm)
        return old->realm < new->realm ? -1 : 1;
    if (old->cidr.base != new->cidr.base)
        return old->cidr.base < new->cidr.base ? -1 : 1;
    if (old->cidr.prefix_bits != new->cidr.prefix_bits)
        return old->cidr.prefix_bits < new->cidr.prefix_bits ? -1 : 1;
    return 0;
}

static bool is_same_space(const struct diff *diff,
                          const struct source_block *old,
                          const struct source_block *new) {
    const struct source_space *a = space_of(diff, 0, old);
    const struct source_space *b = space_of(diff, 1, new);

    return strcmp(a->group, b->group) == 0 && strcmp(a->pool, b->pool) == 0;
}

static void compare(struct diff *diff) {
    const struct source *old = &diff->sources[0];
    const struct source *new = &diff->sources[1];
    size_t i = 0;
    size_t j = 0;

    while (i < old->block_count || j < new->block_count) {
        const struct source_block *a =
            i < old->block_count ? &old->blocks[i] : NULL;
        const struct source_block *b =
            j < new->block_count ? &new->blocks[j] : NULL;
        int order = order_of(a, b);

        if (a && order < 0)
            tell(diff, REMOVED, NULL, a);
        else if (b && order > 0)
            tell(diff, ADDED, NULL, b);
        else if (a && b && !is_same_space(diff, a, b))
            tell(diff, MOVED, a, b);
        i += order <= 0;
        j += order >= 0;
    }
}

static void print_counts(struct diff *diff) {
    char number[PRINT_NUMBER_SIZE];
    int i;

    if (diff->options->is_json) {
        json_close(&diff->json, '[');
        for (i = 0; i < 3; i++) {
            json_open(&diff->json, what[i], '{');
            json_number(&diff->json, "cidrs", diff->cidrs[i]);
            json_number(&diff->json, "addresses", diff->addresses[i]);
            json_close(&diff->json, '{');
        }
        json_close(&diff->json, '{');
        return;
    }
    for (i = 0; i < 3 && !diff->options->is_quiet; i++)
        printf("# %s %llu CIDRs, %s addresses\n", what[i],
               (unsigned long long)diff->cidrs[i],
               print_number(number, diff->addresses[i]));
}

static int show(struct diff *diff) {
    if (diff->options->is_json) {
        json_open(&diff->json, NULL, '{');
        json_text(&diff->json, "program", "eip plan diff");
        json_open(&diff->json, "changes", '[');
    }
    compare(diff);
    print_counts(diff);
    return diff->cidrs[0] + diff->cidrs[1] + diff->cidrs[2] ? CLI_FAILED
                                                            : CLI_OK;
}

/* Stores are the old side, with no more than one operand, the new one. */
static int read_sides(int count, char **names, const struct read_options *read,
                      struct diff *diff) {
    bool is_of_store = read->stores.count > 0;
    struct read_options sides[2] = {*read, *read};
    int code = CLI_OK;
    int i;

    if (is_of_store && count != 1)
        return cli_usage("one operand is wanted beside --data: the new file");
    if (!is_of_store && count != 2)
        return cli_usage("two operands are wanted: the old file and the new");
    if (count == 2 && strcmp(names[0], "-") == 0 && strcmp(names[1], "-") == 0)
        return cli_usage("standard input can be read once only");
    sides[0].ranges.items[0] = names[0];
    sides[0].ranges.count = is_of_store ? 0 : 1;
    sides[1].ranges.items[0] = names[count - 1];
    sides[1].ranges.count = 1;
    sides[1].stores.count = 0;
    for (i = 0; i < 2 && code == CLI_OK; i++)
        code = read_source(&sides[i], &diff->sources[i]);
    return code;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct plan_options options;
    struct diff diff = {.options = &options, .json = {0, {true}}};
    int code = plan_begin(command, argc, argv, &options);

    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    code = read_sides(argc - optind, argv + optind, &options.read, &diff);
    if (code == CLI_OK)
        code = show(&diff);
    source_free(&diff.sources[0]);
    source_free(&diff.sources[1]);
    return code;
}

static const struct cli_option options_table[] = {
    {"service", "NAME", READ_KEY_SERVICE,
     "prefixes of this service in JSON (default: EC2)"},
    {"region", "PATTERN", READ_KEY_REGION, "only these Regions"},
    {"border-group", "PATTERN", READ_KEY_GROUP,
     "only these network border groups"},
    {"pool", "PATTERN", READ_KEY_POOL, "only these pools"},
    {"data", "DIR", READ_KEY_DATA, "OLD is the blocks of the store there"},
    {"truncate", NULL, READ_KEY_TRUNCATE, "clear host bits, not refuse"},
    PLAN_OPTIONS_END,
};

const struct cli_command plan_diff = {
    .name = "plan diff",
    .summary = "Show which prefixes came, went, or changed border groups.",
    .synopsis = "[OPTION]... [OLD] NEW",
    .details = "Lines: - CIDR gone, + CIDR new, ~ CIDR in another border "
               "group.\nExit code 1: they differ.\n",
    .options = options_table,
    .run = run,
};
