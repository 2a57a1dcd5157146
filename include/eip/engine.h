/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file engine.h
 * The engine: one Region, opened, closed, audited and counted.
 *
 * @code
 *   eip_config config = EIP_CONFIG_INIT;
 *   eip_engine *engine = NULL;
 *   config.region = eip_text_of("us-east-1");
 *   if (eip_engine_open(&config, &engine, NULL) == EIP_OK) {
 *       ...
 *       eip_engine_close(engine);
 *   }
 * @endcode
 *
 * **Concurrency** Every call on an open engine may run beside every other
 * from any thread, except eip_engine_close, which must be the last.
 * **Progress** The operations on addresses (address.h) are lock-free: a
 * thread that stops anywhere, for ever, keeps no other from completing.
 * Administration (admin.h) is serialised by a mutex; operations never take
 * it. **Memory** An address never allocated costs no resident memory; one
 * that was costs 9.2 bytes, one that is held 48 at the most. First use of a
 * page under memory overcommit can make the kernel end the process: give an
 * allocator with a `commit` where that must not be.
 * **Errors** See status.h. **Threads** A thread that uses an engine takes a
 * lane of it on first use; the lane is taken over once the thread is gone.
 * **Limits** EIP_LIMIT_... below, each with its own status beyond it.
 */
#ifndef EIP_ENGINE_H
#define EIP_ENGINE_H

#include "eip/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One Region's engine: opaque, from eip_engine_open. */
typedef struct eip_engine eip_engine;

enum {
    EIP_LIMIT_ACCOUNTS = 1 << 24,     /* accounts of an engine */
    EIP_LIMIT_LANES = 4095,           /* threads inside an engine at once */
    EIP_LIMIT_CIDRS = 1000000,        /* CIDR blocks of an engine */
    EIP_LIMIT_TAGS = 50,              /* tags of a resource */
    EIP_LIMIT_TAG_KEY = 127,          /* characters */
    EIP_LIMIT_TAG_VALUE = 256,        /* characters */
    EIP_LIMIT_FILTERS = 50,           /* filters of a request */
    EIP_LIMIT_FILTER_VALUES = 200,    /* values of a filter */
    EIP_LIMIT_FILTER_VALUE = 255,     /* characters of a value */
    EIP_LIMIT_NAME = 63,              /* bytes of a Region's or group's name */
    EIP_LIMIT_RESOURCE_ID = 128,      /* bytes of an instance's id, and such */
    EIP_QUOTA_DEFAULT = 5,            /* EC2's L-0263D0A3 */
    EIP_COOLDOWN_MS_DEFAULT = 3600000 /* an hour */
};
/** The largest cooldown, 2^32 ms (49.7 days). */
#define EIP_COOLDOWN_MS_MAX UINT64_C(4294967296)
/** The largest quota; `EIP_QUOTA_MAX` itself means "no limit in practice". */
#define EIP_QUOTA_MAX UINT32_C(268435455)

/**
 * The allocator hook. All members or none; `context` is passed through.
 * Any thread may call at any time, several at once. Must not call back into
 * the engine. A NULL result is answered by EIP_ERR_OUT_OF_MEMORY.
 */
typedef struct eip_allocator {
    void *context;
    /** `bytes` > 0 of memory, contents undefined: aligned to 64 where `bytes`
     *  is a multiple of 64, else to 16. */
    void *(*allocate)(void *context, uint64_t bytes);
    /** Give back what `allocate` gave, with the same `bytes`. */
    void (*release)(void *context, void *block, uint64_t bytes);
    /** Reserve `bytes` (a multiple of 4096) of page-aligned address space
     *  that reads as zero and costs memory only where it is written. */
    void *(*reserve)(void *context, uint64_t bytes);
    /** About to be used for the first time; 0 refuses. May be NULL. */
    int32_t (*commit)(void *context, void *pages, uint64_t bytes);
    /** Give back a whole reservation. */
    void (*unreserve)(void *context, void *pages, uint64_t bytes);
} eip_allocator;

/**
 * The clock: wall time, ms since 1970. May be coarse, may jump; the engine
 * never sees it go backwards (it clamps). At most one read a call.
 */
