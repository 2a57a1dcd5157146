/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Writers replace objects and retire the old ones while readers look at them:
 * none is freed while somebody looks, and in the end all are. */
#include "base/reclaim.h"
#include "support/internal/trial.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

enum { READERS = 4, WRITERS = 2, PLACES = 4, ROUNDS = 40000 };
#define ALIVE UINT64_C(0x616c697665616c69)
#define DEAD UINT64_C(0xdeaddeaddeaddead)

struct object {
    struct eip__retired retired;
    eip__a64 magic;
    uint64_t filling[4]; /* plain: what a reader may rely on */
};

struct race {
    struct eip__host host;
    struct eip__lanes lanes;
    eip__a64 place[PLACES];
    eip__a64 made;
    eip__a64 freed;
    eip__a64 writing;
    uint64_t rounds;
};

/* The host is the race's first member. */
static void end(struct eip__host *host, struct eip__retired *retired) {
    struct race *race = (struct race *)host;
    struct object *object = (struct object *)retired;

    eip__note(&object->magic, DEAD);
    memset(object->filling, 0xdd, sizeof object->filling);
    eip__count(&race->freed, 1);
    free(object);
}

static struct object *make(struct race *race) {
    struct object *object = calloc(1, sizeof *object);

    TRIAL_CHECK(object != NULL, "out of memory");
    eip__note(&object->magic, ALIVE);
    for (uint32_t i = 0; i < 4; i++) {
        object->filling[i] = ALIVE + i;
    }
    eip__count(&race->made, 1);
    return object;
}

static void look(struct race *race, struct trial_random *random) {
    const struct object *object =
        eip__pointer(eip__read(&race->place[trial_below(random, PLACES)]));
    uint64_t times = trial_below(random, 3);

    for (uint64_t i = 0; i <= times; i++) {
        TRIAL_CHECK(eip__hint(&object->magic) == ALIVE, "freed under a reader");
        for (uint32_t n = 0; n < 4; n++) {
            TRIAL_CHECK(object->filling[n] == ALIVE + n, "freed, filling");
        }
        if (trial_below(random, 64) == 0) {
            (void)sched_yield();
        }
    }
}

static void read_on(struct race *race, struct trial_random *random) {
    while (eip__read(&race->writing) != 0) {
        struct eip__lane *lane;

        TRIAL_CHECK(eip__lane_enter(&race->lanes, &lane) == EIP_OK, "no lane");
        for (uint64_t i = trial_below(random, 4); i < 4; i++) {
            look(race, random);
        }
        eip__lane_leave(lane);
    }
}

static void write_on(struct race *race, struct trial_random *random) {
    for (uint64_t i = 0; i < race->rounds; i++) {
        struct eip__lane *lane;
        uint64_t old;

        TRIAL_CHECK(eip__lane_enter(&race->lanes, &lane) == EIP_OK, "no lane");
        old = eip__place(&race->place[trial_below(random, PLACES)],
                         eip__value(make(race)));
        eip__retire(&race->lanes, eip__pointer(old), end);
        eip__lane_leave(lane);
        if (trial_below(random, 32) == 0) {
            eip__reclaim(&race->lanes);
        }
    }
    (void)eip__count(&race->writing, UINT64_MAX);
}

static void run(void *context, uint32_t index) {
    struct trial_random random = trial_stream(index);

    if (index < WRITERS) {
        write_on(context, &random);
    } else {
        read_on(context, &random);
    }
}

int main(void) {
    static const eip_allocator allocator;
    static const eip_clock clock;
    static const eip_random no_random;
    static struct race race;

    (void)trial_seed();
    race.rounds = trial_scaled(ROUNDS);
    eip__host_init(&race.host, &allocator, &clock, &no_random);
    TRIAL_CHECK(eip__lanes_open(&race.lanes, &race.host, 1) == EIP_OK, "lanes");
    for (uint32_t i = 0; i < PLACES; i++) {
        eip__publish(&race.place[i], eip__value(make(&race)));
    }
    eip__publish(&race.writing, WRITERS);
    trial_threads(READERS + WRITERS, run, &race);
    /* Everybody is outside: three rounds free all. */
    for (uint32_t i = 0; i < 3; i++) {
        eip__reclaim(&race.lanes);
    }
    TRIAL_CHECK(eip__hint(&race.lanes.pending) == 0, "%u pending",
                (uint32_t)eip__hint(&race.lanes.pending));
    TRIAL_CHECK(eip__read(&race.freed) + PLACES == eip__read(&race.made),
                "not all freed");
    for (uint32_t i = 0; i < PLACES; i++) {
        free(eip__pointer(eip__read(&race.place[i])));
    }
    eip__lanes_close(&race.lanes);
    return 0;
}
