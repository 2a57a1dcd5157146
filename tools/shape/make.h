/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file make.h
 * How the tables of this folder are written: a macro for each kind of member.
 * `S` is the struct that a table is about; a table defines it and takes it back.
 * `name` is the clients', `wire` the protocol's; requests spell most alike.
 */
#ifndef EIP_SHAPE_MAKE_H
#define EIP_SHAPE_MAKE_H

#include "shape.h"

/* -- requests --------------------------------------------------------------- */

#define SHAPE_FLAGS offsetof(S, flags)
#define SHAPE_REQUEST_TEXT(label, at, must)                                    \
    {                                                                          \
        .name = #label, .wire = #label, .kind = SHAPE_TEXT,                    \
        .offset = offsetof(S, at), .required = (must)                          \
    }
#define TEXT(label, at) SHAPE_REQUEST_TEXT(label, at, 0)
#define TEXT_REQUIRED(label, at) SHAPE_REQUEST_TEXT(label, at, 1)

#define SHAPE_REQUEST_NUMBER(label, at, set, must)                             \
    {                                                                          \
        .name = #label, .wire = #label, .kind = SHAPE_NUMBER,                  \
        .offset = offsetof(S, at), .count = SHAPE_FLAGS, .flag = (set),        \
        .required = (must)                                                     \
    }
#define NUMBER(label, at, set) SHAPE_REQUEST_NUMBER(label, at, set, 0)
#define NUMBER_REQUIRED(label, at, set) SHAPE_REQUEST_NUMBER(label, at, set, 1)

#define BOOLEAN(label, yes, no)                                                \
    {                                                                          \
        .name = #label, .wire = #label, .kind = SHAPE_BOOLEAN,                 \
        .count = SHAPE_FLAGS, .flag = (yes), .flag_false = (no)                \
    }

#define SHAPE_REQUEST_LIST(label, one, at, many, shape, must)                  \
    {                                                                          \
        .name = #label, .wire = #one, .kind = SHAPE_LIST, .of = &(shape),      \
        .offset = offsetof(S, at), .count = offsetof(S, many),                 \
        .required = (must)                                                     \
    }
#define LIST(label, one, at, many, shape)                                      \
    SHAPE_REQUEST_LIST(label, one, at, many, shape, 0)
#define LIST_REQUIRED(label, one, at, many, shape)                             \
    SHAPE_REQUEST_LIST(label, one, at, many, shape, 1)

/** Members that lie in the request itself; `inside` is a table. */
#define STRUCTURE(label, inside)                                               \
    { .name = #label, .wire = #label, .kind = SHAPE_STRUCTURE, .of = &(inside) }

/* -- responses -------------------------------------------------------------- */

#define VALUE(label, spelled, sort, at)                                        \
    {                                                                          \
        .name = #label, .wire = #spelled, .kind = (sort),                      \
        .offset = offsetof(S, at)                                              \
    }
/** Absent unless one of `set` is in the word `where`. */
#define VALUE_IF(label, spelled, sort, at, where, set)                         \
    {                                                                          \
        .name = #label, .wire = #spelled, .kind = (sort),                      \
        .offset = offsetof(S, at), .count = offsetof(S, where), .flag = (set)  \
    }
#define CHOICE(label, spelled, at, texts)                                      \
    {                                                                          \
        .name = #label, .wire = #spelled, .kind = SHAPE_CHOICE,                \
        .offset = offsetof(S, at), .choices = (texts)                          \
    }
#define ITEMS(label, spelled, at, many, shape)                                 \
    {                                                                          \
        .name = #label, .wire = #spelled, .kind = SHAPE_LIST, .of = &(shape),  \
        .offset = offsetof(S, at), .count = offsetof(S, many)                  \
    }
#define INSIDE(label, spelled, at, shape)                                      \
    {                                                                          \
        .name = #label, .wire = #spelled, .kind = SHAPE_STRUCTURE,             \
        .of = &(shape), .offset = (at)                                         \
    }
#define PAGED(label, spelled, sort, at, pages)                                 \
    {                                                                          \
        .name = #label, .wire = #spelled, .kind = (sort), .offset = (at),      \
        .pager = &(pages)                                                      \
    }
#define SAID(label, spelled, sort)                                             \
    { .name = #label, .wire = #spelled, .kind = (sort) }

/* -- shapes ----------------------------------------------------------------- */

#define SHAPE_COUNT(table) ((uint32_t)(sizeof(table) / sizeof(table)[0]))
/** A struct of the ABI that begins with its size. */
#define SHAPE_OF(table)                                                        \
    { (table), SHAPE_COUNT(table), sizeof(S), 0, 1 }
/** One that does not. */
#define SHAPE_PLAIN(table)                                                     \
    { (table), SHAPE_COUNT(table), sizeof(S), 0, 0 }

extern const struct shape shape_text_item;
extern const struct shape shape_cidr_item;
extern const struct shape shape_tag;

#endif
