/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file script.h  Commands, a line each, on one engine. */
#ifndef EIP_TOOL_SCRIPT_H
#define EIP_TOOL_SCRIPT_H

#include "operate/operate.h"

struct script {
    struct common common;
    bool keeps_going;
    bool shows;         /* each command before what it answers */
    const char *name;   /* of the file, for messages */
    const char *record; /* a file, or NULL */
    size_t number;      /* of the line */
    struct data data;
    bool is_over; /* there is no engine any more */
    cJSON *kept;  /* an object: answers by the names that lines give them */
};

/** Carry out a line on the engine that is open. Returns an exit code. */
int script_line(struct script *script, const char *text);

#endif
