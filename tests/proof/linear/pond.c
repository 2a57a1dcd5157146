/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "pond.h"

#include "model.h"

#include <string.h>

enum { COOLDOWN_MS = 1000, KEEPER = 9000 /* an account besides */ };

static const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};

static uint64_t now_of(void *context) {
    return atomic_load(&((struct pond *)context)->now_ms);
}

/* -- life ------------------------------------------------------------------------ */

eip_cidr pond_block(const struct pond *pond) {
    return (eip_cidr){POND_BASE + pond->setting.addresses - 1U, 32};
}

static void provision(struct pond *pond) {
    const eip_cidr cidrs[] = {
        {POND_BASE, 32}, {POND_BASE + 1, 32}, {POND_BASE + 2, 31}};
    const eip_cidr four[] = {
        {POND_BASE, 31}, {POND_BASE + 2, 32}, {POND_BASE + 3, 32}};
    const eip_cidr three[] = {{POND_BASE, 31}, {POND_BASE + 2, 32}};
    uint32_t count = pond->setting.addresses;
    const eip_cidr *blocks = count == 4 ? four : count == 3 ? three : cidrs;

    TRIAL_CHECK(eip_admin_provision_cidrs(pond->engine, amazon,
                                          (eip_text){NULL, 0, 0}, blocks,
                                          count == 4 ? 3 : 2, NULL) == EIP_OK,
                "provision");
}

static void open_engine(struct pond *pond) {
    eip_config config = EIP_CONFIG_INIT;
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;

    config.region = eip_text_of("us-east-1");
    config.flags = EIP_ENGINE_SEEDED |
                   (pond->setting.claims ? EIP_ENGINE_CLAIM_ANY_FREE : 0);
    config.seed = trial_next(&pond->random);
    config.cooldown_ms =
        pond->setting.cools || trial_below(&pond->random, 2) == 0 ? COOLDOWN_MS
                                                                  : 0;
    config.cooldown_given = 1;
    config.quota_default = EIP_QUOTA_MAX;
    config.clock = (eip_clock){pond, now_of};
    TRIAL_CHECK(eip_engine_open(&config, &pond->engine, NULL) == EIP_OK,
                "open");
    spec.policy = (uint32_t)trial_below(&pond->random, EIP_POLICY_SPREAD + 1);
    spec.flags = pond->setting.cools ? EIP_POOL_KEEP_COOLING : 0;
    TRIAL_CHECK(eip_admin_modify_pool(pond->engine, &spec, NULL) == EIP_OK,
                "modify");
}

static void set_quotas(struct pond *pond) {
    for (uint32_t i = 0; i < ACCOUNTS; i++) {
        pond->quota[i] = (uint8_t)(1 + trial_below(&pond->random, 3));
        trial_set_quota(pond->engine, i, pond->quota[i]);
    }
}

void pond_make(struct pond *pond, struct trial_random random) {
    *pond = (struct pond){.random = random};
    pond->setting = (struct setting){
        .addresses = (uint8_t)(2 + trial_below(&pond->random, 3)),
        .claims = trial_below(&pond->random, 2) == 0,
        .cools = trial_below(&pond->random, 3) == 0};
    pond->now_ms = 1700000000000;
    open_engine(pond);
    provision(pond);
    set_quotas(pond);
}

void pond_end(struct pond *pond) {
    trial_audit(pond->engine);
    eip_engine_close(pond->engine);
}

/* -- between histories --------------------------------------------------------------- */

static void let_cool(struct pond *pond) {
    atomic_fetch_add(&pond->now_ms, 2 * (uint64_t)COOLDOWN_MS);
}

static void give(struct pond *pond, uint64_t account, uint64_t id) {
    eip_status status = trial_release(pond->engine, account, id);

    TRIAL_CHECK(status == EIP_OK, "held, but to release it: %s",
                eip_status_name(status));
}

static void restore_block(struct pond *pond) {
    eip_cidr block = pond_block(pond);
    eip_status status = eip_admin_drain_cidr(pond->engine, amazon, block,
                                             EIP_DRAIN_CANCEL, NULL, NULL);

    if (status == EIP_ERR_CIDR_NOT_FOUND) {
        status = eip_admin_provision_cidrs(
            pond->engine, amazon, (eip_text){NULL, 0, 0}, &block, 1, NULL);
    }
    TRIAL_CHECK(status == EIP_OK, "block: %s", eip_status_name(status));
}

