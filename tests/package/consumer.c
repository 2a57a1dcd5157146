/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Uses the installed library from C: opens an engine, provisions a block to
 * Amazon's pool, allocates and releases. Takes the version it expects. */
#include <eip/eip.h>
#include <stdio.h>
#include <string.h>

static int use_engine(eip_engine *engine) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    const eip_caller caller = EIP_CALLER_INIT(123456789012);
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_release_address_request back = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_cidr block;

    if (eip_cidr_parse(eip_text_of("203.0.113.0/24"), &block) != EIP_OK ||
        eip_admin_provision_cidrs(engine, amazon, eip_text_of(NULL), &block, 1,
                                  NULL) != EIP_OK ||
        eip_allocate_address(engine, &caller, NULL, &got, NULL) != EIP_OK ||
        !eip_cidr_contains(block, got.public_ip)) {
        return 1;
    }
    back.allocation_id = got.allocation_id;
    return eip_release_address(engine, &caller, &back, NULL) != EIP_OK;
}

int main(int argc, char **argv) {
    eip_config config = EIP_CONFIG_INIT;
    eip_engine *engine = NULL;
    int failed;

    if (argc != 2 || strcmp(argv[1], eip_version_text()) != 0) {
        fprintf(stderr, "libeip is %s\n", eip_version_text());
        return 1;
    }
    config.region = eip_text_of("us-east-1");
    if (eip_engine_open(&config, &engine, NULL) != EIP_OK) {
        return 1;
    }
    failed = use_engine(engine);
    eip_engine_close(engine);
    return failed;
}
