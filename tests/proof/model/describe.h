/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file describe.h  What a DescribeAddresses asks for; what it must show. */
#ifndef EIP_TESTS_PROOF_MODEL_DESCRIBE_H
#define EIP_TESTS_PROOF_MODEL_DESCRIBE_H

#include "proof/model/facts.h"

enum { NAMED = 4, FILTERS = 51, PATTERNS = 201, FILTER_NAMES = 16 };

/** What a filter looks at. */
enum member {
    BY_ALLOCATION_ID,
    BY_PUBLIC_IP,
    BY_GROUP,
    BY_DOMAIN,
    BY_TAG,
    BY_TAG_KEY,
    BY_ASSOCIATION, /* what it is associated with: */
    BY_INSTANCE,
    BY_INTERFACE,
    BY_OWNER,
    BY_PRIVATE_IP,
    BY_NONSENSE
};

struct ask_filter {
    enum member member;
    eip_text key; /* of BY_TAG */
    uint32_t first;
    uint32_t count;
};

struct ask_describe {
    struct ask_caller by;
    eip_status form;
    bool dry;
    bool by_null;
    bool no_list; /* nowhere to answer */
    uint32_t ids;
    struct {
        uint64_t id;
        bool is_nonsense;
    } id[NAMED];
    uint32_t ips;
    struct {
        uint32_t ip;
        bool is_malformed;
    } ip[NAMED];
    uint32_t filters;
    struct ask_filter filter[FILTERS];
    uint32_t values;
    struct entry value[PATTERNS + 8]; /* of all filters; good: valid UTF-8 */
    bool is_long[PATTERNS + 8];       /* over 255 characters */
    /* as it is sent */
    eip_describe_addresses_request request;
    eip_text id_text[NAMED];
    eip_text ip_text[NAMED];
    eip_filter sent[FILTERS];
    eip_text sent_value[PATTERNS + 8];
    char room[2 * NAMED][32];
    char pattern[4096];
    uint32_t pattern_used;
};

void describe_draw(struct run *run, struct dice *dice, struct ask_describe *d);
/** A member of what an address is associated with; absent: it has none. */
eip_text describe_association(const struct facts *facts, enum member member,
                              char *room);
/** The status, and the places to be shown, in order. */
eip_status describe_predict(const struct model *m, const struct ask_describe *d,
                            uint16_t *shown, uint32_t *count);

#endif
