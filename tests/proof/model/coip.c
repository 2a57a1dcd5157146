/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CreateCoipCidr, DeleteCoipCidr: drawn, judged, asked of both. */
#include "proof/model/coip.h"

#include <string.h>

enum { FIRST = COIP_FIRST };

struct ask_coip {
    struct ask_caller by;
    int pool;
    bool dry;
    eip_cidr cidr;
    char room[2][40];
    eip_text id;
    eip_text text; /* of the CIDR */
};

static void draw(struct run *run, struct dice *dice, struct ask_coip *ask) {
    uint32_t size = 1u << roll(dice, 5);

    ask->pool = FIRST + (int)roll(dice, 2);
    ask->dry = rarely(dice, 8);
    ask->cidr = (eip_cidr){run->m.base[model_table_of(ask->pool)] +
                               roll_wide(dice, OWN_PLACES / size) * size,
                           32 - (uint32_t)__builtin_ctz(size)};
    ask->id = texts_of_pool(run->m.pool[ask->pool].ref, ask->room[0]);
    ask_caller(run, dice, &ask->by);
    if (!rarely(dice, 4)) {
        ask->by.account = run->m.pool[ask->pool].owner;
        ask->by.value.account = ask->by.status == EIP_ERR_ARGUMENT
                                    ? ask->by.value.account
                                    : run_account[ask->by.account];
        run->acting = ask->by.account;
    }
}

/* What is wrong with who asks, or with the pool. */
static eip_status judge(const struct model *m, const struct ask_coip *ask) {
    const struct pool *pool = &m->pool[ask->pool];

    if (ask->by.status != EIP_OK) {
        return ask->by.status;
    }
    if (ask->by.denied) {
        return EIP_ERR_UNAUTHORIZED;
    }
    if (!pool->exists || !model_admits(m, ask->pool, ask->by.account)) {
        return EIP_ERR_POOL_NOT_FOUND;
    }
    return pool->owner != ask->by.account ? EIP_ERR_UNAUTHORIZED : EIP_OK;
}

static bool is_of(const struct model *m, int block, int pool) {
    return m->block[block].present && m->block[block].pool == pool;
}

static int any_block(const struct model *m, int pool, int from) {
    for (int i = 0; i < BLOCKS; i++) {
        if (is_of(m, (from + i) % BLOCKS, pool)) {
            return (from + i) % BLOCKS;
        }
    }
    return NOBODY;
}

/* -- blocks ---------------------------------------------------------------- */

static void write_cidr(struct ask_coip *ask) {
    ask->text =
        (eip_text){ask->room[1], eip_cidr_format(ask->cidr, ask->room[1]), 0};
}

static eip_status call_block(struct run *run, struct ask_coip *ask,
                             bool creates) {
    eip_coip_cidr_request request = EIP_COIP_CIDR_REQUEST_INIT;
    eip_coip_cidr cidr = EIP_COIP_CIDR_INIT;
    eip_status got;

    write_cidr(ask);
    run_tell_text(run, "pool", ask->id);
    run_tell_text(run, "cidr", ask->text);
    run_tell(run, "%s", ask->dry ? " dry" : "");
    request.flags = ask->dry ? EIP_COIP_DRY_RUN : 0;
    request.cidr = ask->text;
    request.coip_pool_id = ask->id;
    got = creates ? eip_create_coip_cidr(ask->by.engine, ask->by.caller,
                                         &request, &cidr, run_error(run))
                  : eip_delete_coip_cidr(ask->by.engine, ask->by.caller,
                                         &request, &cidr, run_error(run));
    if (got == EIP_OK && (cidr.cidr.base != ask->cidr.base ||
                          cidr.cidr.prefix_bits != ask->cidr.prefix_bits ||
                          cidr.coip_pool.id != run->m.pool[ask->pool].ref.id)) {
        (void)run_differs(run, "the answer names another block");
    }
    return got;
}

static bool create_block(struct run *run, struct ask_coip *ask) {
    struct model *m = &run->m;
    int other = any_block(m, ask->pool, 0);
    eip_status wanted = judge(m, ask);
    eip_status got;

    if (!model_has_room(m, 1)) {
        run->denies = false; /* nobody is asked */
        return true;
    }
    run_tell(run, " CreateCoipCidr");
    if (wanted == EIP_OK && model_overlaps(m, ask->pool, ask->cidr)) {
        wanted = EIP_ERR_CIDR_CONFLICT;
    }
    wanted = wanted == EIP_OK && ask->dry ? EIP_ERR_DRY_RUN : wanted;
    got = call_block(run, ask, true);
    if (got == EIP_OK && wanted == EIP_OK) {
        model_add_block(m, ask->pool,
                        other == NOBODY ? 0 : m->block[other].group, ask->cidr);
    }
    return run_same_status(run, wanted, got) && !run->failed &&
           ask_was_authorized(run, &ask->by, "ec2:CreateCoipCidr",
                              ask->by.status == EIP_OK);
}

static bool delete_block(struct run *run, struct dice *dice,
                         struct ask_coip *ask) {
    struct model *m = &run->m;
    int block = any_block(m, ask->pool, (int)roll(dice, BLOCKS));
    bool is_there = block != NOBODY && !rarely(dice, 8);
    eip_status wanted = judge(m, ask);
    eip_status got;

    run_tell(run, " DeleteCoipCidr");
    if (is_there) {
        ask->cidr = m->block[block].cidr;
    } else {
        ask->cidr = (eip_cidr){UINT32_C(0xfe000000), 32}; /* in no table */
    }
    if (wanted == EIP_OK) {
        wanted = !is_there                   ? EIP_ERR_CIDR_NOT_FOUND
                 : m->block[block].held != 0 ? EIP_ERR_CIDR_IN_USE
                 : ask->dry                  ? EIP_ERR_DRY_RUN
                                             : EIP_OK;
    }
    got = call_block(run, ask, false);
    if (got == EIP_OK && wanted == EIP_OK) {
        model_remove(m, model_span(m, ask->pool, ask->cidr));
    }
    return run_same_status(run, wanted, got) && !run->failed &&
           ask_was_authorized(run, &ask->by, "ec2:DeleteCoipCidr",
                              ask->by.status == EIP_OK);
}

bool step_coip(struct run *run, struct dice *dice) {
    uint32_t what = roll(dice, 8);
    struct ask_coip ask;

    if (what >= 5) {
        return step_show_coip(run, dice);
    }
    memset(&ask, 0, sizeof ask);
    draw(run, dice, &ask);
    return what < 3 ? create_block(run, &ask) : delete_block(run, dice, &ask);
}
