/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what options select, and what the lines of a list mean. */
#include "plan/read.h"

#include "plan/read_json.h"
#include "plan/words.h"

#include <fnmatch.h>
#include <string.h>

/* -- options --------------------------------------------------------------- */

static int take(struct read_list *list, const char *name, const char *value) {
    if (!*value) {
        cli_usage("--%s: '' is no name", name);
        return -1;
    }
    if (list->count == READ_LIST_MAX) {
        cli_usage("--%s: given more than %d times", name, READ_LIST_MAX);
        return -1;
    }
    list->items[list->count++] = value;
    return 1;
}

int read_option(const struct cli_reader *reader, int key,
                struct read_options *options) {
    struct read_list *list = NULL;

    if (key == READ_KEY_TRUNCATE) {
        options->host = READ_CLEAR;
        return 1;
    }
    if (key == 'r')
        list = &options->ranges;
    else if (key == READ_KEY_HELD)
        list = &options->held;
    else if (key == READ_KEY_DATA)
        list = &options->stores;
    else if (key == READ_KEY_SERVICE)
        list = &options->services;
    else if (key == READ_KEY_REGION)
        list = &options->regions;
    else if (key == READ_KEY_GROUP)
        list = &options->groups;
    else if (key == READ_KEY_POOL)
        list = &options->pools;
    return list ? take(list, reader->name, reader->value) : 0;
}

bool read_operands(int argc, char **argv, struct read_options *options) {
    int i;

    for (i = optind; i < argc; i++) {
        if (take(&options->ranges, "ranges", argv[i]) < 0)
            return false;
    }
    return true;
}

/* -- selection ------------------------------------------------------------- */

static bool list_has(const struct read_list *list, const char *text) {
    uint32_t i;

    for (i = 0; i < list->count; i++) {
        if (fnmatch(list->items[i], text, 0) == 0)
            return true;
    }
    return list->count == 0;
}

bool read_selects(const struct read_options *options, const char *pool,
                  const char *region, const char *group) {
    return list_has(&options->pools, pool) &&
           list_has(&options->regions, region) &&
           list_has(&options->groups, group);
}

/* -- lines ----------------------------------------------------------------- */

bool read_cidr(const char *text, eip_cidr *cidr, uint32_t *host) {
    char address[EIP_IPV4_TEXT_SIZE];
    const char *slash = strchr(text, '/');
    size_t size = slash ? (size_t)(slash - text) : strlen(text);
    uint64_t bits = 32;
    uint32_t mask;

    if (size >= sizeof(address))
        return false;
    memcpy(address, text, size);
    address[size] = '\0';
    if (slash && (slash[1] == '\0' || (slash[1] == '0' && slash[2]) ||
                  strspn(slash + 1, "0123456789") != strlen(slash + 1) ||
                  !cli_parse_number(slash + 1, &bits) || bits > 32))
        return false;
    if (eip_ipv4_parse(eip_text_of(address), &cidr->base) != EIP_OK)
        return false;
    cidr->prefix_bits = (uint32_t)bits;
    mask = bits == 0 ? 0 : (uint32_t)(UINT32_MAX << (32 - bits));
    *host = cidr->base & ~mask;
    cidr->base &= mask;
    return true;
}

static int line_cidr(const struct words *words,
                     const struct read_options *options, eip_cidr *cidr,
                     uint32_t *host) {
    char text[EIP_CIDR_TEXT_SIZE];

    if (!read_cidr(words->items[0], cidr, host))
        return words_refuse(words, "'%.40s' is not a CIDR block (a.b.c.d/n)",
                            words->items[0]);
    if (*host && options->host == READ_REFUSE) {
        (void)eip_cidr_format(*cidr, text);
        return words_refuse(words, "'%.40s' has host bits; is %s meant?",
                            words->items[0], text);
    }
    return CLI_OK;
}

static int check_words(const struct words *words, uint32_t from) {
    uint32_t i;

    for (i = from; i < words->count; i++) {
        if (!read_name_is_good(words->items[i]))
            return words_refuse(words,
                                "'%.70s' is no name (1 to %d letters, digits, "
                                "'-', '_' and '.')",
                                words->items[i], EIP_LIMIT_NAME);
    }
    return CLI_OK;
}

static int take_range(const struct words *words,
                      const struct read_options *options, struct source *source,
                      uint32_t file) {
    const char *group = words->count > 1 ? words->items[1] : "default";
    const char *pool = words->count > 2 ? words->items[2] : "amazon";
    struct source_block block = {.file = file, .line = words->line};
    int code = line_cidr(words, options, &block.cidr, &block.host);

    if (code == CLI_OK && words->count > 3)
        code = words_refuse(words, "more than CIDR, border group and pool");
    if (code == CLI_OK)
        code = check_words(words, 1);
    if (code != CLI_OK || !read_selects(options, pool, group, group))
        return code;
    block.space = source_space(source, pool, NULL, group);
    if (block.space == UINT32_MAX || !source_block(source, &block))
        return CLI_IO;
    return CLI_OK;
}

static int take_run(const struct words *words,
                    const struct read_options *options, struct source *source,
                    uint32_t file) {
    struct source_run run = {
        .realm = SOURCE_UNKNOWN, .file = file, .line = words->line};
    uint32_t host = 0;
    eip_cidr cidr = {0, 0};
    int code = line_cidr(words, options, &cidr, &host);

    if (code != CLI_OK)
        return code;
    run.first = cidr.base;
    run.last = source_last(cidr);
    run.state = SOURCE_HELD;
    if (words->count > 1 && strcmp(words->items[1], "cooling") == 0)
        run.state = SOURCE_COOLING;
    else if (words->count > 1 && strcmp(words->items[1], "withdrawn") == 0)
        run.state = SOURCE_WITHDRAWN;
    else if (words->count > 1 && strcmp(words->items[1], "held") != 0)
        return words_refuse(words,
                            "'%.40s' is none of held, cooling and withdrawn",
                            words->items[1]);
    if (words->count > 2 && !cli_parse_number(words->items[2], &run.since_ms))
        return words_refuse(words, "'%.40s' is no time in ms since 1970",
                            words->items[2]);
    if (words->count > 3)
        return words_refuse(words, "more than CIDR, state and time");
    return source_run(source, &run) ? CLI_OK : CLI_IO;
}

int read_lines(const struct input *input, const struct read_options *options,
               struct source *source, bool is_held) {
    uint32_t file = source_file(source, input->name);
    struct words words;
    int code = file == UINT32_MAX ? CLI_IO : CLI_OK;
    int got = 0;

    words_begin(&words, input);
    while (code == CLI_OK && (got = words_next(&words)) > 0) {
        if (is_held)
            code = take_run(&words, options, source, file);
        else
            code = take_range(&words, options, source, file);
    }
    return code == CLI_OK && got < 0 ? CLI_BAD_INPUT : code;
}
