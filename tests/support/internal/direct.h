/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file direct.h
 * A space by itself: host, lanes, records and one space, without accounts,
 * pools or an engine around them. Owners are just numbers. What the ledger
 * does in a real engine, stepping the word, is done here by one step.
 *
 * Administration (open, add, drain, close) is for one thread. Taking and
 * giving may run in many, each with a lane of its own. What must not fail
 * ends the process with a message.
 */
#ifndef EIP_TESTS_SUPPORT_INTERNAL_DIRECT_H
#define EIP_TESTS_SUPPORT_INTERNAL_DIRECT_H

#include "base/reclaim.h"
#include "space/cidr.h"
#include "space/pick.h"
#include "space/space.h"

struct direct_options {
    uint32_t policy; /* EIP_POLICY_...; 0: lowest */
    uint32_t flags;  /* EIP_POOL_... */
    uint64_t cooldown_ms;
    uint64_t seed;
    bool scattered;                 /* its blocks are, keyed by the seed */
    bool system_clock;              /* else `now_ms` of the struct */
    const eip_allocator *allocator; /* NULL: malloc and mmap */
};

struct direct {
    struct eip__host host;
    struct eip__lanes lanes;
    struct eip__records records;
    struct eip__space space;
    eip__a64 now_ms; /* starts at DIRECT_START_MS */
};

#define DIRECT_START_MS UINT64_C(1700000000000)

/** An address in hand. */
struct direct_address {
    struct eip__range *range;
    uint32_t record;
    uint32_t address;
    uint32_t generation;
};

void direct_open(struct direct *direct, const struct direct_options *options);
void direct_close(struct direct *direct);

/** One with a block, and the calling thread inside a call. */
struct direct_block {
    struct direct direct;
    struct eip__range *range;
    struct eip__lane *lane;
    struct eip__lane *gone; /* the test's: of a thread that is gone; or NULL */
};

/** On the heap; NULL options: the defaults. */
struct direct_block *direct_block_open(const struct direct_options *options,
                                       const char *cidr);
void direct_block_close(struct direct_block *block);

/** Add a block to one outside a call; its layout then. */
struct eip__layout *direct_add_layout(struct direct *direct, const char *cidr);

/* -- lanes ------------------------------------------------------------------- */

/** The calling thread's lane, inside a call. */
struct eip__lane *direct_enter(struct direct *direct);
void direct_leave(struct eip__lane *lane);

/** A lane that no thread has: for what a stopped thread left behind. */
struct eip__lane *direct_stopped_lane(struct direct *direct);

/* -- administration ------------------------------------------------------------ */

/** "192.0.2.0/24"; ends the process if malformed. */
eip_cidr direct_cidr(const char *text);
struct eip__range *direct_add(struct direct *direct, eip_cidr cidr);
/** Several at one instant; any order. */
void direct_add_all(struct direct *direct, const eip_cidr *cidrs,
                    uint32_t count);
/** The range that was added as this block, or NULL. */
struct eip__range *direct_range(struct direct *direct, eip_cidr cidr);
/** Withdraw; returns how many are held. */
uint64_t direct_withdraw(struct direct *direct, struct eip__range *range);
void direct_restore(struct direct *direct, struct eip__lane *lane,
                    struct eip__range *range);
/** Change the cooldown. */
void direct_set_cooldown(struct direct *direct, uint64_t cooldown_ms);
/** Remove a range of which every address is withdrawn. */
void direct_remove(struct direct *direct, struct eip__range *range);

/* -- addresses --------------------------------------------------------------------
 * `lane` is the caller's, inside a call. */

/** False: the space is empty. */
bool direct_take_any(struct direct *direct, struct eip__lane *lane,
                     uint32_t owner, struct direct_address *taken);
/** The address by name, whoever had it last. False: it is not free. */
bool direct_take_this(struct direct *direct, uint32_t owner, uint32_t address,
                      struct direct_address *taken);
/** The address by name, if this owner was the last. */
bool direct_recover(struct direct *direct, uint32_t owner, uint32_t address,
                    struct direct_address *taken);
/** False: it is not held in this generation. */
bool direct_give(struct direct *direct, struct eip__lane *lane,
                 const struct direct_address *taken);

/** An address's word; the address must be provisioned. */
uint64_t direct_word(struct direct *direct, uint32_t address);
uint32_t direct_record(struct direct *direct, uint32_t address);
struct eip__moment direct_moment(struct direct *direct);
struct eip__census direct_count(struct direct *direct);

/** Is every hint rule kept, with nobody at work? Every FREE word offered in
 *  its class and below an open summary. Prints the first that is not. */
bool direct_is_sound(struct direct *direct);

#endif
