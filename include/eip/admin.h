/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file admin.h
 * What the Region consists of: border groups, pools, CIDR blocks, accounts.
 *
 * **Concurrency** all calls may run beside each other and beside every
 * operation. **Progress** serialised by a mutex that no operation takes; they
 * never wait for operations. **Errors** beside those named: EIP_ERR_NULL,
 * EIP_ERR_STRUCT_VERSION, EIP_ERR_OUT_OF_MEMORY, EIP_ERR_REENTRANT,
 * EIP_ERR_TOO_MANY_THREADS; EIP_ERR_READERS_STALLED where threads stopped
 * inside a call keep EIP_LIMIT_SNAPSHOTS old snapshots alive. On any error
 * nothing has changed.
 */
#ifndef EIP_ADMIN_H
#define EIP_ADMIN_H

#include "eip/engine.h"
#include "eip/id.h"
#include "eip/ipv4.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { EIP_LIMIT_SNAPSHOTS = 4096 };

/* -- border groups --------------------------------------------------------- */

/** Kinds of network border groups (ruling R22: told, not parsed). */
enum {
    EIP_BORDER_GROUP_REGION = 0,
    EIP_BORDER_GROUP_LOCAL_ZONE = 1,
    EIP_BORDER_GROUP_WAVELENGTH = 2 /* Amazon's pool there: carrier IPs */
};

/**
 * Create a network border group. The Region's own exists from the start.
 *
 * @param[in] name  1 to EIP_LIMIT_NAME bytes of letters, digits, '-', '_'
 *                  and '.'.
 * @return EIP_OK; EIP_ERR_ARGUMENT; EIP_ERR_EXISTS.
 */
EIP_API EIP_NODISCARD eip_status eip_admin_create_border_group(
    eip_engine *engine, eip_text name, uint32_t kind, eip_error *error);

/* -- pools ------------------------------------------------------------------ */

/** How a pool picks among addresses never allocated (decisions: order of
 *  reuse). */
enum {
    EIP_POLICY_DEFAULT = 0, /* spread for Amazon's, else lowest (R11, R12) */
    EIP_POLICY_LOWEST = 1,  /* the lowest address that is not cooling */
    EIP_POLICY_RANDOM = 2,  /* uniform over the set; sparse in memory */
    EIP_POLICY_CURSOR = 3,  /* the next above the last, cyclic */
    /** Unpredictable, and dense in memory: 64 hands go round the pool in an
     *  order that a key scrambles, 64 addresses at a time; a thread that has
     *  used up its 64 draws one of its eight, which it shares with others
     *  where there are more than eight threads (of a pool of less than 4,096
     *  addresses, with all). Without cooldown a thread's next is as a rule one
     *  that it has released itself, as long as nobody else needs it. A pool
     *  that has this policy when its first block in a border group is
     *  provisioned is scrambled there, and stays so (LOWEST and CURSOR, if set
     *  later, look at every address that they pass over); in any other this is
     *  RANDOM. */
    EIP_POLICY_SPREAD = 4
};

enum {
    /** No automatic picks: only named addresses are given. */
    EIP_POOL_CLOSED = 1,
    /** Never give an address whose cooldown has not passed. */
    EIP_POOL_KEEP_COOLING = 2,
    /** `cooldown_ms` counts, even as 0; else the engine's. */
    EIP_POOL_COOLDOWN_GIVEN = 4
};

/** A pool to be created, or its new attributes. */
typedef struct eip_pool_spec {
    uint32_t size;        /* sizeof(eip_pool_spec) */
    uint32_t flags;       /* EIP_POOL_CLOSED, ... */
    eip_pool_ref pool;    /* kind; id 0 lets the engine make one */
    uint64_t owner;       /* account; ignored for Amazon's pool */
    uint64_t cooldown_ms; /* <= EIP_COOLDOWN_MS_MAX */
    uint32_t policy;      /* EIP_POLICY_... */
    uint32_t reserved;
} eip_pool_spec;

#define EIP_POOL_SPEC_INIT                                                     \
    { sizeof(eip_pool_spec), 0, {0, 0, 0}, 0, 0, 0, 0 }

