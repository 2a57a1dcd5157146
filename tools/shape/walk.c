/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What a front end does with the tables, whatever its notation. */
#include "shape.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

void shape_clear(const struct shape *shape, void *at) {
    memset(at, 0, shape->bytes);
    if (shape->sized)
        memcpy(at, &shape->bytes, sizeof shape->bytes);
}

const struct shape_member *shape_member_find(const struct shape *shape,
                                             eip_text wire) {
    for (uint32_t i = 0; i < shape->count; i++)
        if (strlen(shape->members[i].wire) == wire.size &&
            memcmp(shape->members[i].wire, wire.data, wire.size) == 0)
            return &shape->members[i];
    return NULL;
}

static const char *part(const struct shape_member *member, const void *at) {
    return (const char *)at + member->offset;
}

static uint32_t word(const void *at, uint32_t offset) {
    uint32_t value;

    memcpy(&value, (const char *)at + offset, sizeof value);
    return value;
}

void shape_add_flag(void *at, uint32_t offset, uint32_t flag) {
    uint32_t flags = word(at, offset) | flag;

    memcpy((char *)at + offset, &flags, sizeof flags);
}

static uint64_t wide(const struct shape_member *member, const void *at) {
    uint64_t value;

    memcpy(&value, part(member, at), sizeof value);
    return value;
}

static const void *list_of(const struct shape_member *member, const void *at) {
    const void *list;

    memcpy(&list, part(member, at), sizeof list);
    return list;
}

/** The token of a list's next page; absent on the last one. */
static eip_text token(const struct shape_member *member, const void *at) {
    return member->pager->next_token(list_of(member, at));
}

/** Of the kinds that say by their value that there is none. */
static uint32_t has_value(const struct shape_member *member, const void *at) {
    const eip_pool_ref *pool;
    uint64_t id[2];

    switch (member->kind) {
    case SHAPE_TEXT:
        return ((const eip_text *)(const void *)part(member, at))->data != NULL;
    case SHAPE_CHARS:
        return part(member, at)[0] != '\0';
    case SHAPE_NUMBER:
        return word(at, member->offset) <= INT32_MAX;
    case SHAPE_BOOLEAN:
        return member->flag != 0;
    case SHAPE_OTHER_POOL:
        pool = (const void *)part(member, at);
        return pool->kind != EIP_POOL_AMAZON;
    case SHAPE_CHOICE:
        return member->choices[word(at, member->offset)] != NULL;
    case SHAPE_TIME:
    case SHAPE_ALLOCATION_ID:
    case SHAPE_ASSOCIATION_ID:
    case SHAPE_IPAM_ID:
    case SHAPE_SCOPE_ID:
        return wide(member, at) != 0;
    case SHAPE_IPAM_CIDR_ID:
    case SHAPE_IPAM_ALLOCATION_ID:
        memcpy(id, part(member, at), sizeof id);
        return (id[0] | id[1]) != 0;
    case SHAPE_TOKEN:
        return token(member, at).data != NULL;
    case SHAPE_FIRST:
        return member->pager->count(list_of(member, at)) != 0;
    default:
        return member->kind != SHAPE_NEVER;
    }
}

uint32_t shape_has(const struct shape_member *member, const void *at) {
    if (member->kind == SHAPE_STRUCTURE) {
        /* There is nothing below that has a structure in it. */
        for (uint32_t i = 0; i < member->of->count; i++) {
            const struct shape_member *inner = &member->of->members[i];
            const void *base = part(member, at);

            if (inner->kind == SHAPE_LIST || inner->kind == SHAPE_STRUCTURE ||
                (has_value(inner, base) &&
                 (inner->flag == 0 ||
                  (word(base, inner->count) & inner->flag) != 0)))
                return 1;
        }
        return 0;
    }
    if (member->kind != SHAPE_BOOLEAN && member->flag != 0 &&
        (word(at, member->count) & member->flag) == 0)
        return 0;
    return has_value(member, at);
}

