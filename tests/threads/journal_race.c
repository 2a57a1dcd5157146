/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Threads allocate, release, tag, associate, transfer and take blocks while
 * another takes cut after cut of the journal, and turns it off and on. What was
 * collected by any cut is the engine's state at one instant: quotas hold in it,
 * and whatever it has relies on nothing that it has not. Each operation comes
 * once, in a cut between those at its begin and at its end. */
#include "eip/block.h"
#include "registry/engine.h"
#include "support/internal/trial.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    THREADS = 5,
    ROUNDS = 40000,
    ACCOUNTS = 3, /* with two threads each but the last */
    FIRST = 700,
    QUOTA = 14,
    HELD = 8,     /* of one thread, about */
    SESSION = 20, /* cuts */
    RECORDS = 256,
    SESSIONS = 4096,
    YIELD = 32
};

/* One step of an address, as an operation did it or as the journal says it. */
struct step {
    uint32_t record;
    uint32_t index; /* of the account */
    uint64_t turn;  /* twice the generation, plus one once released */
    uint64_t version;
    uint64_t order; /* in the account, of an allocation */
    uint64_t cut;   /* when it was collected */
    uint64_t before;
    uint64_t after; /* position at the operation's begin and end */
    bool allocates;
    bool is_done; /* of one that was told: somebody did it */
};

struct steps {
    struct step *step;
    uint64_t count;
    uint64_t capacity;
};

static struct step *add(struct steps *steps) {
    if (steps->count == steps->capacity) {
        steps->capacity = steps->capacity == 0 ? 1024 : 2 * steps->capacity;
        steps->step =
            realloc(steps->step, steps->capacity * sizeof *steps->step);
        TRIAL_CHECK(steps->step != NULL, "no memory for the test itself");
    }
    memset(&steps->step[steps->count], 0, sizeof *steps->step);
    return &steps->step[steps->count++];
}

struct held {
    uint64_t id;
    uint32_t address;
    uint32_t record;
    uint32_t generation;
    uint32_t account; /* 0 to ACCOUNTS - 1 */
    uint64_t version;
    uint64_t association;
};

struct race;

struct worker {
    struct race *race;
    struct trial_random random;
    struct steps done;
    struct held held[HELD + 4];
    uint32_t count;
    uint32_t account;
    uint64_t before; /* the position at the operation's begin */
    uint64_t made;
};

/* What the collector believes of a record. */
struct shadow {
    uint64_t turn;
    uint64_t version;
    uint64_t account; /* a number */
};

struct race {
    eip_engine *engine;
    uint64_t rounds;
    _Atomic uint32_t running;
    struct worker worker[THREADS];
    struct shadow shadow[RECORDS];
    struct steps told;
    struct {
        uint64_t first;
        uint64_t last;
    } session[SESSIONS];
    uint32_t sessions;
    uint64_t cuts;
    uint64_t handed;
};

/* -- the operations ------------------------------------------------------------------ */

static void begin(struct worker *worker) {
    worker->before = eip__journal_position(&worker->race->engine->ledger);
}

static struct step *did(struct worker *worker, const struct held *held,
                        bool released) {
    struct step *step = add(&worker->done);

    step->record = held->record;
    step->index = held->account;
    step->turn = 2 * (uint64_t)held->generation + (released ? 1 : 0);
    step->version = held->version;
    step->before = worker->before;
    step->after = eip__journal_position(&worker->race->engine->ledger);
    return step;
}

static eip_caller caller_of(uint32_t account) {
    const eip_caller caller = EIP_CALLER_INIT(FIRST + account);

    return caller;
}

static void got(struct worker *worker,
                const eip_allocate_address_response *response, bool tagged) {
    struct held *held = &worker->held[worker->count++];

    memset(held, 0, sizeof *held);
    held->id = response->allocation_id;
    held->address = response->public_ip;
    held->account = worker->account;
    held->version = tagged ? 1 : 0;
    eip__id_take_apart(&worker->race->engine->id_key, held->id, &held->record,
                       &held->generation);
    did(worker, held, false)->allocates = true;
}

static bool is_expected(eip_status status) {
    return status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED ||
           status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY;
}

