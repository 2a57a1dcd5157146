/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Our engine through its public functions, nothing switched off; an account a
 * thread. A handle is the allocation id. */
#include "subject.h"

#include <eip/eip.h>

#include <stdio.h>
#include <stdlib.h>

enum { QUOTA = 1 << 26, TAGS = 2 };

/* What callers begin with. Copied: to initialise so large a struct gcc 12 emits
 * `rep stos`, which costs as much as a locked access, and is not ours. */
static eip_allocate_address_request empty = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;

static void must(eip_status status, const eip_error *error) {
    if (status != EIP_OK) {
        (void)fprintf(stderr, "api: %s: %s\n", eip_status_name(status),
                      error == NULL ? "" : error->message);
        abort();
    }
}

static void *open_engine(const struct setting *setting) {
    enum { BLOCK_BITS = 20, MOST = 4096 };
    static eip_cidr cidrs[MOST];
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    uint32_t bits = setting->bits;
    uint32_t own = bits < BLOCK_BITS ? bits : BLOCK_BITS;
    uint32_t count = 1u << (bits - own);
    eip_config config = EIP_CONFIG_INIT;
    eip_error error = EIP_ERROR_INIT;
    eip_engine *engine = NULL;

    empty.size = sizeof empty; /* not known to the compiler */
    config.region = eip_text_of("us-east-1");
    config.flags = EIP_ENGINE_SEEDED; /* the same instructions each time */
    config.seed = 1;
    config.quota_default = QUOTA;
    config.cooldown_ms = setting->cooldown_ms;
    config.cooldown_given = 1;
    must(eip_engine_open(&config, &engine, &error), &error);
    for (uint32_t i = 0; i < count; i++) {
        cidrs[i] = (eip_cidr){(UINT32_C(16) << 24) + (i << own), 32 - own};
    }
    must(eip_admin_provision_cidrs(engine, amazon, config.region, cidrs, count,
                                   &error),
         &error);
    return engine;
}

static void close_engine(void *engine) {
    eip_engine_close(engine);
}

static void nothing(void *engine, uint32_t thread) {
    (void)engine;
    (void)thread;
}

static bool take_with(void *engine, uint32_t thread,
                      const eip_allocate_address_request *request,
                      uint64_t *handle) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_caller caller = EIP_CALLER_INIT(100000000001 + thread);

    if (eip_allocate_address(engine, &caller, request, &got, NULL) != EIP_OK) {
        return false;
    }
    *handle = got.allocation_id;
    return true;
}

static bool take(void *engine, uint32_t thread, uint64_t *handle) {
    eip_allocate_address_request request = empty;

    return take_with(engine, thread, &request, handle);
}

static bool take_tagged(void *engine, uint32_t thread, uint64_t *handle) {
    static const eip_tag tags[TAGS] = {
        {{"Name", 4, 0}, {"web-1", 5, 0}},
        {{"Stage", 5, 0}, {"production", 10, 0}},
    };
    static const eip_tag_specification specification = {
        {"elastic-ip", 10, 0}, tags, TAGS, 0};
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;

    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    return take_with(engine, thread, &request, handle);
}

/* The same, all threads as one account. */
static bool take_shared(void *engine, uint32_t thread, uint64_t *handle) {
    (void)thread;
    return take(engine, 0, handle);
}

static void give(void *engine, uint32_t thread, uint64_t handle) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(100000000001 + thread);

    request.allocation_id = handle;
    must(eip_release_address(engine, &caller, &request, NULL), NULL);
}

static void give_shared(void *engine, uint32_t thread, uint64_t handle) {
    (void)thread;
    give(engine, 0, handle);
}

const struct subject subject_api = {"api",   open_engine, close_engine, nothing,
                                    nothing, take,        give};
const struct subject subject_api_tags = {
    "api-tags", open_engine, close_engine, nothing, nothing, take_tagged, give};
const struct subject subject_api_shared = {
    "api-shared", open_engine, close_engine, nothing,
    nothing,      take_shared, give_shared};
