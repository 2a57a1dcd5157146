/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Administration of border groups, pools and accounts. CIDR blocks are
 * admin_cidr.c's. */
#include "ops/admin.h"

#include "base/name.h"
#include "registry/transfer.h"

/* -- the frame ------------------------------------------------------------------- */

eip_status eip__admin_begin(struct eip__call *call, eip_engine *engine,
                            eip_error *error) {
    eip_status status;

    if (engine == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "engine", NULL);
    }
    *call = (struct eip__call){
        .engine = engine,
        .error = error,
        .moment = {&engine->host, 0, false},
    };
    status = eip__engine_lock(engine, &call->lane);
    if (status != EIP_OK) {
        return eip__call_fail(call, status);
    }
    call->topology = eip__engine_topology(engine);
    if (eip__reclaim_snapshots(&engine->lanes) > EIP_LIMIT_SNAPSHOTS) {
        eip__reclaim(&engine->lanes);
        if (eip__reclaim_snapshots(&engine->lanes) > EIP_LIMIT_SNAPSHOTS) {
            status = eip__admin_leave(
                call, eip__call_fail(call, EIP_ERR_READERS_STALLED));
        }
    }
    return status;
}

eip_status eip__admin_leave(struct eip__call *call, eip_status status) {
    eip__engine_unlock(call->engine, call->lane);
    return status;
}

eip_status eip__admin_end(struct eip__call *call, eip_status status) {
    return eip__call_answer(call, eip__admin_leave(call, status));
}

eip_status eip__admin_pool(struct eip__call *call, eip_pool_ref ref,
                           struct eip__pool **pool) {
    char text[EIP_POOL_ID_TEXT_SIZE] = "?";

    if (ref.reserved != 0) {
        return eip__fail(call->error, EIP_ERR_STRUCT_VERSION, "pool", NULL);
    }
    *pool = eip__topology_pool(call->topology, ref);
    if (*pool != NULL) {
        return EIP_OK;
    }
    (void)eip_pool_id_format(ref, text);
    return eip__fail(call->error, EIP_ERR_POOL_NOT_FOUND, "pool",
                     "The pool ID '%s' does not exist", text);
}

/* -- border groups ------------------------------------------------------------------- */

eip_status eip_admin_create_border_group(eip_engine *engine, eip_text name,
                                         uint32_t kind, eip_error *error) {
    struct eip__quoted quoted;
    struct eip__call call;
    eip_status status;

    if (!eip__text_is_formed(name)) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "name", NULL);
    }
    if (!eip__name_is_valid(name)) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "name",
                         "The name '%s' is not 1 to %d letters, digits, '-', "
                         "'_' and '.'",
                         eip__quote(&quoted, name), EIP_LIMIT_NAME);
    }
    if (kind > EIP_BORDER_GROUP_WAVELENGTH) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "kind",
                         "Unknown kind of border group %u", kind);
    }
    status = eip__admin_begin(&call, engine, error);
    if (status != EIP_OK) {
        return status;
    }
    status = eip__catalog_add_group(&engine->catalog, name, kind);
    if (status != EIP_OK) {
        (void)eip__fail(error, status, "name",
                        status == EIP_ERR_EXISTS
                            ? "The border group '%s' exists already"
                            : "Out of memory for the border group '%s'",
                        eip__quote(&quoted, name));
    }
    return eip__admin_end(&call, status);
}

/* -- pools ---------------------------------------------------------------------------- */

static eip_status read_spec(const eip_pool_spec *theirs, eip_pool_spec *own,
                            eip_error *error) {
    const uint32_t flags =
        EIP_POOL_CLOSED | EIP_POOL_KEEP_COOLING | EIP_POOL_COOLDOWN_GIVEN;
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);

    if (status == EIP_OK && (own->reserved != 0 || own->pool.reserved != 0)) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "spec", NULL);
    }
    if ((own->flags & ~flags) != 0) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "flags", "Unknown flags 0x%x",
                         own->flags);
    }
    if (own->policy > EIP_POLICY_SPREAD) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "policy", "Unknown policy %u",
                         own->policy);
    }
    if (own->cooldown_ms > EIP_COOLDOWN_MS_MAX) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "cooldown_ms",
                         "The cooldown %llu ms is above %llu ms",
                         (unsigned long long)own->cooldown_ms,
                         (unsigned long long)EIP_COOLDOWN_MS_MAX);
    }
    return EIP_OK;
}

