/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file allocate.h  What an AllocateAddress asks for, as meaning and as the
 *  request that says so; and what the rulings answer. */
#ifndef EIP_TESTS_PROOF_MODEL_ALLOCATE_H
#define EIP_TESTS_PROOF_MODEL_ALLOCATE_H

#include "proof/model/caller.h"
#include "proof/model/texts.h"

/** The three parameters that name a pool. */
enum { BY_PUBLIC, BY_IPAM, BY_COIP, POOL_PARAMETERS };

/** What one of them says. */
enum { POOL_ABSENT, POOL_KNOWN, POOL_AMAZON, POOL_NONSENSE };

enum { SPECS = 2, SPEC_TAGS = 51, TRIES = POLICY_RULES + 1 };

struct ask_allocate {
    struct ask_caller by;
    eip_status form; /* what is wrong with the structs, or EIP_OK */
    bool dry;
    bool by_null; /* no request at all */
    uint32_t domain;
    bool named;
    bool malformed; /* the address */
    uint32_t ip;
    struct {
        uint32_t what; /* POOL_... */
        int pool;
    } pool[POOL_PARAMETERS];
    int group; /* of texts_group, or NOBODY */
    uint32_t specs;
    struct {
        uint32_t type;
        uint32_t count;
        struct tag tag[SPEC_TAGS];
    } spec[SPECS];
    /* as it is sent */
    eip_allocate_address_request request;
    uint64_t tail; /* of a longer request than is known */
    eip_tag_specification specification[SPECS];
    eip_tag tag[SPECS][SPEC_TAGS];
    char room[4][32];
    char nonsense[32];
};

struct allocate_verdict {
    eip_status status;
    bool counts; /* among what eip_engine_stats counts */
    bool asks;   /* the authoriser */
    bool knows;  /* the account, from now on */
    bool standard;
    bool pool_is_wrong; /* PublicIpv4Pool (R5) */
    int space;          /* of a request for any address */
    int tried[TRIES];   /* spaces, in order: a policy may say several */
    uint32_t tries;
    int place;               /* of a named one */
    uint64_t allowed[WORDS]; /* of the space's addresses */
    struct tags tags;
};

void allocate_draw(struct run *run, struct dice *dice, struct ask_allocate *a);
/** May write `known` of the account and nothing else. */
void allocate_predict(struct model *m, const struct ask_allocate *a,
                      struct allocate_verdict *v);

/* -- tags (R15), also of other operations ---------------------------------- */

void allocate_draw_tag(struct dice *dice, struct tag *tag);
/** The specifications, as meaning and in the request. */
void allocate_draw_tags(struct dice *dice, struct ask_allocate *a);
/** By key; false: the key is there. */
bool allocate_add_tag(struct tags *tags, struct tag tag);
/** What an IPAM pool wants of who takes of it. */
bool allocate_has_tags(const struct tags *tags, const struct tags *wanted);
eip_status allocate_check_tags(const struct ask_allocate *a, struct tags *tags);
/** Do to the model what was answered, and see that it was as predicted. */
bool allocate_note(struct run *run, const struct ask_allocate *a,
                   const struct allocate_verdict *v,
                   const eip_allocate_address_response *got);

/** An id that no address had before; notes it. */
bool allocate_id_is_new(struct run *run, uint64_t id);

#endif