/* Every address must be there to be had, once, and no other. */
static void collect(struct pond *pond) {
    eip_allocate_address_response response;
    eip_status status;

    (void)memset(pond->held, 0, sizeof pond->held);
    for (uint32_t i = 0; i < pond->setting.addresses; i++) {
        status = trial_allocate(pond->engine, KEEPER, &response);
        TRIAL_CHECK(status == EIP_OK, "all are free, but: %s",
                    eip_status_name(status));
        TRIAL_CHECK(response.public_ip - POND_BASE < pond->setting.addresses &&
                        pond->held[response.public_ip - POND_BASE] == 0,
                    "%x was given twice", response.public_ip);
        pond->held[response.public_ip - POND_BASE] = response.allocation_id;
    }
    status = trial_allocate(pond->engine, KEEPER, &response);
    TRIAL_CHECK(status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
                "all are held, but: %s", eip_status_name(status));
}

bool pond_settle(struct pond *pond, struct history *history) {
    for (uint32_t i = 0; i < SLOTS; i++) {
        if (history->id[i] != 0 && history->released[i] == 0 &&
            trial_release(pond->engine, history->owner[i], history->id[i]) !=
                EIP_OK) {
            return false;
        }
    }
    let_cool(pond);
    if (history->setting.administers) {
        restore_block(pond);
        set_quotas(pond);
    }
    return true;
}

/* Who is to have an address, or to have had it. */
struct plan {
    uint8_t account; /* or NOBODY: the keeper */
    bool stays;
};

/* The keeper gives one address up, and the account, which asks for any, gets
 * it. */
static void hand_over(struct pond *pond, struct history *history,
                      uint32_t address, uint32_t account) {
    eip_allocate_address_response response;
    eip_status status;

    give(pond, KEEPER, pond->held[address]);
    let_cool(pond);
    status = trial_allocate(pond->engine, account, &response);
    TRIAL_CHECK(status == EIP_OK, "one is free, but: %s",
                eip_status_name(status));
    TRIAL_CHECK(response.public_ip == POND_BASE + address,
                "%x was given, and is held", response.public_ip);
    history->start.address[address] =
        make_held(address, model_used(history, &history->start, account));
    history->owner[address] = (uint8_t)account;
    history->place[address] = (uint8_t)address;
    pond->held[address] = response.allocation_id;
}

static void take_back(struct pond *pond, struct history *history,
                      uint32_t address, uint32_t account) {
    uint16_t *word = &history->start.address[address];
    uint32_t rank = account == NOBODY ? 0 : *word >> 8 & 3;

    give(pond, account == NOBODY ? KEEPER : account, pond->held[address]);
    pond->held[address] = 0;
    *word = make_free(account, pond->setting.cools);
    for (uint32_t i = 0; i < pond->setting.addresses && account != NOBODY;
         i++) {
        uint16_t *other = &history->start.address[i];

        if (is_held(*other) && history->owner[i] == account &&
            (*other >> 8 & 3U) > rank) {
            *other -= 1 << 8;
        }
    }
    if (trial_below(&pond->random, 4) == 0) {
        let_cool(pond);
        for (uint32_t i = 0; i < pond->setting.addresses; i++) {
            history->start.address[i] &= (uint16_t)~COOLING;
        }
    }
}

static void begin(struct pond *pond, struct history *history) {
    (void)memset(history, 0, sizeof *history);
    history->setting = pond->setting;
    history->setting.administers = trial_below(&pond->random, 4) == 0;
    history->seed = trial_next(&pond->random);
    for (uint32_t i = 0; i < ACCOUNTS; i++) {
        history->start.quota[i] = (uint8_t)(pond->quota[i] * 17);
    }
    for (uint32_t i = 0; i < ADDRESSES; i++) {
        history->start.address[i] = make_absent();
    }
}

void pond_prepare(struct pond *pond, struct history *history) {
    uint32_t count = pond->setting.addresses;
    uint32_t first = (uint32_t)trial_below(&pond->random, count);
    struct plan plan[ADDRESSES];

    begin(pond, history);
    collect(pond);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t account = (uint32_t)trial_below(&pond->random, ACCOUNTS + 1);
        uint32_t at = (first + i) % count;

        plan[at] = (struct plan){NOBODY, false};
        if (account != NOBODY && model_used(history, &history->start, account) <
                                     pond->quota[account]) {
            plan[at].account = (uint8_t)account;
            plan[at].stays = trial_below(&pond->random, 2) == 0;
            hand_over(pond, history, at, account);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!plan[i].stays) {
            take_back(pond, history, i, plan[i].account);
        }
        history->id[i] = pond->held[i];
    }
}
