/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* The whole space of AllocateAddress's requests, the malformed ones too. */
#include "proof/model/allocate.h"

#include <stddef.h>
#include <string.h>

/* -- pools ----------------------------------------------------------------- */

static const int first_of[POOL_PARAMETERS] = {1, 4, COIP_FIRST};
static const uint32_t pools_of[POOL_PARAMETERS] = {3, 3, 2};

static eip_text *parameter(struct ask_allocate *a, int which) {
    eip_text *at[POOL_PARAMETERS] = {&a->request.public_ipv4_pool,
                                     &a->request.ipam_pool_id,
                                     &a->request.customer_owned_ipv4_pool};

    return at[which];
}

static void name_pool(struct run *run, struct ask_allocate *a, int which,
                      int pool) {
    a->pool[which].what = run->m.pool[pool].ever ? POOL_KNOWN : POOL_NONSENSE;
    a->pool[which].pool = pool;
    *parameter(a, which) =
        run->m.pool[pool].ever
            ? texts_of_pool(run->m.pool[pool].ref, a->room[which])
            : eip_text_of("ipam-pool-0ffffffffffffffff");
}

static void name_nonsense(struct ask_allocate *a, int which, uint32_t what) {
    static const char *const texts[] = {"", "Amazon", "ipv4pool-ec2-",
                                        "ipam-pool-00000000000000000",
                                        "ipv4pool-coip-0000000000000000g"};

    a->pool[which].what = POOL_NONSENSE;
    *parameter(a, which) = eip_text_of(texts[what % 5]);
}

static void name_amazon(struct ask_allocate *a, int which) {
    a->pool[which].what = POOL_AMAZON;
    *parameter(a, which) = eip_text_of("amazon");
}

/* Of that kind; mostly one that the account may use. */
static int draw_pool_of(struct run *run, struct dice *dice, int account,
                        int which) {
    uint32_t at = roll(dice, 64);
    int pool = first_of[which] + (int)(at % pools_of[which]);

    if (which == BY_IPAM && at < 52) {
        return model_some_ipam(
            &run->m, at % 2 == 0 ? pool : PLAIN_POOLS + (int)at, account);
    }
    for (uint32_t i = 0; at < 52 && i < pools_of[which]; i++) {
        int other = first_of[which] + (int)((at + i) % pools_of[which]);

        if (run->m.pool[other].exists &&
            model_admits(&run->m, other, account)) {
            return other;
        }
    }
    return pool;
}

static void draw_pool(struct run *run, struct dice *dice,
                      struct ask_allocate *a) {
    uint32_t what = roll(dice, 32);
    int which = what < 16 || what >= 29 ? BY_PUBLIC
                : what < 20             ? BY_PUBLIC
                : what < 25             ? BY_IPAM
                                        : BY_COIP;

    if (what < 14) {
        return;
    }
    if (what < 16) {
        name_amazon(a, BY_PUBLIC);
        return;
    }
    if (what < 29) {
        name_pool(run, a, which, draw_pool_of(run, dice, a->by.account, which));
        return;
    }
    /* One that may be of another kind, nonsense, or two at once. */
    which = (int)roll(dice, POOL_PARAMETERS);
    switch (roll(dice, 4)) {
    case 0:
        name_pool(run, a, which, 1 + (int)roll(dice, PLAIN_POOLS - 1));
        break;
    case 1:
        name_nonsense(a, which, roll(dice, 5));
        break;
    case 2:
        name_amazon(a, which);
        break;
    default:
        name_pool(run, a, which, first_of[which]);
        which = (which + 1) % POOL_PARAMETERS;
        name_pool(run, a, which, first_of[which]);
        break;
    }
}

/* -- names of addresses ---------------------------------------------------- */

/* From a place on, the first that the account may recover; else the place. */
static int recoverable(const struct model *m, int from, int account) {
    for (int i = 0; i < PLACES; i++) {
        int place = (from + i) % PLACES;

        if (m->place[place].block != NOBODY &&
            m->place[place].giver == account) {
            return place;
        }
    }
    return from;
}

