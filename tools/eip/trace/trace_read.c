/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the lines of traces (TRACE.md): what they are and in what order they
 * may stand. */
#include "trace/trace.h"

#include "cli.h"
#include "plan/grow.h"
#include "plan/policy.h"
#include "plan/read.h"
#include "plan/read_json.h"
#include "plan/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define ACCOUNT_MAX UINT64_C(999999999999)

struct reader {
    struct words words;
    struct trace *trace;
    uint64_t now_ms;
    uint8_t *is_used; /* by slot: allocated, by the trace */
    size_t slot_room;
};

const char *trace_kind_name(uint32_t kind) {
    static const char *const names[] = {
        "allocate", "recover", "release", "describe", "list",
        "steal",    "add",     "drain",   "quota",    "have"};

    return names[kind];
}

/* -- words ----------------------------------------------------------------- */

static int take_number(const struct reader *reader, uint32_t at,
                       uint64_t highest, uint64_t *number) {
    const char *text = reader->words.items[at];

    if (strncmp(text, "0x", 2) != 0 && cli_parse_number(text, number) &&
        *number <= highest)
        return CLI_OK;
    return words_refuse(&reader->words, "'%.40s' is no number up to %llu", text,
                        (unsigned long long)highest);
}

static int take_cidr(const struct reader *reader, struct trace_op *op) {
    const char *text = reader->words.items[1];
    eip_cidr cidr;
    uint32_t host;

    if (!strchr(text, '/') || !read_cidr(text, &cidr, &host) || host ||
        cidr.prefix_bits < 8)
        return words_refuse(&reader->words,
                            "'%.40s' is no CIDR block from /8 to /32", text);
    op->base = cidr.base;
    op->prefix_bits = (uint8_t)cidr.prefix_bits;
    return CLI_OK;
}

static int take_group(const struct reader *reader, uint32_t at,
                      struct trace_op *op) {
    uint64_t group = 0;
    int code = CLI_OK;

    if (reader->words.count > at)
        code = take_number(reader, at, reader->trace->group_count - 1, &group);
    op->line_group = (uint16_t)group;
    return code;
}

static bool make_slots(struct reader *reader, uint32_t slot) {
    struct trace *trace = reader->trace;
    size_t room = reader->slot_room ? reader->slot_room : 1024;
    uint64_t *owners;
    uint8_t *is_used;

    if (slot >= trace->slots)
        trace->slots = slot + 1;
    while (room <= slot)
        room *= 2;
    if (room == reader->slot_room)
        return true;
    owners = realloc(trace->owners, room * sizeof(*owners));
    if (owners)
        trace->owners = owners;
    is_used = realloc(reader->is_used, room);
    if (is_used)
        reader->is_used = is_used;
    if (!owners || !is_used) {
        cli_say("%s", strerror(ENOMEM));
        return false;
    }
    memset(owners + reader->slot_room, 0,
           (room - reader->slot_room) * sizeof(*owners));
    memset(is_used + reader->slot_room, 0, room - reader->slot_room);
    reader->slot_room = room;
    return true;
}

static int take_slot(struct reader *reader, uint32_t at, struct trace_op *op) {
    uint64_t slot = 0;
    int code = take_number(reader, at, TRACE_SLOTS_MAX - 1, &slot);

    op->slot = (uint32_t)slot;
    if (code == CLI_OK && !make_slots(reader, op->slot))
        code = CLI_IO;
    return code;
}

/* The last word may tell what the call was answered; it is taken off. */
static int take_answer(struct reader *reader, struct trace_op *op) {
    struct words *words = &reader->words;
    uint32_t answer;

    for (answer = TRACE_OK; answer < TRACE_ANSWERS; answer++) {
        if (words->count > 1 && strcmp(words->items[words->count - 1],
                                       trace_answer_words[answer]) == 0) {
            op->answer = (uint8_t)answer;
            words->count--;
            reader->trace->has_answers = true;
            return CLI_OK;
        }
    }
    return words_refuse(words,
                        "'%.40s' is no answer: =ok, =full, =quota or "
                        "=none",
                        words->items[words->count - 1]);
}

static bool was_refused(const struct trace_op *op) {
    return op->answer != TRACE_UNTOLD && op->answer != TRACE_OK;
}

/* Has the slot something behind a call that may put it in use? */
static void use_slot(struct reader *reader, const struct trace_op *op) {
    reader->is_used[op->slot] = !was_refused(op);
}

/* -- lines ----------------------------------------------------------------- */

static int add_op(struct reader *reader, struct trace_op *op) {
    struct trace *trace = reader->trace;

    op->at_ms = reader->now_ms;
    if (!grow_room(&trace->ops, trace->count, &trace->room,
                   sizeof(*trace->ops)))
        return CLI_IO;
    trace->ops[trace->count++] = *op;
    return CLI_OK;
}

