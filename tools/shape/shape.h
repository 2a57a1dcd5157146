/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file shape.h
 * The library's operations as data, for front ends: what each member of a
 * request or a response is called by EC2's clients and on the wire of its Query
 * protocol, of what kind it is, and where it lies in the struct of eip/eip.h.
 * A front end reads and writes any operation by walking along these tables.
 *
 * Everything here is constant and lives as long as the program.
 */
#ifndef EIP_SHAPE_H
#define EIP_SHAPE_H

#include <stddef.h>
#include <stdint.h>

#include <eip/eip.h>

enum shape_kind {
    /* in requests and responses */
    SHAPE_TEXT,    /* eip_text; absent: no value */
    SHAPE_NUMBER,  /* int32_t; a request has a flag, in a response -1 is none */
    SHAPE_BOOLEAN, /* a flag in the uint32_t at `count` */
    SHAPE_LIST,    /* pointer, and its uint32_t count; of structs or texts */
    SHAPE_STRUCTURE, /* members of `of`, at `offset`; absent if all are */
    /* in responses alone */
    SHAPE_UINT32,
    SHAPE_UINT64,
    SHAPE_ASN,            /* uint32_t; clients take it for a text */
    SHAPE_CHARS,          /* terminated, in the struct; empty: no value */
    SHAPE_IPV4,           /* uint32_t */
    SHAPE_CIDR,           /* eip_cidr */
    SHAPE_POOL,           /* eip_pool_ref */
    SHAPE_OTHER_POOL,     /* the same; of kind EIP_POOL_AMAZON: no value */
    SHAPE_ACCOUNT,        /* uint64_t */
    SHAPE_TIME,           /* uint64_t, milliseconds; 0: no value */
    SHAPE_CHOICE,         /* uint32_t, a place in `choices` */
    SHAPE_ALLOCATION_ID,  /* uint64_t; 0: no value, as of the next five */
    SHAPE_ASSOCIATION_ID, /* uint64_t */
    SHAPE_IPAM_ID,        /* uint64_t */
    SHAPE_SCOPE_ID,       /* uint64_t */
    SHAPE_IPAM_CIDR_ID,   /* eip_ipam_id */
    SHAPE_IPAM_ALLOCATION_ID,
    SHAPE_TRUE,  /* of operations that answer nothing else */
    SHAPE_NEVER, /* has no value, ever */
    /* of a pager, whose list's pointer lies at `offset` */
    SHAPE_PAGE,  /* all items */
    SHAPE_FIRST, /* the first item, as a structure */
    SHAPE_TOKEN  /* NextToken */
};

#define SHAPE_ONE UINT32_MAX

struct shape;
struct shape_pager;

struct shape_member {
    const char *name;       /* of the clients: "Filters", "Addresses" */
    const char *wire;       /* of the protocol: "Filter", "addressesSet" */
    const struct shape *of; /* what is in a list or a structure */
    const struct shape_pager *pager;
    const char *const *choices; /* NULL: that number has no value */
    uint32_t kind;              /* SHAPE_... */
    uint32_t required;
    uint32_t offset;
    /** Where a list's count is, or SHAPE_ONE: what is at `offset` is its only
     *  item. Else, where the word is that has the flags. */
    uint32_t count;
    /** In a request, what the value sets in the flags: a number, or true.
     *  In a response with flags: the member is absent unless one is set. */
    uint32_t flag;
    uint32_t flag_false; /* in a request, what false sets */
};

/** A struct's members. One without members is an eip_text or an eip_cidr. */
struct shape {
    const struct shape_member *members;
    uint32_t count;
    uint32_t bytes;
    uint32_t item;  /* without members: SHAPE_TEXT, SHAPE_CIDR */
    uint32_t sized; /* begins with uint32_t size, which is to be set */
};

/** The functions of a list that the library made. */
struct shape_pager {
    const struct shape *of;
    uint64_t (*count)(const void *list);
    eip_status (*at)(const void *list, uint64_t index, void *item);
    eip_text (*next_token)(const void *list);
    void (*free)(void *list);
};

typedef eip_status shape_call(eip_engine *engine, const eip_caller *caller,
                              const void *request, void *response,
                              eip_error *error);

struct shape_operation {
    const char *name; /* "AllocateAddress" */
    shape_call *call;
    const struct shape *request;
    const struct shape *response; /* of a list: its pointer is the response */
    /** Does not change anything, so that it may be asked again. */
    uint32_t reads;
};

enum { SHAPE_RESPONSE_BYTES_MAX = 1024, SHAPE_ITEM_BYTES_MAX = 1024 };

/** The operations, by name. */
extern const struct shape_operation shape_operations[];
extern const uint32_t shape_operation_count;

/** The operation of this name, or NULL. */
const struct shape_operation *shape_find(eip_text name);
/** The member of this name on the wire, or NULL. */
const struct shape_member *shape_member_find(const struct shape *shape,
                                             eip_text wire);
/** Set `bytes` bytes to what a request or a response is before it is filled:
 *  zero, but for `size`. */
void shape_clear(const struct shape *shape, void *at);
/** Set flags in the word at `offset` of a request. */
void shape_add_flag(void *at, uint32_t offset, uint32_t flag);
/** Whether a member of a response has a value. */
uint32_t shape_has(const struct shape_member *member, const void *at);
/** The value of a member of a response as text, unless it has others in it.
 *  Returns the text, which is in `buffer` or lives as long as the response. */
enum { SHAPE_VALUE_SIZE = 64 };
eip_text shape_value(const struct shape_member *member, const void *at,
                     char buffer[SHAPE_VALUE_SIZE]);
/** End what an operation that succeeded has answered. */
void shape_response_free(const struct shape_operation *operation,
                         void *response);

#endif