typedef struct eip_clock {
    void *context;
    uint64_t (*now_ms)(void *context);
} eip_clock;

/** The random source, read at open only: 1 on success, 0 on failure. */
typedef struct eip_random {
    void *context;
    int32_t (*fill)(void *context, void *bytes, uint32_t count);
} eip_random;

/** What the authorisation callback sees. */
typedef struct eip_authorization {
    uint32_t size;
    uint32_t reserved;
    uint64_t account;
    eip_text action;   /* "ec2:AllocateAddress" */
    eip_text resource; /* an id of the request, or absent */
} eip_authorization;

/** Decides: non-zero allows. Called once a request (EC2: IAM). */
typedef struct eip_authorizer {
    void *context;
    int32_t (*allows)(void *context, const eip_authorization *request);
} eip_authorizer;

enum {
    /** An address associated here is disassociated by its release (R14). */
    EIP_INTERFACE_DEFAULT_VPC = 1,
    /** No internet gateway: EIP_ERR_GATEWAY_NOT_ATTACHED. */
    EIP_INTERFACE_NO_GATEWAY = 2
};

/** A network interface in the world that the addresses are for. Absent texts
 *  leave what the request says. */
typedef struct eip_interface {
    uint32_t size;                 /* sizeof(eip_interface) */
    uint32_t flags;                /* EIP_INTERFACE_... */
    uint64_t owner;                /* its account, NetworkInterfaceOwnerId */
    eip_text network_interface_id; /* 1 to EIP_LIMIT_RESOURCE_ID bytes */
    eip_text instance_id;
    eip_text subnet_id;
    eip_text network_border_group; /* absent: the Region's */
    uint32_t private_ip;           /* 0: as the request says, or not known */
    uint32_t reserved;
} eip_interface;

#define EIP_INTERFACE_INIT                                                     \
    {                                                                          \
        sizeof(eip_interface), 0, 0, {0, 0, 0}, {0, 0, 0}, {0, 0, 0},          \
            {0, 0, 0}, 0, 0                                                    \
    }

/** What is looked for: one of the two ids is given. */
typedef struct eip_interface_query {
    uint32_t size;
    uint32_t private_ip; /* 0: the primary one */
    uint64_t account;    /* the caller's */
    eip_text instance_id;
    eip_text network_interface_id;
} eip_interface_query;

/**
 * Finds the network interface that AssociateAddress is about. Called once by
 * each such request that does not bring its own, outside any lock; texts that
 * it answers must live until it is called again by the same thread. Answers
 * EIP_OK, or the status that the request then ends with.
 */
typedef struct eip_interfaces {
    void *context;
    eip_status (*find)(void *context, const eip_interface_query *query,
                       eip_interface *found);
} eip_interfaces;

/** Asks the world's DNS whether a name leads to an address, as EC2 does
 *  before it publishes a PTR record: 0 says that it does not. Called once by
 *  each ModifyAddressAttribute that gets so far, outside any lock. */
typedef struct eip_dns {
    void *context;
    int32_t (*resolves)(void *context, eip_text name, uint32_t address);
} eip_dns;

/**
 * Decides whether an account may bring a range, as EC2 does by the signature
 * and the registry's certificate: non-zero accepts. Called once by each
 * ProvisionByoipCidr that gets so far, outside any lock; the message has the
 * form that byoip.h asks for.
 */
typedef struct eip_byoip_verifier {
    void *context;
    int32_t (*accepts)(void *context, uint64_t account, eip_text cidr,
                       eip_text message, eip_text signature);
} eip_byoip_verifier;

enum {
    /** Any account may name any free address of Amazon's pool (ruling R3's
     *  option; planners and test set-ups want it). */
    EIP_ENGINE_CLAIM_ANY_FREE = 1,
    /** `seed` is given: same seed and same calls in one thread give the same
     *  addresses, ids and times. Without it the random source is asked. */
    EIP_ENGINE_SEEDED = 2
};

