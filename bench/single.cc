/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* One thread: pair and churn of every subject, over sizes and fills, against
 * R4. Names: single/WORK/SUBJECT/BITS/FILL. */
#include "fixture.h"

namespace {

using bench::Fill;
using bench::Fixture;

constexpr uint64_t TIMES = 256;

void run_pair(benchmark::State &state, Fill fill) {
    Fixture *fixture = Fixture::get(fill);

    if (fixture == nullptr) {
        state.SkipWithError("not so large");
        return;
    }
    bench::against(
        state, TIMES, [&](uint64_t n) { bench::pairs(*fixture, 0, n); },
        bench::r4);
}

void run_churn(benchmark::State &state, Fill fill) {
    Fixture *fixture = Fixture::get(fill);
    bench::Random random(1);

    if (fixture == nullptr) {
        state.SkipWithError("not so large");
        return;
    }
    bench::against(
        state, TIMES,
        [&](uint64_t n) {
            bench::churn(*fixture, 0, random, 0, fixture->held().size(), n);
        },
        bench::r4);
}

void add(Fill fill) {
    std::string tail = std::string(fill.subject->name) + "/" +
                       std::to_string(fill.bits) + "/" +
                       bench::fill_text(fill.thousandths);

    benchmark::RegisterBenchmark(
        ("single/pair/" + tail).c_str(),
        [fill](benchmark::State &state) { run_pair(state, fill); })
        ->UseManualTime();
    if (fill.thousandths != 0) {
        benchmark::RegisterBenchmark(
            ("single/churn/" + tail).c_str(),
            [fill](benchmark::State &state) { run_churn(state, fill); })
            ->UseManualTime();
    }
}

const int registered = [] {
    const struct subject *const subjects[] = {
        &subject_space,      &subject_space_lowest,  &subject_space_random,
        &subject_ledger,     &subject_api,           &subject_api_tags,
        &subject_mutex_judy, &subject_mutex_roaring, &subject_mutex_bitmap,
        &subject_lfstack,    &subject_ck_ring,
    };

    for (const struct subject *subject : subjects) {
        for (uint32_t bits : {16u, 20u, 24u}) {
            for (uint32_t fill :
                 {0u, 500u, 900u, 990u, 999u, bench::ALL_BUT_ONE}) {
                add({subject, bits, fill, 1});
            }
        }
    }
    return 0;
}();

} // namespace
