/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "record.h"

struct recorder {
    struct pond *pond;
    struct history *history;
    record_clock *clock;
    struct trial_random random;
    uint32_t lane;
    uint8_t last; /* the address released last */
};

/* -- choosing ---------------------------------------------------------------------- */

static bool one_in(struct recorder *recorder, uint64_t count) {
    return trial_below(&recorder->random, count) == 0;
}

/* A slot whose id is known: the account's and not released, mostly. */
static uint32_t choose_slot(struct recorder *recorder, uint32_t account) {
    const struct history *history = recorder->history;
    uint32_t first = (uint32_t)trial_below(&recorder->random, SLOTS);
    bool any = one_in(recorder, 12);

    for (uint32_t i = 0; i < SLOTS; i++) {
        uint32_t slot = (first + i) % SLOTS;

        if (atomic_load_explicit(&history->id[slot], memory_order_acquire) !=
                0 &&
            (any || (history->owner[slot] == account &&
                     atomic_load_explicit(&history->released[slot],
                                          memory_order_relaxed) == 0))) {
            return slot;
        }
    }
    return NO_SLOT;
}

static void ask_slot(struct recorder *recorder, struct op *op) {
    uint32_t slot = choose_slot(recorder, op->account);

    if (slot == NO_SLOT) {
        return;
    }
    op->ask[op->asked++] =
        (struct seen){.id = atomic_load_explicit(&recorder->history->id[slot],
                                                 memory_order_relaxed),
                      .slot = (uint8_t)slot};
}

static enum kind choose_change(struct recorder *recorder) {
    static const enum kind kinds[] = {QUOTA, PROVISION, DRAIN, DRAIN};

    return kinds[trial_below(&recorder->random, 4)];
}

static enum kind choose_kind(struct recorder *recorder) {
    uint64_t dice = trial_below(&recorder->random, 100);

    if (dice < 8 && recorder->history->setting.administers) {
        return choose_change(recorder);
    }
    return dice < 38   ? ANY
           : dice < 52 ? NAMED
           : dice < 80 ? RELEASE
           : dice < 90 ? DESCRIBE
           : dice < 96 ? IDS
                       : USAGE;
}

static void choose(struct recorder *recorder, struct op *op) {
    uint32_t addresses = recorder->pond->setting.addresses;

    op->account =
        (uint8_t)(one_in(recorder, 4) ? trial_below(&recorder->random, ACCOUNTS)
                                      : recorder->lane % 2);
    op->kind = (uint8_t)choose_kind(recorder);
    if (op->kind == RELEASE || op->kind == IDS) {
        ask_slot(recorder, op);
        if (op->kind == IDS && op->asked != 0 && one_in(recorder, 2)) {
            ask_slot(recorder, op);
        }
        op->kind = op->asked != 0 ? op->kind : ANY;
    }
    if (op->kind == NAMED) {
        op->address = one_in(recorder, 2)
                          ? recorder->last
                          : (uint8_t)trial_below(&recorder->random, addresses);
    }
    if (op->kind <= NAMED) {
        op->dry = one_in(recorder, 12);
        op->tag = (uint16_t)(one_in(recorder, 4) && !op->dry ? op->own + 1 : 0);
    }
    op->mode = (uint8_t)trial_below(&recorder->random, 3);
    op->number = (uint8_t)trial_below(&recorder->random, ADDRESSES);
}

/* -- recording ----------------------------------------------------------------------- */

/* The answer's members are zero until there is one. */
static void record(struct recorder *recorder, struct op *op) {
    uint32_t returned;

    op->called = atomic_fetch_add(recorder->clock, 1);
    pond_do(recorder->pond, recorder->history, op);
    returned = atomic_fetch_add(recorder->clock, 1);
    op->returned = returned;
    if (op->kind == RELEASE && op->status == EIP_OK) {
        recorder->last = op->address;
    }
}

static struct op *next_op(struct history *history, uint32_t lane) {
    uint32_t index = history->ops[lane]++;
    struct op *op = &history->op[lane][index];

    op->own = (uint8_t)(ADDRESSES + lane * LENGTH + index);
    return op;
}

void record_lane(struct pond *pond, struct history *history, uint32_t lane,
                 struct turns *turns, record_clock *clock) {
    struct recorder recorder = {
        .pond = pond, .history = history, .clock = clock, .lane = lane};

    turns_begin(turns, lane); /* only now is the history ready */
    recorder.random.state = history->seed + lane;
    turns_share(trial_next(&recorder.random));
    for (uint32_t i = 0; i < LENGTH; i++) {
        struct op *op = next_op(history, lane);

        choose(&recorder, op);
        record(&recorder, op);
    }
    turns_end();
}

void record_end(struct pond *pond, struct history *history,
                record_clock *clock) {
    struct recorder recorder = {
        .pond = pond, .history = history, .clock = clock};

    for (uint32_t i = 0; i < 2 * ACCOUNTS; i++) {
        struct op *op = next_op(history, THREADS);

        op->kind = i % 2 == 0 ? DESCRIBE : USAGE;
        op->account = (uint8_t)(i / 2);
        record(&recorder, op);
    }
}