static void allocate(struct worker *worker) {
    const eip_caller caller = caller_of(worker->account);
    const eip_tag tag = {eip_text_of("k"), eip_text_of("v")};
    const eip_tag_specification spec = {eip_text_of("elastic-ip"), &tag, 1, 0};
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response response = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    bool tagged = trial_below(&worker->random, 3) == 0;
    eip_status status;

    request.tag_specifications = &spec;
    request.tag_specification_count = tagged ? 1 : 0;
    status = eip_allocate_address(worker->race->engine, &caller, &request,
                                  &response, NULL);
    if (status == EIP_OK) {
        got(worker, &response, tagged);
    } else {
        TRIAL_CHECK(is_expected(status), "allocate: %s",
                    eip_status_name(status));
    }
}

static void allocate_block(struct worker *worker) {
    const eip_caller caller = caller_of(worker->account);
    eip_allocate_address_response response[4] = {
        EIP_ALLOCATE_ADDRESS_RESPONSE_INIT};
    eip_cidr block;
    eip_status status = eip_allocate_block(worker->race->engine, &caller, NULL,
                                           30, &block, response, NULL);

    if (status == EIP_OK) {
        for (uint32_t i = 0; i < 4; i++) {
            got(worker, &response[i], false);
        }
    } else {
        TRIAL_CHECK(is_expected(status), "block: %s", eip_status_name(status));
    }
}

/* An alteration that succeeded makes the next version. */
static void altered(struct worker *worker, struct held *held, eip_status status,
                    const char *what) {
    TRIAL_CHECK(status == EIP_OK, "%s: %s", what, eip_status_name(status));
    held->version++;
    (void)did(worker, held, false);
}

static void tag(struct worker *worker, struct held *held) {
    const eip_caller caller = caller_of(held->account);
    char id[EIP_ALLOCATION_ID_TEXT_SIZE];
    char value[32];
    eip_text resource;
    eip_tag one = {eip_text_of("n"), {value, 0, 0}};
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;

    resource = (eip_text){id, eip_allocation_id_format(held->id, id), 0};
    (void)snprintf(value, sizeof value, "%llu",
                   (unsigned long long)worker->made++);
    one.value = eip_text_of(value);
    request.resources = &resource;
    request.resource_count = 1;
    request.tags = &one;
    request.tag_count = 1;
    altered(worker, held,
            eip_create_tags(worker->race->engine, &caller, &request, NULL),
            "tag");
}

static void associate(struct worker *worker, struct held *held) {
    const eip_caller caller = caller_of(held->account);
    eip_associate_address_request request = EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;
    eip_associate_address_response response =
        EIP_ASSOCIATE_ADDRESS_RESPONSE_INIT;
    char instance[64];

    (void)snprintf(instance, sizeof instance, "i-%u-%llu",
                   (unsigned)(worker - worker->race->worker),
                   (unsigned long long)worker->made++);
    request.allocation_id = held->id;
    request.instance_id = eip_text_of(instance);
    altered(worker, held,
            eip_associate_address(worker->race->engine, &caller, &request,
                                  &response, NULL),
            "associate");
    held->association = response.association_id;
}

static void disassociate(struct worker *worker, struct held *held) {
    const eip_caller caller = caller_of(held->account);
    eip_disassociate_address_request request =
        EIP_DISASSOCIATE_ADDRESS_REQUEST_INIT;

    request.association_id = held->association;
    altered(
        worker, held,
        eip_disassociate_address(worker->race->engine, &caller, &request, NULL),
        "disassociate");
    held->association = 0;
}

/* To the next account, which may have no room; then it is taken back. */
static void transfer(struct worker *worker, struct held *held) {
    const eip_caller source = caller_of(held->account);
    const eip_caller target = caller_of((held->account + 1) % ACCOUNTS);
    eip_enable_address_transfer_request offer =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;
    eip_accept_address_transfer_request accept =
        EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;
    eip_disable_address_transfer_request back =
        EIP_DISABLE_ADDRESS_TRANSFER_REQUEST_INIT;
    char number[16];
    char address[EIP_IPV4_TEXT_SIZE];
    eip_status status;

    (void)snprintf(number, sizeof number, "%012llu",
                   (unsigned long long)target.account);
    offer.allocation_id = back.allocation_id = held->id;
    offer.transfer_account_id = eip_text_of(number);
    altered(worker, held,
            eip_enable_address_transfer(worker->race->engine, &source, &offer,
                                        NULL, NULL),
            "offer");
    accept.address =
        (eip_text){address, eip_ipv4_format(held->address, address), 0};
    begin(worker);
    status = eip_accept_address_transfer(worker->race->engine, &target, &accept,
                                         NULL, NULL);
    if (status == EIP_OK) {
        held->account = (held->account + 1) % ACCOUNTS;
        held->generation++;
        held->version = 1;
        (void)did(worker, held, false);
        return;
    }
    TRIAL_CHECK(status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED, "accept: %s",
                eip_status_name(status));
    begin(worker);
    altered(worker, held,
            eip_disable_address_transfer(worker->race->engine, &source, &back,
                                         NULL, NULL),
            "take back");
}

