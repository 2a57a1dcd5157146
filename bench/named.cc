/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Named addresses: `recover`, by AllocateAddress with Address, the latency of
 * each; and `lookup`, from an address to its word, each found from the last,
 * against the same through a plain array. */
#include "measure.h"
#include "region.h"
#include "subjects/lookup.h"

namespace {

using bench::ACCOUNT;
using bench::FIRST_ADDRESS;
using bench::Region;

constexpr uint32_t COLD_BITS = 24;
constexpr uint32_t HOT_BITS = 8;
constexpr uint64_t TIMES = 256;

/* Addresses that the account has released: the i-th is place_of(i). */
class Released {
  public:
    explicit Released(uint32_t bits) : bits_(bits) {
        std::vector<uint64_t> ids(size_t(1) << bits);

        region_.provision(bench::AMAZON, "", bench::blocks(1, 32 - bits));
        for (uint64_t &id : ids) {
            id = region_.allocate(ACCOUNT);
        }
        for (uint64_t id : ids) {
            region_.release(ACCOUNT, id);
        }
    }
    eip_engine *engine() {
        return region_.engine();
    }
    void prepare(uint64_t i) {
        auto place = static_cast<uint32_t>(i * 2654435761u);

        (void)eip_ipv4_format(FIRST_ADDRESS + (place & ((1u << bits_) - 1)),
                              text_);
    }
    void recover() {
        eip_allocate_address_request request =
            EIP_ALLOCATE_ADDRESS_REQUEST_INIT;

        request.address = eip_text_of(text_);
        last_ = region_.allocate(ACCOUNT, request);
    }
    void release_last() {
        if (last_ != 0) {
            region_.release(ACCOUNT, last_);
        }
        last_ = 0;
    }

  private:
    Region region_;
    uint32_t bits_;
    uint64_t last_ = 0;
    char text_[EIP_IPV4_TEXT_SIZE] = "";
};

/* One address, over and over. */
void run_hot(benchmark::State &state) {
    Released released(HOT_BITS);

    bench::latencies(
        state, TIMES, [&](uint64_t) { released.recover(); },
        [&](uint64_t) {
            released.release_last();
            released.prepare(0);
        });
}

/* Each one once before it comes again, and given back before the next. */
void run_cold(benchmark::State &state) {
    Released released(COLD_BITS);

    bench::latencies(
        state, TIMES, [&](uint64_t) { released.recover(); },
        [&](uint64_t i) {
            released.release_last();
            released.prepare(i & ((uint64_t(1) << COLD_BITS) - 1));
        });
}

void run_lookup(benchmark::State &state, uint32_t bits) {
    Released released(bits);
    std::vector<uint64_t> words(size_t(1) << bits);
    uint32_t own = 0;
    uint32_t base = 0;

    bench::against(
        state, TIMES,
        [&](uint64_t n) {
            own = lookup_chain(released.engine(), FIRST_ADDRESS, bits, n, own);
        },
        [&](uint64_t n) { base = array_chain(words.data(), bits, n, base); });
    benchmark::DoNotOptimize(own + base);
    state.SetLabel("array");
}

const int registered = [] {
    bench::add("recover/hot", run_hot);
    bench::add("recover/cold", run_cold);
    bench::add("lookup/hot",
               [](benchmark::State &state) { run_lookup(state, HOT_BITS); });
    bench::add("lookup/cold",
               [](benchmark::State &state) { run_lookup(state, COLD_BITS); });
    return 0;
}();

} // namespace
