/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Races for the journal: it is turned on meanwhile, an operation is told twice,
 * an entry is decided by two, and its memory goes and comes. */
#include "proof/coverage/lost.h"

#include "base/reclaim.h"
#include "base/spare.h"
#include "registry/chunk.h"
#include "support/internal/journalled.h"

/* So many entries fill a chunk, and as many chunks have been filled. */
enum { RECORD = 5, IN_CHUNK = 254, CHUNKS = 3 };

static struct journalled *f;

static void open_off(void) {
    f = journalled_open();
}

static void open_on(void) {
    f = journalled_open();
    journalled_start(f);
}

/* What is held and what was told of it agree; `told`: the journal was on all the
 * time. */
static void close_with(bool held, bool told) {
    uint32_t effects = journalled_collect(f);

    CHECK(eip__word_is_held_by(journalled_word(f, RECORD), f->alice->index,
                               1) == held,
          "held, or not");
    CHECK(told ? effects == 1 : effects <= 1, "%u effects", effects);
    if (effects == 1) {
        CHECK(f->seen.effect[0].record == RECORD &&
                  ((f->seen.effect[0].flags & EIP__EFFECT_HELD) != 0) == held,
              "another effect");
    }
    journalled_close(f);
}

/* -- turned on meanwhile ----------------------------------------------------------- */

static void take(void) {
    CHECK(journalled_take(f, f->lane, f->alice, RECORD) == EIP__TAKEN,
          "not taken");
}

static void give(void) {
    CHECK(journalled_give(f, f->alice, RECORD, 0) == EIP__CHANGED, "not given");
}

static void open_held(void) {
    open_off();
    take();
}

static void turn_on(void) {
    eip__journal_start(&f->ledger, &f->accounts, f->other);
}

static void end_taken(void) {
    close_with(true, false);
}

static void end_given(void) {
    close_with(false, false);
}

/* -- told twice, decided twice ------------------------------------------------------- */

static void pass_on(void) {
    eip__ledger_pass(&f->ledger, f->other, f->alice);
}

static void open_stopped(void) {
    open_on();
    journalled_stop_taking(f, f->alice, RECORD, true);
}

static void settle(void) {
    (void)eip__ledger_settle(&f->ledger, f->alice);
}

static void end_told(void) {
    close_with(true, true);
}

/* Who says another outcome of it than the first that did is told the first's. */
static uint64_t undecided;
static enum eip__deed_outcome said[2];

static void open_undecided(void) {
    open_stopped();
    undecided = eip__read(&f->other->op[f->other->serial & 1].entry);
}

static void say_done(void) {
    said[0] = eip__journal_decide(undecided, EIP__DEED_DONE);
}

static void say_lost(void) {
    said[1] = eip__journal_decide(undecided, EIP__DEED_LOST);
}

static void end_decided(void) {
    const struct eip__entry *its = eip__pointer(undecided);

    CHECK(said[0] == said[1], "%u and %u", said[0], said[1]);
    CHECK(eip__entry_outcome(its->state) == said[0], "it says %u",
          eip__entry_outcome(its->state));
    journalled_close(f);
}

/* An entry is written where another was, which has its outcome and an earlier
 * cut. */
static uint32_t times; /* that it was told of */
static struct eip__effect seen;
static uint64_t requests;

static void open_used_again(void) {
    open_on();
    times = 0;
    for (uint32_t i = 0; i < CHUNKS * IN_CHUNK; i += 2) {
        requests = f->heap.requests;
        take();
        give();
        (void)journalled_collect(f);
        direct_leave(f->lane);
        eip__reclaim_all(&f->direct.lanes);
        f->lane = direct_enter(&f->direct);
    }
    CHECK(requests == f->heap.requests, "no chunk is used again");
}

static void collect(void) {
    if (journalled_collect(f) != 0) {
        times += f->seen.effects;
        seen = f->seen.effect[0];
    }
}

static void end_used_again(void) {
    const struct eip__entry *entry = eip__pointer(eip__read(&f->lane->written));

    CHECK(entry->offset == sizeof(struct eip__chunk), "not the first there");
    CHECK(requests == f->heap.requests, "it is not used again");
    collect();
    CHECK(times == 1, "told %u times", times);
    CHECK(seen.value ==
              eip__stamp_value(eip__read(
                  &eip__records_cold(&f->direct.records, RECORD)->stamp)),
          "another's value");
    journalled_close(f);
}

