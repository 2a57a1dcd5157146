/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file xml.h  Text that grows, and XML written to its end. */
#ifndef EIPD_XML_H
#define EIPD_XML_H

#include "../shape/shape.h"

/** Zeroed is empty. Once memory ran out, `failed` stays and nothing more is
 *  added. */
struct xml {
    char *data; /* free() it */
    size_t size;
    size_t room;
    int failed;
};

/** Add bytes as they are. */
void xml_raw(struct xml *xml, const char *bytes, size_t size);
void xml_string(struct xml *xml, const char *string);
void xml_format(struct xml *xml, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/** Add character data: markup escaped; what is no character of XML, or no
 *  UTF-8, as U+FFFD. */
void xml_text(struct xml *xml, const char *bytes, size_t size);
/** Add `<name>text</name>`. */
void xml_element(struct xml *xml, const char *name, eip_text text);
/** Add the members of a response's struct that have a value. */
void xml_members(struct xml *xml, const struct shape *shape, const void *at);
/** Add one such member. */
void xml_member(struct xml *xml, const struct shape_member *member,
                const void *at);

#endif
