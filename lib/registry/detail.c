/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the block of a detail, and the word that it hangs on. */
#include "registry/detail.h"

#include <string.h>

#include "base/spare.h"

/* The block: | this struct | tags | texts |. */

static uint64_t tags_size(const struct eip__facts *facts) {
    return (facts->has & EIP__HAS_TAGS) != 0 ? facts->tags->bytes : 0;
}

static struct eip__detail *new_block(struct eip__host *host,
                                     struct eip__lane *lane, uint64_t more) {
    uint64_t bytes = sizeof(struct eip__detail) + more;
    struct eip__spare *home = lane == NULL ? NULL : eip__spare_of(lane, &bytes);
    struct eip__detail *detail = home == NULL
                                     ? eip__host_allocate(host, bytes)
                                     : eip__spare_take(host, home, bytes);

    if (detail != NULL) {
        memset(detail, 0, sizeof *detail);
        detail->bytes = bytes;
        detail->home = home;
    }
    return detail;
}

uint64_t eip__facts_more(const struct eip__facts *facts) {
    return tags_size(facts) + facts->instance_id.size +
           facts->interface_id.size + facts->subnet_id.size + facts->ptr.size +
           facts->ptr_next.size;
}

/* Copy a text to `*at` and move that behind it; an absent one stays so. */
static void move_in(eip_text *text, char **at) {
    if (text->data != NULL) {
        memcpy(*at, text->data, text->size);
        text->data = *at;
        *at += text->size;
    }
}

void eip__facts_move(struct eip__facts *facts, void *to) {
    uint64_t tags = tags_size(facts);
    char *at = to;

    if (tags != 0) {
        facts->tags = memcpy(at, facts->tags, tags);
        at += tags;
    }
    move_in(&facts->instance_id, &at);
    move_in(&facts->interface_id, &at);
    move_in(&facts->subnet_id, &at);
    move_in(&facts->ptr, &at);
    move_in(&facts->ptr_next, &at);
}

struct eip__detail *eip__detail_new(struct eip__host *host,
                                    const struct eip__facts *facts,
                                    uint64_t generation, uint64_t version) {
    struct eip__detail *detail = new_block(host, NULL, eip__facts_more(facts));

    if (detail == NULL) {
        return NULL;
    }
    detail->generation = generation;
    detail->version = version;
    detail->facts = *facts;
    eip__facts_move(&detail->facts, detail + 1);
    return detail;
}

struct eip__detail *eip__detail_tagged(struct eip__host *host,
                                       struct eip__lane *lane,
                                       const eip_tag_specification *specs,
                                       uint32_t spec_count, uint32_t total,
                                       uint64_t bytes) {
    struct eip__detail *detail =
        new_block(host, lane, eip__tagset_size(total, bytes));

    if (detail != NULL) {
        struct eip__tagset *tags = (struct eip__tagset *)(detail + 1);

        eip__tagset_build(tags, specs, spec_count, total, bytes);
        detail->version = 1;
        detail->facts.has = EIP__HAS_TAGS;
        detail->facts.tags = tags;
    }
    return detail;
}

void eip__detail_free(struct eip__host *host, struct eip__detail *detail) {
    if (detail != NULL) {
        eip__host_release(host, detail, detail->bytes);
    }
}

/* -- the record's word ------------------------------------------------------ */

static void free_retired(struct eip__host *host, struct eip__retired *retired) {
    struct eip__detail *detail = (struct eip__detail *)retired;

    if (detail->home != NULL) {
        eip__spare_give(host, detail->home, detail, detail->bytes);
    } else {
        eip__detail_free(host, detail);
    }
}

static void retire(struct eip__lanes *lanes, struct eip__detail *detail) {
    if (detail != NULL) {
        eip__retire(lanes, &detail->retired, free_retired);
    }
}

void eip__detail_hang(struct eip__lanes *lanes, eip__a64 *place,
                      struct eip__detail *detail) {
    uint64_t there = eip__read(place);

    while (eip__detail_is_older(there, detail)) {
        struct eip__detail *old = eip__detail_in(there);

        if (eip__step(place, &there, eip__value(detail))) {
            retire(lanes, old);
            return;
        }
    }
}

void eip__detail_drop(struct eip__lanes *lanes, eip__a64 *place,
                      uint64_t generation) {
    uint64_t there = eip__read(place);
    struct eip__detail *detail = eip__detail_of(there, generation);

    if (detail != NULL &&
        eip__step(place, &there, eip__detail_dropped(generation))) {
        retire(lanes, detail);
    }
}
