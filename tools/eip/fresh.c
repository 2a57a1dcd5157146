/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the beginning of a store. Blocks come by several calls, of which any may
 * fail, so they are made in memory; the records go to the store together. */
#include "fresh.h"

#include "cli.h"

#include <stdlib.h>

static const eip_pool_ref amazon = {0, EIP_POOL_AMAZON, 0};

enum fresh_fault fresh_provision_group(eip_engine *engine,
                                       const struct ranges *ranges,
                                       uint32_t group, eip_error *error) {
    const struct range_group *row = &ranges->groups[group];
    eip_text name = eip_text_of(row->name);
    eip_cidr *cidrs = calloc(row->cidrs, sizeof(*cidrs));
    enum fresh_fault fault = FRESH_FINE;

    if (!cidrs)
        return FRESH_NO_MEMORY;
    for (uint32_t i = 0; i < row->cidrs; i++)
        cidrs[i] = ranges->cidrs[row->first_cidr + i].cidr;
    if (row->kind != EIP_BORDER_GROUP_REGION &&
        eip_admin_create_border_group(engine, name, row->kind, error) != EIP_OK)
        fault = FRESH_NO_GROUP;
    else if (eip_admin_provision_cidrs(engine, amazon, name, cidrs, row->cidrs,
                                       error) != EIP_OK)
        fault = FRESH_NO_BLOCKS;
    free(cidrs);
    return fault;
}

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
