/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* eip_bench_count SUBJECT HELD_PERCENT TIMES: so many pairs on a set of 2^16 of
 * which so many per cent are held, and nothing else, for a program that counts
 * instructions. The difference of two runs is that of the pairs. */
#include "subject.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BITS = 16, SIZE = 1 << BITS, WRONG_USAGE = 2 };

static const struct subject *const subjects[] = {
    &subject_space,        &subject_ledger,        &subject_api,
    &subject_api_tags,     &subject_space_lowest,  &subject_space_random,
    &subject_mutex_bitmap, &subject_mutex_roaring, &subject_mutex_judy,
    &subject_lfstack,      &subject_ck_ring,
};

static const struct subject *find(const char *name) {
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        if (strcmp(subjects[i]->name, name) == 0) {
            return subjects[i];
        }
    }
    return NULL;
}

/* A number from 0 to `most`, or -1. */
static long long number(const char *text, long long most) {
    char *end;
    long long value;

    errno = 0;
    value = strtoll(text, &end, 10);
    return errno != 0 || end == text || *end != '\0' || value < 0 ||
                   value > most
               ? -1
               : value;
}

static void take(const struct subject *subject, void *set, uint64_t *handle) {
    if (!subject->take(set, 0, handle)) {
        (void)fprintf(stderr, "eip_bench_count: %s: nothing free\n",
                      subject->name);
        exit(1);
    }
}

static void run(const struct subject *subject, void *set, long long held,
                long long times) {
    static uint64_t handle[SIZE];
    uint64_t one;

    subject->enter(set, 0);
    for (int i = 0; i < SIZE; i++) {
        take(subject, set, &handle[i]);
    }
    /* Scattered: an odd step visits each place once. */
    for (long long i = held * SIZE / 100; i < SIZE; i++) {
        subject->give(set, 0, handle[i * 40503 % SIZE]);
    }
    for (long long i = 0; i < times; i++) {
        take(subject, set, &one);
        subject->give(set, 0, one);
    }
    subject->leave(set, 0);
}

int main(int argc, char **argv) {
    const struct subject *subject = argc == 4 ? find(argv[1]) : NULL;
    long long held = argc == 4 ? number(argv[2], 99) : -1;
    long long times = argc == 4 ? number(argv[3], 1000000000) : -1;
    const struct setting setting = {BITS, 1, 0};
    void *set;

    if (subject == NULL || held < 0 || times < 0) {
        (void)fprintf(
            stderr, "usage: eip_bench_count SUBJECT HELD_PERCENT TIMES\n"
                    "HELD_PERCENT: 0 to 99; TIMES: 0 to 1000000000; SUBJECT:");
        for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
            (void)fprintf(stderr, " %s", subjects[i]->name);
        }
        (void)fprintf(stderr, "\n");
        return WRONG_USAGE;
    }
    set = subject->open(&setting);
    if (set == NULL) {
        (void)fprintf(stderr, "eip_bench_count: %s: cannot be made\n",
                      subject->name);
        return 1;
    }
    run(subject, set, held, times);
    subject->close(set);
    return 0;
}
