/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the simulated customers, and what is measured of them. */
#include "plan/churn.h"

#include "cli.h"
#include "dice.h"
#include "duration.h"
#include "plan/events.h"
#include "print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { CAPACITY_MAX = 1 << 22 };
#define EVENTS_MAX 500e6
#define NOBODY UINT32_MAX
#define NOWHERE UINT32_MAX
#define START_MS UINT64_C(1767225600000) /* 2026-01-01 */

enum kind { ARRIVAL, RELEASE, REGRET };

/** An address. The cooling ones are in a list, the oldest first. */
struct place {
    uint64_t released_ms; /* while free and given before */
    uint64_t allocation;  /* while held, else 0 */
    uint32_t account;     /* who has it, or had it last */
    uint32_t hands;
    uint32_t before, next; /* in the list; `before` NOWHERE: the first */
    bool is_cooling;
};

struct churn {
    const struct churn_world *world;
    const struct churn_policy *policy;
    const struct source *source;
    struct churn_result *result;
    eip_engine *engine;
    uint64_t now_ms;
    uint64_t *firsts; /* by block: the place of its first address */
    struct place *places;
    uint32_t oldest, newest; /* of the list */
    uint64_t cooling, held;
    double cooling_sum, held_sum; /* address times ms */
    uint64_t summed_ms;
    struct events events;
    struct dice arrivals, holds, accounts, regrets, again;
};

/* -- sizes ----------------------------------------------------------------- */

void churn_begin(struct churn_world *world) {
    *world = (struct churn_world){.seed = 1,
                                  .span_ms = DURATION_YEAR,
                                  .hold_ms = 7 * DURATION_DAY,
                                  .regret_ms = DURATION_HOUR,
                                  .load_percent = 70,
                                  .regret_percent = 5,
                                  .accounts = 1000,
                                  .quota = EIP_QUOTA_MAX};
}

int churn_check_size(const struct churn_world *world,
                     const struct source *source) {
    char number[PRINT_NUMBER_SIZE];
    uint64_t capacity = 0;
    double events;
    int code = source_refuse_realms(source);
    size_t i;

    if (code != CLI_OK)
        return code;
    for (i = 0; i < source->block_count; i++)
        capacity += eip_cidr_count(source->blocks[i].cidr);
    if (capacity > CAPACITY_MAX)
        return cli_usage("%s addresses are more than %d; select some with "
                         "--border-group, --region or --pool",
                         print_number(number, capacity), CAPACITY_MAX);
    events = 2 * (double)capacity * (double)world->load_percent / 100 *
             (1 + (double)world->span_ms / (double)world->hold_ms);
    if (events > EVENTS_MAX)
        return cli_usage("%.0f million events are more than %.0f million; "
                         "make --for shorter or --hold longer",
                         events / 1e6, EVENTS_MAX / 1e6);
    return CLI_OK;
}

/* -- the list of cooling addresses ----------------------------------------- */

static void start_cooling(struct churn *churn, uint32_t at) {
    struct place *place = &churn->places[at];

    if (churn->policy->cooldown_ms == 0)
        return;
    place->is_cooling = true;
    place->before = churn->newest;
    place->next = NOWHERE;
    if (churn->newest == NOWHERE)
        churn->oldest = at;
    else
        churn->places[churn->newest].next = at;
    churn->newest = at;
    churn->cooling++;
    if (churn->cooling > churn->result->cooling_max)
        churn->result->cooling_max = churn->cooling;
}

static void end_cooling(struct churn *churn, uint32_t at) {
    struct place *place = &churn->places[at];

    if (!place->is_cooling)
        return;
    place->is_cooling = false;
    churn->cooling--;
    if (place->before == NOWHERE)
        churn->oldest = place->next;
    else
        churn->places[place->before].next = place->next;
    if (place->next == NOWHERE)
        churn->newest = place->before;
    else
        churn->places[place->next].before = place->before;
}

static void sum_until(struct churn *churn, uint64_t ms) {
    double span = (double)(ms - churn->summed_ms);

    churn->cooling_sum += span * (double)churn->cooling;
    churn->held_sum += span * (double)churn->held;
    churn->summed_ms = ms;
}

