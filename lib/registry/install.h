/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file install.h
 * How an operation gets to an account's head, and how the one there is
 * completed; ledger.h says why. For ledger.c and seldom.c.
 */
#ifndef EIP_REGISTRY_INSTALL_H
#define EIP_REGISTRY_INSTALL_H

#include "registry/block.h"

enum { EIP__REFERENCE_BITS = 13 };
#define EIP__REFERENCE_MASK ((UINT64_C(1) << EIP__REFERENCE_BITS) - 1)

EIP__HOT uint64_t eip__head_sequence(uint64_t head) {
    return head >> EIP__REFERENCE_BITS;
}

/* -- tallies --------------------------------------------------------------------- */

enum { EIP__USED_BITS = 28, EIP__SEQUENCE_BITS = 36 }; /* of a tally */
#define EIP__USED_MASK ((UINT64_C(1) << EIP__USED_BITS) - 1)
#define EIP__SEQUENCE_MASK ((UINT64_C(1) << EIP__SEQUENCE_BITS) - 1)

EIP__HOT uint64_t eip__tally_make(uint64_t head, uint64_t used) {
    return (eip__head_sequence(head) & EIP__SEQUENCE_MASK) << EIP__USED_BITS |
           used;
}

EIP__HOT bool eip__tally_is_of(uint64_t tally, uint64_t head) {
    return tally >> EIP__USED_BITS ==
           (eip__head_sequence(head) & EIP__SEQUENCE_MASK);
}

/* -- completing ------------------------------------------------------------------ */

/** An account's last operation, complete. */
struct eip__settled {
    uint64_t head;
    uint64_t used; /* after it */
};

/** See to it that the account's last operation is complete. */
struct eip__settled eip__settle(struct eip__ledger *ledger,
                                struct eip__account *account);

/** The same; a lane knows the last two that it has completed itself. */
EIP__HOT struct eip__settled eip__settle_own(struct eip__ledger *ledger,
                                             const struct eip__lane *lane,
                                             struct eip__account *account) {
    uint64_t head = eip__read(&account->head);
    uint64_t completed = eip__ledger_completed(lane, account, head);

    return completed != 0 ? (struct eip__settled){head, completed - 1}
                          : eip__settle(ledger, account);
}

/* -- installing --------------------------------------------------------------------- */

/** The descriptor is to be written anew: its account's head, as last seen, may
 *  refer to it no more. */
void eip__op_retire(struct eip__ledger *ledger, const struct eip__op *op);

/** Begin a descriptor of the own lane: the one used before the last. */
EIP__HOT struct eip__op *eip__op_begin(struct eip__ledger *ledger,
                                       struct eip__lane *lane) {
    struct eip__op *op = &lane->op[++lane->serial & 1];
    struct eip__account *account = op->account;

    if (account != NULL && eip__read(&account->head) == op->head) {
        eip__op_retire(ledger, op);
    }
    op->account = NULL;
    op->completed = 0;
    /* Published: who sees it sees too that no head refers to the last any more.
     */
    eip__publish(&op->outcome, eip__outcome_pending(lane->serial));
    return op;
}

EIP__HOT void eip__op_describe(struct eip__op *op, uint32_t record,
                               uint32_t options, uint64_t before,
                               uint64_t after, uint64_t detail) {
    eip__publish(&op->target, (uint64_t)record << 32 | options);
    eip__publish(&op->before, before);
    eip__publish(&op->after, after);
    eip__publish(&op->detail, detail);
}

/** Install a described operation, which takes `count` numbers, on top of a
 *  settled head. False: the head has moved, and nothing has happened. Of a pair
 *  with the journal's cut, as eip__settle is. */
EIP__HOT bool eip__op_install_many(const struct eip__lane *lane,
                                   struct eip__account *account,
                                   struct eip__op *op, uint64_t stamp,
                                   const struct eip__settled *settled,
                                   uint32_t count) {
    uint64_t before = settled->head;
    uint64_t next = (eip__head_sequence(before) + count) << EIP__REFERENCE_BITS;

    next |= (uint64_t)lane->index << 1 | (lane->serial & 1);
    eip__publish(&op->stamp, stamp);
    eip__publish(&op->used, settled->used);
    /* Noted before: whoever takes a gone thread's lane over must know. */
    op->account = account;
    op->head = next;
    return eip__turn(&account->head, &before, next);
}

EIP__HOT bool eip__op_install(const struct eip__lane *lane,
                              struct eip__account *account, struct eip__op *op,
                              uint64_t stamp,
                              const struct eip__settled *settled) {
    return eip__op_install_many(lane, account, op, stamp, settled, 1);
}

/** Write down what became of the own operation, unless that has been done:
 *  nobody is to carry it out again. Returns what was written. */
enum eip__deed_outcome eip__op_close(const struct eip__lane *lane,
                                     struct eip__op *op,
                                     enum eip__deed_outcome outcome);

/** What became of the own operation; `told`: it is in the journal. What looks
 *  lost may have been done by others, and undone by a later operation: then they
 *  have written down what it was before that was installed. Else it is lost for
 *  all who come. */
EIP__HOT enum eip__deed_outcome
eip__op_conclude(struct eip__lane *lane, struct eip__op *op, uint32_t options,
                 const struct eip__settled *settled,
                 enum eip__deed_outcome outcome, bool told) {
    if (outcome == EIP__DEED_LOST) {
        outcome = eip__op_close(lane, op, outcome);
    } else if (told) {
        eip__journal_done(op);
    }
    op->completed = eip__deed_used(settled->used, options, outcome) + 1;
    return outcome;
}

/* -- quotas --------------------------------------------------------------------------- */

/** Has the quota room for `count` more? */
EIP__HOT bool eip__quota_has_room(struct eip__account *account,
                                  const struct eip__settled *settled,
                                  uint32_t count) {
    return settled->used + count <= eip__read32(&account->quota);
}

/** A transfer (transfer.h) stands in the account: that changes with the head. */
static inline bool eip__quota_is_reserved(struct eip__account *account) {
    uint64_t ticket = eip__read(&account->ticket);

    return ticket != 0 && (ticket & 1) == 0;
}

#endif
