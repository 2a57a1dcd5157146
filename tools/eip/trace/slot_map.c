/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns open addressing: a key is at its place or behind it, with no free one in
 * between. */
#include "slot_map.h"

#include <stdlib.h>

static size_t place_of(const struct slot_map *map, uint64_t key) {
    return (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (map->room - 1);
}

/* Where the key is, or the free place where it would be. */
static size_t find(const struct slot_map *map, uint64_t key) {
    size_t at = place_of(map, key);

    while (map->places[at].value != SLOT_MAP_NONE && map->places[at].key != key)
        at = (at + 1) & (map->room - 1);
    return at;
}

uint32_t slot_map_get(const struct slot_map *map, uint64_t key) {
    return map->room == 0 ? SLOT_MAP_NONE : map->places[find(map, key)].value;
}

static bool grow(struct slot_map *map) {
    struct slot_map larger = {.room = map->room ? map->room * 2 : 1024};
    size_t i;

    larger.places = malloc(larger.room * sizeof(*larger.places));
    if (!larger.places)
        return false;
    for (i = 0; i < larger.room; i++)
        larger.places[i] = (struct slot_map_entry){0, SLOT_MAP_NONE};
    for (i = 0; i < map->room; i++) {
        if (map->places[i].value != SLOT_MAP_NONE)
            larger.places[find(&larger, map->places[i].key)] = map->places[i];
    }
    larger.count = map->count;
    free(map->places);
    *map = larger;
    return true;
}

bool slot_map_set(struct slot_map *map, uint64_t key, uint32_t value) {
    struct slot_map_entry *place;

    if (map->count >= map->room / 2 && !grow(map))
        return false;
    place = &map->places[find(map, key)];
    map->count += place->value == SLOT_MAP_NONE;
    *place = (struct slot_map_entry){key, value};
    return true;
}

/* What stands behind and would not be found any more moves up. */
void slot_map_remove(struct slot_map *map, uint64_t key) {
    size_t mask = map->room - 1;
    size_t free_at;
    size_t at;

    if (slot_map_get(map, key) == SLOT_MAP_NONE)
        return;
    free_at = find(map, key);
    for (at = (free_at + 1) & mask; map->places[at].value != SLOT_MAP_NONE;
         at = (at + 1) & mask) {
        size_t home = place_of(map, map->places[at].key);

        if (((at - home) & mask) < ((at - free_at) & mask))
            continue;
        map->places[free_at] = map->places[at];
        free_at = at;
    }
    map->places[free_at].value = SLOT_MAP_NONE;
    map->count--;
}

void slot_map_free(struct slot_map *map) {
    free(map->places);
    *map = (struct slot_map){NULL, 0, 0};
}
