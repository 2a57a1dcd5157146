/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the growing of arrays. */
#include "plan/grow.h"

#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool grow_room(void *items, size_t count, size_t *room, size_t size) {
    size_t wanted = *room ? *room * 2 : 64;
    void *old;
    void *larger;

    if (count < *room)
        return true;
    memcpy(&old, items, sizeof(old));
    larger = realloc(old, wanted * size);
    if (!larger) {
        cli_say("%s", strerror(ENOMEM));
        return false;
    }
    memcpy(items, &larger, sizeof(larger));
    *room = wanted;
    return true;
}
