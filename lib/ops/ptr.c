/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what an address's PTR record is at a time. */
#include "ops/ptr.h"

#include "space/cool.h"

enum { NAME_MAX_SIZE = 253, LABEL_MAX_SIZE = 63 };

struct eip__ptr eip__ptr_now(struct eip__call *call,
                             const struct eip__facts *facts) {
    struct eip__ptr ptr = {.record = facts->ptr};

    if ((facts->has & EIP__HAS_PTR) == 0) {
        return ptr;
    }
    ptr.update = facts->ptr_next;
    if (eip__moment_now(&call->moment) - facts->ptr_ms <
        call->engine->settle_ms) {
        ptr.is_pending = true;
    } else if (facts->ptr_refused != 0) {
        ptr.has_failed = true;
    } else {
        ptr.record = facts->ptr_next;
        ptr.update = (eip_text){NULL, 0, 0};
    }
    return ptr;
}

bool eip__ptr_blocks(struct eip__call *call, const struct eip__facts *facts) {
    struct eip__ptr ptr = eip__ptr_now(call, facts);

    return ptr.record.size != 0 ||
           (ptr.is_pending && ptr.update.size != 0 && facts->ptr_refused == 0);
}

void eip__ptr_update(struct eip__call *call, struct eip__facts *facts,
                     eip_text next, bool refused) {
    struct eip__ptr ptr = eip__ptr_now(call, facts);

    facts->has |= EIP__HAS_PTR;
    facts->ptr = ptr.record;
    facts->ptr_next = next;
    facts->ptr_refused = refused;
    facts->ptr_ms = eip__moment_now(&call->moment);
}

static bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9');
}

/* The label's size, or 0 if it is none. */
static uint32_t read_label(const char *at, uint32_t left) {
    uint32_t size = 0;

    while (size < left && (is_letter_or_digit(at[size]) || at[size] == '-')) {
        size++;
    }
    return size <= LABEL_MAX_SIZE && size != 0 && at[0] != '-' &&
                   at[size - 1] != '-'
               ? size
               : 0;
}

bool eip__ptr_read_name(eip_text given, eip_text *name) {
    uint32_t at = 0;

    *name = given;
    if (given.size != 0 && given.data[given.size - 1] == '.') {
        name->size--;
    }
    if (name->size == 0 || name->size > NAME_MAX_SIZE) {
        return false;
    }
    for (;;) {
        uint32_t size = read_label(name->data + at, name->size - at);

        at += size;
        if (size == 0 || at == name->size) {
            return size != 0;
        }
        if (name->data[at++] != '.') {
            return false;
        }
    }
}
