/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file facts.h
 * Histories of what is done to held addresses: transfers between accounts, PTR
 * records, associations, releases and allocations, of some threads on a pool
 * of two or three addresses; and the sequential specification of it.
 *
 * Allocation ids and association ids have small numbers here: that of the
 * call that made them, from 1 on. A history begins with nothing held.
 */
#ifndef EIP_TESTS_LINEAR_FACTS_FACTS_H
#define EIP_TESTS_LINEAR_FACTS_FACTS_H

#include "proof/linear/stop.h"
#include "support/internal/trial.h"

enum {
    PLACES = 3, /* at most */
    WHO = 2,    /* accounts; WHO: nobody */
    WORKERS = THREADS - 1,
    CALLS = 6,          /* of a thread */
    ROWS = WORKERS + 1, /* the last: what comes before all, and after */
    LONG = 14,          /* calls of the last */
    NUMBERS = WORKERS * CALLS + LONG + 1,
    TARGETS = 2,
    NAMES = 2
};

enum deed {
    TAKE, /* any address */
    GIVE,
    OFFER,
    WITHDRAW,
    ACCEPT,
    SET, /* the PTR record */
    RESET,
    JOIN, /* associate */
    PART,
    SHOW, /* the addresses of an account */
    SHOW_PTR,
    COUNT, /* what it uses of its quota */
    DEEDS
};

/** An address of an answer. */
struct shown {
    uint64_t id;
    uint64_t association;
    uint8_t place;
    uint8_t target; /* 0: none */
    uint8_t name;
};

struct call {
    uint32_t called;
    uint32_t returned;
    eip_status status;
    uint8_t deed;
    uint8_t who;
    uint8_t own;   /* its number */
    uint8_t place; /* ACCEPT: asked for; TAKE, ACCEPT, SET, RESET: the answer */
    uint8_t target;
    uint8_t name;
    bool keeps;      /* JOIN: no reassociation */
    bool in_default; /* JOIN */
    bool is_pending; /* SET, RESET: the answer has an update */
    uint8_t before;  /* and the old name */
    uint8_t update;
    uint8_t number; /* COUNT */
    uint8_t count;  /* of `shown` */
    uint64_t id;    /* asked for: of the address or the association */
    uint64_t got;   /* TAKE: its id; JOIN: the association's */
    struct shown shown[PLACES];
    eip_address_transfer transfer;
};

/** Of an address, at one instant. */
struct spot {
    uint8_t holder; /* or WHO */
    uint8_t id;     /* number */
    uint8_t rank;   /* of allocation, among all that are held */
    uint8_t name;   /* of the PTR record; 0: none */
    uint8_t joined; /* number of the association */
    uint8_t target; /* 0: none */
    uint8_t in_default;
    uint8_t offer;  /* to whom, plus 1; bit 7: disabled */
    uint8_t handed; /* accepted, not allocated */
};

struct instant {
    struct spot spot[PLACES];
    uint64_t joined; /* bits: associations that were made, by number */
};

struct story {
    uint8_t places;
    uint8_t quota[WHO];
    uint64_t now_ms;
    struct instant start;
    uint64_t seed;
    uint8_t calls[ROWS];
    struct call call[ROWS][LONG];
    _Atomic uint64_t id[NUMBERS];     /* of allocations, by number */
    _Atomic uint64_t joined[NUMBERS]; /* of associations */
    _Atomic uint8_t place[NUMBERS];   /* of allocations */
    _Atomic uint8_t holder[NUMBERS];  /* a hint: who had it last */
};

#define FACTS_BASE UINT32_C(0xc6336400)
extern const uint64_t facts_account[WHO];

/* -- calls.c ------------------------------------------------------------------- */

void facts_do(eip_engine *engine, struct story *story, struct call *call);

/* -- check.c ------------------------------------------------------------------- */

/** How many steps it has; model.h of linear/ says why some have two. */
uint32_t facts_steps(const struct call *call);
/** Take one. `busy`: addresses that an unfinished call is at work on. */
bool facts_step(const struct story *story, struct instant *instant,
                const struct call *call, uint32_t step, uint32_t busy);
/** The number of an id, 0 if nobody was given it. */
uint8_t facts_number(const struct story *story, uint64_t id);
uint8_t facts_joined(const struct story *story, uint64_t id);

/** Is there an order that explains all answers? */
bool facts_check(const struct story *story, uint64_t *states);
void facts_print(const struct story *story);

#endif
