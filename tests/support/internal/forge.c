/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/internal/forge.h"

#include "base/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must(void *memory) {
    if (memory == NULL) {
        (void)fputs("forge: no memory, or no snapshot\n", stderr);
        abort();
    }
    return memory;
}

void forge_add(struct forge *forge, const uint8_t *record, uint32_t size) {
    uint8_t *copy = must(malloc(size));

    must(forge->count < FORGE_RECORDS ? forge : NULL);
    memcpy(copy, record, size);
    forge->record[forge->count] = copy;
    forge->size[forge->count++] = size;
}

void forge_open(struct forge *forge, const void *bytes, uint64_t size) {
    struct eip__reader reader = eip__reader_of(bytes, size);
    struct eip__kept kept;

    forge->count = 0;
    (void)eip__get_bytes(&reader, EIP__SNAPSHOT_HEAD);
    while (eip__kept_next(&reader, &kept) == EIP__KEPT_FOUND &&
           kept.kind != EIP__KIND_SEAL) {
        forge_add(forge, kept.bytes, kept.size);
    }
    must(kept.kind == EIP__KIND_SEAL ? forge : NULL);
}

void forge_close(struct forge *forge) {
    for (uint32_t i = 0; i < forge->count; i++) {
        free(forge->record[i]);
    }
    forge->count = 0;
}

static void mend(uint8_t *record, uint32_t size) {
    struct eip__writer writer = eip__writer_of(record, size);

    eip__put_u32(&writer, size);
    eip__put_number_at(&writer, size - EIP__KEPT_TAIL,
                       eip__hash(record, size - EIP__KEPT_TAIL, 0), 8);
}

uint8_t *forge_write(const struct forge *forge, bool as_they_are,
                     uint64_t *size) {
    struct eip__seal seal = {0, 0};
    struct eip__writer writer;
    uint64_t room = EIP__SNAPSHOT_HEAD + 64;
    uint8_t *bytes;

    for (uint32_t i = 0; i < forge->count; i++) {
        room += forge->size[i];
    }
    bytes = must(malloc(room));
    writer = eip__writer_of(bytes, room);
    eip__put_bytes(&writer, EIP__SNAPSHOT_MAGIC, EIP__SNAPSHOT_MAGIC_SIZE);
    eip__put_u32(&writer, EIP__SNAPSHOT_VERSION);
    eip__put_u32(&writer, 0);
    for (uint32_t i = 0; i < forge->count; i++) {
        uint8_t *record = bytes + writer.size;

        eip__put_bytes(&writer, forge->record[i], forge->size[i]);
        if (!as_they_are) {
            mend(record, forge->size[i]);
        }
        eip__seal_add(&seal, record, forge->size[i]);
    }
    eip__seal_put(&writer, &seal);
    *size = writer.size;
    return bytes;
}

uint32_t forge_find(const struct forge *forge, enum eip__kind kind,
                    uint32_t from) {
    while (from < forge->count &&
           eip__kept_order(forge->record[from]) >> 32 != kind) {
        from++;
    }
    return from;
}

void forge_drop(struct forge *forge, uint32_t at) {
    free(forge->record[at]);
    forge->count--;
    for (uint32_t i = at; i < forge->count; i++) {
        forge->record[i] = forge->record[i + 1];
        forge->size[i] = forge->size[i + 1];
    }
}
