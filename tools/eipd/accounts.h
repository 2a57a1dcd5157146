/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file accounts.h
 * Access keys and the accounts they are of. The file has a line for each:
 *
 *     # access key id   secret access key   account
 *     AKIDEXAMPLE       wJalrXUtnFEMI...    123456789012
 */
#ifndef EIPD_ACCOUNTS_H
#define EIPD_ACCOUNTS_H

#include <stdint.h>

#include <eip/eip.h>

struct account_key {
    char *id;
    char *secret;
    uint64_t account;
};

/** Sorted by id. */
struct accounts {
    struct account_key *keys;
    uint32_t count;
};

/** Read a file. Returns 0 after a message on stderr. */
int accounts_read(struct accounts *accounts, const char *path);
void accounts_free(struct accounts *accounts);
/** The key of this id, or NULL. */
const struct account_key *accounts_find(const struct accounts *accounts,
                                        eip_text id);
/** The account that a key id names where nothing is verified: the first twelve
 *  digits in a row of it, else 0. */
uint64_t accounts_named(eip_text id);

#endif
