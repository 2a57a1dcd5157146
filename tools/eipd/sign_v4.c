/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "sign.h"

#include <stdio.h>
#include <string.h>

#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>

enum { HEX = 2 * SIGN_HASH };

/** The header Authorization, or what is in its place in a URL. */
struct v4 {
    eip_text key_id;
    eip_text scope; /* date/region/service/aws4_request */
    eip_text date;
    eip_text region;
    eip_text service;
    eip_text terminator;
    eip_text signed_headers;
    eip_text signature;
    eip_text time; /* x-amz-date */
    int64_t from;  /* when it is valid, in seconds about `time` */
    int64_t to;
};

static int starts(eip_text text, const char *with, eip_text *rest) {
    uint32_t size = (uint32_t)strlen(with);

    if (text.size < size || memcmp(text.data, with, size) != 0)
        return 0;
    *rest = (eip_text){text.data + size, text.size - size, 0};
    return 1;
}

static eip_text trim(eip_text text) {
    while (text.size > 0 && *text.data == ' ') {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && text.data[text.size - 1] == ' ')
        text.size--;
    return text;
}

static int take_credential(eip_text credential, struct v4 *v4) {
    if (credential.data == NULL || v4->signed_headers.data == NULL ||
        v4->signature.size != HEX)
        return 0;
    v4->key_id = sign_part(&credential, '/');
    v4->scope = credential;
    v4->date = sign_part(&credential, '/');
    v4->region = sign_part(&credential, '/');
    v4->service = sign_part(&credential, '/');
    v4->terminator = credential;
    return v4->terminator.data != NULL;
}

static int take_header(const struct sign_request *request, eip_text header,
                       struct v4 *v4) {
    eip_text credential = {NULL, 0, 0};

    v4->time = request->header(request->headers, eip_text_of("x-amz-date"));
    v4->from = -SIGN_WINDOW_SECONDS;
    v4->to = SIGN_WINDOW_SECONDS;
    if (!starts(header, "AWS4-HMAC-SHA256 ", &header))
        return 0;
    while (header.data != NULL) {
        eip_text part = trim(sign_part(&header, ','));

        (void)(starts(part, "Credential=", &credential) ||
               starts(part, "SignedHeaders=", &v4->signed_headers) ||
               starts(part, "Signature=", &v4->signature));
    }
    return take_credential(credential, v4);
}

/** Seconds that a URL is good for; 0: it does not say, or says nonsense. */
static int64_t lifetime(eip_text text) {
    enum { WEEK = 604800, DIGITS = 6 };
    int64_t seconds = 0;

    if (text.size == 0 || text.size > DIGITS)
        return 0;
    for (uint32_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return 0;
        seconds = seconds * 10 + (text.data[i] - '0');
    }
    return seconds <= WEEK ? seconds : 0;
}

/** A URL that was signed for who has no key: all is in the query. */
static int take_query(const struct query *url, struct v4 *v4) {
    eip_text algorithm = query_value(url, "X-Amz-Algorithm");
    eip_text rest;

    v4->time = query_value(url, "X-Amz-Date");
    v4->signed_headers = query_value(url, "X-Amz-SignedHeaders");
    v4->signature = query_value(url, SIGN_URL_SIGNATURE);
    v4->from = -SIGN_WINDOW_SECONDS;
    v4->to = lifetime(query_value(url, "X-Amz-Expires"));
    return v4->to > 0 && starts(algorithm, "AWS4-HMAC-SHA256", &rest) &&
           rest.size == 0 &&
           take_credential(query_value(url, "X-Amz-Credential"), v4);
}

/* -- the hash of the canonical request --------------------------------------- */

static void add(void *hash, size_t size, const uint8_t *bytes) {
    sha256_update(hash, size, bytes);
}

static void add_text(struct sha256_ctx *hash, eip_text text) {
    sha256_update(hash, text.size, (const uint8_t *)text.data);
}

static void add_string(struct sha256_ctx *hash, const char *string) {
    sha256_update(hash, strlen(string), (const uint8_t *)string);
}

/** Without blanks at the ends, and with one where there are several. */
static void add_value(struct sha256_ctx *hash, eip_text value) {
    value = trim(value);
    for (uint32_t i = 0; i < value.size; i++)
        if (value.data[i] != ' ' || value.data[i - 1] != ' ')
            sha256_update(hash, 1, (const uint8_t *)value.data + i);
}

static void add_query(struct sha256_ctx *hash, struct query *url) {
    const char *between = "";

    sign_sort(url);
    for (uint32_t i = 0; i < url->count; i++) {
        if (query_is(url->pairs[i].name, SIGN_URL_SIGNATURE))
            continue;
        add_string(hash, between);
        between = "&";
        sign_escape(url->pairs[i].name, add, hash);
        add_string(hash, "=");
        sign_escape(url->pairs[i].value, add, hash);
    }
}

static void add_headers(struct sha256_ctx *hash,
                        const struct sign_request *request, eip_text names,
                        int bare) {
    while (names.data != NULL) {
        eip_text name = sign_part(&names, ';');
        add_text(hash, name);
        add_string(hash, ":");
        add_value(hash, query_is(name, "host")
                            ? sign_host(request, bare)
                            : request->header(request->headers, name));
        add_string(hash, "\n");
    }
}

