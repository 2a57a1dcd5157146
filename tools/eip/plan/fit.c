/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* `eip plan fit`: where blocks would go, and what each way leaves behind. */
#include "plan/plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum strategy { FIT_BEST, FIT_FIRST, FIT_STRATEGIES };

static const char *const strategy_names[FIT_STRATEGIES] = {"best", "first"};

/** A free block of a space. */
struct hole {
    eip_cidr cidr;
    uint32_t space;
    uint32_t rank; /* of the space, by names */
};

struct holes {
    struct hole *items; /* by address */
    size_t count, room;
};

struct placed {
    eip_cidr cidr;
    uint32_t space;
};

struct fit {
    const struct source *source;
    const uint32_t *sizes; /* prefix bits wanted, one each */
    size_t wanted;
    struct placed *placed;
    size_t count; /* of those that found a place */
    struct holes holes;
    struct room left;
};

/* -- holes ----------------------------------------------------------------- */

static bool insert(struct holes *holes, size_t at, struct hole hole) {
    if (holes->count == holes->room) {
        size_t room = holes->room ? holes->room * 2 : 256;
        struct hole *items = realloc(holes->items, room * sizeof(*items));

        if (!items) {
            cli_say("%s", strerror(ENOMEM));
            return false;
        }
        holes->items = items;
        holes->room = room;
    }
    memmove(&holes->items[at + 1], &holes->items[at],
            (holes->count - at) * sizeof(*holes->items));
    holes->items[at] = hole;
    holes->count++;
    return true;
}

static int compare(const void *left, const void *right) {
    const struct hole *a = left;
    const struct hole *b = right;

    if (a->cidr.base != b->cidr.base)
        return a->cidr.base < b->cidr.base ? -1 : 1;
    return a->rank < b->rank ? -1 : a->rank > b->rank;
}

static bool collect(const struct source *source, struct holes *holes) {
    uint32_t *order = plan_space_order(source);
    bool is_good = order != NULL;
    uint32_t rank;
    size_t i;

    for (rank = 0; is_good && rank < source->space_count; rank++) {
        struct cidrs cidrs = {NULL, 0, 0};
        uint32_t space = order[rank];

        is_good = room_free(source, space, &cidrs);
        for (i = 0; i < cidrs.count && is_good; i++)
            is_good = insert(holes, holes->count,
                             (struct hole){cidrs.items[i], space, rank});
        cidrs_free(&cidrs);
    }
    free(order);
    if (holes->count > 1)
        qsort(holes->items, holes->count, sizeof(*holes->items), compare);
    return is_good;
}

/* Best: the smallest hole that is large enough, of those the lowest. */
static size_t choose(const struct holes *holes, uint32_t bits,
                     enum strategy strategy) {
    size_t chosen = holes->count;
    size_t i;

    for (i = 0; i < holes->count; i++) {
        uint32_t has = holes->items[i].cidr.prefix_bits;

        if (has > bits)
            continue;
        if (strategy == FIT_FIRST)
            return i;
        if (chosen == holes->count ||
            has > holes->items[chosen].cidr.prefix_bits)
            chosen = i;
    }
    return chosen;
}

/* Take the lower half until it has the size; the upper halves stay. */
static bool place(struct fit *fit, size_t at, uint32_t bits) {
    struct hole hole = fit->holes.items[at];
    struct placed *placed = &fit->placed[fit->count++];

    placed->space = hole.space;
    placed->cidr = (eip_cidr){hole.cidr.base, bits};
    memmove(&fit->holes.items[at], &fit->holes.items[at + 1],
            (fit->holes.count - at - 1) * sizeof(*fit->holes.items));
    fit->holes.count--;
    while (hole.cidr.prefix_bits < bits) {
        struct hole upper = hole;

        hole.cidr.prefix_bits++;
        upper.cidr.prefix_bits = hole.cidr.prefix_bits;
        upper.cidr.base +=
            (uint32_t)(UINT64_C(1) << (32 - upper.cidr.prefix_bits));
        if (!insert(&fit->holes, at, upper))
            return false;
    }
    return true;
}

static void measure(struct fit *fit) {
    const struct room none = ROOM_INIT;
    size_t i;

    fit->left = none;
    for (i = 0; i < fit->holes.count; i++) {
        eip_cidr cidr = fit->holes.items[i].cidr;

        fit->left.free += eip_cidr_count(cidr);
        fit->left.free_cidrs++;
        if (cidr.prefix_bits < fit->left.largest)
            fit->left.largest = cidr.prefix_bits;
    }
}

static bool fit_all(struct fit *fit, enum strategy strategy) {
    size_t i;

    fit->placed = calloc(fit->wanted, sizeof(*fit->placed));
    if (!fit->placed) {
        cli_say("%s", strerror(ENOMEM));
        return false;
    }
    if (!collect(fit->source, &fit->holes))
        return false;
    for (i = 0; i < fit->wanted; i++) {
        size_t at = choose(&fit->holes, fit->sizes[i], strategy);

        if (at == fit->holes.count)
            break;
        if (!place(fit, at, fit->sizes[i]))
            return false;
    }
    measure(fit);
    return true;
}

/* -- printing -------------------------------------------------------------- */

