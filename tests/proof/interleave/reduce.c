/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Which steps depend on which.
 *
 * MC_ALL is dynamic partial order reduction with source sets and sleep sets
 * (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014). Two steps depend on each
 * other if they are of the same place and one of them changes it: a compare-
 * and-swap that fails, or a bit set that was set, is a read. Each class of
 * executions that differ only by swapping neighbours that do not depend is
 * run once; a step that would only repeat one is cut (`sleep`). */
#include "arena.h"
#include "steps.h"

#include <stdio.h>
#include <string.h>

enum { TABLE = 1 << 13 };

/* What was done to a place. */
struct history {
    uint32_t execution;
    uintptr_t place;
    uint32_t read[MC_THREADS];  /* depth + 1 of the last, or 0 */
    uint32_t write[MC_THREADS]; /* likewise, that changed it */
    struct mc_clock reads;
    struct mc_clock writes;
};

static struct history table[TABLE];
static uint32_t execution;
static struct mc_clock clocks[MC_THREADS];

void reduce_start(void) {
    execution++;
    memset(clocks, 0, sizeof clocks);
}

void steps_print(bool all) {
    static const char *const kinds[] = {"load", "store", "swap",   "add",
                                        "sub",  "and",   "or",     "xor",
                                        "cas",  "lock",  "unlock", "barrier"};
    extern const char __executable_start[];

    for (uint32_t i = 0; i < depth; i++) {
        const struct step *s = &steps[i];

        if (s->thread == STOP) {
            (void)printf("  %4u: stops\n", i);
            continue;
        }
        if (!all && (i == 0 || steps[i - 1].thread == s->thread) &&
            i + 1 < depth) {
            continue;
        }
        (void)printf(
            "  %4u: thread %u (its %u) %-6s +%-8lx %llx -> %llx "
            "at 0x%lx\n",
            i, s->thread, s->own, kinds[s->kind],
            (unsigned long)(s->place - (uintptr_t)arena_base),
            (unsigned long long)s->was, (unsigned long long)s->is,
            (unsigned long)((const char *)s->from - __executable_start));
    }
}

static struct history *history_of(uintptr_t place) {
    uint32_t at = (uint32_t)(place * UINT64_C(0x9e3779b97f4a7c15) >> 51);

    while (table[at].execution == execution && table[at].place != place) {
        at = (at + 1) % TABLE;
    }
    if (table[at].execution != execution) {
        memset(&table[at], 0, sizeof table[at]);
        table[at].execution = execution;
        table[at].place = place;
    }
    return &table[at];
}

/* The threads whose first step of those after `e` that need not come after it,
 * and of the present one, could be the first of all these. */
static uint8_t initials(uint32_t e, const struct step *present) {
    const struct step *first[MC_THREADS] = {NULL};
    const struct step *racing = &steps[e];
    uint8_t found = 0;

    for (uint32_t i = e + 1; i < depth; i++) {
        const struct step *s = &steps[i];

        if (first[s->thread] == NULL &&
            s->clock.at[racing->thread] < racing->own) {
            first[s->thread] = s;
        }
    }
    if (first[present->thread] == NULL) {
        first[present->thread] = present;
    }
    for (uint32_t t = 0; t < MC_THREADS; t++) {
        bool is = first[t] != NULL;

        for (uint32_t u = 0; is && u < MC_THREADS; u++) {
            is = u == t || first[u] == NULL ||
                 first[t]->clock.at[u] < first[u]->own;
        }
        found |= (uint8_t)(is << t);
    }
    return found;
}

static void add_race(uint32_t e, const struct step *present) {
    uint8_t could = initials(e, present) & steps[e].enabled;
    uint8_t mine = (uint8_t)(1u << present->thread);

    if (could == 0) {
        could = steps[e].enabled;
        steps[e].backtrack |= could;
    } else if ((could & steps[e].backtrack) == 0) {
        steps[e].backtrack |=
            (could & mine) != 0 ? mine : (uint8_t)(could & -(unsigned)could);
    }
}

/* The last steps of the others that this one depends on, and that nothing in
 * between puts before it: they could be the other way round. */
static void find_races(const struct history *history, struct step *present) {
    uint32_t last[MC_THREADS];

    for (uint32_t q = 0; q < MC_THREADS; q++) {
        last[q] = history->write[q];
        if (present->changes && history->read[q] > last[q]) {
            last[q] = history->read[q];
        }
        if (q == present->thread || last[q] == 0 ||
            clocks[present->thread].at[q] >= steps[last[q] - 1].own) {
            last[q] = 0;
        }
    }
    for (uint32_t q = 0; q < MC_THREADS; q++) {
        bool adjacent = last[q] != 0;

        for (uint32_t r = 0; adjacent && r < MC_THREADS; r++) {
            adjacent = r == q || last[r] == 0 ||
                       steps[last[r] - 1].clock.at[q] < steps[last[q] - 1].own;
        }
        if (adjacent) {
            add_race(last[q] - 1, present);
        }
    }
}

/* A mutex's unlocking is before its next locking, and no race: the two cannot
 * be the other way round, but two lockings can. */
void reduce_record(struct step *step, bool known) {
    struct history *history = history_of(step->place);
    struct mc_clock clock = clocks[step->thread];

    clock.at[step->thread] = step->own;
    mc_join(&clock, &history->writes);
    if (step->changes) {
        mc_join(&clock, &history->reads);
    }
    step->clock = clock;
    if (!known && step->kind != MC_UNLOCK) {
        find_races(history, step);
    }
    clocks[step->thread] = clock;
    if (step->changes) {
        mc_join(&history->writes, &clock);
        if (step->kind != MC_UNLOCK) {
            history->write[step->thread] = depth + 1;
        }
    } else {
        mc_join(&history->reads, &clock);
        history->read[step->thread] = depth + 1;
    }
}
