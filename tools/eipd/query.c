/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "query.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* -- text into pairs -------------------------------------------------------- */

void query_start(struct query *query) {
    query->count = 0;
    query->used = 0;
}

static int hex(char digit) {
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

/** Decode in place. Returns 0 for a percent sign without its two digits. */
static int decode(char *text, size_t size, eip_text *decoded) {
    size_t to = 0;

    for (size_t from = 0; from < size; from++, to++) {
        text[to] = text[from];
        if (text[from] == '+')
            text[to] = ' ';
        if (text[from] != '%')
            continue;
        if (size - from < 3 || hex(text[from + 1]) < 0 ||
            hex(text[from + 2]) < 0)
            return 0;
        text[to] = (char)(hex(text[from + 1]) * 16 + hex(text[from + 2]));
        from += 2;
    }
    *decoded = (eip_text){text, (uint32_t)to, 0};
    return 1;
}

static int add_pair(struct query *query, char *text, size_t size,
                    struct fault *fault) {
    struct query_pair *pair = &query->pairs[query->count];
    char *equals = memchr(text, '=', size);
    size_t name = equals != NULL ? (size_t)(equals - text) : size;
    /* Without a value the empty one, which lies at the name's end. */
    char *value = equals != NULL ? equals + 1 : text + size;

    if (query->count == QUERY_PAIRS_MAX)
        return fault_set(fault, FAULT_MALFORMED_QUERY,
                         "The request has more than %d parameters",
                         QUERY_PAIRS_MAX);
    if (!decode(text, name, &pair->name) ||
        !decode(value, size - (size_t)(value - text), &pair->value))
        return fault_set(fault, FAULT_MALFORMED_QUERY,
                         "The query string contains a syntax error");
    query->count++;
    return 1;
}

int query_add(struct query *query, char *text, size_t size,
              struct fault *fault) {
    char *end = text + size;

    if (size > QUERY_BYTES_MAX)
        return fault_set(fault, FAULT_TOO_LARGE,
                         "The request is larger than %d bytes",
                         QUERY_BYTES_MAX);
    while (text < end) {
        char *next = memchr(text, '&', (size_t)(end - text));

        if (next == NULL)
            next = end;
        if (next > text && !add_pair(query, text, (size_t)(next - text), fault))
            return 0;
        text = next + 1;
    }
    return 1;
}

int query_is(eip_text text, const char *string) {
    return text.data != NULL && text.size == strlen(string) &&
           memcmp(text.data, string, text.size) == 0;
}

eip_text query_value(const struct query *query, const char *name) {
    for (uint32_t i = 0; i < query->count; i++)
        if (query_is(query->pairs[i].name, name))
            return query->pairs[i].value;
    return (eip_text){NULL, 0, 0};
}

/* -- names ------------------------------------------------------------------ */

/** The part of a name before the next dot; the rest is absent if there is
 *  no dot. */
static eip_text head(eip_text name, eip_text *rest) {
    const char *dot = memchr(name.data, '.', name.size);
    uint32_t size = dot != NULL ? (uint32_t)(dot - name.data) : name.size;

    *rest = dot != NULL ? (eip_text){dot + 1, name.size - size - 1, 0}
                        : (eip_text){NULL, 0, 0};
    return (eip_text){name.data, size, 0};
}

static int is_index(eip_text part) {
    for (uint32_t i = 0; i < part.size; i++)
        if (part.data[i] < '0' || part.data[i] > '9')
            return 0;
    return part.size > 0;
}

static int compare_parts(eip_text a, eip_text b) {
    int numbers = is_index(a) - is_index(b);
    uint32_t size;
    int way;

    if (numbers != 0)
        return -numbers;
    if (is_index(a)) {
        for (; a.size > 1 && *a.data == '0'; a.size--)
            a.data++;
        for (; b.size > 1 && *b.data == '0'; b.size--)
            b.data++;
        if (a.size != b.size)
            return a.size < b.size ? -1 : 1;
    }
    size = a.size < b.size ? a.size : b.size;
    way = memcmp(a.data, b.data, size);
    return way != 0 ? way : (a.size > b.size) - (a.size < b.size);
}

/** By parts, those that are numbers as numbers. */
static int compare_pairs(const void *left, const void *right) {
    eip_text a = ((const struct query_pair *)left)->name;
    eip_text b = ((const struct query_pair *)right)->name;

    while (a.data != NULL && b.data != NULL) {
        int way = compare_parts(head(a, &a), head(b, &b));

        if (way != 0)
            return way;
    }
    return (a.data != NULL) - (b.data != NULL);
}

/* -- pairs into structs ------------------------------------------------------ */

struct binding {
    struct query *query;
    struct fault *fault;
};

static int unknown(const struct binding *binding, eip_text name) {
    return fault_set(binding->fault, FAULT_UNKNOWN_PARAMETER,
                     "The parameter %.*s is not recognized",
                     (int)(name.size > 255 ? 255 : name.size), name.data);
}

static int bad_value(const struct binding *binding,
                     const struct query_pair *pair, const char *kind) {
    return fault_set(binding->fault, FAULT_INVALID_VALUE,
                     "Invalid value '%.*s' for %s parameter %.*s",
                     (int)(pair->value.size > 100 ? 100 : pair->value.size),
                     pair->value.data, kind,
                     (int)(pair->name.size > 100 ? 100 : pair->name.size),
                     pair->name.data);
}

static int bind_struct(const struct binding *binding, const struct shape *shape,
                       char *at, uint32_t first, uint32_t end);

static int bind_number(const struct binding *binding,
                       const struct shape_member *member, char *at,
                       const struct query_pair *pair) {
    const char *digits = pair->value.data;
    uint32_t size = pair->value.size;
    uint32_t minus = size > 1 && *digits == '-';
    int64_t number = 0;
    int32_t value;

    if (size == 0 || size > 11 ||
        !is_index((eip_text){digits + minus, size - minus, 0}))
        return bad_value(binding, pair, "integer");
    for (uint32_t i = minus; i < size; i++)
        number = number * 10 + (digits[i] - '0');
    if (minus)
        number = -number;
    if (number < INT32_MIN || number > INT32_MAX)
        return bad_value(binding, pair, "integer");
    value = (int32_t)number;
    memcpy(at + member->offset, &value, sizeof value);
    shape_add_flag(at, member->count, member->flag);
    return 1;
}

static int bind_boolean(const struct binding *binding,
                        const struct shape_member *member, char *at,
                        const struct query_pair *pair) {
    eip_text value = pair->value;

    if (value.size == 4 && strncasecmp(value.data, "true", 4) == 0)
        shape_add_flag(at, member->count, member->flag);
    else if (value.size == 5 && strncasecmp(value.data, "false", 5) == 0)
        shape_add_flag(at, member->count, member->flag_false);
    else
        return bad_value(binding, pair, "boolean");
    return 1;
}

/** The one value of a parameter that has nothing behind its name. */
static int bind_value(const struct binding *binding,
                      const struct shape_member *member, char *at,
                      uint32_t first, uint32_t end) {
    const struct query_pair *pair = &binding->query->pairs[first];

    if (pair->rest.data != NULL)
        return unknown(binding, pair->name);
    if (end - first > 1)
        return fault_set(binding->fault, FAULT_INVALID_VALUE,
                         "The parameter %.*s was given more than once",
                         (int)pair->name.size, pair->name.data);
    if (member->kind == SHAPE_NUMBER)
        return bind_number(binding, member, at, pair);
    if (member->kind == SHAPE_BOOLEAN)
        return bind_boolean(binding, member, at, pair);
    memcpy(at + member->offset, &pair->value, sizeof pair->value);
    return 1;
}

static int same_part(const struct query_pair *a, const struct query_pair *b) {
    eip_text rest;

    if (a->rest.data == NULL || b->rest.data == NULL)
        return a->rest.data == b->rest.data;
    return compare_parts(head(a->rest, &rest), head(b->rest, &rest)) == 0;
}

/** Where the pairs end that have the next part of their names alike. */
static uint32_t alike(const struct query *query, uint32_t first, uint32_t end) {
    uint32_t at = first + 1;

    while (at < end && same_part(&query->pairs[first], &query->pairs[at]))
        at++;
    return at;
}

/** Go on behind that part. */
static void pass(struct query *query, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++)
        (void)head(query->pairs[i].rest, &query->pairs[i].rest);
}

