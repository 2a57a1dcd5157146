/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the form of pages. Its security policy keeps a browser from fetching
 * anything, whatever should get into it. */
#include "report/html.h"

#include "cli.h"
#include "input.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 512 };

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
    "'none'; style-src 'unsafe-inline'; img-src data:\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n<style>\n"
    "body{font:15px/1.45 system-ui,sans-serif;color:#202020;margin:2em auto;"
    "max-width:1400px;padding:0 1.5em}\n"
    "h1{font-size:1.7em;margin-bottom:.2em}\n"
    "h2{font-size:1.25em;margin-top:2em;border-bottom:1px solid #ddd}\n"
    "nav a{margin-right:1.2em}\n"
    "table{border-collapse:collapse;margin:1em 0}\n"
    "th,td{padding:.2em .8em;text-align:left;white-space:nowrap;"
    "border-bottom:1px solid #eee}\n"
    "th{border-bottom:2px solid #bbb}\n"
    "tr.sum td{border-top:2px solid #bbb;font-weight:600}\n"
    ".n{text-align:right;font-variant-numeric:tabular-nums}\n"
    ".bar{display:flex;width:180px;height:12px;background:#dfe8df}\n"
    ".bar i{background:#b5271f}.bar b{background:#2a6fbd}"
    ".bar u{background:#e0a030}\n"
    "figure{margin:1em 0}figure svg,figure img{max-width:100%;height:auto}\n"
    ".maps{display:flex;flex-wrap:wrap}.maps figure{flex:0 0 48%;margin:.5em "
    "1%}\n"
    "figcaption,p.note{color:#666;font-size:.92em}\n"
    "@media print{nav{display:none}}\n"
    "</style>\n<title>";

void html_text(FILE *file, const char *text) {
    size_t left = strlen(text);

    while (left > 0) {
        size_t good = input_utf8_end(text, left);
        size_t i;

        for (i = 0; i < good; i++) {
            switch (text[i]) {
            case '<':
                fputs("&lt;", file);
                break;
            case '>':
                fputs("&gt;", file);
                break;
            case '&':
                fputs("&amp;", file);
                break;
            case '"':
                fputs("&quot;", file);
                break;
            default:
                fputc(text[i], file);
            }
        }
        if (good < left) {
            fputs("\xef\xbf\xbd", file); /* a byte that is not UTF-8 */
            good++;
        }
        text += good;
        left -= good;
    }
}

/* What the format makes, escaped. */
static void write_between(FILE *file, const char *before, const char *after,
                          const char *format, va_list arguments) {
    char text[TEXT_MAX];

    (void)vsnprintf(text, sizeof(text), format, arguments);
    fputs(before, file);
    html_text(file, text);
    fputs(after, file);
}

void html_say(FILE *file, const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    write_between(file, "<p class=\"note\">", "</p>\n", format, arguments);
    va_end(arguments);
}

void html_begin(FILE *file, const char *title) {
    fputs(head, file);
    html_text(file, title);
    fputs("</title>\n</head>\n<body>\n<h1>", file);
    html_text(file, title);
    fputs("</h1>\n", file);
}

void html_end(FILE *file) {
    fputs("</body>\n</html>\n", file);
}

void html_section(FILE *file, const char *id, const char *title) {
    fprintf(file, "<h2 id=\"%s\">", id);
    html_text(file, title);
    fputs("</h2>\n", file);
}

/* -- tables ---------------------------------------------------------------- */

void html_table(FILE *file, const char *heads) {
    fputs("<table>\n<thead><tr>", file);
    while (*heads) {
        size_t size = strcspn(heads, "|");
        bool is_number = *heads == '>';

        fprintf(file, "<th%s>%.*s</th>", is_number ? " class=\"n\"" : "",
                (int)(size - is_number), heads + is_number);
        heads += size + (heads[size] == '|');
    }
    fputs("</tr></thead>\n<tbody>\n", file);
}

void html_cell(FILE *file, const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    write_between(file, "<td>", "</td>", format, arguments);
    va_end(arguments);
}

void html_number(FILE *file, const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    write_between(file, "<td class=\"n\">", "</td>", format, arguments);
    va_end(arguments);
}

void html_bar(FILE *file, double held, double cooling, double withdrawn) {
    fprintf(file,
            "<td><div class=\"bar\"><i style=\"width:%.2f%%\"></i>"
            "<b style=\"width:%.2f%%\"></b><u style=\"width:%.2f%%\"></u>"
            "</div></td>",
            100 * held, 100 * cooling, 100 * withdrawn);
}

void html_table_end(FILE *file) {
    fputs("</tbody>\n</table>\n", file);
}

/* -- pictures -------------------------------------------------------------- */

static void write_base64(FILE *file, const char *bytes, size_t size) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t i;

    for (i = 0; i < size; i += 3) {
        size_t left = size - i < 3 ? size - i : 3;
        uint32_t three = 0;
        size_t j;

        for (j = 0; j < left; j++)
            three |= (uint32_t)(unsigned char)bytes[i + j] << (16 - 8 * j);
        for (j = 0; j < 4; j++)
            fputc(j <= left ? digits[three >> (18 - 6 * j) & 63] : '=', file);
    }
}

static bool write_pixels(FILE *file, const struct picture *picture) {
    char *bytes = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&bytes, &size);
    bool is_good = memory && picture_write(picture, memory);

    if (memory && fclose(memory) != 0)
        is_good = false;
    if (is_good) {
        fprintf(file,
                "<img alt=\"\" width=\"%d\" height=\"%d\" "
                "src=\"data:image/png;base64,",
                picture->width, picture->height);
        write_base64(file, bytes, size);
        fputs("\">", file);
    } else {
        cli_say("%s", strerror(ENOMEM));
    }
    free(bytes);
    return is_good;
}

bool html_picture(FILE *file, const struct picture *picture,
                  const char *caption) {
    bool is_good = true;

    fputs("<figure>\n", file);
    if (picture->pixels)
        is_good = write_pixels(file, picture);
    else
        (void)picture_write(picture, file); /* the file knows if it failed */
    fputs("<figcaption>", file);
    html_text(file, caption);
    fputs("</figcaption>\n</figure>\n", file);
    return is_good;
}
