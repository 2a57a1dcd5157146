/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Ranges in JSON: any bytes are read or refused at a place that is named;
 * what was read holds together, and reads the same once printed. */
#include "fuzz.h"

#include "../../../tools/eip/ranges.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OK = 0, BAD_INPUT = 3 }; /* the command's exit codes */

static char said[2048];
static uint32_t times_said;

void cli_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void cli_say(const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(said, sizeof said, format, arguments);
    va_end(arguments);
    times_said++;
}

static int read_ranges(const char *text, size_t size, struct ranges *ranges) {
    static const char *services[] = {"EC2"};
    const struct ranges_selection selection = {{services, 1}, {NULL, 0}};
    struct input input;

    times_said = 0;
    input_borrow(&input, "x", text, size);
    return ranges_read(&input, &selection, ranges);
}

/* "x: reason", or "x:line:column: reason" with a place that is there. */
static void check_refusal(const uint8_t *data, size_t size) {
    size_t lines = 1;
    unsigned long line = 1;
    unsigned long column = 1;
    int end = 0;

    for (size_t i = 0; i < size; i++) {
        lines += data[i] == '\n';
    }
    FUZZ_CHECK(times_said == 1, "%u messages", times_said);
    FUZZ_CHECK(strncmp(said, "x: ", 3) == 0 ||
                   (sscanf(said, "x:%lu:%lu: %n", &line, &column, &end) == 2 &&
                    end > 0 && said[end] != '\0'),
               "no place in '%s'", said);
    FUZZ_CHECK(line >= 1 && line <= lines && column >= 1 && column <= size + 1,
               "no such place: '%s'", said);
    FUZZ_CHECK(fuzz_characters(said, strlen(said)) >= 0,
               "the message is not UTF-8");
}

static void check_cidrs(const struct ranges *ranges, uint32_t group) {
    const struct range_group *row = &ranges->groups[group];
    uint64_t next = row->first;

    for (uint32_t i = 0; i < row->cidrs; i++) {
        const struct range_cidr *one = &ranges->cidrs[row->first_cidr + i];
        uint64_t count = eip_cidr_count(one->cidr);

        FUZZ_CHECK(one->first == next && count != 0 &&
                       one->cidr.prefix_bits >= RANGES_PREFIX_BITS_MIN,
                   "block %u of group %u", i, group);
        FUZZ_CHECK(ranges_find(ranges, group, one->cidr.base) == next &&
                       ranges_group_of(ranges, next + count - 1) == group,
                   "block %u of group %u is not found", i, group);
        next += count;
        for (uint32_t n = 0; n < row->first_cidr + i && n < 64; n++) {
            FUZZ_CHECK(!eip_cidr_overlaps(ranges->cidrs[n].cidr, one->cidr),
                       "blocks overlap");
        }
    }
    FUZZ_CHECK(next == row->first + row->addresses, "group %u's sum", group);
}

static void check_ranges(const struct ranges *ranges) {
    uint32_t cidrs = 0;
    uint32_t groups = 0;

    for (uint32_t i = 0; i < ranges->region_count; i++) {
        FUZZ_CHECK(ranges->regions[i].first_group == groups &&
                       ranges->regions[i].groups > 0,
                   "region %u", i);
        groups += ranges->regions[i].groups;
    }
    FUZZ_CHECK(groups == ranges->group_count, "%u groups", groups);
    for (uint32_t i = 0; i < ranges->group_count; i++) {
        FUZZ_CHECK(ranges->groups[i].first_cidr == cidrs, "group %u", i);
        check_cidrs(ranges, i);
        cidrs += ranges->groups[i].cidrs;
    }
    FUZZ_CHECK(cidrs == ranges->cidr_count && cidrs > 0 &&
                   cidrs + ranges->duplicates + ranges->folded ==
                       ranges->selected &&
                   ranges->selected <= ranges->prefixes,
               "%u blocks", cidrs);
}

/* The ranges as a document, of which reading gives the same ranges. */
static char *print(const struct ranges *ranges, size_t *size) {
    char *text = NULL;
    FILE *file = open_memstream(&text, size);

    fprintf(file, "{\"prefixes\":[");
    for (uint32_t g = 0; g < ranges->group_count; g++) {
        const struct range_group *row = &ranges->groups[g];

        for (uint32_t i = 0; i < row->cidrs; i++) {
            char cidr[EIP_CIDR_TEXT_SIZE];
            const char *region = ranges->regions[row->region].name;

            (void)eip_cidr_format(ranges->cidrs[row->first_cidr + i].cidr,
                                  cidr);
            fprintf(file,
                    "%s{\"ip_prefix\":\"%s\",\"region\":\"%s\",\"service\":"
                    "\"EC2\",\"network_border_group\":\"%s\"}",
                    g + i == 0 ? "" : ",\n", cidr, region, row->name);
        }
    }
    fprintf(file, "]}");
    if (fclose(file) != 0) {
        world_die("out of memory");
    }
    return text;
}

static void check_again(const struct ranges *ranges) {
    struct ranges again;
    size_t size = 0;
    char *text = print(ranges, &size);
    int code = read_ranges(text, size, &again);

    FUZZ_CHECK(code == OK, "what was printed is refused: %s", said);
    FUZZ_CHECK(again.region_count == ranges->region_count &&
                   again.group_count == ranges->group_count &&
                   again.cidr_count == ranges->cidr_count &&
                   again.addresses == ranges->addresses,
               "what was printed reads as something else");
    for (uint32_t i = 0; i < again.cidr_count; i++) {
        FUZZ_CHECK(again.cidrs[i].cidr.base == ranges->cidrs[i].cidr.base &&
                       again.cidrs[i].cidr.prefix_bits ==
                           ranges->cidrs[i].cidr.prefix_bits,
                   "block %u is another", i);
    }
    for (uint32_t i = 0; i < again.group_count; i++) {
        FUZZ_CHECK(strcmp(again.groups[i].name, ranges->groups[i].name) == 0 &&
                       again.groups[i].kind == ranges->groups[i].kind,
                   "group %u is another", i);
    }
    ranges_free(&again);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct ranges ranges;
    eip_text text;
    int code;

    if (size > FUZZ_INPUT_MAX) {
        return 0;
    }
    fuzz_begin(data, size);
    text = fuzz_text(data, size);
    code = read_ranges(text.data, size, &ranges);
    FUZZ_CHECK(code == OK || code == BAD_INPUT, "code %d", code);
    if (code == OK) {
        FUZZ_CHECK(times_said == 0, "it says '%s'", said);
        check_ranges(&ranges);
        check_again(&ranges);
    } else {
        check_refusal(data, size);
    }
    ranges_free(&ranges);
    return 0;
}
