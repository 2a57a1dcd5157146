/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file spell.h
 * Names as a command line has them: "PublicIpv4Pool" is "public-ipv4-pool".
 */
#ifndef EIP_TOOL_SPELL_H
#define EIP_TOOL_SPELL_H

#include <stdbool.h>
#include <stddef.h>

enum { SPELL_SIZE = 96 };

/** Write a name as a command line has it. Returns `buffer`. */
const char *spell(const char *name, char buffer[SPELL_SIZE]);
/** Whether `word` of `size` bytes is that. */
bool spell_is(const char *name, const char *word, size_t size);

#endif
