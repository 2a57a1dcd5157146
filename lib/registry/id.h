/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file id.h
 * Allocation ids: a keyed, invertible permutation of 64 bits.
 *
 *      record : 32 | generation : 32  <-- six Feistel rounds -->  id : 64
 *
 * Every (record, generation) has its own id, so ids are unique for ever and
 * need no index; a stale id gives a generation that the word no longer has.
 * Without the key, ids tell nothing of each other that anyone could use. They
 * are opaque, not secret: the rounds are no published cipher.
 */
#ifndef EIP_REGISTRY_ID_H
#define EIP_REGISTRY_ID_H

#include <stdint.h>

enum { EIP__ID_ROUNDS = 6 };

struct eip__id_key {
    uint64_t add[EIP__ID_ROUNDS];
    uint64_t multiply[EIP__ID_ROUNDS]; /* odd */
};

/** Derive a key; different `purpose`s give unrelated keys of one seed. */
void eip__id_key(struct eip__id_key *key, uint64_t seed, uint64_t purpose);

static inline uint32_t eip__id_round(const struct eip__id_key *key, int round,
                                     uint32_t half) {
    uint64_t mixed = (half + key->add[round]) * key->multiply[round];

    return (uint32_t)(mixed >> 32) ^ (uint32_t)(mixed >> 15);
}

static inline uint64_t eip__id_make(const struct eip__id_key *key,
                                    uint32_t high, uint32_t low) {
    for (int round = 0; round < EIP__ID_ROUNDS; round += 2) {
        high ^= eip__id_round(key, round, low);
        low ^= eip__id_round(key, round + 1, high);
    }
    return (uint64_t)high << 32 | low;
}

static inline void eip__id_take_apart(const struct eip__id_key *key,
                                      uint64_t id, uint32_t *high,
                                      uint32_t *low) {
    uint32_t a = (uint32_t)(id >> 32);
    uint32_t b = (uint32_t)id;

    for (int round = EIP__ID_ROUNDS - 2; round >= 0; round -= 2) {
        b ^= eip__id_round(key, round + 1, a);
        a ^= eip__id_round(key, round, b);
    }
    *high = a;
    *low = b;
}

#endif
