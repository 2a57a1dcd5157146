/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * An engine with a store on disk whose process is killed at any moment, again
 * and again: while it loads, while threads allocate, release, tag and raise
 * quotas, while the store is folded. Each time it is loaded and compared with
 * what was acknowledged: nothing is lost, nothing is there twice, and what was
 * not acknowledged is there wholly or not, in the order it was done.
 *
 *     kill TIMES
 */
#include "eip/store_lmdb.h"
#include "proof/power/notes.h"
#include "support/device/device.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 3, LONGEST_US = 12000 };

static struct shared {
    struct notes notes[THREADS];
    _Atomic uint32_t is_up; /* the engine is loaded */
    _Atomic uint64_t acknowledged;
    char wrong[NOTES_TEXT];
} * shared;

static const char *directory;
static uint64_t random_state = 1;
static uint32_t flags;
static eip_engine *engine;

static uint64_t draw(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static _Noreturn void fail(const char *what, const char *detail) {
    printf("kill: %s: %s\n", what, detail);
    exit(1);
}

/* -- the process that is killed ---------------------------------------------------- */

static void *work(void *context) {
    struct notes *notes = context;
    uint64_t state = notes->random;

    while (notes->wrong[0] == '\0' && notes_work(notes, engine)) {
        state = state * UINT64_C(6364136223846793005) + 1;
        if ((flags & EIP_STORE_SYNC) == 0) {
            if (state >> 61 != 0) {
                continue;
            }
            if (eip_store_wait(engine, eip_store_ticket(engine), NULL) !=
                EIP_OK) {
                (void)snprintf(notes->wrong, sizeof notes->wrong, "no store");
            }
        }
        notes_durable(notes);
        shared->acknowledged++;
    }
    return NULL;
}

static _Noreturn void child(uint64_t dice) {
    eip_store_options options = EIP_STORE_OPTIONS_INIT;
    const eip_config config = notes_config();
    pthread_t thread[THREADS];
    eip_store *store = NULL;

    flags = dice % 3 == 0 ? EIP_STORE_SYNC : 0;
    options.flags = flags;
    options.interval_ms = dice % 2;
    if (eip_store_open_lmdb(directory, NULL, &store, NULL) != EIP_OK ||
        eip_store_load(&config, store, &options, &engine, NULL) != EIP_OK) {
        (void)snprintf(shared->wrong, sizeof shared->wrong, "does not load");
        _exit(1);
    }
    shared->is_up = 1;
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&thread[i], NULL, work, &shared->notes[i]) != 0) {
            _exit(1);
        }
    }
    for (int i = 0; i < THREADS; i++) {
        (void)pthread_join(thread[i], NULL);
    }
    for (;;) {
        (void)pause();
    }
}

/* -- the one that compares ----------------------------------------------------------- */

static void compare(bool is_first) {
    const eip_config config = notes_config();
    eip_error error = EIP_ERROR_INIT;
    char wrong[NOTES_TEXT] = "";
    eip_store *store = NULL;
    eip_status status = eip_store_open_lmdb(directory, NULL, &store, &error);

    if (shared->wrong[0] != '\0') {
        fail("the child", shared->wrong);
    }
    if (status == EIP_OK) {
        status = eip_store_load(&config, store, NULL, &engine, &error);
    }
    if (status != EIP_OK) {
        fail("does not load", error.message);
    }
    if (is_first && notes_build(engine) != EIP_OK) {
        fail("no addresses", "");
    }
    for (int i = 0; i < THREADS; i++) {
        if (!notes_compare(&shared->notes[i], engine, wrong)) {
            fail("lost or twice", wrong);
        }
    }
    if (!notes_sound(engine, wrong)) {
        fail("the audit", wrong);
    }
    eip_engine_close(engine);
    /* Now and then all is folded, so that the log is long at most times, but
     * not at all. */
    if (draw() % 8 == 0) {
        uint32_t left = 1;

        while (left != 0) {
            if (store->fold(store->context, 10000, &left, &error) != EIP_OK) {
                fail("does not fold", error.message);
            }
        }
    }
    eip_store_close(store);
}

static void wait_us(uint64_t us) {
    struct timespec time = {0, (long)us * 1000};

    (void)nanosleep(&time, NULL);
}

static void kill_one(uint64_t *early) {
    uint64_t dice = draw();
    int status = 0;
    pid_t pid;

    shared->is_up = 0;
    pid = fork();
    if (pid == 0) {
        child(dice);
    }
    if (dice >> 60 != 0) {
        /* Else while it comes up, perhaps. */
        while (shared->is_up == 0 && waitpid(pid, &status, WNOHANG) == 0) {
            wait_us(50);
        }
    }
    wait_us(draw() % LONGEST_US);
    *early += shared->is_up == 0;
    (void)kill(pid, SIGKILL);
    (void)waitpid(pid, &status, 0);
}

int main(int count, char **arguments) {
    uint64_t times = count > 1 ? strtoull(arguments[1], NULL, 10) : 100;
    uint64_t early = 0;

    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) {
        perror("kill");
        return 2;
    }
    directory = device_directory();
    for (int i = 0; i < THREADS; i++) {
        shared->notes[i].account = 100 + (uint64_t)i;
        shared->notes[i].random = 7 + (uint64_t)i;
    }
    compare(true);
    for (uint64_t i = 0; i < times; i++) {
        kill_one(&early);
        compare(false);
    }
    device_remove(directory);
    printf("kill: %llu times, %llu of them while it loaded, %llu times "
           "acknowledged: nothing lost, nothing twice\n",
           (unsigned long long)times, (unsigned long long)early,
           (unsigned long long)shared->acknowledged);
    return shared->acknowledged > times ? 0 : 1;
}