static eip_status check_new_pool(const eip_pool_spec *spec, eip_error *error) {
    if (spec->pool.kind == EIP_POOL_AMAZON || spec->pool.kind > EIP_POOL_COIP) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "pool.kind",
                         "A pool of kind %u cannot be created",
                         spec->pool.kind);
    }
    if (spec->owner > EIP__ACCOUNT_NUMBER_MAX) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "owner",
                         "The account %llu has more than 12 digits",
                         (unsigned long long)spec->owner);
    }
    return EIP_OK;
}

static eip_status create_pool(struct eip__call *call, const eip_pool_spec *spec,
                              eip_pool_ref *result) {
    struct eip__pool *pool = NULL;
    struct eip__account *owner;
    char text[EIP_POOL_ID_TEXT_SIZE];
    eip_status status;

    if (spec->pool.id != 0 &&
        eip__topology_pool(call->topology, spec->pool) != NULL) {
        (void)eip_pool_id_format(spec->pool, text);
        return eip__fail(call->error, EIP_ERR_EXISTS, "pool.id",
                         "The pool '%s' exists already", text);
    }
    status = eip__accounts_get(&call->engine->accounts, spec->owner, &owner);
    if (status == EIP_OK) {
        status = eip__catalog_add_pool(&call->engine->catalog, spec, &pool);
    }
    if (status != EIP_OK) {
        return eip__call_fail(call, status);
    }
    *result = pool->ref;
    return EIP_OK;
}

eip_status eip_admin_create_pool(eip_engine *engine, const eip_pool_spec *spec,
                                 eip_pool_ref *pool, eip_error *error) {
    struct eip__call call;
    eip_pool_spec own;
    eip_status status = read_spec(spec, &own, error);

    if (status == EIP_OK && pool == NULL) {
        status = eip__fail(error, EIP_ERR_NULL, "pool", NULL);
    }
    if (status == EIP_OK) {
        status = check_new_pool(&own, error);
    }
    if (status == EIP_OK) {
        status = eip__admin_begin(&call, engine, error);
    }
    return status == EIP_OK
               ? eip__admin_end(&call, create_pool(&call, &own, pool))
               : status;
}

