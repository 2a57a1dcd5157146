/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Random operations on one engine and on a model of what they mean, compared
 * step by step; a difference is shrunk to the fewest and simplest steps.
 *
 *   model [--steps N] [--seed S]   N steps, in worlds of 20,000 each; world
 *                                  number W has the seed S + W
 *         [--books K]              compare what is kept of the books, too,
 *                                  every K steps
 *         [--store K]              have a store, and load of it every K steps
 *         [--reload K]             put a snapshot in the engine's place every
 *                                  K steps, and go on
 *   model --replay FILE            what a failure printed, told step by step
 *
 * EIP_TEST_SEED is the seed where none is given.
 */
#include "proof/model/facts.h"
#include "proof/model/script.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct script script;
static struct run run;

static double seconds_since(const struct timespec *start) {
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) +
           (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

/* If the engine brings the process down, say where. */
static void on_signal(int number) {
    static char text[160];
    int size = snprintf(text, sizeof text,
                        "model: signal %d; --seed %llu --steps %u repeats it\n",
                        number, (unsigned long long)script.seed, run.done + 1);

    (void)!write(STDOUT_FILENO, text, (size_t)size);
    _exit(EXIT_FAILURE);
}

static void watch_signals(void) {
#ifndef __SANITIZE_ADDRESS__ /* which tells more */
    static const int numbers[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        (void)signal(numbers[i], on_signal);
    }
#else
    (void)on_signal;
#endif
}

/* Tell it; exit status 1 if the engine and the model differ. */
static int tell(void) {
    uint32_t done = script_run(&script, &run, 1, stdout);

    if (done == script.count) {
        printf("model: the engine and the model agree\n");
        return EXIT_SUCCESS;
    }
    printf("\nmodel: DIFFERENT at step %u of %u: %s\n", done, script.count - 1,
           run.message);
    return EXIT_FAILURE;
}

static int report(uint64_t seed, uint32_t done) {
    printf("model: world %llu differs at step %u: %s\nmodel: shrinking\n",
           (unsigned long long)seed, done, run.message);
    (void)fflush(stdout);
    script_shrink(&script, &run);
    script_print(&script, stdout);
    if (tell() == EXIT_SUCCESS) {
        printf("model: DIFFERENT only where all is compared less often\n");
    }
    printf("model: shrunk to %u steps\n", script.count - 1);
    return EXIT_FAILURE;
}

static int explore(uint64_t seed, uint64_t steps) {
    struct timespec start;
    uint64_t done = 0;
    uint64_t worlds = 0;

    (void)clock_gettime(CLOCK_MONOTONIC, &start);
    printf("model: seed %llu\n", (unsigned long long)seed);
    for (; done < steps; worlds++) {
        uint32_t good;

        script_draw(&script, seed + worlds);
        if (steps - done < STEPS) {
            script.count = (uint32_t)(steps - done) + 1;
        }
        good = script_run(&script, &run, COMPARE_AT, NULL);
        done += good - 1;
        if (good != script.count) {
            return report(seed + worlds, good);
        }
    }
    /* Less than a world need not meet everything. */
    if (!run_saw_everything() && done >= 10 * STEPS) {
        printf("model: an answer was never given\n");
        return EXIT_FAILURE;
    }
    if (run_books_every != 0) {
        printf("model: books compared %llu times, built anew %llu times\n",
               (unsigned long long)run_books_compared,
               (unsigned long long)run_books_built);
    }
    if (run_store_every != 0) {
        printf("model: %llu engines loaded of their stores\n",
               (unsigned long long)run_reloaded);
    }
    if (run_reload_every != 0) {
        printf("model: %llu snapshots put in an engine's place\n",
               (unsigned long long)run_reloaded);
    }
    printf("model: seed %llu, %llu steps in %llu worlds, no difference, %.1f "
           "s\n",
           (unsigned long long)seed, (unsigned long long)done,
           (unsigned long long)worlds, seconds_since(&start));
    return EXIT_SUCCESS;
}

static int replay(const char *path) {
    FILE *file = fopen(path, "r");
    bool found = file != NULL && script_read(&script, file);

    if (file != NULL) {
        (void)fclose(file);
    }
    if (!found) {
        (void)fprintf(stderr, "model: %s has no script\n", path);
        return 2;
    }
    return tell();
}

int main(int argc, char **argv) {
    const char *seed = getenv("EIP_TEST_SEED");
    const char *steps = "1000000";

    watch_signals();
    texts_open();
    facts_open();
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--replay") == 0) {
            return replay(argv[i + 1]);
        }
        seed = strcmp(argv[i], "--seed") == 0 ? argv[i + 1] : seed;
        steps = strcmp(argv[i], "--steps") == 0 ? argv[i + 1] : steps;
        if (strcmp(argv[i], "--books") == 0) {
            run_books_every = (uint32_t)strtoul(argv[i + 1], NULL, 10);
        }
        if (strcmp(argv[i], "--store") == 0) {
            run_store_every = (uint32_t)strtoul(argv[i + 1], NULL, 10);
        }
        if (strcmp(argv[i], "--reload") == 0) {
            run_reload_every = (uint32_t)strtoul(argv[i + 1], NULL, 10);
        }
    }
    return explore(seed == NULL ? 1 : strtoull(seed, NULL, 10),
                   strtoull(steps, NULL, 10));
}
