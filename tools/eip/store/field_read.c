/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how a member of JSON becomes the bytes of its field, and what is said of
 * one that cannot. */
#include "operate/tree.h"
#include "store/field.h"
#include "store/moment.h"

#include <eip/eip.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool refuse(const struct field_sink *sink, const struct field *field,
                   const cJSON *value, const char *wanted) {
    return field_refuse(sink, field->name, value, wanted);
}

/* -- values --------------------------------------------------------------------- */

static bool read_number_of(struct field_sink *sink, const struct field *field,
                           const cJSON *value, uint32_t width,
                           const char *wanted) {
    uint64_t number;
    char text[320];

    if (!field_read_number(value, field_most(width), &number)) {
        (void)snprintf(text, sizeof(text), "%s from 0 to %llu", wanted,
                       (unsigned long long)field_most(width));
        return refuse(sink, field, value, text);
    }
    field_put_number(sink, number, width);
    return true;
}

static bool read_number(struct field_sink *sink, const struct field *field,
                        const cJSON *value) {
    return read_number_of(sink, field, value, field->width, "a whole number");
}

static bool read_hash(struct field_sink *sink, const struct field *field,
                      const cJSON *value) {
    uint64_t size = 0;
    uint64_t number = 0;
    uint8_t *bytes = cJSON_IsString(value)
                         ? field_read_hex(value->valuestring, &size)
                         : NULL;

    for (uint64_t i = 0; bytes && i < size; i++)
        number = number << 8 | bytes[i];
    free(bytes);
    if (!bytes || size != 8)
        return refuse(sink, field, value, "16 hexadecimal digits");
    field_put_number(sink, number, 8);
    return true;
}

static bool read_time(struct field_sink *sink, const struct field *field,
                      const cJSON *value) {
    uint64_t ms = 0;

    if (!cJSON_IsNull(value) &&
        !(cJSON_IsString(value) && moment_read(value->valuestring, &ms)) &&
        !field_read_number(value, UINT64_MAX, &ms))
        return refuse(sink, field, value,
                      "a time (2026-01-31T12:30:00.000Z), null or ms");
    field_put_number(sink, ms, 8);
    return true;
}

static bool read_time_40(struct field_sink *sink, const struct field *field,
                         const cJSON *value) {
    uint64_t ms;

    if (!(cJSON_IsString(value) && moment_read(value->valuestring, &ms)) &&
        !field_read_number(value, UINT64_MAX, &ms))
        return refuse(sink, field, value,
                      "a time (2026-01-31T12:30:00.000Z) or ms");
    field_put_number(sink, ms % (UINT64_C(1) << 40), 8);
    return true;
}

static bool read_netmask(struct field_sink *sink, const struct field *field,
                         const cJSON *value) {
    if (!cJSON_IsNull(value))
        return read_number_of(sink, field, value, 4, "null or a whole number");
    field_put_number(sink, UINT32_MAX, 4);
    return true;
}

static bool read_bool(struct field_sink *sink, const struct field *field,
                      const cJSON *value) {
    if (!cJSON_IsBool(value))
        return read_number_of(sink, field, value, field->width,
                              "true, false or a whole number");
    field_put_number(sink, cJSON_IsTrue(value) ? 1 : 0, field->width);
    return true;
}

/* Which of the words it is; as many as there are: none. */
static uint32_t word_of(const struct field *field, const cJSON *value) {
    uint32_t i = 0;

    while (i < field->bit &&
           !(cJSON_IsString(value) && field->by.words[i] &&
             strcmp(field->by.words[i], value->valuestring) == 0))
        i++;
    return i;
}

/* "x, y or a whole number" */
static const char *words_of(const struct field *field, char text[256]) {
    size_t size = 0;

    for (uint32_t i = 0; i < field->bit; i++)
        if (field->by.words[i])
            size += (size_t)snprintf(text + size, 256 - size, "%s, ",
                                     field->by.words[i]);
    (void)snprintf(text + size - 2, 256 - size + 2, " or a whole number");
    return text;
}

