/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Which mutant runs (schemata.py), from the environment:
 *
 *   EIP_MUTANT          its number; 0: none; -1: none, but the functions that
 *                       have mutants tell that they were called
 *   EIP_MUTANT_REACHED  with -1: a file with a byte for each function
 *   EIP_MUTANT_LIMIT    milliseconds of processors' time before SIGPROF
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

int eip__mutant;                        /* to the library it is constant */
static volatile unsigned char *reached; /* shared with who is forked */
static long reached_count;

void eip__mutant_reach(int function);

void eip__mutant_reach(int function) {
    if (function < reached_count) {
        reached[function] = 1;
    }
}

static void map_reached(const char *path) {
    struct stat about;
    int file = open(path, O_RDWR);
    void *mapped = MAP_FAILED;

    if (file < 0 || fstat(file, &about) != 0) {
        _exit(99);
    }
    mapped = mmap(NULL, (size_t)about.st_size, PROT_READ | PROT_WRITE,
                  MAP_SHARED, file, 0);
    if (mapped == MAP_FAILED) {
        _exit(99);
    }
    (void)close(file);
    reached = mapped;
    reached_count = about.st_size;
}

static long number_in(const char *name) {
    const char *text = getenv(name);

    return text != NULL ? strtol(text, NULL, 10) : 0;
}

__attribute__((constructor)) static void choose(void) {
    long limit = number_in("EIP_MUTANT_LIMIT");
    struct itimerval after = {{0, 0}, {limit / 1000, limit % 1000 * 1000}};

    (void)setitimer(ITIMER_PROF, &after, NULL);
    eip__mutant = (int)number_in("EIP_MUTANT");
    if (eip__mutant < 0) {
        map_reached(getenv("EIP_MUTANT_REACHED"));
    }
}
