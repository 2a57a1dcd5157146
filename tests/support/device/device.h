/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file device.h
 * Between a program and its files: calls of the host that fail when they are
 * told to, and a device that loses power. Linked into a test, its functions take
 * the place of the C library's for the test and for liblmdb alike.
 *
 * What is written goes to the files at once, as it goes to the page cache;
 * beside that is kept what a device would have: per file what was synced and
 * what was written since, and the directory as it was last synced. A crash is a
 * copy of the directory made of what is synced and any part of the rest: each
 * sector of 512 bytes is written or not, by itself, and of what was done to the
 * directory any beginning is.
 *
 * For one thread.
 */
#ifndef EIP_TESTS_SUPPORT_DEVICE_H
#define EIP_TESTS_SUPPORT_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What fails. */
struct device_fault {
    uint64_t at;   /* the call that fails, from 1; 0: none */
    bool for_good; /* and all after it */
    bool is_short; /* a write writes half, the first time */
    int error;     /* errno */
};
extern struct device_fault device_fault;
/** Calls that could have failed, since it was set to 0. */
extern uint64_t device_calls;
/** How many did. */
extern uint64_t device_failed;
/** Requests for memory: malloc, calloc, realloc; the one that is refused, from
 *  1, and whether all after it are. */
extern uint64_t device_requests;
extern uint64_t device_refuse_at;
extern bool device_refuse_for_good;
/** False under sanitizers: then none is. */
extern const bool device_can_refuse;

/** Watch a directory, which is empty or not there, and what is done in it. */
void device_watch(const char *directory);
/** Watch nothing any more; forget. */
void device_forget(void);
/** Called before each call that changes what a device would have; in it nothing
 *  is watched. NULL: nobody. */
extern void (*device_before)(void);
/** Sectors that are not synced. */
uint64_t device_unsynced(void);

/** What of the unsynced is lost. */
enum device_loss { DEVICE_LOSE_ALL, DEVICE_LOSE_NONE, DEVICE_LOSE_SOME };
/** Make `copy` a directory as it might be after a loss of power. */
void device_crash(const char *copy, enum device_loss loss, uint64_t *random);

/** Remove a directory and the files in it. */
void device_remove(const char *directory);
/** A new directory for a test, in memory if there is such a place. Its name is
 *  good until the next call but three. */
const char *device_directory(void);
/** All of the store's file in a directory; free it. */
uint8_t *device_read(const char *directory, size_t *size);
/** Make it these bytes, and no others. */
void device_write(const char *directory, const void *bytes, size_t size);
/** Say in a store's lock that who wrote it has not come to its end, or has. */
void device_mark(const char *directory, bool is_unfinished);

#endif
