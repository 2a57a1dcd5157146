/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* No tell of a release behind a pick is lost, however many tell at once: each
 * counts, and the lowest address told stays. */
#include "space/order.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdlib.h>

#include "support/internal/direct.h"

enum { THREADS = 4, TELLS = 200000, BASE = 0x0a000000, TELL_BIT = 33 };

struct teller {
    struct direct *direct;
    struct eip__range *range;
    pthread_t thread;
};

static void *tell(void *context) {
    const struct teller *teller = context;

    for (uint32_t i = 0; i < TELLS; i++) {
        eip__order_tell(&teller->direct->space, teller->range,
                        teller->range->record + i % 256);
    }
    return NULL;
}

Test(order_tells, none_is_lost) {
    const struct direct_options options = {
        .policy = EIP_POLICY_LOWEST, .scattered = true, .seed = 5};
    struct direct *direct = calloc(1, sizeof *direct);
    struct eip__range *range;
    struct teller teller[THREADS];
    uint64_t before = UINT64_C(1) << 32;
    uint64_t after;

    cr_assert_not_null(direct);
    direct_open(direct, &options);
    range = direct_add(direct, direct_cidr("10.0.0.0/24"));
    eip__note(&direct->space.low, before); /* beyond all addresses */
    for (uint32_t i = 0; i < THREADS; i++) {
        teller[i] = (struct teller){.direct = direct, .range = range};
        cr_assert_eq(pthread_create(&teller[i].thread, NULL, tell, &teller[i]),
                     0);
    }
    for (uint32_t i = 0; i < THREADS; i++) {
        cr_assert_eq(pthread_join(teller[i].thread, NULL), 0);
    }
    after = eip__look(&direct->space.low);
    cr_assert_eq(after >> TELL_BIT, (uint64_t)THREADS * TELLS);
    cr_assert_eq(after & ((UINT64_C(1) << TELL_BIT) - 1), BASE);
    direct_close(direct);
    free(direct);
}
