/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "store/moment.h"

#include "date.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* Where a text has its milliseconds: behind the 19 bytes to the second. */
enum { SECONDS = 19, MOMENT = 24 };

bool moment_show(uint64_t ms, char text[MOMENT_TEXT_SIZE]) {
    time_t time = (time_t)(ms / 1000);
    struct tm parts;

    if (ms > DATE_LAST_MS || !gmtime_r(&time, &parts) ||
        strftime(text, MOMENT_TEXT_SIZE, "%Y-%m-%dT%H:%M:%S", &parts) !=
            SECONDS)
        return false;
    (void)snprintf(text + SECONDS, MOMENT_TEXT_SIZE - SECONDS, ".%03uZ",
                   (unsigned)(ms % 1000));
    return true;
}

bool moment_read(const char *text, uint64_t *ms) {
    char seconds[SECONDS + 2] = "";
    uint64_t rest = 0;

    if (strlen(text) < SECONDS + 1)
        return false;
    if (text[SECONDS] == '.') {
        if (strlen(text) != MOMENT || text[MOMENT - 1] != 'Z' ||
            strspn(text + SECONDS + 1, "0123456789") != 3)
            return false;
        for (int i = 1; i <= 3; i++)
            rest = rest * 10 + (uint64_t)(text[SECONDS + i] - '0');
        memcpy(seconds, text, SECONDS);
        seconds[SECONDS] = 'Z';
        text = seconds;
    }
    if (strlen(text) != SECONDS + 1 || !date_parse(text, ms))
        return false;
    *ms += rest;
    return true;
}
