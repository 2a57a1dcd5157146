/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* eip_engine_audit: recounts everything against the invariants of
 * lib/README.md, whose numbers the findings carry. */
#include "ops/admin.h"
#include "registry/spaces.h"
#include "registry/transfer.h"
#include "space/dry.h"
#include "space/reserve.h"

#include <stdio.h>
#include <string.h>

/* What the words say of each account, by its index. */
struct recount {
    uint64_t held;
    uint64_t counted; /* of those, towards the quota */
};

struct audit {
    struct eip__call call;
    eip_audit_visit visit;
    void *context;
    eip_audit_report report;
    struct recount *recount;
    uint64_t accounts;
    bool ended;
};

#define NOBODY UINT64_MAX

static void find(struct audit *audit, uint32_t invariant, uint64_t record,
                 uint64_t account, const char *message) {
    eip_audit_finding finding = {invariant, 0, record, account,
                                 eip_text_of(message)};

    audit->report.findings++;
    if (audit->visit != NULL && !audit->ended) {
        audit->ended = audit->visit(audit->context, &finding) != 0;
    }
}

static void find_word(struct audit *audit, uint32_t invariant,
                      const struct eip__range *range, uint32_t record,
                      const char *what) {
    char address[EIP_IPV4_TEXT_SIZE];
    char message[160];
    uint64_t word =
        eip__read(eip__records_word(&audit->call.engine->records, record));

    (void)eip_ipv4_format(eip__range_address(range, record), address);
    (void)snprintf(message, sizeof message, "%s: %s (word %016llx)", address,
                   what, (unsigned long long)word);
    find(audit, invariant, record, NOBODY, message);
}

/* -- words ------------------------------------------------------------------------- */

static void audit_held(struct audit *audit, const struct eip__range *range,
                       uint32_t record, uint64_t word) {
    const struct eip__pool *pool = range->space->pool;
    uint32_t owner = eip__word_owner(word);
    struct eip__cold *cold =
        eip__records_cold(&audit->call.engine->records, record);

    audit->report.held++;
    if (owner == 0 || owner > audit->accounts) {
        find_word(audit, 3, range, record, "held by no account");
        return;
    }
    audit->recount[owner].held++;
    audit->recount[owner].counted += pool->ref.kind == EIP_POOL_AMAZON;
    if (eip__word_generation(word) == 0 || eip__word_mark(word) != 0) {
        find_word(audit, 2, range, record, "held without a generation");
    }
    if (!eip__stamp_is(eip__read(&cold->stamp), eip__word_generation(word),
                       false)) {
        find_word(audit, 3, range, record, "held without its stamp");
    }
}

static void audit_free(struct audit *audit, const struct eip__range *range,
                       uint32_t record, uint64_t word) {
    struct eip__records *records = &audit->call.engine->records;
    uint32_t mark = eip__word_mark(word);
    uint64_t bit = UINT64_C(1) << record % EIP__LEAF;

    if (mark > EIP__MARK_OLD ||
        (eip__word_generation(word) == 0 && eip__word_owner(word) != 0)) {
        find_word(audit, 2, range, record, "a free word that cannot be");
        return;
    }
    if (eip__offered_bits(mark,
                          eip__read(eip__records_hint(records, record, mark)),
                          bit) == 0 &&
        (mark != EIP__MARK_FRESH ||
         !eip__reserve_keeps(&audit->call.engine->lanes, record))) {
        find_word(audit, 4, range, record, "free and not offered");
    }
    /* Of what was never had the stamp is not looked at: nobody has touched its
     * page. */
    if (mark != EIP__MARK_FRESH &&
        eip__read(&eip__records_cold(records, record)->stamp) == 0) {
        find_word(audit, 7, range, record, "cooling without a time");
    }
    if (eip__dry_is_proven(range->space)) {
        find_word(audit, 6, range, record, "free in a space proven empty");
    }
}

/* `part` NULL: the address has been cut out of its block. */
static void audit_word(struct audit *audit, const struct eip__range *range,
                       const struct eip__part *part, uint32_t record) {
    uint64_t word =
        eip__read(eip__records_word(&audit->call.engine->records, record));
    enum eip__state state = eip__word_state(word);

    if (part == NULL) {
        if (state != EIP__GONE && state != EIP__RETIRED) {
            find_word(audit, 8, range, record, "cut out and not withdrawn");
        }
        return;
    }
    audit->report.addresses++;
    if (part->draining && (state == EIP__FREE || state == EIP__HELD)) {
        find_word(audit, 8, range, record, "offered in a block being drained");
    }
    if (!part->draining && (state == EIP__GONE || state == EIP__DRAIN)) {
        find_word(audit, 8, range, record, "withdrawn and no drain is on");
    }
    if (eip__word_is_held(word)) {
        audit_held(audit, range, record, word);
    } else if (state == EIP__FREE) {
        audit_free(audit, range, record, word);
    } else if (state > EIP__RETIRED) {
        find_word(audit, 2, range, record, "in no state");
    }
}

/* -- blocks and spaces ------------------------------------------------------------------ */

