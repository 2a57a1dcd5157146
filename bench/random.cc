/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The uniform pick: a pair against R4, over sizes, fills and shapes of what is
 * free; and whether it is uniform: of many picks, each given back at once, how
 * often each part of the free set came. Counters chi2_df and p (both tails
 * mean something: too uneven, or too even). */
#include "fixture.h"

#include <cmath>

namespace {

using bench::Fill;
using bench::Fixture;

constexpr uint64_t TIMES = 256;
constexpr size_t PARTS = 1024;
constexpr uint64_t PICKS_A_PART = 50;

/* Chance of a larger chi-square, by Wilson and Hilferty's approximation, good
 * to some 0.003 from 10 degrees of freedom on. */
double chance(double chi2, double df) {
    double z =
        (std::cbrt(chi2 / df) - (1 - 2 / (9 * df))) / std::sqrt(2 / (9 * df));

    return std::erfc(z / std::sqrt(2.0)) / 2;
}

uint32_t record_of(uint64_t handle) {
    return static_cast<uint32_t>(handle >> 32);
}

void judge(benchmark::State &state, Fixture &fixture) {
    const struct subject &subject = fixture.subject();
    std::vector<uint32_t> free;

    for (uint64_t handle : fixture.free()) {
        free.push_back(record_of(handle));
    }
    std::sort(free.begin(), free.end());

    /* Parts of nearly equal size, by address; of these `size` holds. */
    size_t parts = std::min(PARTS, free.size());
    std::vector<double> size(parts);
    std::vector<double> seen(parts);
    uint64_t picks = PICKS_A_PART * parts;
    double chi2 = 0;

    for (size_t i = 0; i < free.size(); i++) {
        size[i * parts / free.size()]++;
    }
    for (uint64_t i = 0; i < picks; i++) {
        uint64_t handle;

        if (!subject.take(fixture.set(), 0, &handle)) {
            state.SkipWithError("nothing free");
            return;
        }
        auto at = std::lower_bound(free.begin(), free.end(), record_of(handle));
        if (at == free.end() || *at != record_of(handle)) {
            state.SkipWithError("a pick was not of the free set");
            return;
        }
        seen[static_cast<size_t>(at - free.begin()) * parts / free.size()]++;
        subject.give(fixture.set(), 0, handle);
    }
    for (size_t i = 0; i < parts; i++) {
        double due = double(picks) * size[i] / double(free.size());

        chi2 += (seen[i] - due) * (seen[i] - due) / due;
    }
    state.counters["chi2_df"] = chi2 / double(parts - 1);
    state.counters["p"] = chance(chi2, double(parts - 1));
}

void run_random(benchmark::State &state, Fixture &fixture) {
    bench::against(
        state, TIMES, [&](uint64_t n) { bench::pairs(fixture, 0, n); },
        bench::r4);
    if (fixture.free().size() > 8) {
        judge(state, fixture);
    }
}

const int registered = [] {
    for (uint32_t bits : {16u, 20u, 24u}) {
        for (uint32_t held : {0u, 5000u, 9000u, 9900u, 9990u, 9998u}) {
            bench::add_filled("random", Fill{&subject_space_random, bits, held},
                              run_random);
            bench::add_filled("random",
                              Fill{&subject_space_random, bits, held, 1,
                                   bench::NO_COOLDOWN, true},
                              run_random);
        }
    }
    return 0;
}();

} // namespace
