/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file wrap.h
 * What the library calls of the C library and the system, answered by the
 * checker. Included before each of its files.
 */
#ifndef INTERLEAVE_WRAP_H
#define INTERLEAVE_WRAP_H

#include <Judy.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

void *mc_memcpy(void *to, const void *from, size_t bytes);
void *mc_memmove(void *to, const void *from, size_t bytes);
void *mc_memset(void *to, int byte, size_t bytes);
long mc_syscall(long number, ...);
int mc_mutex_lock(pthread_mutex_t *mutex);
int mc_mutex_unlock(pthread_mutex_t *mutex);
/** Judy is about to write to the root of an array. */
PPvoid_t mc_root(PPvoid_t root);

#if defined(INTERLEAVE_LIBRARY)
/* A lane for each thread and the program: a new thread finds none free. */
#include "eip/engine.h"
#define EIP_LIMIT_LANES 4
#define memcpy mc_memcpy
#define memset mc_memset
#define memmove mc_memmove
#define JudyLIns(root, index, error) JudyLIns(mc_root(root), index, error)
#define JudyLDel(root, index, error) JudyLDel(mc_root(root), index, error)
#define JudyLFreeArray(root, error) JudyLFreeArray(mc_root(root), error)
#define JudySLIns(root, index, error) JudySLIns(mc_root(root), index, error)
#define JudySLDel(root, index, error) JudySLDel(mc_root(root), index, error)
#define JudySLFreeArray(root, error) JudySLFreeArray(mc_root(root), error)
#define syscall mc_syscall
#define pthread_mutex_lock mc_mutex_lock
#define pthread_mutex_unlock mc_mutex_unlock
#endif

#endif
