/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file watch.h  What device.c tells of each call, before it is made. */
#ifndef EIP_TESTS_SUPPORT_WATCH_H
#define EIP_TESTS_SUPPORT_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Within device_before: nothing is watched, and nothing fails. */
bool watch_is_off(void);
void watch_before(void);
void watch_open(int file, const char *path, int flags);
void watch_close(int file);
void watch_write(int file, const void *bytes, size_t size, uint64_t at);
void watch_sync(int file);
void watch_rename(const char *from, const char *to);
void watch_unlink(const char *path);

#endif
