/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the section with maps: one of all there is, or of the parts where it is,
 * for the public addresses and for those of each CoIP pool. */
#include "report/report.h"

#include "map/draw.h"
#include "report/html.h"

#include <stdlib.h>

enum {
    MAP_SIDE = 900,
    SPARSE = 256, /* so few of a map's addresses are too few */
    WINDOWS_MAX = 6,
    WINDOW_SIDE = 400
};

/** A part of the space that gets a map of its own. */
struct window {
    eip_cidr cidr;
    uint64_t addresses;
};

static int compare_windows(const void *left, const void *right) {
    const struct window *a = left;
    const struct window *b = right;

    if (a->addresses != b->addresses)
        return a->addresses > b->addresses ? -1 : 1;
    return a->cidr.base < b->cidr.base ? -1 : a->cidr.base > b->cidr.base;
}

/* The /16 with the most addresses, of blocks that are few and far between. */
static size_t find_windows(const struct source *source, uint64_t realm,
                           struct window *windows) {
    struct window *all = calloc(source->block_count + 1, sizeof(*all));
    size_t count = 0;
    size_t i;

    for (i = 0; all && i < source->block_count; i++) {
        eip_cidr cidr = source->blocks[i].cidr;

        if (source->blocks[i].realm != realm)
            continue;
        if (count == 0 || !eip_cidr_overlaps(all[count - 1].cidr, cidr)) {
            all[count].cidr = cidr;
            if (cidr.prefix_bits > 16)
                all[count].cidr = (eip_cidr){cidr.base & 0xffff0000U, 16};
            else if (cidr.prefix_bits % 2)
                all[count].cidr = (eip_cidr){
                    cidr.base & ~(UINT32_C(1) << (32 - cidr.prefix_bits)),
                    cidr.prefix_bits - 1};
            count++;
        }
        all[count - 1].addresses += eip_cidr_count(cidr);
    }
    if (count > 1)
        qsort(all, count, sizeof(*all), compare_windows);
    if (count > WINDOWS_MAX)
        count = WINDOWS_MAX;
    for (i = 0; i < count; i++)
        windows[i] = all[i];
    free(all);
    return count;
}

static bool draw_map(const struct report *report, uint64_t realm,
                     eip_cidr window, int side, const char *title,
                     const char *caption) {
    bool is_used = report->source->run_count > 0;
    struct map_style style = {.colour = is_used ? MAP_STATE : MAP_GROUP,
                              .window = window,
                              .realm = realm,
                              .side = side,
                              .now_ms = report->now_ms,
                              .title = title};
    struct picture picture;
    bool is_good;

    /* What is in use may be in many parts; prefixes have names to show. */
    if (!picture_begin(&picture, !is_used, side + MAP_LEGEND_WIDTH,
                       side + MAP_HEAD))
        return false;
    is_good = map_hilbert(&picture, report->source, &style) &&
              picture_end(&picture) &&
              html_picture(report->file, &picture, caption);
    picture_free(&picture);
    return is_good;
}

static bool draw_windows(const struct report *report, uint64_t realm) {
    struct window windows[WINDOWS_MAX];
    size_t count = find_windows(report->source, realm, windows);
    bool is_good = true;
    size_t i;

    html_say(report->file,
             "The prefixes are few and far between: the parts with "
             "most of them, each by itself.");
    fputs("<div class=\"maps\">\n", report->file);
    for (i = 0; i < count && is_good; i++) {
        char text[EIP_CIDR_TEXT_SIZE];

        (void)eip_cidr_format(windows[i].cidr, text);
        is_good =
            draw_map(report, realm, windows[i].cidr, WINDOW_SIDE, text, text);
    }
    fputs("</div>\n", report->file);
    return is_good;
}

/* Blocks number `from` to `to` are all of one realm. */
static bool draw_realm(const struct report *report, size_t from, size_t to) {
    const struct source *source = report->source;
    uint64_t realm = source->blocks[from].realm;
    const char *pool = source->spaces[source->blocks[from].space].pool;
    eip_cidr window = map_window(source, realm);
    uint64_t capacity = 0;
    size_t i;

    for (i = from; i < to; i++)
        capacity += eip_cidr_count(source->blocks[i].cidr);
    if (realm != SOURCE_PUBLIC)
        html_say(report->file,
                 "Pool %s, which has addresses of its own:", pool);
    if (eip_cidr_count(window) / SPARSE < capacity)
        return draw_map(report, realm, window, MAP_SIDE,
                        realm == SOURCE_PUBLIC ? report->title : pool, "");
    return draw_windows(report, realm);
}

bool report_map(const struct report *report) {
    const struct source *source = report->source;
    bool is_good = true;
    size_t from;
    size_t to;

    html_section(report->file, "map", "Map");
    html_say(report->file,
             "A Hilbert map: every block is a square or two, and neighbours in "
             "number are neighbours in the picture.");
    for (from = 0; from < source->block_count && is_good; from = to) {
        to = from + 1;
        while (to < source->block_count &&
               source->blocks[to].realm == source->blocks[from].realm)
            to++;
        is_good = draw_realm(report, from, to);
    }
    return is_good;
}
