/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file picture.h
 * A picture of rectangles, lines and text, as PNG or as SVG: what draws does
 * not know which. Places are pixels from the upper left corner.
 */
#ifndef EIP_TOOL_PICTURE_H
#define EIP_TOOL_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { PICTURE_GLYPH_WIDTH = 6, PICTURE_GLYPH_HEIGHT = 8 };

struct picture {
    int width;
    int height;
    uint8_t *pixels; /* of a PNG: red, green, blue */
    FILE *svg;       /* of an SVG: writes to `text` */
    char *text;
    size_t text_size;
};

/** Begin a white one; false after a message. End it with picture_free. */
bool picture_begin(struct picture *picture, bool is_svg, int width, int height);
/** Colours are 0xRRGGBB. `title` is shown by a browser; may be NULL. */
void picture_rect(struct picture *picture, double x, double y, double width,
                  double height, uint32_t colour, const char *title);
void picture_line(struct picture *picture, double x1, double y1, double x2,
                  double y2, uint32_t colour);
/** `scale` 1 is 8 pixels high; x, y is the upper left corner. */
void picture_text(struct picture *picture, double x, double y, int scale,
                  uint32_t colour, const char *text);
/** Finish; an SVG is whole in `text` then. False after a message. */
bool picture_end(struct picture *picture);
/** Write what is finished; false: `errno` may tell why. */
bool picture_write(const struct picture *picture, FILE *file);
/** Write it to a file. Returns an exit code, after a message. */
int picture_save(const struct picture *picture, const char *path);
void picture_free(struct picture *picture);

/** Which form a file's name asks for; false after a message. */
bool picture_is_svg(const char *path, bool *is_svg);

/** Between two colours: 0 is `from`, 1 is `to`. */
uint32_t picture_mix(uint32_t from, uint32_t to, double part);
/** Colour number `index` of a scale that can be told apart. */
uint32_t picture_colour(uint32_t index);

/** Five columns of a character, lowest bit on top. */
const uint8_t *picture_glyph(char character);

#endif
