/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file sites.h
 * Put before every file of the library: each place that asks for memory, or
 * has Judy ask for some, is entered in a table by the linker. So the table
 * has those as well that no test reaches.
 */
#ifndef EIP_TESTS_PROOF_OOM_SITES_H
#define EIP_TESTS_PROOF_OOM_SITES_H

#include "base/host.h"

#include <Judy.h>

/* Aligned to its size: the linker puts them side by side. */
struct __attribute__((aligned(32))) oom_site {
    const char *file;
    int line;
    unsigned seen;      /* requests made from here, while a call was tried */
    unsigned failed[2]; /* refused: and later ones not, and all that followed */
};

extern struct oom_site *oom_here;

#define OOM_AT(call)                                                           \
    __extension__({                                                            \
        static struct oom_site oom_own __attribute__((                         \
            section("oom_sites"), used)) = {__FILE__, __LINE__, 0, {0, 0}};    \
        oom_here = &oom_own;                                                   \
        call;                                                                  \
    })

#define eip__host_allocate(host, bytes) OOM_AT(eip__host_allocate(host, bytes))
#define eip__host_allocate_zeroed(host, bytes)                                 \
    OOM_AT(eip__host_allocate_zeroed(host, bytes))
#define eip__host_grow(host, old, used, had, bytes)                            \
    OOM_AT(eip__host_grow(host, old, used, had, bytes))
#define eip__host_reserve(host, bytes) OOM_AT(eip__host_reserve(host, bytes))
#define eip__host_block(host, bytes) OOM_AT(eip__host_block(host, bytes))
#define JudyLIns(array, index, error) OOM_AT((JudyLIns)(array, index, error))
#define JudyLDel(array, index, error) OOM_AT((JudyLDel)(array, index, error))

#endif
