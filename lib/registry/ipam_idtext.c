/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the text of IPAM's ids: as idtext.c, one spelling each. */
#include "eip/ipam.h"

#include <stdbool.h>
#include <string.h>

enum { HEX_DIGITS = 16 };

static const char cidr_prefix[] = "ipam-pool-cidr-0";
static const char allocation_prefix[] = "ipam-pool-alloc-0";
static const char scope_prefix[] = "ipam-scope-0";
static const char ipam_prefix[] = "ipam-0";

static char *put_hex(char *at, uint64_t number) {
    static const char digits[] = "0123456789abcdef";

    for (int i = 0; i < HEX_DIGITS; i++) {
        *at++ = digits[number >> 60];
        number <<= 4;
    }
    return at;
}

/* One number, or two of which the second is `low`. */
static uint32_t put(const char *prefix, uint64_t number, const uint64_t *low,
                    char *buffer) {
    size_t size = strlen(prefix);
    char *at;

    if (buffer == NULL) {
        return 0;
    }
    memcpy(buffer, prefix, size);
    at = put_hex(buffer + size, number);
    if (low != NULL) {
        at = put_hex(at, *low);
    }
    *at = '\0';
    return (uint32_t)(at - buffer);
}

static bool take_hex(const char *digits, uint64_t *number) {
    *number = 0;
    for (int i = 0; i < HEX_DIGITS; i++) {
        char c = digits[i];

        if (c >= '0' && c <= '9') {
            *number = *number << 4 | (uint64_t)(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            *number = *number << 4 | (uint64_t)(c - 'a' + 10);
        } else {
            return false;
        }
    }
    return true;
}

static bool has_form(eip_text text, const char *prefix, uint32_t numbers) {
    size_t size = strlen(prefix);

    return text.size == size + (size_t)numbers * HEX_DIGITS &&
           memcmp(text.data, prefix, size) == 0;
}

uint32_t eip_ipam_cidr_id_format(eip_ipam_id id, char *buffer) {
    return put(cidr_prefix, id.high, &id.low, buffer);
}

uint32_t eip_ipam_allocation_id_format(eip_ipam_id id, char *buffer) {
    return put(allocation_prefix, id.high, &id.low, buffer);
}

uint32_t eip_ipam_scope_id_format(uint64_t id, char *buffer) {
    return put(scope_prefix, id, NULL, buffer);
}

uint32_t eip_ipam_id_format(uint64_t id, char *buffer) {
    return put(ipam_prefix, id, NULL, buffer);
}

eip_status eip_ipam_allocation_id_parse(eip_text text, eip_ipam_id *id) {
    const char *digits;
    eip_ipam_id own;

    if (text.data == NULL || id == NULL) {
        return EIP_ERR_NULL;
    }
    digits = text.data + sizeof allocation_prefix - 1;
    if (!has_form(text, allocation_prefix, 2) || !take_hex(digits, &own.high) ||
        !take_hex(digits + HEX_DIGITS, &own.low)) {
        return EIP_ERR_IPAM_ALLOCATION_NOT_FOUND;
    }
    *id = own;
    return EIP_OK;
}

eip_status eip_ipam_scope_id_parse(eip_text text, uint64_t *id) {
    uint64_t own;

    if (text.data == NULL || id == NULL) {
        return EIP_ERR_NULL;
    }
    if (!has_form(text, scope_prefix, 1) ||
        !take_hex(text.data + sizeof scope_prefix - 1, &own)) {
        return EIP_ERR_IPAM_SCOPE_NOT_FOUND;
    }
    *id = own;
    return EIP_OK;
}
