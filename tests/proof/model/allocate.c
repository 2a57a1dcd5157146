/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* AllocateAddress: asked of both, and what both answer. */
#include "proof/model/allocate.h"

#include <stddef.h>
#include <string.h>

/* -- ids ------------------------------------------------------------------- */

/* An id is given once, ever. */
bool allocate_id_is_new(struct run *run, uint64_t id) {
    uint64_t at = id * UINT64_C(0x9e3779b97f4a7c15) >> 47;

    if (id == 0) {
        return false;
    }
    while (run->ids[at % ID_SLOTS] != 0) {
        if (run->ids[at % ID_SLOTS] == id) {
            return false;
        }
        at++;
    }
    run->ids[at % ID_SLOTS] = id;
    return true;
}

/* -- the response ---------------------------------------------------------- */

/* R10, seen as DescribeAddresses would show it. */
static eip_address as_address(const eip_allocate_address_response *got) {
    return (eip_address){
        .size = sizeof(eip_address),
        .fields = got->fields,
        .allocation_id = got->allocation_id,
        .public_ipv4_pool = got->public_ipv4_pool,
        .customer_owned_ipv4_pool = got->customer_owned_ipv4_pool,
        .network_border_group = got->network_border_group,
        .domain = got->domain,
        .public_ip = got->public_ip,
        .carrier_ip = got->carrier_ip,
        .customer_owned_ip = got->customer_owned_ip,
    };
}

static uint32_t any_ip(const eip_allocate_address_response *got) {
    return got->public_ip | got->carrier_ip | got->customer_owned_ip;
}

/* Which place did it give? */
static int given_place(struct run *run, const struct allocate_verdict *v,
                       const eip_allocate_address_response *got) {
    const struct space *s = &run->m.space[v->space < 0 ? 0 : v->space];
    uint32_t at;

    if (v->place != NOBODY) {
        return v->place;
    }
    at = any_ip(got) - run->m.place[s->first].ip;
    return at < PUBLIC_PLACES && bit_is(v->allowed, at) ? s->first + (int)at
                                                        : NOBODY;
}

static void tell_allowed(struct run *run, const struct allocate_verdict *v,
                         char *text, size_t size) {
    size_t used = 0;

    *text = '\0';
    for (uint32_t i = 0; i < PUBLIC_PLACES && used + 24 < size; i++) {
        if (bit_is(v->allowed, i)) {
            char room[32];
            int place = run->m.space[v->space].first + (int)i;
            eip_text ip = texts_of_ip(run->m.place[place].ip, room);

            used += (size_t)snprintf(text + used, size - used, " %.*s",
                                     (int)ip.size, ip.data);
        }
    }
}

static bool out_of_turn(struct run *run, const struct allocate_verdict *v,
                        const eip_allocate_address_response *got) {
    char text[512];
    char room[32];
    eip_text ip = texts_of_ip(any_ip(got), room);

    tell_allowed(run, v, text, sizeof text);
    return run_differs(run, "%.*s is out of turn; allowed:%s", (int)ip.size,
                       ip.data, text);
}

static bool note_success(struct run *run, const struct ask_allocate *a,
                         const struct allocate_verdict *v,
                         const eip_allocate_address_response *got) {
    struct model *m = &run->m;
    int place = given_place(run, v, got);
    eip_address seen = as_address(got);
    bool recovers;

    if (place == NOBODY) {
        return out_of_turn(run, v, got);
    }
    recovers = m->place[place].giver == a->by.account;
    if (!v->standard && !allocate_id_is_new(run, got->allocation_id)) {
        return run_differs(run, "the id %016llx was given before",
                           (unsigned long long)got->allocation_id);
    }
    model_take(m, place, a->by.account, v->standard, got->allocation_id,
               !a->named);
    m->place[place].tags.count = 0; /* seen has none */
    if (!run_same_address(run, place, &seen)) {
        return false;
    }
    memcpy(&m->place[place].tags, &v->tags,
           offsetof(struct tags, tag) + v->tags.count * sizeof(struct tag));
    m->count.allocated++;
    m->count.named += a->named && !recovers;
    m->count.recovered += a->named && recovers;
    return true;
}

