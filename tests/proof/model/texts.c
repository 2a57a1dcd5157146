/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "proof/model/texts.h"

#include <string.h>

struct entry texts_key[KEYS];
struct entry texts_value[VALUES];
eip_text texts_group[GROUP_NAMES];
eip_text texts_domain[DOMAINS];
eip_text texts_bad_address[BAD_ADDRESSES];
eip_text texts_bad_id[BAD_IDS];
eip_text texts_type[TYPES];

/* -- tables ---------------------------------------------------------------- */

static char room[16384];
static uint32_t room_used;

/* `count` times the same character. */
static eip_text repeat(const char *character, uint32_t count) {
    uint32_t size = (uint32_t)strlen(character);
    eip_text text = {room + room_used, size * count, 0};

    for (uint32_t i = 0; i < count; i++) {
        memcpy(room + room_used, character, size);
        room_used += size;
    }
    return text;
}

static void fill(eip_text *to, const char *const *from, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        to[i] = eip_text_of(from[i]);
    }
}

static void fill_keys(void) {
    const struct entry plain[KEYS_PLAIN] = {
        {eip_text_of("Name"), true},
        {eip_text_of("k"), true},
        {eip_text_of("name"), true},
        {eip_text_of("key*?"), true},
        {eip_text_of("aws"), true},
        {eip_text_of("\xf0\x9f\x98\x80"), true},
        {eip_text_of("aw s:"), true},
        {repeat("x", 127), true},
        {repeat("\xc3\xa9", 127), true},
        {repeat("x", 128), false},
        {repeat("\xc3\xa9", 128), false},
        {eip_text_of(""), false},
        {{NULL, 0, 0}, false},
        {eip_text_of("aws:x"), false},
        {eip_text_of("AwS:"), false},
        {eip_text_of("a\xff"), false},
    };

    memcpy(texts_key, plain, sizeof plain);
    for (uint32_t i = KEYS_PLAIN; i < KEYS; i++) {
        char *digits;

        texts_key[i] = (struct entry){repeat("t00", 1), true};
        digits = room + room_used - 2;
        digits[0] = (char)('0' + (i - KEYS_PLAIN) / 10);
        digits[1] = (char)('0' + (i - KEYS_PLAIN) % 10);
    }
}

static void fill_values(void) {
    const struct entry values[VALUES] = {
        {eip_text_of(""), true},
        {{NULL, 0, 0}, true},
        {eip_text_of("prod"), true},
        {eip_text_of("Prod"), true},
        {eip_text_of("a*b"), true},
        {eip_text_of("a\\b"), true},
        {eip_text_of("\xc3\xa9t\xc3\xa9"), true},
        {eip_text_of("p?od"), true},
        {repeat("w", 255), true},
        {repeat("v", 256), true},
        {repeat("\xe2\x82\xac", 256), true},
        {repeat("v", 257), false},
        {repeat("\xc3\xa9", 257), false},
        {eip_text_of("\xc3"), false},
    };

    memcpy(texts_value, values, sizeof values);
}

void texts_open(void) {
    static const char *const groups[GROUP_NAMES] = {
        "us-east-1", "us-east-1-bos-1", "us-east-1-wl1-bos-wlz-1",
        "a.B_c-1",   "us-east-1-lax-1", "",
        "US-EAST-1", "us-east-",        "us-east-1-bos-1a"};
    static const char *const domains[DOMAINS] = {NULL, "vpc", "standard",
                                                 "",   "xyz", "VPC"};
    static const char *const addresses[BAD_ADDRESSES] = {
        "",          "1.2.3",       "1.2.3.256",         "01.2.3.4", " 1.2.3.4",
        "1.2.3.4.5", "198.51.100.", "eipalloc-0123abcd", "1.2.3.-4"};
    static const char *const ids[BAD_IDS] = {"",
                                             "eipalloc-",
                                             "eipassoc-00000000000000001",
                                             "eipalloc-0000000000000000",
                                             "eipalloc-0000000000000000G",
                                             "eipalloc-000000000000000001"};
    static const char *const types[TYPES] = {"elastic-ip", "instance", "",
                                             "Elastic-IP"};

    room_used = 0;
    fill_keys();
    fill_values();
    fill(texts_group, groups, GROUP_NAMES);
    fill(texts_domain, domains, DOMAINS);
    fill(texts_bad_address, addresses, BAD_ADDRESSES);
    fill(texts_bad_id, ids, BAD_IDS);
    fill(texts_type, types, TYPES);
}

/* -- texts ----------------------------------------------------------------- */

int texts_compare(eip_text a, eip_text b) {
    uint32_t size = a.size < b.size ? a.size : b.size;
    int order = size == 0 ? 0 : memcmp(a.data, b.data, size);

    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

bool texts_equal(eip_text a, eip_text b) {
    return texts_compare(a, b) == 0;
}

eip_text texts_of_ip(uint32_t ip, char *to) {
    uint32_t size = 0;

    for (int shift = 24; shift >= 0; shift -= 8) {
        uint32_t part = ip >> shift & 255;

        if (part >= 100) {
            to[size++] = (char)('0' + part / 100);
        }
        if (part >= 10) {
            to[size++] = (char)('0' + part / 10 % 10);
        }
        to[size++] = (char)('0' + part % 10);
        to[size++] = '.';
    }
    return (eip_text){to, size - 1, 0};
}

static eip_text with_hex(const char *prefix, uint64_t number, char *to) {
    uint32_t size = (uint32_t)strlen(prefix);

    memcpy(to, prefix, size);
    for (int shift = 60; shift >= 0; shift -= 4) {
        to[size++] = "0123456789abcdef"[number >> shift & 15];
    }
    return (eip_text){to, size, 0};
}

eip_text texts_of_id(uint64_t id, char *to) {
    return with_hex("eipalloc-0", id, to);
}

eip_text texts_of_pool(eip_pool_ref ref, char *to) {
    static const char *const prefix[] = {"", "ipv4pool-ec2-0", "ipam-pool-0",
                                         "ipv4pool-coip-0"};

    return ref.kind == EIP_POOL_AMAZON ? eip_text_of("amazon")
                                       : with_hex(prefix[ref.kind], ref.id, to);
}

/* -- wildcards ------------------------------------------------------------- */

static const char *next_character(const char *at, const char *end) {
    do {
        at++;
    } while (at < end && (*at & 0xc0) == 0x80);
    return at;
}

static bool match(const char *p, const char *p_end, const char *t,
                  const char *t_end) {
    bool escapes = p < p_end && *p == '\\' && p + 1 < p_end &&
                   (p[1] == '*' || p[1] == '?' || p[1] == '\\');

    if (p == p_end) {
        return t == t_end;
    }
    if (*p == '*' || *p == '?') {
        return match(p + 1, p_end, t, t_end) ||
               (t < t_end && match(*p == '*' ? p : p + 1, p_end,
                                   next_character(t, t_end), t_end));
    }
    p += escapes;
    return t < t_end && *t == *p && match(p + 1, p_end, t + 1, t_end);
}

bool texts_match(eip_text pattern, eip_text text) {
    const char *p = pattern.size == 0 ? "" : pattern.data;
    const char *t = text.size == 0 ? "" : text.data;

    return match(p, p + pattern.size, t, t + text.size);
}
