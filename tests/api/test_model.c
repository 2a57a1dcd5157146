/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Random operations on tiny pools, each compared with the model in model.h.
 * EIP_TEST_SEED repeats a run; the message of a failure names the episode,
 * whose seed is the run's plus its number. */
#include "api/expect.h"
#include "api/model.h"

enum { EPISODES = 150, STEPS = 2000 };

static struct world w;
static struct model m;
static uint64_t state; /* of the generator */
static eip_pool_ref pools[SOURCES];
static uint64_t past_ids[STEPS];
static uint32_t past_id_count;
static char where[64];

static const char *const groups[SOURCES] = {WORLD_REGION,     WORLD_LOCAL,
                                            WORLD_WAVELENGTH, WORLD_REGION,
                                            WORLD_REGION,     WORLD_REGION};

static const char *const blocks[SOURCES][BLOCKS] = {
    {"198.51.100.4/30", "198.51.100.10/31"},
    {"198.51.101.4/30", "198.51.101.0/31"},
    {"155.146.10.8/30", "155.146.10.0/31"},
    {"192.0.2.4/30", "192.0.2.10/31"},
    {"18.97.0.40/30", "18.97.0.36/31"},
    {"10.0.0.4/30", "10.0.0.8/31"},
};

static uint32_t draw(uint32_t below) {
    return (uint32_t)(world_random(&state) >> 20) % below;
}

/* -- an episode's world ---------------------------------------------------- */

static void set_source(int source) {
    struct model_source *at = &m.source[source];

    world_modify(&w, pools[source], at->policy, at->flags, at->cooldown_ms);
}

static void equip_source(int source) {
    static const uint64_t cooldowns[] = {0, 1, 50, 1000, 3600000};
    struct model_source *at = &m.source[source];

    if (source == SOURCE_LOCAL || source == SOURCE_CARRIER) {
        *at = m.source[SOURCE_AMAZON]; /* one pool in three border groups */
    } else {
        at->policy = 1 + draw(4);
        at->flags = draw(2) != 0 ? EIP_POOL_KEEP_COOLING : 0;
        at->cooldown_ms = cooldowns[draw(5)];
        set_source(source);
    }
    for (int block = 0; block < BLOCKS; block++) {
        world_provision(&w, pools[source], groups[source],
                        blocks[source][block]);
        at->present[block] = true;
    }
    for (uint32_t i = 0; i < PLACES; i++) {
        struct model_address *address = &m.address[source * PLACES + (int)i];
        uint32_t first = i < FIRST ? 0 : 1;
        eip_cidr cidr = world_cidr(blocks[source][first]);

        *address = (struct model_address){.ip = cidr.base + i -
                                                (first == 0 ? 0 : FIRST),
                                          .source = source,
                                          .block = (int)first,
                                          .held_by = -1,
                                          .given_by = -1};
    }
}

static void begin_episode(uint64_t seed) {
    state = seed;
    world_init(&w);
    w.config.seed = seed;
    world_open(&w);
    cr_assert_eq(eip_admin_create_border_group(
                     w.engine, eip_text_of(WORLD_LOCAL), 1, NULL),
                 EIP_OK);
    cr_assert_eq(eip_admin_create_border_group(
                     w.engine, eip_text_of(WORLD_WAVELENGTH), 2, NULL),
                 EIP_OK);
    memset(&m, 0, sizeof m);
    m.now_ms = w.now_ms;
    for (int i = 0; i < SOURCES; i++) {
        pools[i] = w.amazon;
    }
    pools[SOURCE_BYOIP] = world_pool(&w, EIP_POOL_PUBLIC_IPV4, WORLD_ALICE);
    pools[SOURCE_IPAM] = world_pool(&w, EIP_POOL_IPAM, WORLD_ALICE);
    pools[SOURCE_COIP] = world_pool(&w, EIP_POOL_COIP, WORLD_ALICE);
    for (int i = 0; i < SOURCES; i++) {
        equip_source(i);
    }
    for (int i = SOURCE_IPAM; i <= SOURCE_COIP; i++) {
        cr_assert_eq(
            eip_admin_share_pool(w.engine, pools[i], WORLD_BOB, 1, NULL),
            EIP_OK);
    }
    for (int i = 0; i < ACCOUNTS; i++) {
        m.quota[i] = 1 + draw(8);
        world_account(&w, model_accounts[i], m.quota[i],
                      i == CAROL ? EIP_ACCOUNT_CLASSIC : 0);
    }
    past_id_count = 0;
}