static bool read_word(struct field_sink *sink, const struct field *field,
                      const cJSON *value) {
    uint32_t word = word_of(field, value);
    char words[256];

    if (word == field->bit)
        return read_number_of(sink, field, value, field->width,
                              words_of(field, words));
    field_put_number(sink, word, field->width);
    return true;
}

static bool read_flags(struct field_sink *sink, const struct field *field,
                       const cJSON *value) {
    uint64_t flags = 0;
    const cJSON *item;
    char words[256];

    if (!cJSON_IsArray(value))
        return refuse(sink, field, value, "a list");
    cJSON_ArrayForEach(item, value) {
        uint32_t word = word_of(field, item);
        uint64_t more = UINT64_C(1) << word;

        if (word == field->bit && !field_read_number(item, UINT32_MAX, &more))
            return refuse(sink, field, item, words_of(field, words));
        flags |= more;
    }
    sink->flags = flags;
    field_put_number(sink, flags, 4);
    return true;
}

static bool read_address(struct field_sink *sink, const struct field *field,
                         const cJSON *value) {
    uint32_t address = 0;
    uint64_t number;

    if (cJSON_IsString(value) &&
        eip_ipv4_parse(eip_text_of(value->valuestring), &address) == EIP_OK)
        number = address;
    else if (!field_read_number(value, field_most(field->width), &number) ||
             number <= UINT32_MAX)
        return refuse(sink, field, value, "an IPv4 address");
    field_put_number(sink, number, field->width);
    return true;
}

static bool read_cidr(struct field_sink *sink, const struct field *field,
                      const cJSON *value) {
    eip_cidr cidr;

    if (!cJSON_IsString(value) ||
        eip_cidr_parse(eip_text_of(value->valuestring), &cidr) != EIP_OK)
        return refuse(sink, field, value, "a CIDR block");
    field_put_number(sink, cidr.base, 4);
    field_put_number(sink, cidr.prefix_bits, 1);
    return true;
}

/* -- whose, and which ------------------------------------------------------------- */

static bool account_of(const cJSON *value, uint64_t *account) {
    return cJSON_IsString(value) &&
           eip_account_parse(eip_text_of(value->valuestring), account) ==
               EIP_OK;
}

static bool is_none(const struct field *field, const cJSON *value) {
    return cJSON_IsNull(value) && (field->how & FIELD_OR_NULL) != 0;
}

static bool read_account(struct field_sink *sink, const struct field *field,
                         const cJSON *value) {
    uint64_t account = 0;

    if (!is_none(field, value) && !account_of(value, &account))
        return refuse(sink, field, value, "an account of 12 digits");
    field_put_number(sink, account, 8);
    return true;
}

static bool read_account_after(struct field_sink *sink,
                               const struct field *field, const cJSON *value) {
    uint64_t account;

    if (!account_of(value, &account))
        return refuse(sink, field, value, "an account of 12 digits");
    field_put_number(sink, account + 1, 8);
    return true;
}

static bool read_accounts(struct field_sink *sink, const struct field *field,
                          const cJSON *value) {
    const cJSON *item;
    uint64_t account;

    if (!cJSON_IsArray(value))
        return refuse(sink, field, value, "a list");
    field_put_number(sink, (uint64_t)cJSON_GetArraySize(value), 8);
    cJSON_ArrayForEach(item, value) {
        if (!account_of(item, &account))
            return refuse(sink, field, item, "an account of 12 digits");
        field_put_number(sink, account, 8);
    }
    return true;
}

static bool read_group(struct field_sink *sink, const struct field *field,
                       const cJSON *value) {
    uint64_t group = 0;

    if (!cJSON_IsNull(value)) {
        if (!field_read_number(value, UINT32_MAX - 1, &group))
            return refuse(sink, field, value,
                          "null or a border group's number");
        group++;
    }
    field_put_number(sink, group, 4);
    return true;
}

