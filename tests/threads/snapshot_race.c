/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Snapshots of an engine in which threads are at work. Each is loaded, passes
 * the audit, and is of one instant: it has what was done before it was begun,
 * nothing that was begun after it was done, and nothing without what that
 * relied on, be it of the same thread or of another. */
#include "support/internal/trial.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    CHAIN = 4, /* accounts in whose addresses one thread counts, in turn */
    SNAPSHOTS = 25,
    BLOCK = 4, /* addresses */
    THREADS = 6
};

/* Accounts. */
#define LINK UINT64_C(100)   /* and those after it: the chain */
#define RELAY UINT64_C(200)  /* counts what it has seen there */
#define MOVER UINT64_C(300)  /* has one address, or two */
#define BLOCKS UINT64_C(400) /* has a block, or none */
#define EAST UINT64_C(501)   /* of the two, one has an address */
#define WEST UINT64_C(502)

struct race {
    eip_engine *engine;
    uint64_t id[CHAIN];
    uint64_t relay_id;
    _Atomic uint64_t begun; /* counts of the chain */
    _Atomic uint64_t done;
    _Atomic bool is_over;
    uint64_t loaded;
};

static void set_count(const struct race *race, uint64_t account, uint64_t id,
                      uint64_t count) {
    const eip_caller caller = EIP_CALLER_INIT(account);
    eip_tags_request request = EIP_TAGS_REQUEST_INIT;
    eip_error error = EIP_ERROR_INIT;
    char number[32];
    char text[EIP_ALLOCATION_ID_TEXT_SIZE];
    eip_text resource;
    eip_tag tag = {{"count", 5, 0}, {NULL, 0, 0}};

    (void)snprintf(number, sizeof number, "%llu", (unsigned long long)count);
    (void)eip_allocation_id_format(id, text);
    resource = eip_text_of(text);
    tag.value = eip_text_of(number);
    request.resources = &resource;
    request.resource_count = 1;
    request.tags = &tag;
    request.tag_count = 1;
    TRIAL_CHECK(eip_create_tags(race->engine, &caller, &request, &error) ==
                    EIP_OK,
                "tag: %s", error.message);
}

static uint64_t number_in(eip_text text) {
    uint64_t number = 0;

    for (uint32_t i = 0; i < text.size; i++) {
        number = number * 10 + (uint64_t)(text.data[i] - '0');
    }
    return number;
}

/* What an account holds, and the count of the first of that. */
static uint64_t held_of(eip_engine *engine, uint64_t account, uint64_t *count) {
    const eip_caller caller = EIP_CALLER_INIT(account);
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_address_list *list = NULL;
    eip_error error = EIP_ERROR_INIT;
    uint64_t held;

    TRIAL_CHECK(eip_describe_addresses(engine, &caller, &request, &list,
                                       &error) == EIP_OK,
                "describe: %s", error.message);
    held = eip_address_list_count(list);
    if (count != NULL) {
        eip_address address = {.size = sizeof address};

        TRIAL_CHECK(held == 1, "account %llu holds %llu addresses, not 1",
                    (unsigned long long)account, (unsigned long long)held);
        TRIAL_CHECK(eip_address_list_at(list, 0, &address) == EIP_OK &&
                        address.tag_count == 1,
                    "the count is not there");
        *count = number_in(address.tags[0].value);
    }
    eip_address_list_free(list);
    return held;
}

static uint64_t take(eip_engine *engine, uint64_t account) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    TRIAL_CHECK(trial_allocate(engine, account, &got) == EIP_OK, "allocate");
    return got.allocation_id;
}

static void give(eip_engine *engine, uint64_t account, uint64_t id) {
    TRIAL_CHECK(trial_release(engine, account, id) == EIP_OK, "release");
}

/* -- those at work ------------------------------------------------------------- */

static void count_on(struct race *race) {
    for (uint64_t n = 1; !atomic_load(&race->is_over); n++) {
        atomic_store(&race->begun, n);
        for (uint64_t i = 0; i < CHAIN; i++) {
            set_count(race, LINK + i, race->id[i], n);
        }
        atomic_store(&race->done, n);
    }
}

/* Sees a count at the end of the chain, and repeats it. */
static void relay(struct race *race) {
    while (!atomic_load(&race->is_over)) {
        uint64_t seen;

        (void)held_of(race->engine, LINK + CHAIN - 1, &seen);
        set_count(race, RELAY, race->relay_id, seen);
    }
}

static void move(struct race *race) {
    uint64_t id = take(race->engine, MOVER);

    while (!atomic_load(&race->is_over)) {
        uint64_t next = take(race->engine, MOVER);

        give(race->engine, MOVER, id);
        id = next;
    }
}

static void take_blocks(struct race *race) {
    const eip_caller caller = EIP_CALLER_INIT(BLOCKS);

    while (!atomic_load(&race->is_over)) {
        eip_allocate_address_request request =
            EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
        eip_allocate_address_response got[BLOCK];
        eip_cidr block;
        eip_error error = EIP_ERROR_INIT;

        for (int i = 0; i < BLOCK; i++) {
            got[i].size = sizeof got[i];
        }
        TRIAL_CHECK(eip_allocate_block(race->engine, &caller, &request, 30,
                                       &block, got, &error) == EIP_OK,
                    "block: %s", error.message);
        for (int i = 0; i < BLOCK; i++) {
            give(race->engine, BLOCKS, got[i].allocation_id);
        }
    }
}

