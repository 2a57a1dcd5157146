/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the order in which the books are built of records, and that all of it
 * is seen at one instant, or nothing. */
#include "store/restore_books.h"

#include "base/sort.h"

/* -- the records --------------------------------------------------------------------- */

/* A kind, after those that it refers to. */
struct step {
    enum eip__kind kind;
    uint32_t key_size;
    eip__restore_one *restore;
};

enum { POOL_KEY = 9 }; /* the pool's kind before the id */

static const struct step steps[] = {
    {EIP__KIND_BOOKS, 0, eip__restore_counters},
    {EIP__KIND_GROUP, 8, eip__restore_group},
    {EIP__KIND_IPAM_SCOPE, 8, eip__restore_scope},
    {EIP__KIND_POOL, POOL_KEY, eip__restore_pool},
    {EIP__KIND_IPAM_CIDR, 8, eip__restore_cidrs},
    {EIP__KIND_IPAM_ALLOCATION, 8, eip__restore_allocation},
    {EIP__KIND_IPAM_BLOCK, 8, eip__restore_block},
    {EIP__KIND_RANGE, 8, eip__restore_range},
    {EIP__KIND_PART, 8, eip__restore_part},
    {EIP__KIND_BYOIP_ACCOUNT, 8, eip__restore_byoip_account},
    {EIP__KIND_BYOIP, 8, eip__restore_byoip},
    {EIP__KIND_TOKEN, 8, eip__restore_tokens},
    {EIP__KIND_POLICY, 8, eip__restore_policy},
};

enum { STEPS = sizeof steps / sizeof *steps };

/* Pools come in the order in which they were made, so that one is there before
 * those that are made of it: their records begin with that. */
static bool read_item(const struct step *step, const struct eip__kept *kept,
                      struct eip__item *item) {
    struct eip__reader key = kept->key;
    struct eip__reader payload = kept->payload;
    bool is_pool = step->key_size == POOL_KEY;
    bool has_key = key.left == step->key_size;

    *item = (struct eip__item){.in = payload};
    item->pool_kind = eip__get_key(&key, is_pool ? 1 : 0);
    item->id = eip__get_key(&key, (uint32_t)key.left);
    item->order = is_pool ? eip__get_u64(&payload) : item->id;
    return has_key;
}

static uint64_t order_of(const void *item) {
    return ((const struct eip__item *)item)->order;
}

static bool gather(struct eip__restore *restore, const struct step *step,
                   const struct eip__kept *records, uint64_t count) {
    bool all = true;

    restore->item_count = 0;
    for (uint64_t i = 0; i < count; i++) {
        if (records[i].kind == (uint32_t)step->kind && !records[i].gone) {
            all = read_item(step, &records[i],
                            &restore->items[restore->item_count++]) &&
                  all;
        }
    }
    eip__sort(restore->items, restore->item_count, sizeof *restore->items,
              order_of);
    return all;
}

static eip_status restore_kind(struct eip__restore *restore,
                               const struct step *step,
                               const struct eip__kept *records,
                               uint64_t count) {
    eip_status status = eip__restored(gather(restore, step, records, count));

    for (uint64_t i = 0; i < restore->item_count && status == EIP_OK; i++) {
        struct eip__item *item = &restore->items[i];

        if (i > 0 && item->order == item[-1].order) {
            return EIP_ERR_STORE_DAMAGED;
        }
        status = step->restore(restore, item);
        if (status == EIP_OK) {
            status = eip__restored(eip__reader_ends(&item->in));
        }
    }
    return status;
}

/* -- what several kinds read ------------------------------------------------------------ */

bool eip__get_group(const struct eip__restore *restore, struct eip__reader *in,
                    struct eip__group **group) {
    uint32_t number = eip__get_u32(in);

    *group = eip__is_given(number, restore->group_count)
                 ? restore->groups[number - 1]
                 : NULL;
    return number == 0 || *group != NULL;
}

struct eip__pool *eip__restored_pool(const struct eip__restore *restore,
                                     uint64_t kind, uint64_t id) {
    return eip__catalog_get(restore->catalog->pools[kind], id);
}

eip_status eip__get_note(const struct eip__restore *restore,
                         struct eip__reader *in, struct eip__note **note) {
    eip_text text = eip__get_text(in);

    *note = text.data == NULL ? NULL : eip__note_new(restore->host, text);
    return eip__restored_in_memory(text.data == NULL || *note != NULL);
}

