/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the notes of the embedder, and the gate, which keeps cuts from coming
 * between an operation and the note of it. */
#include "registry/format.h"
#include "store/keeper.h"

#include <string.h>

/* -- the gate ---------------------------------------------------------------------- */

void eip__gate_start(struct eip__gate *gate) {
    (void)pthread_mutex_init(&gate->mutex, NULL);
    (void)pthread_cond_init(&gate->changed, NULL);
}

void eip__gate_end(struct eip__gate *gate, struct eip__host *host) {
    eip__gathered_free(host, &gate->notes);
    (void)pthread_cond_destroy(&gate->changed);
    (void)pthread_mutex_destroy(&gate->mutex);
}

/* First nobody new: else there might always be somebody. */
void eip__gate_close(struct eip__gate *gate) {
    (void)pthread_mutex_lock(&gate->mutex);
    gate->is_closed = true;
    while (gate->holders != 0) {
        (void)pthread_cond_wait(&gate->changed, &gate->mutex);
    }
    (void)pthread_mutex_unlock(&gate->mutex);
}

void eip__gate_open(struct eip__gate *gate) {
    (void)pthread_mutex_lock(&gate->mutex);
    gate->is_closed = false;
    (void)pthread_cond_broadcast(&gate->changed);
    (void)pthread_mutex_unlock(&gate->mutex);
}

/* The keeper of an engine that has one. */
static eip_status find(const eip_engine *engine, struct eip__keeper **keeper) {
    if (engine == NULL) {
        return EIP_ERR_NULL;
    }
    *keeper = engine->keeper;
    return *keeper == NULL ? EIP_ERR_STORE_ABSENT : EIP_OK;
}

eip_status eip_store_hold(eip_engine *engine, eip_error *error) {
    struct eip__keeper *keeper;
    eip_status status = find(engine, &keeper);

    if (status == EIP_OK && engine->is_sync) {
        /* A call would wait for a cut, which would wait for who holds. */
        status = EIP_ERR_ARGUMENT;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "engine", NULL);
    }
    (void)pthread_mutex_lock(&keeper->gate.mutex);
    while (keeper->gate.is_closed) {
        (void)pthread_cond_wait(&keeper->gate.changed, &keeper->gate.mutex);
    }
    keeper->gate.holders++;
    (void)pthread_mutex_unlock(&keeper->gate.mutex);
    return EIP_OK;
}

void eip_store_release(eip_engine *engine) {
    struct eip__gate *gate = &engine->keeper->gate;

    (void)pthread_mutex_lock(&gate->mutex);
    gate->holders--;
    if (gate->is_closed) {
        (void)pthread_cond_broadcast(&gate->changed);
    }
    (void)pthread_mutex_unlock(&gate->mutex);
}

/* -- notes ------------------------------------------------------------------------- */

struct note {
    eip_text key;
    eip_text data;
};

static void put_note(struct eip__writer *writer, const void *thing) {
    const struct note *note = thing;
    uint64_t begin =
        eip__kept_begin(writer, EIP__KIND_NOTE, 0, note->data.data == NULL);

    eip__put_bytes(writer, note->key.data, note->key.size);
    eip__kept_key(writer, begin);
    eip__put_bytes(writer, note->data.data, note->data.size);
    eip__kept_end(writer, begin);
}

/* Once the store has failed nobody would take them. */
static eip_status add(struct eip__keeper *keeper, const struct note *note) {
    struct eip__gate *gate = &keeper->gate;
    eip_status status = EIP_ERR_STORE_FAILED;

    if (eip__read(&keeper->failed) == 0) {
        (void)pthread_mutex_lock(&gate->mutex);
        status = eip__gathered_put(&keeper->engine->host, &gate->notes,
                                   put_note, note)
                     ? EIP_OK
                     : EIP_ERR_OUT_OF_MEMORY;
        (void)pthread_mutex_unlock(&gate->mutex);
    }
    return status;
}

eip_status eip_store_note(eip_engine *engine, eip_text key, eip_text data,
                          eip_error *error) {
    const struct note note = {key, data};
    struct eip__keeper *keeper;
    eip_status status = find(engine, &keeper);
    const char *field = "engine";

    if (status == EIP_OK && key.data == NULL) {
        field = "key";
        status = EIP_ERR_NULL;
    }
    if (status == EIP_OK &&
        (key.size > EIP_LIMIT_STORE_KEY || data.size > EIP_LIMIT_STORE_NOTE ||
         (data.data == NULL && data.size != 0))) {
        field = "";
        status = EIP_ERR_ARGUMENT;
    }
    if (status == EIP_OK) {
        field = "";
        status = add(keeper, &note);
    }
    return status == EIP_OK ? EIP_OK : eip__fail(error, status, field, NULL);
}

eip_status eip__keeper_take_notes(struct eip__keeper *keeper) {
    struct eip__gathered *notes = &keeper->gate.notes;
    bool is_taken = true;

    (void)pthread_mutex_lock(&keeper->gate.mutex);
    if (notes->size != 0) {
        is_taken = eip__gathered_add(&keeper->engine->host, &keeper->gathered,
                                     notes->bytes, notes->size);
    }
    if (is_taken) {
        notes->size = 0;
    }
    (void)pthread_mutex_unlock(&keeper->gate.mutex);
    return is_taken ? EIP_OK : EIP_ERR_OUT_OF_MEMORY;
}

/* -- reading them ------------------------------------------------------------------ */

struct reading {
    eip_store_note_visit visit;
    void *context;
};

static eip_status show(void *context, const eip_store_record *record) {
    const struct reading *reading = context;
    struct eip__kept kept;
    eip_text key;
    eip_text data;

    if (record->kind != EIP__KIND_NOTE) {
        return EIP_OK;
    }
    kept = eip__kept_of(record->data);
    key = (eip_text){record->key, record->key_size, 0};
    data = (eip_text){(const char *)kept.payload.at,
                      (uint32_t)kept.payload.left, 0};
    if (kept.gone) {
        data.data = NULL;
    }
    return reading->visit(reading->context, key, data);
}

eip_status eip_store_notes(eip_store *store, eip_store_note_visit visit,
                           void *context, eip_error *error) {
    struct reading reading = {visit, context};
    eip_status status;

    if (store == NULL || visit == NULL) {
        return eip__fail(error, EIP_ERR_NULL, store == NULL ? "store" : "visit",
                         NULL);
    }
    status = store->load(store->context, show, &reading, error);
    return status == EIP_OK ? EIP_OK : eip__fail(error, status, "store", NULL);
}
