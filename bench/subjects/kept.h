/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file kept.h  An engine of which a journal is kept, and its cuts. */
#ifndef EIP_BENCH_SUBJECTS_KEPT_H
#define EIP_BENCH_SUBJECTS_KEPT_H

#include "subject.h"

#ifdef __cplusplus
extern "C" {
#endif

extern const struct subject subject_kept;

/** Take a cut of a set of it; how many addresses were told of. */
uint64_t kept_collect(void *set);

#ifdef __cplusplus
}
#endif

#endif
