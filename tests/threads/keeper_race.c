/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Threads that allocate, release and wait for the store; one that administrates;
 * one that takes snapshots; and the engine's own, which commits. In the end the
 * engine that is loaded of the store holds what this one held. Then engine and
 * store part and come together again while others allocate. */
#include "eip/eip.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    WORKERS = 3,
    STEPS = 30000,
    ADMIN_STEPS = 150,
    SNAPSHOTS = 10,
    PARTINGS = 300
};

static eip_engine *engine;

static void must(eip_status status, const char *what) {
    if (status != EIP_OK) {
        printf("keeper_race: %s: %s\n", what, eip_status_name(status));
        exit(1);
    }
}

static void *work(void *context) {
    eip_caller caller = EIP_CALLER_INIT(*(uint64_t *)context);
    uint64_t held[8];
    uint32_t count = 0;
    uint64_t dice = caller.account;

    for (int i = 0; i < STEPS; i++) {
        dice = dice * UINT64_C(6364136223846793005) + 1442695040888963407;
        if (count == 0 || (count < 8 && dice >> 63 != 0)) {
            eip_allocate_address_response got =
                EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

            must(eip_allocate_address(engine, &caller, NULL, &got, NULL),
                 "allocate");
            held[count++] = got.allocation_id;
        } else {
            eip_release_address_request request =
                EIP_RELEASE_ADDRESS_REQUEST_INIT;

            request.allocation_id = held[--count];
            must(eip_release_address(engine, &caller, &request, NULL),
                 "release");
        }
        if (dice >> 56 == 0) {
            uint64_t ticket = eip_store_ticket(engine);

            must(eip_store_wait(engine, ticket, NULL), "wait");
            if (!eip_store_is_durable(engine, ticket)) {
                must(EIP_ERR_STORE_FAILED, "durable");
            }
        }
    }
    return NULL;
}

static void *administrate(void *context) {
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;

    (void)context;
    for (uint32_t i = 0; i < ADMIN_STEPS; i++) {
        spec.account = 900 + i % 7;
        spec.quota = i;
        must(eip_admin_set_account(engine, &spec, NULL), "account");
    }
    return NULL;
}

static void *snap(void *context) {
    (void)context;
    for (int i = 0; i < SNAPSHOTS; i++) {
        eip_snapshot *snapshot = NULL;

        must(eip_snapshot_save_buffer(engine, &snapshot, NULL), "snapshot");
        eip_snapshot_free(snapshot);
    }
    return NULL;
}

/* -- parting ---------------------------------------------------------------------- */

static _Atomic int is_over;

/* What was released after the last round is held once more. */
static void release_all(const eip_caller *caller) {
    eip_address_list *list = NULL;

    must(eip_describe_addresses(engine, caller, NULL, &list, NULL), "describe");
    for (uint64_t i = 0; i < eip_address_list_count(list); i++) {
        eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;
        eip_address address = EIP_ADDRESS_INIT;

        must(eip_address_list_at(list, i, &address), "at");
        request.allocation_id = address.allocation_id;
        must(eip_release_address(engine, caller, &request, NULL), "release");
    }
    eip_address_list_free(list);
}

static void *use(void *context) {
    eip_caller caller = EIP_CALLER_INIT(*(uint64_t *)context);

    release_all(&caller);
    while (!is_over) {
        eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
        eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

        must(eip_allocate_address(engine, &caller, NULL, &got, NULL),
             "allocate");
        request.allocation_id = got.allocation_id;
        must(eip_release_address(engine, &caller, &request, NULL), "release");
    }
    return NULL;
}

/* When the thread's time comes they are anywhere in it. What the engine does
 * without its store is of nobody's keeping. */
static void part(uint64_t *account, long ns) {
    struct timespec time = {0, ns};
    pthread_t thread;

    is_over = 0;
    if (pthread_create(&thread, NULL, use, account) != 0) {
        must(EIP_ERR_OUT_OF_MEMORY, "thread");
    }
    (void)nanosleep(&time, NULL);
    must(eip_store_detach(engine, NULL), "detach");
    (void)nanosleep(&time, NULL);
    is_over = 1;
    (void)pthread_join(thread, NULL);
    eip_engine_close(engine);
}

static void part_often(const eip_config *config, eip_store *store,
                       const eip_store_options *options, uint64_t *account) {
    for (long i = 0; i < PARTINGS; i++) {
        must(eip_store_load(config, store, options, &engine, NULL), "load");
        part(account, 800000 + i * 1000);
    }
}

static uint64_t held_by(uint64_t account) {
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_address_list *list = NULL;
    uint64_t count;

    must(eip_describe_addresses(engine, &caller, NULL, &list, NULL),
         "describe");
    count = eip_address_list_count(list);
    eip_address_list_free(list);
    return count;
}

int main(void) {
    static const eip_cidr cidr = {0xc6120000, 24};
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    uint64_t account[WORKERS];
    uint64_t held[WORKERS];
    pthread_t thread[WORKERS + 2];
    eip_store_options options = EIP_STORE_OPTIONS_INIT;
    eip_config config = EIP_CONFIG_INIT;
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    eip_store *store = NULL;
    int failed = 0;

    config.region = eip_text_of("us-east-1");
    config.cooldown_given = 1;
    config.quota_default = 100;
    options.interval_ms = 1;
    must(eip_store_open_memory(NULL, &store, NULL), "store");
    must(eip_store_load(&config, store, &options, &engine, NULL), "load");
    must(eip_admin_provision_cidrs(engine, amazon, (eip_text){NULL, 0, 0},
                                   &cidr, 1, NULL),
         "provision");
    for (int i = 0; i < WORKERS; i++) {
        account[i] = 100 + (uint64_t)i;
        failed |= pthread_create(&thread[i], NULL, work, &account[i]);
    }
    failed |= pthread_create(&thread[WORKERS], NULL, administrate, NULL);
    failed |= pthread_create(&thread[WORKERS + 1], NULL, snap, NULL);
    for (int i = 0; i < WORKERS + 2 && !failed; i++) {
        (void)pthread_join(thread[i], NULL);
    }
    for (int i = 0; i < WORKERS; i++) {
        held[i] = held_by(account[i]);
    }
    eip_engine_close(engine);
    must(eip_store_load(&config, store, NULL, &engine, NULL), "load again");
    for (int i = 0; i < WORKERS; i++) {
        failed |= held[i] != held_by(account[i]);
    }
    must(eip_engine_audit(engine, NULL, NULL, &report), "audit");
    failed |= report.findings != 0;
    eip_engine_close(engine);
    part_often(&config, store, &options, &account[0]);
    eip_store_close(store);
    return failed;
}
