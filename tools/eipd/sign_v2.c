/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Signature Version 2 of GET requests, which libcloud still sends. */
#include "sign.h"

#include <string.h>

#include <nettle/base64.h>
#include <nettle/hmac.h>
#include <nettle/memops.h>

static void add(void *hash, size_t size, const uint8_t *bytes) {
    hmac_sha256_update(hash, size, bytes);
}

static void add_text(struct hmac_sha256_ctx *hash, const char *text,
                     size_t size) {
    hmac_sha256_update(hash, size, (const uint8_t *)text);
}

static void add_host(struct hmac_sha256_ctx *hash, eip_text host) {
    for (uint32_t i = 0; i < host.size; i++) {
        char byte = host.data[i];

        if (byte >= 'A' && byte <= 'Z')
            byte = (char)(byte - 'A' + 'a');
        add_text(hash, &byte, 1);
    }
}

static void add_query(struct hmac_sha256_ctx *hash, const struct query *query) {
    int first = 1;

    for (uint32_t i = 0; i < query->count; i++) {
        const struct query_pair *pair = &query->pairs[i];

        if (pair->name.size == 9 &&
            memcmp(pair->name.data, "Signature", 9) == 0)
            continue;
        if (!first)
            add_text(hash, "&", 1);
        first = 0;
        sign_escape(pair->name, add, hash);
        add_text(hash, "=", 1);
        sign_escape(pair->value, add, hash);
    }
}

static int is_signed(const struct sign_request *request, const char *secret,
                     eip_text signature, int bare) {
    struct hmac_sha256_ctx hash;
    uint8_t digest[SIGN_HASH];
    char text[BASE64_ENCODE_RAW_LENGTH(SIGN_HASH)];

    hmac_sha256_set_key(&hash, strlen(secret), (const uint8_t *)secret);
    add_text(&hash, request->method, strlen(request->method));
    add_text(&hash, "\n", 1);
    add_host(&hash, sign_host(request, bare));
    add_text(&hash, "\n", 1);
    add_text(&hash, request->path, strlen(request->path));
    add_text(&hash, "\n", 1);
    add_query(&hash, request->url);
    hmac_sha256_digest(&hash, sizeof digest, digest);
    base64_encode_raw(text, sizeof digest, digest);
    return signature.size == sizeof text &&
           memeql_sec(text, signature.data, sizeof text);
}

int sign_v2(struct sign_request *request, const struct accounts *accounts,
            uint64_t *account, struct fault *fault) {
    struct query *url = request->url;
    eip_text id = query_value(url, "AWSAccessKeyId");
    eip_text signature = query_value(url, "Signature");
    eip_text time = query_value(url, "Timestamp");
    const struct account_key *key =
        id.data != NULL ? accounts_find(accounts, id) : NULL;
    int64_t at = time.data != NULL ? sign_time(time) : -1;

    sign_sort(url);
    if (key == NULL || at < 0 ||
        !query_is(query_value(url, "SignatureVersion"), "2") ||
        !query_is(query_value(url, "SignatureMethod"), "HmacSHA256") ||
        !(is_signed(request, key->secret, signature, 0) ||
          is_signed(request, key->secret, signature, 1)))
        return fault_set(fault, FAULT_AUTH_FAILURE, SIGN_BAD);
    if (at < request->now - SIGN_WINDOW_SECONDS ||
        at > request->now + SIGN_WINDOW_SECONDS)
        return fault_set(fault, FAULT_EXPIRED, "Request has expired.");
    *account = key->account;
    return 1;
}
