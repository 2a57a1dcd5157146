/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file fields.h  Members of structs as bytes that are kept, by tables. */
#ifndef EIP_STORE_FIELDS_H
#define EIP_STORE_FIELDS_H

#include "base/bytes.h"
#include "eip/id.h"
#include "eip/ipv4.h"

/** A number: kept in as many bytes as the member has. */
struct eip__field {
    uint32_t offset;
    uint32_t width; /* 1, 4 or 8 */
    uint64_t max;   /* of what is kept, plus `more`, in that width */
    uint64_t more;
};

#define EIP__FIELD_FROM(type, member, more, max)                               \
    { offsetof(type, member), sizeof(((type *)0)->member), (max), (more) }
#define EIP__FIELD(type, member, max) EIP__FIELD_FROM(type, member, 0, max)

struct eip__fields {
    const struct eip__field *field;
    uint32_t count;
};

#define EIP__FIELDS(list)                                                      \
    { (list), sizeof(list) / sizeof *(list) }

void eip__put_fields(struct eip__writer *writer, const struct eip__fields *list,
                     const void *object);
/** False: one is above what it may be, or missing. All are written. */
bool eip__get_fields(struct eip__reader *reader, const struct eip__fields *list,
                     void *object);

void eip__put_cidr(struct eip__writer *writer, eip_cidr cidr);
/** False: it is none. */
bool eip__get_cidr(struct eip__reader *reader, eip_cidr *cidr);
void eip__put_ref(struct eip__writer *writer, eip_pool_ref ref);
/** False: there is no such kind. */
bool eip__get_ref(struct eip__reader *reader, eip_pool_ref *ref);

#endif
