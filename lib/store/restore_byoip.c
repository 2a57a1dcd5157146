/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how brought ranges become what their records say. */
#include "store/restore_books.h"

#include <string.h>

eip_status eip__restore_byoip_account(struct eip__restore *restore,
                                      struct eip__item *item) {
    uint64_t turned_ms = eip__get_u64(&item->in);
    uint64_t *account;

    if (item->id - 1 > EIP__ACCOUNT_NUMBER_MAX || turned_ms >> 56 != 0) {
        return EIP_ERR_STORE_DAMAGED;
    }
    account = eip__byoip_account(&restore->catalog->byoips, item->id - 1);
    if (account == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    *account = turned_ms << 8;
    return EIP_OK;
}

/* -- ranges ------------------------------------------------------------------------------ */

/* Then others may be where it was, before it is dropped. */
static bool has_left(const struct eip__byoip *byoip) {
    return byoip->deed == EIP__BYOIP_DEPROVISIONED;
}

/* Does it still count among its account's? */
static bool counts(const struct eip__byoip *byoip) {
    return byoip->deed != EIP__BYOIP_MOVED && !has_left(byoip);
}

/* A pool that it has has blocks, or had, and is nobody else's. */
static bool get_pool(struct eip__restore *restore, struct eip__reader *in,
                     struct eip__byoip *byoip) {
    uint64_t id = eip__get_u64(in);
    bool has_pool = byoip->deed != EIP__BYOIP_REFUSED && !has_left(byoip);

    byoip->pool = eip__restored_pool(restore, EIP_POOL_PUBLIC_IPV4, id);
    if (id == 0 || byoip->pool == NULL) {
        return id == 0 && !has_pool;
    }
    return has_pool && byoip->pool->byoip == NULL &&
           eip__hint(&byoip->pool->space) != 0;
}

static bool get_description(struct eip__reader *in, struct eip__byoip *byoip) {
    eip_text text = eip__get_text(in);

    byoip->has_description = text.data != NULL;
    if (text.size > EIP_BYOIP_DESCRIPTION_MAX) {
        return false;
    }
    byoip->description_size = text.size;
    if (text.data != NULL) {
        memcpy(byoip->description, text.data, text.size);
    }
    return true;
}

static bool get_byoip(struct eip__restore *restore, struct eip__item *item,
                      struct eip__byoip *own) {
    struct eip__reader *in = &item->in;
    bool is_sound = eip__get_cidr(in, &own->cidr);

    is_sound = eip__get_fields(in, &eip__byoip_fields, own) && is_sound;
    is_sound = eip__get_ref(in, &own->ipam_pool) && is_sound;
    is_sound = get_pool(restore, in, own) && is_sound;
    is_sound = eip__get_group(restore, in, &own->group) && is_sound;
    is_sound = get_description(in, own) && is_sound;
    return is_sound && own->group != NULL && own->cidr.base == item->id &&
           (has_left(own) || item->id >= restore->byoip_end);
}

static eip_status enter(struct eip__restore *restore,
                        struct eip__byoip *byoip) {
    struct eip__byoips *byoips = &restore->catalog->byoips;
    const uint64_t *account = eip__byoip_account(byoips, byoip->owner);

    if (account == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    if (eip__byoip_count(*account) == 255) {
        return EIP_ERR_STORE_DAMAGED;
    }
    return eip__restored_in_memory(eip__byoip_enter(byoips, byoip));
}

eip_status eip__restore_byoip(struct eip__restore *restore,
                              struct eip__item *item) {
    struct eip__byoip *own =
        eip__host_allocate_zeroed(restore->host, sizeof *own);
    eip_status status;

    if (own == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    status = get_byoip(restore, item, own) ? enter(restore, own)
                                           : EIP_ERR_STORE_DAMAGED;
    if (status != EIP_OK) {
        eip__host_release(restore->host, own, sizeof *own);
        return status;
    }
    if (!has_left(own)) {
        restore->byoip_end = own->cidr.base + eip_cidr_count(own->cidr);
    }
    if (own->pool != NULL) {
        own->pool->byoip = own;
    }
    if (!counts(own)) {
        eip__byoip_discount(&restore->catalog->byoips, own);
    }
    return EIP_OK;
}
