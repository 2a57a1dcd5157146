/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file page.h
 * MaxResults and NextToken.
 *
 * Items are shown in a stable order: each has a place, a number that it keeps
 * as long as it is there, and perhaps a name that orders those of one place.
 * A token is the place and name of the last item shown. So while items come
 * and go, none is shown twice, and none is left out that was there all along.
 *
 *      token: hex digits of | place : 8 bytes | name | check : 8 bytes |
 *
 * The check is a keyed hash of all before it, of the account and the
 * operation: whatever else is sent as a token, or by another, is refused.
 */
#ifndef EIP_OPS_PAGE_H
#define EIP_OPS_PAGE_H

#include "ops/call.h"

enum {
    EIP__PAGE_NAME = 508, /* bytes: a tag's key */
    EIP__PAGE_TOKEN = 2 * (16 + EIP__PAGE_NAME)
};

/** What an operation asks for, and may. */
struct eip__page_ask {
    const char *action; /* "ec2:DescribeTags" */
    eip_text next_token;
    int32_t max_results;
    bool max_results_given;
    int32_t least;
    int32_t most; /* also if it is not given */
};

struct eip__page {
    uint64_t limit; /* items at the most */
    uint64_t place; /* of the last that was shown; 0: none was */
    uint32_t name_size;
    char name[EIP__PAGE_NAME];
};

/** EIP_OK; EIP_ERR_MAX_RESULTS; EIP_ERR_NEXT_TOKEN. */
eip_status eip__page_open(struct eip__call *call,
                          const struct eip__page_ask *ask,
                          struct eip__page *page);

/** Is an item past what was shown? */
bool eip__page_is_past(const struct eip__page *page, uint64_t place,
                       eip_text name);

/** Write the token of the last item shown into EIP__PAGE_TOKEN bytes; returns
 *  its size. */
uint32_t eip__page_token(const struct eip__call *call, const char *action,
                         uint64_t place, eip_text name, char *token);

#endif
