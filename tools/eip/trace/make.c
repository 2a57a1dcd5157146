/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what makers share, and the makers of plain loads. */
#include "trace/make.h"

#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define HOSTILE UINT64_C(999999999999)
#define FIRST_ACCOUNT UINT64_C(100000000000)

/* -- slots and lines ------------------------------------------------------- */

uint64_t make_account(const struct make *make, uint32_t slot) {
    return FIRST_ACCOUNT + slot % make->options->accounts;
}

bool make_begin(struct make *make, uint32_t slots) {
    uint32_t i;

    make->slots = calloc((size_t)slots + 1, sizeof(*make->slots));
    if (!make->slots) {
        cli_say("%s", strerror(ENOMEM));
        return false;
    }
    for (i = 0; i < slots; i++)
        make->slots[i] = i;
    make->slot_count = slots;
    return true;
}

uint32_t make_block(struct make *make) {
    char line[TRACE_LINE_SIZE];
    eip_cidr cidr = {UINT32_C(0x0a000000), make->options->prefix_bits};

    (void)trace_write_block(line, TRACE_ADD, cidr, 0);
    fputs(line, make->file);
    return UINT32_C(1) << (32 - make->options->prefix_bits);
}

void make_tick(struct make *make) {
    uint64_t ms = make->base_ms + make->calls * 1000 / make->options->rate;

    if (ms > make->now_ms) {
        char line[TRACE_LINE_SIZE];

        (void)trace_write_time(line, ms);
        fputs(line, make->file);
        make->now_ms = ms;
    }
}

void make_call(struct make *make, uint32_t kind, uint64_t account,
               uint32_t slot) {
    const struct trace_call call = {
        .kind = kind, .account = account, .slot = slot};
    char line[TRACE_LINE_SIZE];

    make_tick(make);
    make->calls++;
    (void)trace_write_call(line, &call);
    fputs(line, make->file);
}

static void swap(struct make *make, uint32_t a, uint32_t b) {
    uint32_t slot = make->slots[a];

    make->slots[a] = make->slots[b];
    make->slots[b] = slot;
}

bool make_allocate(struct make *make) {
    uint32_t left = make->slot_count - make->used;
    uint32_t slot;

    if (left == 0)
        return false;
    swap(make, make->used, make->used + dice_below(&make->dice, left));
    slot = make->slots[make->used++];
    make_call(make, TRACE_ALLOCATE, make_account(make, slot), slot);
    return true;
}

bool make_release(struct make *make, uint32_t *slot) {
    if (make->used == 0)
        return false;
    swap(make, dice_below(&make->dice, make->used), make->used - 1);
    *slot = make->slots[--make->used];
    make_call(make, TRACE_RELEASE, 0, *slot);
    return true;
}

void make_fill(struct make *make, uint32_t count) {
    while (make->used < count && make_allocate(make))
        ;
}

void make_churn(struct make *make, uint32_t target) {
    uint32_t draw = dice_below(&make->dice, 10);
    uint32_t slot;

    if (draw == 0 && make->used > 0) {
        slot = make->slots[dice_below(&make->dice, make->used)];
        make_call(make, TRACE_DESCRIBE, 0, slot);
    } else if ((make->used < target ? draw < 6 : draw < 5) || make->used == 0) {
        if (!make_allocate(make))
            (void)make_release(make, &slot);
    } else {
        (void)make_release(make, &slot);
    }
}

static bool is_done(const struct make *make) {
    return make->calls >= make->options->operations;
}

static uint32_t load_of(const struct make *make, uint32_t size) {
    return (uint32_t)((uint64_t)size * make->options->load_percent / 100);
}

/* -- makers ---------------------------------------------------------------- */

static int churn(struct make *make) {
    uint32_t size = make_block(make);

    if (!make_begin(make, size))
        return CLI_IO;
    make_fill(make, load_of(make, size));
    while (!is_done(make))
        make_churn(make, load_of(make, size));
    return CLI_OK;
}

/* Up to 16 jobs at a time; each takes 8 to 64 addresses at once, and gives
 * them all back when it ends. */
