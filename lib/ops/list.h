/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file list.h
 * The result of DescribeAddresses: a copy of everything it shows, which needs
 * the engine's allocator and nothing else of the engine.
 *
 * Most addresses have nothing but what their record says, and an account may
 * hold millions: so each is one small item, written once, where it stays
 * unless it has to be sorted. What memory is touched for the first time costs
 * more than all the rest.
 */
#ifndef EIP_OPS_LIST_H
#define EIP_OPS_LIST_H

#include "ops/held.h"
#include "ops/view.h"

/** One address: what it has in common with others is in a view. */
struct eip__list_item {
    uint64_t key; /* in the making its order; then, where there are extras, its
                   * extra's number from 1, or 0 */
    uint32_t record;
    uint32_t id_generation;
    uint32_t address;
    uint32_t view;
};

/** What all addresses of a space, held in one domain, have in common. */
struct eip__list_view {
    const struct eip__space *space; /* in the making */
    struct eip__view shown;
};

/** What only some have: tags, or more. */
struct eip__list_extra {
    uint64_t tags; /* its first tag, in the list's */
    uint64_t more; /* its number in the list's, from 1; 0: it has none */
    uint32_t tag_count;
    uint32_t reserved;
};

/** What few have: an association, a service. */
struct eip__list_more {
    uint32_t fields; /* EIP_HAS_... */
    uint32_t private_ip;
    uint64_t association_id;
    uint64_t owner;
    eip_text interface_id;
    eip_text instance_id;
    eip_text subnet_id;
    eip_text service;
};

struct eip_address_list {
    struct eip__host *host;
    struct eip__id_key id_key; /* the engine's: ids are made as they are read */
    struct eip__list_item *item;
    uint64_t count;
    uint64_t room;
    struct eip__list_view *view;
    uint64_t views;
    uint64_t view_room;
    /* One block, or NULL: extras, tags, more, texts. */
    struct eip__list_extra *extra;
    eip_tag *tag;
    struct eip__list_more *more;
    char *text;
    uint64_t extra_bytes; /* the block's */
};

/** An address whose detail the list is to copy, readable for the call. */
struct eip__list_rich {
    uint64_t order;
    const struct eip__detail *detail;
};

/** A list in the making. */
struct eip__list_making {
    eip_address_list *list;
    struct eip__list_rich *rich;
    uint64_t riches;
    uint64_t rich_room;
    const struct eip__range *range; /* of the last added, */
    uint64_t order;                 /* its order, */
    uint32_t view;                  /* and its view's number */
    bool standard;
    bool sorted; /* each came after the one before it */
};

/** Begin a list, of so many addresses perhaps. False: no memory; then nothing
 *  was begun. */
bool eip__list_begin(struct eip__list_making *making, struct eip_engine *engine,
                     uint64_t expected);
/** Forget what was added. */
void eip__list_again(struct eip__list_making *making);
/** Add an address, in any order, even twice. False: no memory. */
bool eip__list_add(struct eip__list_making *making,
                   const struct eip__held *held);
/** The list, by order of allocation, each address once. NULL: no memory. The
 *  making is over in any case. */
eip_address_list *eip__list_end(struct eip__list_making *making);
/** End the making without a list. */
void eip__list_abandon(struct eip__list_making *making);

#endif
