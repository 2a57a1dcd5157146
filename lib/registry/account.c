/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns which number is which account (I10). */
#include "registry/account.h"

#include "base/hash.h"

#include <string.h>

enum {
    FIRST_TABLE_BITS = 10,
    GROWTH_BITS = 3,
    FIRST_SEGMENT = 1024,
    INDEX_BITS = 24
};
#define SEALED UINT64_MAX

void eip__accounts_open(struct eip__accounts *accounts, struct eip__host *host,
                        uint64_t seed, uint32_t quota_default) {
    memset(accounts, 0, sizeof *accounts);
    accounts->host = host;
    accounts->seed = seed;
    accounts->quota_default = quota_default;
}

/* -- blocks of memory ---------------------------------------------------------- */

/* Segment k holds the accounts from 1024 * (2^k - 1) on, 1024 * 2^k of them. */
static uint64_t segment_size(uint32_t k) {
    return (uint64_t)FIRST_SEGMENT << k;
}

static uint64_t table_slots(uint32_t k) {
    return UINT64_C(1) << (FIRST_TABLE_BITS + GROWTH_BITS * k);
}

void eip__accounts_close(struct eip__accounts *accounts) {
    for (uint32_t k = 0; k < EIP__ACCOUNT_SEGMENTS; k++) {
        eip__host_unblock(accounts->host,
                          eip__pointer(eip__hint(&accounts->segment[k])),
                          segment_size(k) * sizeof(struct eip__account));
    }
    for (uint32_t k = 0; k < EIP__ACCOUNT_TABLES; k++) {
        struct eip__account_table *table =
            eip__pointer(eip__hint(&accounts->table[k]));

        if (table != NULL) {
            eip__host_unblock(accounts->host, table->slot,
                              table_slots(k) * sizeof(eip__a64));
            eip__host_release(accounts->host, table, sizeof *table);
        }
    }
}

/* -- by index ------------------------------------------------------------------- */

static uint32_t segment_of(uint64_t at) {
    return 63 - (uint32_t)__builtin_clzll(at / FIRST_SEGMENT + 1);
}

struct eip__account *eip__accounts_at(const struct eip__accounts *accounts,
                                      uint32_t index) {
    uint64_t at = (uint64_t)index - 1;
    uint32_t k = segment_of(at);
    struct eip__account *segment =
        eip__pointer(eip__read(&accounts->segment[k]));

    return &segment[at - FIRST_SEGMENT * ((UINT64_C(1) << k) - 1)];
}

static bool need_segment(struct eip__accounts *accounts, uint64_t at) {
    uint32_t k = segment_of(at);
    size_t bytes = segment_size(k) * sizeof(struct eip__account);
    uint64_t there = eip__read(&accounts->segment[k]);
    void *mine;

    if (there != 0) {
        return true;
    }
    mine = eip__host_block(accounts->host, bytes);
    if (mine == NULL) {
        return false;
    }
    if (!eip__step(&accounts->segment[k], &there, eip__value(mine))) {
        eip__host_unblock(accounts->host, mine, bytes);
    }
    return true;
}

uint64_t eip__accounts_count(const struct eip__accounts *accounts) {
    return eip__look(&accounts->next);
}

/* An index nobody has, from 1, and its account filled in. */
static eip_status new_account(struct eip__accounts *accounts, uint64_t number,
                              struct eip__account **account) {
    uint64_t at = eip__take_all(&accounts->spare);

    if (at == 0) {
        at = eip__read(&accounts->next);
        do {
            if (at >= EIP_LIMIT_ACCOUNTS) {
                return EIP_ERR_TOO_MANY_ACCOUNTS;
            }
            if (!need_segment(accounts, at)) {
                return EIP_ERR_OUT_OF_MEMORY;
            }
        } while (!eip__turn(&accounts->next, &at, at + 1));
        at++;
    }
    *account = eip__accounts_at(accounts, (uint32_t)at);
    eip__publish(&(*account)->number, number);
    (*account)->index = (uint32_t)at;
    eip__note32(&(*account)->quota, accounts->quota_default);
    return EIP_OK;
}

/* -- by number ------------------------------------------------------------------- */

static uint64_t entry_make(uint64_t number, uint32_t index) {
    return (number + 1) << INDEX_BITS | (index - 1);
}

static struct eip__account_table *table_at(const struct eip__accounts *accounts,
                                           uint32_t k) {
    return k >= EIP__ACCOUNT_TABLES
               ? NULL
               : eip__pointer(eip__read(&accounts->table[k]));
}

