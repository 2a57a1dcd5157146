/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "sign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

eip_text sign_part(eip_text *text, char end) {
    const char *at =
        text->data != NULL ? memchr(text->data, end, text->size) : NULL;
    eip_text part = *text;

    if (at == NULL) {
        *text = (eip_text){NULL, 0, 0};
        return part;
    }
    part.size = (uint32_t)(at - part.data);
    *text = (eip_text){at + 1, text->size - part.size - 1, 0};
    return part;
}

static int number(const char *digits, int count) {
    int value = 0;

    for (int i = 0; i < count; i++) {
        if (digits[i] < '0' || digits[i] > '9')
            return -1;
        value = value * 10 + (digits[i] - '0');
    }
    return value;
}

int64_t sign_time(eip_text text) {
    static const char marks[] = "--T::";
    static const int sizes[] = {4, 2, 2, 2, 2, 2};
    struct tm parts = {0};
    int *const fields[] = {&parts.tm_year, &parts.tm_mon, &parts.tm_mday,
                           &parts.tm_hour, &parts.tm_min, &parts.tm_sec};
    uint32_t at = 0;

    for (int i = 0; i < 6; i++) {
        if (i > 0 && at < text.size && text.data[at] == marks[i - 1])
            at++;
        if (text.size - at < (uint32_t)sizes[i])
            return -1;
        *fields[i] = number(text.data + at, sizes[i]);
        if (*fields[i] < 0)
            return -1;
        at += (uint32_t)sizes[i];
    }
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    return timegm(&parts);
}

eip_text sign_host(const struct sign_request *request, int bare) {
    eip_text host = request->header(request->headers, eip_text_of("host"));

    if (bare)
        for (uint32_t i = host.size; i > 0; i--)
            if (host.data[i - 1] == ':') {
                host.size = i - 1;
                break;
            }
    return host;
}

static int compare(eip_text a, eip_text b) {
    uint32_t size = a.size < b.size ? a.size : b.size;
    int way = memcmp(a.data, b.data, size);

    return way != 0 ? way : (a.size > b.size) - (a.size < b.size);
}

static int compare_pairs(const void *left, const void *right) {
    const struct query_pair *a = left;
    const struct query_pair *b = right;
    int way = compare(a->name, b->name);

    return way != 0 ? way : compare(a->value, b->value);
}

void sign_sort(struct query *query) {
    if (query->count > 1)
        qsort(query->pairs, query->count, sizeof query->pairs[0],
              compare_pairs);
}

void sign_escape(eip_text text,
                 void (*add)(void *hash, size_t size, const uint8_t *bytes),
                 void *hash) {
    static const char digits[] = "0123456789ABCDEF";
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST"
                                "UVWXYZ0123456789-_.~";

    for (uint32_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        uint8_t escaped[3] = {'%', (uint8_t)digits[byte >> 4],
                              (uint8_t)digits[byte & 15]};

        if (byte != 0 && strchr(plain, byte) != NULL)
            add(hash, 1, &byte);
        else
            add(hash, 3, escaped);
    }
}

static int is_v2(const struct sign_request *request) {
    return query_value(request->all, "Signature").data != NULL;
}

/** What follows `name=` in the header Authorization, up to a comma. */
static eip_text credential(eip_text header) {
    eip_text none = {NULL, 0, 0};

    while (header.data != NULL) {
        eip_text part = sign_part(&header, ' ');

        if (part.size > 11 && memcmp(part.data, "Credential=", 11) == 0) {
            part.data += 11;
            part.size -= 11;
            return sign_part(&part, '/');
        }
    }
    return none;
}

eip_text sign_key_id(const struct sign_request *request) {
    eip_text id = query_value(request->all, "AWSAccessKeyId");
    eip_text scope = query_value(request->url, "X-Amz-Credential");

    if (scope.data != NULL)
        return sign_part(&scope, '/');
    return id.data != NULL
               ? id
               : credential(request->header(request->headers,
                                            eip_text_of("authorization")));
}

int sign_verify(struct sign_request *request, const struct accounts *accounts,
                uint64_t *account, struct fault *fault) {
    if (request->header(request->headers, eip_text_of("authorization")).data !=
            NULL ||
        query_value(request->url, SIGN_URL_SIGNATURE).data != NULL)
        return sign_v4(request, accounts, account, fault);
    if (is_v2(request))
        return sign_v2(request, accounts, account, fault);
    return fault_set(fault, FAULT_NO_CREDENTIALS,
                     "The request must contain the parameter AWSAccessKeyId");
}
