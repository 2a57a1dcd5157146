/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "store/about.h"

#include "operate/tree.h"
#include "store/moment.h"

#include <eip/survey.h>

static uint32_t number_in(const cJSON *object, const char *name) {
    uint64_t number = 0;

    return field_read_number(tree_get(object, name), UINT32_MAX, &number)
               ? (uint32_t)number
               : 0;
}

/* What was handed over has the id that it had. */
static void find(eip_engine *engine, const cJSON *key, const cJSON *value,
                 struct about *about) {
    uint32_t origin =
        number_in(tree_get(value, "Facts"), "AllocatedGeneration");
    uint32_t generation = origin != 0 ? origin : number_in(value, "Generation");

    about->has_address =
        eip_engine_record(engine, number_in(key, "Record"), generation,
                          &about->address, &about->allocation_id) == EIP_OK;
    about->has_id =
        about->has_address && cJSON_IsString(tree_get(value, "AccountId"));
}

struct about about_of(eip_engine *engine, const eip_store_record *record) {
    struct about about = {.has_address = false};

    if (engine && record->kind == KIND_ADDRESS && record->flags == 0) {
        cJSON *key = lines_key(record);
        cJSON *value = lines_value(record, 0);

        if (key && value)
            find(engine, key, value, &about);
        cJSON_Delete(key);
        cJSON_Delete(value);
    }
    return about;
}

uint64_t about_latest(const struct store_records *records) {
    uint64_t latest_ms = 0;

    for (uint64_t i = 0; i < records->count; i++) {
        const eip_store_record *record = &records->items[i];
        cJSON *value =
            record->kind == KIND_ENGINE ? lines_value(record, 0) : NULL;
        const cJSON *text = tree_get(value, "LatestTime");

        if (cJSON_IsString(text))
            (void)moment_read(text->valuestring, &latest_ms);
        cJSON_Delete(value);
    }
    return latest_ms;
}
