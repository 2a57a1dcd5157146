/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "operate/spell.h"

#include <string.h>

static bool is_capital(char byte) {
    return byte >= 'A' && byte <= 'Z';
}

static bool ends_part(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

const char *spell(const char *name, char buffer[SPELL_SIZE]) {
    size_t size = 0;
    char before = '\0';

    for (; *name && size < SPELL_SIZE - 2; before = *name++) {
        if (is_capital(*name) && ends_part(before))
            buffer[size++] = '-';
        buffer[size++] = is_capital(*name) ? (char)(*name - 'A' + 'a') : *name;
    }
    buffer[size] = '\0';
    return buffer;
}

bool spell_is(const char *name, const char *word, size_t size) {
    char buffer[SPELL_SIZE];

    (void)spell(name, buffer);
    return strlen(buffer) == size && memcmp(buffer, word, size) == 0;
}
