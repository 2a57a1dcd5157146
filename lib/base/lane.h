/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file lane.h
 * A lane is what a thread has of an engine: the epoch it is in, the leaf of
 * addresses it is working on, those of which it keeps hints in reserve, two
 * descriptors of account operations, a random stream, counters, spare blocks. A lane is taken
 * at a thread's first use of the engine and taken over once that thread is
 * gone.
 *
 * Only the owner writes a lane (descriptors apart, see registry/ledger.h);
 * anyone may read it.
 */
#ifndef EIP_BASE_LANE_H
#define EIP_BASE_LANE_H

#include "base/host.h"
#include "base/path.h"

/** What lanes count (eip_engine_stats). It is kept in this order, which is
 *  pinned; those of deeds come first. */
enum eip__counter {
    EIP__COUNT_ALLOCATED,
    EIP__COUNT_RECOVERED,
    EIP__COUNT_NAMED,
    EIP__COUNT_RELEASED,
    EIP__COUNT_DESCRIBED,
    EIP__COUNT_ALLOCATE_QUOTA,
    EIP__COUNT_ALLOCATE_CAPACITY,
    EIP__COUNT_ALLOCATE_NOT_FOUND,
    EIP__COUNT_ALLOCATE_OTHER,
    EIP__COUNT_RELEASE_NOT_FOUND,
    EIP__COUNT_RELEASE_OTHER,
    EIP__COUNT_DRY_RUN,
    EIP__COUNTERS
};
enum { EIP__COUNTERS_OF_DEEDS = EIP__COUNT_DESCRIBED /* those before it */ };

/** Descriptor of one operation on an account; registry/ledger.h says how it
 *  is used and by whom each member may be read. */
struct eip__op {
    _Alignas(64) eip__a64 target; /* record << 32 | kind and options */
    eip__a64 before;    /* the word, or the holdings, before; another record */
    eip__a64 after;     /* and after; that one's new detail, or 0 */
    eip__a64 stamp;     /* the record's new stamp */
    eip__a64 detail;    /* the record's new detail, or 0 */
    eip__a64 used;      /* of the account's quota, before */
    eip__a64 outcome;   /* serial << 2 | what became of it */
    void *account;      /* owner only: where the descriptor was installed */
    uint64_t head;      /* owner only: as what */
    uint64_t completed; /* owner only: 1 + what was used after it; 0: not yet */
    eip__a64 entry;     /* in the lane's journal, */
    eip__a64 told;      /* if this is the operation's serial number */
};

/** What a descriptor says of the addresses of a block (registry/block.h). */
enum { EIP__OP_MORE = 16 };
struct eip__op_more {
    _Alignas(64) eip__a64 decided; /* serial << 2 | what is decided */
    eip__a64 before[EIP__OP_MORE]; /* the words */
    eip__a64 detail[EIP__OP_MORE]; /* the records' new details, or 0 */
    eip__a64 record[EIP__OP_MORE];
};

/** Where the last pick in a space was made (space/pick.h says which go on from
 *  there). Owner only; good as long as the layout is in place. */
struct eip__spot {
    uint64_t layout; /* its serial; 0: nowhere */
    void *range;
    eip__a64 *words; /* of the leaf */
    eip__a64 *hints; /* of the leaf, in the class */
    uint64_t valid;  /* records of the leaf that are addresses */
    uint64_t left;   /* what the leaf offered after the pick; not of class 0 */
    uint32_t record; /* the leaf's first */
    uint32_t piece;
    uint32_t mark;
    uint32_t unused;
    eip__a64 bits;    /* hints in reserve (space/reserve.h), */
    eip__a64 put_off; /* and those that are put off for the pocket */
};

/** An address that the lane has released, if it is kept for the next pick
 *  (space/reserve.h). Owner only; good as long as the layout is in place. */
struct eip__pocket {
    eip__a64 record; /* plus 1; 0: none */
    uint64_t layout; /* its serial */
    void *range;
    eip__a64 *word;
};

enum { EIP__SPOTS = 4, EIP__RESERVES = 2 * EIP__SPOTS };

/** Blocks of one size that a lane takes again (base/spare.h). */
struct eip__spare {
    eip__a64 returned; /* a stack */
    eip__a64 waiting;  /* how many have returned; a hint */
    void *own;         /* owner only: those taken from there, a stack */
};

enum { EIP__SPARES = 8 };

