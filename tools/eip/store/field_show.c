/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how what the bytes of a field say becomes JSON. */
#include "input.h"
#include "operate/tree.h"
#include "store/field.h"
#include "store/moment.h"

#include <eip/eip.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- bytes ---------------------------------------------------------------------- */

static const uint8_t *take(struct field_source *source, uint64_t size) {
    const uint8_t *at = source->at;

    if (size > source->left) {
        source->is_bad = true;
        source->left = 0;
        return NULL;
    }
    source->at += size;
    source->left -= size;
    return at;
}

static uint64_t take_number(struct field_source *source, uint32_t width) {
    const uint8_t *byte = take(source, width);
    uint64_t number = 0;

    for (uint32_t i = 0; byte && i < width; i++)
        number |= (uint64_t)byte[source->is_key ? width - 1 - i : i] << 8 * i;
    return number;
}

/* -- values --------------------------------------------------------------------- */

static cJSON *null(void) {
    return tree_need(cJSON_CreateNull());
}

static cJSON *show_number(struct field_source *source,
                          const struct field *field) {
    return field_show_number(take_number(source, field->width));
}

static cJSON *show_hash(struct field_source *source,
                        const struct field *field) {
    char text[24];

    (void)field;
    (void)snprintf(text, sizeof(text), "%016llx",
                   (unsigned long long)take_number(source, 8));
    return tree_string(text);
}

static cJSON *moment_of(uint64_t ms) {
    char text[MOMENT_TEXT_SIZE];

    return moment_show(ms, text) ? tree_string(text) : field_show_number(ms);
}

static cJSON *show_time(struct field_source *source,
                        const struct field *field) {
    uint64_t ms = take_number(source, 8);

    (void)field;
    return ms == 0 ? null() : moment_of(ms);
}

/* 34 years and more: that of all which is nearest to the latest. */
static cJSON *show_time_40(struct field_source *source,
                           const struct field *field) {
    uint64_t turn = UINT64_C(1) << 40;
    uint64_t ms = take_number(source, 8);

    (void)field;
    if (ms >= turn)
        return NULL;
    ms += source->latest_ms / turn * turn;
    if (ms > source->latest_ms + turn / 2 && ms >= turn)
        ms -= turn;
    else if (ms + turn / 2 < source->latest_ms)
        ms += turn;
    return moment_of(ms);
}

static cJSON *show_netmask(struct field_source *source,
                           const struct field *field) {
    uint64_t length = take_number(source, 4);

    (void)field;
    return length == UINT32_MAX ? null() : field_show_number(length);
}

static cJSON *show_bool(struct field_source *source,
                        const struct field *field) {
    uint64_t is = take_number(source, field->width);

    return is <= 1 ? tree_flag(is == 1) : field_show_number(is);
}

static cJSON *show_word(struct field_source *source,
                        const struct field *field) {
    uint64_t number = take_number(source, field->width);

    return number < field->bit ? tree_string(field->by.words[number])
                               : field_show_number(number);
}

static cJSON *show_flags(struct field_source *source,
                         const struct field *field) {
    uint64_t left = take_number(source, 4);
    cJSON *list = tree_list();

    source->flags = left;
    for (uint32_t i = 0; i < field->bit; i++) {
        if (field->by.words[i] && (left >> i & 1) != 0) {
            tree_add(list, tree_string(field->by.words[i]));
            left &= ~(UINT64_C(1) << i);
        }
    }
    if (left != 0)
        tree_add(list, field_show_number(left));
    return list;
}

static cJSON *show_address(struct field_source *source,
                           const struct field *field) {
    uint64_t address = take_number(source, field->width);
    char text[EIP_IPV4_TEXT_SIZE];

    if (address > UINT32_MAX)
        return field_show_number(address);
    (void)eip_ipv4_format((uint32_t)address, text);
    return tree_string(text);
}

