/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Resident memory of an address: provisioned, held, and once held. */
#include "fixture.h"
#include "measure.h"
#include "region.h"

#include <cstdio>
#include <malloc.h>
#include <unistd.h>

namespace {

using bench::Region;

constexpr uint32_t BITS = 22;
constexpr uint32_t BITS_PROVISIONED = 26; /* four /8, so that it is seen */

double resident_bytes() {
    unsigned long all = 0;
    unsigned long resident = 0;
    std::FILE *file = std::fopen("/proc/self/statm", "r");

    if (file == nullptr || std::fscanf(file, "%lu %lu", &all, &resident) != 2) {
        resident = 0;
    }
    if (file != nullptr) {
        (void)std::fclose(file);
    }
    return static_cast<double>(resident) *
           static_cast<double>(sysconf(_SC_PAGESIZE));
}

/* What is left from other benchmarks goes before. */
double resident_before() {
    bench::Fixture::drop();
    (void)malloc_trim(0);
    return resident_bytes();
}

void report(benchmark::State &state, double bytes, uint32_t bits) {
    bench::result_ns(state, 1);
    if (bytes < 0) {
        state.SkipWithError("no /proc/self/statm");
    }
    state.counters["bytes"] = bytes / static_cast<double>(UINT64_C(1) << bits);
}

void run_provisioned(benchmark::State &state) {
    double before = resident_before();
    Region region;

    region.provision(bench::AMAZON, "",
                     bench::blocks(1u << (BITS_PROVISIONED - 24), 8));
    report(state, resident_bytes() - before, BITS_PROVISIONED);
}

void run_used(benchmark::State &state, bool release) {
    std::vector<uint64_t> ids(size_t(1) << BITS, 1);
    double before = resident_before();
    Region region;

    region.provision(bench::AMAZON, "", bench::blocks(1, 32 - BITS));
    for (uint64_t &id : ids) {
        id = region.allocate(bench::ACCOUNT);
    }
    for (uint64_t id : ids) {
        if (release) {
            region.release(bench::ACCOUNT, id);
        }
    }
    report(state, resident_bytes() - before, BITS);
}

const int registered = [] {
    bench::add("memory/provisioned", run_provisioned);
    bench::add("memory/held",
               [](benchmark::State &state) { run_used(state, false); });
    bench::add("memory/touched",
               [](benchmark::State &state) { run_used(state, true); });
    return 0;
}();

} // namespace
