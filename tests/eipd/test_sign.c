/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Signatures: the worked example of AWS's documentation for each version, and
 * what must not pass. */
#include "eipd/sign.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include <nettle/sha2.h>

/* AWS General Reference, "Examples of the complete Signature Version 4 signing
 * process", GET of IAM's ListUsers. */
#define V4_KEY "AKIDEXAMPLE"
#define V4_SECRET "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
#define V4_AUTH                                                                \
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/"          \
    "aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature="
#define V4_SIGNATURE                                                           \
    "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
#define V4_QUERY "Action=ListUsers&Version=2010-05-08"
#define V4_TIME 1440938160 /* 2015-08-30T12:36:00Z */

static struct account_key keys[] = {
    {(char[]){"AKIDEXAMPLE"}, (char[]){V4_SECRET}, 42}};
static const struct accounts accounts = {keys, 1};

struct header {
    const char *name;
    const char *value;
};

static eip_text find(const void *headers, eip_text name) {
    for (const struct header *at = headers; at->name != NULL; at++)
        if (strlen(at->name) == name.size &&
            memcmp(at->name, name.data, name.size) == 0)
            return eip_text_of(at->value);
    return (eip_text){NULL, 0, 0};
}

static struct query url;
static char text[1024];

static int verify(const struct header *headers, const char *query, int64_t now,
                  uint64_t *account, struct fault *fault) {
    struct sign_request request = {.method = "GET",
                                   .path = "/",
                                   .url = &url,
                                   .all = &url,
                                   .now = now,
                                   .headers = headers,
                                   .header = find};
    struct sha256_ctx empty;

    sha256_init(&empty);
    sha256_digest(&empty, SIGN_HASH, request.body_hash);
    (void)snprintf(text, sizeof text, "%s", query);
    query_start(&url);
    cr_assert(query_add(&url, text, strlen(text), fault));
    return sign_verify(&request, &accounts, account, fault);
}

static const struct header v4_headers[] = {
    {"host", "iam.amazonaws.com"},
    {"x-amz-date", "20150830T123600Z"},
    {"content-type", "application/x-www-form-urlencoded; charset=utf-8"},
    {"authorization", V4_AUTH V4_SIGNATURE},
    {NULL, NULL}};

static uint32_t verdict(const struct header *headers, const char *query,
                        int64_t now) {
    struct fault fault = {0};
    uint64_t account = 0;

    return verify(headers, query, now, &account, &fault) && account == 42
               ? FAULT_NONE
               : fault.kind;
}

Test(sign, v4_example) {
    cr_assert_eq(verdict(v4_headers, V4_QUERY, V4_TIME), FAULT_NONE);
}

Test(sign, v4_parameters_in_any_order) {
    cr_assert_eq(
        verdict(v4_headers, "Version=2010-05-08&Action=ListUsers", V4_TIME),
        FAULT_NONE);
}

Test(sign, v4_other_request) {
    cr_assert_eq(
        verdict(v4_headers, "Action=ListUser&Version=2010-05-08", V4_TIME),
        FAULT_AUTH_FAILURE);
}

Test(sign, v4_window) {
    cr_assert_eq(verdict(v4_headers, V4_QUERY, V4_TIME + SIGN_WINDOW_SECONDS),
                 FAULT_NONE);
    cr_assert_eq(verdict(v4_headers, V4_QUERY, V4_TIME - SIGN_WINDOW_SECONDS),
                 FAULT_NONE);
    cr_assert_eq(
        verdict(v4_headers, V4_QUERY, V4_TIME + SIGN_WINDOW_SECONDS + 1),
        FAULT_EXPIRED);
    cr_assert_eq(
        verdict(v4_headers, V4_QUERY, V4_TIME - SIGN_WINDOW_SECONDS - 1),
        FAULT_EXPIRED);
}

/** The example with one header changed. */
static uint32_t with(const char *name, const char *value) {
    struct header headers[sizeof v4_headers / sizeof v4_headers[0]];

    memcpy(headers, v4_headers, sizeof headers);
    for (struct header *at = headers; at->name != NULL; at++)
        if (strcmp(at->name, name) == 0)
            at->value = value;
    return verdict(headers, V4_QUERY, V4_TIME);
}

Test(sign, v4_host_without_its_port_as_some_sign_it) {
    cr_assert_eq(with("host", "iam.amazonaws.com:4566"), FAULT_NONE);
    cr_assert_eq(with("host", "iam.amazonaws.org"), FAULT_AUTH_FAILURE);
}

Test(sign, v4_blanks) {
    cr_assert_eq(with("content-type",
                      "  application/x-www-form-urlencoded;   charset=utf-8 "),
                 FAULT_NONE);
}