static int line_time(struct reader *reader, struct trace_op *op) {
    uint64_t ms = 0;
    int code = take_number(reader, 1, UINT64_C(1) << 42, &ms);

    (void)op;
    if (code == CLI_OK && ms < reader->now_ms)
        code = words_refuse(&reader->words, "the time goes back");
    reader->now_ms = ms;
    return code;
}

static int line_group(struct reader *reader, struct trace_op *op) {
    struct trace *trace = reader->trace;
    const char *name = reader->words.items[1];
    uint32_t i;

    (void)op;
    if (!read_name_is_good(name))
        return words_refuse(&reader->words, "'%.70s' is no name", name);
    for (i = 0; i < trace->group_count; i++) {
        if (strcmp(trace->groups[i], name) == 0)
            return words_refuse(&reader->words, "there is a '%s' already",
                                name);
    }
    if (trace->group_count == TRACE_GROUPS_MAX)
        return words_refuse(&reader->words, "more than %d border groups",
                            TRACE_GROUPS_MAX);
    (void)snprintf(trace->groups[trace->group_count++], TRACE_NAME_SIZE, "%s",
                   name);
    return CLI_OK;
}

static int line_cidr(struct reader *reader, struct trace_op *op) {
    int code = take_cidr(reader, op);

    if (code == CLI_OK)
        code = take_group(reader, 2, op);
    return code == CLI_OK ? add_op(reader, op) : code;
}

/* What is of the whole engine is known when it is made. */
static int check_begin(const struct reader *reader) {
    if (reader->trace->count == 0)
        return CLI_OK;
    return words_refuse(&reader->words,
                        "it has to stand before blocks, quotas and calls");
}

static int line_quota(struct reader *reader, struct trace_op *op) {
    struct trace *trace = reader->trace;
    bool is_all = strcmp(reader->words.items[1], "*") == 0;
    uint64_t quota = 0;
    int code = is_all ? check_begin(reader)
                      : take_number(reader, 1, ACCOUNT_MAX, &op->account);

    if (code == CLI_OK)
        code = take_number(reader, 2, EIP_QUOTA_MAX, &quota);
    op->quota = (uint32_t)quota;
    if (code != CLI_OK || !is_all)
        return code == CLI_OK ? add_op(reader, op) : code;
    trace->quota = (uint32_t)quota;
    trace->has_quota = true;
    return CLI_OK;
}

static int line_policy(struct reader *reader, struct trace_op *op) {
    const char *text = reader->words.items[1];
    struct churn_policy policy;

    (void)op;
    if (strlen(text) >= TRACE_POLICY_SIZE || !policy_read(text, &policy))
        return words_refuse(&reader->words, "'%.40s' is no policy of a pool",
                            text);
    memcpy(reader->trace->policy, text, strlen(text) + 1);
    return check_begin(reader);
}

static int line_allocate(struct reader *reader, struct trace_op *op) {
    uint64_t *owner;
    int code = take_number(reader, 1, ACCOUNT_MAX, &op->account);

    if (code == CLI_OK)
        code = take_slot(reader, 2, op);
    if (code == CLI_OK)
        code = take_group(reader, 3, op);
    if (code != CLI_OK)
        return code;
    owner = &reader->trace->owners[op->slot];
    if (*owner && *owner != op->account + 1)
        return words_refuse(&reader->words,
                            "slot %u is account %llu's for the whole trace",
                            op->slot, (unsigned long long)*owner - 1);
    if (reader->is_used[op->slot])
        return words_refuse(&reader->words, "slot %u is in use", op->slot);
    *owner = op->account + 1;
    use_slot(reader, op);
    return add_op(reader, op);
}

/* Another account's recovery must fail, so it does not use the slot. */
static int line_recover(struct reader *reader, struct trace_op *op) {
    int code = take_number(reader, 1, ACCOUNT_MAX, &op->account);
    bool is_own;

    if (code == CLI_OK)
        code = take_slot(reader, 2, op);
    if (code != CLI_OK)
        return code;
    is_own = reader->trace->owners[op->slot] == op->account + 1;
    if (reader->trace->owners[op->slot] == 0 ||
        (is_own && reader->is_used[op->slot] && !was_refused(op)))
        return words_refuse(&reader->words, "slot %u %s", op->slot,
                            is_own ? "is in use" : "was never used");
    if (is_own && !was_refused(op))
        use_slot(reader, op);
    return add_op(reader, op);
}