static bool finds_range(const struct audit *audit,
                        const struct eip__range *range, uint32_t address) {
    const struct eip__pool *pool = range->space->pool;
    const struct eip__radix *tree = pool->ref.kind == EIP_POOL_COIP
                                        ? eip__pointer(eip__read(&pool->tree))
                                        : audit->call.topology->tree;

    return eip__radix_find(tree, address) == range;
}

static void audit_part(struct audit *audit, const struct eip__part *part) {
    uint32_t last =
        part->cidr.base + (uint32_t)(eip_cidr_count(part->cidr) - 1);
    char text[EIP_CIDR_TEXT_SIZE + 32];
    uint32_t size = eip_cidr_format(part->cidr, text);

    if (!finds_range(audit, part->range, part->cidr.base) ||
        !finds_range(audit, part->range, last)) {
        memcpy(text + size, ": not found by address",
               sizeof ": not found by address");
        find(audit, 1, part->range->record, NOBODY, text);
    }
}

static void audit_parts(struct audit *audit, const struct eip__range *range) {
    const struct eip__catalog *catalog = &audit->call.engine->catalog;
    const struct eip__part *part = eip__catalog_part_from(catalog, range, 0);
    uint32_t parts = 0;

    for (; part != NULL; parts++) {
        audit_part(audit, part);
        part = eip__catalog_part_from(catalog, range,
                                      (uint64_t)part->cidr.base + 1);
    }
    if (parts == 0 || parts != range->parts) {
        find(audit, 1, range->record, NOBODY, "a block that is not booked");
    }
}

static bool has(const struct eip__part *part, uint64_t address) {
    return part != NULL && eip_cidr_contains(part->cidr, (uint32_t)address);
}

/* A leaf of which no address was ever had or withheld: all is as on a new page,
 * and each word would pass. While the engine is put together no word is written
 * but together with its hint; later hints alone say nothing of words. */
static bool is_untouched(const struct audit *audit,
                         const struct eip__range *range, uint32_t record) {
    const struct eip_engine *engine = audit->call.engine;
    const eip__a64 *word = eip__records_word(&engine->records, record);
    uint64_t all =
        eip__read(eip__records_hint(&engine->records, record, EIP__MARK_FRESH));

    for (uint32_t i = 0; i < EIP__LEAF && !engine->is_fresh; i++) {
        all |= eip__read(&word[i]);
    }
    return all == 0 && !eip__dry_is_proven(range->space);
}

/* A block that is one part, in the order of its records. */
static void audit_whole(struct audit *audit, const struct eip__range *range,
                        const struct eip__part *part) {
    uint64_t count = eip_cidr_count(range->cidr);

    for (uint64_t i = 0; i < count;) {
        uint32_t record = range->record + (uint32_t)i;

        if (i % EIP__LEAF == 0 && count >= EIP__LEAF && !part->draining &&
            is_untouched(audit, range, record)) {
            audit->report.addresses += EIP__LEAF;
            i += EIP__LEAF;
        } else {
            audit_word(audit, range, part, record);
            i++;
        }
    }
}

/* One of which parts were cut out, in the order of addresses. */
static void audit_cut(struct audit *audit, const struct eip__range *range) {
    const struct eip__catalog *catalog = &audit->call.engine->catalog;
    uint64_t end = range->cidr.base + eip_cidr_count(range->cidr);
    const struct eip__part *part = NULL;

    for (uint64_t at = range->cidr.base; at < end; at++) {
        if (!has(part, at) && (part == NULL || at > part->cidr.base)) {
            part = eip__catalog_part_from(catalog, range, at);
        }
        audit_word(audit, range, has(part, at) ? part : NULL,
                   eip__range_record(range, (uint32_t)at));
    }
}

static void audit_range(struct audit *audit, struct eip__range *range) {
    const struct eip__part *part =
        eip__catalog_part_from(&audit->call.engine->catalog, range, 0);

    audit->report.cidrs++;
    audit_parts(audit, range);
    for (uint64_t i = 0; i < eip_cidr_count(range->cidr); i += EIP__LEAF) {
        uint32_t record = range->record + (uint32_t)i;

        if (eip__records_range(&audit->call.engine->records, record) != range) {
            find_word(audit, 2, range, record, "a record of another block");
        }
    }
    if (part != NULL && part->cidr.prefix_bits == range->cidr.prefix_bits) {
        audit_whole(audit, range, part);
    } else {
        audit_cut(audit, range);
    }
}

/* A piece with an offered hint must be open on every level. */
static void audit_piece(struct audit *audit, const struct eip__layout *layout,
                        uint32_t piece, uint32_t mark) {
    const struct eip__piece *at = &layout->piece[piece];
    bool offers = false;

    for (uint32_t i = 0; i < eip__piece_leaves(at) && !offers; i++) {
        offers = eip__offered_bits(
                     mark,
                     eip__read(eip__records_hint(
                         layout->records, at->record + i * EIP__LEAF, mark)),
                     eip__piece_valid(at)) != 0;
    }
    if (offers && eip__layout_open_from(layout, mark, piece) != piece) {
        find_word(audit, 5, eip__records_range(layout->records, at->record),
                  at->record, "hints below a closed summary");
    }
}

