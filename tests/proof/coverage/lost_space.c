/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The races of lost.c in a space by itself. */
#include "proof/coverage/lost.h"

#include "base/atomic.h"
#include "space/cool.h"
#include "space/hint.h"
#include "space/order.h"
#include "space/reserve.h"

struct direct lost_direct;
struct eip__range *lost_range;

void lost_open_direct(const struct direct_options *options, const char *cidr) {
    direct_open(&lost_direct, options);
    lost_range = direct_add(&lost_direct, direct_cidr(cidr));
}

void lost_close_direct(void) {
    CHECK(direct_is_sound(&lost_direct), "a free address is not offered");
    direct_close(&lost_direct);
}

void lost_take_what_is_free(void) {
    struct eip__lane *lane = direct_enter(&lost_direct);
    bool some = direct_count(&lost_direct).free != 0;
    struct direct_address taken;

    CHECK(direct_take_any(&lost_direct, lane, BOB, &taken) || !some,
          "a free address is not found");
    direct_leave(lane);
}

/* -- the ring -------------------------------------------------------------------------- */

enum { COOLDOWN = 1000 };

static const struct direct_options cooling = {
    .policy = EIP_POLICY_SPREAD,
    .flags = EIP_POOL_KEEP_COOLING,
    .cooldown_ms = COOLDOWN,
};
static struct direct_address left;

static void pass(uint64_t ms) {
    (void)eip__count(&lost_direct.now_ms, ms);
}

/* One address is released, the others are held. */
static void begin_ring_of(const struct direct_options *options) {
    struct eip__lane *lane;

    lost_open_direct(options, "10.0.0.0/30");
    lane = direct_enter(&lost_direct);
    for (uint32_t i = 0; i < 4; i++) {
        CHECK(direct_take_any(&lost_direct, lane, ALICE, &left), "none");
    }
    CHECK(direct_give(&lost_direct, lane, &left), "not held");
    direct_leave(lane);
    pass(COOLDOWN + 200);
}

static void begin_ring(void) {
    begin_ring_of(&cooling);
}

static void begin_ring_lowest(void) {
    static const struct direct_options lowest = {.policy = EIP_POLICY_LOWEST,
                                                 .flags = EIP_POOL_KEEP_COOLING,
                                                 .cooldown_ms = COOLDOWN};

    begin_ring_of(&lowest);
}

/* The ring is held up by leftovers elsewhere: what is released now goes to the
 * bucket in which the one is that has cooled down. */
static void hold_up(void) {
    uint64_t ring = eip__read(&lost_direct.space.ring);

    eip__publish(&lost_direct.space.ring,
                 eip__read(&lost_direct.now_ms) << 3 | (ring & 7));
}

static void begin_held_up(void) {
    begin_ring();
    hold_up();
}

static void begin_held_up_lowest(void) {
    begin_ring_lowest();
    hold_up();
}

/* The bucket that is the next to begin still has one: it becomes old. */
static void begin_leftover(void) {
    lost_open_direct(&cooling, "10.0.0.0/30");
    left = (struct direct_address){lost_range, 0, 0x0a000000, 1};
    eip__publish(eip__records_word(&lost_direct.records, 0),
                 eip__word_make(EIP__FREE, EIP__MARK_RING + 1, 0, 1));
    eip__publish(&eip__records_cold(&lost_direct.records, 0)->stamp,
                 eip__stamp_make(1, true, false, DIRECT_START_MS));
    (void)eip__offer(eip__records_hint(&lost_direct.records, 0, 0), 1);
    eip__hint_offer(&lost_direct.space, lost_range, 0, EIP__MARK_RING + 1);
    pass(COOLDOWN);
}

static void mark(void) {
    struct eip__lane *lane = direct_enter(&lost_direct);
    struct eip__moment moment = direct_moment(&lost_direct);
    uint32_t now = eip__cool_mark(&lost_direct.space, lane, &moment);

    CHECK(now >= EIP__MARK_RING && now < EIP__MARK_RING + EIP__RING, "mark %u",
          now);
    direct_leave(lane);
}

/* Taken and given again, so that it is cooling. */
static void renew(void) {
    struct eip__lane *lane = direct_enter(&lost_direct);
    struct direct_address taken;

    if (direct_take_this(&lost_direct, BOB, left.address, &taken)) {
        CHECK(direct_give(&lost_direct, lane, &taken), "not held");
    }
    direct_leave(lane);
}

static void pick_past(void) {
    struct eip__lane *lane = direct_enter(&lost_direct);
    struct eip__moment moment = direct_moment(&lost_direct);
    struct eip__pick pick;

    if (eip__pick_any(&lost_direct.space, lane, &moment, &pick)) {
        CHECK(pick.record == left.record, "which?");
        CHECK(!eip__cool_is_cooling(&lost_direct.space, pick.record,
                                    pick.before, &moment) ||
                  direct_word(&lost_direct, left.address) != pick.before,
              "it is cooling");
        eip__pick_return(&lost_direct.space, &pick);
    }
    direct_leave(lane);
}

/* -- a drain called off ------------------------------------------------------------------- */

/* One address is held; the block is withdrawn, and a look has dropped the
 * hints of the others. */
