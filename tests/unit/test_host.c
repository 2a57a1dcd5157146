/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The memory that an embedder leaves to the library. */
#include "base/host.h"

#include <criterion/criterion.h>

#include <string.h>

/* What is refused is NULL with AddressSanitizer too. */
#if defined(__SANITIZE_ADDRESS__)
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "allocator_may_return_null=1";
}
#endif

static struct eip__host host;

static void start(void) {
    const eip_allocator none = {0};
    const eip_clock clock = {NULL, NULL};
    const eip_random random = {NULL, NULL};

    eip__host_init(&host, &none, &clock, &random);
}

TestSuite(host, .init = start);

static void expect(size_t bytes, size_t alignment) {
    unsigned char *block = eip__host_allocate(&host, bytes);

    cr_assert_not_null(block);
    cr_assert_eq((uintptr_t)block % alignment, 0);
    memset(block, 0x5a, bytes);
    eip__host_release(&host, block, bytes);
}

Test(host, alignment) {
    expect(1, 16);
    expect(64, 64);
    expect(640, 64);
    expect((4u << 20) - 1, 16);
    /* Whole huge pages, from their begin. */
    expect(4u << 20, 2u << 20);
    expect((4u << 20) + 1, 2u << 20);
}

Test(host, there_is_not_so_much) {
    cr_assert_null(eip__host_allocate(&host, SIZE_MAX));
    cr_assert_null(eip__host_allocate(&host, SIZE_MAX / 2 - 64));
}
