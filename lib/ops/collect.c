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

/* What an entry stands for is anywhere in memory: asked for so many before. */
enum { AHEAD = 16 };

EIP__HOT void ask_early(const struct eip__records *records, uint64_t entry) {
    if (entry != 0) {
        const struct eip__place place =
            eip__records_place(records, eip__entry_record(entry));

        __builtin_prefetch(place.word);
        __builtin_prefetch(place.cold);
    }
}

/* Who is shown what is held, and of how much. */
struct visitor {
    bool (*visit)(void *context, const struct eip__held *held);
    void *context;
    uint64_t seen;
};

static bool each_of(struct eip__call *call, const eip__a64 *entries,
                    uint64_t count, struct visitor *visitor) {
    const struct eip__records *records = &call->engine->records;
    struct eip__held held;

    for (uint64_t i = 0; i < count; i++) {
        uint64_t entry = eip__read(&entries[i]);

        if (i + AHEAD < count) {
            ask_early(records, eip__hint(&entries[i + AHEAD]));
        }
        if (entry != 0 &&
            eip__held_look_at_once(call, eip__entry_record(entry),
                                   eip__entry_generation(entry), &held)) {
            if (!visitor->visit(visitor->context, &held)) {
                return false;
            }
            visitor->seen++;
        }
    }
    return true;
}

static bool each(struct eip__call *call, const struct eip__holdings *holdings,
                 struct visitor *visitor) {
    uint64_t capacity = eip__read(&holdings->capacity);
    uint64_t count;

    for (uint64_t i = 0; i < capacity; i += count) {
        const eip__a64 *entries = eip__holdings_run(holdings, i, &count);

        if (!each_of(call, entries, count, visitor)) {
            return false;
        }
    }
    return true;
}

void eip__collect_each(struct eip__call *call,
                       bool (*visit)(void *context,
                                     const struct eip__held *held),
                       void *context) {
    struct visitor visitor = {visit, context, 0};

    (void)each(call, eip__pointer(eip__read(&call->account->holdings)),
               &visitor);
}

/* A set of hints in the making. */
struct filling {
    struct eip__holdings *holdings;
    uint64_t room;
    uint64_t used;
};

static bool fill(void *context, const struct eip__held *held) {
    struct filling *filling = context;

    if (filling->used == filling->room) {
        return false;
    }
    eip__holdings_fill(filling->holdings, filling->used++,
                       (uint64_t)held->record << 32 | held->generation);
    return true;
}

/* A set that has become much too large is replaced by one that fits. If that
 * cannot be, for want of memory or because the account goes on changing, the
 * next to describe will try. While the head stands as it was settled nothing
 * changes: what is gone through once more is what counts. */
static void shrink(struct eip__call *call, struct eip__holdings *holdings,
                   uint64_t seen, uint64_t settled) {
    uint64_t capacity = eip__read(&holdings->capacity);
    struct filling filling = {.room = seen * 2};
    struct visitor visitor = {fill, &filling, 0};

    if (capacity < SHRINK_FROM || seen * SHRINK > capacity) {
        return;
    }
    filling.holdings = eip__holdings_new(&call->engine->host, filling.room);
    if (filling.holdings == NULL) {
        return;
    }
    if (!each(call, holdings, &visitor) ||
        !eip__ledger_swap(&call->engine->ledger, call->lane, call->account,
                          settled, holdings, filling.holdings)) {
        eip__holdings_free(&call->engine->host, &filling.holdings->retired);
    }
}

/* Between two looks at the same settled head nothing of the account changed:
 * what was seen in between was so at one instant. */
bool eip__collect_by(struct eip__call *call,
                     const struct eip__collector *collector) {
    struct eip__ledger *ledger = &call->engine->ledger;
    struct visitor visitor = {collector->visit, collector->context, 0};
    struct eip__holdings *holdings;
    uint64_t settled;
    uint32_t tries = 0;

    if (call->account == NULL) {
        return true;
    }
    do {
        settled = eip__ledger_settle(ledger, call->account);
        holdings = eip__pointer(eip__read(&call->account->holdings));
        if (holdings == NULL) {
            return true;
        }
        collector->again(collector->context);
        visitor.seen = 0;
        if (!each(call, holdings, &visitor)) {
            return false;
        }
        tries++;
    } while (eip__ledger_settle(ledger, call->account) != settled &&
             (visitor.seen <= SMALL || tries < TRIES));
    shrink(call, holdings, visitor.seen, settled);
    return true;
}

static void again(void *context) {
    ((struct eip__collection *)context)->count = 0;
}

static bool add(void *context, const struct eip__held *held) {
    return eip__collection_add(context, held);
}

bool eip__collect_all(struct eip__call *call,
                      struct eip__collection *collection) {
    const struct eip__collector collector = {again, add, collection};

    if (call->account != NULL) {
        /* Those that do not count come besides; mostly there are none. */
        collection->expected =
            eip__ledger_used(&call->engine->ledger, call->account);
    }
    if (!eip__collect_by(call, &collector)) {
        return false;
    }
    eip__collection_sort(collection);
    return true;
}
