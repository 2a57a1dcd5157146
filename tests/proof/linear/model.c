/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "model.h"

/* -- the state ------------------------------------------------------------------ */

static uint32_t slot_of(uint16_t address) {
    return address & 63;
}

static uint32_t rank_of(uint16_t address) {
    return address >> 8 & 3;
}

static bool is_of(const struct history *history, uint16_t address,
                  uint32_t account) {
    return is_held(address) && history->owner[slot_of(address)] == account;
}

uint32_t model_used(const struct history *history, const struct state *state,
                    uint32_t account) {
    uint32_t used = 0;

    for (uint32_t i = 0; i < history->setting.addresses; i++) {
        used += is_of(history, state->address[i], account);
    }
    return used;
}

/* While the quota is being changed, either may be what counts. */
static bool has_room(const struct history *history, const struct state *state,
                     uint32_t account) {
    uint32_t used = model_used(history, state, account);
    uint32_t quota = state->quota[account];

    return used < (quota & 15) || used < quota >> 4;
}

static bool is_full(const struct history *history, const struct state *state,
                    uint32_t account) {
    uint32_t used = model_used(history, state, account);
    uint32_t quota = state->quota[account];

    return used >= (quota & 15) || used >= quota >> 4;
}

/* May anyone get it by a request for any? */
static bool is_to_be_had(uint16_t address) {
    return place_of(address) == FREE && (address & COOLING) == 0;
}

/* By its name (R3, R4, R20)? */
static bool may_name(const struct history *history, uint16_t address,
                     uint32_t account) {
    return place_of(address) == FREE &&
           (slot_of(address) == account ||
            (history->setting.claims && (address & COOLING) == 0));
}

/* -- allocating and releasing ------------------------------------------------------ */

static bool take(const struct history *history, struct state *state,
                 const struct op *op) {
    uint16_t *address = &state->address[op->address];
    bool is_good = op->kind == NAMED ? may_name(history, *address, op->account)
                                     : is_to_be_had(*address);

    if (!is_good || !has_room(history, state, op->account)) {
        return false;
    }
    *address = make_held(op->own, model_used(history, state, op->account) & 3);
    return true;
}

static bool can_pass_over(const struct history *history,
                          const struct subjects *subjects,
                          const struct state *state) {
    for (uint32_t i = 0; i < history->setting.addresses; i++) {
        if (is_to_be_had(state->address[i]) && (subjects->free >> i & 1) == 0) {
            return false;
        }
    }
    return true;
}

static bool some_to_be_had(const struct history *history,
                           const struct state *state) {
    for (uint32_t i = 0; i < history->setting.addresses; i++) {
        if (is_to_be_had(state->address[i])) {
            return true;
        }
    }
    return false;
}

/* The second look, after there was room in the quota. */
static bool look_for(const struct history *history,
                     const struct subjects *subjects, const struct state *state,
                     const struct op *op) {
    uint16_t address = state->address[op->address];

    switch (op->status) {
    case EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY:
        return op->kind == ANY && can_pass_over(history, subjects, state);
    case EIP_ERR_ADDRESS_NOT_FOUND:
        return op->kind == NAMED && (!may_name(history, address, op->account) ||
                                     (subjects->shaky >> op->address & 1) != 0);
    case EIP_ERR_DRY_RUN:
        return op->dry &&
               (op->kind == NAMED ? may_name(history, address, op->account)
                                  : some_to_be_had(history, state));
    default:
        return false;
    }
}

static bool allocate(const struct history *history,
                     const struct subjects *subjects, struct state *state,
                     const struct op *op, uint32_t step) {
    if (op->status == EIP_OK) {
        return !op->dry && take(history, state, op);
    }
    if (op->status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED) {
        return is_full(history, state, op->account);
    }
    return step == 0 ? has_room(history, state, op->account)
                     : look_for(history, subjects, state, op);
}

static bool holds(const struct history *history, const struct state *state,
                  uint32_t account, uint32_t slot) {
    uint16_t address;

    if (slot >= SLOTS || history->owner[slot] != account) {
        return false;
    }
    address = state->address[history->place[slot]];
    return is_held(address) && slot_of(address) == slot;
}

static bool release(const struct history *history, struct state *state,
                    const struct op *op, uint32_t step) {
    uint32_t slot = op->ask[0].slot;
    uint16_t *address;
    uint32_t rank;

    if (step != 0) {
        return true; /* it has lasted until here */
    }
    if (holds(history, state, op->account, slot) == (op->status != EIP_OK)) {
        return false;
    }
    if (op->status != EIP_OK) {
        return op->status == EIP_ERR_ALLOCATION_ID_NOT_FOUND;
    }
    address = &state->address[history->place[slot]];
    rank = rank_of(*address);
    *address = make_free(op->account, history->setting.cools) |
               (uint16_t)(place_of(*address) == DRAINING ? GONE << 6 : 0);
    for (uint32_t i = 0; i < history->setting.addresses; i++) {
        if (is_of(history, state->address[i], op->account) &&
            rank_of(state->address[i]) > rank) {
            state->address[i] -= 1 << 8;
        }
    }
    return true;
}

/* -- looking ------------------------------------------------------------------------ */

/* In order of allocation, as R16 has it. */
static bool is_listed(const struct history *history, const struct state *state,
                      const struct op *op) {
    uint32_t last = 0;

    for (uint32_t i = 0; i < op->count; i++) {
        const struct seen *seen = &op->list[i];
        uint32_t rank;

        if (!holds(history, state, op->account, seen->slot)) {
            return false;
        }
        rank = rank_of(state->address[history->place[seen->slot]]);
        if (i != 0 && rank <= last) {
            return false;
        }
        last = rank;
    }
    return true;
}

