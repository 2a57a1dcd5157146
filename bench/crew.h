/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file crew.h
 * Threads that do turns together: each on a core of its own, begun at the
 * same time. The caller is thread 0.
 */
#ifndef EIP_BENCH_CREW_H
#define EIP_BENCH_CREW_H

#include "measure.h"

#include <atomic>
#include <sched.h>
#include <thread>

namespace bench {

class Crew {
  public:
    using Task = std::function<void(unsigned thread)>;

    /** `enter` and `leave` run in each of the threads but the caller's. */
    Crew(unsigned threads, const Task &enter, const Task &leave);
    ~Crew();
    Crew(const Crew &) = delete;
    Crew &operator=(const Crew &) = delete;

    /** Run the task in the first `active` threads at once. Returns the mean
     *  over them of what it took, in ns; negative if they ran beside each
     *  other less than half of the time: then it was no measurement. */
    double turn(unsigned active, const Task &task);

    /** T: one way of a cache line between threads 0 and 1, in ns, or as
     *  `turn` says. Some microseconds. */
    double transfer();

    /** Cores that a crew may use. */
    static unsigned cores();

  private:
    struct alignas(64) Seat {
        uint64_t start = 0;
        uint64_t end = 0;
    };
    struct alignas(64) Word {
        std::atomic<uint64_t> value{0};
    };

    void work(unsigned thread);
    void serve(unsigned thread, const Task &enter, const Task &leave);

    std::vector<Seat> seats_;
    std::vector<std::thread> threads_;
    const Task *task_ = nullptr;
    unsigned active_ = 0;
    Word turn_;
    Word arrived_;
    Word done_;
    Word ball_;
    cpu_set_t before_;
};

/** Sides measured with a crew: alone, together, and a transfer; collected
 *  turn by turn. Reports ns (together, a thread), base_ns (alone), ratio,
 *  t_ns, per_t (ns in units of T) and turns. */
void together(benchmark::State &state, Crew &crew, unsigned threads,
              const Crew::Task &task, uint64_t times);

} // namespace bench

#endif