static void to_hex(const uint8_t *bytes, char text[HEX + 1]) {
    for (int i = 0; i < SIGN_HASH; i++)
        (void)snprintf(text + 2 * i, 3, "%02x", bytes[i]);
}

static void canonical(const struct sign_request *request, const struct v4 *v4,
                      int bare, char text[HEX + 1]) {
    struct sha256_ctx hash;
    uint8_t digest[SIGN_HASH];

    sha256_init(&hash);
    add_string(&hash, request->method);
    add_string(&hash, "\n");
    add_string(&hash, request->path);
    add_string(&hash, "\n");
    add_query(&hash, request->url);
    add_string(&hash, "\n");
    add_headers(&hash, request, v4->signed_headers, bare);
    add_string(&hash, "\n");
    add_text(&hash, v4->signed_headers);
    add_string(&hash, "\n");
    to_hex(request->body_hash, text);
    add_string(&hash, text);
    sha256_digest(&hash, sizeof digest, digest);
    to_hex(digest, text);
}

/* -- the signature ----------------------------------------------------------- */

static void mac(const uint8_t *key, size_t key_size, eip_text text,
                uint8_t digest[SIGN_HASH]) {
    struct hmac_sha256_ctx context;

    hmac_sha256_set_key(&context, key_size, key);
    hmac_sha256_update(&context, text.size, (const uint8_t *)text.data);
    hmac_sha256_digest(&context, SIGN_HASH, digest);
}

/** Returns 0 for a secret that is too long to be one. */
static int signing_key(const char *secret, const struct v4 *v4,
                       uint8_t key[SIGN_HASH]) {
    char first[256];
    int size = snprintf(first, sizeof first, "AWS4%s", secret);

    if (size < 0 || (size_t)size >= sizeof first)
        return 0;
    mac((const uint8_t *)first, (size_t)size, v4->date, key);
    mac(key, SIGN_HASH, v4->region, key);
    mac(key, SIGN_HASH, v4->service, key);
    mac(key, SIGN_HASH, v4->terminator, key);
    return 1;
}

static int is_signed(const struct sign_request *request, const struct v4 *v4,
                     const uint8_t key[SIGN_HASH], int bare) {
    struct hmac_sha256_ctx context;
    uint8_t digest[SIGN_HASH];
    char text[HEX + 1];
    char head[256];
    int size = snprintf(head, sizeof head, "AWS4-HMAC-SHA256\n%.*s\n%.*s\n",
                        (int)v4->time.size, v4->time.data, (int)v4->scope.size,
                        v4->scope.data);

    if (size < 0 || (size_t)size >= sizeof head)
        return 0;
    canonical(request, v4, bare, text);
    hmac_sha256_set_key(&context, SIGN_HASH, key);
    hmac_sha256_update(&context, (size_t)size, (const uint8_t *)head);
    hmac_sha256_update(&context, HEX, (const uint8_t *)text);
    hmac_sha256_digest(&context, sizeof digest, digest);
    to_hex(digest, text);
    return memeql_sec(text, v4->signature.data, HEX);
}

/** A hash that the client says the body has must be the body's. */
static int has_its_hash(const struct sign_request *request) {
    eip_text said =
        request->header(request->headers, eip_text_of("x-amz-content-sha256"));
    char text[HEX + 1];

    to_hex(request->body_hash, text);
    return said.data == NULL ||
           (said.size == HEX && memcmp(said.data, text, HEX) == 0);
}

static int is_host_signed(eip_text names) {
    while (names.data != NULL) {
        if (query_is(sign_part(&names, ';'), "host"))
            return 1;
    }
    return 0;
}

int sign_v4(struct sign_request *request, const struct accounts *accounts,
            uint64_t *account, struct fault *fault) {
    eip_text header =
        request->header(request->headers, eip_text_of("authorization"));
    struct v4 v4 = {0};
    const struct account_key *key;
    uint8_t signing[SIGN_HASH];
    int64_t at;

    if (!(header.data != NULL ? take_header(request, header, &v4)
                              : take_query(request->url, &v4)))
        return fault_set(fault, FAULT_AUTH_FAILURE, SIGN_BAD);
    key = accounts_find(accounts, v4.key_id);
    at = v4.time.data != NULL ? sign_time(v4.time) : -1;
    /* Some clients take region and service from a host's name, whatever that is. */
    if (key == NULL || at < 0 || !query_is(v4.terminator, "aws4_request") ||
        !is_host_signed(v4.signed_headers) || v4.date.size != 8 ||
        memcmp(v4.date.data, v4.time.data, 8) != 0 || !has_its_hash(request) ||
        !signing_key(key->secret, &v4, signing) ||
        !(is_signed(request, &v4, signing, 0) ||
          is_signed(request, &v4, signing, 1)))
        return fault_set(fault, FAULT_AUTH_FAILURE, SIGN_BAD);
    if (request->now < at + v4.from || request->now > at + v4.to)
        return fault_set(fault, FAULT_EXPIRED, "Request has expired.");
    *account = key->account;
    return 1;
}
