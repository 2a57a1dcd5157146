/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Files that LMDB itself would take for whole, and that no store has written:
 * tables that are not there or too many, telling pages that tell otherwise,
 * records where they do not belong, pages that lead to themselves. */
#include "base/bytes.h"
#include "base/hash.h"
#include "registry/format.h"
#include "store/lmdb/lmdb.h"
#include "support/device/device.h"
#include "support/internal/groups.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { GROUPS = 30, PAGE = 4096 };

/* -- a store, and its environment -------------------------------------------------- */

struct forgery {
    const char *directory;
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi log;
    MDB_dbi state;
    struct eip__lmdb_about about;
};

static eip_status status_of(const char *directory) {
    eip_store *store = NULL;
    eip_status status = eip_store_open_lmdb(directory, NULL, &store, NULL);

    if (status == EIP_OK) {
        status = groups_load(store).status;
    }
    eip_store_close(store);
    return status;
}

/* The same as if it had not been closed: everything is looked at. The store is
 * what it was then. */
static eip_status unfinished_status_of(const char *directory) {
    size_t size;
    uint8_t *bytes = device_read(directory, &size);
    eip_status status;

    device_mark(directory, true);
    status = status_of(directory);
    device_mark(directory, false);
    device_write(directory, bytes, size);
    free(bytes);
    return status;
}

static MDB_val about_key(void) {
    return (MDB_val){2, (void *)"\0"};
}

static struct forgery begin(uint64_t groups) {
    struct forgery forgery = {.directory = device_directory()};
    eip_store *store = NULL;
    uint32_t left;
    char path[128];
    MDB_val key = about_key();
    MDB_val value;

    cr_assert_eq(eip_store_open_lmdb(forgery.directory, NULL, &store, NULL),
                 EIP_OK);
    for (uint64_t i = 1; i <= groups; i++) {
        cr_assert_eq(group_commit(store, i, NULL), EIP_OK);
        if (i == groups / 2) {
            cr_assert_eq(store->fold(store->context, 1000, &left, NULL),
                         EIP_OK);
        }
    }
    eip_store_close(store);
    snprintf(path, sizeof path, "%s/data.mdb", forgery.directory);
    cr_assert_eq(mdb_env_create(&forgery.env), 0);
    cr_assert_eq(mdb_env_set_maxdbs(forgery.env, 4), 0);
    cr_assert_eq(mdb_env_set_mapsize(forgery.env, 16 << 20), 0);
    cr_assert_eq(
        mdb_env_open(forgery.env, path, MDB_NOSUBDIR | MDB_NOLOCK, 0600), 0);
    cr_assert_eq(mdb_txn_begin(forgery.env, NULL, 0, &forgery.txn), 0);
    cr_assert_eq(mdb_dbi_open(forgery.txn, "log", 0, &forgery.log), 0);
    cr_assert_eq(mdb_dbi_open(forgery.txn, "state", 0, &forgery.state), 0);
    cr_assert_eq(mdb_get(forgery.txn, forgery.state, &key, &value), 0);
    cr_assert_eq(
        eip__lmdb_about_read(value.mv_data, value.mv_size, &forgery.about),
        EIP_OK);
    return forgery;
}

static void put(struct forgery *forgery, MDB_dbi dbi, const void *key,
                size_t key_size, const void *value, size_t size) {
    MDB_val k = {key_size, (void *)(uintptr_t)key};
    MDB_val v = {size, (void *)(uintptr_t)value};

    cr_assert_eq(mdb_put(forgery->txn, dbi, &k, &v, 0), 0);
}

/* The telling page, of this transaction. */
static void tell(struct forgery *forgery) {
    uint8_t bytes[EIP__LMDB_ABOUT_SIZE];

    forgery->about.transaction = mdb_txn_id(forgery->txn);
    eip__lmdb_about_write(&forgery->about, bytes);
    put(forgery, forgery->state, "\0", 2, bytes, sizeof bytes);
}

/* Commit, and once more with nothing but the telling page, so that both of
 * LMDB's roots agree. */
