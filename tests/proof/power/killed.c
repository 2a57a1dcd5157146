/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "proof/power/killed.h"

#include "eip/store_lmdb.h"
#include "support/device/device.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

eip_engine *killed_engine;

static struct killed *shared;
static const char *name;
static const char *directory;

_Noreturn void killed_fail(const char *what, const char *detail) {
    printf("%s: %s: %s\n", name, what, detail);
    exit(1);
}

void *killed_begin(const char *program, uint64_t bytes) {
    name = program;
    shared = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) {
        perror(name);
        exit(2);
    }
    directory = device_directory();
    return shared;
}

void killed_end(void) {
    device_remove(directory);
}

/* -- the process that is killed ---------------------------------------------------- */

uint32_t killed_load(uint64_t dice) {
    eip_store_options options = EIP_STORE_OPTIONS_INIT;
    const eip_config config = notes_config();
    eip_store *store = NULL;

    options.flags = dice % 3 == 0 ? EIP_STORE_SYNC : 0;
    options.interval_ms = dice % 2;
    if (eip_store_open_lmdb(directory, NULL, &store, NULL) != EIP_OK ||
        eip_store_load(&config, store, &options, &killed_engine, NULL) !=
            EIP_OK) {
        (void)snprintf(shared->wrong, sizeof shared->wrong, "does not load");
        _exit(1);
    }
    shared->is_up = 1;
    return options.flags;
}

_Noreturn void killed_wait(void) {
    for (;;) {
        (void)pause();
    }
}

static void wait_us(uint64_t us) {
    struct timespec time = {0, (long)us * 1000};

    (void)nanosleep(&time, NULL);
}

bool killed_once(void (*child)(uint64_t dice), uint64_t dice, uint64_t us) {
    bool is_early;
    int status = 0;
    pid_t pid;

    shared->is_up = 0;
    pid = fork();
    if (pid == 0) {
        child(dice);
    }
    while (dice >> 60 != 0 && shared->is_up == 0 &&
           waitpid(pid, &status, WNOHANG) == 0) {
        wait_us(50);
    }
    wait_us(us);
    is_early = shared->is_up == 0;
    (void)kill(pid, SIGKILL);
    (void)waitpid(pid, &status, 0);
    return is_early;
}

/* -- the one that compares ----------------------------------------------------------- */

static eip_store *load(void) {
    const eip_config config = notes_config();
    eip_error error = EIP_ERROR_INIT;
    eip_store *store = NULL;

    if (eip_store_open_lmdb(directory, NULL, &store, &error) != EIP_OK ||
        eip_store_load(&config, store, NULL, &killed_engine, &error) !=
            EIP_OK) {
        killed_fail("does not load", error.message);
    }
    return store;
}

static void fold(eip_store *store) {
    eip_error error = EIP_ERROR_INIT;
    uint32_t left = 1;

    while (left != 0) {
        if (store->fold(store->context, 10000, &left, &error) != EIP_OK) {
            killed_fail("does not fold", error.message);
        }
    }
}

void killed_look(void (*compare)(void), bool is_first, bool folds) {
    char wrong[NOTES_TEXT] = "";
    eip_store *store;

    if (shared->wrong[0] != '\0') {
        killed_fail("the child", shared->wrong);
    }
    store = load();
    if (is_first && notes_build(killed_engine) != EIP_OK) {
        killed_fail("no addresses", "");
    }
    compare();
    if (!notes_sound(killed_engine, wrong)) {
        killed_fail("the audit", wrong);
    }
    eip_engine_close(killed_engine);
    if (folds) {
        fold(store);
    }
    eip_store_close(store);
}
