/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, SLOT_PAGES = 2 };

static const uint8_t *input;
static size_t input_size;
static unsigned char *slots; /* each some pages and one that is forbidden */
static uint32_t slots_used;
static struct world world;

static void make_slots(void) {
    size_t slot = (SLOT_PAGES + 1) * PAGE;

    slots = mmap(NULL, FUZZ_TEXTS * slot, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (slots == MAP_FAILED) {
        world_die("no memory for texts");
    }
    for (uint32_t i = 0; i < FUZZ_TEXTS; i++) {
        (void)mprotect(slots + i * slot + SLOT_PAGES * PAGE, PAGE, PROT_NONE);
    }
}

void fuzz_begin(const uint8_t *data, size_t size) {
    input = data;
    input_size = size;
    slots_used = 0;
    if (slots == NULL) {
        make_slots();
    }
}

void *fuzz_room(size_t size) {
    unsigned char *slot = slots + (size_t)slots_used * (SLOT_PAGES + 1) * PAGE;

    if (slots_used == FUZZ_TEXTS || size > SLOT_PAGES * PAGE) {
        world_die("too much text for one input");
    }
    slots_used++;
    slot += SLOT_PAGES * PAGE - size;
    memset(slot, 0, size);
    return slot;
}

eip_text fuzz_text(const void *bytes, size_t size) {
    char *copy = fuzz_room(size);

    if (size != 0) {
        memcpy(copy, bytes, size);
    }
    return (eip_text){copy, (uint32_t)size, 0};
}

void fuzz_print_input(void) {
    static const char digits[] = "0123456789abcdef";
    char line[4 * FUZZ_INPUT_MAX + 32] = "input: ";
    size_t used = strlen(line);

    for (size_t i = 0; i < input_size && i < FUZZ_INPUT_MAX; i++) {
        if (input[i] > ' ' && input[i] < 0x7f && input[i] != '\\') {
            line[used++] = (char)input[i];
        } else {
            line[used++] = '\\';
            line[used++] = 'x';
            line[used++] = digits[input[i] >> 4];
            line[used++] = digits[input[i] & 15];
        }
    }
    line[used++] = '\n';
    if (write(STDERR_FILENO, line, used) < 0) {
        _exit(1);
    }
}

void fuzz_fail(const char *file, int line, const char *format, ...) {
    va_list arguments;

    fprintf(stderr, "%s:%d: ", file, line);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    fuzz_print_input();
    abort();
}

/* The table of RFC 3629, section 4, row by row. */
static size_t character_size(const unsigned char *s, size_t left) {
    static const unsigned char rows[][5] = {
        /* first from, to; second from, to; bytes */
        {0x00, 0x7f, 0x00, 0xff, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2},
        {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
        {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4},
        {0xf4, 0xf4, 0x80, 0x8f, 4},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const unsigned char *row = rows[i];
        size_t at = 2;

        if (s[0] < row[0] || s[0] > row[1] || row[4] > left ||
            (row[4] > 1 && (s[1] < row[2] || s[1] > row[3]))) {
            continue;
        }
        while (at < row[4] && s[at] >= 0x80 && s[at] <= 0xbf) {
            at++;
        }
        return at >= row[4] ? row[4] : 0;
    }
    return 0;
}

long fuzz_characters(const void *bytes, size_t size) {
    const unsigned char *at = bytes;
    long count = 0;

    for (size_t left = size; left > 0; count++) {
        size_t step = character_size(at, left);

        if (step == 0) {
            return -1;
        }
        at += step;
        left -= step;
    }
    return count;
}

void fuzz_check_error(const eip_error *error, eip_status status,
                      const char *field) {
    size_t size = strnlen(error->message, sizeof error->message);
    uint32_t http = eip_status_http(status);

    FUZZ_CHECK(error->status == status, "the error says %d, the call %d",
               error->status, status);
    FUZZ_CHECK(strcmp(error->field, field) == 0, "field '%s', not '%s'",
               error->field, field);
    FUZZ_CHECK(size > 0 && size < sizeof error->message, "message of %zu bytes",
               size);
    FUZZ_CHECK(fuzz_characters(error->message, size) >= 0,
               "the message is not UTF-8");
    for (size_t i = 0; i < size; i++) {
        FUZZ_CHECK((unsigned char)error->message[i] >= ' ',
                   "control character in the message");
    }
    FUZZ_CHECK(http == 400 || http == 412, "HTTP status %u of %s", http,
               eip_status_name(status));
    FUZZ_CHECK(strcmp(eip_status_code(status), "InternalError") != 0,
               "no code of EC2 for %s", eip_status_name(status));
}

static struct world *kept; /* a target has one at the most */

void fuzz_keep(struct world *started) {
    kept = started;
}

void fuzz_end(void) {
    if (kept != NULL) {
        world_end(kept);
    }
}

struct world *fuzz_world(void) {
    if (world.engine == NULL) {
        world_start(&world);
        fuzz_keep(&world);
    }
    return &world;
}

uint64_t fuzz_number(const uint8_t *data, size_t size) {
    uint64_t number = 0;

    for (size_t i = 0; i < 8; i++) {
        number = number << 8 | (i < size ? data[i] : 0);
    }
    return number;
}
