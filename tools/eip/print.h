/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file print.h  Numbers for people, JSON for machines. */
#ifndef EIP_TOOL_PRINT_H
#define EIP_TOOL_PRINT_H

#include <stdbool.h>
#include <stdint.h>

enum { PRINT_NUMBER_SIZE = 32, PRINT_JSON_DEPTH = 8 };

/** "79,882,301"; `buffer` has PRINT_NUMBER_SIZE bytes. Returns it. */
const char *print_number(char *buffer, uint64_t number);
/** "4.12 M/s". */
const char *print_rate(char *buffer, double per_second);
/** "61.3 MiB". */
const char *print_bytes(char *buffer, uint64_t bytes);

/** Writes one JSON document on standard output, indented. */
struct print_json {
    int depth;
    bool is_first[PRINT_JSON_DEPTH];
};

/** Every function takes the member's name, or NULL inside an array. */
void json_open(struct print_json *json, const char *name, char bracket);
/** Ends what `bracket` began; the outermost ends the line too. */
void json_close(struct print_json *json, char bracket);
void json_number(struct print_json *json, const char *name, uint64_t number);
void json_real(struct print_json *json, const char *name, double number);
void json_bool(struct print_json *json, const char *name, bool value);
/** Text that is not UTF-8 is written with U+FFFD for each wrong byte. */
void json_text(struct print_json *json, const char *name, const char *text);

#endif