static bool describe(const struct history *history, const struct state *state,
                     const struct op *op) {
    return op->status == EIP_OK && is_listed(history, state, op) &&
           op->count == model_used(history, state, op->account);
}

static bool describe_ids(const struct history *history,
                         const struct state *state, const struct op *op) {
    bool all = true;

    for (uint32_t i = 0; i < op->asked; i++) {
        all = all && holds(history, state, op->account, op->ask[i].slot);
    }
    if (op->status != EIP_OK) {
        return op->status == EIP_ERR_ALLOCATION_ID_NOT_FOUND && !all;
    }
    for (uint32_t i = 0; i < op->asked; i++) {
        all = all && (op->ask[i].slot == op->list[0].slot ||
                      op->ask[i].slot == op->list[op->count - 1].slot);
    }
    return all && op->count <= op->asked && is_listed(history, state, op);
}

static bool usage(const struct history *history, const struct state *state,
                  const struct op *op, uint32_t step) {
    uint32_t quota = state->quota[op->account];

    if (step == 0) {
        return op->status == EIP_OK &&
               op->number == model_used(history, state, op->account);
    }
    return op->quota == (quota & 15) || op->quota == quota >> 4;
}

/* -- administration -------------------------------------------------------------------- */

/* An allocation takes effect under the old quota until this returns. */
static bool change_quota(struct state *state, const struct op *op,
                         uint32_t step) {
    uint8_t *quota = &state->quota[op->account];

    if (step == 0) {
        if ((*quota & 15) != *quota >> 4) {
            return false; /* they are serialised */
        }
        *quota = (uint8_t)((*quota & 15) << 4 | op->number);
    } else {
        *quota = (uint8_t)((*quota & 15) << 4 | (*quota & 15));
    }
    return op->status == EIP_OK;
}

static bool provision(uint16_t *address, const struct op *op, uint32_t step) {
    bool is_absent = (*address & ABSENT) != 0;

    if (op->status == EIP_ERR_CIDR_CONFLICT) {
        return !is_absent;
    }
    if (op->status != EIP_OK || (step == 0 && !is_absent)) {
        return false;
    }
    if (step == 0) {
        *address = make_free(NOBODY, false);
    }
    return true;
}

/* Somebody held it, and so it stays; meanwhile it may have looked gone. */
static bool drain_failed(uint16_t address, const struct op *op, uint32_t step) {
    return op->status == EIP_ERR_CIDR_IN_USE &&
           op->mode == EIP_DRAIN_IF_UNUSED && (step != 1 || is_held(address));
}

static bool call_off(uint16_t *address, const struct op *op, uint32_t step) {
    if (step != 0) {
        return is_held(*address) == (op->number != 0);
    }
    if (place_of(*address) >= GONE) {
        *address = (uint16_t)(*address & ~(GONE << 6));
    }
    return true;
}

static bool drain(uint16_t *address, const struct op *op, uint32_t step) {
    bool is_absent = (*address & ABSENT) != 0;

    if (op->status == EIP_ERR_CIDR_NOT_FOUND) {
        return is_absent;
    }
    if (op->status != EIP_OK) {
        return drain_failed(*address, op, step);
    }
    if (op->mode == EIP_DRAIN_CANCEL) {
        return (!is_absent || step != 0) && call_off(address, op, step);
    }
    if (is_absent || is_held(*address) != (op->number != 0)) {
        return false;
    }
    *address = op->number != 0 ? (*address | GONE << 6) : make_absent();
    return op->number == 0 || op->mode == EIP_DRAIN_START;
}

/* -- steps ----------------------------------------------------------------------------- */

uint32_t model_steps(const struct op *op) {
    switch ((enum kind)op->kind) {
    case ANY:
    case NAMED:
        return op->status == EIP_OK ||
                       op->status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED
                   ? 1
                   : 2;
    case RELEASE:
    case PROVISION:
        return op->status == EIP_OK ? 2 : 1;
    case USAGE:
    case QUOTA:
        return 2;
    case DRAIN:
        if (op->status == EIP_ERR_CIDR_IN_USE) {
            return 3;
        }
        return op->status == EIP_OK && op->mode == EIP_DRAIN_CANCEL ? 2 : 1;
    default:
        return 1;
    }
}

/* Which block a named address is in was looked at before the quota was. */
bool model_ordered(const struct history *history, const struct op *op) {
    return op->kind != USAGE &&
           !(op->kind == NAMED && history->setting.administers);
}

void model_subject(const struct op *op, struct subjects *subjects) {
    if (op->kind == RELEASE || op->kind == PROVISION || op->kind == DRAIN) {
        uint8_t bit = (uint8_t)(1U << op->address);

        subjects->free |= bit;
        subjects->shaky |= op->status == EIP_ERR_CIDR_IN_USE ? bit : 0;
    }
}

bool model_step(const struct history *history, const struct subjects *subjects,
                struct state *state, const struct op *op, uint32_t step) {
    uint16_t *block = &state->address[history->setting.addresses - 1];

    switch ((enum kind)op->kind) {
    case ANY:
    case NAMED:
        return allocate(history, subjects, state, op, step);
    case RELEASE:
        return release(history, state, op, step);
    case DESCRIBE:
        return describe(history, state, op);
    case IDS:
        return describe_ids(history, state, op);
    case USAGE:
        return usage(history, state, op, step);
    case QUOTA:
        return change_quota(state, op, step);
    case PROVISION:
        return provision(block, op, step);
    case DRAIN:
        return drain(block, op, step);
    default:
        return false;
    }
}
