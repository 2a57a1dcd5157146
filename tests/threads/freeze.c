/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* A signal stops some threads at random instants inside public calls. The
 * others must go on: the sum of what they complete grows (each by itself need
 * not, lock-free is not wait-free), and administration returns. Then the
 * stopped go on, and in the end nothing is lost.
 *
 * Memory comes from the kernel block by block, since a thread stopped inside
 * malloc would hold a lock that is not the library's. */
#include "support/internal/trial.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum {
    WORKERS = 4,
    ACCOUNTS = 2,
    HELD_MAX = 8,
    PARKS = 500,
    STEPS = 40,      /* calls that the others must complete meanwhile */
    PATIENCE_S = 60, /* until we say that nobody moves */
    SIGNAL = SIGUSR1
};
#define BASE UINT32_C(0xc0000200)

enum state { RUNNING, ASKED, PARKED };

struct worker {
    _Atomic uint32_t state;
    _Atomic uint64_t steps;
    _Atomic uint32_t inside;
};

static struct worker workers[WORKERS];
static _Atomic bool ending;
static _Atomic uint32_t owner[64];
static eip_engine *engine;
static _Thread_local struct worker *self;

/* -- memory ------------------------------------------------------------------------ */

static uint64_t pages_of(uint64_t bytes) {
    return (bytes + 4095) & ~UINT64_C(4095);
}

