/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"

#include <cstdio>
#include <cstdlib>

namespace bench {

namespace {
std::unique_ptr<Fixture> present;

[[noreturn]] void fail(const struct subject &subject, const char *what) {
    std::fprintf(stderr, "bench: %s: %s\n", subject.name, what);
    std::exit(1);
}
} // namespace

Fixture::Fixture(const Fill &fill)
    : fill_(fill), set_(fill.subject->open(fill.bits, fill.threads)) {
    uint64_t size = uint64_t(1) << fill.bits;
    uint64_t wanted = fill.thousandths == ALL_BUT_ONE
                          ? size - 1
                          : size * fill.thousandths / 1000;
    Random random(fill.bits);

    if (set_ == nullptr) {
        return;
    }
    fill.subject->enter(set_, 0);
    held_.resize(size);
    for (uint64_t &handle : held_) {
        if (!fill.subject->take(set_, 0, &handle)) {
            fail(*fill.subject, "full too early");
        }
    }
    for (uint64_t i = size - 1; i >= wanted && i < size; i--) {
        std::swap(held_[i], held_[random.below(i + 1)]);
        fill.subject->give(set_, 0, held_[i]);
    }
    held_.resize(wanted);
}

Fixture::~Fixture() {
    if (set_ != nullptr) {
        fill_.subject->leave(set_, 0);
        fill_.subject->close(set_);
    }
}

Fixture *Fixture::get(const Fill &fill) {
    if (present == nullptr || present->fill_.subject != fill.subject ||
        present->fill_.bits != fill.bits ||
        present->fill_.thousandths != fill.thousandths ||
        present->fill_.threads != fill.threads) {
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

std::string fill_text(uint32_t thousandths) {
    return thousandths == ALL_BUT_ONE ? "one" : std::to_string(thousandths);
}

} // namespace bench
