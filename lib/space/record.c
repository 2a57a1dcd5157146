/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the segments and which run of records belongs to which range (I2).
 * A range that owns a whole segment stands in a word. Else the segment's owner
 * table has an entry for each 4,096 records: a range, if one owns them all;
 * else, tagged with 1, a table of one for each leaf. */
#include "space/record.h"

#include <string.h>

enum { LEAVES = EIP__PIECE / EIP__LEAF };
#define TAG UINT64_C(1)

struct leaf_table {
    eip__a64 range[LEAVES];
};

eip_status eip__records_open(struct eip__records *records,
                             struct eip__host *host) {
    memset(records, 0, sizeof *records);
    records->host = host;
    return EIP_OK;
}

/* From one segment of a reservation to the next. */
static const size_t stride = (sizeof(struct eip__segment) + 4095) / 4096 * 4096;

static void close_tables(struct eip__records *records, uint32_t at) {
    const struct eip__segment *segment =
        eip__pointer(eip__hint(&records->segment[at]));

    for (uint32_t i = 0; i < EIP__SEGMENT / EIP__PIECE; i++) {
        uint64_t owner = eip__hint(&segment->owner[i]);

        if ((owner & TAG) != 0) {
            eip__host_release(records->host, eip__pointer(owner - TAG),
                              sizeof(struct leaf_table));
        }
    }
}

/* The segments that were reserved with this one, the first of them. */
static void close_run(struct eip__records *records, uint32_t at) {
    uint32_t count = records->reserved[at];

    for (uint32_t i = at; i < at + count; i++) {
        close_tables(records, i);
    }
    eip__host_unreserve(records->host,
                        eip__pointer(eip__hint(&records->segment[at])),
                        count * stride);
}

void eip__records_close(struct eip__records *records) {
    eip__records_collect(records);
    for (uint32_t i = 0; i < EIP__SEGMENTS; i++) {
        if (records->reserved[i] != 0) {
            close_run(records, i);
        }
    }
    for (uint32_t i = 0; i <= EIP__RUN_BITS_MAX; i++) {
        eip__host_release(records->host, records->spare[i].first,
                          records->spare[i].capacity * sizeof(uint32_t));
    }
}

/* -- runs ----------------------------------------------------------------- */

static bool spare_has_room(struct eip__records *records, uint32_t bits,
                           uint32_t extra) {
    struct eip__run_list *list = &records->spare[bits];
    uint32_t capacity = list->capacity == 0 ? 16 : list->capacity * 2;
    uint32_t *grown;

    if (list->count + extra <= list->capacity) {
        return true;
    }
    grown = eip__host_grow(
        records->host, list->first, list->count * sizeof *grown,
        list->capacity * sizeof *grown, capacity * sizeof *grown);
    if (grown == NULL) {
        return false;
    }
    list->first = grown;
    list->capacity = capacity;
    return true;
}

/* Runs begin at multiples of a leaf, so bit 0 of a spare one is free to say that
 * it has served before. */
enum { SERVED = 1 };

/* A run for which no room can be had is lost until the engine is closed. */
static void put_spare(struct eip__records *records, uint32_t bits,
                      uint32_t first) {
    if (spare_has_room(records, bits, 1)) {
        struct eip__run_list *list = &records->spare[bits];

        list->first[list->count++] = first;
    }
}

/* The smallest spare run that is large enough, cut down. */
static bool take_spare(struct eip__records *records, uint32_t bits,
                       uint32_t *run) {
    uint32_t have = bits;

    while (have <= EIP__RUN_BITS_MAX && records->spare[have].count == 0) {
        have++;
    }
    if (have > EIP__RUN_BITS_MAX) {
        return false;
    }
    *run = records->spare[have].first[--records->spare[have].count];
    while (have > bits) {
        have--;
        put_spare(records, have, *run + (UINT32_C(1) << have));
    }
    return true;
}

/* Records above `next`, at the next multiple of the run's size; what is
 * skipped becomes spare runs. */
static bool take_new(struct eip__records *records, uint32_t bits,
                     uint32_t *first) {
    uint64_t size = UINT64_C(1) << bits;
    uint64_t start = (records->next + size - 1) & ~(size - 1);

    if (start + size > UINT64_C(1) << 32) {
        return false;
    }
    while (records->next < start) {
        uint32_t gap = (uint32_t)__builtin_ctzll(records->next);

        put_spare(records, gap, (uint32_t)records->next);
        records->next += UINT64_C(1) << gap;
    }
    records->next = start + size;
    eip__note(&records->handed_out, records->next);
    *first = (uint32_t)start;
    return true;
}

/* How many segments in a row are not there yet, from one on. */
static uint32_t missing(const struct eip__records *records, uint32_t at,
                        uint32_t end) {
    uint32_t count = 0;

    while (at + count < end && eip__hint(&records->segment[at + count]) == 0) {
        count++;
    }
    return count;
}

/* A run lies in one segment, or is of whole ones. */
eip_status eip__records_map(struct eip__records *records, uint32_t first,
                            uint64_t size) {
    uint32_t at = first >> EIP__SEGMENT_BITS;
    uint32_t end = (uint32_t)((first + size - 1) >> EIP__SEGMENT_BITS) + 1;

    while (at < end) {
        uint32_t count = missing(records, at, end);
        unsigned char *pages;

        if (count == 0) {
            at++;
            continue;
        }
        pages = eip__host_reserve(records->host, count * stride);
        if (pages == NULL) {
            return EIP_ERR_OUT_OF_MEMORY;
        }
        records->reserved[at] = (uint16_t)count;
        for (uint32_t i = 0; i < count; i++) {
            eip__publish(&records->segment[at++],
                         eip__value(pages + i * stride));
        }
    }
    return EIP_OK;
}

