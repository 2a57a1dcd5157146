/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Answers that are kept: how many, how long, and over a restart. */
#include "eipd/recall.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <eip/eip.h>

enum { NOW = 1000, SHARD = 5 };

static struct repeat repeat;
static struct repeat later;
static struct recall notes_read;
static eip_store *store;
static eip_engine *engine;

static void key_of(uint32_t number, uint8_t key[REPEAT_KEY]) {
    memset(key, 0, REPEAT_KEY);
    key[0] = SHARD;
    memcpy(key + 1, &number, sizeof number);
}

static void keep(struct repeat *into, uint32_t number, uint64_t now_ms) {
    uint8_t key[REPEAT_KEY];
    char text[32];
    struct repeat_answer answer = {text, 0, 200 + number % 2};

    key_of(number, key);
    answer.size = (size_t)snprintf(text, sizeof text, "answer %u", number);
    cr_assert_not(repeat_enter(into, key, now_ms, &answer));
    repeat_keep(into, engine, key, now_ms, &answer);
    repeat_leave(into, key);
}

static int has(struct repeat *in, uint32_t number, uint64_t now_ms) {
    uint8_t key[REPEAT_KEY];
    char text[32];
    struct repeat_answer answer;
    int found;

    key_of(number, key);
    found = repeat_enter(in, key, now_ms, &answer);
    if (found) {
        cr_assert_eq(answer.size,
                     (size_t)snprintf(text, sizeof text, "answer %u", number));
        cr_assert_eq(memcmp(answer.data, text, answer.size), 0);
        cr_assert_eq(answer.http, 200 + number % 2);
    }
    repeat_leave(in, key);
    return found;
}

static void start(void) {
    repeat_start(&repeat);
    repeat_start(&later);
}

static void end(void) {
    repeat_end(&repeat);
    repeat_end(&later);
}

TestSuite(repeat, .init = start, .fini = end);

Test(repeat, the_oldest_goes_first) {
    for (uint32_t i = 0; i < REPEAT_SLOTS; i++)
        keep(&repeat, i, NOW);
    cr_assert(has(&repeat, 0, NOW));
    keep(&repeat, REPEAT_SLOTS, NOW);
    cr_assert_not(has(&repeat, 0, NOW));
    for (uint32_t i = 1; i <= REPEAT_SLOTS; i++)
        cr_assert(has(&repeat, i, NOW));
    repeat_clear(&repeat);
    cr_assert_not(has(&repeat, 1, NOW));
}

Test(repeat, for_an_hour) {
    keep(&repeat, 1, NOW);
    cr_assert(has(&repeat, 1, NOW + REPEAT_MS - 1));
    cr_assert_not(has(&repeat, 1, NOW + REPEAT_MS));
    keep(&repeat, 1, NOW + REPEAT_MS);
    cr_assert(has(&repeat, 1, NOW + REPEAT_MS));
}

Test(repeat, what_is_too_large_is_not_kept) {
    static char text[REPEAT_BYTES_MAX + 1];
    struct repeat_answer answer = {text, sizeof text, 200};
    uint8_t key[REPEAT_KEY];

    key_of(1, key);
    cr_assert_not(repeat_enter(&repeat, key, NOW, &answer));
    answer = (struct repeat_answer){text, sizeof text, 200};
    repeat_keep(&repeat, NULL, key, NOW, &answer);
    repeat_leave(&repeat, key);
    cr_assert_not(repeat_enter(&repeat, key, NOW, &answer));
    answer = (struct repeat_answer){text, sizeof text - 1, 200};
    repeat_keep(&repeat, NULL, key, NOW, &answer);
    repeat_leave(&repeat, key);
    cr_assert(repeat_enter(&repeat, key, NOW, &answer));
    cr_assert_eq(answer.size, REPEAT_BYTES_MAX);
    repeat_leave(&repeat, key);
}

/* Answers of the largest size, each of its number's letter. */
static char large[REPEAT_BYTES_MAX];

static void keep_large(struct repeat *into, uint32_t number, size_t size) {
    struct repeat_answer answer = {large, size, 200};
    uint8_t key[REPEAT_KEY];

    key_of(number, key);
    cr_assert_not(repeat_enter(into, key, NOW, &answer));
    for (size_t i = 0; i < size; i++)
        large[i] = (char)('A' + (i / 7 + number) % 26);
    answer = (struct repeat_answer){large, size, 200};
    repeat_keep(into, engine, key, NOW, &answer);
    repeat_leave(into, key);
}

