/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Engines with stores, without memory. */
#include "oom.h"

#include "registry/engine.h"

#include <stdlib.h>

static void nothing(struct world *w) {
    (void)w;
}

/* A block, and an address of it; and an account's index that came to nothing, as
 * of a thread that came second. */
static eip_status fill(eip_engine *engine, struct world *w) {
    const eip_caller alice = EIP_CALLER_INIT(WORLD_ALICE);
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_cidr cidr = world_cidr("203.0.113.0/28");
    eip_status status = eip_admin_provision_cidrs(
        engine, amazon, (eip_text){NULL, 0, 0}, &cidr, 1, &w->error);

    if (status == EIP_OK) {
        status = eip_allocate_address(engine, &alice, NULL, &got, &w->error);
    }
    if (status == EIP_OK) {
        eip__note(&engine->accounts.next,
                  eip__hint(&engine->accounts.next) + 1);
        status = eip_store_note(engine, eip_text_of("key"), eip_text_of("data"),
                                &w->error);
    }
    if (status == EIP_OK) {
        status = eip_store_sync(engine, &w->error);
    }
    /* It was the store that was refused. */
    if (status == EIP_ERR_STORE_FAILED) {
        status = EIP_ERR_OUT_OF_MEMORY;
        w->error.status = status;
    }
    return status;
}

/* Of an empty store, and then of what is in it. */
static eip_status use(struct world *w, eip_store *store) {
    eip_engine *engine = NULL;
    eip_status status =
        eip_store_load(&w->config, store, NULL, &engine, &w->error);
    uint32_t left;

    if (status == EIP_OK) {
        status = fill(engine, w);
    }
    eip_engine_close(engine);
    if (status != EIP_OK) {
        return status;
    }
    engine = NULL;
    status = store->fold(store->context, 1, &left, &w->error);
    if (status == EIP_OK) {
        status = eip_store_load(&w->config, store, NULL, &engine, &w->error);
    }
    eip_engine_close(engine);
    return status;
}

static eip_status use_store(struct world *w) {
    eip_store *store = NULL;
    eip_status status =
        eip_store_open_memory(&w->config.allocator, &store, &w->error);

    if (status == EIP_OK) {
        status = use(w, store);
    }
    eip_store_close(store);
    return status;
}

const struct subject oom_store_subjects[] = {
    {"use a store", nothing, use_store, NEEDS | READS},
};
const unsigned oom_store_subject_count =
    sizeof oom_store_subjects / sizeof oom_store_subjects[0];
