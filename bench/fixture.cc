/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"

#include <cstdio>
#include <cstdlib>
#include <thread>

namespace bench {

namespace {
std::unique_ptr<Fixture> present;

[[noreturn]] void fail(const struct subject &subject, const char *what) {
    std::fprintf(stderr, "bench: %s: %s\n", subject.name, what);
    std::exit(1);
}

uint64_t wanted(const Fill &fill) {
    uint64_t size = uint64_t(1) << fill.bits;

    return fill.held == ALL_BUT_ONE ? size - 1 : size * fill.held / FULL;
}
} // namespace

bool Fill::operator==(const Fill &other) const {
    return subject == other.subject && bits == other.bits &&
           held == other.held && threads == other.threads &&
           cooldown_ms == other.cooldown_ms && clustered == other.clustered;
}

std::string Fill::text() const {
    return std::string(subject->name) + "/" + std::to_string(bits) + "/" +
           held_text(held) + (clustered ? "/clustered" : "") +
           (cooldown_ms != NO_COOLDOWN ? "/cooling" : "");
}

/* Each thread takes and gives back its own share, for what it holds is its
 * account's; one after the other. */
template <class Work> void Fixture::as(uint32_t thread, Work work) {
    if (thread == 0) {
        work();
        return;
    }
    std::thread([&] {
        fill_.subject->enter(set_, thread);
        work();
        fill_.subject->leave(set_, thread);
    }).join();
}

void Fixture::take_share(uint32_t thread, uint64_t first, uint64_t end) {
    for (uint64_t i = first; i < end; i++) {
        if (!fill_.subject->take(set_, thread, &held_[i])) {
            fail(*fill_.subject, "full too early");
        }
    }
}

void Fixture::give_share(uint32_t thread, uint64_t first, uint64_t keep,
                         uint64_t end) {
    Random random(end);

    if (fill_.clustered) {
        std::sort(held_.begin(), held_.end());
    }
    for (uint64_t i = end; i-- > first + keep;) {
        if (!fill_.clustered) {
            std::swap(held_[i], held_[first + random.below(i + 1 - first)]);
        }
        fill_.subject->give(set_, thread, held_[i]);
        free_.push_back(held_[i]);
    }
}

Fixture::Fixture(const Fill &fill) : fill_(fill) {
    const struct setting setting = {fill.bits, fill.threads, fill.cooldown_ms};
    uint64_t share = (uint64_t(1) << fill.bits) / fill.threads;
    uint64_t keep = wanted(fill) / fill.threads;
    std::vector<uint64_t> kept;

    set_ = fill.subject->open(&setting);
    if (set_ == nullptr) {
        return;
    }
    fill.subject->enter(set_, 0);
    held_.resize(share * fill.threads);
    for (uint32_t i = 0; i < fill.threads; i++) {
        as(i, [&] { take_share(i, i * share, (i + 1) * share); });
    }
    for (uint32_t i = 0; i < fill.threads; i++) {
        as(i, [&] { give_share(i, i * share, keep, (i + 1) * share); });
    }
    for (uint32_t i = 0; i < fill.threads; i++) {
        auto from = held_.begin() + static_cast<std::ptrdiff_t>(i * share);
        kept.insert(kept.end(), from, from + static_cast<std::ptrdiff_t>(keep));
    }
    held_.swap(kept);
}

Fixture::~Fixture() {
    if (set_ != nullptr) {
        fill_.subject->leave(set_, 0);
        fill_.subject->close(set_);
    }
}

Fixture *Fixture::get(const Fill &fill) {
    if (present == nullptr || !(present->fill_ == fill)) {
        drop();
        present = std::make_unique<Fixture>(fill);
    }
    return present->set_ == nullptr ? nullptr : present.get();
}

void Fixture::drop() {
    present.reset();
}

void pairs(Fixture &fixture, uint32_t thread, uint64_t times) {
    const struct subject &subject = fixture.subject();

    for (uint64_t i = 0; i < times; i++) {
        uint64_t handle;

        if (!subject.take(fixture.set(), thread, &handle)) {
            fail(subject, "nothing free");
        }
        subject.give(fixture.set(), thread, handle);
    }
}

void churn(Fixture &fixture, uint32_t thread, Random &random, size_t first,
           size_t end, uint64_t times) {
    const struct subject &subject = fixture.subject();

    for (uint64_t i = 0; i < times; i++) {
        uint64_t &handle = fixture.held()[first + random.below(end - first)];

        subject.give(fixture.set(), thread, handle);
        if (!subject.take(fixture.set(), thread, &handle)) {
            fail(subject, "nothing free");
        }
    }
}

std::string held_text(uint32_t held) {
    if (held == FULL || held == ALL_BUT_ONE) {
        return held == FULL ? "full" : "one";
    }

    std::string text = std::to_string(held / 100);
    std::string part = std::to_string(100 + held % 100).substr(1);

    while (!part.empty() && part.back() == '0') {
        part.pop_back();
    }
    return part.empty() ? text : text + "." + part;
}

} // namespace bench
