/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "write.h"

#include <stdarg.h>
#include <stdio.h>

const char *const trace_answer_words[TRACE_ANSWERS] = {[TRACE_UNTOLD] = "",
                                                       [TRACE_OK] = "=ok",
                                                       [TRACE_FULL] = "=full",
                                                       [TRACE_LIMIT] = "=quota",
                                                       [TRACE_MISSING] =
                                                           "=none"};

/* `used` bytes of the line are there. Its room is enough for all lines. */
static size_t add(char *line, size_t used, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static size_t add(char *line, size_t used, const char *format, ...) {
    va_list arguments;
    int size;

    va_start(arguments, format);
    size = vsnprintf(line + used, TRACE_LINE_SIZE - used, format, arguments);
    va_end(arguments);
    return used + (size_t)size;
}

size_t trace_write_time(char *line, uint64_t ms) {
    return add(line, 0, "t %llu\n", (unsigned long long)ms);
}

size_t trace_write_group(char *line, const char *name) {
    return add(line, 0, "g %.*s\n", EIP_LIMIT_NAME, name);
}

size_t trace_write_policy(char *line, const char *policy) {
    return add(line, 0, "p %.80s\n", policy);
}

size_t trace_write_block(char *line, uint32_t kind, eip_cidr cidr,
                         uint32_t group) {
    char text[EIP_CIDR_TEXT_SIZE];

    (void)eip_cidr_format(cidr, text);
    if (group == 0)
        return add(line, 0, "%c %s\n", kind == TRACE_ADD ? '+' : '-', text);
    return add(line, 0, "%c %s %u\n", kind == TRACE_ADD ? '+' : '-', text,
               group);
}

size_t trace_write_quota(char *line, uint64_t account, uint32_t quota) {
    if (account == TRACE_EVERYBODY)
        return add(line, 0, "q * %u\n", quota);
    return add(line, 0, "q %llu %u\n", (unsigned long long)account, quota);
}

size_t trace_write_call(char *line, const struct trace_call *call) {
    static const char letters[] = {
        [TRACE_ALLOCATE] = 'a', [TRACE_RECOVER] = 'n', [TRACE_RELEASE] = 'r',
        [TRACE_DESCRIBE] = 'd', [TRACE_LIST] = 'l',    [TRACE_STEAL] = 'x',
        [TRACE_HAVE] = 'h'};
    size_t used = add(line, 0, "%c", letters[call->kind]);

    if (call->kind != TRACE_RELEASE && call->kind != TRACE_DESCRIBE)
        used = add(line, used, " %llu", (unsigned long long)call->account);
    if (call->kind != TRACE_LIST && call->slot != TRACE_NO_SLOT)
        used = add(line, used, " %u", call->slot);
    if (call->group != 0 &&
        (call->kind == TRACE_ALLOCATE || call->kind == TRACE_HAVE))
        used = add(line, used, " %u", call->group);
    if (call->answer != TRACE_UNTOLD)
        used = add(line, used, " %s", trace_answer_words[call->answer]);
    return add(line, used, "\n");
}
