/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the rules of one entry of "prefixes" and of two that overlap. */
#include "ranges_entry.h"

#include "cli.h"
#include "json_read.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

/* -- one entry ------------------------------------------------------------- */

struct taker {
    const struct input *input;
    const struct ranges_selection *selection;
    bool *service_seen;
    bool *region_seen;
    int index;
    const cJSON *item;
};

static size_t place(const struct taker *taker, const char *member) {
    return json_locate(taker->input, "prefixes", taker->index, member);
}

/* A text member; NULL after a message, with `code` set. */
static const char *text_member(const struct taker *taker, const char *name,
                               int *code) {
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(taker->item, name);

    if (cJSON_IsString(member))
        return member->valuestring;
    if (member)
        *code = input_refuse(taker->input, place(taker, name),
                             "\"%s\" is not a string", name);
    else
        *code = input_refuse(taker->input, place(taker, NULL),
                             "\"%s\" is missing", name);
    return NULL;
}

/* Names become border groups of an engine and columns of a table. */
static int check_name(const struct taker *taker, const char *member,
                      const char *name) {
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    size_t size = strlen(name);

    if (size < 1 || size > EIP_LIMIT_NAME)
        return input_refuse(taker->input, place(taker, member),
                            "\"%s\" has %zu bytes, not 1 to %d", member, size,
                            EIP_LIMIT_NAME);
    if (strspn(name, allowed) != size)
        return input_refuse(taker->input, place(taker, member),
                            "\"%s\" has a character other than letters, "
                            "digits, '-', '_' and '.'",
                            member);
    return CLI_OK;
}

static int named_member(const struct taker *taker, const char *member,
                        const char **name) {
    int code = CLI_OK;

    *name = text_member(taker, member, &code);
    return code == CLI_OK ? check_name(taker, member, *name) : code;
}

static int take_cidr(const struct taker *taker, eip_cidr *cidr) {
    int code = CLI_OK;
    const char *text = text_member(taker, "ip_prefix", &code);

    if (code != CLI_OK)
        return code;
    if (eip_cidr_parse(eip_text_of(text), cidr) != EIP_OK)
        return input_refuse(taker->input, place(taker, "ip_prefix"),
                            "'%.40s' is not a CIDR block (a.b.c.d/n without "
                            "host bits)",
                            text);
    if (cidr->prefix_bits < RANGES_PREFIX_BITS_MIN)
        return input_refuse(taker->input, place(taker, "ip_prefix"),
                            "'%s' is larger than a /%d", text,
                            RANGES_PREFIX_BITS_MIN);
    return CLI_OK;
}

static int take_names(const struct taker *taker, struct range_entry *entry,
                      const char **service) {
    static const char group[] = "network_border_group";
    int code = named_member(taker, "region", &entry->region);

    if (code == CLI_OK)
        code = named_member(taker, "service", service);
    if (code != CLI_OK)
        return code;
    /* Files from before 2020 have no border groups. */
    entry->group = entry->region;
    if (cJSON_GetObjectItemCaseSensitive(taker->item, group))
        code = named_member(taker, group, &entry->group);
    return code;
}

/* -- selection ------------------------------------------------------------- */

static bool list_matches(const struct ranges_list *list, const char *text,
                         bool is_pattern, bool *seen) {
    bool matches = false;
    uint32_t i;

    for (i = 0; i < list->count; i++) {
        bool is_one = is_pattern ? fnmatch(list->items[i], text, 0) == 0
                                 : strcmp(list->items[i], text) == 0;

        seen[i] = seen[i] || is_one;
        matches = matches || is_one;
    }
    return matches;
}

static bool is_selected(const struct taker *taker, const char *service,
                        const char *region) {
    const struct ranges_selection *selection = taker->selection;
    bool service_matches;

    if (selection->services.count == 0)
        service_matches = strcmp(service, "EC2") == 0;
    else
        service_matches = list_matches(&selection->services, service, false,
                                       taker->service_seen);
    if (!service_matches)
        return false;
    return selection->regions.count == 0 ||
           list_matches(&selection->regions, region, true, taker->region_seen);
}

/* A name that selects nothing is a slip of the pen; working on the rest
 * without a word would hide it. */
static int check_seen(const struct taker *taker, uint32_t selected) {
    const struct ranges_selection *selection = taker->selection;
    uint32_t i;

    for (i = 0; i < selection->services.count; i++) {
        if (!taker->service_seen[i])
            return input_refuse_all(taker->input,
                                    "no prefix of the service '%s'",
                                    selection->services.items[i]);
    }
    for (i = 0; i < selection->regions.count; i++) {
        if (!taker->region_seen[i])
            return input_refuse_all(taker->input,
                                    "no prefix selected in a Region '%s'",
                                    selection->regions.items[i]);
    }
    if (selected == 0)
        return input_refuse_all(taker->input, "no prefix selected");
    return CLI_OK;
}

