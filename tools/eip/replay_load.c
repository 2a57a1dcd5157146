/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the choice of what comes next in the workload: where, for whom, what. */
#include "replay_turn.h"

/* Out of 100. A little more is allocated than released, so that accounts grow
 * to their quotas and small border groups run dry; then refusals keep the
 * balance. */
static const struct {
    uint32_t weight;
    turn_step step;
} steps[] = {
    {34, turn_allocate},     {31, turn_release},     {12, turn_recover},
    {4, turn_allocate_many}, {4, turn_release_many}, {4, turn_claim},
    {4, turn_release_wrong}, {5, turn_describe},     {2, turn_allocate_dry},
};

/* Half of the time by size, else each border group alike: the large ones make
 * the load, the small ones run dry. */
static uint32_t choose_group(struct worker *worker) {
    const struct ranges *ranges = &worker->world->ranges;

    if (worker_below(worker, 2) == 0)
        return (uint32_t)worker_below(worker, ranges->group_count);
    return ranges_group_of(ranges, worker_below(worker, ranges->addresses));
}

/* Low ranks more often, each doubling of the rank half as often: about as
 * Zipf's law wants, without a table. */
static uint32_t choose_rank(struct worker *worker, uint32_t count) {
    uint32_t limit = 1;

    if (count <= 1)
        return 0;
    while (limit < count && worker_below(worker, 4) != 0)
        limit *= 2;
    return (uint32_t)worker_below(worker, limit < count ? limit : count);
}

static turn_step choose_step(struct worker *worker) {
    uint32_t roll = (uint32_t)worker_below(worker, 100);
    uint32_t i = 0;

    while (roll >= steps[i].weight)
        roll -= steps[i++].weight;
    return steps[i].step;
}

static uint32_t take_turn(struct worker *worker) {
    struct world *world = worker->world;
    struct turn turn = {.worker = worker, .world = world};
    uint32_t rank;
    uint32_t count;

    turn.group = choose_group(worker);
    turn.region = world->ranges.groups[turn.group].region;
    turn.site = &world->sites[turn.region];
    rank =
        choose_rank(worker, world_purses(world, worker->number, turn.region));
    turn.purse = &worker->purses[turn.region][rank];
    turn.is_shared = rank == 0 && world->worker_count > 1;
    turn.caller.size = sizeof(turn.caller);
    turn.caller.account = turn.purse->tenant->account;
    count = choose_step(worker)(&turn);
    return count > 0 ? count : turn_allocate(&turn);
}

void load_job(struct worker *worker) {
    const struct world *world = worker->world;
    uint64_t share = world->options->operations / world->worker_count;
    uint64_t count = 0;

    if (worker->number < world->options->operations % world->worker_count)
        share++;
    while (count < share && !worker->is_out_of_memory &&
           !failure_any(worker->world))
        count += take_turn(worker);
}
