/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "metrics.h"
#include "fault.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static uint32_t row_of(const struct shape_operation *operation) {
    return operation != NULL ? (uint32_t)(operation - shape_operations)
                             : METRICS_OPERATIONS - 1;
}

static const char *name_of(uint32_t row) {
    return row < shape_operation_count ? shape_operations[row].name : "other";
}

static uint64_t add(_Atomic uint64_t *counter, uint64_t more) {
    /* Statistics only: nothing follows from what is read. */
    return atomic_fetch_add_explicit(counter, more, memory_order_relaxed);
}

static uint64_t bound_us(uint32_t bucket) {
    return UINT64_C(1) << (2 * bucket);
}

void metrics_count(struct metrics *metrics,
                   const struct shape_operation *operation, uint32_t outcome,
                   uint64_t nanoseconds) {
    uint32_t row = row_of(operation);
    uint32_t bucket = 0;

    while (bucket < METRICS_BUCKETS - 1 &&
           nanoseconds > bound_us(bucket) * 1000)
        bucket++;
    (void)add(&metrics->results[row][outcome], 1);
    (void)add(&metrics->buckets[row][bucket], 1);
    (void)add(&metrics->nanoseconds[row], nanoseconds);
}

/** Outcomes that have one code are one series. */
static uint64_t results_of(struct metrics *metrics, uint32_t row,
                           uint32_t outcome) {
    const char *code = fault_outcome_code(outcome);
    uint64_t sum = 0;

    for (uint32_t i = 0; i < outcome; i++)
        if (strcmp(fault_outcome_code(i), code) == 0)
            return 0;
    for (uint32_t i = outcome; i < fault_outcomes(); i++)
        if (strcmp(fault_outcome_code(i), code) == 0)
            sum += add(&metrics->results[row][i], 0);
    return sum;
}

static void write_results(struct metrics *metrics, struct xml *text) {
    xml_string(text,
               "# HELP eipd_requests_total Requests answered, by the code of "
               "the answer.\n# TYPE eipd_requests_total counter\n");
    for (uint32_t row = 0; row < METRICS_OPERATIONS; row++)
        for (uint32_t i = 0; i < fault_outcomes(); i++) {
            uint64_t sum = results_of(metrics, row, i);

            if (sum > 0)
                xml_format(text,
                           "eipd_requests_total{operation=\"%s\",code=\"%s\"} "
                           "%" PRIu64 "\n",
                           name_of(row), i == 0 ? "OK" : fault_outcome_code(i),
                           sum);
        }
    xml_format(text,
               "# HELP eipd_repeated_total Answers given again to a repeated "
               "request.\n# TYPE eipd_repeated_total counter\n"
               "eipd_repeated_total %" PRIu64 "\n",
               add(&metrics->repeated, 0));
}

static void write_latency(struct metrics *metrics, struct xml *text,
                          uint32_t row) {
    static const char series[] = "eipd_request_duration_seconds";
    uint64_t sum = 0;

    for (uint32_t i = 0; i < METRICS_BUCKETS; i++) {
        sum += add(&metrics->buckets[row][i], 0);
        if (i < METRICS_BUCKETS - 1)
            xml_format(text,
                       "%s_bucket{operation=\"%s\",le=\"%" PRIu64
                       "e-06\"} %" PRIu64 "\n",
                       series, name_of(row), bound_us(i), sum);
        else
            xml_format(text,
                       "%s_bucket{operation=\"%s\",le=\"+Inf\"} %" PRIu64 "\n",
                       series, name_of(row), sum);
    }
    xml_format(text,
               "%s_sum{operation=\"%s\"} %.9f\n%s_count{operation=\"%s\"} "
               "%" PRIu64 "\n",
               series, name_of(row),
               (double)add(&metrics->nanoseconds[row], 0) / 1e9, series,
               name_of(row), sum);
}

static void write_latencies(struct metrics *metrics, struct xml *text) {
    xml_string(text, "# HELP eipd_request_duration_seconds Time to make an "
                     "answer's first piece.\n"
                     "# TYPE eipd_request_duration_seconds histogram\n");
    for (uint32_t row = 0; row < METRICS_OPERATIONS; row++) {
        uint64_t any = 0;

        for (uint32_t i = 0; i < METRICS_BUCKETS; i++)
            any += add(&metrics->buckets[row][i], 0);
        if (any > 0)
            write_latency(metrics, text, row);
    }
}

static void write_space(struct xml *text, const eip_space_stats *space) {
    const struct {
        const char *state;
        uint64_t addresses;
    } states[] = {{"held", space->held},
                  {"free", space->free},
                  {"cooling", space->cooling},
                  {"withdrawn", space->withdrawn},
                  {"retired", space->retired}};
    char pool[EIP_POOL_ID_TEXT_SIZE];

    (void)eip_pool_id_format(
        (eip_pool_ref){space->pool_id, space->pool_kind, 0}, pool);
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        xml_format(text,
                   "eipd_pool_addresses{pool=\"%s\",border_group=\"%.*s\","
                   "state=\"%s\"} %" PRIu64 "\n",
                   pool, (int)space->network_border_group.size,
                   space->network_border_group.data, states[i].state,
                   states[i].addresses);
}

static void write_spaces(eip_engine *engine, struct xml *text) {
    uint32_t count = 0;
    uint32_t room;
    eip_space_stats *rows;

    (void)!eip_engine_space_stats(engine, NULL, 0, &count);
    room = count + 16; /* some may come meanwhile */
    rows = calloc(room, sizeof *rows);
    xml_string(text, "# HELP eipd_pool_addresses Addresses of a pool, by "
                     "state.\n# TYPE eipd_pool_addresses gauge\n");
    if (rows != NULL &&
        eip_engine_space_stats(engine, rows, room, &count) == EIP_OK)
        for (uint32_t i = 0; i < count && i < room; i++)
            write_space(text, &rows[i]);
    free(rows);
}

void metrics_write(struct metrics *metrics, eip_engine *engine,
                   struct xml *text) {
    eip_engine_stats stats = {.size = sizeof stats};

    write_results(metrics, text);
    write_latencies(metrics, text);
    write_spaces(engine, text);
    if (eip_engine_stats_read(engine, &stats) == EIP_OK)
        xml_format(text,
                   "# HELP eipd_accounts Accounts that the engine knows.\n"
                   "# TYPE eipd_accounts gauge\neipd_accounts %" PRIu64 "\n",
                   stats.accounts);
}
