/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns both forms of a picture. */
#include "map/picture.h"

#include "cli.h"

#include <errno.h>
#include <math.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

bool picture_is_svg(const char *path, bool *is_svg) {
    const char *end = strrchr(path, '.');

    *is_svg = end && strcmp(end, ".svg") == 0;
    if (*is_svg || (end && strcmp(end, ".png") == 0))
        return true;
    cli_usage("'%s' ends in neither .png nor .svg", path);
    return false;
}

bool picture_begin(struct picture *picture, bool is_svg, int width,
                   int height) {
    size_t bytes = (size_t)width * (size_t)height * 3;

    memset(picture, 0, sizeof(*picture));
    picture->width = width;
    picture->height = height;
    if (is_svg)
        picture->svg = open_memstream(&picture->text, &picture->text_size);
    else
        picture->pixels = malloc(bytes);
    if (!picture->svg && !picture->pixels) {
        cli_say("%s", strerror(ENOMEM));
        return false;
    }
    if (picture->pixels)
        memset(picture->pixels, 0xff, bytes);
    else
        fprintf(picture->svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
                "height=\"%d\" viewBox=\"0 0 %d %d\" "
                "shape-rendering=\"crispEdges\" "
                "font-family=\"sans-serif\">\n<rect width=\"%d\" "
                "height=\"%d\" fill=\"#ffffff\"/>\n",
                width, height, width, height, width, height);
    return true;
}

void picture_free(struct picture *picture) {
    if (picture->svg)
        (void)fclose(picture->svg);
    free(picture->pixels);
    free(picture->text);
    memset(picture, 0, sizeof(*picture));
}

/* -- colours --------------------------------------------------------------- */

uint32_t picture_mix(uint32_t from, uint32_t to, double part) {
    uint32_t mixed = 0;
    int shift;

    part = part < 0 ? 0 : part > 1 ? 1 : part;
    for (shift = 0; shift <= 16; shift += 8) {
        double a = from >> shift & 0xffU;
        double b = to >> shift & 0xffU;

        mixed |= (uint32_t)lround(a + (b - a) * part) << shift;
    }
    return mixed;
}

uint32_t picture_colour(uint32_t index) {
    static const uint32_t tones[3][2] = {
        {0x00, 0xd8}, {0x50, 0xf0}, {0x00, 0x98}};
    const uint32_t *tone = tones[index % 3];
    double hue = fmod(0.58 + index * 0.61803398875, 1) * 6;
    int channel;
    uint32_t colour = 0;

    for (channel = 0; channel < 3; channel++) {
        double at = fabs(fmod(hue + (3 - channel) * 2.0, 6) - 3) - 1;

        colour = colour << 8 | (picture_mix(tone[0], tone[1], at) & 0xffU);
    }
    return colour;
}

/* -- shapes ---------------------------------------------------------------- */

static void put(struct picture *picture, int x, int y, uint32_t colour) {
    uint8_t *at;

    if (x < 0 || y < 0 || x >= picture->width || y >= picture->height)
        return;
    at = picture->pixels + ((size_t)y * (size_t)picture->width + (size_t)x) * 3;
    at[0] = (uint8_t)(colour >> 16);
    at[1] = (uint8_t)(colour >> 8);
    at[2] = (uint8_t)colour;
}

static void escape(FILE *file, const char *text) {
    for (; *text; text++) {
        if (strchr("<>&\"", *text))
            fprintf(file, "&#%d;", *text);
        else
            fputc(*text, file);
    }
}

