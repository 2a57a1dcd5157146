/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const codes[] = {"",
#define FAULT_CODE(name, code, http) code,
                                    FAULT_MAP(FAULT_CODE)};
static const uint32_t https[] = {200,
#define FAULT_HTTP(name, code, http) http,
                                 FAULT_MAP(FAULT_HTTP)};
static const eip_status statuses[] = {
#define FAULT_STATUS(name, value, code, http, text) EIP_##name,
    EIP_STATUS_MAP(FAULT_STATUS)};

enum { STATUSES = sizeof statuses / sizeof statuses[0] };

uint32_t fault_outcomes(void) {
    return FAULT_COUNT + STATUSES;
}

const char *fault_outcome_code(uint32_t outcome) {
    return outcome < FAULT_COUNT
               ? codes[outcome]
               : eip_status_code(statuses[outcome - FAULT_COUNT]);
}

int fault_set(struct fault *fault, uint32_t kind, const char *format, ...) {
    va_list arguments;

    fault->kind = kind;
    fault->code = codes[kind];
    fault->http = https[kind];
    va_start(arguments, format);
    (void)vsnprintf(fault->message, sizeof fault->message, format, arguments);
    va_end(arguments);
    return 0;
}

void fault_of_error(struct fault *fault, eip_status status,
                    const eip_error *error) {
    uint32_t at = 0;

    while (at < STATUSES - 1 && statuses[at] != status)
        at++;
    fault->kind = FAULT_COUNT + at;
    fault->code = eip_status_code(status);
    fault->http = eip_status_http(status);
    (void)snprintf(fault->message, sizeof fault->message, "%s",
                   error->message[0] != '\0' ? error->message
                                             : eip_status_text(status));
}
