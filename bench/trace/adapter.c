/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the harness's table for a subject. */
#include "adapter.h"

#include "cli.h"

#include <stdlib.h>

struct set {
    const struct subject *subject;
    void *set;
};

static void *open_set(const struct harness *harness, const struct trace *trace,
                      const struct harness_options *options) {
    struct set *set = calloc(1, sizeof *set);
    struct setting setting = {.threads = (uint32_t)options->threads};

    (void)trace;
    while (options->capacity >> setting.bits > 1) {
        setting.bits++;
    }
    if (set != NULL && options->capacity == UINT64_C(1) << setting.bits) {
        set->subject = harness->context;
        set->set = set->subject->open(&setting);
    }
    if (set == NULL || set->set == NULL) {
        cli_say("%s: no memory, or the trace's capacity is no power of two",
                harness->name);
        free(set);
        return NULL;
    }
    return set;
}

static void close_set(void *opaque) {
    struct set *set = opaque;

    set->subject->close(set->set);
    free(set);
}

static void enter(void *opaque, uint32_t thread) {
    struct set *set = opaque;

    set->subject->enter(set->set, thread);
}

static void leave(void *opaque, uint32_t thread) {
    struct set *set = opaque;

    set->subject->leave(set->set, thread);
}

static enum harness_answer allocate(void *opaque, uint32_t thread,
                                    const struct trace_op *op,
                                    struct harness_slot *slot) {
    struct set *set = opaque;
    uint64_t handle;

    (void)op;
    if (!set->subject->take(set->set, thread, &handle)) {
        return HARNESS_NO_CAPACITY;
    }
    /* That no two slots have one is told by the address. */
    *slot = (struct harness_slot){
        .handle = handle, .address = (uint32_t)handle, .is_held = true};
    return HARNESS_DONE;
}

static enum harness_answer release(void *opaque, uint32_t thread,
                                   const struct trace_op *op,
                                   struct harness_slot *slot) {
    struct set *set = opaque;

    (void)op;
    set->subject->give(set->set, thread, slot->handle);
    slot->is_held = false;
    return HARNESS_DONE;
}

/* All blocks are there from the beginning. */
static bool add(void *set, const struct trace_op *ops, size_t count) {
    (void)set;
    (void)ops;
    (void)count;
    return true;
}

struct harness adapter_make(const struct subject *subject) {
    return (struct harness){
        .name = subject->name,
        .context = subject,
        .open = open_set,
        .close = close_set,
        .enter = enter,
        .leave = leave,
        .call = {[TRACE_ALLOCATE] = allocate, [TRACE_RELEASE] = release},
        .add = add};
}
