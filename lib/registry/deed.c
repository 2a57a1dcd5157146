/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what is done for an account by whoever comes past. */
#include "registry/deed.h"

struct eip__deed eip__deed_read(const struct eip__op *op) {
    uint64_t target = eip__read(&op->target);
    struct eip__deed deed = {
        .record = (uint32_t)(target >> 32),
        .options = (uint32_t)target,
        .before = eip__read(&op->before),
        .after = eip__read(&op->after),
        .stamp = eip__read(&op->stamp),
        .detail = eip__read(&op->detail),
        .used = eip__read(&op->used),
        .outcome = eip__read(&op->outcome),
    };

    deed.entry = eip__journal_entry(op, deed.outcome >> EIP__DEED_OUTCOME_BITS);
    return deed;
}

EIP__RARE void eip__deed_hang(struct eip__ledger *ledger,
                              struct eip__cold *cold, uint64_t detail) {
    eip__detail_hang(ledger->lanes, &cold->detail, eip__pointer(detail));
}

enum eip__deed_outcome eip__deed_carry_out(struct eip__ledger *ledger,
                                           struct eip__account *account,
                                           struct eip__place place,
                                           const struct eip__deed *deed) {
    uint64_t before = deed->before;

    switch ((enum eip__deed_kind)(deed->options & EIP__DEED_KIND_MASK)) {
    case EIP__DEED_TAKE:
        return eip__deed_take(ledger, place, before, deed->after, deed->stamp,
                              deed->detail);
    case EIP__DEED_GIVE:
        eip__deed_give(place, before, deed->options, deed->stamp);
        return EIP__DEED_DONE;
    case EIP__DEED_ALTER:
        if (deed->after != 0) {
            eip__deed_hang(ledger,
                           eip__records_cold(ledger->records, (uint32_t)before),
                           deed->after);
        }
        eip__deed_hang(ledger, place.cold, deed->detail);
        return EIP__DEED_DONE;
    case EIP__DEED_ERRAND: {
        struct eip__errand *errand = eip__pointer(deed->detail);

        errand->run(ledger, errand);
        return EIP__DEED_DONE;
    }
    case EIP__DEED_SWAP:
        (void)eip__step(&account->holdings, &before, deed->after);
        return EIP__DEED_DONE;
    default:
        return EIP__DEED_DONE;
    }
}

struct eip__place eip__deed_place(const struct eip__ledger *ledger,
                                  const struct eip__deed *deed) {
    uint32_t kind = deed->options & EIP__DEED_KIND_MASK;

    return kind == EIP__DEED_PASS || kind == EIP__DEED_SWAP ||
                   kind == EIP__DEED_ERRAND
               ? (struct eip__place){NULL, NULL}
               : eip__records_place(ledger->records, deed->record);
}
