/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file subject.h
 * What is measured: something that hands out the members of a set and takes
 * them back. Our engine at three depths, and what others use for the job, each
 * behind the same functions.
 */
#ifndef EIP_BENCH_SUBJECT_H
#define EIP_BENCH_SUBJECT_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is asked of a set. */
struct setting {
    uint32_t bits;        /* 2^bits members */
    uint32_t threads;     /* that will use it */
    uint64_t cooldown_ms; /* of released members, where the subject has any */
};

struct subject {
    const char *name;
    /** An empty set. NULL: the subject cannot be so large, or there is no
     *  memory. */
    void *(*open)(const struct setting *setting);
    void (*close)(void *set);
    /** The calling thread will use the set as number `thread`. */
    void (*enter)(void *set, uint32_t thread);
    void (*leave)(void *set, uint32_t thread);
    /** Take any. False: there is none. */
    bool (*take)(void *set, uint32_t thread, uint64_t *handle);
    void (*give)(void *set, uint32_t thread, uint64_t handle);
};

/* Ours: words and hints alone; with accounts, holdings and quota; all of it
 * through the public functions, without tags and with two. */
extern const struct subject subject_space;
extern const struct subject subject_space_lowest;
extern const struct subject subject_space_random;
extern const struct subject subject_ledger;
extern const struct subject subject_api;
extern const struct subject subject_api_shared; /* one account for all */
extern const struct subject subject_api_tags;

/* Others: no owner, no generation, no quota. */
extern const struct subject subject_mutex_judy;
extern const struct subject subject_mutex_roaring;
extern const struct subject subject_mutex_bitmap;
extern const struct subject subject_lfstack;
extern const struct subject subject_ck_ring;

#ifdef __cplusplus
}
#endif

#endif
