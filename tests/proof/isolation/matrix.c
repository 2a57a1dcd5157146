/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The matrix: who asks, in which form, dry or not, about a thing of another
 * account in which state. Each cell has a fresh world. The answer must be, in
 * all its bytes, that for what never was, but for the name that was asked for;
 * and the world must be as before. */
#include "isolation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUBBISH = 0x5a };

/* -- states ---------------------------------------------------------------- */

static const eip_tag secret = {{"Name", 4, 0}, {"BOBS-SECRET", 11, 0}};
static const eip_tag_specification secrets = {
    {"elastic-ip", 10, 0}, &secret, 1, 0};

static struct target of(const eip_allocate_address_response *got) {
    /* Classic's have no id; any will do, if it is the same each time. */
    return (struct target){got->allocation_id == 0 ? 99 : got->allocation_id,
                           world_any_ip(got), 0};
}

static eip_allocate_address_response get(struct world *w, uint64_t account,
                                         eip_allocate_address_request request) {
    if (account == WORLD_BOB) {
        request.tag_specifications = &secrets;
        request.tag_specification_count = 1;
    }
    return world_get(w, account, &request);
}

static struct target take(struct world *w, uint64_t account,
                          eip_allocate_address_request request) {
    eip_allocate_address_response got = get(w, account, request);

    return of(&got);
}

static struct target take_and_give(struct world *w, uint64_t account,
                                   eip_allocate_address_request request) {
    eip_allocate_address_response got = get(w, account, request);

    world_give(w, account, &got);
    return of(&got);
}

static void drain(struct world *w) {
    if (eip_admin_drain_cidr(w->engine, w->byoip_bob,
                             world_cidr(WORLD_BYOIP_BOB_CIDR), EIP_DRAIN_START,
                             NULL, NULL) != EIP_OK) {
        world_die("drain");
    }
}

static struct target absent(struct world *w) {
    (void)w;
    return (struct target){UINT64_C(0x1234567890abcdef),
                           world_address("203.0.113.9"), 0};
}

static struct target never_allocated(struct world *w) {
    (void)w;
    return (struct target){UINT64_C(0x1234567890abcdef),
                           world_address("198.51.100.17"), 0};
}

static struct target never_allocated_byoip(struct world *w) {
    (void)w;
    return (struct target){UINT64_C(0x1234567890abcdef),
                           world_address("192.0.2.131"), 0};
}

static struct target held(struct world *w) {
    return take(w, WORLD_BOB, world_request());
}

static struct target held_local(struct world *w) {
    return take(w, WORLD_BOB, world_request_in(WORLD_LOCAL));
}

static struct target held_carrier(struct world *w) {
    return take(w, WORLD_BOB, world_request_in(WORLD_WAVELENGTH));
}

static struct target held_byoip(struct world *w) {
    return take(w, WORLD_BOB, world_request_from(w->byoip_bob));
}

static struct target held_coip(struct world *w) {
    return take(w, WORLD_BOB, world_request_from(w->coip_bob));
}

static struct target held_ipam(struct world *w) {
    return take(w, WORLD_ALICE, world_request_from(w->ipam));
}

static struct target held_classic(struct world *w) {
    return take(w, WORLD_CAROL, world_request());
}

static struct target cooling(struct world *w) {
    return take_and_give(w, WORLD_BOB, world_request());
}

static struct target cooling_byoip(struct world *w) {
    return take_and_give(w, WORLD_BOB, world_request_from(w->byoip_bob));
}

static struct target cooling_coip(struct world *w) {
    return take_and_give(w, WORLD_BOB, world_request_from(w->coip_bob));
}

static struct target given_by_classic(struct world *w) {
    return take_and_give(w, WORLD_CAROL, world_request());
}

static struct target cooled(struct world *w) {
    struct target target = cooling(w);

    w->now_ms += 2 * (uint64_t)EIP_COOLDOWN_MS_DEFAULT;
    return target;
}

/* The id is a former one of Bob's, the address now held under another. */
static struct target recovered(struct world *w) {
    struct target target = cooling(w);

    (void)take(w, WORLD_BOB, world_request_named(world_ip(target.ip)));
    return target;
}

static struct target held_in_a_drain(struct world *w) {
    struct target target = held_byoip(w);

    drain(w);
    return target;
}

