/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file journal.h
 * What operations on addresses have changed, for one who keeps it elsewhere:
 * told by every operation itself, collected a cut at a time. While nobody keeps
 * a journal it costs an operation one load and a branch.
 *
 * An operation writes an entry into its own lane's journal before it is
 * installed: all that it will do is known by then. So it can be refused memory
 * while nothing has happened yet. The entries of a lane are a list, in chunks of
 * memory (chunk.h).
 *
 *      cut of the journal:  0 --start--> n --collect--> n + 1 ... --stop--> 0
 *
 *      written of a lane:   0 --> its first entry --> the next ...
 *
 *      state of an entry:   0, pending --L, before a try to install--> c, pending
 *                           c, pending --L, before another--> c' >= c, pending
 *                           c, pending --whoever knows--------> c, done or lost
 *                           c, pending --L, if it was not installed---> c, lost
 *
 * An operation, of lane L:
 *
 *   1  look at the account's head, at the words it relies on, and at last at
 *      the journal's cut: is one kept?
 *   2  write the entry; show it as `written`
 *   3  c := the journal's cut, into the entry
 *   4  install, or go back to 1 (the entry is there; only its place in the
 *      account's order, and c, are written anew)
 *
 * and when it is known what became of it, L or whoever helps says so in the
 * entry, before the descriptor's outcome is written, and before anything is
 * installed on top. So of all operations below a head the entries are decided.
 *
 * A collection, one at a time, of cut K:
 *
 *   1  the journal's cut := K + 1; a barrier
 *   2  of each lane, in any order, look at `written`, and take its entries from
 *      the first not yet collected up to that: one that is pending first has
 *      its account settled. If it is pending still, or has c > K, it and what
 *      follows wait for the next collection.
 *
 * **What has been collected by the end of cut K is the engine's state at one
 * instant:** whatever an operation in it relies on is in it too. Let Y rely on
 * X: on its head, or on a word or a detail as X left it. X was installed before
 * Y looked, and X read the cut before it was installed, Y after it looked: so
 * X's c is at most Y's. Let that be at most K. X had shown its entry before it
 * read K or less, which the collector exceeds before it looks: so it sees X's
 * entry. And X's is decided once its account is settled: its head was turned
 * before Y read K or less, and the collector looks at heads after it has exceeded
 * that. The entries before it in its lane are decided, and their c are not
 * greater. Conversely, one that is left pending was not installed when the
 * account was settled, so whoever relies on it reads a cut above K.
 *
 * So a call that has ended is in the cut of eip__journal_position, or in an
 * earlier one. An operation on addresses takes effect where it always did; a
 * collection at the step of the cut.
 *
 * Turning it on: the cut is set, then a PASS moves every account's head on. What
 * looked at the old head, and saw no journal, is not installed any more; what
 * looks at the new one sees the journal. An account that is counted too late
 * was made after the cut was set, and its operations see that (atomic.h). An
 * entry of before, with an older c, is dropped: its operation was installed
 * before its account's head moved on, or has looked again.
 *
 * An entry whose operation was not installed stays pending until its lane
 * writes the next, and then is lost: it is the lane's last, so nobody waits for
 * it. In the same way a lane that is taken over ends the gone thread's.
 *
 * Chunks are retired when the collector is past them, for helpers may be late.
 * They look into an entry only while the descriptor's outcome is pending: so
 * the collector writes that down before. What others took out of the journal
 * they give each other no chance to miss: the collector alone moves on.
 *
 * A thread stopped anywhere hinders neither others nor the collector. While
 * nobody collects, the journal grows.
 */
#ifndef EIP_REGISTRY_JOURNAL_H
#define EIP_REGISTRY_JOURNAL_H

#include "registry/account.h"
#include "registry/chunk.h"
#include "registry/effect.h"
#include "registry/outcome.h"

struct eip__ledger;

struct eip__journal {
    eip__a64 cut;   /* the next to be collected; 0: no journal is kept */
    uint64_t next;  /* the collector's: the same, kept while none is */
    uint64_t first; /* the collector's: the first since it was turned on */
    struct eip__chunks chunks; /* of the entries */
};

/** As long as a line of the cache, and on one: who appends writes little else. */
struct eip__entry {
    _Alignas(64) eip__a64 state;  /* cut << 2 | enum eip__deed_outcome; */
                                  /* lost: it changes nothing */
    struct eip__entry *next;      /* in the lane, once that is shown */
    struct eip__account *account; /* whose operation it is */
    uint64_t serial;              /* as the lane counts them */
    uint32_t offset;              /* of it, in its chunk */
    uint16_t count; /* of effects behind it; 0: there is one, which
                                   * has no detail, and is this: */
    uint16_t flags;
    uint32_t record;
    uint32_t generation;
    uint64_t number; /* the effect's account */
    uint64_t value;
};

/** What lies behind an entry with a count. */
struct eip__entry_more {
    const struct eip__handed *handed; /* or NULL */
    struct eip__effect effect[];      /* their facts lie behind them */
};

static inline struct eip__entry_more *
eip__entry_more(struct eip__entry *entry) {
    return (struct eip__entry_more *)(void *)(entry + 1);
}

static inline uint64_t eip__entry_cut(uint64_t state) {
    return state >> EIP__DEED_OUTCOME_BITS;
}

static inline enum eip__deed_outcome eip__entry_outcome(uint64_t state) {
    return (enum eip__deed_outcome)(state & EIP__DEED_OUTCOME_MASK);
}

/* -- for the collector --------------------------------------------------------- */

/** Keep a journal from now on. The caller is inside a call, and nobody else
 *  starts, stops or collects. Every operation that ends after this is in it;
 *  what was before may be. Lock-free; a few steps for each account. */
void eip__journal_start(struct eip__ledger *ledger,
                        struct eip__accounts *accounts, struct eip__lane *lane);

/** Keep it no longer; what has not been collected is dropped. As above. */
void eip__journal_stop(struct eip__ledger *ledger);

/** What is done with what was collected. False: it could not be; it comes again
 *  with the next collection. Of one address what is newer may come earlier
 *  (eip__address_rank). What they are given lives as long as the call. */
struct eip__journal_visitor {
    bool (*address)(void *context, const struct eip__effect *effect);
    bool (*handed)(void *context, const struct eip__handed *handed);
    void *context;
};

/**
 * Collect a cut. The caller is inside a call, and nobody else starts, stops or
 * collects; a journal is kept.
 *
 * @param[out] cut  Its number, greater than any before.
 * @return False: the visitor refused something. What it took is not a cut; with
 *         the rest, which comes next time, it will be.
 * Lock-free.
 */
bool eip__journal_collect(struct eip__ledger *ledger,
                          const struct eip__journal_visitor *visitor,
                          uint64_t *cut);

/** The cut that has, at the latest, every call that has ended; 0: no journal
 *  is kept. Wait-free. */
uint64_t eip__journal_position(const struct eip__ledger *ledger);

/** Free all entries; nobody may be inside a call. */
void eip__journal_close(struct eip__ledger *ledger);

/* -- for operations ------------------------------------------------------------ */

/** What an operation is going to do. */
struct eip__told {
    const struct eip__effect *effect;
    uint32_t count;
    const struct eip__handed *handed; /* or NULL */
};

/** Has an operation to be written into the journal? Asked after its looks at
 *  head and words, before it is installed. */
EIP__HOT bool eip__journal_asks(const struct eip__journal *journal) {
    return EIP__SELDOM(eip__look(&journal->cut) != 0);
}

/** Write it, as steps 2 and 3. Another time only the `value` of each effect may
 *  differ. False: there is no memory, and it must not be installed. */
bool eip__journal_write(struct eip__ledger *ledger, struct eip__lane *lane,
                        struct eip__account *account, struct eip__op *op,
                        const struct eip__told *told);

/** The same of one address without a detail, `which`: record << 32 | generation;
 *  the account's, unless the flags say neither held nor kept. Members one by one: they come
 *  from registers, and one that reads two of them at a time from where they have
 *  just been written would wait for that. */
bool eip__journal_write_plain(struct eip__ledger *ledger,
                              struct eip__lane *lane,
                              struct eip__account *account, struct eip__op *op,
                              uint64_t which, uint32_t flags, uint64_t value);

/** The entry of the operation that a descriptor is of, or 0. */
static inline uint64_t eip__journal_entry(const struct eip__op *op,
                                          uint64_t serial) {
    return eip__read(&op->told) == serial ? eip__read(&op->entry) : 0;
}

/** The own operation, which is in the journal, was done. */
static inline void eip__journal_done(const struct eip__op *op) {
    struct eip__entry *entry = eip__pointer(eip__hint(&op->entry));
    uint64_t cut = eip__hint(&entry->state) & ~EIP__DEED_OUTCOME_MASK;

    eip__publish(&entry->state, cut | EIP__DEED_DONE);
}

/** Say what became of an operation, unless that has been said; returns what has
 *  been. `entry`: of its descriptor, or 0. */
enum eip__deed_outcome eip__journal_decide(uint64_t entry,
                                           enum eip__deed_outcome outcome);

#endif
