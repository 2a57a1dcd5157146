/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what is a snapshot and what is none. */
#include "base/fail.h"
#include "base/structs.h"
#include "store/file.h"
#include "store/restore.h"
#include "store/snapshot.h"

#include <string.h>

/* -- what it says --------------------------------------------------------------------- */

static eip_status read_head(struct eip__reader *reader) {
    uint64_t magic = reader->left < EIP__SNAPSHOT_MAGIC_SIZE
                         ? reader->left
                         : (uint64_t)EIP__SNAPSHOT_MAGIC_SIZE;
    bool is_ours = memcmp(reader->at, EIP__SNAPSHOT_MAGIC, magic) == 0;
    uint32_t version;
    uint32_t zero;

    (void)eip__get_bytes(reader, EIP__SNAPSHOT_MAGIC_SIZE);
    version = eip__get_u32(reader);
    zero = eip__get_u32(reader);
    if (!is_ours || magic == 0) {
        return EIP_ERR_STORE_UNKNOWN;
    }
    if (reader->bad) {
        return EIP_ERR_STORE_TRUNCATED;
    }
    return version == EIP__SNAPSHOT_VERSION && zero == 0
               ? EIP_OK
               : EIP_ERR_STORE_VERSION;
}

/* Go through the records, up to and with the seal. */
static eip_status read_records(struct eip__reader reader,
                               struct eip__seal *seal) {
    static const eip_status answers[] = {
        [EIP__KEPT_FOUND] = EIP_OK,
        [EIP__KEPT_END] = EIP_ERR_STORE_TRUNCATED,
        [EIP__KEPT_CUT] = EIP_ERR_STORE_TRUNCATED,
        [EIP__KEPT_DAMAGED] = EIP_ERR_STORE_DAMAGED,
        [EIP__KEPT_UNKNOWN] = EIP_ERR_STORE_VERSION,
    };

    *seal = (struct eip__seal){0, 0};
    for (;;) {
        struct eip__kept kept;
        eip_status status = answers[eip__kept_next(&reader, &kept)];

        if (status != EIP_OK) {
            return status;
        }
        if (kept.kind == EIP__KIND_NOTE) {
            return EIP_ERR_STORE_DAMAGED;
        }
        if (kept.kind == EIP__KIND_SEAL) {
            return reader.left == 0 && eip__seal_is(&kept, seal)
                       ? EIP_OK
                       : EIP_ERR_STORE_DAMAGED;
        }
        eip__seal_add(seal, kept.bytes, kept.size);
    }
}

/* Where each of them is: they were gone through. */
static void note_records(struct eip__reader reader, const uint8_t **records,
                         uint64_t count) {
    for (uint64_t i = 0; i < count; i++) {
        records[i] = reader.at;
        (void)eip__get_bytes(&reader, eip__kept_of(reader.at).size);
    }
}

/* -- from memory ---------------------------------------------------------------------- */

/* The host of a configuration, before there is an engine. */
static eip_status read_config(const eip_config *config, struct eip__host *host,
                              eip_error *error) {
    eip_config own;
    eip_status status = eip__struct_in(&own, sizeof own, sizeof own, config);

    if (status == EIP_OK && !eip__allocator_is_whole(&own.allocator)) {
        status = EIP_ERR_ARGUMENT;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "config", NULL);
    }
    eip__host_init(host, &own.allocator, &own.clock, &own.random);
    return EIP_OK;
}

static eip_status load(struct eip__host *host, const eip_config *config,
                       const void *bytes, uint64_t size, eip_engine **engine,
                       eip_error *error) {
    struct eip__reader reader = eip__reader_of(bytes, size);
    struct eip__seal seal;
    const uint8_t **records;
    eip_status status = read_head(&reader);

    if (status == EIP_OK) {
        status = read_records(reader, &seal);
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "", NULL);
    }
    records = eip__host_allocate(host, (seal.count + 1) * sizeof *records);
    if (records == NULL) {
        return eip__fail(error, EIP_ERR_OUT_OF_MEMORY, "", NULL);
    }
    note_records(reader, records, seal.count);
    status = eip__restore(config, records, seal.count, false, engine, error);
    eip__host_release(host, records, (seal.count + 1) * sizeof *records);
    return status;
}

