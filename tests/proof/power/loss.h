/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file loss.h
 *  A device that loses power at every call that changes it: each state that it
 *  may be left in is made, and compared. */
#ifndef EIP_TESTS_POWER_LOSS_H
#define EIP_TESTS_POWER_LOSS_H

#include <stdint.h>

extern struct loss {
    const char *image; /* the directory as it is left */
    uint64_t calls;
    uint64_t compared; /* states, with the one at hand */
    uint64_t torn;     /* of those some of what was not synced is there */
} loss;

/** Begin. `compare` ends the process if `loss.image` is not as it must be.
 *
 * @param[in] states  Of a call, with some of what is not synced: so many; and
 *                    one with all of it, and one with none.
 * @return The directory that the device has. */
const char *loss_start(uint64_t states, void (*compare)(void));
/** Once more, of what is there now; then no more. */
void loss_stop(void);
/** The directories are removed; print what was compared. */
void loss_end(void);

#endif
