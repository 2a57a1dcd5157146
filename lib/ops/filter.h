/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file filter.h
 * EC2's filters, whatever they are of: values of one are alternatives, all
 * must hold; `*`, `?` and `\` in values; limits.
 *
 * An operation gives a table of the names it knows and a function that reads
 * a member of one of its items as text. A member that is absent matches
 * nothing.
 */
#ifndef EIP_OPS_FILTER_H
#define EIP_OPS_FILTER_H

#include "ops/call.h"

/** Filter names with a meaning of their own; an operation's come after. */
enum { EIP__FILTER_TAG = 0, EIP__FILTER_TAG_KEY = 1, EIP__FILTER_OWN = 2 };

struct eip__filter_name {
    const char *name;
    uint32_t member; /* EIP__FILTER_OWN and up */
};

/** Filters read and compiled; ended by eip__filters_close. */
struct eip__filters {
    struct eip__host *host;
    struct eip__filter_compiled *filter;
    uint32_t count;
    uint32_t patterns;
    struct eip__glob *pattern; /* of all filters */
    size_t filter_bytes;
    size_t pattern_bytes;
};

/** One item under test. */
struct eip__filter_item {
    const struct eip__tagset *tags;
    /** The member's text (in `room` of 64 bytes, if need be); absent: none. */
    eip_text (*read)(const void *item, uint32_t member, char *room);
    const void *item;
    /** The item is this tag, of which tag:KEY is meant; or NULL. */
    const eip_tag *one;
};

/** Are the structs formed as they must be? EIP_OK; EIP_ERR_NULL;
 *  EIP_ERR_STRUCT_VERSION. */
eip_status eip__filters_form(const eip_filter *given, uint32_t count,
                             eip_error *error);

/**
 * Read and compile what is formed so. EIP_OK; EIP_ERR_FILTER_LIMIT_EXCEEDED; EIP_ERR_INVALID_PARAMETER_VALUE (unknown
 * name, no values, bad UTF-8);
 * EIP_ERR_OUT_OF_MEMORY. `names` ends with a NULL name.
 */
eip_status eip__filters_open(struct eip__filters *filters,
                             struct eip__call *call, const eip_filter *given,
                             uint32_t count,
                             const struct eip__filter_name *names);
void eip__filters_close(struct eip__filters *filters);

/** Do all filters hold of the item? */
bool eip__filters_hold(const struct eip__filters *filters,
                       const struct eip__filter_item *item);

#endif