void picture_rect(struct picture *picture, double x, double y, double width,
                  double height, uint32_t colour, const char *title) {
    int right;
    int below;
    int i;
    int j;

    if (picture->svg) {
        fprintf(picture->svg,
                "<rect x=\"%.6g\" y=\"%.6g\" width=\"%.6g\" "
                "height=\"%.6g\" fill=\"#%06x\"",
                x, y, width, height, colour);
        fputs(title ? "><title>" : "/>\n", picture->svg);
        if (title) {
            escape(picture->svg, title);
            fputs("</title></rect>\n", picture->svg);
        }
        return;
    }
    /* What is smaller than a pixel is one pixel: better large than lost. */
    right = (int)ceil(x + width - 1e-9);
    below = (int)ceil(y + height - 1e-9);
    for (j = (int)floor(y + 1e-9); j < below; j++) {
        for (i = (int)floor(x + 1e-9); i < right; i++)
            put(picture, i, j, colour);
    }
}

void picture_line(struct picture *picture, double x1, double y1, double x2,
                  double y2, uint32_t colour) {
    int steps = (int)fmax(fabs(x2 - x1), fabs(y2 - y1)) + 1;
    int i;

    if (picture->svg) {
        fprintf(picture->svg,
                "<line x1=\"%.6g\" y1=\"%.6g\" x2=\"%.6g\" y2=\"%.6g\" "
                "stroke=\"#%06x\" stroke-width=\"1.5\" "
                "shape-rendering=\"auto\"/>\n",
                x1, y1, x2, y2, colour);
        return;
    }
    for (i = 0; i <= steps; i++)
        put(picture, (int)lround(x1 + (x2 - x1) * i / steps),
            (int)lround(y1 + (y2 - y1) * i / steps), colour);
}

static void put_glyph(struct picture *picture, int x, int y, int scale,
                      uint32_t colour, char character) {
    const uint8_t *columns = picture_glyph(character);
    int i;

    for (i = 0; i < 5 * 8; i++) {
        int column = x + scale * (i / 8);
        int row = y + scale * (i % 8);

        if (columns[i / 8] >> i % 8 & 1)
            picture_rect(picture, column, row, scale, scale, colour, NULL);
    }
}

void picture_text(struct picture *picture, double x, double y, int scale,
                  uint32_t colour, const char *text) {
    int i;

    if (picture->svg) {
        fprintf(picture->svg,
                "<text x=\"%.6g\" y=\"%.6g\" font-size=\"%d\" "
                "fill=\"#%06x\">",
                x, y + 7.5 * scale, 4 + 6 * scale, colour);
        escape(picture->svg, text);
        fputs("</text>\n", picture->svg);
        return;
    }
    for (i = 0; text[i]; i++)
        put_glyph(picture, (int)x + i * PICTURE_GLYPH_WIDTH * scale, (int)y,
                  scale, colour, text[i]);
}

/* -- files ----------------------------------------------------------------- */

bool picture_end(struct picture *picture) {
    int failed;

    if (!picture->svg)
        return true;
    fputs("</svg>\n", picture->svg);
    failed = ferror(picture->svg);
    failed |= fclose(picture->svg);
    picture->svg = NULL;
    if (failed)
        cli_say("%s", strerror(ENOMEM));
    return !failed;
}

static bool write_png(const struct picture *picture, FILE *file) {
    png_image image;
    int is_good;

    memset(&image, 0, sizeof(image));
    image.version = PNG_IMAGE_VERSION;
    image.width = (png_uint_32)picture->width;
    image.height = (png_uint_32)picture->height;
    image.format = PNG_FORMAT_RGB;
    is_good =
        png_image_write_to_stdio(&image, file, 0, picture->pixels, 0, NULL);
    png_image_free(&image);
    return is_good != 0;
}

bool picture_write(const struct picture *picture, FILE *file) {
    return picture->pixels ? write_png(picture, file)
                           : fwrite(picture->text, 1, picture->text_size,
                                    file) == picture->text_size;
}

int picture_save(const struct picture *picture, const char *path) {
    FILE *file = fopen(path, "wbe");
    bool is_good = file != NULL && picture_write(picture, file);

    if (file && fclose(file) != 0)
        is_good = false;
    if (is_good)
        return CLI_OK;
    cli_say("%s: cannot write: %s", path, strerror(errno));
    return CLI_IO;
}
