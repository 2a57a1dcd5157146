/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the operations of accounts that come seldom. */
#include "registry/install.h"
#include "registry/tell.h"

enum eip__taken eip__ledger_take_block(struct eip__ledger *ledger,
                                       struct eip__lane *lane,
                                       struct eip__account *account,
                                       struct eip__block_take *take) {
    const uint32_t options = EIP__DEED_BLOCK | EIP__DEED_RISES |
                             (take->counted ? EIP__DEED_COUNTED : 0) |
                             (take->count - 1) << EIP__DEED_COUNT_SHIFT;
    struct eip__op *op = eip__op_begin(ledger, lane);
    struct eip__op_more *more = &lane->more[lane->serial & 1];
    struct eip__settled settled;
    bool told = false;
    uint64_t order;
    uint64_t stamp;

    eip__op_describe(op, 0, options, 0, 0, 0);
    eip__block_describe(more, lane->serial, take);
    for (;;) {
        settled = eip__settle_own(ledger, lane, account);
        if (!eip__block_is_free(ledger, take)) {
            return EIP__TAKE_LOST;
        }
        if (take->counted &&
            !eip__quota_has_room(account, &settled, take->count)) {
            bool reserved = eip__quota_is_reserved(account);

            if (eip__read(&account->head) == settled.head) {
                return reserved ? EIP__TAKE_RESERVED : EIP__TAKE_QUOTA;
            }
            continue;
        }
        if (!eip__block_place(ledger, account, take)) {
            return EIP__TAKE_NO_MEMORY;
        }
        order = eip__head_sequence(settled.head) + 1;
        told |= eip__journal_asks(&ledger->journal);
        if (told && !eip__tell_block(ledger, lane, account, op, take, order)) {
            return EIP__TAKE_NO_MEMORY;
        }
        stamp = eip__stamp_make(0, false, take->standard, order);
        if (eip__op_install_many(lane, account, op, stamp, &settled,
                                 take->count)) {
            break;
        }
    }
    return eip__op_conclude(lane, op, options, &settled,
                            eip__block_run(ledger, account, more, op),
                            told) == EIP__DEED_DONE
               ? EIP__TAKEN
               : EIP__TAKE_LOST;
}

enum eip__changed eip__ledger_alter(struct eip__ledger *ledger,
                                    struct eip__lane *lane,
                                    struct eip__account *account,
                                    const struct eip__alter *alter) {
    const struct eip__place place =
        eip__records_place(ledger->records, alter->record);
    struct eip__op *op = eip__op_begin(ledger, lane);
    struct eip__settled settled;
    bool told = false;

    eip__op_describe(op, alter->record, EIP__DEED_ALTER, alter->also_record,
                     eip__value(alter->also), eip__value(alter->detail));
    do {
        settled = eip__settle_own(ledger, lane, account);
        if ((alter->head != 0 &&
             (settled.head & ~EIP__REFERENCE_MASK) != alter->head) ||
            !eip__word_is_held_by(eip__read(place.word), account->index,
                                  alter->generation) ||
            eip__read(&place.cold->detail) != alter->before) {
            return EIP__CHANGE_LOST;
        }
        told |= eip__journal_asks(&ledger->journal);
        if (told && !eip__tell_alter(ledger, lane, account, op, alter)) {
            return EIP__CHANGE_NO_MEMORY;
        }
    } while (!eip__op_install(lane, account, op, 0, &settled));
    if (alter->also != NULL) {
        eip__deed_hang(ledger,
                       eip__records_cold(ledger->records, alter->also_record),
                       eip__value(alter->also));
    }
    eip__deed_hang(ledger, place.cold, eip__value(alter->detail));
    (void)eip__op_conclude(lane, op, EIP__DEED_ALTER, &settled, EIP__DEED_DONE,
                           told);
    return EIP__CHANGED;
}

enum eip__errand_done eip__ledger_run(struct eip__ledger *ledger,
                                      struct eip__lane *lane,
                                      struct eip__account *account,
                                      struct eip__errand *errand,
                                      int32_t delta) {
    const uint32_t options = EIP__DEED_ERRAND |
                             (delta != 0 ? EIP__DEED_COUNTED : 0) |
                             (delta > 0 ? EIP__DEED_RISES : 0);
    struct eip__op *op = eip__op_begin(ledger, lane);
    struct eip__settled settled;
    bool told = false;

    eip__op_describe(op, 0, options, 0, 0, eip__value(errand));
    for (;;) {
        settled = eip__settle_own(ledger, lane, account);
        if (!errand->may(ledger, errand,
                         eip__head_sequence(settled.head) + 1)) {
            /* Another's errand that forbids it may be under way. */
            if (eip__read(&account->head) == settled.head) {
                return EIP__ERRAND_NOT;
            }
            continue;
        }
        if (delta > 0 && !eip__quota_has_room(account, &settled, 1)) {
            if (eip__read(&account->head) == settled.head) {
                return EIP__ERRAND_QUOTA;
            }
            continue;
        }
        told |= eip__journal_asks(&ledger->journal);
        if (told && errand->tell != NULL &&
            !errand->tell(ledger, lane, op, errand)) {
            return EIP__ERRAND_NO_MEMORY;
        }
        if (eip__op_install(lane, account, op, 0, &settled)) {
            break;
        }
    }
    errand->run(ledger, errand);
    /* The errand's memory may go while the head still refers to it: nobody is
     * to run it again. */
    (void)eip__op_close(lane, op, EIP__DEED_DONE);
    (void)eip__op_conclude(lane, op, options, &settled, EIP__DEED_DONE, false);
    return EIP__ERRAND_DONE;
}

void eip__ledger_pass(struct eip__ledger *ledger, struct eip__lane *lane,
                      struct eip__account *account) {
    struct eip__op *op = eip__op_begin(ledger, lane);
    struct eip__settled settled;

    eip__op_describe(op, 0, EIP__DEED_PASS, 0, 0, 0);
    do {
        settled = eip__settle_own(ledger, lane, account);
    } while (!eip__op_install(lane, account, op, 0, &settled));
    (void)eip__op_conclude(lane, op, EIP__DEED_PASS, &settled, EIP__DEED_DONE,
                           false);
}

bool eip__ledger_swap(struct eip__ledger *ledger, struct eip__lane *lane,
                      struct eip__account *account, uint64_t head,
                      struct eip__holdings *from, struct eip__holdings *to) {
    struct eip__op *op = eip__op_begin(ledger, lane);
    const struct eip__settled settled = eip__settle_own(ledger, lane, account);
    uint64_t before = eip__value(from);

    eip__op_describe(op, 0, EIP__DEED_SWAP, before, eip__value(to), 0);
    if ((settled.head & ~EIP__REFERENCE_MASK) != head ||
        eip__quota_is_reserved(account) ||
        !eip__op_install(lane, account, op, 0, &settled)) {
        return false;
    }
    (void)eip__step(&account->holdings, &before, eip__value(to));
    /* The old set's memory may come again as a later one. */
    (void)eip__op_close(lane, op, EIP__DEED_DONE);
    (void)eip__op_conclude(lane, op, EIP__DEED_SWAP, &settled, EIP__DEED_DONE,
                           false);
    eip__retire(ledger->lanes, &from->retired, eip__holdings_free);
    return true;
}
