/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* eip_allocate_block: asked of both, and what both answer. What is wrong with a
 * request is what is wrong with AllocateAddress's; the rest is said here. */
#include "proof/model/allocate.h"

#include <string.h>

enum { MOST = EIP_BLOCK_ADDRESSES_MAX };

static struct ask_allocate ask;

/* -- which blocks there are ---------------------------------------------------- */

enum quality { UNUSED, COOLED, COOLING, NOT_FREE };

static int quality_of(const struct model *m, int place, uint32_t count) {
    int worst = UNUSED;
    int block = m->place[place].block;

    for (uint32_t i = 0; i < count; i++) {
        int at = place + (int)i;
        int one = block == NOBODY || m->place[at].block != block ||
                          !model_is_free(m, at)
                      ? NOT_FREE
                  : m->place[at].fresh      ? UNUSED
                  : model_is_cooling(m, at) ? COOLING
                                            : COOLED;

        worst = one > worst ? one : worst;
    }
    return worst;
}

static const struct pool *pool_of(const struct model *m, int space) {
    return &m->pool[space < GROUPS ? 0 : space - GROUPS];
}

/* As good as the policy makes it; NOT_FREE: not to be had. */
static int rank_of(const struct model *m, int space, int place,
                   uint32_t count) {
    const struct pool *pool = pool_of(m, space);
    int quality = quality_of(m, place, count);

    if (quality == COOLING && (pool->flags & EIP_POOL_KEEP_COOLING) != 0) {
        return NOT_FREE;
    }
    return quality == UNUSED && pool->policy == EIP_POLICY_LOWEST ? COOLED
                                                                  : quality;
}

/* The best rank, and of that the lowest address from `from` on, or else the
 * lowest of all. */
struct best {
    int rank;
    uint64_t above; /* UINT64_MAX: none */
    uint64_t lowest;
};

static void consider(struct best *best, int rank, uint64_t ip, uint64_t from) {
    if (rank == NOT_FREE || rank > best->rank) {
        return;
    }
    if (rank < best->rank) {
        *best = (struct best){rank, UINT64_MAX, UINT64_MAX};
    }
    best->lowest = ip < best->lowest ? ip : best->lowest;
    if (ip >= from && ip < best->above) {
        best->above = ip;
    }
}

static struct best find_best(const struct model *m, int space, uint32_t count) {
    struct best best = {NOT_FREE, UINT64_MAX, UINT64_MAX};

    for (int b = 0; b < BLOCKS; b++) {
        const struct block *block = &m->block[b];

        if (!block->present ||
            model_space_of(block->pool, block->group) != space ||
            (pool_of(m, space)->flags & EIP_POOL_CLOSED) != 0) {
            continue;
        }
        for (uint32_t i = 0; i + count <= block->size; i += count) {
            if (m->place[block->first + (int)i].block != b) {
                continue;
            }
            consider(&best, rank_of(m, space, block->first + (int)i, count),
                     (uint64_t)block->cidr.base + i, m->space[space].cursor);
        }
    }
    return best;
}

static bool in_turn(struct run *run, int space, uint32_t ip, int place,
                    uint32_t count) {
    struct best best = find_best(&run->m, space, count);
    uint32_t policy = pool_of(&run->m, space)->policy;
    uint64_t cyclic = best.above != UINT64_MAX ? best.above : best.lowest;

    if (rank_of(&run->m, space, place, count) != best.rank ||
        (policy == EIP_POLICY_LOWEST && ip != best.lowest) ||
        (policy == EIP_POLICY_CURSOR && ip != cyclic)) {
        return run_differs(run, "the block %x of %u is out of turn", ip, count);
    }
    return true;
}

/* -- what is answered ------------------------------------------------------------ */

/* Amazon's addresses count, named or not (R9). */
static bool named_counts(const struct model *m,
                         const struct allocate_verdict *v) {
    bool names_pool = false;

    for (int i = 0; i < POOL_PARAMETERS; i++) {
        names_pool |= ask.pool[i].what == POOL_KNOWN;
    }
    return v->place != NOBODY ? model_block(m, v->place)->pool == 0
                              : !names_pool;
}

/* Each by itself must be to be had, and all in one CIDR block. */
static bool may_have_named(struct model *m, const struct allocate_verdict *v,
                           uint32_t count) {
    struct ask_allocate one = ask;

    if (v->place == NOBODY || model_block(m, v->place)->size < count) {
        return false;
    }
    one.dry = true;
    for (uint32_t i = 0; i < count; i++) {
        struct allocate_verdict each;

        one.ip = ask.ip + i;
        allocate_predict(m, &one, &each);
        if (each.status != EIP_ERR_DRY_RUN ||
            m->place[each.place].block != m->place[v->place].block) {
            return false;
        }
    }
    return true;
}

