/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The search of Wing and Gong, with Lowe's memory of (what has taken effect,
 * state); as linear/check.c, whose state has no room for facts. */
#include "facts.h"

#include <stdio.h>
#include <string.h>

enum { SEEN = 1 << 14 };

struct node {
    struct instant instant;
    uint8_t done[ROWS];
    uint8_t steps[ROWS]; /* of the call under way */
};

struct search {
    const struct story *story;
    uint64_t states;
    uint32_t used;
    struct node seen[SEEN];
};

static uint64_t hash_of(const struct node *node) {
    const unsigned char *bytes = (const unsigned char *)node;
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < sizeof *node; i++) {
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    }
    return hash ^ hash >> 29;
}

static bool is_none(const struct node *node) {
    static const struct node none;

    return memcmp(node, &none, sizeof none) == 0;
}

/* False: it was here before, in vain. What does not fit is looked at again. */
static bool is_new(struct search *search, const struct node *node) {
    uint64_t at = hash_of(node) % SEEN;

    search->states++;
    while (!is_none(&search->seen[at])) {
        if (memcmp(&search->seen[at], node, sizeof *node) == 0) {
            return false;
        }
        at = (at + 1) % SEEN;
    }
    if (search->used < SEEN / 2) {
        search->used++;
        search->seen[at] = *node;
    }
    return true;
}

static const struct call *next_of(const struct story *story,
                                  const struct node *node, uint32_t row) {
    return node->done[row] < story->calls[row]
               ? &story->call[row][node->done[row]]
               : NULL;
}

/* Addresses that a release has let go, and does not rest yet. */
static uint32_t busy_of(const struct story *story, const struct node *node) {
    uint32_t busy = 0;

    for (uint32_t i = 0; i < ROWS; i++) {
        const struct call *call = next_of(story, node, i);

        if (call != NULL && call->deed == GIVE && node->steps[i] != 0) {
            busy |= UINT32_C(1) << call->place;
        }
    }
    return busy;
}

static bool visit(struct search *search, const struct node *node);

static bool advance(struct search *search, const struct node *node,
                    uint32_t row, const struct call *call) {
    struct node next = *node;

    if (!facts_step(search->story, &next.instant, call, node->steps[row],
                    busy_of(search->story, node))) {
        return false;
    }
    if (++next.steps[row] == facts_steps(call)) {
        next.steps[row] = 0;
        next.done[row]++;
    }
    return visit(search, &next);
}

static bool visit(struct search *search, const struct node *node) {
    uint32_t first = UINT32_MAX;

    for (uint32_t i = 0; i < ROWS; i++) {
        const struct call *call = next_of(search->story, node, i);

        if (call != NULL && call->returned < first) {
            first = call->returned;
        }
    }
    if (first == UINT32_MAX) {
        return true;
    }
    if (!is_new(search, node)) {
        return false;
    }
    for (uint32_t i = 0; i < ROWS; i++) {
        const struct call *call = next_of(search->story, node, i);

        if (call != NULL && call->called < first &&
            advance(search, node, i, call)) {
            return true;
        }
    }
    return false;
}

bool facts_check(const struct story *story, uint64_t *states) {
    static struct search search;
    struct node node;
    bool is_good;

    memset(&search, 0, sizeof search);
    memset(&node, 0, sizeof node);
    search.story = story;
    node.instant = story->start;
    is_good = visit(&search, &node);
    *states += search.states;
    return is_good;
}

/* -- telling ------------------------------------------------------------------- */

static void print_call(const struct story *story, uint32_t row,
                       const struct call *call) {
    static const char *const deeds[DEEDS] = {
        "allocate", "release",   "offer", "withdraw", "accept",   "set",
        "reset",    "associate", "part",  "describe", "show ptr", "usage"};

    (void)printf("  %3u to %3u  thread %u  account %u: %s", call->called,
                 call->returned, row, call->who, deeds[call->deed]);
    (void)printf(" #%u .%u target %u name %u%s -> %s #%u",
                 call->deed == PART ? facts_joined(story, call->id)
                                    : facts_number(story, call->id),
                 call->place, call->target, call->name,
                 call->keeps ? " (keeps)" : "", eip_status_name(call->status),
                 call->deed == JOIN ? facts_joined(story, call->got)
                                    : facts_number(story, call->got));
    for (uint32_t i = 0; i < call->count && i < PLACES; i++) {
        const struct shown *shown = &call->shown[i];

        (void)printf(" .%u#%u(%u at %u, %u)", shown->place,
                     facts_number(story, shown->id),
                     facts_joined(story, shown->association), shown->target,
                     shown->name);
    }
    (void)printf(call->deed == COUNT ? " %u\n" : "\n", call->number);
}

void facts_print(const struct story *story) {
    uint8_t next[ROWS] = {0};

    for (uint32_t i = 0; i < story->places; i++) {
        const struct spot *spot = &story->start.spot[i];

        (void)printf("  .%u: account %u, #%u\n", i, spot->holder, spot->id);
    }
    (void)printf("  quotas %u, %u\n", story->quota[0], story->quota[1]);
    for (;;) {
        uint32_t row = ROWS;

        for (uint32_t i = 0; i < ROWS; i++) {
            if (next[i] < story->calls[i] &&
                (row == ROWS || story->call[i][next[i]].called <
                                    story->call[row][next[row]].called)) {
                row = i;
            }
        }
        if (row == ROWS) {
            return;
        }
        print_call(story, row, &story->call[row][next[row]++]);
    }
}
