/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* DescribeAddresses's requests: ids, addresses, filters made of what the
 * account holds and then damaged. */
#include "proof/model/describe.h"

#include <stddef.h>
#include <string.h>

/* -- ids and addresses ----------------------------------------------------- */

/* One that the account holds, mostly. */
static int draw_place(struct run *run, struct dice *dice, int account) {
    const struct account *a = &run->m.account[account];
    uint32_t nth = roll(dice, 256);

    return a->held == 0 || nth >= 240 ? (int)roll_wide(dice, PLACES)
                                      : a->place[nth % a->held];
}

static void draw_ids(struct run *run, struct dice *dice,
                     struct ask_describe *d) {
    d->ids = 1 + roll(dice, NAMED);
    for (uint32_t i = 0; i < d->ids; i++) {
        int place = draw_place(run, dice, d->by.account);

        d->id[i].id = run->m.place[place].id;
        d->id[i].is_nonsense = run->m.place[place].standard || rarely(dice, 32);
        d->id_text[i] = d->id[i].is_nonsense
                            ? texts_bad_id[roll(dice, BAD_IDS)]
                            : texts_of_id(d->id[i].id, d->room[i]);
        run_tell_text(run, "AllocationId", d->id_text[i]);
    }
    d->request.allocation_ids = d->id_text;
    d->request.allocation_id_count = d->ids;
}

static void draw_ips(struct run *run, struct dice *dice,
                     struct ask_describe *d) {
    d->ips = 1 + roll(dice, NAMED);
    for (uint32_t i = 0; i < d->ips; i++) {
        int place = draw_place(run, dice, d->by.account);

        d->ip[i].ip = run->m.place[place].ip;
        d->ip[i].is_malformed = rarely(dice, 64);
        d->ip_text[i] = d->ip[i].is_malformed
                            ? texts_bad_address[roll(dice, BAD_ADDRESSES)]
                            : texts_of_ip(d->ip[i].ip, d->room[NAMED + i]);
        run_tell_text(run, "PublicIp", d->ip_text[i]);
    }
    d->request.public_ips = d->ip_text;
    d->request.public_ip_count = d->ips;
}

/* -- filters --------------------------------------------------------------- */

static const struct {
    const char *name;
    enum member member;
} names[FILTER_NAMES] = {
    {"public-ip", BY_PUBLIC_IP},
    {"allocation-id", BY_ALLOCATION_ID},
    {"tag:Name", BY_TAG},
    {"tag-key", BY_TAG_KEY},
    {"network-border-group", BY_GROUP},
    {"domain", BY_DOMAIN},
    {"tag:k", BY_TAG},
    {"tag:key*?", BY_TAG},
    {"tag:name", BY_TAG},
    {"association-id", BY_ASSOCIATION},
    {"instance-id", BY_INSTANCE},
    {"network-interface-id", BY_INTERFACE},
    {"network-interface-owner-id", BY_OWNER},
    {"private-ip-address", BY_PRIVATE_IP},
    {"tag:", BY_NONSENSE},
    {"Public-ip", BY_NONSENSE},
};

/* What an address has there, or might. */
static eip_text subject(const struct model *m, struct dice *dice, int place,
                        enum member member, char *room) {
    const struct place *at = &m->place[place];

    switch (member) {
    case BY_PUBLIC_IP:
        return texts_of_ip(at->ip, room);
    case BY_ALLOCATION_ID:
        return texts_of_id(at->id, room);
    case BY_GROUP:
        return texts_group[roll(dice, GROUP_UNKNOWN + 1)];
    case BY_DOMAIN:
        return eip_text_of(roll(dice, 2) == 0 ? "vpc" : "standard");
    case BY_TAG:
        return texts_value[at->tags.count == 0 ? roll(dice, 8)
                                               : at->tags.tag[0].value]
            .text;
    case BY_TAG_KEY:
        return texts_key[at->tags.count == 0 ? roll(dice, 9)
                                             : at->tags.tag[0].key]
            .text;
    case BY_NONSENSE:
        return eip_text_of("*");
    default: {
        eip_text text = describe_association(&at->facts, member, room);

        return text.data == NULL ? eip_text_of("i-1") : text;
    }
    }
}

