/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file model.h
 * The operations one after another: what each answers, and what is so then.
 * An execution is right if some order of its operations explains all answers
 * and how it ended; and if one could have been over before another began,
 * some order with that one first.
 */
#ifndef INTERLEAVE_MODEL_H
#define INTERLEAVE_MODEL_H

#include "mc.h"

/* Accounts up to 3 are there at first; 4 and 5 come, and get nothing. */
enum { ADDRESSES = 4, BLOCKS = 3, ACCOUNTS = 4, NEW = 6, OPS = 6 };

enum op_kind {
    OP_ANY,         /* allocate any address */
    OP_NAMED,       /* allocate this one: claim or recover */
    OP_RELEASE,     /* in the generation of the beginning */
    OP_RELEASE_NEW, /* in the first generation of this execution */
    OP_EXPIRE,      /* move the ring of released addresses on */
    OP_ADD,         /* provision a block */
    OP_UNUSED,      /* remove a block if nothing of it is held */
    OP_WITHDRAW,    /* drain a block */
    OP_RESTORE,     /* call that off */
    OP_DESCRIBE,    /* what an account holds */
    OP_QUOTA,       /* set an account's quota */
    OP_ASSOCIATE,   /* with the one interface; in the first generation */
    OP_LEAVE,       /* end the association of the beginning */
    OP_ENABLE,      /* offer it to account 3 - this */
    OP_DISABLE,     /* take the offer back */
    OP_ACCEPT,      /* accept it */
    OP_BLOCK,       /* allocate 0 and 1 at once: no other two are a block */
    OP_CUT,         /* take one address out of its block, if it is not held */
    OP_MEND,        /* give it back to its block */
    OP_MOVE,        /* from EC2-Classic to the VPC domain */
    OP_BACK,        /* and back */
    OP_COLLECT,     /* take a cut of the journal */
    OP_SNAPSHOT,    /* keep one from now on, look at all, and take a cut */
    OP_RECLAIM,     /* free what nobody can look at any more */
    OP_KINDS
};

enum verdict { OK, EMPTY, NOT_FOUND, OVER_QUOTA, IN_USE, OTHER };

/** An address as the journal says it is. */
struct seen {
    uint32_t turn;    /* twice the generation, plus one once released */
    uint32_t version; /* of the detail */
    uint8_t owner;    /* and the rest as in struct state */
    uint8_t offer;
    bool tied;
    bool standard;
};

/** What a journal has told up to a cut. */
enum { KEPT = 3 }; /* addresses that are there at first */
struct told {
    struct seen at[KEPT];
    uint64_t effects; /* told_bit each */
    bool again;       /* one came twice */
};

/** A bit for each that there can be. */
uint64_t told_bit(uint8_t address, const struct seen *seen);

struct op {
    enum op_kind kind;
    uint8_t account; /* 1 to 5 */
    uint8_t address; /* or block, or quota */
    /* what it answered: */
    enum verdict verdict;
    uint8_t got; /* the address, or how many; a set of addresses, and of those
                  * associated above it */
    bool begun;
    bool done; /* else its thread has stopped */
    struct mc_span span;
    struct told told; /* OP_COLLECT, OP_SNAPSHOT: so far */
};

struct state {
    bool present[BLOCKS];
    bool draining[BLOCKS];
    bool cut[ADDRESSES];      /* out of a block that is there */
    uint8_t owner[ADDRESSES]; /* 0: not held */
    uint8_t last[ADDRESSES];  /* who may recover it */
    uint8_t anew[ADDRESSES];  /* how often allocated since the beginning */
    /* Associated: 1 as in the beginning, 2 since. */
    uint8_t tied[ADDRESSES];
    uint8_t offer[ADDRESSES]; /* the account it is offered to, or 0 */
    bool classic[ADDRESSES];  /* allocated in EC2-Classic */
    bool standard[ADDRESSES]; /* and there now */
    uint8_t quota[NEW];
    bool keeps; /* what was released cools, and is its last owner's only */
};

uint8_t model_block_of(uint8_t address);

/** Can any account have it? */
bool model_is_free(const struct state *state, uint8_t address);

/** Fails if no order explains it. */
void model_check(const struct state *begin, const struct op *ops,
                 uint32_t count, const struct state *end);

#endif
