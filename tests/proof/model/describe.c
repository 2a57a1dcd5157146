/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeAddresses: judged by the rulings, asked of both. */
#include "proof/model/describe.h"

/* -- syntax ---------------------------------------------------------------- */

static eip_status check_filter(const struct ask_describe *d,
                               const struct ask_filter *filter) {
    if (filter->member == BY_NONSENSE || filter->count == 0) {
        return EIP_ERR_INVALID_PARAMETER_VALUE;
    }
    for (uint32_t i = 0; i < filter->count; i++) {
        if (!d->value[filter->first + i].is_good &&
            !d->is_long[filter->first + i]) {
            return EIP_ERR_INVALID_PARAMETER_VALUE;
        }
        if (d->is_long[filter->first + i]) {
            return EIP_ERR_FILTER_LIMIT_EXCEEDED;
        }
    }
    return EIP_OK;
}

static eip_status check_syntax(const struct ask_describe *d) {
    eip_status status = EIP_OK;

    for (uint32_t i = 0; i < d->ips; i++) {
        if (d->ip[i].is_malformed) {
            return EIP_ERR_ADDRESS_MALFORMED;
        }
    }
    for (uint32_t i = 0; i < d->filters; i++) {
        if (d->filters > EIP_LIMIT_FILTERS ||
            d->filter[i].count > EIP_LIMIT_FILTER_VALUES) {
            return EIP_ERR_FILTER_LIMIT_EXCEEDED;
        }
    }
    for (uint32_t i = 0; i < d->filters && status == EIP_OK; i++) {
        status = check_filter(d, &d->filter[i]);
    }
    return status;
}

/* -- what is shown --------------------------------------------------------- */

static bool has_value(const struct ask_describe *d,
                      const struct ask_filter *filter, eip_text text) {
    for (uint32_t i = 0; i < filter->count; i++) {
        if (texts_match(d->value[filter->first + i].text, text)) {
            return true;
        }
    }
    return false;
}

static bool tag_holds(const struct ask_describe *d,
                      const struct ask_filter *filter,
                      const struct tags *tags) {
    for (uint32_t i = 0; i < tags->count; i++) {
        eip_text key = texts_key[tags->tag[i].key].text;

        if (filter->member == BY_TAG_KEY
                ? has_value(d, filter, key)
                : texts_equal(filter->key, key) &&
                      has_value(d, filter,
                                texts_value[tags->tag[i].value].text)) {
            return true;
        }
    }
    return false;
}

eip_text describe_association(const struct facts *facts, enum member member,
                              char *room) {
    static const eip_text none = {NULL, 0, 0};
    int size;

    switch (member) {
    case BY_ASSOCIATION:
        size = facts->association == 0
                   ? 0
                   : snprintf(room, 40, "eipassoc-0%016llx",
                              (unsigned long long)facts->association);
        return size == 0 ? none : (eip_text){room, (uint32_t)size, 0};
    case BY_INSTANCE:
        return facts_instance[facts->instance];
    case BY_INTERFACE:
        return facts_interface[facts->interface];
    case BY_OWNER:
        size = facts->interface == 0
                   ? 0
                   : snprintf(room, 40, "%012llu",
                              (unsigned long long)facts->owner);
        return size == 0 ? none : (eip_text){room, (uint32_t)size, 0};
    case BY_PRIVATE_IP:
        return facts->private_ip == 0 ? none
                                      : texts_of_ip(facts->private_ip, room);
    default:
        return none;
    }
}

/* What EC2-Classic's addresses do not show (R10), no filter finds. */
static bool filter_holds(const struct model *m, const struct ask_describe *d,
                         const struct ask_filter *filter, int place) {
    const struct place *at = &m->place[place];
    const struct block *block = model_block(m, place);
    char room[40];

    switch (filter->member) {
    case BY_ALLOCATION_ID:
        return !at->standard && has_value(d, filter, texts_of_id(at->id, room));
    case BY_PUBLIC_IP:
        return !model_is_coip(block->pool) &&
               has_value(d, filter, texts_of_ip(at->ip, room));
    case BY_GROUP:
        return !at->standard && has_value(d, filter, texts_group[block->group]);
    case BY_DOMAIN:
        return has_value(d, filter,
                         eip_text_of(at->standard ? "standard" : "vpc"));
    case BY_TAG:
    case BY_TAG_KEY:
        return tag_holds(d, filter, &at->tags);
    default: {
        eip_text text = describe_association(&at->facts, filter->member, room);

        return text.data != NULL && has_value(d, filter, text);
    }
    }
}

static bool holds(const struct model *m, const struct ask_describe *d,
                  int place) {
    const struct place *at = &m->place[place];
    bool found = d->ids == 0;
    bool found_ip = d->ips == 0;

    for (uint32_t i = 0; i < d->ids; i++) {
        found |= d->id[i].id == at->id && !at->standard;
    }
    for (uint32_t i = 0; i < d->ips; i++) {
        found_ip |= d->ip[i].ip == at->ip && place < PUBLIC_PLACES;
    }
    found &= found_ip;
    for (uint32_t i = 0; i < d->filters && found; i++) {
        found = filter_holds(m, d, &d->filter[i], place);
    }
    return found;
}