/** How to open an engine. Zero members take the defaults named. */
typedef struct eip_config {
    uint32_t size;   /* sizeof(eip_config) */
    uint32_t flags;  /* EIP_ENGINE_... */
    eip_text region; /* 1 to EIP_LIMIT_NAME bytes; names the Region's group */
    uint64_t seed;   /* with EIP_ENGINE_SEEDED */
    uint64_t cooldown_ms;      /* of pools that name none; see next */
    uint32_t cooldown_given;   /* non-zero: cooldown_ms counts, even as 0 */
    uint32_t quota_default;    /* 0 = EIP_QUOTA_DEFAULT; <= EIP_QUOTA_MAX */
    eip_allocator allocator;   /* default: malloc and mmap */
    eip_clock clock;           /* default: the system's coarse clock */
    eip_random random;         /* default: the system's random source */
    eip_authorizer authorizer; /* default: everything is allowed */
    /** What EC2 does behind a request's back (a PTR update) shows as pending
     *  for so long, and in the request's own answer (ruling R19). */
    uint64_t settle_ms;
    eip_dns dns;               /* default: every name leads to every address */
    eip_interfaces interfaces; /* default: all that a request names are there */
    eip_byoip_verifier byoip_verifier; /* default: well-formed is enough */
} eip_config;

#define EIP_CONFIG_INIT                                                        \
    {                                                                          \
        sizeof(eip_config), 0, {0, 0, 0}, 0, 0, 0, 0, {0, 0, 0, 0, 0, 0},      \
            {0, 0}, {0, 0}, {0, 0}, 0, {0, 0}, {0, 0}, {0, 0},                 \
    }
/** EIP_CONFIG_INIT for callers that see no macros. */
EIP_API eip_config eip_config_init(void);

/**
 * Open an engine with one border group, of kind region and named as the
 * Region, and Amazon's pool, empty.
 *
 * @param[in]  config  Borrowed for the call; callbacks and contexts must
 *                     outlive the engine.
 * @param[out] engine  The engine; end it with eip_engine_close.
 * @param[out] error   Optional detail.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION; EIP_ERR_ARGUMENT
 *         (region, quota, cooldown, flags, a half-given allocator);
 *         EIP_ERR_OUT_OF_MEMORY; EIP_ERR_RANDOM_SOURCE.
 * @par Threads any. @par Cost some 100 KiB.
 */
EIP_API EIP_NODISCARD eip_status eip_engine_open(const eip_config *config,
                                                 eip_engine **engine,
                                                 eip_error *error);

/**
 * End an engine and give back all it holds. NULL is ignored.
 *
 * @par Threads one; no other call may be running or follow.
 */
EIP_API void eip_engine_close(eip_engine *engine);

/** The engine's time now, as its operations see it (clamped). 0 for NULL. */
EIP_API uint64_t eip_engine_now_ms(eip_engine *engine);

/* -- counts -------------------------------------------------------------- */

/** Addresses of one pool in one border group, counted at about one time. */
typedef struct eip_space_stats {
    uint32_t size; /* set by the library */
    uint32_t pool_kind;
    uint64_t pool_id;
    uint64_t pool_owner;
    eip_text network_border_group; /* lives as long as the engine */
    uint64_t cidrs;
    uint64_t capacity;  /* held + free + cooling + withdrawn + retired */
    uint64_t held;      /* includes `draining` */
    uint64_t free;      /* includes `never_allocated`, not `cooling` */
    uint64_t cooling;   /* released, cooldown not passed */
    uint64_t draining;  /* held, in a CIDR that is being drained */
    uint64_t withdrawn; /* not held, in a CIDR that is being drained */
    uint64_t retired;   /* at the last generation, never given again */
    uint64_t never_allocated;
} eip_space_stats;

/** What became of the calls, by operation and cause; of an engine that was
 *  loaded, since the first of those that it goes on from. */
