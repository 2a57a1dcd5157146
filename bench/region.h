/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file region.h  An engine, for benchmarks that need more than a set: what
 *  fails ends the program with a message. */
#ifndef EIP_BENCH_REGION_H
#define EIP_BENCH_REGION_H

#include <eip/eip.h>

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

constexpr uint64_t ACCOUNT = 200000000001;
constexpr uint32_t FIRST_ADDRESS = UINT32_C(16) << 24;
constexpr eip_pool_ref AMAZON = {0, EIP_POOL_AMAZON, 0};

/** End the program unless it succeeded. */
void must(eip_status status, const char *what);

inline eip_text text_of(const std::string &text) {
    return {text.data(), static_cast<uint32_t>(text.size()), 0};
}

class Region {
  public:
    Region();
    /** Of what a store has. */
    explicit Region(eip_store *store, uint32_t interval_ms = 0);
    ~Region();
    Region(const Region &) = delete;
    Region &operator=(const Region &) = delete;

    eip_engine *engine() {
        return engine_;
    }
    /** All that has been done is durable. */
    void wait();
    void provision(eip_pool_ref pool, const std::string &group,
                   const std::vector<eip_cidr> &cidrs);
    void drain(eip_cidr cidr);
    void group(const std::string &name);
    eip_pool_ref pool();
    void account(uint64_t account);

    uint64_t allocate(uint64_t account,
                      const eip_allocate_address_request &request);
    uint64_t allocate(uint64_t account);
    void release(uint64_t account, uint64_t id, const std::string &group = "");
    /** Describe all that the account holds; how many that was. */
    uint64_t describe(uint64_t account);

  private:
    eip_engine *engine_ = nullptr;
};

/** `count` blocks, one behind the other. */
std::vector<eip_cidr> blocks(uint32_t count, uint32_t prefix_bits);

} // namespace bench

#endif
