/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The sequential specification, from include/eip: what each answer says of
 * the instants of its call. */
#include "facts.h"

#include <stddef.h>

/* -- numbers ------------------------------------------------------------------- */

uint8_t facts_number(const struct story *story, uint64_t id) {
    for (uint8_t i = 1; i < NUMBERS; i++) {
        if (id != 0 && atomic_load(&story->id[i]) == id) {
            return i;
        }
    }
    return 0;
}

uint8_t facts_joined(const struct story *story, uint64_t id) {
    for (uint8_t i = 1; i < NUMBERS; i++) {
        if (id != 0 && atomic_load(&story->joined[i]) == id) {
            return i;
        }
    }
    return 0;
}

/* -- the state ----------------------------------------------------------------- */

static uint32_t used(const struct story *story, const struct instant *instant,
                     uint32_t who) {
    uint32_t count = 0;

    for (uint32_t i = 0; i < story->places; i++) {
        count += instant->spot[i].holder == who;
    }
    return count;
}

static bool has_room(const struct story *story, const struct instant *instant,
                     uint32_t who) {
    return used(story, instant, who) < story->quota[who];
}

static struct spot *find(const struct story *story, struct instant *instant,
                         const struct call *call) {
    uint8_t number = facts_number(story, call->id);

    for (uint32_t i = 0; i < story->places && number != 0; i++) {
        if (instant->spot[i].holder == call->who &&
            instant->spot[i].id == number) {
            return &instant->spot[i];
        }
    }
    return NULL;
}

static void close_rank(struct instant *instant, const struct spot *left) {
    for (uint32_t i = 0; i < PLACES; i++) {
        if (instant->spot[i].holder < WHO &&
            instant->spot[i].rank > left->rank) {
            instant->spot[i].rank--;
        }
    }
}

static uint8_t last_rank(const struct instant *instant) {
    uint8_t rank = 0;

    for (uint32_t i = 0; i < PLACES; i++) {
        rank = (uint8_t)(rank + (instant->spot[i].holder < WHO));
    }
    return rank;
}

static void leave(struct spot *spot) {
    spot->joined = spot->target = spot->in_default = 0;
}

/* -- changes ------------------------------------------------------------------- */

static bool take(const struct story *story, struct instant *instant,
                 const struct call *call, uint32_t step, uint32_t busy) {
    struct spot *spot = &instant->spot[call->place];

    switch (call->status) {
    case EIP_OK:
        if (call->place >= story->places || spot->holder != WHO ||
            !has_room(story, instant, call->who)) {
            return false;
        }
        *spot = (struct spot){
            .holder = call->who, .id = call->own, .rank = last_rank(instant)};
        return true;
    case EIP_ERR_ADDRESS_LIMIT_EXCEEDED:
        return !has_room(story, instant, call->who);
    case EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY:
        if (step == 0) {
            return has_room(story, instant, call->who);
        }
        for (uint32_t i = 0; i < story->places; i++) {
            if (instant->spot[i].holder == WHO && (busy >> i & 1) == 0) {
                return false;
            }
        }
        return true;
    default:
        return false;
    }
}

static eip_status release_status(const struct spot *spot) {
    return spot == NULL ? EIP_ERR_ALLOCATION_ID_NOT_FOUND
           : spot->target != 0 && !spot->in_default ? EIP_ERR_ADDRESS_IN_USE
           : spot->name != 0                        ? EIP_ERR_ADDRESS_PTR_SET
                                                    : EIP_OK;
}

static bool give(const struct story *story, struct instant *instant,
                 const struct call *call, uint32_t step) {
    struct spot *spot = find(story, instant, call);

    if (step != 0) {
        return true; /* it has lasted until here */
    }
    if (call->status != release_status(spot)) {
        return false;
    }
    if (call->status == EIP_OK) {
        close_rank(instant, spot);
        *spot = (struct spot){.holder = WHO};
    }
    return true;
}