/* Time goes on: what has cooled by then is no longer cooling. */
static void advance(struct churn *churn, uint64_t ms) {
    while (churn->oldest != NOWHERE) {
        uint64_t end = churn->places[churn->oldest].released_ms +
                       churn->policy->cooldown_ms;

        if (end > ms)
            break;
        sum_until(churn, end);
        end_cooling(churn, churn->oldest);
    }
    sum_until(churn, ms);
    churn->now_ms = ms;
}

/* -- customers ------------------------------------------------------------- */

static int fail(const struct churn *churn, const char *what,
                eip_status status) {
    cli_say("%s: the engine's %s ends with %s", churn->policy->name, what,
            eip_status_text(status));
    return CLI_FAILED;
}

static bool schedule(struct churn *churn, uint32_t kind, double wait,
                     uint32_t place, uint32_t account, uint32_t value) {
    double at = (double)churn->now_ms + wait;

    if (at >= (double)(START_MS + churn->world->span_ms))
        return true; /* nobody is going to see it */
    return events_add(&churn->events, (struct event){.at_ms = (uint64_t)at,
                                                     .place = place,
                                                     .account = account,
                                                     .kind = kind,
                                                     .value = value});
}

static uint32_t place_of(const struct churn *churn, uint32_t address) {
    const struct source_block *other;
    const struct source_block *block =
        source_find_any(churn->source, address, &other);

    return (uint32_t)(churn->firsts[block - churn->source->blocks] +
                      (address - block->cidr.base));
}

static uint32_t address_of(const struct churn *churn, uint32_t place) {
    size_t low = 0;
    size_t high = churn->source->block_count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (churn->firsts[middle] <= place)
            low = middle;
        else
            high = middle;
    }
    return churn->source->blocks[low].cidr.base +
           (uint32_t)(place - churn->firsts[low]);
}

/* An address has come to an account: what does that say of its last release? */
static void note_given(struct churn *churn, uint32_t at, uint32_t account) {
    struct churn_result *result = churn->result;
    struct place *place = &churn->places[at];

    if (place->account == NOBODY) {
        result->used++;
    } else {
        bool is_lost = place->account != account;

        lifetime_add(&result->life, churn->now_ms - place->released_ms,
                     is_lost);
        result->while_cooling += is_lost && place->is_cooling;
        result->hands += is_lost;
        place->hands += is_lost;
        if (place->hands > result->hands_max)
            result->hands_max = place->hands;
    }
    end_cooling(churn, at);
    place->account = account;
    churn->held++;
}

/* `address` 0: any. */
static eip_status allocate(struct churn *churn, uint32_t account,
                           uint32_t address, uint32_t *place) {
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response response = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    eip_caller caller = EIP_CALLER_INIT(account + 1);
    char text[EIP_IPV4_TEXT_SIZE];
    eip_status status;

    if (address) {
        (void)eip_ipv4_format(address, text);
        request.address = eip_text_of(text);
    }
    status =
        eip_allocate_address(churn->engine, &caller, &request, &response, NULL);
    if (status != EIP_OK)
        return status;
    *place = place_of(churn, response.public_ip);
    churn->result->allocated++;
    note_given(churn, *place, account);
    churn->places[*place].allocation = response.allocation_id;
    return EIP_OK;
}

/* A pool that keeps cooling addresses back, and whose free ones all cool, has
 * none before the oldest has cooled. The engine looks at each of them to say
 * so; asking again before that time would only be slow. */
static bool is_known_empty(const struct churn *churn) {
    return !churn->world->is_asking && churn->policy->is_keeping &&
           churn->held + churn->cooling == churn->result->capacity;
}

