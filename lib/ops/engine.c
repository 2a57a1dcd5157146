/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the opening and closing of engines. */
#include "base/hash.h"
#include "base/name.h"
#include "ops/call.h"
#include "registry/transfer.h"
#include "store/keeper.h"

#include <string.h>

eip_config eip_config_init(void) {
    eip_config config = EIP_CONFIG_INIT;

    return config;
}

static eip_status check_region(const eip_config *config, eip_error *error) {
    struct eip__quoted quoted;

    if (!eip__text_is_formed(config->region)) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "region", NULL);
    }
    if (!eip__name_is_valid(config->region)) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "region",
                         "The Region's name '%s' is not 1 to %d letters, "
                         "digits, '-', '_' and '.'",
                         eip__quote(&quoted, config->region), EIP_LIMIT_NAME);
    }
    return EIP_OK;
}

static eip_status check_config(const eip_config *config, eip_error *error) {
    eip_status status = check_region(config, error);

    if (status != EIP_OK) {
        return status;
    }
    if ((config->flags &
         ~(uint32_t)(EIP_ENGINE_CLAIM_ANY_FREE | EIP_ENGINE_SEEDED)) != 0) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "flags", "Unknown flags 0x%x",
                         config->flags);
    }
    if (config->quota_default > EIP_QUOTA_MAX) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "quota_default",
                         "The quota %u is above %u", config->quota_default,
                         EIP_QUOTA_MAX);
    }
    if (config->cooldown_ms > EIP_COOLDOWN_MS_MAX) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "cooldown_ms",
                         "The cooldown %llu ms is above %llu ms",
                         (unsigned long long)config->cooldown_ms,
                         (unsigned long long)EIP_COOLDOWN_MS_MAX);
    }
    if (!eip__allocator_is_whole(&config->allocator)) {
        return eip__fail(error, EIP_ERR_ARGUMENT, "allocator",
                         "Some functions of the allocator are missing");
    }
    return EIP_OK;
}

/* Other keys of the seed: see eip__id_key. */
enum { TOKENS = 64 * 3, ASSOCIATIONS = 4 };

/* Everything that needs the host, in order; eip_engine_close ends whatever
 * part of it was reached. */
static eip_status open_parts(eip_engine *engine, const eip_config *config) {
    uint64_t seed = config->seed;
    uint32_t quota = config->quota_default == 0 ? (uint32_t)EIP_QUOTA_DEFAULT
                                                : config->quota_default;
    eip_status status;

    if ((config->flags & EIP_ENGINE_SEEDED) == 0 &&
        !eip__host_random(&engine->host, &seed, sizeof seed)) {
        return EIP_ERR_RANDOM_SOURCE;
    }
    engine->seed = seed;
    eip__records_open(&engine->records, &engine->host);
    eip__accounts_open(&engine->accounts, &engine->host, seed, quota);
    eip__id_key(&engine->id_key, seed, 1);
    eip__id_key(&engine->association_key, seed, ASSOCIATIONS);
    engine->token_key = eip__hash_u64(TOKENS, seed);
    engine->ledger = (struct eip__ledger){.host = &engine->host,
                                          .lanes = &engine->lanes,
                                          .records = &engine->records};
    status = eip__lanes_open(&engine->lanes, &engine->host, seed);
    if (status != EIP_OK) {
        return status;
    }
    return eip__catalog_open(
        &engine->catalog, &engine->host, &engine->lanes, &engine->records, seed,
        config->cooldown_given != 0 ? config->cooldown_ms
                                    : (uint64_t)EIP_COOLDOWN_MS_DEFAULT,
        config->region);
}

eip_status eip_engine_open(const eip_config *config, eip_engine **result,
                           eip_error *error) {
    struct eip__host host;
    eip_engine *engine;
    eip_config own;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, config);

    if (status == EIP_OK && result == NULL) {
        status = EIP_ERR_NULL;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "config", NULL);
    }
    status = check_config(&own, error);
    if (status != EIP_OK) {
        return status;
    }
    eip__host_init(&host, &own.allocator, &own.clock, &own.random);
    engine = eip__host_allocate_zeroed(&host, sizeof *engine);
    if (engine == NULL) {
        return eip__fail(error, EIP_ERR_OUT_OF_MEMORY, "", NULL);
    }
    engine->host = host;
    engine->authorizer = own.authorizer;
    engine->dns = own.dns;
    engine->interfaces = own.interfaces;
    engine->byoip_verifier = own.byoip_verifier;
    engine->settle_ms = own.settle_ms;
    engine->flags = own.flags;
    status = open_parts(engine, &own);
    if (status != EIP_OK) {
        eip_engine_close(engine);
        return eip__fail(error, status, "", NULL);
    }
    *result = engine;
    return EIP_OK;
}

/* Operations that a thread has installed which is gone now: what they hang up is
 * freed with the rest. */
static void complete_all(eip_engine *engine) {
    uint64_t count = eip__accounts_count(&engine->accounts);

    for (uint64_t i = 1; i <= count; i++) {
        (void)eip__ledger_settle(
            &engine->ledger, eip__accounts_at(&engine->accounts, (uint32_t)i));
    }
}

/* Details and holdings hang on records and accounts until the end. */
static void free_holdings(eip_engine *engine) {
    uint64_t count = eip__accounts_count(&engine->accounts);

    for (uint64_t i = 1; i <= count; i++) {
        struct eip__account *account =
            eip__accounts_at(&engine->accounts, (uint32_t)i);
        struct eip__holdings *holdings =
            eip__pointer(eip__hint(&account->holdings));

        if (holdings != NULL) {
            eip__holdings_free(&engine->host, &holdings->retired);
        }
    }
    eip__transfer_close(&engine->ledger, &engine->accounts);
}

static void free_detail(eip_engine *engine, uint64_t entry) {
    eip__a64 *place;

    if (entry != 0) {
        place = &eip__records_cold(&engine->records, eip__entry_record(entry))
                     ->detail;
        eip__detail_free(&engine->host, eip__detail_in(eip__hint(place)));
        eip__note(place, 0);
    }
}

/* Every held address is in its account's holdings, so its detail is found
 * there; no other record has one (a release takes it off). */
static void free_details(eip_engine *engine) {
    uint64_t count = eip__accounts_count(&engine->accounts);

    for (uint64_t i = 1; i <= count; i++) {
        struct eip__holdings *holdings = eip__pointer(eip__hint(
            &eip__accounts_at(&engine->accounts, (uint32_t)i)->holdings));
        uint64_t capacity =
            holdings == NULL ? 0 : eip__hint(&holdings->capacity);

        for (uint64_t n = 0; n < capacity; n++) {
            free_detail(engine, eip__holdings_at(holdings, n));
        }
    }
}

void eip_engine_close(eip_engine *engine) {
    struct eip__host host;

    if (engine == NULL) {
        return;
    }
    eip__keeper_close(engine);
    if (engine->lanes.lane != NULL) {
        complete_all(engine);
        eip__reclaim_all(&engine->lanes);
        eip__journal_close(&engine->ledger);
        free_details(engine);
        eip__catalog_close(&engine->catalog);
        free_holdings(engine);
        eip__reclaim_all(&engine->lanes);
        eip__lanes_close(&engine->lanes);
    }
    if (engine->records.host != NULL) {
        eip__records_close(&engine->records);
        eip__accounts_close(&engine->accounts);
    }
    host = engine->host;
    eip__host_release(&host, engine, sizeof *engine);
}

uint64_t eip_engine_now_ms(eip_engine *engine) {
    return engine == NULL ? 0 : eip__host_now(&engine->host);
}