static eip_status commit(struct forgery *forgery) {
    eip_status status;

    cr_assert_eq(mdb_txn_commit(forgery->txn), 0);
    cr_assert_eq(mdb_txn_begin(forgery->env, NULL, 0, &forgery->txn), 0);
    tell(forgery);
    cr_assert_eq(mdb_txn_commit(forgery->txn), 0);
    mdb_env_close(forgery->env);
    status = status_of(forgery->directory);
    cr_assert_eq(unfinished_status_of(forgery->directory), status);
    return status;
}

/* Fold all of a store, one by one, or until it fails. */
static eip_status fold_status(const char *directory) {
    eip_store *store = NULL;
    eip_status status = EIP_OK;
    uint32_t left = 1;

    cr_assert_eq(eip_store_open_lmdb(directory, NULL, &store, NULL), EIP_OK);
    while (status == EIP_OK && left != 0) {
        status = store->fold(store->context, 1, &left, NULL);
    }
    eip_store_close(store);
    return status;
}

static void end(struct forgery *forgery) {
    device_remove(forgery->directory);
}

/* -- what the telling page tells --------------------------------------------------- */

Test(lmdb_forged, a_forger_who_changes_nothing) {
    struct forgery forgery = begin(GROUPS);

    tell(&forgery);
    cr_assert_eq(commit(&forgery), EIP_OK);
    end(&forgery);
}

Test(lmdb_forged, numbers_that_are_others) {
    for (int which = 0; which < 4; which++) {
        struct forgery forgery = begin(GROUPS);
        uint64_t *const number[] = {&forgery.about.next, &forgery.about.first,
                                    &forgery.about.count, &forgery.about.sum};

        *number[which] += 1;
        if (which == 1) {
            forgery.about.next++; /* so many entries, of other numbers */
        }
        tell(&forgery);
        cr_assert_eq(commit(&forgery), EIP_ERR_STORE_DAMAGED);
        end(&forgery);
    }
}

/* The log begins elsewhere: folding does not find it. */
Test(lmdb_forged, folding_finds_no_entry) {
    struct forgery forgery = begin(GROUPS);
    eip_store *store = NULL;
    uint32_t left;

    forgery.about.first += 100;
    forgery.about.next += 100;
    tell(&forgery);
    cr_assert_eq(commit(&forgery), EIP_ERR_STORE_DAMAGED);
    cr_assert_eq(eip_store_open_lmdb(forgery.directory, NULL, &store, NULL),
                 EIP_OK);
    cr_assert_eq(store->fold(store->context, 9, &left, NULL),
                 EIP_ERR_STORE_DAMAGED);
    eip_store_close(store);
    end(&forgery);
}

/* Another version, a longer page, one with no checksum, none at all. */
Test(lmdb_forged, telling_pages_of_others) {
    for (int which = 0; which < 6; which++) {
        static const eip_status wanted[] = {
            EIP_ERR_STORE_VERSION, EIP_ERR_STORE_DAMAGED,
            EIP_ERR_STORE_DAMAGED, EIP_ERR_STORE_UNKNOWN,
            EIP_ERR_STORE_UNKNOWN, EIP_ERR_STORE_UNKNOWN};
        struct forgery forgery = begin(GROUPS);
        static uint8_t bytes[9000];
        struct eip__writer sum;
        MDB_val key = about_key();

        for (int twice = 0; twice < 2; twice++) {
            size_t size = which == 1   ? EIP__LMDB_ABOUT_SIZE + 8
                          : which == 3 ? 6
                          : which == 4 ? sizeof bytes
                                       : EIP__LMDB_ABOUT_SIZE;

            forgery.about.transaction = mdb_txn_id(forgery.txn);
            eip__lmdb_about_write(&forgery.about, bytes);
            if (which == 0) {
                bytes[8] = 2;
                sum = eip__writer_of(bytes + EIP__LMDB_ABOUT_SIZE - 8, 8);
                eip__put_u64(&sum,
                             eip__hash(bytes, EIP__LMDB_ABOUT_SIZE - 8, 0));
            }
            bytes[20] ^= which == 2;
            if (which != 5) {
                put(&forgery, forgery.state, "\0", 2, bytes, size);
            } else if (twice == 0) {
                cr_assert_eq(mdb_del(forgery.txn, forgery.state, &key, NULL),
                             0);
            }
            cr_assert_eq(mdb_txn_commit(forgery.txn), 0);
            cr_assert_eq(mdb_txn_begin(forgery.env, NULL, 0, &forgery.txn), 0);
            if (which == 5) {
                put(&forgery, forgery.log, "x", 1, &twice, sizeof twice);
            }
        }
        mdb_txn_abort(forgery.txn);
        mdb_env_close(forgery.env);
        cr_assert_eq(status_of(forgery.directory), wanted[which], "%d: %s",
                     which, eip_status_name(status_of(forgery.directory)));
        end(&forgery);
    }
}