typedef struct eip_engine_stats {
    uint32_t size; /* sizeof(eip_engine_stats), set by the caller */
    uint32_t reserved;
    uint64_t allocated; /* AllocateAddress that succeeded, recovered too */
    uint64_t recovered; /* of those: by Address, released by the caller */
    uint64_t named;     /* of those: by Address, not a recovery */
    uint64_t released;
    uint64_t described; /* calls, not addresses */
    uint64_t allocate_failed_quota;
    uint64_t allocate_failed_capacity;
    uint64_t allocate_failed_not_found;
    uint64_t allocate_failed_other; /* authorisation, syntax, memory, ... */
    uint64_t release_failed_not_found;
    uint64_t release_failed_other;
    uint64_t dry_runs; /* that ended in DryRunOperation */
    uint64_t accounts;
    uint64_t spaces; /* rows of eip_engine_space_stats */
    uint64_t cidrs;
    uint64_t records; /* address records handed to CIDR blocks, ever */
    uint64_t lanes;   /* lanes ever taken */
    uint64_t snapshots_pending; /* old snapshots kept alive by readers */
} eip_engine_stats;

#define EIP_ENGINE_STATS_INIT                                                  \
    {                                                                          \
        sizeof(eip_engine_stats), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, \
            0, 0, 0, 0                                                         \
    }

/**
 * Count the calls.
 *
 * @param[out] stats  `size` set by the caller.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION.
 * @par Threads any. @par Progress wait-free. @par Cost the number of lanes.
 */
EIP_API EIP_NODISCARD eip_status eip_engine_stats_read(eip_engine *engine,
                                                       eip_engine_stats *stats);

/**
 * Count the addresses of every pool and border group that has CIDRs, by
 * looking at each address that was ever allocated.
 *
 * @param[out]    rows      At least `capacity` rows, caller-owned; may be
 *                          NULL if `capacity` is 0.
 * @param[in]     capacity  Rows there is room for.
 * @param[out]    count     Rows there are; more than `capacity` means that
 *                          only `capacity` were written.
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_TOO_MANY_THREADS;
 *         EIP_ERR_REENTRANT.
 * @par Threads any; beside changes each row is a count of some near past.
 * @par Progress wait-free. @par Cost 1 ns an address ever allocated.
 */
EIP_API EIP_NODISCARD eip_status eip_engine_space_stats(eip_engine *engine,
                                                        eip_space_stats *rows,
                                                        uint32_t capacity,
                                                        uint32_t *count);

/* -- audit --------------------------------------------------------------- */

/** One thing that is wrong. */
typedef struct eip_audit_finding {
    uint32_t invariant; /* the number in lib/README.md */
    uint32_t reserved;
    uint64_t record;  /* the address record, or UINT64_MAX */
    uint64_t account; /* the account, or UINT64_MAX */
    eip_text message; /* what and where; lives for the callback */
} eip_audit_finding;

/** Called for each finding; non-zero ends the audit. */
typedef int32_t (*eip_audit_visit)(void *context,
                                   const eip_audit_finding *finding);

/** What the audit looked at. */
typedef struct eip_audit_report {
    uint32_t size; /* sizeof(eip_audit_report), set by the caller */
    uint32_t reserved;
    uint64_t addresses;
    uint64_t held;
    uint64_t accounts;
    uint64_t cidrs;
    uint64_t findings; /* 0: every invariant of lib/README.md holds */
} eip_audit_report;

#define EIP_AUDIT_REPORT_INIT                                                  \
    { sizeof(eip_audit_report), 0, 0, 0, 0, 0, 0 }

/**
 * Recount everything and check every invariant of lib/README.md.
 *
 * @param[in]  visit    Called for each finding; may be NULL.
 * @param[out] report   `size` set by the caller.
 * @return EIP_OK, also with findings; EIP_ERR_NULL; EIP_ERR_STRUCT_VERSION;
 *         EIP_ERR_OUT_OF_MEMORY; EIP_ERR_TOO_MANY_THREADS;
 *         EIP_ERR_REENTRANT.
 * @par Threads any, but only an engine at rest has nothing to find: an
 *      operation under way may be reported.
 * @par Progress blocks administration. @par Cost some ns an address.
 */
EIP_API EIP_NODISCARD eip_status eip_engine_audit(eip_engine *engine,
                                                  eip_audit_visit visit,
                                                  void *context,
                                                  eip_audit_report *report);

#ifdef __cplusplus
}
#endif
#endif
