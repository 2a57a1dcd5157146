/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file published.h  The EC2 prefixes of a file in the form of AWS's
 *  ip-ranges.json, read as the command `eip` reads them. */
#ifndef EIP_BENCH_PUBLISHED_H
#define EIP_BENCH_PUBLISHED_H

#include <eip/eip.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

struct published;

/** Read the file. NULL, and a message is out, if it cannot be. */
struct published *published_read(const char *path);
void published_free(struct published *published);

uint64_t published_addresses(const struct published *published);
uint32_t published_groups(const struct published *published);
/** The name of a border group, and its blocks: `count` from `first` on. */
const char *published_group(const struct published *published, uint32_t group,
                            uint32_t *first, uint32_t *count);
uint32_t published_cidrs(const struct published *published);
eip_cidr published_cidr(const struct published *published, uint32_t i);

#ifdef __cplusplus
}
#endif

#endif
