/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* EC2's Query protocol: what is read of a query lies inside it, is the same
 * whatever the order of the parameters, and what is refused is said in a text
 * that XML can carry. */
#include "fuzz.h"

#include "../../../tools/eipd/query.h"
#include "../../../tools/eipd/xml.h"

#include <stdlib.h>
#include <string.h>

enum { REQUEST_BYTES = SHAPE_RESPONSE_BYTES_MAX };

static struct query query;
static struct query turned;
static _Alignas(16) char request[REQUEST_BYTES];
static _Alignas(16) char again[REQUEST_BYTES];

static const struct shape_operation *operation_of(size_t size) {
    eip_text action = query_value(&query, "Action");
    const struct shape_operation *found =
        action.data != NULL ? shape_find(action) : NULL;

    return found != NULL ? found
                         : &shape_operations[size % shape_operation_count];
}

/** Returns how many texts there are. */
static uint32_t check_texts(const struct shape *shape, const char *at,
                            eip_text whole) {
    uint32_t count = 0;

    for (uint32_t i = 0; i < shape->count; i++) {
        const struct shape_member *member = &shape->members[i];
        const eip_text *text = (const void *)(at + member->offset);
        const char *items;
        uint32_t many;

        if (member->kind == SHAPE_STRUCTURE) {
            count += check_texts(member->of, at + member->offset, whole);
        } else if (member->kind == SHAPE_TEXT && text->data != NULL) {
            FUZZ_CHECK(text->data >= whole.data &&
                           text->data + text->size <= whole.data + whole.size,
                       "%s lies elsewhere", member->name);
            count++;
        } else if (member->kind == SHAPE_LIST) {
            static const struct shape_member one = {.kind = SHAPE_TEXT,
                                                    .name = "an item"};
            static const struct shape list = {&one, 1, 0, 0, 0};

            memcpy(&items, at + member->offset, sizeof items);
            memcpy(&many, at + member->count, sizeof many);
            for (uint32_t j = 0; j < many; j++)
                count += check_texts(
                    member->of->members != NULL ? member->of : &list,
                    items + (size_t)j * member->of->bytes, whole);
        }
    }
    return count;
}

static void check_fault(const struct fault *fault) {
    struct xml xml = {0};

    FUZZ_CHECK(fault->http >= 400 && fault->http < 500 && *fault->code != '\0',
               "no client's mistake");
    xml_text(&xml, fault->message, strlen(fault->message));
    FUZZ_CHECK(!xml.failed, "out of memory");
    FUZZ_CHECK(xml.size == 0 || fuzz_characters(xml.data, xml.size) >= 0,
               "not UTF-8");
    for (size_t i = 0; i < xml.size; i++)
        FUZZ_CHECK(xml.data[i] != '<' && xml.data[i] != '>' &&
                       ((unsigned char)xml.data[i] >= ' ' ||
                        xml.data[i] == '\t' || xml.data[i] == '\n'),
                   "markup in a text");
    free(xml.data);
}

/** The same parameters, the last first. */
static void check_turned(const struct shape *shape, int good,
                         const struct query_pair *pairs, uint32_t count) {
    struct fault fault = {0};

    query_start(&turned);
    for (uint32_t i = 0; i < count; i++)
        turned.pairs[i] = pairs[count - 1 - i];
    turned.count = count;
    FUZZ_CHECK(query_bind(&turned, shape, again, &fault) == good,
               "the order decides");
    if (good)
        FUZZ_CHECK(turned.used == query.used, "the order makes other lists");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct query_pair pairs[QUERY_PAIRS_MAX];
    const struct shape_operation *operation;
    struct fault fault = {0};
    eip_text whole;
    uint32_t count;
    char *text;
    int good;

    if (size > FUZZ_INPUT_MAX)
        return 0;
    fuzz_begin(data, size);
    text = fuzz_room(size);
    memcpy(text, data, size);
    whole = (eip_text){text, (uint32_t)size, 0};
    query_start(&query);
    if (!query_add(&query, text, size, &fault)) {
        check_fault(&fault);
        return 0;
    }
    operation = operation_of(size);
    count = query.count;
    memcpy(pairs, query.pairs, count * sizeof pairs[0]);
    good = query_bind(&query, operation->request, request, &fault);
    FUZZ_CHECK(query.used <= QUERY_ROOM, "no room");
    if (good)
        FUZZ_CHECK(check_texts(operation->request, request, whole) <= count,
                   "more texts than parameters");
    else
        check_fault(&fault);
    check_turned(operation->request, good, pairs, count);
    return 0;
}
