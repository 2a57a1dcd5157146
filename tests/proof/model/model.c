/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The reference: places, the order of reuse, blocks. */
#include "proof/model/model.h"

#include <string.h>

enum { RING = 7, TICKS = 5 };

/* By number: Amazon's, three public IPv4 pools, three of IPAM, CoIP, and what
 * CreateIpamPool makes. */
static uint32_t kind_of(int pool) {
    return pool == 0             ? EIP_POOL_AMAZON
           : pool < IPAM_FIRST   ? EIP_POOL_PUBLIC_IPV4
           : model_is_coip(pool) ? EIP_POOL_COIP
                                 : EIP_POOL_IPAM;
}

void model_open(struct model *m, const uint32_t base[3], uint32_t quota,
                uint64_t cooldown_ms) {
    memset(m, 0, sizeof *m);
    m->cooldown_ms = cooldown_ms;
    memcpy(m->base, base, sizeof m->base);
    for (int i = 0; i < PLACES; i++) {
        int table =
            i < PUBLIC_PLACES ? 0 : 1 + (i - PUBLIC_PLACES) / OWN_PLACES;
        int first = table == 0 ? 0 : PUBLIC_PLACES + (table - 1) * OWN_PLACES;

        m->place[i].ip = base[table] + (uint32_t)(i - first);
        m->place[i].block = NOBODY;
        m->place[i].holder = m->place[i].giver = NOBODY;
    }
    for (int i = 0; i < ACCOUNTS; i++) {
        m->account[i].quota = quota;
    }
    for (int i = 1; i < POOLS; i++) {
        /* Until there is one, an id that is nobody's. */
        m->pool[i].ref = (eip_pool_ref){0xbad000u + (uint32_t)i, kind_of(i), 0};
        m->pool[i].home = m->pool[i].range = NOBODY;
    }
    m->pool[0].exists = m->pool[0].ever = m->group_exists[0] = true;
    m->pool[0].owner = m->pool[0].home = m->pool[0].range = NOBODY;
    model_set_pool(m, 0, EIP_POLICY_DEFAULT, 0, 0);
}

/* -- addresses ------------------------------------------------------------- */

int model_table_of(int pool) {
    return pool >= COIP_FIRST && pool < PLAIN_POOLS ? 1 + pool - COIP_FIRST : 0;
}

int model_place(const struct model *m, int pool, uint32_t ip) {
    int table = model_table_of(pool);
    uint32_t at = ip - m->base[table];
    int place;

    if (at >= (table == 0 ? PUBLIC_PLACES : OWN_PLACES)) {
        return NOBODY;
    }
    place =
        (int)at + (table == 0 ? 0 : PUBLIC_PLACES + (table - 1) * OWN_PLACES);
    return m->place[place].block == NOBODY ? NOBODY : place;
}

int model_space_of(int pool, int group) {
    return pool == 0 ? group : GROUPS + pool;
}

static struct space *space_at(struct model *m, int place) {
    const struct block *block = model_block(m, place);

    return &m->space[model_space_of(block->pool, block->group)];
}

bool model_is_free(const struct model *m, int place) {
    return m->place[place].holder == NOBODY && !m->place[place].draining;
}

bool model_is_cooling(const struct model *m, int place) {
    const struct place *at = &m->place[place];

    return at->holder == NOBODY && at->used && !at->fresh &&
           m->now_ms - at->freed_ms <
               m->pool[model_block(m, place)->pool].cooldown_ms;
}

bool model_admits(const struct model *m, int pool, int account) {
    return pool == 0 || m->pool[pool].owner == account ||
           (m->pool[pool].shared >> account & 1) != 0;
}

bool model_at_quota(const struct model *m, int account) {
    return m->account[account].used >= m->account[account].quota;
}

/* -- order of reuse -------------------------------------------------------- */

static void put_bit(uint64_t *bits, uint32_t at, bool on) {
    uint64_t bit = UINT64_C(1) << at % 64;

    bits[at / 64] = on ? bits[at / 64] | bit : bits[at / 64] & ~bit;
}

/* The first from `from` on, or NOBODY. */
static int next_bit(const uint64_t *bits, uint32_t from) {
    uint64_t mask = UINT64_MAX << from % 64;

    for (uint32_t i = from / 64; i < WORDS; i++, mask = UINT64_MAX) {
        if ((bits[i] & mask) != 0) {
            return (int)(i * 64) + __builtin_ctzll(bits[i] & mask);
        }
    }
    return NOBODY;
}