/* -- failures -------------------------------------------------------------- */

static void count_failure(struct model *m, eip_status status) {
    switch (status) {
    case EIP_ERR_ADDRESS_LIMIT_EXCEEDED:
        m->count.allocate_failed_quota++;
        break;
    case EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY:
        m->count.allocate_failed_capacity++;
        break;
    case EIP_ERR_ADDRESS_NOT_FOUND:
        m->count.allocate_failed_not_found++;
        break;
    case EIP_ERR_DRY_RUN:
        m->count.dry_runs++;
        break;
    default:
        m->count.allocate_failed_other++;
        break;
    }
}

/* Two parameters that are both given are named. */
static bool same_pair(struct run *run, const struct ask_allocate *a) {
    const eip_text domain = {"", 0, 0}; /* as good as given: it is a default */
    const struct {
        const char *name;
        eip_text text;
    } parameters[] = {
        {"PublicIpv4Pool", a->request.public_ipv4_pool},
        {"Address", a->request.address},
        {"IpamPoolId", a->request.ipam_pool_id},
        {"CustomerOwnedIpv4Pool", a->request.customer_owned_ipv4_pool},
        {"NetworkBorderGroup", a->request.network_border_group},
        {"Domain", domain},
    };
    char words[160];

    for (uint32_t i = 0; i < 6; i++) {
        for (uint32_t n = 0; n < 6; n++) {
            (void)snprintf(words, sizeof words,
                           "The parameter %s cannot be used with the parameter "
                           "%s",
                           parameters[i].name, parameters[n].name);
            if (i != n && parameters[i].text.data != NULL &&
                parameters[n].text.data != NULL &&
                strcmp(words, run->error.message) == 0) {
                return true;
            }
        }
    }
    return run_differs(run, "the message names others: %s", run->error.message);
}

/* R3, R4 and R5 give the very bytes. */
static bool same_words(struct run *run, const struct ask_allocate *a,
                       const struct allocate_verdict *v) {
    char words[160];
    eip_text text = a->request.address;

    if (v->status == EIP_ERR_INVALID_PARAMETER_COMBINATION) {
        return same_pair(run, a);
    }
    if (v->status == EIP_ERR_ADDRESS_NOT_FOUND) {
        (void)snprintf(words, sizeof words,
                       "The Elastic IP address '%.*s' does not exist or is not "
                       "available.",
                       (int)text.size, text.data);
        return run_same_message(run, words);
    }
    if (v->pool_is_wrong) {
        text = a->request.public_ipv4_pool;
        (void)snprintf(words, sizeof words,
                       "invalid value for parameter pool: %.*s", (int)text.size,
                       text.data);
        return run_same_message(run, words);
    }
    return true;
}

bool allocate_note(struct run *run, const struct ask_allocate *a,
                   const struct allocate_verdict *v,
                   const eip_allocate_address_response *got) {
    if (v->status == EIP_OK) {
        return note_success(run, a, v, got);
    }
    if (v->counts) {
        count_failure(&run->m, v->status);
    }
    return true;
}

/* -- the calls ------------------------------------------------------------- */

/* What the response holds before, so that a write shows. */
static void prepare(eip_allocate_address_response *got) {
    memset(got, 0x5a, sizeof *got);
    got->size = sizeof *got;
}

static bool is_untouched(const eip_allocate_address_response *got) {
    eip_allocate_address_response before;

    prepare(&before);
    before.size = got->size;
    return memcmp(&before, got, sizeof before) == 0;
}

static struct ask_allocate ask;

static bool call(struct run *run, struct dice *dice,
                 struct allocate_verdict *v) {
    eip_allocate_address_response got;
    eip_allocate_address_response *place = &got;
    eip_status status;

    prepare(&got);
    if (ask.form == EIP_OK && rarely(dice, 128)) {
        bool null = rarely(dice, 2);

        run_tell(run, " (response %s)", null ? "NULL" : "too small");
        place = null ? NULL : place;
        got.size -= 8;
        ask.form = null ? EIP_ERR_NULL : EIP_ERR_STRUCT_VERSION;
    }
    allocate_predict(&run->m, &ask, v);
    status = eip_allocate_address(ask.by.engine, ask.by.caller,
                                  ask.by_null ? NULL : &ask.request, place,
                                  run_error(run));
    if (!run_same_status(run, v->status, status) || !same_words(run, &ask, v)) {
        return false;
    }
    if (status != EIP_OK && !is_untouched(&got)) {
        return run_differs(run, "the response of a failure was written");
    }
    return allocate_note(run, &ask, v, &got);
}