/* -- comparing ------------------------------------------------------------- */

static void expect_same_address(const eip_address *got,
                                const struct model_address *at) {
    uint32_t ip = (got->fields & EIP_HAS_PUBLIC_IP) != 0 ? got->public_ip
                  : (got->fields & EIP_HAS_CARRIER_IP) != 0
                      ? got->carrier_ip
                      : got->customer_owned_ip;

    cr_assert_eq(ip, at->ip, "%s", where);
    cr_assert_eq(got->allocation_id, at->classic ? 0 : at->id, "%s", where);
    cr_assert_eq(got->domain == EIP_DOMAIN_STANDARD, at->classic, "%s", where);
    cr_assert(at->classic ||
                  is_text(got->network_border_group, groups[at->source]),
              "%s", where);
}

/* The account's addresses in the order of their allocation. */
static void expect_same_holdings(int account) {
    eip_address_list *list = world_list(&w, model_accounts[account], NULL);
    uint64_t last = 0;
    uint64_t count = 0;

    for (;;) {
        const struct model_address *next = NULL;
        eip_address got;

        for (int i = 0; i < SLOTS; i++) {
            const struct model_address *at = &m.address[i];

            if (at->held_by == account && at->order > last &&
                (next == NULL || at->order < next->order)) {
                next = at;
            }
        }
        if (next == NULL) {
            break;
        }
        cr_assert_lt(count, eip_address_list_count(list), "%s", where);
        got = world_at(list, count++);
        expect_same_address(&got, next);
        last = next->order;
    }
    cr_assert_eq(eip_address_list_count(list), count, "%s", where);
    eip_address_list_free(list);
    cr_assert_eq(world_used(&w, model_accounts[account]),
                 model_used(&m, account), "%s", where);
}

static void expect_same_counts(int source) {
    const struct model_source *at = &m.source[source];
    eip_space_stats row;
    uint64_t held = 0;
    uint64_t cooling = 0;
    uint64_t never = 0;
    uint64_t unowned = 0; /* of EC2-Classic last */
    uint64_t withdrawn = 0;

    if (!at->present[0] && !at->present[1]) {
        return;
    }
    row = world_space(&w, pools[source], groups[source]);
    for (int i = source * PLACES; i < (source + 1) * PLACES; i++) {
        const struct model_address *address = &m.address[i];

        held += address->held_by >= 0;
        if (model_is_free(&m, address)) {
            never += !address->used;
            unowned += address->used && address->given_by < 0;
            cooling += model_is_cooling(&m, address);
        } else if (at->present[address->block]) {
            withdrawn += address->held_by < 0;
        }
    }
    cr_assert_eq(row.held, held, "%s", where);
    cr_assert_eq(row.cooling, cooling, "%s: source %d: %u cooling, not %u",
                 where, source, (unsigned)row.cooling, (unsigned)cooling);
    /* test_stats.c has the exact count where EC2-Classic is used. */
    cr_assert(row.never_allocated >= never &&
                  row.never_allocated <= never + unowned,
              "%s: source %d: %u never allocated, not %u", where, source,
              (unsigned)row.never_allocated, (unsigned)never);
    cr_assert_eq(row.withdrawn, withdrawn, "%s", where);
    cr_assert_eq(row.capacity,
                 (at->present[0] ? FIRST : 0) + (at->present[1] ? SECOND : 0),
                 "%s", where);
}

/* -- operations ------------------------------------------------------------ */

static void expect_new_id(uint64_t id) {
    for (uint32_t i = 0; i < past_id_count; i++) {
        cr_assert_neq(past_ids[i], id, "%s: an id comes again", where);
    }
    past_ids[past_id_count++] = id;
}

static void note_taken(int account, struct model_address *at,
                       const eip_allocate_address_response *got) {
    bool classic = got->domain == EIP_DOMAIN_STANDARD;

    cr_assert_eq(world_any_ip(got), at->ip, "%s", where);
    if (!classic) {
        expect_new_id(got->allocation_id);
    }
    model_take(&m, account, at, got->allocation_id, classic);
}