/* -- tables ---------------------------------------------------------------------------- */

Test(lmdb_forged, a_third_table) {
    static const char *const names[] = {"another", "m", "zz"};

    for (int i = 0; i < 3; i++) {
        struct forgery forgery = begin(GROUPS);
        MDB_dbi more;

        cr_assert_eq(mdb_dbi_open(forgery.txn, names[i], MDB_CREATE, &more), 0);
        tell(&forgery);
        cr_assert_eq(commit(&forgery), EIP_ERR_STORE_UNKNOWN);
        end(&forgery);
    }
}

Test(lmdb_forged, a_value_that_is_no_table) {
    for (int i = 0; i < 2; i++) {
        struct forgery forgery = begin(GROUPS);
        MDB_dbi main;
        char value[48] = {0};

        cr_assert_eq(mdb_dbi_open(forgery.txn, NULL, 0, &main), 0);
        put(&forgery, main, i == 0 ? "aa" : "zz", 2, value, sizeof value);
        tell(&forgery);
        cr_assert_eq(commit(&forgery), EIP_ERR_STORE_UNKNOWN);
        end(&forgery);
    }
}

Test(lmdb_forged, one_table_alone) {
    struct forgery forgery = begin(GROUPS);

    cr_assert_eq(mdb_drop(forgery.txn, forgery.state, 1), 0);
    cr_assert_eq(mdb_txn_commit(forgery.txn), 0);
    cr_assert_eq(mdb_txn_begin(forgery.env, NULL, 0, &forgery.txn), 0);
    put(&forgery, forgery.log, "x", 1, "x", 1);
    cr_assert_eq(mdb_txn_commit(forgery.txn), 0);
    mdb_env_close(forgery.env);
    cr_assert_eq(status_of(forgery.directory), EIP_ERR_STORE_UNKNOWN);
    end(&forgery);
}

/* -- records ------------------------------------------------------------------------------ */

/* The first records of a group. */
static uint64_t record_of(uint64_t group, uint8_t *bytes) {
    eip_store_record record;

    (void)group_write(group, bytes);
    cr_assert_eq(eip_store_record_read(bytes, GROUP_BYTES_MAX, &record),
                 EIP_OK);
    return record.size;
}

static uint64_t gone_record(uint8_t *bytes) {
    struct eip__writer writer = eip__writer_of(bytes, 128);
    uint64_t begun = eip__kept_begin(&writer, EIP__KIND_POOL, 1, true);

    eip__put_u32(&writer, 77);
    eip__kept_key(&writer, begun);
    eip__kept_end(&writer, begun);
    return writer.size;
}

/* A record with a key that is longer than there are. */
static uint64_t long_record(uint8_t *bytes) {
    struct eip__writer writer = eip__writer_of(bytes, 1024);
    uint64_t begun = eip__kept_begin(&writer, EIP__KIND_POOL, 1, false);

    while (writer.size < 600) {
        eip__put_u8(&writer, 1);
    }
    eip__kept_key(&writer, begun);
    eip__kept_end(&writer, begun);
    return writer.size;
}