eip_status eip__records_take(struct eip__records *records, uint32_t bits,
                             uint32_t *first, bool *served) {
    eip_status status;
    uint32_t run;

    if (!take_spare(records, bits, &run) && !take_new(records, bits, &run)) {
        return EIP_ERR_TOO_MANY_CIDRS;
    }
    *first = run & ~(uint32_t)SERVED;
    *served = (run & SERVED) != 0;
    status = eip__records_map(records, *first, UINT64_C(1) << bits);
    if (status != EIP_OK) {
        put_spare(records, bits, run);
    }
    return status;
}

void eip__records_give(struct eip__records *records, uint32_t bits,
                       uint32_t first) {
    put_spare(records, bits, first | SERVED);
}

void eip__records_give_later(struct eip__range *range) {
    eip__a64 *stack = &range->records->returned;
    uint64_t top = eip__read(stack);

    do {
        range->retired.next = eip__pointer(top);
    } while (!eip__step(stack, &top, eip__value(range)));
}

void eip__records_collect(struct eip__records *records) {
    struct eip__retired *at = eip__pointer(eip__take_all(&records->returned));

    while (at != NULL) {
        struct eip__range *range = (struct eip__range *)at;

        at = at->next;
        eip__records_give(records, range->run_bits, range->record);
        eip__host_release(records->host, range, sizeof *range);
    }
}

/* -- owners ---------------------------------------------------------------- */

static eip__a64 *owner_entry(const struct eip__records *records,
                             uint32_t record) {
    return &eip__records_segment(records, record)
                ->owner[record % EIP__SEGMENT / EIP__PIECE];
}

static eip_status assign_leaves(struct eip__records *records,
                                struct eip__range *range, uint64_t value) {
    eip__a64 *entry = owner_entry(records, range->record);
    uint64_t owner = eip__hint(entry);
    uint32_t leaf = range->record % EIP__PIECE / EIP__LEAF;
    uint32_t leaves = (1u << range->run_bits) / EIP__LEAF;
    struct leaf_table *table = eip__pointer(owner - TAG);

    if ((owner & TAG) == 0) {
        table = eip__host_allocate_zeroed(records->host, sizeof *table);
        if (table == NULL) {
            return EIP_ERR_OUT_OF_MEMORY;
        }
        eip__publish(entry, eip__value(table) | TAG);
    }
    for (uint32_t i = leaf; i < leaf + leaves; i++) {
        eip__publish(&table->range[i], value);
    }
    return EIP_OK;
}

static void assign_pieces(struct eip__records *records,
                          const struct eip__range *range, uint64_t value) {
    uint64_t end = (uint64_t)range->record + (UINT64_C(1) << range->run_bits);

    if (range->run_bits >= EIP__SEGMENT_BITS) {
        for (uint64_t at = range->record; at < end; at += EIP__SEGMENT) {
            eip__publish(&records->whole[at >> EIP__SEGMENT_BITS], value);
        }
        return;
    }
    for (uint64_t at = range->record; at < end; at += EIP__PIECE) {
        eip__a64 *entry = owner_entry(records, (uint32_t)at);
        uint64_t owner = eip__hint(entry);

        if ((owner & TAG) == 0) {
            eip__publish(entry, value);
            continue;
        }
        /* Cut into leaves by an earlier range; it stays so. */
        for (uint32_t i = 0; i < LEAVES; i++) {
            struct leaf_table *table = eip__pointer(owner - TAG);

            eip__publish(&table->range[i], value);
        }
    }
}

eip_status eip__records_assign(struct eip__records *records,
                               struct eip__range *range) {
    if (range->run_bits < EIP__PIECE_BITS) {
        return assign_leaves(records, range, eip__value(range));
    }
    assign_pieces(records, range, eip__value(range));
    return EIP_OK;
}

void eip__records_unassign(struct eip__records *records,
                           const struct eip__range *range) {
    if (range->run_bits >= EIP__PIECE_BITS) {
        assign_pieces(records, range, 0);
        return;
    }
    for (uint32_t i = 0; i < (1u << range->run_bits) / EIP__LEAF; i++) {
        uint64_t owner = eip__hint(owner_entry(records, range->record));
        struct leaf_table *table = eip__pointer(owner - TAG);

        if ((owner & TAG) == 0) {
            return; /* it was never assigned */
        }
        eip__publish(&table->range[range->record % EIP__PIECE / EIP__LEAF + i],
                     0);
    }
}

struct eip__range *eip__records_part(const struct eip__records *records,
                                     uint32_t record) {
    const struct eip__segment *segment = eip__records_segment(records, record);
    const struct leaf_table *table;
    uint64_t owner;

    if (segment == NULL) {
        return NULL;
    }
    owner = eip__read(&segment->owner[record % EIP__SEGMENT / EIP__PIECE]);
    if ((owner & TAG) == 0) {
        return eip__pointer(owner);
    }
    table = eip__pointer(owner - TAG);
    return eip__pointer(
        eip__read(&table->range[record % EIP__PIECE / EIP__LEAF]));
}
