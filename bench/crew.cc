/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "crew.h"

#include <pthread.h>

namespace bench {

namespace {

/* Spin as long as others may be about to come; then let others run, for the
 * one waited for may want this core. */
template <class Condition> void wait_until(Condition condition) {
    constexpr int SPINS = 100000;

    while (!condition()) {
        for (int i = 0; i < SPINS; i++) {
            if (condition()) {
                return;
            }
        }
        std::this_thread::yield();
    }
}

std::vector<int> allowed(const cpu_set_t &set) {
    std::vector<int> cpus;

    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (CPU_ISSET(cpu, &set)) {
            cpus.push_back(cpu);
        }
    }
    return cpus;
}

void settle_on(int cpu) {
    cpu_set_t one;

    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    (void)pthread_setaffinity_np(pthread_self(), sizeof one, &one);
}

} // namespace

unsigned Crew::cores() {
    cpu_set_t set;

    CPU_ZERO(&set);
    (void)pthread_getaffinity_np(pthread_self(), sizeof set, &set);
    return static_cast<unsigned>(CPU_COUNT(&set));
}

Crew::Crew(unsigned threads, const Task &enter, const Task &leave)
    : seats_(threads) {
    CPU_ZERO(&before_);
    (void)pthread_getaffinity_np(pthread_self(), sizeof before_, &before_);

    std::vector<int> cpus = allowed(before_);

    for (unsigned i = 1; i < threads; i++) {
        threads_.emplace_back([this, i, cpus, enter, leave] {
            settle_on(cpus[i % cpus.size()]);
            serve(i, enter, leave);
        });
    }
    settle_on(cpus[0]);
}

Crew::~Crew() {
    task_ = nullptr;
    turn_.value.fetch_add(1, std::memory_order_release);
    for (std::thread &thread : threads_) {
        thread.join();
    }
    (void)pthread_setaffinity_np(pthread_self(), sizeof before_, &before_);
}

void Crew::serve(unsigned thread, const Task &enter, const Task &leave) {
    uint64_t seen = 0;

    enter(thread);
    for (;;) {
        wait_until([&] {
            return turn_.value.load(std::memory_order_acquire) != seen;
        });
        seen++;
        if (task_ == nullptr) {
            break;
        }
        if (thread < active_) {
            work(thread);
        }
        done_.value.fetch_add(1, std::memory_order_release);
    }
    leave(thread);
}

void Crew::work(unsigned thread) {
    arrived_.value.fetch_add(1);
    wait_until([&] { return arrived_.value.load() >= active_; });
    seats_[thread].start = now_ns();
    (*task_)(thread);
    seats_[thread].end = now_ns();
}

double Crew::turn(unsigned active, const Task &task) {
    double sum = 0;
    uint64_t first = UINT64_MAX;
    uint64_t last = 0;
    uint64_t latest_start = 0;
    uint64_t earliest_end = UINT64_MAX;

    task_ = &task;
    active_ = active;
    arrived_.value.store(0);
    done_.value.store(0);
    turn_.value.fetch_add(1, std::memory_order_release);
    work(0);
    wait_until([&] {
        return done_.value.load(std::memory_order_acquire) == threads_.size();
    });
    for (unsigned i = 0; i < active; i++) {
        const Seat &seat = seats_[i];

        sum += static_cast<double>(seat.end - seat.start);
        first = std::min(first, seat.start);
        last = std::max(last, seat.end);
        latest_start = std::max(latest_start, seat.start);
        earliest_end = std::min(earliest_end, seat.end);
    }
    if (earliest_end < latest_start ||
        (earliest_end - latest_start) * 2 < last - first) {
        return -1;
    }
    return sum / active;
}

double Crew::transfer() {
    constexpr uint64_t ROUNDS = 100;
    std::atomic<uint64_t> &ball = ball_.value;

    ball.store(0);
    double took = turn(2, [&](unsigned thread) {
        for (uint64_t i = thread; i < 2 * ROUNDS; i += 2) {
            while (ball.load(std::memory_order_acquire) != i) {
            }
            ball.store(i + 1, std::memory_order_release);
        }
    });
    return took < 0 ? took : took / (2 * ROUNDS);
}

void together(benchmark::State &state, Crew &crew, unsigned threads,
              const Crew::Task &task, uint64_t times) {
    std::vector<double> both;
    std::vector<double> alone;
    std::vector<double> ratio;
    std::vector<double> transfer;
    std::vector<double> per_t;
    auto count = static_cast<double>(times);

    (void)crew.turn(threads, task);
    for (Budget budget; budget.more(both.size());) {
        double t = crew.transfer();
        double one = crew.turn(1, task);
        double all = crew.turn(threads, task);

        if (t < 0 || all < 0) {
            continue;
        }
        transfer.push_back(t);
        alone.push_back(one / count);
        both.push_back(all / count);
        ratio.push_back(all / one);
        per_t.push_back(all / count / t);
    }
    if (both.empty()) {
        state.SkipWithError("the threads never ran at the same time");
        return;
    }
    result_ns(state, median(both));
    state.counters["base_ns"] = median(alone);
    state.counters["ratio"] = median(ratio);
    state.counters["t_ns"] = median(transfer);
    state.counters["per_t"] = median(per_t);
    state.counters["turns"] = static_cast<double>(both.size());
}

} // namespace bench
