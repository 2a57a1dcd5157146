/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the transactions: appending to the log, and folding it into the state.
 * What fails is not tried again: only who opens the file anew knows what has
 * reached the device. A full map is no failure; the map is made larger. */
#include "base/bytes.h"
#include "base/fail.h"
#include "base/hash.h"
#include "store/lmdb/lmdb.h"
#include "store/lmdb/meta.h"
#include "store/row.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A transaction under way. */
struct work {
    struct eip__lmdb *lmdb;
    MDB_txn *txn;
    struct eip__lmdb_about about; /* as it will be */
    uint32_t most;                /* records to fold */
};

typedef int body(struct work *work);

static int put_about(struct work *work) {
    uint8_t bytes[EIP__LMDB_ABOUT_SIZE];
    uint8_t least[2] = {0, 0};
    MDB_val key = {sizeof least, least};
    MDB_val value = {sizeof bytes, bytes};

    work->about.transaction = mdb_txn_id(work->txn);
    eip__lmdb_about_write(&work->about, bytes);
    return mdb_put(work->txn, work->lmdb->state, &key, &value, 0);
}

/* One sync is for the pages of a transaction and its meta page; that one part of
 * them is there and another is not is found when the file is opened (check.c).
 *
 * Where LMDB cannot write a meta page, it writes the old number of the
 * transaction over it and leaves the rest. That looks as if the number of an
 * acknowledged one had changed, so the whole page is put back. */
static int commit(struct work *work) {
    uint64_t number = mdb_txn_id(work->txn);
    uint8_t meta[EIP__LMDB_META_SIZE];
    mdb_filehandle_t file;
    ssize_t ignored;
    MDB_stat stat;
    off_t at;
    int code;

    (void)mdb_env_get_fd(work->lmdb->env, &file);
    (void)mdb_env_stat(work->lmdb->env, &stat);
    at = (off_t)(number % 2 * stat.ms_psize);
    errno = EIO; /* should less be there */
    if (pread(file, meta, sizeof meta, at) != sizeof meta) {
        code = errno;
        mdb_txn_abort(work->txn);
        return code;
    }
    code = mdb_txn_commit(work->txn);
    if (code != 0) {
        ignored = pwrite(file, meta, sizeof meta, at);
        (void)ignored; /* it has failed as it is */
        return code;
    }
    return work->lmdb->is_marked ? mdb_env_sync(work->lmdb->env, 1) : 0;
}

static int try_once(struct work *work, body *does) {
    int code = mdb_txn_begin(work->lmdb->env, NULL, 0, &work->txn);

    if (code != 0) {
        return code;
    }
    work->about = work->lmdb->about;
    code = does(work);
    if (code == 0) {
        code = put_about(work);
    }
    if (code != 0) {
        mdb_txn_abort(work->txn);
        return code;
    }
    return commit(work);
}

static int grow(MDB_env *env) {
    MDB_envinfo info;

    (void)mdb_env_info(env, &info); /* fails without an environment only */
    return mdb_env_set_mapsize(env, 2 * info.me_mapsize);
}

static int transact(struct work *work, body *does) {
    int code = try_once(work, does);

    while (code == MDB_MAP_FULL) {
        code = grow(work->lmdb->env);
        if (code == 0) {
            code = try_once(work, does);
        }
    }
    if (code == 0) {
        work->lmdb->about = work->about;
    }
    return code;
}

/* The same, of a store that goes on. */
static eip_status change(struct work *work, body *does, eip_error *error) {
    struct eip__lmdb *lmdb = work->lmdb;

    if (lmdb->failed != 0) {
        return eip__fail(error, EIP_ERR_STORE_FAILED, "store", NULL);
    }
    lmdb->failed = transact(work, does);
    return lmdb->failed == 0
               ? EIP_OK
               : eip__lmdb_fail(error, lmdb->failed, "write data.mdb");
}

/* -- the log ----------------------------------------------------------------- */

static int put_entry(struct work *work, const uint8_t *records, uint64_t size) {
    uint8_t sequence[8];
    MDB_val key = {sizeof sequence, sequence};
    MDB_val value = {size + 8, NULL};
    struct eip__writer writer;
    int code;

    eip__lmdb_sequence(sequence, work->about.next);
    code = mdb_put(work->txn, work->lmdb->log, &key, &value,
                   MDB_APPEND | MDB_RESERVE);
    if (code == 0) {
        writer = eip__writer_of(value.mv_data, value.mv_size);
        eip__put_u64(&writer, eip__hash(records, size, work->about.next));
        eip__put_bytes(&writer, records, size);
        work->about.next++;
    }
    return code;
}

/* As many records as share an entry; one at the least. */
static uint64_t entry_size(const uint8_t *records, uint64_t size) {
    uint64_t taken = 0;
    uint64_t next;

    do {
        struct eip__reader reader =
            eip__reader_of(records + taken, size - taken);

        taken += eip__get_u32(&reader);
        reader = eip__reader_of(records + taken, size - taken);
        next = eip__get_u32(&reader);
    } while (next != 0 && taken + next <= EIP__LMDB_ENTRY - 8);
    return taken;
}

static int put_pending(struct work *work) {
    const struct eip__lmdb *lmdb = work->lmdb;
    int code = 0;
    uint64_t size;

    for (uint64_t at = 0; code == 0 && at < lmdb->size; at += size) {
        size = entry_size(lmdb->pending + at, lmdb->size - at);
        code = put_entry(work, lmdb->pending + at, size);
    }
    return code;
}

static bool make_room(struct eip__lmdb *lmdb, uint64_t size) {
    uint64_t room = lmdb->room == 0 ? 4096 : lmdb->room;
    uint8_t *bytes;

    while (room < size) {
        room *= 2;
    }
    if (room == lmdb->room) {
        return true;
    }
    bytes = realloc(lmdb->pending, room);
    if (bytes == NULL) {
        return false;
    }
    lmdb->pending = bytes;
    lmdb->room = room;
    return true;
}

