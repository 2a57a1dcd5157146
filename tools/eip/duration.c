/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the units of time. */
#include "duration.h"

#include <string.h>

static const struct {
    const char *name;
    uint64_t ms;
} units[] = {
    {"y", DURATION_YEAR},
    {"w", 7 * DURATION_DAY},
    {"d", DURATION_DAY},
    {"h", DURATION_HOUR},
    {"m", 60000},
    {"s", 1000},
    {"ms", 1},
};

enum { UNITS = sizeof(units) / sizeof(units[0]) };

bool duration_parse(const char *text, size_t size, uint64_t *ms) {
    uint64_t limit = 1000 * DURATION_YEAR;
    uint64_t number = 0;
    size_t at = 0;
    size_t i;

    while (at < size && text[at] >= '0' && text[at] <= '9' && number <= limit)
        number = number * 10 + (uint64_t)(text[at++] - '0');
    if (at == 0 || number > limit)
        return false;
    *ms = 0;
    if (at == size)
        return number == 0;
    for (i = 0; i < UNITS; i++) {
        if (strlen(units[i].name) == size - at &&
            memcmp(units[i].name, text + at, size - at) == 0) {
            *ms = number * units[i].ms;
            return number <= limit / units[i].ms;
        }
    }
    return false;
}

bool duration_take(const struct cli_reader *reader, uint64_t lowest,
                   uint64_t highest, uint64_t *ms) {
    char from[DURATION_TEXT_SIZE];
    char to[DURATION_TEXT_SIZE];

    if (duration_parse(reader->value, strlen(reader->value), ms) &&
        *ms >= lowest && *ms <= highest)
        return true;
    cli_usage("--%s: '%s' is not a time from %s to %s (a whole number and ms, "
              "s, m, h, d, w or y)",
              reader->name, reader->value, duration_text(from, (double)lowest),
              duration_text(to, (double)highest));
    return false;
}

const char *duration_text(char *buffer, double ms) {
    size_t i = 0;

    while (i + 1 < UNITS && (ms < (double)units[i].ms || i == 1))
        i++;
    (void)snprintf(buffer, DURATION_TEXT_SIZE, "%.1f %s",
                   ms / (double)units[i].ms, units[i].name);
    return buffer;
}

const char *duration_exact(char *buffer, uint64_t ms) {
    size_t i = 0;

    while (i + 1 < UNITS && (ms % units[i].ms != 0 || i == 1))
        i++;
    (void)snprintf(buffer, DURATION_TEXT_SIZE, "%llu%s",
                   (unsigned long long)(ms / units[i].ms),
                   ms == 0 ? "" : units[i].name);
    return buffer;
}
