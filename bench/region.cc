/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "region.h"

#include <cstdio>
#include <cstdlib>

namespace bench {

void must(eip_status status, const char *what) {
    if (status != EIP_OK) {
        std::fprintf(stderr, "eip_bench: %s: %s\n", what,
                     eip_status_name(status));
        std::exit(1);
    }
}

static eip_config config_of_all() {
    eip_config config = EIP_CONFIG_INIT;

    config.region = eip_text_of("us-east-1");
    config.quota_default = EIP_QUOTA_MAX;
    config.cooldown_given = 1;
    return config;
}

Region::Region() {
    const eip_config config = config_of_all();

    must(eip_engine_open(&config, &engine_, nullptr), "open");
}

Region::Region(eip_store *store, uint32_t interval_ms) {
    const eip_config config = config_of_all();
    eip_store_options options = EIP_STORE_OPTIONS_INIT;

    options.interval_ms = interval_ms;
    must(eip_store_load(&config, store, &options, &engine_, nullptr), "load");
}

void Region::wait() {
    must(eip_store_wait(engine_, eip_store_ticket(engine_), nullptr), "wait");
}

Region::~Region() {
    eip_engine_close(engine_);
}

void Region::provision(eip_pool_ref pool, const std::string &group,
                       const std::vector<eip_cidr> &cidrs) {
    eip_text name = group.empty() ? eip_text{} : text_of(group);

    must(eip_admin_provision_cidrs(engine_, pool, name, cidrs.data(),
                                   static_cast<uint32_t>(cidrs.size()),
                                   nullptr),
         "provision");
}

void Region::drain(eip_cidr cidr) {
    must(eip_admin_drain_cidr(engine_, AMAZON, cidr, EIP_DRAIN_IF_UNUSED,
                              nullptr, nullptr),
         "drain");
}

void Region::group(const std::string &name) {
    must(eip_admin_create_border_group(engine_, text_of(name),
                                       EIP_BORDER_GROUP_LOCAL_ZONE, nullptr),
         "border group");
}

eip_pool_ref Region::pool() {
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_pool_ref made = {0, 0, 0};

    spec.pool.kind = EIP_POOL_PUBLIC_IPV4;
    spec.owner = ACCOUNT;
    must(eip_admin_create_pool(engine_, &spec, &made, nullptr), "pool");
    return made;
}

void Region::account(uint64_t account) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;

    spec.account = account;
    spec.quota = EIP_QUOTA_MAX;
    must(eip_admin_set_account(engine_, &spec, nullptr), "account");
}

uint64_t Region::allocate(uint64_t account,
                          const eip_allocate_address_request &request) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);

    must(eip_allocate_address(engine_, &caller, &request, &got, nullptr),
         "allocate");
    return got.allocation_id;
}

uint64_t Region::allocate(uint64_t account) {
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;

    return allocate(account, request);
}

void Region::release(uint64_t account, uint64_t id, const std::string &group) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);

    request.allocation_id = id;
    if (!group.empty()) {
        request.network_border_group = text_of(group);
    }
    must(eip_release_address(engine_, &caller, &request, nullptr), "release");
}

uint64_t Region::describe(uint64_t account) {
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_address_list *list = nullptr;

    must(eip_describe_addresses(engine_, &caller, nullptr, &list, nullptr),
         "describe");
    uint64_t count = eip_address_list_count(list);
    eip_address_list_free(list);
    return count;
}

std::vector<eip_cidr> blocks(uint32_t count, uint32_t prefix_bits) {
    std::vector<eip_cidr> found;

    for (uint32_t i = 0; i < count; i++) {
        found.push_back(
            {FIRST_ADDRESS + (i << (32 - prefix_bits)), prefix_bits});
    }
    return found;
}

} // namespace bench
