/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "measure.h"

#include <atomic>
#include <limits>

namespace bench {

Options options;

namespace {

struct alignas(64) Line {
    std::atomic<uint64_t> a{0};
    std::atomic<uint64_t> b{0};
};
Line hot[2];

/** Sides of a comparison collected turn by turn. */
class Turns {
  public:
    void add(double own_ns, double base_ns) {
        own_.push_back(own_ns);
        base_.push_back(base_ns);
        ratio_.push_back(own_ns / base_ns);
    }
    void report(benchmark::State &state) {
        result_ns(state, median(own_));
        state.counters["base_ns"] = median(base_);
        state.counters["ratio"] = median(ratio_);
        state.counters["turns"] = static_cast<double>(ratio_.size());
    }

  private:
    std::vector<double> own_;
    std::vector<double> base_;
    std::vector<double> ratio_;
};

} // namespace

void r4(uint64_t times) {
    for (uint64_t i = 0; i < times; i++) {
        uint64_t a = hot[0].a.load(std::memory_order_relaxed);
        uint64_t b = hot[1].a.load(std::memory_order_relaxed);

        hot[0].a.compare_exchange_strong(a, a + 1);
        hot[0].b.fetch_or(i);
        hot[1].a.compare_exchange_strong(b, b + 1);
        hot[1].b.fetch_and(~i);
    }
}

double timed(const Work &work, uint64_t times) {
    uint64_t start = now_ns();

    work(times);
    return static_cast<double>(now_ns() - start) / static_cast<double>(times);
}

/* ns an operation, of as many turns as go into that time. */
static double round_ns(uint64_t times, const Work &work, double ns) {
    uint64_t start = now_ns();
    uint64_t done = 0;
    double took;

    do {
        work(times);
        done += times;
        took = static_cast<double>(now_ns() - start);
    } while (took < ns);
    return took / static_cast<double>(done);
}

void warm(uint64_t times, const Work &work) {
    constexpr double FASTER = 0.97;
    constexpr int ROUNDS = 200;
    constexpr int IN_VAIN = 2;
    double ns = options.turns_ms * 1e6 / 10;
    double best = std::numeric_limits<double>::infinity();
    double end = static_cast<double>(now_ns()) + ROUNDS * ns;

    for (int in_vain = 0;
         in_vain < IN_VAIN && static_cast<double>(now_ns()) < end;) {
        double one = round_ns(times, work, ns);

        in_vain = one < best * FASTER ? 0 : in_vain + 1;
        best = std::min(best, one);
    }
}

void against(benchmark::State &state, uint64_t times, const Work &own,
             const Work &base) {
    Turns turns;

    own(times);
    base(times);
    warm(times, own);
    for (Budget budget; budget.more();) {
        double base_ns = timed(base, times);

        turns.add(timed(own, times), base_ns);
    }
    turns.report(state);
}

void layered(benchmark::State &state, uint64_t times, const Work &own,
             const Work &inner, const Work &base) {
    Turns turns;
    std::vector<double> extra;

    own(times);
    inner(times);
    base(times);
    warm(times, own);
    warm(times, inner);
    for (Budget budget; budget.more();) {
        double base_ns = timed(base, times);
        double inner_ns = timed(inner, times);
        double own_ns = timed(own, times);

        turns.add(own_ns, base_ns);
        extra.push_back((own_ns - inner_ns) / base_ns);
    }
    turns.report(state);
    state.counters["extra"] = median(extra);
}

void once(benchmark::State &state, const Step &own) {
    constexpr uint64_t BASE_TIMES = 256;
    Turns turns;

    for (Budget budget; budget.more();) {
        double base_ns = timed(r4, BASE_TIMES);

        own.prepare();
        double own_ns = timed([&](uint64_t) { own.work(); }, 1);
        own.undo();
        turns.add(own_ns, base_ns);
    }
    turns.report(state);
    state.counters["us"] = state.counters["ns"] / 1e3;
    state.counters["ms"] = state.counters["ns"] / 1e6;
}

void latencies(benchmark::State &state, uint64_t times, const Work &own,
               const Work &prepare) {
    std::vector<double> cost;
    std::vector<double> base;
    std::vector<double> nothing;
    uint64_t done = 0;

    for (int i = 0; i < 1000; i++) {
        uint64_t start = now_ns();
        nothing.push_back(static_cast<double>(now_ns() - start));
    }
    double clock = median(nothing);
    warm(times, [&](uint64_t n) {
        for (uint64_t i = 0; i < n; i++) {
            prepare(done);
            own(done++);
        }
    });
    for (Budget budget; budget.more();) {
        base.push_back(timed(r4, times));
        for (uint64_t i = 0; i < times; i++) {
            prepare(done);
            uint64_t start = now_ns();
            own(done++);
            uint64_t took = now_ns() - start;

            cost.push_back(std::max(0.0, static_cast<double>(took) - clock));
        }
    }
    result_ns(state, quantile(cost, 0.5));
    state.counters["p50"] = quantile(cost, 0.5);
    state.counters["p99"] = quantile(cost, 0.99);
    state.counters["p999"] = quantile(cost, 0.999);
    state.counters["max"] = quantile(cost, 1);
    state.counters["clock_ns"] = clock;
    state.counters["base_ns"] = median(base);
}

} // namespace bench
