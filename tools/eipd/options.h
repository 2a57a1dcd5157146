/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file options.h  The command line, and a file of the same names. */
#ifndef EIPD_OPTIONS_H
#define EIPD_OPTIONS_H

#include <stdint.h>

enum { OPTIONS_TEXT_MAX = 256 };

struct options {
    char listen[OPTIONS_TEXT_MAX];
    char region[OPTIONS_TEXT_MAX];
    char data[OPTIONS_TEXT_MAX];        /* "": in memory */
    char ranges[OPTIONS_TEXT_MAX];      /* "": the built-in range */
    char credentials[OPTIONS_TEXT_MAX]; /* "": with no_verify */
    char record[OPTIONS_TEXT_MAX];      /* "": nothing is recorded */
    uint32_t no_verify;
    uint32_t allow_reset;
    uint32_t log;
    uint32_t threads;     /* 0: as many as processors */
    uint32_t connections; /* at once */
    uint32_t timeout;     /* seconds */
    uint32_t quota;       /* 0: EC2's */
    uint32_t cooldown_ms;
    uint32_t settle_ms;
    uint32_t seed; /* 0: none */
};

enum options_verdict { OPTIONS_GO, OPTIONS_SHOWN, OPTIONS_BAD };

/** Read them; a message or the help is out unless it is OPTIONS_GO. */
enum options_verdict options_read(struct options *options, int argc,
                                  char **argv);

#endif
