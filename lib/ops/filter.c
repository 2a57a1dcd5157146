/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the rules of filters and their limits. */
#include "ops/filter.h"

#include "base/utf8.h"
#include "ops/glob.h"

#include <string.h>

struct eip__filter_compiled {
    uint32_t member;
    eip_text tag_key; /* of EIP__FILTER_TAG */
    uint32_t first;   /* of its patterns */
    uint32_t patterns;
};

/* -- what is given ------------------------------------------------------------- */

static eip_status check_value(struct eip__call *call, eip_text value) {
    size_t characters;

    if (!eip__text_is_given(value)) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE, "Filter",
                         "A filter value cannot be null");
    }
    if (!eip__utf8_measure(value.data, value.size, &characters)) {
        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE, "Filter",
                         "A filter value is not valid UTF-8");
    }
    if (characters > EIP_LIMIT_FILTER_VALUE) {
        return eip__fail(call->error, EIP_ERR_FILTER_LIMIT_EXCEEDED, "Filter",
                         "The maximum length for a filter value is 255 "
                         "characters");
    }
    return EIP_OK;
}

static eip_status form_of(const eip_filter *given) {
    if (given->values == NULL && given->value_count != 0) {
        return EIP_ERR_NULL;
    }
    if (given->reserved != 0 || !eip__text_is_formed(given->name)) {
        return EIP_ERR_STRUCT_VERSION;
    }
    for (uint32_t i = 0; i < given->value_count; i++) {
        if (!eip__text_is_formed(given->values[i])) {
            return EIP_ERR_STRUCT_VERSION;
        }
    }
    return EIP_OK;
}

eip_status eip__filters_form(const eip_filter *given, uint32_t count,
                             eip_error *error) {
    if (given == NULL && count != 0) {
        return eip__fail(error, EIP_ERR_NULL, "Filter", NULL);
    }
    for (uint32_t i = 0; i < count; i++) {
        eip_status status = form_of(&given[i]);

        if (status != EIP_OK) {
            (void)eip__fail(error, status, "Filter", NULL);
            eip__fail_index(error, i);
            return status;
        }
    }
    return EIP_OK;
}

static eip_status check_limits(struct eip__call *call, const eip_filter *given,
                               uint32_t count, uint32_t *values) {
    bool over = count > EIP_LIMIT_FILTERS;

    *values = 0;
    for (uint32_t i = 0; i < count && !over; i++) {
        over = given[i].value_count > EIP_LIMIT_FILTER_VALUES;
        *values += given[i].value_count;
    }
    return over ? eip__fail(call->error, EIP_ERR_FILTER_LIMIT_EXCEEDED,
                            "Filter", NULL)
                : EIP_OK;
}

/* -- compiling -------------------------------------------------------------------- */

static eip_status read_name(struct eip__call *call, eip_text name,
                            const struct eip__filter_name *names,
                            struct eip__filter_compiled *filter) {
    static const char tag[] = "tag:";
    struct eip__quoted quoted;
    size_t characters;

    if (eip__utf8_measure(name.data, name.size, &characters) &&
        characters <= EIP_LIMIT_FILTER_VALUE && name.size > sizeof tag - 1 &&
        memcmp(name.data, tag, sizeof tag - 1) == 0) {
        filter->member = EIP__FILTER_TAG;
        filter->tag_key = name;
        filter->tag_key.data += sizeof tag - 1;
        filter->tag_key.size -= (uint32_t)sizeof tag - 1;
        return EIP_OK;
    }
    if (eip__text_is_given(name) && eip__text_equals(name, "tag-key")) {
        filter->member = EIP__FILTER_TAG_KEY;
        return EIP_OK;
    }
    for (; names->name != NULL; names++) {
        if (eip__text_is_given(name) && eip__text_equals(name, names->name)) {
            filter->member = names->member;
            return EIP_OK;
        }
    }
    return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE, "Filter",
                     "The filter '%s' is invalid", eip__quote(&quoted, name));
}

