/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns EC2's rules of tags, with their texts, and the layout of a set. A set
 * is written once, before anybody else can see it, and read without locks
 * from then on. Nothing here allocates or keeps a pointer of the caller's.
 */
#include "registry/tagset.h"

#include "base/fail.h"
#include "base/utf8.h"

#include <stddef.h>
#include <string.h>

#define FIELD_SPECIFICATION "TagSpecification"
#define FIELD_KEY "Tag key"
#define FIELD_VALUE "Tag value"

/** Specifications on their way through the checks. */
struct request {
    const eip_tag_specification *specs;
    uint32_t spec_count;
    eip_error *error;
};

/** A way through all tags in the order of the request. */
struct walk {
    const eip_tag_specification *specs;
    uint32_t specs_left;
    uint32_t at; /* within the specification */
};

/** Up to EIP_LIMIT_TAGS tags, ascending by key. */
struct order {
    uint32_t count;
    const eip_tag *tags[EIP_LIMIT_TAGS];
};

typedef eip_status (*tag_rule)(const eip_tag *tag, eip_error *error);

/** Bytes of a text; an absent one has none, whatever its `size` says. */
static uint32_t size_of(eip_text text) {
    return text.data == NULL ? 0 : text.size;
}

static int compare(eip_text a, eip_text b) {
    size_t common = a.size < b.size ? a.size : b.size;
    int difference = 0;

    if (common != 0) { /* most differ in the first */
        difference = (unsigned char)a.data[0] - (unsigned char)b.data[0];
        difference =
            difference != 0 ? difference : memcmp(a.data, b.data, common);
    }
    return difference != 0 ? difference : (a.size > b.size) - (a.size < b.size);
}

/** The next tag, or NULL behind the last. */
static const eip_tag *next(struct walk *walk) {
    while (walk->specs_left != 0 && walk->at == walk->specs->tag_count) {
        walk->specs++;
        walk->specs_left--;
        walk->at = 0;
    }
    return walk->specs_left == 0 ? NULL : &walk->specs->tags[walk->at++];
}

/* -- rules ----------------------------------------------------------------- */

static eip_status check_tag_form(const eip_tag *tag, eip_error *error) {
    if (tag->key.reserved != 0 || tag->value.reserved != 0) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, FIELD_SPECIFICATION,
                         NULL);
    }
    return EIP_OK;
}

static eip_status check_spec_form(const eip_tag_specification *spec,
                                  eip_error *error) {
    if (spec->tags == NULL && spec->tag_count != 0) {
        return eip__fail(error, EIP_ERR_NULL, FIELD_SPECIFICATION, NULL);
    }
    if (spec->reserved != 0 || spec->resource_type.reserved != 0) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, FIELD_SPECIFICATION,
                         NULL);
    }
    return EIP_OK;
}

bool eip__tag_is_reserved(eip_text key) {
    return key.size >= 4 && (key.data[0] | 0x20) == 'a' &&
           (key.data[1] | 0x20) == 'w' && (key.data[2] | 0x20) == 's' &&
           key.data[3] == ':';
}

static eip_status fail_key(const eip_tag *tag, const char *why,
                           eip_error *error) {
    struct eip__quoted key;

    return eip__fail(error, EIP_ERR_INVALID_PARAMETER_VALUE, FIELD_KEY,
                     "Value ( '%s' ) for parameter Tag key is invalid. %s",
                     eip__quote(&key, tag->key), why);
}

static eip_status check_key(const eip_tag *tag, eip_error *error) {
    size_t characters;

    if (size_of(tag->key) == 0) {
        return fail_key(tag, "Tag key cannot be null or empty.", error);
    }
    if (!eip__utf8_measure(tag->key.data, tag->key.size, &characters)) {
        return fail_key(tag, "Tag key is not valid UTF-8.", error);
    }
    if (characters > EIP_LIMIT_TAG_KEY) {
        return eip__fail(error, EIP_ERR_INVALID_PARAMETER_VALUE, FIELD_KEY,
                         "Tag key exceeds the maximum length of %d characters",
                         EIP_LIMIT_TAG_KEY);
    }
    if (eip__tag_is_reserved(tag->key)) {
        return eip__fail(
            error, EIP_ERR_INVALID_PARAMETER_VALUE, FIELD_KEY,
            "Tag keys starting with 'aws:' are reserved for internal use");
    }
    return EIP_OK;
}

