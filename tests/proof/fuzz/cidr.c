/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* CIDR blocks: one spelling each, host bits refused; and their arithmetic
 * against 64-bit intervals. */
#include "fuzz.h"

#include <string.h>

static void check_parser(eip_text text) {
    char *room = fuzz_room(EIP_CIDR_TEXT_SIZE);
    eip_cidr cidr = {0xdeadbeef, 99};
    eip_status status = eip_cidr_parse(text, &cidr);

    if (status != EIP_OK) {
        FUZZ_CHECK(status == EIP_ERR_CIDR_MALFORMED, "status %d", status);
        FUZZ_CHECK(cidr.base == 0xdeadbeef && cidr.prefix_bits == 99,
                   "written by a failure");
        return;
    }
    FUZZ_CHECK(eip_cidr_is_valid(cidr), "an invalid block is taken");
    FUZZ_CHECK(eip_cidr_format(cidr, room) == text.size &&
                   memcmp(room, text.data, text.size) == 0,
               "another spelling of %s is taken", room);
}

/* First and last address; false for no block. */
static bool interval(eip_cidr cidr, uint64_t *first, uint64_t *last) {
    uint64_t size;

    if (cidr.prefix_bits > 32) {
        return false;
    }
    size = UINT64_C(4294967296) >> cidr.prefix_bits;
    *first = cidr.base;
    *last = *first + size - 1;
    return *first % size == 0;
}

static void check_value(eip_cidr cidr, uint32_t address) {
    char *room = fuzz_room(EIP_CIDR_TEXT_SIZE);
    uint32_t size = eip_cidr_format(cidr, room);
    eip_cidr again = {0, 77};
    uint64_t first = 0;
    uint64_t last = 0;
    bool valid = interval(cidr, &first, &last);

    FUZZ_CHECK((eip_cidr_is_valid(cidr) != 0) == valid &&
                   (size != 0) == valid &&
                   eip_cidr_count(cidr) == (valid ? last - first + 1 : 0),
               "%08x/%u", cidr.base, cidr.prefix_bits);
    FUZZ_CHECK((eip_cidr_contains(cidr, address) != 0) ==
                   (valid && address >= first && address <= last),
               "%08x/%u and %08x", cidr.base, cidr.prefix_bits, address);
    if (valid) {
        FUZZ_CHECK(size < EIP_CIDR_TEXT_SIZE && strlen(room) == size &&
                       eip_cidr_parse(fuzz_text(room, size), &again) ==
                           EIP_OK &&
                       again.base == cidr.base &&
                       again.prefix_bits == cidr.prefix_bits,
                   "%s does not read back", room);
    }
}

static void check_two(eip_cidr a, eip_cidr b) {
    uint64_t from[2] = {0};
    uint64_t to[2] = {0};
    bool valid = interval(a, &from[0], &to[0]) & interval(b, &from[1], &to[1]);

    FUZZ_CHECK((eip_cidr_overlaps(a, b) != 0) ==
                   (valid && from[0] <= to[1] && from[1] <= to[0]),
               "%08x/%u and %08x/%u", a.base, a.prefix_bits, b.base,
               b.prefix_bits);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint64_t number = fuzz_number(data, size);
    eip_cidr raw = {(uint32_t)(number >> 32), (uint32_t)(number & 63)};
    eip_cidr cut = raw;
    eip_cidr small = {(uint32_t)number & ~UINT32_C(255), 24};

    if (size > FUZZ_INPUT_MAX) {
        return 0;
    }
    cut.prefix_bits %= 33;
    cut.base &= (uint32_t) ~(UINT64_C(0xffffffff) >> cut.prefix_bits);
    fuzz_begin(data, size);
    check_parser(fuzz_text(data, size));
    check_value(raw, (uint32_t)number);
    check_value(cut, cut.base + (uint32_t)(number & 0xffff) - 0x8000);
    check_two(raw, cut);
    check_two(cut, small);
    check_two(small, cut);
    return 0;
}
