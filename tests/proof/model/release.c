/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* ReleaseAddress: drawn, judged, asked of both. */
#include "proof/model/caller.h"
#include "proof/model/texts.h"

#include <string.h>

struct ask_release {
    struct ask_caller by;
    eip_status form;
    bool dry;
    bool by_id;
    bool id_is_nonsense;
    uint64_t id;
    bool by_ip;
    bool ip_is_malformed;
    uint32_t ip;
    int group; /* of texts_group, or NOBODY */
    eip_release_address_request request;
    char room[2][32];
};

/* -- drawing --------------------------------------------------------------- */

static void use_id(struct run *run, struct ask_release *r, struct dice *dice,
                   uint64_t id) {
    (void)run;
    r->by_id = true;
    r->id = id;
    if (id == 0 || rarely(dice, 4)) {
        r->request.allocation_id_text = texts_of_id(id, r->room[0]);
    } else {
        r->request.allocation_id = id;
    }
}

static void use_ip(struct ask_release *r, uint32_t ip) {
    r->by_ip = true;
    r->ip = ip;
    r->request.public_ip = texts_of_ip(ip, r->room[1]);
}

/* An address that the account holds, by what releases it. */
static void draw_own(struct run *run, struct dice *dice,
                     struct ask_release *r) {
    const struct account *account = &run->m.account[r->by.account];
    uint32_t nth = roll_wide(dice, 65536);
    const struct place *at;

    if (account->held == 0) {
        use_id(run, r, dice, nth);
        return;
    }
    at = &run->m.place[account->place[nth % account->held]];
    r->group = model_block(&run->m, (int)(at - run->m.place))->group;
    r->group = r->group == 0 && !rarely(dice, 4) ? NOBODY : r->group;
    if (at->standard) {
        use_ip(r, at->ip);
    } else {
        use_id(run, r, dice, at->id);
    }
}

/* Somebody's, or nobody's. */
static void draw_any(struct run *run, struct dice *dice,
                     struct ask_release *r) {
    const struct place *at = &run->m.place[roll_wide(dice, PLACES)];

    switch (roll(dice, 6)) {
    case 0:
        use_id(run, r, dice, at->standard ? 0 : at->id);
        break;
    case 1:
        use_ip(r, at->ip);
        break;
    case 2:
        use_id(run, r, dice,
               run->past_count == 0 ? 1 : run->past[roll(dice, 64) % PAST]);
        break;
    case 3:
        r->by_id = r->id_is_nonsense = true;
        r->request.allocation_id_text = texts_bad_id[roll(dice, BAD_IDS)];
        break;
    case 4:
        r->by_ip = r->ip_is_malformed = true;
        r->request.public_ip = texts_bad_address[roll(dice, BAD_ADDRESSES)];
        break;
    default:
        break; /* neither */
    }
    if (rarely(dice, 8) && !r->by_ip) {
        use_ip(r, at->ip);
    }
}

static eip_status spoil(struct ask_release *r, uint32_t fault) {
    switch (fault) {
    case 0:
        r->request.size -= 8;
        break;
    case 1:
        r->request.flags |= 4;
        break;
    case 2:
        r->request.public_ip.reserved = 1;
        break;
    default:
        r->request.allocation_id = 1;
        r->request.allocation_id_text = texts_of_id(1, r->room[0]);
        return EIP_ERR_ARGUMENT;
    }
    return EIP_ERR_STRUCT_VERSION;
}

static void draw(struct run *run, struct dice *dice, struct ask_release *r) {
    memset(r, 0, sizeof *r);
    r->request = (eip_release_address_request)EIP_RELEASE_ADDRESS_REQUEST_INIT;
    r->group = NOBODY;
    ask_holder(run, dice, &r->by);
    if (roll(dice, 16) < 13) {
        draw_own(run, dice, r);
    } else {
        draw_any(run, dice, r);
    }
    if (rarely(dice, 8)) {
        r->group = (int)roll(dice, GROUP_NAMES + 1) - 1;
    }
    if (r->group != NOBODY) {
        r->request.network_border_group = texts_group[r->group];
    }
    r->dry = rarely(dice, 20);
    r->request.flags = r->dry ? EIP_RELEASE_DRY_RUN : 0;
    r->form = rarely(dice, 128) ? spoil(r, roll(dice, 4)) : EIP_OK;
    if (run->trace != NULL) {
        run_tell(run, " AllocationId=%llx%s%s",
                 (unsigned long long)r->request.allocation_id,
                 r->dry ? " DryRun" : "",
                 r->form != EIP_OK ? " (request malformed)" : "");
        run_tell_text(run, "AllocationIdText", r->request.allocation_id_text);
        run_tell_text(run, "PublicIp", r->request.public_ip);
        run_tell_text(run, "NetworkBorderGroup",
                      r->request.network_border_group);
    }
}