static eip_allocate_address_request request_from(int source, int account) {
    eip_allocate_address_request request = world_request();

    if (!model_is_counted(source)) {
        request = world_request_from(pools[source]);
    } else if (source != SOURCE_AMAZON || draw(4) == 0) {
        request.network_border_group = eip_text_of(groups[source]);
    }
    if (account == CAROL && (source != SOURCE_AMAZON || draw(2) == 0 ||
                             request.network_border_group.data != NULL)) {
        request.domain = eip_text_of("vpc");
    }
    return request;
}

static void allocate_any(int account) {
    int source = (int)draw(SOURCES);
    eip_allocate_address_request request = request_from(source, account);
    eip_allocate_address_response got;
    bool allowed[SLOTS];
    eip_status status =
        world_allocate(&w, model_accounts[account], &request, &got);
    uint32_t candidates = model_candidates(&m, source, allowed);

    if (!model_admits(source, account)) {
        cr_assert_neq(status, EIP_OK, "%s", where);
        return;
    }
    if (request.network_border_group.data != NULL &&
        !m.source[source].present[0] && !m.source[source].present[1]) {
        cr_assert_eq(status, EIP_ERR_INVALID_PARAMETER_VALUE, "%s", where);
        return;
    }
    if (model_is_counted(source) &&
        model_used(&m, account) >= m.quota[account]) {
        cr_assert_eq(status, EIP_ERR_ADDRESS_LIMIT_EXCEEDED, "%s", where);
        return;
    }
    if (candidates == 0) {
        cr_assert_eq(status, EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
                     "%s: source %d: %s", where, source,
                     eip_status_name(status));
        return;
    }
    cr_assert_eq(status, EIP_OK, "%s: source %d: %s", where, source,
                 eip_status_name(status));
    for (int i = 0; i < SLOTS; i++) {
        if (m.address[i].source == source &&
            m.address[i].ip == world_any_ip(&got)) {
            cr_assert(allowed[i], "%s: %s is out of turn", where,
                      world_ip(m.address[i].ip));
            note_taken(account, &m.address[i], &got);
            return;
        }
    }
    cr_assert_fail("%s: an address of another pool", where);
}

static void allocate_named(int account) {
    struct model_address *at = &m.address[draw(SLOTS)];
    bool with_pool = !model_is_counted(at->source) &&
                     at->source != SOURCE_BYOIP && draw(2) == 0;
    eip_allocate_address_request request =
        with_pool ? world_request_from(pools[at->source]) : world_request();
    /* A CoIP pool's address has a meaning only with its pool. */
    bool may = (with_pool || at->source != SOURCE_COIP) &&
               model_may_name(&m, account, at, with_pool);
    bool counted = with_pool || !model_admits(at->source, account) ||
                           at->source == SOURCE_COIP ||
                           !m.source[at->source].present[at->block]
                       ? !with_pool
                       : model_is_counted(at->source);
    eip_allocate_address_response got;
    eip_status status;

    request.address = eip_text_of(world_ip(at->ip));
    if (account == CAROL) {
        request.domain = eip_text_of("vpc");
    }
    status = world_allocate(&w, model_accounts[account], &request, &got);
    if (with_pool && !model_admits(at->source, account)) {
        cr_assert(status == EIP_ERR_IPAM_POOL_NOT_FOUND ||
                      status == EIP_ERR_POOL_NOT_FOUND,
                  "%s", where);
    } else if (counted && model_used(&m, account) >= m.quota[account]) {
        cr_assert_eq(status, EIP_ERR_ADDRESS_LIMIT_EXCEEDED, "%s: %s", where,
                     eip_status_name(status));
    } else if (!may) {
        cr_assert_eq(status, EIP_ERR_ADDRESS_NOT_FOUND, "%s: %s: %s", where,
                     world_ip(at->ip), eip_status_name(status));
    } else {
        cr_assert_eq(status, EIP_OK, "%s: %s: %s", where, world_ip(at->ip),
                     eip_status_name(status));
        note_taken(account, at, &got);
    }
}

