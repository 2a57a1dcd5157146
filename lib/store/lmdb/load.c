/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the loading: every record is shown, and none was lost, added or moved
 * since it was written. The state by the sum of its records' checksums, the log by
 * the sequence and a checksum of each entry; how many there are was seen when the
 * file was gone through. */
#include "base/fail.h"
#include "store/lmdb/lmdb.h"
#include "store/row.h"

#include <string.h>

struct loading {
    struct eip__lmdb *lmdb;
    eip_store_visit visit;
    void *visitor;
    uint64_t sum;
    uint64_t next;
};

typedef eip_status item(struct loading *loading, MDB_val key, MDB_val value);

/* A record under its key. The telling page was read when the store was
 * opened. */
static eip_status load_record(struct loading *loading, MDB_val key,
                              MDB_val value) {
    eip_store_record record;
    eip_status status;

    if (key.mv_size == 2 && memcmp(key.mv_data, "\0", 2) == 0) {
        return EIP_OK;
    }
    status = eip__lmdb_read_record(key.mv_data, key.mv_size, value.mv_data,
                                   value.mv_size, &record);
    if (status != EIP_OK) {
        return status;
    }
    loading->sum += eip__lmdb_sum(&record);
    return loading->visit(loading->visitor, &record);
}

static eip_status load_entry(struct loading *loading, MDB_val key,
                             MDB_val value) {
    struct eip__reader records;

    if (!eip__lmdb_read_entry(key.mv_data, key.mv_size, value.mv_data,
                              value.mv_size, loading->next, &records)) {
        return EIP_ERR_STORE_DAMAGED;
    }
    loading->next++;
    return eip__row_show(records.at, records.left, loading->visit,
                         loading->visitor);
}

/* All of a table. */
static eip_status load_table(struct loading *loading, MDB_txn *txn, MDB_dbi dbi,
                             item *load, eip_error *error) {
    MDB_cursor *cursor;
    MDB_val key;
    MDB_val value;
    eip_status status = EIP_OK;
    int code = mdb_cursor_open(txn, dbi, &cursor);

    if (code != 0) {
        return eip__lmdb_fail(error, code, "read data.mdb");
    }
    code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT);
    while (status == EIP_OK && code == 0) {
        status = load(loading, key, value);
        code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT);
    }
    mdb_cursor_close(cursor);
    if (status == EIP_OK && code != MDB_NOTFOUND) {
        return eip__lmdb_fail(error, code, "read data.mdb");
    }
    return status == EIP_OK ? EIP_OK : eip__fail(error, status, "store", NULL);
}

static eip_status load_tables(struct loading *loading, MDB_txn *txn,
                              eip_error *error) {
    const struct eip__lmdb *lmdb = loading->lmdb;
    const struct eip__lmdb_about *about = &lmdb->about;
    eip_status status =
        load_table(loading, txn, lmdb->state, load_record, error);

    if (status == EIP_OK) {
        status = load_table(loading, txn, lmdb->log, load_entry, error);
    }
    if (status == EIP_OK && loading->sum != about->sum) {
        status = eip__fail(error, EIP_ERR_STORE_DAMAGED, "store", NULL);
    }
    return status;
}

eip_status eip__lmdb_load(void *context, eip_store_visit visit, void *visitor,
                          eip_error *error) {
    struct eip__lmdb *lmdb = context;
    struct loading loading = {lmdb, visit, visitor, 0, lmdb->about.first};
    eip_status status;
    MDB_txn *txn;
    int code;

    if (lmdb->failed != 0) {
        /* LMDB may have lost its map. */
        return eip__fail(error, EIP_ERR_STORE_FAILED, "store", NULL);
    }
    lmdb->size = 0;
    code = mdb_txn_begin(lmdb->env, NULL, MDB_RDONLY, &txn);
    if (code != 0) {
        return eip__lmdb_fail(error, code, "read data.mdb");
    }
    status = load_tables(&loading, txn, error);
    mdb_txn_abort(txn);
    return status;
}