static bool same_transfer(const struct story *story, const struct call *call,
                          const struct spot *spot, uint32_t status,
                          uint32_t to) {
    const eip_address_transfer *got = &call->transfer;
    uint32_t place = got->public_ip - FACTS_BASE;

    return got->status == status && place < story->places &&
           facts_number(story, got->allocation_id) == spot->id &&
           got->transfer_account == facts_account[to] &&
           got->expiration_ms == story->now_ms + EIP_TRANSFER_OFFER_MS &&
           got->accepted_ms ==
               (status == EIP_TRANSFER_ACCEPTED ? story->now_ms : 0);
}

static bool offer(const struct story *story, struct instant *instant,
                  const struct call *call) {
    struct spot *spot = find(story, instant, call);
    bool is_pending =
        spot != NULL && spot->offer != 0 && (spot->offer & 0x80) == 0;
    eip_status status = spot == NULL ? EIP_ERR_ALLOCATION_ID_NOT_FOUND
                        : call->deed == WITHDRAW && !is_pending
                            ? EIP_ERR_INCORRECT_STATE
                            : EIP_OK;

    if (call->status != status || status != EIP_OK) {
        return call->status == status;
    }
    spot->offer = (uint8_t)(2 - call->who);
    if (call->deed == WITHDRAW) {
        spot->offer |= 0x80;
    }
    return same_transfer(story, call, spot,
                         call->deed == OFFER ? EIP_TRANSFER_PENDING
                                             : EIP_TRANSFER_DISABLED,
                         1U - call->who);
}

static eip_status offered_status(const struct spot *spot, uint32_t who) {
    return spot->holder >= WHO || spot->offer != who + 1
               ? EIP_ERR_ADDRESS_NOT_FOUND
           : spot->target != 0 ? EIP_ERR_TRANSFER_ASSOCIATED
           : spot->name != 0   ? EIP_ERR_TRANSFER_PTR_SET
                               : EIP_OK;
}

static bool accept(const struct story *story, struct instant *instant,
                   const struct call *call, uint32_t step) {
    struct spot *spot = &instant->spot[call->place];

    if (call->status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED) {
        return !has_room(story, instant, call->who);
    }
    if (call->status != EIP_OK && step == 0) {
        return has_room(story, instant, call->who);
    }
    if (call->status != offered_status(spot, call->who)) {
        return false;
    }
    if (call->status == EIP_OK) {
        if (!has_room(story, instant, call->who) ||
            !same_transfer(story, call, spot, EIP_TRANSFER_ACCEPTED,
                           call->who)) {
            return false;
        }
        close_rank(instant, spot);
        spot->holder = WHO;
        *spot = (struct spot){.holder = call->who,
                              .id = spot->id,
                              .rank = last_rank(instant),
                              .handed = 1};
    }
    return true;
}

static bool set(const struct story *story, struct instant *instant,
                const struct call *call) {
    struct spot *spot = find(story, instant, call);

    if (spot == NULL || call->status != EIP_OK) {
        return spot == NULL && call->status == EIP_ERR_ALLOCATION_ID_NOT_FOUND;
    }
    if (call->got != call->id ||
        call->place != (uint32_t)(spot - instant->spot)) {
        return false;
    }
    if (call->deed == RESET && spot->name == 0) {
        return !call->is_pending && call->before == 0 && call->update == 0;
    }
    if (!call->is_pending || call->before != spot->name) {
        return false;
    }
    spot->name = call->deed == SET ? call->name : 0;
    return call->update == spot->name;
}

