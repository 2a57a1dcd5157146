/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what is the same for all that reads and writes the tables: the telling
 * page, keys, what a value of either must be, and the words for what fails. */
#include "base/bytes.h"
#include "base/fail.h"
#include "base/hash.h"
#include "registry/format.h"
#include "store/lmdb/lmdb.h"

#include <errno.h>
#include <string.h>

/* "libeip" and the version of the tables. */
#define MAGIC UINT64_C(0x0000706965626c69)
enum { VERSION = 1 };

eip_status eip__lmdb_fail(eip_error *error, int code, const char *what) {
    static const struct {
        int code;
        eip_status status;
    } rows[] = {
        {EWOULDBLOCK, EIP_ERR_STORE_LOCKED},
        {ENOMEM, EIP_ERR_OUT_OF_MEMORY},
        {MDB_CORRUPTED, EIP_ERR_STORE_DAMAGED},
        {MDB_PAGE_NOTFOUND, EIP_ERR_STORE_DAMAGED},
        {MDB_NOTFOUND, EIP_ERR_STORE_DAMAGED},
        {MDB_KEYEXIST, EIP_ERR_STORE_DAMAGED},
    };
    eip_status status = eip__status_of_host(code);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].code == code) {
            status = rows[i].status;
        }
    }
    eip__fail_fill(error, status, "store", "%s (%s: %s)",
                   eip_status_text(status), what, mdb_strerror(code));
    eip__fail_os(error, code > 0 ? code : 0);
    return status;
}

void eip__lmdb_about_write(const struct eip__lmdb_about *about,
                           uint8_t *bytes) {
    struct eip__writer writer = eip__writer_of(bytes, EIP__LMDB_ABOUT_SIZE);

    eip__put_u64(&writer, MAGIC);
    eip__put_u64(&writer, VERSION);
    eip__put_u64(&writer, about->transaction);
    eip__put_u64(&writer, about->first);
    eip__put_u64(&writer, about->next);
    eip__put_u64(&writer, about->count);
    eip__put_u64(&writer, about->sum);
    eip__put_u64(&writer, eip__hash(bytes, writer.size, 0));
}

eip_status eip__lmdb_about_read(const void *bytes, uint64_t size,
                                struct eip__lmdb_about *about) {
    struct eip__reader reader = eip__reader_of(bytes, size);
    uint64_t version;
    uint64_t sum;

    if (eip__get_u64(&reader) != MAGIC) {
        return EIP_ERR_STORE_UNKNOWN;
    }
    version = eip__get_u64(&reader);
    about->transaction = eip__get_u64(&reader);
    about->first = eip__get_u64(&reader);
    about->next = eip__get_u64(&reader);
    about->count = eip__get_u64(&reader);
    about->sum = eip__get_u64(&reader);
    sum = eip__get_u64(&reader);
    /* All versions end with the checksum of what is before it. */
    if (!eip__reader_ends(&reader) || sum != eip__hash(bytes, size - 8, 0)) {
        return EIP_ERR_STORE_DAMAGED;
    }
    return version == VERSION ? EIP_OK : EIP_ERR_STORE_VERSION;
}

static void put_big(uint8_t *bytes, uint64_t value, int width) {
    for (int i = 0; i < width; i++) {
        bytes[i] = (uint8_t)(value >> (8 * (width - 1 - i)));
    }
}

void eip__lmdb_sequence(uint8_t bytes[8], uint64_t sequence) {
    put_big(bytes, sequence, 8);
}

MDB_val eip__lmdb_key(uint8_t bytes[EIP__LMDB_KEY],
                      const eip_store_record *record) {
    put_big(bytes, record->kind, 2);
    memcpy(bytes + 2, record->key, record->key_size);
    return (MDB_val){record->key_size + 2, bytes};
}

uint64_t eip__lmdb_sum(const eip_store_record *record) {
    struct eip__reader reader = eip__reader_of(
        (const uint8_t *)record->data + record->size - EIP__KEPT_TAIL,
        EIP__KEPT_TAIL);

    return eip__get_u64(&reader);
}

static bool is_equal(const void *a, uint64_t a_size, MDB_val b) {
    return a_size == b.mv_size && memcmp(a, b.mv_data, a_size) == 0;
}

eip_status eip__lmdb_read_record(const void *key, uint64_t key_size,
                                 const void *value, uint64_t size,
                                 eip_store_record *record) {
    uint8_t bytes[EIP__LMDB_KEY];
    eip_status status = eip_store_record_read(value, size, record);

    if (status != EIP_OK) {
        return status;
    }
    return record->size == size && record->key_size <= EIP_LIMIT_STORE_KEY &&
                   (record->flags & EIP_STORE_RECORD_GONE) == 0 &&
                   is_equal(key, key_size, eip__lmdb_key(bytes, record))
               ? EIP_OK
               : EIP_ERR_STORE_DAMAGED;
}

bool eip__lmdb_read_entry(const void *key, uint64_t key_size, const void *value,
                          uint64_t size, uint64_t sequence,
                          struct eip__reader *records) {
    uint8_t bytes[8];
    uint64_t sum;

    eip__lmdb_sequence(bytes, sequence);
    *records = eip__reader_of(value, size);
    sum = eip__get_u64(records);
    return is_equal(key, key_size, (MDB_val){sizeof bytes, bytes}) &&
           !records->bad &&
           sum == eip__hash(records->at, records->left, sequence);
}
