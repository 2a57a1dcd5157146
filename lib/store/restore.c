/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the order in which an engine is put together, and what its
 * configuration may say. */
#include "store/restore.h"

#include "base/fail.h"
#include "base/name.h"
#include "base/sort.h"
#include "base/structs.h"
#include "registry/effect.h"
#include "registry/spaces.h"
#include "registry/transfer.h"
#include "space/cool.h"

#include <string.h>

static uint64_t order_of(const void *item) {
    return eip__kept_order(*(const uint8_t *const *)item);
}

/* Of those of one key, which stand together, leave the newest; of those that
 * are gone, none. */
static void keep_newest(struct eip__kept_run *part, eip__sort_key *key) {
    uint64_t kept = 0;
    uint64_t at = 0;

    while (at < part->count) {
        const uint8_t **first = &part->record[at];
        uint64_t rank = eip__kept_of(*first).rank;
        const uint8_t *newest = *first;

        for (at++; at < part->count && key(&part->record[at]) == key(first);
             at++) {
            uint64_t other = eip__kept_of(part->record[at]).rank;

            if (other > rank) {
                rank = other;
                newest = part->record[at];
            }
        }
        if (!eip__kept_of(newest).gone) {
            part->record[kept++] = newest;
        }
    }
    part->count = kept;
}

/* -- the configuration ---------------------------------------------------------------- */

/* The record of the engine; false: there is not one, or not one that says what
 * an engine can be. */
static bool find_engine(struct eip__kept_run all,
                        struct eip__kept_engine *engine) {
    const struct eip__kept_run part =
        eip__kept_run_of(all, EIP__KIND_ENGINE, EIP__KIND_ENGINE + 1);
    struct eip__kept kept;

    if (part.count != 1) {
        return false;
    }
    kept = eip__kept_of(part.record[0]);
    return eip__kept_engine_get(&kept, engine) &&
           eip__name_is_valid(engine->region) &&
           engine->cooldown_ms <= EIP_COOLDOWN_MS_MAX &&
           engine->quota_default - 1 < EIP_QUOTA_MAX;
}

