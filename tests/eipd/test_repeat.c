/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Answers that are kept: how many, how long, and over a restart. */
#include "eipd/repeat.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include <eip/eip.h>

enum { NOW = 1000, SHARD = 5 };

static struct repeat repeat;
static struct repeat later;
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

static eip_status count(void *context, eip_text key, eip_text data) {
    (void)key;
    (void)data;
    (*(uint32_t *)context)++;
    return EIP_OK;
}

/* Once and a half around; then another goes on where the first ended. */
Test(repeat, what_was_noted_is_recalled) {
    enum { COUNT = REPEAT_SLOTS + REPEAT_SLOTS / 2 };
    eip_config config = EIP_CONFIG_INIT;
    uint32_t notes = 0;
    uint32_t left;

    config.region = eip_text_of("us-east-1");
    cr_assert_eq(eip_store_open_memory(NULL, &store, NULL), EIP_OK);
    cr_assert_eq(eip_store_load(&config, store, NULL, &engine, NULL), EIP_OK);
    for (uint32_t i = 0; i < COUNT; i++)
        keep(&repeat, i, NOW);
    cr_assert_eq(
        eip_store_note(engine, eip_text_of("other"), eip_text_of("x"), NULL),
        EIP_OK);
    eip_engine_close(engine);
    engine = NULL;
    cr_assert_eq(eip_store_notes(store, repeat_recall, &later, NULL), EIP_OK);
    for (uint32_t i = 0; i < COUNT; i++)
        cr_assert_eq(has(&later, i, NOW), i >= COUNT - REPEAT_SLOTS, "%u", i);
    keep(&later, COUNT, NOW);
    cr_assert_not(has(&later, COUNT - REPEAT_SLOTS, NOW));
    cr_assert(has(&later, COUNT - REPEAT_SLOTS + 1, NOW));
    cr_assert_eq(store->fold(store->context, UINT32_MAX, &left, NULL), EIP_OK);
    cr_assert_eq(eip_store_notes(store, count, &notes, NULL), EIP_OK);
    cr_assert_eq(notes, REPEAT_SLOTS + 1);
    eip_store_close(store);
}

Test(repeat, notes_of_another_form_are_passed_over) {
    struct repeat_note note = {.version = 2, .http = 200, .at_ms = NOW};
    const eip_text key = {"\5", 2, 0};
    eip_text data = {(const char *)&note, sizeof note, 0};
    struct repeat_answer answer;

    key_of(1, note.key);
    cr_assert_eq(repeat_recall(&repeat, key, data), EIP_OK);
    cr_assert_not(has(&repeat, 1, NOW));
    note.version = 1;
    data.size--;
    cr_assert_eq(repeat_recall(&repeat, key, data), EIP_OK);
    data.size = sizeof note + REPEAT_BYTES_MAX + 1;
    cr_assert_eq(repeat_recall(&repeat, key, data), EIP_OK);
    data.size = sizeof note;
    cr_assert_eq(repeat_recall(&repeat, eip_text_of("key"), data), EIP_OK);
    cr_assert_not(repeat_enter(&repeat, note.key, NOW, &answer));
    repeat_leave(&repeat, note.key);
    cr_assert_eq(repeat_recall(&repeat, key, data), EIP_OK);
    cr_assert(repeat_enter(&repeat, note.key, NOW, &answer));
    cr_assert_eq(answer.size, 0);
    repeat_leave(&repeat, note.key);
}
