/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "proof/model/filters.h"

#include <string.h>

static bool is_ascii(const char *text, uint32_t size) {
    bool is = true;

    for (uint32_t i = 0; i < size; i++) {
        is = is && (text[i] & 0x80) == 0;
    }
    return is;
}

/* As the item has it, or with a wildcard for its end. */
static eip_text value_of(const struct run *run, struct dice *dice,
                         filters_read read, const void *some, int member,
                         char *room) {
    char own[FILTER_ROOM];
    eip_text text = read(run, some, member, 0, own);
    uint32_t size = text.size < FILTER_ROOM - 2 ? text.size : FILTER_ROOM - 2;

    if (size != 0) {
        memcpy(room, text.data, size);
    }
    if (rarely(dice, 4)) {
        size = size > 3 && is_ascii(room, size) ? size - 3 : size;
        room[size++] = '*';
    }
    return (eip_text){room, size, 0};
}

void filters_draw(struct run *run, struct dice *dice,
                  const struct known_filter *known, filters_read read,
                  const void *some, struct list_filters *f) {
    int members = 0;

    while (known[members].name != NULL) {
        members++;
    }
    f->count = roll(dice, 4) < 2 ? 0 : 1 + roll(dice, LIST_FILTERS);
    for (uint32_t i = 0; i < f->count; i++) {
        int member = (int)roll(dice, (uint32_t)members);
        uint32_t count = rarely(dice, 64) ? 0 : 1 + roll(dice, LIST_VALUES);
        bool is_known = !rarely(dice, 64);

        f->filter[i].member = is_known ? member : NOBODY;
        f->filter[i].count = count;
        for (uint32_t n = 0; n < count; n++) {
            uint32_t what = roll(dice, 8);

            f->filter[i].value[n] =
                what < 5       ? eip_text_of(known[member].value[what])
                : some != NULL ? value_of(run, dice, read, some, member,
                                          f->filter[i].room[n])
                               : eip_text_of("*");
            if (f->filter[i].value[n].data == NULL) {
                f->filter[i].value[n] = eip_text_of("none");
            }
        }
        f->sent[i] = (eip_filter){
            eip_text_of(is_known ? known[member].name : "no-such-filter"),
            f->filter[i].value, count, 0};
        run_tell_text(run, "filter", f->sent[i].name);
        run_tell_text(run, "value", f->filter[i].value[0]);
    }
}

eip_status filters_check(const struct list_filters *f, struct verdict *v) {
    for (uint32_t i = 0; i < f->count; i++) {
        bool is_known = f->filter[i].member != NOBODY;

        if (!is_known || f->filter[i].count == 0) {
            (void)verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE, "Filter",
                             is_known ? "The filter '%.*s' must contain a value"
                                      : "The filter '%.*s' is invalid",
                             (int)f->sent[i].name.size, f->sent[i].name.data);
            v->index = i;
            return v->status;
        }
    }
    return EIP_OK;
}

eip_status filters_begin(const struct list_filters *f, const struct page *page,
                         const char *missing, const struct ask_caller *by,
                         struct verdict *v) {
    if (verdict_begin(v, EIP_OK, by) != EIP_OK) {
        return v->status;
    }
    if (missing != NULL) {
        return verdict_need(v, missing);
    }
    return page_check(page, v) != EIP_OK ? v->status : filters_check(f, v);
}

bool filters_hold(const struct run *run, const struct list_filters *f,
                  filters_read read, const void *item) {
    bool all = true;

    for (uint32_t i = 0; i < f->count && all; i++) {
        char room[FILTER_ROOM];
        int member = f->filter[i].member;
        eip_text text = read(run, item, member, 0, room);

        all = false;
        for (uint32_t nth = 1; text.data != NULL && !all; nth++) {
            for (uint32_t n = 0; n < f->filter[i].count; n++) {
                all |= texts_match(f->filter[i].value[n], text);
            }
            text = read(run, item, member, nth, room);
        }
    }
    return all;
}

eip_text filters_tag(const struct tags *tags, const char *key, uint32_t nth) {
    if (key == NULL) {
        return nth < tags->count ? texts_key[tags->tag[nth].key].text
                                 : (eip_text){NULL, 0, 0};
    }
    for (uint32_t i = 0; i < tags->count && nth == 0; i++) {
        if (texts_equal(texts_key[tags->tag[i].key].text, eip_text_of(key))) {
            eip_text value = texts_value[tags->tag[i].value].text;

            return value.data == NULL ? eip_text_of("") : value;
        }
    }
    return (eip_text){NULL, 0, 0};
}
