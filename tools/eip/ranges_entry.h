/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file ranges_entry.h  Between ranges.c and ranges_entry.c only. */
#ifndef EIP_TOOL_RANGES_ENTRY_H
#define EIP_TOOL_RANGES_ENTRY_H

#include "ranges.h"

#include <cjson/cJSON.h>

/** One entry of "prefixes". Names are borrowed from the document. */
struct range_entry {
    eip_cidr cidr;
    const char *region;
    const char *group;
    int index; /* in the file */
};

struct range_entries {
    struct range_entry *items;
    uint32_t count;
};

/** Check every entry and keep those selected. `items` is the caller's to
 *  free, also after a failure. Returns an exit code, after a message. */
int range_entries_take(const struct input *input, const cJSON *root,
                       const struct ranges_selection *selection,
                       struct range_entries *entries, struct ranges *ranges);
/** Sort by address, drop repetitions and blocks inside others, refuse other
 *  overlaps. Returns an exit code, after a message. */
int range_entries_fold(const struct input *input, struct range_entries *entries,
                       struct ranges *ranges);

#endif
