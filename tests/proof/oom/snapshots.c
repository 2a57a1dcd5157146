/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Snapshots saved and loaded without memory. */
#include "oom.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROOM = 1 << 20 };

static uint8_t image[ROOM];
static uint64_t image_size;
static uint64_t image_at; /* of it has been read */
static char path[64];

static void hold(struct world *w) {
    eip_tag tags[] = {{{"Name", 4, 0}, {"one", 3, 0}}};
    eip_tag_specification specification = {{"elastic-ip", 10, 0}, tags, 1, 0};
    eip_allocate_address_request request = world_request();
    eip_allocate_address_response got;

    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    (void)world_get(w, WORLD_ALICE, &request);
    got = world_get(w, WORLD_BOB, NULL);
    world_give(w, WORLD_BOB, &got);
    got = world_get(w, WORLD_ALICE, NULL);
    world_hand_over(w, &got);
}

static eip_status append(void *context, const void *bytes, uint64_t size) {
    (void)context;
    memcpy(image + image_size, bytes, size);
    image_size += size;
    return EIP_OK;
}

static eip_status save(struct world *w) {
    const eip_snapshot_sink sink = {NULL, append};

    image_size = 0;
    return eip_snapshot_save(w->engine, &sink, &w->error);
}

static eip_status save_buffer(struct world *w) {
    eip_snapshot *snapshot = NULL;
    eip_status status =
        eip_snapshot_save_buffer(w->engine, &snapshot, &w->error);

    eip_snapshot_free(snapshot);
    return status;
}

static eip_status save_file(struct world *w) {
    eip_status status = eip_snapshot_save_file(w->engine, path, &w->error);

    (void)unlink(path);
    return status;
}

static void hold_and_save(struct world *w) {
    hold(w);
    must(save(w));
    image_at = 0;
}

static void name_file(struct world *w) {
    hold(w);
    (void)snprintf(path, sizeof path, "oom-snapshot-%d", (int)getpid());
}

/* What was loaded goes again. */
static eip_status load_buffer(struct world *w) {
    eip_engine *engine = NULL;
    eip_status status = eip_snapshot_load_buffer(&w->config, image, image_size,
                                                 &engine, &w->error);

    eip_engine_close(engine);
    return status;
}

static eip_status give(void *context, void *bytes, uint64_t room,
                       uint64_t *size) {
    uint64_t left = image_size - image_at;

    (void)context;
    *size = left < room ? left : room;
    memcpy(bytes, image + image_at, *size);
    image_at += *size;
    return EIP_OK;
}

static eip_status load(struct world *w) {
    const eip_snapshot_source source = {NULL, give};
    eip_engine *engine = NULL;
    eip_status status;

    image_at = 0;
    status = eip_snapshot_load(&w->config, &source, &engine, &w->error);
    eip_engine_close(engine);
    return status;
}

const struct subject oom_snapshot_subjects[] = {
    {"save a snapshot", hold, save, NEEDS | READS},
    {"save a snapshot to memory", hold, save_buffer, NEEDS | READS},
    {"save a snapshot to a file", name_file, save_file, NEEDS | READS},
    {"load a snapshot of memory", hold_and_save, load_buffer, NEEDS | READS},
    {"load a snapshot", hold_and_save, load, NEEDS | READS},
};
const unsigned oom_snapshot_subject_count =
    sizeof oom_snapshot_subjects / sizeof oom_snapshot_subjects[0];
