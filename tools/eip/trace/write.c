/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "write.h"

#include <stdio.h>
#include <string.h>

const char *const trace_answer_words[TRACE_ANSWERS] = {[TRACE_UNTOLD] = "",
                                                       [TRACE_OK] = "=ok",
                                                       [TRACE_FULL] = "=full",
                                                       [TRACE_LIMIT] = "=quota",
                                                       [TRACE_MISSING] =
                                                           "=none"};

size_t trace_write_time(char *line, uint64_t ms) {
    return (size_t)snprintf(line, TRACE_LINE_SIZE, "t %llu\n",
                            (unsigned long long)ms);
}

size_t trace_write_group(char *line, const char *name) {
    return (size_t)snprintf(line, TRACE_LINE_SIZE, "g %.*s\n", EIP_LIMIT_NAME,
                            name);
}

size_t trace_write_policy(char *line, const char *policy) {
    return (size_t)snprintf(line, TRACE_LINE_SIZE, "p %.80s\n", policy);
}

/* Behind `used` bytes of a line; there is room for all lines. */
static size_t add_number(char *line, size_t used, uint64_t number) {
    return used + (size_t)snprintf(line + used, TRACE_LINE_SIZE - used, " %llu",
                                   (unsigned long long)number);
}

static size_t add_end(char *line, size_t used) {
    line[used++] = '\n';
    line[used] = '\0';
    return used;
}

size_t trace_write_block(char *line, uint32_t kind, eip_cidr cidr,
                         uint32_t group) {
    size_t used = 2;

    line[0] = kind == TRACE_ADD ? '+' : '-';
    line[1] = ' ';
    used += eip_cidr_format(cidr, line + used);
    if (group != 0)
        used = add_number(line, used, group);
    return add_end(line, used);
}

size_t trace_write_quota(char *line, uint64_t account, uint32_t quota) {
    size_t used = 1;

    line[0] = 'q';
    if (account == TRACE_EVERYBODY) {
        line[used++] = ' ';
        line[used++] = '*';
    } else {
        used = add_number(line, used, account);
    }
    return add_end(line, add_number(line, used, quota));
}

size_t trace_write_call(char *line, const struct trace_call *call) {
    static const char letters[] = {
        [TRACE_ALLOCATE] = 'a', [TRACE_RECOVER] = 'n', [TRACE_RELEASE] = 'r',
        [TRACE_DESCRIBE] = 'd', [TRACE_LIST] = 'l',    [TRACE_STEAL] = 'x',
        [TRACE_HAVE] = 'h'};
    const char *answer = trace_answer_words[call->answer];
    size_t used = 1;

    line[0] = letters[call->kind];
    if (call->kind != TRACE_RELEASE && call->kind != TRACE_DESCRIBE)
        used = add_number(line, used, call->account);
    if (call->kind != TRACE_LIST && call->slot != TRACE_NO_SLOT)
        used = add_number(line, used, call->slot);
    if (call->group != 0 &&
        (call->kind == TRACE_ALLOCATE || call->kind == TRACE_HAVE))
        used = add_number(line, used, call->group);
    if (*answer != '\0') {
        line[used++] = ' ';
        memcpy(line + used, answer, strlen(answer));
        used += strlen(answer);
    }
    return add_end(line, used);
}
