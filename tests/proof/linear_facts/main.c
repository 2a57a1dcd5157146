/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Linearisability of what is done to held addresses: three threads, two
 * accounts, two or three addresses. linearise_facts [HISTORIES]. */
#include "facts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HISTORIES = 50000, OF_ENGINE = 512, TURNS = 3, STATUSES = 12 };

static const eip_status statuses[STATUSES] = {
    EIP_OK,
    EIP_ERR_ALLOCATION_ID_NOT_FOUND,
    EIP_ERR_ASSOCIATION_ID_NOT_FOUND,
    EIP_ERR_ADDRESS_NOT_FOUND,
    EIP_ERR_ADDRESS_LIMIT_EXCEEDED,
    EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
    EIP_ERR_ADDRESS_IN_USE,
    EIP_ERR_ADDRESS_PTR_SET,
    EIP_ERR_ALREADY_ASSOCIATED,
    EIP_ERR_INCORRECT_STATE,
    EIP_ERR_TRANSFER_ASSOCIATED,
    EIP_ERR_TRANSFER_PTR_SET,
};

struct trial {
    eip_engine *engine;
    uint64_t histories;
    struct story story;
    struct turns turns;
    _Atomic uint32_t clock;
    _Atomic uint64_t now_ms;
    uint64_t answers[DEEDS][STATUSES];
    uint64_t overlapping;
    uint64_t states;
};

/* -- an engine ----------------------------------------------------------------- */

static uint64_t now_of(void *context) {
    return atomic_load(&((struct trial *)context)->now_ms);
}

static void open_engine(struct trial *trial, uint32_t places) {
    static const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    const eip_cidr blocks[] = {
        {FACTS_BASE, 32}, {FACTS_BASE + 1, 32}, {FACTS_BASE + 2, 32}};
    eip_config config = EIP_CONFIG_INIT;

    config.region = eip_text_of("us-east-1");
    config.flags = EIP_ENGINE_SEEDED;
    config.seed = trial->story.seed;
    config.cooldown_given = 1;
    config.clock = (eip_clock){trial, now_of};
    TRIAL_CHECK(eip_engine_open(&config, &trial->engine, NULL) == EIP_OK,
                "open");
    TRIAL_CHECK(eip_admin_provision_cidrs(trial->engine, amazon,
                                          (eip_text){NULL, 0, 0}, blocks,
                                          places, NULL) == EIP_OK,
                "provision");
    trial->story.places = (uint8_t)places;
}

/* -- choosing ------------------------------------------------------------------ */

struct chooser {
    struct story *story;
    struct trial_random random;
    uint32_t row;
};

static bool one_in(struct chooser *chooser, uint64_t count) {
    return trial_below(&chooser->random, count) == 0;
}

/* A number whose id is known, or 0; the newest are tried first. */
static uint8_t choose_number(struct chooser *chooser,
                             const _Atomic uint64_t *ids) {
    uint32_t first = (uint32_t)trial_below(&chooser->random, NUMBERS);

    for (uint32_t i = 0; i < NUMBERS; i++) {
        uint8_t at = (uint8_t)((first + i) % NUMBERS);

        if (atomic_load(&ids[at]) != 0) {
            return at;
        }
    }
    return 0;
}

static enum deed choose_deed(struct chooser *chooser) {
    static const uint8_t below[DEEDS] = {12, 30, 42, 47, 60, 67,
                                         73, 86, 91, 96, 98, 100};
    uint64_t dice = trial_below(&chooser->random, 100);
    uint32_t deed = 0;

    while (dice >= below[deed]) {
        deed++;
    }
    return (enum deed)deed;
}

static void choose_details(struct chooser *chooser, struct call *call) {
    struct story *story = chooser->story;

    call->who = (uint8_t)trial_below(&chooser->random, WHO);
    call->target = (uint8_t)(1 + trial_below(&chooser->random, TARGETS));
    call->name = (uint8_t)(1 + trial_below(&chooser->random, NAMES));
    call->keeps = one_in(chooser, 4);
    call->in_default = one_in(chooser, 2);
    call->place = (uint8_t)trial_below(&chooser->random, story->places);
}