/* Follow a number's probe sequence to its entry, or to its end. */
static eip__a64 *probe(const struct eip__account_table *table, uint64_t hash,
                       uint64_t number, uint64_t *entry) {
    for (uint64_t i = hash;; i++) {
        eip__a64 *slot = &table->slot[i & (table->slots - 1)];

        *entry = eip__read(slot);
        if (*entry == 0 || *entry == SEALED ||
            *entry >> INDEX_BITS == number + 1) {
            return slot;
        }
    }
}

static struct eip__account *account_of(const struct eip__accounts *accounts,
                                       uint64_t entry) {
    return eip__accounts_at(accounts,
                            (uint32_t)(entry & ((1u << INDEX_BITS) - 1)) + 1);
}

struct eip__account *eip__accounts_find(const struct eip__accounts *accounts,
                                        uint64_t number) {
    uint64_t hash = eip__hash_u64(number, accounts->seed);

    for (uint32_t k = 0; k < EIP__ACCOUNT_TABLES; k++) {
        const struct eip__account_table *table = table_at(accounts, k);
        uint64_t entry = 0;

        if (table != NULL) {
            (void)probe(table, hash, number, &entry);
        }
        if (entry == 0) {
            return NULL;
        }
        if (entry != SEALED) {
            return account_of(accounts, entry);
        }
    }
    return NULL;
}

static struct eip__account_table *need_table(struct eip__accounts *accounts,
                                             uint32_t k) {
    struct eip__account_table *table = table_at(accounts, k);
    size_t bytes = table_slots(k) * sizeof(eip__a64);
    uint64_t there = 0;

    if (table != NULL) {
        return table;
    }
    table = eip__host_allocate_zeroed(accounts->host, sizeof *table);
    if (table == NULL) {
        return NULL;
    }
    table->slots = table_slots(k);
    table->slot = eip__host_block(accounts->host, bytes);
    if (table->slot != NULL &&
        eip__step(&accounts->table[k], &there, eip__value(table))) {
        return table;
    }
    eip__host_unblock(accounts->host, table->slot, bytes);
    eip__host_release(accounts->host, table, sizeof *table);
    return eip__pointer(there);
}

static bool is_full(const struct eip__account_table *table) {
    return eip__hint(&table->count) >= table->slots / 2;
}

/* Put the number at the end of its sequence. EIP_OK with NULL: somebody else
 * has changed that end; look again. */
static eip_status insert(struct eip__accounts *accounts,
                         struct eip__account_table *table, eip__a64 *slot,
                         uint64_t number, struct eip__account **account) {
    uint64_t empty = 0;
    eip_status status = new_account(accounts, number, account);

    if (status != EIP_OK) {
        return status;
    }
    if (!eip__step(slot, &empty, entry_make(number, (*account)->index))) {
        eip__publish(&accounts->spare, (*account)->index);
        *account = NULL;
        return EIP_OK;
    }
    eip__count(&table->count, 1);
    return EIP_OK;
}

/* One table of the search: EIP_OK with NULL means, go on in the next. */
static eip_status get_in(struct eip__accounts *accounts, uint32_t k,
                         uint64_t number, struct eip__account **account) {
    uint64_t hash = eip__hash_u64(number, accounts->seed);
    struct eip__account_table *table = need_table(accounts, k);

    *account = NULL;
    while (table != NULL && *account == NULL) {
        uint64_t entry;
        eip__a64 *slot = probe(table, hash, number, &entry);

        if (entry == SEALED) {
            return EIP_OK;
        }
        if (entry != 0) {
            *account = account_of(accounts, entry);
        } else if (k + 1 < EIP__ACCOUNT_TABLES && is_full(table)) {
            if (need_table(accounts, k + 1) == NULL) {
                return EIP_ERR_OUT_OF_MEMORY;
            }
            (void)eip__step(slot, &entry, SEALED);
        } else {
            eip_status status = insert(accounts, table, slot, number, account);

            if (status != EIP_OK) {
                return status;
            }
        }
    }
    return table == NULL ? EIP_ERR_OUT_OF_MEMORY : EIP_OK;
}

eip_status eip__accounts_get(struct eip__accounts *accounts, uint64_t number,
                             struct eip__account **account) {
    eip_status status = EIP_OK;

    *account = NULL;
    for (uint32_t k = 0; k < EIP__ACCOUNT_TABLES && *account == NULL; k++) {
        status = get_in(accounts, k, number, account);
        if (status != EIP_OK) {
            return status;
        }
    }
    return *account == NULL ? EIP_ERR_TOO_MANY_ACCOUNTS : EIP_OK;
}
