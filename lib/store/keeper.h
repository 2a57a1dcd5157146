/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file keeper.h
 * The keeper: what takes an engine's changes to its store.
 *
 * It goes by rounds, one at a time:
 *
 *   1  close the gate and wait until nobody holds; enter the books, so that they
 *      stand still; look at everything, if it is not known what has changed
 *   2  collect a cut of the journal: the addresses (registry/journal.h)
 *   3  capture what has changed of the books: they are of the same instant; take
 *      the notes
 *   4  leave the books, open the gate; everything so far is a group of records in
 *      memory
 *   5  append the group to the store, and commit it
 *   6  the cut is durable: say so
 *
 * A round is made by who waits for it. Others that come meanwhile wait for its
 * end, and one of them makes the next, for all: so a sync is shared by however
 * many wait. Operations on addresses wait for no round.
 *
 * An operation and the note of it (eip_store_note) are in one cut, since both lie
 * between a hold and its release, and no cut is taken there. The gate comes before
 * the books: who holds may wait for them.
 *
 * While 5 takes its time a thread beside it, the sweeper, takes out of the journal
 * what comes meanwhile, where much does (keeper_sweep.c): a cut too, which waits in
 * memory for the next round, and is written with that.
 *
 * Where memory is refused, up to 3, what was gathered stays for the next round;
 * no less is known of the engine, and the store has not been touched. A store
 * that has failed, be it that memory was refused in 5, is left alone: the
 * journal ends, and who waits is told.
 */
#ifndef EIP_STORE_KEEPER_H
#define EIP_STORE_KEEPER_H

#include "base/fail.h"
#include "eip/store.h"
#include "registry/engine.h"
#include "registry/journal.h"
#include "store/books.h"
#include "store/merged.h"

#include <pthread.h>
#include <time.h>

/** Records, one behind the other. */
struct eip__gathered {
    uint8_t *bytes;
    uint64_t size;
    uint64_t room;
};

/** Who holds, and what was noted. */
struct eip__gate {
    pthread_mutex_t mutex; /* of what follows; nothing is waited for within */
    pthread_cond_t changed;
    struct eip__gathered notes; /* records for the next round */
    uint64_t holders;
    bool is_closed; /* who wants to hold waits */
};

/** Accounts are made beside the books. Up to `seen` their indexes were looked
 *  at; those that were nobody's then (made in vain, or on the way) are looked at
 *  again, each time: there are as many as threads have lost a race. */
struct eip__seen_accounts {
    uint64_t seen;
    uint32_t *gap;
    uint64_t gaps;
    uint64_t room; /* for so many */
};

struct eip__keeper {
    eip_engine *engine;
    eip_store *store;
    struct eip__journal_visitor visitor;
    struct eip__gate gate;
    struct eip__gathered gathered;      /* by the catalog's mutex */
    struct eip__merged merged;          /* the same: addresses of the journal */
    uint64_t told;                      /* the same: how many, ever, */
    uint64_t told_before;               /* the same: and in rounds before */
    struct eip__seen_accounts accounts; /* the same */
    struct eip__gathered outdated;      /* the same: what is to be forgotten */
    struct eip__gathered group;         /* the round's */
    bool is_new;        /* nothing of the engine is in the store */
    bool is_parting;    /* what follows is the last round */
    uint64_t unfolded;  /* the round's: bytes, since all was folded */
    uint64_t deeds;     /* the round's: counted when counts were written last */
    eip__a64 committed; /* the last cut that is durable */
    eip__a64 failed;    /* not 0: the store has */

    pthread_mutex_t mutex; /* of what follows */
    pthread_cond_t changed;
    pthread_cond_t ending; /* the thread's: no round's end is to wake it */
    bool is_busy;          /* somebody makes a round */
    bool is_ending;
    bool has_thread; /* and the sweeper */
    uint32_t interval_ms;
    uint32_t sweeps; /* until the sweeper sleeps; 0: it does */
    pthread_cond_t sweeping;
    pthread_t thread;
    pthread_t sweeper;
};

/* -- keeper_round.c ------------------------------------------------------------ */

/** Make a round; nobody else does. EIP_OK; as eip_store_wait. */
eip_status eip__keeper_round(struct eip__keeper *keeper, eip_error *error);

/** Keep no longer what the engine does. EIP_OK; EIP_ERR_TOO_MANY_THREADS; EIP_ERR_REENTRANT. */
eip_status eip__keeper_end(struct eip__keeper *keeper);

/** Put in order some of what the store has, if it is much, or anyway. */
void eip__keeper_fold(struct eip__keeper *keeper, bool anyway);

/* -- keeper_gather.c ----------------------------------------------------------- */

/** Gather a cut, and say its number. The caller is in the books. */
eip_status eip__keeper_gather(struct eip__keeper *keeper,
                              struct eip__lane *lane, uint64_t *cut);

/** Who takes what the journal has into `gathered`. */
struct eip__journal_visitor eip__keeper_visitor(struct eip__keeper *keeper);

/** Put a record that there is no such thing as this one's any more. */
void eip__put_gone(struct eip__writer *writer, const void *record);

/** Put a record there in place. False: there is no memory, and nothing has
 *  changed. */
bool eip__gathered_put(struct eip__host *host, struct eip__gathered *gathered,
                       eip__record_put *put, const void *thing);
/** Put records there that are one behind the other. The same. */
bool eip__gathered_add(struct eip__host *host, struct eip__gathered *gathered,
                       const void *records, uint64_t size);
void eip__gathered_free(struct eip__host *host, struct eip__gathered *gathered);

/* -- keeper_note.c ------------------------------------------------------------- */

void eip__gate_start(struct eip__gate *gate);
void eip__gate_end(struct eip__gate *gate, struct eip__host *host);
/** Let nobody hold until the gate is opened, and wait for who does. */
void eip__gate_close(struct eip__gate *gate);
void eip__gate_open(struct eip__gate *gate);
/** Take the notes into `gathered`. EIP_OK; EIP_ERR_OUT_OF_MEMORY: they stay. */
eip_status eip__keeper_take_notes(struct eip__keeper *keeper);

/* -- keeper_wait.c ------------------------------------------------------------- */

/** As eip_store_ticket. */
uint64_t eip__keeper_ticket(const struct eip__keeper *keeper);

/** As eip_store_wait. */
eip_status eip__keeper_wait(struct eip__keeper *keeper, uint64_t ticket,
                            eip_error *error);

/** Make the last round. As eip_store_wait. */
eip_status eip__keeper_part(struct eip__keeper *keeper, eip_error *error);

/** So many ms from now, by the clock that conditions are waited for with. */
struct timespec eip__keeper_in_ms(uint32_t ms);

/** Make the mutex, and the threads if there are to be any. EIP_OK;
 *  EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__keeper_start(struct eip__keeper *keeper);
/** End all that. */
void eip__keeper_stop(struct eip__keeper *keeper);

/* -- keeper_sweep.c ------------------------------------------------------------ */

/** Take what the journal has. The caller is in no call. Returns whether there was
 *  anything; what is refused memory stays there. */
bool eip__keeper_sweep(struct eip__keeper *keeper);

/** The sweeper's thread; `keeper` is a struct eip__keeper. */
void *eip__keeper_sweeper(void *context);

/** A round has taken so much of the journal, and is going to write. */
void eip__keeper_has_taken(struct eip__keeper *keeper, uint64_t told);

/* -- keeper_load.c ------------------------------------------------------------- */

/** The engine is closed: make durable what there is; free the keeper. Nobody
 *  uses the engine. */
void eip__keeper_close(eip_engine *engine);

#endif