/* -- judging --------------------------------------------------------------- */

static int held_by_id(const struct model *m, int account, uint64_t id) {
    const struct account *a = &m->account[account];

    for (uint32_t i = 0; i < a->held; i++) {
        const struct place *at = &m->place[a->place[i]];

        if (at->id == id && !at->standard) {
            return a->place[i];
        }
    }
    return NOBODY;
}

static eip_status find(const struct model *m, const struct ask_release *r,
                       int *place) {
    if (r->by_id) {
        *place =
            r->id_is_nonsense ? NOBODY : held_by_id(m, r->by.account, r->id);
        return *place == NOBODY ? EIP_ERR_ALLOCATION_ID_NOT_FOUND : EIP_OK;
    }
    *place = model_place(m, 0, r->ip);
    if (*place == NOBODY || m->place[*place].holder != r->by.account) {
        return EIP_ERR_AUTH_FAILURE;
    }
    return m->place[*place].standard ? EIP_OK : EIP_ERR_INVALID_PARAMETER_VALUE;
}

/* R14: what keeps it. */
static eip_status check_kept(const struct model *m, int place) {
    const struct facts *facts = &m->place[place].facts;

    return facts->service != EIP_SERVICE_NONE        ? EIP_ERR_AUTH_FAILURE
           : facts->associated && !facts->in_default ? EIP_ERR_ADDRESS_IN_USE
           : model_ptr_blocks(m, place)              ? EIP_ERR_ADDRESS_PTR_SET
           : facts->locked                           ? EIP_ERR_ADDRESS_LOCKED
                                                     : EIP_OK;
}

static eip_status judge(const struct model *m, const struct ask_release *r,
                        int *place) {
    eip_status status;

    if (r->form != EIP_OK || r->by.status != EIP_OK) {
        return r->form != EIP_OK ? r->form : r->by.status;
    }
    if (r->by.denied) {
        return EIP_ERR_UNAUTHORIZED;
    }
    if (r->ip_is_malformed) {
        return EIP_ERR_ADDRESS_MALFORMED;
    }
    if (r->by_id == r->by_ip) {
        return r->by_id ? EIP_ERR_INVALID_PARAMETER_COMBINATION
                        : EIP_ERR_MISSING_PARAMETER;
    }
    status = find(m, r, place);
    if (status != EIP_OK) {
        return status;
    }
    /* R14: outside the Region's border group the parameter is required. */
    if ((r->group == NOBODY ? 0 : r->group) != model_block(m, *place)->group) {
        return EIP_ERR_ADDRESS_NOT_FOUND;
    }
    status = check_kept(m, *place);
    return status == EIP_OK && r->dry ? EIP_ERR_DRY_RUN : status;
}

/* -- asking ---------------------------------------------------------------- */

static void count(struct model *m, eip_status status) {
    m->count.released += status == EIP_OK;
    m->count.dry_runs += status == EIP_ERR_DRY_RUN;
    if (status == EIP_ERR_ALLOCATION_ID_NOT_FOUND ||
        status == EIP_ERR_ADDRESS_NOT_FOUND) {
        m->count.release_failed_not_found++;
    } else if (status != EIP_OK && status != EIP_ERR_DRY_RUN) {
        m->count.release_failed_other++;
    }
}

static void give(struct run *run, int place) {
    run->past[run->past_count++ % PAST] = run->m.place[place].id;
    model_give(&run->m, place);
}

static void words_of_kept(const struct model *m, int place, eip_status status,
                          char *words, size_t size) {
    char room[32];
    eip_text text;

    if (status == EIP_ERR_ADDRESS_IN_USE) {
        text = texts_of_ip(m->place[place].ip, room);
        (void)snprintf(words, size, "Address %.*s is in use.", (int)text.size,
                       text.data);
    } else if (status == EIP_ERR_ADDRESS_PTR_SET ||
               status == EIP_ERR_ADDRESS_LOCKED) {
        text = texts_of_id(m->place[place].id, room);
        (void)snprintf(words, size,
                       "The address with allocation id [%.*s] cannot be "
                       "released because it %s",
                       (int)text.size, text.data,
                       status == EIP_ERR_ADDRESS_PTR_SET
                           ? "has a PTR record set."
                           : "is locked to your account. Please contact AWS "
                             "Support to unlock it.");
    }
}