struct eip__lane {
    _Alignas(64) eip__a64 epoch;     /* 0: not inside a call */
    eip__a64 announced;              /* see space/hint.h; 0: none */
    eip__a64 reserve[EIP__RESERVES]; /* see space/reserve.h; 0: none */
    uint64_t random[2]; /* owner only: state of the random stream */
    uint64_t serial;    /* owner only: operations described */
    eip__a64 owner;     /* the thread: number << 32 | id; 0: free */
    uint64_t caller;    /* owner only: the last caller's number, plus 1 */
    void *account;      /* owner only: and its account */
    uint32_t index;     /* 1 to EIP_LIMIT_LANES */
    uint32_t depth;     /* owner only: calls entered */
    uint32_t mend;      /* owner only: a gone thread's leaf is to be mended */
    struct eip__spot spot[EIP__SPOTS];
    struct eip__pocket pocket[EIP__SPOTS];
    eip__a64 closing; /* see space/layout.h; 0: nothing */
    eip__a64 block;   /* see space/hint.h; 0: none */
    /* The lane's journal, see registry/journal.h: */
    eip__a64 written; /* the last entry; 0: none */
    struct eip__op op[2];
    struct eip__op_more more[2]; /* theirs */
    _Alignas(64) eip__a64 counters[EIP__COUNTERS];
    /* The journal's collector reads these: */
    _Alignas(64) void *first; /* the first entry; written once, before that */
    void *collected; /* the collector's: the last it has done with, or NULL */
    _Alignas(64) struct eip__spare spare[EIP__SPARES];
};

struct eip__lanes {
    struct eip__host *host;
    struct eip__lane *lane; /* [EIP_LIMIT_LANES + 1], zero pages */
    eip__a64 used;          /* lanes 1 to used have ever been taken */
    eip__a64 epoch;         /* the engine's epoch, from 1 */
    eip__a64 retired;       /* objects waiting to be freed, a stack */
    eip__a64 pending;       /* how many */
    eip__a64 swept;         /* the epoch in which they were last gone through */
    eip__a64 snapshots;     /* of those, topologies and layouts */
    uint64_t serial;        /* this engine's number in the process */
    uint64_t seed;          /* of the lanes' random streams */
    bool asymmetric;        /* readers rely on the writer's membarrier */
};

/** EIP_OK or EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__lanes_open(struct eip__lanes *lanes, struct eip__host *host,
                           uint64_t seed);
void eip__lanes_close(struct eip__lanes *lanes);

/** The lanes that a thread used last, of up to so many engines: checked
 *  against the engine's number, which is never used twice. */
enum { EIP__LANES_CACHED = 8 };
struct eip__lane_cached {
    uint64_t serial;
    struct eip__lane *lane;
};
extern _Thread_local struct eip__lane_cached eip__lane_cache[EIP__LANES_CACHED]
    __attribute__((tls_model("initial-exec")));

/** The thread's lane, found, taken or taken over; NULL: all are in use. */
struct eip__lane *eip__lane_find(struct eip__lanes *lanes);

/**
 * Enter a call: from here on nothing that can be reached is freed.
 *
 * @return EIP_OK; EIP_ERR_TOO_MANY_THREADS; EIP_ERR_REENTRANT.
 * Lock-free; a few loads after a thread's first call.
 */
EIP__HOT eip_status eip__lane_enter(struct eip__lanes *lanes,
                                    struct eip__lane **entered) {
    const struct eip__lane_cached *mine =
        &eip__lane_cache[lanes->serial % EIP__LANES_CACHED];
    struct eip__lane *lane = mine->lane;

    if (mine->serial != lanes->serial) {
        lane = eip__lane_find(lanes);
        if (lane == NULL) {
            return EIP_ERR_TOO_MANY_THREADS;
        }
    }
    if (lane->depth != 0) {
        return EIP_ERR_REENTRANT;
    }
    lane->depth = 1;
    /* A gone thread's epoch stays until what it left has been mended. */
    if (lane->mend == 0 || eip__hint(&lane->epoch) == 0) {
        eip__show(&lane->epoch, eip__look(&lanes->epoch), lanes->asymmetric);
    }
    *entered = lane;
    return EIP_OK;
}

EIP__HOT void eip__lane_leave(struct eip__lane *lane) {
    lane->depth = 0;
    eip__publish(&lane->epoch, 0);
}

/** After changing what others look at before they show themselves: from here
 *  on whoever has not seen the change is seen in its lane. */
void eip__lanes_barrier(const struct eip__lanes *lanes);

/** The lane of this index, which has been taken at some time. */
static inline struct eip__lane *eip__lane_at(struct eip__lanes *lanes,
                                             uint64_t index) {
    return &lanes->lane[index];
}

static inline void eip__lane_count(struct eip__lane *lane,
                                   enum eip__counter counter) {
    eip__tally(&lane->counters[counter], 1);
}

/** The next 64 random bits of the lane's stream (xoroshiro128+). */
static inline uint64_t eip__lane_random(struct eip__lane *lane) {
    uint64_t a = lane->random[0];
    uint64_t b = lane->random[1];
    uint64_t sum = a + b;

    b ^= a;
    lane->random[0] = (a << 24 | a >> 40) ^ b ^ (b << 16);
    lane->random[1] = b << 37 | b >> 27;
    return sum;
}

__extension__ typedef unsigned __int128 eip__u128;

/** A random number below `bound`, 1 to 2^32, without bias worth naming:
 *  64 random bits are scaled, so the error is below 2^-32. */
static inline uint64_t eip__lane_below(struct eip__lane *lane, uint64_t bound) {
    return (uint64_t)(((eip__u128)eip__lane_random(lane) * bound) >> 64);
}

#endif
