/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the reports of replays. */
#include "trace/replay.h"

#include "print.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

enum { POINTS = 5 };

static const double points[POINTS] = {0.5, 0.9, 0.99, 0.999, 0.9999};
static const char *const point_names[POINTS] = {"p50_ns", "p90_ns", "p99_ns",
                                                "p99_9_ns", "p99_99_ns"};

static double per_second(const struct harness_result *result) {
    return (double)result->calls * 1e9 / ((double)result->elapsed_ns + 1);
}

/* -- text ------------------------------------------------------------------ */

static void print_kind(const struct harness_calls *calls, const char *name) {
    int i;

    printf("%-9s %10llu", name,
           (unsigned long long)calls->answers[HARNESS_DONE]);
    printf(" %10llu %10llu %10llu",
           (unsigned long long)calls->answers[HARNESS_NO_CAPACITY],
           (unsigned long long)calls->answers[HARNESS_OVER_QUOTA],
           (unsigned long long)calls->answers[HARNESS_NOT_FOUND]);
    printf(" %9llu %6llu", (unsigned long long)calls->skipped,
           (unsigned long long)calls->answers[HARNESS_WRONG]);
    printf(" %7.0f", histogram_mean(&calls->ns));
    for (i = 0; i < POINTS; i++)
        printf(" %7llu",
               (unsigned long long)histogram_at(&calls->ns, points[i]));
    printf(" %9llu\n", (unsigned long long)calls->ns.most);
}

static bool has_calls(const struct harness_calls *calls) {
    return calls->ns.count > 0 || calls->skipped > 0 ||
           calls->answers[HARNESS_UNSUPPORTED] > 0;
}

static void print_told(const struct harness_result *result) {
    uint64_t told = 0;
    int kind;

    for (kind = 0; kind < TRACE_CALLS; kind++)
        told += result->kinds[kind].told;
    if (told > 0)
        printf("answers: %llu as recorded, %llu otherwise\n",
               (unsigned long long)(told - harness_otherwise(result)),
               (unsigned long long)harness_otherwise(result));
}

void replay_print(const struct replay_about *about,
                  const struct harness_result *result) {
    char rate[PRINT_NUMBER_SIZE];
    int kind;

    printf("# %s: %llu calls in %.3f s, %s, %llu threads, seed %llu\n",
           about->trace, (unsigned long long)result->calls,
           (double)result->elapsed_ns / 1e9,
           print_rate(rate, per_second(result)),
           (unsigned long long)about->options->threads,
           (unsigned long long)about->options->seed);
    printf("# latencies in ns, each with some %llu ns of reading the clock\n",
           (unsigned long long)result->clock_ns);
    printf("%-9s %10s %10s %10s %10s %9s %6s %7s %7s %7s %7s %7s %7s %9s\n",
           "Call", "Done", "No room", "Quota", "Not found", "Skipped", "Wrong",
           "Mean", "50 %", "90 %", "99 %", "99.9 %", "99.99 %", "Most");
    for (kind = 0; kind < TRACE_CALLS; kind++) {
        if (has_calls(&result->kinds[kind]))
            print_kind(&result->kinds[kind], trace_kind_name((uint32_t)kind));
    }
    printf("blocks: %llu added, %llu drained, and with that %llu addresses "
           "moved, %llu not\n",
           (unsigned long long)result->adds, (unsigned long long)result->drains,
           (unsigned long long)result->moved, (unsigned long long)result->lost);
    if (result->before > 0)
        printf("addresses from before the trace: %llu\n",
               (unsigned long long)result->before);
    print_told(result);
    printf("at the end: %llu held, %llu of them twice; audit %s\n",
           (unsigned long long)result->held,
           (unsigned long long)result->doubles,
           result->is_failed ? "FAILED" : "clean");
}

/* -- JSON ------------------------------------------------------------------ */

static void json_kind(struct print_json *json,
                      const struct harness_calls *calls, uint32_t kind) {
    int i;

    json_open(json, NULL, '{');
    json_text(json, "call", trace_kind_name(kind));
    for (i = 0; i < HARNESS_ANSWERS; i++)
        json_number(json, harness_answer_name((uint32_t)i), calls->answers[i]);
    json_number(json, "skipped", calls->skipped);
    json_number(json, "recorded", calls->told);
    json_number(json, "otherwise", calls->otherwise);
    json_real(json, "mean_ns", histogram_mean(&calls->ns));
    json_number(json, "least_ns", calls->ns.least);
    for (i = 0; i < POINTS; i++)
        json_number(json, point_names[i], histogram_at(&calls->ns, points[i]));
    json_number(json, "most_ns", calls->ns.most);
    json_close(json, '{');
}

