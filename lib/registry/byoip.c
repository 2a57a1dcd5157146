/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the maps of brought ranges and of what accounts did with them. */
#include "registry/byoip.h"

#include "registry/catalog_private.h"

#include <Judy.h>

void eip__byoip_drop(struct eip__byoips *byoips, struct eip__host *host,
                     struct eip__byoip *byoip) {
    eip__touch(byoips->dirty, EIP__DIRTY_BYOIP, byoip->cidr.base);
    eip__catalog_forget(&byoips->ranges, byoip->cidr.base);
    eip__host_release(host, byoip, sizeof *byoip);
}

static bool has_gone(const struct eip__byoip *byoip,
                     struct eip__byoip_time time) {
    return byoip->deed == EIP__BYOIP_DEPROVISIONED &&
           !eip__byoip_is_pending(byoip, time);
}

struct eip__byoip *eip__byoip_from(struct eip__byoips *byoips,
                                   struct eip__host *host, uint64_t from,
                                   struct eip__byoip_time time) {
    Word_t base = from;
    PPvoid_t entry = JudyLFirst(byoips->ranges, &base, PJE0);

    while (entry != NULL) {
        struct eip__byoip *byoip = *entry;

        if (byoip != NULL && !has_gone(byoip, time)) {
            return byoip;
        }
        if (byoip != NULL) {
            eip__byoip_drop(byoips, host, byoip);
        }
        entry = JudyLNext(byoips->ranges, &base, PJE0);
    }
    return NULL;
}

struct eip__byoip *eip__byoip_of(struct eip__byoips *byoips,
                                 struct eip__host *host, uint64_t owner,
                                 eip_cidr cidr, struct eip__byoip_time time) {
    struct eip__byoip *byoip = eip__byoip_from(byoips, host, cidr.base, time);

    if (byoip == NULL || byoip->cidr.base != cidr.base ||
        byoip->cidr.prefix_bits != cidr.prefix_bits) {
        return NULL;
    }
    return byoip->owner == owner ? byoip : NULL;
}

/* Ranges are disjoint: the first that begins at or after this one's beginning
 * overlaps it, or the last that begins before. */
bool eip__byoip_overlaps(struct eip__byoips *byoips, struct eip__host *host,
                         eip_cidr cidr, struct eip__byoip_time time) {
    struct eip__byoip *byoip = eip__byoip_from(byoips, host, cidr.base, time);

    if (byoip != NULL && eip_cidr_overlaps(byoip->cidr, cidr)) {
        return true;
    }
    byoip = eip__catalog_last_below(byoips->ranges, cidr.base);
    return byoip != NULL && !has_gone(byoip, time) &&
           eip_cidr_overlaps(byoip->cidr, cidr);
}

uint64_t *eip__byoip_account(struct eip__byoips *byoips, uint64_t number) {
    return (uint64_t *)eip__catalog_enter(&byoips->accounts, number + 1);
}

void eip__byoip_touch(struct eip__byoips *byoips,
                      const struct eip__byoip *byoip) {
    eip__touch(byoips->dirty, EIP__DIRTY_BYOIP_ACCOUNT, byoip->owner + 1);
    eip__touch(byoips->dirty, EIP__DIRTY_BYOIP, byoip->cidr.base);
}

static void count(struct eip__byoips *byoips, const struct eip__byoip *byoip,
                  uint64_t by) {
    *(uint64_t *)JudyLGet(byoips->accounts, byoip->owner + 1, PJE0) += by;
    eip__byoip_touch(byoips, byoip);
}

bool eip__byoip_enter(struct eip__byoips *byoips, struct eip__byoip *byoip) {
    void **entry = eip__catalog_enter(&byoips->ranges, byoip->cidr.base);

    if (entry == NULL) {
        return false;
    }
    *entry = byoip;
    count(byoips, byoip, 1);
    return true;
}

void eip__byoip_discount(struct eip__byoips *byoips,
                         const struct eip__byoip *byoip) {
    count(byoips, byoip, UINT64_MAX);
}

void eip__byoip_remove(struct eip__byoips *byoips, struct eip__host *host,
                       struct eip__byoip *byoip) {
    eip__byoip_discount(byoips, byoip);
    eip__byoip_drop(byoips, host, byoip);
}

void eip__byoips_close(struct eip__byoips *byoips, struct eip__host *host) {
    Word_t base = 0;
    PPvoid_t entry = JudyLFirst(byoips->ranges, &base, PJE0);

    for (; entry != NULL; entry = JudyLNext(byoips->ranges, &base, PJE0)) {
        if (*entry != NULL) {
            eip__host_release(host, *entry, sizeof(struct eip__byoip));
        }
    }
    (void)JudyLFreeArray(&byoips->ranges, PJE0);
    (void)JudyLFreeArray(&byoips->accounts, PJE0);
}
