/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file format.h
 * What the engine keeps outside of the process, in memory or in a file: kept
 * records, each of which says all of one thing as it is at one instant.
 *
 *     size u32 | kind u16 | version u16 | flags u16 | size of key u16 |
 *     rank u64 | key | payload | checksum u64
 *
 * `size` is that of everything; the checksum is XXH3's of all before it. Of two
 * records of the same kind and key the one with the greater rank is the newer,
 * of the same rank the one that came later: those of the books are all of rank
 * 0. A record that is `gone` says that there is no such thing any more; it has
 * no payload.
 *
 * **Threads** one at a time. **Progress** wait-free. **Memory** the caller's.
 */
#ifndef EIP_REGISTRY_FORMAT_H
#define EIP_REGISTRY_FORMAT_H

#include "base/bytes.h"

/** What a record is of. The numbers are pinned; they ascend in the order in
 *  which an engine is put together again. */
enum eip__kind {
    EIP__KIND_ENGINE = 1,        /* keys, counters, configuration; no key */
    EIP__KIND_GROUP = 2,         /* a network border group */
    EIP__KIND_POOL = 3,          /* with shares, tags, an IPAM pool's own */
    EIP__KIND_BOOKS = 4,         /* counters of the books; no key */
    EIP__KIND_RANGE = 5,         /* a CIDR block with its run of records */
    EIP__KIND_PART = 6,          /* what is left of a range, as booked */
    EIP__KIND_BYOIP = 7,         /* a range that an account brought */
    EIP__KIND_BYOIP_ACCOUNT = 8, /* its turn times */
    EIP__KIND_IPAM_SCOPE = 9,
    EIP__KIND_IPAM_POOL = 10, /* not used: POOL says it */
    EIP__KIND_IPAM_CIDR = 11,
    EIP__KIND_IPAM_ALLOCATION = 12,
    EIP__KIND_IPAM_BLOCK = 13, /* contiguous blocks AWS has to give */
    EIP__KIND_TOKEN = 14,      /* a client token and its answer */
    EIP__KIND_POLICY = 15,
    EIP__KIND_ACCOUNT = 16,
    EIP__KIND_ADDRESS = 17,
    EIP__KIND_HANDED = 18, /* a transfer, to its source */
    EIP__KIND_SEAL = 19,   /* of a snapshot: its end */
    EIP__KIND_COUNTS = 20, /* calls that were counted; no key */
    EIP__KIND_PLACES = 21, /* where the next picks begin; no key */
    EIP__KIND_NOTE = 22,   /* the embedder's; of a store alone */
    EIP__KIND_END
};

enum {
    EIP__KEPT_VERSION = 1,
    EIP__KEPT_GONE = 1, /* of the flags */
    EIP__KEPT_HEAD = 20,
    EIP__KEPT_TAIL = 8
};

/** A record that was read; key and payload lie in what it was read from. */
struct eip__kept {
    uint32_t kind; /* EIP__KIND_... */
    bool gone;
    uint64_t rank;
    struct eip__reader key;
    struct eip__reader payload;
    const uint8_t *bytes; /* of the whole record */
    uint32_t size;
};

enum eip__kept_found {
    EIP__KEPT_FOUND,
    EIP__KEPT_END,     /* nothing is left */
    EIP__KEPT_CUT,     /* it ends beyond what there is */
    EIP__KEPT_DAMAGED, /* it is not as it was written */
    EIP__KEPT_UNKNOWN  /* it is whole, of a kind or version not known here */
};

/** Put a number into a key, of which the bytes shall be in the order of the
 *  numbers. */
static inline void eip__put_key(struct eip__writer *writer, uint64_t value,
                                uint32_t width) {
    for (uint32_t i = width; i > 0; i--) {
        eip__put_u8(writer, (uint8_t)(value >> (8 * (i - 1))));
    }
}

/** And get it. */
static inline uint64_t eip__get_key(struct eip__reader *reader,
                                    uint32_t width) {
    uint64_t value = 0;

    for (uint32_t i = 0; i < width; i++) {
        value = value << 8 | eip__get_u8(reader);
    }
    return value;
}

/** Begin a record; its key is to be put next.
 *
 * @return Where it begins, for the two functions below. */
uint64_t eip__kept_begin(struct eip__writer *writer, enum eip__kind kind,
                         uint64_t rank, bool gone);
/** The key is there; the payload is to be put next, if it has one. */
void eip__kept_key(struct eip__writer *writer, uint64_t begin);
/** The payload is there: put the size and the checksum. Of a record that does
 *  not fit, the size is only counted. */
void eip__kept_end(struct eip__writer *writer, uint64_t begin);

/** Read the record at the reader, which goes on behind it if it is
 *  EIP__KEPT_FOUND or EIP__KEPT_UNKNOWN. */
enum eip__kept_found eip__kept_next(struct eip__reader *reader,
                                    struct eip__kept *kept);

/** One that eip__kept_next has found before, read again: nothing is checked. */
struct eip__kept eip__kept_of(const uint8_t *record);

/** Which comes first: by kind, then by key, then by rank; < 0, 0, > 0. */
int eip__kept_compare(const struct eip__kept *a, const struct eip__kept *b);

/** Of a whole record: its kind, then the first four bytes of its key. */
static inline uint64_t eip__kept_order(const uint8_t *record) {
    struct eip__reader kind = eip__reader_of(record + 4, 2);
    struct eip__reader key = eip__reader_of(record + EIP__KEPT_HEAD, 4);

    return (uint64_t)eip__get_u16(&kind) << 32 | eip__get_key(&key, 4);
}

/** Records that are sorted (eip__kept_order): all, or some in a row. */
struct eip__kept_run {
    const uint8_t **record;
    uint64_t count;
};

/** Those of the kinds from one on up to another, which is not among them. */
struct eip__kept_run eip__kept_run_of(struct eip__kept_run all, uint32_t from,
                                      uint32_t end);

/** The rank of an address: what is newer of it is greater. Versions of a
 *  detail are told apart below 2^31. */
static inline uint64_t eip__address_rank(uint32_t generation, bool released,
                                         uint64_t version) {
    uint64_t turn = 2 * (uint64_t)generation + (released ? 1 : 0);

    return turn << 31 | (version & INT32_MAX);
}

#endif
