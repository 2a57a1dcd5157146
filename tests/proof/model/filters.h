/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file filters.h  Filters of lists: drawn, judged, and whether they hold. */
#ifndef EIP_TESTS_PROOF_MODEL_FILTERS_H
#define EIP_TESTS_PROOF_MODEL_FILTERS_H

#include "proof/model/facts.h"

enum { LIST_FILTERS = 2, LIST_VALUES = 2, FILTER_ROOM = 128 };

/** A filter that the operation knows: by its place in a table that ends with
 *  one without a name; and values for it. */
struct known_filter {
    const char *name;
    const char *const value[5];
};

struct list_filters {
    uint32_t count;
    struct {
        int member; /* of the table, or NOBODY */
        uint32_t count;
        eip_text value[LIST_VALUES];
        char room[LIST_VALUES][FILTER_ROOM];
    } filter[LIST_FILTERS];
    eip_filter sent[LIST_FILTERS];
};

/** What the item has of a member: the nth of them; absent: no more. */
typedef eip_text (*filters_read)(const struct run *run, const void *item,
                                 int member, uint32_t nth, char *room);

/** Of tags, the nth key; or of this key the value. */
eip_text filters_tag(const struct tags *tags, const char *key, uint32_t nth);
/** @param[in] some  An item to take a value from now and then, or NULL. */
void filters_draw(struct run *run, struct dice *dice,
                  const struct known_filter *known, filters_read read,
                  const void *some, struct list_filters *f);
eip_status filters_check(const struct list_filters *f, struct verdict *v);
/** How the judgement of a list begins: the caller, a parameter that is missing,
 *  or NULL; then the page and the filters. */
eip_status filters_begin(const struct list_filters *f, const struct page *page,
                         const char *missing, const struct ask_caller *by,
                         struct verdict *v);
bool filters_hold(const struct run *run, const struct list_filters *f,
                  filters_read read, const void *item);

#endif
