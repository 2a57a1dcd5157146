/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file page.h
 * MaxResults and NextToken, for every operation that has them.
 *
 * Items have a key of 64 bits that does not change, and are shown in its
 * order. A token carries the key from which to go on: so it stays good
 * whatever comes and goes meanwhile, and no item that was there all along is
 * shown twice or passed over. Nothing is kept for it.
 *
 *      key ^ mask(check) : 64 | check : 64       as 32 hex digits
 *
 * where `check` is a keyed hash of the key, the operation, the account and
 * what is listed: a token serves only the listing that it came from. Opaque,
 * not secret: it shows nothing that its account cannot see.
 */
#ifndef EIP_OPS_PAGE_H
#define EIP_OPS_PAGE_H

#include "ops/results.h"

/** An operation's rules. */
struct eip__page_rule {
    const char *action; /* "ec2:DescribeCoipPools" */
    uint32_t least;     /* of MaxResults */
    uint32_t most;
};

/** A page being made. */
struct eip__page {
    uint64_t from; /* the first key to look at */
    uint64_t room; /* items at the most */
    uint64_t salt; /* of its tokens */
};

/**
 * Read a request's parameters.
 *
 * @param[in] scope        What is listed, where it is not everything.
 * @param[in] max_results  0: not given; then there is one page.
 * @return EIP_OK; EIP_ERR_INVALID_PARAMETER_VALUE; EIP_ERR_NEXT_TOKEN.
 */
eip_status eip__page_open(struct eip__page *page, struct eip__call *call,
                          const struct eip__page_rule *rule, uint64_t scope,
                          uint32_t max_results, eip_text next_token);

/** Is the page full? Then the item of this key, which belongs to the listing
 *  too, is the first of the next. */
bool eip__page_ends(const struct eip__page *page, const struct eip__call *call,
                    struct eip__results *results, uint64_t key);

#endif
