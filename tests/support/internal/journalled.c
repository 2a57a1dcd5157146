/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
#include "support/internal/journalled.h"

#include <stdlib.h>
#include <string.h>

enum { ALICE = 101, BOB = 102, QUOTA = 60, RECORDS = 64 };

struct journalled *journalled_open(void) {
    struct journalled *f =
        aligned_alloc(_Alignof(struct journalled), sizeof *f);
    const eip_allocator allocator = world_allocator(&f->heap);
    const struct direct_options options = {.allocator = &allocator};

    memset(f, 0, sizeof *f);
    direct_open(&f->direct, &options);
    (void)direct_add(&f->direct, direct_cidr("10.0.0.0/26"));
    eip__accounts_open(&f->accounts, &f->direct.host, 1, QUOTA);
    f->ledger = (struct eip__ledger){.host = &f->direct.host,
                                     .lanes = &f->direct.lanes,
                                     .records = &f->direct.records};
    if (eip__accounts_get(&f->accounts, ALICE, &f->alice) != EIP_OK ||
        eip__accounts_get(&f->accounts, BOB, &f->bob) != EIP_OK) {
        world_die("no accounts");
    }
    f->lane = direct_enter(&f->direct);
    f->other = direct_stopped_lane(&f->direct);
    return f;
}

void journalled_close(struct journalled *f) {
    direct_leave(f->lane);
    eip__reclaim_all(&f->direct.lanes);
    eip__journal_close(&f->ledger);
    for (uint32_t i = 0; i < RECORDS; i++) {
        eip__detail_free(&f->direct.host,
                         eip__detail_in(journalled_hung(f, i)));
    }
    for (uint32_t i = 1; i <= 2; i++) {
        struct eip__holdings *holdings = eip__pointer(
            eip__read(&eip__accounts_at(&f->accounts, i)->holdings));

        if (holdings != NULL) {
            eip__holdings_free(&f->direct.host, &holdings->retired);
        }
    }
    eip__transfer_close(&f->ledger, &f->accounts);
    eip__accounts_close(&f->accounts);
    direct_close(&f->direct);
    if (f->heap.blocks != 0) {
        world_die("%llu blocks did not come back",
                  (unsigned long long)f->heap.blocks);
    }
    free(f);
}

void journalled_refuse(struct journalled *f, bool refuses) {
    f->heap.fail_at = refuses ? f->heap.requests + 1 : 0;
    f->heap.fail_for_good = refuses;
}

/* -- what the journal says ------------------------------------------------------ */

static bool is_refused(struct journalled_seen *seen) {
    return seen->refuse_after != 0 &&
           seen->effects + seen->handed == seen->refuse_after;
}

static bool see_address(void *context, const struct eip__effect *effect) {
    struct journalled_seen *seen = context;
    uint32_t i = seen->effects;

    if (is_refused(seen)) {
        return false;
    }
    seen->effect[i] = *effect;
    seen->ptr[i][0] = '\0';
    if (effect->facts != NULL) {
        uint32_t size = effect->facts->ptr.size;

        size = size < JOURNALLED_FACTS ? size : JOURNALLED_FACTS - 1;
        if (size != 0) {
            memcpy(seen->ptr[i], effect->facts->ptr.data, size);
        }
        seen->ptr[i][size] = '\0';
    }
    seen->effects++;
    return true;
}

static bool see_handed(void *context, const struct eip__handed *handed) {
    struct journalled_seen *seen = context;

    if (is_refused(seen)) {
        return false;
    }
    seen->hand[seen->handed++] = *handed;
    return true;
}

void journalled_start(struct journalled *f) {
    eip__journal_start(&f->ledger, &f->accounts, f->lane);
}

bool journalled_try(struct journalled *f, uint64_t *cut) {
    const struct eip__journal_visitor visitor = {see_address, see_handed,
                                                 &f->seen};

    f->seen.effects = 0;
    f->seen.handed = 0;
    return eip__journal_collect(&f->ledger, &visitor, cut);
}

uint32_t journalled_collect(struct journalled *f) {
    uint64_t cut;

    if (!journalled_try(f, &cut)) {
        world_die("a collection was refused");
    }
    return f->seen.effects;
}

/* -- operations ------------------------------------------------------------------ */

uint64_t journalled_word(struct journalled *f, uint32_t record) {
    return eip__read(eip__records_word(&f->direct.records, record));
}

uint64_t journalled_hung(struct journalled *f, uint32_t record) {
    return eip__read(&eip__records_cold(&f->direct.records, record)->detail);
}

struct eip__detail *journalled_detail(struct journalled *f, const char *ptr,
                                      uint64_t generation, uint64_t version) {
    const struct eip__facts facts = {.has = EIP__HAS_PTR | EIP__HAS_OFFER,
                                     .ptr = eip_text_of(ptr)};

    return eip__detail_new(&f->direct.host, &facts, generation, version);
}

