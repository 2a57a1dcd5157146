/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Puts data/ranges.json into the program, so that the command has something
 * to work on wherever it is copied to. */
#include "embedded.h"

#ifndef EIP_DATA_DIR
#error "EIP_DATA_DIR must be the absolute path of tools/eip/data"
#endif

__asm__(".pushsection .rodata\n"
        ".global embedded_ranges\n"
        ".global embedded_ranges_end\n"
        ".hidden embedded_ranges\n"
        ".hidden embedded_ranges_end\n"
        "embedded_ranges:\n"
        ".incbin \"" EIP_DATA_DIR "/ranges.json\"\n"
        "embedded_ranges_end:\n"
        ".byte 0\n"
        ".popsection\n");