static eip_status judge(struct model *m, struct allocate_verdict *v,
                        uint32_t count) {
    const struct account *account = &m->account[ask.by.account];

    bool is_full = account->used + count > account->quota;
    uint32_t i = 0;

    if (ask.named && named_counts(m, v) && is_full) {
        return EIP_ERR_ADDRESS_LIMIT_EXCEEDED;
    }
    if (ask.named && !may_have_named(m, v, count)) {
        return EIP_ERR_ADDRESS_NOT_FOUND;
    }
    for (; !ask.named && i < v->tries; i++) {
        v->space = v->tried[i];
        if (v->space < GROUPS && is_full) {
            return EIP_ERR_ADDRESS_LIMIT_EXCEEDED;
        }
        if (find_best(m, v->space, count).rank != NOT_FREE) {
            break;
        }
    }
    if (!ask.named && i == v->tries) {
        return EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY;
    }
    return ask.dry ? EIP_ERR_DRY_RUN : EIP_OK;
}

static void predict(struct model *m, uint32_t netmask,
                    struct allocate_verdict *v) {
    bool known = m->account[ask.by.account].known;
    bool wrong =
        netmask < EIP_BLOCK_NETMASK_MIN || netmask > EIP_BLOCK_NETMASK_MAX;

    allocate_predict(m, &ask, v);
    if (!v->counts || v->status == EIP_ERR_UNAUTHORIZED) {
        return;
    }
    if (wrong || (ask.named && !ask.malformed &&
                  (ask.ip & ((1u << (32 - netmask)) - 1)) != 0)) {
        v->status = EIP_ERR_INVALID_PARAMETER_VALUE;
        m->account[ask.by.account].known = known;
    } else if (v->knows) {
        v->status = judge(m, v, 1u << (32 - netmask));
    }
}

/* -- the call ---------------------------------------------------------------------- */

static int place_of(const struct model *m, const struct allocate_verdict *v,
                    uint32_t ip) {
    int first = ask.named ? v->place : m->space[v->space].first;

    return first + (int)(ip - m->place[first].ip);
}

static bool note_all(struct run *run, struct allocate_verdict *v, eip_cidr got,
                     const eip_allocate_address_response *responses) {
    uint32_t count = 1u << (32 - got.prefix_bits);
    int space = v->space;
    int place = place_of(&run->m, v, got.base);

    if (!ask.named && (place < 0 || place + (int)count > PLACES ||
                       !in_turn(run, space, got.base, place, count))) {
        return run_differs(run, "the block is elsewhere: %x", got.base);
    }
    if (ask.named && got.base != ask.ip) {
        return run_differs(run, "another block than the one that was named");
    }
    for (uint32_t i = 0; i < count; i++) {
        v->place = place + (int)i;
        if ((responses[i].public_ip | responses[i].carrier_ip |
             responses[i].customer_owned_ip) != got.base + i) {
            return run_differs(run, "address %u is not in its place", i);
        }
        if (!allocate_note(run, &ask, v, &responses[i])) {
            return false;
        }
    }
    if (!ask.named) {
        run->m.space[space].cursor = (uint64_t)got.base + count;
    }
    return true;
}

bool step_allocate_block(struct run *run, struct dice *dice) {
    static const uint32_t wrong[] = {0, 27, 33, UINT32_MAX};
    eip_allocate_address_response got[MOST];
    uint32_t netmask = 28 + roll(dice, 5);
    struct allocate_verdict v;
    eip_cidr block = {4711, 4711};
    eip_status status;

    if (rarely(dice, 64)) {
        netmask = wrong[roll(dice, 4)];
    }
    run_tell(run, "allocate_block netmask=%u", netmask);
    allocate_draw(run, dice, &ask);
    if (netmask >= 28 && netmask <= 32 && ask.named && !rarely(dice, 8)) {
        ask.ip &= ~((1u << (32 - netmask)) - 1);
        ask.request.address = ask.malformed ? ask.request.address
                                            : texts_of_ip(ask.ip, ask.room[3]);
    }
    predict(&run->m, netmask, &v);
    memset(got, 0x5a, sizeof got);
    got[0].size = sizeof got[0];
    status = eip_allocate_block(ask.by.engine, ask.by.caller, &ask.request,
                                netmask, &block, got, run_error(run));
    if (!run_same_status(run, v.status, status) ||
        !ask_was_authorized(run, &ask.by, "ec2:AllocateAddress", v.asks)) {
        return false;
    }
    if (status == EIP_OK) {
        return note_all(run, &v, block, got);
    }
    if (block.base != 4711 || got[1].size != 0x5a5a5a5a) {
        return run_differs(run, "the answer of a failure was written");
    }
    return allocate_note(run, &ask, &v, got);
}
