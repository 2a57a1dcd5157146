/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file forge.h  Snapshots taken apart, changed, and put together again with
 *  everything that is checked made right. */
#ifndef EIP_TESTS_SUPPORT_INTERNAL_FORGE_H
#define EIP_TESTS_SUPPORT_INTERNAL_FORGE_H

#include "store/snapshot.h"

enum { FORGE_RECORDS = 2048 };

/** Records, each a copy on the heap; the seal is not among them. */
struct forge {
    uint8_t *record[FORGE_RECORDS];
    uint32_t size[FORGE_RECORDS];
    uint32_t count;
};

/** Of a snapshot, which must be one. */
void forge_open(struct forge *forge, const void *bytes, uint64_t size);
void forge_close(struct forge *forge);

/** A snapshot of the records; free it. Their sizes and checksums are made
 *  right, unless `as_they_are`. */
uint8_t *forge_write(const struct forge *forge, bool as_they_are,
                     uint64_t *size);

/** The first record of a kind, from a place on; `count`: there is none. */
uint32_t forge_find(const struct forge *forge, enum eip__kind kind,
                    uint32_t from);
void forge_drop(struct forge *forge, uint32_t at);
/** Put a copy of another's record behind the last. */
void forge_add(struct forge *forge, const uint8_t *record, uint32_t size);

#endif
