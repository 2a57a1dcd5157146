/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file results.h
 * What a Describe or Get operation found: copies of items of one kind, with
 * the texts, tags and blocks they refer to, and the token of the next page.
 * Built in the books, immutable afterwards.
 *
 * Every public list of pools and what belongs to them is one of these, so that
 * a new kind of list is four functions of one line each.
 *
 * **Threads** one while it is built, any afterwards. **Memory** the engine's
 * allocator; nothing else of the engine is used.
 */
#ifndef EIP_OPS_RESULTS_H
#define EIP_OPS_RESULTS_H

#include "ops/page.h"
#include "registry/tagset.h"

struct eip__results {
    struct eip__host *host;
    unsigned char *items;
    uint64_t count;
    uint64_t room;
    uint32_t item_size;
    struct eip__results_chunk *chunks; /* the latest first */
    eip_text next_token;               /* absent: this is the last page */
};

/* -- making; NULL or false: no memory ---------------------------------------------- */

struct eip__results *eip__results_open(struct eip__host *host,
                                       uint32_t item_size);
/** One more item, zeroed. Where it lies changes with the next. */
void *eip__results_add(struct eip__results *results);
/** `bytes` > 0 of memory that lives as long as the results, aligned to 8. */
void *eip__results_room(struct eip__results *results, uint64_t bytes);
bool eip__results_text(struct eip__results *results, eip_text from,
                       eip_text *to);
/** Copy a set, which may be NULL; no tags give NULL. */
bool eip__results_tags(struct eip__results *results,
                       const struct eip__tagset *set, const eip_tag **tags,
                       uint32_t *count);
/** There are more than these: the last was at this place, under this name
 *  (page.h). */
bool eip__results_end_page(struct eip__results *results,
                           const struct eip__call *call, const char *action,
                           uint64_t place, eip_text name);

/* -- reading; NULL results have nothing ----------------------------------------------- */

uint64_t eip__results_count(const struct eip__results *results);
/** Copy an item into a caller's struct. EIP_OK; EIP_ERR_NULL;
 *  EIP_ERR_ARGUMENT; EIP_ERR_STRUCT_VERSION. */
eip_status eip__results_at(const struct eip__results *results, uint64_t index,
                           void *item);
/** Absent if there is no next page. */
eip_text eip__results_next_token(const struct eip__results *results);
void eip__results_free(struct eip__results *results);

#endif