static eip_status check_value(const eip_tag *tag, eip_error *error) {
    struct eip__quoted value;
    size_t characters;

    if (!eip__utf8_measure(tag->value.data, size_of(tag->value), &characters)) {
        return eip__fail(error, EIP_ERR_INVALID_PARAMETER_VALUE, FIELD_VALUE,
                         "Value ( '%s' ) for parameter Tag value is invalid. "
                         "Tag value is not valid UTF-8.",
                         eip__quote(&value, tag->value));
    }
    if (characters > EIP_LIMIT_TAG_VALUE) {
        return eip__fail(
            error, EIP_ERR_INVALID_PARAMETER_VALUE, FIELD_VALUE,
            "Tag value exceeds the maximum length of %d character(s)",
            EIP_LIMIT_TAG_VALUE);
    }
    return EIP_OK;
}

/* -- order ----------------------------------------------------------------- */

/** Put a tag where its key belongs; false if the key is there already. Most
 *  come in their order. */
static bool insert(struct order *order, const eip_tag *tag) {
    uint32_t low = 0;
    uint32_t high = order->count;

    if (high == 0 || compare(order->tags[high - 1]->key, tag->key) < 0) {
        order->tags[order->count++] = tag;
        return true;
    }
    high--; /* the last does not come before it */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (compare(order->tags[middle]->key, tag->key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (compare(order->tags[low]->key, tag->key) == 0) {
        return false;
    }
    memmove(&order->tags[low + 1], &order->tags[low],
            (order->count - low) * sizeof(order->tags[0]));
    order->tags[low] = tag;
    order->count++;
    return true;
}

/**
 * Order the first EIP_LIMIT_TAGS tags.
 *
 * @return NULL, or the first tag whose key came before; it is number
 *         `order->count` then.
 */
static const eip_tag *sort(const eip_tag_specification *specs,
                           uint32_t spec_count, struct order *order) {
    struct walk walk = {specs, spec_count, 0};
    const eip_tag *tag = next(&walk);

    order->count = 0;
    while (tag != NULL && order->count < EIP_LIMIT_TAGS) {
        if (!insert(order, tag)) {
            return tag;
        }
        tag = next(&walk);
    }
    return NULL;
}

/* -- checks ---------------------------------------------------------------- */

/** Apply a rule to every tag. */
static eip_status check_each(const struct request *request, tag_rule rule) {
    struct walk walk = {request->specs, request->spec_count, 0};
    const eip_tag *tag = next(&walk);

    for (uint32_t index = 0; tag != NULL; index++) {
        eip_status status = rule(tag, request->error);
        if (status != EIP_OK) {
            eip__fail_index(request->error, index);
            return status;
        }
        tag = next(&walk);
    }
    return EIP_OK;
}

eip_status eip__tagset_form(const eip_tag_specification *specs,
                            uint32_t spec_count, eip_error *error) {
    struct request request = {specs, spec_count, error};

    if (specs == NULL && spec_count != 0) {
        return eip__fail(error, EIP_ERR_NULL, FIELD_SPECIFICATION, NULL);
    }
    for (uint32_t i = 0; i < spec_count; i++) {
        eip_status status = check_spec_form(&specs[i], error);
        if (status != EIP_OK) {
            eip__fail_index(error, i);
            return status;
        }
    }
    return check_each(&request, check_tag_form);
}

static eip_status check_types(const struct request *request, eip_text wanted) {
    struct eip__quoted given;

    for (uint32_t i = 0; i < request->spec_count; i++) {
        eip_text type = request->specs[i].resource_type;
        type.size = size_of(type);
        if (compare(type, wanted) != 0) {
            eip__fail(request->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                      FIELD_SPECIFICATION,
                      "'%s' is not a valid taggable resource type for this "
                      "operation.",
                      eip__quote(&given, type));
            eip__fail_index(request->error, i);
            return EIP_ERR_INVALID_PARAMETER_VALUE;
        }
    }
    return EIP_OK;
}

static eip_status check_not_empty(const struct request *request) {
    for (uint32_t i = 0; i < request->spec_count; i++) {
        if (request->specs[i].tag_count == 0) {
            eip__fail(request->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                      FIELD_SPECIFICATION,
                      "Tag specification must have at least one tag");
            eip__fail_index(request->error, i);
            return EIP_ERR_INVALID_PARAMETER_VALUE;
        }
    }
    return EIP_OK;
}

static eip_status check_duplicates(const struct request *request) {
    struct order order;
    struct eip__quoted key;
    const eip_tag *tag = sort(request->specs, request->spec_count, &order);

    if (tag != NULL) {
        eip__fail(request->error, EIP_ERR_INVALID_PARAMETER_VALUE, FIELD_KEY,
                  "Duplicate tag key '%s' specified.",
                  eip__quote(&key, tag->key));
        eip__fail_index(request->error, order.count);
        return EIP_ERR_INVALID_PARAMETER_VALUE;
    }
    return EIP_OK;
}

/** Count the tags, refuse too many, and add up their bytes. */
static eip_status count(const struct request *request, uint32_t *total,
                        uint64_t *bytes) {
    struct walk walk = {request->specs, request->spec_count, 0};
    const eip_tag *tag = next(&walk);
    uint32_t tags = 0;
    uint64_t sum = 0;

    while (tag != NULL && tags < EIP_LIMIT_TAGS) {
        tags++;
        sum += tag->key.size;
        sum += size_of(tag->value);
        tag = next(&walk);
    }
    if (tag != NULL) {
        eip__fail(request->error, EIP_ERR_TAG_LIMIT_EXCEEDED,
                  FIELD_SPECIFICATION, NULL);
        eip__fail_index(request->error, EIP_LIMIT_TAGS);
        return EIP_ERR_TAG_LIMIT_EXCEEDED;
    }
    *total = tags;
    *bytes = sum;
    return EIP_OK;
}

/* The bytes, or'ed together: first eight at once. */
static uint64_t any_of(const char *at, uint32_t size) {
    uint64_t any = 0;
    uint64_t eight;

    for (; size >= sizeof eight; size -= (uint32_t)sizeof eight) {
        memcpy(&eight, at, sizeof eight);
        any |= eight;
        at += sizeof eight;
    }
    for (uint32_t i = 0; i < size; i++) {
        any |= (unsigned char)at[i];
    }
    return any;
}

/* ASCII, and so no more characters than bytes? */
static bool is_short_ascii(eip_text text, uint32_t limit) {
    const uint64_t upper = UINT64_C(0x8080808080808080);
    uint32_t size = size_of(text);

    return size <= limit && (any_of(text.data, size) & upper) == 0;
}

/* It breaks no rule of tags; nor, with the key before it, that of keys that
 * come twice. */
static bool is_simple_tag(const eip_tag *tag, const eip_tag *before) {
    return (tag->key.reserved | tag->value.reserved) == 0 &&
           size_of(tag->key) != 0 &&
           is_short_ascii(tag->key, EIP_LIMIT_TAG_KEY) &&
           is_short_ascii(tag->value, EIP_LIMIT_TAG_VALUE) &&
           !eip__tag_is_reserved(tag->key) &&
           (before == NULL || compare(before->key, tag->key) < 0);
}

/* What most requests look like: one specification of a few tags in ASCII, in
 * the order of their keys. Then no rule is broken, and one look shows it; any
 * other is looked at rule by rule. */
static bool is_simple(const eip_tag_specification *spec, uint32_t spec_count,
                      eip_text wanted, uint64_t *bytes) {
    uint64_t sum = 0;

    if (spec_count != 1 || spec == NULL || spec->tags == NULL ||
        spec->tag_count - 1 >= EIP_LIMIT_TAGS || /* or none */
        (spec->reserved | spec->resource_type.reserved) != 0 ||
        size_of(spec->resource_type) != wanted.size ||
        memcmp(spec->resource_type.data, wanted.data, wanted.size) != 0) {
        return false;
    }
    for (uint32_t i = 0; i < spec->tag_count; i++) {
        const eip_tag *tag = &spec->tags[i];

        if (!is_simple_tag(tag, i == 0 ? NULL : tag - 1)) {
            return false;
        }
        sum += (uint64_t)tag->key.size + size_of(tag->value);
    }
    *bytes = sum;
    return true;
}

eip_status eip__tagset_check(const eip_tag_specification *specs,
                             uint32_t spec_count, const char *resource_type,
                             eip_error *error, uint32_t *total,
                             uint64_t *bytes) {
    struct request request = {specs, spec_count, error};
    eip_status status;

    if (is_simple(specs, spec_count, eip_text_of(resource_type), bytes)) {
        *total = specs->tag_count;
        return EIP_OK;
    }
    status = eip__tagset_form(specs, spec_count, error);
    if (status == EIP_OK) {
        status = check_types(&request, eip_text_of(resource_type));
    }
    if (status == EIP_OK) {
        status = check_not_empty(&request);
    }
    if (status == EIP_OK) {
        status = check_each(&request, check_key);
    }
    if (status == EIP_OK) {
        status = check_each(&request, check_value);
    }
    if (status == EIP_OK) {
        status = check_duplicates(&request);
    }
    return status == EIP_OK ? count(&request, total, bytes) : status;
}

/* -- the set --------------------------------------------------------------- */

/** Where the texts begin. */
static uint64_t texts_at(uint32_t total) {
    return sizeof(struct eip__tagset) +
           (uint64_t)total * sizeof(struct eip__tagset_entry);
}

uint64_t eip__tagset_size(uint32_t total, uint64_t bytes) {
    return texts_at(total) + bytes;
}

/** Copy a text to offset `*at` of the set and move the offset behind it. */
static uint32_t put(struct eip__tagset *set, uint32_t *at, eip_text text) {
    uint32_t size = size_of(text);

    if (size != 0) {
        memcpy((char *)set + *at, text.data, size);
    }
    *at += size;
    return size;
}

/* As sort() does, of sound tags: mostly one specification has them in order. */
static void arrange(const eip_tag_specification *specs, uint32_t spec_count,
                    struct order *order) {
    const eip_tag *tags = specs->tags;
    uint32_t count = specs->tag_count;

    order->tags[0] = tags;
    for (order->count = 1; order->count < count; order->count++) {
        order->tags[order->count] = &tags[order->count];
        if (compare(tags[order->count - 1].key, tags[order->count].key) >= 0) {
            break;
        }
    }
    if (spec_count != 1 || order->count != count) {
        (void)sort(specs, spec_count, order);
    }
}

void eip__tagset_build(struct eip__tagset *set,
                       const eip_tag_specification *specs, uint32_t spec_count,
                       uint32_t total, uint64_t bytes) {
    struct order order;
    uint32_t at = (uint32_t)texts_at(total);

    arrange(specs, spec_count, &order);
    memset(set, 0, sizeof(*set));
    set->bytes = eip__tagset_size(total, bytes);
    set->count = order.count;
    for (uint32_t i = 0; i < order.count; i++) {
        struct eip__tagset_entry *entry = &set->entries[i];
        entry->key_at = at;
        entry->key_size = put(set, &at, order.tags[i]->key);
        entry->value_at = at;
        entry->value_size = put(set, &at, order.tags[i]->value);
    }
}

void eip__tagset_at(const struct eip__tagset *set, uint32_t index,
                    eip_text *key, eip_text *value) {
    const struct eip__tagset_entry *entry = &set->entries[index];
    const char *base = (const char *)set;

    *key = (eip_text){base + entry->key_at, entry->key_size, 0};
    *value = (eip_text){base + entry->value_at, entry->value_size, 0};
}

bool eip__tagset_find(const struct eip__tagset *set, eip_text key,
                      eip_text *value) {
    uint32_t low = 0;
    uint32_t high = set == NULL ? 0 : set->count;
    eip_text found_key;
    eip_text found_value;

    key.size = size_of(key);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        eip__tagset_at(set, middle, &found_key, &found_value);
        if (compare(found_key, key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (set == NULL || low == set->count) {
        return false;
    }
    eip__tagset_at(set, low, &found_key, &found_value);
    if (compare(found_key, key) != 0) {
        return false;
    }
    if (value != NULL) {
        *value = found_value;
    }
    return true;
}

void eip__tagset_free(struct eip__host *host, struct eip__retired *retired) {
    struct eip__tagset *set = (struct eip__tagset *)retired;

    eip__host_release(host, set, set->bytes);
}
