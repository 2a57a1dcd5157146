/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Free lists: liburcu's stack and Concurrency Kit's ring of many producers and
 * consumers. Neither takes a given member, nor knows its holder.
 *
 * A node of the stack comes back at once, so an RCU read section does not keep
 * A-B-A away (two threads lose nodes within milliseconds). Of the ways that
 * liburcu names for pops that meet, one thread popping is free and serves a
 * single thread; its own lock around each pop serves several. */
#define _LGPL_SOURCE
#include "subject.h"

#include <ck_ring.h>
#include <stdlib.h>
#include <urcu/lfstack.h>

static void nothing(void *set, uint32_t thread) {
    (void)set;
    (void)thread;
}

/* -- liburcu lfstack ---------------------------------------------------------------- */

struct stack {
    struct cds_lfs_stack head;
    struct cds_lfs_node *node; /* one a member */
    bool shared;               /* several threads pop */
};

static void *stack_open(const struct setting *setting) {
    uint64_t size = UINT64_C(1) << setting->bits;
    struct stack *stack = calloc(1, sizeof *stack);

    if (stack == NULL) {
        return NULL;
    }
    stack->node = calloc(size, sizeof *stack->node);
    if (stack->node == NULL) {
        free(stack);
        return NULL;
    }
    stack->shared = setting->threads > 1;
    cds_lfs_init(&stack->head);
    for (uint64_t i = size; i-- > 0;) {
        cds_lfs_node_init(&stack->node[i]);
        (void)cds_lfs_push(&stack->head, &stack->node[i]);
    }
    return stack;
}

static void stack_close(void *opaque) {
    struct stack *stack = opaque;

    cds_lfs_destroy(&stack->head);
    free(stack->node);
    free(stack);
}

static bool stack_take(void *opaque, uint32_t thread, uint64_t *handle) {
    struct stack *stack = opaque;
    struct cds_lfs_node *node;

    (void)thread;
    node = stack->shared ? cds_lfs_pop_blocking(&stack->head)
                         : __cds_lfs_pop(&stack->head);
    *handle = node == NULL ? 0 : (uint64_t)(node - stack->node);
    return node != NULL;
}

static void stack_give(void *opaque, uint32_t thread, uint64_t handle) {
    struct stack *stack = opaque;

    (void)thread;
    (void)cds_lfs_push(&stack->head, &stack->node[handle]);
}

/* -- ck_ring --------------------------------------------------------------------------- */

struct ring {
    ck_ring_t ring;
    ck_ring_buffer_t *buffer;
};

static void *ring_open(const struct setting *setting) {
    uint64_t size = UINT64_C(1) << setting->bits;
    struct ring *ring = aligned_alloc(64, (sizeof *ring + 63) / 64 * 64);

    if (ring == NULL || setting->bits > 29) {
        free(ring);
        return NULL;
    }
    /* One place always stays empty. */
    ring->buffer = calloc(size * 2, sizeof *ring->buffer);
    if (ring->buffer == NULL) {
        free(ring);
        return NULL;
    }
    ck_ring_init(&ring->ring, (unsigned)(size * 2));
    for (uint64_t i = 0; i < size; i++) {
        (void)ck_ring_enqueue_mpmc(&ring->ring, ring->buffer,
                                   (void *)(uintptr_t)(i + 1));
    }
    return ring;
}

static void ring_close(void *opaque) {
    struct ring *ring = opaque;

    free(ring->buffer);
    free(ring);
}

static bool ring_take(void *opaque, uint32_t thread, uint64_t *handle) {
    struct ring *ring = opaque;
    void *member = NULL;
    bool found = ck_ring_dequeue_mpmc(&ring->ring, ring->buffer, &member);

    (void)thread;
    *handle = (uint64_t)(uintptr_t)member - 1;
    return found;
}

static void ring_give(void *opaque, uint32_t thread, uint64_t handle) {
    struct ring *ring = opaque;

    (void)thread;
    (void)ck_ring_enqueue_mpmc(&ring->ring, ring->buffer,
                               (void *)(uintptr_t)(handle + 1));
}

const struct subject subject_lfstack = {"lfstack", stack_open, stack_close,
                                        nothing,   nothing,    stack_take,
                                        stack_give};
const struct subject subject_ck_ring = {
    "ck_ring", ring_open, ring_close, nothing, nothing, ring_take, ring_give};
