/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file adapter.h  Subjects of the benchmarks behind the harness of traces. */
#ifndef EIP_BENCH_ADAPTER_H
#define EIP_BENCH_ADAPTER_H

#include "subject.h"
#include "trace/harness.h"

/** A subject as the harness wants it. It takes any and gives back; it has no
 *  owners, so it neither recovers nor describes nor refuses a theft. */
struct harness adapter_make(const struct subject *subject);

#endif
