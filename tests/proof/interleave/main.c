/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* interleavings [--limit N] [--bound P] [--pairs] [--threes] [--family]
 *               [--whole] [--reduce] [--traces] [--compare] [--weak N] [--stale S] [--seed N] [--membarrier] [--freeze]
 *               [--gone] [--weaken ROLE] [--sites] [--verbose] [SCENE ...]
 *
 * Runs each scene (or with --pairs those of two threads, with --threes some of
 * three, with --family all of three of claim, recovery, release and expiry)
 * through all states that its interleavings come to, up to N executions; where
 * these are more, through all with at most P preemptions, up to N again, or with
 * --whole fails.
 * With --reduce through so many states that every end is come to; with --traces
 * through one execution of each class of equivalent ones; with --compare all
 * three ways, which must end alike. With --weak through N random executions under C11's memory model, and with
 * --stale through those with at most P preemptions and S loads of old stores.
 * With --membarrier readers are as cheap as a kernel that has it lets them.
 *
 * With --freeze a thread stops for good, after each of its steps, and with
 * --gone a new thread takes its lane over. With --weaken a role of
 * base/atomic.h (or ROLE@0xOFFSET, one place of --sites) has a weaker order. */
#include "arena.h"
#include "scenes.h"
#include "weaken.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct {
    uint64_t limit;
    uint64_t weak;
    uint64_t seed;
    uint32_t bound;
    uint32_t stale;
    bool traces;
    uint32_t which; /* 0: pairs and threes */
    bool whole;
    bool compare;
    bool reduce;
    bool membarrier;
    bool freeze;
    bool gone;
} options = {.limit = 20000, .bound = 2};

static const struct scene *scene;
static struct op ops[OPS];
static uint32_t op_count;
static uint32_t stopper;

static struct {
    uint64_t scenes;
    uint64_t complete;
    uint64_t executions;
    uint64_t steps;
} total;

/* -- a scene -------------------------------------------------------------------- */

static void start(void) {
    for (uint32_t i = 0; i < MC_THREADS; i++) {
        mc_set_gone(i, false);
    }
    op_count = 0;
    for (uint32_t i = 0; i < scene->threads; i++) {
        for (uint32_t k = 0; k < scene->deeds[i]->count; k++) {
            ops[op_count++] = scene->deeds[i]->ops[k];
        }
    }
}

static bool is_successor(uint32_t thread) {
    return options.gone && thread == 2;
}

static void run(uint32_t thread) {
    uint32_t first = 0;

    if (is_successor(thread)) {
        mc_set_gone(stopper, true);
    }

    for (uint32_t i = 0; i < thread; i++) {
        first += scene->deeds[i]->count;
    }
    for (uint32_t k = 0; k < scene->deeds[thread]->count; k++) {
        world_do(&ops[first + k]);
    }
}

static void check(void) {
    world_check(ops, op_count);
}

static uint64_t told_sum(const struct told *told) {
    uint64_t sum = told->effects * 2 + told->again;

    for (uint32_t i = 0; i < KEPT; i++) {
        const struct seen *seen = &told->at[i];

        sum = (sum ^ sum >> 31) * UINT64_C(0x94d049bb133111eb);
        sum += (uint64_t)seen->turn << 32 | (uint64_t)seen->version << 24 |
               (uint64_t)seen->owner << 16 | (uint64_t)seen->offer << 8 |
               (seen->tied ? 2u : 0u) | (seen->standard ? 1u : 0u);
    }
    return sum;
}

