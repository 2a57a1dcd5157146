/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns looking up by address, in a source that is finished. */
#include "plan/source.h"

#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* How many blocks begin by this address of the realm, or in a realm before. */
static size_t blocks_to(const struct source *source, uint64_t realm,
                        uint32_t address) {
    size_t low = 0;
    size_t high = source->block_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct source_block *block = &source->blocks[middle];

        if (block->realm < realm ||
            (block->realm == realm && block->cidr.base <= address))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct source_block *source_find(const struct source *source,
                                       uint64_t realm, uint32_t address) {
    size_t count = blocks_to(source, realm, address);
    const struct source_block *block;

    if (count == 0)
        return NULL;
    block = &source->blocks[count - 1];
    return block->realm == realm && eip_cidr_contains(block->cidr, address)
               ? block
               : NULL;
}

const struct source_block *source_find_any(const struct source *source,
                                           uint32_t address,
                                           const struct source_block **other) {
    const struct source_block *found = NULL;
    size_t i = 0;

    *other = NULL;
    while (i < source->block_count && !*other) {
        uint64_t realm = source->blocks[i].realm;
        const struct source_block *block = source_find(source, realm, address);

        if (found)
            *other = block;
        else
            found = block;
        i = blocks_to(source, realm, UINT32_MAX);
    }
    return found;
}

size_t source_run_from(const struct source *source, uint64_t realm,
                       uint32_t address) {
    size_t low = 0;
    size_t high = source->run_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct source_run *run = &source->runs[middle];

        if (run->realm < realm || (run->realm == realm && run->last < address))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool source_run_is(const struct source *source, size_t at, uint64_t realm,
                   uint32_t last) {
    return at < source->run_count && source->runs[at].realm == realm &&
           source->runs[at].first <= last;
}

/* -- realms ---------------------------------------------------------------- */

static int compare(const void *left, const void *right) {
    const struct source_block *a = left;
    const struct source_block *b = right;

    if (a->cidr.base != b->cidr.base)
        return a->cidr.base < b->cidr.base ? -1 : 1;
    if (a->cidr.prefix_bits != b->cidr.prefix_bits)
        return a->cidr.prefix_bits < b->cidr.prefix_bits ? -1 : 1;
    return a->realm < b->realm ? -1 : a->realm > b->realm;
}

static int refuse(const struct source *source, const struct source_block *outer,
                  const struct source_block *inner) {
    char larger[EIP_CIDR_TEXT_SIZE];
    char smaller[EIP_CIDR_TEXT_SIZE];

    (void)eip_cidr_format(outer->cidr, larger);
    (void)eip_cidr_format(inner->cidr, smaller);
    return cli_usage(
        "%s of pool %s and %s of pool %s have the same numbers and "
        "are not the same addresses: choose by --pool",
        larger, source->spaces[outer->space].pool, smaller,
        source->spaces[inner->space].pool);
}

int source_refuse_realms(const struct source *source) {
    size_t size = source->block_count * sizeof(*source->blocks);
    struct source_block *blocks;
    int code = CLI_OK;
    size_t outer = 0;
    size_t i;

    if (size == 0 || source->blocks[0].realm ==
                         source->blocks[source->block_count - 1].realm)
        return CLI_OK;
    blocks = malloc(size);
    if (!blocks) {
        cli_say("%s", strerror(ENOMEM));
        return CLI_IO;
    }
    memcpy(blocks, source->blocks, size);
    qsort(blocks, source->block_count, sizeof(*blocks), compare);
    /* Sorted so that what a block overlaps stands behind it; those of one
     * realm do not overlap. */
    for (i = 1; i < source->block_count && code == CLI_OK; i++) {
        if (eip_cidr_overlaps(blocks[outer].cidr, blocks[i].cidr))
            code = refuse(source, &blocks[outer], &blocks[i]);
        else
            outer = i;
    }
    free(blocks);
    return code;
}
