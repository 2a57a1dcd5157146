/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file weaken.h  Which orders of the library are needed? */
#ifndef INTERLEAVE_WEAKEN_H
#define INTERLEAVE_WEAKEN_H

#include "mc.h"

/** From here on accesses of this role of base/atomic.h have a weaker order,
 *  with "role@0xOFFSET" those at this place of the program's code alone.
 *  false: there is no such role. */
bool weaken_choose(const char *role);

/** Note which roles accesses have and where, and print it at the end. */
void weaken_collect(void);
void weaken_print_sites(void);

/** Before an access; false: it is not made at all. */
bool weaken(struct mc_access *access);

#endif
