/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what is in use: what several say of it, and in which blocks it lies. */
#include "plan/source.h"

#include "cli.h"

#include <stdio.h>
#include <stdlib.h>

static int compare_runs(const void *left, const void *right) {
    const struct source_run *a = left;
    const struct source_run *b = right;

    if (a->realm != b->realm)
        return a->realm < b->realm ? -1 : 1;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return a->last < b->last ? -1 : a->last > b->last;
}

static int refuse_run(const struct source *source, const struct source_run *run,
                      const char *why) {
    char first[EIP_IPV4_TEXT_SIZE];
    char line[SOURCE_LINE_SIZE];

    (void)eip_ipv4_format(run->first, first);
    cli_say("%s%s: %s %s", source->names[run->file],
            source_line(line, run->line), first, why);
    return CLI_BAD_INPUT;
}

/* The list's runs instead of the source's. */
static void take_runs(struct source *source, const struct source *list) {
    free(source->runs);
    source->runs = list->runs;
    source->run_count = list->run_count;
    source->run_room = list->run_room;
}

static int place_runs(struct source *source) {
    size_t i;

    for (i = 0; i < source->run_count; i++) {
        struct source_run *run = &source->runs[i];
        const struct source_block *block;
        const struct source_block *other;
        char why[2 * RANGES_NAME_SIZE + 48];

        if (run->realm != SOURCE_UNKNOWN)
            continue;
        block = source_find_any(source, run->first, &other);
        if (!block)
            return refuse_run(source, run, "lies in none of the ranges");
        if (other) {
            (void)snprintf(why, sizeof(why), "is an address of %s and of %s",
                           source->spaces[block->space].pool,
                           source->spaces[other->space].pool);
            return refuse_run(source, run, why);
        }
        run->realm = block->realm;
    }
    return CLI_OK;
}

/* The part of a run in the block where it begins goes to `list`; what is left
 * of it is cut off its front. */
static int cut_run(struct source *source, struct source *list,
                   struct source_run *run) {
    const struct source_block *block =
        source_find(source, run->realm, run->first);
    struct source_run part = *run;
    uint32_t last;

    if (!block)
        return refuse_run(source, run, "lies in none of the ranges");
    last = source_last(block->cidr);
    if (last < part.last)
        part.last = last;
    if (!source_run(list, &part))
        return CLI_IO;
    run->first = part.last + 1;
    return part.last == run->last ? CLI_FAILED : CLI_OK;
}

static int cut_runs(struct source *source) {
    struct source list = {.names = source->names};
    int code = CLI_OK;
    size_t i;

    for (i = 0; i < source->run_count && code == CLI_OK; i++) {
        do
            code = cut_run(source, &list, &source->runs[i]);
        while (code == CLI_OK);
        code = code == CLI_FAILED ? CLI_OK : code;
    }
    take_runs(source, &list);
    return code;
}

/* -- what is said twice ---------------------------------------------------- */

/* Of the list, whose runs are apart, the first that the run touches. */
static size_t find_touched(const struct source *list,
                           const struct source_run *run) {
    size_t at = list->run_count;

    while (at > 0 && list->runs[at - 1].realm == run->realm &&
           list->runs[at - 1].last >= run->first)
        at--;
    return at;
}

/* Put a run that says since when into one that does not, the list's last. */
static bool put_into(struct source *list, const struct source_run *run) {
    struct source_run around = list->runs[list->run_count - 1];

    if (around.first < run->first)
        list->runs[list->run_count - 1].last = run->first - 1;
    else
        list->run_count--;
    if (!source_run(list, run))
        return false;
    if (around.last <= run->last)
        return true;
    around.first = run->last + 1;
    return source_run(list, &around);
}

/* Runs come by address, so behind what one touches there is one more at the
 * most: the rest of what it was put into. */
static int add_run(const struct source *source, struct source *list,
                   struct source_run run) {
    for (;;) {
        size_t at = find_touched(list, &run);
        struct source_run *there;

        if (!list->runs || at == list->run_count)
            return source_run(list, &run) ? CLI_OK : CLI_IO;
        there = &list->runs[at];
        if (there->state != run.state ||
            (there->since_ms != run.since_ms && there->since_ms != 0 &&
             run.since_ms != 0))
            return refuse_run(source, &run, "is said to be in two states");
        if (there->since_ms == 0 && run.since_ms != 0)
            return put_into(list, &run) ? CLI_OK : CLI_IO;
        if (run.last <= there->last)
            return CLI_OK;
        if (there->since_ms == run.since_ms && at + 1 == list->run_count) {
            there->last = run.last;
            return CLI_OK;
        }
        run.first = there->last + 1;
    }
}

/* Said twice in the same words is said once; who says since when adds to who
 * does not. */
static int merge_runs(struct source *source) {
    struct source list = {.names = source->names};
    int code = CLI_OK;
    size_t i;

    for (i = 0; i < source->run_count && code == CLI_OK; i++)
        code = add_run(source, &list, source->runs[i]);
    take_runs(source, &list);
    return code;
}

int source_finish_runs(struct source *source) {
    int code = place_runs(source);

    if (code != CLI_OK || source->run_count == 0)
        return code;
    qsort(source->runs, source->run_count, sizeof(*source->runs), compare_runs);
    code = merge_runs(source);
    return code == CLI_OK ? cut_runs(source) : code;
}
