/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Google Benchmark's command line, and two options more. */
#include "fixture.h"
#include "measure.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr double LONGEST_MS = 3600000;

/* The value of `name` if the argument is that option, else NULL. */
const char *value_of(const char *argument, const char *name) {
    size_t length = std::strlen(name);

    return std::strncmp(argument, name, length) == 0 ? argument + length
                                                     : nullptr;
}

bool read_turns(const char *text) {
    char *end = nullptr;

    bench::options.turns_ms = std::strtod(text, &end);
    return *text != '\0' && *end == '\0' && bench::options.turns_ms >= 0 &&
           bench::options.turns_ms <= LONGEST_MS;
}

} // namespace

int main(int argc, char **argv) {
    int kept = 1;

    for (int i = 1; i < argc; i++) {
        const char *turns = value_of(argv[i], "--turns_ms=");
        const char *ranges = value_of(argv[i], "--ranges=");

        if (turns != nullptr && !read_turns(turns)) {
            std::fprintf(stderr,
                         "eip_bench: --turns_ms: '%s' is not a number of "
                         "milliseconds from 0 to 3600000\n",
                         turns);
            return 2;
        }
        if (ranges != nullptr) {
            bench::options.ranges = ranges;
        }
        if (turns == nullptr && ranges == nullptr) {
            argv[kept++] = argv[i];
        }
    }
    benchmark::Initialize(&kept, argv);
    if (benchmark::ReportUnrecognizedArguments(kept, argv)) {
        return 2;
    }
    benchmark::RunSpecifiedBenchmarks();
    bench::Fixture::drop();
    return 0;
}