static bool join(const struct story *story, struct instant *instant,
                 const struct call *call) {
    struct spot *spot = find(story, instant, call);
    uint8_t number = facts_joined(story, call->got);

    if (spot == NULL) {
        return call->status == EIP_ERR_ALLOCATION_ID_NOT_FOUND;
    }
    if (spot->target == call->target) {
        return call->status == EIP_OK && number == spot->joined;
    }
    if (spot->target != 0 && call->keeps) {
        return call->status == EIP_ERR_ALREADY_ASSOCIATED;
    }
    if (call->status != EIP_OK || number == 0 ||
        (instant->joined >> number & 1) != 0) {
        return false;
    }
    for (uint32_t i = 0; i < story->places; i++) {
        if (instant->spot[i].holder == call->who &&
            instant->spot[i].target == call->target) {
            leave(&instant->spot[i]);
        }
    }
    instant->joined |= UINT64_C(1) << number;
    spot->joined = number;
    spot->target = call->target;
    spot->in_default = call->in_default;
    return true;
}

static bool part(const struct story *story, struct instant *instant,
                 const struct call *call) {
    uint8_t number = facts_joined(story, call->id);

    for (uint32_t i = 0; i < story->places; i++) {
        struct spot *spot = &instant->spot[i];

        if (spot->holder == call->who && spot->target != 0 &&
            spot->joined == number) {
            leave(spot);
            return call->status == EIP_OK;
        }
    }
    return call->status == EIP_ERR_ASSOCIATION_ID_NOT_FOUND;
}

/* -- looking ------------------------------------------------------------------- */

static bool is_shown(const struct story *story, const struct call *call,
                     const struct shown *shown, const struct spot *spot) {
    return facts_number(story, shown->id) == spot->id &&
           (call->deed == SHOW_PTR
                ? shown->name == spot->name
                : shown->target == spot->target &&
                      facts_joined(story, shown->association) == spot->joined);
}

/* In the order of allocation. What was accepted has its place in it from an
 * instant of that call, perhaps before it took effect: anywhere, here. */
static bool show(const struct story *story, const struct instant *instant,
                 const struct call *call) {
    int before = -1;
    uint32_t wanted = 0;

    for (uint32_t i = 0; i < story->places; i++) {
        wanted += instant->spot[i].holder == call->who &&
                  (call->deed == SHOW || instant->spot[i].name != 0);
    }
    if (call->status != EIP_OK || call->count != wanted) {
        return false;
    }
    for (uint32_t i = 0; i < call->count; i++) {
        const struct spot *spot = &instant->spot[call->shown[i].place];

        if (call->shown[i].place >= story->places ||
            spot->holder != call->who ||
            (spot->handed == 0 && spot->rank <= before) ||
            !is_shown(story, call, &call->shown[i], spot)) {
            return false;
        }
        before = spot->handed == 0 ? spot->rank : before;
    }
    return true;
}

/* -- steps --------------------------------------------------------------------- */

/* No capacity, no offer: first there was room in the quota. */
uint32_t facts_steps(const struct call *call) {
    switch ((enum deed)call->deed) {
    case TAKE:
        return call->status == EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY ? 2 : 1;
    case GIVE:
        return call->status == EIP_OK ? 2 : 1;
    case ACCEPT:
        return call->status == EIP_OK ||
                       call->status == EIP_ERR_ADDRESS_LIMIT_EXCEEDED
                   ? 1
                   : 2;
    default:
        return 1;
    }
}

bool facts_step(const struct story *story, struct instant *instant,
                const struct call *call, uint32_t step, uint32_t busy) {
    switch ((enum deed)call->deed) {
    case TAKE:
        return take(story, instant, call, step, busy);
    case GIVE:
        return give(story, instant, call, step);
    case OFFER:
    case WITHDRAW:
        return offer(story, instant, call);
    case ACCEPT:
        return accept(story, instant, call, step);
    case SET:
    case RESET:
        return set(story, instant, call);
    case JOIN:
        return join(story, instant, call);
    case PART:
        return part(story, instant, call);
    case SHOW:
    case SHOW_PTR:
        return show(story, instant, call);
    default:
        return call->status == EIP_OK &&
               call->number == used(story, instant, call->who);
    }
}
