// SPDX-FileCopyrightText: 2026 The libeip authors
// SPDX-License-Identifier: Apache-2.0
//
// consumer.c's work, from C++.
#include <eip/eip.h>
#include <iostream>
#include <memory>
#include <string>

namespace {

struct Close {
    void operator()(eip_engine *engine) const {
        eip_engine_close(engine);
    }
};

using Engine = std::unique_ptr<eip_engine, Close>;

Engine open_engine() {
    eip_config config = EIP_CONFIG_INIT;
    eip_engine *engine = nullptr;
    config.region = eip_text_of("us-east-1");
    if (eip_engine_open(&config, &engine, nullptr) != EIP_OK) {
        return Engine();
    }
    return Engine(engine);
}

bool use_engine(eip_engine *engine) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    const eip_caller caller = EIP_CALLER_INIT(123456789012);
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_release_address_request back = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_cidr block;

    if (eip_cidr_parse(eip_text_of("203.0.113.0/24"), &block) != EIP_OK ||
        eip_admin_provision_cidrs(engine, amazon, eip_text_of(nullptr), &block,
                                  1, nullptr) != EIP_OK ||
        eip_allocate_address(engine, &caller, nullptr, &got, nullptr) !=
            EIP_OK ||
        !eip_cidr_contains(block, got.public_ip)) {
        return false;
    }
    back.allocation_id = got.allocation_id;
    return eip_release_address(engine, &caller, &back, nullptr) == EIP_OK;
}

} // namespace

int main(int argc, char **argv) {
    if (argc != 2 || std::string(argv[1]) != eip_version_text()) {
        std::cerr << "libeip is " << eip_version_text() << '\n';
        return 1;
    }
    Engine engine = open_engine();
    return engine && use_engine(engine.get()) ? 0 : 1;
}