/* Room for `size` bytes of a pattern. */
static char *make_room(struct ask_describe *d, uint32_t size) {
    char *room = d->pattern + d->pattern_used;

    d->pattern_used += size;
    return room;
}

/* `text` with its bytes from..to replaced. */
static eip_text splice(struct ask_describe *d, eip_text text, uint32_t from,
                       uint32_t to, const char *with) {
    uint32_t size = (uint32_t)strlen(with);
    char *room = make_room(d, text.size + size);

    if (text.size != 0) {
        memcpy(room, text.data, from);
        memcpy(room + from + size, text.data + to, text.size - to);
    }
    memcpy(room + from, with, size);
    return (eip_text){room, from + size + text.size - to, 0};
}

static bool is_ascii(eip_text text) {
    for (uint32_t i = 0; i < text.size; i++) {
        if ((text.data[i] & 0x80) != 0) {
            return false;
        }
    }
    return true;
}

/* A pattern that may match the text; long and foreign texts stay whole. */
static eip_text damage(struct ask_describe *d, struct dice *dice,
                       eip_text text) {
    uint32_t at = roll(dice, 256) % (text.size + 1);
    uint32_t to = at + (at < text.size ? 1 : 0);

    if (!is_ascii(text) || text.size > 64) {
        return text;
    }
    switch (roll(dice, 12)) {
    case 0:
        return text;
    case 1:
        return splice(d, text, at, to, "?");
    case 2:
        return splice(d, text, at, text.size, "*");
    case 3:
        return splice(d, text, 0, at, "*");
    case 4:
        return splice(d, text, at, at, "*");
    case 5:
        return splice(d, text, at, at, "?");
    case 6:
        return splice(d, text, at, to, "X");
    case 7:
        return splice(d, text, at, at, "\\");
    case 8:
        return splice(d, text, text.size, text.size, "??");
    case 9:
        return splice(d, text, at, to, "**?");
    case 10:
        return splice(d, text, at, to, "\\*");
    default:
        return eip_text_of("*");
    }
}

static void add_value(struct ask_describe *d, eip_text text, bool is_good,
                      bool is_long) {
    d->is_long[d->values] = is_long;
    d->value[d->values] = (struct entry){text, is_good};
    d->sent_value[d->values++] = text;
}

static void draw_value(struct run *run, struct dice *dice,
                       struct ask_describe *d, enum member member) {
    int place = draw_place(run, dice, d->by.account);
    char room[40];
    eip_text text = subject(&run->m, dice, place, member, room);

    if (rarely(dice, 64)) {
        uint32_t what = 9 + roll(dice, 5); /* of texts_value */

        add_value(d, texts_value[what].text, what != 13, what < 13);
        return;
    }
    if (rarely(dice, 128)) {
        add_value(d, (eip_text){NULL, 0, 0}, false, false);
        return;
    }
    text = damage(d, dice,
                  text.data == room ? splice(d, text, text.size, text.size, "")
                                    : text);
    /* Of the tables' good texts only those of 256 characters are so long. */
    add_value(d, text.data == NULL ? eip_text_of("") : text, true,
              text.size >= 256);
}

static void draw_filter(struct run *run, struct dice *dice,
                        struct ask_describe *d) {
    uint32_t which = roll(dice, 64);
    struct ask_filter *filter = &d->filter[d->filters];
    uint32_t count = 1 + (rarely(dice, 4) ? roll(dice, 3) : 0);
    eip_text name;

    which = which < 56 ? which % 9 : which % FILTER_NAMES;
    name = eip_text_of(names[which].name);
    *filter = (struct ask_filter){
        names[which].member, eip_text_of(names[which].name + 4), d->values, 0};
    for (count = rarely(dice, 64) ? 0 : count; count > 0; count--) {
        draw_value(run, dice, d, filter->member);
        filter->count++;
    }
    d->sent[d->filters++] =
        (eip_filter){name, d->sent_value + filter->first, filter->count, 0};
}

