/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Owns how a snapshot comes to be of one instant. A journal is kept while the
 * addresses are looked at, one after the other; then a cut is collected. What
 * was seen was done before the cut; what is in the cut and was not seen, the
 * journal says; and of each address the newest counts when it is loaded. The
 * books stand still meanwhile.
 */
#include "base/fail.h"
#include "base/hash.h"
#include "registry/journal.h"
#include "store/file.h"
#include "store/image.h"
#include "store/snapshot.h"

#include <string.h>

/* -- the seal ------------------------------------------------------------------------ */

void eip__seal_add(struct eip__seal *seal, const uint8_t *record,
                   uint64_t size) {
    struct eip__reader sum =
        eip__reader_of(record + size - EIP__KEPT_TAIL, EIP__KEPT_TAIL);

    seal->count++;
    seal->sum = eip__hash_u64(eip__get_u64(&sum), seal->sum);
}

void eip__seal_put(struct eip__writer *writer, const struct eip__seal *seal) {
    uint64_t begin = eip__kept_begin(writer, EIP__KIND_SEAL, 0, false);

    eip__kept_key(writer, begin);
    eip__put_u64(writer, seal->count);
    eip__put_u64(writer, seal->sum);
    eip__kept_end(writer, begin);
}

bool eip__seal_is(const struct eip__kept *kept, const struct eip__seal *seal) {
    struct eip__reader payload = kept->payload;
    uint64_t count = eip__get_u64(&payload);
    uint64_t sum = eip__get_u64(&payload);

    return eip__reader_ends(&payload) && count == seal->count &&
           sum == seal->sum;
}

/* -- on the way out ------------------------------------------------------------------- */

enum { ROOM = 65536 };

/* Small pieces become large ones. */
struct out {
    eip_snapshot_sink sink;
    struct eip__seal seal;
    uint8_t *bytes; /* ROOM */
    uint64_t size;
};

static eip_status flush(struct out *out) {
    eip_status status =
        out->sink.write(out->sink.context, out->bytes, out->size);

    out->size = 0;
    return status;
}

/* What is full goes on its way when more comes: so there is always some. */
static eip_status put(struct out *out, const uint8_t *bytes, uint64_t size) {
    eip_status status = EIP_OK;

    while (size != 0 && status == EIP_OK) {
        uint64_t part = ROOM - out->size < size ? ROOM - out->size : size;

        memcpy(out->bytes + out->size, bytes, part);
        out->size += part;
        bytes += part;
        size -= part;
        if (size != 0) {
            status = flush(out);
        }
    }
    return status;
}

/* The first; there is room. */
static void put_head(struct out *out) {
    uint8_t head[EIP__SNAPSHOT_HEAD];
    struct eip__writer writer = eip__writer_of(head, sizeof head);

    eip__put_bytes(&writer, EIP__SNAPSHOT_MAGIC, EIP__SNAPSHOT_MAGIC_SIZE);
    eip__put_u32(&writer, EIP__SNAPSHOT_VERSION);
    eip__put_u32(&writer, 0);
    (void)put(out, head, sizeof head);
}

static eip_status put_seal(struct out *out) {
    eip_status status = flush(out);
    struct eip__writer writer = eip__writer_of(out->bytes, ROOM);

    eip__seal_put(&writer, &out->seal);
    out->size = writer.size;
    return status == EIP_OK ? flush(out) : status;
}

static eip_status put_record(void *context, const uint8_t *record,
                             uint64_t size) {
    struct out *out = context;

    eip__seal_add(&out->seal, record, size);
    return put(out, record, size);
}

/* -- the cut -------------------------------------------------------------------------- */

/* What the journal says goes out too, and to who else keeps it. */
struct cut {
    const struct eip__journal_visitor *other; /* or NULL */
    struct eip__pen pen;
    eip_status status;
};

static bool take_effect(void *context, const struct eip__effect *effect) {
    struct cut *cut = context;

    cut->status = EIP_ERR_OUT_OF_MEMORY;
    if (cut->other == NULL ||
        cut->other->address(cut->other->context, effect)) {
        cut->status = eip__pen_write(&cut->pen, eip__put_effect, effect);
    }
    return cut->status == EIP_OK;
}

static bool take_handed(void *context, const struct eip__handed *handed) {
    struct cut *cut = context;

    cut->status = EIP_ERR_OUT_OF_MEMORY;
    if (cut->other == NULL || cut->other->handed(cut->other->context, handed)) {
        cut->status = eip__pen_write(&cut->pen, eip__put_handed, handed);
    }
    return cut->status == EIP_OK;
}

static eip_status collect(eip_engine *engine, struct out *out) {
    struct cut cut = {
        engine->listener, {&engine->host, put_record, out, NULL, 0}, EIP_OK};
    const struct eip__journal_visitor visitor = {take_effect, take_handed,
                                                 &cut};
    uint64_t number;

    (void)eip__journal_collect(&engine->ledger, &visitor, &number);
    eip__pen_free(&cut.pen);
    return cut.status;
}

static eip_status save_addresses(eip_engine *engine, struct eip__lane *lane,
                                 struct out *out) {
    eip_status status;

    if (engine->listener == NULL) {
        eip__journal_start(&engine->ledger, &engine->accounts, lane);
    }
    status = eip__capture_addresses(engine, lane, put_record, out);
    if (status == EIP_OK) {
        status = eip__capture_handed(engine, put_record, out);
    }
    if (status == EIP_OK) {
        status = collect(engine, out);
    }
    if (engine->listener == NULL) {
        eip__journal_stop(&engine->ledger);
    }
    return status;
}