/* -- its memory -------------------------------------------------------------------- */

static struct eip__chunks chunks;
static struct eip__chunk *got[2];
static uint64_t blocks;

static struct eip__chunk *get(void) {
    struct eip__chunk *chunk = eip__chunk_get(&f->direct.host, &chunks, 64);

    CHECK(chunk != NULL, "no chunk");
    return chunk;
}

/* Two that nobody uses; the first is known to be nobody's any more. */
static void open_chunks(void) {
    struct eip__chunk *one;
    struct eip__chunk *two;

    open_off();
    chunks = (struct eip__chunks){0};
    one = get();
    two = get();
    blocks = f->heap.blocks;
    eip__chunk_pass(&f->direct.lanes, one);
    chunks.passed++; /* as if both had been come past */
    eip__chunks_keep(&f->direct.lanes, &chunks);
    direct_leave(f->lane);
    eip__reclaim_all(&f->direct.lanes);
    eip__chunk_pass(&f->direct.lanes, two);
    got[0] = NULL;
    got[1] = NULL;
}

static void open_spare(void) {
    open_chunks();
    eip__reclaim_all(&f->direct.lanes);
}

static void get_first(void) {
    got[0] = get();
}

static void get_second(void) {
    got[1] = get();
}

static void come_back(void) {
    eip__reclaim_all(&f->direct.lanes);
}

static void end_chunks(void) {
    CHECK(f->heap.blocks == blocks, "not used again");
    CHECK(got[0] != got[1], "one for two");
    for (uint32_t i = 0; i < 2; i++) {
        if (got[i] != NULL) {
            eip__chunk_free(&f->direct.host, got[i]);
        }
    }
    eip__chunks_close(&f->direct.host, &chunks);
    CHECK(f->heap.blocks == blocks - 2, "one is lost");
    f->lane = direct_enter(&f->direct);
    journalled_close(f);
}

/* -- spare blocks ---------------------------------------------------------------- */

static struct eip__spare *spare;
static void *given[2];
static uint64_t spare_bytes;

static void open_given(void) {
    open_off();
    blocks = f->heap.blocks;
    spare_bytes = 1;
    spare = eip__spare_of(f->lane, &spare_bytes);
    for (uint32_t i = 0; i < 2; i++) {
        given[i] = eip__spare_take(&f->direct.host, spare, spare_bytes);
        CHECK(given[i] != NULL, "no block");
    }
    direct_leave(f->lane);
}

static void give_first(void) {
    eip__spare_give(&f->direct.host, spare, given[0], spare_bytes);
}

static void give_second(void) {
    eip__spare_give(&f->direct.host, spare, given[1], spare_bytes);
}

static void end_spare(void) {
    void *one = eip__spare_take(&f->direct.host, spare, spare_bytes);
    void *two = eip__spare_take(&f->direct.host, spare, spare_bytes);

    CHECK(one != two && (one == given[0] || one == given[1]) &&
              (two == given[0] || two == given[1]),
          "one is lost");
    CHECK(f->heap.blocks == blocks + 2, "not used again");
    eip__host_release(&f->direct.host, one, spare_bytes);
    eip__host_release(&f->direct.host, two, spare_bytes);
    f->lane = direct_enter(&f->direct);
    journalled_close(f);
}

const struct race lost_journal_races[] = {
    {"taken, the journal is turned on", open_off, take, turn_on, end_taken, 0},
    {"given, the journal is turned on", open_held, give, turn_on, end_given, 0},
    {"taken, told again", open_on, take, pass_on, end_told, 0},
    {"an entry, decided by two", open_stopped, settle, settle, end_told, 0},
    {"an entry, decided otherwise by two", open_undecided, say_done, say_lost,
     end_decided, 0},
    {"an entry where another was", open_used_again, take, collect,
     end_used_again, 0},
    {"two blocks come back", open_given, give_first, give_second, end_spare, 0},
    {"two spare chunks", open_spare, get_first, get_second, end_chunks, 0},
    {"a chunk comes back, one is taken", open_chunks, come_back, get_second,
     end_chunks, 0},
};
const uint32_t lost_journal_race_count =
    sizeof lost_journal_races / sizeof lost_journal_races[0];