static int arrive(struct churn *churn) {
    const struct churn_world *world = churn->world;
    uint32_t account = dice_below(&churn->accounts, (uint32_t)world->accounts);
    double hold = dice_wait(&churn->holds, (double)world->hold_ms);
    bool is_regretting =
        dice_below(&churn->regrets, 100) < world->regret_percent;
    uint32_t place;
    eip_status status;

    if (is_known_empty(churn)) {
        churn->result->refused_capacity++;
        return CLI_OK;
    }
    status = allocate(churn, account, 0, &place);
    if (status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY)
        churn->result->refused_capacity++;
    else if (status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED)
        churn->result->refused_quota++;
    else if (status != EIP_OK)
        return fail(churn, "AllocateAddress", status);
    else if (!schedule(churn, RELEASE, hold, place, account, is_regretting))
        return CLI_IO;
    return CLI_OK;
}

static int release(struct churn *churn, const struct event *event) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(event->account + 1);
    struct place *place = &churn->places[event->place];
    double wait;
    eip_status status;

    request.allocation_id = place->allocation;
    status = eip_release_address(churn->engine, &caller, &request, NULL);
    if (status != EIP_OK)
        return fail(churn, "ReleaseAddress", status);
    place->allocation = 0;
    place->released_ms = churn->now_ms;
    churn->held--;
    churn->result->released++;
    start_cooling(churn, event->place);
    if (!event->value)
        return CLI_OK;
    wait = dice_wait(&churn->again, (double)churn->world->regret_ms);
    return schedule(churn, REGRET, wait, event->place, event->account, 0)
               ? CLI_OK
               : CLI_IO;
}

static int regret(struct churn *churn, const struct event *event) {
    const struct place *place = &churn->places[event->place];
    double hold = dice_wait(&churn->again, (double)churn->world->hold_ms);
    bool is_own = place->account == event->account;
    uint32_t got;
    eip_status status;

    if (is_own && place->allocation)
        return CLI_OK; /* it has come back by chance */
    status =
        allocate(churn, event->account, address_of(churn, event->place), &got);
    if (status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED) {
        churn->result->refused_quota++;
        return CLI_OK;
    }
    churn->result->regretted++;
    if (status == EIP_OK && is_own && got == event->place) {
        churn->result->recovered++;
        return schedule(churn, RELEASE, hold, got, event->account, 0) ? CLI_OK
                                                                      : CLI_IO;
    }
    /* Whoever had it last gets it back, and nobody else. */
    if (status != EIP_ERR_ADDRESS_NOT_FOUND || is_own)
        return fail(churn, "recovery", status);
    return CLI_OK;
}

/* -- a run ----------------------------------------------------------------- */

static uint64_t now(void *context) {
    return ((const struct churn *)context)->now_ms;
}

static int open_engine(struct churn *churn) {
    const struct churn_policy *policy = churn->policy;
    eip_config config = EIP_CONFIG_INIT;
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_error error = EIP_ERROR_INIT;
    eip_status status;
    size_t i;

    config.region = eip_text_of("simulated");
    config.flags = EIP_ENGINE_SEEDED;
    config.seed = churn->world->seed;
    config.quota_default = (uint32_t)churn->world->quota;
    config.clock = (eip_clock){churn, now};
    spec.flags = EIP_POOL_COOLDOWN_GIVEN |
                 (policy->is_keeping ? (uint32_t)EIP_POOL_KEEP_COOLING : 0);
    spec.cooldown_ms = policy->cooldown_ms;
    spec.policy = policy->policy;
    status = eip_engine_open(&config, &churn->engine, NULL);
    if (status == EIP_OK)
        status = eip_admin_modify_pool(churn->engine, &spec, &error);
    for (i = 0; status == EIP_OK && i < churn->source->block_count; i++)
        status = eip_admin_provision_cidrs(
            churn->engine, spec.pool, eip_text_of("simulated"),
            &churn->source->blocks[i].cidr, 1, &error);
    if (status == EIP_ERR_CIDR_MALFORMED) {
        cli_say("a block is larger than /8, which no pool takes");
        return CLI_BAD_INPUT;
    }
    return status == EIP_OK ? CLI_OK : fail(churn, "set-up", status);
}

