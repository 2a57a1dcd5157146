/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the bytes of facts and of tags. */
#include "registry/facts_pack.h"

#include <string.h>

/* The members in their order, which is pinned. The bits of the mask: numbers,
 * then texts, then the tags. */
static const struct number {
    uint16_t at;
    uint16_t width;
} numbers[] = {
#define NUMBER(member)                                                         \
    {                                                                          \
        offsetof(struct eip__facts, member),                                   \
            sizeof(((struct eip__facts *)NULL)->member)                        \
    }
    NUMBER(has),
    NUMBER(private_ip),
    NUMBER(association_id),
    NUMBER(interface_owner),
    NUMBER(ptr_ms),
    NUMBER(ptr_refused),
    NUMBER(managed),
    NUMBER(offer_to),
    NUMBER(offer_ms),
    NUMBER(origin),
    NUMBER(allocated_ms),
    NUMBER(moved_ms),
#undef NUMBER
};

static const uint16_t texts[] = {
    offsetof(struct eip__facts, instance_id),
    offsetof(struct eip__facts, interface_id),
    offsetof(struct eip__facts, subnet_id),
    offsetof(struct eip__facts, ptr),
    offsetof(struct eip__facts, ptr_next),
};

enum {
    NUMBERS = sizeof numbers / sizeof numbers[0],
    TEXTS = sizeof texts / sizeof texts[0],
    TAGS_BIT = 1 << (NUMBERS + TEXTS),
    MASK = 2 * TAGS_BIT - 1,
    HAS = 2 * EIP__MOVED_TO_VPC - 1
};

static uint64_t number_in(const struct eip__facts *facts, uint32_t i) {
    return eip__member_get((const char *)facts + numbers[i].at,
                           numbers[i].width);
}

static eip_text text_in(const struct eip__facts *facts, uint32_t i) {
    eip_text text;

    memcpy(&text, (const char *)facts + texts[i], sizeof text);
    return text;
}

static uint32_t mask_of(const struct eip__facts *facts) {
    uint32_t mask = (facts->has & EIP__HAS_TAGS) != 0 ? TAGS_BIT : 0;

    for (uint32_t i = 0; i < NUMBERS; i++) {
        mask |= (uint32_t)(number_in(facts, i) != 0) << i;
    }
    for (uint32_t i = 0; i < TEXTS; i++) {
        mask |= (uint32_t)(text_in(facts, i).data != NULL) << (NUMBERS + i);
    }
    return mask;
}

void eip__facts_pack(struct eip__writer *writer,
                     const struct eip__facts *facts) {
    uint32_t mask = mask_of(facts);

    eip__put_u32(writer, mask);
    for (uint32_t i = 0; i < NUMBERS; i++) {
        if ((mask >> i & 1) != 0) {
            eip__put_number(writer, number_in(facts, i), numbers[i].width);
        }
    }
    for (uint32_t i = 0; i < TEXTS; i++) {
        if ((mask >> (NUMBERS + i) & 1) != 0) {
            eip__put_text(writer, text_in(facts, i));
        }
    }
    if ((mask & TAGS_BIT) != 0) {
        eip__tags_pack(writer, facts->tags);
    }
}

/* All but the tags. */
static void get_members(struct eip__reader *reader, uint32_t mask,
                        struct eip__facts *facts) {
    memset(facts, 0, sizeof *facts);
    for (uint32_t i = 0; i < NUMBERS; i++) {
        if ((mask >> i & 1) != 0) {
            eip__member_set((char *)facts + numbers[i].at, numbers[i].width,
                            eip__get_number(reader, numbers[i].width));
        }
    }
    for (uint32_t i = 0; i < TEXTS; i++) {
        if ((mask >> (NUMBERS + i) & 1) != 0) {
            eip_text text = eip__get_text(reader);

            memcpy((char *)facts + texts[i], &text, sizeof text);
        }
    }
}

eip_status eip__facts_unpack(struct eip__reader *reader, struct eip__host *host,
                             uint64_t generation, uint64_t version,
                             struct eip__detail **detail) {
    uint32_t mask = eip__get_u32(reader);
    struct eip__tagset *tags = NULL;
    eip_status status = EIP_OK;
    struct eip__facts facts;

    get_members(reader, mask, &facts);
    if ((mask & TAGS_BIT) != 0) {
        status = eip__tags_unpack(reader, host, &tags);
    }
    if (status != EIP_OK) {
        return status;
    }
    facts.tags = tags;
    if (!eip__reader_ends(reader) || mask > MASK || facts.has > HAS ||
        ((facts.has & EIP__HAS_TAGS) != 0) != (tags != NULL)) {
        status = EIP_ERR_STORE_DAMAGED;
    } else {
        *detail = eip__detail_new(host, &facts, generation, version);
        status = *detail == NULL ? EIP_ERR_OUT_OF_MEMORY : EIP_OK;
    }
    if (tags != NULL) {
        eip__tagset_free(host, &tags->retired);
    }
    return status;
}

/* -- tags --------------------------------------------------------------------- */

void eip__tags_pack(struct eip__writer *writer, const struct eip__tagset *set) {
    uint32_t count = set == NULL ? 0 : set->count;
    eip_text key;
    eip_text value;

    eip__put_u8(writer, (uint8_t)count);
    for (uint32_t i = 0; i < count; i++) {
        eip__tagset_at(set, i, &key, &value);
        eip__put_text(writer, key);
        eip__put_text(writer, value);
    }
}

eip_status eip__tags_unpack(struct eip__reader *reader, struct eip__host *host,
                            struct eip__tagset **set) {
    static const char type[] = "";
    eip_tag tags[EIP_LIMIT_TAGS];
    uint32_t count = eip__get_u8(reader);
    const eip_tag_specification spec = {{type, 0, 0}, tags, count, 0};
    uint32_t total;
    uint64_t bytes;

    *set = NULL;
    if (count > EIP_LIMIT_TAGS) {
        return EIP_ERR_STORE_DAMAGED;
    }
    for (uint32_t i = 0; i < count; i++) {
        tags[i].key = eip__get_text(reader);
        tags[i].value = eip__get_text(reader);
    }
    if (reader->bad) {
        return EIP_ERR_STORE_DAMAGED;
    }
    if (count == 0) {
        return EIP_OK;
    }
    if (eip__tagset_check(&spec, 1, type, NULL, &total, &bytes) != EIP_OK) {
        return EIP_ERR_STORE_DAMAGED;
    }
    *set = eip__host_allocate(host, eip__tagset_size(total, bytes));
    if (*set == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    eip__tagset_build(*set, &spec, 1, total, bytes);
    return EIP_OK;
}
