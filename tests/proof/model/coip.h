/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file coip.h  CoIP pools: how they show. */
#ifndef EIP_TESTS_PROOF_MODEL_COIP_H
#define EIP_TESTS_PROOF_MODEL_COIP_H

#include "proof/model/public_pool.h"

enum { COIP_TABLES = 7, COIP_TABLE_GOOD = 3 };

/** Local gateway route tables, as they are given; 0: none. */
extern const char *const coip_table[COIP_TABLES];

/** Every member, of a pool that is the model's. */
bool coip_same_pool(struct run *run, int pool, const eip_coip_pool *got);

bool step_show_coip(struct run *run, struct dice *dice);

#endif
