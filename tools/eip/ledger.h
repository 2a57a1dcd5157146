/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ledger.h
 * Which addresses are given, by their number in the ranges: a bit each, and
 * how often each was given in the workload. It knows nothing of engines.
 */
#ifndef EIP_TOOL_LEDGER_H
#define EIP_TOOL_LEDGER_H

#include "tally.h"

#include <stddef.h>

struct ledger {
    uint64_t addresses;
    tally_count *bits;      /* 64 addresses each */
    _Atomic uint32_t *uses; /* memory is spent where one is used */
};

/** False if there is no memory. */
bool ledger_open(struct ledger *ledger, uint64_t addresses);
void ledger_close(struct ledger *ledger);

/** Mark as given; false if it was marked. */
bool ledger_give(struct ledger *ledger, uint64_t number);
/** Unmark; false if it was not marked. */
bool ledger_take(struct ledger *ledger, uint64_t number);
bool ledger_is_given(const struct ledger *ledger, uint64_t number);
/** Count a use. */
void ledger_use(struct ledger *ledger, uint64_t number);
uint32_t ledger_uses(const struct ledger *ledger, uint64_t number);
/** How many of [first, first + count) are given. */
uint64_t ledger_count(const struct ledger *ledger, uint64_t first,
                      uint64_t count);

#endif
