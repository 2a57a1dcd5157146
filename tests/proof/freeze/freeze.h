/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file freeze.h
 * Two processes. The tracer (freeze.c) steps one thread of the other, the
 * victim, through one public call, instruction by instruction, and leaves it
 * stopped. The other thread there (other.c) then works on the same engine,
 * account and address. The tracer looks on: it counts the operations that
 * complete.
 *
 * What the threads of the stopped process share with each other is a stage:
 * an engine in some state (cases.c), and a book of who must hold what.
 */
#ifndef EIP_TESTS_PROOF_FREEZE_H
#define EIP_TESTS_PROOF_FREEZE_H

#include "registry/engine.h"

#include "eip/eip.h"

#include <stdarg.h>
#include <stdatomic.h>

/* -- between the processes ------------------------------------------------- */

enum job { PREPARE = 1, WORK = 2, FINISH = 3 };

struct shared {
    _Atomic uint32_t inside;    /* the victim is inside its call */
    _Atomic uint32_t at_case;   /* which case, by index */
    _Atomic uint32_t wanted;    /* rounds asked of the other thread: a futex */
    _Atomic uint32_t done;      /* rounds it has done: a futex */
    _Atomic uint32_t job;       /* what the round is */
    _Atomic uint64_t batch;     /* operations of a round of work */
    _Atomic uint64_t steps;     /* operations that it has completed */
    _Atomic uint32_t disturbed; /* the victim is stopped somewhere, this time */
    _Atomic uint32_t other_id;  /* its thread, for the kernel */
    _Atomic uint32_t failed;
    _Atomic int32_t status; /* what the victim's call answered */
    char complaint[400];
};

extern struct shared *shared;

/** Say what is wrong, for the tracer to print, and stop for good. */
void freeze_fail(const char *format, ...)
    __attribute__((format(printf, 1, 2), noreturn));
#define FREEZE_CHECK(condition, ...)                                           \
    do {                                                                       \
        if (!(condition)) {                                                    \
            freeze_fail(__VA_ARGS__);                                          \
        }                                                                      \
    } while (0)

/** Ask the other thread for a round. */
void freeze_ask(enum job job);
/** Sleep until `*word` is not `value`, at most `ms`. */
void freeze_wait(_Atomic uint32_t *word, uint32_t value, uint32_t ms);
void freeze_wake(_Atomic uint32_t *word);

/* -- memory ---------------------------------------------------------------- */

/** Memory without locks: a thread stopped inside malloc would hold one that
 *  is not the library's. */
eip_allocator memory_allocator(void);
/** The calling thread is the victim. */
void memory_is_victims(void);
/** Between two stages. */
void memory_renew(void);
/** Blocks and reservations that are out. */
int64_t memory_out(void);

/* -- the stage ------------------------------------------------------------- */

#define SAME UINT64_C(100000000001)   /* the victim's account */
#define OTHER UINT64_C(200000000002)  /* works beside it */
#define FILLER UINT64_C(300000000003) /* holds what is to be out of reach */

#define START_MS UINT64_C(1700000000000)

/** An address that somebody must hold. */
struct entry {
    uint64_t account;
    uint64_t id; /* 0: Classic's */
    uint32_t ip;
};

enum { BOOK_MAX = 160, BATCH_MAX = 3, BLOCK_SIZE = 2, KEPT_MAX = 1024 };

struct stage {
    eip_engine *engine;
    struct entry book[BOOK_MAX];
    uint32_t count;
    uint32_t size;       /* addresses of Amazon's pool */
    uint32_t quota;      /* of SAME */
    struct entry target; /* what both threads are after; ip 0: nothing */
    struct entry mine;   /* the target when the victim's call began */
    bool mine_over;      /* the victim has released it: others had it since */
    char target_text[EIP_IPV4_TEXT_SIZE];
    char id_text[EIP_ALLOCATION_ID_TEXT_SIZE];
    char pool_text[EIP_POOL_ID_TEXT_SIZE];
    eip_pool_ref byoip;
    /* of the victim's call */
    eip_allocate_address_request request;
    eip_allocate_address_response response;
    eip_release_address_request release;
    eip_describe_addresses_request describe;
    eip_allocate_result results[BATCH_MAX];
    eip_allocate_address_response block[BLOCK_SIZE];
    uint64_t ids[BATCH_MAX];
    eip_status statuses[BATCH_MAX];
    eip_address_list *list;
    eip_account_usage usage;
    eip_status status;
    /* A journal is kept: what it told of each record, twice the generation,
     * plus one once released. The other thread collects, or the victim. */
    bool is_kept;
    bool victim_collects;
    uint64_t kept[KEPT_MAX];
};

/** Somebody holds it now; somebody held it, and does no more. Ends the test
 *  if that cannot be. */
void stage_note(struct stage *stage, uint64_t account, uint64_t id,
                uint32_t ip);
void stage_strike(struct stage *stage, uint64_t account, uint64_t id,
                  uint32_t ip);
uint32_t stage_held(const struct stage *stage, uint64_t account);
/** At rest: every account's list is the book, and the audit is clean. */
void stage_check(struct stage *stage);

/** Keep a journal of a stage in which nothing was done yet. */
void kept_start(struct stage *stage);
/** Take a cut of it; one thread at a time. */
void kept_collect(struct stage *stage);
/** At rest: as many are held by what it has told as by the book. */
void kept_check(struct stage *stage);

/* -- cases ----------------------------------------------------------------- */

struct freeze_case {
    const char *name;
    void (*prepare)(struct stage *stage);
    void (*call)(struct stage *stage);   /* the public call, and no more */
    void (*finish)(struct stage *stage); /* book what it did */
    void (*work)(struct stage *stage, uint64_t operations);
    eip_status expected; /* undisturbed */
    eip_status allowed;  /* as well, with the other thread at work */
    bool cold;           /* the victim's first call on the engine */
    bool stands_in;      /* no engine: a control of the harness itself */
};

extern const struct freeze_case freeze_cases[];
extern const uint32_t freeze_case_count;

/** A stand-in for the engine: a counter behind a spin lock, and one without;
 *  stand_in.c. */
void stand_in_locked(struct stage *stage);
void stand_in_free(struct stage *stage);
void stand_in_locked_work(struct stage *stage, uint64_t operations);
void stand_in_free_work(struct stage *stage, uint64_t operations);

/** The other thread: other.c. */
void other_work(struct stage *stage, uint64_t operations);
void *other_run(void *stage);

#endif