/* R13, R18 and section 3: the very bytes, the same for every foreign state. */
static void words_of(const struct model *m, const struct ask_release *r,
                     int place, eip_status status, char *words, size_t size) {
    char room[32];
    eip_text id = r->request.allocation_id_text;
    eip_text ip = r->request.public_ip;

    id = id.data == NULL ? texts_of_id(r->id, room) : id;
    *words = '\0';
    switch (status) {
    case EIP_ERR_AUTH_FAILURE:
        if (place != NOBODY && m->place[place].holder == r->by.account) {
            (void)snprintf(words, size,
                           "You do not have permission to access the specified "
                           "resource.");
            break;
        }
        (void)snprintf(words, size,
                       "The address '%.*s' does not belong to you.",
                       (int)ip.size, ip.data);
        break;
    case EIP_ERR_ALLOCATION_ID_NOT_FOUND:
        (void)snprintf(words, size, "The allocation ID '%.*s' does not exist",
                       (int)id.size, id.data);
        break;
    case EIP_ERR_INVALID_PARAMETER_VALUE:
        (void)snprintf(words, size,
                       "You must specify an allocation id when releasing a "
                       "VPC elastic IP address");
        break;
    case EIP_ERR_MISSING_PARAMETER:
        (void)snprintf(words, size,
                       "Either public IP or allocation id must be specified");
        break;
    case EIP_ERR_INVALID_PARAMETER_COMBINATION:
        (void)snprintf(words, size,
                       "You may specify public IP or allocation id, but not "
                       "both in the same call");
        break;
    default:
        words_of_kept(m, place, status, words, size);
        break;
    }
}

static bool same_words(struct run *run, const struct ask_release *r, int place,
                       eip_status status) {
    char words[192];

    words_of(&run->m, r, place, status, words, sizeof words);
    return *words == '\0' || run_same_message(run, words);
}

bool step_release(struct run *run, struct dice *dice) {
    struct ask_release r;
    int place = NOBODY;
    bool begins;
    eip_status wanted;
    eip_status got;

    run_tell(run, "release");
    draw(run, dice, &r);
    begins = r.form == EIP_OK && r.by.status == EIP_OK;
    wanted = judge(&run->m, &r, &place);
    got = eip_release_address(r.by.engine, r.by.caller, &r.request,
                              run_error(run));
    if (!run_same_status(run, wanted, got) ||
        !same_words(run, &r, place, got)) {
        return false;
    }
    if (got == EIP_OK) {
        give(run, place);
    }
    if (begins) {
        count(&run->m, got);
    }
    return ask_was_authorized(run, &r.by, "ec2:ReleaseAddress", begins);
}

/* -- many ------------------------------------------------------------------ */

enum { MANY = 6 };

static eip_status first_of(const eip_status *statuses, uint32_t number) {
    for (uint32_t i = 0; i < number; i++) {
        if (statuses[i] != EIP_OK) {
            return statuses[i];
        }
    }
    return EIP_OK;
}

static void judge_many(struct run *run, struct ask_release *r,
                       const uint64_t *ids, eip_status *wanted,
                       uint32_t number) {
    for (uint32_t i = 0; i < number; i++) {
        int place = NOBODY;

        r->by_id = ids[i] != 0;
        r->id = ids[i];
        wanted[i] = judge(&run->m, r, &place);
        if (wanted[i] == EIP_OK) {
            give(run, place);
        }
        if (r->by.status == EIP_OK) {
            count(&run->m, wanted[i]);
        }
    }
}

bool step_release_many(struct run *run, struct dice *dice) {
    struct ask_release r = {.group = NOBODY};
    eip_status wanted[MANY];
    eip_status got[MANY];
    uint64_t ids[MANY];
    uint32_t number = roll(dice, MANY + 1);
    const struct account *account;
    eip_text group = {NULL, 0, 0};
    eip_status status;

    run_tell(run, "release_many");
    ask_holder(run, dice, &r.by);
    account = &run->m.account[r.by.account];
    r.group = (int)roll(dice, 8) - 4;
    r.group = r.group < 0 ? NOBODY : r.group;
    group = r.group == NOBODY ? group : texts_group[r.group];
    for (uint32_t i = 0; i < number; i++) {
        uint32_t nth = roll(dice, 256);

        ids[i] = account->held == 0 || nth == 255
                     ? nth % 4
                     : run->m.place[account->place[nth % account->held]].id;
        run_tell(run, " %llx", (unsigned long long)ids[i]);
    }
    run_tell_text(run, "NetworkBorderGroup", group);
    judge_many(run, &r, ids, wanted, number);
    status = eip_release_many(r.by.engine, r.by.caller, ids, group, got, number,
                              run_error(run));
    for (uint32_t i = 0; i < number; i++) {
        if (wanted[i] != got[i]) {
            return run_differs(run, "item %u: wanted %s, got %s", i,
                               eip_status_name(wanted[i]),
                               eip_status_name(got[i]));
        }
    }
    return run_same_status(run,
                           number == 0 ? r.by.status : first_of(wanted, number),
                           status) &&
           ask_was_authorized(run, &r.by, "ec2:ReleaseAddress",
                              r.by.status == EIP_OK ? number : 0);
}
