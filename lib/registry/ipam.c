/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns pools' IPAM attributes, and the maps of CIDRs and allocations. */
#include "registry/ipam.h"

#include "registry/catalog_private.h"

#include <Judy.h>
#include <string.h>

/* -- texts ------------------------------------------------------------------------ */

struct eip__note *eip__note_new(struct eip__host *host, eip_text text) {
    struct eip__note *note =
        eip__host_allocate(host, sizeof *note + (uint64_t)text.size);

    if (note != NULL) {
        note->size = text.size;
        if (text.size != 0) {
            memcpy(note->text, text.data, text.size);
        }
    }
    return note;
}

void eip__note_free(struct eip__host *host, struct eip__note *note) {
    if (note != NULL) {
        eip__host_release(host, note, sizeof *note + (uint64_t)note->size);
    }
}

static void free_tags(struct eip__host *host, struct eip__tagset *tags) {
    if (tags != NULL) {
        eip__tagset_free(host, &tags->retired);
    }
}

/* -- pools ------------------------------------------------------------------------- */

struct eip__ipam *eip__ipam_new(struct eip__ipam_books *books,
                                struct eip__host *host, uint64_t owner) {
    struct eip__ipam *ipam = eip__host_allocate_zeroed(host, sizeof *ipam);

    if (ipam != NULL) {
        ipam->scope = eip__ipam_default_scope(books, owner);
        ipam->depth = 1;
        ipam->flags = EIP__IPAM_EC2;
        ipam->serves = true;
        ipam->netmask_min = -1;
        ipam->netmask_max = -1;
        ipam->netmask_default = -1;
    }
    return ipam;
}

void eip__ipam_allocation_free(struct eip__host *host,
                               struct eip__ipam_allocation *allocation) {
    free_tags(host, allocation->tags);
    eip__note_free(host, allocation->description);
    eip__host_release(host, allocation, sizeof *allocation);
}

void eip__ipam_free(struct eip__host *host, struct eip__ipam *ipam) {
    Word_t base = 0;
    PPvoid_t entry;

    if (ipam == NULL) {
        return;
    }
    for (entry = JudyLFirst(ipam->allocations, &base, PJE0); entry != NULL;
         entry = JudyLNext(ipam->allocations, &base, PJE0)) {
        if (*entry != NULL) {
            eip__ipam_allocation_free(host, *entry);
        }
    }
    (void)JudyLFreeArray(&ipam->allocations, PJE0);
    while (ipam->cidrs != NULL) {
        eip__ipam_drop_cidr(host, ipam, ipam->cidrs);
    }
    free_tags(host, eip__pointer(eip__hint(&ipam->resource_tags)));
    eip__note_free(host, ipam->description);
    eip__note_free(host, ipam->origin.id);
    eip__note_free(host, ipam->origin.type);
    eip__note_free(host, ipam->origin.region);
    eip__host_release(host, ipam, sizeof *ipam);
}

bool eip__ipam_in_use(const struct eip__ipam *ipam) {
    return ipam->children != 0 || ipam->allocation_count != 0 ||
           eip__ipam_count_cidrs(ipam) != 0;
}

/* -- CIDRs ------------------------------------------------------------------------- */

static bool is_top(const struct eip__ipam *ipam,
                   const struct eip__ipam_cidr *cidr) {
    return cidr->top && (ipam->flags & EIP__IPAM_PRIVATE) == 0 &&
           cidr->deed == EIP__IPAM_PROVISIONED;
}

bool eip__ipam_enter_cidr(struct eip__ipam_books *books, struct eip__ipam *ipam,
                          struct eip__ipam_cidr *cidr) {

    if (is_top(ipam, cidr)) {
        void **place = eip__catalog_enter(&books->tops, cidr->cidr.base);

        if (place == NULL) {
            return false;
        }
        *place = cidr;
    }
    eip__touch(books->dirty, EIP__DIRTY_IPAM_CIDRS, ipam->pool->ref.id);
    cidr->next = NULL;
    *(ipam->last == NULL ? &ipam->cidrs : &ipam->last->next) = cidr;
    ipam->last = cidr;
    return true;
}

void eip__ipam_close_cidr(struct eip__ipam_books *books,
                          const struct eip__ipam *ipam,
                          const struct eip__ipam_cidr *cidr) {
    eip__touch(books->dirty, EIP__DIRTY_IPAM_CIDRS, ipam->pool->ref.id);
    if (is_top(ipam, cidr)) {
        eip__catalog_forget(&books->tops, cidr->cidr.base);
    }
}

void eip__ipam_drop_cidr(struct eip__host *host, struct eip__ipam *ipam,
                         struct eip__ipam_cidr *cidr) {
    struct eip__ipam_cidr **at = &ipam->cidrs;
    struct eip__ipam_cidr *before = NULL;

    while (*at != cidr) {
        before = *at;
        at = &before->next;
    }
    *at = cidr->next;
    if (ipam->last == cidr) {
        ipam->last = before;
    }
    eip__host_release(host, cidr, sizeof *cidr);
}

struct eip__ipam_cidr *eip__ipam_cidr_over(const struct eip__ipam *ipam,
                                           eip_cidr cidr) {
    struct eip__ipam_cidr *at = ipam->cidrs;

    while (at != NULL && (at->deed != EIP__IPAM_PROVISIONED ||
                          at->cidr.prefix_bits > cidr.prefix_bits ||
                          !eip_cidr_contains(at->cidr, cidr.base))) {
        at = at->next;
    }
    return at;
}

eip_cidr eip__ipam_whole(const struct eip__ipam *ipam, eip_cidr cidr) {
    const struct eip__ipam_cidr *over =
        ipam == NULL ? NULL : eip__ipam_cidr_over(ipam, cidr);

    return over == NULL ? cidr : over->cidr;
}

