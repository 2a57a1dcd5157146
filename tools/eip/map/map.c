/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip map`: pictures of ranges and of their use. */
#include "clock.h"
#include "commands.h"
#include "map/draw.h"
#include "plan/read.h"

#include <string.h>

enum { KEY_PREFIX = 256, KEY_BY, KEY_CHART, KEY_SIDE, KEY_NOW, KEY_TITLE };

struct options {
    struct read_options read;
    const char *output;
    const char *title;
    bool is_bars;
    bool has_window;
    struct map_style style;
};

static const struct cli_option options_table[] = {
    READ_OPTIONS,
    {"output", "FILE", 'o',
     "the picture, as .png or .svg; without it a table with\n"
     "sparklines is printed"},
    {"prefix", "CIDR", KEY_PREFIX, "show only this (default: what has all)"},
    {"colour", "BY", KEY_BY, "border-group (default), pool, state, use or age"},
    {"chart", "KIND", KEY_CHART, "hilbert (default) or bars"},
    {"side", "PIXELS", KEY_SIDE, "of the map: 64 to 4096 (default: 1024)"},
    {"now-ms", "MS", KEY_NOW, "ages are told from here (default: the clock)"},
    {"title", "TEXT", KEY_TITLE, "above the picture (default: FILE)"},
    {"help", NULL, 'h', "show this text"},
    {NULL, NULL, 0, NULL},
};

static bool take_window(const char *text, struct options *options) {
    eip_cidr cidr;
    uint32_t host;

    if (!read_cidr(text, &cidr, &host) || host || cidr.prefix_bits % 2) {
        cli_usage("--prefix: '%s' is not a CIDR block of even size without "
                  "host bits",
                  text);
        return false;
    }
    options->style.window = cidr;
    options->has_window = true;
    return true;
}

static bool take_colour(const char *text, enum map_colour *colour) {
    int i;

    for (i = 0; i < MAP_COLOURS; i++) {
        if (strcmp(text, map_colour_names[i]) == 0) {
            *colour = (enum map_colour)i;
            return true;
        }
    }
    cli_usage("--colour: '%s' is none of border-group, pool, state, use, age",
              text);
    return false;
}

static bool take_chart(const char *text, bool *is_bars) {
    *is_bars = strcmp(text, "bars") == 0;
    if (*is_bars || strcmp(text, "hilbert") == 0)
        return true;
    cli_usage("--chart: '%s' is neither hilbert nor bars", text);
    return false;
}

static bool take(struct cli_reader *reader, int key, void *context) {
    struct options *options = context;
    uint64_t number = 0;

    switch (key) {
    case 'o':
        options->output = reader->value;
        return true;
    case KEY_TITLE:
        options->title = reader->value;
        return true;
    case KEY_PREFIX:
        return take_window(reader->value, options);
    case KEY_BY:
        return take_colour(reader->value, &options->style.colour);
    case KEY_CHART:
        return take_chart(reader->value, &options->is_bars);
    case KEY_SIDE:
        if (!cli_reader_number(reader, 64, 4096, &number))
            return false;
        options->style.side = (int)number;
        return true;
    case KEY_NOW:
        return cli_reader_number(reader, 0, UINT64_MAX, &options->style.now_ms);
    default:
        return read_option(reader, key, &options->read) > 0;
    }
}

static int take_all(const struct cli_command *command, int argc, char **argv,
                    struct options *options) {
    int code = cli_read_options(command, argc, argv, take, options);

    if (code != CLI_OK)
        return code;
    return read_operands(argc, argv, &options->read) ? CLI_OK : CLI_USAGE;
}

static int draw(const struct options *options, const struct source *source,
                bool is_svg) {
    const struct map_style *style = &options->style;
    int width = style->side + MAP_LEGEND_WIDTH;
    int height = style->side + MAP_HEAD;
    struct picture picture;
    int code = CLI_IO;
    bool is_good;

    if (options->is_bars) {
        width = MAP_BARS_WIDTH;
        height = map_bars(NULL, source, style->title);
    }
    if (!picture_begin(&picture, is_svg, width, height))
        return CLI_IO;
    if (options->is_bars)
        is_good = map_bars(&picture, source, style->title) > 0;
    else
        is_good = map_hilbert(&picture, source, style);
    if (is_good && picture_end(&picture))
        code = picture_save(&picture, options->output);
    picture_free(&picture);
    return code;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct options options = {.style = {.realm = SOURCE_UNKNOWN, .side = 1024}};
    struct source source;
    bool is_svg = false;
    int code = take_all(command, argc, argv, &options);

    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (options.output && !picture_is_svg(options.output, &is_svg))
        return CLI_USAGE;
    code = read_source(&options.read, &source);
    if (!options.has_window)
        options.style.window = map_window(&source, SOURCE_UNKNOWN);
    if (options.style.now_ms == 0)
        options.style.now_ms = clock_ms();
    options.style.title = options.title    ? options.title
                          : code == CLI_OK ? source.names[0]
                                           : "";
    if (code == CLI_OK && options.output && !options.is_bars)
        code = source_refuse_realms(&source);
    if (code == CLI_OK && options.output)
        code = draw(&options, &source, is_svg);
    else if (code == CLI_OK)
        code = map_sparklines(&source) ? CLI_OK : CLI_IO;
    source_free(&source);
    return code;
}

const struct cli_command command_map = {
    .name = "map",
    .summary = "Draw a map of ranges and of their use.",
    .synopsis = "[OPTION]... [FILE]...",
    .details =
        "In a Hilbert map every CIDR block is a square, or two, and\n"
        "neighbours in number are neighbours in the picture. By age, what\n"
        "is held is told from its allocation on where --held says when that\n"
        "was (a store does not), and what is cooling from its release on.\n"
        "Pools that have the same numbers for other addresses, as CoIP pools\n"
        "may, are refused: --pool chooses one.\n",
    .options = options_table,
    .run = run,
};
