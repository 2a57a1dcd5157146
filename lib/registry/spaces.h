/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file spaces.h  Going through every space of a topology. */
#ifndef EIP_REGISTRY_SPACES_H
#define EIP_REGISTRY_SPACES_H

#include "registry/topology.h"

/** Call `visit` for each space that has or had CIDR blocks, Amazon's first. */
static inline void eip__spaces(const struct eip__topology *topology,
                               void (*visit)(void *context,
                                             struct eip__space *space),
                               void *context) {
    for (uint64_t i = 0; i <= topology->groups->mask; i++) {
        const struct eip__group *group = topology->groups->entry[i];
        struct eip__space *space =
            group == NULL ? NULL : eip__pointer(eip__read(&group->space));

        if (space != NULL) {
            visit(context, space);
        }
    }
    for (uint64_t i = 0; i <= topology->pools->mask; i++) {
        const struct eip__pool *pool = topology->pools->entry[i];
        struct eip__space *space =
            pool == NULL ? NULL : eip__pointer(eip__read(&pool->space));

        if (space != NULL) {
            visit(context, space);
        }
    }
}

#endif
