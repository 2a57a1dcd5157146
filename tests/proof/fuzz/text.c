/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Text: the decoder of the library, that of the command and a table of RFC
 * 3629 agree; what is quoted or cut is fit to be shown. */
#include "fuzz.h"

#include "../../../tools/eip/input.h"
#include "base/fail.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <string.h>

void cli_say(const char *format, ...);
void cli_say(const char *format, ...) { /* input.c's; nothing is read here */
    (void)format;
}

static void check_decoders(eip_text text) {
    long wanted = fuzz_characters(text.data, text.size);
    size_t characters = 0;
    bool valid = eip__utf8_measure(text.data, text.size, &characters);
    const char *at = text.data;
    const char *end = text.data + text.size;
    size_t steps = 0;

    FUZZ_CHECK(valid == (wanted >= 0), "the library says %d", valid);
    FUZZ_CHECK(!valid || characters == (size_t)wanted,
               "%zu characters, not "
               "%ld",
               characters, wanted);
    FUZZ_CHECK((input_utf8_end(text.data, text.size) == text.size) == valid,
               "the command disagrees");
    while (at != end) {
        const char *from = at;
        uint32_t one = eip__utf8_next(&at, end);
        long alone = fuzz_characters(from, (size_t)(at - from));

        FUZZ_CHECK(at > from && at <= end, "no way forward");
        FUZZ_CHECK(alone == (one == EIP__UTF8_INVALID ? -1 : 1), "at byte %td",
                   from - text.data);
        steps++;
    }
    FUZZ_CHECK(steps == characters, "%zu steps, %zu characters", steps,
               characters);
}

static void check_cut(eip_text text, size_t limit) {
    size_t cut = eip__utf8_cut(text.data, text.size, limit);

    FUZZ_CHECK(cut <= limit || cut == text.size, "cut beyond the limit");
    FUZZ_CHECK(cut <= text.size &&
                   cut + 3 >= (text.size < limit ? text.size : limit),
               "cut %zu of %u at %zu", cut, text.size, limit);
    FUZZ_CHECK(fuzz_characters(text.data, text.size) < 0 ||
                   fuzz_characters(text.data, cut) >= 0,
               "a character is split at %zu", cut);
}

static void check_quote(eip_text text) {
    struct eip__quoted *quoted = fuzz_room(sizeof *quoted);
    const char *shown = eip__quote(quoted, text);
    size_t size = strnlen(shown, sizeof quoted->text);

    FUZZ_CHECK(size < sizeof quoted->text, "not terminated");
    FUZZ_CHECK(fuzz_characters(shown, size) >= 0, "not UTF-8");
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)shown[i];

        FUZZ_CHECK(c >= ' ' && c != 0x7f, "control character");
        /* U+0080 to U+009F, U+2028 to U+202E. */
        FUZZ_CHECK(c != 0xc2 || (unsigned char)shown[i + 1] >= 0xa0,
                   "control character");
        FUZZ_CHECK(c != 0xe2 || (unsigned char)shown[i + 1] != 0x80 ||
                       (unsigned char)shown[i + 2] < 0xa8 ||
                       (unsigned char)shown[i + 2] > 0xae,
                   "a mark that breaks or turns a line");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    eip_text text;

    if (size > FUZZ_INPUT_MAX) {
        return 0;
    }
    fuzz_begin(data, size);
    text = fuzz_text(data, size);
    check_decoders(text);
    check_cut(text, (size_t)(fuzz_number(data, size) >> 58));
    check_cut(text, size / 2);
    check_quote(text);
    return 0;
}
