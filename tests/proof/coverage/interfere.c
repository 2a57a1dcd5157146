/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * One call, and in the middle of it another: for each pair of calls, each
 * world and each atomic access of the first, the second runs from begin to
 * end just before that access, in a thread of its own. So every step that can
 * be lost to one other call is lost, always at the same place, where threads
 * would lose it by luck.
 *
 * At the end: the audit finds nothing; each account holds just what it was
 * given and has not given back; no allocation failed for want of capacity
 * while an address was free throughout; no two were given one address.
 */
#include "base/atomic.h"

#include "support/internal/trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define HOME "198.51.100.0/30"
#define MORE "203.0.113.0/30"

enum { ADDRESSES = 4, HELD_MAX = 64, ACCOUNTS = 4, STOPS_MAX = 4000 };

struct held {
    uint64_t account;
    uint64_t id;
    uint32_t address;
};

/* An id that was released, and how many calls said that they did it. */
struct gift {
    uint64_t id;
    uint32_t times;
};

struct scene {
    eip_engine *engine;
    struct held mine[2]; /* held by account 1 from the begin */
    struct held gone;    /* was held by account 1 */
    struct held held[HELD_MAX];
    uint32_t count;
    uint32_t most;
    struct gift gift[HELD_MAX];
    uint32_t gifts;
    bool resized; /* blocks come or go: capacity proves nothing */
    bool lacked;  /* somebody was told that there is no capacity */
};

static struct scene scene;
static char trial_name[160];

#define CHECK(condition, ...)                                                  \
    do {                                                                       \
        if (!(condition)) {                                                    \
            (void)fprintf(stderr, "%s\n", trial_name);                         \
            trial_fail(__FILE__, __LINE__, __VA_ARGS__);                       \
        }                                                                      \
    } while (0)
static eip__a64 now_ms;

/* -- what a call changes --------------------------------------------------------- */

static void gained(uint64_t account, const eip_allocate_address_response *got) {
    for (uint32_t i = 0; i < scene.count; i++) {
        CHECK(scene.held[i].address != got->public_ip, "%08x was given twice",
              got->public_ip);
    }
    CHECK(scene.count < HELD_MAX, "too many");
    scene.held[scene.count++] =
        (struct held){account, got->allocation_id, got->public_ip};
    if (scene.count > scene.most) {
        scene.most = scene.count;
    }
}

/* Off the list before it is released: from then on it may be another's. */
static struct gift *giving(uint64_t id) {
    for (uint32_t i = 0; i < scene.count; i++) {
        if (scene.held[i].id == id) {
            scene.held[i] = scene.held[--scene.count];
            CHECK(scene.gifts < HELD_MAX, "too many");
            scene.gift[scene.gifts++] = (struct gift){id, 0};
        }
    }
    for (uint32_t i = 0; i < scene.gifts; i++) {
        if (scene.gift[i].id == id) {
            return &scene.gift[i];
        }
    }
    trial_fail(__FILE__, __LINE__, "it was never held");
}

static eip_status allocated(uint64_t account, eip_status status,
                            const eip_allocate_address_response *got) {
    if (status == EIP_OK) {
        gained(account, got);
    }
    scene.lacked |= status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY;
    return status;
}

static eip_status allocate(uint64_t account) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    return allocated(account, trial_allocate(scene.engine, account, &got),
                     &got);
}

/* Of two that release it, one does. */
static void release(const struct held *held) {
    struct gift *gift = giving(held->id);
    eip_status status = trial_release(scene.engine, held->account, held->id);

    CHECK(status == EIP_OK || status == EIP_ERR_ALLOCATION_ID_NOT_FOUND,
          "release: %s", eip_status_name(status));
    gift->times += status == EIP_OK;
}

/* -- the calls ------------------------------------------------------------------- */

static void allocate_1(void) {
    (void)allocate(1);
}

static void allocate_2(void) {
    (void)allocate(2);
}

static void allocate_new(void) {
    (void)allocate(3);
}