/**
 * Create a pool of kind PUBLIC_IPV4, IPAM or COIP. Amazon's exists.
 *
 * @param[out] pool  The new pool's name.
 * @return EIP_OK; EIP_ERR_ARGUMENT; EIP_ERR_EXISTS (the id given is taken);
 *         EIP_ERR_TOO_MANY_ACCOUNTS (the owner is new).
 */
EIP_API EIP_NODISCARD eip_status
eip_admin_create_pool(eip_engine *engine, const eip_pool_spec *spec,
                      eip_pool_ref *pool, eip_error *error);

/**
 * Change policy, cooldown and flags of a pool (also of Amazon's). `owner` is
 * not changed.
 *
 * @return EIP_OK; EIP_ERR_ARGUMENT; EIP_ERR_POOL_NOT_FOUND.
 */
EIP_API EIP_NODISCARD eip_status eip_admin_modify_pool(
    eip_engine *engine, const eip_pool_spec *spec, eip_error *error);

/**
 * Delete a pool without CIDRs.
 *
 * @return EIP_OK; EIP_ERR_ARGUMENT (Amazon's); EIP_ERR_POOL_NOT_FOUND;
 *         EIP_ERR_POOL_IN_USE: also one that was made for a range that is still
 *         its account's (byoip.h).
 */
EIP_API EIP_NODISCARD eip_status eip_admin_delete_pool(eip_engine *engine,
                                                       eip_pool_ref pool,
                                                       eip_error *error);

/**
 * Share an IPAM or CoIP pool with an account, or stop (EC2: RAM).
 *
 * @param[in] shared  Non-zero shares, 0 stops. Neither is an error if it is
 *                    so already.
 * @return EIP_OK; EIP_ERR_ARGUMENT (kind, account); EIP_ERR_POOL_NOT_FOUND.
 */
EIP_API EIP_NODISCARD eip_status eip_admin_share_pool(eip_engine *engine,
                                                      eip_pool_ref pool,
                                                      uint64_t account,
                                                      uint32_t shared,
                                                      eip_error *error);

/* -- CIDR blocks ------------------------------------------------------------- */

/**
 * Provision CIDR blocks to a pool in a border group: all, or none.
 *
 * All blocks of the public space are disjoint; a CoIP pool has a space of its
 * own. Blocks are /8 to /32. A pool may have blocks in several border groups
 * if it is Amazon's; any other has all in one, and may move when empty.
 *
 * @param[in] border_group  Absent: the one that a public IPv4 pool was made in,
 *                          else the Region's.
 * @return EIP_OK; EIP_ERR_CIDR_MALFORMED (host bits, /0 to /7, over 32);
 *         EIP_ERR_CIDR_CONFLICT (the message names both; `index` the block);
 *         EIP_ERR_POOL_NOT_FOUND; EIP_ERR_BORDER_GROUP_NOT_FOUND;
 *         EIP_ERR_ARGUMENT (a second border group, no blocks);
 *         EIP_ERR_TOO_MANY_CIDRS.
 * @par Cost microseconds a block, whatever its size.
 */
EIP_API EIP_NODISCARD eip_status eip_admin_provision_cidrs(
    eip_engine *engine, eip_pool_ref pool, eip_text border_group,
    const eip_cidr *cidrs, uint32_t count, eip_error *error);

enum {
    EIP_DRAIN_IF_UNUSED = 0, /* remove it if nobody holds an address of it */
    EIP_DRAIN_START = 1,     /* offer no more; remove it once nobody does */
    EIP_DRAIN_CANCEL = 2     /* offer what is not held again */
};

/**
 * Take a CIDR block, as provisioned, out of its pool; where some of it has been
 * deprovisioned (public_pool.h), each block that is left, in as few as it takes.
 *
 * Waits for nobody: with EIP_DRAIN_START the block is closed at once, and
 * removed by the first such call that finds no address of it held. One that a
 * public pool has from IPAM (public_pool.h) goes back to the IPAM pool, one of
 * an IPAM pool to its source pool.
 *
 * @param[in]  mode  EIP_DRAIN_...
 * @param[out] held  Addresses of the block still held; optional. 0 with
 *                   EIP_OK and a mode other than CANCEL: it is removed.
 * @return EIP_OK; EIP_ERR_CIDR_IN_USE (mode IF_UNUSED; nothing changed);
 *         EIP_ERR_CIDR_NOT_FOUND; EIP_ERR_POOL_NOT_FOUND; EIP_ERR_ARGUMENT.
 * @par Cost some ns an address of the block.
 */
