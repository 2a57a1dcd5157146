/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file effect.h
 * What lasts of an operation on addresses: each address as it is from then on,
 * and what the source of a transfer remembers. Both say all of a thing, so that
 * the newest is enough; both can be kept (format.h):
 *
 *     address  key: record u32
 *              generation u32 | flags u32 | account u64 | value u64 |
 *              version u64 | facts, or nothing
 *     handed   key: record u32 | generation u32
 *              address u32 | source u64 | target u64 | allocation id u64 |
 *              order u64 | offer u64 | accepted u64
 *
 * **Threads** any, on what does not change. **Progress** wait-free.
 */
#ifndef EIP_REGISTRY_EFFECT_H
#define EIP_REGISTRY_EFFECT_H

#include "registry/detail.h"
#include "registry/format.h"

/** Flags of an address. */
enum {
    EIP__EFFECT_HELD = 1,     /* by `account`; else it has been released */
    EIP__EFFECT_STANDARD = 2, /* held, allocated in EC2-Classic's domain */
    EIP__EFFECT_KEEPS = 4,    /* released; `account` may recover it */
    EIP__EFFECT_TIMED = 8     /* released, and `value` says when */
};

struct eip__effect {
    uint32_t record;
    uint32_t generation;
    uint32_t flags; /* EIP__EFFECT_... */
    uint32_t unused;
    uint64_t account; /* a number; 0 if nobody holds or may recover it */
    uint64_t value;   /* held: its place in the account's order; TIMED: ms */
    uint64_t version; /* of the detail; 0: there is none */
    const struct eip__facts *facts; /* the detail's, or NULL */
};

/** A transfer that was done, as its source remembers it. */
struct eip__handed {
    uint32_t record;
    uint32_t generation; /* the source's */
    uint32_t address;
    uint32_t unused;
    uint64_t source; /* numbers of accounts */
    uint64_t target;
    uint64_t allocation_id;
    uint64_t order; /* in the source, of the allocation */
    uint64_t offer_ms;
    uint64_t accepted_ms;
};

/** Put an address as a kept record. */
void eip__effect_put(struct eip__writer *writer,
                     const struct eip__effect *effect);

/** Read one that is EIP__KIND_ADDRESS and not gone. Its facts are left as
 *  bytes, for eip__facts_unpack: `effect->facts` is NULL, and `facts` empty if
 *  it has none. False: it is none that was put. */
bool eip__effect_get(const struct eip__kept *kept, struct eip__effect *effect,
                     struct eip__reader *facts);

/** The same of a transfer; EIP__KIND_HANDED. */
void eip__handed_put(struct eip__writer *writer,
                     const struct eip__handed *handed);
bool eip__handed_get(const struct eip__kept *kept, struct eip__handed *handed);

#endif
