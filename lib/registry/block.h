/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file block.h
 * Up to 16 addresses for one account at once, or none of them: an operation of
 * its ledger like an allocation, but of many words, so that it is decided by
 * one word of its own.
 *
 *      decided:  pending --all words held--------------------> done
 *                pending --a word is not to be had any more--> lost
 *
 *      a word:   FREE (g) --while pending--> HELD (g + 1), pending
 *                HELD (g + 1), pending --done--> HELD (g + 1)
 *                HELD (g + 1), pending --lost--> FREE (g + 1)
 *
 * DRAIN is like HELD, and GONE like FREE where it came from DRAIN. Carrying it
 * out, by anyone, any number of times, also late:
 *
 *   1  take    each word, in order, until one is not to be had
 *   2  decide  **here it takes effect, or does not**
 *   3  done: hang each detail up, write each stamp, take the mark away
 *      lost: let each word go that is held, in the new generation
 *
 * Then it is complete, and only then `head` moves on. A stopped thread that goes
 * on then does nothing. All words before the one that was not to be had were
 * held when the block was lost, and are FREE in the generation of `before` never
 * again; that one is not, either, or it could have been had; and as it was never
 * held, nobody has come past it to those behind.
 *
 * Whoever finds a word with the mark settles its owner's account before
 * drawing a conclusion: so a thread that stops in the middle strands nothing.
 * Two blocks that overlap take the words they share in the same order, by the
 * address; the one that has the first of them is not hindered by the other.
 *
 * The n addresses get n numbers in the account's order: `head` moves on by n.
 *
 * The lane's eip__op_more is read by helpers as the descriptor is, and is
 * written anew when that is.
 */
#ifndef EIP_REGISTRY_BLOCK_H
#define EIP_REGISTRY_BLOCK_H

#include "registry/deed.h"

/** What is asked for, and what it became. */
struct eip__block_take {
    uint32_t count;                           /* 1 to EIP__OP_MORE */
    uint32_t record[EIP__OP_MORE];            /* in the order of addresses */
    uint64_t before[EIP__OP_MORE];            /* the words, FREE */
    struct eip__detail *detail[EIP__OP_MORE]; /* or NULL; as eip__take's */
    struct eip__holding holding[EIP__OP_MORE];
    bool counted;
    bool standard;
};

/** Allocate all of them, or none: linearises at step 2. Announce the block
 *  before (hint.h), and after EIP__TAKE_LOST offer what is free of it.
 *  Statuses as of eip__ledger_take. Lock-free. */
enum eip__taken eip__ledger_take_block(struct eip__ledger *ledger,
                                       struct eip__lane *lane,
                                       struct eip__account *account,
                                       struct eip__block_take *take);

/* -- for ledger.c and seldom.c -------------------------------------------------- */

/** Write the description, before the deed is installed. */
void eip__block_describe(struct eip__op_more *more, uint64_t serial,
                         const struct eip__block_take *take);

/** May it be installed, as far as the words go? */
bool eip__block_is_free(const struct eip__ledger *ledger,
                        const struct eip__block_take *take);

/** Place the entries of all, or say that there is no memory. */
bool eip__block_place(struct eip__ledger *ledger, struct eip__account *account,
                      struct eip__block_take *take);

/** Carry out another's, installed as `head`, by its descriptor.
 *  EIP__DEED_PENDING: the head has moved. */
enum eip__deed_outcome eip__block_help(struct eip__ledger *ledger,
                                       struct eip__account *account,
                                       uint64_t head, struct eip__op_more *more,
                                       const struct eip__deed *deed);

/** Carry out the own one. */
enum eip__deed_outcome eip__block_run(struct eip__ledger *ledger,
                                      const struct eip__account *account,
                                      struct eip__op_more *more,
                                      const struct eip__op *op);

#endif