/* Explicit ones that are not held fail the call. */
static eip_status check_named(const struct model *m,
                              const struct ask_describe *d) {
    const struct account *a = &m->account[d->by.account];

    for (uint32_t i = 0; i < d->ids; i++) {
        bool found = false;

        for (uint32_t n = 0; n < a->held && !d->id[i].is_nonsense; n++) {
            const struct place *at = &m->place[a->place[n]];

            found |= at->id == d->id[i].id && !at->standard;
        }
        if (!found) {
            return EIP_ERR_ALLOCATION_ID_NOT_FOUND;
        }
    }
    for (uint32_t i = 0; i < d->ips; i++) {
        int place = model_place(m, 0, d->ip[i].ip);

        if (place == NOBODY || m->place[place].holder != d->by.account) {
            return EIP_ERR_ADDRESS_NOT_FOUND;
        }
    }
    return EIP_OK;
}

eip_status describe_predict(const struct model *m, const struct ask_describe *d,
                            uint16_t *shown, uint32_t *count) {
    const struct account *a = &m->account[d->by.account];
    eip_status status = d->form != EIP_OK ? d->form : d->by.status;

    if (status == EIP_OK && d->by.denied) {
        status = EIP_ERR_UNAUTHORIZED;
    }
    if (status == EIP_OK) {
        status = check_syntax(d);
    }
    if (status == EIP_OK) {
        status = check_named(m, d);
    }
    if (status == EIP_OK && d->dry) {
        status = EIP_ERR_DRY_RUN;
    }
    *count = 0;
    for (uint32_t i = 0; i < a->held && status == EIP_OK; i++) {
        if (holds(m, d, a->place[i])) {
            shown[(*count)++] = a->place[i];
        }
    }
    return status;
}

/* -- asking ---------------------------------------------------------------- */

static bool same_list(struct run *run, const eip_address_list *list,
                      const uint16_t *shown, uint32_t count) {
    eip_address address = EIP_ADDRESS_INIT;

    if (eip_address_list_count(list) != count) {
        return run_differs(run, "%llu addresses shown, not %u",
                           (unsigned long long)eip_address_list_count(list),
                           count);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (eip_address_list_at(list, i, &address) != EIP_OK) {
            return run_differs(run, "address %u cannot be read", i);
        }
        if (!run_same_address(run, shown[i], &address)) {
            return false;
        }
    }
    return eip_address_list_at(list, count, &address) == EIP_ERR_ARGUMENT ||
           run_differs(run, "the list does not end");
}

bool run_same_holdings(struct run *run, int account) {
    eip_caller caller = EIP_CALLER_INIT(run_account[account]);
    const struct account *a = &run->m.account[account];
    eip_address_list *list = NULL;
    bool same;

    if (!run_same_status(run, EIP_OK,
                         eip_describe_addresses(run->engine, &caller, NULL,
                                                &list, run_error(run)))) {
        return false;
    }
    run->m.count.described++;
    same = same_list(run, list, a->place, a->held);
    eip_address_list_free(list);
    return same;
}

static struct ask_describe ask;

/* One id that is not there is told as EC2 does; several in another form. */
static bool same_words(struct run *run, eip_status status) {
    char words[160];

    if (status != EIP_ERR_ALLOCATION_ID_NOT_FOUND || ask.ids != 1) {
        return true;
    }
    (void)snprintf(words, sizeof words,
                   "The allocation ID '%.*s' does not exist",
                   (int)ask.id_text[0].size, ask.id_text[0].data);
    return run_same_message(run, words);
}

bool step_describe(struct run *run, struct dice *dice) {
    uint16_t shown[PLACES];
    eip_address_list *list = NULL;
    uint32_t count;
    bool begins;
    bool same;
    eip_status wanted;
    eip_status got;

    run_tell(run, "describe");
    describe_draw(run, dice, &ask);
    wanted = describe_predict(&run->m, &ask, shown, &count);
    begins = ask.form == EIP_OK && ask.by.status == EIP_OK;
    got = eip_describe_addresses(ask.by.engine, ask.by.caller,
                                 ask.by_null ? NULL : &ask.request,
                                 ask.no_list ? NULL : &list, run_error(run));
    same = run_same_status(run, wanted, got) && same_words(run, wanted);
    if (same && got != EIP_OK && list != NULL) {
        same = run_differs(run, "a failure wrote the list");
    }
    run->m.count.described += begins && got != EIP_ERR_DRY_RUN;
    run->m.count.dry_runs += got == EIP_ERR_DRY_RUN;
    same = same && (got != EIP_OK || same_list(run, list, shown, count));
    eip_address_list_free(list);
    return same &&
           ask_was_authorized(run, &ask.by, "ec2:DescribeAddresses", begins);
}
