/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "lookup.h"

#include "registry/engine.h"

/* The next place: of a full period, far from the last, and not known before
 * the word was read (the top state bits of a free word are 0). */
static uint32_t next_of(uint32_t place, uint64_t word, uint32_t bits) {
    return (place * 1664525u + 1013904223u + (uint32_t)(word >> 63)) &
           ((1u << bits) - 1);
}

uint32_t lookup_chain(struct eip_engine *engine, uint32_t first, uint32_t bits,
                      uint64_t times, uint32_t start) {
    const struct eip__topology *topology = eip__engine_topology(engine);
    uint32_t place = start;

    for (uint64_t i = 0; i < times; i++) {
        uint32_t address = first + place;
        struct eip__range *range = eip__topology_range(topology, address);
        uint32_t record = eip__range_record(range, address);

        place = next_of(place,
                        eip__read(eip__records_word(&engine->records, record)),
                        bits);
    }
    return place;
}

uint32_t array_chain(const uint64_t *words, uint32_t bits, uint64_t times,
                     uint32_t start) {
    uint32_t place = start;

    for (uint64_t i = 0; i < times; i++) {
        place = next_of(place, ((const volatile uint64_t *)words)[place], bits);
    }
    return place;
}
