/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file snapshot.h  Between snapshot_save.c and snapshot_load.c. */
#ifndef EIP_STORE_SNAPSHOT_H
#define EIP_STORE_SNAPSHOT_H

#include "eip/snapshot.h"
#include "registry/format.h"

/*
 * A snapshot:  "eip\0snap" | version u32 | zero u32 | records | seal
 *
 * The seal is a kept record too, of kind SEAL: it says how many records there
 * are before it, and the checksum of their checksums. So what was cut off, left
 * out, or put in between is noticed.
 */
#define EIP__SNAPSHOT_MAGIC "eip\0snap"
enum {
    EIP__SNAPSHOT_MAGIC_SIZE = 8,
    EIP__SNAPSHOT_HEAD = 16,
    EIP__SNAPSHOT_VERSION = 1
};

/** What the seal says. */
struct eip__seal {
    uint64_t count;
    uint64_t sum;
};

/** A record more, which is whole. */
void eip__seal_add(struct eip__seal *seal, const uint8_t *record,
                   uint64_t size);
void eip__seal_put(struct eip__writer *writer, const struct eip__seal *seal);
/** Is it that seal, of the kind that it is? */
bool eip__seal_is(const struct eip__kept *kept, const struct eip__seal *seal);

#endif
