/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file sign.h
 * Who signed a request: AWS's Signature Version 4 (in the header Authorization,
 * or in a URL that was signed before) and Version 2 (in the query), by
 * HMAC-SHA256 of nettle.
 */
#ifndef EIPD_SIGN_H
#define EIPD_SIGN_H

#include "accounts.h"
#include "fault.h"
#include "query.h"

enum { SIGN_WINDOW_SECONDS = 300, SIGN_HASH = 32 };

/** What is signed. */
struct sign_request {
    const char *method;
    const char *path; /* as sent */
    /** The URL's parameters, decoded. Sorted by who verifies. */
    struct query *url;
    /** These and the body's; the same if there is no body. */
    const struct query *all;
    uint8_t body_hash[SIGN_HASH];
    int64_t now; /* seconds since 1970 */
    const void *headers;
    /** The value of a header, absent if there is none. */
    eip_text (*header)(const void *headers, eip_text name);
};

/** The access key id that a request names, by either version; absent if it
 *  names none. Nothing is verified. */
eip_text sign_key_id(const struct sign_request *request);
/** Verify. Returns 1 with the account, or 0 with the fault set. */
int sign_verify(struct sign_request *request, const struct accounts *accounts,
                uint64_t *account, struct fault *fault);

/* -- between sign.c and sign_v4.c, sign_v2.c -------------------------------- */

#define SIGN_BAD "AWS was not able to validate the provided access credentials"

/** The signature of a URL by Version 4, which it is not about. */
#define SIGN_URL_SIGNATURE "X-Amz-Signature"

/** `YYYYMMDDTHHMMSSZ`, or with `-` and `:`; -1: it is neither. */
int64_t sign_time(eip_text text);
/** The next part of a text up to `end`; it is taken off the text. */
eip_text sign_part(eip_text *text, char end);
/** The header Host, or without its port, as some clients sign it. */
eip_text sign_host(const struct sign_request *request, int bare);
int sign_v4(struct sign_request *request, const struct accounts *accounts,
            uint64_t *account, struct fault *fault);
int sign_v2(struct sign_request *request, const struct accounts *accounts,
            uint64_t *account, struct fault *fault);

/** Sort parameters as signatures want them. */
void sign_sort(struct query *query);
/** Escape as signatures want it; calls `add` for each piece. */
void sign_escape(eip_text text,
                 void (*add)(void *hash, size_t size, const uint8_t *bytes),
                 void *hash);

#endif
