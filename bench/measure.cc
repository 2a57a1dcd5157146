/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The baselines R4 and T. */
#include "measure.h"

#include <atomic>
#include <thread>

namespace bench {

namespace {
struct Line {
    alignas(64) std::atomic<uint64_t> a{0};
    std::atomic<uint64_t> b{0};
};
Line hot[2];
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

double transfer_ns() {
    constexpr uint64_t rounds = 20000;
    std::vector<double> tries;

    if (std::thread::hardware_concurrency() < 2) {
        return 0;
    }
    for (int n = 0; n < 5; n++) {
        Line line;
        std::thread other([&line] {
            for (uint64_t i = 0; i < rounds; i++) {
                while (line.a.load(std::memory_order_acquire) != 2 * i + 1) {
                }
                line.a.store(2 * i + 2, std::memory_order_release);
            }
        });
        uint64_t start = now_ns();

        for (uint64_t i = 0; i < rounds; i++) {
            line.a.store(2 * i + 1, std::memory_order_release);
            while (line.a.load(std::memory_order_acquire) != 2 * i + 2) {
            }
        }
        tries.push_back(static_cast<double>(now_ns() - start) / (2 * rounds));
        other.join();
    }
    return median(tries);
}

} // namespace bench