static void print_text(const struct fit *fit, enum strategy strategy) {
    char text[EIP_CIDR_TEXT_SIZE];
    char number[PRINT_NUMBER_SIZE];
    char bits[8];
    size_t i;

    printf("# %s fit: %zu of %zu blocks\n", strategy_names[strategy],
           fit->count, fit->wanted);
    for (i = 0; i < fit->count; i++) {
        const struct source_space *space =
            &fit->source->spaces[fit->placed[i].space];

        (void)eip_cidr_format(fit->placed[i].cidr, text);
        printf("%s %s %s\n", text, space->group, space->pool);
    }
    printf("# leaves %s addresses in %llu blocks, largest %s, "
           "fragmentation %.3f\n",
           print_number(number, fit->left.free),
           (unsigned long long)fit->left.free_cidrs,
           plan_bits(bits, fit->left.largest), room_fragmentation(&fit->left));
}

static void print_member(struct print_json *json, const struct fit *fit,
                         enum strategy strategy) {
    size_t i;

    json_open(json, NULL, '{');
    json_text(json, "strategy", strategy_names[strategy]);
    json_number(json, "wanted", fit->wanted);
    json_number(json, "placed", fit->count);
    json_open(json, "blocks", '[');
    for (i = 0; i < fit->count; i++) {
        const struct source_space *space =
            &fit->source->spaces[fit->placed[i].space];

        json_open(json, NULL, '{');
        plan_json_cidr(json, "cidr", fit->placed[i].cidr);
        json_text(json, "pool", space->pool);
        json_text(json, "region", space->region);
        json_text(json, "network_border_group", space->group);
        json_close(json, '{');
    }
    json_close(json, '[');
    json_open(json, "leaves", '{');
    json_number(json, "free", fit->left.free);
    json_number(json, "free_cidrs", fit->left.free_cidrs);
    json_number(json, "largest_free_addresses",
                fit->left.largest == ROOM_NONE
                    ? 0
                    : UINT64_C(1) << (32 - fit->left.largest));
    json_real(json, "fragmentation", room_fragmentation(&fit->left));
    json_close(json, '{');
    json_close(json, '{');
}

/* -- all ------------------------------------------------------------------- */

static int show(const struct plan_options *options, struct print_json *json,
                const struct fit *wanted, enum strategy strategy) {
    struct fit fit = *wanted;
    int code = CLI_IO;

    if (fit_all(&fit, strategy)) {
        code = fit.count == fit.wanted ? CLI_OK : CLI_FAILED;
        if (options->is_json)
            print_member(json, &fit, strategy);
        else if (!options->is_quiet)
            print_text(&fit, strategy);
    }
    free(fit.placed);
    free(fit.holes.items);
    return code;
}

static int show_all(const struct plan_options *options,
                    const struct fit *wanted) {
    struct print_json json = {0, {true}};
    int worst = CLI_OK;
    int i;

    if (options->is_json) {
        json_open(&json, NULL, '{');
        json_text(&json, "program", "eip plan fit");
        json_open(&json, "ways", '[');
    }
    for (i = 0; i < FIT_STRATEGIES; i++) {
        int code = CLI_OK;

        if (!options->strategy ||
            strcmp(options->strategy, strategy_names[i]) == 0)
            code = show(options, &json, wanted, (enum strategy)i);
        worst = code > worst ? code : worst;
    }
    if (options->is_json) {
        json_close(&json, '[');
        json_close(&json, '{');
    }
    return worst;
}

/* Every operand is a size, wanted `count` times. */
static uint32_t *take_sizes(int argc, char **argv, uint64_t count,
                            size_t *wanted) {
    size_t operands = (size_t)(argc - optind);
    uint32_t *sizes = calloc(operands * count, sizeof(*sizes));
    size_t i;

    for (i = 0; sizes && i < operands * count; i++) {
        if (!plan_size(argv[optind + (int)(i / count)], &sizes[i])) {
            free(sizes);
            return NULL;
        }
    }
    *wanted = operands * count;
    return sizes;
}

static int run(const struct cli_command *command, int argc, char **argv) {
    struct plan_options options;
    struct source source;
    struct fit fit = {.source = &source};
    uint32_t *sizes;
    int code = plan_begin(command, argc, argv, &options);

    if (code != CLI_OK)
        return code == CLI_END ? CLI_OK : code;
    if (optind >= argc)
        return cli_usage("the size of a block is missing, as in /26");
    sizes = take_sizes(argc, argv, options.count, &fit.wanted);
    if (!sizes)
        return CLI_USAGE;
    fit.sizes = sizes;
    code = read_source(&options.read, &source);
    if (code == CLI_OK)
        code = show_all(&options, &fit);
    source_free(&source);
    free(sizes);
    return code;
}

static const struct cli_option options_table[] = {
    READ_OPTIONS,
    {"count", "N", PLAN_KEY_COUNT, "so many of each size (default: 1)"},
    {"strategy", "WHICH", PLAN_KEY_STRATEGY,
     "best: the smallest hole that is large enough;\n"
     "first: the lowest address (default: show both)"},
    PLAN_OPTIONS_END,
};

const struct cli_command plan_fit = {
    .name = "plan fit",
    .summary = "Show where blocks would go, and what is left then.",
    .synopsis = "[OPTION]... SIZE...",
    .details = "SIZE is /0 to /32. A block lies in one border group of one "
               "pool.\nExit code 1: not all of them fit.\n",
    .options = options_table,
    .run = run,
};
