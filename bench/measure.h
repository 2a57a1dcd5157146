/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file measure.h
 * A benchmark here is a ratio. What is measured and what it is measured
 * against run in turns of some ten microseconds, so that whatever else the
 * machine does falls on both; each turn gives a ratio, and the median of
 * these is what is reported, as the counter `ratio`. `ns` and `base_ns` are
 * the medians of the two sides, an operation.
 */
#ifndef EIP_BENCH_MEASURE_H
#define EIP_BENCH_MEASURE_H

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

namespace bench {

inline uint64_t now_ns() {
    return static_cast<uint64_t>(
        std::chrono::steady_clock::now().time_since_epoch().count());
}

/** The value below which the part `q` (0 to 1) of the values lies. */
inline double quantile(std::vector<double> &values, double q) {
    if (values.empty()) {
        return 0;
    }
    auto at = static_cast<size_t>(q * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(),
                     values.begin() + static_cast<std::ptrdiff_t>(at),
                     values.end());
    return values[at];
}

inline double median(std::vector<double> &values) {
    return quantile(values, 0.5);
}

/** `R4`: four atomic read-modify-writes on two hot lines, the least that an
 *  allocation and release of an address with an owner can cost. */
void r4(uint64_t times);

/** `T`: the one-way transfer of a cache line between two cores, in ns; 0 if
 *  there is one core only. Some milliseconds. */
double transfer_ns();

/** Sides of a comparison collected turn by turn. */
class Turns {
  public:
    void add(double own_ns, double base_ns) {
        own_.push_back(own_ns);
        base_.push_back(base_ns);
        ratio_.push_back(own_ns / base_ns);
    }
    void report(benchmark::State &state) {
        state.counters["ns"] = median(own_);
        state.counters["base_ns"] = median(base_);
        state.counters["ratio"] = median(ratio_);
    }

  private:
    std::vector<double> own_;
    std::vector<double> base_;
    std::vector<double> ratio_;
};

/** Run own(times) and base(times) in turns as the benchmark's iterations. */
template <class Own, class Base>
void against(benchmark::State &state, uint64_t times, Own own, Base base) {
    Turns turns;

    own(times);
    base(times);
    for (auto _ : state) {
        uint64_t start = now_ns();
        base(times);
        uint64_t middle = now_ns();
        own(times);
        uint64_t end = now_ns();

        state.SetIterationTime(static_cast<double>(end - middle) * 1e-9);
        turns.add(static_cast<double>(end - middle) / double(times),
                  static_cast<double>(middle - start) / double(times));
    }
    turns.report(state);
}

/** The cost of single operations: p50, p99, p99.9 and the worst, in ns, less
 *  that of reading the clock. */
template <class Own>
void latencies(benchmark::State &state, uint64_t times, Own own) {
    std::vector<double> cost;
    std::vector<double> nothing;

    for (int i = 0; i < 1000; i++) {
        uint64_t start = now_ns();
        nothing.push_back(static_cast<double>(now_ns() - start));
    }
    double clock = median(nothing);
    for (auto _ : state) {
        uint64_t total = 0;

        for (uint64_t i = 0; i < times; i++) {
            uint64_t start = now_ns();
            own();
            uint64_t took = now_ns() - start;

            total += took;
            cost.push_back(std::max(0.0, static_cast<double>(took) - clock));
        }
        state.SetIterationTime(static_cast<double>(total) * 1e-9);
    }
    state.counters["p50"] = quantile(cost, 0.5);
    state.counters["p99"] = quantile(cost, 0.99);
    state.counters["p999"] = quantile(cost, 0.999);
    state.counters["max"] = quantile(cost, 1);
}

/** A stream of random numbers (SplitMix64). */
class Random {
  public:
    explicit Random(uint64_t seed) : state_(seed) {
    }
    uint64_t next() {
        uint64_t z = state_ += UINT64_C(0x9e3779b97f4a7c15);

        z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
        z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
        return z ^ z >> 31;
    }
    uint64_t below(uint64_t bound) {
        return static_cast<uint64_t>(
            (static_cast<__uint128_t>(next()) * bound) >> 64);
    }

  private:
    uint64_t state_;
};

} // namespace bench

#endif
