/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the memory and the reading of address lists. */
#include "ops/list.h"

#include <string.h>

/* One address: what it has in common with others is in a view. */
struct item {
    uint64_t allocation_id;
    uint64_t tags; /* of its first tag, in the list's tags */
    uint32_t address;
    uint32_t view;
    uint32_t tag_count;
    uint32_t more; /* its number in the list's, from 1; 0: it has no more */
};

/* What only some have: an association, a service. */
struct more {
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
    struct item *item;
    struct eip__view *view;
    eip_tag *tag;
    struct more *more;
    char *text;
    uint64_t count;
    uint64_t views;
    uint64_t view_room;
    uint64_t tags;
    uint64_t mores;
    uint64_t text_bytes;
};

/* -- making ---------------------------------------------------------------------- */

static bool has_more(const struct eip__detail *detail) {
    return (detail->facts.has & (EIP__HAS_ASSOCIATION | EIP__IS_MANAGED)) != 0;
}

static void measure(eip_address_list *list, const struct eip__held *held,
                    uint64_t count) {
    for (uint64_t i = 0; i < count; i++) {
        const struct eip__detail *detail = held[i].detail;

        if (detail != NULL) {
            list->tags += held[i].tags == NULL ? 0 : held[i].tags->count;
            list->mores += has_more(detail);
            list->text_bytes += detail->bytes; /* more than its texts */
        }
    }
}

static eip_text copy_text(eip_address_list *list, eip_text from) {
    eip_text copy = {list->text + list->text_bytes, from.size, 0};

    memcpy(list->text + list->text_bytes, from.data, from.size);
    list->text_bytes += from.size;
    return copy;
}

static void copy_tags(eip_address_list *list, struct item *item,
                      const struct eip__tagset *tags) {
    item->tags = list->tags;
    if (tags == NULL) {
        return;
    }
    item->tag_count = tags->count;
    for (uint32_t i = 0; i < tags->count; i++) {
        eip_text key;
        eip_text value;
        eip_tag *tag = &list->tag[list->tags++];

        eip__tagset_at(tags, i, &key, &value);
        tag->key = copy_text(list, key);
        tag->value = copy_text(list, value);
    }
}

/* An absent one stays so. */
static eip_text copy_id(eip_address_list *list, uint32_t *fields,
                        uint32_t field, eip_text from) {
    if (!eip__text_is_given(from)) {
        return from;
    }
    *fields |= field;
    return copy_text(list, from);
}

static void copy_association(eip_address_list *list, struct more *more,
                             const struct eip__facts *facts) {
    uint32_t *fields = &more->fields;

    if (facts->association_id != 0) {
        *fields |= EIP_HAS_ASSOCIATION_ID;
        more->association_id = facts->association_id;
    }
    if (facts->private_ip != 0) {
        *fields |= EIP_HAS_PRIVATE_IP_ADDRESS;
        more->private_ip = facts->private_ip;
    }
    more->interface_id = copy_id(list, fields, EIP_HAS_NETWORK_INTERFACE_ID,
                                 facts->interface_id);
    if ((*fields & EIP_HAS_NETWORK_INTERFACE_ID) != 0) {
        *fields |= EIP_HAS_NETWORK_INTERFACE_OWNER_ID;
        more->owner = facts->interface_owner;
    }
    more->instance_id =
        copy_id(list, fields, EIP_HAS_INSTANCE_ID, facts->instance_id);
    more->subnet_id =
        copy_id(list, fields, EIP_HAS_SUBNET_ID, facts->subnet_id);
}

static void copy_more(eip_address_list *list, struct item *item,
                      const struct eip__facts *facts) {
    struct more *more = &list->more[list->mores++];

    *more = (struct more){.fields = 0};
    item->more = (uint32_t)list->mores;
    if ((facts->has & EIP__HAS_ASSOCIATION) != 0) {
        copy_association(list, more, facts);
    }
    if ((facts->has & EIP__IS_MANAGED) != 0) {
        more->fields |= EIP_HAS_SERVICE_MANAGED;
        more->service = eip__view_service(facts->managed);
    }
}

static bool is_same_view(const struct eip__view *a, const struct eip__view *b) {
    return a->fields == b->fields && a->domain == b->domain &&
           a->public_ipv4_pool.kind == b->public_ipv4_pool.kind &&
           a->public_ipv4_pool.id == b->public_ipv4_pool.id &&
           a->customer_owned_ipv4_pool.id == b->customer_owned_ipv4_pool.id &&
           a->network_border_group.data == b->network_border_group.data;
}

static bool grow_views(eip_address_list *list) {
    uint64_t room = list->view_room == 0 ? 4 : list->view_room * 2;
    struct eip__view *grown =
        eip__host_allocate(list->host, room * sizeof *grown);

    if (grown == NULL) {
        return false;
    }
    if (list->views != 0) {
        memcpy(grown, list->view, list->views * sizeof *grown);
    }
    eip__host_release(list->host, list->view, list->view_room * sizeof *grown);
    list->view = grown;
    list->view_room = room;
    return true;
}

/* Addresses of one space follow each other more often than not, so the last
 * view found is the first looked at. */
