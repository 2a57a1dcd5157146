/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file byoip.h
 * The books of ranges that accounts have brought (BYOIP): part of the catalog
 * (catalog.h), by its mutex.
 *
 * A range's state is what was done to it last, and when: EC2's `pending-`
 * states follow from the clock, and nothing is written as time passes. What
 * has been deprovisioned goes when somebody comes past it later.
 */
#ifndef EIP_REGISTRY_BYOIP_H
#define EIP_REGISTRY_BYOIP_H

#include "eip/byoip.h"
#include "registry/dirty.h"
#include "registry/topology.h"

#include <stdbool.h>

enum eip__byoip_deed {
    EIP__BYOIP_PROVISIONED,
    EIP__BYOIP_REFUSED, /* its authorisation was; it has no pool */
    EIP__BYOIP_ADVERTISED,
    EIP__BYOIP_WITHDRAWN,
    EIP__BYOIP_KEPT, /* to be deprovisioned, but in use */
    EIP__BYOIP_DEPROVISIONED,
    EIP__BYOIP_MOVED /* to IPAM */
};

struct eip__byoip {
    eip_cidr cidr;
    uint64_t owner;
    struct eip__pool *pool; /* or NULL */
    struct eip__group *group;
    enum eip__byoip_deed deed;
    uint32_t asn; /* 0: none */
    uint64_t deed_ms;
    eip_pool_ref ipam_pool; /* MOVED; kind EIP_POOL_AMAZON: none */
    uint32_t description_size;
    bool has_description;
    char description[EIP_BYOIP_DESCRIPTION_MAX];
};

struct eip__byoips {
    void *ranges; /* Judy: base -> struct eip__byoip */
    /* Judy: account + 1 -> 63..8 when it advertised or withdrew last, ms;
     * 7..0 ranges that it has. */
    void *accounts;
    struct eip__dirty *dirty; /* the catalog's */
};

/** When it is, and how long a state is held back. */
struct eip__byoip_time {
    uint64_t now_ms;
    uint64_t settle_ms;
};

static inline bool eip__byoip_is_pending(const struct eip__byoip *byoip,
                                         struct eip__byoip_time time) {
    return time.now_ms - byoip->deed_ms < time.settle_ms;
}

/** The range with the least base that is `from` or above, or NULL. Drops those
 *  on the way that have gone. */
struct eip__byoip *eip__byoip_from(struct eip__byoips *byoips,
                                   struct eip__host *host, uint64_t from,
                                   struct eip__byoip_time time);
/** The account's range that is exactly this, or NULL. */
struct eip__byoip *eip__byoip_of(struct eip__byoips *byoips,
                                 struct eip__host *host, uint64_t owner,
                                 eip_cidr cidr, struct eip__byoip_time time);
/** Does any overlap? */
bool eip__byoip_overlaps(struct eip__byoips *byoips, struct eip__host *host,
                         eip_cidr cidr, struct eip__byoip_time time);

/** It has changed, or what there is of its account. */
void eip__byoip_touch(struct eip__byoips *byoips,
                      const struct eip__byoip *byoip);

/** What there is of an account; NULL: no memory. */
uint64_t *eip__byoip_account(struct eip__byoips *byoips, uint64_t number);
static inline uint64_t eip__byoip_count(uint64_t account) {
    return account & 255;
}
static inline uint64_t eip__byoip_turned_ms(uint64_t account) {
    return account >> 8;
}

/** Enter a range, which takes it over, of an account that has been asked for.
 *  False: no memory. */
bool eip__byoip_enter(struct eip__byoips *byoips, struct eip__byoip *byoip);
/** Take it out again, and free it; it no longer counts. */
void eip__byoip_remove(struct eip__byoips *byoips, struct eip__host *host,
                       struct eip__byoip *byoip);
/** It no longer counts among its account's, though it is there. */
void eip__byoip_discount(struct eip__byoips *byoips,
                         const struct eip__byoip *byoip);

/** Free one that no longer counts, and take it out. */
void eip__byoip_drop(struct eip__byoips *byoips, struct eip__host *host,
                     struct eip__byoip *byoip);

void eip__byoips_close(struct eip__byoips *byoips, struct eip__host *host);

#endif
