/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    RECORD_BYTES = 8 << 20,    /* of a text: some 300,000 calls */
    RECORD_HASTE = 256 << 10,  /* so much is written at once */
    RECORD_WAIT_NS = 200000000 /* and what there is so often */
};

/** With the lock. What is in memory still goes into the file. */
static void fail(struct record *record, const char *cause) {
    if (record->failed)
        return;
    record->failed = 1;
    record->recorder.is_over = true;
    fprintf(stderr, "eipd: %s: the recording ends here: %s\n",
            record->options->record, cause);
}

static bool put(void *context, const char *text, size_t size) {
    struct record *record = context;

    if (record->used + size > RECORD_BYTES) {
        fail(record, "calls come faster than the file takes them");
        return false;
    }
    memcpy(record->texts[record->filling] + record->used, text, size);
    record->used += size;
    if (record->used >= RECORD_HASTE && record->used - size < RECORD_HASTE)
        (void)pthread_cond_signal(&record->wake);
    return true;
}

/* -- the thread -------------------------------------------------------------- */

/** Returns 0 with errno set. */
static int write_all(int file, const char *text, size_t size) {
    while (size > 0) {
        ssize_t count = write(file, text, size);

        if (count < 0 && errno != EINTR)
            return 0;
        text += count < 0 ? 0 : count;
        size -= count < 0 ? 0 : (size_t)count;
    }
    return 1;
}

/** A file that takes no more keeps whole lines; a pipe may not. */
static void cut(const struct record *record) {
    if (ftruncate(record->file, (off_t)record->bytes) == 0)
        (void)lseek(record->file, (off_t)record->bytes, SEEK_SET);
}

static void wait_for_text(struct record *record) {
    struct timespec until;

    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += RECORD_WAIT_NS;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    while (!record->stops && record->used < RECORD_HASTE &&
           pthread_cond_timedwait(&record->wake, &record->lock, &until) == 0) {
    }
}

/** With the lock, which is free while the file is written. Returns 0 at the
 *  end. */
static int write_text(struct record *record) {
    const char *text = record->texts[record->filling];
    size_t size = record->used;
    int stops = record->stops != 0;
    int good;

    if (record->empties) {
        record->bytes = 0;
        cut(record);
    }
    record->empties = 0;
    record->filling ^= 1;
    record->used = 0;
    (void)pthread_mutex_unlock(&record->lock);
    good = write_all(record->file, text, size);
    (void)pthread_mutex_lock(&record->lock);
    if (good) {
        record->bytes += size;
        return !stops;
    }
    fail(record, strerror(errno));
    cut(record);
    return 0;
}

static void *run(void *context) {
    struct record *record = context;

    (void)pthread_mutex_lock(&record->lock);
    do
        wait_for_text(record);
    while (write_text(record));
    (void)pthread_mutex_unlock(&record->lock);
    return NULL;
}

/* -- the recording ----------------------------------------------------------- */

/** With the lock. */
static void begin(struct record *record, struct worlds *worlds) {
    struct world *world = world_take(worlds);
    const struct options *options = record->options;
    char by[64];
    char policy[32];
    struct recorder_begin head = {
        .by = by,
        .policy = policy,
        .quota = options->quota != 0 ? options->quota : EIP_QUOTA_DEFAULT,
        .now_ms = worlds_now_ms(worlds)};

    (void)snprintf(by, sizeof by, "eipd %s", eip_version_text());
    (void)snprintf(policy, sizeof policy, "spread:%" PRIu32 "ms",
                   options->cooldown_ms);
    record->engine = world->engine;
    if (!recorder_start(&record->recorder, world->engine, &head))
        fail(record, "there is no memory");
    world_give(world);
}

static int refuse(struct record *record, const char *what, int cause) {
    fprintf(stderr, "eipd: %s: %s: %s\n", record->options->record, what,
            strerror(cause));
    if (record->file >= 0)
        (void)close(record->file);
    free(record->texts[0]);
    free(record->texts[1]);
    return 0;
}

int record_start(struct record *record, const struct options *options,
                 struct worlds *worlds) {
    int cause;

    *record = (struct record){.options = options, .file = -1};
    (void)pthread_mutex_init(&record->lock, NULL);
    (void)pthread_cond_init(&record->wake, NULL);
    if (*options->record == '\0')
        return 1;
    record->recorder.put = put;
    record->recorder.context = record;
    record->file =
        open(options->record, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (record->file < 0)
        return refuse(record, "cannot open", errno);
    record->texts[0] = malloc(RECORD_BYTES);
    record->texts[1] = malloc(RECORD_BYTES);
    if (record->texts[0] == NULL || record->texts[1] == NULL)
        return refuse(record, "cannot record", ENOMEM);
    begin(record, worlds);
    cause = pthread_create(&record->thread, NULL, run, record);
    if (cause != 0)
        return refuse(record, "cannot record", cause);
    record->runs = 1;
    return 1;
}

void record_stop(struct record *record) {
    if (!record->runs)
        return;
    (void)pthread_mutex_lock(&record->lock);
    record->stops = 1;
    (void)pthread_cond_signal(&record->wake);
    (void)pthread_mutex_unlock(&record->lock);
    (void)pthread_join(record->thread, NULL);
    if (close(record->file) != 0 && !record->failed)
        fprintf(stderr, "eipd: %s: the recording may not be whole: %s\n",
                record->options->record, strerror(errno));
    recorder_end(&record->recorder);
    free(record->texts[0]);
    free(record->texts[1]);
    record->runs = 0;
}

void record_restart(struct record *record, struct worlds *worlds) {
    if (!record->runs)
        return;
    (void)pthread_mutex_lock(&record->lock);
    if (!record->failed) {
        record->used = 0;
        record->empties = 1;
        recorder_end(&record->recorder);
        begin(record, worlds);
    }
    (void)pthread_mutex_unlock(&record->lock);
}

void record_note(struct record *record, eip_engine *engine,
                 const struct recorder_call *call) {
    if (!record->runs)
        return;
    (void)pthread_mutex_lock(&record->lock);
    if (record->engine == engine) {
        recorder_note(&record->recorder, engine, call);
        if (record->recorder.is_over)
            fail(record, "there is no memory");
    }
    (void)pthread_mutex_unlock(&record->lock);
}

void record_quotas_changed(struct record *record) {
    if (!record->runs)
        return;
    (void)pthread_mutex_lock(&record->lock);
    recorder_quotas_changed(&record->recorder);
    (void)pthread_mutex_unlock(&record->lock);
}

void record_metrics(struct record *record, struct xml *text) {
    if (!record->runs)
        return;
    (void)pthread_mutex_lock(&record->lock);
    xml_format(text,
               "# HELP eipd_recorded_total Calls that were recorded, or left "
               "out since a trace has none like them.\n"
               "# TYPE eipd_recorded_total counter\n"
               "eipd_recorded_total{in_trace=\"yes\"} %" PRIu64 "\n"
               "eipd_recorded_total{in_trace=\"no\"} %" PRIu64 "\n"
               "# HELP eipd_record_bytes Bytes of the recording in its file.\n"
               "# TYPE eipd_record_bytes gauge\neipd_record_bytes %" PRIu64 "\n"
               "# HELP eipd_record_failed Whether the recording has ended "
               "before its time.\n"
               "# TYPE eipd_record_failed gauge\neipd_record_failed %" PRIu32
               "\n",
               record->recorder.written, record->recorder.left_out,
               record->bytes, record->failed);
    (void)pthread_mutex_unlock(&record->lock);
}
