/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Persistent sets (Godefroid, LNCS 1032), by what was learnt.
 *
 * What a thread does next follows from what it knows, and from what it finds in
 * memory. Of all that it was ever seen to know is noted what it was seen to do
 * from there on, in any execution of the scene, as a graph: to what it came next,
 * and so what followed that. A set of threads is enough if no thread out of it may
 * yet do something that depends on what one of these does next. Of a thread that
 * knows what none was seen to, anything is expected.
 *
 * If more is learnt of what was relied on all is searched again (explore.c),
 * until no search has been wrong. That one has missed nothing. For let it have
 * missed something in a state, with all deeper ones searched well: others,
 * without the set, come to the first step that depends on t's next, and what they
 * did before does not. So it can be done after t's, too, and then the thread that
 * would have made the step knows the same, and is about to do the same; that was
 * searched, or something equivalent, in which this thread goes the same way; and
 * so of what it knew in the state the step was learnt. (Whether a step changes its
 * place does not depend on what was done to others.) */
#include "future.h"

#include <stdlib.h>
#include <string.h>

enum { PLACES = 1024, WORDS = PLACES / 64 };

struct future {
    uint64_t key;
    uint64_t uses[WORDS]; /* places, by number */
    uint64_t changes[WORDS];
    uint64_t uses_not[WORDS]; /* what was relied on */
    uint64_t changes_not[WORDS];
    uint32_t before;   /* the first edge from what came before */
    uint8_t marks;     /* of all its steps from there on */
    uint8_t marks_now; /* of the next */
    uint8_t marks_not;
    bool is_known;     /* a step was made */
    bool is_relied_on; /* `marks_now` is all */
    bool is_waiting;
};

struct edge {
    uint32_t from;
    uint32_t next; /* edge to the same, or 0 */
};

static struct future *futures; /* from 1 */
static uint32_t where_count;
static uint32_t where_room;
static uint32_t *table;    /* of those, by key */
static struct edge *edges; /* from 1 */
static uint32_t edge_count;
static uint32_t edge_room;
static uint32_t *waiting; /* of those, whose past is to learn of it */
static uintptr_t places[PLACES * 2];
static uint32_t place_ids[PLACES * 2];
static uint32_t place_count;
static bool was_wrong;

static void *grown(void *old, uint64_t count, size_t size) {
    void *new = realloc(old, count * size);

    if (new == NULL) {
        mc_fail("no memory for what threads may do");
    }
    return new;
}

void future_forget(void) {
    memset(places, 0, sizeof places);
    if (table != NULL) {
        memset(table, 0, (uint64_t)where_room * 2 * sizeof *table);
    }
    where_count = 0;
    edge_count = 0;
    place_count = 0;
    was_wrong = false;
}

static uint64_t mix(uint64_t key) {
    key = (key ^ key >> 32) * UINT64_C(0x9fb21c651e98df25);
    return key ^ key >> 29;
}

static uint32_t *slot_of(uint64_t key) {
    uint32_t mask = where_room * 2 - 1;
    uint32_t at = (uint32_t)(key >> 7) & mask;

    while (table[at] != 0 && futures[table[at]].key != key) {
        at = (at + 1) & mask;
    }
    return &table[at];
}

static void make_room(void) {
    if (where_count + 1 < where_room) {
        return;
    }
    where_room = where_room == 0 ? 1 << 12 : where_room * 2;
    futures = grown(futures, where_room, sizeof *futures);
    waiting = grown(waiting, where_room, sizeof *waiting);
    free(table);
    table = calloc(where_room * UINT64_C(2), sizeof *table);
    if (table == NULL) {
        mc_fail("no memory for what threads may do");
    }
    for (uint32_t i = 1; i <= where_count; i++) {
        *slot_of(futures[i].key) = i;
    }
}

uint32_t future_where(uint32_t thread, uint64_t knows) {
    uint64_t key = mix(knows + thread);
    uint32_t *slot;

    make_room();
    slot = slot_of(key);
    if (*slot == 0) {
        *slot = ++where_count;
        memset(&futures[*slot], 0, sizeof *futures);
        futures[*slot].key = key;
    }
    return *slot;
}

static uint32_t id_of(uintptr_t place) {
    uint32_t at = (uint32_t)(mix(place) % (PLACES * 2));

    while (places[at] != 0 && places[at] != place) {
        at = (at + 1) % (PLACES * 2);
    }
    if (places[at] == 0) {
        if (place_count == PLACES) {
            mc_fail("too many places that threads use");
        }
        places[at] = place;
        place_ids[at] = place_count++;
    }
    return place_ids[at];
}

/* -- learning ------------------------------------------------------------------- */

/* What follows in `next` follows here. Was that new? */
static bool take_over(struct future *here, const struct future *next) {
    uint64_t is_new = next->marks & (uint8_t)~here->marks;
    uint64_t wrong = next->marks & here->marks_not;

    here->marks |= next->marks;
    for (uint32_t i = 0; i < (place_count + 63) / 64; i++) {
        is_new |= (next->uses[i] & ~here->uses[i]) |
                  (next->changes[i] & ~here->changes[i]);
        wrong |= (next->uses[i] & here->uses_not[i]) |
                 (next->changes[i] & here->changes_not[i]);
        here->uses[i] |= next->uses[i];
        here->changes[i] |= next->changes[i];
    }
    was_wrong |= wrong != 0;
    return is_new != 0;
}

