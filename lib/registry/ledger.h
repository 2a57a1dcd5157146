/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ledger.h
 * Operations of accounts on addresses: exact quotas without a lock, and
 * nothing half done that others could not finish.
 *
 * An allocation changes two things, the address's word and the account's
 * count. So it is described first, in a descriptor of the own lane, together
 * with the count before it; where a journal is kept, written there (journal.h);
 * and then installed in the account's `head`. From then on anyone can carry it
 * out, and whoever wants to install the next must have seen to that first:
 *
 *      head   63 ............. 13 | 12 ....... 1 | 0
 *             sequence            | lane         | descriptor (of two)
 *
 *      (s, L) --install: s is complete, and conditions--> (s + 1, L')
 *      (s, L) --retire: s is complete, tally says so----> (s, none)
 *
 *      tally  63 ............. 28 | 27 ......... 0
 *             sequence            | used
 *
 *      (t, u) --before (s, none) is installed, by L, while head is (s, L)-->
 *             (s, u')
 *
 *      outcome of a descriptor, with its serial number:
 *
 *      pending --by whoever installs next, if that is not L--> done or lost
 *      pending --by L, where no other may carry it out again---> done or lost
 *      pending --by the journal's collector, of an entry that is
 *                decided, before its memory goes (journal.h)---> done or lost
 *
 * Carrying out s, by anyone, each step once whoever does it:
 *
 *   1  stamp   (a release of a word still held) the record's stamp := when
 *   2  word    step the address's word: from FREE in the generation of
 *              `before` to `after`; from held to free
 *   3  detail  (an allocation that has one, an alteration) hang it up; an
 *              alteration of two addresses, first the other's
 *      stamp   (an allocation) the record's stamp := s, its place in order
 *      errand  (an errand) whatever it does
 *
 * Then s is complete. The count after it is not written anywhere: it follows
 * from the count before, which the descriptor has, and from what became of
 * the word. Only for an account whose last descriptor is to be written anew it
 * goes to the tally.
 *
 * Why each happens once, and why everybody sees the same outcome. While s is
 * the account's last operation, a word that this account holds changes only by
 * `after`, or by draining, which leaves it held. And an operation is installed
 * only if its word was as expected (FREE in that generation; held, for a
 * release or an alteration) between two looks at the same `head`: so nothing
 * the account has done is mistaken for this. The detail of a held address
 * changes only by its account's operations too, so a release or an alteration
 * that was decided by one detail takes effect while it hangs, or not at all.
 * Hence step 2 of an allocation was done if and only if the word is held by
 * the account in the new generation, as long as `head` says s; and neither a
 * release nor an alteration can fail. An allocation may: another account took
 * the address, or it was withdrawn. When `head` moves on, the word may too;
 * so whoever installs the next writes the outcome down before, for L to
 * read. (L itself need not: it goes on only when it knows.) The first outcome
 * written stays, and any other would be that of one who looked too late.
 *
 * What L leaves pending others may carry out again as long as `head` says s,
 * also long after: so L closes an allocation that was lost; an errand, whose
 * memory goes when it is over; and a SWAP, whose old set may come again as a
 * new one. All else is found done by its word, its generation or its version,
 * and a stamp is written only while its word is what it should be.
 *
 * So quotas are exact: the condition `used < quota` is read while the last
 * operation is complete, and holds at the install, which fails if `head` has
 * moved. And a thread that stops anywhere strands neither address nor quota:
 * the next operation of its account finishes its own.
 *
 * The descriptor is read by helpers as a seqlock is: they look at `head` again
 * afterwards. A descriptor is written anew only when no head refers to it. A
 * lane remembers what came of its last two: mostly the account's last operation
 * is one of these, and nothing else has to be read.
 *
 * Sequence bits: `head` has 51, the tally 36. A thread stopped between
 * reading a tally and stepping it would have to sleep through exactly 2^36
 * operations of one account to do harm.
 */
#ifndef EIP_REGISTRY_LEDGER_H
#define EIP_REGISTRY_LEDGER_H

#include "registry/account.h"
#include "registry/detail.h"
#include "registry/holdings.h"
#include "registry/journal.h"
#include "space/space.h"

struct eip__ledger {
    struct eip__host *host;
    struct eip__lanes *lanes;
    struct eip__records *records;
    struct eip__journal journal;
};

/** An allocation: in, of a picked or named address; out, what it became. */
struct eip__take {
    uint32_t record;
    bool counted;                /* towards the quota (R9) */
    bool standard;               /* EC2-Classic's domain */
    uint64_t before;             /* the word, FREE */
    struct eip__detail *detail;  /* or NULL; its own from EIP__TAKEN on */
    struct eip__holding holding; /* zero at first; kept between tries */
    uint32_t generation;         /* out */
};

enum eip__taken {
    EIP__TAKEN,
    EIP__TAKE_LOST,     /* the word was no longer FREE in that generation */
    EIP__TAKE_QUOTA,    /* at an instant of the call the quota was used up */
    EIP__TAKE_RESERVED, /* by a transfer, too, which is to be seen through */
    EIP__TAKE_NO_MEMORY
};

/** What became of a release or an alteration. */
enum eip__changed {
    EIP__CHANGE_LOST, /* it is not as it was decided by */
    EIP__CHANGED,
    EIP__CHANGE_NO_MEMORY /* for the journal; nothing has happened */
};

/** What a lane knows of the account's operation at `head`: 1 + what was used
 *  after it; 0: it is not the lane's, or not complete. Wait-free. */
EIP__HOT uint64_t eip__ledger_completed(const struct eip__lane *lane,
                                        const struct eip__account *account,
                                        uint64_t head) {
    const struct eip__op *op = &lane->op[head & 1];

    return op->head == head && op->account == account ? op->completed : 0;
}

/** Has the lane just seen room for `count` in the quota? At an instant of the
 *  call. False: eip__ledger_has_room knows. Wait-free. */
EIP__HOT bool eip__ledger_saw_room(const struct eip__lane *lane,
                                   const struct eip__account *account,
                                   uint32_t count) {
    uint64_t completed =
        eip__ledger_completed(lane, account, eip__read(&account->head));

    return completed != 0 &&
           completed - 1 + count <= eip__read32(&account->quota);
}

/** Is there room for `count` in the quota? Exact at an instant of the call. If
 *  not, is some of it reserved by a transfer? */
bool eip__ledger_has_room(struct eip__ledger *ledger,
                          const struct eip__lane *lane,
                          struct eip__account *account, uint32_t count,
                          bool *reserved);

/** Allocate: linearises at step 2. Lock-free. With EIP__TAKE_RESERVED see the
 *  transfer through (transfer.h) and try again. */
enum eip__taken eip__ledger_take(struct eip__ledger *ledger,
                                 struct eip__lane *lane,
                                 struct eip__account *account,
                                 struct eip__take *take);

/** A release. */
struct eip__give {
    uint32_t record;
    uint32_t generation;
    uint32_t mark; /* hint class of the released address */
    bool counted;
    bool keeps;      /* the account may recover it */
    uint64_t now_ms; /* for the stamp */
    uint64_t detail; /* the record's, by which it was decided */
};

/** Release: linearises at step 2. EIP__CHANGE_LOST: the account does not hold it
 *  in that generation, or with another detail. Announce the leaf before, offer
 *  the hint and drop the detail after. Lock-free. */
enum eip__changed eip__ledger_give(struct eip__ledger *ledger,
                                   struct eip__lane *lane,
                                   struct eip__account *account,
                                   const struct eip__give *give);

/** A new detail of a held address. */
struct eip__alter {
    uint32_t record;
    uint32_t generation;
    uint64_t before; /* the record's, by which it was decided */
    uint64_t head;   /* as eip__ledger_settle said, or 0: whatever it is */
    struct eip__detail *detail; /* newer; the record's if done */
    /* Of another address of the account at that `head`; or NULL. */
    struct eip__detail *also;
    uint32_t also_record;
};

/** Alter: linearises at step 3. EIP__CHANGE_LOST, and nothing has happened: the
 *  account does not hold the address in that generation, or with another
 *  detail, or its head has moved. Lock-free. */
enum eip__changed eip__ledger_alter(struct eip__ledger *ledger,
                                    struct eip__lane *lane,
                                    struct eip__account *account,
                                    const struct eip__alter *alter);

/**
 * A step of something that is larger than an account (transfer.h). It lies in
 * memory that is retired only once the step is over.
 */
struct eip__errand {
    /** May it be? Asked between two looks at a head that stands still; it
     *  would be the account's operation number `sequence`. */
    bool (*may)(struct eip__ledger *ledger, struct eip__errand *errand,
                uint64_t sequence);
    /** Carry it out: by anyone, any number of times, also late; each of its
     *  effects happens once. It cannot fail. */
    void (*run)(struct eip__ledger *ledger, struct eip__errand *errand);
    /** Tell the journal (tell.h) what lasts of it; NULL: nothing does. */
    bool (*tell)(struct eip__ledger *ledger, struct eip__lane *lane,
                 struct eip__op *op, struct eip__errand *errand);
};

enum eip__errand_done {
    EIP__ERRAND_DONE,
    EIP__ERRAND_NOT,      /* it may not be */
    EIP__ERRAND_QUOTA,    /* at an instant of the call the quota was used up */
    EIP__ERRAND_NO_MEMORY /* for the journal; nothing has happened */
};

/** Run an errand as an operation of the account, whose count changes by
 *  `delta`: 1, if there is room, 0 or -1. Lock-free. */
enum eip__errand_done eip__ledger_run(struct eip__ledger *ledger,
                                      struct eip__lane *lane,
                                      struct eip__account *account,
                                      struct eip__errand *errand,
                                      int32_t delta);

/** Make sure that everything installed before the call is complete, and that
 *  nothing is installed that has read the account before it. */
void eip__ledger_pass(struct eip__ledger *ledger, struct eip__lane *lane,
                      struct eip__account *account);

/** Complete what is installed; returns the head then, without reference. */
uint64_t eip__ledger_settle(struct eip__ledger *ledger,
                            struct eip__account *account);

/** Replace the account's set of holdings if its sequence is still as
 *  `settled` said, and no transfer has an entry there; the old set is retired.
 *  False: it was not, or one has. */
bool eip__ledger_swap(struct eip__ledger *ledger, struct eip__lane *lane,
                      struct eip__account *account, uint64_t settled,
                      struct eip__holdings *from, struct eip__holdings *to);

/** Addresses that count towards the quota, at an instant of the call. */
uint32_t eip__ledger_used(struct eip__ledger *ledger,
                          struct eip__account *account);

/** In an engine that is being put together, which nobody else can look at: this
 *  place in the account's order is taken, by an address that counts towards
 *  its quota or by something that does not. */
void eip__ledger_restore(struct eip__account *account, uint64_t place,
                         bool counted);

#endif
