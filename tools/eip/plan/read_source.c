/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns which files and stores are read, and what of them is kept. */
#include "embedded.h"
#include "plan/read_json.h"
#include "plan/read_store.h"

#include <string.h>

static bool is_json(const struct input *input) {
    size_t at = 0;

    while (at < input->size && strchr(" \t\r\n\xef\xbb\xbf", input->text[at]))
        at++;
    return at < input->size &&
           (input->text[at] == '{' || input->text[at] == '[');
}

static int take_input(const struct input *input,
                      const struct read_options *options,
                      struct source *source) {
    return is_json(input) ? read_json(input, options, source)
                          : read_lines(input, options, source, false);
}

static int take_file(const char *path, const struct read_options *options,
                     struct source *source, bool is_held) {
    struct input input;
    int code = input_read(&input, path);

    if (code == CLI_OK)
        code = is_held ? read_lines(&input, options, source, true)
                       : take_input(&input, options, source);
    input_free(&input);
    return code;
}

/* What lies in ranges that were not selected is not asked about. */
static void drop_runs(struct source *source) {
    size_t kept = 0;
    size_t i;

    for (i = 0; i < source->run_count; i++) {
        const struct source_run *run = &source->runs[i];
        const struct source_block *other;

        if (run->realm == SOURCE_UNKNOWN
                ? source_find_any(source, run->first, &other) != NULL
                : source_find(source, run->realm, run->first) != NULL)
            source->runs[kept++] = *run;
    }
    source->run_count = kept;
}

static int finish(const struct read_options *options, struct source *source) {
    bool is_part = options->services.count || options->regions.count ||
                   options->groups.count || options->pools.count;
    struct source_run *runs = source->runs;
    size_t run_count = source->run_count;
    int code;

    if (source->block_count == 0 && is_part) {
        cli_say("no prefix selected");
        return CLI_BAD_INPUT;
    }
    if (!is_part)
        return source_finish(source);
    source->runs = NULL; /* first the blocks, by which runs are dropped */
    source->run_count = 0;
    code = source_finish(source);
    source->runs = runs;
    source->run_count = run_count;
    if (code != CLI_OK)
        return code;
    drop_runs(source);
    return source_finish(source);
}

static uint32_t count_stdin(const struct read_list *list) {
    uint32_t count = 0;

    for (uint32_t i = 0; i < list->count; i++)
        count += strcmp(list->items[i], "-") == 0;
    return count;
}

int read_source(const struct read_options *options, struct source *source) {
    struct input input;
    int code = CLI_OK;
    uint32_t i;

    memset(source, 0, sizeof(*source));
    if (options->is_stdin_taken + count_stdin(&options->ranges) +
            count_stdin(&options->held) >
        1)
        return cli_usage("standard input can be read once only");
    if (options->ranges.count == 0 && options->stores.count == 0) {
        input_borrow(&input, "built-in ranges", embedded_ranges,
                     (size_t)(embedded_ranges_end - embedded_ranges));
        code = take_input(&input, options, source);
    }
    for (i = 0; i < options->ranges.count && code == CLI_OK; i++)
        code = take_file(options->ranges.items[i], options, source, false);
    for (i = 0; i < options->held.count && code == CLI_OK; i++)
        code = take_file(options->held.items[i], options, source, true);
    for (i = 0; i < options->stores.count && code == CLI_OK; i++)
        code = read_store(options->stores.items[i], options, source);
    if (code == CLI_OK && !options->is_raw)
        code = finish(options, source);
    return code;
}
