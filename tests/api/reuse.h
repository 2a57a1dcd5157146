/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file reuse.h
 * The pool that the suites about the order of reuse look at: Alice's own, of
 * eight addresses.
 */
#ifndef EIP_TESTS_API_REUSE_H
#define EIP_TESTS_API_REUSE_H

#include "api/expect.h"

static struct world w;

static void begin(void) {
    world_start(&w);
}

static void finish(void) {
    world_end(&w);
}

#define REUSE_SUITE(name) TestSuite(name, .init = begin, .fini = finish)

enum { SIZE = WORLD_BYOIP_SIZE };

static const uint32_t policies[] = {EIP_POLICY_LOWEST, EIP_POLICY_RANDOM,
                                    EIP_POLICY_CURSOR, EIP_POLICY_SPREAD};

static inline eip_allocate_address_response take(void) {
    eip_allocate_address_request request = world_request_from(w.byoip);

    return world_get(&w, WORLD_ALICE, &request);
}

/* The place of an address in the pool. */
static inline uint32_t at(const eip_allocate_address_response *got) {
    return got->public_ip - world_address("192.0.2.0");
}

static inline uint32_t next(void) {
    eip_allocate_address_response got = take();

    return at(&got);
}

static inline void give(const eip_allocate_address_response *got) {
    world_give(&w, WORLD_ALICE, got);
}

static inline void expect_nothing(void) {
    eip_allocate_address_request request = world_request_from(w.byoip);

    EXPECT_STATUS(world_allocate(&w, WORLD_ALICE, &request, NULL),
                  EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY);
}

/* All of the pool, each where its place is. */
static inline void take_all(eip_allocate_address_response *held) {
    for (int i = 0; i < SIZE; i++) {
        eip_allocate_address_response got = take();

        held[at(&got)] = got;
    }
    expect_nothing();
}

/* Begin again with an untouched pool. */
static inline void renew(uint32_t policy, uint32_t flags,
                         uint64_t cooldown_ms) {
    world_end(&w);
    world_start(&w);
    world_modify(&w, w.byoip, policy, flags, cooldown_ms);
}

#endif
