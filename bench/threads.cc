/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Several threads, against the same with one (`ratio`) and against T
 * (`per_t`): pair and churn in one pool, and pairs in pools of their own. */
#include "crew.h"
#include "fixture.h"

namespace {

using bench::Crew;
using bench::Fill;
using bench::Fixture;

constexpr uint64_t TIMES = 512;

void run_shared(benchmark::State &state, Fixture &fixture, unsigned threads,
                const Crew::Task &task) {
    const struct subject &subject = fixture.subject();
    Crew crew(
        threads, [&](unsigned i) { subject.enter(fixture.set(), i); },
        [&](unsigned i) { subject.leave(fixture.set(), i); });

    bench::together(state, crew, threads, task, TIMES);
}

void run_pair(benchmark::State &state, Fixture &fixture, unsigned threads) {
    run_shared(state, fixture, threads,
               [&](unsigned i) { bench::pairs(fixture, i, TIMES); });
}

/* Each thread churns a part of its own of what is held. */
void run_churn(benchmark::State &state, Fixture &fixture, unsigned threads) {
    size_t part = fixture.held().size() / threads;
    struct alignas(64) Stream {
        bench::Random random;
    };
    std::vector<Stream> stream;

    for (unsigned i = 0; i < threads; i++) {
        stream.push_back({bench::Random(i)});
    }
    run_shared(state, fixture, threads, [&](unsigned i) {
        bench::churn(fixture, i, stream[i].random, i * part, (i + 1) * part,
                     TIMES);
    });
}

void run_own(benchmark::State &state, Fixture &first, const Fill &fill,
             unsigned threads) {
    std::vector<std::unique_ptr<Fixture>> others;

    for (unsigned i = 1; i < threads; i++) {
        others.push_back(std::make_unique<Fixture>(fill));
    }

    const struct subject &subject = first.subject();
    Crew crew(
        threads, [&](unsigned i) { subject.enter(others[i - 1]->set(), i); },
        [&](unsigned i) { subject.leave(others[i - 1]->set(), i); });

    bench::together(
        state, crew, threads,
        [&](unsigned i) {
            bench::pairs(i == 0 ? first : *others[i - 1], i, TIMES);
        },
        TIMES);
}

void add_fill(const Fill &fill) {
    std::string tail = "/threads" + std::to_string(fill.threads);
    unsigned threads = fill.threads;

    bench::add_filled("pair" + tail, fill,
                      [threads](benchmark::State &state, Fixture &fixture) {
                          run_pair(state, fixture, threads);
                      });
    if (fill.held != 0) {
        bench::add_filled("churn" + tail, fill,
                          [threads](benchmark::State &state, Fixture &fixture) {
                              run_churn(state, fixture, threads);
                          });
    }
}

void add_own(const Fill &fill) {
    bench::add_filled("own/threads" + std::to_string(fill.threads), fill,
                      [fill](benchmark::State &state, Fixture &fixture) {
                          run_own(state, fixture, fill, fill.threads);
                      });
}

/* 2, 4, 8, ... and as many as there are. */
std::vector<unsigned> counts() {
    std::vector<unsigned> found;
    unsigned cores = std::min(Crew::cores(), 64u);

    for (unsigned n = 2; n < cores; n *= 2) {
        found.push_back(n);
    }
    if (cores > 1) {
        found.push_back(cores);
    }
    return found;
}

const int registered = [] {
    const struct subject *const subjects[] = {
        &subject_space,      &subject_space_lowest,  &subject_space_random,
        &subject_ledger,     &subject_api,           &subject_api_shared,
        &subject_mutex_judy, &subject_mutex_roaring, &subject_mutex_bitmap,
        &subject_lfstack,    &subject_ck_ring,
    };

    for (unsigned threads : counts()) {
        for (const struct subject *subject : subjects) {
            for (uint32_t bits : {16u, 20u, 24u}) {
                for (uint32_t held : {0u, 5000u, 9000u, 9900u, 9990u}) {
                    add_fill({subject, bits, held, threads});
                }
            }
        }
        for (uint32_t held : {0u, 5000u, 9000u}) {
            add_fill(
                {&subject_space, 20, held, threads, bench::DEFAULT_COOLDOWN});
            add_fill(
                {&subject_api, 20, held, threads, bench::DEFAULT_COOLDOWN});
        }
        add_own({&subject_space, 20, 5000, threads});
        add_own({&subject_api, 20, 5000, threads});
    }
    return 0;
}();

} // namespace
