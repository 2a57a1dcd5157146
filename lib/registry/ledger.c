/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the words `head` and `tally` of accounts, and the descriptors (I3); and
 * the operations that come often. What those call is in this file, too, so that
 * the compiler knows what it leaves alone. */
#include "registry/install.h"
#include "registry/tell.h"

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
 * says stands in the tally. The head is one of a pair with the journal's cut: a
 * collection sees all that is in its cut installed. */
EIP__RARE struct eip__settled eip__settle(struct eip__ledger *ledger,
                                          struct eip__account *account) {
    struct eip__settled settled;

    for (;;) {
        settled.head = eip__look(&account->head);
        if ((settled.head & EIP__REFERENCE_MASK) != 0) {
            if (help(ledger, account, &settled)) {
                return settled;
            }
            continue;
        }
        settled.used = eip__read(&account->tally);
        if (eip__tally_is_of(settled.used, settled.head)) {
            settled.used &= EIP__USED_MASK;
            return settled;
        }
    }
}

/* -- installing --------------------------------------------------------------------- */

/* Write a settled head's count into the tally, whatever stands there, while that
 * head stands: all who do so write the same. If it moves on first, a tally that
 * nobody reads may become an older one. */
static void note_tally(struct eip__account *account,
                       const struct eip__settled *settled) {
    uint64_t noted = eip__tally_make(settled->head, settled->used);
    uint64_t tally = eip__read(&account->tally);

    while (tally != noted && eip__read(&account->head) == settled->head &&
           !eip__step(&account->tally, &tally, noted)) {
    }
}

/* What its lane has completed is known; what one that is gone had begun is not.
 * If the head has moved meanwhile, that is noted which stands there now. */
void eip__op_retire(struct eip__ledger *ledger, const struct eip__op *op) {
    struct eip__account *account = op->account;
    uint64_t head = op->head;
    const struct eip__settled settled =
        op->completed != 0 ? (struct eip__settled){head, op->completed - 1}
                           : eip__settle(ledger, account);

    note_tally(account, &settled);
    (void)eip__step(&account->head, &head, head & ~EIP__REFERENCE_MASK);
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
    return write_down(
        op, eip__outcome_pending(lane->serial),
        eip__journal_decide(eip__journal_entry(op, lane->serial), outcome));
}

/* -- operations ----------------------------------------------------------------------- */

bool eip__ledger_has_room(struct eip__ledger *ledger,
                          const struct eip__lane *lane,
                          struct eip__account *account, uint32_t count,
                          bool *reserved) {
    struct eip__settled settled;

    *reserved = false;
    /* A refusal is true only if use and quota were so at one instant. */
    do {
        settled = eip__settle_own(ledger, lane, account);
        if (eip__quota_has_room(account, &settled, count)) {
            return true;
        }
        *reserved = eip__quota_is_reserved(account);
    } while (eip__read(&account->head) != settled.head);
    return false;
}

/* Where a journal is kept the ways of allocation and release are compiled once
 * more. One that is turned on in the middle has them begun anew: else they have
 * nothing to remember. */
static enum eip__taken take_told(struct eip__ledger *ledger,
                                 struct eip__lane *lane,
                                 struct eip__account *account,
                                 struct eip__take *take);

EIP__HOT void give_generation(struct eip__take *take, uint32_t generation) {
    take->generation = generation;
    if (take->detail != NULL) {
        take->detail->generation = generation;
    }
}

EIP__HOT enum eip__taken take_as(struct eip__ledger *ledger,
                                 struct eip__lane *lane,
                                 struct eip__account *account,
                                 struct eip__take *take, bool told) {
    const struct eip__place place =
        eip__records_place(ledger->records, take->record);
    const uint32_t options = EIP__DEED_TAKE | EIP__DEED_RISES |
                             (take->counted ? EIP__DEED_COUNTED : 0);
    const uint32_t generation = eip__word_generation(take->before) + 1;
    struct eip__op *op = eip__op_begin(ledger, lane);
    struct eip__settled settled;
    uint64_t after;
    uint64_t order;
    uint64_t stamp;

    (void)eip__word_allocate(take->before, account->index, &after);
    give_generation(take, generation);
    eip__op_describe(op, take->record, options, take->before, after,
                     eip__value(take->detail));
    for (;;) {
        uint64_t word;

        settled = eip__settle_own(ledger, lane, account);
        word = eip__read(place.word);
        if (!eip__word_is_free(word) ||
            eip__word_generation(word) != generation - 1) {
            return EIP__TAKE_LOST; /* perhaps to this very account */
        }
        if (take->counted && !eip__quota_has_room(account, &settled, 1)) {
            bool reserved = eip__quota_is_reserved(account);

            if (eip__read(&account->head) == settled.head) {
                return reserved ? EIP__TAKE_RESERVED : EIP__TAKE_QUOTA;
            }
            continue;
        }
        if (!eip__holdings_place(ledger->host, ledger->records, account,
                                 take->record, generation, &take->holding)) {
            return EIP__TAKE_NO_MEMORY;
        }
        order = eip__head_sequence(settled.head) + 1;
        if (!told && eip__journal_asks(&ledger->journal)) {
            return take_told(ledger, lane, account, take);
        }
        if (told && !eip__tell_take(ledger, lane, account, op, take, order)) {
            return EIP__TAKE_NO_MEMORY;
        }
        stamp = eip__stamp_make(generation, false, take->standard, order);
        if (eip__op_install(lane, account, op, stamp, &settled)) {
            break;
        }
    }
    return eip__op_conclude(lane, op, options, &settled,
                            eip__deed_take(ledger, place, take->before, after,
                                           stamp, eip__value(take->detail)),
                            told) == EIP__DEED_DONE
               ? EIP__TAKEN
               : EIP__TAKE_LOST;
}

