/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the report for people. */
#include "replay.h"

#include "print.h"

#include <stdio.h>
#include <string.h>

enum { NUMBER_WIDTH = 13 };

static void print_column(uint64_t number) {
    char text[PRINT_NUMBER_SIZE];

    printf(" %*s", NUMBER_WIDTH, print_number(text, number));
}

/* -- border groups --------------------------------------------------------- */

static int name_width(const struct world *world) {
    int width = (int)strlen("Border group");
    uint32_t i;

    for (i = 0; i < world->ranges.group_count; i++) {
        int size = (int)strlen(world->ranges.groups[i].name);

        width = size > width ? size : width;
    }
    return width;
}

static void print_group(const struct world *world, uint32_t group, int width) {
    const struct range_group *row = &world->ranges.groups[group];
    struct group_count sum = report_group(world, group);
    uint64_t loaded = world->held_loaded[group];
    uint64_t filled = world->held_filled[group];

    printf("%-*s %-10s %6u", width, row->name, ranges_kind_name(row->kind),
           row->cidrs);
    print_column(row->addresses);
    print_column(loaded > filled ? loaded : filled);
    print_column(sum.allocated);
    print_column(sum.recovered);
    print_column(sum.released);
    print_column(sum.refused);
    putchar('\n');
}

static void print_groups(const struct world *world,
                         const struct replay_totals *totals) {
    int width = name_width(world);
    uint32_t i;

    printf("\n%-*s %-10s %6s %*s %*s %*s %*s %*s %*s\n", width, "Border group",
           "Kind", "CIDRs", NUMBER_WIDTH, "Addresses", NUMBER_WIDTH,
           "Held at peak", NUMBER_WIDTH, "Allocated", NUMBER_WIDTH, "Recovered",
           NUMBER_WIDTH, "Released", NUMBER_WIDTH, "Found full");
    for (i = 0; i < world->ranges.group_count; i++)
        print_group(world, i, width);
    printf("%-*s %-10s %6u", width, "all", "", world->ranges.cidr_count);
    print_column(world->ranges.addresses);
    print_column(totals->held_most);
    print_column(totals->allocated);
    print_column(totals->recovered);
    print_column(totals->released);
    print_column(totals->refused);
    putchar('\n');
}

/* -- operations ------------------------------------------------------------ */

static void print_operations(const struct replay_totals *totals) {
    uint32_t op;
    uint32_t status;

    printf("\n%-17s %-28s %*s\n", "Operation", "Result", NUMBER_WIDTH, "Count");
    for (op = 0; op < OP_COUNT; op++) {
        for (status = 0; status < REPLAY_STATUSES; status++) {
            eip_status value = replay_status_value(status);

            if (totals->counts[op][status] == 0)
                continue;
            printf("%-17s %-28s", replay_op_name((enum replay_op)op),
                   value == EIP_OK ? "ok" : eip_status_code(value));
            print_column(totals->counts[op][status]);
            putchar('\n');
        }
    }
}

/* -- phases ---------------------------------------------------------------- */

static void print_phases(const struct world *world,
                         const struct replay_totals *totals) {
    char text[PRINT_NUMBER_SIZE];
    uint32_t i;

    printf("\n%-12s %10s %*s %14s %12s\n", "Phase", "Seconds", NUMBER_WIDTH,
           "Operations", "Rate", "Memory");
    for (i = 0; i < world->phase_count; i++) {
        const struct phase *phase = &world->phases[i];
        double seconds = phase->seconds;

        printf("%-12s %10.3f", phase->name, seconds);
        print_column(phase->operations);
        printf(" %14s",
               print_rate(text, seconds > 0
                                    ? (double)phase->operations / seconds
                                    : 0));
        printf(" %12s\n", print_bytes(text, phase->rss_bytes));
    }
    printf("%-12s %10.3f\n", "all", totals->seconds);
    printf("\nMemory resident: %s", print_bytes(text, world->rss_before_bytes));
    printf(" before the engines were made, %s with all blocks provisioned\n",
           print_bytes(text, world->rss_provisioned_bytes));
}

/* -- all ------------------------------------------------------------------- */

static void print_input(const struct world *world) {
    const struct ranges *ranges = &world->ranges;
    const struct replay_options *options = world->options;
    char addresses[PRINT_NUMBER_SIZE];

    printf("Ranges: %s: %u of %u prefixes selected, %u named twice, %u inside "
           "others\n",
           world->ranges_name, ranges->selected, ranges->prefixes,
           ranges->duplicates, ranges->folded);
    printf("Provisioned: %s addresses in %u blocks, %u border groups, %u "
           "Regions\n",
           print_number(addresses, ranges->addresses), ranges->cidr_count,
           ranges->group_count, ranges->region_count);
    printf("Load: %u threads, %u accounts, seed %llu\n", world->worker_count,
           world->tenant_total, (unsigned long long)options->seed);
}

static void print_verdict(const struct world *world,
                          const struct replay_totals *totals) {
    char text[PRINT_NUMBER_SIZE];

    printf("\nDigest: %016llx\n", (unsigned long long)totals->digest);
    if (world->failures.count > 0) {
        printf("FAILED: %s expectations\n",
               print_number(text, world->failures.count));
        return;
    }
    printf("PASSED: no address given twice in %s allocations",
           print_number(text, totals->allocated));
    if (world->options->is_filling)
        printf(", all %s given at once",
               print_number(text, world->ranges.addresses));
    printf("; %s audits found nothing\n", print_number(text, world->audits));
}

void report_text(const struct world *world) {
    struct replay_totals totals;

    report_totals(world, &totals);
    print_input(world);
    print_groups(world, &totals);
    print_operations(&totals);
    print_phases(world, &totals);
    print_verdict(world, &totals);
}
