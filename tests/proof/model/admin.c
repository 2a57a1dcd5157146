/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Administration of pools, accounts, border groups; the passing of time. */
#include "proof/model/run.h"
#include "proof/model/texts.h"

#include <string.h>

static const uint64_t cooldowns[] = {0, 1, 7, 50, 1000, 60000, 3600000};

static void draw_spec(struct dice *dice, eip_pool_spec *spec) {
    *spec = (eip_pool_spec)EIP_POOL_SPEC_INIT;
    spec->policy = roll(dice, 5);
    spec->flags = roll(dice, 3) == 0 ? 0 : EIP_POOL_COOLDOWN_GIVEN;
    spec->cooldown_ms = cooldowns[roll(dice, 7)];
    spec->flags |= rarely(dice, 3) ? EIP_POOL_KEEP_COOLING : 0;
    spec->flags |= rarely(dice, 16) ? EIP_POOL_CLOSED : 0;
}

static eip_status spoil_spec(eip_pool_spec *spec, uint32_t fault) {
    switch (fault) {
    case 0:
        spec->size -= 8;
        return EIP_ERR_STRUCT_VERSION;
    case 1:
        spec->reserved = 1;
        return EIP_ERR_STRUCT_VERSION;
    case 2:
        spec->pool.reserved = 1;
        return EIP_ERR_STRUCT_VERSION;
    case 3:
        spec->flags |= 64;
        return EIP_ERR_ARGUMENT;
    case 4:
        spec->policy = 5;
        return EIP_ERR_ARGUMENT;
    case 5:
        spec->cooldown_ms = EIP_COOLDOWN_MS_MAX + 1;
        return EIP_ERR_ARGUMENT;
    default:
        return EIP_OK;
    }
}

static void tell_spec(struct run *run, const eip_pool_spec *spec) {
    run_tell(run, " kind=%u id=%llx policy=%u flags=%x cooldown_ms=%llu",
             spec->pool.kind, (unsigned long long)spec->pool.id, spec->policy,
             spec->flags, (unsigned long long)spec->cooldown_ms);
}

/* -- pools ----------------------------------------------------------------- */

static bool note_created(struct run *run, int pool, int owner,
                         const eip_pool_spec *spec, eip_pool_ref ref) {
    if (ref.kind != spec->pool.kind || ref.id == 0 || ref.reserved != 0 ||
        (spec->pool.id != 0 && ref.id != spec->pool.id)) {
        return run_differs(run, "the new pool is %u:%llx", ref.kind,
                           (unsigned long long)ref.id);
    }
    for (int i = 1; i < POOLS; i++) {
        if (run->m.pool[i].exists && run->m.pool[i].ref.id == ref.id &&
            run->m.pool[i].ref.kind == ref.kind) {
            return run_differs(run, "two pools have one id");
        }
    }
    model_new_pool(&run->m, pool, owner, ref);
    run->m.account[owner].known = true;
    model_set_pool(&run->m, pool, spec->policy, spec->flags, spec->cooldown_ms);
    return true;
}

/* The number given may be that of a pool, or of one that was deleted. */
bool step_create_pool(struct run *run, struct dice *dice) {
    int pool = 1 + (int)roll(dice, PLAIN_POOLS - 1);
    struct pool *p = &run->m.pool[pool];
    eip_pool_spec spec;
    eip_pool_ref ref = {0, 0, 0};
    eip_status wanted = EIP_OK;
    eip_status got;
    int owner = (pool * 2) % 3;

    draw_spec(dice, &spec);
    spec.pool.kind = p->ref.kind;
    spec.owner = run_account[owner];
    if (p->exists) {
        spec.pool.id = p->ref.id;
        wanted = EIP_ERR_EXISTS;
    } else if (p->ever && roll(dice, 2) == 0) {
        spec.pool.id = p->ref.id;
    }
    if (rarely(dice, 8)) {
        uint32_t fault = roll(dice, 8);
        eip_status worse = spoil_spec(&spec, fault);

        spec.pool.kind = fault == 6 ? EIP_POOL_AMAZON : spec.pool.kind;
        spec.owner = fault == 7 ? UINT64_C(1000000000000) : spec.owner;
        wanted = worse != EIP_OK ? worse : EIP_ERR_ARGUMENT;
    }
    run_tell(run, "create_pool owner=%012llu", (unsigned long long)spec.owner);
    tell_spec(run, &spec);
    got = eip_admin_create_pool(run->engine, &spec, &ref, run_error(run));
    return run_same_status(run, wanted, got) &&
           (got != EIP_OK || note_created(run, pool, owner, &spec, ref));
}

bool step_modify_pool(struct run *run, struct dice *dice) {
    int pool = (int)roll(dice, PLAIN_POOLS);
    const struct pool *p = &run->m.pool[pool];
    eip_pool_spec spec;
    eip_status wanted = p->exists ? EIP_OK : EIP_ERR_POOL_NOT_FOUND;
    eip_status got;

    draw_spec(dice, &spec);
    spec.pool = p->ref;
    if (rarely(dice, 32)) {
        wanted = spoil_spec(&spec, roll(dice, 6));
    }
    run_tell(run, "modify_pool");
    tell_spec(run, &spec);
    got = eip_admin_modify_pool(run->engine, &spec, run_error(run));
    if (got == EIP_OK) {
        model_set_pool(&run->m, pool, spec.policy, spec.flags,
                       spec.cooldown_ms);
    }
    return run_same_status(run, wanted, got);
}

