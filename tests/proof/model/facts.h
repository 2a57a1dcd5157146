/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file facts.h  What the operations on held addresses have in common: who
 *  is named and how, what is said of it, pages. */
#ifndef EIP_TESTS_PROOF_MODEL_FACTS_H
#define EIP_TESTS_PROOF_MODEL_FACTS_H

#include "proof/model/caller.h"
#include "proof/model/texts.h"

/* -- texts; number 0 is absent --------------------------------------------- */

enum {
    PTR_NAMES = 14,
    PTR_GOOD = 7, /* 1 to 6 are names, from 7 on is nonsense */
    PTR_REFUSED = 6,
    THINGS = 8,
    THING_GOOD = 5,
    DESCRIPTIONS = 4,
    PRIVATE_IPS = 5,
    PRIVATE_GOOD = 3
};

/** Names, as they are given. */
extern eip_text facts_ptr[PTR_NAMES];
extern eip_text facts_instance[THINGS];
extern eip_text facts_interface[THINGS];
extern eip_text facts_private_ip[PRIVATE_IPS];
extern const uint32_t facts_private_number[PRIVATE_IPS];

/** Fill the tables. */
void facts_open(void);

/** A description of a range (BYOIP), by its number; 0: none is "". */
eip_text facts_description(uint32_t number);

/** A name without its final dot. */
eip_text facts_name(uint32_t number);

/* -- the answer ------------------------------------------------------------ */

struct verdict {
    eip_status status;
    bool begins;       /* it comes as far as the authoriser */
    const char *field; /* of eip_error; NULL: whatever it is */
    uint32_t index;
    char words[512]; /* the message; "": whatever it is */
};

/** Returns the status. */
eip_status verdict_is(struct verdict *v, eip_status status, const char *field,
                      const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/** The request's form, the caller, the authoriser. */
eip_status verdict_begin(struct verdict *v, eip_status form,
                         const struct ask_caller *by);
eip_status verdict_need(struct verdict *v, const char *field);
bool verdict_same(struct run *run, const struct ask_caller *by,
                  const struct verdict *v, eip_status got, const char *action);

/* -- which address --------------------------------------------------------- */

struct subject {
    bool given;
    bool by_number;
    bool twice; /* as number and as text: EIP_ERR_ARGUMENT */
    bool is_nonsense;
    uint64_t id;
    eip_text text; /* if not by number */
    uint64_t number;
    char room[32];
};

/** Most of the time one that the account holds. */
void subject_draw(struct run *run, struct dice *dice, int account,
                  struct subject *s);
/** As text only. */
void subject_draw_text(struct run *run, struct dice *dice, int account,
                       struct subject *s);
/** The place, or NOBODY and the verdict. */
int subject_find(const struct model *m, int account, const struct subject *s,
                 struct verdict *v);
/** Of an account's, by id; or NOBODY. */
int facts_by_id(const struct model *m, int account, uint64_t id);
/** A service holds it (marks)? */
eip_status facts_check_service(const struct model *m, int place,
                               struct verdict *v);

/* -- several, in pages ----------------------------------------------------- */

enum { ASKED = 3 };

/** What a request says of the page, and where it then begins. */
struct page {
    bool limited;
    int32_t limit;
    eip_text token; /* or absent */
    struct position after;
    bool is_nonsense;
    const char *action;
    int account;
    uint32_t least;
    uint32_t most;
    uint64_t of;       /* which list, where there are several; */
    uint64_t token_of; /* that which the token is of */
};

void page_draw(struct run *run, struct dice *dice, const char *action,
               uint32_t least, int account, struct page *page);
/** The same, of another limit than 1000. */
void page_draw_within(struct run *run, struct dice *dice, const char *action,
                      uint32_t least, uint32_t most, int account,
                      struct page *page);
eip_status page_check(const struct page *page, struct verdict *v);
/** The same of the list: known only once what it is of is. */
eip_status page_check_of(const struct page *page, struct verdict *v);
bool page_is_past(const struct page *page, struct position at);
/** Keep the token, or see that there is none. `left`: rows beyond. */
bool page_end(struct run *run, const struct page *page, uint32_t left,
              struct position last, eip_text token);

/** Ids that a request names. */
struct several {
    uint32_t count;
    struct subject subject[ASKED];
    eip_text text[ASKED];
};
void several_draw(struct run *run, struct dice *dice, int account,
                  struct several *several);
/** R13: those that are not there, as EC2 lists them. */
eip_status several_check(const struct model *m, int account,
                         const struct several *several, struct verdict *v);
bool several_has(const struct several *several, uint64_t id);

#endif