/* No request is the same as one that asks for nothing. */
static void leave_out_request(struct run *run, struct dice *dice) {
    eip_allocate_address_request none = EIP_ALLOCATE_ADDRESS_REQUEST_INIT;

    if (memcmp(&none, &ask.request, sizeof none) == 0 && rarely(dice, 8)) {
        ask.by_null = true;
        run_tell(run, " (request NULL)");
    }
}

bool step_allocate(struct run *run, struct dice *dice) {
    struct allocate_verdict v;

    run_tell(run, "allocate");
    allocate_draw(run, dice, &ask);
    leave_out_request(run, dice);
    return call(run, dice, &v) &&
           ask_was_authorized(run, &ask.by, "ec2:AllocateAddress", v.asks);
}

/* -- many ------------------------------------------------------------------ */

enum { MANY = 6 };

static bool same_batch(struct run *run, const bool *is_dry,
                       const eip_allocate_result *results, uint32_t count,
                       eip_status answered) {
    eip_status first = EIP_OK;
    uint32_t first_at = 0;
    uint32_t asked = 0;

    for (uint32_t i = 0; i < count; i++) {
        struct allocate_verdict v;

        ask.dry = is_dry[i];
        allocate_predict(&run->m, &ask, &v);
        asked += v.asks;
        if (results[i].status != v.status) {
            return run_differs(run, "item %u: wanted %s, got %s", i,
                               eip_status_name(v.status),
                               eip_status_name(results[i].status));
        }
        if (!allocate_note(run, &ask, &v, &results[i].response)) {
            return false;
        }
        if (first == EIP_OK && v.status != EIP_OK) {
            first = v.status;
            first_at = i;
        }
    }
    first = count == 0 && ask.by.status != EIP_OK ? ask.by.status : first;
    if (!run_same_status(run, first, answered)) {
        return false;
    }
    if (first != EIP_OK && run->error.index != first_at) {
        return run_differs(run, "the first failure is item %u, not %u",
                           first_at, run->error.index);
    }
    return ask_was_authorized(run, &ask.by, "ec2:AllocateAddress", asked);
}

bool step_allocate_many(struct run *run, struct dice *dice) {
    eip_allocate_result results[MANY];
    eip_allocate_address_request requests[MANY];
    bool is_dry[MANY];
    uint32_t count = roll(dice, MANY + 1);
    bool apart = rarely(dice, 4);
    uint32_t given = apart ? count : 1;
    bool wrong = rarely(dice, 64);
    eip_status status;

    run_tell(run, "allocate_many count=%u requests=%u%s", count,
             wrong ? count + 2 : given, apart ? "" : " (one for all)");
    allocate_draw(run, dice, &ask);
    /* Where they stand is a matter of their size, so that must be right. */
    if (ask.request.size != sizeof ask.request &&
        (apart || ask.request.size > sizeof ask.request)) {
        ask.request.size = sizeof ask.request;
        ask.form = EIP_OK;
    }
    ask.form = ask.by.status == EIP_OK ? ask.form : EIP_OK;
    for (uint32_t i = 0; i < MANY; i++) {
        requests[i] = ask.request;
        is_dry[i] = ask.dry;
        if (apart && ask.form == EIP_OK && rarely(dice, 4)) {
            is_dry[i] = !ask.dry;
            requests[i].flags ^= EIP_ALLOCATE_DRY_RUN;
        }
    }
    status = eip_allocate_many(ask.by.engine, ask.by.caller, requests,
                               wrong ? count + 2 : given, results, count,
                               run_error(run));
    if (wrong) {
        run->denies = false;
        return run_same_status(run, EIP_ERR_ARGUMENT, status);
    }
    return same_batch(run, is_dry, results, count, status);
}
