/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* isolation [OPERATIONS [SEED]]: the matrix, then operations at random. */
#include "isolation.h"

#include "support/internal/trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int count, char **argument) {
    uint64_t operations =
        count > 1 ? strtoull(argument[1], NULL, 0) : trial_scaled(1000000);
    uint64_t seed = count > 2 ? strtoull(argument[2], NULL, 0) : trial_seed();
    clock_t began = clock();
    uint64_t cells = isolation_matrix() + isolation_pools() +
                     isolation_public() + isolation_ipam();

    (void)printf("seed %llu\n", (unsigned long long)seed);
    (void)fflush(stdout);
    isolation_random(operations, seed);
    (void)printf("isolation: %llu cells of the matrix, %llu operations at "
                 "random, seed %llu, %.1f s\n",
                 (unsigned long long)cells, (unsigned long long)operations,
                 (unsigned long long)seed,
                 (double)(clock() - began) / CLOCKS_PER_SEC);
    return 0;
}
