/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the report for machines: one document, members always in this order. */
#include "replay.h"

#include "print.h"

#include <stdio.h>

static void write_list(struct print_json *json, const char *name,
                       const struct ranges_list *list) {
    uint32_t i;

    json_open(json, name, '[');
    for (i = 0; i < list->count; i++)
        json_text(json, NULL, list->items[i]);
    json_close(json, '[');
}

static void write_input(struct print_json *json, const struct world *world) {
    const struct ranges *ranges = &world->ranges;

    json_open(json, "input", '{');
    json_text(json, "ranges", world->ranges_name);
    write_list(json, "services", &world->options->selection.services);
    write_list(json, "region_patterns", &world->options->selection.regions);
    json_number(json, "prefixes", ranges->prefixes);
    json_number(json, "prefixes_selected", ranges->selected);
    json_number(json, "prefixes_duplicate", ranges->duplicates);
    json_number(json, "prefixes_folded", ranges->folded);
    json_number(json, "regions", ranges->region_count);
    json_number(json, "border_groups", ranges->group_count);
    json_number(json, "cidrs", ranges->cidr_count);
    json_number(json, "addresses", ranges->addresses);
    json_close(json, '{');
}

static void write_options(struct print_json *json, const struct world *world) {
    const struct replay_options *options = world->options;

    json_open(json, "options", '{');
    json_number(json, "threads", options->threads);
    json_number(json, "operations", options->operations);
    json_number(json, "accounts", world->tenant_total);
    json_number(json, "seed", options->seed);
    json_number(json, "quota", options->quota);
    json_number(json, "cooldown_ms", options->cooldown_ms);
    json_number(json, "tagged_percent", options->tagged_percent);
    json_bool(json, "fill", options->is_filling);
    json_bool(json, "spoil", options->is_spoilt);
    json_close(json, '{');
}

static void write_phases(struct print_json *json, const struct world *world) {
    uint32_t i;

    json_open(json, "phases", '[');
    for (i = 0; i < world->phase_count; i++) {
        const struct phase *phase = &world->phases[i];

        json_open(json, NULL, '{');
        json_text(json, "phase", phase->name);
        json_real(json, "seconds", phase->seconds);
        json_number(json, "operations", phase->operations);
        json_real(json, "operations_per_second",
                  phase->seconds > 0
                      ? (double)phase->operations / phase->seconds
                      : 0);
        json_number(json, "resident_bytes", phase->rss_bytes);
        json_close(json, '{');
    }
    json_close(json, '[');
}

static void write_operations(struct print_json *json,
                             const struct replay_totals *totals) {
    uint32_t op;
    uint32_t status;

    json_open(json, "operations", '[');
    for (op = 0; op < OP_COUNT; op++) {
        for (status = 0; status < REPLAY_STATUSES; status++) {
            if (totals->counts[op][status] == 0)
                continue;
            json_open(json, NULL, '{');
            json_text(json, "operation", replay_op_name((enum replay_op)op));
            json_text(json, "status",
                      eip_status_name(replay_status_value(status)));
            json_text(json, "code",
                      eip_status_code(replay_status_value(status)));
            json_number(json, "count", totals->counts[op][status]);
            json_close(json, '{');
        }
    }
    json_close(json, '[');
}

static void write_group(struct print_json *json, const struct world *world,
                        uint32_t group) {
    const struct range_group *row = &world->ranges.groups[group];
    struct group_count sum = report_group(world, group);

    json_open(json, NULL, '{');
    json_text(json, "region", world->ranges.regions[row->region].name);
    json_text(json, "border_group", row->name);
    json_text(json, "kind", ranges_kind_name(row->kind));
    json_number(json, "cidrs", row->cidrs);
    json_number(json, "addresses", row->addresses);
    json_number(json, "held_after_workload", world->held_loaded[group]);
    json_number(json, "held_after_fill", world->held_filled[group]);
    json_number(json, "held_at_end", sum.allocated - sum.released);
    json_number(json, "allocated", sum.allocated);
    json_number(json, "recovered", sum.recovered);
    json_number(json, "released", sum.released);
    json_number(json, "found_full", sum.refused);
    json_close(json, '{');
}

static void write_totals(struct print_json *json, const struct world *world,
                         const struct replay_totals *totals) {
    json_open(json, "totals", '{');
    json_number(json, "allocated", totals->allocated);
    json_number(json, "recovered", totals->recovered);
    json_number(json, "released", totals->released);
    json_number(json, "found_full", totals->refused);
    json_number(json, "held_at_peak", totals->held_most);
    json_number(json, "held_at_end", totals->held);
    json_number(json, "resident_bytes_before", world->rss_before_bytes);
    json_number(json, "resident_bytes_provisioned",
                world->rss_provisioned_bytes);
    json_real(json, "seconds", totals->seconds);
    json_close(json, '{');
}

static void write_verdict(struct print_json *json, const struct world *world,
                          const struct replay_totals *totals) {
    const struct failures *failures = &world->failures;
    char digest[24];
    uint64_t i;

    (void)snprintf(digest, sizeof(digest), "%016llx",
                   (unsigned long long)totals->digest);
    json_number(json, "audits", world->audits);
    json_number(json, "audit_findings", world->findings);
    json_number(json, "failures", failures->count);
    json_open(json, "failure_messages", '[');
    for (i = 0; i < failures->count && i < REPLAY_MESSAGES_MAX; i++)
        json_text(json, NULL, failures->messages[i]);
    json_close(json, '[');
    json_text(json, "digest", digest);
    json_text(json, "verdict", failures->count ? "failed" : "passed");
}

void report_json(const struct world *world) {
    struct print_json json = {0, {true}};
    struct replay_totals totals;
    uint32_t i;

    report_totals(world, &totals);
    json_open(&json, NULL, '{');
    json_text(&json, "program", "eip replay");
    json_text(&json, "version", eip_version_text());
    write_input(&json, world);
    write_options(&json, world);
    write_phases(&json, world);
    write_operations(&json, &totals);
    json_open(&json, "border_groups", '[');
    for (i = 0; i < world->ranges.group_count; i++)
        write_group(&json, world, i);
    json_close(&json, '[');
    write_totals(&json, world, &totals);
    write_verdict(&json, world, &totals);
    json_close(&json, '{');
}