static void choose(struct chooser *chooser, struct call *call, enum deed deed) {
    struct story *story = chooser->story;
    uint8_t number = choose_number(chooser, story->id);

    call->deed = (uint8_t)deed;
    choose_details(chooser, call);
    if (deed == PART) {
        uint8_t joined = choose_number(chooser, story->joined);

        call->id = atomic_load(&story->joined[joined]);
        call->deed = (uint8_t)(joined == 0 ? JOIN : PART);
    }
    if (number == 0) {
        call->deed = call->deed == COUNT ? COUNT : TAKE;
    } else if (call->deed != TAKE && !one_in(chooser, 8)) {
        call->who = atomic_load(&story->holder[number]);
    }
    if (call->deed == ACCEPT) {
        call->place = atomic_load(&story->place[number]);
        call->who ^= !one_in(chooser, 8);
    } else if (call->deed != PART) {
        call->id = atomic_load(&story->id[number]);
    }
    if (call->deed == GIVE) {
        call->place = atomic_load(&story->place[number]);
    }
}

/* -- recording ----------------------------------------------------------------- */

static struct call *next_call(struct story *story, uint32_t row) {
    uint32_t index = story->calls[row]++;
    struct call *call = &story->call[row][index];

    call->own = (uint8_t)(1 + row * CALLS + index);
    return call;
}

static void record(struct trial *trial, struct call *call) {
    uint32_t returned;

    call->called = atomic_fetch_add(&trial->clock, 1);
    facts_do(trial->engine, &trial->story, call);
    returned = atomic_fetch_add(&trial->clock, 1);
    call->returned = returned;
}

static void set_quotas(struct trial *trial, struct chooser *chooser) {
    for (uint32_t i = 0; i < WHO; i++) {
        trial->story.quota[i] =
            (uint8_t)(1 + trial_below(&chooser->random, PLACES));
        trial_set_quota(trial->engine, facts_account[i], trial->story.quota[i]);
    }
}

/* Who holds what, and offers it, before the others begin. */
static void begin(struct trial *trial, uint64_t number) {
    static const enum deed deeds[] = {OFFER, OFFER, JOIN, SET};
    struct story *story = &trial->story;
    struct chooser chooser = {story, trial_stream(number), WORKERS};
    uint8_t places = story->places;

    memset(story, 0, sizeof *story);
    story->places = places;
    story->seed = trial_next(&chooser.random);
    if (number % OF_ENGINE == 0) {
        open_engine(trial, 2 + (uint32_t)trial_below(&chooser.random, 2));
    }
    atomic_fetch_add(&trial->now_ms, 1000);
    story->now_ms = atomic_load(&trial->now_ms);
    for (uint32_t i = 0; i < PLACES; i++) {
        story->start.spot[i].holder = WHO;
    }
    atomic_store(&trial->clock, 1);
    set_quotas(trial, &chooser);
    for (uint32_t i = 0; i < 5; i++) {
        struct call *call = next_call(story, WORKERS);

        choose(&chooser, call,
               i < 3 ? TAKE : deeds[trial_below(&chooser.random, 4)]);
        record(trial, call);
    }
}

/* What it came to. */
static void end(struct trial *trial) {
    static const enum deed deeds[] = {SHOW, SHOW_PTR, COUNT};

    for (uint32_t i = 0; i < 3 * WHO; i++) {
        struct call *call = next_call(&trial->story, WORKERS);

        call->deed = (uint8_t)deeds[i / WHO];
        call->who = (uint8_t)(i % WHO);
        record(trial, call);
    }
}

/* -- between histories --------------------------------------------------------- */

static void release_one(struct trial *trial, uint32_t who,
                        const eip_address *address) {
    const eip_caller caller = EIP_CALLER_INIT(facts_account[who]);
    eip_disassociate_address_request part =
        EIP_DISASSOCIATE_ADDRESS_REQUEST_INIT;
    eip_reset_address_attribute_request reset =
        EIP_RESET_ADDRESS_ATTRIBUTE_REQUEST_INIT;
    bool done = true;

    part.association_id = address->association_id;
    if (part.association_id != 0) {
        done = eip_disassociate_address(trial->engine, &caller, &part, NULL) ==
               EIP_OK;
    }
    reset.allocation_id = address->allocation_id;
    reset.attribute = eip_text_of("domain-name");
    done = done && eip_reset_address_attribute(trial->engine, &caller, &reset,
                                               NULL, NULL) == EIP_OK;
    TRIAL_CHECK(done && trial_release(trial->engine, caller.account,
                                      address->allocation_id) == EIP_OK,
                "what is held cannot be given back");
}