static bool allow(uint64_t allowed[WORDS], int bit) {
    if (bit == NOBODY) {
        return false;
    }
    put_bit(allowed, (uint32_t)bit, true);
    return true;
}

/* `lowest` merges (a) and (b). */
static int lowest(const struct model *m, const struct space *s) {
    int fresh = next_bit(s->fresh, 0);
    int past = next_bit(s->returned, 0);

    while (past != NOBODY && model_is_cooling(m, s->first + past)) {
        past = next_bit(s->returned, (uint32_t)past + 1);
    }
    return fresh == NOBODY || (past != NOBODY && past < fresh) ? past : fresh;
}

static int above_cursor(const struct model *m, const struct space *s) {
    uint64_t first = m->place[s->first].ip;
    uint64_t from = s->cursor > first ? s->cursor - first : 0;
    int found =
        from < PUBLIC_PLACES ? next_bit(s->fresh, (uint32_t)from) : NOBODY;

    return found != NOBODY ? found : next_bit(s->fresh, 0);
}

/* (b) before (c), and older buckets before younger: the less, the earlier.
 * Seven buckets are told apart; what is older than those is one. */
static uint32_t rank(const struct model *m, const struct space *s, int place) {
    uint64_t age = s->bucket - m->place[place].bucket;

    return (model_is_cooling(m, place) ? 2 * RING : 0) +
           (age >= RING ? 0 : RING - (uint32_t)age);
}

static bool allow_returned(const struct model *m, const struct space *s,
                           bool keeps, uint64_t allowed[WORDS]) {
    uint32_t least = keeps ? 2 * RING - 1 : 4 * RING;
    bool any = false;

    for (int i = next_bit(s->returned, 0); i != NOBODY;
         i = next_bit(s->returned, (uint32_t)i + 1)) {
        uint32_t has = rank(m, s, s->first + i);

        if (has > least) {
            continue;
        }
        if (has < least) {
            memset(allowed, 0, WORDS * sizeof *allowed);
        }
        least = has;
        any = allow(allowed, i);
    }
    return any;
}

bool model_allowed(const struct model *m, int space, uint64_t allowed[WORDS]) {
    const struct space *s = &m->space[space];
    const struct pool *pool = &m->pool[space < GROUPS ? 0 : space - GROUPS];

    memset(allowed, 0, WORDS * sizeof *allowed);
    if ((pool->flags & EIP_POOL_CLOSED) != 0) {
        return false;
    }
    if (pool->policy == EIP_POLICY_LOWEST && allow(allowed, lowest(m, s))) {
        return true;
    }
    if (next_bit(s->fresh, 0) == NOBODY) {
        return allow_returned(m, s, (pool->flags & EIP_POOL_KEEP_COOLING) != 0,
                              allowed);
    }
    if (pool->policy == EIP_POLICY_CURSOR) {
        return allow(allowed, above_cursor(m, s));
    }
    memcpy(allowed, s->fresh, sizeof s->fresh);
    return true;
}

/* -- taking and giving ----------------------------------------------------- */

void model_offer(struct model *m, int place) {
    struct space *s = space_at(m, place);
    bool free = model_is_free(m, place);
    bool fresh = m->place[place].fresh;
    uint32_t bit = (uint32_t)(place - s->first);

    put_bit(s->fresh, bit, free && fresh);
    put_bit(s->returned, bit, free && !fresh);
}

void model_take(struct model *m, int place, int account, bool standard,
                uint64_t id, bool picked) {
    struct place *at = &m->place[place];
    struct account *a = &m->account[account];
    struct space *s = space_at(m, place);

    if (picked && at->fresh &&
        model_pool_at(m, place)->policy == EIP_POLICY_CURSOR) {
        s->cursor = (uint64_t)at->ip + 1;
    }
    at->holder = (int8_t)account;
    at->giver = NOBODY;
    at->used = true;
    at->fresh = false;
    at->standard = standard;
    at->id = id;
    if (place < PUBLIC_PLACES) {
        m->eip_id[place] = (eip_ipam_id){0, 0};
    }
    at->order = ++m->order;
    at->taken_ms = m->now_ms;
    at->tags.count = 0;
    memset(&at->facts, 0, sizeof at->facts);
    a->place[a->held++] = (uint16_t)place;
    a->used += model_block(m, place)->pool == 0;
    m->block[at->block].held++;
    model_offer(m, place);
}