static eip_status save(eip_engine *engine, struct eip__lane *lane,
                       struct out *out) {
    eip_status status;

    put_head(out);
    /* Before the journal begins, which is an operation of every account. Who is
     * made later has no attributes of its own yet. */
    status = eip__capture_accounts(engine, put_record, out);
    if (status == EIP_OK) {
        status = save_addresses(engine, lane, out);
    }
    if (status == EIP_OK) {
        status = eip__capture_engine(engine, put_record, out);
    }
    if (status == EIP_OK) {
        status = eip__capture_counts(engine, put_record, out);
    }
    if (status == EIP_OK) {
        status = eip__capture_books(engine, put_record, out);
    }
    if (status == EIP_OK) {
        status = eip__capture_places(engine, put_record, out);
    }
    return status == EIP_OK ? put_seal(out) : status;
}

/* -- to a sink ------------------------------------------------------------------------ */

/* With a text of its own, or the status's. */
static eip_status save_to(eip_engine *engine, const eip_snapshot_sink *sink,
                          eip_error *error) {
    struct out out = {*sink, {0, 0}, NULL, 0};
    struct eip__lane *lane;
    eip_status status = eip__engine_lock(engine, &lane);

    if (status != EIP_OK) {
        return eip__fail(error, status, "", NULL);
    }
    out.bytes = eip__host_allocate(&engine->host, ROOM);
    status =
        out.bytes == NULL ? EIP_ERR_OUT_OF_MEMORY : save(engine, lane, &out);
    eip__host_release(&engine->host, out.bytes, ROOM);
    eip__engine_unlock(engine, lane);
    return status;
}

eip_status eip_snapshot_save(eip_engine *engine, const eip_snapshot_sink *sink,
                             eip_error *error) {
    eip_status status;

    if (engine == NULL || sink == NULL || sink->write == NULL) {
        return eip__fail(error, EIP_ERR_NULL,
                         engine == NULL ? "engine" : "sink", NULL);
    }
    status = save_to(engine, sink, error);
    return status == EIP_OK ? EIP_OK : eip__fail(error, status, "", NULL);
}

/* -- to memory ------------------------------------------------------------------------ */

struct eip_snapshot {
    struct eip__host host;
    uint8_t *bytes;
    uint64_t size;
    uint64_t room;
};

static eip_status keep(void *context, const void *bytes, uint64_t size) {
    struct eip_snapshot *snapshot = context;

    if (snapshot->room - snapshot->size < size) {
        uint64_t room = 2 * snapshot->room + ROOM;
        uint8_t *grown = eip__host_grow(&snapshot->host, snapshot->bytes,
                                        snapshot->size, snapshot->room, room);

        if (grown == NULL) {
            return EIP_ERR_OUT_OF_MEMORY;
        }
        snapshot->bytes = grown;
        snapshot->room = room;
    }
    memcpy(snapshot->bytes + snapshot->size, bytes, size);
    snapshot->size += size;
    return EIP_OK;
}

eip_status eip_snapshot_save_buffer(eip_engine *engine, eip_snapshot **result,
                                    eip_error *error) {
    eip_snapshot_sink sink = {NULL, keep};
    struct eip_snapshot *snapshot;
    eip_status status;

    if (engine == NULL || result == NULL) {
        return eip__fail(error, EIP_ERR_NULL,
                         engine == NULL ? "engine" : "snapshot", NULL);
    }
    snapshot = eip__host_allocate_zeroed(&engine->host, sizeof *snapshot);
    if (snapshot == NULL) {
        return eip__fail(error, EIP_ERR_OUT_OF_MEMORY, "", NULL);
    }
    eip__host_init(&snapshot->host, &engine->host.allocator,
                   &engine->host.clock, &engine->host.random);
    sink.context = snapshot;
    status = eip_snapshot_save(engine, &sink, error);
    if (status != EIP_OK) {
        eip_snapshot_free(snapshot);
        return status;
    }
    *result = snapshot;
    return EIP_OK;
}

const void *eip_snapshot_bytes(const eip_snapshot *snapshot) {
    return snapshot == NULL ? NULL : snapshot->bytes;
}

uint64_t eip_snapshot_size(const eip_snapshot *snapshot) {
    return snapshot == NULL ? 0 : snapshot->size;
}

void eip_snapshot_free(eip_snapshot *snapshot) {
    struct eip__host host;

    if (snapshot != NULL) {
        host = snapshot->host;
        eip__host_release(&host, snapshot->bytes, snapshot->room);
        eip__host_release(&host, snapshot, sizeof *snapshot);
    }
}

/* -- to a file ------------------------------------------------------------------------ */

struct to_file {
    struct eip__file file;
    eip_error *error;
    bool has_failed; /* the file; the error says so */
};

static eip_status write_file(void *context, const void *bytes, uint64_t size) {
    struct to_file *to = context;
    eip_status status = eip__file_write(&to->file, bytes, size, to->error);

    to->has_failed = status != EIP_OK;
    return status;
}

eip_status eip_snapshot_save_file(eip_engine *engine, const char *path,
                                  eip_error *error) {
    struct to_file to = {.error = error};
    const eip_snapshot_sink sink = {&to, write_file};
    eip_status status;

    if (engine == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "engine", NULL);
    }
    status = eip__file_create(&to.file, path, error);
    if (status != EIP_OK) {
        return status;
    }
    status = save_to(engine, &sink, error);
    if (status == EIP_OK) {
        return eip__file_commit(&to.file, error);
    }
    eip__file_abandon(&to.file);
    return to.has_failed ? status : eip__fail(error, status, "", NULL);
}
