/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Making pools: a /8, and the EC2 prefixes of a file like AWS's
 * ip-ranges.json, in their border groups; and pair and churn in one pool of
 * all of these. Without `--ranges=FILE` what needs the file is skipped. */
#include "measure.h"
#include "region.h"
#include "subjects/published.h"

#include <memory>

namespace {

using bench::ACCOUNT;
using bench::Region;

constexpr uint64_t TIMES = 256;

using File = std::unique_ptr<struct published, void (*)(struct published *)>;

/* The file of --ranges, or nothing and the benchmark skipped. */
File read_file(benchmark::State &state) {
    const std::string &path = bench::options.ranges;
    File file(path.empty() ? nullptr : published_read(path.c_str()),
              published_free);

    if (file == nullptr) {
        state.SkipWithError(path.empty() ? "needs --ranges FILE"
                                         : "the file of --ranges is not good");
    }
    return file;
}

std::vector<eip_cidr> cidrs_of(const File &file, uint32_t first,
                               uint32_t count) {
    std::vector<eip_cidr> found;

    for (uint32_t i = first; i < first + count; i++) {
        found.push_back(published_cidr(file.get(), i));
    }
    return found;
}

void run_8(benchmark::State &state) {
    std::unique_ptr<Region> region;
    const std::vector<eip_cidr> cidr = bench::blocks(1, 8);

    bench::once(state, {[&] { region = std::make_unique<Region>(); },
                        [&] { region->provision(bench::AMAZON, "", cidr); },
                        [&] { region.reset(); }});
}

void run_published(benchmark::State &state) {
    File file = read_file(state);
    std::unique_ptr<Region> region;
    std::vector<std::pair<std::string, std::vector<eip_cidr>>> groups;

    if (file == nullptr) {
        return;
    }
    for (uint32_t i = 0; i < published_groups(file.get()); i++) {
        uint32_t first;
        uint32_t count;
        std::string name = published_group(file.get(), i, &first, &count);

        /* The Region's own is there already. */
        groups.emplace_back(name == "us-east-1" ? "" : name,
                            cidrs_of(file, first, count));
    }
    bench::once(state, {[&] { region = std::make_unique<Region>(); },
                        [&] {
                            for (const auto &[name, cidrs] : groups) {
                                if (!name.empty()) {
                                    region->group(name);
                                }
                                region->provision(bench::AMAZON, name, cidrs);
                            }
                        },
                        [&] { region.reset(); }});
}

/* One pool of them all, each once held, and of these so many per cent still. */
void run_pool(benchmark::State &state, uint64_t percent, bool churn) {
    File file = read_file(state);
    Region region;
    bench::Random random(1);

    if (file == nullptr) {
        return;
    }
    std::vector<uint64_t> held(published_addresses(file.get()));
    uint64_t keep = held.size() * percent / 100;

    region.provision(bench::AMAZON, "",
                     cidrs_of(file, 0, published_cidrs(file.get())));
    for (uint64_t &id : held) {
        id = region.allocate(ACCOUNT);
    }
    for (uint64_t i = held.size(); i-- > keep;) {
        std::swap(held[i], held[random.below(i + 1)]);
        region.release(ACCOUNT, held[i]);
    }
    bench::against(
        state, TIMES,
        [&](uint64_t n) {
            for (uint64_t i = 0; i < n; i++) {
                if (churn) {
                    uint64_t &id = held[random.below(keep)];

                    region.release(ACCOUNT, id);
                    id = region.allocate(ACCOUNT);
                } else {
                    region.release(ACCOUNT, region.allocate(ACCOUNT));
                }
            }
        },
        bench::r4);
}

const int registered = [] {
    bench::add("make/8", run_8);
    bench::add("make/published", run_published);
    for (uint64_t percent : {50u, 90u}) {
        std::string tail = "/" + std::to_string(percent);

        bench::add("published/pair" + tail, [=](benchmark::State &state) {
            run_pool(state, percent, false);
        });
        bench::add("published/churn" + tail, [=](benchmark::State &state) {
            run_pool(state, percent, true);
        });
    }
    return 0;
}();

} // namespace
