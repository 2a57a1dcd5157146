/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file merged.h
 * Of what the journal told since the last round, the newest of each address: an
 * address that comes and goes is one record, however often it did. For addresses
 * without a detail; others are seldom, and are written as they come.
 *
 * **Threads** one at a time. **Memory** 32 bytes an address, at most half used,
 * and an eighth once it has been emptied.
 */
#ifndef EIP_STORE_MERGED_H
#define EIP_STORE_MERGED_H

#include "base/host.h"
#include "registry/effect.h"

struct eip__merged_slot {
    uint32_t record;
    uint32_t generation; /* 0: the slot is empty; no address is had in it */
    uint32_t flags;
    uint32_t unused;
    uint64_t account;
    uint64_t value;
};

/** All zero: empty. */
struct eip__merged {
    struct eip__merged_slot *slots;
    uint64_t room; /* a power of two, or 0 */
    uint64_t count;
};

/** Put in an effect without a detail, unless a newer one of the address is there.
 *  False: there is no memory, and nothing has changed. */
bool eip__merged_add(struct eip__host *host, struct eip__merged *merged,
                     const struct eip__effect *effect);

/** Show each, in no order, until `take` says false. Returns whether it never did. */
bool eip__merged_each(const struct eip__merged *merged,
                      bool (*take)(void *context,
                                   const struct eip__effect *effect),
                      void *context);

/** Empty it. */
void eip__merged_clear(struct eip__host *host, struct eip__merged *merged);
void eip__merged_free(struct eip__host *host, struct eip__merged *merged);

#endif