static void allocate_tagged(void) {
    const eip_caller caller = EIP_CALLER_INIT(1);
    eip_tag tag = {eip_text_of("Name"), eip_text_of("web")};
    eip_tag_specification spec = {eip_text_of("elastic-ip"), &tag, 1, 0};
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    request.tag_specifications = &spec;
    request.tag_specification_count = 1;
    (void)allocated(
        1, eip_allocate_address(scene.engine, &caller, &request, &got, NULL),
        &got);
}

static void recover(void) {
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    (void)allocated(1, trial_recover(scene.engine, 1, scene.gone.address, &got),
                    &got);
}

static void release_1(void) {
    release(&scene.mine[0]);
}

static void release_2(void) {
    release(&scene.mine[1]);
}

static void release_and_take(void) {
    release(&scene.mine[0]);
    (void)allocate(2);
}

static void take_and_release(void) {
    if (allocate(2) == EIP_OK) {
        struct held held = scene.held[scene.count - 1];

        release(&held);
    }
}

static void exhaust(void) {
    for (uint32_t i = 0; i < 9 && allocate(2) == EIP_OK; i++) {
    }
}

static void describe(void) {
    const eip_caller caller = EIP_CALLER_INIT(1);
    eip_address_list *list = NULL;
    eip_status status =
        eip_describe_addresses(scene.engine, &caller, NULL, &list, NULL);

    CHECK(status == EIP_OK, "describe: %s", eip_status_name(status));
    eip_address_list_free(list);
}

static void describe_ids(void) {
    const eip_caller caller = EIP_CALLER_INIT(1);
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_address_list *list = NULL;
    char text[EIP_ALLOCATION_ID_TEXT_SIZE];
    eip_text id = {text, eip_allocation_id_format(scene.mine[0].id, text), 0};
    eip_status status;

    request.allocation_ids = &id;
    request.allocation_id_count = 1;
    status =
        eip_describe_addresses(scene.engine, &caller, &request, &list, NULL);
    CHECK(status == EIP_OK || status == EIP_ERR_ALLOCATION_ID_NOT_FOUND,
          "describe: %s", eip_status_name(status));
    eip_address_list_free(list);
}

static void rehearse(void) {
    const eip_caller caller = EIP_CALLER_INIT(1);
    eip_allocate_address_request request = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;

    request.flags = EIP_ALLOCATE_DRY_RUN;
    (void)allocated(
        1, eip_allocate_address(scene.engine, &caller, &request, &got, NULL),
        &got);
}

/* Administration may be refused; what it did, the audit looks at. */
static void tried(eip_status status) {
    CHECK(status == EIP_OK || status == EIP_ERR_CIDR_IN_USE ||
              status == EIP_ERR_CIDR_NOT_FOUND,
          "administration: %s", eip_status_name(status));
}

static void drain(const char *cidr, uint32_t mode) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};

    scene.resized = true;
    tried(eip_admin_drain_cidr(scene.engine, amazon, trial_cidr(cidr), mode,
                               NULL, NULL));
}

static void drain_start(void) {
    drain(HOME, EIP_DRAIN_START);
}

static void drain_cancel(void) {
    drain(HOME, EIP_DRAIN_START);
    drain(HOME, EIP_DRAIN_CANCEL);
}

static void drain_unused(void) {
    drain(HOME, EIP_DRAIN_IF_UNUSED);
}

static void provision(void) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    eip_cidr cidr = trial_cidr(MORE);

    scene.resized = true;
    tried(eip_admin_provision_cidrs(scene.engine, amazon,
                                    (eip_text){NULL, 0, 0}, &cidr, 1, NULL));
}

static void replace(void) {
    provision();
    drain(HOME, EIP_DRAIN_START);
}

static void set_quota(void) {
    trial_set_quota(scene.engine, 1, 2);
}

static void pass_time(void) {
    (void)eip__count(&now_ms, 5000);
}

