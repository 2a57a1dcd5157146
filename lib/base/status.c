/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the texts that go with each status, the library's version, and the
 * makers of eip_text and eip_error. Everything here is total: any int32_t is
 * answered, since a status may come from a newer library or a damaged file.
 */
#include "eip/status.h"

#include <stddef.h>
#include <string.h>

#define TEXT_OF_NUMBER(number) #number
#define TEXT_OF(macro) TEXT_OF_NUMBER(macro)
#define VERSION_TEXT                                                           \
    TEXT_OF(EIP_VERSION_MAJOR)                                                 \
    "." TEXT_OF(EIP_VERSION_MINOR) "." TEXT_OF(EIP_VERSION_PATCH)

/** A row of EIP_STATUS_MAP. */
struct row {
    eip_status status;
    uint32_t http;
    const char *name;
    const char *code;
    const char *text;
};

static const struct row rows[] = {
#define ROW(name, value, code, http, text)                                     \
    {value, http, "EIP_" #name, code, text},
    EIP_STATUS_MAP(ROW)
#undef ROW
};

static const struct row unknown = {0, 500, "EIP_?", "InternalError",
                                   "Unknown status"};

static const struct row *find(eip_status status) {
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].status == status) {
            return &rows[i];
        }
    }
    return &unknown;
}

const char *eip_status_name(eip_status status) {
    return find(status)->name;
}

const char *eip_status_code(eip_status status) {
    return find(status)->code;
}

const char *eip_status_text(eip_status status) {
    return find(status)->text;
}

uint32_t eip_status_http(eip_status status) {
    return find(status)->http;
}

eip_error eip_error_init(void) {
    return (eip_error)EIP_ERROR_INIT;
}

eip_text eip_text_of(const char *string) {
    size_t size = string == NULL ? 0 : strlen(string);

    if (size > UINT32_MAX) {
        size = UINT32_MAX;
    }
    return (eip_text){string, (uint32_t)size, 0};
}

uint32_t eip_version(void) {
    return EIP_VERSION_MAJOR * UINT32_C(1000000) +
           EIP_VERSION_MINOR * UINT32_C(1000) + EIP_VERSION_PATCH;
}

const char *eip_version_text(void) {
    return VERSION_TEXT;
}