/* What each has answered so far, and which were over before which began. */
static uint64_t answers(bool with_order) {
    uint64_t sum = 0;

    for (uint32_t i = 0; i < op_count; i++) {
        const struct op *op = &ops[i];

        sum = sum * 64 + (op->begun ? 1u : 0u) + (op->done ? 2u : 0u);
        sum = sum * 4096 + op->verdict * 256u + op->got;
        sum = (sum ^ sum >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
        sum += told_sum(&op->told);
        for (uint32_t k = 0; with_order && k < op_count; k++) {
            sum = sum * 2 + (op->begun && ops[k].done &&
                             mc_may_precede(&ops[k].span, &op->span));
        }
        sum = (sum ^ sum >> 27) * UINT64_C(0x94d049bb133111eb);
    }
    return sum;
}

static uint64_t digest(void) {
    return answers(true);
}

static uint64_t ending(void) {
    return arena_digest() ^ answers(false);
}

/* Of what a thread would have done after it stopped, nothing was begun. */
static void check_stopped(void) {
    uint32_t begun = 0;

    for (uint32_t i = 0; i < op_count; i++) {
        if (ops[i].begun) {
            ops[begun++] = ops[i];
        }
    }
    world_check_stopped(ops, begun, options.gone);
}

static double seconds(void) {
    struct timespec now;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct mc_figures explore(enum mc_mode mode, bool reduces,
                                 uint64_t limit, const char *what) {
    struct mc_plan plan = {.mode = mode,
                           .weak = options.weak != 0 || options.stale != 0,
                           .reduces = reduces,
                           .threads = scene->threads,
                           .preemptions = options.bound,
                           .stale = options.stale,
                           .limit = limit,
                           .seed = options.seed,
                           .start = start,
                           .run = run,
                           .check = check,
                           .digest = digest,
                           .ending = ending};
    struct mc_figures figures;
    double began = seconds();

    mc_explore(&plan, &figures);
    (void)printf("%-36s %-8s %8" PRIu64 " executions, %6" PRIu64
                 " cut, %8" PRIu64 " states, %4" PRIu64
                 " ends, longest %4u, complete: %s, %.2f s\n",
                 scene->name, what, figures.executions, figures.cut,
                 figures.states, figures.ends, figures.longest,
                 figures.complete ? "yes" : "no", seconds() - began);
    (void)fflush(stdout);
    total.executions += figures.executions + figures.cut;
    total.steps += figures.steps;
    return figures;
}

/* With each number of steps that the thread can make. */
static void explore_stopping(void) {
    struct mc_plan plan = {.mode = options.weak != 0 ? MC_RANDOM : MC_STATES,
                           .weak = options.weak != 0,
                           .threads = scene->threads,
                           .stops = true,
                           .stopper = stopper,
                           .follower = options.gone ? 2 : MC_THREADS,
                           .limit =
                               options.weak != 0 ? options.weak : options.limit,
                           .seed = options.seed,
                           .start = start,
                           .run = run,
                           .check = check_stopped,
                           .digest = digest,
                           .ending = ending};
    struct mc_figures figures;
    double began = seconds();

    mc_explore(&plan, &figures);
    total.executions += figures.executions + figures.cut;
    total.steps += figures.steps;
    total.complete += figures.complete;
    (void)printf("%-36s thread %u stops, %8" PRIu64 " states, %8" PRIu64
                 " times stopped, %4" PRIu64 " ends, complete: %s, %.2f s\n",
                 scene->name, stopper, figures.states, figures.stopped,
                 figures.ends, figures.complete ? "yes" : "no",
                 seconds() - began);
    (void)fflush(stdout);
}

static void visit_stopping(const struct scene *given) {
    struct world_how how = given->how;

    scene = given;
    mc_name(given->name);
    how.successor = options.gone;
    how.membarrier = options.membarrier;
    for (stopper = 0; stopper < 2; stopper++) {
        total.scenes++;
        world_make(&how);
        explore_stopping();
    }
}

static void compare(const struct mc_figures *one,
                    const struct mc_figures *other) {
    if (one->complete && other->complete &&
        (one->ends != other->ends || one->ends_sum != other->ends_sum)) {
        mc_fail("%" PRIu64 " ends of all states, %" PRIu64
                " of fewer, or of all executions, or others",
                one->ends, other->ends);
    }
}

static void visit_whole(void) {
    struct mc_figures states = {.complete = false};
    struct mc_figures fewer = {.complete = false};
    struct mc_figures traces = {.complete = false};

    if (options.compare || (!options.reduce && !options.traces)) {
        states = explore(MC_STATES, false, options.limit, "states");
    }
    if (options.compare || options.reduce) {
        fewer = explore(MC_STATES, true, options.limit, "fewer");
    }
    if (options.compare || options.traces) {
        traces = explore(MC_ALL, false, options.limit, "all");
    }
    compare(&states, &fewer);
    compare(&states, &traces);
    compare(&fewer, &traces);
    if (states.complete || fewer.complete || traces.complete) {
        total.complete++;
    } else if (options.whole) {
        mc_fail("it does not end within %" PRIu64 " executions", options.limit);
    } else if (options.bound != 0) {
        (void)explore(MC_BOUNDED, false, options.limit, "bounded");
    }
}

static void visit(const struct scene *given) {
    struct world_how how = given->how;

    if (options.freeze || options.gone) {
        visit_stopping(given);
        return;
    }

    scene = given;
    mc_name(given->name);
    total.scenes++;
    how.membarrier = options.membarrier;
    world_make(&how);
    if (options.weak != 0) {
        (void)explore(MC_RANDOM, false, options.weak, "random");
    } else if (options.stale != 0) {
        total.complete +=
            explore(MC_BOUNDED, false, options.limit, "bounded").complete;
    } else {
        visit_whole();
    }
}

/* -- arguments -------------------------------------------------------------------- */

static uint64_t number(char **argv, int *at) {
    if (argv[*at + 1] == NULL) {
        (void)fprintf(stderr, "%s of what?\n", argv[*at]);
        exit(2);
    }
    return strtoull(argv[++*at], NULL, 0);
}

static bool is(const char *argument, const char *name) {
    return strcmp(argument, name) == 0;
}

static void weaken_by_name(const char *role) {
    if (role == NULL || !weaken_choose(role)) {
        (void)fprintf(stderr, "no such role\n");
        exit(2);
    }
}

static bool read_option(char **argv, int *at) {
    if (is(argv[*at], "--limit")) {
        options.limit = number(argv, at);
    } else if (is(argv[*at], "--bound")) {
        options.bound = (uint32_t)number(argv, at);
    } else if (is(argv[*at], "--weak")) {
        options.weak = number(argv, at);
    } else if (is(argv[*at], "--stale")) {
        options.stale = (uint32_t)number(argv, at);
    } else if (is(argv[*at], "--seed")) {
        options.seed = number(argv, at);
    } else if (is(argv[*at], "--membarrier")) {
        options.membarrier = true;
    } else if (is(argv[*at], "--traces")) {
        options.traces = true;
    } else if (is(argv[*at], "--pairs")) {
        options.which |= SCENES_PAIRS;
    } else if (is(argv[*at], "--threes")) {
        options.which |= SCENES_THREES;
    } else if (is(argv[*at], "--family")) {
        options.which |= SCENES_FAMILY;
    } else if (is(argv[*at], "--whole")) {
        options.whole = true;
    } else if (is(argv[*at], "--compare")) {
        options.compare = true;
    } else if (is(argv[*at], "--reduce")) {
        options.reduce = true;
    } else if (is(argv[*at], "--freeze")) {
        options.freeze = true;
    } else if (is(argv[*at], "--gone")) {
        options.gone = true;
    } else if (is(argv[*at], "--weaken")) {
        weaken_by_name(argv[++*at]);
    } else if (is(argv[*at], "--sites")) {
        weaken_collect();
    } else if (is(argv[*at], "--verbose")) {
        mc_verbose(true);
    } else {
        return false;
    }
    return true;
}

static void run_named(const char *name) {
    struct scene named;

    if (!scenes_find(name, &named)) {
        (void)fprintf(stderr, "no scene is named %s\n", name);
        exit(2);
    }
    visit(&named);
}

int main(int argc, char **argv) {
    const char *given = getenv("EIP_TEST_SEED");
    bool named = false;

    options.seed =
        given != NULL ? strtoull(given, NULL, 0) : (uint64_t)time(NULL);
    for (int i = 1; i < argc; i++) {
        if (!read_option(argv, &i)) {
            run_named(argv[i]);
            named = true;
        }
    }
    if (!named && (options.freeze || options.gone)) {
        scenes_visit_stopping(options.gone, visit);
    } else if (!named) {
        scenes_visit(options.which != 0 ? options.which
                                        : SCENES_PAIRS | SCENES_THREES,
                     visit);
    }
    weaken_print_sites();
    (void)printf("seed %" PRIu64 ", %" PRIu64 " scenes, %" PRIu64
                 " of them complete, %" PRIu64 " executions, %" PRIu64
                 " steps, %.1f s\n",
                 options.seed, total.scenes, total.complete, total.executions,
                 total.steps, seconds());
    return 0;
}