static bool pool_of(const cJSON *value, eip_pool_ref *ref) {
    return cJSON_IsString(value) &&
           eip_pool_id_parse(eip_text_of(value->valuestring), ref) == EIP_OK;
}

static void put_pool(struct field_sink *sink, eip_pool_ref ref) {
    field_put_number(sink, ref.kind, 1);
    field_put_number(sink, ref.id, 8);
}

static bool read_pool(struct field_sink *sink, const struct field *field,
                      const cJSON *value) {
    eip_pool_ref ref = {0, EIP_POOL_AMAZON, 0};

    if (!is_none(field, value) && !pool_of(value, &ref))
        return refuse(sink, field, value, "the id of a pool");
    put_pool(sink, ref);
    return true;
}

static bool read_space(struct field_sink *sink, const struct field *field,
                       const cJSON *value) {
    eip_pool_ref ref = {0, EIP_POOL_AMAZON, 0};

    if (!field_read_number(value, UINT64_MAX, &ref.id) &&
        (!pool_of(value, &ref) || ref.kind == EIP_POOL_AMAZON))
        return refuse(sink, field, value,
                      "the id of a pool, or a border group's number");
    put_pool(sink, ref);
    return true;
}

static bool read_id(struct field_sink *sink, const struct field *field,
                    const cJSON *value) {
    uint64_t id = 0;

    if (!is_none(field, value) &&
        (!cJSON_IsString(value) ||
         !field->by.id->read(value->valuestring, &id)))
        return refuse(sink, field, value, field->by.id->what);
    field_put_number(sink, id, 8);
    return true;
}

/* -- texts ------------------------------------------------------------------------ */

static void put_text(struct field_sink *sink, const char *text) {
    size_t size = strlen(text);

    field_put_number(sink, size, 4);
    field_put(sink, text, size);
}

static bool read_text(struct field_sink *sink, const struct field *field,
                      const cJSON *value) {
    if (cJSON_IsString(value))
        put_text(sink, value->valuestring);
    else if (cJSON_IsNull(value))
        field_put_number(sink, UINT32_MAX, 4);
    else
        return refuse(sink, field, value, "null or a text");
    return true;
}

static bool read_tags(struct field_sink *sink, const struct field *field,
                      const cJSON *value) {
    const cJSON *tag;

    if (!cJSON_IsObject(value) || cJSON_GetArraySize(value) > UINT8_MAX)
        return refuse(sink, field, value, "an object of tags");
    field_put_number(sink, (uint64_t)cJSON_GetArraySize(value), 1);
    cJSON_ArrayForEach(tag, value) {
        if (!cJSON_IsString(tag))
            return refuse(sink, field, tag, "a tag's value, which is a text");
        put_text(sink, tag->string);
        put_text(sink, tag->valuestring);
    }
    return true;
}

static bool read_bytes(struct field_sink *sink, const struct field *field,
                       const cJSON *value) {
    uint64_t size = 0;
    uint8_t *bytes = cJSON_IsString(value)
                         ? field_read_hex(value->valuestring, &size)
                         : NULL;

    if (!bytes)
        return refuse(sink, field, value, "bytes as hexadecimal digits");
    field_put(sink, bytes, size);
    free(bytes);
    return true;
}

/* -- fields of fields --------------------------------------------------------------- */

static bool read_rows(struct field_sink *sink, const struct field *field,
                      const cJSON *value) {
    const cJSON *row;
    bool all = true;

    if (!cJSON_IsArray(value))
        return field_refuse(sink, "", value, "a list");
    cJSON_ArrayForEach(row, value) {
        all = all &&
              (cJSON_IsObject(row) || field_refuse(sink, "", row, "an object"));
        all = all && fields_read(sink, field->by.list, row);
    }
    return all;
}

static bool read_more(struct field_sink *sink, const struct field *field,
                      const cJSON *value) {
    return cJSON_IsObject(value) ? fields_read(sink, field->by.list, value)
                                 : field_refuse(sink, "", value, "an object");
}

