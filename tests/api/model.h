/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file model.h
 * What libeip's rulings say, written a second time and as simply as can be:
 * an array of addresses that every question walks through. Where the rulings
 * leave the choice of an address free it answers with the set allowed.
 */
#ifndef EIP_TESTS_API_MODEL_H
#define EIP_TESTS_API_MODEL_H

#include "support/world.h"

#include <string.h>

enum source {
    SOURCE_AMAZON,
    SOURCE_LOCAL,
    SOURCE_CARRIER,
    SOURCE_BYOIP, /* Alice's */
    SOURCE_IPAM,  /* Alice's, shared with Bob */
    SOURCE_COIP,  /* the same */
    SOURCES
};

enum { BLOCKS = 2, FIRST = 4, SECOND = 2, PLACES = FIRST + SECOND };
enum { ACCOUNTS = 4, SLOTS = SOURCES * PLACES };

struct model_address {
    uint32_t ip;
    int source;
    int block;
    int held_by;  /* an account, or -1 */
    int given_by; /* who released it and may have it back, or -1 */
    bool used;    /* allocated since its block was provisioned */
    bool classic;
    uint64_t id;
    uint64_t order;
    uint64_t released_ms;
};

struct model_source {
    uint32_t policy;
    uint32_t flags; /* EIP_POOL_CLOSED, EIP_POOL_KEEP_COOLING */
    uint64_t cooldown_ms;
    bool present[BLOCKS];
    bool draining[BLOCKS];
};

struct model {
    struct model_address address[SLOTS];
    struct model_source source[SOURCES];
    uint32_t quota[ACCOUNTS];
    uint64_t now_ms;
    uint64_t allocations;
};

static const uint64_t model_accounts[ACCOUNTS] = {WORLD_ALICE, WORLD_BOB,
                                                  WORLD_CAROL, WORLD_DAVE};
enum { ALICE, BOB, CAROL, DAVE };

static inline bool model_is_counted(int source) {
    return source <= SOURCE_CARRIER;
}

static inline bool model_admits(int source, int account) {
    return model_is_counted(source) || account == ALICE ||
           (account == BOB && source != SOURCE_BYOIP);
}

static inline uint32_t model_used(const struct model *model, int account) {
    uint32_t used = 0;

    for (int i = 0; i < SLOTS; i++) {
        used += model->address[i].held_by == account &&
                model_is_counted(model->address[i].source);
    }
    return used;
}

static inline bool model_is_cooling(const struct model *model,
                                    const struct model_address *at) {
    return at->used && at->held_by < 0 &&
           model->now_ms - at->released_ms <
               model->source[at->source].cooldown_ms;
}

/* Not held, in a block that is there and not being drained. */
static inline bool model_is_free(const struct model *model,
                                 const struct model_address *at) {
    const struct model_source *source = &model->source[at->source];

    return at->held_by < 0 && source->present[at->block] &&
           !source->draining[at->block];
}

/* What any request may be given: the first class that is not empty, for the
 * policy `lowest` only its lowest. Returns how many. */
static inline uint32_t model_candidates(const struct model *model, int which,
                                        bool allowed[SLOTS]) {
    const struct model_source *source = &model->source[which];
    bool merges =
        source->policy == EIP_POLICY_LOWEST || source->cooldown_ms == 0;
    uint64_t tick = (source->cooldown_ms + 4) / 5;
    uint64_t oldest = UINT64_MAX;
    uint32_t best = UINT32_MAX;
    uint32_t count = 0;

    memset(allowed, 0, SLOTS * sizeof *allowed);
    if ((source->flags & EIP_POOL_CLOSED) != 0) {
        return 0;
    }
    for (int i = 0; i < SLOTS; i++) {
        const struct model_address *at = &model->address[i];

        if (at->source != which || !model_is_free(model, at)) {
            continue;
        }
        if (!at->used || (merges && !model_is_cooling(model, at))) {
            allowed[i] = true;
            count++;
            best = at->ip < best ? at->ip : best;
        } else if (at->released_ms < oldest) {
            oldest = at->released_ms;
        }
    }
    for (int i = 0; i < SLOTS && count != 0 && best != UINT32_MAX; i++) {
        if (source->policy == EIP_POLICY_LOWEST) {
            allowed[i] = allowed[i] && model->address[i].ip == best;
        }
    }
    if (count != 0) {
        return count;
    }
    /* Released ones: any that has cooled down, or one of the oldest bucket,
     * which is at most a fifth of the cooldown wide. */
    for (int i = 0; i < SLOTS; i++) {
        const struct model_address *at = &model->address[i];
        bool cooling = model_is_cooling(model, at);

        if (at->source == which && model_is_free(model, at) &&
            !(cooling && (source->flags & EIP_POOL_KEEP_COOLING) != 0) &&
            (!cooling || at->released_ms < oldest + tick)) {
            allowed[i] = true;
            count++;
        }
    }
    return count;
}

/* May the account have this address by its name (R3, R4)? */
static inline bool model_may_name(const struct model *model, int account,
                                  const struct model_address *at,
                                  bool with_pool) {
    bool keeps = (model->source[at->source].flags & EIP_POOL_KEEP_COOLING) != 0;
    bool any = with_pool || at->source == SOURCE_BYOIP;

    if (!model_is_free(model, at) || !model_admits(at->source, account)) {
        return false;
    }
    return at->given_by == account ||
           (any && !(keeps && model_is_cooling(model, at)));
}

static inline void model_take(struct model *model, int account,
                              struct model_address *at, uint64_t id,
                              bool classic) {
    at->held_by = account;
    at->given_by = -1;
    at->used = true;
    at->classic = classic;
    at->id = id;
    at->order = ++model->allocations;
}

static inline void model_give(struct model *model, struct model_address *at) {
    at->given_by = at->classic ? -1 : at->held_by;
    at->held_by = -1;
    at->released_ms = model->now_ms;
}

static inline uint32_t model_held_in(const struct model *model, int source,
                                     int block) {
    uint32_t held = 0;

    for (int i = 0; i < SLOTS; i++) {
        const struct model_address *at = &model->address[i];

        held += at->source == source && at->block == block && at->held_by >= 0;
    }
    return held;
}

/* A block goes, or comes: nobody remembers anything of its addresses. */
static inline void model_forget(struct model *model, int source, int block) {
    for (int i = 0; i < SLOTS; i++) {
        struct model_address *at = &model->address[i];

        if (at->source == source && at->block == block) {
            at->held_by = at->given_by = -1;
            at->used = false;
        }
    }
    model->source[source].draining[block] = false;
}

#endif
