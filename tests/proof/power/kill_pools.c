/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * An engine with a store on disk whose process is killed at any moment while
 * pools are made and deleted, and CIDR blocks provisioned to them and
 * deprovisioned, with addresses coming and going beside. Each time it is loaded
 * and compared with what was acknowledged: its pools and blocks are those of some
 * moment from the last acknowledgement to the end.
 *
 *     kill_pools TIMES
 */
#include "proof/power/killed.h"
#include "support/world.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    POOLS = 9, /* of each kind but Amazon's */
    BLOCKS = 24,
    DEEDS = 4096,
    NOBODY = 255
};
#define FIRST UINT32_C(0xcb000000)
#define OWNER UINT64_C(700)

enum what { MAKE, DELETE, PROVISION, DEPROVISION };

struct deed {
    uint8_t what;
    uint8_t pool;
    uint8_t block;
};

/* What there is. */
struct state {
    uint8_t is_made[POOLS];
    uint8_t pool_of[BLOCKS]; /* NOBODY: it is not provisioned */
};

static struct shared {
    struct killed killed;
    struct state base; /* as it was when it was looked at last; since then: */
    struct deed deed[DEEDS];
    uint64_t random;
    _Atomic uint32_t begun;
    _Atomic uint32_t ended;
    _Atomic uint32_t durable;
    uint64_t deeds[4];
} * shared;

static uint64_t random_state = 3;

/* -- pools and blocks ---------------------------------------------------------------- */

static eip_pool_ref pool_at(uint32_t i) {
    return (eip_pool_ref){i + 1, EIP_POOL_PUBLIC_IPV4 + i % 3, 0};
}

static eip_cidr block_at(uint32_t i) {
    return (eip_cidr){FIRST + 64 * i, 26 + i % 5};
}

static void do_deed(struct state *state, struct deed deed) {
    if (deed.what == MAKE || deed.what == DELETE) {
        state->is_made[deed.pool] = deed.what == MAKE;
    } else {
        state->pool_of[deed.block] =
            deed.what == PROVISION ? deed.pool : NOBODY;
    }
}

static struct state state_after(uint32_t deeds) {
    struct state state = shared->base;

    for (uint32_t i = 0; i < deeds; i++) {
        do_deed(&state, shared->deed[i]);
    }
    return state;
}

static bool is_empty(const struct state *state, uint32_t pool) {
    return memchr(state->pool_of, (int)pool, BLOCKS) == NULL;
}

/* One that can be done. */
static struct deed draw(const struct state *state, uint64_t dice) {
    uint8_t pool = (uint8_t)((dice >> 8) % POOLS);
    uint8_t block = (uint8_t)((dice >> 16) % BLOCKS);

    if (!state->is_made[pool]) {
        return (struct deed){MAKE, pool, 0};
    }
    if (state->pool_of[block] != NOBODY) {
        return (struct deed){DEPROVISION, state->pool_of[block], block};
    }
    if (dice % 4 == 0 && is_empty(state, pool)) {
        return (struct deed){DELETE, pool, 0};
    }
    return (struct deed){PROVISION, pool, block};
}

static eip_status ask(struct deed deed) {
    const eip_pool_ref pool = pool_at(deed.pool);
    const eip_cidr cidr = block_at(deed.block);
    eip_pool_spec spec = EIP_POOL_SPEC_INIT;
    eip_pool_ref made;

    switch (deed.what) {
    case MAKE:
        spec.pool = pool;
        spec.owner = OWNER;
        return eip_admin_create_pool(killed_engine, &spec, &made, NULL);
    case DELETE:
        return eip_admin_delete_pool(killed_engine, pool, NULL);
    case PROVISION:
        return eip_admin_provision_cidrs(
            killed_engine, pool, (eip_text){NULL, 0, 0}, &cidr, 1, NULL);
    default:
        return eip_admin_drain_cidr(killed_engine, pool, cidr,
                                    EIP_DRAIN_IF_UNUSED, NULL, NULL);
    }
}

/* -- the process that is killed ---------------------------------------------------- */

static void administrate(bool is_sync) {
    struct state state = shared->base;

    while (shared->ended < DEEDS) {
        uint64_t dice = world_random(&shared->random);
        struct deed deed = draw(&state, dice);
        eip_status status;

        shared->deed[shared->ended] = deed;
        shared->begun++;
        status = ask(deed);
        if (status != EIP_OK) {
            (void)snprintf(shared->killed.wrong, sizeof shared->killed.wrong,
                           "deed %u of pool %u, block %u: %s", deed.what,
                           deed.pool, deed.block, eip_status_name(status));
            return;
        }
        do_deed(&state, deed);
        shared->ended++;
        shared->deeds[deed.what]++;
        if (is_sync ||
            (dice >> 61 == 0 &&
             eip_store_wait(killed_engine, eip_store_ticket(killed_engine),
                            NULL) == EIP_OK)) {
            shared->durable = shared->ended;
            shared->killed.acknowledged++;
        }
    }
}

