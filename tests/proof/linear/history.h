/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file history.h
 * What some threads did to a tiny pool, and what they were told: recorded by
 * record.c, judged by check.c.
 *
 * Allocations have slots: 0 to 3 are those of the start, one for each
 * address; each operation has one of its own besides, its allocation's if it
 * makes one.
 */
#ifndef EIP_TESTS_LINEAR_HISTORY_H
#define EIP_TESTS_LINEAR_HISTORY_H

#include "eip/eip.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    ADDRESSES = 4,
    ACCOUNTS = 3,
    NOBODY = 3, /* as the last owner of an address: none of the accounts */
    THREADS = 4,
    LENGTH = 8,          /* operations of a thread */
    LANES = THREADS + 1, /* the last: what is looked at after all is done */
    SLOTS = ADDRESSES + LANES * LENGTH,
    NO_SLOT = SLOTS
};

enum kind {
    ANY,      /* allocate any address */
    NAMED,    /* allocate, or recover, this address */
    RELEASE,  /* a slot */
    DESCRIBE, /* all of an account */
    IDS,      /* one or two slots by id */
    USAGE,    /* how many are used, and the quota */
    QUOTA,    /* change an account's */
    PROVISION,
    DRAIN, /* in one of its modes: the block of the last address */
    KINDS
};

/** An address of an answer, and of a request. */
struct seen {
    uint64_t id;
    uint8_t slot; /* of the id; of an answer's, found when all is known */
    uint8_t address;
    uint16_t tag;
};

struct op {
    uint32_t called; /* the clock before, and after */
    uint32_t returned;
    eip_status status;
    uint8_t kind;
    uint8_t account;
    bool dry;
    uint8_t address; /* named, or got */
    uint16_t tag;    /* asked for, or 0 */
    uint8_t mode;    /* of DRAIN */
    uint8_t number;  /* QUOTA: the new one. DRAIN, USAGE: the answer's count */
    uint8_t quota;   /* USAGE: the answer's */
    uint8_t own;     /* its slot */
    uint8_t asked;   /* how many of `ask` */
    uint8_t count;   /* how many of `list`; more do not fit, and are wrong */
    struct seen ask[2];
    struct seen list[ADDRESSES];
};

/** What holds for a whole history. */
struct setting {
    uint8_t addresses; /* 2 to ADDRESSES; the last is a block of its own */
    bool claims;       /* EIP_ENGINE_CLAIM_ANY_FREE */
    bool cools;        /* a released address is kept from others */
    bool administers;  /* quotas and blocks are changed meanwhile */
};

enum place { FREE, HELD, GONE, DRAINING };

/** The sequential specification's state: what is true at one instant. */
struct state {
    uint16_t address[ADDRESSES]; /* model.h */
    uint8_t quota[ACCOUNTS];     /* low half the new, high half the old */
};

struct history {
    struct setting setting;
    struct state start;
    uint64_t seed; /* of its random choices */
    uint8_t ops[LANES];
    struct op op[LANES][LENGTH];
    /* By slot. */
    _Atomic uint64_t id[SLOTS]; /* 0: none, or not known yet */
    _Atomic uint8_t released[SLOTS];
    uint8_t owner[SLOTS];
    uint8_t place[SLOTS];
    uint16_t tag[SLOTS];
};

static inline bool op_allocated(const struct op *op) {
    return op->kind <= NAMED && op->status == EIP_OK;
}

/** Has it changed anything? */
static inline bool op_changes(const struct op *op) {
    return op->status == EIP_OK && (op->kind <= RELEASE || op->kind >= QUOTA);
}

#endif
