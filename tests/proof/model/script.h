/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file script.h
 * A world as a list of steps: drawn from a seed, run, made small, told, kept
 * as text.
 */
#ifndef EIP_TESTS_PROOF_MODEL_SCRIPT_H
#define EIP_TESTS_PROOF_MODEL_SCRIPT_H

#include "proof/model/run.h"

struct script {
    uint64_t seed;
    uint32_t count;
    struct step step[STEPS + 1]; /* the first opens the engine */
};

/** Draw a world's steps. */
void script_draw(struct script *script, uint64_t seed);

/**
 * Run it, comparing all state every `every` steps and at the end.
 *
 * @return the number of steps that went well: `count` if all did and the
 *         engine and the model are the same at the end.
 */
uint32_t script_run(const struct script *script, struct run *run,
                    uint32_t every, FILE *trace);

/** Make a script that fails as small as can be, so that it fails still. */
void script_shrink(struct script *script, struct run *run);

void script_print(const struct script *script, FILE *to);
/** Read what script_print wrote, between other lines. */
bool script_read(struct script *script, FILE *from);

#endif
