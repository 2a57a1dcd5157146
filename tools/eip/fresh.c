/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the beginning of a store. Blocks come by several calls, of which any may
 * fail, so they are made in memory; the records go to the store together. */
#include "fresh.h"

#include "cli.h"

static eip_status stop_at_first(void *context, const eip_store_record *record) {
    (void)context;
    (void)record;
    return EIP_ERR_EXISTS;
}

eip_status fresh_is_due(eip_store *store, bool *is_due, eip_error *error) {
    eip_status status = store->load(store->context, stop_at_first, NULL, error);

    *is_due = status == EIP_OK;
    return status == EIP_ERR_EXISTS ? EIP_OK : status;
}

/* Where records go. */
struct target {
    eip_store *store;
    eip_error *error;
};

static eip_status copy_one(void *context, const eip_store_record *record) {
    struct target *target = context;

    return target->store->append(target->store->context, record->data,
                                 record->size, target->error);
}

static eip_status copy(eip_store *from, eip_store *to, eip_error *error) {
    struct target target = {to, error};
    eip_status status = from->load(from->context, copy_one, &target, error);

    return status == EIP_OK ? to->commit(to->context, error) : status;
}

int fresh_fill(const eip_config *config, eip_store *store,
               fresh_provision *provision, const void *context,
               eip_error *error) {
    eip_store *memory = NULL;
    eip_engine *engine = NULL;
    int code = CLI_IO;

    if (eip_store_open_memory(NULL, &memory, error) == EIP_OK &&
        eip_store_load(config, memory, NULL, &engine, error) == EIP_OK) {
        code = provision(context, engine);
        if (code == CLI_OK && (eip_store_sync(engine, error) != EIP_OK ||
                               copy(memory, store, error) != EIP_OK))
            code = CLI_IO;
    }
    eip_engine_close(engine);
    eip_store_close(memory);
    return code;
}
