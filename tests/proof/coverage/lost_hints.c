/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The races of lost.c for those who look for an address or a block: there is
 * one at every instant, though never where they look, or somebody stopped has
 * it in hand. */
#include "proof/coverage/lost.h"

#include "base/atomic.h"
#include "space/fit.h"
#include "space/hint.h"

static const struct direct_options defaults;
static struct eip__lane *other;

/* -- a part offered anew ---------------------------------------------------------------- */

static const eip_cidr part = {0x0a000000, 31};

/* Proven empty while it was out. */
static void begin_anew(void) {
    struct direct_address taken;
    struct eip__lane *lane;

    lost_open_direct(&defaults, "10.0.0.0/30");
    lane = direct_enter(&lost_direct);
    CHECK(eip__cidr_withdraw(&lost_direct.space, lost_range, part) == 0,
          "held");
    eip__cidr_cut(&lost_direct.space, lost_range, part);
    for (uint32_t i = 0; i < 2; i++) {
        CHECK(direct_take_any(&lost_direct, lane, ALICE, &taken), "none");
    }
    CHECK(!direct_take_any(&lost_direct, lane, BOB, &taken), "too many");
    direct_leave(lane);
}

static void offer_anew(void) {
    struct eip__lane *lane = direct_enter(&lost_direct);

    eip__cidr_anew(&lost_direct.space, lane, lost_range, part);
    direct_leave(lane);
}

/* -- hints that are recalled --------------------------------------------------------------- */

/* A stopped thread keeps what is left of a leaf, and has gone on to another. */
static void begin_recall(void) {
    static const struct direct_options options = {.policy = EIP_POLICY_SPREAD};
    struct direct_address taken;

    lost_open_direct(&options, "10.0.0.0/30");
    other = direct_stopped_lane(&lost_direct);
    for (uint32_t i = 0; i < 2; i++) {
        CHECK(direct_take_any(&lost_direct, other, ALICE, &taken), "none");
    }
    CHECK(eip__hint(&other->reserve[0]) != 0, "nothing is kept");
    eip__hint_announce(other, EIP__PIECE);
}

static void take_kept(void) {
    struct eip__lane *lane = direct_enter(&lost_direct);
    struct direct_address taken;

    CHECK(direct_take_any(&lost_direct, lane, BOB, &taken), "there was one");
    direct_leave(lane);
}

/* -- an address at every instant ---------------------------------------------------------- */

enum { LEAVES = 2, ALL = LEAVES * EIP__LEAF };

static struct direct_address low; /* held, in the first leaf */

/* One is free, in the second leaf, and only the lane of somebody stopped says
 * where: it takes a proof to find it. */
static void begin_always(void) {
    struct direct_address taken;
    struct eip__lane *lane;

    lost_open_direct(&defaults, "10.0.0.0/25");
    lane = direct_enter(&lost_direct);
    other = direct_stopped_lane(&lost_direct);
    for (uint32_t i = 0; i < ALL - 1; i++) {
        CHECK(direct_take_any(&lost_direct, lane, ALICE, &taken), "none");
        low = i == 5 ? taken : low;
    }
    (void)eip__hint_withdraw(&lost_direct.records, other, ALL - 1,
                             UINT64_C(1) << (ALL - 1) % EIP__LEAF,
                             EIP__MARK_FRESH);
    direct_leave(lane);
}

static void take_one(void) {
    struct eip__lane *lane = direct_enter(&lost_direct);
    struct direct_address taken;

    CHECK(direct_take_any(&lost_direct, lane, BOB, &taken), "there was one");
    direct_leave(lane);
}

/* The first is released before the last is taken. */
static void change_places(void) {
    struct eip__lane *lane = direct_enter(&lost_direct);
    struct direct_address taken;

    CHECK(direct_give(&lost_direct, lane, &low), "not held");
    (void)direct_take_this(&lost_direct, ALICE, 0x0a000000 + ALL - 1, &taken);
    direct_leave(lane);
}

/* The stopped one's hint is its own to offer. */
static void end_always(void) {
    eip__hint_mend(&lost_direct.records, other);
    lost_close_direct();
}

/* -- a block at every instant --------------------------------------------------------------- */

/* Pairs 6 and 7 are those of which one is free; of the others one address is
 * always held. All three changes happen in two looks, which see neither pair
 * free, and the four that are released besides make up for what the changes add
 * to a sum in which a release counts less than nothing. */
enum { PAIRS = 8, CHANGES = 4, APART = 11 };

static struct direct_address held[2 * PAIRS];
static uint32_t changes;

static void hold(uint32_t at) {
    CHECK(direct_take_this(&lost_direct, ALICE, 0x0a000000 + at, &held[at]),
          "not free");
}

static void give(uint32_t at) {
    struct eip__lane *lane = direct_enter(&lost_direct);

    CHECK(direct_give(&lost_direct, lane, &held[at]), "not held");
    direct_leave(lane);
}

static void begin_pairs(void) {
    lost_open_direct(&defaults, "10.0.0.0/28");
    for (uint32_t at = 0; at < 12; at++) {
        hold(at);
    }
    hold(12);
    changes = 0;
}

static void fit_pair(void) {
    struct eip__lane *lane = direct_enter(&lost_direct);
    struct eip__moment moment = direct_moment(&lost_direct);
    struct eip__fit fit;

    CHECK(eip__fit_any(&lost_direct.space, lane, &moment, 1, &fit) ==
              EIP__FITTED,
          "there was one");
    direct_leave(lane);
}

static void change_pairs(void) {
    changes++;
    if (changes == 1) {
        give(12);
        hold(14);
        for (uint32_t at = 0; at < 8; at += 2) {
            give(at);
        }
    } else if (changes == 2) {
        give(14);
        hold(12);
    } else if (changes == CHANGES) {
        give(12);
        hold(14);
    }
}

/* -- a piece that is being closed ----------------------------------------------------------- */

static void begin_close(void) {
    lost_open_direct(&defaults, "10.0.0.0/30");
    other = direct_stopped_lane(&lost_direct);
}

static void close_piece(void) {
    eip__layout_close(other, eip__space_layout(&lost_direct.space),
                      EIP__MARK_FRESH, 0);
}

/* Had it stopped there, who takes its lane over would put that right. */
static void mend(void) {
    eip__hint_mend(&lost_direct.records, other);
    CHECK(direct_is_sound(&lost_direct), "a piece stays closed");
}

const struct race lost_hints_races[] = {
    {"stopped in offering anew", begin_anew, offer_anew, lost_take_what_is_free,
     lost_close_direct, 0},
    {"stopped in a recall", begin_recall, take_kept, lost_take_what_is_free,
     lost_close_direct, 0},
    {"an address at every instant", begin_always, take_one, change_places,
     end_always, 0},
    {"a block at every instant", begin_pairs, fit_pair, change_pairs,
     lost_close_direct, APART},
    {"stopped in closing", begin_close, close_piece, mend, lost_close_direct,
     0},
};
const uint32_t lost_hints_race_count =
    sizeof lost_hints_races / sizeof lost_hints_races[0];