static uint32_t format_time(uint64_t ms, char *buffer) {
    time_t seconds = (time_t)(ms / 1000);
    struct tm parts;

    if (gmtime_r(&seconds, &parts) == NULL)
        return 0;
    return (uint32_t)snprintf(
        buffer, SHAPE_VALUE_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d.%03uZ",
        parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
        parts.tm_min, parts.tm_sec, (unsigned)(ms % 1000));
}

static uint32_t format_id(const struct shape_member *member, const void *at,
                          char *buffer) {
    eip_ipam_id id;

    switch (member->kind) {
    case SHAPE_ACCOUNT:
        return eip_account_format(wide(member, at), buffer);
    case SHAPE_TIME:
        return format_time(wide(member, at), buffer);
    case SHAPE_ALLOCATION_ID:
        return eip_allocation_id_format(wide(member, at), buffer);
    case SHAPE_ASSOCIATION_ID:
        return eip_association_id_format(wide(member, at), buffer);
    case SHAPE_IPAM_ID:
        return eip_ipam_id_format(wide(member, at), buffer);
    case SHAPE_SCOPE_ID:
        return eip_ipam_scope_id_format(wide(member, at), buffer);
    case SHAPE_IPAM_CIDR_ID:
        memcpy(&id, part(member, at), sizeof id);
        return eip_ipam_cidr_id_format(id, buffer);
    default:
        memcpy(&id, part(member, at), sizeof id);
        return eip_ipam_allocation_id_format(id, buffer);
    }
}

static uint32_t format(const struct shape_member *member, const void *at,
                       char *buffer) {
    eip_pool_ref pool;
    eip_cidr cidr;

    switch (member->kind) {
    case SHAPE_NUMBER:
    case SHAPE_UINT32:
    case SHAPE_ASN:
        return (uint32_t)snprintf(buffer, SHAPE_VALUE_SIZE, "%" PRIu32,
                                  word(at, member->offset));
    case SHAPE_UINT64:
        return (uint32_t)snprintf(buffer, SHAPE_VALUE_SIZE, "%" PRIu64,
                                  wide(member, at));
    case SHAPE_IPV4:
        return eip_ipv4_format(word(at, member->offset), buffer);
    case SHAPE_CIDR:
        memcpy(&cidr, part(member, at), sizeof cidr);
        return eip_cidr_format(cidr, buffer);
    case SHAPE_POOL:
    case SHAPE_OTHER_POOL:
        memcpy(&pool, part(member, at), sizeof pool);
        return eip_pool_id_format(pool, buffer);
    default:
        return format_id(member, at, buffer);
    }
}

eip_text shape_value(const struct shape_member *member, const void *at,
                     char buffer[SHAPE_VALUE_SIZE]) {
    switch (member->kind) {
    case SHAPE_TEXT:
        return *(const eip_text *)(const void *)part(member, at);
    case SHAPE_CHARS:
        return eip_text_of(part(member, at));
    case SHAPE_CHOICE:
        return eip_text_of(member->choices[word(at, member->offset)]);
    case SHAPE_TOKEN:
        return token(member, at);
    case SHAPE_TRUE:
        return eip_text_of("true");
    case SHAPE_BOOLEAN:
        return eip_text_of(
            (word(at, member->count) & member->flag) != 0 ? "true" : "false");
    default:
        return (eip_text){buffer, format(member, at, buffer), 0};
    }
}

void shape_response_free(const struct shape_operation *operation,
                         void *response) {
    const struct shape *shape = operation->response;

    for (uint32_t i = 0; i < shape->count; i++) {
        const struct shape_member *member = &shape->members[i];
        void *list;

        if (member->kind != SHAPE_PAGE && member->kind != SHAPE_FIRST)
            continue;
        memcpy(&list, part(member, response), sizeof list);
        member->pager->free(list);
    }
}