static eip_status compile(struct eip__filters *filters, struct eip__call *call,
                          const eip_filter *given,
                          const struct eip__filter_name *names) {
    struct eip__filter_compiled *filter = &filters->filter[filters->count];
    eip_status status = read_name(call, given->name, names, filter);

    if (status == EIP_OK && given->value_count == 0) {
        struct eip__quoted quoted;

        return eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE, "Filter",
                         "The filter '%s' must contain a value",
                         eip__quote(&quoted, given->name));
    }
    filter->first = filters->patterns;
    for (uint32_t i = 0; i < given->value_count && status == EIP_OK; i++) {
        status = check_value(call, given->values[i]);
        if (status == EIP_OK) {
            (void)eip__glob_compile(&filters->pattern[filters->patterns++],
                                    given->values[i]);
            filter->patterns++;
        }
    }
    filters->count++;
    return status;
}

eip_status eip__filters_open(struct eip__filters *filters,
                             struct eip__call *call, const eip_filter *given,
                             uint32_t count,
                             const struct eip__filter_name *names) {
    eip_status status;
    uint32_t values;

    memset(filters, 0, sizeof *filters);
    filters->host = &call->engine->host;
    status = check_limits(call, given, count, &values);
    if (status != EIP_OK || count == 0) {
        return status;
    }
    filters->filter_bytes = count * sizeof *filters->filter;
    filters->pattern_bytes = (values + 1) * sizeof *filters->pattern;
    filters->filter =
        eip__host_allocate_zeroed(filters->host, filters->filter_bytes);
    filters->pattern =
        eip__host_allocate(filters->host, filters->pattern_bytes);
    if (filters->filter == NULL || filters->pattern == NULL) {
        status = eip__call_fail(call, EIP_ERR_OUT_OF_MEMORY);
    }
    for (uint32_t i = 0; i < count && status == EIP_OK; i++) {
        status = compile(filters, call, &given[i], names);
        if (status != EIP_OK) {
            eip__fail_index(call->error, i);
        }
    }
    if (status != EIP_OK) {
        eip__filters_close(filters);
    }
    return status;
}

void eip__filters_close(struct eip__filters *filters) {
    eip__host_release(filters->host, filters->filter, filters->filter_bytes);
    eip__host_release(filters->host, filters->pattern, filters->pattern_bytes);
    filters->filter = NULL;
    filters->pattern = NULL;
}

/* -- testing ----------------------------------------------------------------------- */

static bool matches(const struct eip__filters *filters,
                    const struct eip__filter_compiled *filter, eip_text text) {
    for (uint32_t i = 0; i < filter->patterns; i++) {
        if (eip__glob_matches(&filters->pattern[filter->first + i], text)) {
            return true;
        }
    }
    return false;
}

static bool matches_tag_key(const struct eip__filters *filters,
                            const struct eip__filter_compiled *filter,
                            const struct eip__tagset *tags) {
    for (uint32_t i = 0; tags != NULL && i < tags->count; i++) {
        eip_text key;
        eip_text value;

        eip__tagset_at(tags, i, &key, &value);
        if (matches(filters, filter, key)) {
            return true;
        }
    }
    return false;
}

static bool holds(const struct eip__filters *filters,
                  const struct eip__filter_compiled *filter,
                  const struct eip__filter_item *item) {
    char room[64];
    eip_text text;

    if (filter->member == EIP__FILTER_TAG_KEY) {
        return matches_tag_key(filters, filter, item->tags);
    }
    if (filter->member == EIP__FILTER_TAG && item->one != NULL) {
        return filter->tag_key.size == item->one->key.size &&
               memcmp(filter->tag_key.data, item->one->key.data,
                      filter->tag_key.size) == 0 &&
               matches(filters, filter, item->one->value);
    }
    if (filter->member == EIP__FILTER_TAG) {
        return eip__tagset_find(item->tags, filter->tag_key, &text) &&
               matches(filters, filter, text);
    }
    text = item->read(item->item, filter->member, room);
    return eip__text_is_given(text) && matches(filters, filter, text);
}

bool eip__filters_hold(const struct eip__filters *filters,
                       const struct eip__filter_item *item) {
    for (uint32_t i = 0; i < filters->count; i++) {
        if (!holds(filters, &filters->filter[i], item)) {
            return false;
        }
    }
    return true;
}
