/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip plan`: finds which of its commands is meant; owns their options. */
#include "plan/plan.h"

#include "commands.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct cli_command *const members[] = {
    &plan_util,  &plan_free, &plan_fit,      &plan_split,    &plan_merge,
    &plan_check, &plan_diff, &plan_simulate, &plan_forecast,
};

static const struct cli_option options_none[] = {{NULL, NULL, 0, NULL}};

const struct cli_command command_plan = {
    .name = "plan",
    .summary = "Plan addresses: what is used, what is free, what fits where.",
    .synopsis = "COMMAND [OPTION]...",
    .details =
        "Works on ranges, which are ip-ranges.json as AWS publishes it, or "
        "lines of CIDR\n[BORDER-GROUP [POOL]]; and on what is in use, lines "
        "of CIDR [held|cooling\n[SINCE-MS]]. --data DIR: on the blocks of a "
        "store, and what in them is not free;\nnothing in it is changed. "
        "Answers in a stable order.\n",
    .options = options_none,
    .run = cli_dispatch,
    .members = members,
    .member_count = sizeof(members) / sizeof(members[0]),
};

/* -- options --------------------------------------------------------------- */

static bool take(struct cli_reader *reader, int key, void *context) {
    struct plan_options *options = context;

    switch (key) {
    case PLAN_KEY_JSON:
        options->is_json = true;
        return true;
    case 'q':
        options->is_quiet = true;
        return true;
    case PLAN_KEY_BY:
        options->by = reader->value;
        return true;
    case PLAN_KEY_COUNT:
        return cli_reader_number(reader, 1, 1000000, &options->count);
    case PLAN_KEY_GAPS:
        options->is_gaps = true;
        return cli_reader_number(reader, 0, 32, &options->gaps);
    case PLAN_KEY_STRATEGY:
        options->strategy = reader->value;
        if (strcmp(reader->value, "best") == 0 ||
            strcmp(reader->value, "first") == 0)
            return true;
        cli_usage("--strategy: '%s' is neither best nor first", reader->value);
        return false;
    default:
        return read_option(reader, key, &options->read) > 0;
    }
}

int plan_begin(const struct cli_command *command, int argc, char **argv,
               struct plan_options *options) {
    memset(options, 0, sizeof(*options));
    options->count = 1;
    return cli_read_options(command, argc, argv, take, options);
}

bool plan_size(const char *text, uint32_t *prefix_bits) {
    const char *digits = *text == '/' ? text + 1 : text;
    uint64_t bits;

    if (strncmp(digits, "0x", 2) != 0 && cli_parse_number(digits, &bits) &&
        bits <= 32) {
        *prefix_bits = (uint32_t)bits;
        return true;
    }
    cli_usage("'%s' is not the size of a block (/0 to /32)", text);
    return false;
}

/* -- printing -------------------------------------------------------------- */

const char *plan_bits(char *buffer, uint32_t prefix_bits) {
    if (prefix_bits == ROOM_NONE)
        return "-";
    (void)snprintf(buffer, 8, "/%u", prefix_bits & 63U);
    return buffer;
}

void plan_json_cidr(struct print_json *json, const char *name, eip_cidr cidr) {
    char text[EIP_CIDR_TEXT_SIZE];

    (void)eip_cidr_format(cidr, text);
    json_text(json, name, text);
}

void plan_json_room(struct print_json *json, const struct room *room) {
    json_number(json, "cidrs", room->cidrs);
    json_number(json, "capacity", room->capacity);
    json_number(json, "held", room->held);
    json_number(json, "cooling", room->cooling);
    json_number(json, "withdrawn", room->withdrawn);
    json_number(json, "free", room->free);
    json_number(json, "free_cidrs", room->free_cidrs);
    json_number(
        json, "largest_free_addresses",
        room->largest == ROOM_NONE ? 0 : UINT64_C(1) << (32 - room->largest));
    json_real(json, "utilisation", room_utilisation(room));
    json_real(json, "fragmentation", room_fragmentation(room));
}

/* -- order ----------------------------------------------------------------- */

static int compare(const void *left, const void *right, void *context) {
    const struct source_space *spaces = context;
    const struct source_space *a = &spaces[*(const uint32_t *)left];
    const struct source_space *b = &spaces[*(const uint32_t *)right];
    int order = strcmp(a->pool, b->pool);

    if (order == 0)
        order = strcmp(a->region, b->region);
    return order ? order : strcmp(a->group, b->group);
}

uint32_t *plan_space_order(const struct source *source) {
    uint32_t *order = calloc(source->space_count + 1, sizeof(*order));
    uint32_t i;

    if (!order) {
        cli_say("%s", strerror(ENOMEM));
        return NULL;
    }
    for (i = 0; i < source->space_count; i++)
        order[i] = i;
    qsort_r(order, source->space_count, sizeof(*order), compare,
            source->spaces);
    return order;
}
