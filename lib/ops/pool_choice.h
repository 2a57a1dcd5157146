/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file pool_choice.h  The pools that a Describe operation is about: those
 *  whose ids it names, or every one of the kind, by id. */
#ifndef EIP_OPS_POOL_CHOICE_H
#define EIP_OPS_POOL_CHOICE_H

#include "ops/call.h"

struct eip__pool_choice {
    const struct eip__catalog *catalog;
    struct eip__host *host;
    uint32_t kind;
    uint64_t *ids; /* ascending; NULL: all */
    uint64_t count;
    uint64_t at;
};

/** Finds a pool that may be seen, or fails. */
typedef eip_status (*eip__pool_find)(struct eip__call *call, const char *field,
                                     eip_text id, struct eip__pool **pool);

/** Choose; end it with eip__pool_forget in any case. EIP_OK; what `find`
 *  answers, with the id's index; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__pool_choose(struct eip__pool_choice *choice,
                            struct eip__call *call, uint32_t kind,
                            const eip_text *ids, uint32_t count,
                            eip__pool_find find);
void eip__pool_forget(struct eip__pool_choice *choice);

/** The chosen pool with the least id that is `from` or above, or NULL; asked
 *  with ever greater ones. */
struct eip__pool *eip__pool_choice_from(struct eip__pool_choice *choice,
                                        uint64_t from);
/** The one after a pool, or NULL. */
struct eip__pool *eip__pool_choice_after(struct eip__pool_choice *choice,
                                         const struct eip__pool *pool);

#endif