static void release_one(int account) {
    struct model_address *at = &m.address[draw(SLOTS)];
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(model_accounts[account]);
    eip_status wanted = EIP_OK;

    /* Holders release their own most of the time. */
    if (at->held_by >= 0 && draw(4) != 0) {
        account = at->held_by;
        caller.account = model_accounts[account];
    }
    if (at->classic && at->held_by >= 0) {
        request.public_ip = eip_text_of(world_ip(at->ip));
        wanted = at->held_by == account ? EIP_OK : EIP_ERR_AUTH_FAILURE;
    } else {
        /* Of a free address, the id of its last allocation. */
        request.allocation_id = at->id == 0 ? 1 : at->id;
        request.network_border_group = eip_text_of(groups[at->source]);
        wanted =
            at->held_by == account ? EIP_OK : EIP_ERR_ALLOCATION_ID_NOT_FOUND;
    }
    cr_assert_eq(eip_release_address(w.engine, &caller, &request, &w.error),
                 wanted, "%s: %s", where, world_ip(at->ip));
    if (wanted == EIP_OK) {
        model_give(&m, at);
    }
}

static void drain(void) {
    int source = (int)draw(SOURCES);
    int block = (int)draw(BLOCKS);
    uint32_t mode = draw(3);
    struct model_source *at = &m.source[source];
    eip_cidr cidr = world_cidr(blocks[source][block]);
    uint32_t held = model_held_in(&m, source, block);
    uint64_t told = 99;
    eip_status status;

    if (!at->present[block]) {
        world_provision(&w, pools[source], groups[source],
                        blocks[source][block]);
        at->present[block] = true;
        return;
    }
    status = eip_admin_drain_cidr(w.engine, pools[source], cidr, mode, &told,
                                  &w.error);
    if (mode == EIP_DRAIN_IF_UNUSED && held != 0) {
        cr_assert_eq(status, EIP_ERR_CIDR_IN_USE, "%s", where);
        return;
    }
    cr_assert_eq(status, EIP_OK, "%s", where);
    cr_assert_eq(told, held, "%s", where);
    if (mode == EIP_DRAIN_CANCEL) {
        at->draining[block] = false;
    } else if (held == 0) {
        model_forget(&m, source, block);
        at->present[block] = false;
    } else {
        at->draining[block] = true;
    }
}

static void administer(void) {
    int source = (int)draw(SOURCES);
    int account = (int)draw(ACCOUNTS);

    switch (draw(6)) {
    case 0:
        m.quota[account] = draw(9);
        world_account(&w, model_accounts[account], m.quota[account],
                      account == CAROL ? EIP_ACCOUNT_CLASSIC : 0);
        break;
    case 1:
        source = source < SOURCE_BYOIP ? SOURCE_AMAZON : source;
        m.source[source].flags ^=
            draw(3) == 0 ? EIP_POOL_CLOSED : EIP_POOL_KEEP_COOLING;
        m.source[source].flags &=
            draw(4) == 0 ? ~0u : ~(uint32_t)EIP_POOL_CLOSED;
        m.source[source].policy = 1 + draw(4);
        set_source(source);
        for (int i = SOURCE_LOCAL; i <= SOURCE_CARRIER; i++) {
            m.source[i].flags = m.source[SOURCE_AMAZON].flags;
            m.source[i].policy = m.source[SOURCE_AMAZON].policy;
        }
        break;
    default:
        drain();
        break;
    }
}

static void pass_time(void) {
    static const uint32_t spans[] = {1, 10, 60, 300, 1200, 900000, 9000000};

    w.now_ms += draw(spans[draw(COUNT(spans))] + 1);
    m.now_ms = w.now_ms;
}

static void step(uint32_t number) {
    int account = (int)draw(ACCOUNTS);
    uint32_t what = draw(100);

    if (what < 38) {
        allocate_any(account);
    } else if (what < 55) {
        allocate_named(account);
    } else if (what < 88) {
        release_one(account);
    } else if (what < 96) {
        pass_time();
    } else {
        administer();
    }
    /* Who acted, and one of the others in turn. */
    expect_same_holdings(account);
    expect_same_holdings((int)(number % ACCOUNTS));
    expect_same_counts((int)(number % SOURCES));
}

Test(model, agrees_with_the_engine, .timeout = 600) {
    uint64_t seed = world_test_seed(1);

    for (uint64_t episode = 0; episode < EPISODES; episode++) {
        begin_episode(seed + episode);
        for (uint32_t number = 0; number < STEPS; number++) {
            (void)snprintf(where, sizeof where, "EIP_TEST_SEED=%llu step %u",
                           (unsigned long long)(seed + episode), number);
            step(number);
        }
        world_end(&w);
    }
}