static void count(void) {
    eip_space_stats rows[4];
    uint32_t rows_there = 0;

    CHECK(eip_engine_space_stats(scene.engine, rows, 4, &rows_there) == EIP_OK,
          "stats");
}

struct call {
    const char *name;
    void (*run)(void);
    bool administers; /* takes the mutex: not inside another that does */
};

static const struct call calls[] = {
    {"allocate", allocate_1, false},
    {"allocate for another", allocate_2, false},
    {"allocate for a new account", allocate_new, false},
    {"allocate with tags", allocate_tagged, false},
    {"recover", recover, false},
    {"release", release_1, false},
    {"release the other", release_2, false},
    {"release and take", release_and_take, false},
    {"take and release", take_and_release, false},
    {"exhaust", exhaust, false},
    {"describe", describe, false},
    {"describe by id", describe_ids, false},
    {"rehearse", rehearse, false},
    {"drain", drain_start, true},
    {"drain and cancel", drain_cancel, true},
    {"drain if unused", drain_unused, true},
    {"provision", provision, true},
    {"replace", replace, true},
    {"set a quota", set_quota, true},
    {"pass time", pass_time, false},
    {"count", count, false},
};

enum { CALLS = sizeof calls / sizeof calls[0] };

/* -- worlds ---------------------------------------------------------------------- */

static uint64_t read_clock(void *context) {
    (void)context;
    return eip__hint(&now_ms);
}

struct setting {
    uint32_t policy;
    uint64_t cooldown_ms;
    bool full; /* all but what account 1 holds is account 4's */
    bool dry;  /* and it is known */
};

static const struct setting settings[] = {
    {EIP_POLICY_LOWEST, 0, false, false},
    {EIP_POLICY_SPREAD, 1000, false, false},
    {EIP_POLICY_RANDOM, 0, true, true},
    {EIP_POLICY_CURSOR, 1000, true, false},
};

static struct held last(void) {
    return scene.held[scene.count - 1];
}

static void open_scene(const struct setting *setting) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    eip_config config = EIP_CONFIG_INIT;
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_cidr cidr = trial_cidr(HOME);

    memset(&scene, 0, sizeof scene);
    eip__note(&now_ms, UINT64_C(1700000000000));
    config.region = eip_text_of("us-east-1");
    config.flags = EIP_ENGINE_SEEDED;
    config.seed = trial_seed();
    config.cooldown_ms = setting->cooldown_ms;
    config.cooldown_given = 1;
    config.quota_default = EIP_QUOTA_MAX;
    config.clock.now_ms = read_clock;
    spec.policy = setting->policy;
    CHECK(eip_engine_open(&config, &scene.engine, NULL) == EIP_OK &&
              eip_admin_modify_pool(scene.engine, &spec, NULL) == EIP_OK &&
              eip_admin_provision_cidrs(scene.engine, amazon,
                                        (eip_text){NULL, 0, 0}, &cidr, 1,
                                        NULL) == EIP_OK,
          "no scene");
    CHECK(allocate(1) == EIP_OK, "nothing for account 1");
    scene.mine[0] = last();
    CHECK(allocate(1) == EIP_OK, "nothing for account 1");
    scene.mine[1] = last();
    CHECK(allocate(1) == EIP_OK, "nothing for account 1");
    scene.gone = last();
    release(&scene.gone);
    while (setting->full && scene.count < ADDRESSES) {
        CHECK(allocate(4) == EIP_OK, "not full");
    }
    if (setting->dry) {
        CHECK(allocate(4) != EIP_OK, "not dry");
    }
    scene.most = scene.count;
    scene.lacked = false;
}

