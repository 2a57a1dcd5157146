/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "published.h"

#include "../tools/eip/cli.h"
#include "../tools/eip/ranges.h"

#include <stdlib.h>

struct published {
    struct input input;
    struct ranges ranges;
};

struct published *published_read(const char *path) {
    const char *services[] = {"EC2"};
    const char *regions[] = {"*"};
    const struct ranges_selection ec2 = {{services, 1}, {regions, 1}};
    struct published *published = calloc(1, sizeof *published);

    if (published == NULL || input_read(&published->input, path) != CLI_OK) {
        free(published);
        return NULL;
    }
    if (ranges_read(&published->input, &ec2, &published->ranges) != CLI_OK) {
        published_free(published);
        return NULL;
    }
    return published;
}

void published_free(struct published *published) {
    if (published != NULL) {
        ranges_free(&published->ranges);
        input_free(&published->input);
        free(published);
    }
}

uint64_t published_addresses(const struct published *published) {
    return published->ranges.addresses;
}

uint32_t published_groups(const struct published *published) {
    return published->ranges.group_count;
}

const char *published_group(const struct published *published, uint32_t group,
                            uint32_t *first, uint32_t *count) {
    const struct range_group *row = &published->ranges.groups[group];

    *first = row->first_cidr;
    *count = row->cidrs;
    return row->name;
}

uint32_t published_cidrs(const struct published *published) {
    return published->ranges.cidr_count;
}

eip_cidr published_cidr(const struct published *published, uint32_t i) {
    return published->ranges.cidrs[i].cidr;
}
