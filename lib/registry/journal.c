/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the word `cut` of the journal, `written` of lanes, and entries. */
#include "base/prefetch.h"
#include "registry/ledger.h"

#include <string.h>

/* The collector has read what a chunk held before: its lines are fetched that
 * far ahead, some four entries. */
enum { ALIGNMENT = 16, LINE = 64, AHEAD = 256 };

/* -- writing -------------------------------------------------------------------- */

static uint64_t aligned(uint64_t bytes) {
    return (bytes + ALIGNMENT - 1) & ~(uint64_t)(ALIGNMENT - 1);
}

static uint64_t facts_bytes(const struct eip__effect *effect) {
    return effect->facts == NULL ? 0
                                 : aligned(sizeof *effect->facts +
                                           eip__facts_more(effect->facts));
}

static uint64_t head_bytes(const struct eip__told *told) {
    return sizeof(struct eip__entry) +
           aligned(sizeof(struct eip__entry_more) +
                   told->count * sizeof *told->effect);
}

/* An entry: | struct | more | handed | facts of each, with what they name |. */
static uint64_t entry_bytes(const struct eip__told *told) {
    uint64_t bytes = head_bytes(told) +
                     aligned(told->handed == NULL ? 0 : sizeof *told->handed);

    for (uint32_t i = 0; i < told->count; i++) {
        bytes += facts_bytes(&told->effect[i]);
    }
    return (bytes + LINE - 1) & ~(uint64_t)(LINE - 1);
}

static struct eip__chunk *chunk_of(const struct eip__entry *entry) {
    return eip__pointer(eip__value(entry) - entry->offset);
}

/* A piece of the chunk that the lane's last entry is in, or of another one. */
EIP__HOT struct eip__entry *get_room(struct eip__ledger *ledger,
                                     const struct eip__entry *last,
                                     uint64_t bytes) {
    struct eip__chunk *chunk = last == NULL ? NULL : chunk_of(last);
    struct eip__entry *entry;

    if (chunk == NULL || chunk->bytes - chunk->used < bytes) {
        chunk = eip__chunk_get(ledger->host, &ledger->journal.chunks, bytes);
        if (chunk == NULL) {
            return NULL;
        }
    }
    entry = eip__pointer(eip__value(chunk) + chunk->used);
    entry->offset = (uint32_t)chunk->used;
    chunk->used += bytes;
    eip__prefetch_to_write((const char *)entry + AHEAD);
    return entry;
}

