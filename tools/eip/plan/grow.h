/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file grow.h  Arrays that grow. */
#ifndef EIP_TOOL_GROW_H
#define EIP_TOOL_GROW_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Have room for one element more, doubling what is there.
 *
 * @param[in,out] items  The array, or NULL; the caller's to free.
 * @return False after a message: there is no memory, and nothing changed.
 */
bool grow_room(void *items, size_t count, size_t *room, size_t size);

#endif
