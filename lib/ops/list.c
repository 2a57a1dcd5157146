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
};

struct eip_address_list {
    struct eip__host *host;
    struct item *item;
    struct eip__view *view;
    eip_tag *tag;
    char *text;
    uint64_t count;
    uint64_t views;
    uint64_t view_room;
    uint64_t tags;
    uint64_t text_bytes;
};

/* -- making ---------------------------------------------------------------------- */

static void measure_tags(eip_address_list *list, const struct eip__held *held,
                         uint64_t count) {
    for (uint64_t i = 0; i < count; i++) {
        const struct eip__tagset *tags = held[i].tags;

        if (tags != NULL) {
            list->tags += tags->count;
            list->text_bytes += tags->bytes; /* more than its texts */
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
            item->allocation_id = eip__id_make(&engine->id_key, held[i].record,
                                               held[i].generation);
        }
        copy_tags(list, item, held[i].tags);
    }
    return true;
}

/* The sizes of the three arrays, which never shrink: kept apart from what is
 * used of them. */
struct sizes {
    uint64_t items, tags, text;
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
    measure_tags(list, held, count);
    /* One more than is used: no size is 0. */
    whole->sizes = (struct sizes){(count + 1) * sizeof *list->item,
                                  (list->tags + 1) * sizeof *list->tag,
                                  list->text_bytes + 1};
    list->count = count;
    list->item = eip__host_allocate(list->host, whole->sizes.items);
    list->tag = eip__host_allocate(list->host, whole->sizes.tags);
    list->text = eip__host_allocate(list->host, whole->sizes.text);
    if (list->item == NULL || list->tag == NULL || list->text == NULL ||
        !fill(list, engine, held, count)) {
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
    const struct item *item;
    const struct eip__view *view;
    eip_address own;

    if (list == NULL) {
        return EIP_ERR_NULL;
    }
    if (index >= list->count) {
        return EIP_ERR_ARGUMENT;
    }
    item = &list->item[index];
    view = &list->view[item->view];
    own = (eip_address){
        .size = sizeof own,
        .fields = view->fields,
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
    eip__host_release(host, list->text, whole->sizes.text);
    eip__host_release(host, list->view, list->view_room * sizeof *list->view);
    eip__host_release(host, whole, sizeof *whole);
}
