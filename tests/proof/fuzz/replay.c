/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Replays a file of seeds and so many mutations of them; or, with --unpack,
 * writes each seed to a file of its own, for libFuzzer.
 *
 *     replay SEEDS MUTATIONS | replay SEEDS --unpack FOLDER
 *
 * A seed is a line, with \xNN, \n and \\ as in C; `#` begins a comment.
 * EIP_TEST_SEED repeats the mutations.
 */
#include "fuzz.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SEEDS_MAX = 50, SLOW_SECONDS = 5 };

struct bytes {
    size_t size;
    uint8_t at[FUZZ_INPUT_MAX];
};

static struct bytes seeds[SEEDS_MAX];
static uint32_t seed_count;

static void on_signal(int number) {
    static const char fault[] = "overrun: a byte outside was touched\n";
    static const char slow[] = "too slow: one input takes seconds\n";
    const char *what = number == SIGALRM ? slow : fault;

    if (number != SIGABRT && write(STDERR_FILENO, what, strlen(what)) > 0) {
        fuzz_print_input();
    }
    _exit(1);
}

static int digit(char c) {
    const char *at = strchr("0123456789abcdef", c);

    return c != '\0' && at != NULL ? (int)(at - "0123456789abcdef") : 0;
}

static void read_seed(const char *line, struct bytes *seed) {
    seed->size = 0;
    while (*line != '\0' && *line != '\n') {
        char c = *line++;

        if (seed->size == FUZZ_INPUT_MAX) {
            world_die("a seed is too long");
        }
        if (c == '\\' && *line == 'x' && line[1] != '\0') {
            c = (char)(digit(line[1]) << 4 | digit(line[2]));
            line += 3;
        } else if (c == '\\' && *line != '\0') {
            c = *line == 'n' ? '\n' : *line;
            line++;
        }
        seed->at[seed->size++] = (uint8_t)c;
    }
}

static void read_seeds(const char *path) {
    static char line[4 * FUZZ_INPUT_MAX];
    FILE *file = fopen(path, "r");

    if (file == NULL) {
        world_die("%s cannot be read", path);
    }
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#') {
            continue;
        }
        if (seed_count == SEEDS_MAX) {
            world_die("%s has more than %d seeds", path, SEEDS_MAX);
        }
        read_seed(line, &seeds[seed_count++]);
    }
    (void)fclose(file);
    if (seed_count == 0) {
        world_die("%s has no seeds", path);
    }
}

static void unpack(const char *folder) {
    for (uint32_t i = 0; i < seed_count; i++) {
        char path[4096];
        FILE *file;

        (void)snprintf(path, sizeof path, "%s/seed%02u", folder, i);
        file = fopen(path, "wb");
        if (file == NULL ||
            fwrite(seeds[i].at, 1, seeds[i].size, file) != seeds[i].size) {
            world_die("%s cannot be written", path);
        }
        (void)fclose(file);
    }
}

/* -- mutations ------------------------------------------------------------------- */

static uint64_t random_below(uint64_t *state, uint64_t bound) {
    return world_random(state) % bound;
}

/* Put `size` bytes in the place of `old` at `at`; what does not fit is cut. */
static void splice(struct bytes *input, size_t at, size_t old,
                   const uint8_t *from, size_t size) {
    size_t left = input->size - at - old;

    if (at + size + left > FUZZ_INPUT_MAX) {
        return;
    }
    memmove(input->at + at + size, input->at + at + old, left);
    memcpy(input->at + at, from, size);
    input->size = at + size + left;
}

static void mutate(struct bytes *input, uint64_t *state) {
    static const uint8_t telling[] = {0,   1,    '0',  '9',  'a',  '/',
                                      '.', ',',  '=',  '\\', '*',  '?',
                                      '"', '\n', 0x7f, 0x80, 0xc3, 0xff};
    const struct bytes *other = &seeds[random_below(state, seed_count)];
    size_t at = (size_t)random_below(state, input->size + 1);
    size_t left = input->size - at;
    size_t some = (size_t)random_below(state, (left < 9 ? left : 8) + 1);
    uint8_t byte = telling[random_below(state, sizeof telling)];
    size_t from = (size_t)random_below(state, other->size + 1);
    size_t piece = (size_t)random_below(state, other->size - from + 1);

    switch (random_below(state, 6)) {
    case 0:
        splice(input, at, left > 0, &byte, 1);
        break;
    case 1:
        splice(input, at, 0, &byte, 1);
        break;
    case 2:
        splice(input, at, some, &byte, 0);
        break;
    case 3:
        splice(input, at, some, other->at + from, piece);
        break;
    case 4:
        if (left > 0) {
            input->at[at] ^= (uint8_t)(1u << random_below(state, 8));
        }
        break;
    default:
        if (left > 0) {
            input->at[at] =
                (uint8_t)(input->at[at] + 255 + 2 * random_below(state, 2));
        }
        break;
    }
}

static void run(const struct bytes *input) {
    /* The clock of one input; a long run renews it. */
    (void)alarm(SLOW_SECONDS);
    (void)LLVMFuzzerTestOneInput(input->at, input->size);
}

static double now(void) {
    struct timespec time;

    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    static struct bytes input;
    double began = now();
    uint64_t state;
    uint64_t seed;
    uint64_t count;

    if (argc < 3) {
        world_die("usage: replay SEEDS MUTATIONS | SEEDS --unpack FOLDER");
    }
    read_seeds(argv[1]);
    if (strcmp(argv[2], "--unpack") == 0 && argc == 4) {
        unpack(argv[3]);
        return 0;
    }
    seed = world_test_seed(20260101);
    state = seed;
    count = strtoull(argv[2], NULL, 10);
    (void)signal(SIGSEGV, on_signal);
    (void)signal(SIGBUS, on_signal);
    (void)signal(SIGABRT, on_signal);
    (void)signal(SIGALRM, on_signal);
    for (uint32_t i = 0; i < seed_count; i++) {
        run(&seeds[i]);
    }
    for (uint64_t i = 0; i < count; i++) {
        input = seeds[random_below(&state, seed_count)];
        for (uint64_t n = 1 + random_below(&state, 4); n > 0; n--) {
            mutate(&input, &state);
        }
        run(&input);
    }
    fuzz_end();
    printf("fuzz: seed %llu, %u seeds, %llu mutations, %.1f s\n",
           (unsigned long long)seed, seed_count, (unsigned long long)count,
           now() - began);
    return 0;
}
