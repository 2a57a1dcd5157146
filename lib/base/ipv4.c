/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns the text of IPv4 addresses and CIDR blocks, and their arithmetic.
 *
 * One spelling for each address: whatever other programs read as octal, hex
 * or with octets left out is refused, so that two texts name the same address
 * only if they are equal.
 */
#include "eip/ipv4.h"

#include <stdbool.h>
#include <stddef.h>

/** What is left to read. */
struct cursor {
    const char *at;
    const char *end;
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool take(struct cursor *from, char wanted) {
    if (from->at == from->end || *from->at != wanted) {
        return false;
    }
    from->at++;
    return true;
}

/** Read a decimal number up to `max` (at most 255) without leading zeros. */
static bool take_number(struct cursor *from, uint32_t max, uint32_t *number) {
    const char *begin = from->at;
    uint32_t value = 0;

    while (from->at < from->end && is_digit(*from->at) && value <= max) {
        value = value * 10 + (uint32_t)(*from->at - '0');
        from->at++;
    }
    *number = value;
    return from->at > begin && value <= max &&
           (*begin != '0' || from->at == begin + 1);
}

static bool take_address(struct cursor *from, uint32_t *address) {
    uint32_t value = 0;

    for (int octet = 0; octet < 4; octet++) {
        uint32_t number;
        if (octet > 0 && !take(from, '.')) {
            return false;
        }
        if (!take_number(from, 255, &number)) {
            return false;
        }
        value = value << 8 | number;
    }
    *address = value;
    return true;
}

eip_status eip_ipv4_parse(eip_text text, uint32_t *address) {
    struct cursor from;
    uint32_t value;

    if (text.data == NULL || address == NULL) {
        return EIP_ERR_NULL;
    }
    from = (struct cursor){text.data, text.data + text.size};
    if (!take_address(&from, &value) || from.at != from.end) {
        return EIP_ERR_ADDRESS_MALFORMED;
    }
    *address = value;
    return EIP_OK;
}

/** Write a number up to 255 in decimal; returns where to go on. */
static char *put_number(char *at, uint32_t number) {
    if (number >= 100) {
        *at++ = (char)('0' + number / 100);
    }
    if (number >= 10) {
        *at++ = (char)('0' + number / 10 % 10);
    }
    *at++ = (char)('0' + number % 10);
    return at;
}

uint32_t eip_ipv4_format(uint32_t address, char *buffer) {
    char *at = buffer;

    if (buffer == NULL) {
        return 0;
    }
    for (int octet = 3; octet >= 0; octet--) {
        at = put_number(at, address >> (8 * octet) & 255);
        *at++ = '.';
    }
    *--at = '\0';
    return (uint32_t)(at - buffer);
}

eip_status eip_cidr_parse(eip_text text, eip_cidr *cidr) {
    struct cursor from;
    eip_cidr value;

    if (text.data == NULL || cidr == NULL) {
        return EIP_ERR_NULL;
    }
    from = (struct cursor){text.data, text.data + text.size};
    if (!take_address(&from, &value.base) || !take(&from, '/') ||
        !take_number(&from, 32, &value.prefix_bits) || from.at != from.end ||
        !eip_cidr_is_valid(value)) {
        return EIP_ERR_CIDR_MALFORMED;
    }
    *cidr = value;
    return EIP_OK;
}

uint32_t eip_cidr_format(eip_cidr cidr, char *buffer) {
    char *at;

    if (buffer == NULL || !eip_cidr_is_valid(cidr)) {
        return 0;
    }
    at = buffer + eip_ipv4_format(cidr.base, buffer);
    *at++ = '/';
    at = put_number(at, cidr.prefix_bits);
    *at = '\0';
    return (uint32_t)(at - buffer);
}

/** The bits of an address that a prefix of up to 32 bits leaves to hosts.
 *  Shifting 64 bits keeps /0 defined. */
static uint32_t host_mask(uint32_t prefix_bits) {
    return (uint32_t)(UINT64_C(0xffffffff) >> prefix_bits);
}

uint32_t eip_cidr_is_valid(eip_cidr cidr) {
    return cidr.prefix_bits <= 32 &&
           (cidr.base & host_mask(cidr.prefix_bits)) == 0;
}

uint64_t eip_cidr_count(eip_cidr cidr) {
    return eip_cidr_is_valid(cidr) ? (uint64_t)host_mask(cidr.prefix_bits) + 1
                                   : 0;
}

uint32_t eip_cidr_contains(eip_cidr cidr, uint32_t address) {
    return eip_cidr_is_valid(cidr) &&
           (address & ~host_mask(cidr.prefix_bits)) == cidr.base;
}

uint32_t eip_cidr_overlaps(eip_cidr a, eip_cidr b) {
    /* Blocks nest or are disjoint: one of them then holds the other's base. */
    return eip_cidr_is_valid(a) && eip_cidr_is_valid(b) &&
           (eip_cidr_contains(a, b.base) || eip_cidr_contains(b, a.base));
}