/* The members that are there, in the order of the list. */
static bool read_facts(struct field_sink *sink, const struct field *field,
                       const cJSON *value) {
    const struct field_list *list = field->by.list;
    struct field there[64];
    struct field_list some = {there, 0};
    uint64_t mask = 0;

    for (uint32_t i = 0; i < list->count; i++) {
        if (tree_get(value, list->field[i].name)) {
            there[some.count++] = list->field[i];
            mask |= UINT64_C(1) << i;
        }
    }
    if (!cJSON_IsObject(value))
        return field_refuse(sink, "", value, "an object");
    field_put_number(sink, mask, 4);
    return fields_read(sink, &some, value);
}

typedef bool reader(struct field_sink *sink, const struct field *field,
                    const cJSON *value);

static reader *const reads[FIELD_TYPES] = {
    [FIELD_NUMBER] = read_number,
    [FIELD_HASH] = read_hash,
    [FIELD_TIME] = read_time,
    [FIELD_TIME_40] = read_time_40,
    [FIELD_NETMASK] = read_netmask,
    [FIELD_BOOL] = read_bool,
    [FIELD_WORD] = read_word,
    [FIELD_FLAGS] = read_flags,
    [FIELD_ADDRESS] = read_address,
    [FIELD_CIDR] = read_cidr,
    [FIELD_ACCOUNT] = read_account,
    [FIELD_ACCOUNT_AFTER] = read_account_after,
    [FIELD_ACCOUNTS] = read_accounts,
    [FIELD_GROUP] = read_group,
    [FIELD_POOL] = read_pool,
    [FIELD_SPACE] = read_space,
    [FIELD_ID] = read_id,
    [FIELD_TEXT] = read_text,
    [FIELD_TAGS] = read_tags,
    [FIELD_BYTES] = read_bytes,
    [FIELD_ROWS] = read_rows,
    [FIELD_MORE] = read_more,
    [FIELD_FACTS] = read_facts,
};

/* One field; `count` goes up if the object has it. */
static bool read_field(struct field_sink *sink, const struct field *field,
                       const cJSON *object, int *count) {
    const cJSON *value = tree_get(object, field->name);
    size_t size = strlen(sink->place);
    bool is_sound;

    if (!value) {
        return field->type == FIELD_MORE || field->type == FIELD_FACTS ||
               refuse(sink, field, NULL, NULL);
    }
    ++*count;
    if (field->type < FIELD_ROWS)
        return reads[field->type](sink, field, value);
    (void)snprintf(sink->place + size, sizeof(sink->place) - size, ".%s",
                   field->name);
    is_sound = reads[field->type](sink, field, value);
    sink->place[size] = '\0';
    return is_sound;
}

static bool is_known(const struct field_list *list, uint64_t flags,
                     const char *name) {
    for (uint32_t i = 0; i < list->count; i++)
        if (strcmp(list->field[i].name, name) == 0)
            return field_is_there(&list->field[i], flags);
    return false;
}

/* There are more members than were wanted. */
static bool refuse_rest(const struct field_sink *sink,
                        const struct field_list *list, const cJSON *object) {
    const cJSON *member;

    cJSON_ArrayForEach(member, object) {
        if (!is_known(list, sink->flags, member->string) ||
            tree_get(object, member->string) != member)
            return field_refuse(sink, member->string, member,
                                "a member of it, or is there twice");
    }
    return false;
}

bool fields_read(struct field_sink *sink, const struct field_list *list,
                 const cJSON *object) {
    uint64_t outside = sink->flags;
    bool is_sound = true;
    int count = 0;

    for (uint32_t i = 0; i < list->count && is_sound; i++) {
        const struct field *field = &list->field[i];

        is_sound = !field_is_there(field, sink->flags) ||
                   read_field(sink, field, object, &count);
    }
    if (is_sound && count != cJSON_GetArraySize(object))
        is_sound = refuse_rest(sink, list, object);
    sink->flags = outside;
    return is_sound;
}
