/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file recording.h  What commands ask of an engine, as a trace in a file. */
#ifndef EIP_TOOL_RECORDING_H
#define EIP_TOOL_RECORDING_H

#include "operate/common.h"

#include <stdio.h>

struct recording {
    struct recorder recorder;
    FILE *file;
    const char *path;
};

/** Begin, and have the commands that take these options tell it. Returns an
 *  exit code, after a message; end it also after a failure. */
int recording_begin(struct recording *recording, const char *path,
                    struct common *common, eip_engine *engine);
/** Have it in the file. Returns `code`, or, where that is CLI_OK, what failed
 *  here, after a message. */
int recording_end(struct recording *recording, int code);

#endif
