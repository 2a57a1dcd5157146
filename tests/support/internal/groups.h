/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file groups.h
 * Groups of made-up records for tests of stores, and what a store must hold
 * after each: one record that is the group's own, some that take the place of
 * earlier ones, some that end a thing, one now and then that is large.
 */
#ifndef EIP_TESTS_SUPPORT_INTERNAL_GROUPS_H
#define EIP_TESTS_SUPPORT_INTERNAL_GROUPS_H

#include "eip/store.h"

/** Write group `number`, from 1, at `bytes`, of which there are
 *  GROUP_BYTES_MAX. @return Its size. */
enum { GROUP_BYTES_MAX = 16384 };
uint64_t group_write(uint64_t number, uint8_t *bytes);

/** What a store is found to hold. */
struct groups_held {
    eip_status status; /* of the load */
    uint64_t last;     /* the newest group's number */
    uint64_t digest;   /* of the newest record of each key */
    uint64_t count;    /* of these */
    uint64_t shown;    /* records that were shown */
};

/** Load a store and sum up. */
struct groups_held groups_load(eip_store *store);

/** What it must hold after groups 1 to `last`: the digest. Cheap in ascending
 *  order. */
uint64_t groups_digest(uint64_t last);

/** Append and commit a group. EIP_OK or what failed. */
eip_status group_commit(eip_store *store, uint64_t number, eip_error *error);

#endif
