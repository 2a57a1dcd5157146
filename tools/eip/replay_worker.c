/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what a worker notes about each answer: counts, digest, holdings, the
 * ledger's bits, and failed expectations. */
#include "replay.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- names ----------------------------------------------------------------- */

const char *replay_op_name(enum replay_op op) {
    static const char *const names[OP_COUNT] = {
        [OP_ALLOCATE] = "allocate",
        [OP_ALLOCATE_MANY] = "allocate_many",
        [OP_RECOVER] = "recover",
        [OP_CLAIM] = "claim_foreign",
        [OP_ALLOCATE_DRY] = "allocate_dry_run",
        [OP_FILL] = "fill",
        [OP_RELEASE] = "release",
        [OP_RELEASE_MANY] = "release_many",
        [OP_RELEASE_WRONG] = "release_foreign",
        [OP_RELEASE_DRY] = "release_dry_run",
        [OP_DESCRIBE] = "describe",
    };

    return names[op];
}

eip_status replay_status_value(uint32_t column) {
    static const eip_status values[REPLAY_STATUSES] = {
#define REPLAY_VALUE(name, value, code, http, text) EIP_##name,
        EIP_STATUS_MAP(REPLAY_VALUE)
#undef REPLAY_VALUE
            EIP_STATUS_END_,
    };

    return values[column];
}

enum replay_status replay_status_of(eip_status status) {
    uint32_t column = 0;

    while (column < REPLAY_UNKNOWN_STATUS &&
           replay_status_value(column) != status) {
        column++;
    }
    return (enum replay_status)column;
}

/* -- failures -------------------------------------------------------------- */

void failure_add(struct world *world, const char *format, ...) {
    struct failures *failures = &world->failures;
    va_list arguments;

    (void)pthread_mutex_lock(&failures->lock);
    if (failures->count < REPLAY_MESSAGES_MAX) {
        char *message = failures->messages[failures->count];

        va_start(arguments, format);
        (void)vsnprintf(message, sizeof(failures->messages[0]), format,
                        arguments);
        va_end(arguments);
    }
    failures->count++;
    atomic_store(&failures->any, true);
    (void)pthread_mutex_unlock(&failures->lock);
}

bool failure_any(struct world *world) {
    return atomic_load(&world->failures.any);
}

/* -- numbers --------------------------------------------------------------- */

uint64_t worker_below(struct worker *worker, uint64_t bound) {
    return (dice_next(&worker->dice) >> 32) * bound >> 32;
}

/* The engines' clock advances by a millisecond an operation: so cooldowns
 * pass within seconds, and a run in one thread is the same every time. */
enum { TICKS = 64 };

void worker_flush(struct worker *worker) {
    atomic_fetch_add(&worker->world->now_ms, worker->ticks);
    atomic_fetch_add(&worker->done, worker->ticks);
    worker->ticks = 0;
}

void worker_note(struct worker *worker, enum replay_op op, eip_status status,
                 uint64_t id, uint32_t address) {
    uint64_t what = (uint64_t)op << 56 | (uint64_t)(uint16_t)status << 32;

    worker->counts[op][replay_status_of(status)]++;
    worker->digest = dice_mix(worker->digest ^ id) + (what | address);
    if (++worker->ticks >= TICKS)
        worker_flush(worker);
}

/* -- holdings -------------------------------------------------------------- */

uint64_t holding_fold(uint64_t id, uint32_t address, uint32_t tags) {
    return dice_mix(id ^ (uint64_t)address << 8 ^ tags);
}

bool purse_add(struct purse *purse, struct holding item) {
    if (purse->count == purse->room) {
        uint32_t room = purse->room ? purse->room * 2 : 8;
        struct holding *larger =
            realloc(purse->items, room * sizeof(*purse->items));

        if (!larger)
            return false;
        purse->items = larger;
        purse->room = room;
    }
    purse->items[purse->count++] = item;
    purse->fold ^= holding_fold(item.id, item.address, item.tags);
    return true;
}

struct holding purse_take(struct purse *purse, uint32_t at) {
    struct holding item = purse->items[at];

    purse->items[at] = purse->items[--purse->count];
    purse->fold ^= holding_fold(item.id, item.address, item.tags);
    return item;
}

/* -- the ledger ------------------------------------------------------------ */

static const char *written(uint32_t address, char *buffer) {
    (void)eip_ipv4_format(address, buffer);
    return buffer;
}

uint64_t world_give(struct world *world, uint32_t group, uint32_t address,
                    uint64_t account) {
    uint64_t number = ranges_find(&world->ranges, group, address);
    char text[EIP_IPV4_TEXT_SIZE];

    if (number == UINT64_MAX) {
        failure_add(world, "%s was given in %s, but no range of it has it",
                    written(address, text), world->ranges.groups[group].name);
        return UINT64_MAX;
    }
    if (!ledger_give(&world->ledger, number)) {
        failure_add(world, "%s of %s was given twice, now to account %012llu",
                    written(address, text), world->ranges.groups[group].name,
                    (unsigned long long)account);
        return UINT64_MAX;
    }
    return number;
}

void world_take(struct world *world, uint32_t group, uint32_t address) {
    uint64_t number = ranges_find(&world->ranges, group, address);
    char text[EIP_IPV4_TEXT_SIZE];

    if (number == UINT64_MAX || !ledger_take(&world->ledger, number))
        failure_add(world, "%s of %s is to be released, but was not given",
                    written(address, text), world->ranges.groups[group].name);
}

bool response_address(struct world *world, uint32_t group,
                      const eip_allocate_address_response *response,
                      uint32_t *address) {
    bool is_carrier =
        world->ranges.groups[group].kind == EIP_BORDER_GROUP_WAVELENGTH;
    uint32_t wanted = EIP_HAS_ALLOCATION_ID | EIP_HAS_PUBLIC_IPV4_POOL |
                      EIP_HAS_NETWORK_BORDER_GROUP |
                      (is_carrier ? EIP_HAS_CARRIER_IP : EIP_HAS_PUBLIC_IP);
    eip_text name = world->names[group];

    if (response->fields != wanted || response->domain != EIP_DOMAIN_VPC ||
        response->public_ipv4_pool.kind != EIP_POOL_AMAZON ||
        response->public_ipv4_pool.id != 0) {
        failure_add(world,
                    "%s: a response has the members 0x%x, not 0x%x, or "
                    "wrong ones",
                    name.data, response->fields, wanted);
        return false;
    }
    if (response->network_border_group.size != name.size ||
        memcmp(response->network_border_group.data, name.data, name.size) !=
            0) {
        failure_add(world, "%s: a response names the border group %.*s",
                    name.data, (int)response->network_border_group.size,
                    response->network_border_group.data);
        return false;
    }
    *address = is_carrier ? response->carrier_ip : response->public_ip;
    return true;
}
