/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Provisioning and draining. */
#include "proof/model/run.h"
#include "proof/model/texts.h"

enum { BATCH = 3 };

static void tell_cidr(struct run *run, eip_cidr cidr) {
    char room[32];
    eip_text ip = texts_of_ip(cidr.base, room);

    run_tell(run, " %.*s/%u", (int)ip.size, ip.data, cidr.prefix_bits);
}

/* -- provisioning ---------------------------------------------------------- */

struct provision {
    int pool;
    int group; /* of texts_group, or NOBODY */
    uint32_t count;
    eip_cidr cidr[BATCH];
    eip_pool_ref ref;
    uint32_t first_bad; /* the first that cannot be, or `count` */
};

/* A block of the pool's table of places; small ones more often. */
static eip_cidr draw_cidr(const struct model *m, struct dice *dice, int pool) {
    static const uint32_t sizes[16] = {1, 4, 4, 8, 8,  8,  16, 16,
                                       2, 1, 4, 8, 16, 32, 64, 128};
    bool own = model_table_of(pool) != 0;
    uint32_t size = sizes[roll(dice, 16)];
    uint32_t first = m->base[model_table_of(pool)];
    uint32_t all = own            ? OWN_PLACES
                   : m->is_halved ? PUBLIC_PLACES / 2
                                  : PUBLIC_PLACES;

    return (eip_cidr){first + roll_wide(dice, all / size) * size,
                      32 - (uint32_t)__builtin_ctz(size)};
}

/* Mostly where the pool is already. */
static int draw_group(const struct model *m, struct dice *dice, int pool) {
    uint32_t what = roll(dice, 64);
    int group = (int)roll(dice, GROUPS);

    if (what >= 62) {
        return GROUP_UNKNOWN + (int)roll(dice, 5);
    }
    if (pool != 0 && what < 52) {
        group = m->pool[pool].group;
    }
    return group == 0 && what % 2 == 0 ? NOBODY : group;
}

static eip_status spoil(struct provision *p, uint32_t fault) {
    switch (fault) {
    case 0:
        p->count = 0;
        return EIP_ERR_ARGUMENT;
    case 1:
        p->ref.id ^= 0x123456789;
        return EIP_ERR_POOL_NOT_FOUND;
    case 2:
        p->first_bad = p->count - 1;
        p->cidr[p->count - 1].prefix_bits = 33;
        return EIP_ERR_CIDR_MALFORMED;
    case 3:
        p->cidr[p->count - 1] = (eip_cidr){0xc6330001, 24};
        return EIP_ERR_CIDR_MALFORMED;
    default:
        p->cidr[p->count - 1] = (eip_cidr){0xc0000000, 7};
        return EIP_ERR_CIDR_MALFORMED;
    }
}

/* Absent, it is the pool's own, or the Region's. */
static int group_meant(const struct model *m, const struct provision *p) {
    int home = m->pool[p->pool].home;

    return p->group != NOBODY ? p->group : home != NOBODY ? home : 0;
}

static eip_status judge(const struct model *m, struct provision *p) {
    int group = group_meant(m, p);

    if (!m->pool[p->pool].exists) {
        return EIP_ERR_POOL_NOT_FOUND;
    }
    if (group >= GROUPS || !m->group_exists[group]) {
        return EIP_ERR_BORDER_GROUP_NOT_FOUND;
    }
    if (p->pool != 0 && model_group_of(m, p->pool) != NOBODY &&
        model_group_of(m, p->pool) != group) {
        return EIP_ERR_ARGUMENT;
    }
    for (uint32_t i = 0; i < p->count; i++) {
        if (model_overlaps(m, p->pool, p->cidr[i])) {
            p->first_bad = i;
            return EIP_ERR_CIDR_CONFLICT;
        }
    }
    for (uint32_t i = 0; i < p->count; i++) {
        for (uint32_t n = 0; n < i; n++) {
            if (eip_cidr_overlaps(p->cidr[n], p->cidr[i]) != 0) {
                return EIP_ERR_CIDR_CONFLICT;
            }
        }
    }
    return EIP_OK;
}

static void draw_provision(struct run *run, struct dice *dice,
                           struct provision *p) {
    p->pool = (int)roll(dice, 16);
    p->pool = p->pool < PLAIN_POOLS ? p->pool : 0;
    p->group = draw_group(&run->m, dice, p->pool);
    p->count = 1 + roll(dice, 8) / 6;
    for (uint32_t i = 0; i < p->count; i++) {
        p->cidr[i] = draw_cidr(&run->m, dice, p->pool);
    }
    p->ref = run->m.pool[p->pool].ref;
    p->first_bad = p->count;
}

/* The block that is told of; if several overlap something, any of them. */
static bool is_bad(const struct run *run, const struct provision *p) {
    uint32_t index = run->error.index;
    bool overlaps = false;

    for (uint32_t i = 0; i < p->count && index < p->count; i++) {
        overlaps |= i == index
                        ? model_overlaps(&run->m, p->pool, p->cidr[i])
                        : eip_cidr_overlaps(p->cidr[i], p->cidr[index]) != 0;
    }
    return index == p->first_bad ||
           (overlaps && run->error.status == EIP_ERR_CIDR_CONFLICT);
}

