/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the word `tally` of accounts, and how `head` is completed (I3). */
#include "registry/install.h"

enum {
    USED_BITS = EIP__TALLY_USED_BITS,
    SEQUENCE_BITS = EIP__TALLY_SEQUENCE_BITS
};
#define USED_MASK ((UINT64_C(1) << USED_BITS) - 1)
#define SEQUENCE_MASK ((UINT64_C(1) << SEQUENCE_BITS) - 1)

static bool is_tally_of(uint64_t tally, uint64_t head) {
    return (tally >> USED_BITS) == (eip__head_sequence(head) & SEQUENCE_MASK);
}

static struct eip__op *op_of(const struct eip__ledger *ledger, uint64_t head) {
    uint64_t reference = head & EIP__REFERENCE_MASK;

    return &eip__lane_at(ledger->lanes, reference >> 1)->op[reference & 1];
}

static struct eip__op_more *more_of(const struct eip__ledger *ledger,
                                    uint64_t head) {
    uint64_t reference = head & EIP__REFERENCE_MASK;

    return &eip__lane_at(ledger->lanes, reference >> 1)->more[reference & 1];
}

/* -- completing ------------------------------------------------------------------ */

/* Carry out what another's descriptor says, and write down what became of it
 * before anything else is installed. False: the head has moved. */
static EIP__RARE bool help(struct eip__ledger *ledger,
                           struct eip__account *account,
                           struct eip__settled *settled) {
    struct eip__op *op = op_of(ledger, settled->head);
    struct eip__deed deed = eip__deed_read(op);
    uint64_t now = deed.outcome;

    if (eip__read(&account->head) != settled->head) {
        return false;
    }
    if ((now & EIP__DEED_OUTCOME_MASK) == EIP__DEED_PENDING) {
        uint64_t known =
            now |
            eip__journal_decide(
                deed.entry,
                (deed.options & EIP__DEED_KIND_MASK) == EIP__DEED_BLOCK
                    ? eip__block_help(ledger, account, settled->head,
                                      more_of(ledger, settled->head), &deed)
                    : eip__deed_carry_out(ledger, account,
                                          eip__deed_place(ledger, &deed),
                                          &deed));

        if (eip__step(&op->outcome, &now, known)) {
            now = known;
        }
    }
    settled->used =
        eip__deed_used(deed.used, deed.options,
                       (enum eip__deed_outcome)(now & EIP__DEED_OUTCOME_MASK));
    return now >> EIP__DEED_OUTCOME_BITS ==
               deed.outcome >> EIP__DEED_OUTCOME_BITS &&
           (now & EIP__DEED_OUTCOME_MASK) != EIP__DEED_PENDING;
}

/* See to it that the account's last operation is complete. What no descriptor
 * says stands in the tally. */
EIP__RARE struct eip__settled eip__settle(struct eip__ledger *ledger,
                                          struct eip__account *account) {
    struct eip__settled settled;

    for (;;) {
        settled.head = eip__read(&account->head);
        if ((settled.head & EIP__REFERENCE_MASK) != 0) {
            if (help(ledger, account, &settled)) {
                return settled;
            }
            continue;
        }
        settled.used = eip__read(&account->tally);
        if (is_tally_of(settled.used, settled.head)) {
            settled.used &= USED_MASK;
            return settled;
        }
    }
}

/* -- installing --------------------------------------------------------------------- */

/* Write a settled head's count into the tally, whatever stands there: only the
 * descriptor's lane does so, while its head stands. If that moves on first, a
 * tally that nobody reads may become an older one. */
static void note_tally(struct eip__account *account,
                       const struct eip__settled *settled) {
    uint64_t noted = (eip__head_sequence(settled->head) & SEQUENCE_MASK)
                         << USED_BITS |
                     settled->used;
    uint64_t tally = eip__read(&account->tally);

    while (tally != noted && eip__read(&account->head) == settled->head &&
           !eip__step(&account->tally, &tally, noted)) {
    }
}

/* The descriptor is to be written anew: no head may refer to it. */
EIP__RARE void eip__op_retire(struct eip__ledger *ledger,
                              struct eip__account *account, uint64_t head) {
    struct eip__settled settled = {head, 0};

    if (help(ledger, account, &settled)) {
        note_tally(account, &settled);
        (void)eip__step(&account->head, &head, head & ~EIP__REFERENCE_MASK);
    }
}

/* Write down what became of an operation, unless that has been done. */
static enum eip__deed_outcome write_down(struct eip__op *op, uint64_t pending,
                                         enum eip__deed_outcome outcome) {
    return eip__step(&op->outcome, &pending, pending | outcome)
               ? outcome
               : (enum eip__deed_outcome)(pending & EIP__DEED_OUTCOME_MASK);
}

EIP__RARE enum eip__deed_outcome eip__op_close(const struct eip__lane *lane,
                                               struct eip__op *op,
                                               enum eip__deed_outcome outcome) {
    return write_down(op, eip__outcome_pending(lane->serial),
                      eip__journal_decide(eip__hint(&op->entry), outcome));
}

/* As if the operation of the highest place had been the last. */
void eip__ledger_restore(struct eip__account *account, uint64_t place,
                         bool counted) {
    uint64_t sequence = eip__head_sequence(eip__hint(&account->head));
    uint64_t used = eip__hint(&account->tally) & USED_MASK;

    sequence = place > sequence ? place : sequence;
    used += counted;
    eip__note(&account->head, sequence << EIP__HEAD_REFERENCE_BITS);
    eip__note(&account->tally, (sequence & SEQUENCE_MASK) << USED_BITS | used);
}
