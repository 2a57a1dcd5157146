/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the words `head` and `tally` of accounts, and the descriptors (I3). */
#include "registry/ledger.h"

enum {
    REFERENCE_BITS = 13,
    USED_BITS = 28,
    SEQUENCE_BITS = 36 /* of the tally */
};
#define REFERENCE_MASK ((UINT64_C(1) << REFERENCE_BITS) - 1)
#define USED_MASK ((UINT64_C(1) << USED_BITS) - 1)
#define SEQUENCE_MASK ((UINT64_C(1) << SEQUENCE_BITS) - 1)

enum kind { PASS = 0, TAKE = 1, GIVE = 2, SWAP = 3, ALTER = 4, ERRAND = 5 };

/* Options in the low half of an eip__op's target. */
enum {
    KIND_MASK = 7,
    COUNTED = 8,
    KEEPS = 16,
    RISES = 32,
    MARK_SHIFT = 8,
    MARK_MASK = 15
};

/* What became of an operation. */
enum outcome { PENDING = 0, DONE = 1, LOST = 2 };
enum { OUTCOME_BITS = 2 };

static uint64_t sequence_of(uint64_t head) {
    return head >> REFERENCE_BITS;
}

static bool is_complete(uint64_t head, uint64_t tally) {
    return (tally >> USED_BITS) == (sequence_of(head) & SEQUENCE_MASK);
}

/* Not the same as "not complete": the tally may be past this head. */
static bool is_pending(uint64_t head, uint64_t tally) {
    return (tally >> USED_BITS) == ((sequence_of(head) - 1) & SEQUENCE_MASK);
}

static struct eip__op *op_of(const struct eip__ledger *ledger, uint64_t head) {
    uint64_t reference = head & REFERENCE_MASK;

    return &eip__lane_at(ledger->lanes, reference >> 1)->op[reference & 1];
}

/* -- carrying out --------------------------------------------------------------- */

/* A descriptor's members as one has read them. */
struct deed {
    uint32_t record;
    uint32_t options;
    uint64_t before;
    uint64_t after;
    uint64_t stamp;
    uint64_t detail;
    uint64_t outcome;
};

static struct deed read_deed(const struct eip__op *op) {
    uint64_t target = eip__read(&op->target);
    struct deed deed = {
        (uint32_t)(target >> 32), (uint32_t)target,      eip__read(&op->before),
        eip__read(&op->after),    eip__read(&op->stamp), eip__read(&op->detail),
        eip__read(&op->outcome),
    };

    return deed;
}

static uint64_t detail_of(const struct eip__ledger *ledger, uint32_t record) {
    return eip__read(&eip__records_cold(ledger->records, record)->detail);
}

static void hang_detail(struct eip__ledger *ledger, uint32_t record,
                        uint64_t detail) {
    eip__detail_hang(ledger->lanes,
                     &eip__records_cold(ledger->records, record)->detail,
                     eip__pointer(detail));
}

static enum outcome carry_out_take(struct eip__ledger *ledger,
                                   const struct deed *deed) {
    eip__a64 *place = eip__records_word(ledger->records, deed->record);
    uint32_t generation = eip__word_generation(deed->before);
    uint64_t word = deed->before;

    bool stepped = false;

    /* The mark may have changed since (expire); the generation says whether
     * it is still the same turn of being free. */
    while (!stepped && eip__word_is_free(word) &&
           eip__word_generation(word) == generation) {
        stepped = eip__step(place, &word, deed->after);
    }
    if (!stepped && !eip__word_is_held_by(word, eip__word_owner(deed->after),
                                          eip__word_generation(deed->after))) {
        return LOST;
    }
    if (deed->detail != 0) {
        hang_detail(ledger, deed->record, deed->detail);
    }
    eip__stamp_write(&eip__records_cold(ledger->records, deed->record)->stamp,
                     deed->stamp);
    return DONE;
}

/* The word may become DRAIN, or HELD again, meanwhile: it is held until one of
 * us releases it. */
