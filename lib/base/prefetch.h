/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file prefetch.h
 * What the processor is told of memory that will be wanted. Any address may be
 * named: what is not there is not fetched.
 */
#ifndef EIP_BASE_PREFETCH_H
#define EIP_BASE_PREFETCH_H

#include "base/path.h"

/**
 * The line at `place` will be written: it is taken from other processors now, so
 * that the next locked step does not wait for it. Of x86-64, compilers use
 * PREFETCHW only where all processors have it; those without take it for a NOP.
 */
EIP__HOT void eip__prefetch_to_write(const void *place) {
#if defined(__x86_64__)
    __asm__ volatile("prefetchw %0" : : "m"(*(const char *)place));
#else
    __builtin_prefetch(place, 1);
#endif
}

#endif