static void check_account(uint64_t account) {
    const eip_caller caller = EIP_CALLER_INIT(account);
    eip_address_list *list = NULL;
    uint64_t wanted = 0;

    CHECK(eip_describe_addresses(scene.engine, &caller, NULL, &list, NULL) ==
              EIP_OK,
          "describe");
    for (uint32_t i = 0; i < scene.count; i++) {
        bool found = scene.held[i].account != account;

        wanted += !found;
        for (uint64_t n = 0; n < eip_address_list_count(list); n++) {
            eip_address address = EIP_ADDRESS_INIT;

            CHECK(eip_address_list_at(list, n, &address) == EIP_OK,
                  "address %u", (unsigned)n);
            found |= address.allocation_id == scene.held[i].id &&
                     address.public_ip == scene.held[i].address;
        }
        CHECK(found, "account %u lost %08x", (unsigned)account,
              scene.held[i].address);
    }
    CHECK(eip_address_list_count(list) == wanted,
          "account %u has %u addresses, not %u", (unsigned)account,
          (unsigned)eip_address_list_count(list), (unsigned)wanted);
    eip_address_list_free(list);
}

static int32_t print_finding(void *context, const eip_audit_finding *finding) {
    (void)context;
    (void)fprintf(stderr, "I%u: %.*s\n", finding->invariant,
                  (int)finding->message.size, finding->message.data);
    return 0;
}

static void close_scene(void) {
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;

    CHECK(eip_engine_audit(scene.engine, print_finding, NULL, &report) ==
                  EIP_OK &&
              report.findings == 0,
          "the audit finds something");
    for (uint64_t account = 1; account <= ACCOUNTS; account++) {
        check_account(account);
    }
    for (uint32_t i = 0; i < scene.gifts; i++) {
        CHECK(scene.gift[i].times == 1, "released %u times",
              scene.gift[i].times);
    }
    /* One more may be the subject of the first call. */
    CHECK(!scene.lacked || scene.resized || scene.most + 1 >= ADDRESSES,
          "no capacity, with %u of %u held at most", scene.most, ADDRESSES);
    eip_engine_close(scene.engine);
}

/* -- the sweep ------------------------------------------------------------------- */

static _Thread_local bool watched;
static uint32_t stops; /* accesses of the first call so far */
static uint32_t when;  /* before which the second runs; 0: never */
static const struct call *second;

static void run_second(void *unused) {
    (void)unused;
    second->run();
}

void eip__stop_point(const volatile void *place) {
    (void)place;
    if (watched && ++stops == when) {
        trial_apart(run_second, NULL);
    }
}

/* Say which trial it was, whatever ends the process. */
static void tell(const struct setting *setting, const struct call *first) {
    (void)snprintf(trial_name, sizeof trial_name,
                   "policy %u, '%s', and '%s' before access %u",
                   setting->policy, first->name, second->name, when);
}

/* True if the first call got as far as where the second was to run. */
static bool try_one(const struct setting *setting, const struct call *first,
                    const struct call *other, uint32_t at) {
    stops = 0;
    when = at;
    second = other;
    tell(setting, first);
    open_scene(setting);
    watched = true;
    first->run();
    watched = false;
    close_scene();
    CHECK(stops < STOPS_MAX, "'%s' does not end", first->name);
    return stops >= at;
}

static uint64_t sweep(const struct setting *setting, const struct call *first,
                      const struct call *other, uint32_t stride) {
    uint64_t trials = 1;

    for (uint32_t at = 1; try_one(setting, first, other, at); at += stride) {
        trials++;
    }
    return trials;
}

/* With an argument N only every N-th access. */
int main(int argc, char **argv) {
    uint32_t stride = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1;
    time_t began = time(NULL);
    uint64_t trials = 0;

    (void)trial_seed();
    for (uint32_t s = 0; s < sizeof settings / sizeof settings[0]; s++) {
        for (uint32_t a = 0; a < CALLS; a++) {
            for (uint32_t b = 0; b < CALLS; b++) {
                if (!calls[a].administers || !calls[b].administers) {
                    trials += sweep(&settings[s], &calls[a], &calls[b],
                                    stride == 0 ? 1 : stride);
                }
            }
        }
    }
    printf("interfere: seed %llu, %u pairs, %llu trials, %.0f s\n",
           (unsigned long long)trial_seed(), CALLS * CALLS,
           (unsigned long long)trials, difftime(time(NULL), began));
    return 0;
}
