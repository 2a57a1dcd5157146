/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "proof/power/loss.h"

#include "support/device/device.h"

#include <stdio.h>

struct loss loss;
static const char *directory;
static uint64_t random_state = 88172645463325252u;
static uint64_t states;
static void (*compare)(void);

static void crash(enum device_loss lost) {
    device_crash(loss.image, lost, &random_state);
    loss.compared++;
    compare();
}

static void before_call(void) {
    loss.calls++;
    crash(DEVICE_LOSE_ALL);
    if (device_unsynced() != 0) {
        crash(DEVICE_LOSE_NONE);
        for (uint64_t i = 0; i < states; i++) {
            loss.torn++;
            crash(DEVICE_LOSE_SOME);
        }
    }
}

const char *loss_start(uint64_t of_a_call, void (*compares)(void)) {
    directory = device_directory();
    loss.image = device_directory();
    states = of_a_call;
    compare = compares;
    device_watch(directory);
    device_before = before_call;
    return directory;
}

void loss_stop(void) {
    before_call();
    device_before = NULL;
}

void loss_end(void) {
    device_forget();
    device_remove(directory);
    device_remove(loss.image);
    printf("%llu calls, %llu states, %llu of them with part of what was not "
           "synced: nothing lost, nothing half\n",
           (unsigned long long)loss.calls, (unsigned long long)loss.compared,
           (unsigned long long)loss.torn);
}