static void fill(struct eip__entry *entry, const struct eip__told *told) {
    struct eip__entry_more *more = eip__entry_more(entry);
    char *at = (char *)entry + head_bytes(told);

    more->handed = NULL;
    if (told->handed != NULL) {
        more->handed = memcpy(at, told->handed, sizeof *told->handed);
        at += aligned(sizeof *told->handed);
    }
    for (uint32_t i = 0; i < told->count; i++) {
        struct eip__effect *effect = &more->effect[i];

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

static bool is_pending(const struct eip__entry *entry) {
    return eip__entry_outcome(eip__read(&entry->state)) == EIP__DEED_PENDING;
}

/* The lane's next entry, which is not shown yet; NULL: there is no memory. */
EIP__HOT struct eip__entry *begin(struct eip__ledger *ledger,
                                  const struct eip__lane *lane,
                                  struct eip__account *account,
                                  uint64_t bytes) {
    struct eip__entry *last = eip__pointer(eip__hint(&lane->written));
    struct eip__entry *entry;

    if (last != NULL && is_pending(last)) {
        give_up(ledger, last);
    }
    entry = get_room(ledger, last, bytes);
    if (entry != NULL) {
        eip__note(&entry->state, EIP__DEED_PENDING);
        entry->account = account;
        entry->serial = lane->serial;
    }
    return entry;
}

/* It is written: show it. */
EIP__HOT void show(struct eip__ledger *ledger, struct eip__lane *lane,
                   struct eip__op *op, struct eip__entry *entry) {
    struct eip__entry *last = eip__pointer(eip__hint(&lane->written));

    if (last == NULL) {
        lane->first = entry;
    } else {
        last->next = entry;
    }
    eip__show(&lane->written, eip__value(entry), ledger->lanes->asymmetric);
    eip__publish(&op->entry, eip__value(entry));
    eip__publish(&op->told, lane->serial);
}

/* Step 3. Nobody else writes there before it is installed. */
EIP__HOT void note_cut(struct eip__ledger *ledger, struct eip__entry *entry) {
    eip__note(&entry->state, eip__look(&ledger->journal.cut)
                                     << EIP__DEED_OUTCOME_BITS |
                                 EIP__DEED_PENDING);
}

bool eip__journal_write(struct eip__ledger *ledger, struct eip__lane *lane,
                        struct eip__account *account, struct eip__op *op,
                        const struct eip__told *told) {
    struct eip__entry *entry =
        eip__pointer(eip__journal_entry(op, lane->serial));

    if (entry == NULL) {
        entry = begin(ledger, lane, account, entry_bytes(told));
        if (entry == NULL) {
            return false;
        }
        entry->count = (uint16_t)told->count;
        fill(entry, told);
        show(ledger, lane, op, entry);
    }
    /* Nobody reads them before it is done. */
    for (uint32_t i = 0; i < told->count; i++) {
        eip__entry_more(entry)->effect[i].value = told->effect[i].value;
    }
    note_cut(ledger, entry);
    return true;
}

bool eip__journal_write_plain(struct eip__ledger *ledger,
                              struct eip__lane *lane,
                              struct eip__account *account, struct eip__op *op,
                              uint64_t which, uint32_t flags, uint64_t value) {
    const uint32_t owned = EIP__EFFECT_HELD | EIP__EFFECT_KEEPS;
    struct eip__entry *entry =
        eip__pointer(eip__journal_entry(op, lane->serial));

    if (entry == NULL) {
        entry = begin(ledger, lane, account, sizeof *entry);
        if (entry == NULL) {
            return false;
        }
        entry->count = 0;
        entry->flags = (uint16_t)flags;
        entry->record = (uint32_t)(which >> 32);
        entry->generation = (uint32_t)which;
        entry->number = (flags & owned) != 0 ? eip__read(&account->number) : 0;
        show(ledger, lane, op, entry);
    }
    entry->value = value;
    note_cut(ledger, entry);
    return true;
}

enum eip__deed_outcome eip__journal_decide(uint64_t entry,
                                           enum eip__deed_outcome outcome) {
    struct eip__entry *its = eip__pointer(entry);
    uint64_t state;

    if (its == NULL) {
        return outcome;
    }
    state = eip__read(&its->state);
    while (eip__entry_outcome(state) == EIP__DEED_PENDING) {
        if (eip__step(&its->state, &state, state | outcome)) {
            return outcome;
        }
    }
    return eip__entry_outcome(state);
}

/* -- collecting ------------------------------------------------------------------- */

static struct eip__entry *after(const struct eip__lane *lane,
                                const struct eip__entry *entry) {
    return entry == NULL ? lane->first : entry->next;
}

/* Is it part of this cut? */
static bool is_in(struct eip__ledger *ledger, struct eip__entry *entry,
                  uint64_t cut) {
    uint64_t state;

    if (is_pending(entry)) {
        (void)eip__ledger_settle(ledger, entry->account);
    }
    state = eip__read(&entry->state);
    return eip__entry_outcome(state) != EIP__DEED_PENDING &&
           eip__entry_cut(state) <= cut;
}

static bool visit_plain(const struct eip__entry *entry,
                        const struct eip__journal_visitor *visitor) {
    const struct eip__effect effect = {
        .record = entry->record,
        .generation = entry->generation,
        .flags = entry->flags,
        .account = entry->number,
        .value = entry->value,
    };

    return visitor->address(visitor->context, &effect);
}

static bool visit(struct eip__entry *entry,
                  const struct eip__journal_visitor *visitor) {
    const struct eip__entry_more *more = eip__entry_more(entry);

    if (entry->count == 0) {
        return visit_plain(entry, visitor);
    }
    for (uint32_t i = 0; i < entry->count; i++) {
        if (!visitor->address(visitor->context, &more->effect[i])) {
            return false;
        }
    }
    return more->handed == NULL ||
           visitor->handed(visitor->context, more->handed);
}

/* Its chunk may go: no helper that comes from now on is to look into it. The
 * descriptor of an operation before the lane's last two has been written anew by
 * now, and is its owner's to touch. */
static void close_entry(struct eip__lane *lane, const struct eip__entry *entry,
                        const struct eip__entry *last) {
    eip__a64 *outcome = &lane->op[entry->serial & 1].outcome;
    uint64_t pending = eip__outcome_pending(entry->serial);

    if (last->serial - entry->serial < 2 && eip__hint(outcome) == pending) {
        (void)eip__step(outcome, &pending,
                        pending | eip__entry_outcome(eip__hint(&entry->state)));
    }
}

/* Has the entry been dealt with? */
enum dealt { DEALT, DEALT_LATER, DEALT_REFUSED };

static enum dealt deal(struct eip__ledger *ledger, struct eip__entry *entry,
                       const struct eip__journal_visitor *visitor,
                       uint64_t cut) {
    uint64_t state;

    if (!is_in(ledger, entry, cut)) {
        return DEALT_LATER;
    }
    state = eip__hint(&entry->state);
    return eip__entry_outcome(state) != EIP__DEED_DONE ||
                   eip__entry_cut(state) < ledger->journal.first ||
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
        if (at != NULL && chunk_of(at) != chunk_of(entry)) {
            eip__chunk_pass(ledger->lanes, chunk_of(at));
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
    eip__chunks_keep(ledger->lanes, &ledger->journal.chunks);
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
        struct eip__chunk *chunk = chunk_of(entry);

        while (entry != last && chunk_of(entry) == chunk) {
            entry = entry->next;
        }
        last = chunk_of(entry) == chunk ? NULL : last;
        eip__chunk_free(host, chunk);
    }
}

void eip__journal_close(struct eip__ledger *ledger) {
    uint64_t used = eip__hint(&ledger->lanes->used);

    for (uint64_t i = 1; i <= used; i++) {
        close_lane(ledger->host, eip__lane_at(ledger->lanes, i));
    }
    eip__chunks_close(ledger->host, &ledger->journal.chunks);
}
