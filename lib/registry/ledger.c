/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the words `head` and `tally` of accounts, and the descriptors (I3). */
#include "registry/block.h"

enum {
    REFERENCE_BITS = EIP__HEAD_REFERENCE_BITS,
    USED_BITS = EIP__TALLY_USED_BITS,
    SEQUENCE_BITS = EIP__TALLY_SEQUENCE_BITS
};
#define REFERENCE_MASK ((UINT64_C(1) << REFERENCE_BITS) - 1)
#define USED_MASK ((UINT64_C(1) << USED_BITS) - 1)
#define SEQUENCE_MASK ((UINT64_C(1) << SEQUENCE_BITS) - 1)

EIP__HOT uint64_t sequence_of(uint64_t head) {
    return head >> REFERENCE_BITS;
}

static bool is_tally_of(uint64_t tally, uint64_t head) {
    return (tally >> USED_BITS) == (sequence_of(head) & SEQUENCE_MASK);
}

static struct eip__op *op_of(const struct eip__ledger *ledger, uint64_t head) {
    uint64_t reference = head & REFERENCE_MASK;

    return &eip__lane_at(ledger->lanes, reference >> 1)->op[reference & 1];
}

static struct eip__op_more *more_of(const struct eip__ledger *ledger,
                                    uint64_t head) {
    uint64_t reference = head & REFERENCE_MASK;

    return &eip__lane_at(ledger->lanes, reference >> 1)->more[reference & 1];
}

/* -- completing ------------------------------------------------------------------ */

/* An account's last operation, complete. */
struct settled {
    uint64_t head;
    uint64_t used; /* after it */
};

/* Carry out what another's descriptor says, and write down what became of it
 * before anything else is installed. False: the head has moved. */
