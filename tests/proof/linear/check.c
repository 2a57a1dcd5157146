/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- what has been seen -------------------------------------------------------------- */

/* How far each lane is: operations done, and steps of the next. */
struct node {
    struct state state;
    uint8_t done[LANES];
    uint8_t steps[LANES];
};

struct memory_entry {
    uint64_t key[2];
    uint64_t more;
    uint32_t turn;
};

enum { FIRST_SIZE = 1 << 12, DONE_BITS = 4 };

static void resize(struct checker *checker, uint64_t size) {
    checker->entry = calloc(size, sizeof *checker->entry);
    if (checker->entry == NULL) {
        (void)fprintf(stderr, "no memory\n");
        exit(2);
    }
    checker->size = size;
}

void checker_open(struct checker *checker) {
    *checker = (struct checker){.turn = 1};
    resize(checker, FIRST_SIZE);
}

void checker_close(struct checker *checker) {
    free(checker->entry);
}

static struct memory_entry entry_of(const struct node *node, uint32_t turn) {
    struct memory_entry entry = {.turn = turn};
    uint8_t rest[16] = {0};

    (void)memcpy(&entry.key[0], node->state.address, 8);
    for (uint32_t i = 0; i < LANES; i++) {
        rest[i] = (uint8_t)(node->done[i] | node->steps[i] << DONE_BITS);
    }
    (void)memcpy(rest + LANES, node->state.quota, ACCOUNTS);
    (void)memcpy(&entry.key[1], rest, 8);
    return entry;
}

static struct memory_entry *find(const struct checker *checker,
                                 const struct memory_entry *entry) {
    uint64_t hash =
        (entry->key[0] ^ (entry->key[1] << 32 | entry->key[1] >> 32)) *
        UINT64_C(0x9e3779b97f4a7c15);
    uint64_t at = (hash ^ hash >> 32) & (checker->size - 1);

    while (checker->entry[at].turn == entry->turn &&
           (checker->entry[at].key[0] != entry->key[0] ||
            checker->entry[at].key[1] != entry->key[1])) {
        at = (at + 1) & (checker->size - 1);
    }
    return &checker->entry[at];
}

static void grow(struct checker *checker) {
    struct memory_entry *old = checker->entry;
    uint64_t size = checker->size;

    resize(checker, size * 2);
    for (uint64_t i = 0; i < size; i++) {
        if (old[i].turn == checker->turn) {
            *find(checker, &old[i]) = old[i];
        }
    }
    free(old);
}

/* False: it has been here before, in vain. */
static bool is_new(struct checker *checker, const struct node *node) {
    struct memory_entry entry = entry_of(node, checker->turn);
    struct memory_entry *place = find(checker, &entry);

    if (place->turn == entry.turn) {
        return false;
    }
    *place = entry;
    checker->used++;
    if (checker->used * 2 > checker->size) {
        grow(checker);
    }
    return true;
}

/* -- searching --------------------------------------------------------------------------- */

struct search {
    struct checker *checker;
    const struct history *history;
};

static bool visit(struct search *search, const struct node *node);

static const struct op *next_of(const struct history *history,
                                const struct node *node, uint32_t lane) {
    return node->done[lane] < history->ops[lane]
               ? &history->op[lane][node->done[lane]]
               : NULL;
}

static struct subjects subjects_of(const struct history *history,
                                   const struct node *node) {
    struct subjects subjects = {0, 0};

    for (uint32_t i = 0; i < LANES; i++) {
        if (node->steps[i] != 0) {
            model_subject(&history->op[i][node->done[i]], &subjects);
        }
    }
    return subjects;
}

/* Every step that this lane could take now. */
static bool advance(struct search *search, const struct node *node,
                    uint32_t lane, const struct subjects *subjects) {
    const struct history *history = search->history;
    const struct op *op = &history->op[lane][node->done[lane]];
    uint32_t steps = model_steps(op);
    bool ordered = model_ordered(history, op);

    for (uint32_t i = 0; i < steps; i++) {
        struct node next = *node;

        if ((node->steps[lane] >> i & 1) != 0 ||
            !model_step(history, subjects, &next.state, op, i)) {
            if (ordered && (node->steps[lane] >> i & 1) == 0) {
                return false;
            }
            continue;
        }
        next.steps[lane] |= (uint8_t)(1U << i);
        if (next.steps[lane] == (1U << steps) - 1) {
            next.steps[lane] = 0;
            next.done[lane]++;
        }
        if (visit(search, &next)) {
            return true;
        }
        if (ordered) {
            return false;
        }
    }
    return false;
}

/* The lanes whose next operation was called before any other's had returned;
 * those that returned first, first. Returns how many. */
