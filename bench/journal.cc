/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* A pair through the public functions with a journal kept, against one without,
 * in turns: `more_ns` is what it costs more, `told_ns` what collecting costs for
 * each address told of. The same thread collects, after each turn, untimed. */
#include "fixture.h"
#include "subjects/kept.h"

namespace {

using bench::Fill;
using bench::Fixture;

constexpr uint64_t TIMES = 256;

void run_journal(benchmark::State &state, Fixture &none) {
    Fixture kept(Fill{&subject_kept, 16, 5000});
    std::vector<double> own, base, more, told, ratio;

    bench::pairs(none, 0, TIMES);
    bench::pairs(kept, 0, TIMES);
    kept_collect(kept.set());
    for (bench::Budget budget; budget.more();) {
        double none_ns =
            bench::timed([&](uint64_t n) { bench::pairs(none, 0, n); }, TIMES);
        double kept_ns =
            bench::timed([&](uint64_t n) { bench::pairs(kept, 0, n); }, TIMES);
        uint64_t count = 0;
        double all_ns = bench::timed(
            [&](uint64_t) { count = kept_collect(kept.set()); }, 1);

        if (count != 2 * TIMES) {
            state.SkipWithError("the journal does not tell of all");
            return;
        }
        own.push_back(kept_ns);
        base.push_back(none_ns);
        more.push_back(kept_ns - none_ns);
        ratio.push_back(kept_ns / none_ns);
        told.push_back(all_ns / static_cast<double>(count));
    }
    state.counters["ns"] = bench::median(own);
    state.counters["base_ns"] = bench::median(base);
    state.counters["more_ns"] = bench::median(more);
    state.counters["told_ns"] = bench::median(told);
    state.counters["ratio"] = bench::median(ratio);
    state.counters["turns"] = static_cast<double>(own.size());
}

const int registered = [] {
    bench::add_filled("journal", Fill{&subject_api, 16, 5000}, run_journal);
    return 0;
}();

} // namespace
