/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file notes.h
 * What an account has done, written down where the end of the process does not
 * reach it: each operation before it begins, what came of it when it has ended,
 * and how many were acknowledged as durable. So it can be said of an engine that
 * comes back whether its addresses are those of some moment from the last
 * acknowledgement to the end.
 *
 * One thread does what is noted; who looks at it comes after its end.
 */
#ifndef EIP_TESTS_POWER_NOTES_H
#define EIP_TESTS_POWER_NOTES_H

#include "eip/eip.h"

#include <stdbool.h>

enum { NOTES = 4096, NOTES_HELD = 24, NOTES_TEXT = 256, NOTES_REASON = 40 };

enum note_what { NOTE_NOTHING, NOTE_ALLOCATE, NOTE_RELEASE, NOTE_TAG };

struct note {
    uint32_t what;
    uint32_t tag; /* a number that the address is tagged with */
    uint64_t id;
};

struct noted_address {
    uint64_t id;
    uint32_t tag;
    uint32_t ip;
};

struct notes {
    uint64_t account;
    uint64_t random;
    /* As it was when it was looked at last. */
    struct noted_address base[NOTES_HELD + 1];
    uint32_t base_count;
    uint32_t quota; /* the same; set by the account's administrator */
    /* Since then: notes of operations, and of quotas, which go up by one. */
    struct note note[NOTES];
    _Atomic uint32_t begun;
    _Atomic uint32_t ended;
    _Atomic uint32_t durable;
    _Atomic uint32_t quota_begun;
    _Atomic uint32_t quota_durable;
    char wrong[NOTES_REASON]; /* what went wrong where it was done */
};

/** Do something at random, noted. False: there is no room for more notes. */
bool notes_work(struct notes *notes, eip_engine *engine);
/** What has ended is durable. */
void notes_durable(struct notes *notes);

/** Compare an account with its notes, which begin anew.
 *
 * @param[out] wrong  NOTES_TEXT bytes.
 * @return False: `wrong` says what is. */
bool notes_compare(struct notes *notes, eip_engine *engine, char *wrong);

/** Compare without beginning anew. */
bool notes_agree(const struct notes *notes, eip_engine *engine, char *wrong);

/** The audit finds nothing. False: `wrong` says what it does find. */
bool notes_sound(eip_engine *engine, char *wrong);

/** Border group, pool and accounts of a new engine. EIP_OK or what failed. */
eip_status notes_build(eip_engine *engine);
/** The configuration of these engines. */
eip_config notes_config(void);

#endif
