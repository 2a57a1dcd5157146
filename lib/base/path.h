/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file path.h
 * What the compiler is told of how often code runs. An allocation is some
 * hundred instructions, so a call with its frame is a good part of it: what
 * every operation comes through is compiled into its callers, and what only
 * the rare case needs stays out of them.
 */
#ifndef EIP_BASE_PATH_H
#define EIP_BASE_PATH_H

#if defined(__OPTIMIZE__)
#define EIP__HOT static inline __attribute__((always_inline))
#else
#define EIP__HOT static inline /* where one looks at it, one function each */
#endif
#define EIP__RARE __attribute__((noinline, cold))

/* Not rare, but kept out of its callers, which mostly go another way. */
#define EIP__APART __attribute__((noinline))
#define EIP__SELDOM(condition) __builtin_expect((condition) != 0, 0)

#endif