static void begin_restore(void) {
    struct direct_address other;
    struct eip__lane *lane;

    lost_open_direct(&cooling, "10.0.0.0/30");
    lane = direct_enter(&lost_direct);
    CHECK(direct_take_any(&lost_direct, lane, ALICE, &left), "none");
    CHECK(direct_withdraw(&lost_direct, left.range) == 1, "not held");
    CHECK(!direct_take_any(&lost_direct, lane, BOB, &other), "not withdrawn");
    direct_leave(lane);
}

static void restore(void) {
    struct eip__lane *lane = direct_enter(&lost_direct);

    direct_restore(&lost_direct, lane, left.range);
    direct_leave(lane);
}

static void release(void) {
    struct eip__lane *lane = direct_enter(&lost_direct);

    CHECK(direct_give(&lost_direct, lane, &left), "not held");
    direct_leave(lane);
}

static void end_restore(void) {
    struct eip__census census = direct_count(&lost_direct);

    CHECK(census.free + census.cooling == 4, "an address is withdrawn");
    lost_close_direct();
}

/* -- the lowest address ------------------------------------------------------------------ */

static void begin_lowest(void) {
    static const struct direct_options options = {.scattered = true, .seed = 5};

    lost_open_direct(&options, "10.0.0.0/28");
    eip__note(&lost_direct.space.low, UINT64_C(1) << 32);
}

static void tell(uint32_t address) {
    eip__order_tell(&lost_direct.space, lost_range,
                    eip__range_record(lost_range, address));
}

static void tell_first(void) {
    tell(0x0a000003);
}

static void tell_second(void) {
    tell(0x0a000007);
}

static void end_lowest(void) {
    uint64_t low = eip__look(&lost_direct.space.low);

    CHECK((low & ((UINT64_C(1) << 33) - 1)) == 0x0a000003, "it is lost");
    CHECK(low >> 33 == 2, "told %u times", (uint32_t)(low >> 33));
    lost_close_direct();
}

/* -- stamps: the later one stays, whoever writes it -------------------------------------- */

static eip__a64 stamp;

static void begin_stamp(void) {
    eip__publish(&stamp, eip__stamp_make(1, false, false, 1));
}

static void stamp_later(void) {
    eip__stamp_write(&stamp, eip__stamp_make(3, false, false, 3));
}

static void stamp_earlier(void) {
    eip__stamp_write(&stamp, eip__stamp_make(2, false, false, 2));
}

static void end_stamp(void) {
    CHECK(eip__hint(&stamp) == eip__stamp_make(3, false, false, 3),
          "the later one is lost");
}

/* -- hints in reserve --------------------------------------------------------------------- */

static struct eip__lane *keeper;

/* A stopped thread keeps what is left of a leaf. */
static void begin_reserve(void) {
    static const struct direct_options scattered = {
        .policy = EIP_POLICY_SPREAD, .seed = 2, .scattered = true};

    lost_open_direct(&scattered, "10.0.0.0/30");
    keeper = direct_stopped_lane(&lost_direct);
    for (uint32_t i = 0; i < 2; i++) {
        CHECK(direct_take_any(&lost_direct, keeper, ALICE, &left), "none");
    }
    CHECK(eip__hint(&keeper->reserve[0]) != 0, "nothing is kept");
}

static void take_kept(void) {
    struct eip__lane *lane = direct_enter(&lost_direct);
    struct direct_address taken;

    CHECK(direct_take_any(&lost_direct, lane, BOB, &taken), "none");
    direct_leave(lane);
}

/* The lane moves on. */
static void return_kept(void) {
    eip__reserve_return(&lost_direct.records, keeper, 0);
}

static void end_reserve(void) {
    struct eip__lane *lane = direct_enter(&lost_direct);
    struct direct_address taken;

    CHECK(!direct_take_any(&lost_direct, lane, BOB, &taken), "one too many");
    direct_leave(lane);
    lost_close_direct();
}

static void end_returned(void) {
    take_kept();
    end_reserve();
}

const struct race lost_space_races[] = {
    {"a turn of the ring", begin_ring, mark, mark, lost_close_direct, 0},
    {"leftovers", begin_leftover, mark, renew, lost_close_direct, 0},
    {"leftovers, twice", begin_leftover, mark, mark, lost_close_direct, 0},
    {"past its cooldown", begin_ring, pick_past, renew, lost_close_direct, 0},
    {"past it, the lowest", begin_ring_lowest, pick_past, renew,
     lost_close_direct, 0},
    {"held up", begin_held_up, pick_past, renew, lost_close_direct, 0},
    {"held up, the lowest", begin_held_up_lowest, pick_past, renew,
     lost_close_direct, 0},
    {"stopped in a restore", begin_restore, restore, lost_take_what_is_free,
     lost_close_direct, 0},
    {"a drain called off", begin_restore, restore, release, end_restore, 0},
    {"a release meanwhile", begin_restore, release, restore, end_restore, 0},
    {"the lowest", begin_lowest, tell_first, tell_second, end_lowest, 0},
    {"a reserve", begin_reserve, take_kept, take_kept, end_reserve, 0},
    {"one returned", begin_reserve, take_kept, return_kept, end_returned, 0},
    {"stamps", begin_stamp, stamp_later, stamp_earlier, end_stamp, 0},
};
const uint32_t lost_space_race_count =
    sizeof lost_space_races / sizeof lost_space_races[0];
