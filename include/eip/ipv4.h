/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ipv4.h
 * IPv4 addresses and CIDR blocks as values, and their text.
 *
 * **Threads** any. **Progress** wait-free. **Memory** none of its own.
 */
#ifndef EIP_IPV4_H
#define EIP_IPV4_H

#include "eip/status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    EIP_IPV4_TEXT_SIZE = 16, /* "255.255.255.255" and its terminator */
    EIP_CIDR_TEXT_SIZE = 19  /* "255.255.255.255/32" and its terminator */
};

/** A CIDR block. `prefix_bits` is 0 to 32; host bits of `base` are zero. */
typedef struct eip_cidr {
    uint32_t base; /* first address, host byte order */
    uint32_t prefix_bits;
} eip_cidr;

/**
 * Read "a.b.c.d": four decimal numbers 0 to 255, no leading zeros, no blanks.
 *
 * @param[in]  text     The text, borrowed.
 * @param[out] address  The address, host byte order.
 * @return EIP_OK; EIP_ERR_NULL (absent text or NULL result);
 *         EIP_ERR_ADDRESS_MALFORMED.
 */
EIP_API EIP_NODISCARD eip_status eip_ipv4_parse(eip_text text,
                                                uint32_t *address);

/**
 * Write an address as "a.b.c.d", terminated.
 *
 * @param[out] buffer  At least EIP_IPV4_TEXT_SIZE bytes, caller-owned.
 * @return The length without the terminator; 0 if `buffer` is NULL.
 */
EIP_API uint32_t eip_ipv4_format(uint32_t address, char *buffer);

/**
 * Read "a.b.c.d/n", n from 0 to 32 without leading zeros. Host bits that are
 * not zero are refused, never cleared.
 *
 * @return EIP_OK; EIP_ERR_NULL; EIP_ERR_CIDR_MALFORMED.
 */
EIP_API EIP_NODISCARD eip_status eip_cidr_parse(eip_text text, eip_cidr *cidr);

/**
 * Write a CIDR block as "a.b.c.d/n", terminated.
 *
 * @param[out] buffer  At least EIP_CIDR_TEXT_SIZE bytes, caller-owned.
 * @return The length without the terminator; 0 if `buffer` is NULL or the
 *         block is not valid.
 */
EIP_API uint32_t eip_cidr_format(eip_cidr cidr, char *buffer);

/** 1 if `prefix_bits` <= 32 and no host bit of `base` is set, else 0. */
EIP_API uint32_t eip_cidr_is_valid(eip_cidr cidr);
/** Number of addresses of a valid block, 1 to 2^32; 0 of an invalid one. */
EIP_API uint64_t eip_cidr_count(eip_cidr cidr);
/** 1 if `address` lies in the valid block, else 0. */
EIP_API uint32_t eip_cidr_contains(eip_cidr cidr, uint32_t address);
/** 1 if the two valid blocks share an address, else 0. */
EIP_API uint32_t eip_cidr_overlaps(eip_cidr a, eip_cidr b);

#ifdef __cplusplus
}
#endif
#endif
