/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file room.h
 * How much of a source is in use, and the free blocks that are left.
 */
#ifndef EIP_TOOL_ROOM_H
#define EIP_TOOL_ROOM_H

#include "plan/source.h"

enum { ROOM_NONE = 33 }; /* prefix bits of the largest block of nothing */

/** Counts of some blocks. */
struct room {
    uint64_t cidrs;
    uint64_t capacity; /* held + cooling + withdrawn + free */
    uint64_t held;
    uint64_t cooling;
    uint64_t withdrawn;
    uint64_t free;
    uint64_t free_cidrs; /* the fewest that make up what is free */
    uint32_t largest;    /* prefix bits of the largest of those */
};

/** Free CIDR blocks, by address. */
struct cidrs {
    eip_cidr *items;
    size_t count, room;
};

#define ROOM_INIT                                                              \
    { 0, 0, 0, 0, 0, 0, 0, ROOM_NONE }

void room_add(struct room *sum, const struct room *part);
/** How far what is free is scattered: 0 in one block, to 1. */
double room_fragmentation(const struct room *room);
double room_utilisation(const struct room *room); /* held part, 0 to 1 */

/** Count one block. */
void room_of_block(const struct source *source,
                   const struct source_block *block, struct room *room);
/** Count every space; blocks of one that touch are one. `rooms` has a row a
 *  space. False after a message. */
bool room_of_spaces(const struct source *source, struct room *rooms);
/** The fewest CIDR blocks that make up what is free in a space. False after a
 *  message; `cidrs` is the caller's to free in any case. */
bool room_free(const struct source *source, uint32_t space,
               struct cidrs *cidrs);

bool cidrs_add(struct cidrs *cidrs, eip_cidr cidr);
/** Add the fewest CIDR blocks that make up first to last. */
bool cidrs_add_span(struct cidrs *cidrs, uint32_t first, uint32_t last);
/** Sort, and join to the fewest blocks that have the same addresses. */
void cidrs_join(struct cidrs *cidrs);
void cidrs_free(struct cidrs *cidrs);

#endif