static cJSON *show_cidr(struct field_source *source,
                        const struct field *field) {
    eip_cidr cidr = {(uint32_t)take_number(source, 4), 0};
    char text[EIP_CIDR_TEXT_SIZE];

    (void)field;
    cidr.prefix_bits = (uint32_t)take_number(source, 1);
    return eip_cidr_is_valid(cidr) && eip_cidr_format(cidr, text)
               ? tree_string(text)
               : NULL;
}

/* -- whose, and which ------------------------------------------------------------- */

static cJSON *account_of(uint64_t account) {
    char text[EIP_ACCOUNT_TEXT_SIZE];

    return eip_account_format(account, text) ? tree_string(text) : NULL;
}

static cJSON *show_account(struct field_source *source,
                           const struct field *field) {
    uint64_t account = take_number(source, 8);

    return account == 0 && (field->how & FIELD_OR_NULL) != 0
               ? null()
               : account_of(account);
}

static cJSON *show_account_after(struct field_source *source,
                                 const struct field *field) {
    (void)field;
    return account_of(take_number(source, 8) - 1);
}

static cJSON *show_accounts(struct field_source *source,
                            const struct field *field) {
    uint64_t count = take_number(source, 8);
    cJSON *list = tree_list();

    (void)field;
    for (uint64_t i = 0; i < count && !source->is_bad; i++) {
        cJSON *account = account_of(take_number(source, 8));

        if (!account)
            source->is_bad = true;
        else
            tree_add(list, account);
    }
    return list;
}

static cJSON *show_group(struct field_source *source,
                         const struct field *field) {
    uint64_t group = take_number(source, 4);

    (void)field;
    return group == 0 ? null() : field_show_number(group - 1);
}

static cJSON *pool_of(eip_pool_ref ref) {
    char text[EIP_POOL_ID_TEXT_SIZE];

    return eip_pool_id_format(ref, text) &&
                   (ref.kind != EIP_POOL_AMAZON || ref.id == 0)
               ? tree_string(text)
               : NULL;
}

static cJSON *show_pool(struct field_source *source,
                        const struct field *field) {
    eip_pool_ref ref = {0, (uint32_t)take_number(source, 1), 0};

    ref.id = take_number(source, 8);
    return ref.kind == EIP_POOL_AMAZON && ref.id == 0 &&
                   (field->how & FIELD_OR_NULL) != 0
               ? null()
               : pool_of(ref);
}

static cJSON *show_space(struct field_source *source,
                         const struct field *field) {
    eip_pool_ref ref = {0, (uint32_t)take_number(source, 1), 0};

    (void)field;
    ref.id = take_number(source, 8);
    return ref.kind == EIP_POOL_AMAZON ? field_show_number(ref.id)
                                       : pool_of(ref);
}

static cJSON *show_id(struct field_source *source, const struct field *field) {
    uint64_t id = take_number(source, 8);
    char text[64];

    if (id == 0 && (field->how & FIELD_OR_NULL) != 0)
        return null();
    return field->by.id->show(id, text) ? tree_string(text) : NULL;
}

/* -- texts ------------------------------------------------------------------------ */

/* A text, as JSON can say it; NULL: it is absent, or cannot. */
static char *take_text(struct field_source *source, bool *is_absent) {
    uint64_t size = take_number(source, 4);
    const char *bytes;
    char *text;

    *is_absent = size == UINT32_MAX && !source->is_bad;
    if (*is_absent)
        return NULL;
    bytes = (const char *)take(source, size);
    if (!bytes || memchr(bytes, '\0', size) ||
        input_utf8_end(bytes, size) != size)
        return NULL;
    text = tree_need(malloc(size + 1));
    memcpy(text, bytes, size);
    text[size] = '\0';
    return text;
}

static cJSON *show_text(struct field_source *source,
                        const struct field *field) {
    bool is_absent;
    char *text = take_text(source, &is_absent);
    cJSON *value = NULL;

    (void)field;
    if (is_absent)
        return null();
    if (text)
        value = tree_string(text);
    free(text);
    return value;
}

