/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file slot_map.h  Numbers of 64 bits, and a small one for each. */
#ifndef EIP_TOOL_SLOT_MAP_H
#define EIP_TOOL_SLOT_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct slot_map_entry {
    uint64_t key;
    uint32_t value; /* SLOT_MAP_NONE: the place is free */
};

#define SLOT_MAP_NONE UINT32_MAX

/** All zero is the empty map. */
struct slot_map {
    struct slot_map_entry *places;
    size_t count, room; /* room is a power of two, or 0 */
};

/** SLOT_MAP_NONE if it is not there. */
uint32_t slot_map_get(const struct slot_map *map, uint64_t key);
/** Set anew, or another; false if there is no memory. */
bool slot_map_set(struct slot_map *map, uint64_t key, uint32_t value);
void slot_map_remove(struct slot_map *map, uint64_t key);
void slot_map_free(struct slot_map *map);

#endif
