/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CIDR blocks: which places are whose; pools as their owners. */
#include "proof/model/model.h"

#include <string.h>

/* -- pools ----------------------------------------------------------------- */

/* An IPAM pool of the administrator's. */
static void new_ipam(struct model *m, int pool) {
    m->ipam[pool] = (struct ipam){.present = true,
                                  .owner = m->pool[pool].owner,
                                  .source = NOBODY,
                                  .service = 1,
                                  .depth = 1,
                                  .least = -1,
                                  .most = -1,
                                  .usual = -1};
}

void model_new_pool(struct model *m, int pool, int owner, eip_pool_ref ref) {
    struct pool *p = &m->pool[pool];

    memset(p, 0, sizeof *p);
    memset(&m->space[GROUPS + pool], 0, sizeof m->space[0]);
    p->exists = p->ever = true;
    p->order = ++m->order;
    p->ref = ref;
    p->owner = owner;
    p->home = p->range = NOBODY;
    if (model_is_ipam(pool)) {
        new_ipam(m, pool);
    }
}

void model_end_pool(struct model *m, int pool) {
    struct pool *p = &m->pool[pool];

    p->exists = m->ipam[pool].present = false;
    for (int i = 0; i < IPAM_CIDRS && model_is_ipam(pool); i++) {
        m->ipam_cidr[i].present &= m->ipam_cidr[i].pool != pool;
    }
    if (p->range != NOBODY) {
        m->range[p->range].present =
            m->range[p->range].deed == DEED_DEPROVISIONED;
        m->range[p->range].pool = NOBODY;
        p->range = NOBODY;
    }
}

static bool has_child(const struct model *m, int pool) {
    for (int i = IPAM_FIRST; i < POOLS; i++) {
        if (m->ipam[i].present && m->ipam[i].source == pool) {
            return true;
        }
    }
    return false;
}

bool model_in_use(const struct model *m, int pool) {
    const struct pool *p = &m->pool[pool];

    if (p->range != NOBODY && m->range[p->range].deed != DEED_MOVED) {
        return true;
    }
    for (int i = 0; i < BLOCKS; i++) {
        if (m->block[i].present && m->block[i].pool == pool) {
            return true;
        }
    }
    return model_is_ipam(pool) &&
           (model_count_ipam_cidrs(m, pool) != 0 ||
            model_has_allocations(m, pool) || has_child(m, pool));
}

int model_group_of(const struct model *m, int pool) {
    const struct pool *p = &m->pool[pool];

    return m->space[model_space_of(pool, 0)].blocks != 0 ||
                   model_count_ipam_cidrs(m, pool) != 0
               ? p->group
               : p->home;
}

/* -- places ---------------------------------------------------------------- */

static int size_of(eip_cidr cidr) {
    return 1 << (32 - cidr.prefix_bits);
}

static int first_of(int table) {
    return table == 0 ? 0 : PUBLIC_PLACES + (table - 1) * OWN_PLACES;
}

struct span model_span(const struct model *m, int pool, eip_cidr cidr) {
    int table = model_table_of(pool);
    uint32_t all = table == 0 ? PUBLIC_PLACES : OWN_PLACES;
    uint32_t at = cidr.base - m->base[table];

    return cidr.prefix_bits >= 16 && at < all &&
                   at + (uint32_t)size_of(cidr) <= all
               ? (struct span){first_of(table) + (int)at, size_of(cidr)}
               : (struct span){0, 0};
}

/* A CIDR of a space, cut down to what there are places for. */
static struct span places_of(const struct model *m, int table, eip_cidr cidr) {
    uint64_t first = m->base[table];
    uint64_t end = first + (table == 0 ? PUBLIC_PLACES : OWN_PLACES);
    uint64_t from = cidr.base > first ? cidr.base : first;
    uint64_t to = cidr.base;

    if (cidr.prefix_bits <= 32) { /* a malformed one has no place */
        to += UINT64_C(1) << (32 - cidr.prefix_bits);
    }
    to = to < end ? to : end;
    return from < to ? (struct span){first_of(table) + (int)(from - first),
                                     (int)(to - from)}
                     : (struct span){0, 0};
}

bool model_overlaps(const struct model *m, int pool, eip_cidr cidr) {
    struct span span = places_of(m, model_table_of(pool), cidr);

    for (int i = 0; i < span.size; i++) {
        if (m->place[span.first + i].block != NOBODY) {
            return true;
        }
    }
    return model_table_of(pool) == 0 && model_ipam_reserves(m, cidr);
}

bool model_has_room(const struct model *m, int more) {
    for (int i = 0; i < BLOCKS; i++) {
        more -= !m->block[i].present;
    }
    return more <= 0;
}

/* -- coming ---------------------------------------------------------------- */

static void begin_space(struct model *m, int pool, int group) {
    struct space *s = &m->space[model_space_of(pool, group)];

    if (pool != 0 && m->pool[pool].group != group) {
        memset(s, 0, sizeof *s);
    }
    s->first = (uint16_t)first_of(model_table_of(pool));
    s->blocks++;
    m->pool[pool].group = group;
}

/* What was cut out of a block, and comes again to its pool, is of it again. */
static int block_over(const struct model *m, int pool, eip_cidr cidr) {
    for (int i = 0; i < BLOCKS; i++) {
        const struct block *block = &m->block[i];

        if (block->present && block->pool == pool &&
            eip_cidr_contains(block->cidr, cidr.base) != 0) {
            return i;
        }
    }
    return NOBODY;
}

