/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file fixture.h  A subject's set, filled so far, and the two workloads. */
#ifndef EIP_BENCH_FIXTURE_H
#define EIP_BENCH_FIXTURE_H

#include "measure.h"
#include "subject.h"

#include <memory>

namespace bench {

/** How much is held, in ten thousandths; or all, or all but one. */
enum : uint32_t { FULL = 10000, ALL_BUT_ONE = 10001 };

/** Where an address cools after its release, and for how long. */
enum : uint64_t { NO_COOLDOWN = 0, DEFAULT_COOLDOWN = 3600000 };

struct Fill {
    const struct subject *subject;
    uint32_t bits;
    uint32_t held = 0;
    uint32_t threads = 1;
    uint64_t cooldown_ms = NO_COOLDOWN;
    bool clustered = false; /* what is free lies together */

    bool operator==(const Fill &other) const;
    /** "SUBJECT/BITS/PERCENT", with "/clustered", "/cooling". */
    std::string text() const;
};

/** A set in which so much is held, spread at random: all was taken once, and
 *  what is free given back in random order, by each thread an equal part. The
 *  calling thread is thread 0, and has entered. */
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
    /** What is held, in random order; of each thread an equal part. */
    std::vector<uint64_t> &held() {
        return held_;
    }
    /** Handles under which what is free was held. */
    const std::vector<uint64_t> &free() const {
        return free_;
    }
    /** The present one; made anew only if another is asked for. Null: the
     *  subject cannot be so large. */
    static Fixture *get(const Fill &fill);
    /** Give the present one's memory back. */
    static void drop();

  private:
    template <class Work> void as(uint32_t thread, Work work);
    void take_share(uint32_t thread, uint64_t first, uint64_t end);
    void give_share(uint32_t thread, uint64_t first, uint64_t keep,
                    uint64_t end);

    Fill fill_;
    void *set_;
    std::vector<uint64_t> held_;
    std::vector<uint64_t> free_;
};

/** Take one, give it back. */
void pairs(Fixture &fixture, uint32_t thread, uint64_t times);

/** Give a random one of held[first..end) back, take any in its place. */
void churn(Fixture &fixture, uint32_t thread, Random &random, size_t first,
           size_t end, uint64_t times);

/** "0", "50", "99.9", "full", "one". */
std::string held_text(uint32_t held);

/** A benchmark of the fixture; skipped where the subject has none such. */
template <class Run>
void add_filled(const std::string &work, const Fill &fill, Run run) {
    add(work + "/" + fill.text(), [fill, run](benchmark::State &state) {
        Fixture *fixture = Fixture::get(fill);

        if (fixture == nullptr) {
            state.SkipWithError("the subject cannot be so large");
        } else {
            run(state, *fixture);
        }
    });
}

} // namespace bench

#endif
