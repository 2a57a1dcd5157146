/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file fixture.h  A subject's set, filled so far, and the two workloads. */
#ifndef EIP_BENCH_FIXTURE_H
#define EIP_BENCH_FIXTURE_H

#include "measure.h"
#include "subject.h"

#include <memory>
#include <string>

namespace bench {

/** How much is held: in thousandths, or all but one. */
constexpr uint32_t ALL_BUT_ONE = 1000;

struct Fill {
    const struct subject *subject;
    uint32_t bits;
    uint32_t thousandths;
    uint32_t threads;
};

/** A set in which so much is held, spread at random: all was taken once, and
 *  what is free given back in random order. The calling thread is thread 0,
 *  and has entered. */
class Fixture {
  public:
    explicit Fixture(const Fill &fill);
    ~Fixture();
    Fixture(const Fixture &) = delete;
    Fixture &operator=(const Fixture &) = delete;

    void *set() {
        return set_;
    }
    const struct subject &subject() const {
        return *fill_.subject;
    }
    std::vector<uint64_t> &held() {
        return held_;
    }
    /** The present one; made anew only if another is asked for. Null: the
     *  subject cannot be so large. */
    static Fixture *get(const Fill &fill);
    /** Give the present one's memory back. */
    static void drop();

  private:
    Fill fill_;
    void *set_;
    std::vector<uint64_t> held_;
};

/** Take one, give it back. */
void pairs(Fixture &fixture, uint32_t thread, uint64_t times);

/** Give a random one of held[first..end) back, take any in its place. */
void churn(Fixture &fixture, uint32_t thread, Random &random, size_t first,
           size_t end, uint64_t times);

/** "0", "500", ..., "one". */
std::string fill_text(uint32_t thousandths);

} // namespace bench

#endif