static bool find_view(eip_address_list *list, const struct eip__held *held,
                      uint32_t *found) {
    struct eip__view view = eip__view_of(held->range->space, held->standard);

    if (list->views != 0 && is_same_view(&list->view[*found], &view)) {
        return true;
    }
    for (uint32_t i = 0; i < list->views; i++) {
        if (is_same_view(&list->view[i], &view)) {
            *found = i;
            return true;
        }
    }
    if (list->views == list->view_room && !grow_views(list)) {
        return false;
    }
    *found = (uint32_t)list->views;
    list->view[list->views++] = view;
    return true;
}

static bool fill(eip_address_list *list, const struct eip_engine *engine,
                 const struct eip__held *held, uint64_t count) {
    uint32_t view = 0;

    list->tags = 0;
    list->mores = 0;
    list->text_bytes = 0;
    for (uint64_t i = 0; i < count; i++) {
        struct item *item = &list->item[i];

        if (!find_view(list, &held[i], &view)) {
            return false;
        }
        *item = (struct item){
            .address = eip__range_address(held[i].range, held[i].record),
            .view = view,
        };
        if ((list->view[view].fields & EIP_HAS_ALLOCATION_ID) != 0) {
            item->allocation_id = eip__held_id(engine, &held[i]);
        }
        copy_tags(list, item, held[i].tags);
        if (held[i].detail != NULL && has_more(held[i].detail)) {
            copy_more(list, item, &held[i].detail->facts);
        }
    }
    return true;
}

/* The sizes of the four arrays, which never shrink: kept apart from what is
 * used of them. */
struct sizes {
    uint64_t items, tags, mores, text;
};

struct whole {
    eip_address_list list;
    struct sizes sizes;
};

eip_status eip__list_make(struct eip_engine *engine,
                          const struct eip__held *held, uint64_t count,
                          eip_address_list **result) {
    struct whole *whole =
        eip__host_allocate_zeroed(&engine->host, sizeof *whole);
    eip_address_list *list;

    if (whole == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    list = &whole->list;
    list->host = &engine->host;
    measure(list, held, count);
    /* One more than is used: no size is 0. */
    whole->sizes = (struct sizes){
        (count + 1) * sizeof *list->item, (list->tags + 1) * sizeof *list->tag,
        (list->mores + 1) * sizeof *list->more, list->text_bytes + 1};
    list->count = count;
    list->item = eip__host_allocate(list->host, whole->sizes.items);
    list->tag = eip__host_allocate(list->host, whole->sizes.tags);
    list->more = eip__host_allocate(list->host, whole->sizes.mores);
    list->text = eip__host_allocate(list->host, whole->sizes.text);
    if (list->item == NULL || list->tag == NULL || list->more == NULL ||
        list->text == NULL || !fill(list, engine, held, count)) {
        eip_address_list_free(list);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    *result = list;
    return EIP_OK;
}

/* -- reading ------------------------------------------------------------------------ */

uint64_t eip_address_list_count(const eip_address_list *list) {
    return list == NULL ? 0 : list->count;
}

eip_status eip_address_list_at(const eip_address_list *list, uint64_t index,
                               eip_address *address) {
    static const struct more none;
    const struct item *item;
    const struct eip__view *view;
    const struct more *more;
    eip_address own;

    if (list == NULL) {
        return EIP_ERR_NULL;
    }
    if (index >= list->count) {
        return EIP_ERR_ARGUMENT;
    }
    item = &list->item[index];
    view = &list->view[item->view];
    more = item->more == 0 ? &none : &list->more[item->more - 1];
    own = (eip_address){
        .size = sizeof own,
        .fields = view->fields | more->fields,
        .allocation_id = item->allocation_id,
        .public_ipv4_pool = view->public_ipv4_pool,
        .customer_owned_ipv4_pool = view->customer_owned_ipv4_pool,
        .network_border_group = view->network_border_group,
        .tags = item->tag_count == 0 ? NULL : &list->tag[item->tags],
        .tag_count = item->tag_count,
        .domain = view->domain,
        .public_ip = eip__view_ip(view, EIP_HAS_PUBLIC_IP, item->address),
        .carrier_ip = eip__view_ip(view, EIP_HAS_CARRIER_IP, item->address),
        .customer_owned_ip =
            eip__view_ip(view, EIP_HAS_CUSTOMER_OWNED_IP, item->address),
        .private_ip = more->private_ip,
        .association_id = more->association_id,
        .network_interface_owner_id = more->owner,
        .network_interface_id = more->interface_id,
        .instance_id = more->instance_id,
        .subnet_id = more->subnet_id,
        .service_managed = more->service,
    };
    return eip__struct_out(address, &own, sizeof own, sizeof own);
}

void eip_address_list_free(eip_address_list *list) {
    struct whole *whole = (struct whole *)list;
    struct eip__host *host;

    if (list == NULL) {
        return;
    }
    host = list->host;
    eip__host_release(host, list->item, whole->sizes.items);
    eip__host_release(host, list->tag, whole->sizes.tags);
    eip__host_release(host, list->more, whole->sizes.mores);
    eip__host_release(host, list->text, whole->sizes.text);
    eip__host_release(host, list->view, list->view_room * sizeof *list->view);
    eip__host_release(host, whole, sizeof *whole);
}
