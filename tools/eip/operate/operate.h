/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file operate.h
 * EC2's operations and those of administration, as commands. None is written
 * by hand: the tables of tools/shape and of admin.c say what they take.
 */
#ifndef EIP_TOOL_OPERATE_H
#define EIP_TOOL_OPERATE_H

#include "operate/common.h"

#include "../../shape/shape.h"

/** The operation that a command names, or NULL. */
const struct shape_operation *operate_find(const char *command);
/** List them all. */
void operate_list(FILE *file);

/** Run a command on the engine that its options name. Returns an exit code. */
int operate_run(const struct shape_operation *operation, int argc, char **argv);
/**
 * Run a command on an open engine.
 *
 * @param[in]  common  What counts unless the command says otherwise.
 * @param[out] answer  What was printed, or NULL; the caller's to delete.
 *                     Optional.
 */
int operate_on(struct data *data, const struct shape_operation *operation,
               const struct common *common, int argc, char **argv,
               cJSON **answer);

#endif
