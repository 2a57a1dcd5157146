/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What the Region's size costs. `growth/pair/WHAT/N`: AllocateAddress and
 * ReleaseAddress against R4, by 64 of N accounts, from 64 of N pools, with N
 * CIDR blocks, in 64 of N border groups; `growth/any/WHAT/N` by any of them.
 * `growth/build`, `swap`: provision N blocks at once; one more, and remove it.
 * `growth/open`, `close`: an engine's, with N blocks. */
#include "measure.h"
#include "region.h"

#include <memory>

namespace {

using bench::ACCOUNT;
using bench::Region;

constexpr uint64_t TIMES = 256;
constexpr uint32_t HOT = 64;

/* A way to allocate and release. */
struct Way {
    uint64_t account = ACCOUNT;
    std::string pool;
    std::string group;
};

struct World {
    Region region;
    std::vector<Way> ways;
};

using Make = std::function<void(World &world, uint32_t count)>;

void use(Region &region, const Way &way) {
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;

    if (!way.pool.empty()) {
        request.public_ipv4_pool = bench::text_of(way.pool);
    }
    if (!way.group.empty()) {
        request.network_border_group = bench::text_of(way.group);
    }
    region.release(way.account, region.allocate(way.account, request),
                   way.group);
}

/* `among` of the ways, spread evenly over all, in random order. */
void run_pair(benchmark::State &state, const Make &make, uint32_t count,
              uint64_t among) {
    auto world = std::make_unique<World>();
    bench::Random random(1);

    make(*world, count);
    uint64_t ways = world->ways.size();
    uint64_t used = std::min(among, ways);
    for (uint64_t i = 0; i < used; i++) {
        use(world->region, world->ways[i * ways / used]);
    }
    bench::against(
        state, TIMES,
        [&](uint64_t n) {
            for (uint64_t i = 0; i < n; i++) {
                uint64_t way = random.below(used) * ways / used;
                use(world->region, world->ways[way]);
            }
        },
        bench::r4);
}

void make_accounts(World &world, uint32_t count) {
    world.region.provision(bench::AMAZON, "", bench::blocks(1, 12));
    for (uint32_t i = 0; i < count; i++) {
        world.region.account(ACCOUNT + i);
        world.ways.push_back({ACCOUNT + i, "", ""});
    }
}

void make_pools(World &world, uint32_t count) {
    std::vector<eip_cidr> cidrs = bench::blocks(count, 24);

    for (uint32_t i = 0; i < count; i++) {
        eip_pool_ref pool = world.region.pool();
        char text[EIP_POOL_ID_TEXT_SIZE];

        world.region.provision(pool, "", {cidrs[i]});
        (void)eip_pool_id_format(pool, text);
        world.ways.push_back({ACCOUNT, text, ""});
    }
}

void make_cidrs(World &world, uint32_t count) {
    world.region.provision(bench::AMAZON, "", bench::blocks(count, 24));
    world.ways.push_back({});
}

void make_groups(World &world, uint32_t count) {
    std::vector<eip_cidr> cidrs = bench::blocks(count, 24);

    for (uint32_t i = 0; i < count; i++) {
        std::string name = "us-east-1-lz" + std::to_string(i);

        world.region.group(name);
        world.region.provision(bench::AMAZON, name, {cidrs[i]});
        world.ways.push_back({ACCOUNT, "", name});
    }
}

void run_build(benchmark::State &state, uint32_t count) {
    std::unique_ptr<Region> region;
    const std::vector<eip_cidr> cidrs = bench::blocks(count, 24);

    bench::once(state, {[&] { region = std::make_unique<Region>(); },
                        [&] { region->provision(bench::AMAZON, "", cidrs); },
                        [&] { region.reset(); }});
}

void run_swap(benchmark::State &state, uint32_t count) {
    Region region;
    std::vector<eip_cidr> cidrs = bench::blocks(count + 1, 24);
    eip_cidr last = cidrs.back();

    cidrs.pop_back();
    region.provision(bench::AMAZON, "", cidrs);
    bench::once(state, {[] {},
                        [&] {
                            region.provision(bench::AMAZON, "", {last});
                            region.drain(last);
                        },
                        [] {}});
}

void run_open(benchmark::State &state) {
    std::unique_ptr<Region> region;

    bench::once(state, {[] {}, [&] { region = std::make_unique<Region>(); },
                        [&] { region.reset(); }});
}

void run_close(benchmark::State &state, uint32_t count) {
    std::unique_ptr<Region> region;
    const std::vector<eip_cidr> cidrs = bench::blocks(count, 24);

    bench::once(state, {[&] {
                            region = std::make_unique<Region>();
                            region->provision(bench::AMAZON, "", cidrs);
                        },
                        [&] { region.reset(); }, [] {}});
}

void add_pairs(const std::string &what, const Make &make,
               const std::vector<uint32_t> &counts) {
    for (uint32_t count : counts) {
        std::string tail = what + "/" + std::to_string(count);

        bench::add("growth/pair/" + tail,
                   [make, count](benchmark::State &state) {
                       run_pair(state, make, count, HOT);
                   });
        if (what != "cidrs") {
            bench::add("growth/any/" + tail,
                       [make, count](benchmark::State &state) {
                           run_pair(state, make, count, count);
                       });
        }
    }
}

const int registered = [] {
    add_pairs("accounts", make_accounts,
              {10, 100, 1000, 10000, 100000, 1000000});
    add_pairs("pools", make_pools, {1, 10, 100, 1000, 10000});
    add_pairs("cidrs", make_cidrs, {1, 10, 100, 1000, 10000, 100000});
    add_pairs("groups", make_groups, {1, 10, 100, 1000});
    for (uint32_t count : {1u, 100u, 10000u, 100000u}) {
        std::string tail = "/" + std::to_string(count);

        bench::add("growth/build" + tail, [count](benchmark::State &state) {
            run_build(state, count);
        });
        bench::add("growth/swap" + tail, [count](benchmark::State &state) {
            run_swap(state, count);
        });
        bench::add("growth/close" + tail, [count](benchmark::State &state) {
            run_close(state, count);
        });
    }
    bench::add("growth/open", run_open);
    return 0;
}();

} // namespace