static void settle(struct trial *trial) {
    for (uint32_t who = 0; who < WHO; who++) {
        const eip_caller caller = EIP_CALLER_INIT(facts_account[who]);
        eip_address_list *list = NULL;

        TRIAL_CHECK(eip_describe_addresses(trial->engine, &caller, NULL, &list,
                                           NULL) == EIP_OK,
                    "list");
        for (uint64_t i = 0; i < eip_address_list_count(list); i++) {
            eip_address address = EIP_ADDRESS_INIT;

            TRIAL_CHECK(eip_address_list_at(list, i, &address) == EIP_OK,
                        "list");
            release_one(trial, who, &address);
        }
        eip_address_list_free(list);
    }
}

static void close_engine(struct trial *trial) {
    trial_audit(trial->engine);
    eip_engine_close(trial->engine);
}

/* -- judging ------------------------------------------------------------------- */

static void count(struct trial *trial) {
    const struct story *story = &trial->story;

    for (uint32_t row = 0; row < WORKERS; row++) {
        for (uint32_t i = 0; i < story->calls[row]; i++) {
            const struct call *call = &story->call[row][i];
            uint32_t status = 0;

            while (status < STATUSES && statuses[status] != call->status) {
                status++;
            }
            if (status < STATUSES) {
                trial->answers[call->deed][status]++;
            }
            trial->overlapping += call->returned - call->called > 1;
        }
    }
}

static void judge(struct trial *trial, uint64_t number) {
    if (!facts_check(&trial->story, &trial->states)) {
        (void)printf("linearise_facts: history %" PRIu64
                     " is not linearisable\n",
                     number);
        facts_print(&trial->story);
        (void)fflush(stdout);
        trial_fail(__FILE__, __LINE__, "rejected");
    }
    count(trial);
}

/* -- all together -------------------------------------------------------------- */

static void work(struct trial *trial, uint32_t row) {
    struct story *story = &trial->story;
    struct chooser chooser = {story, {story->seed + row}, row};

    turns_share_often(trial_next(&chooser.random));
    for (uint32_t i = 0; i < CALLS && row < WORKERS; i++) {
        struct call *call = next_call(story, row);

        choose(&chooser, call, choose_deed(&chooser));
        record(trial, call);
    }
}

static void run(void *context, uint32_t thread) {
    struct trial *trial = context;

    for (uint64_t i = 0; i < trial->histories; i++) {
        if (thread == 0) {
            begin(trial, i);
            turns_open(&trial->turns, 1 + (uint32_t)(trial->story.seed % TURNS),
                       trial->story.seed, false);
        }
        turns_begin(&trial->turns, thread);
        work(trial, thread);
        turns_end();
        if (thread == 0) {
            turns_await(&trial->turns);
            end(trial);
            judge(trial, i);
            settle(trial);
            if ((i + 1) % OF_ENGINE == 0 || i + 1 == trial->histories) {
                close_engine(trial);
            }
        }
    }
}

/* Histories without conflicts would prove nothing. */
static void report(const struct trial *trial) {
    (void)printf("linearise_facts: seed %" PRIu64 ", %" PRIu64
                 " histories linearisable; %.0f%% of calls overlap; %" PRIu64
                 " states a history\n",
                 trial_seed(), trial->histories,
                 100.0 * (double)trial->overlapping /
                     ((double)trial->histories * WORKERS * CALLS),
                 trial->states / trial->histories);
    for (uint32_t i = 0; i < STATUSES; i++) {
        uint64_t seen = 0;

        for (uint32_t deed = 0; deed < DEEDS; deed++) {
            seen += trial->answers[deed][i];
        }
        (void)printf("linearise_facts: %12" PRIu64 " x %s\n", seen,
                     eip_status_name(statuses[i]));
        TRIAL_CHECK(seen != 0 || trial->histories < 1000, "never answered");
    }
    for (uint32_t deed = 0; deed < DEEDS; deed++) {
        TRIAL_CHECK(trial->answers[deed][0] != 0 || trial->histories < 1000,
                    "deed %u never succeeded", deed);
    }
}

int main(int argc, char **argv) {
    static struct trial trial;

    trial.now_ms = UINT64_C(1700000000000);
    trial.histories =
        argc > 1 ? strtoull(argv[1], NULL, 0) : trial_scaled(HISTORIES);
    TRIAL_CHECK(trial.histories != 0, "nothing");
    trial_threads(THREADS, run, &trial);
    report(&trial);
    return 0;
}
