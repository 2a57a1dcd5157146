/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Which address is meant, and what is said of it. */
#include "proof/model/facts.h"

#include <stdarg.h>
#include <string.h>

eip_text facts_ptr[PTR_NAMES];
eip_text facts_instance[THINGS];
eip_text facts_interface[THINGS];
eip_text facts_private_ip[PRIVATE_IPS];
const uint32_t facts_private_number[PRIVATE_IPS] = {0, 0x0a000001, 0x0a000002,
                                                    0, 0};

/* -- texts ----------------------------------------------------------------- */

static char room[2048];

/* 253 characters, in labels of 63, 63, 63 and 61; and longer ones. */
static void fill_long(void) {
    memset(room, 'a', sizeof room);
    room[63] = room[127] = room[191] = '.';
    facts_ptr[4] = (eip_text){room, 253, 0};
    facts_ptr[12] = (eip_text){room, 255, 0};
    facts_ptr[13] = (eip_text){room + 300, 64, 0};
    facts_instance[6] = facts_interface[6] =
        (eip_text){room + 300, EIP_LIMIT_RESOURCE_ID + 1, 0};
}

static void fill(eip_text *to, const char *const *from, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        to[i] = eip_text_of(from[i]);
    }
}

void facts_open(void) {
    static const char *const names[PTR_NAMES] = {
        NULL,         "a.example", "a.example.", "host-1.b.example",
        "",           "x",         "no.example", "",
        "-a.example", "a..b",      "a b",        ".",
        "",           ""};
    static const char *const instances[THINGS] = {
        NULL, "i-1", "i-2", "i-3", "i-\xc3\xa9", "", "", "i-\xff"};
    static const char *const interfaces[THINGS] = {
        NULL, "eni-1", "eni-2", "eni-3", "i-1", "", "", "eni-\xff"};
    static const char *const ips[PRIVATE_IPS] = {NULL, "10.0.0.1", "10.0.0.2",
                                                 "10.0.0", ""};

    fill(facts_ptr, names, PTR_NAMES);
    fill(facts_instance, instances, THINGS);
    fill(facts_interface, interfaces, THINGS);
    fill(facts_private_ip, ips, PRIVATE_IPS);
    fill_long();
}

eip_text facts_description(uint32_t number) {
    static const char *const texts[DESCRIPTIONS] = {"", "mine", "",
                                                    "\xc3\xa9t\xc3\xa9"};

    return eip_text_of(texts[number]);
}

eip_text facts_name(uint32_t number) {
    eip_text name = facts_ptr[number];

    name.size -= name.size != 0 && name.data[name.size - 1] == '.';
    return name;
}

/* -- the answer ------------------------------------------------------------ */

eip_status verdict_is(struct verdict *v, eip_status status, const char *field,
                      const char *format, ...) {
    va_list arguments;

    v->status = status;
    v->field = field;
    v->words[0] = '\0';
    if (format != NULL) {
        va_start(arguments, format);
        (void)vsnprintf(v->words, sizeof v->words, format, arguments);
        va_end(arguments);
    } else {
        (void)snprintf(v->words, sizeof v->words, "%s",
                       eip_status_text(status));
    }
    return status;
}

eip_status verdict_begin(struct verdict *v, eip_status form,
                         const struct ask_caller *by) {
    memset(v, 0, sizeof *v);
    v->status = form != EIP_OK ? form : by->status;
    v->begins = v->status == EIP_OK;
    return v->begins && by->denied
               ? verdict_is(v, EIP_ERR_UNAUTHORIZED, "", NULL)
               : v->status;
}

eip_status verdict_need(struct verdict *v, const char *field) {
    return verdict_is(v, EIP_ERR_MISSING_PARAMETER, field,
                      "The request must contain the parameter %s", field);
}

bool verdict_same(struct run *run, const struct ask_caller *by,
                  const struct verdict *v, eip_status got, const char *action) {
    if (!run_same_status(run, v->status, got)) {
        return false;
    }
    if (got != EIP_OK && v->field != NULL &&
        strcmp(run->error.field, v->field) != 0) {
        return run_differs(run, "the field is \"%s\", not \"%s\"",
                           run->error.field, v->field);
    }
    if (got != EIP_OK && v->field != NULL && run->error.index != v->index) {
        return run_differs(run, "the index is %u, not %u", run->error.index,
                           v->index);
    }
    if (got != EIP_OK && v->words[0] != '\0' &&
        !run_same_message(run, v->words)) {
        return false;
    }
    return ask_was_authorized(run, by, action, v->begins);
}

/* -- which address --------------------------------------------------------- */

static uint64_t own_id(const struct run *run, struct dice *dice, int account) {
    const struct account *a = &run->m.account[account];
    uint32_t nth = roll(dice, 256);

    return a->held == 0 ? nth : run->m.place[a->place[nth % a->held]].id;
}

static uint64_t other_id(const struct run *run, struct dice *dice) {
    if (roll(dice, 2) == 0) {
        return run->m.place[roll_wide(dice, PLACES)].id;
    }
    return run->past_count == 0 ? 1 : run->past[roll(dice, PAST)];
}

void subject_draw_text(struct run *run, struct dice *dice, int account,
                       struct subject *s) {
    uint32_t which = roll(dice, 16);

    memset(s, 0, sizeof *s);
    s->given = true;
    if (which == 15) {
        s->is_nonsense = true;
        s->text = texts_bad_id[roll(dice, BAD_IDS)];
    } else {
        s->id = which >= 13 ? other_id(run, dice) : own_id(run, dice, account);
        s->text = texts_of_id(s->id, s->room);
    }
    run_tell_text(run, "AllocationId", s->text);
}

void subject_draw(struct run *run, struct dice *dice, int account,
                  struct subject *s) {
    uint32_t how = roll(dice, 128);

    if (how == 127) {
        memset(s, 0, sizeof *s);
        return;
    }
    subject_draw_text(run, dice, account, s);
    if (how == 126) {
        s->twice = true;
        s->number = 1;
    } else if (how >= 63 && s->id != 0) {
        s->by_number = true;
        s->number = s->id;
        s->text = (eip_text){NULL, 0, 0};
    }
}

int facts_by_id(const struct model *m, int account, uint64_t id) {
    const struct account *a = &m->account[account];

    for (uint32_t i = 0; i < a->held; i++) {
        const struct place *at = &m->place[a->place[i]];

        if (at->id == id && !at->standard) {
            return a->place[i];
        }
    }
    return NOBODY;
}

int subject_find(const struct model *m, int account, const struct subject *s,
                 struct verdict *v) {
    char text[32];
    eip_text id = s->by_number ? texts_of_id(s->number, text) : s->text;
    int place = s->is_nonsense ? NOBODY : facts_by_id(m, account, s->id);

    if (place == NOBODY) {
        (void)verdict_is(v, EIP_ERR_ALLOCATION_ID_NOT_FOUND, "AllocationId",
                         "The allocation ID '%.*s' does not exist",
                         (int)id.size, id.data);
    }
    return place;
}

eip_status facts_check_service(const struct model *m, int place,
                               struct verdict *v) {
    return m->place[place].facts.service == EIP_SERVICE_NONE
               ? EIP_OK
               : verdict_is(v, EIP_ERR_AUTH_FAILURE, "AllocationId",
                            "You do not have permission to access the "
                            "specified resource.");
}
