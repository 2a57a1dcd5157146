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
#include "proof/power/killed.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { THREADS = 3 };

static struct shared {
    struct killed killed;
    struct notes notes[THREADS];
} * shared;

static uint64_t random_state = 1;
static uint32_t flags;

static uint64_t draw(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

/* -- the process that is killed ---------------------------------------------------- */

static void *work(void *context) {
    struct notes *notes = context;
    uint64_t state = notes->random;

    while (notes->wrong[0] == '\0' && notes_work(notes, killed_engine)) {
        state = state * UINT64_C(6364136223846793005) + 1;
        if ((flags & EIP_STORE_SYNC) == 0) {
            if (state >> 61 != 0) {
                continue;
            }
            if (eip_store_wait(killed_engine, eip_store_ticket(killed_engine),
                               NULL) != EIP_OK) {
                (void)snprintf(notes->wrong, sizeof notes->wrong, "no store");
            }
        }
        notes_durable(notes);
        shared->killed.acknowledged++;
    }
    return NULL;
}

static _Noreturn void child(uint64_t dice) {
    pthread_t thread[THREADS];

    flags = killed_load(dice);
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&thread[i], NULL, work, &shared->notes[i]) != 0) {
            _exit(1);
        }
    }
    for (int i = 0; i < THREADS; i++) {
        (void)pthread_join(thread[i], NULL);
    }
    killed_wait();
}

/* -- the one that compares ----------------------------------------------------------- */

static void compare(void) {
    char wrong[NOTES_TEXT] = "";

    for (int i = 0; i < THREADS; i++) {
        if (!notes_compare(&shared->notes[i], killed_engine, wrong)) {
            killed_fail("lost or twice", wrong);
        }
    }
}

/* Now and then all is folded, so that the log is long at most times, but not at
 * all. */
static void look(bool is_first) {
    killed_look(compare, is_first, draw() % 8 == 0);
}

int main(int count, char **arguments) {
    uint64_t times = count > 1 ? strtoull(arguments[1], NULL, 10) : 100;
    uint64_t early = 0;

    shared = killed_begin("kill", sizeof *shared);
    for (int i = 0; i < THREADS; i++) {
        shared->notes[i].account = 100 + (uint64_t)i;
        shared->notes[i].random = 7 + (uint64_t)i;
    }
    look(true);
    for (uint64_t i = 0; i < times; i++) {
        uint64_t dice = draw();

        early += killed_once(child, dice, draw() % KILLED_LONGEST_US);
        look(false);
    }
    killed_end();
    printf("kill: %llu times, %llu of them while it loaded, %llu times "
           "acknowledged: nothing lost, nothing twice\n",
           (unsigned long long)times, (unsigned long long)early,
           (unsigned long long)shared->killed.acknowledged);
    return shared->killed.acknowledged > times ? 0 : 1;
}
