/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the words `ticket` and `handed` of accounts, and the state of tickets. */
#include "registry/transfer.h"

#include <stddef.h>
#include <string.h>

/* -- the word `ticket` ------------------------------------------------------------- */

/* The ticket that stands there and is not over, or NULL. */
static struct eip__ticket *ticket_in(uint64_t value) {
    return (value & 1) != 0 ? NULL : eip__pointer(value);
}

static uint64_t over(uint64_t serial) {
    return serial << 1 | 1;
}

static bool is_older(uint64_t value, uint64_t serial) {
    struct eip__ticket *there = ticket_in(value);

    return (there == NULL ? value >> 1 : eip__read(&there->serial)) < serial;
}

/* -- the word `handed` ------------------------------------------------------------- */

/* A ticket's `next` at first. No ticket is there. */
enum { NOWHERE = 1 };

/* Put a ticket on its source's stack, as a part of `hand`: while that is the
 * source's operation no other comes onto it. Who is late finds `next` written,
 * and that no more on top. */
static void remember(struct eip__ticket *ticket) {
    eip__a64 *stack = &ticket->source->handed;
    uint64_t next = NOWHERE;
    uint64_t top = eip__read(stack);

    if (eip__step(&ticket->next, &next, top)) {
        next = top;
    }
    (void)eip__step(stack, &next, eip__value(ticket));
}

/* -- the errands --------------------------------------------------------------------- */

static struct eip__ticket *ticket_of(struct eip__errand *errand,
                                     size_t offset) {
    return (struct eip__ticket *)(void *)((char *)errand - offset);
}

#define OF(errand, member)                                                     \
    ticket_of(errand, offsetof(struct eip__ticket, member))

static bool may_reserve(struct eip__ledger *ledger, struct eip__errand *errand,
                        uint64_t sequence) {
    struct eip__ticket *ticket = OF(errand, reserve);

    (void)ledger;
    eip__publish(&ticket->serial, sequence);
    return ticket_in(eip__read(&ticket->target->ticket)) == NULL &&
           eip__read(&ticket->target->holdings) == eip__value(ticket->holdings);
}

static void run_reserve(struct eip__ledger *ledger,
                        struct eip__errand *errand) {
    struct eip__ticket *ticket = OF(errand, reserve);
    eip__a64 *place = &ticket->target->ticket;
    uint64_t serial = eip__read(&ticket->serial);
    uint64_t there = eip__read(place);

    (void)ledger;
    while (is_older(there, serial) &&
           !eip__step(place, &there, eip__value(ticket))) {
    }
}

/* Is the address held by the source, with the offer? Once it is not, it never
 * is again. */
static bool is_offered(const struct eip__ledger *ledger,
                       const struct eip__ticket *ticket) {
    uint64_t word =
        eip__read(eip__records_word(ledger->records, ticket->record));
    const struct eip__detail *detail = eip__detail_of(
        eip__read(&eip__records_cold(ledger->records, ticket->record)->detail),
        ticket->generation);

    return eip__word_is_held_by(word, ticket->source->index,
                                ticket->generation) &&
           detail != NULL && detail->version == ticket->offer_version;
}

static bool may_hand(struct eip__ledger *ledger, struct eip__errand *errand,
                     uint64_t sequence) {
    struct eip__ticket *ticket = OF(errand, hand);

    (void)sequence;
    return eip__read(&ticket->state) == EIP__TICKET_OPEN &&
           is_offered(ledger, ticket);
}

/* The word may become DRAIN, or HELD again, meanwhile. */
static void step_word(struct eip__ledger *ledger,
                      const struct eip__ticket *ticket) {
    eip__a64 *place = eip__records_word(ledger->records, ticket->record);
    uint64_t word = eip__read(place);

    while (
        eip__word_is_held_by(word, ticket->source->index, ticket->generation)) {
        uint64_t next =
            eip__word_make(eip__word_state(word), 0, ticket->target->index,
                           ticket->generation + 1);

        if (eip__step(place, &word, next)) {
            return;
        }
    }
}

/* Still? Who comes later leaves the stamp alone. */
static bool is_handed(const struct eip__ledger *ledger,
                      const struct eip__ticket *ticket) {
    return eip__word_is_held_by(
        eip__read(eip__records_word(ledger->records, ticket->record)),
        ticket->target->index, ticket->generation + 1);
}

static void run_hand(struct eip__ledger *ledger, struct eip__errand *errand) {
    struct eip__ticket *ticket = OF(errand, hand);
    struct eip__cold *cold = eip__records_cold(ledger->records, ticket->record);
    uint64_t open = EIP__TICKET_OPEN;

    (void)eip__step(&ticket->state, &open, EIP__TICKET_DONE);
    step_word(ledger, ticket);
    eip__detail_hang(ledger->lanes, &cold->detail, ticket->detail);
    if (is_handed(ledger, ticket)) {
        eip__stamp_write(&cold->stamp,
                         eip__stamp_make(ticket->generation + 1, false, false,
                                         eip__read(&ticket->serial)));
    }
    remember(ticket);
}

