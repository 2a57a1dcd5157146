/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/**
 * @file texts.h
 * The texts that requests are made of, and what the rulings say of each;
 * numbers and addresses as text, written without the library.
 */
#ifndef EIP_TESTS_PROOF_MODEL_TEXTS_H
#define EIP_TESTS_PROOF_MODEL_TEXTS_H

#include "eip/eip.h"

#include <stdbool.h>

/** A text of a table: is it one that EC2 takes? */
struct entry {
    eip_text text;
    bool is_good;
};

enum {
    KEYS_PLAIN = 16,
    KEYS = KEYS_PLAIN + 51, /* "t00" to "t50" */
    VALUES = 14,
    GROUP_NAMES = 9, /* the first GROUPS may exist, the others never do */
    GROUP_UNKNOWN = 4,
    DOMAINS = 6,
    DOMAIN_VPC = 1,
    BAD_ADDRESSES = 9,
    BAD_IDS = 6,
    TYPES = 4 /* resource types; 0 is the right one */
};

extern struct entry texts_key[KEYS];
extern struct entry texts_value[VALUES];
extern eip_text texts_group[GROUP_NAMES];
extern eip_text texts_domain[DOMAINS]; /* 0: absent */
extern eip_text texts_bad_address[BAD_ADDRESSES];
extern eip_text texts_bad_id[BAD_IDS];
extern eip_text texts_type[TYPES];

/** Fill the tables. */
void texts_open(void);

int texts_compare(eip_text a, eip_text b);
bool texts_equal(eip_text a, eip_text b);

/** Into `room` of 32 bytes. */
eip_text texts_of_ip(uint32_t ip, char *room);
eip_text texts_of_id(uint64_t id, char *room);
eip_text texts_of_pool(eip_pool_ref ref, char *room);

/** R: `*` any characters, `?` one or none, `\` escapes; case counts. */
bool texts_match(eip_text pattern, eip_text text);

#endif
