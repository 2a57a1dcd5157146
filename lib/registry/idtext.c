/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the text of account numbers, allocation ids and pool ids. Each number
 * has one spelling and each spelling one number.
 */
#include "eip/id.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define ACCOUNT_MAX UINT64_C(999999999999)

enum { ACCOUNT_DIGITS = 12, HEX_DIGITS = 16 };

/** EC2's ids have 17 hex digits of which the first is 0: the other 16 are
 *  the number, and the 0 goes with the prefix. */
static const char allocation_prefix[] = "eipalloc-0";
static const char association_prefix[] = "eipassoc-0";
static const char amazon_name[] = "amazon";

/** Prefixes by EIP_POOL_...; Amazon's pool has a name instead. */
static const char *const pool_prefixes[] = {
    [EIP_POOL_AMAZON] = NULL,
    [EIP_POOL_PUBLIC_IPV4] = "ipv4pool-ec2-0",
    [EIP_POOL_IPAM] = "ipam-pool-0",
    [EIP_POOL_COIP] = "ipv4pool-coip-0",
};

enum { POOL_KINDS = sizeof(pool_prefixes) / sizeof(pool_prefixes[0]) };

eip_status eip_account_parse(eip_text text, uint64_t *account) {
    uint64_t value = 0;

    if (text.data == NULL || account == NULL) {
        return EIP_ERR_NULL;
    }
    if (text.size != ACCOUNT_DIGITS) {
        return EIP_ERR_INVALID_PARAMETER_VALUE;
    }
    for (uint32_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return EIP_ERR_INVALID_PARAMETER_VALUE;
        }
        value = value * 10 + (uint64_t)(text.data[i] - '0');
    }
    *account = value;
    return EIP_OK;
}

uint32_t eip_account_format(uint64_t account, char *buffer) {
    if (buffer == NULL || account > ACCOUNT_MAX) {
        return 0;
    }
    for (int i = ACCOUNT_DIGITS - 1; i >= 0; i--) {
        buffer[i] = (char)('0' + account % 10);
        account /= 10;
    }
    buffer[ACCOUNT_DIGITS] = '\0';
    return ACCOUNT_DIGITS;
}

static bool take_hex(const char *digits, uint64_t *number) {
    uint64_t value = 0;

    for (int i = 0; i < HEX_DIGITS; i++) {
        char c = digits[i];
        if (c >= '0' && c <= '9') {
            value = value << 4 | (uint64_t)(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            value = value << 4 | (uint64_t)(c - 'a' + 10);
        } else {
            return false;
        }
    }
    *number = value;
    return true;
}

/** Read a prefix and the digits behind it, which end the text. */
static bool take_id(eip_text text, const char *prefix, uint64_t *number) {
    size_t size = strlen(prefix);

    return text.size == size + HEX_DIGITS &&
           memcmp(text.data, prefix, size) == 0 &&
           take_hex(text.data + size, number);
}

static uint32_t put_id(uint64_t number, const char *prefix, char *buffer) {
    static const char digits[] = "0123456789abcdef";
    size_t size = strlen(prefix);

    memcpy(buffer, prefix, size);
    for (int i = 0; i < HEX_DIGITS; i++) {
        buffer[size++] = digits[number >> 60];
        number <<= 4;
    }
    buffer[size] = '\0';
    return (uint32_t)size;
}

eip_status eip_allocation_id_parse(eip_text text, uint64_t *id) {
    if (text.data == NULL || id == NULL) {
        return EIP_ERR_NULL;
    }
    return take_id(text, allocation_prefix, id)
               ? EIP_OK
               : EIP_ERR_ALLOCATION_ID_NOT_FOUND;
}

uint32_t eip_allocation_id_format(uint64_t id, char *buffer) {
    return buffer == NULL ? 0 : put_id(id, allocation_prefix, buffer);
}

eip_status eip_association_id_parse(eip_text text, uint64_t *id) {
    if (text.data == NULL || id == NULL) {
        return EIP_ERR_NULL;
    }
    return take_id(text, association_prefix, id)
               ? EIP_OK
               : EIP_ERR_ASSOCIATION_ID_NOT_FOUND;
}

uint32_t eip_association_id_format(uint64_t id, char *buffer) {
    return buffer == NULL ? 0 : put_id(id, association_prefix, buffer);
}

static bool is_amazon(eip_text text) {
    return text.size == sizeof(amazon_name) - 1 &&
           memcmp(text.data, amazon_name, text.size) == 0;
}

eip_status eip_pool_id_parse(eip_text text, eip_pool_ref *pool) {
    uint64_t id = 0;
    uint32_t kind = EIP_POOL_AMAZON;

    if (text.data == NULL || pool == NULL) {
        return EIP_ERR_NULL;
    }
    if (!is_amazon(text)) {
        kind = EIP_POOL_AMAZON + 1;
        while (kind < POOL_KINDS && !take_id(text, pool_prefixes[kind], &id)) {
            kind++;
        }
    }
    if (kind == POOL_KINDS) {
        return EIP_ERR_POOL_NOT_FOUND;
    }
    *pool = (eip_pool_ref){id, kind, 0};
    return EIP_OK;
}

uint32_t eip_pool_id_format(eip_pool_ref pool, char *buffer) {
    if (buffer == NULL || pool.kind >= POOL_KINDS) {
        return 0;
    }
    if (pool.kind == EIP_POOL_AMAZON) {
        memcpy(buffer, amazon_name, sizeof(amazon_name));
        return sizeof(amazon_name) - 1;
    }
    return put_id(pool.id, pool_prefixes[pool.kind], buffer);
}