static int take_one(struct taker *taker, struct range_entries *entries,
                    struct ranges *ranges) {
    struct range_entry entry = {.index = taker->index};
    const char *service = NULL;
    int code;

    if (!cJSON_IsObject(taker->item))
        return input_refuse(taker->input, place(taker, NULL),
                            "an element of \"prefixes\" is not an object");
    code = take_cidr(taker, &entry.cidr);
    if (code == CLI_OK)
        code = take_names(taker, &entry, &service);
    if (code != CLI_OK)
        return code;
    ranges->prefixes++;
    if (is_selected(taker, service, entry.region))
        entries->items[entries->count++] = entry;
    return CLI_OK;
}

static int take_all(struct taker *taker, const cJSON *array,
                    struct range_entries *entries, struct ranges *ranges) {
    int code = CLI_OK;

    cJSON_ArrayForEach(taker->item, array) {
        code = take_one(taker, entries, ranges);
        if (code != CLI_OK)
            return code;
        taker->index++;
    }
    return check_seen(taker, entries->count);
}

static int find_prefixes(const struct input *input, const cJSON *root,
                         const cJSON **array) {
    if (!cJSON_IsObject(root))
        return input_refuse(input, 0, "the document is not an object");
    *array = cJSON_GetObjectItemCaseSensitive(root, "prefixes");
    if (!*array)
        return input_refuse(input, 0, "\"prefixes\" is missing");
    if (!cJSON_IsArray(*array))
        return input_refuse(input,
                            json_locate(input, "prefixes", JSON_NO_INDEX, NULL),
                            "\"prefixes\" is not an array");
    return CLI_OK;
}

int range_entries_take(const struct input *input, const cJSON *root,
                       const struct ranges_selection *selection,
                       struct range_entries *entries, struct ranges *ranges) {
    struct taker taker = {.input = input, .selection = selection};
    const cJSON *array = NULL;
    int code = find_prefixes(input, root, &array);

    if (code != CLI_OK)
        return code;
    entries->items =
        calloc((size_t)cJSON_GetArraySize(array) + 1, sizeof(*entries->items));
    taker.service_seen = calloc((size_t)selection->services.count + 1, 1);
    taker.region_seen = calloc((size_t)selection->regions.count + 1, 1);
    if (!entries->items || !taker.service_seen || !taker.region_seen) {
        cli_say("%s: %s", input->name, strerror(ENOMEM));
        code = CLI_IO;
    } else {
        code = take_all(&taker, array, entries, ranges);
    }
    free(taker.service_seen);
    free(taker.region_seen);
    ranges->selected = entries->count;
    return code;
}

/* -- overlaps -------------------------------------------------------------- */

/* By address, larger blocks first, then as in the file: what a block overlaps
 * stands right behind it. */
static int compare(const void *left, const void *right) {
    const struct range_entry *a = left;
    const struct range_entry *b = right;

    if (a->cidr.base != b->cidr.base)
        return a->cidr.base < b->cidr.base ? -1 : 1;
    if (a->cidr.prefix_bits != b->cidr.prefix_bits)
        return a->cidr.prefix_bits < b->cidr.prefix_bits ? -1 : 1;
    return a->index < b->index ? -1 : 1;
}

static int refuse_overlap(const struct input *input,
                          const struct range_entry *outer,
                          const struct range_entry *inner) {
    char larger[EIP_CIDR_TEXT_SIZE];
    char smaller[EIP_CIDR_TEXT_SIZE];
    struct input_place at = input_place(
        input, json_locate(input, "prefixes", outer->index, "ip_prefix"));

    (void)eip_cidr_format(outer->cidr, larger);
    (void)eip_cidr_format(inner->cidr, smaller);
    return input_refuse(
        input, json_locate(input, "prefixes", inner->index, "ip_prefix"),
        "%s of %s (Region %s) overlaps %s of %s (Region %s) at %zu:%zu",
        smaller, inner->group, inner->region, larger, outer->group,
        outer->region, at.line, at.column);
}

int range_entries_fold(const struct input *input, struct range_entries *entries,
                       struct ranges *ranges) {
    struct range_entry *kept = entries->items; /* the last one kept */
    uint32_t i;

    qsort(entries->items, entries->count, sizeof(*entries->items), compare);
    for (i = 1; i < entries->count; i++) {
        const struct range_entry *next = &entries->items[i];

        /* Blocks nest or are disjoint, so a block can only lie in the last
         * one kept. */
        if (!eip_cidr_overlaps(kept->cidr, next->cidr)) {
            *++kept = *next;
        } else if (strcmp(kept->region, next->region) != 0 ||
                   strcmp(kept->group, next->group) != 0) {
            return refuse_overlap(input, kept, next);
        } else if (kept->cidr.prefix_bits == next->cidr.prefix_bits) {
            ranges->duplicates++;
        } else {
            ranges->folded++;
        }
    }
    entries->count = (uint32_t)(kept - entries->items) + 1;
    return CLI_OK;
}
