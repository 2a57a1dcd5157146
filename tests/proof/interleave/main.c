/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* interleavings [--limit N] [--bound P] [--weak N] [--stale S] [--seed N]
 *               [--membarrier] [--freeze] [--gone] [--weaken ROLE] [--sites]
 *               [--verbose] [SCENE ...]
 *
 * Runs each scene through all its interleavings, up to N executions; where
 * these are more, through all with at most P preemptions, up to N again. With
 * --weak through N random executions under C11's memory model, and with
 * --stale through those with at most P preemptions and S loads of old stores.
 * With --membarrier readers are as cheap as a kernel that has it lets them.
 *
 * With --freeze a thread stops for good, at each of its steps in turn, and with
 * --gone a new thread takes its lane over. With --weaken a role of
 * base/atomic.h (or ROLE@0xOFFSET, one place of --sites) has a weaker order. */
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

static bool explore(enum mc_mode mode, uint64_t limit, const char *what) {
    struct mc_plan plan = {.mode = mode,
                           .weak = options.weak != 0 || options.stale != 0,
                           .threads = scene->threads,
                           .preemptions = options.bound,
                           .stale = options.stale,
                           .limit = limit,
                           .seed = options.seed,
                           .start = start,
                           .run = run,
                           .check = check};
    struct mc_figures figures;
    double began = seconds();

    mc_explore(&plan, &figures);
    (void)printf("%-36s %-8s %8" PRIu64 " executions, %6" PRIu64
                 " cut, %4" PRIu64 " ends, longest %4u, complete: %s, %.2f s\n",
                 scene->name, what, figures.executions, figures.cut,
                 world_states(), figures.longest,
                 figures.complete ? "yes" : "no", seconds() - began);
    (void)fflush(stdout);
    total.executions += figures.executions;
    total.steps += figures.steps;
    return figures.complete;
}

/* With each number of steps that the thread can make. */
static void explore_stopping(void) {
    struct mc_plan plan = {.mode = MC_ALL,
                           .threads = scene->threads,
                           .stops = true,
                           .stopper = stopper,
                           .follower = options.gone ? 2 : MC_THREADS,
                           .preemptions = options.bound,
                           .limit = options.limit,
                           .seed = options.seed,
                           .start = start,
                           .run = run,
                           .check = check_stopped};
    struct mc_figures figures;
    uint64_t executions = 0;
    bool complete = true;
    double began = seconds();

    do {
        plan.stop_after++;
        plan.mode = MC_ALL;
        mc_explore(&plan, &figures);
        executions += figures.executions;
        total.steps += figures.steps;
        complete = complete && figures.complete;
        if (!figures.complete) {
            plan.mode = MC_BOUNDED;
            mc_explore(&plan, &figures);
            executions += figures.executions;
            total.steps += figures.steps;
        }
    } while (figures.stopped != 0);
    total.executions += executions;
    total.complete += complete;
    (void)printf("%-36s thread %u at each of %u steps, %8" PRIu64
                 " executions, %4" PRIu64 " ends, complete: %s, %.2f s\n",
                 scene->name, stopper, plan.stop_after - 1, executions,
                 world_states(), complete ? "yes" : "no", seconds() - began);
    (void)fflush(stdout);
}

static void visit_stopping(const struct scene *given) {
    struct world_how how = given->how;

    scene = given;
    mc_name(given->name);
    how.successor = options.gone;
    for (stopper = 0; stopper < 2; stopper++) {
        total.scenes++;
        world_make(&how);
        explore_stopping();
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
        (void)explore(MC_RANDOM, options.weak, "random");
    } else if (options.stale != 0) {
        total.complete += explore(MC_BOUNDED, options.limit, "bounded");
    } else if (explore(MC_ALL, options.limit, "all")) {
        total.complete++;
    } else if (options.bound != 0) {
        (void)explore(MC_BOUNDED, options.limit, "bounded");
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
        scenes_visit(visit);
    }
    weaken_print_sites();
    (void)printf("seed %" PRIu64 ", %" PRIu64 " scenes, %" PRIu64
                 " of them complete, %" PRIu64 " executions, %" PRIu64
                 " steps, %.1f s\n",
                 options.seed, total.scenes, total.complete, total.executions,
                 total.steps, seconds());
    return 0;
}
