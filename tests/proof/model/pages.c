/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Pages of lists and their tokens; several ids in a request. */
#include "proof/model/facts.h"

#include <string.h>

/* -- pages ----------------------------------------------------------------- */

static bool is_kept_for(const struct page *page, const struct kept *kept) {
    return kept->action != NULL && strcmp(kept->action, page->action) == 0 &&
           kept->account == page->account;
}

void page_draw(struct run *run, struct dice *dice, const char *action,
               uint32_t least, int account, struct page *page) {
    page_draw_within(run, dice, action, least, 1000, account, page);
}

/* Around the greatest limit, that is, or the least. */
static int32_t limit_within(int32_t limit, uint32_t least, uint32_t most) {
    return limit >= 1000             ? limit - 1000 + (int32_t)most
           : limit >= 4 && least > 5 ? limit - 5 + (int32_t)least
                                     : limit;
}

void page_draw_within(struct run *run, struct dice *dice, const char *action,
                      uint32_t least, uint32_t most, int account,
                      struct page *page) {
    static const int32_t limits[] = {5, 5, 6, 7, 1000, 1, 2, 1001, 0, -1, 4, 3};
    const struct kept *kept = &run->kept[roll(dice, KEPT)];
    uint32_t which = roll(dice, 8);

    *page = (struct page){
        .action = action, .account = account, .least = least, .most = most};
    page->after = (struct position){0, NOBODY};
    page->limit = (int32_t)most;
    page->limited = roll(dice, 2) == 0;
    if (page->limited) {
        page->limit = limit_within(limits[roll(dice, rarely(dice, 8) ? 12
                                                     : least == 1    ? 7
                                                                     : 5)],
                                   least, most);
        run_tell(run, " MaxResults=%d", page->limit);
    }
    if (which < 3 && kept->action != NULL) {
        page->token = (eip_text){kept->text, kept->size, 0};
        page->after = kept->last;
        page->token_of = kept->of;
        page->is_nonsense = !is_kept_for(page, kept);
    } else if (which == 7 && rarely(dice, 4)) {
        page->token = texts_bad_id[roll(dice, BAD_IDS)];
        page->is_nonsense = true;
    }
    run_tell_text(run, "NextToken", page->token);
}

eip_status page_check(const struct page *page, struct verdict *v) {
    if (page->limited && (page->limit < (int32_t)page->least ||
                          page->limit > (int32_t)page->most)) {
        return verdict_is(v, EIP_ERR_MAX_RESULTS, "MaxResults",
                          "Value ( %d ) for parameter maxResults is invalid. "
                          "Expecting a value from %u to %u.",
                          page->limit, page->least, page->most);
    }
    if (page->is_nonsense) {
        (void)verdict_is(v, EIP_ERR_NEXT_TOKEN, "NextToken",
                         "The token '%.*s' is invalid", (int)page->token.size,
                         page->token.data);
        if (page->token.size > 64) {
            v->words[0] = '\0'; /* it is cut */
        }
        return v->status;
    }
    return EIP_OK;
}

eip_status page_check_of(const struct page *page, struct verdict *v) {
    return page->token.data == NULL || page->token_of == page->of
               ? EIP_OK
               : verdict_is(v, EIP_ERR_NEXT_TOKEN, "NextToken", "%s", "");
}

bool page_is_past(const struct page *page, struct position at) {
    if (at.order != page->after.order || at.key == NOBODY) {
        return at.order > page->after.order;
    }
    return texts_compare(texts_key[at.key].text,
                         texts_key[page->after.key].text) > 0;
}

bool page_end(struct run *run, const struct page *page, uint32_t left,
              struct position last, eip_text token) {
    struct kept *kept = &run->kept[run->kept_count % KEPT];

    if ((left != 0) != (token.data != NULL) || token.size > TOKEN_SIZE) {
        return run_differs(run, "%u rows are left, and the token has %u bytes",
                           left, token.size);
    }
    if (left != 0) {
        run->kept_count++;
        kept->action = page->action;
        kept->account = page->account;
        kept->of = page->of;
        kept->last = last;
        kept->size = token.size;
        memcpy(kept->text, token.data, token.size);
    }
    return true;
}

/* -- several --------------------------------------------------------------- */

void several_draw(struct run *run, struct dice *dice, int account,
                  struct several *several) {
    several->count = roll(dice, 2) == 0 ? 0 : roll(dice, ASKED + 1);
    for (uint32_t i = 0; i < several->count; i++) {
        subject_draw_text(run, dice, account, &several->subject[i]);
        several->text[i] = several->subject[i].text;
    }
}

static bool is_before(const struct several *several, uint32_t at) {
    for (uint32_t i = 0; i < at; i++) {
        if (texts_equal(several->text[i], several->text[at])) {
            return true;
        }
    }
    return false;
}

eip_status several_check(const struct model *m, int account,
                         const struct several *several, struct verdict *v) {
    char list[160];
    uint32_t missing = 0;
    uint32_t first = 0;
    int size = 0;

    list[0] = '\0';
    for (uint32_t i = 0; i < several->count; i++) {
        const struct subject *s = &several->subject[i];

        if ((!s->is_nonsense && facts_by_id(m, account, s->id) != NOBODY) ||
            is_before(several, i)) {
            continue;
        }
        size +=
            snprintf(list + size, sizeof list - (size_t)size, "%s%.*s",
                     missing == 0 ? "" : ", ", (int)s->text.size, s->text.data);
        first = missing++ == 0 ? i : first;
    }
    if (missing != 0) {
        (void)verdict_is(v, EIP_ERR_ALLOCATION_ID_NOT_FOUND, "AllocationId",
                         "The allocation ID%s '%s' do%s not exist",
                         missing == 1 ? "" : "s", list,
                         missing == 1 ? "es" : "");
        v->index = first;
    }
    return v->status;
}

bool several_has(const struct several *several, uint64_t id) {
    for (uint32_t i = 0; i < several->count; i++) {
        if (!several->subject[i].is_nonsense && several->subject[i].id == id) {
            return true;
        }
    }
    return several->count == 0;
}
