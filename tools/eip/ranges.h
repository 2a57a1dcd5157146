/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file ranges.h
 * Address ranges in the form of AWS's ip-ranges.json, read, selected, checked
 * and sorted: Regions, their border groups, the CIDR blocks of each.
 *
 *   regions:  | alpha      | beta                    |
 *   groups:   | a | a-wl1  | b | b-lz1  | b-lz2      |
 *   cidrs:    |...|........|...|........|............|
 *   address:  0 ................................ addresses - 1
 *
 * Each row is one array; a row's elements hold the range that they cover of
 * the next. Every selected address has a number, its place in the last row.
 */
#ifndef EIP_TOOL_RANGES_H
#define EIP_TOOL_RANGES_H

#include "input.h"

#include <stdint.h>

#include <eip/eip.h>

enum {
    RANGES_NAME_SIZE = EIP_LIMIT_NAME + 1,
    RANGES_REGIONS_MAX = 4096,
    RANGES_PREFIX_BITS_MIN = 8 /* what a pool takes */
};

struct range_cidr {
    eip_cidr cidr;
    uint64_t first; /* number of its first address */
};

struct range_group {
    char name[RANGES_NAME_SIZE];
    uint32_t region;
    uint32_t kind; /* EIP_BORDER_GROUP_... */
    uint32_t first_cidr;
    uint32_t cidrs;
    uint64_t first; /* number of its first address */
    uint64_t addresses;
};

struct range_region {
    char name[RANGES_NAME_SIZE];
    uint32_t first_group;
    uint32_t groups;
    uint64_t first; /* number of its first address */
    uint64_t addresses;
};

struct ranges {
    struct range_region *regions;
    struct range_group *groups;
    struct range_cidr *cidrs;
    uint32_t region_count;
    uint32_t group_count;
    uint32_t cidr_count;
    uint64_t addresses;
    uint32_t prefixes;   /* entries in the file */
    uint32_t selected;   /* of those */
    uint32_t duplicates; /* of those: named before, under any service */
    uint32_t folded;     /* of those: inside a larger one */
};

/** A list of names or patterns of the command line. */
struct ranges_list {
    const char **items;
    uint32_t count;
};

/** What to take of a file. */
struct ranges_selection {
    struct ranges_list services; /* names; empty: EC2 */
    struct ranges_list regions;  /* patterns of fnmatch; empty: all */
};

/**
 * Read ranges.
 *
 * @param[out] ranges  End it with ranges_free, also after a failure.
 * @return An exit code; a message is out unless it is CLI_OK.
 */
int ranges_read(const struct input *input,
                const struct ranges_selection *selection,
                struct ranges *ranges);
void ranges_free(struct ranges *ranges);

/** A group's absent or present name, as requests want it: absent for the
 *  Region's own. */
eip_text ranges_group_text(const struct ranges *ranges, uint32_t group);
/** The number of an address of a group; UINT64_MAX if it is none of its. */
uint64_t ranges_find(const struct ranges *ranges, uint32_t group,
                     uint32_t address);
/** The group that has the address of this number. */
uint32_t ranges_group_of(const struct ranges *ranges, uint64_t number);
/** What a border group is, by its name and its Region's:
 *  EIP_BORDER_GROUP_... */
uint32_t ranges_kind_of(const char *region, const char *group);
/** "region", "local zone", "wavelength". */
const char *ranges_kind_name(uint32_t kind);

#endif
