/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file tell.h
 * What each operation on addresses tells the journal: before it is installed,
 * in each try, if that asks (eip__journal_asks). False: there is no memory, and
 * it must not be installed. For ledger.c and seldom.c.
 */
#ifndef EIP_REGISTRY_TELL_H
#define EIP_REGISTRY_TELL_H

#include "registry/block.h"

/** `order`: its place in the account's order. */
bool eip__tell_take(struct eip__ledger *ledger, struct eip__lane *lane,
                    struct eip__account *account, struct eip__op *op,
                    const struct eip__take *take, uint64_t order);

/** `order`: the first one's. */
bool eip__tell_block(struct eip__ledger *ledger, struct eip__lane *lane,
                     struct eip__account *account, struct eip__op *op,
                     const struct eip__block_take *take, uint64_t order);

bool eip__tell_give(struct eip__ledger *ledger, struct eip__lane *lane,
                    struct eip__account *account, struct eip__op *op,
                    const struct eip__give *give);

bool eip__tell_alter(struct eip__ledger *ledger, struct eip__lane *lane,
                     struct eip__account *account, struct eip__op *op,
                     const struct eip__alter *alter);

#endif
