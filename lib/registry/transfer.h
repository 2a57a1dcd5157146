/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file transfer.h
 * Handing an address of Amazon's pool, which counts towards quotas (R9), over
 * from one account to another: three errands, in two
 * accounts' ledgers, and a ticket that all of them are about.
 *
 *      target  reserve  there is room: used + 1; the ticket stands in the
 *                       account's `ticket`
 *      source  hand     the address is held, its detail still the one offered:
 *                       used - 1, the word steps to the target, and the ticket
 *                       goes on the source's stack `handed`
 *      target  resolve  the ticket is over: used - 1 if it was cancelled
 *
 *      state of a ticket:  open --hand----------------------> done
 *                          open --the offer is gone; anyone--> cancelled
 *                          open --cancel, of the source------> cancelled
 *
 *      `ticket` of an account:  0 or over (s) --reserve--> ticket (s' > s)
 *                               ticket (s) --resolve--> over (s)
 *
 *      `next` of a ticket:  nowhere --hand--> the one below --forget--> 0
 *
 * The target's entry in its holdings is placed before `reserve`, which asks
 * whether they are still those: and while a ticket stands they are not replaced
 * (eip__ledger_swap), for the entry is ahead of its word.
 *
 * Whoever finds a ticket there that is not over can see it through: there is
 * nothing left to decide. So a thread that stops in the middle strands neither
 * address nor quota; who would be refused for want of room, or counts, sees
 * the ticket through before (eip__transfer_finish). An account has one ticket
 * at a time.
 *
 * The word steps from held by the source in generation g to held by the target
 * in g + 1: so no word comes back, however often an address goes to and fro,
 * and a thread that was stopped before the step cannot repeat it. The new
 * detail remembers the generation of the allocation, whose id stays (R2). An
 * offer that is gone does not come back either: the detail's version only
 * grows. Hence "cancelled" is true whenever it is found, and as `hand` is
 * installed only while the source's head stands still and the offer is there,
 * no ticket is both.
 *
 * Of `hand` the journal is told. Who is refused memory for that cancels the
 * ticket instead, by an errand of the source too, which needs none: so one of
 * the two comes first, and the other may not be. The offer is still there, and
 * whoever was accepting it begins again.
 */
#ifndef EIP_REGISTRY_TRANSFER_H
#define EIP_REGISTRY_TRANSFER_H

#include "eip/transfer.h"
#include "registry/effect.h"
#include "registry/ledger.h"

enum eip__ticket_state {
    EIP__TICKET_OPEN = 0,
    EIP__TICKET_DONE = 1,
    EIP__TICKET_CANCELLED = 2
};

/** A transfer under way; once done, the source's memory of it. */
struct eip__ticket {
    struct eip__retired retired; /* first */
    struct eip__errand reserve;
    struct eip__errand hand;
    struct eip__errand cancel;
    struct eip__errand resolve;
    struct eip__account *source;
    struct eip__account *target;
    struct eip__detail *detail;     /* the target's; the record's once done */
    struct eip__holdings *holdings; /* the target's, with its entry */
    uint64_t offer_version;         /* of the source's detail */
    uint32_t record;
    uint32_t generation; /* the source's */
    eip__a64 state;
    eip__a64 serial; /* of `reserve` in the target's order */
    /* For the source to be shown: */
    eip__a64 next; /* in its `handed` */
    uint64_t allocation_id;
    uint64_t order; /* in the source, of the allocation */
    uint64_t offer_ms;
    uint64_t accepted_ms;
    uint32_t address;
};

/** A ticket without a `detail`; fill it in. NULL: no memory. */
struct eip__ticket *eip__ticket_new(struct eip__host *host);
/** Give back one that was never reserved, its detail too. */
void eip__ticket_free(struct eip__host *host, struct eip__ticket *ticket);

enum eip__transferred {
    EIP__TRANSFERRED,    /* at the step of the word */
    EIP__TRANSFER_LOST,  /* the offer is gone */
    EIP__TRANSFER_QUOTA, /* as EIP__TAKE_QUOTA, of the target */
    EIP__TRANSFER_NO_MEMORY,
    EIP__TRANSFER_UNTOLD /* no memory for the journal, once it was reserved */
};

/** Carry a ticket out; it is not the caller's any more, unless the answer is
 *  EIP__TRANSFER_QUOTA or EIP__TRANSFER_NO_MEMORY. `holding`, zero at first and
 *  kept between tries, says where its entry stands in the target's holdings. */
enum eip__transferred eip__transfer(struct eip__ledger *ledger,
                                    struct eip__lane *lane,
                                    struct eip__ticket *ticket,
                                    struct eip__holding *holding);

/** See the transfer through that stands in the account, if one does. False:
 *  none does. Lock-free. */
bool eip__transfer_finish(struct eip__ledger *ledger, struct eip__lane *lane,
                          struct eip__account *account);

/** Forget transfers of the account that are shown no more. */
void eip__transfer_forget(struct eip__ledger *ledger, struct eip__lane *lane,
                          struct eip__account *account, uint64_t now_ms);

/** A transfer that was done, for its source to remember, as kept (effect.h):
 *  it comes onto the stack. Nobody else can look. EIP_OK or
 *  EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__transfer_restore(struct eip__ledger *ledger,
                                 struct eip__account *source,
                                 struct eip__account *target,
                                 const struct eip__handed *handed);

/** Is it still shown to its source? */
static inline bool eip__ticket_is_shown(const struct eip__ticket *ticket,
                                        uint64_t now_ms) {
    return ticket->accepted_ms + EIP_TRANSFER_SHOWN_MS > now_ms;
}

/** Free what all accounts remember; nobody may be inside a call. */
void eip__transfer_close(struct eip__ledger *ledger,
                         const struct eip__accounts *accounts);

#endif
