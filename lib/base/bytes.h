/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file bytes.h
 * Writing and reading bytes that outlive the process: little endian, of fixed
 * widths, the same on every machine.
 *
 * Neither side asks its caller to look after each step. A writer goes on
 * counting where its buffer ends, so that the same code measures (into no
 * buffer at all) and writes; a reader gives zeros where there is nothing left,
 * and remembers that it did.
 *
 * **Threads** one at a time. **Progress** wait-free. **Memory** the caller's.
 */
#ifndef EIP_BASE_BYTES_H
#define EIP_BASE_BYTES_H

#include "eip/base.h"

#include <stdbool.h>
#include <stddef.h>

struct eip__writer {
    uint8_t *bytes;
    uint64_t capacity;
    uint64_t size; /* what was put; past `capacity` it is only counted */
};

struct eip__reader {
    const uint8_t *at;
    uint64_t left;
    bool bad; /* more was asked for than there was */
};

/** Write to `bytes`, of which there are `capacity`; NULL and 0 to measure. */
static inline struct eip__writer eip__writer_of(void *bytes,
                                                uint64_t capacity) {
    return (struct eip__writer){bytes, capacity, 0};
}

static inline struct eip__reader eip__reader_of(const void *bytes,
                                                uint64_t size) {
    return (struct eip__reader){bytes, size, false};
}

/** Did all fit? */
static inline bool eip__writer_fits(const struct eip__writer *writer) {
    return writer->size <= writer->capacity;
}

/** Was all there, and is nothing left? */
static inline bool eip__reader_ends(const struct eip__reader *reader) {
    return !reader->bad && reader->left == 0;
}

/** Put bytes; `bytes` may be NULL if there are none. */
void eip__put_bytes(struct eip__writer *writer, const void *bytes,
                    uint64_t size);
/** Put the low `width` bytes of a number, at most 8. */
void eip__put_number(struct eip__writer *writer, uint64_t value,
                     uint32_t width);
/** Put a number of `width` bytes where one was put before. */
void eip__put_number_at(struct eip__writer *writer, uint64_t at, uint64_t value,
                        uint32_t width);
/** Put a text with its size; an absent one stays so. */
void eip__put_text(struct eip__writer *writer, eip_text text);

static inline void eip__put_u8(struct eip__writer *writer, uint8_t value) {
    eip__put_number(writer, value, 1);
}

static inline void eip__put_u16(struct eip__writer *writer, uint16_t value) {
    eip__put_number(writer, value, 2);
}

static inline void eip__put_u32(struct eip__writer *writer, uint32_t value) {
    eip__put_number(writer, value, 4);
}

static inline void eip__put_u64(struct eip__writer *writer, uint64_t value) {
    eip__put_number(writer, value, 8);
}

/** Take so many bytes, where they lie. NULL: there are not so many. */
static inline const uint8_t *eip__get_bytes(struct eip__reader *reader,
                                            uint64_t size) {
    const uint8_t *bytes = reader->at;

    if (size > reader->left) {
        reader->bad = true;
        reader->left = 0;
        return NULL;
    }
    reader->at += size;
    reader->left -= size;
    return bytes;
}

/** Take a number of `width` bytes, at most 8; 0 if there are not so many. Here,
 *  so that of a width that is known compilers make one load. */
static inline uint64_t eip__get_number(struct eip__reader *reader,
                                       uint32_t width) {
    const uint8_t *bytes = eip__get_bytes(reader, width);
    uint64_t value = 0;

    if (bytes == NULL) {
        return 0;
    }
    for (uint32_t i = 0; i < width; i++) {
        value |= (uint64_t)bytes[i] << (8 * i);
    }
    return value;
}

/** Take a text; its bytes are the reader's. */
eip_text eip__get_text(struct eip__reader *reader);

static inline uint8_t eip__get_u8(struct eip__reader *reader) {
    return (uint8_t)eip__get_number(reader, 1);
}

static inline uint16_t eip__get_u16(struct eip__reader *reader) {
    return (uint16_t)eip__get_number(reader, 2);
}

static inline uint32_t eip__get_u32(struct eip__reader *reader) {
    return (uint32_t)eip__get_number(reader, 4);
}

static inline uint64_t eip__get_u64(struct eip__reader *reader) {
    return eip__get_number(reader, 8);
}

/** The number that a member of a struct is, of 1, 4 or 8 bytes. */
uint64_t eip__member_get(const void *place, uint32_t width);
void eip__member_set(void *place, uint32_t width, uint64_t value);

#endif
