/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how an account's holdings are gone through, and made smaller. */
#include "ops/collect.h"

#include <string.h>

#include "base/sort.h"

enum {
    LEAST = 16,   /* room for so many at first */
    SMALL = 4096, /* holdings up to this are looked at until they stand still */
    TRIES = 3,    /* larger ones so often */
    SHRINK = 8,   /* a set that is used below 1 in this many is replaced */
    SHRINK_FROM = 64
};

void eip__collection_close(struct eip__collection *collection) {
    eip__host_release(collection->host, collection->held,
                      collection->room * sizeof *collection->held);
    collection->held = NULL;
}

bool eip__collection_add(struct eip__collection *collection,
                         const struct eip__held *held) {
    if (collection->count == collection->room) {
        uint64_t least =
            collection->expected > LEAST ? collection->expected : LEAST;
        uint64_t room = collection->room == 0 ? least : collection->room * 2;
        struct eip__held *grown =
            eip__host_allocate(collection->host, room * sizeof *grown);

        if (grown == NULL) {
            return false;
        }
        if (collection->count != 0) {
            memcpy(grown, collection->held, collection->count * sizeof *grown);
        }
        eip__collection_close(collection);
        collection->held = grown;
        collection->room = room;
    }
    collection->held[collection->count++] = *held;
    return true;
}

static uint64_t order_of(const void *held) {
    return ((const struct eip__held *)held)->order;
}

void eip__collection_sort(struct eip__collection *collection) {
    uint64_t kept = 0;

    if (collection->count == 0) {
        return;
    }
    eip__sort(collection->held, collection->count, sizeof *collection->held,
              order_of);
    for (uint64_t i = 1; i < collection->count; i++) {
        if (collection->held[i].order != collection->held[kept].order) {
            collection->held[++kept] = collection->held[i];
        }
    }
    collection->count = kept + 1;
}

void eip__collection_intersect(struct eip__collection *collection,
                               const struct eip__collection *other) {
    uint64_t kept = 0;
    uint64_t at = 0;

    for (uint64_t i = 0; i < collection->count; i++) {
        while (at < other->count &&
               other->held[at].order < collection->held[i].order) {
            at++;
        }
        if (at < other->count &&
            other->held[at].order == collection->held[i].order) {
            collection->held[kept++] = collection->held[i];
        }
    }
    collection->count = kept;
}

/* -- all of an account ---------------------------------------------------------------- */

static bool each(struct eip__call *call, const struct eip__holdings *holdings,
                 bool (*visit)(void *context, const struct eip__held *held),
                 void *context) {
    uint64_t capacity = eip__read(&holdings->capacity);

    for (uint64_t i = 0; i < capacity; i++) {
        uint64_t entry = eip__holdings_at(holdings, i);
        struct eip__held held;

        if (entry != 0 &&
            eip__held_look(call, eip__entry_record(entry),
                           eip__entry_generation(entry), &held) &&
            !visit(context, &held)) {
            return false;
        }
    }
    return true;
}

void eip__collect_each(struct eip__call *call,
                       bool (*visit)(void *context,
                                     const struct eip__held *held),
                       void *context) {
    (void)each(call, eip__pointer(eip__read(&call->account->holdings)), visit,
               context);
}

static bool add(void *context, const struct eip__held *held) {
    return eip__collection_add(context, held);
}

static bool go_through(struct eip__call *call,
                       const struct eip__holdings *holdings,
                       struct eip__collection *collection) {
    collection->count = 0;
    return each(call, holdings, add, collection);
}

/* A set that has become much too large is replaced by one that fits. If that
 * cannot be, for want of memory or because the account goes on changing, the
 * next to describe will try. */
static void shrink(struct eip__call *call, struct eip__holdings *holdings,
                   const struct eip__collection *collection, uint64_t settled) {
    uint64_t capacity = eip__read(&holdings->capacity);
    struct eip__holdings *smaller;

    if (capacity < SHRINK_FROM || collection->count * SHRINK > capacity) {
        return;
    }
    smaller = eip__holdings_new(&call->engine->host, collection->count * 2);
    if (smaller == NULL) {
        return;
    }
    for (uint64_t i = 0; i < collection->count; i++) {
        eip__holdings_fill(smaller, i,
                           (uint64_t)collection->held[i].record << 32 |
                               collection->held[i].generation);
    }
    if (!eip__ledger_swap(&call->engine->ledger, call->lane, call->account,
                          settled, holdings, smaller)) {
        eip__holdings_free(&call->engine->host, &smaller->retired);
    }
}

/* Between two looks at the same settled head nothing of the account changed:
 * what was seen in between was so at one instant. */
bool eip__collect_all(struct eip__call *call,
                      struct eip__collection *collection) {
    struct eip__ledger *ledger = &call->engine->ledger;
    struct eip__holdings *holdings;
    uint64_t settled;
    uint32_t tries = 0;

    if (call->account == NULL) {
        return true;
    }
    /* Those that do not count come besides; mostly there are none. */
    collection->expected = eip__ledger_used(ledger, call->account);
    do {
        settled = eip__ledger_settle(ledger, call->account);
        holdings = eip__pointer(eip__read(&call->account->holdings));
        if (holdings == NULL) {
            return true;
        }
        if (!go_through(call, holdings, collection)) {
            return false;
        }
        tries++;
    } while (eip__ledger_settle(ledger, call->account) != settled &&
             (collection->count <= SMALL || tries < TRIES));
    eip__collection_sort(collection);
    shrink(call, holdings, collection, settled);
    return true;
}