eip_status eip__restore_counters(struct eip__restore *restore,
                                 struct eip__item *item) {
    return eip__restored(
        eip__get_fields(&item->in, &eip__counters_fields, &restore->counters) &&
        restore->counters.next % EIP__LEAF == 0);
}

/* -- all of it ----------------------------------------------------------------------------- */

/* How many records there are of books' kinds, which come before the others. */
static uint64_t count_books(const struct eip__kept *records, uint64_t count) {
    uint64_t books = 0;

    for (uint64_t i = 0; i < count; i++) {
        books += records[i].kind < EIP__KIND_ACCOUNT;
    }
    return books;
}

static bool start(struct eip__restore *restore, eip_engine *engine,
                  uint64_t count) {
    struct eip__catalog *catalog = &engine->catalog;
    uint64_t room = count + 1;

    *restore = (struct eip__restore){
        .catalog = catalog, .host = catalog->host, .room = room};
    restore->amazon = eip__catalog_current(catalog).amazon;
    restore->batch.host = catalog->host;
    restore->batch.number = ++catalog->batches;
    restore->items =
        eip__host_allocate(restore->host, room * sizeof *restore->items);
    restore->groups = eip__host_allocate(restore->host, room * sizeof(void *));
    restore->ranges = eip__host_allocate(restore->host, room * sizeof(void *));
    return restore->items != NULL && restore->groups != NULL &&
           restore->ranges != NULL;
}

/* Those that have parts are found by them as the catalog ends. */
static void free_ranges(struct eip__restore *restore) {
    for (uint64_t i = 0; i < restore->range_count; i++) {
        if (restore->ranges[i]->parts == 0) {
            eip__host_release(restore->host, restore->ranges[i],
                              sizeof *restore->ranges[i]);
        }
    }
}

static void finish(struct eip__restore *restore) {
    free_ranges(restore);
    eip__radix_undo(&restore->batch);
    eip__policies_free(restore->host, restore->policies);
    eip__host_release(restore->host, restore->items,
                      restore->room * sizeof *restore->items);
    eip__host_release(restore->host, restore->groups,
                      restore->room * sizeof(void *));
    eip__host_release(restore->host, restore->ranges,
                      restore->room * sizeof(void *));
}

static void free_table(struct eip__host *host, struct eip__table *table) {
    if (table != NULL) {
        eip__catalog_free_table(host, &table->retired);
    }
}

static eip_status publish(struct eip__restore *restore) {
    struct eip__catalog *catalog = restore->catalog;
    struct eip__topology next = eip__catalog_current(catalog);
    eip_status status = EIP_ERR_OUT_OF_MEMORY;

    next.groups = eip__catalog_table_of_groups(catalog);
    next.pools = eip__catalog_table_of_pools(catalog);
    next.policies = restore->policies;
    next.tree = restore->batch.root;
    if (next.groups != NULL && next.pools != NULL) {
        status = eip__catalog_publish(catalog, &next);
    }
    if (status != EIP_OK) {
        free_table(catalog->host, next.groups);
        free_table(catalog->host, next.pools);
        return status;
    }
    eip__radix_commit(&restore->batch, catalog->lanes);
    restore->policies = NULL;
    return EIP_OK;
}

static void set_counters(const struct eip__restore *restore) {
    struct eip__catalog *catalog = restore->catalog;

    catalog->pools_made = restore->counters.pools_made;
    catalog->pools_ever = restore->counters.pools_ever;
    catalog->pools_next = restore->counters.pools_next;
    catalog->ipam.numbers = restore->counters.numbers;
    eip__count(&catalog->range_count, restore->range_count);
}

eip_status eip__restore_books(eip_engine *engine,
                              const struct eip__kept *records, uint64_t count) {
    struct eip__restore restore;
    eip_status status = eip__restored_in_memory(
        start(&restore, engine, count_books(records, count)));

    for (uint32_t i = 0; i < STEPS && status == EIP_OK; i++) {
        status = restore_kind(&restore, &steps[i], records, count);
    }
    if (status == EIP_OK) {
        status = eip__restore_spaces(&restore);
    }
    if (status == EIP_OK) {
        status = publish(&restore);
    }
    if (status == EIP_OK) {
        set_counters(&restore);
    }
    finish(&restore);
    return status;
}