/* Addresses of Amazon's pool come and go. */
static void *allocate(void *context) {
    eip_caller caller = EIP_CALLER_INIT(OWNER + 1);

    (void)context;
    for (;;) {
        eip_allocate_address_request request =
            EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
        eip_allocate_address_response got = EIP_ALLOCATE_ADDRESS_RESPONSE_INIT;
        eip_release_address_request give = EIP_RELEASE_ADDRESS_REQUEST_INIT;

        request.domain = eip_text_of("vpc");
        if (eip_allocate_address(killed_engine, &caller, &request, &got,
                                 NULL) == EIP_OK) {
            give.allocation_id = got.allocation_id;
            (void)!eip_release_address(killed_engine, &caller, &give, NULL);
        }
    }
    return NULL;
}

static _Noreturn void child(uint64_t dice) {
    uint32_t flags = killed_load(dice);
    pthread_t thread;

    if (pthread_create(&thread, NULL, allocate, NULL) != 0) {
        _exit(1);
    }
    administrate(flags != 0);
    killed_wait();
}

/* -- the one that compares ----------------------------------------------------------- */

/* Blocks of ours; Amazon's is none. */
static int32_t see(void *context, const eip_span *span) {
    struct state *state = context;
    uint32_t block = (span->cidr.base - FIRST) / 64;

    if (span->pool.kind != EIP_POOL_AMAZON) {
        if (block >= BLOCKS || span->pool.id - 1 >= POOLS ||
            pool_at((uint32_t)span->pool.id - 1).kind != span->pool.kind ||
            span->cidr.prefix_bits != block_at(block).prefix_bits ||
            span->state != EIP_SPAN_FREE) {
            return 1;
        }
        state->pool_of[block] = (uint8_t)(span->pool.id - 1);
    }
    return 0;
}

/* What there is in the engine; a pool is there if it can be modified. */
static struct state look(void) {
    struct state state;

    memset(&state, 0, sizeof state);
    memset(state.pool_of, NOBODY, sizeof state.pool_of);
    for (uint32_t i = 0; i < POOLS; i++) {
        eip_pool_spec spec = EIP_POOL_SPEC_INIT;

        spec.pool = pool_at(i);
        state.is_made[i] =
            eip_admin_modify_pool(killed_engine, &spec, NULL) == EIP_OK;
    }
    if (eip_engine_survey(killed_engine, see, &state) != EIP_OK) {
        killed_fail("the survey", "fails");
    }
    return state;
}

static void compare(void) {
    const struct state is = look();
    uint32_t deeds = shared->durable;
    char text[NOTES_TEXT];

    for (;; deeds++) {
        const struct state state = state_after(deeds);

        if (memcmp(&state, &is, sizeof is) == 0) {
            break;
        }
        if (deeds == shared->begun) {
            (void)snprintf(text, sizeof text, "durable %u, ended %u, begun %u",
                           shared->durable, shared->ended, shared->begun);
            killed_fail("pools and blocks are of no moment", text);
        }
    }
    shared->base = is;
    shared->begun = 0;
    shared->ended = 0;
    shared->durable = 0;
}

static void look_at(bool is_first) {
    killed_look(compare, is_first, world_random(&random_state) % 8 == 0);
}

int main(int count, char **arguments) {
    uint64_t times = count > 1 ? strtoull(arguments[1], NULL, 10) : 100;

    shared = killed_begin("kill_pools", sizeof *shared);
    random_state = world_test_seed(3);
    shared->random = random_state + 1;
    memset(shared->base.pool_of, NOBODY, sizeof shared->base.pool_of);
    look_at(true);
    for (uint64_t i = 0; i < times; i++) {
        uint64_t dice = world_random(&random_state);

        (void)killed_once(child, dice,
                          world_random(&random_state) % KILLED_LONGEST_US);
        look_at(false);
    }
    killed_end();
    printf("kill_pools: %llu times, %llu times acknowledged; %llu pools made, "
           "%llu deleted, %llu blocks provisioned, %llu deprovisioned: nothing "
           "lost\n",
           (unsigned long long)times,
           (unsigned long long)shared->killed.acknowledged,
           (unsigned long long)shared->deeds[MAKE],
           (unsigned long long)shared->deeds[DELETE],
           (unsigned long long)shared->deeds[PROVISION],
           (unsigned long long)shared->deeds[DEPROVISION]);
    return shared->killed.acknowledged > times &&
                   shared->deeds[DELETE] > times / 4
               ? 0
               : 1;
}
