/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the reading of address lists, and their end. */
#include "ops/list.h"

uint64_t eip_address_list_count(const eip_address_list *list) {
    return list == NULL ? 0 : list->count;
}

/* An address of EC2-Classic has none. */
static uint64_t id_of(const eip_address_list *list,
                      const struct eip__list_item *item,
                      const struct eip__view *view) {
    return (view->fields & EIP_HAS_ALLOCATION_ID) != 0
               ? eip__id_make(&list->id_key, item->record, item->id_generation)
               : 0;
}

eip_status eip_address_list_at(const eip_address_list *list, uint64_t index,
                               eip_address *address) {
    static const struct eip__list_extra plain;
    static const struct eip__list_more none;
    const struct eip__list_item *item;
    const struct eip__list_extra *extra;
    const struct eip__list_more *more;
    const struct eip__view *view;
    eip_address own;

    if (list == NULL) {
        return EIP_ERR_NULL;
    }
    if (index >= list->count) {
        return EIP_ERR_ARGUMENT;
    }
    item = &list->item[index];
    view = &list->view[item->view].shown;
    extra = list->extra == NULL || item->key == 0 ? &plain
                                                  : &list->extra[item->key - 1];
    more = extra->more == 0 ? &none : &list->more[extra->more - 1];
    own = (eip_address){
        .size = sizeof own,
        .fields = view->fields | more->fields,
        .allocation_id = id_of(list, item, view),
        .public_ipv4_pool = view->public_ipv4_pool,
        .customer_owned_ipv4_pool = view->customer_owned_ipv4_pool,
        .network_border_group = view->network_border_group,
        .tags = extra->tag_count == 0 ? NULL : &list->tag[extra->tags],
        .tag_count = extra->tag_count,
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
    struct eip__host *host;

    if (list == NULL) {
        return;
    }
    host = list->host;
    eip__host_release(host, list->item, list->room * sizeof *list->item);
    eip__host_release(host, list->view, list->view_room * sizeof *list->view);
    eip__host_release(host, list->extra, list->extra_bytes);
    eip__host_release(host, list, sizeof *list);
}
