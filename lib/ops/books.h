/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file books.h
 * The frame of a caller's operations on pools: they run in the books, one at
 * a time, beside every operation on addresses, and wait for none of those.
 *
 * A pool of another account that is not shared with the caller reads like an
 * absent one (R18).
 */
#ifndef EIP_OPS_BOOKS_H
#define EIP_OPS_BOOKS_H

#include "ops/admin.h"
#include "ops/results.h"

/**
 * Enter the books as this caller, authorised; end it with eip__books_end where
 * results are answered, with eip__admin_leave where nothing was changed, else
 * with eip__admin_end. The authoriser is asked before the mutex is taken: one
 * that is slow keeps nobody else out.
 *
 * @return EIP_OK, or a status of eip/address.h; then nothing is to be ended.
 */
eip_status eip__books_begin(struct eip__call *call, eip_engine *engine,
                            const eip_caller *caller, const char *action,
                            eip_text resource, eip_error *error);

/** End it as eip__admin_end; results that were made and are not answered after
 *  all are given back. */
eip_status eip__books_end(struct eip__call *call, eip_status status,
                          struct eip__results **results);

/** The pool of this kind and id that the caller owns or shares, or NULL. */
struct eip__pool *eip__books_pool(const struct eip__call *call, eip_text id,
                                  uint32_t kind);

/** A parameter that EC2 requires. EIP_OK; EIP_ERR_MISSING_PARAMETER. */
static inline eip_status eip__books_require(struct eip__call *call,
                                            const char *field, eip_text value) {
    return eip__text_is_given(value) ? EIP_OK : eip__call_need(call, field);
}

/** Build the tags of a specification that was checked: of no tags, NULL.
 *  EIP_OK; EIP_ERR_OUT_OF_MEMORY. */
eip_status eip__books_tags(struct eip__call *call,
                           const eip_tag_specification *specs,
                           uint32_t spec_count, uint32_t total, uint64_t bytes,
                           struct eip__tagset **tags);

/** A Description: at most `most` bytes of UTF-8. EIP_OK;
 *  EIP_ERR_INVALID_PARAMETER_VALUE. */
eip_status eip__books_description(struct eip__call *call, eip_text text,
                                  uint32_t most);

#endif
