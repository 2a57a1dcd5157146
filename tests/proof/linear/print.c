/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <inttypes.h>
#include <stdio.h>

static void print_slots(const char *what, const struct seen *seen,
                        uint32_t count) {
    (void)printf(" %s", what);
    for (uint32_t i = 0; i < count; i++) {
        (void)printf("%s#%u", i == 0 ? "" : ",", seen[i].slot);
    }
}

static void print_question(const struct op *op) {
    static const char *const names[KINDS] = {
        "allocate", "allocate", "release", "describe", "describe",
        "usage",    "quota",    "drain",   "provision"};
    static const char *const modes[] = {"if unused", "start", "cancel"};

    (void)printf("account %u: %s%s", op->account, names[op->kind],
                 op->dry ? " (dry run)" : "");
    if (op->kind == NAMED) {
        (void)printf(" .%u", op->address);
    } else if (op->asked != 0) {
        print_slots("", op->ask, op->asked);
    } else if (op->kind == QUOTA) {
        (void)printf(" := %u", op->number);
    } else if (op->kind == DRAIN) {
        (void)printf(" %s", modes[op->mode % 3]);
    }
}

static void print_answer(const struct op *op) {
    (void)printf(" -> %s", eip_status_name(op->status));
    if (op_allocated(op)) {
        (void)printf(" .%u as #%u", op->address, op->own);
    } else if (op->kind == DESCRIBE || op->kind == IDS) {
        print_slots("", op->list,
                    op->count > ADDRESSES ? ADDRESSES : op->count);
    } else if (op->kind == USAGE) {
        (void)printf(" %u of %u", op->number, op->quota);
    } else if (op->kind == DRAIN && op->status == EIP_OK) {
        (void)printf(" %u held", op->number);
    }
    (void)printf("\n");
}

static void print_start(const struct history *history) {
    static const char *const places[] = {"free", "held", "gone", "draining"};

    (void)printf("  %u addresses%s%s; quotas", history->setting.addresses,
                 history->setting.claims ? ", any may be named" : "",
                 history->setting.cools ? ", cooling ones are kept" : "");
    for (uint32_t i = 0; i < ACCOUNTS; i++) {
        (void)printf(" %u", history->start.quota[i] & 15);
    }
    (void)printf("\n");
    for (uint32_t i = 0; i < history->setting.addresses; i++) {
        uint16_t address = history->start.address[i];
        uint32_t low = address & 63;

        (void)printf("  .%u: %s%s", i, places[place_of(address)],
                     (address & COOLING) != 0 ? ", cooling" : "");
        if (is_held(address)) {
            (void)printf(" by account %u as #%u", history->owner[low], low);
        } else if (low != NOBODY) {
            (void)printf(", last account %u's", low);
        }
        (void)printf("\n");
    }
}

void check_print(const struct history *history) {
    uint8_t next[LANES] = {0};

    print_start(history);
    for (;;) {
        const struct op *op = NULL;
        uint32_t lane = 0;

        for (uint32_t i = 0; i < LANES; i++) {
            if (next[i] < history->ops[i] &&
                (op == NULL || history->op[i][next[i]].called < op->called)) {
                op = &history->op[i][next[i]];
                lane = i;
            }
        }
        if (op == NULL) {
            break;
        }
        next[lane]++;
        (void)printf("  %3" PRIu32 " to ", op->called);
        (void)(op->returned == UINT32_MAX ? printf("...")
                                          : printf("%3" PRIu32, op->returned));
        (void)printf("  thread %u  ", lane);
        print_question(op);
        print_answer(op);
    }
}