static void release(struct worker *worker, struct held *held) {
    eip_status status =
        trial_release(worker->race->engine, FIRST + held->account, held->id);

    TRIAL_CHECK(status == EIP_OK, "release: %s", eip_status_name(status));
    held->version = 0;
    (void)did(worker, held, true);
    *held = worker->held[--worker->count];
}

static void work(struct worker *worker) {
    struct held *held =
        worker->count == 0
            ? NULL
            : &worker->held[trial_below(&worker->random, worker->count)];
    uint64_t what = trial_below(&worker->random, 10);

    begin(worker);
    if (held == NULL || (worker->count < HELD && what < 4)) {
        if (what == 0) {
            allocate_block(worker);
        } else {
            allocate(worker);
        }
    } else if (held->association != 0) {
        disassociate(worker, held);
    } else if (what < 5) {
        tag(worker, held);
    } else if (what < 6) {
        associate(worker, held);
    } else if (what < 7) {
        transfer(worker, held);
    } else {
        release(worker, held);
    }
}

/* -- the collector --------------------------------------------------------------------- */

static uint32_t account_of(uint64_t number) {
    TRIAL_CHECK(number >= FIRST && number < FIRST + ACCOUNTS, "account %llu",
                (unsigned long long)number);
    return (uint32_t)(number - FIRST);
}

/* The newest stays. */
static void believe(struct race *race, uint32_t record, uint64_t turn,
                    uint64_t version, uint64_t account) {
    struct shadow *shadow = &race->shadow[record];

    TRIAL_CHECK(record < RECORDS, "record %u", record);
    if (turn > shadow->turn ||
        (turn == shadow->turn && version >= shadow->version)) {
        *shadow = (struct shadow){turn, version, account};
    }
}

static bool see_address(void *context, const struct eip__effect *effect) {
    struct race *race = context;
    bool held = (effect->flags & EIP__EFFECT_HELD) != 0;
    struct step *step = add(&race->told);

    step->record = effect->record;
    step->turn = 2 * (uint64_t)effect->generation + (held ? 0 : 1);
    step->version = effect->version;
    step->index = account_of(effect->account);
    step->order = effect->value;
    step->cut = 0; /* which one is not known yet */
    TRIAL_CHECK((effect->facts != NULL) == (effect->version != 0),
                "facts of version %llu", (unsigned long long)effect->version);
    believe(race, effect->record, step->turn, effect->version, effect->account);
    return true;
}

static bool see_handed(void *context, const struct eip__handed *handed) {
    struct race *race = context;

    TRIAL_CHECK(handed->target ==
                    FIRST + (account_of(handed->source) + 1) % ACCOUNTS,
                "handed to %llu", (unsigned long long)handed->target);
    race->handed++;
    return true;
}

static void check_quotas(const struct race *race) {
    uint32_t held[ACCOUNTS] = {0};

    for (uint32_t i = 0; i < RECORDS; i++) {
        if (race->shadow[i].turn != 0 && race->shadow[i].turn % 2 == 0) {
            uint32_t account = account_of(race->shadow[i].account);

            TRIAL_CHECK(++held[account] <= QUOTA,
                        "account %u holds more than its quota", account);
        }
    }
}

static struct eip__lane *enter(struct race *race) {
    struct eip__lane *lane = NULL;

    TRIAL_CHECK(eip__lane_enter(&race->engine->lanes, &lane) == EIP_OK,
                "enter");
    return lane;
}

static uint64_t collect(struct race *race) {
    const struct eip__journal_visitor visitor = {see_address, see_handed, race};
    struct eip__lane *lane = enter(race);
    uint64_t first = race->told.count;
    uint64_t cut;

    TRIAL_CHECK(eip__journal_collect(&race->engine->ledger, &visitor, &cut),
                "collect");
    eip__lane_leave(lane);
    for (uint64_t i = first; i < race->told.count; i++) {
        race->told.step[i].cut = cut;
    }
    check_quotas(race);
    race->cuts++;
    return cut;
}

