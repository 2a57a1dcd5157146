/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how an address list is made. */
#include "ops/list.h"

#include <string.h>

#include "base/sort.h"

enum { LEAST_ITEMS = 16, LEAST_VIEWS = 4, LEAST_RICH = 16 };

/* -- collecting ------------------------------------------------------------------ */

/* Make room for one more in an array, which `*room` is the size of. */
static void *grow(struct eip__host *host, void *array, uint64_t count,
                  uint64_t *room, uint64_t least, size_t size) {
    uint64_t wider = *room == 0 ? least : *room * 2;
    void *grown;

    if (count < *room) {
        return array;
    }
    grown =
        eip__host_grow(host, array, count * size, *room * size, wider * size);
    if (grown != NULL) {
        *room = wider;
    }
    return grown;
}

static bool need_item(eip_address_list *list, uint64_t least) {
    struct eip__list_item *item = grow(list->host, list->item, list->count,
                                       &list->room, least, sizeof *item);

    list->item = item == NULL ? list->item : item;
    return item != NULL;
}

static bool need_view(eip_address_list *list) {
    struct eip__list_view *view =
        grow(list->host, list->view, list->views, &list->view_room, LEAST_VIEWS,
             sizeof *view);

    list->view = view == NULL ? list->view : view;
    return view != NULL;
}

static bool need_rich(struct eip__list_making *making) {
    struct eip__list_rich *rich =
        grow(making->list->host, making->rich, making->riches,
             &making->rich_room, LEAST_RICH, sizeof *rich);

    making->rich = rich == NULL ? making->rich : rich;
    return rich != NULL;
}

bool eip__list_begin(struct eip__list_making *making, struct eip_engine *engine,
                     uint64_t expected) {
    eip_address_list *list =
        eip__host_allocate_zeroed(&engine->host, sizeof *list);

    if (list == NULL) {
        return false;
    }
    list->host = &engine->host;
    list->id_key = engine->id_key;
    *making = (struct eip__list_making){.list = list};
    eip__list_again(making);
    if (!need_item(list, expected > LEAST_ITEMS ? expected : LEAST_ITEMS)) {
        eip__list_abandon(making);
        return false;
    }
    return true;
}

void eip__list_again(struct eip__list_making *making) {
    making->list->count = 0;
    making->riches = 0;
    making->order = 0;
    making->sorted = true;
}

/* Addresses of one block follow each other more often than not, so that the
 * last view found is asked for again. */
static EIP__APART bool find_view(struct eip__list_making *making,
                                 const struct eip__held *held) {
    eip_address_list *list = making->list;
    const struct eip__space *space = held->range->space;
    uint32_t domain = held->standard ? EIP_DOMAIN_STANDARD : EIP_DOMAIN_VPC;
    uint32_t i = 0;

    while (i < list->views && (list->view[i].space != space ||
                               list->view[i].shown.domain != domain)) {
        i++;
    }
    if (i == list->views) {
        if (!need_view(list)) {
            return false;
        }
        list->view[list->views++] =
            (struct eip__list_view){space, eip__view_of(space, held->standard)};
    }
    making->range = held->range;
    making->standard = held->standard;
    making->view = i;
    return true;
}

static bool has_more(const struct eip__detail *detail) {
    return (detail->facts.has & (EIP__HAS_ASSOCIATION | EIP__IS_MANAGED)) != 0;
}

static bool add_rich(struct eip__list_making *making,
                     const struct eip__held *held) {
    if (held->tags == NULL && !has_more(held->detail)) {
        return true;
    }
    if (!need_rich(making)) {
        return false;
    }
    making->rich[making->riches++] =
        (struct eip__list_rich){held->order, held->detail};
    return true;
}

bool eip__list_add(struct eip__list_making *making,
                   const struct eip__held *held) {
    eip_address_list *list = making->list;

    if (((making->range != held->range || making->standard != held->standard) &&
         !find_view(making, held)) ||
        (held->detail != NULL && !add_rich(making, held)) ||
        (list->count == list->room && !need_item(list, LEAST_ITEMS))) {
        return false;
    }
    /* An order of 0, as of the 2^40th, only has them sorted. */
    making->sorted = making->sorted && held->order > making->order;
    making->order = held->order;
    list->item[list->count++] = (struct eip__list_item){
        .key = held->order,
        .record = held->record,
        .id_generation = held->id_generation,
        .address = eip__range_address(held->range, held->record),
        .view = making->view,
    };
    return true;
}

/* -- sorting --------------------------------------------------------------------- */

static uint64_t item_order(const void *item) {
    return ((const struct eip__list_item *)item)->key;
}

static uint64_t rich_order(const void *rich) {
    return ((const struct eip__list_rich *)rich)->order;
}

/* By order; what is there twice, once. */
static void sort(struct eip__list_making *making) {
    eip_address_list *list = making->list;
    uint64_t kept = 0;

    if (making->sorted) {
        return;
    }
    eip__sort(list->item, list->count, sizeof *list->item, item_order);
    for (uint64_t i = 1; i < list->count; i++) {
        if (list->item[i].key != list->item[kept].key) {
            list->item[++kept] = list->item[i];
        }
    }
    list->count = kept + 1;
    eip__sort(making->rich, making->riches, sizeof *making->rich, rich_order);
    kept = 0;
    for (uint64_t i = 1; i < making->riches; i++) {
        if (making->rich[i].order != making->rich[kept].order) {
            making->rich[++kept] = making->rich[i];
        }
    }
    making->riches = making->riches == 0 ? 0 : kept + 1;
}

