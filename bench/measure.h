/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file measure.h
 * A benchmark here is a ratio. What is measured and what it is measured
 * against run in turns of some ten microseconds, so that whatever else the
 * machine does falls on both; each turn gives a ratio, and the median of
 * these is reported, as the counter `ratio`. `ns` and `base_ns` are the
 * medians of the two sides, an operation.
 *
 * Turns go on until a budget of wall time is spent: `--turns_ms` on the
 * command line. So a busy machine gets fewer turns and takes no longer.
 */
#ifndef EIP_BENCH_MEASURE_H
#define EIP_BENCH_MEASURE_H

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
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

/** What the command line says. */
struct Options {
    double turns_ms = 200; /* wall time for the turns of a benchmark */
    std::string ranges;    /* a file like AWS's ip-ranges.json, or empty */
};
extern Options options;

/** True while turns are to go on: the budget is not spent, or there have not
 *  been three. */
class Budget {
  public:
    Budget() : end_(now_ns() + static_cast<uint64_t>(options.turns_ms * 1e6)) {
    }
    bool more() {
        return turns_++ < 3 || now_ns() < end_;
    }
    /** The same for turns that may come to nothing: some seconds more if
     *  there is no result yet. */
    bool more(size_t results) {
        return more() || (results == 0 && now_ns() < end_ + PATIENCE_NS);
    }

  private:
    static constexpr uint64_t PATIENCE_NS = UINT64_C(5000000000);
    uint64_t end_;
    uint64_t turns_ = 0;
};

/** Work: do it so many times. */
using Work = std::function<void(uint64_t times)>;

/** `R4`: four atomic read-modify-writes on two hot lines, the least that an
 *  allocation and release of an address with an owner can cost. */
void r4(uint64_t times);

/** ns an operation of one turn. */
double timed(const Work &work, uint64_t times);

/** Do it untimed until it gets no faster: what has not been touched for long
 *  may cost its page once more, and the processor has to learn its way. Rounds
 *  of a tenth of the turns' time, up to twenty times that time; none if that
 *  is 0. */
void warm(uint64_t times, const Work &work);

/** Both sides in turns, warm; reports ns, base_ns, ratio, turns. */
void against(benchmark::State &state, uint64_t times, const Work &own,
             const Work &base);

/** The same with a third side, which `own` is made of and more: reports
 *  besides `extra`, what own costs more than it, in units of base. */
void layered(benchmark::State &state, uint64_t times, const Work &own,
             const Work &inner, const Work &base);

/** Something that is done once a turn, and prepared and undone untimed, against
 *  R4: reports as `against` does, and us and ms besides. */
struct Step {
    std::function<void()> prepare;
    std::function<void()> work;
    std::function<void()> undo;
};
void once(benchmark::State &state, const Step &own);

/** The cost of single operations, less that of reading the clock: p50, p99,
 *  p999 and max in ns, and R4 as base_ns. Both are given how many went before;
 *  `prepare` is not timed. */
void latencies(
    benchmark::State &state, uint64_t times, const Work &own,
    const Work &prepare = [](uint64_t) {});

/** A benchmark that runs once, by its own budget. */
template <class Run> void add(const std::string &name, Run run) {
    benchmark::RegisterBenchmark(name.c_str(),
                                 [run](benchmark::State &state) {
                                     for (auto _ : state) {
                                         run(state);
                                     }
                                 })
        ->Iterations(1)
        ->UseManualTime()
        ->Unit(benchmark::kNanosecond);
}

/** End a benchmark's run: what it took, an operation. */
inline void result_ns(benchmark::State &state, double ns) {
    state.SetIterationTime(ns * 1e-9);
    state.counters["ns"] = ns;
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
