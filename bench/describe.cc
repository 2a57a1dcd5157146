/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeAddresses against R4, of an account with few addresses while others
 * hold many (`us` a call) and of one with many (`ns` an address); and a pair
 * while another thread describes without pause, against the pair alone. */
#include "crew.h"
#include "region.h"

namespace {

using bench::ACCOUNT;
using bench::Region;

constexpr uint32_t BITS = 24;
constexpr uint64_t OTHER = ACCOUNT + 1;

void hold(Region &region, uint64_t account, uint64_t count) {
    for (uint64_t i = 0; i < count; i++) {
        (void)region.allocate(account);
    }
}

void run_few(benchmark::State &state) {
    constexpr uint64_t FEW = 10;
    constexpr uint64_t MANY = 10000000;
    Region region;

    region.provision(bench::AMAZON, "", bench::blocks(1, 32 - BITS));
    hold(region, OTHER, MANY / 2);
    hold(region, ACCOUNT, FEW);
    hold(region, OTHER, MANY / 2);
    bench::against(
        state, 16,
        [&](uint64_t n) {
            for (uint64_t i = 0; i < n; i++) {
                (void)region.describe(ACCOUNT);
            }
        },
        bench::r4);
    state.counters["us"] = state.counters["ns"] / 1e3;
}

void run_many(benchmark::State &state) {
    constexpr uint64_t MANY = 1000000;
    Region region;

    region.provision(bench::AMAZON, "", bench::blocks(1, 32 - BITS));
    hold(region, ACCOUNT, MANY);
    bench::against(
        state, MANY,
        [&](uint64_t) {
            if (region.describe(ACCOUNT) != MANY) {
                bench::must(EIP_ERR_ARGUMENT, "describe: a wrong count");
            }
        },
        [](uint64_t n) { bench::r4(n / 64); });
    /* A 64th of the base is enough. */
    state.counters["base_ns"] = state.counters["base_ns"] * 64;
    state.counters["ratio"] = state.counters["ratio"] / 64;
}

void pairs(Region &region, uint64_t times) {
    for (uint64_t i = 0; i < times; i++) {
        region.release(ACCOUNT, region.allocate(ACCOUNT));
    }
}

/* Medians of what a pair takes alone and beside; turns in which the thread
 * that describes did not get to it all the time are dropped. */
void run_beside(benchmark::State &state) {
    constexpr uint64_t TIMES = 2048;
    constexpr uint64_t MANY = 1000;
    Region region;
    std::atomic<bool> ended{false};
    std::vector<double> alone;
    std::vector<double> beside;
    std::vector<double> ratio;
    double took = 0;

    if (bench::Crew::cores() < 2) {
        state.SkipWithError("needs two cores");
        return;
    }
    region.provision(bench::AMAZON, "", bench::blocks(1, 12));
    hold(region, OTHER, MANY);

    bench::Crew crew(
        2, [](unsigned) {}, [](unsigned) {});
    const bench::Crew::Task task = [&](unsigned thread) {
        if (thread == 0) {
            took = bench::timed([&](uint64_t n) { pairs(region, n); }, TIMES);
            ended.store(true);
        }
        while (!ended.load()) {
            (void)region.describe(OTHER);
        }
    };
    for (bench::Budget budget; budget.more(ratio.size());) {
        (void)crew.turn(1, task);
        double one = took;

        ended.store(false);
        if (crew.turn(2, task) < 0) {
            continue;
        }
        alone.push_back(one);
        beside.push_back(took);
        ratio.push_back(took / one);
    }
    if (ratio.empty()) {
        state.SkipWithError("the threads never ran at the same time");
        return;
    }
    bench::result_ns(state, bench::median(beside));
    state.counters["base_ns"] = bench::median(alone);
    state.counters["ratio"] = bench::median(ratio);
    state.counters["turns"] = static_cast<double>(ratio.size());
}

const int registered = [] {
    bench::add("describe/10", run_few);
    bench::add("describe/1000000", run_many);
    bench::add("describe/beside", run_beside);
    return 0;
}();

} // namespace