/* Something in the state that is not what its key says. */
Test(lmdb_forged, records_of_the_state) {
    for (int which = 0; which < 6; which++) {
        struct forgery forgery = begin(GROUPS);
        static uint8_t bytes[GROUP_BYTES_MAX];
        uint8_t key[EIP__LMDB_KEY];
        eip_store_record record;
        uint64_t size = record_of(500, bytes);
        MDB_val name;

        if (which == 2) {
            size = gone_record(bytes);
        } else if (which == 3) {
            size = long_record(bytes);
        }
        cr_assert_eq(eip_store_record_read(bytes, size, &record), EIP_OK);
        record.key_size = which == 3 ? 8 : record.key_size;
        name = eip__lmdb_key(key, &record);
        if (which == 0) {
            size += 3; /* more than the record */
        } else if (which == 1) {
            key[5] ^= 1; /* another's key */
        } else if (which == 4) {
            name.mv_size--; /* a part of it */
        } else if (which == 5) {
            bytes[size - 1] ^= 1;
        }
        forgery.about.count++;
        put(&forgery, forgery.state, name.mv_data, name.mv_size, bytes, size);
        tell(&forgery);
        cr_assert_eq(commit(&forgery), EIP_ERR_STORE_DAMAGED, "%d", which);
        end(&forgery);
    }
}

/* An entry of the log with what is no record, and no checksum at all. */
Test(lmdb_forged, entries_of_the_log) {
    for (int which = 0; which < 4; which++) {
        struct forgery forgery = begin(GROUPS);
        static uint8_t bytes[GROUP_BYTES_MAX];
        uint64_t size = group_write(900, bytes + 8);
        struct eip__writer writer = eip__writer_of(bytes, 8);
        uint8_t key[8];

        if (which == 0) {
            bytes[8 + 30] ^= 1;
        }
        eip__put_u64(&writer, eip__hash(bytes + 8, size, forgery.about.next) ^
                                  (which == 1));
        eip__lmdb_sequence(key, forgery.about.next);
        forgery.about.next++;
        put(&forgery, forgery.log, key, which == 3 ? 7 : 8, bytes,
            which == 2 ? 5 : size + 8);
        tell(&forgery);
        cr_assert_eq(commit(&forgery), EIP_ERR_STORE_DAMAGED, "%d", which);
        /* Folding finds it where it is no record. */
        cr_assert_eq(fold_status(forgery.directory),
                     which == 0 || which == 3 ? EIP_ERR_STORE_DAMAGED : EIP_OK);
        end(&forgery);
    }
}

/* Folding comes upon one in the state that is damaged. */
Test(lmdb_forged, folding_over_what_is_damaged) {
    struct forgery forgery = begin(GROUPS);
    static uint8_t bytes[GROUP_BYTES_MAX];
    uint8_t key[EIP__LMDB_KEY];
    eip_store_record record;
    uint64_t size = record_of(GROUPS, bytes); /* which is in the log still */
    MDB_val name;

    cr_assert_eq(eip_store_record_read(bytes, size, &record), EIP_OK);
    name = eip__lmdb_key(key, &record);
    forgery.about.count++;
    put(&forgery, forgery.state, name.mv_data, name.mv_size, "damaged", 7);
    tell(&forgery);
    cr_assert_eq(commit(&forgery), EIP_ERR_STORE_DAMAGED);
    cr_assert_eq(fold_status(forgery.directory), EIP_ERR_STORE_DAMAGED);
    end(&forgery);
}

/* Who loads may have enough, in the state or in the log. */
struct enough {
    uint64_t left;
};

static eip_status enough(void *context, const eip_store_record *record) {
    struct enough *own = context;

    (void)record;
    return own->left-- == 0 ? EIP_ERR_OUT_OF_MEMORY : EIP_OK;
}

Test(lmdb_forged, who_loads_has_enough) {
    struct forgery forgery = begin(GROUPS);
    eip_store *store = NULL;
    uint64_t shown;

    tell(&forgery);
    cr_assert_eq(commit(&forgery), EIP_OK);
    cr_assert_eq(eip_store_open_lmdb(forgery.directory, NULL, &store, NULL),
                 EIP_OK);
    shown = groups_load(store).shown;
    for (uint64_t i = 0; i < shown; i++) {
        struct enough own = {i};

        cr_assert_eq(store->load(store->context, enough, &own, NULL),
                     EIP_ERR_OUT_OF_MEMORY);
    }
    eip_store_close(store);
    end(&forgery);
}

