/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "model.h"

#include <stdio.h>
#include <string.h>

/* An order being tried. */
struct trial {
    const struct op *ops;
    uint32_t count;
    const struct state *end;
    /* In progress beside each other: who finds an address to be the subject
     * of another operation may take it for gone (address.h). */
    uint8_t beside[OPS];
    uint8_t after[OPS]; /* those that must come before */
    uint32_t applied;   /* so far */
};

/* Blocks: 0 has addresses 0 and 1, the others one each. */
uint8_t model_block_of(uint8_t address) {
    return address < 2 ? 0 : (uint8_t)(address - 1);
}

static bool is_unheld(const struct state *state, uint8_t address) {
    uint8_t block = model_block_of(address);

    return state->present[block] && !state->draining[block] &&
           !state->cut[address] && state->owner[address] == 0;
}

bool model_is_free(const struct state *state, uint8_t address) {
    return is_unheld(state, address) &&
           (!state->keeps || state->last[address] == 0);
}

static bool may_have(const struct state *state, const struct op *op,
                     uint8_t address) {
    return model_is_free(state, address) ||
           (op->kind == OP_NAMED && is_unheld(state, address) &&
            state->last[address] == op->account);
}

static uint32_t used(const struct state *state, uint8_t account) {
    uint32_t count = 0;

    for (uint8_t i = 0; i < ADDRESSES; i++) {
        count += state->owner[i] == account;
    }
    return count;
}

/* Is the operation in progress beside the one at `at`? Of a thread it is the
 * last that took effect, or with its bit in `next` the one that is to come. */
static bool is_in_progress(const struct trial *trial, uint32_t at, uint32_t i,
                           uint32_t next) {
    uint32_t thread = trial->ops[i].span.thread;
    bool done = (trial->applied >> i & 1) != 0;
    bool with_before = i > 0 && trial->ops[i - 1].span.thread == thread;
    bool with_after =
        i + 1 < trial->count && trial->ops[i + 1].span.thread == thread;

    if ((trial->beside[at] >> i & 1) == 0) {
        return false;
    }
    if (!trial->ops[i].done) {
        return !with_before || (trial->applied >> (i - 1) & 1) != 0;
    }
    if (done == (next >> thread & 1)) {
        return false;
    }
    return done ? !with_after || (trial->applied >> (i + 1) & 1) == 0
                : !with_before || (trial->applied >> (i - 1) & 1) != 0;
}

/* Is the address perhaps in the hands of another operation in progress? */
static bool is_subject(const struct trial *trial, uint32_t at, uint8_t address,
                       uint32_t next) {
    for (uint32_t i = 0; i < trial->count; i++) {
        const struct op *op = &trial->ops[i];

        if (is_in_progress(trial, at, i, next) &&
            (op->kind == OP_ANY || (op->kind == OP_BLOCK && address < 2) ||
             ((op->kind == OP_NAMED || op->kind == OP_RELEASE ||
               op->kind == OP_RELEASE_NEW || op->kind == OP_CUT ||
               op->kind == OP_MEND) &&
              op->address == address) ||
             ((op->kind == OP_UNUSED || op->kind == OP_WITHDRAW ||
               op->kind == OP_RESTORE || op->kind == OP_ADD) &&
              op->address == model_block_of(address)))) {
            return true;
        }
    }
    return false;
}

/* May "empty" be the answer now? Each thread is in one operation. */
static bool may_be_empty(const struct trial *trial, const struct state *state,
                         uint32_t at) {
    for (uint32_t next = 0; next < 1u << MC_THREADS; next++) {
        bool empty = true;

        for (uint8_t i = 0; i < ADDRESSES; i++) {
            empty = empty && (!model_is_free(state, i) ||
                              is_subject(trial, at, i, next));
        }
        if (empty) {
            return true;
        }
    }
    return false;
}

/* A named address is not hidden but by a removal that was called off. */
static bool may_be_withdrawn(const struct trial *trial, uint32_t at,
                             uint8_t address) {
    for (uint32_t i = 0; i < trial->count; i++) {
        const struct op *op = &trial->ops[i];

        if ((trial->beside[at] >> i & 1) != 0 &&
            ((op->kind == OP_UNUSED &&
              op->address == model_block_of(address)) ||
             (op->kind == OP_CUT && op->address == address))) {
            return true;
        }
    }
    return false;
}

