/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What is usually done: a set of the free members behind a mutex. The set is
 * Judy's, CRoaring's, or a plain bitmap with a summary and a place to go on
 * from. None knows who holds what. */
#include "subject.h"

#include <Judy.h>
#include <pthread.h>
#include <roaring/roaring.h>
#include <stdlib.h>
#include <string.h>

struct set {
    pthread_mutex_t mutex;
    uint64_t size;
    void *judy;
    roaring_bitmap_t *roaring;
    uint64_t *bits;    /* free members */
    uint64_t *summary; /* words of `bits` that are not 0 */
    uint64_t from;     /* a word of `summary` */
};

static struct set *make(uint32_t bits) {
    struct set *set = calloc(1, sizeof *set);

    if (set != NULL) {
        (void)pthread_mutex_init(&set->mutex, NULL);
        set->size = UINT64_C(1) << bits;
    }
    return set;
}

static void end(struct set *set) {
    (void)pthread_mutex_destroy(&set->mutex);
    free(set);
}

static void nothing(void *set, uint32_t thread) {
    (void)set;
    (void)thread;
}

static void lock(struct set *set) {
    (void)pthread_mutex_lock(&set->mutex);
}

static void unlock(struct set *set) {
    (void)pthread_mutex_unlock(&set->mutex);
}

/* -- Judy1 --------------------------------------------------------------------- */

static void *judy_open(const struct setting *setting) {
    struct set *set = make(setting->bits);

    for (uint64_t i = 0; set != NULL && i < set->size; i++) {
        (void)Judy1Set(&set->judy, i, PJE0);
    }
    return set;
}

static void judy_close(void *opaque) {
    struct set *set = opaque;

    (void)Judy1FreeArray(&set->judy, PJE0);
    end(set);
}

static bool judy_take(void *opaque, uint32_t thread, uint64_t *handle) {
    struct set *set = opaque;
    Word_t index = 0;
    bool found;

    (void)thread;
    lock(set);
    found = Judy1First(set->judy, &index, PJE0) == 1;
    if (found) {
        (void)Judy1Unset(&set->judy, index, PJE0);
    }
    unlock(set);
    *handle = index;
    return found;
}

static void judy_give(void *opaque, uint32_t thread, uint64_t handle) {
    struct set *set = opaque;

    (void)thread;
    lock(set);
    (void)Judy1Set(&set->judy, handle, PJE0);
    unlock(set);
}

/* -- CRoaring -------------------------------------------------------------------- */

static void *roaring_open(const struct setting *setting) {
    struct set *set = make(setting->bits);

    if (set != NULL) {
        set->roaring = roaring_bitmap_create();
        roaring_bitmap_add_range(set->roaring, 0, set->size);
    }
    return set;
}

static void roaring_close(void *opaque) {
    struct set *set = opaque;

    roaring_bitmap_free(set->roaring);
    end(set);
}

static bool roaring_take(void *opaque, uint32_t thread, uint64_t *handle) {
    struct set *set = opaque;
    uint32_t lowest;
    bool found;

    (void)thread;
    lock(set);
    found = !roaring_bitmap_is_empty(set->roaring);
    lowest = found ? roaring_bitmap_minimum(set->roaring) : 0;
    if (found) {
        roaring_bitmap_remove(set->roaring, lowest);
    }
    unlock(set);
    *handle = lowest;
    return found;
}

static void roaring_give(void *opaque, uint32_t thread, uint64_t handle) {
    struct set *set = opaque;

    (void)thread;
    lock(set);
    roaring_bitmap_add(set->roaring, (uint32_t)handle);
    unlock(set);
}

/* -- bitmap -------------------------------------------------------------------------- */

static void *bitmap_open(const struct setting *setting) {
    struct set *set = setting->bits < 12 ? NULL : make(setting->bits);

    if (set != NULL) {
        set->bits = malloc(set->size / 8);
        set->summary = malloc(set->size / 512);
        if (set->bits == NULL || set->summary == NULL) {
            abort();
        }
        memset(set->bits, 0xff, set->size / 8);
        memset(set->summary, 0xff, set->size / 512);
    }
    return set;
}

static void bitmap_close(void *opaque) {
    struct set *set = opaque;

    free(set->bits);
    free(set->summary);
    end(set);
}

static bool bitmap_find(struct set *set, uint64_t *handle) {
    uint64_t words = set->size / 4096;

    for (uint64_t n = 0; n < words; n++) {
        uint64_t at = (set->from + n) % words;
        uint64_t word;

        if (set->summary[at] == 0) {
            continue;
        }
        word = at * 64 + (uint64_t)__builtin_ctzll(set->summary[at]);
        *handle = word * 64 + (uint64_t)__builtin_ctzll(set->bits[word]);
        set->from = at;
        return true;
    }
    return false;
}

static bool bitmap_take(void *opaque, uint32_t thread, uint64_t *handle) {
    struct set *set = opaque;
    bool found;

    (void)thread;
    lock(set);
    found = bitmap_find(set, handle);
    if (found) {
        uint64_t word = *handle / 64;

        set->bits[word] &= set->bits[word] - 1;
        if (set->bits[word] == 0) {
            set->summary[word / 64] &= ~(UINT64_C(1) << word % 64);
        }
    }
    unlock(set);
    return found;
}

static void bitmap_give(void *opaque, uint32_t thread, uint64_t handle) {
    struct set *set = opaque;
    uint64_t word = handle / 64;

    (void)thread;
    lock(set);
    set->bits[word] |= UINT64_C(1) << handle % 64;
    set->summary[word / 64] |= UINT64_C(1) << word % 64;
    unlock(set);
}

const struct subject subject_mutex_judy = {"mutex+Judy1", judy_open, judy_close,
                                           nothing,       nothing,   judy_take,
                                           judy_give};
const struct subject subject_mutex_roaring = {
    "mutex+CRoaring", roaring_open, roaring_close, nothing,
    nothing,          roaring_take, roaring_give};
const struct subject subject_mutex_bitmap = {
    "mutex+bitmap", bitmap_open, bitmap_close, nothing,
    nothing,        bitmap_take, bitmap_give};
