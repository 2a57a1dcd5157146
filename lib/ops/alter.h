/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file alter.h
 * Changing the facts of a held address: found, judged and drafted, then
 * altered through the ledger while all that was judged still holds; else
 * again, which is only if another call of the account completed.
 */
#ifndef EIP_OPS_ALTER_H
#define EIP_OPS_ALTER_H

#include "ops/held.h"

/** One try. */
struct eip__draft {
    struct eip__held held;
    struct eip__facts facts; /* as they are; then as they shall be */
    uint64_t head;           /* of the account, before anything was looked at */
    bool is_same;            /* set: it is so already */
    bool needs_head;         /* set: more was looked at than this address */
    /* Set with needs_head: what becomes of another address of the account, in
     * the same operation. */
    bool has_also;
    struct eip__held also;
    struct eip__facts also_facts;
};

struct eip__alteration {
    /** Find the address: fill `held`, or fail. */
    eip_status (*find)(struct eip__call *call, void *context,
                       struct eip__held *held);
    /** May it be, and what becomes of the facts? Texts and tags must live
     *  until the next try. */
    eip_status (*judge)(struct eip__call *call, void *context,
                        struct eip__draft *draft);
    void *context;
    bool dry_run;
    /** There is memory for it: complete the facts. NULL: they are. */
    void (*finish)(struct eip__call *call, void *context,
                   const struct eip__held *held, struct eip__facts *facts);
};

/**
 * Carry it out for the caller's account, which may not be there.
 *
 * @param[out] draft  The last try.
 * @return EIP_OK; what `find` and `judge` answer; EIP_ERR_DRY_RUN;
 *         EIP_ERR_OUT_OF_MEMORY.
 * Lock-free. Linearises where the new detail is hung up.
 */
eip_status eip__alter(struct eip__call *call,
                      const struct eip__alteration *alteration,
                      struct eip__draft *draft);

#endif