static bool take(struct state *state, const struct op *op, uint8_t address) {
    if (address >= ADDRESSES || !may_have(state, op, address) ||
        used(state, op->account) >= state->quota[op->account]) {
        return false;
    }
    state->owner[address] = op->account;
    state->last[address] = op->account;
    state->anew[address]++;
    state->classic[address] = false;
    state->standard[address] = false;
    return true;
}

/* Both or none; and no operation in progress is an excuse, but a removal that
 * was called off. */
static bool take_block(struct state *state, const struct op *op) {
    return used(state, op->account) + 2 <= state->quota[op->account] &&
           take(state, op, 0) && take(state, op, 1);
}

static bool allocate_block(const struct trial *trial, struct state *state,
                           uint32_t at) {
    const struct op *op = &trial->ops[at];

    switch (op->verdict) {
    case OK:
        return op->got == 0 && take_block(state, op);
    case OVER_QUOTA:
        return used(state, op->account) + 2 > state->quota[op->account];
    case EMPTY:
        return !model_is_free(state, 0) || !model_is_free(state, 1) ||
               may_be_withdrawn(trial, at, 0);
    default:
        return false;
    }
}

static bool allocate(const struct trial *trial, struct state *state,
                     uint32_t at) {
    const struct op *op = &trial->ops[at];

    switch (op->verdict) {
    case OK:
        return (op->kind == OP_ANY || op->got == op->address) &&
               take(state, op, op->got);
    case OVER_QUOTA:
        return used(state, op->account) >= state->quota[op->account];
    case NOT_FOUND:
        return op->kind == OP_NAMED &&
               (!may_have(state, op, op->address) ||
                may_be_withdrawn(trial, at, op->address));
    case EMPTY:
        return op->kind == OP_ANY && may_be_empty(trial, state, at);
    default:
        return false;
    }
}

/* By its id, which it has not in EC2-Classic. */
static bool release(struct state *state, const struct op *op) {
    bool mine = state->owner[op->address] == op->account &&
                !state->standard[op->address] &&
                state->anew[op->address] == (op->kind == OP_RELEASE_NEW);

    if (mine && state->tied[op->address] != 0) {
        return op->verdict == IN_USE;
    }
    if (mine) {
        state->owner[op->address] = 0;
        state->offer[op->address] = 0;
        state->classic[op->address] = false;
    }
    return op->verdict == (mine ? OK : NOT_FOUND);
}

/* The interface has one address of an account at the most. */
static bool associate(struct state *state, const struct op *op) {
    bool mine = state->owner[op->address] == op->account &&
                !state->standard[op->address] && state->anew[op->address] == 0;

    for (uint8_t i = 0; i < ADDRESSES && mine; i++) {
        if (i == op->address) {
            state->tied[i] = state->tied[i] == 0 ? 2 : state->tied[i];
        } else if (state->owner[i] == op->account) {
            state->tied[i] = 0;
        }
    }
    return op->verdict == (mine ? OK : NOT_FOUND);
}

/* An address that was handed over keeps its id. */
static bool offer(struct state *state, const struct op *op) {
    bool mine = state->owner[op->address] == op->account &&
                state->anew[op->address] == 0;
    uint8_t *there = &state->offer[op->address];

    if (!mine) {
        return op->verdict == NOT_FOUND;
    }
    if (op->kind == OP_DISABLE && *there == 0) {
        return op->verdict == OTHER;
    }
    *there = op->kind == OP_ENABLE ? (uint8_t)(3 - op->account) : 0;
    return op->verdict == OK;
}

static bool accept(struct state *state, const struct op *op) {
    uint8_t at = op->address;

    if (op->verdict == OVER_QUOTA) {
        return used(state, op->account) >= state->quota[op->account];
    }
    if (state->offer[at] != op->account) {
        return op->verdict == NOT_FOUND;
    }
    if (state->tied[at] != 0) {
        return op->verdict == IN_USE;
    }
    if (op->verdict != OK ||
        used(state, op->account) >= state->quota[op->account]) {
        return false;
    }
    state->owner[at] = op->account;
    state->last[at] = op->account;
    state->offer[at] = 0;
    return true;
}

