/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns counting, and the cutting of what is free into CIDR blocks. */
#include "plan/room.h"

#include "cli.h"
#include "plan/grow.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* -- CIDR blocks ----------------------------------------------------------- */

bool cidrs_add(struct cidrs *cidrs, eip_cidr cidr) {
    if (!grow_room(&cidrs->items, cidrs->count, &cidrs->room,
                   sizeof(*cidrs->items)))
        return false;
    cidrs->items[cidrs->count++] = cidr;
    return true;
}

/* The largest block that begins at `first` and ends by `last`. */
static eip_cidr largest_at(uint32_t first, uint32_t last) {
    uint64_t left = (uint64_t)last - first + 1;
    eip_cidr cidr = {first, 32};

    while (cidr.prefix_bits > 0) {
        uint32_t bits = cidr.prefix_bits - 1;
        uint64_t size = UINT64_C(1) << (32 - bits);

        if (size > left || (first & (size - 1)) != 0)
            break;
        cidr.prefix_bits = bits;
    }
    return cidr;
}

bool cidrs_add_span(struct cidrs *cidrs, uint32_t first, uint32_t last) {
    for (;;) {
        eip_cidr cidr = largest_at(first, last);

        if (!cidrs_add(cidrs, cidr))
            return false;
        if (source_last(cidr) == last)
            return true;
        first = source_last(cidr) + 1;
    }
}

static int compare(const void *left, const void *right) {
    const eip_cidr *a = left;
    const eip_cidr *b = right;

    if (a->base != b->base)
        return a->base < b->base ? -1 : 1;
    return a->prefix_bits < b->prefix_bits ? -1
                                           : a->prefix_bits > b->prefix_bits;
}

static bool are_halves(eip_cidr low, eip_cidr high) {
    eip_cidr both = {low.base, low.prefix_bits - 1};

    return low.prefix_bits == high.prefix_bits && low.prefix_bits > 0 &&
           eip_cidr_is_valid(both) && eip_cidr_contains(both, high.base);
}

void cidrs_join(struct cidrs *cidrs) {
    size_t kept = 0;
    size_t i;

    if (cidrs->count > 1)
        qsort(cidrs->items, cidrs->count, sizeof(*cidrs->items), compare);
    for (i = 0; i < cidrs->count; i++) {
        eip_cidr *list = cidrs->items;

        if (kept && eip_cidr_overlaps(list[kept - 1], list[i]))
            continue; /* sorted so that the larger one came first */
        list[kept++] = list[i];
        while (kept > 1 && are_halves(list[kept - 2], list[kept - 1])) {
            kept--;
            list[kept - 1].prefix_bits--;
        }
    }
    cidrs->count = kept;
}

void cidrs_free(struct cidrs *cidrs) {
    free(cidrs->items);
    memset(cidrs, 0, sizeof(*cidrs));
}

/* -- counting -------------------------------------------------------------- */

/* Follows what is free from block to block, joining what touches. */
struct sweep {
    struct room *room;   /* counted here, or */
    struct cidrs *cidrs; /* collected here */
    uint32_t first;      /* what is open, if `is_open` */
    uint32_t last;
    bool is_open;
    bool has_failed;
};

static void count_span(struct room *room, uint32_t first, uint32_t last) {
    for (;;) {
        eip_cidr cidr = largest_at(first, last);

        room->free_cidrs++;
        if (cidr.prefix_bits < room->largest)
            room->largest = cidr.prefix_bits;
        if (source_last(cidr) == last)
            return;
        first = source_last(cidr) + 1;
    }
}

static void sweep_end(struct sweep *sweep) {
    if (!sweep->is_open)
        return;
    sweep->is_open = false;
    if (sweep->room)
        count_span(sweep->room, sweep->first, sweep->last);
    if (sweep->cidrs && !sweep->has_failed)
        sweep->has_failed =
            !cidrs_add_span(sweep->cidrs, sweep->first, sweep->last);
}

static void sweep_free(struct sweep *sweep, uint32_t first, uint32_t last) {
    if (sweep->room)
        sweep->room->free += (uint64_t)last - first + 1;
    if (sweep->is_open && sweep->last + 1 == first) {
        sweep->last = last;
        return;
    }
    sweep_end(sweep);
    sweep->first = first;
    sweep->last = last;
    sweep->is_open = true;
}

static void count_run(struct room *room, const struct source_run *run) {
    uint64_t addresses = (uint64_t)run->last - run->first + 1;

    if (run->state == SOURCE_HELD)
        room->held += addresses;
    else if (run->state == SOURCE_COOLING)
        room->cooling += addresses;
    else
        room->withdrawn += addresses;
}

static void sweep_block(struct sweep *sweep, const struct source *source,
                        const struct source_block *block) {
    uint32_t end = source_last(block->cidr);
    uint64_t at = block->cidr.base;
    size_t i = source_run_from(source, block->realm, block->cidr.base);

    for (; source_run_is(source, i, block->realm, end); i++) {
        const struct source_run *run = &source->runs[i];

        if (run->first > at)
            sweep_free(sweep, (uint32_t)at, run->first - 1);
        if (sweep->room)
            count_run(sweep->room, run);
        at = (uint64_t)run->last + 1;
    }
    if (at <= end)
        sweep_free(sweep, (uint32_t)at, end);
    if (sweep->room) {
        sweep->room->cidrs++;
        sweep->room->capacity += eip_cidr_count(block->cidr);
    }
}

void room_of_block(const struct source *source,
                   const struct source_block *block, struct room *room) {
    struct sweep sweep = {.room = room};

    sweep_block(&sweep, source, block);
    sweep_end(&sweep);
}

bool room_of_spaces(const struct source *source, struct room *rooms) {
    struct sweep *sweeps = calloc(source->space_count + 1, sizeof(*sweeps));
    const struct room none = ROOM_INIT;
    size_t i;

    if (!sweeps) {
        cli_say("%s", strerror(ENOMEM));
        return false;
    }
    for (i = 0; i < source->space_count; i++) {
        rooms[i] = none;
        sweeps[i].room = &rooms[i];
    }
    for (i = 0; i < source->block_count; i++)
        sweep_block(&sweeps[source->blocks[i].space], source,
                    &source->blocks[i]);
    for (i = 0; i < source->space_count; i++)
        sweep_end(&sweeps[i]);
    free(sweeps);
    return true;
}

bool room_free(const struct source *source, uint32_t space,
               struct cidrs *cidrs) {
    struct sweep sweep = {.cidrs = cidrs};
    size_t i;

    for (i = 0; i < source->block_count; i++) {
        if (source->blocks[i].space == space)
            sweep_block(&sweep, source, &source->blocks[i]);
    }
    sweep_end(&sweep);
    return !sweep.has_failed;
}

void room_add(struct room *sum, const struct room *part) {
    sum->cidrs += part->cidrs;
    sum->capacity += part->capacity;
    sum->held += part->held;
    sum->cooling += part->cooling;
    sum->withdrawn += part->withdrawn;
    sum->free += part->free;
    sum->free_cidrs += part->free_cidrs;
    if (part->largest < sum->largest)
        sum->largest = part->largest;
}

double room_fragmentation(const struct room *room) {
    if (room->free == 0)
        return 0;
    return 1 -
           (double)(UINT64_C(1) << (32 - room->largest)) / (double)room->free;
}

double room_utilisation(const struct room *room) {
    return room->capacity ? (double)room->held / (double)room->capacity : 0;
}
