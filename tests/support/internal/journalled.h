/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file journalled.h
 * A ledger over one small space, two accounts, and what a journal said of it.
 * For one thread; operations may be another's, of a lane that stopped.
 */
#ifndef EIP_TESTS_SUPPORT_INTERNAL_JOURNALLED_H
#define EIP_TESTS_SUPPORT_INTERNAL_JOURNALLED_H

#include "registry/install.h"
#include "registry/tell.h"
#include "registry/transfer.h"
#include "support/internal/direct.h"
#include "support/world.h"

enum { JOURNALLED_SEEN = 64, JOURNALLED_FACTS = 256 };

/** What the last collections gave, in order; facts as the text of `ptr`. */
struct journalled_seen {
    uint32_t effects;
    uint32_t handed;
    uint32_t refuse_after; /* so many; 0: never */
    struct eip__effect effect[JOURNALLED_SEEN];
    char ptr[JOURNALLED_SEEN][JOURNALLED_FACTS];
    struct eip__handed hand[JOURNALLED_SEEN];
};

struct journalled {
    struct direct direct;
    struct world_heap heap;
    struct eip__accounts accounts;
    struct eip__ledger ledger;
    struct eip__account *alice; /* number 101 */
    struct eip__account *bob;   /* number 102 */
    struct eip__lane *lane;
    struct eip__lane *other; /* of a thread that stopped */
    struct journalled_seen seen;
};

struct journalled *journalled_open(void);
/** Close, and see that all memory came back. */
void journalled_close(struct journalled *f);

/** Refuse memory from now on, or no longer. */
void journalled_refuse(struct journalled *f, bool refuses);

void journalled_start(struct journalled *f);
/** Collect; how many effects came. Dies if it was refused. */
uint32_t journalled_collect(struct journalled *f);
/** The same, with what the visitor is to say; true: nothing was refused. */
bool journalled_try(struct journalled *f, uint64_t *cut);

uint64_t journalled_word(struct journalled *f, uint32_t record);
/** What hangs at the record, as a word. */
uint64_t journalled_hung(struct journalled *f, uint32_t record);
/** A detail whose `ptr` is this text, of that generation and version. */
struct eip__detail *journalled_detail(struct journalled *f, const char *ptr,
                                      uint64_t generation, uint64_t version);

enum eip__taken journalled_take(struct journalled *f, struct eip__lane *lane,
                                struct eip__account *account, uint32_t record);
enum eip__changed journalled_give(struct journalled *f,
                                  struct eip__account *account, uint32_t record,
                                  uint64_t now_ms);
enum eip__changed journalled_alter(struct journalled *f,
                                   struct eip__account *account,
                                   uint32_t record, const char *ptr);
/** Of four records from `record` on. */
enum eip__taken journalled_block(struct journalled *f,
                                 struct eip__account *account, uint32_t record);
/** Alice's record, with an offer in version 1 of its detail, to Bob. */
struct eip__ticket *journalled_ticket(struct journalled *f, uint32_t record);

/** Tell the journal of an allocation of the other lane, which stops then, before
 *  it is installed (false), or after. */
void journalled_stop_taking(struct journalled *f, struct eip__account *account,
                            uint32_t record, bool installed);

#endif
