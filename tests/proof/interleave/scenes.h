/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file scenes.h  Which operations are run beside which, and where. */
#ifndef INTERLEAVE_SCENES_H
#define INTERLEAVE_SCENES_H

#include "world.h"

enum { PARTS = 3, NAME = 64 };

/** What one thread does. */
struct deed {
    const char *name;
    struct op ops[PARTS];
    uint32_t count;
};

struct scene {
    char name[NAME];
    struct world_how how;
    const struct deed *deeds[MC_THREADS];
    uint32_t threads;
};

/** Pairs: all of the operations, and others in other worlds; threes: some of
 *  three threads; the family: all of three of claim, recovery, release, expiry. */
enum { SCENES_PAIRS = 1, SCENES_THREES = 2, SCENES_FAMILY = 4 };
/** Call for each of these. */
void scenes_visit(uint32_t which, void (*visit)(const struct scene *scene));
/** Those for a thread that stops for good; with `gone` the third thread takes
 *  its lane over. */
void scenes_visit_stopping(bool gone, void (*visit)(const struct scene *scene));
/** One by its name, "world deed+deed"; false: there is none. */
bool scenes_find(const char *name, struct scene *scene);

#endif
