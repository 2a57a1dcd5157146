/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip plan check`: what is wrong with lists of ranges. */
#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>

struct check {
    const struct plan_options *options;
    struct source *source;
    struct print_json json;
    uint64_t host;
    uint64_t duplicates;
    uint64_t nested;
    uint64_t conflicts;
    uint64_t gaps;
};

static void tell(struct check *check, const char *what,
                 const struct source_block *block, eip_cidr cidr,
                 const struct source_block *other) {
    const struct source *source = check->source;
    char address[EIP_IPV4_TEXT_SIZE];
    char text[EIP_CIDR_TEXT_SIZE];
    char over[EIP_CIDR_TEXT_SIZE];
    char line[SOURCE_LINE_SIZE];
    char name[SOURCE_NAME_SIZE];

    /* eip_cidr_format writes no host bits. */
    (void)eip_ipv4_format(cidr.base, address);
    (void)snprintf(text, sizeof(text), "%.15s/%u", address,
                   cidr.prefix_bits & 63U);
    if (other)
        (void)eip_cidr_format(other->cidr, over);
    if (check->options->is_json) {
        json_open(&check->json, NULL, '{');
        json_text(&check->json, "finding", what);
        json_text(&check->json, "cidr", text);
        json_text(&check->json, "pool", source->spaces[block->space].pool);
        json_text(&check->json, "network_border_group",
                  source->spaces[block->space].group);
        json_text(&check->json, "file", source->names[block->file]);
        json_number(&check->json, "line", block->line);
        if (other) {
            json_text(&check->json, "other", over);
            json_text(&check->json, "other_pool",
                      source->spaces[other->space].pool);
            json_text(&check->json, "other_network_border_group",
                      source->spaces[other->space].group);
            json_text(&check->json, "other_file", source->names[other->file]);
            json_number(&check->json, "other_line", other->line);
        }
        json_close(&check->json, '{');
        return;
    }
    if (check->options->is_quiet)
        return;
    printf("%s%s: %s: %s of %s", source->names[block->file],
           source_line(line, block->line), what, text,
           source_name(name, &source->spaces[block->space]));
    if (other)
        printf(", %s of %s at %s%s", over,
               source_name(name, &source->spaces[other->space]),
               source->names[other->file], source_line(line, other->line));
    putchar('\n');
}

static void check_host(struct check *check, const struct source_block *block) {
    if (!block->host)
        return;
    check->host++;
    tell(check, "host bits", block,
         (eip_cidr){block->cidr.base | block->host, block->cidr.prefix_bits},
         NULL);
}

static void check_pair(struct check *check, const struct source_block *outer,
                       const struct source_block *inner) {
    const char *what = "inside";

    if (outer->space != inner->space) {
        what = "overlap";
        check->conflicts++;
    } else if (outer->cidr.prefix_bits == inner->cidr.prefix_bits) {
        what = "twice";
        check->duplicates++;
    } else {
        check->nested++;
    }
    tell(check, what, inner, inner->cidr, outer);
}

static bool check_gap(struct check *check, const struct source_block *before,
                      const struct source_block *next) {
    struct cidrs cidrs = {NULL, 0, 0};
    uint32_t first = source_last(before->cidr) + 1;
    uint64_t size = (uint64_t)next->cidr.base - first;
    bool is_good = true;
    size_t i;

    if (!check->options->is_gaps || before->space != next->space || size == 0 ||
        size > UINT64_C(1) << (32 - check->options->gaps))
        return true;
    is_good = cidrs_add_span(&cidrs, first, next->cidr.base - 1);
    for (i = 0; i < cidrs.count; i++) {
        check->gaps++;
        tell(check, "gap", next, cidrs.items[i], NULL);
    }
    cidrs_free(&cidrs);
    return is_good;
}

/* Sorted, so that what a block overlaps stands behind it. */
static bool check_all(struct check *check) {
    struct source *source = check->source;
    const struct source_block *outer = NULL;
    size_t i;

    if (source->block_count > 1)
        qsort(source->blocks, source->block_count, sizeof(*source->blocks),
              source_compare);
    for (i = 0; i < source->block_count; i++) {
        const struct source_block *block = &source->blocks[i];

        check_host(check, block);
        if (outer && outer->realm == block->realm &&
            eip_cidr_overlaps(outer->cidr, block->cidr)) {
            check_pair(check, outer, block);
            continue;
        }
        if (outer && !check_gap(check, outer, block))
            return false;
        outer = block;
    }
    return true;
}

static uint64_t findings(const struct check *check) {
    return check->host + check->duplicates + check->nested + check->conflicts +
           check->gaps;
}

static void print_counts(struct check *check) {
    struct print_json *json = &check->json;

    if (check->options->is_json) {
        json_close(json, '[');
        json_number(json, "prefixes", check->source->block_count);
        json_number(json, "host_bits", check->host);
        json_number(json, "twice", check->duplicates);
        json_number(json, "inside", check->nested);
        json_number(json, "overlaps", check->conflicts);
        json_number(json, "gaps", check->gaps);
        json_close(json, '{');
    } else if (!check->options->is_quiet) {
        printf("%zu prefixes: %llu with host bits, %llu twice, %llu inside "
               "others, %llu overlaps, %llu gaps\n",
               check->source->block_count, (unsigned long long)check->host,
               (unsigned long long)check->duplicates,
               (unsigned long long)check->nested,
               (unsigned long long)check->conflicts,
               (unsigned long long)check->gaps);
    }
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct plan_options options;
    struct source source;
    struct check check = {
        .options = &options, .source = &source, .json = {0, {true}}};
    int code = plan_begin(command, argc, argv, &options);

    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (!read_operands(argc, argv, &options.read))
        return CLI_USAGE;
    options.read.is_raw = true;
    if (options.read.host == READ_REFUSE)
        options.read.host = READ_NOTE;
    code = read_source(&options.read, &source);
    if (code == CLI_OK) {
        if (options.is_json) {
            json_open(&check.json, NULL, '{');
            json_text(&check.json, "program", "eip plan check");
            json_open(&check.json, "findings", '[');
        }
        code = check_all(&check) ? CLI_OK : CLI_IO;
        print_counts(&check);
        if (code == CLI_OK && findings(&check) > 0)
            code = CLI_FAILED;
    }
    source_free(&source);
    return code;
}

static const struct cli_option options_table[] = {
    READ_OPTIONS,
    {"gaps", "BITS", PLAN_KEY_GAPS,
     "tell holes as large as /BITS or smaller between\n"
     "neighbours of one pool and border group"},
    PLAN_OPTIONS_END,
};

const struct cli_command plan_check = {
    .name = "plan check",
    .summary = "Find overlaps, repetitions, host bits and gaps.",
    .synopsis = "[OPTION]... [FILE]...",
    .details = "Exit code 1: something was found. --truncate takes host bits "
               "for none. CoIP pools\ndo not overlap: each has addresses of "
               "its own.\n",
    .options = options_table,
    .run = run,
};
