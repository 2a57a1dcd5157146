/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the sums over all workers that the reports and checks use. */
#include "replay.h"

#include <string.h>

uint64_t world_held(const struct world *world, uint32_t group) {
    struct group_count sum = report_group(world, group);

    return sum.allocated - sum.released;
}

struct group_count report_group(const struct world *world, uint32_t group) {
    struct group_count sum;
    uint32_t i;

    memset(&sum, 0, sizeof(sum));
    for (i = 0; i < world->worker_count; i++) {
        const struct group_count *count = &world->workers[i].groups[group];

        sum.allocated += count->allocated;
        sum.recovered += count->recovered;
        sum.released += count->released;
        sum.refused += count->refused;
    }
    return sum;
}

static void add_worker(struct replay_totals *totals,
                       const struct worker *worker) {
    uint32_t op;
    uint32_t status;

    for (op = 0; op < OP_COUNT; op++) {
        for (status = 0; status < REPLAY_STATUSES; status++)
            totals->counts[op][status] += worker->counts[op][status];
    }
    totals->digest = dice_mix(totals->digest ^ worker->digest);
}

static void add_group(struct replay_totals *totals, const struct world *world,
                      uint32_t group) {
    struct group_count sum = report_group(world, group);
    uint64_t loaded = world->held_loaded[group];
    uint64_t filled = world->held_filled[group];

    totals->allocated += sum.allocated;
    totals->recovered += sum.recovered;
    totals->released += sum.released;
    totals->refused += sum.refused;
    totals->held += sum.allocated - sum.released;
    totals->held_most += loaded > filled ? loaded : filled;
    totals->digest = dice_mix(totals->digest ^ sum.allocated) ^ sum.released;
}

void report_totals(const struct world *world, struct replay_totals *totals) {
    uint32_t i;

    memset(totals, 0, sizeof(*totals));
    for (i = 0; i < world->worker_count; i++)
        add_worker(totals, &world->workers[i]);
    for (i = 0; i < world->ranges.group_count; i++)
        add_group(totals, world, i);
    for (i = 0; i < world->phase_count; i++)
        totals->seconds += world->phases[i].seconds;
}
