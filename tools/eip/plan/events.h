/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file events.h  What is going to happen, the earliest first. */
#ifndef EIP_TOOL_EVENTS_H
#define EIP_TOOL_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event {
    uint64_t at_ms;
    uint64_t order; /* of those at one time, as they were added */
    uint32_t place;
    uint32_t account;
    uint32_t kind; /* the user's */
    uint32_t value;
};

/** A binary heap. All zero is an empty one. */
struct events {
    struct event *items;
    size_t count, room;
    uint64_t added;
};

/** False after a message: no memory. `order` is set here. */
bool events_add(struct events *events, struct event event);
/** Take the earliest out; there is one. */
struct event events_take(struct events *events);
void events_free(struct events *events);

#endif
