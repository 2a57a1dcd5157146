/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the ids of IPAM's things, and the scopes.
 *
 * A long id's first half is a number, permuted; the second half tells whose
 * kind it is, and that the first was not guessed. An address's allocation has
 * an id though it is in no books: its first half is the address's own id.
 */
#include "registry/ipam.h"

#include "base/hash.h"
#include "registry/catalog_private.h"

#include <Judy.h>

enum kind { CIDR = 1, ALLOCATION, ADDRESS };

static uint64_t permute(const struct eip__id_key *key, uint64_t number) {
    return eip__id_make(key, (uint32_t)(number >> 32), (uint32_t)number);
}

static uint64_t restore(const struct eip__id_key *key, uint64_t id) {
    uint32_t high;
    uint32_t low;

    eip__id_take_apart(key, id, &high, &low);
    return (uint64_t)high << 32 | low;
}

static eip_ipam_id long_id(const struct eip__ipam_books *books,
                           const struct eip__id_key *key, enum kind kind,
                           uint64_t number) {
    uint64_t high = permute(key, number);

    return (eip_ipam_id){
        high, eip__hash_u64(high, books->check_key + (uint64_t)kind)};
}

static bool is_kind(const struct eip__ipam_books *books, eip_ipam_id id,
                    enum kind kind) {
    return id.low == eip__hash_u64(id.high, books->check_key + (uint64_t)kind);
}

eip_ipam_id eip__ipam_cidr_id(const struct eip__ipam_books *books,
                              uint64_t number) {
    return long_id(books, &books->cidr_key, CIDR, number);
}

eip_ipam_id eip__ipam_allocation_id(const struct eip__ipam_books *books,
                                    uint64_t number) {
    return long_id(books, &books->allocation_key, ALLOCATION, number);
}

eip_ipam_id eip__ipam_address_id(const struct eip__ipam_books *books,
                                 uint64_t allocation_id) {
    return long_id(books, &books->address_key, ADDRESS, allocation_id);
}

uint64_t eip__ipam_allocation_number(const struct eip__ipam_books *books,
                                     eip_ipam_id id) {
    return is_kind(books, id, ALLOCATION)
               ? restore(&books->allocation_key, id.high)
               : 0;
}

bool eip__ipam_address_of(const struct eip__ipam_books *books, eip_ipam_id id,
                          uint64_t *allocation_id) {
    *allocation_id = restore(&books->address_key, id.high);
    return is_kind(books, id, ADDRESS);
}

/* -- scopes --------------------------------------------------------------------------- */

uint64_t eip__ipam_default_scope(const struct eip__ipam_books *books,
                                 uint64_t account) {
    return permute(&books->scope_key, account);
}

uint64_t eip__ipam_of(const struct eip__ipam_books *books, uint64_t account) {
    return permute(&books->ipam_key, account);
}

static const struct eip__ipam_scope *
made_scope(const struct eip__ipam_books *books, uint64_t number) {
    return eip__catalog_get(books->scopes, number);
}

bool eip__ipam_scope(const struct eip__ipam_books *books, uint64_t id,
                     struct eip__ipam_scope *scope) {
    uint64_t number = restore(&books->scope_key, id);
    const struct eip__ipam_scope *made = made_scope(books, number);

    *scope =
        made == NULL ? (struct eip__ipam_scope){number, number, false} : *made;
    return made != NULL || number <= EIP__ACCOUNT_NUMBER_MAX;
}

eip_status eip__ipam_add_scope(struct eip__ipam_books *books,
                               struct eip__host *host, uint64_t owner,
                               bool is_private, uint64_t *id) {
    struct eip__ipam_scope *scope = eip__host_allocate(host, sizeof *scope);
    uint64_t number = EIP__IPAM_SCOPES_MADE + books->scope_numbers;
    void **place =
        scope == NULL ? NULL : eip__catalog_enter(&books->scopes, number);

    if (place == NULL) {
        eip__host_release(host, scope, sizeof *scope);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    *scope = (struct eip__ipam_scope){number, owner, is_private};
    eip__touch(books->dirty, EIP__DIRTY_IPAM_SCOPE, number);
    *place = scope;
    books->scope_numbers++;
    *id = permute(&books->scope_key, number);
    return EIP_OK;
}

uint32_t eip__ipam_count_scopes(const struct eip__ipam_books *books,
                                uint64_t owner) {
    uint32_t count = 0;

    for (uint64_t i = 0; i < books->scope_numbers; i++) {
        count += made_scope(books, EIP__IPAM_SCOPES_MADE + i)->owner == owner;
    }
    return count;
}

/* -- beginning and end -------------------------------------------------------------------- */

void eip__ipam_books_open(struct eip__ipam_books *books,
                          struct eip__lanes *lanes, uint64_t seed) {
    books->lanes = lanes;
    eip__id_key(&books->cidr_key, seed, 10);
    eip__id_key(&books->allocation_key, seed, 11);
    eip__id_key(&books->address_key, seed, 12);
    eip__id_key(&books->scope_key, seed, 13);
    eip__id_key(&books->ipam_key, seed, 14);
    books->check_key = eip__hash_u64(15, seed);
}

static void free_all(struct eip__host *host, void **judy, size_t bytes) {
    Word_t index = 0;
    PPvoid_t entry;

    for (entry = JudyLFirst(*judy, &index, PJE0); entry != NULL;
         entry = JudyLNext(*judy, &index, PJE0)) {
        eip__host_release(host, *entry, bytes);
    }
    (void)JudyLFreeArray(judy, PJE0);
}

void eip__ipam_books_close(struct eip__ipam_books *books,
                           struct eip__host *host) {
    free_all(host, &books->scopes, sizeof(struct eip__ipam_scope));
    free_all(host, &books->contiguous, sizeof(struct eip__ipam_block));
    free_all(host, &books->tokens, sizeof(struct eip__ipam_tokens));
    (void)JudyLFreeArray(&books->allocations, PJE0);
    (void)JudyLFreeArray(&books->tops, PJE0);
}