/* Between two calls of administration every space has a layout. */
static void audit_space(void *context, struct eip__space *space) {
    struct audit *audit = context;
    const struct eip__layout *layout = eip__space_layout(space);

    for (uint32_t i = 0; i < layout->ranges; i++) {
        audit_range(audit, layout->range[i]);
    }
    for (uint32_t i = 0; i < layout->pieces; i++) {
        for (uint32_t mark = 0; mark < EIP__MARKS; mark++) {
            audit_piece(audit, layout, i, mark);
        }
    }
}

/* -- accounts --------------------------------------------------------------------------- */

static bool is_among(const struct eip__holdings *holdings, uint64_t count,
                     uint64_t entry) {
    for (uint64_t i = 0; i < count; i++) {
        if (eip__holdings_at(holdings, i) == entry) {
            return true;
        }
    }
    return false;
}

static uint64_t live_entries(const struct audit *audit,
                             const struct eip__account *account, uint32_t index,
                             bool distinct) {
    const struct eip__holdings *holdings =
        eip__pointer(eip__read(&account->holdings));
    uint64_t capacity = holdings == NULL ? 0 : eip__read(&holdings->capacity);
    uint64_t live = 0;

    for (uint64_t i = 0; i < capacity; i++) {
        uint64_t entry = eip__holdings_at(holdings, i);

        live += entry != 0 &&
                eip__entry_look(&audit->call.engine->records, index, entry) ==
                    EIP__ENTRY_LIVE &&
                !(distinct && is_among(holdings, i, entry));
    }
    return live;
}

static void find_count(struct audit *audit, uint32_t invariant,
                       const struct eip__account *account, const char *what,
                       uint64_t says, uint64_t is) {
    char message[160];

    (void)snprintf(message, sizeof message, "account %012llu: %s %llu, is %llu",
                   (unsigned long long)eip__read(&account->number), what,
                   (unsigned long long)says, (unsigned long long)is);
    find(audit, invariant, UINT64_MAX, eip__read(&account->number), message);
}

/* By its index: one that is being created does not know its own yet. */
static void audit_account(struct audit *audit, uint32_t index) {
    struct eip__account *account =
        eip__accounts_at(&audit->call.engine->accounts, index);
    struct eip_engine *engine = audit->call.engine;
    const struct recount *recount = &audit->recount[index];
    uint32_t used = eip__ledger_used(&engine->ledger, account);
    uint64_t live = live_entries(audit, account, index, false);

    if (eip__accounts_find(&engine->accounts, eip__read(&account->number)) !=
        account) {
        if (recount->held != 0) {
            find_count(audit, 10, account, "cannot be found; held", 0,
                       recount->held);
        }
        return; /* an index created in vain */
    }
    audit->report.accounts++;
    if (used != recount->counted) {
        find_count(audit, 3, account, "used says", used, recount->counted);
    }
    if (live > recount->held) {
        /* A thread that stopped before its allocation was installed has left
         * its entry, and another of the account got the same generation. */
        live = live_entries(audit, account, index, true);
    }
    if (live != recount->held) {
        find_count(audit, 11, account, "holdings say", live, recount->held);
    }
}

/* -- all of it ------------------------------------------------------------------------------ */

static eip_status run(struct audit *audit) {
    struct eip_engine *engine = audit->call.engine;
    size_t bytes;

    audit->accounts = eip__accounts_count(&engine->accounts);
    bytes = (audit->accounts + 1) * sizeof *audit->recount;
    audit->recount = eip__host_allocate_zeroed(&engine->host, bytes);
    if (audit->recount == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    /* A stopped thread's transfer has two accounts' counts half changed, and
     * its last operation words and a count: before either is looked at. */
    for (uint64_t i = 1; i <= audit->accounts; i++) {
        struct eip__account *account =
            eip__accounts_at(&engine->accounts, (uint32_t)i);

        (void)eip__transfer_finish(&engine->ledger, audit->call.lane, account);
        (void)eip__ledger_settle(&engine->ledger, account);
    }
    eip__spaces(audit->call.topology, audit_space, audit);
    for (uint64_t i = 1; i <= audit->accounts; i++) {
        audit_account(audit, (uint32_t)i);
    }
    eip__host_release(&engine->host, audit->recount, bytes);
    return EIP_OK;
}

eip_status eip_engine_audit(eip_engine *engine, eip_audit_visit visit,
                            void *context, eip_audit_report *report) {
    struct audit audit = {.visit = visit, .context = context};
    eip_status status = eip__struct_out_check(report, sizeof audit.report);

    if (status == EIP_OK) {
        status = eip__admin_begin(&audit.call, engine, NULL);
    }
    if (status != EIP_OK) {
        return status;
    }
    audit.report.size = sizeof audit.report;
    status = eip__admin_leave(&audit.call, run(&audit));
    return status == EIP_OK
               ? eip__struct_out(report, &audit.report, sizeof audit.report,
                                 sizeof audit.report)
               : status;
}