/* All from which this was come to learn what is new of it. */
static void tell_before(uint32_t where) {
    uint32_t count = 1;

    waiting[0] = where;
    while (count > 0) {
        uint32_t at = waiting[--count];

        futures[at].is_waiting = false;
        for (uint32_t e = futures[at].before; e != 0; e = edges[e].next) {
            struct future *from = &futures[edges[e].from];

            if (take_over(from, &futures[at]) && !from->is_waiting) {
                from->is_waiting = true;
                waiting[count++] = edges[e].from;
            }
        }
    }
}

static bool is_edge(uint32_t from, uint32_t to) {
    uint32_t e = futures[to].before;

    while (e != 0 && edges[e].from != from) {
        e = edges[e].next;
    }
    return e != 0;
}

static bool add_edge(uint32_t from, uint32_t to) {
    if (is_edge(from, to)) {
        return false;
    }
    if (edge_count + 1 >= edge_room) {
        edge_room = edge_room == 0 ? 1 << 12 : edge_room * 2;
        edges = grown(edges, edge_room, sizeof *edges);
    }
    edges[++edge_count] = (struct edge){from, futures[to].before};
    futures[to].before = edge_count;
    return take_over(&futures[from], &futures[to]);
}

static bool add_step(struct future *future, uint32_t id, bool changes,
                     uint8_t marks) {
    struct future step = {.marks = marks};

    step.uses[id / 64] = UINT64_C(1) << id % 64;
    step.changes[id / 64] = changes ? step.uses[id / 64] : 0;
    was_wrong |= (marks & ~future->marks_now) != 0 && future->is_relied_on;
    future->marks_now |= marks;
    future->is_known = true;
    return take_over(future, &step);
}

void future_learn(uint32_t where, uintptr_t place, bool changes, uint8_t marks,
                  uint32_t next) {
    bool is_new = add_step(&futures[where], id_of(place), changes, marks);

    if (next != 0) {
        is_new |= add_edge(where, next);
    }
    if (is_new) {
        tell_before(where);
    }
}

bool future_was_wrong(void) {
    bool wrong = was_wrong;

    was_wrong = false;
    for (uint32_t i = 1; i <= where_count; i++) {
        struct future *future = &futures[i];

        memset(future->uses_not, 0, sizeof future->uses_not);
        memset(future->changes_not, 0, sizeof future->changes_not);
        future->marks_not = 0;
        future->is_relied_on = false;
    }
    return wrong;
}

/* -- using it -------------------------------------------------------------------- */

/* May `other` yet do what depends on this thread's next step? */
static bool concerns(const struct future_thread *thread,
                     const struct future_thread *other) {
    const struct future *own = &futures[thread->where];
    const struct future *future = &futures[other->where];
    uint32_t id = id_of((uintptr_t)thread->access->place);
    const uint64_t *theirs =
        mc_changes(thread->access) ? future->uses : future->changes;

    return !own->is_known || !future->is_known ||
           (theirs[id / 64] >> id % 64 & 1) != 0 ||
           future_marks_meet(own->marks_now, future->marks);
}

/* With all whom it concerns. */
static uint8_t close_set(const struct future_thread *threads, uint8_t set) {
    uint8_t before;

    do {
        before = set;
        for (uint32_t t = 0; t < MC_THREADS; t++) {
            for (uint32_t u = 0; (set >> t & 1) != 0 && u < MC_THREADS; u++) {
                if ((set >> u & 1) == 0 && threads[u].where != 0 &&
                    concerns(&threads[t], &threads[u])) {
                    set |= (uint8_t)(1u << u);
                }
            }
        }
    } while (set != before);
    return set;
}

/* That `other` may not was relied on. */
static void rely(const struct future_thread *thread,
                 const struct future_thread *other) {
    struct future *own = &futures[thread->where];
    struct future *future = &futures[other->where];
    uint32_t id = id_of((uintptr_t)thread->access->place);
    uint64_t *theirs =
        mc_changes(thread->access) ? future->uses_not : future->changes_not;

    theirs[id / 64] |= UINT64_C(1) << id % 64;
    future->marks_not |= (own->marks_now & BEGINS) != 0 ? ENDS : 0;
    future->marks_not |= (own->marks_now & ENDS) != 0 ? BEGINS : 0;
    own->is_relied_on = true;
}

uint8_t future_enough(const struct future_thread *threads, uint8_t enabled) {
    uint8_t best = UINT8_MAX;
    uint32_t least = (uint32_t)__builtin_popcount(enabled);

    for (uint32_t t = 0; t < MC_THREADS; t++) {
        uint8_t set = (enabled >> t & 1) != 0
                          ? close_set(threads, (uint8_t)(1u << t))
                          : UINT8_MAX;
        uint32_t size = (uint32_t)__builtin_popcount(set & enabled);

        if (size < least) {
            best = set;
            least = size;
        }
    }
    for (uint32_t t = 0; t < MC_THREADS; t++) {
        for (uint32_t u = 0; (best >> t & 1) != 0 && u < MC_THREADS; u++) {
            if ((best >> u & 1) == 0 && threads[u].where != 0) {
                rely(&threads[t], &threads[u]);
            }
        }
    }
    return best & enabled;
}