/* The target's from then on, and what the source remembers. */
static bool tell_hand(struct eip__ledger *ledger, struct eip__lane *lane,
                      struct eip__op *op, struct eip__errand *errand) {
    const struct eip__ticket *ticket = OF(errand, hand);
    const struct eip__effect effect = {
        .record = ticket->record,
        .generation = ticket->generation + 1,
        .flags = EIP__EFFECT_HELD,
        .account = eip__read(&ticket->target->number),
        .value = eip__read(&ticket->serial),
        .version = ticket->detail->version,
        .facts = &ticket->detail->facts,
    };
    const struct eip__handed handed = {
        .record = ticket->record,
        .generation = ticket->generation,
        .address = ticket->address,
        .source = eip__read(&ticket->source->number),
        .target = effect.account,
        .allocation_id = ticket->allocation_id,
        .order = ticket->order,
        .offer_ms = ticket->offer_ms,
        .accepted_ms = ticket->accepted_ms,
    };
    const struct eip__told told = {&effect, 1, &handed};

    return eip__journal_write(ledger, lane, ticket->source, op, &told);
}

static bool may_cancel(struct eip__ledger *ledger, struct eip__errand *errand,
                       uint64_t sequence) {
    (void)ledger;
    (void)sequence;
    return eip__read(&OF(errand, cancel)->state) == EIP__TICKET_OPEN;
}

static void run_cancel(struct eip__ledger *ledger, struct eip__errand *errand) {
    uint64_t open = EIP__TICKET_OPEN;

    (void)ledger;
    (void)eip__step(&OF(errand, cancel)->state, &open, EIP__TICKET_CANCELLED);
}

static bool may_resolve(struct eip__ledger *ledger, struct eip__errand *errand,
                        uint64_t sequence) {
    struct eip__ticket *ticket = OF(errand, resolve);

    (void)ledger;
    (void)sequence;
    return ticket_in(eip__read(&ticket->target->ticket)) == ticket;
}

static void run_resolve(struct eip__ledger *ledger,
                        struct eip__errand *errand) {
    struct eip__ticket *ticket = OF(errand, resolve);
    uint64_t there = eip__value(ticket);

    (void)ledger;
    (void)eip__step(&ticket->target->ticket, &there,
                    over(eip__read(&ticket->serial)));
}

/* -- tickets --------------------------------------------------------------------------- */

struct eip__ticket *eip__ticket_new(struct eip__host *host) {
    struct eip__ticket *ticket =
        eip__host_allocate_zeroed(host, sizeof *ticket);

    if (ticket != NULL) {
        ticket->reserve = (struct eip__errand){may_reserve, run_reserve, NULL};
        ticket->hand = (struct eip__errand){may_hand, run_hand, tell_hand};
        ticket->cancel = (struct eip__errand){may_cancel, run_cancel, NULL};
        ticket->resolve = (struct eip__errand){may_resolve, run_resolve, NULL};
        eip__note(&ticket->next, NOWHERE);
    }
    return ticket;
}

void eip__ticket_free(struct eip__host *host, struct eip__ticket *ticket) {
    eip__detail_free(host, ticket->detail);
    eip__host_release(host, ticket, sizeof *ticket);
}

static void free_cancelled(struct eip__host *host,
                           struct eip__retired *retired) {
    eip__ticket_free(host, (struct eip__ticket *)retired);
}

/* The detail of a transfer that was done is the record's. */
static void free_done(struct eip__host *host, struct eip__retired *retired) {
    eip__host_release(host, retired, sizeof(struct eip__ticket));
}

/* -- seeing one through ------------------------------------------------------------------- */

/* Decide it. Around again only if the source's head has moved. False: there was
 * no memory to hand it over. */
static bool decide(struct eip__ledger *ledger, struct eip__lane *lane,
                   struct eip__ticket *ticket) {
    uint64_t open = EIP__TICKET_OPEN;

    switch (eip__ledger_run(ledger, lane, ticket->source, &ticket->hand, -1)) {
    case EIP__ERRAND_DONE:
        return true;
    case EIP__ERRAND_NO_MEMORY:
        (void)eip__ledger_run(ledger, lane, ticket->source, &ticket->cancel, 0);
        return false;
    default:
        /* Done by another by now, or else the offer is gone. */
        (void)eip__step(&ticket->state, &open, EIP__TICKET_CANCELLED);
        return true;
    }
}

/* Whoever resolves one that was cancelled frees it. */
static enum eip__transferred finish(struct eip__ledger *ledger,
                                    struct eip__lane *lane,
                                    struct eip__ticket *ticket) {
    bool told = decide(ledger, lane, ticket);
    bool done = eip__read(&ticket->state) == EIP__TICKET_DONE;

    if (eip__ledger_run(ledger, lane, ticket->target, &ticket->resolve,
                        done ? 0 : -1) == EIP__ERRAND_DONE &&
        !done) {
        eip__retire(ledger->lanes, &ticket->retired, free_cancelled);
    }
    if (done) {
        return EIP__TRANSFERRED;
    }
    return told ? EIP__TRANSFER_LOST : EIP__TRANSFER_UNTOLD;
}