static int new_block(struct model *m, int pool, int group, eip_cidr cidr) {
    int i = 0;

    while (m->block[i].present) {
        i++;
    }
    begin_space(m, pool, group);
    m->block[i] = (struct block){
        .cidr = cidr,
        .pool = (uint8_t)pool,
        .group = (uint8_t)group,
        .present = true,
        .first = (uint16_t)model_span(m, pool, cidr).first,
        .size = (uint16_t)size_of(cidr),
    };
    return i;
}

void model_put(struct model *m, int pool, int group, eip_cidr cidr) {
    struct span span = model_span(m, pool, cidr);
    int block = block_over(m, pool, cidr);
    const struct ipam_cidr *over;

    /* What comes back to an IPAM pool is of a block of all of its CIDR. */
    if (block == NOBODY) {
        over = model_ipam_cidr(m, pool, cidr);
        block = new_block(m, pool, group, over == NULL ? cidr : over->cidr);
    }
    m->block[block].left = (uint16_t)(m->block[block].left + span.size);
    for (int place = span.first; place < span.first + span.size; place++) {
        struct place *at = &m->place[place];

        *at = (struct place){.ip = at->ip,
                             .block = (int16_t)block,
                             .holder = NOBODY,
                             .giver = NOBODY,
                             .fresh = true};
        model_offer(m, place);
    }
}

void model_add_block(struct model *m, int pool, int group, eip_cidr cidr) {
    model_put(m, pool, group, cidr);
    if (model_is_ipam(pool)) {
        (void)model_add_ipam_cidr(m, pool, cidr);
    }
}

/* -- parts ----------------------------------------------------------------- */

static bool is_alike(const struct model *m, struct span span) {
    const struct place *first = &m->place[span.first];

    for (int i = 0; i < span.size; i++) {
        const struct place *at = &first[i];

        if (at->block == NOBODY || at->block != first->block ||
            at->draining != first->draining || at->lot != first->lot) {
            return false;
        }
    }
    return true;
}

eip_cidr model_part(const struct model *m, int place) {
    const struct block *block = model_block(m, place);
    int at = place - block->first;
    int size = block->size;

    while (!is_alike(m, (struct span){block->first + at / size * size, size})) {
        size /= 2;
    }
    return (eip_cidr){block->cidr.base + (uint32_t)(at / size * size),
                      32 - (uint32_t)__builtin_ctz((unsigned)size)};
}

bool model_is_part(const struct model *m, int pool, struct span span) {
    return span.size != 0 && is_alike(m, span) &&
           model_block(m, span.first)->pool == pool;
}

uint32_t model_held(const struct model *m, struct span span) {
    uint32_t held = 0;

    for (int i = 0; i < span.size; i++) {
        held += m->place[span.first + i].holder != NOBODY;
    }
    return held;
}

void model_drain(struct model *m, struct span span, bool draining) {
    for (int i = 0; i < span.size; i++) {
        m->place[span.first + i].draining = draining;
        model_offer(m, span.first + i);
    }
}

/* -- going ----------------------------------------------------------------- */

void model_cut(struct model *m, struct span span) {
    int number = m->place[span.first].block;
    struct block *block = &m->block[number];

    model_drain(m, span, true);
    for (int i = 0; i < span.size; i++) {
        m->place[span.first + i].block = NOBODY;
        m->place[span.first + i].giver = NOBODY;
        m->place[span.first + i].draining = false;
    }
    block->left = (uint16_t)(block->left - span.size);
    if (block->left == 0) {
        block->present = false;
        m->space[model_space_of(block->pool, block->group)].blocks--;
    }
}

static eip_cidr cidr_of(const struct model *m, struct span span) {
    return (eip_cidr){m->place[span.first].ip,
                      32 - (uint32_t)__builtin_ctz((unsigned)span.size)};
}

void model_move(struct model *m, struct span span, int pool, int group) {
    model_cut(m, span);
    model_put(m, pool, group, cidr_of(m, span));
}

void model_make_lot(struct model *m, struct span span, int source) {
    int pool = model_block(m, span.first)->pool;
    struct ipam_allocation *allocation =
        model_add_allocation(m, source, cidr_of(m, span), USE_PUBLIC_POOL);

    allocation->resource = (uint8_t)pool;
    allocation->owner = (int8_t)m->pool[pool].owner;
    m->lots++;
    for (int i = 0; i < span.size; i++) {
        m->place[span.first + i].lot = m->lots;
        m->place[span.first + i].source = (int8_t)source;
    }
}

/* To the IPAM pool, which need have no places for it. */
static void give_back(struct model *m, struct span span, eip_cidr cidr) {
    int source = m->place[span.first].source;
    int group = model_block(m, span.first)->group;

    model_split(m, source, cidr);
    model_cut(m, span);
    if (model_serves(m, source)) {
        model_put(m, source, group, cidr);
    }
}

void model_remove(struct model *m, struct span span) {
    int pool = model_block(m, span.first)->pool;
    eip_cidr cidr = cidr_of(m, span);
    struct ipam_cidr *own = model_ipam_cidr(m, pool, cidr);

    if (m->place[span.first].lot != 0) {
        give_back(m, span, cidr);
    } else if (own != NULL) {
        model_end_ipam_cidr(m, own);
    } else {
        model_cut(m, span);
    }
}