static int has_large(struct repeat *in, uint32_t number, size_t size) {
    uint8_t key[REPEAT_KEY];
    struct repeat_answer answer;
    int found;

    key_of(number, key);
    found = repeat_enter(in, key, NOW, &answer);
    if (found) {
        cr_assert_eq(answer.size, size);
        for (size_t i = 0; i < size; i++)
            cr_assert_eq(answer.data[i], (char)('A' + (i / 7 + number) % 26));
    }
    repeat_leave(in, key);
    return found;
}

Test(repeat, large_ones_make_room_by_bytes) {
    enum { FIT = REPEAT_SHARD_BYTES / (REPEAT_BYTES_MAX + 100) };

    for (uint32_t i = 0; i < 100; i++)
        keep(&repeat, 1000 + i, NOW);
    for (uint32_t i = 0; i < FIT; i++)
        keep_large(&repeat, i, REPEAT_BYTES_MAX);
    cr_assert(has(&repeat, 1099, NOW));
    keep_large(&repeat, FIT, REPEAT_BYTES_MAX);
    cr_assert_not(has(&repeat, 1099, NOW));
    cr_assert_not(has_large(&repeat, 0, REPEAT_BYTES_MAX));
    for (uint32_t i = 1; i <= FIT; i++)
        cr_assert(has_large(&repeat, i, REPEAT_BYTES_MAX));
    cr_assert_leq(repeat.shards[SHARD].at, REPEAT_SHARD_BYTES);
}

/* Whatever their sizes: the last are there, whole, and with one all after it. */
Test(repeat, of_all_sizes_the_last_are_kept) {
    enum { COUNT = 6000 };
    static size_t sizes[COUNT];
    const char *given = getenv("EIP_TEST_SEED");
    uint64_t x = given != NULL ? strtoull(given, NULL, 10) | 1 : 7;
    uint32_t oldest = 0;
    size_t kept = 0;

    printf("EIP_TEST_SEED=%llu\n", (unsigned long long)x);
    for (uint32_t i = 0; i < COUNT; i++) {
        size_t bytes = 0;

        x = x * UINT64_C(6364136223846793005) + 1442695040888963407;
        sizes[i] = (x >> 33) %
                   (x >> 59 == 0 ? REPEAT_BYTES_MAX + 1 : 1 + (x >> 40) % 2000);
        keep_large(&repeat, i, sizes[i]);
        while (oldest < i && !has_large(&repeat, oldest, sizes[oldest]))
            oldest++;
        cr_assert(has_large(&repeat, i, sizes[i]), "%u", i);
        cr_assert_lt(i - oldest, REPEAT_SLOTS);
        for (uint32_t j = oldest; i % 500 == 0 && j <= i; j++) {
            cr_assert(has_large(&repeat, j, sizes[j]), "%u of %u", j, i);
            bytes += sizes[j];
        }
        cr_assert_leq(bytes, REPEAT_SHARD_BYTES);
    }
    /* No more are forgotten than there is need to: at the ring's end and at its
     * beginning there may be as much free as the largest takes. */
    for (; oldest < COUNT; oldest++)
        kept += sizes[oldest] + sizeof(struct repeat_note);
    cr_assert(kept + 2 * REPEAT_BYTES_MAX >= REPEAT_SHARD_BYTES ||
              repeat.shards[SHARD].turn - repeat.shards[SHARD].oldest ==
                  REPEAT_SLOTS);
}

static void open_store(void) {
    eip_config config = EIP_CONFIG_INIT;

    config.region = eip_text_of("us-east-1");
    if (store == NULL)
        cr_assert_eq(eip_store_open_memory(NULL, &store, NULL), EIP_OK);
    cr_assert_eq(eip_store_load(&config, store, NULL, &engine, NULL), EIP_OK);
}

static void close_store(void) {
    eip_store_close(store);
    store = NULL;
}

/** What was read is kept, and forgotten here. */
static void keep_read(struct repeat *into) {
    cr_assert(recall_keep(&notes_read, into));
    recall_end(&notes_read);
    memset(&notes_read, 0, sizeof notes_read);
}