/* A record as it is: what others do meanwhile is in the next cut. */
static void scan_record(struct race *race, uint32_t record) {
    eip_engine *engine = race->engine;
    const struct eip__place place =
        eip__records_place(&engine->records, record);
    const struct eip__detail *detail = NULL;
    struct eip__account *account = NULL;
    uint64_t word;
    bool held;

    for (;;) {
        word = eip__read(place.word);
        held = eip__word_is_held(word);
        account =
            eip__word_owner(word) == 0
                ? NULL
                : eip__accounts_at(&engine->accounts, eip__word_owner(word));
        if (!held) {
            break;
        }
        (void)eip__ledger_settle(&engine->ledger, account);
        detail = eip__detail_of(eip__read(&place.cold->detail),
                                eip__word_generation(word));
        if (eip__read(place.word) == word && !eip__word_is_pending(word)) {
            break;
        }
    }
    if (account != NULL) {
        believe(race, record,
                2 * (uint64_t)eip__word_generation(word) + (held ? 0 : 1),
                held && detail != NULL ? detail->version : 0,
                eip__read(&account->number));
    }
}

static void scan(struct race *race) {
    struct eip__lane *lane = enter(race);

    memset(race->shadow, 0, sizeof race->shadow);
    for (uint32_t i = 0; i < RECORDS; i++) {
        scan_record(race, i);
    }
    eip__lane_leave(lane);
}

static void turn_on(struct race *race) {
    struct eip__lane *lane = enter(race);

    TRIAL_CHECK(race->sessions < SESSIONS, "too many sessions");
    eip__journal_start(&race->engine->ledger, &race->engine->accounts, lane);
    eip__lane_leave(lane);
    race->session[race->sessions].first =
        eip__journal_position(&race->engine->ledger);
    scan(race);
}

static void turn_off(struct race *race, uint64_t last) {
    struct eip__lane *lane = enter(race);

    eip__journal_stop(&race->engine->ledger);
    eip__lane_leave(lane);
    race->session[race->sessions++].last = last;
}

/* At rest what is believed is what is there. */
static void compare(struct race *race) {
    struct shadow shadow[RECORDS];

    memcpy(shadow, race->shadow, sizeof shadow);
    scan(race);
    for (uint32_t i = 0; i < RECORDS; i++) {
        const struct shadow *is = &race->shadow[i];

        TRIAL_CHECK(is->turn == shadow[i].turn ||
                        (is->turn % 2 == 1 && is->turn > shadow[i].turn),
                    "record %u: turn %llu, by the journal %llu", i,
                    (unsigned long long)is->turn,
                    (unsigned long long)shadow[i].turn);
        TRIAL_CHECK(is->turn % 2 == 1 || (is->version == shadow[i].version &&
                                          is->account == shadow[i].account),
                    "record %u: version %llu, by the journal %llu", i,
                    (unsigned long long)is->version,
                    (unsigned long long)shadow[i].version);
    }
}

static void collector(struct race *race) {
    uint64_t cut = 0;
    bool rests = false;

    while (!rests) {
        turn_on(race);
        bool is_last = race->sessions == SESSIONS - 1;

        for (uint32_t i = 0; i < SESSION || is_last || rests; i++) {
            bool last = atomic_load(&race->running) == 0;

            cut = collect(race);
            if (rests) {
                compare(race);
                break;
            }
            rests = last;
            (void)sched_yield();
        }
        turn_off(race, cut);
    }
}

static void run(void *context, uint32_t index) {
    struct race *race = context;

    if (index == THREADS) {
        collector(race);
        return;
    }
    for (uint64_t i = 0; i < race->rounds; i++) {
        work(&race->worker[index]);
        if (i % YIELD == 0) {
            (void)sched_yield(); /* there are fewer processors than threads */
        }
    }
    atomic_fetch_sub(&race->running, 1);
}

/* -- afterwards --------------------------------------------------------------------------- */

static int compare_numbers(uint64_t a, uint64_t b) {
    return (a > b) - (a < b);
}

static int by_step(const void *left, const void *right) {
    const struct step *a = left;
    const struct step *b = right;
    int by = compare_numbers(a->record, b->record);

    by = by != 0 ? by : compare_numbers(a->turn, b->turn);
    return by != 0 ? by : compare_numbers(a->version, b->version);
}

