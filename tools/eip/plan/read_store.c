/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how a store becomes a source: its engine is made in memory, of a copy,
 * so that looking changes nothing, and shows what each address is. */
#include "plan/read_store.h"

#include "plan/read_json.h"
#include "store/store.h"

#include <string.h>

struct reading {
    const struct read_options *options;
    struct source *source;
    uint32_t file;
    uint32_t space; /* of the last block; UINT32_MAX: none */
    uint64_t realm; /* of the last block that was selected */
    bool is_selected;
    bool has_failed; /* a message is out */
    eip_cidr cidr;   /* the last block's, with its pool */
    eip_pool_ref pool;
};

static bool is_next(const struct reading *reading, const eip_span *span) {
    return reading->space == UINT32_MAX ||
           reading->cidr.base != span->cidr.base ||
           reading->cidr.prefix_bits != span->cidr.prefix_bits ||
           reading->pool.kind != span->pool.kind ||
           reading->pool.id != span->pool.id;
}

static void name_of(eip_text text, char name[RANGES_NAME_SIZE]) {
    size_t size =
        text.size < RANGES_NAME_SIZE ? text.size : RANGES_NAME_SIZE - 1;

    memcpy(name, text.data, size);
    name[size] = '\0';
}

/* Of a line of CIDR and border group the Region is not known: here it is. */
static void tell_region(struct source *source, const char *pool,
                        const char *region, const char *group) {
    for (size_t i = 0; i < source->space_count; i++) {
        struct source_space *space = &source->spaces[i];

        if (strcmp(space->group, group) == 0 &&
            strcmp(space->region, group) == 0 &&
            strcmp(space->pool, pool) == 0) {
            memcpy(space->region, region, strlen(region) + 1);
            space->kind = ranges_kind_of(region, group);
        }
    }
}

static bool begin_block(struct reading *reading, const eip_span *span) {
    struct source_block block = {.cidr = span->cidr, .file = reading->file};
    char pool[EIP_POOL_ID_TEXT_SIZE] = "amazon";
    char region[RANGES_NAME_SIZE];
    char group[RANGES_NAME_SIZE];

    if (span->pool.kind != EIP_POOL_AMAZON)
        (void)eip_pool_id_format(span->pool, pool);
    name_of(span->region, region);
    name_of(span->network_border_group, group);
    reading->cidr = span->cidr;
    reading->pool = span->pool;
    reading->space = 0;
    reading->is_selected = read_selects(reading->options, pool, region, group);
    if (!reading->is_selected)
        return true;
    tell_region(reading->source, pool, region, group);
    block.space = source_space(reading->source, pool, region, group);
    if (block.space == UINT32_MAX)
        return false;
    reading->realm = reading->source->spaces[block.space].realm;
    return source_block(reading->source, &block);
}

static bool add_span(struct reading *reading, const eip_span *span) {
    static const uint32_t states[] = {[EIP_SPAN_FREE] = SOURCE_FREE,
                                      [EIP_SPAN_HELD] = SOURCE_HELD,
                                      [EIP_SPAN_COOLING] = SOURCE_COOLING,
                                      [EIP_SPAN_WITHDRAWN] = SOURCE_WITHDRAWN};
    const struct source_run run = {.realm = reading->realm,
                                   .first = span->first,
                                   .last = span->last,
                                   .state = states[span->state],
                                   .file = reading->file,
                                   .since_ms = span->since_ms};

    return !reading->is_selected || span->state == EIP_SPAN_FREE ||
           source_run(reading->source, &run);
}

static int32_t visit(void *context, const eip_span *span) {
    struct reading *reading = context;

    reading->has_failed =
        (is_next(reading, span) && !begin_block(reading, span)) ||
        !add_span(reading, span);
    return reading->has_failed;
}

static int survey(eip_engine *engine, struct reading *reading) {
    eip_status status = eip_engine_survey(engine, visit, reading);

    if (status != EIP_OK) {
        cli_say("%s: %s", reading->source->names[reading->file],
                eip_status_name(status));
        return CLI_FAILED;
    }
    return reading->has_failed ? CLI_IO : CLI_OK;
}

int read_store(const char *folder, const struct read_options *options,
               struct source *source) {
    struct reading reading = {.options = options,
                              .source = source,
                              .file = source_file(source, folder),
                              .space = UINT32_MAX};
    struct store_records records = {NULL, 0, 0};
    struct store store = {.store = NULL};
    eip_store *copy = NULL;
    eip_engine *engine = NULL;
    int code =
        reading.file == UINT32_MAX ? CLI_IO : store_open(folder, false, &store);

    if (code == CLI_OK)
        code = store_records_read(store.store, &records);
    if (code == CLI_OK)
        code = store_try(&records, &copy, &engine);
    if (code == CLI_OK)
        code = survey(engine, &reading);
    eip_engine_close(engine);
    eip_store_close(copy);
    store_records_free(&records);
    store_end(&store);
    return code;
}