/* -- copying details ------------------------------------------------------------- */

/* How far what is copied has come. */
struct copying {
    eip_address_list *list;
    char *text;
    uint64_t tags;
    uint64_t mores;
};

static eip_text copy_text(struct copying *to, eip_text from) {
    eip_text copy = {to->text, from.size, 0};

    memcpy(to->text, from.data, from.size);
    to->text += from.size;
    return copy;
}

static void copy_tags(struct copying *to, struct eip__list_extra *extra,
                      const struct eip__tagset *tags) {
    extra->tags = to->tags;
    extra->tag_count = tags->count;
    for (uint32_t i = 0; i < tags->count; i++) {
        eip_text key;
        eip_text value;
        eip_tag *tag = &to->list->tag[to->tags++];

        eip__tagset_at(tags, i, &key, &value);
        tag->key = copy_text(to, key);
        tag->value = copy_text(to, value);
    }
}

/* An absent one stays so. */
static eip_text copy_id(struct copying *to, uint32_t *fields, uint32_t field,
                        eip_text from) {
    if (!eip__text_is_given(from)) {
        return from;
    }
    *fields |= field;
    return copy_text(to, from);
}

static void copy_association(struct copying *to, struct eip__list_more *more,
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
    more->interface_id =
        copy_id(to, fields, EIP_HAS_NETWORK_INTERFACE_ID, facts->interface_id);
    if ((*fields & EIP_HAS_NETWORK_INTERFACE_ID) != 0) {
        *fields |= EIP_HAS_NETWORK_INTERFACE_OWNER_ID;
        more->owner = facts->interface_owner;
    }
    more->instance_id =
        copy_id(to, fields, EIP_HAS_INSTANCE_ID, facts->instance_id);
    more->subnet_id = copy_id(to, fields, EIP_HAS_SUBNET_ID, facts->subnet_id);
}

static void copy_more(struct copying *to, struct eip__list_extra *extra,
                      const struct eip__facts *facts) {
    struct eip__list_more *more = &to->list->more[to->mores++];

    *more = (struct eip__list_more){.fields = 0};
    extra->more = to->mores;
    if ((facts->has & EIP__HAS_ASSOCIATION) != 0) {
        copy_association(to, more, facts);
    }
    if ((facts->has & EIP__IS_MANAGED) != 0) {
        more->fields |= EIP_HAS_SERVICE_MANAGED;
        more->service = eip__view_service(facts->managed);
    }
}

/* One block for all that is copied, texts last: it needs no gaps. */
static bool make_room(struct eip__list_making *making) {
    eip_address_list *list = making->list;
    uint64_t tags = 0;
    uint64_t mores = 0;
    uint64_t text = 0;
    char *block;

    for (uint64_t i = 0; i < making->riches; i++) {
        const struct eip__detail *detail = making->rich[i].detail;
        const struct eip__tagset *set = detail->facts.tags;

        tags += set == NULL ? 0 : set->count;
        mores += has_more(detail);
        text += detail->bytes; /* more than its texts */
    }
    list->extra_bytes = making->riches * sizeof *list->extra +
                        tags * sizeof *list->tag + mores * sizeof *list->more +
                        text;
    block = eip__host_allocate(list->host, list->extra_bytes);
    if (block == NULL) {
        return false;
    }
    list->extra = (struct eip__list_extra *)block;
    list->tag = (eip_tag *)(list->extra + making->riches);
    list->more = (struct eip__list_more *)(list->tag + tags);
    list->text = (char *)(list->more + mores);
    return true;
}

/* Both are in order, and what is rich is among the items. */
static bool copy_details(struct eip__list_making *making) {
    eip_address_list *list = making->list;
    struct copying to = {.list = list};
    uint64_t at = 0;

    if (making->riches == 0) {
        return true;
    }
    if (!make_room(making)) {
        return false;
    }
    to.text = list->text;
    for (uint64_t i = 0; i < list->count; i++) {
        struct eip__list_item *item = &list->item[i];
        struct eip__list_extra *extra = &list->extra[at];
        const struct eip__facts *facts;

        if (at == making->riches || making->rich[at].order != item->key) {
            item->key = 0;
            continue;
        }
        facts = &making->rich[at].detail->facts;
        *extra = (struct eip__list_extra){.tags = 0};
        if (facts->tags != NULL) {
            copy_tags(&to, extra, facts->tags);
        }
        if (has_more(making->rich[at].detail)) {
            copy_more(&to, extra, facts);
        }
        item->key = ++at;
    }
    return true;
}

/* -- ending ------------------------------------------------------------------------ */

void eip__list_abandon(struct eip__list_making *making) {
    eip__host_release(making->list->host, making->rich,
                      making->rich_room * sizeof *making->rich);
    eip_address_list_free(making->list);
}

eip_address_list *eip__list_end(struct eip__list_making *making) {
    eip_address_list *list = making->list;

    sort(making);
    if (!copy_details(making)) {
        eip__list_abandon(making);
        return NULL;
    }
    eip__host_release(list->host, making->rich,
                      making->rich_room * sizeof *making->rich);
    return list;
}
