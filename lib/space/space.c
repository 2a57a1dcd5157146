/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns a space's beginning, end, and census. */
#include "space/space.h"

#include "space/cool.h"

#include <string.h>

void eip__space_init(struct eip__space *space, struct eip__host *host,
                     struct eip__lanes *lanes, struct eip__records *records) {
    memset(space, 0, sizeof *space);
    space->host = host;
    space->lanes = lanes;
    space->records = records;
    eip__note32(&space->policy, EIP_POLICY_LOWEST);
}

void eip__space_fini(struct eip__space *space) {
    struct eip__layout *layout = eip__space_layout(space);

    if (layout != NULL) {
        eip__layout_free(space->host, &layout->retired);
    }
    eip__host_release(space->host, space->ranges,
                      space->range_capacity * sizeof *space->ranges);
    eip__host_release(space->host, space->spares,
                      space->spare_capacity * sizeof *space->spares);
}

void eip__space_free(struct eip__host *host, struct eip__retired *retired) {
    struct eip__space *space = (struct eip__space *)retired;

    eip__space_fini(space);
    eip__host_release(host, space, sizeof *space);
}

/* Never allocated, although generations may have been left out (restore), or
 * have been another address's (readmit): then the stamp says so. */
static bool is_unused(const struct eip__space *space, uint32_t record,
                      uint64_t word) {
    return eip__word_generation(word) == 0 ||
           (eip__word_owner(word) == 0 && eip__word_mark(word) == 0 &&
            eip__stamp_value(eip__read(
                &eip__records_cold(space->records, record)->stamp)) == 0);
}

static void count_word(const struct eip__space *space, uint32_t record,
                       struct eip__moment *moment, struct eip__census *census) {
    uint64_t word = eip__read(eip__records_word(space->records, record));

    switch (eip__word_state(word)) {
    case EIP__DRAIN:
        census->draining++;
        census->held++;
        break;
    case EIP__HELD:
        census->held++;
        break;
    case EIP__GONE:
        census->withdrawn++;
        break;
    case EIP__RETIRED:
        census->retired++;
        break;
    default:
        if (eip__cool_is_cooling(space, record, word, moment)) {
            census->cooling++;
        } else {
            census->free++;
            census->never_allocated += is_unused(space, record, word);
        }
        break;
    }
}

void eip__space_count(const struct eip__space *space,
                      struct eip__moment *moment, struct eip__census *census) {
    const struct eip__layout *layout = eip__space_layout(space);
    uint64_t cut;

    memset(census, 0, sizeof *census);
    if (layout == NULL) {
        return;
    }
    census->cidrs = layout->ranges;
    for (uint32_t i = 0; i < layout->pieces; i++) {
        const struct eip__piece *at = &layout->piece[i];

        for (uint32_t n = 0; n < at->size; n++) {
            count_word(space, at->record + n, moment, census);
        }
    }
    /* While parts come and go the two need not be of one instant. */
    cut = eip__hint(&space->cut);
    cut = cut < census->withdrawn ? cut : census->withdrawn;
    census->withdrawn -= cut;
    census->capacity = layout->addresses - cut;
}