/* -- pages ---------------------------------------------------------------------------------- */

/* A store that is whole, and the bytes of its file. */
struct whole {
    const char *directory;
    uint8_t *bytes;
    size_t size;
};

static struct whole whole_begin(uint64_t groups) {
    struct forgery forgery = begin(groups);
    struct whole whole = {.directory = forgery.directory};

    tell(&forgery);
    cr_assert_eq(commit(&forgery), EIP_OK);
    whole.bytes = device_read(whole.directory, &whole.size);
    return whole;
}

/* With its bytes as they are now. */
static eip_status whole_status(const struct whole *whole) {
    device_write(whole->directory, whole->bytes, whole->size);
    return status_of(whole->directory);
}

static void whole_end(const struct whole *whole) {
    free(whole->bytes);
    device_remove(whole->directory);
}

/* Each page that branches leads to itself. */
Test(lmdb_forged, a_page_that_leads_to_itself) {
    struct whole whole = whole_begin(400);
    uint64_t branches = 0;
    uint8_t *bytes = whole.bytes;

    for (size_t page = 2 * PAGE; page < whole.size; page += PAGE) {
        uint16_t at;
        uint8_t old[4];

        if (bytes[page + 10] != 1 || bytes[page + 11] != 0) {
            continue;
        }
        branches++;
        memcpy(&at, bytes + page + 16, sizeof at);
        memcpy(old, bytes + page + at, sizeof old);
        memcpy(bytes + page + at, &(uint32_t){(uint32_t)(page / PAGE)}, 4);
        (void)whole_status(&whole); /* it ends */
        memcpy(bytes + page + at, old, sizeof old);
    }
    cr_assert_gt(branches, 1);
    whole_end(&whole);
}

static uint64_t number_at(const uint8_t *bytes) {
    uint64_t number;

    memcpy(&number, bytes, sizeof number);
    return number;
}

/* The root that counts. */
static const uint8_t *root_of(const uint8_t *bytes) {
    return number_at(bytes + 144) > number_at(bytes + PAGE + 144)
               ? bytes
               : bytes + PAGE;
}

/* A page is free, and the root of the tables as well. */
Test(lmdb_forged, a_page_that_is_free_and_is_not) {
    struct whole whole = whole_begin(GROUPS);
    uint64_t changed = 0;
    uint8_t *bytes = whole.bytes;
    uint64_t main_root = number_at(root_of(bytes) + 128);
    uint64_t *free_page;

    /* In the leaf of what is free, in its last list: count, then pages. */
    free_page =
        (uint64_t *)(void *)(bytes + number_at(root_of(bytes) + 80) * PAGE);
    for (size_t i = 2; i < PAGE / 8; i++) {
        uint64_t old = free_page[i];

        if (old < 2 || old >= whole.size / PAGE) {
            continue;
        }
        free_page[i] = main_root;
        cr_assert_eq(whole_status(&whole), EIP_ERR_STORE_DAMAGED);
        free_page[i] = old;
        changed++;
    }
    cr_assert_gt(changed, 1);
    whole_end(&whole);
}

/* A table's entry that is longer by a byte, which its node has room for. */
Test(lmdb_forged, an_entry_that_is_longer) {
    static const uint8_t node[] = {48, 0, 0, 0, 2, 0, 3, 0, 'l', 'o', 'g'};
    struct whole whole = whole_begin(GROUPS);
    uint64_t changed = 0;
    uint8_t *bytes = whole.bytes;

    for (size_t at = 2 * PAGE; at + sizeof node < whole.size; at += 2) {
        if (memcmp(bytes + at, node, sizeof node) == 0) {
            bytes[at] = 49;
            changed++;
        }
    }
    cr_assert_gt(changed, 0);
    cr_assert_eq(whole_status(&whole), EIP_ERR_STORE_UNKNOWN);
    whole_end(&whole);
}