static int bursts(struct make *make) {
    enum { JOBS = 16, MOST = 64 };
    struct {
        uint32_t first, count;
    } jobs[JOBS] = {{0, 0}};
    uint32_t size = make_block(make);
    uint32_t i;

    (void)size;
    while (!is_done(make)) {
        uint32_t at = dice_below(&make->dice, JOBS);
        bool is_start = jobs[at].count == 0;
        uint64_t account = FIRST_ACCOUNT + at % make->options->accounts;

        if (is_start) {
            jobs[at].first = at * MOST;
            jobs[at].count = 8 + dice_below(&make->dice, MOST - 7);
        }
        for (i = 0; i < jobs[at].count; i++)
            make_call(make, is_start ? TRACE_ALLOCATE : TRACE_RELEASE, account,
                      jobs[at].first + i);
        if (!is_start)
            jobs[at].count = 0;
        make->base_ms += dice_below(&make->dice, 60000);
    }
    return CLI_OK;
}

/* The pool is asked for more than it has, and from then on at its brink. */
static int exhaustion(struct make *make) {
    uint32_t size = make_block(make);
    uint32_t more = size / 10 + 1;

    if (!make_begin(make, size + more))
        return CLI_IO;
    make_fill(make, size + more);
    while (!is_done(make)) {
        uint32_t count = 1 + dice_below(&make->dice, 8);
        uint32_t slot;
        uint32_t i;

        for (i = 0; i < count; i++)
            (void)make_release(make, &slot);
        for (i = 0; i < count; i++)
            (void)make_allocate(make);
    }
    return CLI_OK;
}

/* Most of what is released is wanted back, a little later. */
static int recovery(struct make *make) {
    enum { WAITING = 64 };
    uint32_t waiting[WAITING];
    uint32_t size = make_block(make);
    uint32_t count = 0;

    if (!make_begin(make, size))
        return CLI_IO;
    make_fill(make, load_of(make, size));
    while (!is_done(make)) {
        uint32_t slot;

        if (count < WAITING && make_release(make, &slot)) {
            /* Out of the list, until it is recovered or given up. */
            swap(make, make->used, make->slot_count - 1);
            make->slot_count--;
            waiting[count++] = slot;
            if (dice_below(&make->dice, 5) == 0)
                (void)make_allocate(make);
            continue;
        }
        while (count > 0) {
            slot = waiting[--count];
            if (dice_below(&make->dice, 10) == 0) {
                make->slots[make->slot_count++] = slot;
                continue;
            }
            make_call(make, TRACE_RECOVER, make_account(make, slot), slot);
            make->slots[make->slot_count] = make->slots[make->used];
            make->slots[make->used++] = slot;
            make->slot_count++;
        }
    }
    return CLI_OK;
}

/* Beside a steady load, one account tries to release what others have, to get
 * it by name, and to have more than its quota. */
static int hostile(struct make *make) {
    enum { QUOTA = 5, OWN = 64 };
    char line[TRACE_LINE_SIZE];
    uint32_t size = make_block(make);
    uint32_t own = 0;

    (void)trace_write_quota(line, HOSTILE, QUOTA);
    fputs(line, make->file);
    if (!make_begin(make, size))
        return CLI_IO;
    make_fill(make, load_of(make, size));
    while (!is_done(make)) {
        uint32_t draw = dice_below(&make->dice, 10);
        uint32_t i;

        if (draw < 5 || make->used == 0) {
            make_churn(make, load_of(make, size));
        } else if (draw < 8) {
            i = dice_below(&make->dice, make->used);
            make_call(make, draw < 7 ? TRACE_STEAL : TRACE_RECOVER, HOSTILE,
                      make->slots[i]);
        } else if (own < OWN) {
            make_call(make, TRACE_ALLOCATE, HOSTILE, size + own++);
        } else {
            for (; own > 0; own--)
                make_call(make, TRACE_RELEASE, HOSTILE, size + own - 1);
        }
    }
    return CLI_OK;
}

const struct maker makers[MAKERS] = {
    {"churn", "a steady load: allocations, releases, descriptions", churn},
    {"bursts", "jobs that allocate many at once, then release all", bursts},
    {"fleet", "a steady load while blocks come and go by a history",
     make_fleet},
    {"exhaustion", "a pool that is asked for more than it has", exhaustion},
    {"recovery", "most of what is released is recovered", recovery},
    {"hostile", "one account tries what it must not", hostile},
};