Test(sign, v4_bad) {
    static const char *const bad[] = {
        "",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 ",
        "AWS4-HMAC-SHA512 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/"
        "aws4_request, SignedHeaders=host, Signature=" V4_SIGNATURE,
        V4_AUTH "5d672d79",
        V4_AUTH "4d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b"
                "5d7",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE, SignedHeaders=host, "
        "Signature=" V4_SIGNATURE,
        "AWS4-HMAC-SHA256 Credential=AKIDOTHER/20150830/us-east-1/iam/"
        "aws4_request, SignedHeaders=content-type;host;x-amz-date, "
        "Signature=" V4_SIGNATURE};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_assert_eq(with("authorization", bad[i]), FAULT_AUTH_FAILURE, "%s",
                     bad[i]);
    cr_assert_eq(with("x-amz-date", "20150831T123600Z"), FAULT_AUTH_FAILURE);
    cr_assert_eq(with("x-amz-date", "yesterday"), FAULT_AUTH_FAILURE);
}

/* Made by botocore's SigV4QueryAuth. */
#define URL_QUERY                                                              \
    "Action=DescribeAddresses&Version=2016-11-15&Filter.1.Name=tag%3Aa%20b"    \
    "&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F"        \
    "20260102%2Fus-east-1%2Fec2%2Faws4_request&X-Amz-Date=20260102T030405Z"    \
    "&X-Amz-SignedHeaders=host"
#define URL_EXPIRES "&X-Amz-Expires=600"
#define URL_SIGNATURE                                                          \
    "&X-Amz-Signature="                                                        \
    "8396330828e4fd671424f984b680e0825831979b18e01d20c13cce99b3008cf3"
#define URL_TIME 1767323045 /* 2026-01-02T03:04:05Z */

static const struct header url_headers[] = {{"host", "127.0.0.1:4566"},
                                            {NULL, NULL}};

Test(sign, url_that_was_signed_before) {
    static const char whole[] = URL_QUERY URL_EXPIRES URL_SIGNATURE;

    cr_assert_eq(verdict(url_headers, whole, URL_TIME), FAULT_NONE);
    cr_assert_eq(verdict(url_headers, whole, URL_TIME + 600), FAULT_NONE);
    cr_assert_eq(verdict(url_headers, whole, URL_TIME + 601), FAULT_EXPIRED);
    cr_assert_eq(verdict(url_headers, whole, URL_TIME - SIGN_WINDOW_SECONDS),
                 FAULT_NONE);
    cr_assert_eq(
        verdict(url_headers, whole, URL_TIME - SIGN_WINDOW_SECONDS - 1),
        FAULT_EXPIRED);
}

Test(sign, url_bad) {
    static const char *const bad[] = {
        URL_QUERY URL_EXPIRES URL_SIGNATURE "&DryRun=true",
        URL_QUERY "&X-Amz-Expires=601" URL_SIGNATURE,
        URL_QUERY URL_SIGNATURE,
        URL_QUERY "&X-Amz-Expires=" URL_SIGNATURE,
        URL_QUERY "&X-Amz-Expires=0" URL_SIGNATURE,
        URL_QUERY "&X-Amz-Expires=6x0" URL_SIGNATURE,
        URL_QUERY "&X-Amz-Expires=604801" URL_SIGNATURE,
        URL_QUERY "&X-Amz-Expires=99999999999999999999" URL_SIGNATURE,
        URL_QUERY URL_EXPIRES "&X-Amz-Signature=8396",
        "X-Amz-Expires=600" URL_SIGNATURE,
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=600" URL_SIGNATURE,
        "X-Amz-Algorithm=AWS4-HMAC-SHA2567&X-Amz-Expires=600" URL_SIGNATURE};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_assert_eq(verdict(url_headers, bad[i], URL_TIME), FAULT_AUTH_FAILURE,
                     "%s", bad[i]);
}

Test(sign, url_names_its_key) {
    struct sign_request request = {
        .url = &url, .all = &url, .headers = url_headers, .header = find};
    struct fault fault;
    eip_text key;

    (void)snprintf(text, sizeof text, "%s", URL_QUERY);
    query_start(&url);
    cr_assert(query_add(&url, text, strlen(text), &fault));
    key = sign_key_id(&request);
    cr_assert_eq(key.size, strlen(V4_KEY));
    cr_assert_arr_eq(key.data, V4_KEY, key.size);
}

Test(sign, nothing_at_all) {
    static const struct header none[] = {{NULL, NULL}};

    cr_assert_eq(verdict(none, V4_QUERY, V4_TIME), FAULT_NO_CREDENTIALS);
}

Test(sign, accounts_named_by_keys) {
    cr_assert_eq(accounts_named(eip_text_of("AKIA111122223333TEST")),
                 UINT64_C(111122223333));
    cr_assert_eq(accounts_named(eip_text_of("123456789012")),
                 UINT64_C(123456789012));
    cr_assert_eq(accounts_named(eip_text_of("12345x678901234567")),
                 UINT64_C(678901234567));
    cr_assert_eq(accounts_named(eip_text_of("test")), 0);
    cr_assert_eq(accounts_named((eip_text){NULL, 0, 0}), 0);
}
