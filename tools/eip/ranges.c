/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the sorted form of the ranges: which Region has which border groups,
 * which CIDR blocks those, and the numbering of all addresses. */
#include "ranges.h"

#include "cli.h"
#include "json_read.h"
#include "ranges_entry.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* R22: the library is told what a border group is; here its name tells. A
 * Wavelength Zone's has "-wl" and a digit in it. */
uint32_t ranges_kind_of(const char *region, const char *group) {
    const char *at = group;

    if (strcmp(region, group) == 0)
        return EIP_BORDER_GROUP_REGION;
    while ((at = strstr(at, "-wl")) != NULL) {
        at += 3;
        if (*at >= '0' && *at <= '9')
            return EIP_BORDER_GROUP_WAVELENGTH;
    }
    return EIP_BORDER_GROUP_LOCAL_ZONE;
}

const char *ranges_kind_name(uint32_t kind) {
    switch (kind) {
    case EIP_BORDER_GROUP_REGION:
        return "region";
    case EIP_BORDER_GROUP_WAVELENGTH:
        return "wavelength";
    default:
        return "local zone";
    }
}

/* -- building -------------------------------------------------------------- */

static int compare(const void *left, const void *right) {
    const struct range_entry *a = left;
    const struct range_entry *b = right;
    int order = strcmp(a->region, b->region);

    if (order == 0)
        order = strcmp(a->group, b->group);
    if (order == 0)
        order = a->cidr.base < b->cidr.base ? -1 : 1;
    return order;
}

static void add_region(struct ranges *ranges, const char *name) {
    struct range_region *region = &ranges->regions[ranges->region_count++];

    (void)snprintf(region->name, sizeof(region->name), "%s", name);
    region->first_group = ranges->group_count;
    region->first = ranges->addresses;
}

static void add_group(struct ranges *ranges, const struct range_entry *entry) {
    struct range_group *group = &ranges->groups[ranges->group_count++];

    (void)snprintf(group->name, sizeof(group->name), "%s", entry->group);
    group->region = ranges->region_count - 1;
    group->kind = ranges_kind_of(entry->region, entry->group);
    group->first_cidr = ranges->cidr_count;
    group->first = ranges->addresses;
    ranges->regions[group->region].groups++;
}

static void add_cidr(struct ranges *ranges, eip_cidr cidr) {
    struct range_cidr *row = &ranges->cidrs[ranges->cidr_count++];
    struct range_group *group = &ranges->groups[ranges->group_count - 1];
    uint64_t addresses = eip_cidr_count(cidr);

    row->cidr = cidr;
    row->first = ranges->addresses;
    group->cidrs++;
    group->addresses += addresses;
    ranges->regions[group->region].addresses += addresses;
    ranges->addresses += addresses;
}

static int build(const struct input *input, struct range_entries *entries,
                 struct ranges *ranges) {
    const struct range_entry *last = NULL;
    uint32_t count = entries->count;
    uint32_t i;

    qsort(entries->items, count, sizeof(*entries->items), compare);
    ranges->regions = calloc(count, sizeof(*ranges->regions));
    ranges->groups = calloc(count, sizeof(*ranges->groups));
    ranges->cidrs = calloc(count, sizeof(*ranges->cidrs));
    if (!ranges->regions || !ranges->groups || !ranges->cidrs) {
        cli_say("%s: %s", input->name, strerror(ENOMEM));
        return CLI_IO;
    }
    for (i = 0; i < count; i++) {
        const struct range_entry *entry = &entries->items[i];
        bool is_new = !last || strcmp(last->region, entry->region) != 0;

        if (is_new && ranges->region_count == RANGES_REGIONS_MAX)
            return input_refuse_all(input, "more than %d Regions",
                                    RANGES_REGIONS_MAX);
        if (is_new)
            add_region(ranges, entry->region);
        if (is_new || strcmp(last->group, entry->group) != 0)
            add_group(ranges, entry);
        add_cidr(ranges, entry->cidr);
        last = entry;
    }
    return CLI_OK;
}

int ranges_read(const struct input *input,
                const struct ranges_selection *selection,
                struct ranges *ranges) {
    struct range_entries entries = {NULL, 0};
    cJSON *root = NULL;
    int code;

    memset(ranges, 0, sizeof(*ranges));
    code = json_read(input, &root);
    if (code == CLI_OK)
        code = range_entries_take(input, root, selection, &entries, ranges);
    if (code == CLI_OK)
        code = range_entries_fold(input, &entries, ranges);
    if (code == CLI_OK)
        code = build(input, &entries, ranges);
    free(entries.items);
    cJSON_Delete(root);
    return code;
}

void ranges_free(struct ranges *ranges) {
    free(ranges->regions);
    free(ranges->groups);
    free(ranges->cidrs);
    memset(ranges, 0, sizeof(*ranges));
}

/* -- looking up ------------------------------------------------------------ */

eip_text ranges_group_text(const struct ranges *ranges, uint32_t group) {
    const struct range_group *row = &ranges->groups[group];
    eip_text absent = {NULL, 0, 0};

    return row->kind == EIP_BORDER_GROUP_REGION ? absent
                                                : eip_text_of(row->name);
}

uint64_t ranges_find(const struct ranges *ranges, uint32_t group,
                     uint32_t address) {
    const struct range_group *row = &ranges->groups[group];
    const struct range_cidr *at = &ranges->cidrs[row->first_cidr];
    uint32_t left = row->cidrs;

    /* The last block that begins at or below the address. This runs once an
     * allocation; written so that the compiler needs no branch in it. */
    while (left > 1) {
        uint32_t half = left / 2;

        at += at[half].cidr.base <= address ? half : 0;
        left -= half;
    }
    if (!eip_cidr_contains(at->cidr, address))
        return UINT64_MAX;
    return at->first + (address - at->cidr.base);
}

uint32_t ranges_group_of(const struct ranges *ranges, uint64_t number) {
    uint32_t at = 0;
    uint32_t left = ranges->group_count;

    while (left > 1) {
        uint32_t half = left / 2;

        at += ranges->groups[at + half].first <= number ? half : 0;
        left -= half;
    }
    return at;
}
