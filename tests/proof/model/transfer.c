/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Enable-, Disable-, AcceptAddressTransfer, and what eip_admin_mark_address
 * does: drawn, judged, asked of both. */
#include "proof/model/transfer.h"

#include <string.h>

/* -- EnableAddressTransfer, DisableAddressTransfer -------------------------- */

struct ask_offer {
    struct ask_caller by;
    struct verdict verdict;
    struct subject subject;
    eip_status form;
    bool enables;
    bool dry;
    uint32_t flags;
    bool account_is_bad;
    uint64_t account;
    eip_text text; /* of it */
    char room[32];
};

static void draw_account(struct run *run, struct dice *dice,
                         struct ask_offer *a) {
    static const char *const bad[] = {"", "12345", "1234567890123",
                                      "00000000000a"};
    uint32_t which = roll(dice, 32);

    if (which == 31) {
        a->account_is_bad = true;
        a->text = eip_text_of(bad[roll(dice, 4)]);
    } else if (which != 30) {
        a->account = which == 29 ? 77 : run_account[which % ACCOUNTS];
        (void)snprintf(a->room, sizeof a->room, "%012llu",
                       (unsigned long long)a->account);
        a->text = eip_text_of(a->room);
    }
    run_tell_text(run, "TransferAccountId", a->text);
}

/* Another account's address, as likely as not, in a draw of 4. */
static void draw_offer(struct run *run, struct dice *dice,
                       struct ask_offer *a) {
    memset(a, 0, sizeof *a);
    a->enables = roll(dice, 16) < 12;
    run_tell(run, a->enables ? "enable_transfer" : "disable_transfer");
    ask_holder(run, dice, &a->by);
    subject_draw(run, dice, a->by.account, &a->subject);
    if (a->enables) {
        draw_account(run, dice, a);
    }
    a->dry = rarely(dice, 16);
    a->flags = a->dry;
    a->form = a->subject.twice ? EIP_ERR_ARGUMENT : EIP_OK;
    if (rarely(dice, 128)) {
        a->flags |= 2;
        a->form = EIP_ERR_STRUCT_VERSION;
    }
    run_tell(run, "%s", a->dry ? " DryRun" : "");
}

static eip_status check_offer(struct ask_offer *a) {
    struct verdict *v = &a->verdict;

    if (verdict_begin(v, a->form, &a->by) != EIP_OK) {
        return v->status;
    }
    if (!a->subject.given) {
        return verdict_need(v, "AllocationId");
    }
    if (a->enables && a->text.data == NULL) {
        return verdict_need(v, "TransferAccountId");
    }
    return a->enables &&
                   (a->account_is_bad || a->account == a->by.value.account)
               ? verdict_is(v, EIP_ERR_INVALID_PARAMETER_VALUE,
                            "TransferAccountId",
                            "Value (%.*s) for parameter transferAccountId is "
                            "invalid",
                            (int)a->text.size, a->text.data)
               : EIP_OK;
}

static eip_status check_state(const struct model *m, int place,
                              struct ask_offer *a) {
    struct verdict *v = &a->verdict;
    const struct block *block = model_block(m, place);

    if (!a->enables) {
        return model_offers(m, place) && !m->place[place].facts.disabled
                   ? EIP_OK
                   : verdict_is(v, EIP_ERR_INCORRECT_STATE, "AllocationId",
                                "The address has no transfer that is pending");
    }
    if (facts_check_service(m, place, v) != EIP_OK) {
        return v->status;
    }
    return block->pool == 0 &&
                   run_group_kind[block->group] != EIP_BORDER_GROUP_WAVELENGTH
               ? EIP_OK
               : verdict_is(v, EIP_ERR_UNSUPPORTED_OPERATION, "AllocationId",
                            "Only an Elastic IP address of Amazon's pool can "
                            "be transferred");
}

static bool offer(struct run *run, int place, const struct ask_offer *a,
                  const eip_address_transfer *got) {
    struct place *at = &run->m.place[place];

    at->facts.offered = true;
    at->facts.disabled = !a->enables;
    if (a->enables) {
        at->facts.offer_to = a->account;
        at->facts.offer_ms = run->m.now_ms + EIP_TRANSFER_OFFER_MS;
    }
    return transfer_same_offer(run, place, got);
}

static eip_status call_offer(struct run *run, const struct ask_offer *a,
                             eip_address_transfer *got) {
    eip_enable_address_transfer_request enable =
        EIP_ENABLE_ADDRESS_TRANSFER_REQUEST_INIT;
    eip_disable_address_transfer_request disable =
        EIP_DISABLE_ADDRESS_TRANSFER_REQUEST_INIT;

    if (a->enables) {
        enable.flags = a->flags;
        enable.allocation_id = a->subject.number;
        enable.allocation_id_text = a->subject.text;
        enable.transfer_account_id = a->text;
        return eip_enable_address_transfer(a->by.engine, a->by.caller, &enable,
                                           got, run_error(run));
    }
    disable.flags = a->flags;
    disable.allocation_id = a->subject.number;
    disable.allocation_id_text = a->subject.text;
    return eip_disable_address_transfer(a->by.engine, a->by.caller, &disable,
                                        got, run_error(run));
}

