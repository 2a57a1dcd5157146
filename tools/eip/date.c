/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the calendar: glibc's, in UTC. */
#include "date.h"

#include "cli.h"

#include <string.h>
#include <time.h>

bool date_parse(const char *text, uint64_t *ms) {
    struct tm parts;
    struct tm again;
    const char *end;
    time_t time;

    if (cli_parse_number(text, ms))
        return *ms <= DATE_LAST_MS;
    memset(&parts, 0, sizeof(parts));
    end = strptime(text, strlen(text) > 10 ? "%Y-%m-%dT%H:%M:%SZ" : "%Y-%m-%d",
                   &parts);
    if (!end || *end || parts.tm_year < 70)
        return false;
    /* A 31st of June comes out as another day. */
    again = parts;
    time = timegm(&again);
    *ms = (uint64_t)time * 1000;
    return time >= 0 && again.tm_mday == parts.tm_mday && *ms <= DATE_LAST_MS;
}

const char *date_text(char *buffer, uint64_t ms) {
    time_t time = (time_t)(ms / 1000);
    struct tm parts;

    if (ms > DATE_LAST_MS || !gmtime_r(&time, &parts) ||
        strftime(buffer, DATE_TEXT_SIZE, "%Y-%m-%d", &parts) == 0)
        (void)snprintf(buffer, DATE_TEXT_SIZE, "later");
    return buffer;
}