static struct target withdrawn(struct world *w) {
    eip_allocate_address_response got =
        get(w, WORLD_BOB, world_request_from(w->byoip_bob));

    (void)held_byoip(w); /* so that the block stays */
    drain(w);
    world_give(w, WORLD_BOB, &got);
    return of(&got);
}

/* To another account than any that asks. */
static struct target offered(struct world *w) {
    struct target target = held(w);
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_enable_address_transfer_request request =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;

    request.allocation_id = target.id;
    request.transfer_account_id = eip_text_of("000000000001");
    if (eip_enable_address_transfer(w->engine, &bob, &request, NULL, NULL) !=
        EIP_OK) {
        world_die("no offer");
    }
    return target;
}

static struct target disabled(struct world *w) {
    struct target target = offered(w);
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_disable_address_transfer_request request =
        EIP_DISABLE_ADDRESS_TRANSFER_REQUEST_INIT;

    request.allocation_id = target.id;
    if (eip_disable_address_transfer(w->engine, &bob, &request, NULL, NULL) !=
        EIP_OK) {
        world_die("the offer stays");
    }
    return target;
}

static struct target associated(struct world *w) {
    struct target target = held(w);
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_associate_address_request request = EIP_ASSOCIATE_ADDRESS_REQUEST_INIT;
    eip_associate_address_response response =
        EIP_ASSOCIATE_ADDRESS_RESPONSE_INIT;

    request.allocation_id = target.id;
    request.instance_id = eip_text_of("i-1"); /* which all forms name */
    if (eip_associate_address(w->engine, &bob, &request, &response, NULL) !=
        EIP_OK) {
        world_die("no association");
    }
    target.association = response.association_id;
    return target;
}

static struct target named(struct world *w) {
    struct target target = held(w);
    eip_caller bob = EIP_CALLER_INIT(WORLD_BOB);
    eip_modify_address_attribute_request request =
        EIP_MODIFY_ADDRESS_ATTRIBUTE_REQUEST_INIT;

    request.allocation_id = target.id;
    request.domain_name = eip_text_of("bobs-secret.example");
    if (eip_modify_address_attribute(w->engine, &bob, &request, NULL, NULL) !=
        EIP_OK) {
        world_die("no PTR record");
    }
    return target;
}

static struct target marked(struct world *w, uint32_t flags, uint32_t service) {
    struct target target = held(w);
    eip_address_marks marks = EIP_ADDRESS_MARKS_INIT;

    marks.allocation_id = target.id;
    marks.flags = flags;
    marks.service = service;
    if (eip_admin_mark_address(w->engine, &marks, NULL) != EIP_OK) {
        world_die("no mark");
    }
    return target;
}

static struct target locked(struct world *w) {
    return marked(w, EIP_MARK_LOCKED, EIP_SERVICE_NONE);
}

static struct target managed(struct world *w) {
    return marked(w, 0, EIP_SERVICE_NLB);
}

static struct target removed(struct world *w) {
    struct target target = cooling_byoip(w);

    drain(w);
    return target;
}

struct state {
    const char *name;
    struct target (*make)(struct world *w);
};

/* The first is what the others are compared with. */
static const struct state states[] = {
    {"absent", absent},
    {"never allocated", never_allocated},
    {"never allocated, of a pool of Bob's", never_allocated_byoip},
    {"held", held},
    {"held in a local zone", held_local},
    {"held by a carrier", held_carrier},
    {"held in a pool of Bob's", held_byoip},
    {"held in an Outpost", held_coip},
    {"held in a pool of Alice's", held_ipam},
    {"held in Classic", held_classic},
    {"cooling", cooling},
    {"cooling in a pool of Bob's", cooling_byoip},
    {"cooling in an Outpost", cooling_coip},
    {"given back by Classic", given_by_classic},
    {"cooled", cooled},
    {"recovered", recovered},
    {"held, in a block being drained", held_in_a_drain},
    {"offered to another account", offered},
    {"offered no longer", disabled},
    {"associated", associated},
    {"with a PTR record", named},
    {"locked", locked},
    {"managed by a service", managed},
    {"withdrawn", withdrawn},
    {"removed with its block", removed},
};
enum { STATES = sizeof states / sizeof states[0] };

/* -- callers --------------------------------------------------------------- */

#define STRANGER UINT64_C(555555555555)
#define CLASSIC UINT64_C(666666666666)