static uint32_t candidates(const struct history *history,
                           const struct node *node, uint32_t lanes[LANES],
                           bool *finished) {
    uint32_t returned[LANES];
    uint32_t count = 0;

    *finished = true;
    for (uint32_t i = 0; i < LANES; i++) {
        const struct op *op = next_of(history, node, i);
        uint32_t at = count;

        if (op == NULL) {
            continue;
        }
        *finished = *finished && op->returned == UINT32_MAX;
        for (; at > 0 && returned[at - 1] > op->returned; at--) {
            returned[at] = returned[at - 1];
            lanes[at] = lanes[at - 1];
        }
        returned[at] = op->returned;
        lanes[at] = i;
        count++;
    }
    for (uint32_t i = 1; i < count; i++) {
        if (next_of(history, node, lanes[i])->called > returned[0]) {
            lanes[i] = LANES;
        }
    }
    return count;
}

static bool visit(struct search *search, const struct node *node) {
    uint32_t lanes[LANES];
    bool finished;
    uint32_t count = candidates(search->history, node, lanes, &finished);
    struct subjects subjects;

    if (finished) {
        return true;
    }
    if (!is_new(search->checker, node)) {
        return false;
    }
    subjects = subjects_of(search->history, node);
    for (uint32_t i = 0; i < count; i++) {
        if (lanes[i] != LANES && advance(search, node, lanes[i], &subjects)) {
            return true;
        }
    }
    return false;
}

bool check_order(struct checker *checker, const struct history *history) {
    struct search search = {checker, history};
    struct node node = {.state = history->start};
    bool is_good;

    checker->turn++;
    checker->used = 0;
    is_good = visit(&search, &node);
    checker->states += checker->used;
    checker->most =
        checker->used > checker->most ? checker->used : checker->most;
    return is_good;
}

/* -- answers -------------------------------------------------------------------------------- */

static bool resolve(const struct history *history, struct seen *seen,
                    const char **reason) {
    uint32_t slot = 0;

    while (slot < SLOTS && history->id[slot] != seen->id) {
        slot++;
    }
    if (slot == SLOTS) {
        *reason = "an id that nobody was given";
        return false;
    }
    seen->slot = (uint8_t)slot;
    if (history->place[slot] != seen->address) {
        *reason = "another address than was given";
        return false;
    }
    if (history->tag[slot] != seen->tag) {
        *reason = "another tag than was asked for";
        return false;
    }
    return true;
}

bool check_answers(struct history *history, const char **reason) {
    for (uint32_t i = 0; i < SLOTS; i++) {
        for (uint32_t j = 0; j < i && history->id[i] != 0; j++) {
            if (history->id[i] == history->id[j]) {
                *reason = "an id given twice";
                return false;
            }
        }
    }
    for (uint32_t i = 0; i < LANES; i++) {
        for (uint32_t j = 0; j < history->ops[i]; j++) {
            struct op *op = &history->op[i][j];

            if (op->count > ADDRESSES) {
                *reason = "more addresses than there are";
                return false;
            }
            for (uint32_t k = 0; k < op->count; k++) {
                if (!resolve(history, &op->list[k], reason)) {
                    return false;
                }
            }
        }
    }
    return true;
}

/* -- shrinking ---------------------------------------------------------------------------------- */

/* What had been called by then; what had not returned may have taken effect,
 * or not. */
static struct history *cut(const struct history *history, uint32_t at) {
    struct history *part = malloc(sizeof *part);

    (void)memcpy(part, history, sizeof *part);
    for (uint32_t i = 0; i < LANES; i++) {
        uint32_t count = 0;

        while (count < part->ops[i] && part->op[i][count].called <= at) {
            if (part->op[i][count].returned > at) {
                part->op[i][count].returned = UINT32_MAX;
            }
            count++;
        }
        part->ops[i] = (uint8_t)count;
    }
    return part;
}

static void take_out(struct history *history, uint32_t lane, uint32_t at) {
    (void)memmove(&history->op[lane][at], &history->op[lane][at + 1],
                  (history->ops[lane] - at - 1) * sizeof(struct op));
    history->ops[lane]--;
}

static void leave_out(struct checker *checker, struct history *history) {
    for (uint32_t lane = 0; lane < LANES; lane++) {
        for (uint32_t at = history->ops[lane]; at-- > 0;) {
            struct op op = history->op[lane][at];

            if (op_changes(&op)) {
                continue;
            }
            take_out(history, lane, at);
            if (check_order(checker, history)) {
                (void)memmove(&history->op[lane][at + 1],
                              &history->op[lane][at],
                              (history->ops[lane] - at) * sizeof op);
                history->op[lane][at] = op;
                history->ops[lane]++;
            }
        }
    }
}

void check_shrink(struct checker *checker, struct history *history) {
    for (uint32_t at = 1; at < 2 * LANES * LENGTH + 2; at++) {
        struct history *part = cut(history, at);
        bool is_wrong = !check_order(checker, part);

        if (is_wrong) {
            (void)memcpy(history, part, sizeof *part);
        }
        free(part);
        if (is_wrong) {
            break;
        }
    }
    leave_out(checker, history);
}