eip_status eip_snapshot_load_buffer(const eip_config *config, const void *bytes,
                                    uint64_t size, eip_engine **engine,
                                    eip_error *error) {
    struct eip__host host;
    eip_status status;

    if (bytes == NULL || engine == NULL) {
        return eip__fail(error, EIP_ERR_NULL,
                         bytes == NULL ? "bytes" : "engine", NULL);
    }
    status = read_config(config, &host, error);
    return status == EIP_OK ? load(&host, config, bytes, size, engine, error)
                            : status;
}

/* -- from a source --------------------------------------------------------------------- */

enum { FIRST_ROOM = 65536 };

/* All that the source has. */
struct all {
    struct eip__host *host;
    uint8_t *bytes;
    uint64_t size;
    uint64_t room;
};

static bool grow(struct all *all, uint64_t room) {
    uint8_t *grown =
        eip__host_grow(all->host, all->bytes, all->size, all->room, room);

    if (grown == NULL) {
        return false;
    }
    all->bytes = grown;
    all->room = room;
    return true;
}

static eip_status read_all(struct all *all, const eip_snapshot_source *source) {
    uint64_t got;

    do {
        eip_status status;

        if (all->room == all->size && !grow(all, 2 * all->room)) {
            return EIP_ERR_OUT_OF_MEMORY;
        }
        got = 0;
        status = source->read(source->context, all->bytes + all->size,
                              all->room - all->size, &got);
        if (status != EIP_OK) {
            return status;
        }
        if (got > all->room - all->size) {
            return EIP_ERR_ARGUMENT;
        }
        all->size += got;
    } while (got != 0);
    return EIP_OK;
}

/* `has_told`: whether the source has filled in the error, if it fails. */
static eip_status load_from(const eip_config *config, uint64_t room,
                            const eip_snapshot_source *source,
                            const bool *has_told, eip_engine **engine,
                            eip_error *error) {
    struct eip__host host;
    struct all all = {&host, NULL, 0, 0};
    eip_status status = read_config(config, &host, error);

    if (status != EIP_OK) {
        return status;
    }
    status = grow(&all, room) ? read_all(&all, source) : EIP_ERR_OUT_OF_MEMORY;
    if (status == EIP_OK) {
        status = load(&host, config, all.bytes, all.size, engine, error);
    } else if (!*has_told) {
        (void)eip__fail(error, status, "", NULL);
    }
    eip__host_release(&host, all.bytes, all.room);
    return status;
}

eip_status eip_snapshot_load(const eip_config *config,
                             const eip_snapshot_source *source,
                             eip_engine **engine, eip_error *error) {
    const bool has_told = false;

    if (source == NULL || source->read == NULL || engine == NULL) {
        return eip__fail(error, EIP_ERR_NULL,
                         engine == NULL ? "engine" : "source", NULL);
    }
    return load_from(config, FIRST_ROOM, source, &has_told, engine, error);
}

/* -- from a file ------------------------------------------------------------------------ */

struct from_file {
    int descriptor;
    eip_error *error;
    bool has_told;
};

static eip_status read_file(void *context, void *bytes, uint64_t room,
                            uint64_t *size) {
    struct from_file *from = context;
    eip_status status =
        eip__file_read(from->descriptor, bytes, room, size, from->error);

    from->has_told = status != EIP_OK;
    return status;
}

eip_status eip_snapshot_load_file(const eip_config *config, const char *path,
                                  eip_engine **engine, eip_error *error) {
    struct from_file from = {-1, error, false};
    const eip_snapshot_source source = {&from, read_file};
    uint64_t size;
    eip_status status;

    if (engine == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "engine", NULL);
    }
    status = eip__file_open(path, &from.descriptor, &size, error);
    if (status != EIP_OK) {
        return status;
    }
    /* One more, to see the end. */
    status =
        load_from(config, size + 1, &source, &from.has_told, engine, error);
    eip__file_close(from.descriptor);
    return status;
}