static enum outcome carry_out_give(struct eip__ledger *ledger,
                                   const struct deed *deed) {
    eip__a64 *place = eip__records_word(ledger->records, deed->record);
    uint64_t word;
    uint64_t next;

    if (deed->stamp != 0) {
        eip__stamp_write(
            &eip__records_cold(ledger->records, deed->record)->stamp,
            deed->stamp);
    }
    word = eip__read(place);
    while (eip__word_is_held_by(word, eip__word_owner(deed->before),
                                eip__word_generation(deed->before)) &&
           eip__word_release(word, deed->options >> MARK_SHIFT & MARK_MASK,
                             (deed->options & KEEPS) != 0, &next)) {
        if (eip__step(place, &word, next)) {
            break;
        }
    }
    return DONE;
}

static enum outcome carry_out_deed(struct eip__ledger *ledger,
                                   struct eip__account *account,
                                   const struct deed *deed) {
    uint64_t before = deed->before;

    switch ((enum kind)(deed->options & KIND_MASK)) {
    case TAKE:
        return carry_out_take(ledger, deed);
    case GIVE:
        return carry_out_give(ledger, deed);
    case ALTER:
        if (deed->after != 0) {
            hang_detail(ledger, (uint32_t)deed->before, deed->after);
        }
        hang_detail(ledger, deed->record, deed->detail);
        return DONE;
    case ERRAND: {
        struct eip__errand *errand = eip__pointer(deed->detail);

        errand->run(ledger, errand);
        return DONE;
    }
    case SWAP:
        (void)eip__step(&account->holdings, &before, deed->after);
        return DONE;
    default:
        return DONE;
    }
}

static uint64_t next_tally(uint64_t tally, uint64_t head,
                           const struct deed *deed, enum outcome outcome) {
    uint64_t used = tally & USED_MASK;

    if (outcome == DONE && (deed->options & COUNTED) != 0) {
        used += (deed->options & RISES) != 0 ? 1 : UINT64_MAX;
    }
    return (sequence_of(head) & SEQUENCE_MASK) << USED_BITS |
           (used & USED_MASK);
}

/* Move the tally; false: somebody else has. */
static bool conclude(struct eip__account *account, uint64_t tally,
                     uint64_t head, const struct deed *deed,
                     enum outcome outcome) {
    return eip__step(&account->tally, &tally,
                     next_tally(tally, head, deed, outcome));
}

/* Carry out what another's descriptor says, if that is still to be done. */
static void help(struct eip__ledger *ledger, struct eip__account *account,
                 uint64_t head) {
    uint64_t tally = eip__read(&account->tally);
    struct eip__op *op = op_of(ledger, head);
    struct deed deed = read_deed(op);
    uint64_t undecided = deed.outcome & ~(uint64_t)3;
    enum outcome outcome;

    if (is_complete(head, tally) || eip__read(&account->head) != head) {
        return;
    }
    outcome = carry_out_deed(ledger, account, &deed);
    (void)eip__step(&op->outcome, &undecided, undecided | outcome);
    (void)conclude(account, tally, head, &deed, outcome);
}

/* See to it that the account's last operation is complete. */
static uint64_t settle(struct eip__ledger *ledger,
                       struct eip__account *account) {
    for (;;) {
        uint64_t head = eip__read(&account->head);

        if (is_complete(head, eip__read(&account->tally))) {
            return head;
        }
        help(ledger, account, head);
    }
}

/* -- installing --------------------------------------------------------------------- */

/* Begin a descriptor of the own lane: the one used before the last. If a head
 * still refers to it, that ends here. */
static struct eip__op *begin(struct eip__ledger *ledger,
                             struct eip__lane *lane) {
    struct eip__op *op = &lane->op[++lane->serial & 1];
    struct eip__account *account = op->account;
    uint64_t head = op->head;

    if (account != NULL && eip__read(&account->head) == head) {
        /* Only a gone thread's, taken over, can be incomplete. */
        (void)settle(ledger, account);
        (void)eip__step(&account->head, &head, head & ~REFERENCE_MASK);
    }
    op->account = NULL;
    eip__note(&op->outcome, lane->serial << OUTCOME_BITS | PENDING);
    return op;
}

static void describe(struct eip__op *op, const struct deed *deed) {
    eip__publish(&op->target, (uint64_t)deed->record << 32 | deed->options);
    eip__publish(&op->before, deed->before);
    eip__publish(&op->after, deed->after);
    eip__publish(&op->stamp, deed->stamp);
    eip__publish(&op->detail, deed->detail);
}