static EIP__APART enum eip__taken take_told(struct eip__ledger *ledger,
                                            struct eip__lane *lane,
                                            struct eip__account *account,
                                            struct eip__take *take) {
    return take_as(ledger, lane, account, take, true);
}

enum eip__taken eip__ledger_take(struct eip__ledger *ledger,
                                 struct eip__lane *lane,
                                 struct eip__account *account,
                                 struct eip__take *take) {
    return eip__journal_asks(&ledger->journal)
               ? take_told(ledger, lane, account, take)
               : take_as(ledger, lane, account, take, false);
}

static enum eip__changed give_told(struct eip__ledger *ledger,
                                   struct eip__lane *lane,
                                   struct eip__account *account,
                                   const struct eip__give *give);

EIP__HOT enum eip__changed give_as(struct eip__ledger *ledger,
                                   struct eip__lane *lane,
                                   struct eip__account *account,
                                   const struct eip__give *give, bool told) {
    const struct eip__place place =
        eip__records_place(ledger->records, give->record);
    const uint32_t options = EIP__DEED_GIVE |
                             (give->counted ? EIP__DEED_COUNTED : 0) |
                             (give->keeps ? EIP__DEED_KEEPS : 0) |
                             give->mark << EIP__DEED_MARK_SHIFT;
    const uint64_t stamp =
        give->mark == EIP__MARK_FRESH
            ? 0
            : eip__stamp_make(give->generation, true, false, give->now_ms);
    struct eip__op *op = eip__op_begin(ledger, lane);
    struct eip__settled settled;
    uint64_t before;

    do {
        settled = eip__settle_own(ledger, lane, account);
        before = eip__read(place.word);
        if (!eip__word_is_held_by(before, account->index, give->generation) ||
            eip__read(&place.cold->detail) != give->detail) {
            return EIP__CHANGE_LOST;
        }
        if (!told && eip__journal_asks(&ledger->journal)) {
            return give_told(ledger, lane, account, give);
        }
        if (told && !eip__tell_give(ledger, lane, account, op, give)) {
            return EIP__CHANGE_NO_MEMORY;
        }
        eip__op_describe(op, give->record, options, before, 0, 0);
    } while (!eip__op_install(lane, account, op, stamp, &settled));
    eip__deed_give(place, before, options, stamp);
    (void)eip__op_conclude(lane, op, options, &settled, EIP__DEED_DONE, told);
    return EIP__CHANGED;
}

static EIP__APART enum eip__changed give_told(struct eip__ledger *ledger,
                                              struct eip__lane *lane,
                                              struct eip__account *account,
                                              const struct eip__give *give) {
    return give_as(ledger, lane, account, give, true);
}

enum eip__changed eip__ledger_give(struct eip__ledger *ledger,
                                   struct eip__lane *lane,
                                   struct eip__account *account,
                                   const struct eip__give *give) {
    return eip__journal_asks(&ledger->journal)
               ? give_told(ledger, lane, account, give)
               : give_as(ledger, lane, account, give, false);
}

uint64_t eip__ledger_settle(struct eip__ledger *ledger,
                            struct eip__account *account) {
    return eip__settle(ledger, account).head & ~EIP__REFERENCE_MASK;
}

uint32_t eip__ledger_used(struct eip__ledger *ledger,
                          struct eip__account *account) {
    struct eip__settled settled;

    /* What became of an operation is written down before the next: whoever saw
     * it later may have seen the next undo it. */
    do {
        settled = eip__settle(ledger, account);
    } while (eip__read(&account->head) != settled.head);
    return (uint32_t)settled.used;
}

/* As if the operation of the highest place had been the last. */
void eip__ledger_restore(struct eip__account *account, uint64_t place,
                         bool counted) {
    uint64_t sequence = eip__head_sequence(eip__hint(&account->head));
    uint64_t used = eip__hint(&account->tally) & EIP__USED_MASK;

    sequence = place > sequence ? place : sequence;
    used += counted;
    eip__note(&account->head, sequence << EIP__REFERENCE_BITS);
    eip__note(&account->tally,
              eip__tally_make(sequence << EIP__REFERENCE_BITS, used));
}
