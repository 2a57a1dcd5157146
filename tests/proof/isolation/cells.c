/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "cells.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUBBISH = 0x5a };

void told_clear(struct told *told) {
    memset(told, RUBBISH, sizeof *told);
    told->count = told->has_next = 0;
    told->error.size = sizeof told->error;
    told->cidr.size = sizeof told->cidr;
    told->cut.size = sizeof told->cut;
    told->moved.size = sizeof told->moved;
}

void told_strike(struct told *told, const char *text) {
    char *message = told->error.message;
    char *at = *text == '\0' ? NULL : strstr(message, text);

    if (at != NULL) {
        memmove(at, at + strlen(text), strlen(at + strlen(text)) + 1);
        memset(message + strlen(message), 0,
               EIP_ERROR_MESSAGE_SIZE - strlen(message));
    }
}

static void ask(const struct isolation_family *family, uint64_t account,
                uint32_t question, bool dry, uint32_t state,
                struct told *told) {
    eip_caller caller = EIP_CALLER_INIT(account);
    struct world w;
    char *before;
    char *after;

    world_start(&w);
    family->make(&w, state);
    told_clear(told);
    before = world_picture(&w);
    family->question[question].ask(&w, &caller, dry, told);
    after = world_picture(&w);
    if (account != WORLD_BOB && strcmp(before, after) != 0) {
        (void)printf("FAILED: %s, %s: it changes something\n",
                     family->question[question].name, family->state(state));
        exit(1);
    }
    free(before);
    free(after);
    for (uint32_t i = 0; i < family->text_count; i++) {
        told_strike(told, family->texts[i]);
    }
    world_end(&w);
}

/* Bob himself is told by every question: so the comparison can fail. */
static void control(const struct isolation_family *family) {
    for (uint32_t i = 0; i < family->questions; i++) {
        struct told wanted;
        struct told is;

        ask(family, WORLD_BOB, i, false, 0, &wanted);
        ask(family, WORLD_BOB, i, false, family->question[i].owners, &is);
        if (memcmp(&is, &wanted, sizeof is) == 0) {
            (void)printf("FAILED: %s tells even the owner nothing\n",
                         family->question[i].name);
            exit(1);
        }
    }
}

static void compare(const struct isolation_family *family, uint64_t account,
                    uint32_t question, bool dry, uint32_t state) {
    struct told wanted;
    struct told is;

    ask(family, account, question, dry, 0, &wanted);
    ask(family, account, question, dry, state, &is);
    if (memcmp(&is, &wanted, sizeof is) != 0) {
        (void)printf("FAILED: %s%s: %s is told from absent: %s '%s', %s "
                     "'%s'\n",
                     family->question[question].name, dry ? ", dry" : "",
                     family->state(state), eip_status_name(is.status),
                     is.error.message, eip_status_name(wanted.status),
                     wanted.error.message);
        exit(1);
    }
}

uint64_t isolation_cells(const struct isolation_family *family) {
    static const uint64_t callers[] = {WORLD_DAVE, UINT64_C(555555555555)};
    uint64_t cells = 0;

    control(family);
    for (uint32_t who = 0; who < 2; who++) {
        for (uint32_t i = 0; i < family->questions; i++) {
            for (uint32_t n = 1; n < family->states; n++) {
                compare(family, callers[who], i, false, n);
                compare(family, callers[who], i, true, n);
                cells += 2;
            }
        }
    }
    return cells;
}