static void recall(struct repeat *into) {
    eip_engine_close(engine);
    engine = NULL;
    cr_assert_eq(eip_store_notes(store, recall_note, &notes_read, NULL),
                 EIP_OK);
    keep_read(into);
}

static eip_status count(void *context, eip_text key, eip_text data) {
    (void)key;
    *(uint32_t *)context += data.data != NULL;
    return EIP_OK;
}

/* Of sizes about those of a note; then larger ones take the place of small ones,
 * and small ones of large ones. What is forgotten leaves no note. */
Test(repeat, large_ones_are_recalled) {
    static const size_t sizes[] = {REPEAT_PART - 1,      REPEAT_PART,
                                   REPEAT_PART + 1,      2 * REPEAT_PART,
                                   2 * REPEAT_PART + 9,  REPEAT_BYTES_MAX,
                                   REPEAT_BYTES_MAX - 1, 0};
    enum { SIZES = sizeof sizes / sizeof sizes[0] };
    uint32_t notes = 0;
    uint32_t left;

    open_store();
    for (uint32_t i = 0; i < SIZES; i++)
        keep_large(&repeat, i, sizes[i]);
    recall(&later);
    for (uint32_t i = 0; i < SIZES; i++)
        cr_assert_eq(has_large(&later, i, sizes[i]),
                     has_large(&repeat, i, sizes[i]), "%u", i);
    cr_assert(has_large(&later, SIZES - 1, 0));
    cr_assert(has_large(&later, SIZES - 3, REPEAT_BYTES_MAX));
    open_store();
    for (uint32_t i = 0; i < REPEAT_SLOTS; i++)
        keep(&later, 100 + i, NOW);
    repeat_clear(&repeat);
    recall(&repeat);
    for (uint32_t i = 0; i < REPEAT_SLOTS; i++)
        cr_assert(has(&repeat, 100 + i, NOW), "%u", i);
    cr_assert_not(has_large(&repeat, SIZES - 2, REPEAT_BYTES_MAX - 1));
    cr_assert_eq(store->fold(store->context, UINT32_MAX, &left, NULL), EIP_OK);
    cr_assert_eq(eip_store_notes(store, count, &notes, NULL), EIP_OK);
    cr_assert_eq(notes, REPEAT_SLOTS);
    close_store();
}

/* Of an answer in parts all have to be there. */
Test(repeat, half_an_answer_is_none) {
    struct repeat_note note = {
        .version = 2, .http = 200, .at_ms = NOW, .size = REPEAT_PART + 3};
    static char data[EIP_LIMIT_STORE_NOTE];
    const eip_text first = {"\5\0\0", 3, 0};
    const eip_text second = {"\5\0\0\1", 4, 0};
    struct repeat_answer answer;

    key_of(1, note.key);
    memcpy(data, &note, sizeof note);
    cr_assert_eq(recall_note(&notes_read, first,
                             (eip_text){data, EIP_LIMIT_STORE_NOTE, 0}),
                 EIP_OK);
    keep_read(&repeat);
    cr_assert_not(repeat_enter(&repeat, note.key, NOW, &answer));
    repeat_leave(&repeat, note.key);
    note.part = 1;
    memcpy(data, &note, sizeof note);
    /* One byte is missing. */
    cr_assert_eq(
        recall_note(&notes_read, second, (eip_text){data, sizeof note + 2, 0}),
        EIP_OK);
    cr_assert_null(notes_read.notes[SHARD][0]);
    cr_assert_eq(
        recall_note(&notes_read, second, (eip_text){data, sizeof note + 3, 0}),
        EIP_OK);
    cr_assert_not_null(notes_read.notes[SHARD][0]);
    /* An older one does not take its place. */
    note.part = 0;
    note.turn = REPEAT_SLOTS;
    note.size = 0;
    memcpy(data, &note, sizeof note);
    cr_assert_eq(
        recall_note(&notes_read, first, (eip_text){data, sizeof note, 0}),
        EIP_OK);
    note.turn = 0;
    note.http = 400;
    memcpy(data, &note, sizeof note);
    cr_assert_eq(
        recall_note(&notes_read, first, (eip_text){data, sizeof note, 0}),
        EIP_OK);
    keep_read(&later);
    cr_assert(repeat_enter(&later, note.key, NOW, &answer));
    cr_assert_eq(answer.http, 200);
    repeat_leave(&later, note.key);
    /* What is gone is not there any more; of a part that says nothing. */
    repeat_clear(&later);
    for (uint32_t i = 0; i < 2; i++) {
        cr_assert_eq(
            recall_note(&notes_read, first, (eip_text){data, sizeof note, 0}),
            EIP_OK);
        cr_assert_eq(recall_note(&notes_read, i == 0 ? second : first,
                                 (eip_text){NULL, 0, 0}),
                     EIP_OK);
        cr_assert_eq(notes_read.notes[SHARD][0] != NULL, i == 0);
    }
    keep_read(&later);
    cr_assert_not(repeat_enter(&later, note.key, NOW, &answer));
    repeat_leave(&later, note.key);
}