/* What is not a row of whole records would only be found when it is loaded. */
static eip_status look_at(void *context, const eip_store_record *record) {
    (void)context;
    return record->key_size > EIP_LIMIT_STORE_KEY ? EIP_ERR_ARGUMENT : EIP_OK;
}

eip_status eip__lmdb_append(void *context, const void *records, uint64_t bytes,
                            eip_error *error) {
    struct eip__lmdb *lmdb = context;
    eip_status status = lmdb->failed == 0
                            ? eip__row_show(records, bytes, look_at, NULL)
                            : EIP_ERR_STORE_FAILED;

    if (status == EIP_OK && !make_room(lmdb, lmdb->size + bytes)) {
        status = EIP_ERR_OUT_OF_MEMORY;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "store", NULL);
    }
    memcpy(lmdb->pending + lmdb->size, records, bytes);
    lmdb->size += bytes;
    return EIP_OK;
}

eip_status eip__lmdb_commit(void *context, eip_error *error) {
    struct work work = {.lmdb = context};
    eip_status status = change(&work, put_pending, error);

    work.lmdb->size = 0;
    return status;
}

/* -- folding ----------------------------------------------------------------- */

/* Its place is free, or held by an older one, which leaves it. */
static int make_way(struct work *work, MDB_val *key,
                    const eip_store_record *record, bool *is_newer) {
    eip_store_record old;
    MDB_val value;
    int code = mdb_get(work->txn, work->lmdb->state, key, &value);

    *is_newer = true;
    if (code == MDB_NOTFOUND) {
        return 0;
    }
    if (code != 0) {
        return code;
    }
    if (eip_store_record_read(value.mv_data, value.mv_size, &old) != EIP_OK) {
        return MDB_CORRUPTED;
    }
    *is_newer = record->rank >= old.rank;
    if (*is_newer) {
        work->about.count--;
        work->about.sum -= eip__lmdb_sum(&old);
        if ((record->flags & EIP_STORE_RECORD_GONE) != 0) {
            code = mdb_del(work->txn, work->lmdb->state, key, NULL);
        }
    }
    return code;
}

static int fold_record(struct work *work, const eip_store_record *record) {
    uint8_t bytes[EIP__LMDB_KEY];
    MDB_val key = eip__lmdb_key(bytes, record);
    MDB_val value = {record->size, NULL};
    bool is_newer;
    int code = make_way(work, &key, record, &is_newer);

    if (code != 0 || !is_newer ||
        (record->flags & EIP_STORE_RECORD_GONE) != 0) {
        return code;
    }
    work->about.count++;
    work->about.sum += eip__lmdb_sum(record);
    code = mdb_put(work->txn, work->lmdb->state, &key, &value, MDB_RESERVE);
    if (code == 0) {
        memcpy(value.mv_data, record->data, record->size);
    }
    return code;
}

/* The log's first entry, which then leaves it. It is copied first, behind what
 * is pending: while the state is written LMDB may move what it has shown. */
static int fold_entry(struct work *work, uint32_t *folded) {
    struct eip__lmdb *lmdb = work->lmdb;
    uint8_t sequence[8];
    MDB_val key = {sizeof sequence, sequence};
    MDB_val value;
    eip_store_record record;
    const uint8_t *copy;
    int code;

    eip__lmdb_sequence(sequence, work->about.first);
    code = mdb_get(work->txn, lmdb->log, &key, &value);
    if (code != 0) {
        return code;
    }
    if (!make_room(lmdb, lmdb->size + value.mv_size)) {
        return ENOMEM;
    }
    copy = memcpy(lmdb->pending + lmdb->size, value.mv_data, value.mv_size);
    for (uint64_t at = 8; code == 0 && at < value.mv_size; at += record.size) {
        if (eip_store_record_read(copy + at, value.mv_size - at, &record) !=
            EIP_OK) {
            return MDB_CORRUPTED;
        }
        code = fold_record(work, &record);
        (*folded)++;
    }
    work->about.first++;
    return code != 0 ? code : mdb_del(work->txn, lmdb->log, &key, NULL);
}

static int fold_some(struct work *work) {
    uint32_t folded = 0;
    int code = 0;

    while (code == 0 && folded < work->most &&
           work->about.first != work->about.next) {
        code = fold_entry(work, &folded);
    }
    return code;
}

eip_status eip__lmdb_fold(void *context, uint32_t most, uint32_t *left,
                          eip_error *error) {
    struct eip__lmdb *lmdb = context;
    struct work work = {.lmdb = lmdb, .most = most};
    eip_status status = EIP_OK;

    if (lmdb->about.first != lmdb->about.next || lmdb->failed != 0) {
        status = change(&work, fold_some, error);
    }
    *left = lmdb->about.first != lmdb->about.next;
    return status;
}

/* -- beginning --------------------------------------------------------------- */

static int make_tables(struct work *work) {
    int code = mdb_dbi_open(work->txn, "log", MDB_CREATE, &work->lmdb->log);

    return code != 0 ? code
                     : mdb_dbi_open(work->txn, "state", MDB_CREATE,
                                    &work->lmdb->state);
}

int eip__lmdb_create(struct eip__lmdb *lmdb) {
    struct work work = {.lmdb = lmdb};

    return transact(&work, make_tables);
}

static int put_nothing(struct work *work) {
    (void)work;
    return 0;
}

int eip__lmdb_renew(struct eip__lmdb *lmdb) {
    struct work work = {.lmdb = lmdb};

    return transact(&work, put_nothing);
}
