/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file lookup.h  From an address to its word, as operations do it. */
#ifndef EIP_BENCH_LOOKUP_H
#define EIP_BENCH_LOOKUP_H

#include <eip/eip.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Follow `times` addresses of the 2^bits from `first` on, each found from the
 *  word of the one before. Returns the last. No administration beside it. */
uint32_t lookup_chain(struct eip_engine *engine, uint32_t first, uint32_t bits,
                      uint64_t times, uint32_t start);

/** The same through an array of words. */
uint32_t array_chain(const uint64_t *words, uint32_t bits, uint64_t times,
                     uint32_t start);

#ifdef __cplusplus
}
#endif

#endif
