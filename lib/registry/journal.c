/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the word `cut` of the journal, `written` of lanes, and entries. */
#include "registry/ledger.h"

#include <string.h>

/* With what an allocator adds, a little below a power of two. */
enum { CHUNK = 16320, ALIGNMENT = 16 };

struct eip__chunk {
    struct eip__retired retired; /* first */
    uint64_t bytes;
    uint64_t used; /* owner of the lane only */
};

static void free_chunk(struct eip__host *host, struct eip__retired *retired) {
    struct eip__chunk *chunk = (struct eip__chunk *)retired;

    eip__host_release(host, chunk, chunk->bytes);
}

/* -- writing -------------------------------------------------------------------- */

static uint64_t aligned(uint64_t bytes) {
    return (bytes + ALIGNMENT - 1) & ~(uint64_t)(ALIGNMENT - 1);
}

static uint64_t facts_bytes(const struct eip__effect *effect) {
    return effect->facts == NULL ? 0
                                 : aligned(sizeof *effect->facts +
                                           eip__facts_more(effect->facts));
}

/* An entry: | struct | effects | handed | facts of each, with what they name |. */
static uint64_t entry_bytes(const struct eip__told *told) {
    uint64_t bytes = aligned(sizeof(struct eip__entry) +
                             told->count * sizeof *told->effect) +
                     aligned(told->handed == NULL ? 0 : sizeof *told->handed);

    for (uint32_t i = 0; i < told->count; i++) {
        bytes += facts_bytes(&told->effect[i]);
    }
    return bytes;
}

/* A piece of the chunk that the lane's last entry is in, or of a new one. */
static struct eip__entry *get_room(struct eip__host *host,
                                   const struct eip__entry *last,
                                   uint64_t bytes) {
    struct eip__chunk *chunk = last == NULL ? NULL : last->chunk;
    struct eip__entry *entry;

    if (chunk == NULL || chunk->bytes - chunk->used < bytes) {
        uint64_t head = aligned(sizeof *chunk);
        uint64_t size = head + bytes > CHUNK ? head + bytes : CHUNK;

        chunk = eip__host_allocate(host, size);
        if (chunk == NULL) {
            return NULL;
        }
        chunk->bytes = size;
        chunk->used = head;
    }
    entry = (struct eip__entry *)(void *)((char *)chunk + chunk->used);
    chunk->used += bytes;
    entry->chunk = chunk;
    return entry;
}

static void fill(struct eip__entry *entry, const struct eip__told *told) {
    char *at = (char *)entry +
               aligned(sizeof *entry + told->count * sizeof *told->effect);

    entry->handed = NULL;
    entry->count = told->count;
    if (told->handed != NULL) {
        entry->handed = memcpy(at, told->handed, sizeof *told->handed);
        at += aligned(sizeof *told->handed);
    }
    for (uint32_t i = 0; i < told->count; i++) {
        struct eip__effect *effect = &entry->effect[i];

        *effect = told->effect[i];
        if (effect->facts != NULL) {
            struct eip__facts *facts = memcpy(at, effect->facts, sizeof *facts);

            eip__facts_move(facts, facts + 1);
            at += facts_bytes(effect);
            effect->facts = facts;
        }
    }
}

/* Its operation was not installed: by this thread, which is at another by now,
 * or by one that is gone. Else it is decided once its account is settled. */
static EIP__RARE void give_up(struct eip__ledger *ledger,
                              struct eip__entry *entry) {
    (void)eip__ledger_settle(ledger, entry->account);
    (void)eip__journal_decide(eip__value(entry), EIP__DEED_LOST);
}

static struct eip__entry *make(struct eip__ledger *ledger,
                               struct eip__lane *lane,
                               struct eip__account *account,
                               const struct eip__told *told) {
    struct eip__entry *last = eip__pointer(eip__hint(&lane->written));
    struct eip__entry *entry;

    if (last != NULL && eip__read(&last->state) == EIP__DEED_PENDING) {
        give_up(ledger, last);
    }
    entry = get_room(ledger->host, last, entry_bytes(told));
    if (entry == NULL) {
        return NULL;
    }
    eip__note(&entry->state, EIP__DEED_PENDING);
    eip__note(&entry->cut, 0);
    entry->account = account;
    entry->serial = lane->serial;
    fill(entry, told);
    if (last == NULL) {
        lane->first = entry;
    } else {
        last->next = entry;
    }
    eip__show(&lane->written, eip__value(entry), ledger->lanes->asymmetric);
    return entry;
}

bool eip__journal_write(struct eip__ledger *ledger, struct eip__lane *lane,
                        struct eip__account *account, struct eip__op *op,
                        const struct eip__told *told) {
    struct eip__entry *entry =
        eip__pointer(eip__journal_entry(op, lane->serial));

    if (entry == NULL) {
        entry = make(ledger, lane, account, told);
        if (entry == NULL) {
            return false;
        }
        eip__publish(&op->entry, eip__value(entry));
        eip__publish(&op->told, lane->serial);
    }
    /* Nobody reads them before it is done. */
    for (uint32_t i = 0; i < told->count; i++) {
        entry->effect[i].value = told->effect[i].value;
    }
    eip__note(&entry->cut, eip__look(&ledger->journal.cut));
    return true;
}

enum eip__deed_outcome eip__journal_decide(uint64_t entry,
                                           enum eip__deed_outcome outcome) {
    struct eip__entry *its = eip__pointer(entry);
    uint64_t state = EIP__DEED_PENDING;

    return its == NULL || eip__step(&its->state, &state, outcome)
               ? outcome
               : (enum eip__deed_outcome)state;
}

/* -- collecting ------------------------------------------------------------------- */

