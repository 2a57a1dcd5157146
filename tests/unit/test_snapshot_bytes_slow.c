/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Every byte of every record of a snapshot, by one who knows the checksums. */
#include "unit/forged.h"

TestSuite(snapshot_bytes_slow, .init = begin, .fini = finish, .timeout = 600);

Test(snapshot_bytes_slow, every_byte_with_checksums_made_right) {
    uint64_t sound = 0;
    uint64_t refused = 0;

    for (uint32_t i = 0; i < forge.count; i++) {
        try_every_byte(i, &sound, &refused);
    }
    cr_assert_gt(sound, 100 / EACH);
    cr_assert_gt(refused, 1000 / EACH);
}
