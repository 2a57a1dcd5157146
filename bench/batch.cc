/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* 64 addresses allocated by one call and released by one, against R4, an
 * address. */
#include "fixture.h"
#include "region.h"

namespace {

using bench::Fill;
using bench::Fixture;

constexpr uint32_t BATCH = 64;

void batches(eip_engine *engine, uint64_t times) {
    static eip_allocate_result results[BATCH];
    static eip_status statuses[BATCH];
    static uint64_t ids[BATCH];
    const eip_allocate_address_request request =
        EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(bench::ACCOUNT);

    for (uint64_t done = 0; done < times; done += BATCH) {
        for (eip_allocate_result &result : results) {
            result.response = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
        }
        bench::must(eip_allocate_many(engine, &caller, &request, 1, results,
                                      BATCH, nullptr),
                    "allocate_many");
        for (uint32_t i = 0; i < BATCH; i++) {
            ids[i] = results[i].response.allocation_id;
        }
        bench::must(eip_release_many(engine, &caller, ids, eip_text{}, statuses,
                                     BATCH, nullptr),
                    "release_many");
    }
}

void run_batch(benchmark::State &state, Fixture &fixture) {
    auto *engine = static_cast<eip_engine *>(fixture.set());

    bench::against(
        state, 4 * BATCH, [&](uint64_t n) { batches(engine, n); }, bench::r4);
}

const int registered = [] {
    for (uint32_t bits : {16u, 20u}) {
        for (uint32_t held : {0u, 5000u, 9000u}) {
            for (uint64_t cooldown :
                 {bench::NO_COOLDOWN, bench::DEFAULT_COOLDOWN}) {
                bench::add_filled("batch",
                                  Fill{&subject_api, bits, held, 1, cooldown},
                                  run_batch);
            }
        }
    }
    return 0;
}();

} // namespace
