/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file fault.h
 * Why a request is not carried out: what the library said, or one of the errors
 * below, which EC2's front end has and the library can not have.
 */
#ifndef EIPD_FAULT_H
#define EIPD_FAULT_H

#include <stdint.h>

#include <eip/eip.h>

#define FAULT_MAP(X)                                                           \
    X(MISSING_ACTION, "MissingAction", 400)                                    \
    X(INVALID_ACTION, "InvalidAction", 400)                                    \
    X(MALFORMED_QUERY, "MalformedQueryString", 400)                            \
    X(UNKNOWN_PARAMETER, "UnknownParameter", 400)                              \
    X(INVALID_VALUE, "InvalidParameterValue", 400)                             \
    X(TOO_LARGE, "RequestEntityTooLarge", 413)                                 \
    X(METHOD, "InvalidHttpMethod", 405)                                        \
    X(PATH, "NotFound", 404)                                                   \
    X(NO_CREDENTIALS, "MissingParameter", 400)                                 \
    X(AUTH_FAILURE, "AuthFailure", 401)                                        \
    X(EXPIRED, "RequestExpired", 400)                                          \
    X(INTERNAL, "InternalError", 500)                                          \
    X(UNAVAILABLE, "Unavailable", 503)

enum fault_kind {
    FAULT_NONE,
#define FAULT_ENUM(name, code, http) FAULT_##name,
    FAULT_MAP(FAULT_ENUM)
#undef FAULT_ENUM
        FAULT_COUNT
};

struct fault {
    /** FAULT_...; beyond FAULT_COUNT, the library's: status_index. */
    uint32_t kind;
    uint32_t http;
    const char *code;
    char message[EIP_ERROR_MESSAGE_SIZE];
};

/** How many different outcomes there are, for who counts them. */
uint32_t fault_outcomes(void);
/** EC2's code of an outcome; "" for success. */
const char *fault_outcome_code(uint32_t outcome);

/** Set a fault of the front end. Returns 0. */
int fault_set(struct fault *fault, uint32_t kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/** Set what the library said. */
void fault_of_error(struct fault *fault, eip_status status,
                    const eip_error *error);

#endif
