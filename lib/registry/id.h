/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file id.h
 * Allocation ids: a keyed, invertible permutation of 64 bits.
 *
 *      record : 32 | generation : 32  <-- four rounds -->  id : 64
 *
 * A round adds, multiplies by an odd number, and folds the upper half, which
 * then depends on every bit, into the lower; each step can be undone. After
 * three every bit has met every other.
 *
 * Every (record, generation) has its own id, so ids are unique for ever and
 * need no index; a stale id gives a generation that the word no longer has.
 * (0, 0), which no allocation is, is id 0. Without the key, ids tell nothing
 * of each other that anyone could use. They are opaque, not secret: the rounds
 * are no published cipher.
 */
#ifndef EIP_REGISTRY_ID_H
#define EIP_REGISTRY_ID_H

#include <stdint.h>

enum { EIP__ID_ROUNDS = 4 };

struct eip__id_key {
    uint64_t add[EIP__ID_ROUNDS];
    uint64_t multiply[EIP__ID_ROUNDS]; /* odd */
    uint64_t divide[EIP__ID_ROUNDS];   /* its inverse modulo 2^64 */
    uint64_t zero;                     /* what (0, 0) comes to */
};

/** Derive a key; different `purpose`s give unrelated keys of one seed. */
void eip__id_key(struct eip__id_key *key, uint64_t seed, uint64_t purpose);

static inline uint64_t eip__id_make(const struct eip__id_key *key,
                                    uint32_t high, uint32_t low) {
    uint64_t id = (uint64_t)high << 32 | low;

    for (int round = 0; round < EIP__ID_ROUNDS; round++) {
        id = (id + key->add[round]) * key->multiply[round];
        id ^= id >> 32;
    }
    return id ^ key->zero;
}

static inline void eip__id_take_apart(const struct eip__id_key *key,
                                      uint64_t id, uint32_t *high,
                                      uint32_t *low) {
    id ^= key->zero;
    for (int round = EIP__ID_ROUNDS - 1; round >= 0; round--) {
        id ^= id >> 32;
        id = id * key->divide[round] - key->add[round];
    }
    *high = (uint32_t)(id >> 32);
    *low = (uint32_t)id;
}

#endif
