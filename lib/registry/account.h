/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file account.h
 * The accounts of an engine: found by their 12-digit number, or by the index
 * that the words of their addresses carry. Created on first use, never freed
 * before the engine is closed; 64 bytes each.
 *
 * Numbers are looked up in up to six tables of growing size. An entry never
 * moves. When a table is half full a larger one is begun, and whoever comes
 * to the end of a number's probe sequence in the old one seals that end, then
 * goes on in the next: so all who look for the number go the same way, and no
 * number is ever in two tables.
 *
 *      slot of a table:  0 (empty) --insert--> number + 1 : 40 | index - 1 : 24
 *                        0 (empty) --seal----> all ones
 */
#ifndef EIP_REGISTRY_ACCOUNT_H
#define EIP_REGISTRY_ACCOUNT_H

#include "base/host.h"

enum { EIP__ACCOUNT_TABLES = 6, EIP__ACCOUNT_SEGMENTS = 15 };
#define EIP__ACCOUNT_NUMBER_MAX UINT64_C(999999999999)

struct eip__account {
    _Alignas(64) eip__a64 head; /* see ledger.h */
    eip__a64 tally;             /* see ledger.h */
    eip__a64 holdings;          /* see holdings.h */
    eip__a64 number;            /* written once, before it can be found */
    uint32_t index;             /* from 1; the owner in words */
    eip__a32 quota;
    eip__a32 flags;  /* EIP_ACCOUNT_... */
    eip__a32 cursor; /* hint: where in the holdings to look for room */
    eip__a64 ticket; /* see transfer.h */
    eip__a64 handed; /* struct eip__ticket: transfers from it, a stack */
};

struct eip__account_table {
    uint64_t slots;
    eip__a64 count;
    eip__a64 *slot;
};

struct eip__accounts {
    struct eip__host *host;
    uint64_t seed;
    uint32_t quota_default;
    eip__a64 next;                       /* accounts created, ever */
    eip__a64 spare;                      /* an index created in vain, or 0 */
    eip__a64 table[EIP__ACCOUNT_TABLES]; /* struct eip__account_table */
    eip__a64 segment[EIP__ACCOUNT_SEGMENTS]; /* struct eip__account [] */
};

void eip__accounts_open(struct eip__accounts *accounts, struct eip__host *host,
                        uint64_t seed, uint32_t quota_default);
void eip__accounts_close(struct eip__accounts *accounts);

/** The account of this number, or NULL. Wait-free. */
struct eip__account *eip__accounts_find(const struct eip__accounts *accounts,
                                        uint64_t number);

/** The same, created if it is not there. EIP_OK, EIP_ERR_OUT_OF_MEMORY,
 *  EIP_ERR_TOO_MANY_ACCOUNTS. Lock-free. */
eip_status eip__accounts_get(struct eip__accounts *accounts, uint64_t number,
                             struct eip__account **account);

/** The account of an index that some word carries. Wait-free. */
struct eip__account *eip__accounts_at(const struct eip__accounts *accounts,
                                      uint32_t index);

/** Accounts created so far; indexes 1 to this may be asked for, a few of
 *  them perhaps unused (number 0 and never found). */
uint64_t eip__accounts_count(const struct eip__accounts *accounts);

/** Is it anyone's? An index that was created in vain has a number that is
 *  another's, or 0. Wait-free. */
static inline bool eip__accounts_has(const struct eip__accounts *accounts,
                                     const struct eip__account *account) {
    return eip__accounts_find(accounts, eip__read(&account->number)) == account;
}

#endif