/* Carry out the own descriptor's deed, unless others have; what became of it? */
static enum outcome carry_out(struct eip__ledger *ledger,
                              struct eip__account *account, uint64_t head,
                              const struct eip__op *op,
                              const struct deed *deed) {
    uint64_t tally = eip__read(&account->tally);

    if (is_pending(head, tally)) {
        enum outcome outcome = carry_out_deed(ledger, account, deed);

        if (conclude(account, tally, head, deed, outcome)) {
            return outcome;
        }
    }
    return (enum outcome)(eip__read(&op->outcome) & 3);
}

/* Install a descriptor of the deed on top of a settled head, and carry it out.
 * PENDING: the head has moved, nothing has happened. */
static enum outcome install(struct eip__ledger *ledger, struct eip__lane *lane,
                            struct eip__account *account, struct eip__op *op,
                            const struct deed *deed, uint64_t settled) {
    uint64_t reference =
        (uint64_t)lane->index << 1 | (uint64_t)(op != lane->op);
    uint64_t head = (sequence_of(settled) + 1) << REFERENCE_BITS | reference;

    describe(op, deed);
    /* Noted before: whoever takes a gone thread's lane over must know. */
    op->account = account;
    op->head = head;
    return eip__step(&account->head, &settled, head)
               ? carry_out(ledger, account, head, op, deed)
               : PENDING;
}

/* -- operations ----------------------------------------------------------------------- */

static bool has_room(struct eip__account *account) {
    return (eip__read(&account->tally) & USED_MASK) <
           eip__read32(&account->quota);
}

/* A transfer (transfer.h) stands in the account: that changes with the head. */
static bool is_reserved(struct eip__account *account) {
    uint64_t ticket = eip__read(&account->ticket);

    return ticket != 0 && (ticket & 1) == 0;
}

bool eip__ledger_has_room(struct eip__ledger *ledger,
                          struct eip__account *account, bool *reserved) {
    uint64_t head;
    bool room;

    /* The tally read must be the settled head's. */
    do {
        head = settle(ledger, account);
        room = has_room(account);
        *reserved = is_reserved(account);
    } while (sequence_of(eip__read(&account->head)) != sequence_of(head));
    return room;
}

enum eip__taken eip__ledger_take(struct eip__ledger *ledger,
                                 struct eip__lane *lane,
                                 struct eip__account *account,
                                 struct eip__take *take) {
    eip__a64 *place = eip__records_word(ledger->records, take->record);
    struct eip__op *op = begin(ledger, lane);
    struct deed deed = {
        .record = take->record,
        .options = TAKE | RISES | (take->counted ? COUNTED : 0),
        .before = take->before,
        .detail = eip__value(take->detail),
    };
    enum outcome outcome = PENDING;

    (void)eip__word_allocate(take->before, account->index, &deed.after);
    take->generation = eip__word_generation(deed.after);
    if (take->detail != NULL) {
        take->detail->generation = take->generation;
    }
    while (outcome == PENDING) {
        uint64_t settled = settle(ledger, account);
        uint64_t word = eip__read(place);

        if (!eip__word_is_free(word) ||
            eip__word_generation(word) != take->generation - 1) {
            return EIP__TAKE_LOST; /* perhaps to this very account */
        }
        if (take->counted && !has_room(account)) {
            bool reserved = is_reserved(account);

            if (eip__read(&account->head) == settled) {
                return reserved ? EIP__TAKE_RESERVED : EIP__TAKE_QUOTA;
            }
        }
        if (!eip__holdings_place(ledger->host, ledger->records, account,
                                 take->record, take->generation,
                                 &take->holding)) {
            return EIP__TAKE_NO_MEMORY;
        }
        deed.stamp = eip__stamp_make(take->generation, false, take->standard,
                                     sequence_of(settled) + 1);
        outcome = install(ledger, lane, account, op, &deed, settled);
    }
    return outcome == DONE ? EIP__TAKEN : EIP__TAKE_LOST;
}

