/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file replay.h
 * `eip replay`: what its parts share.
 *
 * One engine a Region. Threads ("workers") keep their own lists of what they
 * hold, so that they know what every answer must be; what they cannot know
 * for themselves, two things tell them:
 *
 *   ledger   a bit an address: is it given? Set when an engine gave it,
 *            cleared before it is given back, so that a bit found set means
 *            one address given twice.
 *   tallies  bounds of what an account or a border group holds, so that a
 *            refusal (quota, capacity) can be told from a false one.
 *
 * Neither asks the engine anything.
 *
 *   replay.c        options, the order of phases, the verdict
 *   replay_world.c  engines, border groups, CIDR blocks, accounts
 *   replay_crew.c   threads, time, progress
 *   replay_worker.c what a worker notes: counts, digest, holdings, failures
 *   replay_load.c   the workload: which operation comes next
 *   replay_turn.c   one allocation of it, and what its answer may be
 *   replay_back.c   one release or description, and what its answer must be
 *   replay_fill.c   every address is given
 *   replay_empty.c  ... and given back, some recovered in between
 *   replay_check.c  audits, counts compared
 *   replay_sum.c    sums over all workers
 *   replay_text.c, replay_json.c  the report
 */
#ifndef EIP_TOOL_REPLAY_H
#define EIP_TOOL_REPLAY_H

#include "dice.h"
#include "ledger.h"
#include "ranges.h"
#include "tally.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include <eip/eip.h>

enum {
    REPLAY_THREADS_MAX = 256,
    REPLAY_ACCOUNTS_MAX = 1000000,
    REPLAY_BATCH_MAX = 256,
    REPLAY_MESSAGES_MAX = 20,
    REPLAY_PHASES_MAX = 12
};

struct replay_options {
    const char *ranges; /* a path, "-", or NULL for the built-in ones */
    struct ranges_selection selection;
    uint64_t threads;
    uint64_t operations;
    uint64_t accounts;
    uint64_t seed;
    uint64_t quota; /* of an ordinary account */
    uint64_t cooldown_ms;
    uint64_t tagged_percent;
    bool is_cooldown_given;
    bool is_filling;
    bool is_spoilt; /* one mark too many in the ledger: checks must fail */
    bool is_json;
    bool is_quiet;
    bool is_progress_shown;
};

/* -- what happened --------------------------------------------------------- */

/** Rows of the table of operations. */
enum replay_op {
    OP_ALLOCATE,
    OP_ALLOCATE_MANY,
    OP_RECOVER, /* Address: one that the account released */
    OP_CLAIM,   /* Address: one that it must not get */
    OP_ALLOCATE_DRY,
    OP_FILL, /* allocate to the last one */
    OP_RELEASE,
    OP_RELEASE_MANY,
    OP_RELEASE_WRONG, /* an id or border group that it must not take */
    OP_RELEASE_DRY,
    OP_DESCRIBE,
    OP_COUNT
};

/** Columns: every status, at its place in EIP_STATUS_MAP. */
enum replay_status {
#define REPLAY_STATUS(name, value, code, http, text) REPLAY_##name,
    EIP_STATUS_MAP(REPLAY_STATUS)
#undef REPLAY_STATUS
        REPLAY_UNKNOWN_STATUS,
    REPLAY_STATUSES
};

const char *replay_op_name(enum replay_op op);
enum replay_status replay_status_of(eip_status status);
eip_status replay_status_value(uint32_t column);

/** What one worker, or all of them, saw of one border group. */
struct group_count {
    struct tally flow;  /* one worker's; workload and fill only */
    uint64_t allocated; /* recovered too */
    uint64_t recovered;
    uint64_t released;
    uint64_t refused; /* InsufficientAddressCapacity */
};

/** Expectations that failed. Any thread may add to them. */
struct failures {
    pthread_mutex_t lock;
    tally_flag any; /* to be looked at without the lock */
    uint64_t count;
    char messages[REPLAY_MESSAGES_MAX][256];
};

struct phase {
    const char *name;
    double seconds;
    uint64_t operations;
    uint64_t rss_bytes; /* resident memory when it ended */
};

/* -- who and where --------------------------------------------------------- */

/** An account in a Region. Tenant 0 of a Region is used by all workers, any
 *  other by one. */
struct tenant {
    uint64_t account;
    uint32_t quota;
    tally_count sure;  /* holds at least so many */
    struct tally flow; /* holds at most so many */
};

/** A Region. */
struct site {
    eip_engine *engine;
    struct tenant *tenants;
    uint32_t tenant_count;
};

/** An address that a purse holds. */
struct holding {
    uint64_t id;
    uint32_t address;
    uint32_t group : 24;
    uint32_t tags : 8;
};

/** An address that a purse held. */
struct leaving {
    uint64_t id;
    uint32_t address;
    uint32_t group;
    uint32_t uses; /* the ledger's, when it was released */
};

enum { PURSE_LEAVINGS = 4 };

/** What one worker holds for one tenant. */
struct purse {
    struct tenant *tenant;
    struct holding *items;
    uint32_t count;
    uint32_t room;
    uint64_t fold; /* XOR of holding_fold over the items */
    uint32_t leaving_count;
    struct leaving leavings[PURSE_LEAVINGS];
};

/** A "not found" that only the ledger's final state can judge. */
struct doubt {
    uint64_t number; /* of the address */
    uint32_t uses;
    uint32_t address;
};

