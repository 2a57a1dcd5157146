/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the form in which spaces, blocks and runs are kept, and what may
 * overlap. */
#include "plan/source.h"

#include "cli.h"
#include "plan/grow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- building -------------------------------------------------------------- */

static bool is_space(const struct source_space *space, const char *pool,
                     const char *region, const char *group) {
    return strcmp(space->group, group) == 0 &&
           strcmp(space->region, region) == 0 && strcmp(space->pool, pool) == 0;
}

static uint64_t realm_of(const char *pool) {
    eip_pool_ref ref;

    return eip_pool_id_parse(eip_text_of(pool), &ref) == EIP_OK &&
                   ref.kind == EIP_POOL_COIP
               ? ref.id
               : SOURCE_PUBLIC;
}

uint32_t source_space(struct source *source, const char *pool,
                      const char *region, const char *group) {
    struct source_space *space;
    size_t i;

    pool = pool ? pool : "amazon";
    region = region ? region : group;
    /* Neighbours in a file are mostly of one space: look at the last first. */
    for (i = source->space_count; i > 0; i--) {
        if (is_space(&source->spaces[i - 1], pool, region, group))
            return (uint32_t)(i - 1);
    }
    if (!grow_room(&source->spaces, source->space_count, &source->space_room,
                   sizeof(*source->spaces)))
        return UINT32_MAX;
    space = &source->spaces[source->space_count];
    (void)snprintf(space->pool, sizeof(space->pool), "%s", pool);
    (void)snprintf(space->region, sizeof(space->region), "%s", region);
    (void)snprintf(space->group, sizeof(space->group), "%s", group);
    space->realm = realm_of(space->pool);
    space->kind = ranges_kind_of(region, group);
    return (uint32_t)source->space_count++;
}

bool source_block(struct source *source, const struct source_block *block) {
    if (!grow_room(&source->blocks, source->block_count, &source->block_room,
                   sizeof(*source->blocks)))
        return false;
    source->blocks[source->block_count] = *block;
    source->blocks[source->block_count++].realm =
        source->spaces[block->space].realm;
    return true;
}

bool source_run(struct source *source, const struct source_run *run) {
    if (!grow_room(&source->runs, source->run_count, &source->run_room,
                   sizeof(*source->runs)))
        return false;
    source->runs[source->run_count++] = *run;
    return true;
}

uint32_t source_file(struct source *source, const char *name) {
    if (!grow_room(&source->names, source->name_count, &source->name_room,
                   sizeof(*source->names)))
        return UINT32_MAX;
    source->names[source->name_count] = name;
    return (uint32_t)source->name_count++;
}

void source_free(struct source *source) {
    free(source->names);
    free(source->spaces);
    free(source->blocks);
    free(source->runs);
    memset(source, 0, sizeof(*source));
}

const char *source_line(char *buffer, uint32_t line) {
    (void)snprintf(buffer, SOURCE_LINE_SIZE, ":%u", line);
    return line ? buffer : "";
}

const char *source_name(char *buffer, const struct source_space *space) {
    if (strcmp(space->pool, "amazon") == 0)
        (void)snprintf(buffer, SOURCE_NAME_SIZE, "%s", space->group);
    else
        (void)snprintf(buffer, SOURCE_NAME_SIZE, "%s %s", space->group,
                       space->pool);
    return buffer;
}

bool source_has_pools(const struct source *source) {
    size_t i;

    for (i = 0; i < source->space_count; i++) {
        if (strcmp(source->spaces[i].pool, "amazon") != 0)
            return true;
    }
    return false;
}

/* -- blocks ---------------------------------------------------------------- */

uint32_t source_last(eip_cidr cidr) {
    return (uint32_t)(cidr.base + (eip_cidr_count(cidr) - 1));
}

int source_compare(const void *left, const void *right) {
    const struct source_block *a = left;
    const struct source_block *b = right;

    if (a->realm != b->realm)
        return a->realm < b->realm ? -1 : 1;
    if (a->cidr.base != b->cidr.base)
        return a->cidr.base < b->cidr.base ? -1 : 1;
    if (a->cidr.prefix_bits != b->cidr.prefix_bits)
        return a->cidr.prefix_bits < b->cidr.prefix_bits ? -1 : 1;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static int refuse_blocks(const struct source *source,
                         const struct source_block *outer,
                         const struct source_block *inner) {
    char larger[EIP_CIDR_TEXT_SIZE];
    char smaller[EIP_CIDR_TEXT_SIZE];
    char lines[2][SOURCE_LINE_SIZE];
    char names[2][SOURCE_NAME_SIZE];

    (void)eip_cidr_format(outer->cidr, larger);
    (void)eip_cidr_format(inner->cidr, smaller);
    cli_say("%s%s: %s of %s overlaps %s of %s at %s%s",
            source->names[inner->file], source_line(lines[0], inner->line),
            smaller, source_name(names[0], &source->spaces[inner->space]),
            larger, source_name(names[1], &source->spaces[outer->space]),
            source->names[outer->file], source_line(lines[1], outer->line));
    return CLI_BAD_INPUT;
}

static int fold_blocks(struct source *source) {
    size_t kept = 0;
    size_t i;

    qsort(source->blocks, source->block_count, sizeof(*source->blocks),
          source_compare);
    for (i = 0; i < source->block_count; i++) {
        struct source_block *next = &source->blocks[i];
        struct source_block *last = kept ? &source->blocks[kept - 1] : NULL;

        /* Blocks nest or are disjoint, so one can only lie in the last. */
        if (!last || last->realm != next->realm ||
            !eip_cidr_overlaps(last->cidr, next->cidr))
            source->blocks[kept++] = *next;
        else if (last->space != next->space)
            return refuse_blocks(source, last, next);
        else
            source->folded++;
    }
    source->block_count = kept;
    return CLI_OK;
}

int source_finish(struct source *source) {
    int code = fold_blocks(source);

    return code == CLI_OK ? source_finish_runs(source) : code;
}