static struct eip__entry *after(const struct eip__lane *lane,
                                const struct eip__entry *entry) {
    return entry == NULL ? lane->first : entry->next;
}

/* Is it part of this cut? */
static bool is_in(struct eip__ledger *ledger, struct eip__entry *entry,
                  uint64_t cut) {
    if (eip__read(&entry->state) == EIP__DEED_PENDING) {
        (void)eip__ledger_settle(ledger, entry->account);
    }
    return eip__read(&entry->state) != EIP__DEED_PENDING &&
           eip__hint(&entry->cut) <= cut;
}

static bool visit(const struct eip__entry *entry,
                  const struct eip__journal_visitor *visitor) {
    for (uint64_t i = 0; i < entry->count; i++) {
        if (!visitor->address(visitor->context, &entry->effect[i])) {
            return false;
        }
    }
    return entry->handed == NULL ||
           visitor->handed(visitor->context, entry->handed);
}

/* Its chunk may go: no helper that comes from now on is to look into it. The
 * descriptor of an operation before the lane's last two has been written anew by
 * now, and is its owner's to touch. */
static void close_entry(struct eip__lane *lane, const struct eip__entry *entry,
                        const struct eip__entry *last) {
    eip__a64 *outcome = &lane->op[entry->serial & 1].outcome;
    uint64_t pending = eip__outcome_pending(entry->serial);

    if (last->serial - entry->serial < 2 && eip__hint(outcome) == pending) {
        (void)eip__step(outcome, &pending, pending | eip__hint(&entry->state));
    }
}

/* Has the entry been dealt with? */
enum dealt { DEALT, DEALT_LATER, DEALT_REFUSED };

static enum dealt deal(struct eip__ledger *ledger, struct eip__entry *entry,
                       const struct eip__journal_visitor *visitor,
                       uint64_t cut) {
    if (!is_in(ledger, entry, cut)) {
        return DEALT_LATER;
    }
    return eip__hint(&entry->state) != EIP__DEED_DONE ||
                   eip__hint(&entry->cut) < ledger->journal.first ||
                   visit(entry, visitor)
               ? DEALT
               : DEALT_REFUSED;
}

/* What the lane's owner writes is looked at once for all its entries. */
static bool collect_lane(struct eip__ledger *ledger, struct eip__lane *lane,
                         const struct eip__journal_visitor *visitor,
                         uint64_t cut) {
    const struct eip__entry *last = eip__pointer(eip__look(&lane->written));
    struct eip__entry *at = lane->collected;
    enum dealt dealt = DEALT;

    while (at != last) {
        struct eip__entry *entry = after(lane, at);

        dealt = deal(ledger, entry, visitor, cut);
        if (dealt != DEALT) {
            break;
        }
        close_entry(lane, entry, last);
        if (at != NULL && at->chunk != entry->chunk) {
            eip__retire(ledger->lanes, &at->chunk->retired, free_chunk);
        }
        at = entry;
    }
    lane->collected = at;
    return dealt != DEALT_REFUSED;
}

static bool collect(struct eip__ledger *ledger,
                    const struct eip__journal_visitor *visitor, uint64_t cut) {
    uint64_t used;

    eip__lanes_barrier(ledger->lanes);
    used = eip__look(&ledger->lanes->used);
    for (uint64_t i = 1; i <= used; i++) {
        if (!collect_lane(ledger, eip__lane_at(ledger->lanes, i), visitor,
                          cut)) {
            return false;
        }
    }
    return true;
}

bool eip__journal_collect(struct eip__ledger *ledger,
                          const struct eip__journal_visitor *visitor,
                          uint64_t *cut) {
    struct eip__journal *journal = &ledger->journal;

    *cut = journal->next++;
    (void)eip__place(&journal->cut, journal->next);
    return collect(ledger, visitor, *cut);
}

uint64_t eip__journal_position(const struct eip__ledger *ledger) {
    return eip__look(&ledger->journal.cut);
}

/* -- on and off --------------------------------------------------------------------- */

void eip__journal_start(struct eip__ledger *ledger,
                        struct eip__accounts *accounts,
                        struct eip__lane *lane) {
    uint64_t count;

    ledger->journal.first = ++ledger->journal.next;
    (void)eip__place(&ledger->journal.cut, ledger->journal.first);
    count = eip__accounts_count(accounts);
    for (uint64_t i = 1; i <= count; i++) {
        eip__ledger_pass(ledger, lane, eip__accounts_at(accounts, (uint32_t)i));
    }
}

static bool drop_effect(void *context, const struct eip__effect *effect) {
    (void)context;
    (void)effect;
    return true;
}

static bool drop_handed(void *context, const struct eip__handed *handed) {
    (void)context;
    (void)handed;
    return true;
}

void eip__journal_stop(struct eip__ledger *ledger) {
    static const struct eip__journal_visitor nobody = {drop_effect, drop_handed,
                                                       NULL};

    (void)eip__place(&ledger->journal.cut, 0);
    (void)collect(ledger, &nobody, UINT64_MAX);
}

static void close_lane(struct eip__host *host, const struct eip__lane *lane) {
    const struct eip__entry *last = eip__pointer(eip__hint(&lane->written));
    struct eip__entry *entry =
        lane->collected == NULL ? lane->first : lane->collected;

    while (last != NULL) {
        struct eip__chunk *chunk = entry->chunk;

        while (entry != last && entry->chunk == chunk) {
            entry = entry->next;
        }
        last = entry->chunk == chunk ? NULL : last;
        free_chunk(host, &chunk->retired);
    }
}

void eip__journal_close(struct eip__ledger *ledger) {
    uint64_t used = eip__hint(&ledger->lanes->used);

    for (uint64_t i = 1; i <= used; i++) {
        close_lane(ledger->host, eip__lane_at(ledger->lanes, i));
    }
}
