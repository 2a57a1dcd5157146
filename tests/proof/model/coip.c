/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CreateCoipCidr, DeleteCoipCidr, DescribeCoipPools, GetCoipPoolUsage: drawn,
 * judged, asked of both. */
#include "proof/model/caller.h"
#include "proof/model/texts.h"

#include <string.h>

enum { FIRST = COIP_FIRST, END = COIP_FIRST + COIPS };

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
static eip_status judge(const struct model *m, const struct ask_coip *ask,
                        bool changes) {
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
    return changes && pool->owner != ask->by.account ? EIP_ERR_UNAUTHORIZED
                                                     : EIP_OK;
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
    eip_status wanted = judge(m, ask, true);
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
    eip_status wanted = judge(m, ask, true);
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

/* -- showing --------------------------------------------------------------- */

static uint32_t blocks_of(const struct model *m, int pool) {
    uint32_t count = 0;

    for (int i = 0; i < BLOCKS; i++) {
        count += is_of(m, i, pool);
    }
    return count;
}

/* Its owner's tags. */
static bool has_tags(const struct model *m, int pool,
                     const eip_coip_pool *got) {
    const struct tags *tags = &m->pool[pool].tags;

    if (got->tag_count != tags->count) {
        return false;
    }
    for (uint32_t i = 0; i < tags->count; i++) {
        if (!texts_equal(got->tags[i].key, texts_key[tags->tag[i].key].text) ||
            !texts_equal(got->tags[i].value,
                         texts_value[tags->tag[i].value].text)) {
            return false;
        }
    }
    return true;
}

static bool same_pools(struct run *run, int account,
                       const eip_coip_pool_list *list) {
    uint64_t seen = 0;

    for (int i = FIRST; i < END; i++) {
        const struct pool *pool = &run->m.pool[i];
        uint64_t before = seen;

        if (!pool->exists || !model_admits(&run->m, i, account)) {
            continue;
        }
        for (uint64_t n = 0; n < eip_coip_pool_list_count(list); n++) {
            eip_coip_pool got = EIP_COIP_POOL_INIT;

            if (eip_coip_pool_list_at(list, n, &got) == EIP_OK &&
                got.pool.id == pool->ref.id &&
                got.owner == run_account[pool->owner] &&
                got.pool_cidr_count == blocks_of(&run->m, i) &&
                has_tags(&run->m, i, &got)) {
                seen++;
            }
        }
        if (seen != before + 1) {
            return run_differs(run, "pool %d is not shown as it is", i);
        }
    }
    return seen == eip_coip_pool_list_count(list) ||
           run_differs(run, "%llu pools are shown, not %llu",
                       (unsigned long long)eip_coip_pool_list_count(list),
                       (unsigned long long)seen);
}

static bool show_pools(struct run *run, struct ask_coip *ask) {
    eip_describe_coip_pools_request request =
        EIP_DESCRIBE_COIP_POOLS_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;
    eip_status wanted = ask->by.status != EIP_OK ? ask->by.status
                        : ask->by.denied         ? EIP_ERR_UNAUTHORIZED
                        : ask->dry               ? EIP_ERR_DRY_RUN
                                                 : EIP_OK;
    eip_status got;
    bool same;

    run_tell(run, " DescribeCoipPools%s", ask->dry ? " dry" : "");
    request.flags = ask->dry ? EIP_COIP_DRY_RUN : 0;
    got = eip_describe_coip_pools(ask->by.engine, ask->by.caller, &request,
                                  &list, run_error(run));
    same = run_same_status(run, wanted, got) &&
           ask_was_authorized(run, &ask->by, "ec2:DescribeCoipPools",
                              ask->by.status == EIP_OK) &&
           (got != EIP_OK || same_pools(run, ask->by.account, list));
    eip_coip_pool_list_free(list);
    return same;
}

/* The place of an address of the pool, if it is held as it is said to be. */
static bool is_held_so(const struct run *run, const struct ask_coip *ask,
                       const eip_coip_address_usage *usage) {
    int place = model_place(&run->m, ask->pool, usage->co_ip);
    const struct place *at = &run->m.place[place == NOBODY ? 0 : place];

    return place != NOBODY && at->holder != NOBODY &&
           at->id == usage->allocation_id &&
           run_account[at->holder] == usage->aws_account_id;
}

static uint64_t held_of(const struct run *run, const struct ask_coip *ask) {
    bool owns = run->m.pool[ask->pool].owner == ask->by.account;
    uint64_t held = 0;

    for (int i = 0; i < PLACES; i++) {
        const struct place *at = &run->m.place[i];

        held += at->block != NOBODY && is_of(&run->m, at->block, ask->pool) &&
                at->holder != NOBODY && (owns || at->holder == ask->by.account);
    }
    return held;
}

static bool same_usage(struct run *run, const struct ask_coip *ask,
                       const eip_coip_address_usage_list *list) {
    uint64_t count = eip_coip_address_usage_list_count(list);
    uint64_t before = 0;

    for (uint64_t i = 0; i < count; i++) {
        eip_coip_address_usage usage = EIP_COIP_ADDRESS_USAGE_INIT;

        if (eip_coip_address_usage_list_at(list, i, &usage) != EIP_OK ||
            (uint64_t)usage.co_ip + 1 <= before ||
            !is_held_so(run, ask, &usage)) {
            return run_differs(run, "address %llu is not used so",
                               (unsigned long long)i);
        }
        before = (uint64_t)usage.co_ip + 1;
    }
    return count == held_of(run, ask) ||
           run_differs(run, "%llu addresses are used, not %llu",
                       (unsigned long long)count,
                       (unsigned long long)held_of(run, ask));
}

static bool show_usage(struct run *run, struct ask_coip *ask) {
    eip_get_coip_pool_usage_request request =
        EIP_GET_COIP_POOL_USAGE_REQUEST_INIT;
    eip_get_coip_pool_usage_response response =
        EIP_GET_COIP_POOL_USAGE_RESPONSE_INIT;
    eip_status wanted = judge(&run->m, ask, false);
    eip_status got;
    bool same;

    run_tell(run, " GetCoipPoolUsage%s", ask->dry ? " dry" : "");
    run_tell_text(run, "pool", ask->id);
    wanted = wanted == EIP_OK && ask->dry ? EIP_ERR_DRY_RUN : wanted;
    request.flags = ask->dry ? EIP_COIP_DRY_RUN : 0;
    request.pool_id = ask->id;
    got = eip_get_coip_pool_usage(ask->by.engine, ask->by.caller, &request,
                                  &response, run_error(run));
    same =
        run_same_status(run, wanted, got) &&
        ask_was_authorized(run, &ask->by, "ec2:GetCoipPoolUsage",
                           ask->by.status == EIP_OK) &&
        (got != EIP_OK || same_usage(run, ask, response.coip_address_usages));
    eip_coip_address_usage_list_free(response.coip_address_usages);
    return same;
}

bool step_coip(struct run *run, struct dice *dice) {
    uint32_t what = roll(dice, 8);
    struct ask_coip ask;

    memset(&ask, 0, sizeof ask);
    draw(run, dice, &ask);
    return what < 3   ? create_block(run, &ask)
           : what < 5 ? delete_block(run, dice, &ask)
           : what < 6 ? show_pools(run, &ask)
                      : show_usage(run, &ask);
}
