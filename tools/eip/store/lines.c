/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the line around key and payload, and the one of digits. */
#include "store/lines.h"

#include "input.h"
#include "operate/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHECKSUM = 8 };

static uint32_t payload_size(const eip_store_record *record) {
    const uint8_t *data = record->data;
    const uint8_t *key = record->key;

    return record->size - CHECKSUM - (uint32_t)(key - data) - record->key_size;
}

cJSON *lines_key(const eip_store_record *record) {
    const struct kind *kind = kind_of(record->kind);
    struct field_source source = {
        .at = record->key, .left = record->key_size, .is_key = true};

    return kind ? fields_show(&source, &kind->key) : NULL;
}

cJSON *lines_value(const eip_store_record *record, uint64_t latest_ms) {
    const struct kind *kind = kind_of(record->kind);
    struct field_source source = {.at = (const uint8_t *)record->key +
                                        record->key_size,
                                  .left = payload_size(record),
                                  .latest_ms = latest_ms};

    return kind ? fields_show(&source, &kind->payload) : NULL;
}

/* -- reading ------------------------------------------------------------------------ */

static bool put_together(struct line *line, const eip_store_record *record,
                         const struct field_sink *payload) {
    uint32_t size = eip_store_record_write(record, payload->bytes,
                                           (uint32_t)payload->size, NULL, 0);

    if (size == 0 || payload->size > UINT32_MAX) {
        cli_say("the key or the value is too long, or what is gone has one");
        return false;
    }
    line->bytes = tree_need(malloc(size));
    (void)eip_store_record_write(record, payload->bytes,
                                 (uint32_t)payload->size, line->bytes, size);
    return eip_store_record_read(line->bytes, size, &line->record) == EIP_OK;
}

static bool read_object(struct field_sink *sink, const char *name,
                        const struct field_list *list, const cJSON *value) {
    const struct field_sink outside = {.place = ""};

    if (!cJSON_IsObject(value))
        return field_refuse(&outside, name, value, "an object");
    (void)snprintf(sink->place, sizeof(sink->place), "%s", name);
    return fields_read(sink, list, value);
}

/* `kind`, `rank`, `gone`, of a line of names. */
static bool read_frame(const cJSON *root, eip_store_record *record) {
    const struct field_sink outside = {.place = ""};
    const cJSON *kind = tree_get(root, "kind");
    const cJSON *gone = tree_get(root, "gone");

    record->kind = cJSON_IsString(kind) ? kind_number(kind->valuestring) : 0;
    if (record->kind == 0)
        return field_refuse(&outside, "kind", kind, "a kind of records");
    if (!field_read_number(tree_get(root, "rank"), UINT64_MAX, &record->rank))
        return field_refuse(&outside, "rank", tree_get(root, "rank"),
                            "a whole number");
    if (gone && !cJSON_IsTrue(gone))
        return field_refuse(&outside, "gone", gone, "true");
    record->flags = gone ? EIP_STORE_RECORD_GONE : 0;
    return true;
}

/* No others, and none of them twice. */
static bool check_members(const cJSON *root, const char *const *names,
                          uint32_t count) {
    const struct field_sink outside = {.place = ""};
    const cJSON *member;

    cJSON_ArrayForEach(member, root) {
        uint32_t i = 0;

        while (i < count && strcmp(names[i], member->string) != 0)
            i++;
        if (i == count || tree_get(root, member->string) != member)
            return field_refuse(&outside, member->string, member,
                                "a member of it, or is there twice");
    }
    return true;
}

static bool read_about(const cJSON *root, struct line *line) {
    const struct field_sink outside = {.place = ""};
    const cJSON *address = tree_get(root, "PublicIp");
    const cJSON *id = tree_get(root, "AllocationId");
    bool is_one = line->record.kind == KIND_ADDRESS;

    line->told.has_address = address != NULL;
    line->told.has_id = id != NULL;
    if (address && (!is_one || !cJSON_IsString(address) ||
                    eip_ipv4_parse(eip_text_of(address->valuestring),
                                   &line->told.address) != EIP_OK))
        return field_refuse(&outside, "PublicIp", address,
                            "the IPv4 address of an address");
    if (id && (!is_one || !cJSON_IsString(id) ||
               eip_allocation_id_parse(eip_text_of(id->valuestring),
                                       &line->told.allocation_id) != EIP_OK))
        return field_refuse(&outside, "AllocationId", id,
                            "the allocation id of an address");
    return true;
}

static bool read_named(const cJSON *root, struct line *line) {
    static const char *const members[] = {
        "kind", "PublicIp", "AllocationId", "key", "rank", "gone", "value"};
    struct field_sink key = {.is_key = true};
    struct field_sink payload = {.is_key = false};
    const struct kind *kind;
    bool is_sound = check_members(root, members, 7) &&
                    read_frame(root, &line->record) && read_about(root, line);

    kind = kind_of(line->record.kind);
    is_sound = is_sound &&
               read_object(&key, "key", &kind->key, tree_get(root, "key")) &&
               (line->record.flags != 0 ||
                read_object(&payload, "value", &kind->payload,
                            tree_get(root, "value")));
    if (is_sound) {
        line->record.key = key.bytes;
        line->record.key_size = (uint32_t)key.size;
        is_sound = put_together(line, &line->record, &payload);
    }
    free(key.bytes);
    free(payload.bytes);
    return is_sound;
}

static bool is_number(const cJSON *value, uint64_t number) {
    uint64_t told;

    if (cJSON_IsNumber(value)) /* of any size, as near as that comes */
        return value->valuedouble == (double)number;
    return field_read_number(value, UINT64_MAX, &told) && told == number;
}

