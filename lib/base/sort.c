/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns sorting: by the highest byte in which keys differ, each part in turn
 * by the bytes below, in place ("American flag"); small parts by insertion. */
#include "base/sort.h"

#include <stdbool.h>
#include <string.h>

enum { BYTES = 256, SMALL = 24 };

struct sort {
    eip__sort_key *key;
    size_t size;
};

/* The items between two places. */
struct part {
    unsigned char *first;
    unsigned char *end;
};

static uint64_t count_of(const struct sort *sort, struct part part) {
    return (uint64_t)(part.end - part.first) / sort->size;
}

static void insert(const struct sort *sort, struct part part) {
    unsigned char item[EIP__SORT_MAX_SIZE];

    for (unsigned char *at = part.first + sort->size; at < part.end;
         at += sort->size) {
        uint64_t key = sort->key(at);
        unsigned char *to = at;

        while (to > part.first && sort->key(to - sort->size) > key) {
            to -= sort->size;
        }
        if (to != at) {
            memcpy(item, at, sort->size);
            memmove(to + sort->size, to, (size_t)(at - to));
            memcpy(to, item, sort->size);
        }
    }
}

/* The bits in which keys differ; *sorted if none is below its neighbour. */
static uint64_t differing(const struct sort *sort, struct part part,
                          bool *sorted) {
    uint64_t first = sort->key(part.first);
    uint64_t last = first;
    uint64_t differ = 0;

    *sorted = true;
    for (unsigned char *at = part.first + sort->size; at < part.end;
         at += sort->size) {
        uint64_t key = sort->key(at);

        *sorted = *sorted && key >= last;
        differ |= key ^ first;
        last = key;
    }
    return differ;
}

static unsigned byte_of(const struct sort *sort, const unsigned char *item,
                        unsigned shift) {
    return (unsigned)(sort->key(item) >> shift) % BYTES;
}

/* Each item goes where the items of its byte are; what was there goes on. */
static void permute(const struct sort *sort, unsigned shift,
                    unsigned char *next[BYTES],
                    unsigned char *const end[BYTES]) {
    unsigned char item[EIP__SORT_MAX_SIZE];
    unsigned char displaced[EIP__SORT_MAX_SIZE];

    for (unsigned byte = 0; byte < BYTES; byte++) {
        while (next[byte] < end[byte]) {
            unsigned to = byte_of(sort, next[byte], shift);

            memcpy(item, next[byte], sort->size);
            while (to != byte) {
                memcpy(displaced, next[to], sort->size);
                memcpy(next[to], item, sort->size);
                memcpy(item, displaced, sort->size);
                next[to] += sort->size;
                to = byte_of(sort, item, shift);
            }
            memcpy(next[byte], item, sort->size);
            next[byte] += sort->size;
        }
    }
}

/* Distribute by the byte at `shift`; end[b] becomes the end of b's part. */
static void distribute(const struct sort *sort, struct part part,
                       unsigned shift, unsigned char *end[BYTES]) {
    uint64_t count[BYTES] = {0};
    unsigned char *next[BYTES];
    unsigned char *at;

    for (at = part.first; at < part.end; at += sort->size) {
        count[byte_of(sort, at, shift)]++;
    }
    at = part.first;
    for (unsigned byte = 0; byte < BYTES; byte++) {
        next[byte] = at;
        at += count[byte] * sort->size;
        end[byte] = at;
    }
    permute(sort, shift, next, end);
}

/* Eight levels at most, one for each byte of the key. */
static void sort_part(const struct sort *sort, struct part part) {
    unsigned char *end[BYTES];
    uint64_t differ;
    unsigned shift;
    bool sorted;

    if (count_of(sort, part) <= SMALL) {
        insert(sort, part);
        return;
    }
    differ = differing(sort, part, &sorted);
    if (sorted) {
        return;
    }
    shift = (63 - (unsigned)__builtin_clzll(differ)) / 8 * 8;
    distribute(sort, part, shift, end);
    for (unsigned byte = 0; byte < BYTES; byte++) {
        sort_part(sort, (struct part){part.first, end[byte]});
        part.first = end[byte];
    }
}

void eip__sort(void *items, uint64_t count, size_t size, eip__sort_key *key) {
    const struct sort sort = {key, size};
    unsigned char *first = items;

    if (count > 1) {
        sort_part(&sort, (struct part){first, first + count * size});
    }
}
