/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the questions to the engines about themselves: audits, and their
 * counts against the workers'. */
#include "replay.h"

#include "cli.h"

#include <stdlib.h>
#include <string.h>

struct audit {
    struct world *world;
    const char *region;
};

static int32_t visit(void *context, const eip_audit_finding *finding) {
    const struct audit *audit = context;

    failure_add(audit->world, "audit of %s, invariant %u: %.*s", audit->region,
                finding->invariant, (int)finding->message.size,
                finding->message.data);
    audit->world->findings++;
    return audit->world->findings >= REPLAY_MESSAGES_MAX;
}

static void audit_engine(struct world *world, uint32_t region) {
    const struct range_region *row = &world->ranges.regions[region];
    struct audit audit = {world, row->name};
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    uint64_t held = 0;
    eip_status status;
    uint32_t i;

    for (i = 0; i < row->groups; i++)
        held += world_held(world, row->first_group + i);
    status =
        eip_engine_audit(world->sites[region].engine, visit, &audit, &report);
    world->audits++;
    if (status != EIP_OK)
        failure_add(world, "%s: the audit answered %s", row->name,
                    eip_status_name(status));
    else if (report.findings == 0 && report.held != held)
        failure_add(world, "%s: the audit saw %llu addresses held, not %llu",
                    row->name, (unsigned long long)report.held,
                    (unsigned long long)held);
}

/* -- counts of addresses --------------------------------------------------- */

static void compare(struct world *world, uint32_t group, const char *what,
                    uint64_t engine, uint64_t ours) {
    if (engine != ours)
        failure_add(world, "%s: the engine counts %llu %s, not %llu",
                    world->ranges.groups[group].name,
                    (unsigned long long)engine, what, (unsigned long long)ours);
}

static void check_row(struct world *world, uint32_t group,
                      const eip_space_stats *row) {
    const struct range_group *ours = &world->ranges.groups[group];
    uint64_t held = world_held(world, group);

    compare(world, group, "addresses", row->capacity, ours->addresses);
    compare(world, group, "blocks", row->cidrs, ours->cidrs);
    compare(world, group, "held", row->held, held);
    compare(world, group, "free or cooling", row->free + row->cooling,
            ours->addresses - held);
    compare(world, group, "draining, withdrawn or retired",
            row->draining + row->withdrawn + row->retired, 0);
    if (row->pool_kind != EIP_POOL_AMAZON || row->pool_id != 0)
        failure_add(world, "%s: a pool that was not made", ours->name);
}

static bool is_named(eip_text text, const char *name) {
    return text.size == strlen(name) && memcmp(text.data, name, text.size) == 0;
}

/* Every border group of a Region has one row, and no other row is there. */
static void check_spaces(struct world *world, uint32_t region) {
    const struct range_region *ours = &world->ranges.regions[region];
    eip_space_stats *rows = calloc(ours->groups, sizeof(*rows));
    uint32_t count = 0;
    eip_status status;
    uint32_t i;
    uint32_t j;

    if (!rows) {
        failure_add(world, "out of memory");
        return;
    }
    status = eip_engine_space_stats(world->sites[region].engine, rows,
                                    ours->groups, &count);
    if (status != EIP_OK || count != ours->groups)
        failure_add(world, "%s: %s with %u spaces instead of %u", ours->name,
                    eip_status_name(status), count, ours->groups);
    for (i = 0; status == EIP_OK && i < ours->groups; i++) {
        uint32_t group = ours->first_group + i;

        for (j = 0; j < count && j < ours->groups; j++) {
            if (is_named(rows[j].network_border_group,
                         world->ranges.groups[group].name))
                break;
        }
        if (j < count && j < ours->groups)
            check_row(world, group, &rows[j]);
        else
            failure_add(world, "%s has no space in its engine",
                        world->ranges.groups[group].name);
    }
    free(rows);
}

void check_engines(struct world *world, const char *phase) {
    double began = crew_now();
    uint32_t region;

    for (region = 0; region < world->ranges.region_count; region++) {
        audit_engine(world, region);
        check_spaces(world, region);
    }
    crew_note(world, phase, crew_now() - began, world->ranges.addresses);
}