bool step_transfer(struct run *run, struct dice *dice) {
    eip_address_transfer got = EIP_ADDRESS_TRANSFER_INIT;
    struct ask_offer a;
    int place = NOBODY;
    eip_status status;

    draw_offer(run, dice, &a);
    if (check_offer(&a) == EIP_OK) {
        place = subject_find(&run->m, a.by.account, &a.subject, &a.verdict);
    }
    if (place != NOBODY && check_state(&run->m, place, &a) == EIP_OK && a.dry) {
        (void)verdict_is(&a.verdict, EIP_ERR_DRY_RUN, "", NULL);
    }
    status = call_offer(run, &a, &got);
    return verdict_same(run, &a.by, &a.verdict, status,
                        a.enables ? "ec2:EnableAddressTransfer"
                                  : "ec2:DisableAddressTransfer") &&
           (status != EIP_OK || offer(run, place, &a, &got));
}

/* -- eip_admin_mark_address ------------------------------------------------- */

static void set_marks(struct run *run, int place,
                      const eip_address_marks *marks) {
    struct facts *facts = &run->m.place[place].facts;

    facts->locked = (marks->flags & EIP_MARK_LOCKED) != 0;
    facts->service = marks->service;
    run->acting = run->m.place[place].holder;
}

/* Marked ones first, so that marks do not come to be everywhere. */
static int draw_marked(const struct run *run, struct dice *dice) {
    uint32_t first = roll_wide(dice, PLACES);

    for (uint32_t i = 0; i < PLACES; i++) {
        uint32_t at = (first + i) % PLACES;
        const struct facts *facts = &run->m.place[at].facts;

        if (facts->locked || facts->service != EIP_SERVICE_NONE) {
            return (int)at;
        }
    }
    return (int)first;
}

static eip_status spoil_marks(eip_address_marks *marks, uint32_t fault,
                              const char **words) {
    switch (fault) {
    case 0:
        marks->flags |= 2;
        *words = "The flags 0x2 are not known";
        marks->flags = 2;
        return EIP_ERR_ARGUMENT;
    case 1:
        marks->service = EIP_SERVICE_RNAT + 1;
        *words = "The service 5 is not known";
        return EIP_ERR_ARGUMENT;
    default:
        marks->reserved = 1;
        return EIP_ERR_STRUCT_VERSION;
    }
}

bool step_mark(struct run *run, struct dice *dice) {
    eip_address_marks marks = EIP_ADDRESS_MARKS_INIT;
    bool clears = roll(dice, 8) < 5;
    int place = clears ? draw_marked(run, dice) : NOBODY;
    const char *words = "";
    eip_status wanted = EIP_OK;
    char room[32];
    char missing[96];
    eip_text id;

    if (place == NOBODY) {
        const struct account *account = &run->m.account[roll(dice, ACCOUNTS)];
        uint32_t nth = roll(dice, 256);

        place =
            account->held == 0 ? (int)nth : account->place[nth % account->held];
        marks.flags = roll(dice, 2) == 0 ? EIP_MARK_LOCKED : 0;
        marks.service = roll(dice, EIP_SERVICE_RNAT + 1);
    }
    marks.allocation_id = rarely(dice, 32) ? 0 : run->m.place[place].id;
    if (run->m.place[place].holder == NOBODY || run->m.place[place].standard ||
        marks.allocation_id == 0) {
        id = texts_of_id(marks.allocation_id, room);
        wanted = EIP_ERR_ALLOCATION_ID_NOT_FOUND;
        (void)snprintf(missing, sizeof missing,
                       "The allocation ID '%.*s' does not exist", (int)id.size,
                       id.data);
        words = missing;
    }
    if (rarely(dice, 32)) {
        wanted = spoil_marks(&marks, roll(dice, 3), &words);
    }
    run_tell(run, "mark id=%llx flags=%u service=%u",
             (unsigned long long)marks.allocation_id, marks.flags,
             marks.service);
    if (!run_same_status(
            run, wanted,
            eip_admin_mark_address(run->engine, &marks, run_error(run)))) {
        return false;
    }
    if (wanted == EIP_OK) {
        set_marks(run, place, &marks);
    }
    return wanted == EIP_OK || wanted == EIP_ERR_STRUCT_VERSION ||
           run_same_message(run, words);
}