void replay_print_json(const struct replay_about *about,
                       const struct harness_result *result) {
    struct print_json json = {0, {true}};
    int kind;

    json_open(&json, NULL, '{');
    json_text(&json, "program", about->program);
    json_text(&json, "trace", about->trace);
    json_text(&json, "policy", about->options->policy.name);
    json_number(&json, "threads", about->options->threads);
    json_number(&json, "seed", about->options->seed);
    json_number(&json, "calls", result->calls);
    json_real(&json, "seconds", (double)result->elapsed_ns / 1e9);
    json_real(&json, "calls_per_second", per_second(result));
    json_number(&json, "clock_ns", result->clock_ns);
    json_open(&json, "kinds", '[');
    for (kind = 0; kind < TRACE_CALLS; kind++) {
        if (has_calls(&result->kinds[kind]))
            json_kind(&json, &result->kinds[kind], (uint32_t)kind);
    }
    json_close(&json, '[');
    json_number(&json, "blocks_added", result->adds);
    json_number(&json, "blocks_drained", result->drains);
    json_number(&json, "quotas_set", result->quotas);
    json_number(&json, "moved", result->moved);
    json_number(&json, "lost", result->lost);
    json_number(&json, "before", result->before);
    json_number(&json, "held", result->held);
    json_number(&json, "held_twice", result->doubles);
    json_bool(&json, "audit_is_clean", !result->is_failed);
    json_close(&json, '{');
}

/* -- Google Benchmark ------------------------------------------------------ */

static void benchmark_context(struct print_json *json,
                              const struct replay_about *about) {
    char host[256] = "";
    char date[64] = "";
    time_t now = time(NULL);
    struct tm parts;

    (void)gethostname(host, sizeof(host) - 1);
    if (gmtime_r(&now, &parts))
        (void)strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S+00:00", &parts);
    json_open(json, "context", '{');
    json_text(json, "date", date);
    json_text(json, "host_name", host);
    json_text(json, "executable", about->program);
    json_number(json, "num_cpus", (uint64_t)sysconf(_SC_NPROCESSORS_ONLN));
    json_number(json, "mhz_per_cpu", 0);
    json_bool(json, "cpu_scaling_enabled", false);
    json_open(json, "caches", '[');
    json_close(json, '[');
    json_text(json, "library_build_type", "release");
    json_close(json, '{');
}

/* The file's name without folders and ending. */
static void benchmark_name(char *name, size_t size,
                           const struct replay_about *about, uint32_t kind) {
    const char *slash = strrchr(about->trace, '/');
    const char *base = slash ? slash + 1 : about->trace;
    int length = (int)strcspn(base, ".");

    (void)snprintf(name, size, "%.*s/%s/threads:%llu", length, base,
                   trace_kind_name(kind),
                   (unsigned long long)about->options->threads);
}

static void benchmark_kind(struct print_json *json,
                           const struct replay_about *about,
                           const struct harness_calls *calls, uint32_t kind) {
    char name[512];
    int i;

    benchmark_name(name, sizeof(name), about, kind);
    json_open(json, NULL, '{');
    json_text(json, "name", name);
    json_number(json, "family_index", kind);
    json_number(json, "per_family_instance_index", 0);
    json_text(json, "run_name", name);
    json_text(json, "run_type", "iteration");
    json_number(json, "repetitions", 1);
    json_number(json, "repetition_index", 0);
    json_number(json, "threads", about->options->threads);
    json_number(json, "iterations", calls->ns.count);
    json_real(json, "real_time", histogram_mean(&calls->ns));
    json_real(json, "cpu_time", histogram_mean(&calls->ns));
    json_text(json, "time_unit", "ns");
    for (i = 0; i < POINTS; i++)
        json_number(json, point_names[i], histogram_at(&calls->ns, points[i]));
    json_number(json, "most_ns", calls->ns.most);
    json_close(json, '{');
}

void replay_print_benchmark(const struct replay_about *about,
                            const struct harness_result *result) {
    struct print_json json = {0, {true}};
    int kind;

    json_open(&json, NULL, '{');
    benchmark_context(&json, about);
    json_open(&json, "benchmarks", '[');
    for (kind = 0; kind < TRACE_CALLS; kind++) {
        if (result->kinds[kind].ns.count > 0)
            benchmark_kind(&json, about, &result->kinds[kind], (uint32_t)kind);
    }
    json_close(&json, '[');
    json_close(&json, '{');
}
