/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file dry.h
 * When a space is empty, and how that is proven.
 *
 * Hints may hide a free address: in a summary bit that a stopped thread has
 * closed, or in a leaf that it has announced. So before anyone answers
 * "empty", it is proven against every hint and every announced leaf, below
 * all summaries. The space's word `dry` makes the proof exact:
 *
 *      63 ............................ 1   0
 *     +--------------------------------+----+
 *     |            sequence            | on |
 *     +--------------------------------+----+
 *
 *     off --turn on--> on --tell (+1)--> on ... --turn off--> off
 *
 * While it is on, whoever offers a hint adds 1 to the sequence afterwards.
 * The prover turns it on, remembers the value, looks at everything, and
 * accepts only if the value is still the same. Who offered a hint too late to
 * be looked at comes to add 1 after that look: its release is ordered after
 * the proof. As long as the value stays what was proven, "empty" costs two
 * loads. The sequence never goes back, so a stale proof never matches.
 *
 * What "empty" means (decisions): at one instant of the call every address
 * was held, gone, cooling (in a pool that keeps cooling ones), or the subject
 * of another operation in progress.
 */
#ifndef EIP_SPACE_DRY_H
#define EIP_SPACE_DRY_H

#include "space/space.h"

enum eip__proof {
    EIP__PROOF_EMPTY, /* it was so at an instant of the call */
    EIP__PROOF_FOUND, /* an address was picked on the way */
    EIP__PROOF_AGAIN  /* somebody released one, or the layout changed */
};

/** Add 1 to the sequence, if it is on. */
void eip__dry_tell_on(struct eip__space *space);

/** H5: after a hint was offered. */
static inline void eip__dry_tell(struct eip__space *space) {
    if ((eip__look(&space->dry) & 1) != 0) {
        eip__dry_tell_on(space);
    }
}

/** Is the last proof still good? Two loads. */
static inline bool eip__dry_is_proven(const struct eip__space *space) {
    uint64_t dry = eip__look(&space->dry);

    return (dry & 1) != 0 && eip__read(&space->proven) == dry;
}

/** Try to prove it. Lock-free: AGAIN only if another operation completed. */
enum eip__proof eip__dry_prove(struct eip__space *space, struct eip__lane *lane,
                               struct eip__moment *moment,
                               struct eip__pick *pick);

#endif