/* Keys whose bytes are the value's, all of them or two. */
Test(lmdb_forged, keys_that_are_shorter) {
    struct whole whole = whole_begin(GROUPS);
    uint64_t changed = 0;
    uint8_t *bytes = whole.bytes;

    for (size_t page = 2 * PAGE; page < whole.size; page += PAGE) {
        uint16_t at;
        uint8_t old[8];
        uint8_t *node;

        memcpy(&at, bytes + page + 16, sizeof at);
        node = bytes + page + at;
        if (bytes[page + 10] != 2 || bytes[page + 11] != 0 || node[4] != 0) {
            continue;
        }
        memcpy(old, node, sizeof old);
        for (int less = 2; less <= 8; less += 6) {
            uint16_t value;
            uint16_t key;

            memcpy(&value, node, sizeof value);
            memcpy(&key, node + 6, sizeof key);
            if (key >= less) {
                value = (uint16_t)(value + less);
                key = (uint16_t)(key - less);
                memcpy(node, &value, sizeof value);
                memcpy(node + 6, &key, sizeof key);
                changed += whole_status(&whole) != EIP_OK;
                memcpy(node, old, sizeof old);
            }
        }
    }
    cr_assert_gt(changed, 5);
    whole_end(&whole);
}

/* Pages that a transaction takes at the file's end and gives back are never
 * written: a file may end before its last page, if that is free. */
Test(lmdb_forged, a_file_that_ends_in_free_pages) {
    struct forgery forgery = begin(GROUPS);
    uint8_t value[500] = {0};
    MDB_envinfo info;
    size_t size;

    for (uint32_t turn = 0; turn < 2; turn++) {
        for (uint32_t i = 0; i < 200; i++) {
            const uint8_t name[9] = {
                0xff, 0xff, 0xff,
                0xff, 0xff, 0xff,
                0xff, 0xff, (uint8_t)(turn == 0 ? i : 199 - i)};
            MDB_val key = {sizeof name, (void *)(uintptr_t)name};

            if (turn == 0) {
                put(&forgery, forgery.log, name, sizeof name, value,
                    sizeof value);
            } else {
                cr_assert_eq(mdb_del(forgery.txn, forgery.log, &key, NULL), 0);
            }
        }
    }
    tell(&forgery);
    cr_assert_eq(mdb_txn_commit(forgery.txn), 0);
    cr_assert_eq(mdb_env_info(forgery.env, &info), 0);
    free(device_read(forgery.directory, &size));
    cr_assert_gt(info.me_last_pgno, size / PAGE - 1);
    mdb_env_close(forgery.env);
    cr_assert_eq(status_of(forgery.directory), EIP_OK);
    cr_assert_eq(fold_status(forgery.directory), EIP_OK);
    device_remove(forgery.directory);
}

/* Both roots: of no LMDB, of another version, of two others. */
Test(lmdb_forged, both_roots) {
    static const struct {
        size_t at;
        uint8_t value[2];
        eip_status status;
    } rows[] = {
        {16, {0, 0}, EIP_ERR_STORE_UNKNOWN},
        {20, {2, 2}, EIP_ERR_STORE_VERSION},
        {20, {2, 3}, EIP_ERR_STORE_DAMAGED},
        {41, {0x20, 0x20}, EIP_ERR_STORE_DAMAGED}, /* pages of 8 KiB */
        {41, {0x0c, 0x0c}, EIP_ERR_STORE_DAMAGED}, /* of 3 */
        {42, {0x02, 0x02}, EIP_ERR_STORE_DAMAGED}, /* of 132 */
        {92, {1, 1}, EIP_ERR_STORE_DAMAGED},       /* flags of the main */
        {44, {0, 0}, EIP_ERR_STORE_DAMAGED},       /* of what is free */
    };
    struct whole whole = whole_begin(GROUPS);
    uint8_t *bytes = whole.bytes;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t old[2] = {bytes[rows[i].at], bytes[PAGE + rows[i].at]};

        bytes[rows[i].at] = rows[i].value[0];
        bytes[PAGE + rows[i].at] = rows[i].value[1];
        cr_assert_eq(whole_status(&whole), rows[i].status, "%zu: %s", i,
                     eip_status_name(status_of(whole.directory)));
        bytes[rows[i].at] = old[0];
        bytes[PAGE + rows[i].at] = old[1];
    }
    whole_end(&whole);
}