bool step_delete_pool(struct run *run, struct dice *dice) {
    int pool = (int)roll(dice, PLAIN_POOLS);
    struct pool *p = &run->m.pool[pool];
    eip_pool_ref ref = p->ref;
    eip_status wanted = pool == 0                     ? EIP_ERR_ARGUMENT
                        : !p->exists                  ? EIP_ERR_POOL_NOT_FOUND
                        : model_in_use(&run->m, pool) ? EIP_ERR_POOL_IN_USE
                                                      : EIP_OK;
    eip_status got;

    run_tell(run, "delete_pool kind=%u id=%llx", ref.kind,
             (unsigned long long)ref.id);
    got = eip_admin_delete_pool(run->engine, ref, run_error(run));
    if (got == EIP_OK) {
        model_end_pool(&run->m, pool);
    }
    return run_same_status(run, wanted, got);
}

bool step_share_pool(struct run *run, struct dice *dice) {
    int pool = (int)roll(dice, PLAIN_POOLS);
    uint32_t account = roll(dice, ACCOUNTS);
    uint32_t shared = roll(dice, 3) == 0 ? 0 : 1 + roll(dice, 2);
    bool beyond = rarely(dice, 64);
    bool of_ipam = rarely(dice, 4);
    struct pool *p = &run->m.pool[of_ipam ? PLAIN_POOLS + pool : pool];
    eip_pool_ref ref = p->ref;
    eip_status wanted = !p->exists && ref.kind != EIP_POOL_AMAZON
                            ? EIP_ERR_POOL_NOT_FOUND
                        : pool < IPAM_FIRST && !of_ipam ? EIP_ERR_ARGUMENT
                                                        : EIP_OK;
    eip_status got;

    wanted = beyond ? EIP_ERR_ARGUMENT : wanted;
    run_tell(run, "share_pool kind=%u id=%llx account=%012llu shared=%u",
             ref.kind, (unsigned long long)ref.id,
             (unsigned long long)run_account[account], shared);
    got = eip_admin_share_pool(run->engine, ref,
                               beyond ? UINT64_C(1000000000000)
                                      : run_account[account],
                               shared, run_error(run));
    if (got == EIP_OK) {
        p->shared &= ~(1u << account);
        p->shared |= shared != 0 ? 1u << account : 0;
    }
    return run_same_status(run, wanted, got);
}

/* -- accounts, border groups, time ----------------------------------------- */

bool step_set_account(struct run *run, struct dice *dice) {
    uint32_t account = roll(dice, ACCOUNTS);
    eip_account_spec spec = EIP_ACCOUNT_SPEC_INIT;
    uint32_t fault = roll(dice, 64);
    eip_status wanted = EIP_OK;
    eip_status got;

    spec.account = run_account[account];
    spec.quota = roll(dice, 24);
    spec.flags =
        account >= ACCOUNTS - 2 && !rarely(dice, 4) ? EIP_ACCOUNT_CLASSIC : 0;
    if (fault >= 59) {
        wanted = fault < 61 ? EIP_ERR_STRUCT_VERSION : EIP_ERR_ARGUMENT;
        spec.size -= fault == 59 ? 8 : 0;
        spec.reserved = fault == 60;
        spec.flags |= fault == 61 ? 2 : 0;
        spec.quota = fault == 62 ? EIP_QUOTA_MAX + 1 : spec.quota;
        spec.account = fault == 63 ? UINT64_C(1000000000000) : spec.account;
    }
    run_tell(run, "set_account %012llu quota=%u flags=%x",
             (unsigned long long)spec.account, spec.quota, spec.flags);
    got = eip_admin_set_account(run->engine, &spec, run_error(run));
    if (got == EIP_OK) {
        run->m.account[account].known = true;
        run->m.account[account].quota = spec.quota;
        run->m.account[account].classic = spec.flags != 0;
    }
    run->acting = (int)account;
    return run_same_status(run, wanted, got);
}

bool step_create_group(struct run *run, struct dice *dice) {
    uint32_t group = roll(dice, GROUPS);
    eip_text name = texts_group[group];
    uint32_t kind = run_group_kind[group];
    uint32_t fault = roll(dice, 16);
    eip_status wanted = run->m.group_exists[group] ? EIP_ERR_EXISTS : EIP_OK;
    eip_status got;

    if (fault >= 13) {
        wanted = EIP_ERR_ARGUMENT;
        kind = fault == 13 ? 3 : kind;
        name = fault == 14 ? eip_text_of("") : name;
        name = fault == 15 ? eip_text_of("us east") : name;
    }
    run_tell(run, "create_border_group kind=%u", kind);
    run_tell_text(run, "name", name);
    got =
        eip_admin_create_border_group(run->engine, name, kind, run_error(run));
    if (got == EIP_OK) {
        run->m.group_exists[group] = true;
    }
    return run_same_status(run, wanted, got);
}

/* The clock may go backwards; the engine does not see it. */
bool step_time(struct run *run, struct dice *dice) {
    static const uint32_t spans[] = {
        1, 2,  10, 30,  300,   20000,  900000,    9000000,
        1, 10, 30, 300, 20000, 900000, 302400000, 604800000};
    uint32_t span = spans[roll(dice, 16)];

    if (rarely(dice, 16)) {
        run->clock_ms -= span;
    } else {
        run->clock_ms += span;
    }
    run_tell(run, "the clock says %llu\n", (unsigned long long)run->clock_ms);
    if (run->clock_ms > run->m.now_ms) {
        run->m.now_ms = run->clock_ms;
    }
    return eip_engine_now_ms(run->engine) == run->m.now_ms ||
           run_differs(run, "the engine's time is another");
}