static void *map(void *context, uint64_t bytes) {
    void *pages = mmap(NULL, pages_of(bytes), PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    (void)context;
    return pages == MAP_FAILED ? NULL : pages;
}

static void unmap(void *context, void *pages, uint64_t bytes) {
    (void)context;
    (void)munmap(pages, pages_of(bytes));
}

/* A sleeper is woken sooner than one who yields gets a turn. */
static void pause_a_little(void) {
    const struct timespec little = {0, 20000};

    (void)nanosleep(&little, NULL);
}

/* -- parking ------------------------------------------------------------------------- */

static void park(int number) {
    int saved = errno;
    uint32_t asked = ASKED;

    (void)number;
    if (atomic_load(&self->inside) == 0) {
        (void)atomic_compare_exchange_strong(&self->state, &asked, RUNNING);
    } else if (atomic_compare_exchange_strong(&self->state, &asked, PARKED)) {
        while (atomic_load(&self->state) == PARKED) {
            (void)poll(NULL, 0, 1);
        }
    }
    errno = saved;
}

/* False: the thread was between two calls. */
static bool stop(pthread_t thread, struct worker *worker) {
    atomic_store(&worker->state, ASKED);
    (void)pthread_kill(thread, SIGNAL);
    while (atomic_load(&worker->state) == ASKED) {
        pause_a_little();
    }
    return atomic_load(&worker->state) == PARKED;
}

static uint64_t sum_of_steps(void) {
    uint64_t sum = 0;

    for (uint32_t i = 0; i < WORKERS; i++) {
        sum += atomic_load(&workers[i].steps);
    }
    return sum;
}

static uint64_t seconds(void) {
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec;
}

static void expect_progress(uint32_t parked) {
    uint64_t before = sum_of_steps();
    uint64_t began = seconds();

    while (sum_of_steps() < before + STEPS) {
        TRIAL_CHECK(seconds() < began + PATIENCE_S,
                    "%u stopped, and nobody moves", parked);
        pause_a_little();
    }
}

/* -- work -------------------------------------------------------------------------------- */

struct held {
    uint64_t id;
    uint32_t address;
};

static void enter(void) {
    atomic_store(&self->inside, 1);
}

static void leave(void) {
    atomic_store(&self->inside, 0);
    atomic_fetch_add(&self->steps, 1);
}

static bool take(uint64_t account, uint32_t again, struct held *held) {
    eip_allocate_address_response response;
    eip_status status;
    uint32_t nobody = 0;

    enter();
    status = again != 0 ? trial_recover(engine, account, again, &response)
                        : trial_allocate(engine, account, &response);
    leave();
    if (status != EIP_OK) {
        TRIAL_CHECK(status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY ||
                        status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED ||
                        (again != 0 && status == EIP_ERR_ADDRESS_NOT_FOUND),
                    "take: %s", eip_status_name(status));
        return false;
    }
    *held = (struct held){response.allocation_id, response.public_ip};
    TRIAL_CHECK(
        atomic_compare_exchange_strong(&owner[held->address & 63], &nobody, 1),
        "%x given twice", held->address);
    return true;
}

static void give(uint64_t account, const struct held *held) {
    eip_status status;

    atomic_store(&owner[held->address & 63], 0);
    enter();
    status = trial_release(engine, account, held->id);
    leave();
    TRIAL_CHECK(status == EIP_OK, "release: %s", eip_status_name(status));
}

static void describe(uint64_t account, const struct held *held,
                     uint32_t count) {
    const eip_caller caller = EIP_CALLER_INIT(account);
    eip_address_list *list = NULL;
    eip_status status;

    enter();
    status = eip_describe_addresses(engine, &caller, NULL, &list, NULL);
    leave();
    TRIAL_CHECK(status == EIP_OK, "describe: %s", eip_status_name(status));
    for (uint32_t i = 0; i < count; i++) {
        eip_address address = EIP_ADDRESS_INIT;
        uint64_t at = 0;

        do {
            TRIAL_CHECK(eip_address_list_at(list, at, &address) == EIP_OK,
                        "held, and not listed");
            at++;
        } while (address.allocation_id != held[i].id);
    }
    eip_address_list_free(list);
}

static void work(void *context, uint32_t index) {
    struct trial_random random = trial_stream(index);
    struct held held[HELD_MAX];
    uint32_t count = 0;
    uint32_t last = 0;

    (void)context;
    while (!atomic_load(&ending)) {
        uint64_t dice = trial_below(&random, 16);

        if (dice < 8 && count < HELD_MAX) {
            count += take(index % ACCOUNTS, dice == 0 ? last : 0, &held[count]);
        } else if (dice < 15 && count > 0) {
            count--;
            last = held[count].address;
            give(index % ACCOUNTS, &held[count]);
        } else if (dice == 15) {
            describe(index % ACCOUNTS, held, count);
        }
    }
    while (count > 0) {
        give(index % ACCOUNTS, &held[--count]);
    }
}

static void *run(void *context) {
    uint32_t index = (uint32_t)((struct worker *)context - workers);

    self = context;
    work(NULL, index);
    return NULL;
}

/* -- the one who stops them ---------------------------------------------------------------- */

/* The smaller of the two blocks comes and goes. */
static void administer(struct trial_random *random) {
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    const eip_cidr cidr = {BASE + 32, 29};
    uint64_t held;
    eip_status status;

    if (trial_below(random, 2) == 0) {
        status =
            eip_admin_drain_cidr(engine, amazon, cidr,
                                 (uint32_t)trial_below(random, 3), &held, NULL);
    } else {
        status = eip_admin_provision_cidrs(
            engine, amazon, (eip_text){NULL, 0, 0}, &cidr, 1, NULL);
    }
    TRIAL_CHECK(status == EIP_OK || status == EIP_ERR_CIDR_CONFLICT ||
                    status == EIP_ERR_CIDR_IN_USE ||
                    status == EIP_ERR_CIDR_NOT_FOUND ||
                    status == EIP_ERR_READERS_STALLED,
                "administration: %s", eip_status_name(status));
}

static void freeze(const pthread_t *thread, struct trial_random *random) {
    uint32_t want = 1 + (uint32_t)trial_below(random, WORKERS - 1);
    uint32_t first = (uint32_t)trial_below(random, WORKERS);
    uint32_t parked = 0;

    for (uint64_t i = trial_below(random, 2000); i > 0; i--) {
        atomic_signal_fence(memory_order_seq_cst); /* some time passes */
    }
    for (uint32_t i = 0; i < want; i++) {
        uint32_t at = (first + i) % WORKERS;

        parked += stop(thread[at], &workers[at]);
    }
    if (parked != 0) {
        administer(random);
    }
    expect_progress(parked);
    for (uint32_t i = 0; i < WORKERS; i++) {
        atomic_store(&workers[i].state, RUNNING);
    }
}

static void take_all(void) {
    eip_allocate_address_response response;
    const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};
    const eip_cidr cidr = {BASE + 32, 29};
    uint64_t held;

    for (uint32_t mode = EIP_DRAIN_CANCEL; mode > 0; mode--) {
        (void)!eip_admin_drain_cidr(engine, amazon, cidr, mode, &held, NULL);
    }
    for (uint32_t i = 0; i < 16; i++) {
        TRIAL_CHECK(trial_allocate(engine, 99, &response) == EIP_OK,
                    "%u of 16 at rest", i);
    }
    TRIAL_CHECK(trial_allocate(engine, 99, &response) ==
                    EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
                "more than there are");
}

int main(void) {
    struct trial_engine how = {.quota = 12, .cidr = "192.0.2.0/28"};
    struct sigaction action = {.sa_handler = park, .sa_flags = SA_RESTART};
    struct trial_random random = trial_stream(100);
    uint64_t parks = trial_scaled(PARKS);
    pthread_t thread[WORKERS];

    how.allocator = (eip_allocator){NULL, map, unmap, map, NULL, unmap};
    engine = trial_open(&how);
    trial_set_quota(engine, 99, EIP_QUOTA_MAX);
    (void)sigaction(SIGNAL, &action, NULL);
    for (uint32_t i = 0; i < WORKERS; i++) {
        TRIAL_CHECK(pthread_create(&thread[i], NULL, run, &workers[i]) == 0,
                    "no thread");
        while (atomic_load(&workers[i].steps) == 0) {
            pause_a_little(); /* it does not know itself yet */
        }
    }
    for (uint64_t i = 0; i < parks; i++) {
        freeze(thread, &random);
    }
    atomic_store(&ending, true);
    for (uint32_t i = 0; i < WORKERS; i++) {
        (void)pthread_join(thread[i], NULL);
    }
    trial_audit(engine);
    take_all();
    trial_audit(engine);
    eip_engine_close(engine);
    return 0;
}