static int line_release(struct reader *reader, struct trace_op *op) {
    int code = take_slot(reader, 1, op);

    if (code != CLI_OK)
        return code;
    if (!reader->is_used[op->slot])
        return words_refuse(&reader->words, "slot %u is not in use", op->slot);
    op->account = reader->trace->owners[op->slot] - 1;
    if (op->kind == TRACE_RELEASE)
        reader->is_used[op->slot] = 0;
    return add_op(reader, op);
}

static int line_list(struct reader *reader, struct trace_op *op) {
    int code = take_number(reader, 1, ACCOUNT_MAX, &op->account);

    op->slot = TRACE_NO_SLOT;
    return code == CLI_OK ? add_op(reader, op) : code;
}

static int line_steal(struct reader *reader, struct trace_op *op) {
    int code = take_number(reader, 1, ACCOUNT_MAX, &op->account);

    op->slot = TRACE_NO_SLOT;
    if (code == CLI_OK && reader->words.count == 2)
        return add_op(reader, op);
    if (code == CLI_OK)
        code = take_slot(reader, 2, op);
    if (code != CLI_OK)
        return code;
    if (!reader->is_used[op->slot] ||
        reader->trace->owners[op->slot] == op->account + 1)
        return words_refuse(&reader->words,
                            "slot %u is not another account's, in use",
                            op->slot);
    return add_op(reader, op);
}

static const struct line {
    char letter;
    uint8_t kind;
    uint8_t least, most; /* words, the letter among them */
    int (*take)(struct reader *reader, struct trace_op *op);
} lines[] = {
    {'a', TRACE_ALLOCATE, 3, 4, line_allocate},
    {'r', TRACE_RELEASE, 2, 2, line_release},
    {'n', TRACE_RECOVER, 3, 3, line_recover},
    {'d', TRACE_DESCRIBE, 2, 2, line_release},
    {'x', TRACE_STEAL, 2, 3, line_steal},
    {'l', TRACE_LIST, 2, 2, line_list},
    {'h', TRACE_HAVE, 3, 4, line_allocate},
    {'p', 0, 2, 2, line_policy},
    {'t', 0, 2, 2, line_time},
    {'+', TRACE_ADD, 2, 3, line_cidr},
    {'-', TRACE_DRAIN, 2, 2, line_cidr},
    {'q', TRACE_QUOTA, 3, 3, line_quota},
    {'g', 0, 2, 2, line_group},
};

static int take_line(struct reader *reader) {
    const struct words *words = &reader->words;
    const char *first = words->items[0];
    const char *last = words->items[words->count - 1];
    size_t i;

    for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        struct trace_op op = {.kind = lines[i].kind};

        if (first[0] != lines[i].letter || first[1])
            continue;
        if (strchr("anrdlx", first[0]) && last[0] == '=' &&
            take_answer(reader, &op) != CLI_OK)
            return CLI_BAD_INPUT;
        if (words->count < lines[i].least || words->count > lines[i].most)
            return words_refuse(words, "'%c' does not have %u words behind it",
                                first[0], words->count - 1);
        return lines[i].take(reader, &op);
    }
    return words_refuse(words, "'%.40s' begins no line of a trace", first);
}

static int take_first(struct reader *reader) {
    struct words *words = &reader->words;
    int got = words_next(words);

    if (got < 0)
        return CLI_BAD_INPUT;
    if (got == 0 || words->count != 2 ||
        strcmp(words->items[0], "eip-trace") != 0)
        return words_refuse(words, "no 'eip-trace 1' to begin with");
    if (strcmp(words->items[1], "1") != 0)
        return words_refuse(words, "version '%.40s' is not known, only 1",
                            words->items[1]);
    return CLI_OK;
}

/* Who writes a trace may have been killed in the middle of a line. */
static size_t whole_lines(const struct input *input) {
    size_t size = input->size;

    while (size > 0 && input->text[size - 1] != '\n')
        size--;
    return size;
}

int trace_read(const struct input *input, struct trace *trace) {
    struct reader reader = {.trace = trace};
    struct input whole = *input;
    int code;
    int got = 0;

    memset(trace, 0, sizeof(*trace));
    trace->group_count = 1;
    (void)snprintf(trace->groups[0], TRACE_NAME_SIZE, "replayed-1");
    whole.size = whole_lines(input);
    words_begin(&reader.words, &whole);
    code = take_first(&reader);
    while (code == CLI_OK && (got = words_next(&reader.words)) > 0)
        code = take_line(&reader);
    if (code == CLI_OK && whole.size < input->size)
        cli_say("%s:%zu: the last line is not whole, and is left out",
                input->name, input_place(input, whole.size).line);
    free(reader.is_used);
    return code == CLI_OK && got < 0 ? CLI_BAD_INPUT : code;
}

void trace_free(struct trace *trace) {
    free(trace->ops);
    free(trace->owners);
}
