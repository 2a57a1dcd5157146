/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the frame of a kept record, and the order of records. */
#include "registry/format.h"

#include "base/hash.h"

#include <string.h>

uint64_t eip__kept_begin(struct eip__writer *writer, enum eip__kind kind,
                         uint64_t rank, bool gone) {
    uint64_t begin = writer->size;

    eip__put_u32(writer, 0); /* the size, once it is known */
    eip__put_u16(writer, (uint16_t)kind);
    eip__put_u16(writer, EIP__KEPT_VERSION);
    eip__put_u16(writer, gone ? EIP__KEPT_GONE : 0);
    eip__put_u16(writer, 0); /* that of the key */
    eip__put_u64(writer, rank);
    return begin;
}

void eip__kept_key(struct eip__writer *writer, uint64_t begin) {
    uint64_t size = writer->size - begin - EIP__KEPT_HEAD;

    eip__put_number_at(writer, begin + 10, size, 2);
}

void eip__kept_end(struct eip__writer *writer, uint64_t begin) {
    uint64_t size = writer->size - begin;
    uint64_t sum = 0;

    eip__put_number_at(writer, begin, size + EIP__KEPT_TAIL, 4);
    if (eip__writer_fits(writer)) {
        sum = eip__hash(writer->bytes + begin, size, 0);
    }
    eip__put_u64(writer, sum);
}

/* Its parts, which are there. False: they do not add up. */
static bool take_apart(struct eip__kept *kept, uint32_t *version) {
    struct eip__reader all = eip__reader_of(kept->bytes, kept->size);
    uint32_t flags;
    uint32_t key;

    (void)eip__get_u32(&all);
    kept->kind = eip__get_u16(&all);
    *version = eip__get_u16(&all);
    flags = eip__get_u16(&all);
    key = eip__get_u16(&all);
    kept->rank = eip__get_u64(&all);
    kept->gone = flags != 0;
    all.left -= EIP__KEPT_TAIL;
    kept->key = eip__reader_of(eip__get_bytes(&all, key), key);
    kept->payload = all;
    return !all.bad && flags <= EIP__KEPT_GONE &&
           (!kept->gone || all.left == 0);
}

enum eip__kept_found eip__kept_next(struct eip__reader *reader,
                                    struct eip__kept *kept) {
    struct eip__reader here = *reader;
    struct eip__reader tail;
    uint32_t version;

    if (reader->left == 0) {
        return EIP__KEPT_END;
    }
    kept->bytes = reader->at;
    kept->size = eip__get_u32(&here);
    if (here.bad) {
        return EIP__KEPT_CUT;
    }
    if (kept->size < EIP__KEPT_HEAD + EIP__KEPT_TAIL) {
        return EIP__KEPT_DAMAGED;
    }
    if (kept->size > reader->left) {
        return EIP__KEPT_CUT;
    }
    tail = eip__reader_of(kept->bytes + kept->size - EIP__KEPT_TAIL,
                          EIP__KEPT_TAIL);
    if (eip__get_u64(&tail) !=
        eip__hash(kept->bytes, kept->size - EIP__KEPT_TAIL, 0)) {
        return EIP__KEPT_DAMAGED;
    }
    if (!take_apart(kept, &version)) {
        return EIP__KEPT_DAMAGED;
    }
    (void)eip__get_bytes(reader, kept->size);
    return version != EIP__KEPT_VERSION || kept->kind - 1 >= EIP__KIND_END - 1
               ? EIP__KEPT_UNKNOWN
               : EIP__KEPT_FOUND;
}

struct eip__kept eip__kept_of(const uint8_t *record) {
    struct eip__reader size = eip__reader_of(record, 4);
    struct eip__kept kept = {.bytes = record, .size = eip__get_u32(&size)};
    uint32_t version;

    (void)take_apart(&kept, &version);
    return kept;
}

int eip__kept_compare(const struct eip__kept *a, const struct eip__kept *b) {
    uint64_t common = a->key.left < b->key.left ? a->key.left : b->key.left;
    int keys;

    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    keys = memcmp(a->key.at, b->key.at, common);
    if (keys == 0) {
        keys = (a->key.left > b->key.left) - (a->key.left < b->key.left);
    }
    return keys != 0 ? keys : (a->rank > b->rank) - (a->rank < b->rank);
}

/* The first that is of no kind before it. */
static uint64_t place_of(struct eip__kept_run all, uint32_t kind) {
    uint64_t low = 0;
    uint64_t high = all.count;

    while (low < high) {
        uint64_t middle = (low + high) / 2;

        if (eip__kept_order(all.record[middle]) >> 32 < kind) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

struct eip__kept_run eip__kept_run_of(struct eip__kept_run all, uint32_t from,
                                      uint32_t end) {
    uint64_t at = place_of(all, from);

    return (struct eip__kept_run){all.record + at, place_of(all, end) - at};
}
