/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the form of page tokens. */
#include "ops/page.h"

#include "base/hash.h"

#include <string.h>

enum { NUMBER = 8 };

static void put_number(unsigned char *to, uint64_t number) {
    for (int i = 0; i < NUMBER; i++) {
        to[i] = (unsigned char)(number >> (8 * i));
    }
}

static uint64_t number_at(const unsigned char *from) {
    uint64_t number = 0;

    for (int i = NUMBER - 1; i >= 0; i--) {
        number = number << 8 | from[i];
    }
    return number;
}

static uint64_t check_of(const struct eip__call *call, const char *action,
                         const unsigned char *bytes, size_t size) {
    uint64_t key = eip__hash_u64(call->number, call->engine->token_key);

    key = eip__hash(action, strlen(action), key);
    return eip__hash(bytes, size, key);
}

static int digit_of(char c) {
    static const char digits[] = "0123456789abcdef";
    const char *at = memchr(digits, c, sizeof digits - 1);

    return at == NULL ? -1 : (int)(at - digits);
}

static bool read_bytes(eip_text token, unsigned char *bytes) {
    for (uint32_t i = 0; i < token.size / 2; i++) {
        int high = digit_of(token.data[2 * i]);
        int low = digit_of(token.data[2 * i + 1]);

        if (high < 0 || low < 0) {
            return false;
        }
        bytes[i] = (unsigned char)(high * 16 + low);
    }
    return true;
}

static bool read_token(const struct eip__call *call,
                       const struct eip__page_ask *ask,
                       struct eip__page *page) {
    unsigned char bytes[EIP__PAGE_TOKEN / 2];
    uint32_t size = ask->next_token.size / 2;

    if (ask->next_token.size % 2 != 0 || size < 2 * NUMBER ||
        size > sizeof bytes || !read_bytes(ask->next_token, bytes) ||
        number_at(bytes + size - NUMBER) !=
            check_of(call, ask->action, bytes, size - NUMBER)) {
        return false;
    }
    page->place = number_at(bytes);
    page->name_size = size - 2 * NUMBER;
    memcpy(page->name, bytes + NUMBER, page->name_size);
    return true;
}

eip_status eip__page_open(struct eip__call *call,
                          const struct eip__page_ask *ask,
                          struct eip__page *page) {
    struct eip__quoted quoted;

    page->limit = (uint64_t)ask->most;
    page->place = 0;
    page->name_size = 0;
    if (ask->max_results_given) {
        if (ask->max_results < ask->least || ask->max_results > ask->most) {
            return eip__fail(call->error, EIP_ERR_MAX_RESULTS, "MaxResults",
                             "Value ( %d ) for parameter maxResults is "
                             "invalid. Expecting a value from %d to %d.",
                             ask->max_results, ask->least, ask->most);
        }
        page->limit = (uint64_t)ask->max_results;
    }
    if (eip__text_is_given(ask->next_token) && !read_token(call, ask, page)) {
        return eip__fail(call->error, EIP_ERR_NEXT_TOKEN, "NextToken",
                         "The token '%s' is invalid",
                         eip__quote(&quoted, ask->next_token));
    }
    return EIP_OK;
}

bool eip__page_is_past(const struct eip__page *page, uint64_t place,
                       eip_text name) {
    uint32_t common = name.size < page->name_size ? name.size : page->name_size;
    int difference;

    if (place != page->place) {
        return place > page->place;
    }
    difference = common == 0 ? 0 : memcmp(name.data, page->name, common);
    return difference != 0 ? difference > 0 : name.size > page->name_size;
}

uint32_t eip__page_token(const struct eip__call *call, const char *action,
                         uint64_t place, eip_text name, char *token) {
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[EIP__PAGE_TOKEN / 2];
    uint32_t size = NUMBER + name.size;

    put_number(bytes, place);
    if (name.size != 0) {
        memcpy(bytes + NUMBER, name.data, name.size);
    }
    put_number(bytes + size, check_of(call, action, bytes, size));
    size += NUMBER;
    for (uint32_t i = 0; i < size; i++) {
        token[2 * i] = digits[bytes[i] >> 4];
        token[2 * i + 1] = digits[bytes[i] & 15];
    }
    return 2 * size;
}