static int bind_item(const struct binding *binding, const struct shape *shape,
                     char *item, uint32_t first, uint32_t end) {
    static const struct shape_member text = {.kind = SHAPE_TEXT};

    shape_clear(shape, item);
    if (shape->members == NULL)
        return bind_value(binding, &text, item, first, end);
    return bind_struct(binding, shape, item, first, end);
}

static int bind_list(const struct binding *binding,
                     const struct shape_member *member, char *at,
                     uint32_t first, uint32_t end) {
    struct query *query = binding->query;
    char *items = query->room + query->used;
    uint32_t count = 0;

    for (uint32_t i = first; i < end; i = alike(query, i, end), count++) {
        eip_text rest;

        if (query->pairs[i].rest.data == NULL ||
            !is_index(head(query->pairs[i].rest, &rest)))
            return unknown(binding, query->pairs[i].name);
    }
    query->used += count * member->of->bytes;
    memcpy(at + member->offset, &items, sizeof items);
    memcpy(at + member->count, &count, sizeof count);
    for (uint32_t i = first; i < end; items += member->of->bytes) {
        uint32_t next = alike(query, i, end);

        pass(query, i, next);
        if (!bind_item(binding, member->of, items, i, next))
            return 0;
        i = next;
    }
    return 1;
}

static int bind_member(const struct binding *binding,
                       const struct shape_member *member, char *at,
                       uint32_t first, uint32_t end) {
    if (member->kind == SHAPE_LIST)
        return bind_list(binding, member, at, first, end);
    if (member->kind == SHAPE_STRUCTURE)
        return bind_struct(binding, member->of, at + member->offset, first,
                           end);
    return bind_value(binding, member, at, first, end);
}

