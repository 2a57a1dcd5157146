/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns threads and time: runs a job on all workers while the main thread
 * draws progress, and keeps what each phase took. */
#include "replay.h"

#include "cli.h"
#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { DRAW_EVERY_MS = 100 };

double crew_now(void) {
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Linux tells it in pages, as the second number of this file. */
uint64_t crew_rss_bytes(void) {
    FILE *file = fopen("/proc/self/statm", "re");
    unsigned long long resident = 0;

    if (!file)
        return 0;
    if (fscanf(file, "%*u %llu", &resident) != 1)
        resident = 0;
    (void)fclose(file);
    return resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

uint64_t crew_available_bytes(void) {
    FILE *file = fopen("/proc/meminfo", "re");
    unsigned long long kib = 0;
    char line[128];

    if (!file)
        return UINT64_MAX;
    while (fgets(line, sizeof(line), file)) {
        if (sscanf(line, "MemAvailable: %llu kB", &kib) == 1)
            break;
    }
    (void)fclose(file);
    return kib ? kib * 1024 : UINT64_MAX;
}

void crew_note(struct world *world, const char *name, double seconds,
               uint64_t operations) {
    struct phase *phase = &world->phases[world->phase_count++];

    phase->name = name;
    phase->seconds = seconds;
    phase->operations = operations;
    phase->rss_bytes = crew_rss_bytes();
}

/* -- threads --------------------------------------------------------------- */

struct start {
    crew_job job;
    struct worker *worker;
};

static void *run(void *argument) {
    struct start *start = argument;

    start->job(start->worker);
    worker_flush(start->worker);
    return NULL;
}

static uint64_t done(const struct world *world) {
    uint64_t sum = 0;
    uint32_t i;

    for (i = 0; i < world->worker_count; i++)
        sum += atomic_load(&world->workers[i].done);
    return sum;
}

static void wait_drawing(struct world *world, uint32_t started,
                         const char *name, uint64_t total) {
    struct progress progress = {world->options->is_progress_shown, 0};
    double began = crew_now();
    uint32_t joined = 0;

    while (joined < started) {
        struct timespec until;

        progress_draw(&progress, name, done(world), total, crew_now() - began);
        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += DRAW_EVERY_MS * 1000000L;
        if (until.tv_nsec >= 1000000000L) {
            until.tv_nsec -= 1000000000L;
            until.tv_sec++;
        }
        while (joined < started &&
               pthread_timedjoin_np(world->workers[joined].thread, NULL,
                                    &until) == 0)
            joined++;
    }
    progress_erase(&progress);
}

static bool is_out_of_memory(const struct world *world) {
    uint32_t i;

    for (i = 0; i < world->worker_count; i++) {
        if (world->workers[i].is_out_of_memory)
            return true;
    }
    return false;
}

int crew_run(struct world *world, const char *name, uint64_t total,
             crew_job job) {
    struct start starts[REPLAY_THREADS_MAX];
    double began = crew_now();
    uint32_t started = 0;
    int cause = 0;
    uint32_t i;

    for (i = 0; i < world->worker_count; i++)
        atomic_store(&world->workers[i].done, 0);
    while (started < world->worker_count && cause == 0) {
        struct worker *worker = &world->workers[started];

        starts[started].job = job;
        starts[started].worker = worker;
        cause = pthread_create(&worker->thread, NULL, run, &starts[started]);
        started += cause == 0;
    }
    /* Those that run still work out their share; then it ends in an error. */
    wait_drawing(world, started, name, total);
    crew_note(world, name, crew_now() - began, done(world));
    if (cause != 0) {
        cli_say("cannot start thread %u: %s", started + 1, strerror(cause));
        return CLI_IO;
    }
    if (is_out_of_memory(world)) {
        cli_say("out of memory in the phase '%s'", name);
        return CLI_IO;
    }
    return CLI_OK;
}