eip_status eip_admin_modify_pool(eip_engine *engine, const eip_pool_spec *spec,
                                 eip_error *error) {
    struct eip__pool *pool;
    struct eip__call call;
    eip_pool_spec own;
    eip_status status = read_spec(spec, &own, error);

    if (status == EIP_OK) {
        status = eip__admin_begin(&call, engine, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    status = eip__admin_pool(&call, own.pool, &pool);
    if (status == EIP_OK) {
        eip__catalog_set_pool(&engine->catalog, pool, &own);
    }
    return eip__admin_end(&call, status);
}

static eip_status delete_pool(struct eip__call *call, eip_pool_ref ref) {
    struct eip__pool *pool = NULL;
    eip_status status = eip__admin_pool(call, ref, &pool);
    char text[EIP_POOL_ID_TEXT_SIZE];

    if (status != EIP_OK) {
        return status;
    }
    (void)eip_pool_id_format(ref, text);
    if (ref.kind == EIP_POOL_AMAZON) {
        return eip__fail(call->error, EIP_ERR_ARGUMENT, "pool",
                         "Amazon's pool cannot be deleted");
    }
    status = eip__catalog_remove_pool(&call->engine->catalog, pool);
    if (status == EIP_ERR_POOL_IN_USE) {
        return eip__fail(call->error, status, "pool",
                         "The pool '%s' has CIDR blocks", text);
    }
    return status == EIP_OK ? EIP_OK : eip__call_fail(call, status);
}

eip_status eip_admin_delete_pool(eip_engine *engine, eip_pool_ref pool,
                                 eip_error *error) {
    struct eip__call call;
    eip_status status = eip__admin_begin(&call, engine, error);

    return status == EIP_OK ? eip__admin_end(&call, delete_pool(&call, pool))
                            : status;
}

static eip_status share_pool(struct eip__call *call, eip_pool_ref ref,
                             uint64_t account, bool shared) {
    struct eip__pool *pool = NULL;
    eip_status status = eip__admin_pool(call, ref, &pool);

    if (status != EIP_OK) {
        return status;
    }
    if (ref.kind != EIP_POOL_IPAM && ref.kind != EIP_POOL_COIP) {
        return eip__fail(call->error, EIP_ERR_ARGUMENT, "pool",
                         "Only IPAM and CoIP pools can be shared");
    }
    status = eip__catalog_share(&call->engine->catalog, pool, account, shared);
    return status == EIP_OK ? EIP_OK : eip__call_fail(call, status);
}

eip_status eip__admin_account(uint64_t account, eip_error *error) {
    return account <= EIP__ACCOUNT_NUMBER_MAX
               ? EIP_OK
               : eip__fail(error, EIP_ERR_ARGUMENT, "account",
                           "The account %llu has more than 12 digits",
                           (unsigned long long)account);
}

eip_status eip_admin_share_pool(eip_engine *engine, eip_pool_ref pool,
                                uint64_t account, uint32_t shared,
                                eip_error *error) {
    struct eip__call call;
    eip_status status = eip__admin_account(account, error);

    if (status == EIP_OK) {
        status = eip__admin_begin(&call, engine, error);
    }
    return status == EIP_OK
               ? eip__admin_end(&call,
                                share_pool(&call, pool, account, shared != 0))
               : status;
}

/* -- accounts -------------------------------------------------------------------------- */

static eip_status set_account(struct eip__call *call,
                              const eip_account_spec *spec) {
    struct eip__account *account;
    eip_status status =
        eip__accounts_get(&call->engine->accounts, spec->account, &account);

    if (status != EIP_OK) {
        return eip__call_fail(call, status);
    }
    eip__publish32(&account->flags, spec->flags);
    eip__publish32(&account->quota, spec->quota);
    eip__touch(&call->engine->catalog.dirty, EIP__DIRTY_ACCOUNT, spec->account);
    /* An allocation that has read the old quota, and is not installed yet,
     * must read it again. */
    eip__ledger_pass(&call->engine->ledger, call->lane, account);
    /* What has reserved its room under the old quota, takes effect now. */
    (void)eip__transfer_finish(&call->engine->ledger, call->lane, account);
    return EIP_OK;
}

eip_status eip_admin_set_account(eip_engine *engine,
                                 const eip_account_spec *spec,
                                 eip_error *error) {
    struct eip__call call;
    eip_account_spec own;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, spec);

    if (status == EIP_OK && own.reserved != 0) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "spec", NULL);
    }
    if ((own.flags & ~(uint32_t)EIP_ACCOUNT_CLASSIC) != 0) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "flags", "Unknown flags 0x%x",
                         own.flags);
    }
    if (own.quota > EIP_QUOTA_MAX) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "quota",
                         "The quota %u is above %u", own.quota, EIP_QUOTA_MAX);
    }
    status = eip__admin_account(own.account, error);
    if (status == EIP_OK) {
        status = eip__admin_begin(&call, engine, error);
    }
    return status == EIP_OK ? eip__admin_end(&call, set_account(&call, &own))
                            : status;
}

/* What a transfer has reserved is not used yet: it may come to nothing. One
 * that stands at the head is seen through, which moves the head; around again
 * only then, or if another call completed. */
static uint32_t used_of(struct eip__call *call, struct eip__account *account) {
    struct eip__ledger *ledger = &call->engine->ledger;
    uint64_t head;
    uint32_t used;

    do {
        head = eip__ledger_settle(ledger, account);
        (void)eip__transfer_finish(ledger, call->lane, account);
        used = eip__ledger_used(ledger, account);
    } while (eip__ledger_settle(ledger, account) != head);
    return used;
}

eip_status eip_admin_account_usage(eip_engine *engine, uint64_t account,
                                   eip_account_usage *usage) {
    eip_account_usage own = EIP_ACCOUNT_USAGE_INIT;
    struct eip__account *found;
    struct eip__call call;
    eip_status status = eip__struct_out_check(usage, sizeof own);

    if (status == EIP_OK) {
        status = eip__admin_account(account, NULL);
    }
    if (status == EIP_OK) {
        status = eip__call_enter(&call, engine, NULL);
    }
    if (status != EIP_OK) {
        return status;
    }
    found = eip__accounts_find(&engine->accounts, account);
    if (found != NULL) {
        own.flags = eip__read32(&found->flags);
        own.quota = eip__read32(&found->quota);
        own.used = used_of(&call, found);
    }
    eip__call_end(&call);
    return found == NULL ? EIP_ERR_ACCOUNT_NOT_FOUND
                         : eip__struct_out(usage, &own, sizeof own, sizeof own);
}
