/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the two forms of growth traces. */
#include "plan/growth.h"

#include "cli.h"
#include "date.h"
#include "input.h"
#include "plan/grow.h"
#include "plan/words.h"

#include <cjson/cJSON.h>
#include <string.h>

struct growth {
    const struct input *input;
    const struct source *source;
    struct trend_sums *sums;
    struct growth_log *log;
};

struct sample {
    uint64_t ms;
    uint64_t held;
    const char *group; /* NULL: not said */
    const char *pool;
    uint32_t line;
};

static int refuse(const struct growth *growth, uint32_t line,
                  const char *reason, const char *what) {
    cli_say("%s:%u: '%.70s' %s", growth->input->name, line, what, reason);
    return CLI_BAD_INPUT;
}

/* The one space of these names; UINT32_MAX: none, or several. */
static uint32_t find_space(const struct source *source,
                           const struct sample *sample) {
    uint32_t found = UINT32_MAX;
    uint32_t i;

    for (i = 0; i < source->space_count; i++) {
        const struct source_space *space = &source->spaces[i];

        if ((sample->group && strcmp(space->group, sample->group) != 0) ||
            (sample->pool && strcmp(space->pool, sample->pool) != 0))
            continue;
        if (found != UINT32_MAX)
            return UINT32_MAX;
        found = i;
    }
    return found;
}

static int take(struct growth *growth, const struct sample *sample) {
    uint32_t space = find_space(growth->source, sample);
    const char *group = sample->group ? sample->group : "";

    if (space == UINT32_MAX)
        return refuse(growth, sample->line,
                      "names no border group of the ranges, or more than one",
                      group);
    if (!trend_add(&growth->sums[space], sample->ms, (double)sample->held))
        return refuse(growth, sample->line,
                      "has a sample before that is not earlier", group);
    if (!grow_room(&growth->log->items, growth->log->count, &growth->log->room,
                   sizeof(*growth->log->items)))
        return CLI_IO;
    growth->log->items[growth->log->count++] =
        (struct growth_sample){sample->ms, (double)sample->held, space};
    return CLI_OK;
}

static int take_words(struct growth *growth, const struct words *words) {
    struct sample sample = {.line = words->line};

    if (!date_parse(words->items[0], &sample.ms))
        return refuse(growth, words->line,
                      "is no time (2026-01-31, 2026-01-31T12:00:00Z, or ms "
                      "since 1970)",
                      words->items[0]);
    if (words->count < 2 || !cli_parse_number(words->items[1], &sample.held) ||
        sample.held > UINT32_MAX)
        return refuse(growth, words->line, "is no number of addresses held",
                      words->count < 2 ? "" : words->items[1]);
    if (words->count > 4)
        return refuse(growth, words->line,
                      "is behind time, held, border group and pool",
                      words->items[4]);
    sample.group = words->count > 2 ? words->items[2] : NULL;
    sample.pool = words->count > 3 ? words->items[3] : NULL;
    return take(growth, &sample);
}

static bool is_count(const cJSON *value) {
    return cJSON_IsNumber(value) && value->valuedouble >= 0 &&
           value->valuedouble <= UINT32_MAX &&
           value->valuedouble == (double)(uint64_t)value->valuedouble;
}

static bool take_time(const cJSON *time, uint64_t *ms) {
    if (cJSON_IsString(time))
        return date_parse(time->valuestring, ms);
    if (!cJSON_IsNumber(time) || time->valuedouble < 0 ||
        time->valuedouble > 253402300799999.0)
        return false;
    *ms = (uint64_t)time->valuedouble;
    return true;
}

static int take_object(struct growth *growth, const cJSON *object,
                       uint32_t line) {
    struct sample sample = {.line = line};
    const cJSON *held = cJSON_GetObjectItemCaseSensitive(object, "held");

    if (!cJSON_IsObject(object) ||
        !take_time(cJSON_GetObjectItemCaseSensitive(object, "time"),
                   &sample.ms) ||
        !is_count(held))
        return refuse(growth, line,
                      "is missing: each line is a JSON object that has both",
                      "time, held");
    sample.held = (uint64_t)held->valuedouble;
    sample.group = cJSON_GetStringValue(
        cJSON_GetObjectItemCaseSensitive(object, "network_border_group"));
    sample.pool =
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "pool"));
    return take(growth, &sample);
}

static int take_json(struct growth *growth) {
    const char *at = growth->input->text;
    const char *end = at + growth->input->size;
    uint32_t line = 0;
    int code = CLI_OK;

    while (at < end && code == CLI_OK) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t size = stop ? (size_t)(stop - at) : (size_t)(end - at);
        cJSON *object;

        line++;
        if (size > 0) {
            object =
                size < WORDS_LINE_MAX ? cJSON_ParseWithLength(at, size) : NULL;
            code = take_object(growth, object, line);
            cJSON_Delete(object);
        }
        at += size + 1;
    }
    return code;
}

static int take_lines(struct growth *growth) {
    struct words words;
    int code = CLI_OK;
    int got = 0;

    words_begin(&words, growth->input);
    while (code == CLI_OK && (got = words_next(&words)) > 0)
        code = take_words(growth, &words);
    return code == CLI_OK && got < 0 ? CLI_BAD_INPUT : code;
}

int growth_read(const char *path, const struct source *source,
                struct trend_sums *sums, struct growth_log *log) {
    struct input input;
    struct growth growth = {&input, source, sums, log};
    int code = input_read(&input, path);
    uint32_t i;

    if (code == CLI_OK)
        code = input.size > 0 && input.text[0] == '{' ? take_json(&growth)
                                                      : take_lines(&growth);
    for (i = 0; i < source->space_count && code == CLI_OK; i++) {
        if (sums[i].count > 0 && sums[i].count < 3) {
            cli_say("%s: three samples at least are wanted of %s", input.name,
                    source->spaces[i].group);
            code = CLI_BAD_INPUT;
        }
    }
    input_free(&input);
    return code;
}