/* -- counts of calls ------------------------------------------------------- */

static void add(eip_engine_stats *sum, const eip_engine_stats *one) {
    sum->allocated += one->allocated;
    sum->recovered += one->recovered;
    sum->named += one->named;
    sum->released += one->released;
    sum->described += one->described;
    sum->allocate_failed_quota += one->allocate_failed_quota;
    sum->allocate_failed_capacity += one->allocate_failed_capacity;
    sum->allocate_failed_not_found += one->allocate_failed_not_found;
    sum->allocate_failed_other += one->allocate_failed_other;
    sum->release_failed_not_found += one->release_failed_not_found;
    sum->release_failed_other += one->release_failed_other;
    sum->dry_runs += one->dry_runs;
}

/* What the engines' counts must be by the workers' answers. */
static eip_engine_stats expected(const struct replay_totals *totals) {
    eip_engine_stats sum = EIP_ENGINE_STATS_INIT;
    uint32_t op;

    for (op = 0; op < OP_RELEASE; op++) {
        const uint64_t *row = totals->counts[op];

        sum.allocate_failed_quota += row[REPLAY_ERR_ADDRESS_LIMIT_EXCEEDED];
        sum.allocate_failed_capacity +=
            row[REPLAY_ERR_INSUFFICIENT_ADDRESS_CAPACITY];
        sum.allocate_failed_not_found += row[REPLAY_ERR_ADDRESS_NOT_FOUND];
        sum.allocate_failed_other += row[REPLAY_ERR_ADDRESS_MALFORMED];
    }
    for (op = 0; op < OP_COUNT; op++)
        sum.dry_runs += totals->counts[op][REPLAY_ERR_DRY_RUN];
    sum.allocated = totals->allocated;
    sum.recovered = totals->recovered;
    sum.released = totals->released;
    sum.described = totals->counts[OP_DESCRIBE][REPLAY_OK];
    sum.release_failed_not_found =
        totals->counts[OP_RELEASE_WRONG][REPLAY_ERR_ALLOCATION_ID_NOT_FOUND] +
        totals->counts[OP_RELEASE_WRONG][REPLAY_ERR_ADDRESS_NOT_FOUND];
    return sum;
}

static void compare_calls(struct world *world, const char *what,
                          uint64_t engines, uint64_t ours) {
    if (engines != ours)
        failure_add(world, "the engines count %llu %s, not %llu",
                    (unsigned long long)engines, what,
                    (unsigned long long)ours);
}

void check_calls(struct world *world) {
    eip_engine_stats sum = EIP_ENGINE_STATS_INIT;
    struct replay_totals totals;
    eip_engine_stats ours;
    uint32_t region;

    for (region = 0; region < world->ranges.region_count; region++) {
        eip_engine_stats one = EIP_ENGINE_STATS_INIT;

        if (eip_engine_stats_read(world->sites[region].engine, &one) != EIP_OK)
            failure_add(world, "an engine does not count");
        add(&sum, &one);
    }
    report_totals(world, &totals);
    ours = expected(&totals);
    compare_calls(world, "allocations", sum.allocated, ours.allocated);
    compare_calls(world, "recoveries", sum.recovered, ours.recovered);
    compare_calls(world, "named allocations", sum.named, ours.named);
    compare_calls(world, "releases", sum.released, ours.released);
    compare_calls(world, "descriptions", sum.described, ours.described);
    compare_calls(world, "refusals for quota", sum.allocate_failed_quota,
                  ours.allocate_failed_quota);
    compare_calls(world, "refusals for capacity", sum.allocate_failed_capacity,
                  ours.allocate_failed_capacity);
    compare_calls(world, "allocations not found", sum.allocate_failed_not_found,
                  ours.allocate_failed_not_found);
    compare_calls(world, "other refusals", sum.allocate_failed_other,
                  ours.allocate_failed_other);
    compare_calls(world, "releases refused",
                  sum.release_failed_not_found + sum.release_failed_other,
                  ours.release_failed_not_found);
    compare_calls(world, "dry runs", sum.dry_runs, ours.dry_runs);
}