static void hand_over(struct race *race) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
    uint64_t from = EAST;
    char address[EIP_IPV4_TEXT_SIZE];

    TRIAL_CHECK(trial_allocate(race->engine, EAST, &got) == EIP_OK, "allocate");
    (void)eip_ipv4_format(got.public_ip, address);
    while (!atomic_load(&race->is_over)) {
        uint64_t to = from == EAST ? WEST : EAST;
        const eip_caller source = EIP_CALLER_INIT(from);
        const eip_caller target = EIP_CALLER_INIT(to);
        eip_enable_address_transfer_request offer =
            EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;
        eip_accept_address_transfer_request accept =
            EIP_ACCEPT_ADDRESS_TRANSFER_REQUEST_INIT;
        eip_address_transfer shown = {.size = sizeof shown};
        eip_error error = EIP_ERROR_INIT;

        offer.allocation_id = got.allocation_id;
        offer.transfer_account_id =
            eip_text_of(to == EAST ? "000000000501" : "000000000502");
        accept.address = eip_text_of(address);
        TRIAL_CHECK(eip_enable_address_transfer(race->engine, &source, &offer,
                                                &shown, &error) == EIP_OK,
                    "offer: %s", error.message);
        TRIAL_CHECK(eip_accept_address_transfer(race->engine, &target, &accept,
                                                &shown, &error) == EIP_OK,
                    "accept: %s", error.message);
        from = to;
    }
}

/* -- the one who saves ---------------------------------------------------------- */

static void check(eip_engine *engine, uint64_t least, uint64_t most) {
    uint64_t count[CHAIN];
    uint64_t seen;
    uint64_t held;

    trial_audit(engine);
    for (uint64_t i = 0; i < CHAIN; i++) {
        (void)held_of(engine, LINK + i, &count[i]);
        TRIAL_CHECK(
            i == 0 || (count[i] <= count[i - 1] && count[i] + 1 >= count[0]),
            "link %llu has %llu, the one before it %llu", (unsigned long long)i,
            (unsigned long long)count[i], (unsigned long long)count[i - 1]);
    }
    TRIAL_CHECK(count[CHAIN - 1] >= least && count[0] <= most,
                "the counts are %llu to %llu, not within %llu and %llu",
                (unsigned long long)count[CHAIN - 1],
                (unsigned long long)count[0], (unsigned long long)least,
                (unsigned long long)most);
    (void)held_of(engine, RELAY, &seen);
    TRIAL_CHECK(seen <= count[CHAIN - 1], "%llu was seen, and is %llu",
                (unsigned long long)seen, (unsigned long long)count[CHAIN - 1]);
    held = held_of(engine, MOVER, NULL);
    TRIAL_CHECK(held == 1 || held == 2, "the mover holds %llu",
                (unsigned long long)held);
    TRIAL_CHECK(held_of(engine, BLOCKS, NULL) <= BLOCK, "a block is too large");
    held = held_of(engine, EAST, NULL) + held_of(engine, WEST, NULL);
    TRIAL_CHECK(held == 1, "%llu hold what is handed over",
                (unsigned long long)held);
}

static void save_and_load(struct race *race) {
    const eip_config config = EIP_CONFIG_INIT;
    uint64_t least = atomic_load(&race->done);
    eip_snapshot *snapshot = NULL;
    eip_engine *loaded = NULL;
    eip_error error = EIP_ERROR_INIT;

    TRIAL_CHECK(eip_snapshot_save_buffer(race->engine, &snapshot, &error) ==
                    EIP_OK,
                "save: %s", error.message);
    TRIAL_CHECK(eip_snapshot_load_buffer(&config, eip_snapshot_bytes(snapshot),
                                         eip_snapshot_size(snapshot), &loaded,
                                         &error) == EIP_OK,
                "load: %s", error.message);
    check(loaded, least, atomic_load(&race->begun));
    eip_engine_close(loaded);
    eip_snapshot_free(snapshot);
    race->loaded++;
}

/* The mover and the two that hand over have begun by then. */
static bool has_begun(struct race *race) {
    return held_of(race->engine, MOVER, NULL) != 0 &&
           held_of(race->engine, EAST, NULL) +
                   held_of(race->engine, WEST, NULL) !=
               0;
}

static void run(void *context, uint32_t index) {
    static void (*const work[])(struct race *) = {count_on, relay, move,
                                                  take_blocks, hand_over};
    struct race *race = context;

    if (index < THREADS - 1) {
        work[index](race);
        return;
    }
    while (!has_begun(race)) {
    }
    for (uint64_t i = trial_scaled(SNAPSHOTS); i > 0; i--) {
        save_and_load(race);
    }
    atomic_store(&race->is_over, true);
}

int main(void) {
    const struct trial_engine how = {.cooldown_ms = 5, .cidr = "10.0.0.0/20"};
    struct race *race = calloc(1, sizeof *race);

    (void)trial_seed();
    race->engine = trial_open(&how);
    for (uint64_t i = 0; i < CHAIN; i++) {
        race->id[i] = take(race->engine, LINK + i);
        set_count(race, LINK + i, race->id[i], 0);
    }
    race->relay_id = take(race->engine, RELAY);
    set_count(race, RELAY, race->relay_id, 0);
    trial_threads(THREADS, run, race);
    trial_audit(race->engine);
    printf("snapshot_race: %llu snapshots, %llu counts\n",
           (unsigned long long)race->loaded,
           (unsigned long long)atomic_load(&race->done));
    eip_engine_close(race->engine);
    free(race);
    return 0;
}
