/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how an engine and a store come together and part. */
#include "base/structs.h"
#include "eip/transfer.h"
#include "store/image.h"
#include "store/keeper.h"
#include "store/newest.h"
#include "store/restore.h"

/* -- loading ------------------------------------------------------------------------ */

/* Transfers that are shown no longer: they are to go out of the store. For want
 * of memory they stay until another time. */
static void note_outdated(const struct eip__newest *newest, eip_engine *engine,
                          struct eip__gathered *outdated) {
    const struct eip__kept_run all = {newest->row, newest->count};
    const struct eip__kept_run handed_over =
        eip__kept_run_of(all, EIP__KIND_HANDED, EIP__KIND_HANDED + 1);
    struct eip__host *host = &engine->host;
    uint64_t now_ms = host->clock.now_ms(host->clock.context);
    uint64_t latest_ms = eip__hint(&host->latest_ms);

    now_ms = now_ms > latest_ms ? now_ms : latest_ms;
    for (uint64_t i = 0; i < handed_over.count; i++) {
        const uint8_t *record = handed_over.record[i];
        const struct eip__kept kept = eip__kept_of(record);
        struct eip__handed handed;

        (void)eip__handed_get(&kept, &handed); /* as it was restored */
        if (handed.accepted_ms + EIP_TRANSFER_SHOWN_MS <= now_ms &&
            !eip__gathered_put(host, outdated, eip__put_gone, record)) {
            return;
        }
    }
}

/* The records that count, as they are wanted. */
static eip_status open_engine(const eip_config *config,
                              struct eip__newest *newest, eip_engine **engine,
                              struct eip__gathered *outdated,
                              eip_error *error) {
    uint64_t count = eip__newest_sort(newest);
    eip_status status;

    if (count == 0) {
        return eip_engine_open(config, engine, error);
    }
    status = eip__restore(config, newest->row, count, true, engine, error);
    if (status == EIP_OK) {
        note_outdated(newest, *engine, outdated);
    }
    return status;
}

/* With `is_new`: the store was empty. */
static eip_status load(const eip_config *config, eip_store *store,
                       eip_engine **engine, bool *is_new,
                       struct eip__gathered *outdated, eip_error *error) {
    struct eip__host host;
    struct eip__newest newest = {.host = &host};
    eip_status status;

    eip__host_init(&host, &config->allocator, &config->clock, &config->random);
    status = store->load(store->context, eip__newest_note, &newest, error);
    *is_new = newest.count == 0; /* the first is never late */
    status = status == EIP_OK
                 ? open_engine(config, &newest, engine, outdated, error)
                 : eip__fail(error, status, "store", NULL);
    eip__newest_free(&newest);
    return status;
}

/* -- attaching ---------------------------------------------------------------------- */

static void free_keeper(struct eip__keeper *keeper) {
    struct eip__host *host = &keeper->engine->host;

    eip__gathered_free(host, &keeper->gathered);
    eip__gathered_free(host, &keeper->outdated);
    eip__merged_free(host, &keeper->merged);
    eip__host_release(host, keeper->accounts.gap,
                      keeper->accounts.room * sizeof *keeper->accounts.gap);
    eip__gathered_free(host, &keeper->group);
    eip__gate_end(&keeper->gate, host);
    eip__host_release(host, keeper, sizeof *keeper);
}

/* The engine, which nobody uses yet, is what the store has at the end of the
 * first round. */
static eip_status attach(eip_engine *engine, eip_store *store,
                         const eip_store_options *options, bool is_new,
                         struct eip__gathered outdated, eip_error *error) {
    struct eip__keeper *keeper =
        eip__host_allocate_zeroed(&engine->host, sizeof *keeper);
    eip_status status;

    if (keeper == NULL) {
        eip__gathered_free(&engine->host, &outdated);
        return eip__fail(error, EIP_ERR_OUT_OF_MEMORY, "", NULL);
    }
    keeper->engine = engine;
    keeper->store = store;
    keeper->is_new = is_new;
    keeper->outdated = outdated;
    keeper->deeds = eip__counted_deeds(engine);
    keeper->interval_ms = options->interval_ms;
    keeper->visitor = eip__keeper_visitor(keeper);
    eip__gate_start(&keeper->gate);
    status = eip__keeper_round(keeper, error);
    if (status == EIP_OK) {
        status = eip__keeper_start(keeper);
        if (status != EIP_OK) {
            eip__keeper_stop(keeper);
        }
    }
    if (status != EIP_OK) {
        engine->listener = NULL;
        free_keeper(keeper);
        return eip__fail(error, status, "", NULL);
    }
    engine->keeper = keeper;
    engine->is_sync = (options->flags & EIP_STORE_SYNC) != 0;
    return EIP_OK;
}

