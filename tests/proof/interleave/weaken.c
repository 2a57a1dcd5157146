/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* A role of base/atomic.h with a weaker order, without building anew: what the
 * library's accesses ask for says which role each has. For finding out which
 * orders are needed, and where (tools of the developer; no test uses it but
 * that the weakened are found). */
#include "weaken.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SITES = 512, SAME = -1 };

static const struct role {
    const char *name;
    enum mc_kind kind;
    int order;
    enum mc_kind new_kind;
    int new_order;
    int new_failed;
} roles[] = {
    {"look", MC_LOAD, __ATOMIC_SEQ_CST, MC_LOAD, __ATOMIC_ACQUIRE, SAME},
    {"offer", MC_OR, __ATOMIC_SEQ_CST, MC_OR, __ATOMIC_ACQ_REL, SAME},
    {"withdraw", MC_AND, __ATOMIC_SEQ_CST, MC_AND, __ATOMIC_ACQ_REL, SAME},
    {"bump", MC_ADD, __ATOMIC_ACQ_REL, MC_ADD, __ATOMIC_RELAXED, SAME},
    {"turn", MC_CAS, __ATOMIC_SEQ_CST, MC_CAS, __ATOMIC_ACQ_REL,
     __ATOMIC_ACQUIRE},
    /* place, and show where there is no membarrier */
    {"place", MC_SWAP, __ATOMIC_SEQ_CST, MC_SWAP, __ATOMIC_ACQ_REL, SAME},
    {"show", MC_SWAP, __ATOMIC_SEQ_CST, MC_STORE, __ATOMIC_RELEASE, SAME},
    {"barrier", MC_BARRIER, 0, MC_LOAD, SAME, SAME},
    {"step-shows", MC_CAS, __ATOMIC_ACQ_REL, MC_CAS, __ATOMIC_ACQUIRE,
     __ATOMIC_ACQUIRE},
    {"step-sees", MC_CAS, __ATOMIC_ACQ_REL, MC_CAS, __ATOMIC_RELEASE,
     __ATOMIC_RELAXED},
    {"take-all", MC_SWAP, __ATOMIC_ACQUIRE, MC_SWAP, __ATOMIC_RELAXED, SAME},
    {"read", MC_LOAD, __ATOMIC_ACQUIRE, MC_LOAD, __ATOMIC_RELAXED, SAME},
    {"publish", MC_STORE, __ATOMIC_RELEASE, MC_STORE, __ATOMIC_RELAXED, SAME},
};
enum { ROLES = sizeof roles / sizeof roles[0] };

static const struct role *weakened;
static uintptr_t only_at; /* 0: everywhere */

/* Which accesses are made, for --sites. */
static struct {
    uintptr_t at;
    const struct role *role;
} sites[SITES];
static uint32_t site_count;
static bool collects;

bool weaken_choose(const char *text) {
    size_t size = strcspn(text, "@");

    for (uint32_t i = 0; i < ROLES; i++) {
        if (strlen(roles[i].name) == size &&
            memcmp(roles[i].name, text, size) == 0) {
            weakened = &roles[i];
            only_at =
                text[size] == '@' ? strtoull(text + size + 1, NULL, 0) : 0;
            return true;
        }
    }
    return false;
}

void weaken_collect(void) {
    collects = true;
}

static uintptr_t offset_of(const void *from) {
    extern const char __executable_start[];

    return (uintptr_t)from - (uintptr_t)__executable_start;
}

static bool is_of(const struct role *role, const struct mc_access *access) {
    return access->kind == role->kind &&
           (access->kind == MC_BARRIER || access->order == role->order);
}

static void collect(const struct mc_access *access) {
    uintptr_t at = offset_of(access->from);

    for (uint32_t i = 0; i < site_count; i++) {
        if (sites[i].at == at) {
            return;
        }
    }
    for (uint32_t i = 0; i < ROLES && site_count < SITES; i++) {
        if (is_of(&roles[i], access)) {
            sites[site_count].at = at;
            sites[site_count++].role = &roles[i];
            return;
        }
    }
}

void weaken_print_sites(void) {
    for (uint32_t i = 0; collects && i < site_count; i++) {
        (void)printf("site %s@0x%lx\n", sites[i].role->name,
                     (unsigned long)sites[i].at);
    }
}

bool weaken(struct mc_access *access) {
    if (collects) {
        collect(access);
    }
    if (weakened == NULL || !is_of(weakened, access) ||
        (only_at != 0 && only_at != offset_of(access->from))) {
        return true;
    }
    access->kind = weakened->new_kind;
    access->order =
        weakened->new_order != SAME ? weakened->new_order : access->order;
    access->order_failed = weakened->new_failed != SAME ? weakened->new_failed
                                                        : access->order_failed;
    return weakened->kind != MC_BARRIER;
}
