/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* One thread, of every subject, over sizes and fills, against R4: `pair`
 * allocates and releases at once; `churn` releases a random held address and
 * allocates any; `empty` is refused; `latency` is a pair, each by itself;
 * `quota` is what accounts with an exact quota add to a space. */
#include "fixture.h"

namespace {

using bench::Fill;
using bench::Fixture;

constexpr uint64_t TIMES = 256;
constexpr uint32_t SIZES[] = {16, 20, 24};

void run_pair(benchmark::State &state, Fixture &fixture) {
    bench::against(
        state, TIMES, [&](uint64_t n) { bench::pairs(fixture, 0, n); },
        bench::r4);
}

void run_churn(benchmark::State &state, Fixture &fixture) {
    bench::Random random(1);

    bench::against(
        state, TIMES,
        [&](uint64_t n) {
            bench::churn(fixture, 0, random, 0, fixture.held().size(), n);
        },
        bench::r4);
}

void run_empty(benchmark::State &state, Fixture &fixture) {
    uint64_t handle;
    uint64_t found = 0;

    bench::against(
        state, TIMES,
        [&](uint64_t n) {
            for (uint64_t i = 0; i < n; i++) {
                found += fixture.subject().take(fixture.set(), 0, &handle);
            }
        },
        bench::r4);
    if (found != 0) {
        state.SkipWithError("a full set gave something");
    }
}

void run_latency(benchmark::State &state, Fixture &fixture) {
    bench::latencies(state, TIMES,
                     [&](uint64_t) { bench::pairs(fixture, 0, 1); });
}

void run_quota(benchmark::State &state, Fixture &space) {
    Fixture ledger(Fill{&subject_ledger, 20, 5000});

    bench::layered(
        state, TIMES, [&](uint64_t n) { bench::pairs(ledger, 0, n); },
        [&](uint64_t n) { bench::pairs(space, 0, n); }, bench::r4);
}

void add_fill(const Fill &fill) {
    if (fill.held == bench::FULL) {
        bench::add_filled("empty", fill, run_empty);
        return;
    }
    bench::add_filled("pair", fill, run_pair);
    if (fill.held != 0) {
        bench::add_filled("churn", fill, run_churn);
    }
    bench::add_filled("latency", fill, run_latency);
}

/* Neither of them knows a time. */
bool is_ours(const struct subject *subject) {
    return subject == &subject_space || subject == &subject_space_lowest ||
           subject == &subject_ledger || subject == &subject_api ||
           subject == &subject_api_tags;
}

const int registered = [] {
    const struct subject *const subjects[] = {
        &subject_space,         &subject_space_lowest, &subject_ledger,
        &subject_api,           &subject_api_tags,     &subject_mutex_judy,
        &subject_mutex_roaring, &subject_mutex_bitmap, &subject_lfstack,
        &subject_ck_ring,
    };

    for (const struct subject *subject : subjects) {
        for (uint32_t bits : SIZES) {
            for (uint32_t held :
                 {0u, 100u, 5000u, 9000u, 9900u, 9990u,
                  uint32_t(bench::ALL_BUT_ONE), uint32_t(bench::FULL)}) {
                add_fill({subject, bits, held});
                if (is_ours(subject)) {
                    add_fill({subject, bits, held, 1, bench::DEFAULT_COOLDOWN});
                }
            }
        }
    }
    bench::add_filled("quota", Fill{&subject_space, 20, 5000}, run_quota);
    return 0;
}();

} // namespace