static bool add_tag(struct field_source *source, cJSON *tags) {
    bool is_absent;
    char *key = take_text(source, &is_absent);
    char *text = take_text(source, &is_absent);
    bool is_sound = key && text && !tree_get(tags, key);

    if (is_sound)
        tree_put(tags, key, tree_string(text));
    free(key);
    free(text);
    return is_sound;
}

static cJSON *show_tags(struct field_source *source,
                        const struct field *field) {
    uint64_t count = take_number(source, 1);
    cJSON *tags = tree_object();

    (void)field;
    for (uint64_t i = 0; i < count && !source->is_bad; i++)
        if (!add_tag(source, tags))
            source->is_bad = true;
    return tags;
}

static cJSON *show_bytes(struct field_source *source,
                         const struct field *field) {
    uint64_t size = source->left;

    (void)field;
    return field_show_hex(take(source, size), size);
}

/* -- fields of fields --------------------------------------------------------------- */

static cJSON *show_all(struct field_source *source,
                       const struct field_list *list, uint64_t mask);

static cJSON *show_rows(struct field_source *source,
                        const struct field *field) {
    cJSON *rows = tree_list();

    while (source->left > 0 && !source->is_bad) {
        cJSON *row = show_all(source, field->by.list, UINT64_MAX);

        if (row)
            tree_add(rows, row);
    }
    return rows;
}

static cJSON *show_more(struct field_source *source,
                        const struct field *field) {
    return show_all(source, field->by.list, UINT64_MAX);
}

static cJSON *show_facts(struct field_source *source,
                         const struct field *field) {
    uint64_t mask = take_number(source, 4);

    if (mask >> field->by.list->count != 0)
        return NULL;
    return show_all(source, field->by.list, mask);
}

typedef cJSON *shower(struct field_source *source, const struct field *field);

static shower *const shows[FIELD_TYPES] = {
    [FIELD_NUMBER] = show_number,
    [FIELD_HASH] = show_hash,
    [FIELD_TIME] = show_time,
    [FIELD_TIME_40] = show_time_40,
    [FIELD_NETMASK] = show_netmask,
    [FIELD_BOOL] = show_bool,
    [FIELD_WORD] = show_word,
    [FIELD_FLAGS] = show_flags,
    [FIELD_ADDRESS] = show_address,
    [FIELD_CIDR] = show_cidr,
    [FIELD_ACCOUNT] = show_account,
    [FIELD_ACCOUNT_AFTER] = show_account_after,
    [FIELD_ACCOUNTS] = show_accounts,
    [FIELD_GROUP] = show_group,
    [FIELD_POOL] = show_pool,
    [FIELD_SPACE] = show_space,
    [FIELD_ID] = show_id,
    [FIELD_TEXT] = show_text,
    [FIELD_TAGS] = show_tags,
    [FIELD_BYTES] = show_bytes,
    [FIELD_ROWS] = show_rows,
    [FIELD_MORE] = show_more,
    [FIELD_FACTS] = show_facts,
};

static bool is_optional(const struct field *field) {
    return field->type == FIELD_MORE || field->type == FIELD_FACTS;
}

/* Those of the fields that the mask has. */
static cJSON *show_all(struct field_source *source,
                       const struct field_list *list, uint64_t mask) {
    cJSON *object = tree_object();

    for (uint32_t i = 0; i < list->count && !source->is_bad; i++) {
        const struct field *field = &list->field[i];
        cJSON *value;

        if ((mask >> i & 1) == 0 || !field_is_there(field, source->flags) ||
            (is_optional(field) && source->left == 0))
            continue;
        value = shows[field->type](source, field);
        if (value)
            tree_put(object, field->name, value);
        else
            source->is_bad = true;
    }
    if (!source->is_bad)
        return object;
    cJSON_Delete(object);
    return NULL;
}

cJSON *fields_show(struct field_source *source, const struct field_list *list) {
    cJSON *object = show_all(source, list, UINT64_MAX);

    if (!object || source->left == 0)
        return object;
    cJSON_Delete(object);
    return NULL;
}