static bool leave(struct state *state, const struct op *op) {
    bool there = state->tied[op->address] == 1 &&
                 state->owner[op->address] == op->account;

    if (there) {
        state->tied[op->address] = 0;
    }
    return op->verdict == (there ? OK : NOT_FOUND);
}

static bool move(struct state *state, const struct op *op) {
    uint8_t at = op->address;
    bool back = op->kind == OP_BACK;

    if (state->owner[at] != op->account ||
        (back && !state->standard[at] && !state->classic[at])) {
        return op->verdict == OTHER;
    }
    if (back != state->standard[at] && state->tied[at] != 0) {
        return op->verdict == IN_USE;
    }
    state->standard[at] = back;
    return op->verdict == OK;
}

/* Generations come from few, so that a bit is enough. */
uint64_t told_bit(uint8_t address, const struct seen *seen) {
    return UINT64_C(1) << (address * 20u + seen->turn % 5 * 4 +
                           (seen->version < 3 ? seen->version : 3));
}

/* A cut is what is so at one instant. */
static bool is_cut(const struct state *state, const struct told *told) {
    for (uint8_t i = 0; i < KEPT; i++) {
        const struct seen *seen = &told->at[i];

        if (seen->owner != state->owner[i] ||
            seen->tied != (state->tied[i] != 0) ||
            seen->offer != state->offer[i] ||
            seen->standard != state->standard[i]) {
            return false;
        }
    }
    return true;
}

static bool cut(struct state *state, const struct op *op) {
    uint8_t at = op->address;
    uint8_t other = at ^ 1;

    if (!state->present[0] || state->cut[at]) {
        return op->verdict == OTHER;
    }
    if (op->verdict == IN_USE || state->owner[at] != 0) {
        return op->verdict == IN_USE && state->owner[at] != 0;
    }
    state->cut[at] = true;
    if (state->cut[other]) {
        state->present[0] = false;
        state->cut[at] = false;
        state->cut[other] = false;
    }
    return op->verdict == OK;
}

static bool mend(struct state *state, const struct op *op) {
    if (!state->present[0] || !state->cut[op->address]) {
        return op->verdict == OTHER;
    }
    state->cut[op->address] = false;
    state->last[op->address] = 0;
    return op->verdict == OK;
}

static uint32_t held_of(const struct state *state, uint8_t block) {
    uint32_t held = 0;

    for (uint8_t i = 0; i < ADDRESSES; i++) {
        held += model_block_of(i) == block && state->owner[i] != 0;
    }
    return held;
}

static void remove_block(struct state *state, uint8_t block) {
    state->present[block] = false;
    state->draining[block] = false;
}

/* Withdrawing counts one address after another, so that a count above 0 may
 * be of different instants. */
static bool drain(struct state *state, const struct op *op) {
    uint32_t held = held_of(state, op->address);

    if (!state->present[op->address]) {
        return op->verdict == OTHER;
    }
    if (op->kind == OP_UNUSED ? op->verdict == IN_USE : op->got != 0) {
        state->draining[op->address] |= op->kind == OP_WITHDRAW;
        return op->kind == OP_WITHDRAW || held != 0;
    }
    remove_block(state, op->address);
    return op->verdict == OK && held == 0;
}

static bool describe(const struct state *state, const struct op *op) {
    uint8_t set = 0;

    for (uint8_t i = 0; i < ADDRESSES; i++) {
        if (state->owner[i] == op->account) {
            set |= (uint8_t)((state->tied[i] != 0 ? 17u : 1u) << i);
        }
    }
    return op->verdict == OK && set == op->got;
}

