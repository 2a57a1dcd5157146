/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "xml.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Room for `size` bytes more, or NULL. */
static char *grow(struct xml *xml, size_t size) {
    size_t room = xml->room > 0 ? xml->room : 1024;
    char *data;

    if (xml->failed)
        return NULL;
    if (xml->room - xml->size >= size)
        return xml->data + xml->size;
    while (room - xml->size < size)
        room *= 2;
    data = realloc(xml->data, room);
    if (data == NULL) {
        xml->failed = 1;
        return NULL;
    }
    xml->data = data;
    xml->room = room;
    return data + xml->size;
}

void xml_raw(struct xml *xml, const char *bytes, size_t size) {
    char *to = grow(xml, size);

    if (to == NULL || size == 0)
        return;
    memcpy(to, bytes, size);
    xml->size += size;
}

void xml_string(struct xml *xml, const char *string) {
    xml_raw(xml, string, strlen(string));
}

void xml_format(struct xml *xml, const char *format, ...) {
    char text[1024];
    va_list arguments;
    int size;

    va_start(arguments, format);
    size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size < 0 || (size_t)size >= sizeof text)
        xml->failed = 1;
    else
        xml_raw(xml, text, (size_t)size);
}

/* -- character data --------------------------------------------------------- */

/** Of how many bytes the character is that begins here; 0: it is none, or not
 *  one of XML. */
static size_t character(const unsigned char *at, size_t left) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t size = at[0] < 0xc2 ? 0 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    uint32_t value;

    if (at[0] < 0x80)
        return at[0] >= 0x20 || at[0] == '\t' || at[0] == '\n';
    if (size == 0 || at[0] > 0xf4 || left < size)
        return 0;
    value = at[0] & (0x7fU >> size);
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (at[i] & 0x3fU);
    }
    return value >= least[size] && value <= 0x10ffff &&
                   (value < 0xd800 || value > 0xdfff) && value != 0xfffe &&
                   value != 0xffff
               ? size
               : 0;
}

/** What a byte is written as, if not as itself. */
static const char *escape(char byte) {
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '\r':
        return "&#13;";
    default:
        return NULL;
    }
}

void xml_text(struct xml *xml, const char *bytes, size_t size) {
    size_t start = 0;
    size_t at = 0;

    while (at < size) {
        const char *instead = escape(bytes[at]);
        size_t length = character((const unsigned char *)bytes + at, size - at);

        if (instead == NULL && length == 0)
            instead = "\xef\xbf\xbd";
        if (instead == NULL) {
            at += length;
            continue;
        }
        xml_raw(xml, bytes + start, at - start);
        xml_string(xml, instead);
        start = ++at;
    }
    xml_raw(xml, bytes + start, size - start);
}

/* -- elements --------------------------------------------------------------- */

static void tag(struct xml *xml, const char *open, const char *name) {
    xml_string(xml, open);
    xml_string(xml, name);
    xml_raw(xml, ">", 1);
}

void xml_element(struct xml *xml, const char *name, eip_text text) {
    tag(xml, "<", name);
    xml_text(xml, text.data, text.size);
    tag(xml, "</", name);
}

static void add_item(struct xml *xml, const struct shape *shape,
                     const void *at) {
    const struct shape_member value = {.kind = shape->item};
    char buffer[SHAPE_VALUE_SIZE];

    if (shape->members == NULL) {
        xml_element(xml, "item", shape_value(&value, at, buffer));
        return;
    }
    tag(xml, "<", "item");
    xml_members(xml, shape, at);
    tag(xml, "</", "item");
}

static void add_list(struct xml *xml, const struct shape_member *member,
                     const void *at) {
    const char *items = (const char *)at + member->offset;
    uint32_t count = 1;

    if (member->count != SHAPE_ONE) {
        memcpy(&count, (const char *)at + member->count, sizeof count);
        memcpy(&items, items, sizeof items);
    }
    tag(xml, "<", member->wire);
    for (uint32_t i = 0; i < count; i++)
        add_item(xml, member->of, items + (size_t)i * member->of->bytes);
    tag(xml, "</", member->wire);
}

/** The first item of a list of the library. */
static void add_first(struct xml *xml, const struct shape_member *member,
                      const void *at) {
    _Alignas(16) char item[SHAPE_ITEM_BYTES_MAX];
    const void *list;

    memcpy(&list, (const char *)at + member->offset, sizeof list);
    shape_clear(member->pager->of, item);
    if (member->pager->at(list, 0, item) == EIP_OK)
        xml_members(xml, member->pager->of, item);
}

void xml_member(struct xml *xml, const struct shape_member *member,
                const void *at) {
    char buffer[SHAPE_VALUE_SIZE];

    if (!shape_has(member, at))
        return;
    if (member->kind == SHAPE_LIST) {
        add_list(xml, member, at);
    } else if (member->kind == SHAPE_STRUCTURE || member->kind == SHAPE_FIRST) {
        tag(xml, "<", member->wire);
        if (member->kind == SHAPE_FIRST)
            add_first(xml, member, at);
        else
            xml_members(xml, member->of, (const char *)at + member->offset);
        tag(xml, "</", member->wire);
    } else {
        xml_element(xml, member->wire, shape_value(member, at, buffer));
    }
}

void xml_members(struct xml *xml, const struct shape *shape, const void *at) {
    for (uint32_t i = 0; i < shape->count; i++)
        xml_member(xml, &shape->members[i], at);
}
