/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file associate.h  What an AssociateAddress asks for. */
#ifndef EIP_TESTS_PROOF_MODEL_ASSOCIATE_H
#define EIP_TESTS_PROOF_MODEL_ASSOCIATE_H

#include "proof/model/facts.h"

/** What an address becomes associated with. */
struct target {
    uint8_t instance;
    uint8_t interface;
    uint8_t subnet;
    uint32_t private_ip;
    uint64_t owner;
    uint32_t flags;
    int group; /* NOBODY: the Region's */
};

struct ask_associate {
    struct ask_caller by;
    struct verdict verdict;
    eip_status form;
    struct subject subject;
    bool by_ip;
    bool ip_is_malformed;
    uint32_t ip;
    bool dry;
    uint32_t flags;
    uint32_t instance;
    uint32_t interface;
    uint32_t private_ip; /* of facts_private_ip */
    bool brings;         /* an interface */
    bool is_bad;         /* the interface: what is said of it */
    eip_status world;    /* what the world says instead */
    struct target said;
    /* as it is judged */
    int place;
    int other; /* the place that loses the target, or NOBODY */
    bool is_same;
    bool finds; /* the world is asked */
    struct target target;
    /* as it is sent */
    eip_associate_address_request request;
    eip_interface is;
    char room[32];
};

void associate_draw(struct run *run, struct dice *dice,
                    struct ask_associate *a);
/** The verdict; `place`, `other` and what it becomes. */
void associate_judge(const struct run *run, struct ask_associate *a);

/** What an address was associated with is no more. */
void associate_end(struct run *run, struct facts *facts);

#endif