bool eip__transfer_finish(struct eip__ledger *ledger, struct eip__lane *lane,
                          struct eip__account *account) {
    struct eip__ticket *ticket = ticket_in(eip__read(&account->ticket));

    if (ticket == NULL) {
        return false;
    }
    (void)finish(ledger, lane, ticket);
    return true;
}

enum eip__transferred eip__transfer(struct eip__ledger *ledger,
                                    struct eip__lane *lane,
                                    struct eip__ticket *ticket,
                                    struct eip__holding *holding) {
    enum eip__errand_done reserved = EIP__ERRAND_NOT;

    while (reserved == EIP__ERRAND_NOT) {
        if (!eip__holdings_place(ledger->host, ledger->records, ticket->target,
                                 ticket->record, ticket->generation + 1,
                                 holding)) {
            return EIP__TRANSFER_NO_MEMORY;
        }
        ticket->holdings = holding->holdings;
        reserved =
            eip__ledger_run(ledger, lane, ticket->target, &ticket->reserve, 1);
        if (reserved == EIP__ERRAND_QUOTA) {
            return EIP__TRANSFER_QUOTA;
        }
        if (reserved == EIP__ERRAND_NOT) {
            /* Another's stands there, or the holdings are other ones by now. */
            (void)eip__transfer_finish(ledger, lane, ticket->target);
        }
    }
    return finish(ledger, lane, ticket);
}

/* -- what the source remembers ------------------------------------------------------------- */

/* Later ones stand above earlier ones, but for clocks that ran apart. */
void eip__transfer_forget(struct eip__ledger *ledger, struct eip__lane *lane,
                          struct eip__account *account, uint64_t now_ms) {
    eip__a64 *place = &account->handed;
    struct eip__ticket *ticket = eip__pointer(eip__read(place));

    while (ticket != NULL && eip__ticket_is_shown(ticket, now_ms)) {
        place = &ticket->next;
        ticket = eip__pointer(eip__read(place));
    }
    if (place == &account->handed) {
        return; /* the newest stays, so that the stack has one bottom */
    }
    ticket = eip__pointer(eip__take_all(place));
    while (ticket != NULL) {
        struct eip__ticket *next = eip__pointer(eip__take_all(&ticket->next));

        /* Its thread has stopped before it was over. */
        if (ticket_in(eip__read(&ticket->target->ticket)) == ticket) {
            (void)finish(ledger, lane, ticket);
        }
        eip__retire(ledger->lanes, &ticket->retired, free_done);
        ticket = next;
    }
}

eip_status eip__transfer_restore(struct eip__ledger *ledger,
                                 struct eip__account *source,
                                 struct eip__account *target,
                                 const struct eip__handed *handed) {
    struct eip__ticket *ticket = eip__ticket_new(ledger->host);

    if (ticket == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    ticket->source = source;
    ticket->target = target;
    ticket->record = handed->record;
    ticket->generation = handed->generation;
    ticket->allocation_id = handed->allocation_id;
    ticket->order = handed->order;
    ticket->offer_ms = handed->offer_ms;
    ticket->accepted_ms = handed->accepted_ms;
    ticket->address = handed->address;
    eip__note(&ticket->state, EIP__TICKET_DONE);
    remember(ticket);
    return EIP_OK;
}

/* Of a transfer that was not seen through. One that was done may still be to be
 * remembered. */
static void close_standing(struct eip__ledger *ledger,
                           struct eip__account *account) {
    struct eip__ticket *ticket = ticket_in(eip__hint(&account->ticket));

    if (ticket == NULL) {
        return;
    }
    if (eip__hint(&ticket->state) == EIP__TICKET_DONE) {
        remember(ticket);
    } else {
        eip__ticket_free(ledger->host, ticket);
    }
}

static void close_handed(struct eip__ledger *ledger,
                         struct eip__account *account) {
    struct eip__ticket *ticket = eip__pointer(eip__hint(&account->handed));

    while (ticket != NULL) {
        struct eip__ticket *next = eip__pointer(eip__hint(&ticket->next));

        free_done(ledger->host, &ticket->retired);
        ticket = next;
    }
}

void eip__transfer_close(struct eip__ledger *ledger,
                         const struct eip__accounts *accounts) {
    uint32_t count = (uint32_t)eip__accounts_count(accounts);

    for (uint32_t i = 1; i <= count; i++) {
        close_standing(ledger, eip__accounts_at(accounts, i));
    }
    for (uint32_t i = 1; i <= count; i++) {
        close_handed(ledger, eip__accounts_at(accounts, i));
    }
}
