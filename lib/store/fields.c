/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how members become bytes, and that they are within bounds again. */
#include "store/fields.h"

void eip__put_fields(struct eip__writer *writer, const struct eip__fields *list,
                     const void *object) {
    for (uint32_t i = 0; i < list->count; i++) {
        const struct eip__field *field = &list->field[i];

        eip__put_number(
            writer,
            eip__member_get((const char *)object + field->offset, field->width),
            field->width);
    }
}

/* What is out of bounds becomes 0, so that no bool or enum is ever none. */
bool eip__get_fields(struct eip__reader *reader, const struct eip__fields *list,
                     void *object) {
    bool all = true;

    for (uint32_t i = 0; i < list->count; i++) {
        const struct eip__field *field = &list->field[i];
        uint64_t value = eip__get_number(reader, field->width);
        uint64_t bound = value + field->more;

        if (field->width < sizeof bound) {
            bound &= (UINT64_C(1) << (8 * field->width)) - 1;
        }
        if (bound > field->max) {
            value = 0;
            all = false;
        }
        eip__member_set((char *)object + field->offset, field->width, value);
    }
    return all && !reader->bad;
}

void eip__put_cidr(struct eip__writer *writer, eip_cidr cidr) {
    eip__put_u32(writer, cidr.base);
    eip__put_u8(writer, (uint8_t)cidr.prefix_bits);
}

bool eip__get_cidr(struct eip__reader *reader, eip_cidr *cidr) {
    cidr->base = eip__get_u32(reader);
    cidr->prefix_bits = eip__get_u8(reader);
    return !reader->bad && eip_cidr_is_valid(*cidr) != 0;
}

void eip__put_ref(struct eip__writer *writer, eip_pool_ref ref) {
    eip__put_u8(writer, (uint8_t)ref.kind);
    eip__put_u64(writer, ref.id);
}

bool eip__get_ref(struct eip__reader *reader, eip_pool_ref *ref) {
    ref->kind = eip__get_u8(reader);
    ref->id = eip__get_u64(reader);
    ref->reserved = 0;
    return ref->kind <= EIP_POOL_COIP;
}