bool eip__ledger_give(struct eip__ledger *ledger, struct eip__lane *lane,
                      struct eip__account *account,
                      const struct eip__give *give) {
    eip__a64 *place = eip__records_word(ledger->records, give->record);
    struct eip__op *op = begin(ledger, lane);
    struct deed deed = {
        .record = give->record,
        .options = GIVE | (give->counted ? COUNTED : 0) |
                   (give->keeps ? KEEPS : 0) | give->mark << MARK_SHIFT,
        .stamp =
            give->mark == EIP__MARK_FRESH
                ? 0
                : eip__stamp_make(give->generation, true, false, give->now_ms),
    };
    enum outcome outcome = PENDING;

    while (outcome == PENDING) {
        uint64_t settled = settle(ledger, account);

        deed.before = eip__read(place);
        if (!eip__word_is_held_by(deed.before, account->index,
                                  give->generation) ||
            detail_of(ledger, give->record) != give->detail) {
            return false;
        }
        outcome = install(ledger, lane, account, op, &deed, settled);
    }
    return true;
}

bool eip__ledger_alter(struct eip__ledger *ledger, struct eip__lane *lane,
                       struct eip__account *account,
                       const struct eip__alter *alter) {
    const eip__a64 *place = eip__records_word(ledger->records, alter->record);
    const struct deed deed = {.record = alter->record,
                              .options = ALTER,
                              .before = alter->also_record,
                              .after = eip__value(alter->also),
                              .detail = eip__value(alter->detail)};
    struct eip__op *op = begin(ledger, lane);
    enum outcome outcome = PENDING;

    while (outcome == PENDING) {
        uint64_t settled = settle(ledger, account);

        if ((alter->head != 0 && (settled & ~REFERENCE_MASK) != alter->head) ||
            !eip__word_is_held_by(eip__read(place), account->index,
                                  alter->generation) ||
            detail_of(ledger, alter->record) != alter->before) {
            return false;
        }
        outcome = install(ledger, lane, account, op, &deed, settled);
    }
    return true;
}

enum eip__errand_done eip__ledger_run(struct eip__ledger *ledger,
                                      struct eip__lane *lane,
                                      struct eip__account *account,
                                      struct eip__errand *errand,
                                      int32_t delta) {
    const struct deed deed = {.options = ERRAND | (delta != 0 ? COUNTED : 0) |
                                         (delta > 0 ? RISES : 0),
                              .detail = eip__value(errand)};
    struct eip__op *op = begin(ledger, lane);
    enum outcome outcome = PENDING;

    while (outcome == PENDING) {
        uint64_t settled = settle(ledger, account);

        if (!errand->may(ledger, errand, sequence_of(settled) + 1)) {
            return EIP__ERRAND_NOT;
        }
        if (delta > 0 && !has_room(account) &&
            eip__read(&account->head) == settled) {
            return EIP__ERRAND_QUOTA;
        }
        outcome = install(ledger, lane, account, op, &deed, settled);
    }
    return EIP__ERRAND_DONE;
}

void eip__ledger_pass(struct eip__ledger *ledger, struct eip__lane *lane,
                      struct eip__account *account) {
    const struct deed deed = {.options = PASS};
    struct eip__op *op = begin(ledger, lane);

    while (install(ledger, lane, account, op, &deed, settle(ledger, account)) ==
           PENDING) {
    }
}

uint64_t eip__ledger_settle(struct eip__ledger *ledger,
                            struct eip__account *account) {
    return settle(ledger, account) & ~REFERENCE_MASK;
}

bool eip__ledger_swap(struct eip__ledger *ledger, struct eip__lane *lane,
                      struct eip__account *account, uint64_t settled,
                      struct eip__holdings *from, struct eip__holdings *to) {
    const struct deed deed = {
        .options = SWAP, .before = eip__value(from), .after = eip__value(to)};
    uint64_t head = settle(ledger, account);
    struct eip__op *op = begin(ledger, lane);

    if ((head & ~REFERENCE_MASK) != settled ||
        install(ledger, lane, account, op, &deed, head) == PENDING) {
        return false;
    }
    eip__retire(ledger->lanes, &from->retired, eip__holdings_free);
    return true;
}

uint32_t eip__ledger_used(struct eip__ledger *ledger,
                          struct eip__account *account) {
    (void)settle(ledger, account);
    return (uint32_t)(eip__read(&account->tally) & USED_MASK);
}
