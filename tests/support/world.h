/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file world.h
 * A small Region for tests: one engine whose clock, seed, memory and
 * authorisation are the test's, with three border groups and pools of every
 * kind. For one thread.
 *
 * What must not fail in a helper ends the process with a message, so that a
 * test needs to check only what it is about.
 */
#ifndef EIP_TESTS_SUPPORT_WORLD_H
#define EIP_TESTS_SUPPORT_WORLD_H

#include "eip/eip.h"

#include <stdbool.h>

#define WORLD_REGION "us-east-1"
#define WORLD_LOCAL "us-east-1-bos-1"
#define WORLD_WAVELENGTH "us-east-1-wl1-bos-wlz-1"

/* The blocks of the standard world and how many addresses each has. */
#define WORLD_AMAZON_CIDR "198.51.100.0/27"
#define WORLD_LOCAL_CIDR "198.51.101.0/28"
#define WORLD_CARRIER_CIDR "155.146.10.0/28"
#define WORLD_BYOIP_CIDR "192.0.2.0/29"
#define WORLD_BYOIP_BOB_CIDR "192.0.2.128/30"
#define WORLD_IPAM_CIDR "18.97.0.40/29"
#define WORLD_COIP_CIDR "10.0.0.0/29" /* of Alice's and of Bob's pool */

enum {
    WORLD_AMAZON_SIZE = 32,
    WORLD_LOCAL_SIZE = 16,
    WORLD_CARRIER_SIZE = 16,
    WORLD_BYOIP_SIZE = 8,
    WORLD_IPAM_SIZE = 8,
    WORLD_COIP_SIZE = 8
};

#define WORLD_ALICE UINT64_C(111111111111) /* owns a pool of each kind */
#define WORLD_BOB UINT64_C(222222222222)   /* owns a BYOIP and a CoIP pool */
#define WORLD_CAROL UINT64_C(333333333333) /* has EC2-Classic */
#define WORLD_DAVE UINT64_C(444444444444)  /* not known to the engine yet */

#define WORLD_START_MS UINT64_C(1700000000000)
#define WORLD_SEED UINT64_C(20260101)

/** An allocator that counts what is out, checks how it is used, and can
 *  refuse. */
struct world_heap {
    bool is_strict; /* pages can be written only once they are committed */
    uint64_t blocks;
    uint64_t bytes;
    uint64_t reservations;
    uint64_t uneven;   /* reservations of no whole number of pages */
    uint64_t requests; /* allocate, reserve and commit, ever */
    uint64_t fail_at;  /* the request that is refused; 0: none */
    bool fail_for_good;
    uint64_t refused;
};

/** What the authorisation callback saw last, and what it says. */
struct world_guard {
    bool denies;
    uint64_t calls;
    uint64_t account;
    char action[64];
    char resource[64]; /* "-" where it was absent */
};

struct world {
    eip_engine *engine;
    eip_config config;
    uint64_t now_ms;
    struct world_heap heap;
    struct world_guard guard;
    eip_error error; /* of the last call made through a helper */
    eip_pool_ref amazon;
    eip_pool_ref byoip; /* Alice's */
    eip_pool_ref byoip_bob;
    eip_pool_ref ipam; /* Alice's */
    eip_pool_ref coip; /* Alice's */
    eip_pool_ref coip_bob;
};

/* -- life ------------------------------------------------------------------ */

/** Fill `config`: Region, seed, clock, allocator, authoriser. */
void world_init(struct world *world);
/** Open an engine as `config` says, with nothing in it. */
void world_open(struct world *world);
/** Add the border groups, pools, blocks and accounts above. */
void world_build(struct world *world);
/** All three. */
void world_start(struct world *world);
/** Audit, close, and see that all memory came back. */
void world_end(struct world *world);
/** Audit only. */
void world_audit(struct world *world);
/** Print a message and end the process. */
void world_die(const char *format, ...)
    __attribute__((format(printf, 1, 2), noreturn));

/** Refuse the n-th request for memory from now on; 0 refuses none. */
void world_heap_fail(struct world *world, uint64_t nth, bool for_good);
/** The world's allocator, for engines opened otherwise. */
eip_allocator world_allocator(struct world_heap *heap);

/* -- administration; all must succeed -------------------------------------- */

eip_cidr world_cidr(const char *text);
eip_pool_ref world_pool(struct world *world, uint32_t kind, uint64_t owner);
void world_provision(struct world *world, eip_pool_ref pool, const char *group,
                     const char *cidr);
/** Policy, flags and cooldown of a pool; UINT64_MAX: the engine's. */
void world_modify(struct world *world, eip_pool_ref pool, uint32_t policy,
                  uint32_t flags, uint64_t cooldown_ms);
void world_account(struct world *world, uint64_t account, uint32_t quota,
                   uint32_t flags);
uint32_t world_used(struct world *world, uint64_t account);
eip_space_stats world_space(struct world *world, eip_pool_ref pool,
                            const char *group);

/* -- operations ------------------------------------------------------------ */

eip_allocate_address_request world_request(void);
/** A request with PublicIpv4Pool, IpamPoolId or CustomerOwnedIpv4Pool. The
 *  text is one of some that are used in turn. */
eip_allocate_address_request world_request_from(eip_pool_ref pool);
/** A request with Address, and one with NetworkBorderGroup. */
eip_allocate_address_request world_request_named(const char *address);
eip_allocate_address_request world_request_in(const char *group);

/** NULL response: into a place of the helper's own. */
eip_status world_allocate(struct world *world, uint64_t account,
                          const eip_allocate_address_request *request,
                          eip_allocate_address_response *response);
/** The same, and must succeed. NULL request: any address. */
eip_allocate_address_response
world_get(struct world *world, uint64_t account,
          const eip_allocate_address_request *request);

eip_status world_release(struct world *world, uint64_t account, uint64_t id,
                         const char *group);
/** Must succeed; the border group is the address's own. */
void world_give(struct world *world, uint64_t account,
                const eip_allocate_address_response *response);
/** Alice offers this to Bob, who accepts. Must succeed. */
void world_hand_over(struct world *world,
                     const eip_allocate_address_response *response);

eip_status world_describe(struct world *world, uint64_t account,
                          const eip_describe_addresses_request *request,
                          eip_address_list **list);
/** Must succeed. */
eip_address_list *world_list(struct world *world, uint64_t account,
                             const eip_describe_addresses_request *request);
eip_address world_at(const eip_address_list *list, uint64_t index);
/** The one address with this id, which the account must hold. */
uint64_t world_count(struct world *world, uint64_t account);

/* -- values ---------------------------------------------------------------- */

/** Texts of one of some buffers that are used in turn. */
const char *world_ip(uint32_t address);
const char *world_id(uint64_t id);
const char *world_pool_id(eip_pool_ref pool);
uint32_t world_address(const char *text);
/** Whichever of the three addresses a response has. */
uint32_t world_any_ip(const eip_allocate_address_response *response);

/** Everything the four accounts hold, their quotas, and every space's
 *  counts, as text to be compared; free it. */
char *world_picture(struct world *world);

/** A generator for tests (SplitMix64). */
uint64_t world_random(uint64_t *state);
/** EIP_TEST_SEED or the seed given; prints it. */
uint64_t world_test_seed(uint64_t otherwise);

#endif