/* What a line of digits says beside them must be so. */
static bool agrees(const cJSON *root, const eip_store_record *record) {
    const struct field_sink outside = {.place = ""};
    const cJSON *kind = tree_get(root, "kind");
    const cJSON *key = tree_get(root, "key");
    const cJSON *rank = tree_get(root, "rank");
    cJSON *digits = field_show_hex(record->key, record->key_size);
    bool is_key = !key || cJSON_Compare(key, digits, true);

    cJSON_Delete(digits);
    if (!is_key)
        return field_refuse(&outside, "key", key, "that of `data`");
    if (kind && !is_number(kind, record->kind))
        return field_refuse(&outside, "kind", kind, "that of `data`");
    if (rank && !is_number(rank, record->rank))
        return field_refuse(&outside, "rank", rank, "that of `data`");
    return true;
}

static bool read_digits(const cJSON *root, struct line *line) {
    static const char *const members[] = {"kind", "key", "rank", "data"};
    const struct field_sink outside = {.place = ""};
    const cJSON *data = tree_get(root, "data");
    uint64_t size = 0;
    eip_status status;

    if (!check_members(root, members, 4))
        return false;
    line->bytes =
        cJSON_IsString(data) ? field_read_hex(data->valuestring, &size) : NULL;
    if (!line->bytes)
        return field_refuse(&outside, "data", data,
                            "a record as hexadecimal digits");
    status = eip_store_record_read(line->bytes, size, &line->record);
    if (status == EIP_ERR_STORE_VERSION) {
        cli_say("data: the record is of another version of the library");
        return false;
    }
    if (status != EIP_OK || line->record.size != size)
        return field_refuse(&outside, "data", data, "a sound record");
    return agrees(root, &line->record);
}

/* A byte 0 is in no text here; cJSON would end it there. */
static bool has_zero(const char *text, size_t size) {
    const char *at = text;

    if (strlen(text) != size)
        return true;
    while ((at = strchr(at, '\\')) != NULL && at[1] != '\0') {
        if (strncmp(at, "\\u0000", 6) == 0)
            return true;
        at += 2;
    }
    return false;
}

bool lines_read(const char *text, size_t size, struct line *line) {
    cJSON *root;
    bool is_sound;

    *line = (struct line){.bytes = NULL};
    if (has_zero(text, size) || input_utf8_end(text, size) != size) {
        cli_say("not a record: a byte that is 0, or no UTF-8");
        return false;
    }
    root = cJSON_ParseWithOpts(text, NULL, true);
    if (!cJSON_IsObject(root)) {
        cli_say("not a record: no object of JSON");
        cJSON_Delete(root);
        return false;
    }
    is_sound = tree_get(root, "data") ? read_digits(root, line)
                                      : read_named(root, line);
    cJSON_Delete(root);
    if (!is_sound) {
        free(line->bytes);
        line->bytes = NULL;
    }
    return is_sound;
}

/* -- showing ------------------------------------------------------------------------ */

cJSON *lines_show_raw(const eip_store_record *record) {
    cJSON *line = tree_object();

    tree_put(line, "kind", tree_number(record->kind));
    tree_put(line, "key", field_show_hex(record->key, record->key_size));
    tree_put(line, "rank", field_show_number(record->rank));
    tree_put(line, "data", field_show_hex(record->data, record->size));
    return line;
}

static void put_about(cJSON *line, struct about about) {
    char text[EIP_ALLOCATION_ID_TEXT_SIZE];

    if (about.has_address) {
        (void)eip_ipv4_format(about.address, text);
        tree_put(line, "PublicIp", tree_string(text));
    }
    if (about.has_id) {
        (void)eip_allocation_id_format(about.allocation_id, text);
        tree_put(line, "AllocationId", tree_string(text));
    }
}

/* NULL: a part of it cannot be said. */
static cJSON *show_named(const eip_store_record *record, uint64_t latest_ms,
                         struct about about) {
    bool is_gone = (record->flags & EIP_STORE_RECORD_GONE) != 0;
    cJSON *key = lines_key(record);
    cJSON *value = is_gone ? NULL : lines_value(record, latest_ms);
    cJSON *line;

    if (!key || (!value && !is_gone)) {
        cJSON_Delete(key);
        cJSON_Delete(value);
        return NULL;
    }
    line = tree_object();
    tree_put(line, "kind", tree_string(kind_of(record->kind)->name));
    put_about(line, about);
    tree_put(line, "key", key);
    tree_put(line, "rank", field_show_number(record->rank));
    if (is_gone)
        tree_put(line, "gone", tree_flag(true));
    else
        tree_put(line, "value", value);
    return line;
}

/* Does it come to the same bytes again? */
static bool is_exact(const cJSON *shown, const eip_store_record *record) {
    struct line line = {.bytes = NULL};
    bool is = read_named(shown, &line) && line.record.size == record->size &&
              memcmp(line.bytes, record->data, record->size) == 0;

    free(line.bytes);
    return is;
}

cJSON *lines_show(const eip_store_record *record, uint64_t latest_ms,
                  struct about about) {
    cJSON *line = show_named(record, latest_ms, about);

    if (line && is_exact(line, record))
        return line;
    cJSON_Delete(line);
    return lines_show_raw(record);
}

cJSON *lines_head(const eip_store_record *record) {
    const struct kind *kind = kind_of(record->kind);
    cJSON *key = lines_key(record);
    cJSON *line = tree_object();

    tree_put(line, "kind",
             key ? tree_string(kind->name) : tree_number(record->kind));
    tree_put(line, "key",
             key ? key : field_show_hex(record->key, record->key_size));
    tree_put(line, "rank", field_show_number(record->rank));
    tree_put(line, "bytes", tree_number(record->size));
    tree_put(line, "gone",
             tree_flag((record->flags & EIP_STORE_RECORD_GONE) != 0));
    return line;
}