bool step_provision(struct run *run, struct dice *dice) {
    struct provision p;
    eip_status wanted;
    eip_status got;
    eip_text group = {NULL, 0, 0};

    draw_provision(run, dice, &p);
    wanted = judge(&run->m, &p);
    if (wanted == EIP_OK && rarely(dice, 32)) {
        wanted = spoil(&p, roll(dice, 5));
    }
    group = p.group == NOBODY ? group : texts_group[p.group];
    run_tell(run, "provision pool=%u:%llx", p.ref.kind,
             (unsigned long long)p.ref.id);
    for (uint32_t i = 0; i < p.count; i++) {
        tell_cidr(run, p.cidr[i]);
    }
    run_tell_text(run, "border_group", group);
    if (!model_has_room(&run->m, BATCH) ||
        run->m.pool[p.pool].range != NOBODY) {
        run_tell(run, " (left out: enough blocks)");
        return true;
    }
    got = eip_admin_provision_cidrs(run->engine, p.ref, group, p.cidr, p.count,
                                    run_error(run));
    for (uint32_t i = 0; i < p.count && got == EIP_OK && wanted == EIP_OK;
         i++) {
        model_add_block(&run->m, p.pool, group_meant(&run->m, &p), p.cidr[i]);
    }
    if (!run_same_status(run, wanted, got)) {
        return false;
    }
    return p.first_bad >= p.count || is_bad(run, &p) ||
           run_differs(run, "block %u is wrong, not %u", p.first_bad,
                       run->error.index);
}

/* -- draining -------------------------------------------------------------- */

/* Its block is its range's: what becomes of that without it, nobody says. */
static bool is_brought(const struct model *m, int pool) {
    int range = m->pool[pool].range;

    return range != NOBODY && m->range[range].deed != DEED_MOVED;
}

/* The first place from one that is drawn on that is provisioned. */
static int draw_place(const struct model *m, struct dice *dice) {
    int from = (int)roll_wide(dice, PLACES);

    for (int i = 0; i < PLACES; i++) {
        if (m->place[(from + i) % PLACES].block != NOBODY) {
            return (from + i) % PLACES;
        }
    }
    return NOBODY;
}

/* Of a CIDR of IPAM's all must be there. */
static bool is_whole(struct model *m, int pool, eip_cidr cidr) {
    const struct ipam_cidr *over = model_ipam_cidr(m, pool, cidr);

    return over == NULL || over->cidr.prefix_bits == cidr.prefix_bits;
}

static void note_drained(struct model *m, struct span span, uint32_t mode) {
    if (mode == EIP_DRAIN_CANCEL) {
        model_drain(m, span, false);
    } else if (model_held(m, span) == 0) {
        model_remove(m, span);
    } else {
        model_drain(m, span, true);
    }
}

/* A block that is not there: another pool's, or another length. */
static eip_status mistake(struct run *run, struct dice *dice,
                          eip_pool_ref *pool, eip_cidr *cidr, uint32_t *mode) {
    switch (roll(dice, 5)) {
    case 0:
        cidr->prefix_bits = cidr->prefix_bits == 32 ? 31 : 32;
        cidr->base &= cidr->prefix_bits == 31 ? ~1u : ~0u;
        return EIP_ERR_CIDR_NOT_FOUND;
    case 1:
        pool->id ^= 0x1111111111;
        return EIP_ERR_POOL_NOT_FOUND;
    case 2:
        *mode = 3;
        return EIP_ERR_ARGUMENT;
    case 3:
        cidr->prefix_bits = 33;
        return EIP_ERR_ARGUMENT;
    default:
        *cidr = (eip_cidr){run->m.base[0] - 256, 32};
        return EIP_ERR_CIDR_NOT_FOUND;
    }
}

bool step_drain(struct run *run, struct dice *dice) {
    struct model *m = &run->m;
    int place = draw_place(m, dice);
    uint32_t mode = roll(dice, 3);
    eip_status wanted = EIP_OK;
    eip_status got;
    eip_pool_ref pool;
    eip_cidr cidr;
    struct span span;
    uint64_t held = 999;
    uint32_t holds;

    if (place == NOBODY) {
        run_tell(run, "drain (left out: no blocks)");
        return true;
    }
    pool = model_pool_at(m, place)->ref;
    cidr = model_part(m, place);
    span = model_span(m, model_block(m, place)->pool, cidr);
    holds = model_held(m, span);
    if (!is_whole(m, model_block(m, place)->pool, cidr)) {
        wanted = EIP_ERR_CIDR_NOT_FOUND;
    } else if (mode == EIP_DRAIN_IF_UNUSED && holds != 0) {
        wanted = EIP_ERR_CIDR_IN_USE;
    }
    if (rarely(dice, 16)) {
        wanted = mistake(run, dice, &pool, &cidr, &mode);
    }
    run_tell(run, "drain mode=%u pool=%u:%llx", mode, pool.kind,
             (unsigned long long)pool.id);
    tell_cidr(run, cidr);
    if ((m->place[span.first].lot != 0 && !model_has_room(m, 1)) ||
        (is_brought(m, model_block(m, place)->pool) &&
         mode != EIP_DRAIN_CANCEL && holds == 0)) {
        run_tell(run, " (left out)");
        return true;
    }
    got = eip_admin_drain_cidr(run->engine, pool, cidr, mode, &held,
                               run_error(run));
    if (!run_same_status(run, wanted, got)) {
        return false;
    }
    if (held != (got == EIP_OK ? holds : 999)) {
        return run_differs(run, "%llu of the block are held, not %u",
                           (unsigned long long)held, holds);
    }
    if (got == EIP_OK) {
        note_drained(m, span, mode);
    }
    return true;
}
