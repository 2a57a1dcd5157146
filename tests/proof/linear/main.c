/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Linearisability: four threads work on a pool of two to four addresses, and
 * every history must have an order. linearise [HISTORIES]. */
#include "check.h"
#include "record.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    HISTORIES = 200000,
    BATCH = 32,    /* histories made before they are judged */
    TURNS = 3,     /* threads that run at once, at most */
    OF_POND = 1024 /* histories made on one engine */
};

enum answer { DONE, LIMIT, EMPTY, NOT_FOUND, OTHER, ANSWERS };

struct trial {
    struct pond pond;
    struct history *history; /* BATCH */
    uint64_t histories;
    record_clock clock;
    struct turns turns;
    struct checker checker[THREADS];
    _Atomic uint64_t answers[ANSWERS];
    _Atomic uint64_t overlapping; /* calls during which another was made */
    pthread_mutex_t verdict;
};

/* -- judging ------------------------------------------------------------------------ */

static void reject(struct trial *trial, struct checker *checker,
                   struct history *history, const char *reason) {
    (void)pthread_mutex_lock(&trial->verdict); /* and for good */
    (void)printf("linearise: a history that no order explains: %s\n",
                 reason == NULL ? "not linearisable" : reason);
    check_print(history);
    if (reason == NULL) {
        check_shrink(checker, history);
        (void)printf("linearise: of these, what matters:\n");
        check_print(history);
    }
    (void)fflush(stdout);
    trial_fail(__FILE__, __LINE__, "rejected");
}

static void count(struct trial *trial, const struct history *history) {
    uint64_t answers[ANSWERS] = {0};
    uint64_t overlapping = 0;

    for (uint32_t i = 0; i < THREADS; i++) {
        for (uint32_t j = 0; j < history->ops[i]; j++) {
            const struct op *op = &history->op[i][j];
            enum answer answer =
                op->status == EIP_OK                                  ? DONE
                : op->status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED        ? LIMIT
                : op->status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY ? EMPTY
                : op->status == EIP_ERR_ADDRESS_NOT_FOUND ||
                        op->status == EIP_ERR_ALLOCATION_ID_NOT_FOUND
                    ? NOT_FOUND
                    : OTHER;

            answers[answer]++;
            overlapping += op->returned - op->called > 1;
        }
    }
    for (uint32_t i = 0; i < ANSWERS; i++) {
        atomic_fetch_add(&trial->answers[i], answers[i]);
    }
    atomic_fetch_add(&trial->overlapping, overlapping);
}

static void judge_one(struct trial *trial, struct checker *checker,
                      struct history *history) {
    const char *reason = NULL;

    if (!check_answers(history, &reason) || !check_order(checker, history)) {
        reject(trial, checker, history, reason);
    }
}

static void judge(struct trial *trial, uint32_t thread, uint32_t made) {
    for (uint32_t i = thread; i < made; i += THREADS) {
        judge_one(trial, &trial->checker[thread], &trial->history[i]);
        count(trial, &trial->history[i]);
    }
}

/* -- making -------------------------------------------------------------------------- */

static void prepare(struct trial *trial, uint64_t number) {
    struct history *history = &trial->history[number % BATCH];

    if (number % OF_POND == 0) {
        if (number != 0) {
            pond_end(&trial->pond);
        }
        pond_make(&trial->pond, trial_stream(number));
    }
    pond_prepare(&trial->pond, history);
    atomic_store(&trial->clock, 1);
}

static void finish(struct trial *trial, uint64_t number) {
    struct history *history = &trial->history[number % BATCH];

    record_end(&trial->pond, history, &trial->clock);
    if (!pond_settle(&trial->pond, history)) {
        judge_one(trial, &trial->checker[0], history);
        trial_fail(__FILE__, __LINE__, "fine, but for what it left");
    }
}

/* The first thread has more to do: what comes before, and after. */
static void make(struct trial *trial, uint32_t thread, uint64_t number) {
    struct history *history = &trial->history[number % BATCH];

    if (thread == 0) {
        prepare(trial, number);
        turns_open(&trial->turns, 1 + (uint32_t)(history->seed % TURNS),
                   history->seed, history->setting.administers);
    }
    record_lane(&trial->pond, history, thread, &trial->turns, &trial->clock);
    if (thread == 0) {
        turns_await(&trial->turns);
        finish(trial, number);
    }
}

static void judge_all(struct trial *trial, uint32_t thread, uint32_t made) {
    if (thread == 0) {
        turns_open(&trial->turns, THREADS, 0, false);
    }
    turns_begin(&trial->turns, thread);
    judge(trial, thread, made);
    turns_end();
    if (thread == 0) {
        turns_await(&trial->turns);
    }
}

static void run(void *context, uint32_t thread) {
    struct trial *trial = context;

    for (uint64_t i = 0; i < trial->histories; i++) {
        make(trial, thread, i);
        if ((i + 1) % BATCH == 0 || i + 1 == trial->histories) {
            judge_all(trial, thread, (uint32_t)(i % BATCH) + 1);
        }
    }
}

/* -- all together ------------------------------------------------------------------------ */

static double seconds(void) {
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void report(struct trial *trial, double took) {
    uint64_t states = 0;
    uint64_t most = 0;

    for (uint32_t i = 0; i < THREADS; i++) {
        states += trial->checker[i].states;
        most = trial->checker[i].most > most ? trial->checker[i].most : most;
    }
    (void)printf(
        "linearise: seed %" PRIu64 ", %" PRIu64
        " histories linearisable, %.1f s (%.0f a second); answers: "
        "%" PRIu64 " done, %" PRIu64 " limit, %" PRIu64 " empty, %" PRIu64
        " not found, %" PRIu64 " other; %.0f%% of calls overlap; %" PRIu64
        " states a history, at most %" PRIu64 "\n",
        trial_seed(), trial->histories, took, (double)trial->histories / took,
        trial->answers[DONE], trial->answers[LIMIT], trial->answers[EMPTY],
        trial->answers[NOT_FOUND], trial->answers[OTHER],
        100.0 * (double)trial->overlapping /
            ((double)trial->histories * THREADS * LENGTH),
        states / trial->histories, most);
    /* Histories without conflicts would prove nothing. */
    for (uint32_t i = 0; i < ANSWERS && trial->histories >= 1000; i++) {
        TRIAL_CHECK(trial->answers[i] != 0, "no answer of kind %u", i);
    }
    TRIAL_CHECK(trial->overlapping != 0, "no two calls at once");
}

int main(int argc, char **argv) {
    struct trial *trial = calloc(1, sizeof *trial);
    double start = seconds();

    trial->histories =
        argc > 1 ? strtoull(argv[1], NULL, 0) : trial_scaled(HISTORIES);
    trial->history = calloc(BATCH, sizeof *trial->history);
    TRIAL_CHECK(trial->histories != 0 && trial->history != NULL, "nothing");
    (void)pthread_mutex_init(&trial->verdict, NULL);
    for (uint32_t i = 0; i < THREADS; i++) {
        checker_open(&trial->checker[i]);
    }
    trial_threads(THREADS, run, trial);
    pond_end(&trial->pond);
    report(trial, seconds() - start);
    for (uint32_t i = 0; i < THREADS; i++) {
        checker_close(&trial->checker[i]);
    }
    (void)pthread_mutex_destroy(&trial->verdict);
    free(trial->history);
    free(trial);
    return 0;
}
