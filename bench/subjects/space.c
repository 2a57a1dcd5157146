/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Our engine below its public functions: a space, with and without ledger. */
#include "subject.h"

#include "base/reclaim.h"
#include "registry/account.h"
#include "registry/ledger.h"
#include "space/cidr.h"
#include "space/cool.h"
#include "space/hint.h"
#include "space/pick.h"

#include <stdlib.h>
#include <string.h>

enum { THREADS = 64, OWNER = 1, QUOTA = 1 << 26 };

struct set {
    struct eip__host host;
    struct eip__lanes lanes;
    struct eip__records records;
    struct eip__space space;
    struct eip__accounts accounts;
    struct eip__ledger ledger;
    struct eip__account *account[THREADS];
    struct eip__lane *lane[THREADS];
};

/* -- making -------------------------------------------------------------------- */

/* Blocks of 2^24 at the most, as EC2's are. */
static bool provision(struct set *set, uint32_t bits) {
    enum { BLOCK_BITS = 20, MOST = 4096 };
    static struct eip__range *ranges[MOST];
    uint32_t own = bits < BLOCK_BITS ? bits : BLOCK_BITS;
    uint32_t count = 1u << (bits - own);
    struct eip__layout *layout;

    if (count > MOST) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        eip_cidr cidr = {(UINT32_C(16) << 24) + (i << own), 32 - own};

        if (eip__cidr_make(&set->space, cidr, &ranges[i]) != EIP_OK ||
            eip__records_assign(&set->records, ranges[i]) != EIP_OK) {
            return false;
        }
    }
    layout = eip__cidr_add_begin(&set->space, ranges, count);
    if (layout != NULL) {
        eip__cidr_commit(&set->space, layout);
    }
    return layout != NULL;
}

static void *open_policy(const struct setting *setting, uint32_t policy) {
    static const eip_allocator none;
    const eip_random random = {NULL, NULL};
    const eip_clock clock = {NULL, NULL};
    struct set *set = aligned_alloc(64, (sizeof *set + 63) / 64 * 64);

    if (set == NULL || setting->threads > THREADS) {
        free(set);
        return NULL;
    }
    memset(set, 0, sizeof *set);
    eip__host_init(&set->host, &none, &clock, &random);
    if (eip__lanes_open(&set->lanes, &set->host, 1) != EIP_OK ||
        eip__records_open(&set->records, &set->host) != EIP_OK) {
        abort();
    }
    eip__space_init(&set->space, &set->host, &set->lanes, &set->records);
    eip__note32(&set->space.policy, policy);
    set->space.scattered = policy == EIP_POLICY_SPREAD;
    set->space.key = 1;
    eip__note(&set->space.cooldown_ms, setting->cooldown_ms);
    eip__accounts_open(&set->accounts, &set->host, 1, QUOTA);
    set->ledger = (struct eip__ledger){
        .host = &set->host, .lanes = &set->lanes, .records = &set->records};
    if (!provision(set, setting->bits)) {
        abort();
    }
    for (uint32_t i = 0; i < setting->threads; i++) {
        if (eip__accounts_get(&set->accounts, i + 1, &set->account[i]) !=
            EIP_OK) {
            abort();
        }
    }
    return set;
}

static void *open_spread(const struct setting *setting) {
    return open_policy(setting, EIP_POLICY_SPREAD);
}

static void *open_lowest(const struct setting *setting) {
    return open_policy(setting, EIP_POLICY_LOWEST);
}

static void *open_random(const struct setting *setting) {
    return open_policy(setting, EIP_POLICY_RANDOM);
}

static void close_set(void *opaque) {
    struct set *set = opaque;

    eip__reclaim_all(&set->lanes);
    for (uint32_t i = 0; i < set->space.range_count; i++) {
        eip__host_release(&set->host, set->space.ranges[i],
                          sizeof *set->space.ranges[i]);
    }
    eip__space_fini(&set->space);
    eip__accounts_close(&set->accounts);
    eip__lanes_close(&set->lanes);
    eip__records_close(&set->records);
    free(set);
}

/* Stays inside a call: entering is the public functions' cost. */
static void enter(void *opaque, uint32_t thread) {
    struct set *set = opaque;

    if (eip__lane_enter(&set->lanes, &set->lane[thread]) != EIP_OK) {
        abort();
    }
}

