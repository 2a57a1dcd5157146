/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file record.h
 * What clients ask for, as a trace in a file (tools/eip/TRACE.md). Who answers
 * puts a line into memory; a thread of its own writes, some times a second. No
 * client waits for the file, or fails with it: where lines come faster than it
 * takes them, or it takes no more, the recording ends, as stderr and /metrics
 * say, and what is in the file can be replayed.
 */
#ifndef EIPD_RECORD_H
#define EIPD_RECORD_H

#include "world.h"
#include "xml.h"

#include "../eip/trace/recorder.h"

struct record {
    const struct options *options;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t wake;
    struct recorder recorder;
    const eip_engine *engine; /* which is recorded */
    char *texts[2];           /* one is filled while the other is written */
    size_t used;              /* of the one that is filled */
    uint32_t filling;
    uint32_t empties; /* the file is to be begun anew */
    uint32_t failed;  /* the recording has ended before its time */
    uint32_t stops;
    uint64_t bytes; /* written */
    uint32_t runs;  /* there is a file and a thread */
    int file;
    pthread_t thread;
};

/** Open the file and begin, if the options name one. Returns 0 after a
 *  message. */
int record_start(struct record *record, const struct options *options,
                 struct worlds *worlds);
/** Once nobody answers any more: write what there is. */
void record_stop(struct record *record);
/** Another engine has taken the place of the one before: the file is begun
 *  anew. */
void record_restart(struct record *record, struct worlds *worlds);
/** Note a call on an engine, with its answer; at once if nothing is recorded. */
void record_note(struct record *record, eip_engine *engine,
                 const struct recorder_call *call);
/** An account's quota was set. */
void record_quotas_changed(struct record *record);
/** Write the metrics; nothing if nothing is recorded. */
void record_metrics(struct record *record, struct xml *text);

#endif