struct eip__ipam_cidr *eip__ipam_cidr_at(const struct eip__ipam *ipam,
                                         eip_cidr cidr) {
    struct eip__ipam_cidr *at = eip__ipam_cidr_over(ipam, cidr);

    return at != NULL && at->cidr.prefix_bits == cidr.prefix_bits ? at : NULL;
}

uint32_t eip__ipam_count_cidrs(const struct eip__ipam *ipam) {
    uint32_t count = 0;

    for (const struct eip__ipam_cidr *at = ipam->cidrs; at != NULL;
         at = at->next) {
        count += at->deed == EIP__IPAM_PROVISIONED;
    }
    return count;
}

static void *first_from(const void *judy, uint64_t from) {
    return eip__catalog_first(judy, &from);
}

/* Of disjoint ones, the last that begins before this ends is the only one
 * that need be looked at. */
const struct eip__ipam_cidr *eip__ipam_top(const struct eip__ipam_books *books,
                                           eip_cidr cidr) {
    const struct eip__ipam_cidr *top =
        eip__catalog_last_below(books->tops, cidr.base + eip_cidr_count(cidr));

    return top != NULL && eip_cidr_overlaps(top->cidr, cidr) ? top : NULL;
}

struct eip__ipam_block *eip__ipam_block(const struct eip__ipam_books *books,
                                        eip_cidr cidr) {
    struct eip__ipam_block *block = eip__catalog_last_below(
        books->contiguous, cidr.base + eip_cidr_count(cidr));

    return block != NULL && eip_cidr_overlaps(block->cidr, cidr) ? block : NULL;
}

struct eip__ipam_block *
eip__ipam_block_from(const struct eip__ipam_books *books, uint64_t base) {
    return first_from(books->contiguous, base);
}

bool eip__ipam_reserves(const struct eip__ipam_books *books, eip_cidr cidr) {
    return eip__ipam_top(books, cidr) != NULL ||
           eip__ipam_block(books, cidr) != NULL;
}

eip_status eip__ipam_add_block(struct eip__ipam_books *books,
                               struct eip__host *host, eip_cidr cidr,
                               struct eip__group *group) {
    struct eip__ipam_block *block = eip__host_allocate(host, sizeof *block);
    void **place = block == NULL
                       ? NULL
                       : eip__catalog_enter(&books->contiguous, cidr.base);

    if (place == NULL) {
        eip__host_release(host, block, sizeof *block);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    eip__touch(books->dirty, EIP__DIRTY_IPAM_BLOCK, cidr.base);
    *block = (struct eip__ipam_block){cidr, group};
    *place = block;
    return EIP_OK;
}

/* -- allocations -------------------------------------------------------------------- */

void eip__ipam_touch(struct eip__ipam_books *books,
                     const struct eip__ipam_allocation *allocation) {
    eip__touch(books->dirty, EIP__DIRTY_IPAM_ALLOCATION, allocation->number);
}

bool eip__ipam_enter(struct eip__ipam_books *books,
                     struct eip__ipam_allocation *allocation) {
    struct eip__ipam *ipam = allocation->pool->ipam;
    uint64_t number = allocation->number;
    void **one = eip__catalog_enter(&books->allocations, number);
    void **other = one == NULL ? NULL
                               : eip__catalog_enter(&ipam->allocations,
                                                    allocation->cidr.base);

    if (other == NULL) {
        eip__catalog_forget(&books->allocations, number);
        return false;
    }
    eip__ipam_touch(books, allocation);
    *one = allocation;
    *other = allocation;
    ipam->allocation_count++;
    return true;
}

void eip__ipam_leave(struct eip__ipam_books *books,
                     const struct eip__ipam_allocation *allocation) {
    struct eip__ipam *ipam = allocation->pool->ipam;

    eip__ipam_touch(books, allocation);
    eip__catalog_forget(&books->allocations, allocation->number);
    eip__catalog_forget(&ipam->allocations, allocation->cidr.base);
    ipam->allocation_count--;
    ipam->owed -= allocation->use == EIP__IPAM_OWED;
}

void eip__ipam_remove(struct eip__ipam_books *books, struct eip__host *host,
                      struct eip__ipam_allocation *allocation) {
    eip__ipam_leave(books, allocation);
    if (allocation->tags != NULL) { /* somebody may be showing them */
        eip__retire(books->lanes, &allocation->tags->retired, eip__tagset_free);
        allocation->tags = NULL;
    }
    eip__ipam_allocation_free(host, allocation);
}

struct eip__ipam_allocation *eip__ipam_from(const struct eip__ipam *ipam,
                                            uint64_t from) {
    struct eip__ipam_allocation *before =
        eip__catalog_last_below(ipam->allocations, from);

    return before != NULL &&
                   before->cidr.base + eip_cidr_count(before->cidr) > from
               ? before
               : first_from(ipam->allocations, from);
}

struct eip__ipam_allocation *eip__ipam_overlap(const struct eip__ipam *ipam,
                                               eip_cidr cidr) {
    struct eip__ipam_allocation *at = eip__ipam_from(ipam, cidr.base);

    return at != NULL && eip_cidr_overlaps(at->cidr, cidr) ? at : NULL;
}

struct eip__ipam_allocation *
eip__ipam_number_from(const struct eip__ipam_books *books, uint64_t number) {
    return first_from(books->allocations, number);
}

struct eip__ipam_allocation *
eip__ipam_by_number(const struct eip__ipam_books *books, uint64_t number) {
    struct eip__ipam_allocation *found = eip__ipam_number_from(books, number);

    return found != NULL && found->number == number ? found : NULL;
}