/* Once and a half around; then another goes on where the first ended. */
Test(repeat, what_was_noted_is_recalled) {
    enum { COUNT = REPEAT_SLOTS + REPEAT_SLOTS / 2 };
    uint32_t notes = 0;
    uint32_t left;

    open_store();
    for (uint32_t i = 0; i < COUNT; i++)
        keep(&repeat, i, NOW);
    cr_assert_eq(
        eip_store_note(engine, eip_text_of("other"), eip_text_of("x"), NULL),
        EIP_OK);
    recall(&later);
    for (uint32_t i = 0; i < COUNT; i++)
        cr_assert_eq(has(&later, i, NOW), i >= COUNT - REPEAT_SLOTS, "%u", i);
    keep(&later, COUNT, NOW);
    cr_assert_not(has(&later, COUNT - REPEAT_SLOTS, NOW));
    cr_assert(has(&later, COUNT - REPEAT_SLOTS + 1, NOW));
    cr_assert_eq(store->fold(store->context, UINT32_MAX, &left, NULL), EIP_OK);
    cr_assert_eq(eip_store_notes(store, count, &notes, NULL), EIP_OK);
    cr_assert_eq(notes, REPEAT_SLOTS + 1);
    close_store();
}

Test(repeat, notes_of_another_form_are_passed_over) {
    static const struct {
        const char *key;
        uint32_t key_size;
        uint32_t version;
        uint32_t size;
        uint32_t more; /* bytes that are not there, or too many */
    } rows[] = {
        {"\5\0\0", 3, 1, 0, 0},   {"\5\0\0", 3, 2, 1, 0},
        {"\5\0\0", 3, 2, 0, 1},   {"\5\0\0", 3, 2, REPEAT_BYTES_MAX + 1, 0},
        {"\5\0", 2, 2, 0, 0},     {"\5\0\0\0\0", 5, 2, 0, 0},
        {"\5\0\0\1", 4, 2, 0, 0}, {"\5\1\0", 3, 2, 0, 0},
        {"\5\0\4", 3, 2, 0, 0},   {"\6\0\0", 3, 2, 0, 0},
        {"\77\0\0", 3, 2, 0, 0},  {"\100\0\0", 3, 2, 0, 0}};
    struct repeat_note note[2] = {{.http = 200, .at_ms = NOW}};
    const char *bytes = (const char *)note;
    struct repeat_answer answer;

    key_of(1, note->key);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        note->version = rows[i].version;
        note->size = rows[i].size;
        cr_assert_eq(
            recall_note(
                &notes_read, (eip_text){rows[i].key, rows[i].key_size, 0},
                (eip_text){bytes, (uint32_t)sizeof *note + rows[i].more, 0}),
            EIP_OK);
        keep_read(&repeat);
        cr_assert_not(repeat_enter(&repeat, note->key, NOW, &answer), "%zu", i);
        repeat_leave(&repeat, note->key);
    }
    note->version = 2;
    note->size = 0;
    cr_assert_eq(recall_note(&notes_read, (eip_text){"\5\0\0", 3, 0},
                             (eip_text){bytes, sizeof *note - 1, 0}),
                 EIP_OK);
    cr_assert_null(notes_read.notes[SHARD][0]);
    cr_assert_eq(recall_note(&notes_read, (eip_text){"\5\0\0", 3, 0},
                             (eip_text){bytes, sizeof *note, 0}),
                 EIP_OK);
    keep_read(&repeat);
    cr_assert(repeat_enter(&repeat, note->key, NOW, &answer));
    cr_assert_eq(answer.size, 0);
    repeat_leave(&repeat, note->key);
}