static void leave(void *opaque, uint32_t thread) {
    eip__lane_leave(((struct set *)opaque)->lane[thread]);
}

/* -- words and hints ------------------------------------------------------------ */

static uint64_t handle_of(uint32_t record, uint32_t generation) {
    return (uint64_t)record << 32 | generation;
}

static bool take_bare(void *opaque, uint32_t thread, uint64_t *handle) {
    struct set *set = opaque;
    struct eip__moment moment = {&set->host, 0, false};
    struct eip__pick pick;

    while (eip__pick_any(&set->space, set->lane[thread], &moment, &pick)) {
        uint64_t word = pick.before;
        uint64_t next;

        if (eip__word_allocate(word, OWNER + thread, &next) &&
            eip__step(eip__records_word(&set->records, pick.record), &word,
                      next)) {
            *handle = handle_of(pick.record, eip__word_generation(next));
            return true;
        }
        eip__pick_return(&set->space, &pick);
    }
    return false;
}

static struct eip__range *range_of(struct set *set, uint64_t handle) {
    return eip__records_range(&set->records, (uint32_t)(handle >> 32));
}

static void give_bare(void *opaque, uint32_t thread, uint64_t handle) {
    struct set *set = opaque;
    struct eip__moment moment = {&set->host, 0, false};
    uint32_t record = (uint32_t)(handle >> 32);
    struct eip__lane *lane = set->lane[thread];
    uint32_t mark = eip__cool_mark(&set->space, lane, &moment);
    eip__a64 *place = eip__records_word(&set->records, record);
    uint64_t word = eip__read(place);
    uint64_t next = 0;

    eip__hint_begin_giving(&set->space, lane, record);
    do {
        if (eip__word_generation(word) != (uint32_t)handle ||
            !eip__word_release(word, mark, true, &next)) {
            abort();
        }
    } while (!eip__turn(place, &word, next));
    eip__reserve_give(&set->space, lane, range_of(set, handle), record);
    eip__hint_end_giving(lane);
}

/* -- and accounts: owner, holdings, exact quota ------------------------------------ */

static bool take_counted(void *opaque, uint32_t thread, uint64_t *handle) {
    struct set *set = opaque;
    struct eip__moment moment = {&set->host, 0, false};
    struct eip__take take = {.counted = true};
    struct eip__pick pick;

    while (eip__pick_any(&set->space, set->lane[thread], &moment, &pick)) {
        take.record = pick.record;
        take.before = pick.before;
        if (eip__ledger_take(&set->ledger, set->lane[thread],
                             set->account[thread], &take) == EIP__TAKEN) {
            *handle = handle_of(pick.record, take.generation);
            return true;
        }
        eip__pick_return(&set->space, &pick);
    }
    return false;
}

static void give_counted(void *opaque, uint32_t thread, uint64_t handle) {
    struct set *set = opaque;
    struct eip__moment moment = {&set->host, 0, false};
    struct eip__lane *lane = set->lane[thread];
    struct eip__give give = {
        .record = (uint32_t)(handle >> 32),
        .generation = (uint32_t)handle,
        .mark = eip__cool_mark(&set->space, lane, &moment),
        .counted = true,
        .keeps = true,
    };

    if (give.mark != EIP__MARK_FRESH) {
        give.now_ms = eip__moment_now(&moment);
    }
    eip__hint_begin_giving(&set->space, lane, give.record);
    if (!eip__ledger_give(&set->ledger, lane, set->account[thread], &give)) {
        abort();
    }
    eip__reserve_give(&set->space, lane, range_of(set, handle), give.record);
    eip__hint_end_giving(lane);
}

const struct subject subject_space = {"space", open_spread, close_set, enter,
                                      leave,   take_bare,   give_bare};
const struct subject subject_space_lowest = {
    "space-lowest", open_lowest, close_set, enter, leave, take_bare, give_bare};
const struct subject subject_space_random = {
    "space-random", open_random, close_set, enter, leave, take_bare, give_bare};
const struct subject subject_ledger = {
    "ledger", open_spread, close_set, enter, leave, take_counted, give_counted};