static int bind_struct(const struct binding *binding, const struct shape *shape,
                       char *at, uint32_t first, uint32_t end) {
    struct query *query = binding->query;

    while (first < end) {
        uint32_t next = alike(query, first, end);
        const struct shape_member *member = NULL;
        eip_text rest;

        if (query->pairs[first].rest.data != NULL)
            member =
                shape_member_find(shape, head(query->pairs[first].rest, &rest));
        if (member == NULL)
            return unknown(binding, query->pairs[first].name);
        pass(query, first, next);
        if (!bind_member(binding, member, at, first, next))
            return 0;
        first = next;
    }
    return 1;
}

int query_is_protocol(eip_text name) {
    static const char *const names[] = {
        "Version",          "AWSAccessKeyId", "Signature", "SignatureMethod",
        "SignatureVersion", "Timestamp",      "Expires",   "SecurityToken"};

    static const char signing[] = "X-Amz-";

    for (uint32_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (query_is(name, names[i]))
            return 1;
    return name.size > sizeof signing - 1 &&
           memcmp(name.data, signing, sizeof signing - 1) == 0;
}

int query_bind(struct query *query, const struct shape *shape, void *request,
               struct fault *fault) {
    struct binding binding = {query, fault};
    uint32_t count = 0;

    for (uint32_t i = 0; i < query->count; i++) {
        if (query_is(query->pairs[i].name, "Action") ||
            query_is_protocol(query->pairs[i].name))
            continue;
        query->pairs[count] = query->pairs[i];
        query->pairs[count].rest = query->pairs[count].name;
        count++;
    }
    query->count = count;
    if (count > 1)
        qsort(query->pairs, count, sizeof query->pairs[0], compare_pairs);
    shape_clear(shape, request);
    return bind_struct(&binding, shape, request, 0, count);
}
