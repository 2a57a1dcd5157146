/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip plan util`: how much is in use, by whatever is asked for. */
#include "plan/plan.h"

#include "plan/grow.h"

#include <stdlib.h>
#include <string.h>

enum by { BY_POOL, BY_REGION, BY_GROUP, BY_PREFIX, BY_COUNT };

static const char *const by_names[BY_COUNT] = {
    "pool", "region", "network_border_group", "prefix"};

struct row {
    const char *names[3]; /* pool, Region, border group; NULL: several */
    char prefix[EIP_CIDR_TEXT_SIZE];
    struct room room;
};

struct table {
    enum by by;
    bool has_pools; /* besides Amazon's */
    struct row *rows;
    size_t count, room;
    struct row all;
};

static const struct room no_room = ROOM_INIT;

static bool take_by(const char *text, enum by *by) {
    int i;

    if (!text)
        text = "network_border_group";
    if (strcmp(text, "border-group") == 0)
        text = by_names[BY_GROUP];
    for (i = 0; i < BY_COUNT; i++) {
        if (strcmp(text, by_names[i]) == 0) {
            *by = (enum by)i;
            return true;
        }
    }
    cli_usage("--by: '%s' is none of pool, region, network_border_group, "
              "prefix",
              text);
    return false;
}

static struct row *add_row(struct table *table) {
    struct row *row;

    if (!grow_room(&table->rows, table->count, &table->room,
                   sizeof(*table->rows)))
        return NULL;
    row = &table->rows[table->count++];
    memset(row, 0, sizeof(*row));
    row->room = no_room;
    return row;
}

/* Spaces come in order, so those of one row come together. */
static bool is_same(const struct table *table, const struct row *row,
                    const struct source_space *space) {
    if (strcmp(row->names[0], space->pool) != 0)
        return false;
    if (table->by == BY_POOL)
        return true;
    return strcmp(row->names[1], space->region) == 0 &&
           (table->by == BY_REGION || strcmp(row->names[2], space->group) == 0);
}

static bool add_space(struct table *table, const struct source_space *space,
                      const struct room *room) {
    struct row *row = table->count ? &table->rows[table->count - 1] : NULL;

    if (room->cidrs == 0)
        return true;
    if (!row || !is_same(table, row, space))
        row = add_row(table);
    if (!row)
        return false;
    row->names[0] = space->pool;
    row->names[1] = table->by == BY_POOL ? NULL : space->region;
    row->names[2] = table->by == BY_GROUP ? space->group : NULL;
    room_add(&row->room, room);
    return true;
}

static bool add_spaces(struct table *table, const struct source *source) {
    struct room *rooms = calloc(source->space_count + 1, sizeof(*rooms));
    uint32_t *order = plan_space_order(source);
    bool is_good = rooms && order && room_of_spaces(source, rooms);
    size_t i;

    for (i = 0; is_good && i < source->space_count; i++) {
        if (table->by != BY_PREFIX)
            is_good =
                add_space(table, &source->spaces[order[i]], &rooms[order[i]]);
        room_add(&table->all.room, &rooms[order[i]]);
    }
    free(order);
    free(rooms);
    return is_good;
}

static bool add_blocks(struct table *table, const struct source *source) {
    size_t i;

    for (i = 0; i < source->block_count; i++) {
        const struct source_block *block = &source->blocks[i];
        const struct source_space *space = &source->spaces[block->space];
        struct row *row = add_row(table);

        if (!row)
            return false;
        row->names[0] = space->pool;
        row->names[1] = space->region;
        row->names[2] = space->group;
        (void)eip_cidr_format(block->cidr, row->prefix);
        room_of_block(source, block, &row->room);
    }
    return true;
}

/* -- printing -------------------------------------------------------------- */

static const char *row_name(const struct table *table, const struct row *row) {
    switch (table->by) {
    case BY_POOL:
        return row->names[0];
    case BY_REGION:
        return row->names[1];
    case BY_GROUP:
        return row->names[2];
    default:
        return row->prefix;
    }
}

/** Which columns there are: those of which every row would say the same are
 *  left out. */
struct columns {
    int name, pool; /* widths; 0: no such column */
    bool has_withdrawn;
};

static void print_row(const struct row *row, const char *name,
                      const struct columns *columns) {
    char number[PRINT_NUMBER_SIZE];
    char bits[8];

    printf("%-*s", columns->name, name);
    if (columns->pool)
        printf(" %-*s", columns->pool, row->names[0] ? row->names[0] : "");
    printf(" %7llu", (unsigned long long)row->room.cidrs);
    printf(" %13s", print_number(number, row->room.capacity));
    printf(" %13s", print_number(number, row->room.held));
    printf(" %11s", print_number(number, row->room.cooling));
    if (columns->has_withdrawn)
        printf(" %10s", print_number(number, row->room.withdrawn));
    printf(" %13s", print_number(number, row->room.free));
    printf(" %6.2f", 100 * room_utilisation(&row->room));
    printf(" %8s", plan_bits(bits, row->room.largest));
    printf(" %6llu", (unsigned long long)row->room.free_cidrs);
    printf(" %6.3f\n", room_fragmentation(&row->room));
}

static void print_text(const struct table *table) {
    static const char *const heads[BY_COUNT] = {"Pool", "Region",
                                                "Border group", "Prefix"};
    struct columns columns = {18, 0, table->all.room.withdrawn > 0};
    size_t i;

    for (i = 0; i < table->count; i++) {
        int size = (int)strlen(row_name(table, &table->rows[i]));
        int pool = (int)strlen(table->rows[i].names[0]);

        columns.name = size > columns.name ? size : columns.name;
        if (table->has_pools && table->by != BY_POOL && pool > columns.pool)
            columns.pool = pool;
    }
    printf("%-*s", columns.name, heads[table->by]);
    if (columns.pool)
        printf(" %-*s", columns.pool, "Pool");
    printf(" %7s %13s %13s %11s", "CIDRs", "Capacity", "Held", "Cooling");
    if (columns.has_withdrawn)
        printf(" %10s", "Withdrawn");
    printf(" %13s %6s %8s %6s %6s\n", "Free", "Used %", "Largest", "Blocks",
           "Frag.");
    for (i = 0; i < table->count; i++)
        print_row(&table->rows[i], row_name(table, &table->rows[i]), &columns);
    print_row(&table->all, "all", &columns);
}

static void print_member(struct print_json *json, const struct row *row) {
    static const char *const members[] = {"pool", "region",
                                          "network_border_group"};
    int i;

    json_open(json, NULL, '{');
    if (row->prefix[0])
        json_text(json, "prefix", row->prefix);
    for (i = 0; i < 3; i++) {
        if (row->names[i])
            json_text(json, members[i], row->names[i]);
    }
    plan_json_room(json, &row->room);
    json_close(json, '{');
}

static void print_document(const struct table *table) {
    struct print_json json = {0, {true}};
    size_t i;

    json_open(&json, NULL, '{');
    json_text(&json, "program", "eip plan util");
    json_text(&json, "by", by_names[table->by]);
    json_open(&json, "rows", '[');
    for (i = 0; i < table->count; i++)
        print_member(&json, &table->rows[i]);
    json_close(&json, '[');
    json_open(&json, "all", '{');
    plan_json_room(&json, &table->all.room);
    json_close(&json, '{');
    json_close(&json, '{');
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct plan_options options;
    struct source source;
    struct table table = {.all = {.room = ROOM_INIT}};
    int code = plan_begin(command, argc, argv, &options);

    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (!read_operands(argc, argv, &options.read) ||
        !take_by(options.by, &table.by))
        return CLI_USAGE;
    code = read_source(&options.read, &source);
    if (code == CLI_OK &&
        (!add_spaces(&table, &source) ||
         (table.by == BY_PREFIX && !add_blocks(&table, &source))))
        code = CLI_IO;
    table.has_pools = source_has_pools(&source);
    if (code == CLI_OK && options.is_json)
        print_document(&table);
    else if (code == CLI_OK && !options.is_quiet)
        print_text(&table);
    free(table.rows);
    source_free(&source);
    return code;
}

static const struct cli_option options_table[] = {
    READ_OPTIONS,
    {"by", "WHAT", PLAN_KEY_BY,
     "pool, region, network_border_group (default), prefix"},
    PLAN_OPTIONS_END,
};

const struct cli_command plan_util = {
    .name = "plan util",
    .summary = "Show capacity, use and fragmentation.",
    .synopsis = "[OPTION]... [FILE]...",
    .details =
        "Largest is the largest aligned block that is free; Blocks, the "
        "fewest\n"
        "CIDR blocks that make up what is free; Frag., the part of it outside\n"
        "the largest. Blocks of one pool and border group that touch count as\n"
        "one. What is cooling is not counted as free, nor what is withdrawn: "
        "not\n"
        "held, and in a block that is being drained. The columns Pool and\n"
        "Withdrawn are there if there is something to say.\n",
    .options = options_table,
    .run = run,
};