/* At the limits and one above: 50 filters, 200 values. */
static void draw_many(struct dice *dice, struct ask_describe *d) {
    uint32_t filters = 50 + roll(dice, 2);
    uint32_t values = 200 + roll(dice, 2);

    if (roll(dice, 2) == 0) {
        while (d->filters < filters) {
            d->filter[d->filters] = d->filter[0];
            d->sent[d->filters++] = d->sent[0];
        }
        return;
    }
    if (d->filters == 1 && d->filter[0].count != 0) {
        while (d->filter[0].count < values) {
            struct entry first = d->value[0];

            add_value(d, first.text, first.is_good, d->is_long[0]);
            d->filter[0].count = d->sent[0].value_count = d->values;
        }
    }
}

static void draw_filters(struct run *run, struct dice *dice,
                         struct ask_describe *d) {
    uint32_t count = 1 + roll(dice, 16) / 13;

    for (uint32_t i = 0; i < count; i++) {
        draw_filter(run, dice, d);
    }
    if (rarely(dice, 128)) {
        draw_many(dice, d);
    }
    d->request.filters = d->sent;
    d->request.filter_count = d->filters;
    for (uint32_t i = 0; i < d->filters && run->trace != NULL; i++) {
        run_tell_text(run, "Filter", d->sent[i].name);
        for (uint32_t n = 0; n < d->sent[i].value_count; n++) {
            run_tell_text(run, "Value", d->sent[i].values[n]);
        }
    }
}

/* -- all of it ------------------------------------------------------------- */

static eip_status spoil(struct ask_describe *d, uint32_t fault) {
    switch (fault) {
    case 0:
        d->request.size -= 8;
        break;
    case 1:
        d->request.reserved = 1;
        break;
    case 2:
        d->request.flags |= 2;
        break;
    case 3:
        d->request.allocation_ids = NULL;
        d->request.allocation_id_count = 1;
        return EIP_ERR_NULL;
    case 4:
        d->request.public_ips = NULL;
        d->request.public_ip_count = 1;
        return EIP_ERR_NULL;
    case 5:
        d->request.filters = NULL;
        d->request.filter_count = 1;
        return EIP_ERR_NULL;
    case 6:
        d->no_list = true;
        return EIP_ERR_NULL;
    case 7:
        d->sent[0] = (eip_filter){eip_text_of("domain"), NULL, 1, 0};
        d->request.filters = d->sent;
        d->request.filter_count = 1;
        return EIP_ERR_NULL;
    default:
        d->sent[0] = (eip_filter){eip_text_of("domain"), NULL, 0, 1};
        d->request.filters = d->sent;
        d->request.filter_count = 1;
        break;
    }
    return EIP_ERR_STRUCT_VERSION;
}

void describe_draw(struct run *run, struct dice *dice, struct ask_describe *d) {
    uint32_t what;

    memset(d, 0, offsetof(struct ask_describe, id));
    d->ips = d->filters = d->values = d->pattern_used = 0;
    d->request =
        (eip_describe_addresses_request)EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    ask_holder(run, dice, &d->by);
    what = roll(dice, 16);
    if (what >= 8 && what <= 10) {
        draw_ids(run, dice, d);
    }
    if (what >= 10 && what <= 12) {
        draw_ips(run, dice, d);
    }
    if (what != 0 && (what < 8 || what > 12 || rarely(dice, 3))) {
        draw_filters(run, dice, d);
    }
    d->dry = rarely(dice, 20);
    d->request.flags = d->dry ? EIP_DESCRIBE_DRY_RUN : 0;
    d->form = rarely(dice, 128) ? spoil(d, roll(dice, 9)) : EIP_OK;
    d->by_null = what == 0 && !d->dry && d->form == EIP_OK && roll(dice, 2);
    run_tell(run, "%s%s%s", d->dry ? " DryRun" : "",
             d->by_null ? " (request NULL)" : "",
             d->form != EIP_OK ? " (request malformed)" : "");
}