/** Addresses given while filling. */
enum { CHUNK_ROOM = 4096 };
struct chunk {
    struct chunk *next;
    uint64_t account;
    uint32_t group;
    uint32_t count;
    uint64_t ids[CHUNK_ROOM];
    uint32_t addresses[CHUNK_ROOM];
};

struct worker {
    struct world *world;
    pthread_t thread;
    uint32_t number;
    struct dice dice;
    uint64_t digest;
    uint64_t ticks;             /* operations not yet added to the clock */
    tally_count done;           /* of the phase; for the progress bar */
    struct group_count *groups; /* by group */
    struct purse **purses;      /* by Region, see world_purses */
    uint64_t counts[OP_COUNT][REPLAY_STATUSES];
    eip_allocate_result results[REPLAY_BATCH_MAX];
    eip_status statuses[REPLAY_BATCH_MAX];
    struct doubt *doubts;
    uint32_t doubt_count;
    uint32_t doubt_room;
    struct chunk *chunks;
    bool is_out_of_memory;
};

struct world {
    const struct replay_options *options;
    const char *ranges_name;
    struct ranges ranges;
    eip_text *names;    /* by group */
    struct site *sites; /* by Region */
    uint32_t tenant_total;
    uint32_t nowhere; /* an address outside all ranges */
    struct ledger ledger;
    struct worker *workers;
    uint32_t worker_count;
    tally_count now_ms; /* the engines' clock, advanced by operations */
    struct failures failures;

    struct phase phases[REPLAY_PHASES_MAX];
    uint32_t phase_count;
    uint64_t rss_before_bytes;
    uint64_t rss_provisioned_bytes;
    uint64_t *held_loaded; /* by group, after the workload */
    uint64_t *held_filled; /* by group, after filling */
    struct chunk **chunks; /* all workers' */
    uint32_t chunk_count;
    tally_count next_chunk;
    uint64_t audits;
    uint64_t findings;
};

/** How many purses a worker has in a Region: the shared tenant's first, then
 *  those of the tenants that are its own. */
uint32_t world_purses(const struct world *world, uint32_t worker,
                      uint32_t region);
/** The account with which a worker fills a Region. */
uint64_t world_filler(uint32_t region, uint32_t worker);
/** An account that never holds anything. */
uint64_t world_stranger(uint32_t region);
/** What all workers together hold of a group, by their counts. */
uint64_t world_held(const struct world *world, uint32_t group);

/** Build engines, border groups, pools, accounts. Exit code, after a
 *  message. */
int world_open(struct world *world);
void world_close(struct world *world);

/* -- phases ---------------------------------------------------------------- */

typedef void (*crew_job)(struct worker *worker);
/** Run a job on all workers; `total` operations are expected. Exit code. */
int crew_run(struct world *world, const char *name, uint64_t total,
             crew_job job);
/** Record a phase that ran without workers. */
void crew_note(struct world *world, const char *name, double seconds,
               uint64_t operations);
double crew_now(void);
uint64_t crew_rss_bytes(void);
/** What the kernel thinks could still be used; UINT64_MAX if it does not say. */
uint64_t crew_available_bytes(void);

void load_job(struct worker *worker);
/** After the workload: settle what was in doubt. */
void load_settle(struct world *world);

/** Give every address. Exit code, after a message. */
int fill_all(struct world *world);
/** Compare the ledger with what the workers say they hold. */
void fill_prove(struct world *world);
/** Give everything back, some of it twice. Exit code, after a message. */
int empty_all(struct world *world);

/** Audit every engine and compare its counts of addresses with the workers',
 *  as a phase of the name given. What is wrong is noted as a failure. */
void check_engines(struct world *world, const char *phase);
/** Compare the engines' counts of calls with the workers'. */
void check_calls(struct world *world);

/* -- one worker ------------------------------------------------------------ */

/** Uniform in [0, bound), bound <= 2^32. */
uint64_t worker_below(struct worker *worker, uint64_t bound);
/** Count an answer, fold it into the digest, let time pass. */
void worker_note(struct worker *worker, enum replay_op op, eip_status status,
                 uint64_t id, uint32_t address);
/** What was noted since the clock and the progress bar were last told. */
void worker_flush(struct worker *worker);

bool purse_add(struct purse *purse, struct holding item);
/** Take an item out; what is last takes its place. */
struct holding purse_take(struct purse *purse, uint32_t at);
uint64_t holding_fold(uint64_t id, uint32_t address, uint32_t tags);

/** The address of a response. Checks every member that must be there; false
 *  after noting a failure. */
bool response_address(struct world *world, uint32_t group,
                      const eip_allocate_address_response *response,
                      uint32_t *address);
/** Mark an address as given. Its number; UINT64_MAX after noting a failure. */
uint64_t world_give(struct world *world, uint32_t group, uint32_t address,
                    uint64_t account);
/** Unmark it, before it is given back. */
void world_take(struct world *world, uint32_t group, uint32_t address);

/** Note that an expectation failed; also ends the phases early. */
void failure_add(struct world *world, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool failure_any(struct world *world);

/* -- the report ------------------------------------------------------------ */

struct replay_totals {
    uint64_t counts[OP_COUNT][REPLAY_STATUSES];
    uint64_t allocated;
    uint64_t recovered;
    uint64_t released;
    uint64_t refused;
    uint64_t held;
    uint64_t held_most;
    uint64_t digest;
    double seconds;
};

void report_totals(const struct world *world, struct replay_totals *totals);
/** All workers' counts of a group. */
struct group_count report_group(const struct world *world, uint32_t group);
void report_text(const struct world *world);
void report_json(const struct world *world);

#endif