/* The first that is provisioned. */
static int provisioned(const struct model *m, int from) {
    for (int i = 0; i < PLACES; i++) {
        if (m->place[(from + i) % PLACES].block != NOBODY) {
            return (from + i) % PLACES;
        }
    }
    return from;
}

static void draw_name(struct run *run, struct dice *dice,
                      struct ask_allocate *a) {
    uint32_t what = roll(dice, 32);
    int place = (int)roll_wide(dice, PLACES);
    int pool;

    if (what < 21) {
        return;
    }
    a->named = true;
    a->malformed = what == 31 && rarely(dice, 4);
    if (a->malformed) {
        a->request.address = texts_bad_address[place % BAD_ADDRESSES];
        return;
    }
    if (what < 26) {
        place = recoverable(&run->m, place, a->by.account);
    } else if (what < 30) {
        place = provisioned(&run->m, place);
    }
    a->ip = run->m.place[place].ip;
    a->request.address = texts_of_ip(a->ip, a->room[3]);
    pool = run->m.place[place].block == NOBODY
               ? 0
               : model_block(&run->m, place)->pool;
    if (pool >= first_of[BY_IPAM] && roll(dice, 4) != 0) {
        int which = pool >= first_of[BY_COIP] ? BY_COIP : BY_IPAM;

        memset(a->pool, 0, sizeof a->pool);
        for (int i = 0; i < POOL_PARAMETERS; i++) {
            *parameter(a, i) = (eip_text){NULL, 0, 0};
        }
        name_pool(run, a, which, pool);
    }
}

/* -- tags ------------------------------------------------------------------ */

void allocate_draw_tag(struct dice *dice, struct tag *tag) {
    uint32_t key = roll(dice, 64);
    uint32_t value = roll(dice, 64);

    /* Mostly good ones. */
    tag->key = (uint8_t)(key < 62 ? key % 9 : 9 + roll(dice, 7));
    tag->value = (uint8_t)(value < 60 ? value % 9 : 8 + roll(dice, 6));
}

/* Around the limit, which is that of both together. */
static void draw_many_tags(struct dice *dice, struct ask_allocate *a) {
    uint32_t count = 49 + roll(dice, 3);

    a->spec[0].count = count - a->spec[1].count;
    for (uint32_t i = 0; i < a->spec[0].count; i++) {
        a->spec[0].tag[i] = (struct tag){(uint8_t)(KEYS - 1 - i), 0};
    }
}

static void draw_specs(struct dice *dice, struct ask_allocate *a) {
    uint32_t what = roll(dice, 32);

    if (what < 20) {
        return;
    }
    a->specs = rarely(dice, 4) ? 2 : 1;
    for (uint32_t i = 0; i < a->specs; i++) {
        a->spec[i].type = rarely(dice, 32) ? roll(dice, TYPES) : 0;
        a->spec[i].count = rarely(dice, 32) ? 0 : 1 + roll(dice, 3);
        for (uint32_t n = 0; n < a->spec[i].count; n++) {
            allocate_draw_tag(dice, &a->spec[i].tag[n]);
        }
    }
    if (what == 31 && rarely(dice, 4)) {
        draw_many_tags(dice, a);
    }
}

static void write_tags(struct ask_allocate *a) {
    for (uint32_t i = 0; i < a->specs; i++) {
        for (uint32_t n = 0; n < a->spec[i].count; n++) {
            a->tag[i][n] = (eip_tag){texts_key[a->spec[i].tag[n].key].text,
                                     texts_value[a->spec[i].tag[n].value].text};
        }
        a->specification[i] = (eip_tag_specification){
            texts_type[a->spec[i].type], a->tag[i], a->spec[i].count, 0};
    }
    if (a->specs != 0) {
        a->request.tag_specifications = a->specification;
        a->request.tag_specification_count = a->specs;
    }
}

void allocate_draw_tags(struct dice *dice, struct ask_allocate *a) {
    draw_specs(dice, a);
    write_tags(a);
}

/* -- form ------------------------------------------------------------------ */

