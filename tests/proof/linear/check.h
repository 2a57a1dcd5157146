/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file check.h
 * Is there an order of instants, each within its call, in which the
 * sequential specification gives the answers that were given? The search of
 * Wing and Gong, with Lowe's memory of (what has taken effect, state).
 */
#ifndef EIP_TESTS_LINEAR_CHECK_H
#define EIP_TESTS_LINEAR_CHECK_H

#include "model.h"

/** One thread's memory for searching. */
struct checker {
    struct memory_entry *entry;
    uint64_t size;
    uint64_t used;
    uint32_t turn;
    uint64_t states; /* looked at, ever */
    uint64_t most;   /* of one history */
};

void checker_open(struct checker *checker);
void checker_close(struct checker *checker);

/** Find the slots of the answers' ids. False, with a reason: an answer that
 *  no order can explain. */
bool check_answers(struct history *history, const char **reason);

/** True: there is such an order. */
bool check_order(struct checker *checker, const struct history *history);

/** Leave out what does not matter to a history without such an order: first
 *  what was called after it had become impossible, then each operation that
 *  changed nothing and can go. */
void check_shrink(struct checker *checker, struct history *history);

/** In the order of calling. */
void check_print(const struct history *history);

#endif