static bool is_same(eip_text a, eip_text b) {
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

static eip_status check_config(const eip_config *config,
                               const struct eip__kept_engine *kept,
                               eip_error *error) {
    struct eip__quoted quoted;

    if (config->region.data != NULL && !is_same(config->region, kept->region)) {
        return eip__fail(error, EIP_ERR_STORE_MISMATCH, "region",
                         "What was kept is of the Region '%s'",
                         eip__quote(&quoted, kept->region));
    }
    if ((config->flags & EIP_ENGINE_SEEDED) != 0 &&
        config->seed != kept->seed) {
        return eip__fail(error, EIP_ERR_STORE_MISMATCH, "seed",
                         "What was kept is of another seed");
    }
    if (config->cooldown_given != 0 &&
        config->cooldown_ms != kept->cooldown_ms) {
        return eip__fail(error, EIP_ERR_STORE_MISMATCH, "cooldown_ms",
                         "What was kept has a cooldown of %llu ms",
                         (unsigned long long)kept->cooldown_ms);
    }
    if (config->quota_default != 0 &&
        config->quota_default != kept->quota_default) {
        return eip__fail(error, EIP_ERR_STORE_MISMATCH, "quota_default",
                         "What was kept has a default quota of %u",
                         kept->quota_default);
    }
    return EIP_OK;
}

static void equip(eip_config *config, const struct eip__kept_engine *kept) {
    config->region = kept->region;
    config->flags |= EIP_ENGINE_SEEDED;
    config->seed = kept->seed;
    config->cooldown_given = 1;
    config->cooldown_ms = kept->cooldown_ms;
    config->quota_default = kept->quota_default;
}

/* -- the parts ------------------------------------------------------------------------- */

static eip_status restore_books(eip_engine *engine, struct eip__kept_run part) {
    uint64_t bytes = (part.count + 1) * sizeof(struct eip__kept);
    struct eip__kept *books = eip__host_allocate(&engine->host, bytes);
    eip_status status;

    if (books == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    for (uint64_t i = 0; i < part.count; i++) {
        books[i] = eip__kept_of(part.record[i]);
    }
    status = eip__restore_books(engine, books, part.count);
    eip__host_release(&engine->host, books, bytes);
    return status;
}

static eip_status restore_accounts(eip_engine *engine,
                                   struct eip__kept_run part) {
    for (uint64_t i = 0; i < part.count; i++) {
        const struct eip__kept kept = eip__kept_of(part.record[i]);
        struct eip__kept_account says;
        struct eip__account *account;
        eip_status status;

        if (kept.gone) {
            continue;
        }
        if (!eip__kept_account_get(&kept, &says) ||
            says.number > EIP__ACCOUNT_NUMBER_MAX ||
            says.quota > EIP_QUOTA_MAX || says.flags > EIP_ACCOUNT_CLASSIC ||
            says.sequence > EIP__KEPT_SEQUENCE_MAX) {
            return EIP_ERR_STORE_DAMAGED;
        }
        status = eip__accounts_get(&engine->accounts, says.number, &account);
        if (status != EIP_OK) {
            return status;
        }
        eip__note32(&account->quota, says.quota);
        eip__note32(&account->flags, says.flags);
        eip__ledger_restore(account, says.sequence, false);
    }
    return EIP_OK;
}

static uint64_t turn_of(const void *item) {
    const struct eip__kept kept = eip__kept_of(*(const uint8_t *const *)item);
    struct eip__handed handed = {0};

    (void)eip__handed_get(&kept, &handed);
    return (uint64_t)handed.record << 32 | handed.generation;
}

static uint64_t accepted_of(const void *item) {
    const struct eip__kept kept = eip__kept_of(*(const uint8_t *const *)item);
    struct eip__handed handed = {0};

    (void)eip__handed_get(&kept, &handed);
    return handed.accepted_ms;
}

static eip_status restore_one_handed(eip_engine *engine,
                                     const struct eip__handed *handed) {
    struct eip__account *source;
    struct eip__account *target;
    eip_status status =
        eip__accounts_get(&engine->accounts, handed->source, &source) |
        eip__accounts_get(&engine->accounts, handed->target, &target);

    if (status == EIP_OK) {
        status = eip__transfer_restore(&engine->ledger, source, target, handed);
    }
    if (status != EIP_OK) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    eip__ledger_restore(source, handed->order, false);
    return EIP_OK;
}

/* The latest comes to lie on top. What would not be shown any more is left
 * out. */
static eip_status restore_handed(eip_engine *engine, struct eip__kept_run part,
                                 uint64_t now_ms) {
    eip_status status = EIP_OK;

    eip__sort(part.record, part.count, sizeof *part.record, turn_of);
    keep_newest(&part, turn_of);
    eip__sort(part.record, part.count, sizeof *part.record, accepted_of);
    for (uint64_t i = 0; i < part.count && status == EIP_OK; i++) {
        const struct eip__kept kept = eip__kept_of(part.record[i]);
        struct eip__handed handed;

        if (!eip__handed_get(&kept, &handed) ||
            handed.source > EIP__ACCOUNT_NUMBER_MAX ||
            handed.target > EIP__ACCOUNT_NUMBER_MAX ||
            handed.order > EIP__STAMP_VALUE_MASK) {
            return EIP_ERR_STORE_DAMAGED;
        }
        if (handed.accepted_ms + EIP_TRANSFER_SHOWN_MS > now_ms) {
            status = restore_one_handed(engine, &handed);
        }
    }
    return status;
}

/* Of calls there were: nothing depends on it, and stores of before have none. */
static eip_status restore_calls(eip_engine *engine, struct eip__kept_run all) {
    static const struct {
        enum eip__kind kind;
        bool (*restore)(eip_engine *engine, const struct eip__kept *kept);
    } kinds[] = {{EIP__KIND_COUNTS, eip__restore_counts},
                 {EIP__KIND_PLACES, eip__restore_places}};
    bool is_sound = true;

    for (uint32_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        struct eip__kept_run part =
            eip__kept_run_of(all, kinds[k].kind, kinds[k].kind + 1);

        for (uint64_t i = 0; i < part.count; i++) {
            const struct eip__kept kept = eip__kept_of(part.record[i]);

            is_sound = kinds[k].restore(engine, &kept) && is_sound;
        }
    }
    return is_sound ? EIP_OK : EIP_ERR_STORE_DAMAGED;
}

/* -- all of it --------------------------------------------------------------------------- */

static void begin_space(void *context, struct eip__space *space) {
    eip__cool_begin(space, *(const uint64_t *)context);
}

static void end_space(void *context, struct eip__space *space) {
    (void)context;
    eip__layout_recount(
        eip__space_layout(space)); /* each has one, of its own */
}

static eip_status fill(eip_engine *engine, struct eip__kept_run all,
                       const struct eip__kept_engine *kept, bool is_settled) {
    struct eip__kept_run addresses =
        eip__kept_run_of(all, EIP__KIND_ADDRESS, EIP__KIND_ADDRESS + 1);
    /* The engine has seen no time later than it had. */
    uint64_t now_ms = engine->host.clock.now_ms(engine->host.clock.context);
    eip_status status;

    now_ms = now_ms > kept->latest_ms ? now_ms : kept->latest_ms;
    eip__note(&engine->host.latest_ms, kept->latest_ms);
    eip__note(&engine->associations, kept->associations);
    status = restore_books(
        engine, eip__kept_run_of(all, EIP__KIND_ENGINE + 1, EIP__KIND_ACCOUNT));
    if (status == EIP_OK) {
        status =
            restore_accounts(engine, eip__kept_run_of(all, EIP__KIND_ACCOUNT,
                                                      EIP__KIND_ACCOUNT + 1));
    }
    if (status != EIP_OK) {
        return status;
    }
    eip__spaces(eip__engine_topology(engine), begin_space, &now_ms);
    if (!is_settled) {
        keep_newest(&addresses, order_of);
    }
    status = eip__restore_addresses(engine, addresses.record, addresses.count);
    if (status == EIP_OK) {
        status = restore_handed(
            engine,
            eip__kept_run_of(all, EIP__KIND_HANDED, EIP__KIND_HANDED + 1),
            now_ms);
    }
    if (status == EIP_OK) {
        status = restore_calls(engine, all);
    }
    if (status == EIP_OK) {
        status = eip__restore_marks(engine);
        eip__spaces(eip__engine_topology(engine), end_space, NULL);
    }
    return status;
}

static int32_t note_finding(void *context, const eip_audit_finding *finding) {
    (void)eip__quote(context, finding->message);
    return 1;
}

eip_status eip__restore_audit(eip_engine *engine, eip_error *error) {
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;
    struct eip__quoted quoted;
    eip_status status =
        eip_engine_audit(engine, note_finding, &quoted, &report);

    if (status == EIP_OK && report.findings != 0) {
        return eip__fail(error, EIP_ERR_STORE_DAMAGED, "",
                         "What was kept is damaged: %s", quoted.text);
    }
    return status == EIP_OK ? EIP_OK : eip__fail(error, status, "", NULL);
}

eip_status eip__restore(const eip_config *config, const uint8_t **records,
                        uint64_t count, bool is_settled, eip_engine **result,
                        eip_error *error) {
    struct eip__kept_run all = {records, count};
    struct eip__kept_engine kept;
    eip_engine *engine;
    eip_config own;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, config);

    if (status != EIP_OK) {
        return eip__fail(error, status, "config", NULL);
    }
    if (!is_settled) {
        eip__sort(records, count, sizeof *records, order_of);
    }
    if (!find_engine(all, &kept)) {
        return eip__fail(error, EIP_ERR_STORE_DAMAGED, "", NULL);
    }
    status = check_config(&own, &kept, error);
    if (status == EIP_OK) {
        equip(&own, &kept);
        status = eip_engine_open(&own, &engine, error);
    }
    if (status != EIP_OK) {
        return status;
    }
    engine->is_fresh = true;
    status = fill(engine, all, &kept, is_settled);
    status = status == EIP_OK ? eip__restore_audit(engine, error)
                              : eip__fail(error, status, "", NULL);
    engine->is_fresh = false;
    if (status != EIP_OK) {
        eip_engine_close(engine);
        return status;
    }
    *result = engine;
    return EIP_OK;
}
