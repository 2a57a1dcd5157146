/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the blocks of Amazon's pool that a recording tells of. */
#include "recorder.h"

#include <stdlib.h>
#include <string.h>

struct survey {
    struct recorder *recorder;
    struct recorder_block *blocks;
    size_t count, room;
    eip_cidr last; /* whose spans come one after another */
    bool has_failed;
};

static int32_t visit(void *context, const eip_span *span) {
    struct survey *survey = context;
    struct recorder_block block = {span->cidr, 0};

    if (survey->recorder->group_count == 0)
        (void)recorder_group(survey->recorder, span->region, true);
    if (span->pool.kind != EIP_POOL_AMAZON ||
        (survey->count > 0 && survey->last.base == span->cidr.base))
        return 0;
    if (survey->count == survey->room) {
        size_t room = survey->room ? 2 * survey->room : 64;
        void *larger = realloc(survey->blocks, room * sizeof(*survey->blocks));

        survey->has_failed = larger == NULL;
        if (survey->has_failed)
            return 1;
        survey->blocks = larger;
        survey->room = room;
    }
    survey->last = span->cidr;
    block.group =
        recorder_group(survey->recorder, span->network_border_group, true);
    if (block.group < TRACE_GROUPS_MAX)
        survey->blocks[survey->count++] = block;
    return 0;
}

static int compare(const void *left, const void *right) {
    const struct recorder_block *a = left;
    const struct recorder_block *b = right;

    if (a->cidr.base != b->cidr.base)
        return a->cidr.base < b->cidr.base ? -1 : 1;
    return (a->cidr.prefix_bits > b->cidr.prefix_bits) -
           (a->cidr.prefix_bits < b->cidr.prefix_bits);
}

static void tell(struct recorder *recorder, uint64_t now_ms, uint32_t kind,
                 const struct recorder_block *block) {
    char line[TRACE_LINE_SIZE];

    recorder_put(recorder, now_ms, line,
                 trace_write_block(line, kind, block->cidr,
                                   kind == TRACE_ADD ? block->group : 0));
}

/* What goes is told before what comes, which may lie where that was. */
static void tell_changes(struct recorder *recorder, uint64_t now_ms,
                         const struct survey *survey) {
    for (uint32_t kind = TRACE_DRAIN; kind >= TRACE_ADD; kind--) {
        size_t i = 0;
        size_t j = 0;

        while (i < recorder->block_count || j < survey->count) {
            int order = i == recorder->block_count ? 1
                        : j == survey->count
                            ? -1
                            : compare(&recorder->blocks[i], &survey->blocks[j]);

            if (order < 0 && kind == TRACE_DRAIN)
                tell(recorder, now_ms, kind, &recorder->blocks[i]);
            if (order > 0 && kind == TRACE_ADD)
                tell(recorder, now_ms, kind, &survey->blocks[j]);
            i += order <= 0;
            j += order >= 0;
        }
    }
}

void recorder_blocks_changed(struct recorder *recorder, eip_engine *engine,
                             uint64_t now_ms) {
    struct survey survey = {.recorder = recorder};

    if (recorder->is_over)
        return;
    if (eip_engine_survey(engine, visit, &survey) != EIP_OK ||
        survey.has_failed) {
        recorder->is_over = true;
        free(survey.blocks);
        return;
    }
    if (survey.count > 1)
        qsort(survey.blocks, survey.count, sizeof(*survey.blocks), compare);
    tell_changes(recorder, now_ms, &survey);
    free(recorder->blocks);
    recorder->blocks = survey.blocks;
    recorder->block_count = survey.count;
}
