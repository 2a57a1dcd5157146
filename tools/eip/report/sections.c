/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the sections on what there is. */
#include "report/report.h"

#include "date.h"
#include "print.h"
#include "report/html.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCKS_MAX = 40 };

static void use_bar(FILE *file, const struct room *room) {
    double all = room->capacity ? (double)room->capacity : 1;

    html_bar(file, (double)room->held / all, (double)room->cooling / all,
             (double)room->withdrawn / all);
}

bool report_summary(const struct report *report) {
    char number[PRINT_NUMBER_SIZE];
    char date[DATE_TEXT_SIZE];
    const struct room *all = &report->all;
    size_t i;

    fputs("<nav><a href=\"#use\">Use</a><a href=\"#map\">Map</a>"
          "<a href=\"#blocks\">Free blocks</a>",
          report->file);
    if (report->forecast)
        fputs("<a href=\"#forecast\">Forecast</a>", report->file);
    if (report->policy_count > 0)
        fputs("<a href=\"#simulation\">Policies</a>", report->file);
    fputs("</nav>\n", report->file);
    html_say(report->file,
             "Made by eip report on %s of:", date_text(date, report->now_ms));
    fputs("<ul>\n", report->file);
    for (i = 0; i < report->source->name_count; i++) {
        fputs("<li>", report->file);
        html_text(report->file, report->source->names[i]);
        fputs("</li>\n", report->file);
    }
    fputs("</ul>\n", report->file);
    html_table(report->file, ">Capacity|>Held|>Cooling|>Withdrawn|>Free|>Used|"
                             "In use|>Border groups|>Prefixes");
    fputs("<tr>", report->file);
    html_number(report->file, "%s", print_number(number, all->capacity));
    html_number(report->file, "%s", print_number(number, all->held));
    html_number(report->file, "%s", print_number(number, all->cooling));
    html_number(report->file, "%s", print_number(number, all->withdrawn));
    html_number(report->file, "%s", print_number(number, all->free));
    html_number(report->file, "%.2f %%", 100 * room_utilisation(all));
    use_bar(report->file, all);
    html_number(report->file, "%zu", report->source->space_count);
    html_number(report->file, "%s",
                print_number(number, report->source->block_count));
    fputs("</tr>\n", report->file);
    html_table_end(report->file);
    return true;
}

static void use_row(const struct report *report, const char *name,
                    const char *pool, const struct room *room) {
    FILE *file = report->file;
    char number[PRINT_NUMBER_SIZE];

    html_cell(file, "%s", name);
    html_cell(file, "%s", pool);
    html_number(file, "%s", print_number(number, room->capacity));
    html_number(file, "%s", print_number(number, room->held));
    html_number(file, "%s", print_number(number, room->cooling));
    html_number(file, "%s", print_number(number, room->withdrawn));
    html_number(file, "%s", print_number(number, room->free));
    html_number(file, "%.2f", 100 * room_utilisation(room));
    use_bar(file, room);
    if (room->largest == ROOM_NONE)
        html_number(file, "-");
    else
        html_number(file, "/%u", room->largest);
    html_number(file, "%s", print_number(number, room->free_cidrs));
    html_number(file, "%.3f", room_fragmentation(room));
    fputs("</tr>\n", file);
}

bool report_use(const struct report *report) {
    size_t i;

    html_section(report->file, "use", "Use by border group");
    html_say(report->file,
             "Largest is the largest aligned block that is free; blocks, the "
             "fewest that make up what is free; fragmentation, the part of it "
             "outside the largest. Withdrawn is what nobody holds in a block "
             "that is being drained.");
    html_table(report->file,
               "Border group|Pool|>Capacity|>Held|>Cooling|>Withdrawn|>Free|"
               ">Used %|In use|>Largest|>Blocks|>Fragmentation");
    for (i = 0; i < report->source->space_count; i++) {
        const struct source_space *space =
            &report->source->spaces[report->order[i]];

        fputs("<tr>", report->file);
        use_row(report, space->group, space->pool,
                &report->rooms[report->order[i]]);
    }
    fputs("<tr class=\"sum\">", report->file);
    use_row(report, "all", "", &report->all);
    html_table_end(report->file);
    return true;
}

/* -- free blocks ----------------------------------------------------------- */

struct free_block {
    eip_cidr cidr;
    uint32_t space;
};

static int compare(const void *left, const void *right) {
    const struct free_block *a = left;
    const struct free_block *b = right;

    if (a->cidr.prefix_bits != b->cidr.prefix_bits)
        return a->cidr.prefix_bits < b->cidr.prefix_bits ? -1 : 1;
    return a->cidr.base < b->cidr.base ? -1 : a->cidr.base > b->cidr.base;
}

/* The first are the largest so far; there is room for as many again. */
static void keep_largest(struct free_block *blocks, size_t *count) {
    qsort(blocks, *count, sizeof(*blocks), compare);
    if (*count > BLOCKS_MAX)
        *count = BLOCKS_MAX;
}

bool report_blocks(const struct report *report) {
    struct free_block blocks[2 * BLOCKS_MAX];
    char number[PRINT_NUMBER_SIZE];
    size_t count = 0;
    bool is_good = true;
    uint32_t space;
    size_t i;

    html_section(report->file, "blocks", "The largest free blocks");
    for (space = 0; space < report->source->space_count && is_good; space++) {
        struct cidrs cidrs = {NULL, 0, 0};

        is_good = room_free(report->source, space, &cidrs);
        for (i = 0; i < cidrs.count && is_good; i++) {
            if (count == 2 * BLOCKS_MAX)
                keep_largest(blocks, &count);
            blocks[count++] = (struct free_block){cidrs.items[i], space};
        }
        cidrs_free(&cidrs);
    }
    keep_largest(blocks, &count);
    html_table(report->file, "Block|>Addresses|Border group|Pool");
    for (i = 0; i < count && is_good; i++) {
        const struct source_space *owner =
            &report->source->spaces[blocks[i].space];
        char text[EIP_CIDR_TEXT_SIZE];

        (void)eip_cidr_format(blocks[i].cidr, text);
        fputs("<tr>", report->file);
        html_cell(report->file, "%s", text);
        html_number(report->file, "%s",
                    print_number(number, eip_cidr_count(blocks[i].cidr)));
        html_cell(report->file, "%s", owner->group);
        html_cell(report->file, "%s", owner->pool);
        fputs("</tr>\n", report->file);
    }
    html_table_end(report->file);
    return is_good;
}
