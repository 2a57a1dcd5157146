/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the form of tokens. */
#include "ops/page.h"

#include "base/hash.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { HALF = EIP__TOKEN_DIGITS / 2 };

static uint64_t seed_of(const struct eip__call *call) {
    return call->engine->catalog.token_key;
}

static void write_token(const struct eip__page *page,
                        const struct eip__call *call, uint64_t key,
                        char *text) {
    uint64_t check = eip__hash_u64(key, page->salt);

    (void)snprintf(text, EIP__TOKEN_DIGITS + 1, "%016" PRIx64 "%016" PRIx64,
                   key ^ eip__hash_u64(check, seed_of(call)), check);
}

/* What is read is written again: so only a token's own spelling is one. */
static bool read_token(const struct eip__page *page,
                       const struct eip__call *call, eip_text text,
                       uint64_t *key) {
    char halves[2][HALF + 1] = {{0}};
    char again[EIP__TOKEN_DIGITS + 1];

    if (text.size != EIP__TOKEN_DIGITS) {
        return false;
    }
    memcpy(halves[0], text.data, HALF);
    memcpy(halves[1], text.data + HALF, HALF);
    *key = strtoull(halves[0], NULL, 16) ^
           eip__hash_u64(strtoull(halves[1], NULL, 16), seed_of(call));
    write_token(page, call, *key, again);
    return memcmp(again, text.data, EIP__TOKEN_DIGITS) == 0;
}

static eip_status check_max(struct eip__call *call,
                            const struct eip__page_rule *rule, uint32_t max) {
    if (max == 0 || (max >= rule->least && max <= rule->most)) {
        return EIP_OK;
    }
    return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE, "MaxResults",
                     "Value ( %u ) for parameter maxResults is invalid. "
                     "Expecting a value between %u and %u.",
                     max, rule->least, rule->most);
}

eip_status eip__page_open(struct eip__page *page, struct eip__call *call,
                          const struct eip__page_rule *rule, uint64_t scope,
                          uint32_t max_results, eip_text next_token) {
    eip_status status = check_max(call, rule, max_results);
    uint64_t salt =
        eip__hash(rule->action, strlen(rule->action), seed_of(call));

    *page = (struct eip__page){0};
    page->room = max_results == 0 ? UINT64_MAX : max_results;
    page->salt = eip__hash_u64(scope, eip__hash_u64(call->number, salt));
    if (status == EIP_OK && eip__text_is_given(next_token) &&
        !read_token(page, call, next_token, &page->from)) {
        status = eip__fail(call->error, EIP_ERR_NEXT_TOKEN, "NextToken", NULL);
    }
    return status;
}

bool eip__page_ends(const struct eip__page *page, const struct eip__call *call,
                    struct eip__results *results, uint64_t key) {
    if (results->count < page->room) {
        return false;
    }
    write_token(page, call, key, results->next_token);
    return true;
}