static int by_order(const void *left, const void *right) {
    const struct step *a = left;
    const struct step *b = right;
    int by = compare_numbers(a->index, b->index);

    by = by != 0 ? by : compare_numbers(a->order, b->order);
    return by != 0 ? by : compare_numbers(a->cut, b->cut);
}

/* Of each address, what is later was collected no earlier, and all once. */
static void check_addresses(struct steps *told) {
    qsort(told->step, told->count, sizeof *told->step, by_step);
    for (uint64_t i = 1; i < told->count; i++) {
        const struct step *a = &told->step[i - 1];
        const struct step *b = &told->step[i];

        TRIAL_CHECK(by_step(a, b) != 0, "record %u, turn %llu comes twice",
                    a->record, (unsigned long long)a->turn);
        TRIAL_CHECK(a->record != b->record || a->cut <= b->cut,
                    "record %u: turn %llu before turn %llu", a->record,
                    (unsigned long long)b->turn, (unsigned long long)a->turn);
    }
}

/* Was it to be told for certain? While one journal was kept, to the end. */
static bool is_certain(const struct race *race, const struct step *step) {
    for (uint32_t i = 0; i < race->sessions; i++) {
        if (step->before >= race->session[i].first &&
            step->before <= race->session[i].last) {
            return step->after != 0 && step->after <= race->session[i].last;
        }
    }
    return false;
}

static void check_operation(const struct race *race, struct step *step) {
    struct step *told =
        bsearch(step, race->told.step, race->told.count, sizeof *step, by_step);

    TRIAL_CHECK(told != NULL || !is_certain(race, step),
                "record %u, turn %llu, version %llu was not told", step->record,
                (unsigned long long)step->turn,
                (unsigned long long)step->version);
    if (told == NULL) {
        return;
    }
    TRIAL_CHECK(told->index == step->index, "record %u: account %u",
                step->record, told->index);
    if (is_certain(race, step)) {
        TRIAL_CHECK(told->cut >= step->before && told->cut <= step->after,
                    "record %u, turn %llu: cut %llu, between %llu and %llu",
                    step->record, (unsigned long long)step->turn,
                    (unsigned long long)told->cut,
                    (unsigned long long)step->before,
                    (unsigned long long)step->after);
    }
    told->is_done = true;
    told->allocates = step->allocates;
}

/* Of each account's allocations, what is later was collected no earlier. */
static void check_accounts(struct steps *told) {
    const struct step *last = NULL;

    qsort(told->step, told->count, sizeof *told->step, by_order);
    for (uint64_t i = 0; i < told->count; i++) {
        const struct step *step = &told->step[i];

        if (!step->allocates) {
            continue;
        }
        TRIAL_CHECK(last == NULL || last->index != step->index ||
                        last->cut <= step->cut,
                    "account %u: %llu before %llu", step->index,
                    (unsigned long long)step->order,
                    (unsigned long long)last->order);
        last = step;
    }
}

int main(void) {
    const struct trial_engine how = {.quota = QUOTA, .cidr = "192.0.2.0/24"};
    static struct race race;

    (void)trial_seed();
    race.engine = trial_open(&how);
    race.rounds = trial_scaled(ROUNDS);
    race.running = THREADS;
    for (uint32_t i = 0; i < THREADS; i++) {
        race.worker[i] = (struct worker){
            .race = &race, .random = trial_stream(i), .account = i % ACCOUNTS};
    }
    trial_threads(THREADS + 1, run, &race);
    check_addresses(&race.told);
    for (uint32_t i = 0; i < THREADS; i++) {
        for (uint64_t n = 0; n < race.worker[i].done.count; n++) {
            check_operation(&race, &race.worker[i].done.step[n]);
        }
        free(race.worker[i].done.step);
    }
    for (uint64_t i = 0; i < race.told.count; i++) {
        TRIAL_CHECK(race.told.step[i].is_done, "nobody did record %u",
                    race.told.step[i].record);
    }
    (void)printf("%llu cuts, %llu effects, %llu transfers\n",
                 (unsigned long long)race.cuts,
                 (unsigned long long)race.told.count,
                 (unsigned long long)race.handed);
    check_accounts(&race.told);
    free(race.told.step);
    trial_audit(race.engine);
    eip_engine_close(race.engine);
    return 0;
}
