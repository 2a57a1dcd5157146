/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file fuzz.h
 * What the targets share. A target is a function of libFuzzer's form; the
 * same file serves the fuzzer and the program that replays the seeds and
 * mutations of them (replay.c).
 *
 * Texts given to the library end where a page ends that must not be touched,
 * so that one byte read too many is a fault even without a sanitizer.
 */
#ifndef EIP_PROOF_FUZZ_H
#define EIP_PROOF_FUZZ_H

#include "support/world.h"

#include <stddef.h>
#include <stdint.h>

/** One input. Returns 0; ends the process if the oracle disagrees. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FUZZ_INPUT_MAX = 4096, FUZZ_TEXTS = 320 };

/** Begin an input: the texts of the last one are no more. */
void fuzz_begin(const uint8_t *data, size_t size);
/** A copy with a forbidden page behind it; at most FUZZ_TEXTS of an input. */
eip_text fuzz_text(const void *bytes, size_t size);
/** The same, to be written; holds zeros. */
void *fuzz_room(size_t size);

/** Print what was wrong and the input, as a line for the seeds, and abort. */
void fuzz_fail(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4), noreturn));
#define FUZZ_CHECK(condition, ...)                                             \
    do {                                                                       \
        if (!(condition)) {                                                    \
            fuzz_fail(__FILE__, __LINE__, __VA_ARGS__);                        \
        }                                                                      \
    } while (0)

/** The current input, as a line of seeds/; for handlers of signals too. */
void fuzz_print_input(void);

/** Characters of a text, or -1 if it is not UTF-8, by a decoder of our own. */
long fuzz_characters(const void *bytes, size_t size);

/** The error that a call filled: names this field, has EC2's code and HTTP
 *  status for a client's mistake, and a message fit for a line of a log. */
void fuzz_check_error(const eip_error *error, eip_status status,
                      const char *field);

/** An engine that stays; no target changes it. */
struct world *fuzz_world(void);

/** Let fuzz_end audit and close this world, which a target has started. */
void fuzz_keep(struct world *world);
void fuzz_end(void);

/** The next 8 bytes of an input as a number, missing ones being zero. */
uint64_t fuzz_number(const uint8_t *data, size_t size);

#endif
