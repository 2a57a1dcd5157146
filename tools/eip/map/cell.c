/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the counting that pictures need. */
#include "map/draw.h"

#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const char *const map_colour_names[MAP_COLOURS] = {"border-group", "pool",
                                                   "state", "use", "age"};

static void count_run(struct map_cell *cell, const struct source_run *run,
                      double addresses, uint64_t now_ms) {
    cell->parts[run->state] += addresses;
    if (run->since_ms == 0)
        return;
    cell->known[run->state] += addresses;
    if (run->since_ms < now_ms)
        cell->age_ms[run->state] +=
            addresses * (double)(now_ms - run->since_ms);
}

struct map_cell map_cell(const struct source *source, uint64_t realm,
                         eip_cidr cidr, uint64_t now_ms) {
    double all = (double)eip_cidr_count(cidr);
    struct map_cell cell = {{0}, {0}, {0}};
    uint32_t last = source_last(cidr);
    size_t i = source_run_from(source, realm, cidr.base);

    for (; source_run_is(source, i, realm, last); i++) {
        const struct source_run *run = &source->runs[i];
        uint32_t from = run->first > cidr.base ? run->first : cidr.base;
        uint32_t to = run->last < last ? run->last : last;

        count_run(&cell, run, (double)to - from + 1, now_ms);
    }
    cell.parts[SOURCE_FREE] = 1;
    for (i = SOURCE_HELD; i < SOURCE_STATES; i++) {
        if (cell.known[i] > 0)
            cell.age_ms[i] /= cell.known[i];
        cell.parts[i] /= all;
        cell.known[i] /= all;
        cell.parts[SOURCE_FREE] -= cell.parts[i];
    }
    return cell;
}

static int compare(const void *left, const void *right, void *context) {
    const uint64_t *capacities = context;
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;

    if (capacities[a] != capacities[b])
        return capacities[a] > capacities[b] ? -1 : 1;
    return a < b ? -1 : a > b;
}

uint32_t *map_order(const struct source *source, uint64_t realm,
                    uint64_t *capacities) {
    uint32_t *order = calloc(source->space_count + 1, sizeof(*order));
    size_t i;

    if (!order) {
        cli_say("%s", strerror(ENOMEM));
        return NULL;
    }
    memset(capacities, 0, source->space_count * sizeof(*capacities));
    for (i = 0; i < source->block_count; i++) {
        if (realm == SOURCE_UNKNOWN || realm == source->blocks[i].realm)
            capacities[source->blocks[i].space] +=
                eip_cidr_count(source->blocks[i].cidr);
    }
    for (i = 0; i < source->space_count; i++)
        order[i] = (uint32_t)i;
    qsort_r(order, source->space_count, sizeof(*order), compare, capacities);
    return order;
}

eip_cidr map_window(const struct source *source, uint64_t realm) {
    eip_cidr window = {0, 0};
    uint32_t first = UINT32_MAX;
    uint32_t last = 0;
    size_t i;

    for (i = 0; i < source->block_count; i++) {
        const struct source_block *block = &source->blocks[i];

        if (realm != SOURCE_UNKNOWN && realm != block->realm)
            continue;
        if (block->cidr.base < first)
            first = block->cidr.base;
        if (source_last(block->cidr) > last)
            last = source_last(block->cidr);
    }
    while (first <= last && window.prefix_bits < 30) {
        uint32_t bits = window.prefix_bits + 2;
        uint32_t mask = (uint32_t)(UINT32_MAX << (32 - bits));

        if ((first & mask) != (last & mask))
            break;
        window.base = first & mask;
        window.prefix_bits = bits;
    }
    return window;
}