static eip_status read_arguments(const eip_config *config, eip_config *own,
                                 const eip_store_options *options,
                                 eip_store_options *own_options) {
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, config);

    if (status == EIP_OK && options != NULL) {
        status = eip__struct_in(own_options, sizeof *own_options,
                                sizeof *own_options, options);
    }
    if (status == EIP_OK && own_options->reserved != 0) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status == EIP_OK &&
        ((own_options->flags & ~(uint32_t)EIP_STORE_SYNC) != 0 ||
         !eip__allocator_is_whole(&own->allocator))) {
        status = EIP_ERR_ARGUMENT;
    }
    return status;
}

eip_status eip_store_load(const eip_config *config, eip_store *store,
                          const eip_store_options *options, eip_engine **result,
                          eip_error *error) {
    eip_store_options own_options = EIP_STORE_OPTIONS_INIT;
    struct eip__gathered outdated = {NULL, 0, 0};
    eip_engine *engine;
    eip_config own;
    eip_status status = read_arguments(config, &own, options, &own_options);
    bool is_new;

    if (store == NULL || result == NULL) {
        status = EIP_ERR_NULL;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "", NULL);
    }
    status = load(&own, store, &engine, &is_new, &outdated, error);
    if (status != EIP_OK) {
        return status;
    }
    status = attach(engine, store, &own_options, is_new, outdated, error);
    if (status != EIP_OK) {
        eip_engine_close(engine);
        return status;
    }
    *result = engine;
    return EIP_OK;
}

/* -- parting ------------------------------------------------------------------------- */

static void part(eip_engine *engine) {
    struct eip__keeper *keeper = engine->keeper;

    engine->keeper = NULL;
    if (engine->is_sync) {
        /* Then no call is under way; otherwise calls may be, and look at it. */
        engine->is_sync = false;
    }
    eip__keeper_stop(keeper);
    engine->listener = NULL; /* until then the sweeper looks at it */
    free_keeper(keeper);
}

eip_status eip_store_detach(eip_engine *engine, eip_error *error) {
    struct eip__lane *lane;
    eip_status status;
    eip_status kept;

    if (engine == NULL || engine->keeper == NULL) {
        return eip_store_wait(engine, 0, error);
    }
    /* From here on there is no way back. */
    status = eip__engine_may_wait(engine, &lane);
    if (status != EIP_OK) {
        return eip__fail(error, status, "", NULL);
    }
    kept = eip__keeper_part(engine->keeper, error);
    (void)eip__keeper_end(engine->keeper);
    part(engine);
    return kept;
}

void eip__keeper_close(eip_engine *engine) {
    if (engine->keeper != NULL) {
        /* Who wants to know how it ended detaches the store before. */
        (void)eip__keeper_part(engine->keeper, NULL);
        part(engine);
    }
}

/* -- waiting ------------------------------------------------------------------------- */

uint64_t eip_store_ticket(eip_engine *engine) {
    return engine == NULL || engine->keeper == NULL
               ? 0
               : eip__keeper_ticket(engine->keeper);
}

int32_t eip_store_is_durable(eip_engine *engine, uint64_t ticket) {
    return engine != NULL && engine->keeper != NULL &&
           eip__read(&engine->keeper->committed) >= ticket;
}

eip_status eip_store_wait(eip_engine *engine, uint64_t ticket,
                          eip_error *error) {
    eip_status status = EIP_ERR_NULL;

    if (engine != NULL) {
        status = EIP_ERR_STORE_ABSENT;
        if (engine->keeper != NULL) {
            return eip__keeper_wait(engine->keeper, ticket, error);
        }
    }
    return eip__fail(error, status, "engine", NULL);
}

eip_status eip_store_sync(eip_engine *engine, eip_error *error) {
    return eip_store_wait(engine, eip_store_ticket(engine), error);
}