static bool apply(const struct trial *trial, struct state *state, uint32_t at) {
    const struct op *op = &trial->ops[at];

    switch (op->kind) {
    case OP_ANY:
    case OP_NAMED:
        return allocate(trial, state, at);
    case OP_BLOCK:
        return allocate_block(trial, state, at);
    case OP_RELEASE:
    case OP_RELEASE_NEW:
        return release(state, op);
    case OP_UNUSED:
    case OP_WITHDRAW:
        return drain(state, op);
    case OP_DESCRIBE:
        return describe(state, op);
    case OP_ASSOCIATE:
        return associate(state, op);
    case OP_LEAVE:
        return leave(state, op);
    case OP_ENABLE:
    case OP_DISABLE:
        return offer(state, op);
    case OP_ACCEPT:
        return accept(state, op);
    case OP_CUT:
        return cut(state, op);
    case OP_MEND:
        return mend(state, op);
    case OP_MOVE:
    case OP_BACK:
        return move(state, op);
    case OP_ADD:
        if (state->present[op->address]) {
            return op->verdict == OTHER;
        }
        state->present[op->address] = true;
        return op->verdict == OK;
    case OP_RESTORE:
        state->draining[op->address] = false;
        return op->verdict == OK;
    case OP_QUOTA:
        state->quota[op->account] = op->address;
        return op->verdict == OK;
    case OP_COLLECT:
    case OP_SNAPSHOT:
        return is_cut(state, &op->told);
    default:
        return op->verdict == OK;
    }
}

static bool alter(struct state *state, const struct op *op) {
    switch (op->kind) {
    case OP_ASSOCIATE:
        return associate(state, op);
    case OP_LEAVE:
        return leave(state, op);
    case OP_ACCEPT:
        return accept(state, op);
    case OP_MOVE:
    case OP_BACK:
        return move(state, op);
    default:
        return offer(state, op);
    }
}

/* What an operation may have done whose thread has stopped; 0: nothing. */
static bool apply_stopped(struct state *state, const struct op *op,
                          uint32_t variant) {
    uint8_t at = op->address;

    switch (op->kind) {
    case OP_ANY:
        return variant <= ADDRESSES && take(state, op, (uint8_t)(variant - 1));
    case OP_NAMED:
        return variant == 1 && take(state, op, at);
    case OP_BLOCK:
        return variant == 1 && take_block(state, op);
    case OP_RELEASE:
    case OP_RELEASE_NEW:
        state->owner[at] = 0;
        state->offer[at] = 0;
        state->classic[at] = false;
        return variant == 1 && state->tied[at] == 0 && !state->standard[at] &&
               state->anew[at] == (op->kind == OP_RELEASE_NEW);
    case OP_ASSOCIATE:
    case OP_LEAVE:
    case OP_ENABLE:
    case OP_DISABLE:
    case OP_MOVE:
    case OP_BACK:
    case OP_ACCEPT: {
        struct op done = *op;

        done.verdict = OK;
        return variant == 1 && alter(state, &done);
    }
    case OP_WITHDRAW:
        state->draining[at] = variant == 1;
        state->present[at] = variant == 1;
        return variant <= 2;
    case OP_RESTORE:
        state->draining[at] = false;
        return variant == 1;
    default:
        return false;
    }
}

static bool is_same(const struct state *a, const struct state *b) {
    for (uint8_t i = 0; i < ADDRESSES; i++) {
        bool there = a->present[model_block_of(i)] && !a->cut[i];

        if (a->owner[i] != b->owner[i] ||
            (a->tied[i] != 0) != (b->tied[i] != 0) ||
            a->standard[i] != b->standard[i] || a->offer[i] != b->offer[i] ||
            (there && a->last[i] != b->last[i])) {
            return false;
        }
    }
    return memcmp(a->present, b->present, sizeof a->present) == 0 &&
           memcmp(a->draining, b->draining, sizeof a->draining) == 0 &&
           memcmp(a->cut, b->cut, sizeof a->cut) == 0 &&
           memcmp(a->quota, b->quota, sizeof a->quota) == 0;
}

static bool explains(struct trial *trial, const struct state *state,
                     uint32_t applied);

