/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file run.h
 * One world: an engine and a model beside it, to which the same is done.
 */
#ifndef EIP_TESTS_PROOF_MODEL_RUN_H
#define EIP_TESTS_PROOF_MODEL_RUN_H

#include "proof/model/dice.h"
#include "proof/model/model.h"
#include "support/internal/books.h"

#include <stdio.h>

enum {
    STEPS = 20000,    /* of a world */
    COMPARE_AT = 256, /* all state is compared every so many steps */
    TOKEN_SIZE = 1024,
    KEPT = 4, /* tokens */
    TOKEN_ACTIONS = 4,
    ID_SLOTS = 65536, /* of the set of all ids of a world */
    PAST = 64         /* ids once given that steps may name */
};

/** A place in a list: of a tag, with its key. */
struct position {
    uint64_t order;
    int key; /* or NOBODY */
};

/** The end of a page, for a step to come. */
struct kept {
    const char *action; /* or NULL: none yet */
    int account;
    uint64_t of; /* of which list, where there are several */
    struct position last;
    uint32_t size;
    char text[TOKEN_SIZE];
};

/** A step that made something with a client token, for one to come. */
struct again {
    bool has;
    uint32_t at;
    struct step step;
};

struct run {
    eip_engine *engine;
    struct model m;
    uint64_t clock_ms;  /* what the clock says; it may go backwards */
    bool denies;        /* what the authoriser says ... */
    uint32_t asked;     /* ... and how often it was asked, ... */
    uint64_t asked_for; /* ... for whom last, ... */
    char action[48];    /* ... and what */
    int acting;         /* the account of the last call */
    uint32_t done;      /* steps */
    uint32_t look_at;   /* what it holds is compared every so many steps */
    FILE *trace;        /* tell every step, or NULL */
    bool failed;
    const char *format; /* of the message: which difference it is ... */
    eip_status wanted;  /* ... and of which answers */
    eip_status got;
    char message[2048]; /* of the first difference */
    eip_error error;
    uint32_t resolved;              /* how often DNS was asked, ... */
    uint32_t found;                 /* ... and the world's interfaces, ... */
    const eip_interface *interface; /* ... which answer this */
    eip_status interface_status;
    bool has_interfaces;
    bool hoards;       /* one account makes IPAM pools, and many */
    bool has_verifier; /* of ranges (BYOIP); what it says ... */
    bool refuses;
    uint32_t verified; /* ... and how often it was asked */
    struct kept kept[KEPT];
    struct again again[TOKEN_ACTIONS];
    uint32_t kept_count;
    uint64_t dissolved; /* an association that is no more */
    uint64_t past[PAST];
    uint32_t past_count;
    eip_config config;
    uint64_t ids[ID_SLOTS]; /* by hash; 0 is none */
    struct books books;     /* what the changes come to, if asked for */
    eip_store *store;       /* of the engine, if asked for */
};

extern const uint64_t run_account[ACCOUNTS];
extern const uint32_t run_group_kind[GROUPS];

/** @param[in] first  The world's first step: how the engine is opened. */
void run_open(struct run *run, const struct step *first, uint64_t seed,
              FILE *trace);
void run_close(struct run *run);

/** Do a step to both, and compare what the account that acted uses, and in
 *  most worlds what it holds: looking has effects too. False: they differ. */
bool run_step(struct run *run, const struct step *step);

/** Compare all there is; false: they differ. */
bool run_compare(struct run *run);

/** What is kept of the books is compared every so many steps; 0: never. */
extern uint32_t run_books_every;
extern uint64_t run_books_compared;
extern uint64_t run_books_built;

/** A snapshot comes in the engine's place every so many steps; 0: never. */
extern uint32_t run_reload_every;
extern uint64_t run_reloaded;
/** Engines have a store, and are loaded of it after so many steps; 0: not. */
extern uint32_t run_store_every;

/* -- used among these files ------------------------------------------------ */

/** Note a difference; returns false. */
bool run_differs(struct run *run, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/** Tell of the step, if anybody listens. */
void run_tell(struct run *run, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void run_tell_text(struct run *run, const char *name, eip_text text);
/** Status wanted and got, and what eip_error and the status tables say. */
bool run_same_status(struct run *run, eip_status wanted, eip_status got);
/** The message of the eip_error is this one. */
bool run_same_message(struct run *run, const char *wanted);
/** Before a call: so that it shows whether `error` is written. */
eip_error *run_error(struct run *run);

void run_books_open(struct run *run);
void run_books_close(struct run *run);
bool run_books(struct run *run);
bool run_reload(struct run *run);
/** Open the run's engine as its configuration says; false: it could not be. */
bool run_engine(struct run *run);

/* An operation each; the kind's byte has been read. */
bool step_allocate(struct run *run, struct dice *dice);
bool step_allocate_many(struct run *run, struct dice *dice);
bool step_allocate_block(struct run *run, struct dice *dice);
bool step_release(struct run *run, struct dice *dice);
bool step_release_many(struct run *run, struct dice *dice);
bool step_describe(struct run *run, struct dice *dice);
bool step_attribute(struct run *run, struct dice *dice);
bool step_associate(struct run *run, struct dice *dice);
bool step_disassociate(struct run *run, struct dice *dice);
bool step_tags(struct run *run, struct dice *dice);
bool step_transfer(struct run *run, struct dice *dice);
bool step_accept(struct run *run, struct dice *dice);
bool step_show_transfers(struct run *run, struct dice *dice);
bool step_show_tags(struct run *run, struct dice *dice);
bool step_ipam_allocation(struct run *run, struct dice *dice);
bool step_ipam_cidr(struct run *run, struct dice *dice);
bool step_ipam_policy(struct run *run, struct dice *dice);
bool step_ipam_pool(struct run *run, struct dice *dice);
bool step_classic(struct run *run, struct dice *dice);
bool step_mark(struct run *run, struct dice *dice);
bool step_provision(struct run *run, struct dice *dice);
bool step_drain(struct run *run, struct dice *dice);
bool step_coip(struct run *run, struct dice *dice);
bool step_coip_pool(struct run *run, struct dice *dice);
bool step_public_pool(struct run *run, struct dice *dice);
bool step_public_cidr(struct run *run, struct dice *dice);
bool step_byoip(struct run *run, struct dice *dice);
bool step_create_pool(struct run *run, struct dice *dice);
bool step_modify_pool(struct run *run, struct dice *dice);
bool step_delete_pool(struct run *run, struct dice *dice);
bool step_share_pool(struct run *run, struct dice *dice);
bool step_set_account(struct run *run, struct dice *dice);
bool step_create_group(struct run *run, struct dice *dice);
bool step_time(struct run *run, struct dice *dice);

/** A held address as eip_address_list_at shows it is what the model has. */
bool run_same_address(struct run *run, int place, const eip_address *got);
/** All that an account holds, in order. */
bool run_same_holdings(struct run *run, int account);
bool run_same_usage(struct run *run, int account);

/** How often each of EC2's answers was given, by all runs. */
bool run_saw_everything(void);

#endif