/* A bucket is a fifth of the cooldown wide, from the first release on. */
static void age(struct model *m, struct place *at, struct space *s,
                uint64_t cooldown_ms) {
    at->fresh = cooldown_ms == 0;
    if (at->fresh) {
        return;
    }
    if (m->now_ms >= s->opened_ms + (cooldown_ms + TICKS - 1) / TICKS) {
        s->bucket++;
        s->opened_ms = m->now_ms;
    }
    at->bucket = s->bucket;
    at->freed_ms = m->now_ms;
}

static void leave(struct model *m, int place) {
    struct account *a = &m->account[m->place[place].holder];
    uint32_t to = 0;

    for (uint32_t i = 0; i < a->held; i++) {
        a->place[to] = a->place[i];
        to += a->place[i] != place;
    }
    a->held = to;
    a->used -= model_block(m, place)->pool == 0;
}

void model_give(struct model *m, int place) {
    struct place *at = &m->place[place];

    leave(m, place);
    memset(&at->facts, 0, sizeof at->facts);
    m->block[at->block].held--;
    at->giver = at->standard ? NOBODY : at->holder;
    at->holder = NOBODY;
    age(m, at, space_at(m, place), model_pool_at(m, place)->cooldown_ms);
    model_offer(m, place);
}

/* Those that are shown no longer make room. */
static void remember(struct model *m, const struct handed *handed) {
    uint32_t kept = 0;

    for (uint32_t i = 0; i < m->handed_count; i++) {
        m->handed[kept] = m->handed[i];
        kept += m->now_ms - m->handed[i].accepted_ms < EIP_TRANSFER_SHOWN_MS;
    }
    kept -= kept == HANDED; /* step_transfer looks first */
    m->handed[kept++] = *handed;
    m->handed_count = kept;
}

void model_hand(struct model *m, int place, int account) {
    struct place *at = &m->place[place];
    struct account *a = &m->account[account];

    remember(m, &(struct handed){at->id, at->order, at->facts.offer_ms,
                                 m->now_ms, at->ip, at->holder, account});
    leave(m, place);
    memset(&at->facts, 0, sizeof at->facts);
    at->tags.count = 0;
    at->holder = (int8_t)account;
    at->order = ++m->order;
    a->place[a->held++] = (uint16_t)place;
    a->used++;
}

/* -- facts ----------------------------------------------------------------- */

struct ptr model_ptr(const struct model *m, int place) {
    const struct facts *facts = &m->place[place].facts;
    struct ptr ptr = {.record = facts->ptr};

    if (facts->updated) {
        ptr.is_pending = m->now_ms - facts->ptr_ms < m->settle_ms;
        ptr.has_failed = !ptr.is_pending && facts->refused;
        ptr.update = facts->next;
    }
    if (facts->updated && !ptr.is_pending && !ptr.has_failed) {
        ptr.record = facts->next;
        ptr.update = 0;
    }
    return ptr;
}

bool model_ptr_blocks(const struct model *m, int place) {
    struct ptr ptr = model_ptr(m, place);

    return ptr.record != 0 || (ptr.is_pending && ptr.update != 0 &&
                               !m->place[place].facts.refused);
}

bool model_offers(const struct model *m, int place) {
    const struct facts *facts = &m->place[place].facts;

    return facts->offered && m->now_ms < facts->offer_ms;
}

/* -- administration -------------------------------------------------------- */

void model_set_pool(struct model *m, int pool, uint32_t policy, uint32_t flags,
                    uint64_t cooldown_ms) {
    struct pool *p = &m->pool[pool];

    p->policy = policy;
    if (policy == EIP_POLICY_DEFAULT) {
        p->policy = pool == 0 ? EIP_POLICY_SPREAD : EIP_POLICY_LOWEST;
    }
    p->flags = flags;
    p->cooldown_ms =
        (flags & EIP_POOL_COOLDOWN_GIVEN) != 0 ? cooldown_ms : m->cooldown_ms;
}