enum eip__taken journalled_take(struct journalled *f, struct eip__lane *lane,
                                struct eip__account *account, uint32_t record) {
    struct eip__take take = {.record = record,
                             .counted = true,
                             .before = journalled_word(f, record)};
    enum eip__taken taken = eip__ledger_take(&f->ledger, lane, account, &take);

    if (taken != EIP__TAKEN) {
        eip__holdings_drop(&take.holding);
    }
    return taken;
}

enum eip__changed journalled_give(struct journalled *f,
                                  struct eip__account *account, uint32_t record,
                                  uint64_t now_ms) {
    uint32_t generation = eip__word_generation(journalled_word(f, record));
    const struct eip__give gift = {
        .record = record,
        .generation = generation,
        .mark = now_ms == 0 ? EIP__MARK_FRESH : EIP__MARK_OLD,
        .counted = true,
        .keeps = true,
        .now_ms = now_ms,
        .detail = journalled_hung(f, record),
    };
    enum eip__changed given =
        eip__ledger_give(&f->ledger, f->lane, account, &gift);

    if (given == EIP__CHANGED) {
        eip__detail_drop(&f->direct.lanes,
                         &eip__records_cold(&f->direct.records, record)->detail,
                         generation);
    }
    return given;
}

enum eip__changed journalled_alter(struct journalled *f,
                                   struct eip__account *account,
                                   uint32_t record, const char *ptr) {
    uint64_t hung = journalled_hung(f, record);
    uint32_t generation = eip__word_generation(journalled_word(f, record));
    const struct eip__detail *was = eip__detail_of(hung, generation);
    const struct eip__alter alter = {
        .record = record,
        .generation = generation,
        .before = hung,
        .detail = journalled_detail(f, ptr, generation,
                                    was == NULL ? 1 : was->version + 1),
    };
    enum eip__changed changed =
        eip__ledger_alter(&f->ledger, f->lane, account, &alter);

    if (changed != EIP__CHANGED) {
        eip__detail_free(&f->direct.host, alter.detail);
    }
    return changed;
}

enum eip__taken journalled_block(struct journalled *f,
                                 struct eip__account *account,
                                 uint32_t record) {
    struct eip__block_take take = {.count = 4, .counted = true};
    enum eip__taken taken;

    for (uint32_t i = 0; i < take.count; i++) {
        take.record[i] = record + i;
        take.before[i] = journalled_word(f, record + i);
    }
    take.detail[1] = journalled_detail(
        f, "block", eip__word_generation(take.before[1]) + 1, 1);
    taken = eip__ledger_take_block(&f->ledger, f->lane, account, &take);
    if (taken != EIP__TAKEN) {
        eip__detail_free(&f->direct.host, take.detail[1]);
        for (uint32_t i = 0; i < take.count; i++) {
            eip__holdings_drop(&take.holding[i]);
        }
    }
    return taken;
}

struct eip__ticket *journalled_ticket(struct journalled *f, uint32_t record) {
    struct eip__ticket *ticket = eip__ticket_new(&f->direct.host);

    if (journalled_take(f, f->lane, f->alice, record) != EIP__TAKEN ||
        journalled_alter(f, f->alice, record, "offer") != EIP__CHANGED) {
        world_die("record %u cannot be offered", record);
    }
    ticket->source = f->alice;
    ticket->target = f->bob;
    ticket->record = record;
    ticket->generation = eip__word_generation(journalled_word(f, record));
    ticket->offer_version = 1;
    ticket->detail =
        journalled_detail(f, "theirs", (uint64_t)ticket->generation + 1, 1);
    ticket->address = 10u << 24 | record;
    ticket->allocation_id = 77;
    ticket->order = 5;
    ticket->offer_ms = 3000;
    ticket->accepted_ms = 2000;
    return ticket;
}

void journalled_stop_taking(struct journalled *f, struct eip__account *account,
                            uint32_t record, bool installed) {
    struct eip__take take = {.record = record,
                             .before = journalled_word(f, record)};
    struct eip__op *op = eip__op_begin(&f->ledger, f->other);
    struct eip__settled settled =
        eip__settle_own(&f->ledger, f->other, account);
    uint64_t order = eip__head_sequence(settled.head) + 1;
    uint64_t after;

    (void)eip__word_allocate(take.before, account->index, &after);
    eip__op_describe(op, record, EIP__DEED_TAKE | EIP__DEED_RISES, take.before,
                     after, 0);
    if (!eip__tell_take(&f->ledger, f->other, account, op, &take, order)) {
        world_die("no memory for the journal");
    }
    if (installed &&
        !eip__op_install(
            f->other, account, op,
            eip__stamp_make(eip__word_generation(after), false, false, order),
            &settled)) {
        world_die("the head has moved");
    }
}
