/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file public_pool.h  What the operations on public IPv4 pools and on brought
 *  ranges have in common: who asks for which pool, CIDR and border group. */
#ifndef EIP_TESTS_PROOF_MODEL_PUBLIC_POOL_H
#define EIP_TESTS_PROOF_MODEL_PUBLIC_POOL_H

#include "proof/model/allocate.h"
#include "proof/model/facts.h"

enum { PUBLIC_POOLS = 3 }; /* 1 to 3 */

/** A pool, as it is named. */
struct named_pool {
    int pool; /* or NOBODY: nonsense, or of another kind */
    eip_text id;
    char room[40];
};

struct ask_public {
    struct ask_caller by;
    struct verdict verdict;
    eip_status form;
    bool dry;
    struct named_pool named;
    int group; /* of texts_group, or NOBODY */
    eip_cidr cidr;
    eip_text text; /* of the CIDR, or nonsense */
    char cidr_room[40];
    struct ask_allocate given; /* its specifications only */
    struct tags tags;
};

/** Who asks, and dry or not. `pool`: most of the time its owner. */
void public_draw_caller(struct run *run, struct dice *dice, int pool,
                        struct ask_public *a);
/** It is this account that asks. */
void public_speak_for(struct run *run, int account, struct ask_public *a);
/** A public pool, 1 to 3; most of the time one that is there. */
int public_draw_pool(struct run *run, struct dice *dice);
/** An IPAM pool; mostly one that the account may use. */
int public_draw_ipam(struct run *run, struct dice *dice, int account);
/** Its name; rarely another's, nonsense, or none. `first`: a pool of the
 *  kind. */
void public_draw_id(struct run *run, struct dice *dice, int pool, int first,
                    struct named_pool *named);
/** Mostly none; or this one, or another, or nonsense. */
void public_draw_group(struct run *run, struct dice *dice, int group,
                       struct ask_public *a);
eip_text public_group_text(const struct ask_public *a);
void public_write_cidr(struct ask_public *a);
/** Specifications of "ipv4pool-ec2". */
void public_draw_tags(struct dice *dice, struct ask_public *a);
/** Rarely spoil the form of a request. */
void public_spoil(struct dice *dice, struct ask_public *a, uint32_t *size,
                  uint32_t *flags);

/** The border group of its blocks, those that it has or those to come. */
int public_group_of(const struct model *m, int pool);
eip_status public_fail_group(const struct ask_public *a, struct verdict *v);
/** A new pool's: known, and not a Wavelength Zone's (R8). */
eip_status public_check_group(const struct model *m, const struct ask_public *a,
                              struct verdict *v);
/** EIP_OK: the caller's. */
eip_status public_find(const struct model *m, const struct ask_public *a,
                       struct verdict *v);
/** An IPAM pool that the account owns or shares. */
eip_status public_find_ipam(const struct model *m, int account,
                            const struct named_pool *named, struct verdict *v);
bool public_same_tags(const struct tags *tags, const eip_tag *got,
                      uint32_t count);

bool step_show_public_pools(struct run *run, struct dice *dice);

#endif
