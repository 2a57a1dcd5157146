/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole engine whose store's device loses power, at every call that changes
 * it. Each state is loaded, audited, and compared with what was acknowledged.
 *
 *     engine ROUNDS STATES    waits of the engine; of each call the states with
 *                             part of what was not synced
 */
#include "device/device.h"
#include "eip/store_lmdb.h"
#include "proof/power/notes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct notes notes;
static const char *image;
static uint64_t random_state = 88172645463325252u;
static uint64_t states;
static uint64_t compared;
static uint64_t torn;
static uint64_t calls;
static bool is_built; /* the engine's addresses are acknowledged */

static _Noreturn void fail(const char *what, const char *detail) {
    printf("engine: %s: %s (call %llu)\n", what, detail,
           (unsigned long long)calls);
    exit(1);
}

static int32_t finding(void *context, const eip_audit_finding *found) {
    (void)snprintf(context, NOTES_TEXT, "%.*s", (int)found->message.size,
                   found->message.data);
    return 1;
}

static void compare(void) {
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    const eip_config config = notes_config();
    eip_error error = EIP_ERROR_INIT;
    char wrong[NOTES_TEXT] = "";
    eip_engine *engine = NULL;
    eip_store *store = NULL;
    eip_status status = eip_store_open_lmdb(image, NULL, &store, &error);

    compared++;
    if (status == EIP_OK) {
        status = eip_store_load(&config, store, NULL, &engine, &error);
    }
    if (status != EIP_OK) {
        fail("does not load", error.message);
    }
    if (is_built && !notes_agree(&notes, engine, wrong)) {
        fail("lost or half", wrong);
    }
    if (eip_engine_audit(engine, finding, wrong, &report) != EIP_OK ||
        report.findings != 0) {
        fail("the audit", wrong);
    }
    eip_engine_close(engine);
    eip_store_close(store);
}

static void crash(enum device_loss loss) {
    device_crash(image, loss, &random_state);
    compare();
}

static void before_call(void) {
    calls++;
    crash(DEVICE_LOSE_ALL);
    if (device_unsynced() != 0) {
        crash(DEVICE_LOSE_NONE);
        for (uint64_t i = 0; i < states; i++) {
            torn++;
            crash(DEVICE_LOSE_SOME);
        }
    }
}

/* Some operations, and a wait; now and then the engine is loaded anew. */
static void run(const char *directory, uint64_t rounds) {
    const eip_config config = notes_config();
    eip_error error = EIP_ERROR_INIT;
    eip_engine *engine = NULL;
    eip_store *store = NULL;
    uint32_t left;

    for (uint64_t i = 0; i < rounds; i++) {
        if (engine == NULL &&
            (eip_store_open_lmdb(directory, NULL, &store, &error) != EIP_OK ||
             eip_store_load(&config, store, NULL, &engine, &error) != EIP_OK)) {
            fail("does not load", error.message);
        }
        if (i == 0 && (notes_build(engine) != EIP_OK ||
                       eip_store_sync(engine, &error) != EIP_OK)) {
            fail("no addresses", error.message);
        }
        is_built = true;
        for (uint64_t k = 0; k < 1 + i % 7; k++) {
            (void)notes_work(&notes, engine);
        }
        if (eip_store_wait(engine, eip_store_ticket(engine), &error) !=
            EIP_OK) {
            fail("does not keep", error.message);
        }
        notes_durable(&notes);
        if (i % 5 == 4 &&
            store->fold(store->context, 20, &left, &error) != EIP_OK) {
            fail("does not fold", error.message);
        }
        if (i % 11 == 10 || i + 1 == rounds) {
            eip_engine_close(engine);
            eip_store_close(store);
            engine = NULL;
        }
    }
}

int main(int count, char **arguments) {
    uint64_t rounds = count > 1 ? strtoull(arguments[1], NULL, 10) : 40;
    const char *directory = device_directory();

    states = count > 2 ? strtoull(arguments[2], NULL, 10) : 3;
    image = device_directory();
    notes.account = 100;
    notes.random = 7;
    device_watch(directory);
    device_before = before_call;
    run(directory, rounds);
    before_call();
    device_before = NULL;
    device_forget();
    device_remove(directory);
    device_remove(image);
    printf("engine: %llu calls, %llu states, %llu of them with part of what "
           "was not synced: nothing lost, nothing half\n",
           (unsigned long long)calls, (unsigned long long)compared,
           (unsigned long long)torn);
    return calls > rounds && torn > 0 ? 0 : 1;
}