static EIP__RARE bool help(struct eip__ledger *ledger,
                           struct eip__account *account,
                           struct settled *settled) {
    struct eip__op *op = op_of(ledger, settled->head);
    struct eip__deed deed = eip__deed_read(op);
    uint64_t now = deed.outcome;

    if (eip__read(&account->head) != settled->head) {
        return false;
    }
    if ((now & EIP__DEED_OUTCOME_MASK) == EIP__DEED_PENDING) {
        uint64_t known =
            now |
            ((deed.options & EIP__DEED_KIND_MASK) == EIP__DEED_BLOCK
                 ? eip__block_help(ledger, account, settled->head,
                                   more_of(ledger, settled->head), &deed)
                 : eip__deed_carry_out(ledger, account,
                                       eip__deed_place(ledger, &deed), &deed));

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
static EIP__RARE struct settled settle(struct eip__ledger *ledger,
                                       struct eip__account *account) {
    struct settled settled;

    for (;;) {
        settled.head = eip__read(&account->head);
        if ((settled.head & REFERENCE_MASK) != 0) {
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

/* The same; a lane knows the last one that it has completed itself. */
EIP__HOT struct settled settle_own(struct eip__ledger *ledger,
                                   const struct eip__lane *lane,
                                   struct eip__account *account) {
    struct settled settled = {eip__read(&account->head), lane->settled_used};

    return settled.head == lane->settled && account == lane->settled_account
               ? settled
               : settle(ledger, account);
}

/* -- installing --------------------------------------------------------------------- */

/* Write a settled head's count into the tally, whatever stands there: only the
 * descriptor's lane does so, while its head stands. If that moves on first, a
 * tally that nobody reads may become an older one. */
static void note_tally(struct eip__account *account,
                       const struct settled *settled) {
    uint64_t noted = (sequence_of(settled->head) & SEQUENCE_MASK) << USED_BITS |
                     settled->used;
    uint64_t tally = eip__read(&account->tally);

    while (tally != noted && eip__read(&account->head) == settled->head &&
           !eip__step(&account->tally, &tally, noted)) {
    }
}

/* The descriptor is to be written anew: no head may refer to it. */
static EIP__RARE void retire(struct eip__ledger *ledger,
                             struct eip__account *account, uint64_t head) {
    struct settled settled = {head, 0};

    if (help(ledger, account, &settled)) {
        note_tally(account, &settled);
        (void)eip__step(&account->head, &head, head & ~REFERENCE_MASK);
    }
}

/* Begin a descriptor of the own lane: the one used before the last. */
EIP__HOT struct eip__op *begin(struct eip__ledger *ledger,
                               struct eip__lane *lane) {
    struct eip__op *op = &lane->op[++lane->serial & 1];
    struct eip__account *account = op->account;

    if (account != NULL && eip__read(&account->head) == op->head) {
        retire(ledger, account, op->head);
    }
    op->account = NULL;
    /* Published: who sees it sees too that no head refers to the last any more.
     */
    eip__publish(&op->outcome,
                 lane->serial << EIP__DEED_OUTCOME_BITS | EIP__DEED_PENDING);
    return op;
}

EIP__HOT void describe(struct eip__op *op, uint32_t record, uint32_t options,
                       uint64_t before, uint64_t after, uint64_t detail) {
    eip__publish(&op->target, (uint64_t)record << 32 | options);
    eip__publish(&op->before, before);
    eip__publish(&op->after, after);
    eip__publish(&op->detail, detail);
}

/* Install a described operation, which takes `count` numbers, on top of a
 * settled head. False: the head has moved, and nothing has happened. */
EIP__HOT bool install_many(const struct eip__lane *lane,
                           struct eip__account *account, struct eip__op *op,
                           uint64_t stamp, const struct settled *settled,
                           uint32_t count) {
    uint64_t before = settled->head;
    uint64_t next = (sequence_of(before) + count) << REFERENCE_BITS;

    next |= (uint64_t)lane->index << 1 | (lane->serial & 1);
    eip__publish(&op->stamp, stamp);
    eip__publish(&op->used, settled->used);
    /* Noted before: whoever takes a gone thread's lane over must know. */
    op->account = account;
    op->head = next;
    return eip__step(&account->head, &before, next);
}

EIP__HOT bool install(const struct eip__lane *lane,
                      struct eip__account *account, struct eip__op *op,
                      uint64_t stamp, const struct settled *settled) {
    return install_many(lane, account, op, stamp, settled, 1);
}

/* Write down what became of an operation, unless that has been done. */
static enum eip__deed_outcome write_down(struct eip__op *op, uint64_t pending,
                                         enum eip__deed_outcome outcome) {
    return eip__step(&op->outcome, &pending, pending | outcome)
               ? outcome
               : (enum eip__deed_outcome)(pending & EIP__DEED_OUTCOME_MASK);
}

/* The own operation's: nobody is to carry it out again. */
static EIP__RARE enum eip__deed_outcome
close_own(const struct eip__lane *lane, struct eip__op *op,
          enum eip__deed_outcome outcome) {
    return write_down(
        op, lane->serial << EIP__DEED_OUTCOME_BITS | EIP__DEED_PENDING,
        outcome);
}

/* What became of the own operation. What looks lost may have been done by
 * others, and undone by a later operation: then they have written down what it
 * was before that was installed. Else it is lost for all who come. */
EIP__HOT enum eip__deed_outcome conclude(struct eip__lane *lane,
                                         struct eip__op *op, uint32_t options,
                                         const struct settled *settled,
                                         enum eip__deed_outcome outcome) {
    if (outcome == EIP__DEED_LOST) {
        outcome = close_own(lane, op, outcome);
    }
    lane->settled_account = op->account;
    lane->settled = op->head;
    lane->settled_used = eip__deed_used(settled->used, options, outcome);
    return outcome;
}

/* -- operations ----------------------------------------------------------------------- */

EIP__HOT bool has_room(struct eip__account *account,
                       const struct settled *settled, uint32_t count) {
    return settled->used + count <= eip__read32(&account->quota);
}

/* A transfer (transfer.h) stands in the account: that changes with the head. */
static bool is_reserved(struct eip__account *account) {
    uint64_t ticket = eip__read(&account->ticket);

    return ticket != 0 && (ticket & 1) == 0;
}

bool eip__ledger_has_room(struct eip__ledger *ledger,
                          const struct eip__lane *lane,
                          struct eip__account *account, uint32_t count,
                          bool *reserved) {
    struct settled settled;

    *reserved = false;
    /* A refusal is true only if use and quota were so at one instant. */
    do {
        settled = settle_own(ledger, lane, account);
        if (has_room(account, &settled, count)) {
            return true;
        }
        *reserved = is_reserved(account);
    } while (eip__read(&account->head) != settled.head);
    return false;
}

enum eip__taken eip__ledger_take(struct eip__ledger *ledger,
                                 struct eip__lane *lane,
                                 struct eip__account *account,
                                 struct eip__take *take) {
    const struct eip__place place =
        eip__records_place(ledger->records, take->record);
    const uint32_t options = EIP__DEED_TAKE | EIP__DEED_RISES |
                             (take->counted ? EIP__DEED_COUNTED : 0);
    const uint32_t generation = eip__word_generation(take->before) + 1;
    struct eip__op *op = begin(ledger, lane);
    struct settled settled;
    uint64_t after;
    uint64_t stamp;

    (void)eip__word_allocate(take->before, account->index, &after);
    take->generation = generation;
    if (take->detail != NULL) {
        take->detail->generation = generation;
    }
    describe(op, take->record, options, take->before, after,
             eip__value(take->detail));
    for (;;) {
        uint64_t word;

        settled = settle_own(ledger, lane, account);
        word = eip__read(place.word);
        if (!eip__word_is_free(word) ||
            eip__word_generation(word) != generation - 1) {
            return EIP__TAKE_LOST; /* perhaps to this very account */
        }
        if (take->counted && !has_room(account, &settled, 1)) {
            bool reserved = is_reserved(account);

            if (eip__read(&account->head) == settled.head) {
                return reserved ? EIP__TAKE_RESERVED : EIP__TAKE_QUOTA;
            }
            continue;
        }
        if (!eip__holdings_place(ledger->host, ledger->records, account,
                                 take->record, generation, &take->holding)) {
            return EIP__TAKE_NO_MEMORY;
        }
        stamp = eip__stamp_make(generation, false, take->standard,
                                sequence_of(settled.head) + 1);
        if (install(lane, account, op, stamp, &settled)) {
            break;
        }
    }
    return conclude(lane, op, options, &settled,
                    eip__deed_take(ledger, place, take->before, after, stamp,
                                   eip__value(take->detail))) == EIP__DEED_DONE
               ? EIP__TAKEN
               : EIP__TAKE_LOST;
}

enum eip__taken eip__ledger_take_block(struct eip__ledger *ledger,
                                       struct eip__lane *lane,
                                       struct eip__account *account,
                                       struct eip__block_take *take) {
    const uint32_t options = EIP__DEED_BLOCK | EIP__DEED_RISES |
                             (take->counted ? EIP__DEED_COUNTED : 0) |
                             (take->count - 1) << EIP__DEED_COUNT_SHIFT;
    struct eip__op *op = begin(ledger, lane);
    struct eip__op_more *more = &lane->more[lane->serial & 1];
    struct settled settled;
    uint64_t stamp;

    describe(op, 0, options, 0, 0, 0);
    eip__block_describe(more, lane->serial, take);
    for (;;) {
        settled = settle_own(ledger, lane, account);
        if (!eip__block_is_free(ledger, take)) {
            return EIP__TAKE_LOST;
        }
        if (take->counted && !has_room(account, &settled, take->count)) {
            bool reserved = is_reserved(account);

            if (eip__read(&account->head) == settled.head) {
                return reserved ? EIP__TAKE_RESERVED : EIP__TAKE_QUOTA;
            }
            continue;
        }
        if (!eip__block_place(ledger, account, take)) {
            return EIP__TAKE_NO_MEMORY;
        }
        stamp = eip__stamp_make(0, false, take->standard,
                                sequence_of(settled.head) + 1);
        if (install_many(lane, account, op, stamp, &settled, take->count)) {
            break;
        }
    }
    return conclude(lane, op, options, &settled,
                    eip__block_run(ledger, account, more, op)) == EIP__DEED_DONE
               ? EIP__TAKEN
               : EIP__TAKE_LOST;
}

bool eip__ledger_give(struct eip__ledger *ledger, struct eip__lane *lane,
                      struct eip__account *account,
                      const struct eip__give *give) {
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
    struct eip__op *op = begin(ledger, lane);
    struct settled settled;
    uint64_t before;

    do {
        settled = settle_own(ledger, lane, account);
        before = eip__read(place.word);
        if (!eip__word_is_held_by(before, account->index, give->generation) ||
            eip__read(&place.cold->detail) != give->detail) {
            return false;
        }
        describe(op, give->record, options, before, 0, 0);
    } while (!install(lane, account, op, stamp, &settled));
    eip__deed_give(place, before, options, stamp);
    (void)conclude(lane, op, options, &settled, EIP__DEED_DONE);
    return true;
}

bool eip__ledger_alter(struct eip__ledger *ledger, struct eip__lane *lane,
                       struct eip__account *account,
                       const struct eip__alter *alter) {
    const struct eip__place place =
        eip__records_place(ledger->records, alter->record);
    struct eip__op *op = begin(ledger, lane);
    struct settled settled;

    describe(op, alter->record, EIP__DEED_ALTER, alter->also_record,
             eip__value(alter->also), eip__value(alter->detail));
    do {
        settled = settle_own(ledger, lane, account);
        if ((alter->head != 0 &&
             (settled.head & ~REFERENCE_MASK) != alter->head) ||
            !eip__word_is_held_by(eip__read(place.word), account->index,
                                  alter->generation) ||
            eip__read(&place.cold->detail) != alter->before) {
            return false;
        }
    } while (!install(lane, account, op, 0, &settled));
    if (alter->also != NULL) {
        eip__deed_hang(ledger,
                       eip__records_cold(ledger->records, alter->also_record),
                       eip__value(alter->also));
    }
    eip__deed_hang(ledger, place.cold, eip__value(alter->detail));
    (void)conclude(lane, op, EIP__DEED_ALTER, &settled, EIP__DEED_DONE);
    return true;
}

enum eip__errand_done eip__ledger_run(struct eip__ledger *ledger,
                                      struct eip__lane *lane,
                                      struct eip__account *account,
                                      struct eip__errand *errand,
                                      int32_t delta) {
    const uint32_t options = EIP__DEED_ERRAND |
                             (delta != 0 ? EIP__DEED_COUNTED : 0) |
                             (delta > 0 ? EIP__DEED_RISES : 0);
    struct eip__op *op = begin(ledger, lane);
    struct settled settled;

    describe(op, 0, options, 0, 0, eip__value(errand));
    for (;;) {
        settled = settle_own(ledger, lane, account);
        if (!errand->may(ledger, errand, sequence_of(settled.head) + 1)) {
            /* Another's errand that forbids it may be under way. */
            if (eip__read(&account->head) == settled.head) {
                return EIP__ERRAND_NOT;
            }
            continue;
        }
        if (delta > 0 && !has_room(account, &settled, 1)) {
            if (eip__read(&account->head) == settled.head) {
                return EIP__ERRAND_QUOTA;
            }
            continue;
        }
        if (install(lane, account, op, 0, &settled)) {
            break;
        }
    }
    errand->run(ledger, errand);
    /* The errand's memory may go while the head still refers to it: nobody is
     * to run it again. */
    (void)close_own(lane, op, EIP__DEED_DONE);
    (void)conclude(lane, op, options, &settled, EIP__DEED_DONE);
    return EIP__ERRAND_DONE;
}

void eip__ledger_pass(struct eip__ledger *ledger, struct eip__lane *lane,
                      struct eip__account *account) {
    struct eip__op *op = begin(ledger, lane);
    struct settled settled;

    describe(op, 0, EIP__DEED_PASS, 0, 0, 0);
    do {
        settled = settle_own(ledger, lane, account);
    } while (!install(lane, account, op, 0, &settled));
    (void)conclude(lane, op, EIP__DEED_PASS, &settled, EIP__DEED_DONE);
}

uint64_t eip__ledger_settle(struct eip__ledger *ledger,
                            struct eip__account *account) {
    return settle(ledger, account).head & ~REFERENCE_MASK;
}

bool eip__ledger_swap(struct eip__ledger *ledger, struct eip__lane *lane,
                      struct eip__account *account, uint64_t head,
                      struct eip__holdings *from, struct eip__holdings *to) {
    struct eip__op *op = begin(ledger, lane);
    const struct settled settled = settle_own(ledger, lane, account);
    uint64_t before = eip__value(from);

    describe(op, 0, EIP__DEED_SWAP, before, eip__value(to), 0);
    if ((settled.head & ~REFERENCE_MASK) != head || is_reserved(account) ||
        !install(lane, account, op, 0, &settled)) {
        return false;
    }
    (void)eip__step(&account->holdings, &before, eip__value(to));
    /* The old set's memory may come again as a later one. */
    (void)close_own(lane, op, EIP__DEED_DONE);
    (void)conclude(lane, op, EIP__DEED_SWAP, &settled, EIP__DEED_DONE);
    eip__retire(ledger->lanes, &from->retired, eip__holdings_free);
    return true;
}

uint32_t eip__ledger_used(struct eip__ledger *ledger,
                          struct eip__account *account) {
    struct settled settled;

    /* What became of an operation is written down before the next: whoever saw
     * it later may have seen the next undo it. */
    do {
        settled = settle(ledger, account);
    } while (eip__read(&account->head) != settled.head);
    return (uint32_t)settled.used;
}
