/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Recordings: the map of slots beside a plain array, and a file that takes
 * nothing while calls come. */
#include "eip/trace/slot_map.h"
#include "eipd/record.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static uint64_t next(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

Test(record, map_is_as_an_array) {
    enum { KEYS = 5000, STEPS = 400000 };
    static uint32_t plain[KEYS]; /* value + 1; 0: not there */
    const char *given = getenv("EIP_TEST_SEED");
    uint64_t seed =
        given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL) | 1;
    uint64_t state = seed * 2 + 1;
    struct slot_map map = {NULL, 0, 0};
    size_t count = 0;

    fprintf(stderr, "seed %llu\n", (unsigned long long)seed);
    slot_map_remove(&map, 7);
    cr_assert_eq(slot_map_get(&map, 7), SLOT_MAP_NONE);
    for (uint32_t step = 0; step < STEPS; step++) {
        uint32_t at = (uint32_t)(next(&state) % KEYS);
        /* Keys that are near each other, and keys that are not. */
        uint64_t key = at % 2 == 0 ? at : at * UINT64_C(0x9e3779b97f4a7c15);

        if (next(&state) % 3 == 0) {
            slot_map_remove(&map, key);
            count -= plain[at] != 0;
            plain[at] = 0;
        } else {
            cr_assert(slot_map_set(&map, key, step));
            count += plain[at] == 0;
            plain[at] = step + 1;
        }
        cr_assert_eq(map.count, count);
        at = (uint32_t)(next(&state) % KEYS);
        key = at % 2 == 0 ? at : at * UINT64_C(0x9e3779b97f4a7c15);
        cr_assert_eq(slot_map_get(&map, key),
                     plain[at] == 0 ? SLOT_MAP_NONE : plain[at] - 1,
                     "seed %llu, step %u, key %u", (unsigned long long)seed,
                     step, at);
    }
    slot_map_free(&map);
    cr_assert_eq(map.count, 0);
}

static int says(struct record *record, const char *line) {
    struct xml text = {0};
    int found;

    record_metrics(record, &text);
    cr_assert(!text.failed && text.data != NULL);
    found = memmem(text.data, text.size, line, strlen(line)) != NULL;
    free(text.data);
    return found;
}

/* More than the memory for it holds; clients go on, and it says that it ends. */
Test(record, a_file_that_takes_nothing) {
    enum { CALLS = 1000000 };
    static struct options options = {.region = "us-east-1", .no_verify = 1};
    static struct worlds worlds;
    static struct record record;
    static struct repeat repeat;
    const eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    struct recorder_call call = {.operation = "DescribeAddresses",
                                 .account = UINT64_C(111111111111),
                                 .request = &request};
    char folder[] = "/tmp/eipd-record-XXXXXX";
    struct world *world;
    int reader;

    (void)signal(SIGPIPE, SIG_IGN);
    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(options.record, sizeof options.record, "%s/pipe", folder);
    cr_assert_eq(mkfifo(options.record, 0600), 0);
    reader = open(options.record, O_RDONLY | O_NONBLOCK);
    cr_assert(worlds_start(&worlds, &options, &repeat));
    cr_assert(record_start(&record, &options, &worlds));
    world = world_take(&worlds);
    call.now_ms = worlds_now_ms(&worlds);
    for (uint32_t i = 0; i < CALLS; i++)
        record_note(&record, world->engine, &call);
    world_give(world);
    cr_assert(says(&record, "eipd_record_failed 1\n"));
    cr_assert_not(says(&record, "{in_trace=\"yes\"} 1000000\n"));
    cr_assert_not(says(&record, "{in_trace=\"yes\"} 0\n"));
    /* Who reads goes away: the thread ends too. */
    (void)close(reader);
    record_stop(&record);
    worlds_end(&worlds);
    (void)unlink(options.record);
    (void)rmdir(folder);
}
