/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file query.h
 * EC2's Query protocol, read: `Filter.1.Name=domain&Filter.1.Value.1=vpc` in a
 * body or a URL becomes the request struct that a shape describes. Parameters
 * come in any order, lists count from wherever they like and may have gaps.
 *
 * Nothing is allocated: names and values are decoded where they are, lists lie
 * in the query's own room, which the limits make large enough.
 */
#ifndef EIPD_QUERY_H
#define EIPD_QUERY_H

#include "fault.h"

#include "../shape/shape.h"

enum {
    QUERY_PAIRS_MAX = 1000,
    QUERY_BYTES_MAX = 65536, /* of a body, and of a URL */
    /** Each parameter makes at most one item in each of two lists within each
     *  other; the largest are of 32 bytes. */
    QUERY_ROOM = QUERY_PAIRS_MAX * (32 + 32)
};

struct query_pair {
    eip_text name;
    eip_text value;
    eip_text rest; /* of the name, when what is before is known */
};

struct query {
    uint32_t count;
    uint32_t used; /* of the room */
    struct query_pair pairs[QUERY_PAIRS_MAX];
    _Alignas(16) char room[QUERY_ROOM];
};

void query_start(struct query *query);
/** Add the parameters of a text, which is decoded in place and must stay.
 *  Returns 1, or 0 with the fault set. */
int query_add(struct query *query, char *text, size_t size,
              struct fault *fault);
/** Whether a text, which may be absent, is this one. */
int query_is(eip_text text, const char *string);
/** The value of the parameter of this name, absent if there is none. */
eip_text query_value(const struct query *query, const char *name);
/** Whether it is a parameter of the protocol, but Action: Version, Signature ... */
int query_is_protocol(eip_text name);
/** Fill a request, cleared before, from all parameters but those of the
 *  protocol (Action, Version, Signature, ...). It lives as long as the query.
 *  Sorts the query. Returns 1, or 0 with the fault set. */
int query_bind(struct query *query, const struct shape *shape, void *request,
               struct fault *fault);

#endif
