/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * A store on disk whose device loses power, at every call that changes it: what
 * was synced is there, of the rest any part. Each state is opened, loaded and
 * compared with what was acknowledged; some are written to, and lose power
 * again.
 *
 *     store STATES     of each call, and of each of those twice: all of what is
 *                      not synced lost, none of it, some of it STATES times
 */
#include "eip/store_lmdb.h"
#include "proof/power/loss.h"
#include "support/internal/groups.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GROUPS = 40, FOLD_EVERY = 4, FOLD = 25 };

static uint64_t acknowledged;
static uint64_t asked;

static void fail(const char *what, const char *detail) {
    printf("%s: %s (group %llu of %llu, call %llu)\n", what, detail,
           (unsigned long long)acknowledged, (unsigned long long)asked,
           (unsigned long long)loss.calls);
    exit(1);
}

/* What was acknowledged is there, and what was asked wholly or not. */
static void compare(void) {
    eip_error error = EIP_ERROR_INIT;
    eip_store *store = NULL;
    struct groups_held held;

    if (eip_store_open_lmdb(loss.image, NULL, &store, &error) != EIP_OK) {
        fail("does not open", error.message);
    }
    held = groups_load(store);
    if (held.status != EIP_OK) {
        fail("does not load", eip_status_name(held.status));
    }
    if (held.last < acknowledged) {
        fail("lost", "an acknowledged group");
    }
    if (held.last > asked || held.digest != groups_digest(held.last)) {
        fail("half", "a group is there in part");
    }
    /* It can be gone on with. */
    if (loss.compared % 7 == 0 &&
        (group_commit(store, held.last + 1, &error) != EIP_OK ||
         groups_load(store).digest != groups_digest(held.last + 1))) {
        fail("does not go on", error.message);
    }
    eip_store_close(store);
}

int main(int count, char **arguments) {
    uint64_t states = count > 1 ? strtoull(arguments[1], NULL, 10) : 10;
    eip_store_lmdb_options options = EIP_STORE_LMDB_OPTIONS_INIT;
    eip_error error = EIP_ERROR_INIT;
    eip_store *store = NULL;
    const char *directory;
    uint32_t left;

    options.map_bytes = 65536;
    (void)groups_digest(GROUPS + 2);
    directory = loss_start(states, compare);
    if (eip_store_open_lmdb(directory, &options, &store, &error) != EIP_OK) {
        fail("does not open", error.message);
    }
    while (asked < GROUPS) {
        asked++;
        if (group_commit(store, asked, &error) != EIP_OK) {
            fail("commit", error.message);
        }
        acknowledged = asked;
        if (asked % FOLD_EVERY == 0 &&
            store->fold(store->context, FOLD, &left, &error) != EIP_OK) {
            fail("fold", error.message);
        }
    }
    loss_stop();
    eip_store_close(store);
    loss_end();
    return loss.calls > 100 && loss.torn > 0 ? 0 : 1;
}
