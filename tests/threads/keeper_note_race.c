/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Threads that allocate, release and note how many addresses they hold, while
 * others have that made durable. At some commit the store fails, and what it has
 * until then is loaded: each note fits the addresses. */
#include "eip/eip.h"
#include "support/internal/trial.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORKERS = 3, TURNS = 600, MOST = 8 /* addresses of a worker */ };

static eip_engine *engine;

static void must(int holds, const char *what) {
    if (!holds) {
        printf("keeper_note_race: %s\n", what);
        exit(1);
    }
}

/* -- a store that fails at some commit -------------------------------------------- */

static eip_status (*own_commit)(void *context, eip_error *error);
static uint64_t commits_to_go;

static eip_status commit(void *context, eip_error *error) {
    return commits_to_go-- == 0 ? EIP_ERR_STORE_IO : own_commit(context, error);
}

/* -- who holds --------------------------------------------------------------------- */

struct worker {
    uint64_t account;
    uint32_t held; /* also what the note that is kept says, in the end */
    uint64_t id[MOST];
};
static struct worker workers[WORKERS];

static void change(struct worker *worker, const eip_caller *caller,
                   uint64_t dice) {
    if (worker->held == 0 || (worker->held < MOST && dice >> 63 != 0)) {
        eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

        must(eip_allocate_address(engine, caller, NULL, &got, NULL) == EIP_OK,
             "allocate");
        worker->id[worker->held++] = got.allocation_id;
    } else {
        eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

        request.allocation_id = worker->id[--worker->held];
        must(eip_release_address(engine, caller, &request, NULL) == EIP_OK,
             "release");
    }
}

static eip_text bytes_of(const void *bytes, uint32_t size) {
    return (eip_text){bytes, size, 0};
}

/* Until there is no store any more. */
static void *work(void *context) {
    struct worker *worker = context;
    const eip_caller caller = EIP_CALLER_INIT(worker->account);
    uint64_t dice = worker->account;
    eip_status status = EIP_OK;

    while (status == EIP_OK) {
        dice = dice * UINT64_C(6364136223846793005) + 1442695040888963407;
        must(eip_store_hold(engine, NULL) == EIP_OK, "hold");
        change(worker, &caller, dice);
        status = eip_store_note(
            engine, bytes_of(&worker->account, sizeof worker->account),
            bytes_of(&worker->held, sizeof worker->held), NULL);
        eip_store_release(engine);
        if (status == EIP_OK && dice >> 60 == 0) {
            status = eip_store_sync(engine, NULL);
        }
    }
    must(status == EIP_ERR_STORE_FAILED || status == EIP_ERR_STORE_IO, "note");
    return NULL;
}

/* -- what is left ------------------------------------------------------------------- */

static eip_status read_note(void *context, eip_text key, eip_text data) {
    uint64_t account;

    (void)context;
    must(key.size == sizeof account && data.size == sizeof workers[0].held,
         "a note of another size");
    memcpy(&account, key.data, sizeof account);
    memcpy(&workers[account - 100].held, data.data, sizeof workers[0].held);
    return EIP_OK;
}

static void compare(const struct worker *worker) {
    const eip_caller caller = EIP_CALLER_INIT(worker->account);
    eip_address_list *list = NULL;

    must(eip_describe_addresses(engine, &caller, NULL, &list, NULL) == EIP_OK,
         "describe");
    must(eip_address_list_count(list) == worker->held,
         "a note that does not fit");
    eip_address_list_free(list);
}

static uint64_t turn(uint64_t commits) {
    static const eip_cidr cidr = {0xc6120000, 24};
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    const eip_store_options each_ms = {sizeof each_ms, 0, 1, 0};
    eip_config config = EIP_CONFIG_INIT;
    eip_store *store = NULL;
    pthread_t thread[WORKERS];
    uint64_t noted = 0;

    config.region = eip_text_of("us-east-1");
    config.cooldown_given = 1;
    config.quota_default = 100;
    must(eip_store_open_memory(NULL, &store, NULL) == EIP_OK, "store");
    own_commit = store->commit;
    store->commit = commit;
    commits_to_go = 100;
    must(eip_store_load(&config, store, &each_ms, &engine, NULL) == EIP_OK,
         "load");
    must(eip_admin_provision_cidrs(engine, amazon, (eip_text){NULL, 0, 0},
                                   &cidr, 1, NULL) == EIP_OK &&
             eip_store_detach(engine, NULL) == EIP_OK,
         "provision");
    eip_engine_close(engine);
    commits_to_go = commits;
    must(eip_store_load(&config, store, &each_ms, &engine, NULL) == EIP_OK,
         "load");
    for (uint64_t i = 0; i < WORKERS; i++) {
        workers[i] = (struct worker){.account = 100 + i};
        must(pthread_create(&thread[i], NULL, work, &workers[i]) == 0,
             "thread");
    }
    for (uint64_t i = 0; i < WORKERS; i++) {
        (void)pthread_join(thread[i], NULL);
        workers[i].held = 0;
    }
    eip_engine_close(engine);
    must(eip_store_notes(store, read_note, NULL, NULL) == EIP_OK, "notes");
    store->commit = own_commit;
    must(eip_store_load(&config, store, NULL, &engine, NULL) == EIP_OK,
         "load again");
    for (uint64_t i = 0; i < WORKERS; i++) {
        compare(&workers[i]);
        noted += workers[i].held;
    }
    eip_engine_close(engine);
    eip_store_close(store);
    return noted;
}

int main(void) {
    const uint64_t turns = trial_scaled(TURNS);
    uint64_t noted = 0;

    for (uint64_t i = 0; i < turns; i++) {
        noted += turn(1 + i % 40);
    }
    must(noted > turns, "nothing was noted");
    return 0;
}