EIP_API EIP_NODISCARD eip_status
eip_admin_drain_cidr(eip_engine *engine, eip_pool_ref pool, eip_cidr cidr,
                     uint32_t mode, uint64_t *held, eip_error *error);

/* -- accounts ----------------------------------------------------------------- */

enum {
    EIP_ACCOUNT_CLASSIC = 1 /* EC2-Classic: Domain standard exists (R1) */
};

/** An account's attributes. */
typedef struct eip_account_spec {
    uint32_t size;  /* sizeof(eip_account_spec) */
    uint32_t flags; /* EIP_ACCOUNT_... */
    uint64_t account;
    uint32_t quota; /* <= EIP_QUOTA_MAX */
    uint32_t reserved;
} eip_account_spec;

#define EIP_ACCOUNT_SPEC_INIT                                                  \
    { sizeof(eip_account_spec), 0, 0, 0, 0 }

/**
 * Create an account or change its attributes. A quota below what the account
 * holds refuses new allocations and takes nothing back.
 *
 * @return EIP_OK; EIP_ERR_ARGUMENT; EIP_ERR_TOO_MANY_ACCOUNTS.
 * @par Linearisation an allocation takes effect either before the call
 *      returns, under the old quota, or under the new one.
 */
EIP_API EIP_NODISCARD eip_status eip_admin_set_account(
    eip_engine *engine, const eip_account_spec *spec, eip_error *error);

/** What an account uses of its quota. */
typedef struct eip_account_usage {
    uint32_t size;  /* sizeof(eip_account_usage), set by the caller */
    uint32_t flags; /* EIP_ACCOUNT_... */
    uint32_t quota;
    uint32_t used; /* addresses that count towards it (R9) */
} eip_account_usage;

#define EIP_ACCOUNT_USAGE_INIT                                                 \
    { sizeof(eip_account_usage), 0, 0, 0 }

/**
 * Read an account's quota and use.
 *
 * @return EIP_OK; EIP_ERR_ARGUMENT; EIP_ERR_ACCOUNT_NOT_FOUND.
 * @par Progress lock-free. @par Cost constant.
 */
EIP_API EIP_NODISCARD eip_status eip_admin_account_usage(
    eip_engine *engine, uint64_t account, eip_account_usage *usage);

/* -- marks of addresses -------------------------------------------------------- */

/** Who else may hold a customer's address (EC2: ServiceManaged). */
enum {
    EIP_SERVICE_NONE = 0,
    EIP_SERVICE_ALB = 1, /* "alb" */
    EIP_SERVICE_NLB = 2, /* "nlb" */
    EIP_SERVICE_RDS = 3, /* "rds" */
    EIP_SERVICE_RNAT = 4 /* "rnat" */
};

enum {
    /** Locked by AWS Support: not to be released (EIP_ERR_ADDRESS_LOCKED). */
    EIP_MARK_LOCKED = 1
};

/** What no operation of EC2's can set, and some heed. */
typedef struct eip_address_marks {
    uint32_t size;  /* sizeof(eip_address_marks) */
    uint32_t flags; /* EIP_MARK_... */
    uint64_t allocation_id;
    /** EIP_SERVICE_...: with one, its account can not release, associate,
     *  disassociate or offer the address (EIP_ERR_AUTH_FAILURE). */
    uint32_t service;
    uint32_t reserved;
} eip_address_marks;

#define EIP_ADDRESS_MARKS_INIT                                                 \
    { sizeof(eip_address_marks), 0, 0, 0, 0 }

/**
 * Have a held address, of whatever account, have these marks and no others.
 * They end with its release.
 *
 * @return EIP_OK; EIP_ERR_ARGUMENT: flags, service;
 *         EIP_ERR_ALLOCATION_ID_NOT_FOUND.
 * @par Linearisation the step of the address's detail.
 * @par Progress lock-free: it takes no mutex.
 */
EIP_API EIP_NODISCARD eip_status eip_admin_mark_address(
    eip_engine *engine, const eip_address_marks *marks, eip_error *error);

#ifdef __cplusplus
}
#endif
#endif