static bool make_places(struct churn *churn) {
    const struct source *source = churn->source;
    uint64_t count = 0;
    uint64_t i;

    churn->firsts = calloc(source->block_count + 1, sizeof(*churn->firsts));
    for (i = 0; churn->firsts && i < source->block_count; i++) {
        churn->firsts[i] = count;
        count += eip_cidr_count(source->blocks[i].cidr);
    }
    churn->result->capacity = count;
    churn->places = calloc(count + 1, sizeof(*churn->places));
    if (!churn->firsts || !churn->places) {
        cli_say("%s", strerror(ENOMEM));
        return false;
    }
    for (i = 0; i < count; i++)
        churn->places[i].account = NOBODY;
    return true;
}

static int happen(struct churn *churn, const struct event *event, double gap) {
    int code;

    advance(churn, event->at_ms);
    if (event->kind == RELEASE)
        return release(churn, event);
    if (event->kind == REGRET)
        return regret(churn, event);
    code = arrive(churn);
    if (code == CLI_OK &&
        !schedule(churn, ARRIVAL, dice_wait(&churn->arrivals, gap), 0, 0, 0))
        code = CLI_IO;
    return code;
}

/* The pool starts with its load, all of it new; then customers come as fast
 * as keeps it there. */
static int live(struct churn *churn) {
    const struct churn_world *world = churn->world;
    uint64_t load = churn->result->capacity * world->load_percent / 100;
    double gap = load == 0 ? (double)world->span_ms
                           : (double)world->hold_ms / (double)load;
    int code = CLI_OK;
    uint64_t i;

    for (i = 0; i < load && code == CLI_OK; i++)
        code = arrive(churn);
    if (code == CLI_OK &&
        !schedule(churn, ARRIVAL, dice_wait(&churn->arrivals, gap), 0, 0, 0))
        code = CLI_IO;
    while (code == CLI_OK && churn->events.count > 0) {
        struct event event = events_take(&churn->events);

        code = happen(churn, &event, gap);
    }
    advance(churn, START_MS + world->span_ms);
    return code;
}

/* What is free at the end was still to be had by its last owner. */
static int conclude(struct churn *churn) {
    struct churn_result *result = churn->result;
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    double span = (double)churn->world->span_ms;
    eip_status status;
    uint64_t i;

    for (i = 0; i < result->capacity; i++) {
        const struct place *place = &churn->places[i];

        if (place->account != NOBODY && !place->allocation)
            lifetime_add(&result->life, churn->now_ms - place->released_ms,
                         false);
    }
    result->held_mean = churn->held_sum / span;
    result->cooling_mean = churn->cooling_sum / span;
    status = eip_engine_audit(churn->engine, NULL, NULL, &report);
    if (status != EIP_OK)
        return fail(churn, "audit", status);
    if (report.findings == 0 && report.held == churn->held)
        return CLI_OK;
    cli_say("%s: the audit has %llu findings, and %llu addresses held of %llu",
            churn->policy->name, (unsigned long long)report.findings,
            (unsigned long long)report.held, (unsigned long long)churn->held);
    return CLI_FAILED;
}

int churn_run(const struct churn_world *world,
              const struct churn_policy *policy, const struct source *source,
              struct churn_result *result) {
    struct churn churn = {.world = world,
                          .policy = policy,
                          .source = source,
                          .result = result,
                          .now_ms = START_MS,
                          .summed_ms = START_MS,
                          .oldest = NOWHERE,
                          .newest = NOWHERE,
                          .arrivals = dice_make(world->seed, 1),
                          .holds = dice_make(world->seed, 2),
                          .accounts = dice_make(world->seed, 3),
                          .regrets = dice_make(world->seed, 4),
                          .again = dice_make(world->seed, 5)};
    int code = CLI_IO;

    memset(result, 0, sizeof(*result));
    if (make_places(&churn))
        code = open_engine(&churn);
    if (code == CLI_OK)
        code = live(&churn);
    if (code == CLI_OK)
        code = conclude(&churn);
    eip_engine_close(churn.engine);
    events_free(&churn.events);
    free(churn.firsts);
    free(churn.places);
    return code;
}