static bool explains_stopped(struct trial *trial, const struct state *state,
                             uint32_t applied, uint32_t at) {
    for (uint32_t variant = 0; variant <= ADDRESSES; variant++) {
        struct state next = *state;

        if ((variant == 0 || apply_stopped(&next, &trial->ops[at], variant)) &&
            explains(trial, &next, applied)) {
            return true;
        }
    }
    return false;
}

static bool explains(struct trial *trial, const struct state *state,
                     uint32_t applied) {
    if (applied == (1u << trial->count) - 1) {
        return is_same(state, trial->end);
    }
    for (uint32_t i = 0; i < trial->count; i++) {
        struct state next = *state;

        trial->applied = applied;
        if ((applied >> i & 1) != 0 || (trial->after[i] & ~applied) != 0) {
            continue;
        }
        if (trial->ops[i].done
                ? apply(trial, &next, i) &&
                      explains(trial, &next, applied | 1u << i)
                : explains_stopped(trial, state, applied | 1u << i, i)) {
            return true;
        }
    }
    return false;
}

/* -- failure ------------------------------------------------------------------------ */

static void print_state(const char *what, const struct state *state) {
    (void)printf("  %s: owners", what);
    for (uint8_t i = 0; i < ADDRESSES; i++) {
        (void)printf(" %u(%u)", state->owner[i], state->last[i]);
    }
    (void)printf(", blocks");
    for (uint8_t i = 0; i < BLOCKS; i++) {
        (void)printf(" %s", !state->present[i]   ? "-"
                            : state->draining[i] ? "draining"
                                                 : "there");
    }
    (void)printf(", quotas %u %u\n", state->quota[1], state->quota[2]);
}

static void fail(const struct trial *trial, const struct state *begin,
                 const char *why) {
    static const char *const names[] = {
        "any",    "named",         "release",  "release-new", "expire",
        "add",    "remove-unused", "withdraw", "restore",     "describe",
        "quota",  "associate",     "leave",    "enable",      "disable",
        "accept", "block",         "cut",      "mend",        "move",
        "back",   "collect",       "snapshot"};
    static const char *const verdicts[] = {"ok",         "empty",  "not found",
                                           "over quota", "in use", "other"};

    print_state("at first", begin);
    for (uint32_t i = 0; i < trial->count; i++) {
        const struct op *op = &trial->ops[i];

        (void)printf("  thread %u: %s by %u of %u: %s, %u\n", op->span.thread,
                     names[op->kind], op->account, op->address,
                     op->done ? verdicts[op->verdict] : "stopped", op->got);
    }
    print_state("at last", trial->end);
    mc_fail("no order of the operations explains it%s", why);
}

/* -- orders --------------------------------------------------------------------------- */

static void order(struct trial *trial) {
    for (uint32_t i = 0; i < trial->count; i++) {
        trial->beside[i] = 0;
        trial->after[i] = 0;
        for (uint32_t k = 0; k < trial->count; k++) {
            const struct mc_span *a = &trial->ops[k].span;
            const struct mc_span *b = &trial->ops[i].span;

            if (a->thread != b->thread) {
                trial->beside[i] |= (uint8_t)(1u << k);
            } else if (k < i) {
                trial->after[i] |= (uint8_t)(1u << k);
            }
        }
    }
}

static void check_pair(struct trial *trial, const struct state *begin,
                       uint32_t first, uint32_t second) {
    order(trial);
    trial->after[second] |= (uint8_t)(1u << first);
    trial->beside[second] &= (uint8_t) ~(1u << first);
    trial->beside[first] &= (uint8_t) ~(1u << second);
    if (!explains(trial, begin, 0)) {
        fail(trial, begin, ", with one of them wholly before another");
    }
}

void model_check(const struct state *begin, const struct op *ops,
                 uint32_t count, const struct state *end) {
    struct trial trial = {.ops = ops, .count = count, .end = end};

    order(&trial);
    if (!explains(&trial, begin, 0)) {
        fail(&trial, begin, "");
    }
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < count; k++) {
            if (ops[i].done && ops[i].span.thread != ops[k].span.thread &&
                mc_may_precede(&ops[i].span, &ops[k].span)) {
                check_pair(&trial, begin, i, k);
            }
        }
    }
}
