/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file lines.h
 * Records as lines of JSON (kinds.h, field.h):
 *
 *     {"kind": "address", "PublicIp": "198.51.100.7",
 *      "AllocationId": "eipalloc-0...", "key": {"Record": 7},
 *      "rank": 8589934592, "value": {"Generation": 2, ...}}
 *
 * A record that JSON's members cannot say byte for byte is a line of hexadecimal
 * digits instead, whose kind is a number:
 *
 *     {"kind": 22, "key": "00", "rank": 0, "data": "..."}
 */
#ifndef EIP_TOOL_STORE_LINES_H
#define EIP_TOOL_STORE_LINES_H

#include "store/kinds.h"
#include "store/store.h"

/** What follows of an address record, and its line says too. */
struct about {
    bool has_address;
    bool has_id;
    uint32_t address;
    uint64_t allocation_id;
};

/** A line that was read. Free `bytes`, which the record lies in. */
struct line {
    uint8_t *bytes;
    eip_store_record record;
    struct about told;
};

/** The members of a record's key, or of its payload; NULL: it is of no kind that
 *  is known here, or JSON cannot say them. */
cJSON *lines_key(const eip_store_record *record);
cJSON *lines_value(const eip_store_record *record, uint64_t latest_ms);

/** A record as a line. `latest_ms`: times are kept to 34 years (FIELD_TIME_40),
 *  those are meant that are nearest to this. */
cJSON *lines_show(const eip_store_record *record, uint64_t latest_ms,
                  struct about about);
/** A record as a line of digits. */
cJSON *lines_show_raw(const eip_store_record *record);
/** Kind, key, rank, and how much it is. */
cJSON *lines_head(const eip_store_record *record);
/** Read a line of `size` bytes, with a byte 0 behind them. False after a message,
 *  and then there is nothing to free. */
bool lines_read(const char *text, size_t size, struct line *line);

#endif
