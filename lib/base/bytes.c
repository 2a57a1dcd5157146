/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the form of numbers and texts in bytes. */
#include "base/bytes.h"

#include <string.h>

/* The size of an absent text; no text is as long. */
#define ABSENT UINT32_MAX

void eip__put_bytes(struct eip__writer *writer, const void *bytes,
                    uint64_t size) {
    uint64_t at = writer->size;

    writer->size += size;
    if (size != 0 && writer->size <= writer->capacity) {
        memcpy(writer->bytes + at, bytes, size);
    }
}

static void spell(uint8_t bytes[8], uint64_t value) {
    for (int i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)(value >> (8 * i));
    }
}

void eip__put_number(struct eip__writer *writer, uint64_t value,
                     uint32_t width) {
    uint8_t bytes[8];

    spell(bytes, value);
    eip__put_bytes(writer, bytes, width);
}

void eip__put_number_at(struct eip__writer *writer, uint64_t at, uint64_t value,
                        uint32_t width) {
    uint8_t bytes[8];

    spell(bytes, value);
    if (at + width <= writer->capacity) {
        memcpy(writer->bytes + at, bytes, width);
    }
}

void eip__put_text(struct eip__writer *writer, eip_text text) {
    if (text.data == NULL) {
        eip__put_u32(writer, ABSENT);
        return;
    }
    eip__put_u32(writer, text.size);
    eip__put_bytes(writer, text.data, text.size);
}

eip_text eip__get_text(struct eip__reader *reader) {
    uint32_t size = eip__get_u32(reader);
    const char *data;

    if (size == ABSENT) {
        return (eip_text){0};
    }
    data = (const char *)eip__get_bytes(reader, size);
    return (eip_text){data, data == NULL ? 0 : size, 0};
}

uint64_t eip__member_get(const void *place, uint32_t width) {
    uint64_t wide;
    uint32_t number;

    if (width == sizeof wide) {
        memcpy(&wide, place, sizeof wide);
        return wide;
    }
    if (width == sizeof number) {
        memcpy(&number, place, sizeof number);
        return number;
    }
    return *(const uint8_t *)place;
}

void eip__member_set(void *place, uint32_t width, uint64_t value) {
    uint32_t number = (uint32_t)value;

    if (width == sizeof value) {
        memcpy(place, &value, sizeof value);
    } else if (width == sizeof number) {
        memcpy(place, &number, sizeof number);
    } else {
        *(uint8_t *)place = (uint8_t)value;
    }
}