static eip_status spoil(struct ask_allocate *a, uint32_t fault) {
    switch (fault) {
    case 0:
        a->request.size -= 8;
        return EIP_ERR_STRUCT_VERSION;
    case 1:
        a->request.reserved = 1;
        return EIP_ERR_STRUCT_VERSION;
    case 2:
        a->request.flags |= 2;
        return EIP_ERR_STRUCT_VERSION;
    case 3:
        a->request.network_border_group.reserved = 1;
        return EIP_ERR_STRUCT_VERSION;
    case 4:
        a->request.tag_specifications = NULL;
        a->request.tag_specification_count = 1;
        return EIP_ERR_NULL;
    case 7: /* what is beyond our knowledge is zero, ... */
        a->request.size += sizeof a->tail;
        return EIP_OK;
    case 8: /* ... or it is not */
        a->request.size += sizeof a->tail;
        a->tail = 1;
        return EIP_ERR_STRUCT_VERSION;
    default:
        a->specification[0] =
            (eip_tag_specification){texts_type[0], NULL, 1, fault == 5 ? 0 : 1};
        a->specification[0].tags = fault == 5 ? NULL : a->tag[0];
        a->tag[0][0] = (eip_tag){texts_key[0].text, texts_value[0].text};
        a->request.tag_specifications = a->specification;
        a->request.tag_specification_count = 1;
        return fault == 5 ? EIP_ERR_NULL : EIP_ERR_STRUCT_VERSION;
    }
}

static void tell(struct run *run, const struct ask_allocate *a) {
    if (run->trace == NULL) {
        return;
    }
    run_tell(run, "%s%s", a->by_null ? " (request NULL)" : "",
             a->dry ? " DryRun" : "");
    run_tell_text(run, "Domain", a->request.domain);
    run_tell_text(run, "Address", a->request.address);
    run_tell_text(run, "PublicIpv4Pool", a->request.public_ipv4_pool);
    run_tell_text(run, "IpamPoolId", a->request.ipam_pool_id);
    run_tell_text(run, "CustomerOwnedIpv4Pool",
                  a->request.customer_owned_ipv4_pool);
    run_tell_text(run, "NetworkBorderGroup", a->request.network_border_group);
    for (uint32_t i = 0; i < a->specs; i++) {
        run_tell_text(run, "ResourceType", a->specification[i].resource_type);
        for (uint32_t n = 0; n < a->spec[i].count; n++) {
            run_tell_text(run, "Key", a->tag[i][n].key);
            run_tell_text(run, "Value", a->tag[i][n].value);
        }
    }
    if (a->form != EIP_OK) {
        run_tell(run, " (request malformed)");
    }
}

void allocate_draw(struct run *run, struct dice *dice, struct ask_allocate *a) {
    const eip_allocate_address_request none = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    uint32_t group;

    memset(a, 0, offsetof(struct ask_allocate, specification));
    a->request =
        (eip_allocate_address_request)EIP_ALLOCATE_ADDRESS_REQUEST_INIT;
    ask_caller(run, dice, &a->by);
    draw_pool(run, dice, a);
    draw_name(run, dice, a);
    group = roll(dice, 64);
    a->group = group < 48   ? NOBODY
               : group < 62 ? (int)group % GROUPS
                            : GROUP_UNKNOWN + (int)roll(dice, 5);
    if (a->group != NOBODY) {
        a->request.network_border_group = texts_group[a->group];
    }
    a->domain = roll(dice, 16);
    a->domain = a->domain < 8 ? 0 : a->domain < 12 ? 1 : a->domain - 10;
    a->domain = a->domain < DOMAINS ? a->domain : 1;
    /* With another one EC2-Classic takes no parameters. */
    if (run->m.account[a->by.account].classic && !rarely(dice, 4) &&
        memcmp(&none, &a->request, sizeof none) != 0) {
        a->domain = DOMAIN_VPC;
    }
    a->request.domain = texts_domain[a->domain];
    a->dry = rarely(dice, 20);
    a->request.flags = a->dry ? EIP_ALLOCATE_DRY_RUN : 0;
    allocate_draw_tags(dice, a);
    a->form = rarely(dice, 128) ? spoil(a, roll(dice, 9)) : EIP_OK;
    tell(run, a);
}
