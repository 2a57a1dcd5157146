/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the heap of events. */
#include "plan/events.h"

#include "plan/grow.h"

#include <stdlib.h>

static bool is_before(const struct event *a, const struct event *b) {
    return a->at_ms < b->at_ms || (a->at_ms == b->at_ms && a->order < b->order);
}

bool events_add(struct events *events, struct event event) {
    size_t at = events->count;

    if (!grow_room(&events->items, events->count, &events->room,
                   sizeof(*events->items)))
        return false;
    event.order = events->added++;
    events->count++;
    while (at > 0 && is_before(&event, &events->items[(at - 1) / 2])) {
        events->items[at] = events->items[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    events->items[at] = event;
    return true;
}

struct event events_take(struct events *events) {
    struct event *items = events->items;
    struct event first = items[0];
    struct event last = items[--events->count];
    size_t at = 0;

    for (;;) {
        size_t next = 2 * at + 1;

        if (next + 1 < events->count &&
            is_before(&items[next + 1], &items[next]))
            next++;
        if (next >= events->count || !is_before(&items[next], &last))
            break;
        items[at] = items[next];
        at = next;
    }
    items[at] = last;
    return first;
}

void events_free(struct events *events) {
    free(events->items);
}