/* Has one address and has had another. */
static void furnish(struct world *w, uint64_t caller) {
    eip_allocate_address_response got;

    if (caller == STRANGER) {
        return;
    }
    world_account(w, caller, 3, caller == CLASSIC ? EIP_ACCOUNT_CLASSIC : 0);
    (void)world_get(w, caller, NULL);
    got = world_get(w, caller, NULL);
    world_give(w, caller, &got);
}

static const uint64_t callers[] = {WORLD_DAVE, STRANGER, CLASSIC};
static const char *const caller_names[] = {"another", "a stranger", "Classic"};

/* -- cells ----------------------------------------------------------------- */

void isolation_clear(struct answer *answer) {
    memset(answer, RUBBISH, sizeof *answer);
    answer->error.size = sizeof answer->error;
    answer->response.size = sizeof answer->response;
}

void isolation_strike(struct answer *answer, const char *name) {
    char *message = answer->error.message;
    char *at = *name == '\0' ? NULL : strstr(message, name);

    if (at != NULL) {
        size_t size = strlen(name);

        memmove(at, at + size, strlen(at + size) + 1);
        memset(message + strlen(message), 0,
               EIP_ERROR_MESSAGE_SIZE - strlen(message));
    }
    answer->first.network_border_group.data = NULL; /* the engine's own */
    answer->last.network_border_group.data = NULL;
}

static void ask(const struct form *form, uint64_t caller, bool dry,
                const struct state *state, struct answer *answer) {
    const char *name = "";
    struct target target;
    struct world w;
    char *before;
    char *after;

    world_start(&w);
    world_account(&w, WORLD_BOB, 100, 0);
    furnish(&w, caller);
    target = state->make(&w);
    isolation_clear(answer);
    before = world_picture(&w);
    form->ask(&w, caller, &target, dry, answer, &name);
    after = world_picture(&w);
    if (caller != WORLD_BOB && strcmp(before, after) != 0) {
        (void)printf("FAILED: %s, %s: it changes something\n", form->name,
                     state->name);
        exit(1);
    }
    free(before);
    free(after);
    isolation_strike(answer, name);
    world_end(&w);
}

static void compare(const struct form *form, uint32_t caller, bool dry,
                    const struct state *state, const struct answer *is,
                    const struct answer *wanted) {
    if (memcmp(is, wanted, sizeof *is) != 0) {
        (void)printf("FAILED: %s%s, by %s: %s is told from absent: %s '%s', "
                     "%s '%s'\n",
                     form->name, dry ? ", dry" : "", caller_names[caller],
                     state->name, eip_status_name(is->status),
                     is->error.message, eip_status_name(wanted->status),
                     wanted->error.message);
        exit(1);
    }
}

static uint32_t form_count(void) {
    return isolation_form_count + isolation_fact_form_count;
}

static const struct form *form_at(uint32_t index) {
    return index < isolation_form_count
               ? &isolation_forms[index]
               : &isolation_fact_forms[index - isolation_form_count];
}

/* The owner gets another answer: the comparison can fail. */
static void control(void) {
    struct answer absent_answer;
    struct answer answer;
    uint32_t told = 0;

    for (uint32_t i = 0; i < form_count(); i++) {
        ask(form_at(i), WORLD_BOB, true, &states[0], &absent_answer);
        ask(form_at(i), WORLD_BOB, true, &states[3], &answer);
        told += memcmp(&answer, &absent_answer, sizeof answer) != 0;
    }
    if (told < 8) {
        (void)printf("FAILED: even the owner is told nothing in %u forms\n",
                     form_count() - told);
        exit(1);
    }
}

uint64_t isolation_matrix(void) {
    uint64_t cells = 0;

    control();
    for (uint32_t who = 0; who < 3; who++) {
        for (uint32_t i = 0; i < 2 * form_count(); i++) {
            const struct form *form = form_at(i / 2);
            bool dry = i % 2 != 0;
            struct answer wanted;
            struct answer is;

            ask(form, callers[who], dry, &states[0], &wanted);
            for (uint32_t n = 1; n < STATES; n++) {
                ask(form, callers[who], dry, &states[n], &is);
                compare(form, who, dry, &states[n], &is, &wanted);
                cells++;
            }
        }
    }
    return cells;
}
