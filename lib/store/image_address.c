/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns how an address is looked at whole while others change it. */
#include "registry/transfer.h"
#include "store/image.h"

/* Nobody has had it, nor one before it in its record: what generations were
 * left out is of no interest. */
static bool is_unused(uint64_t word, uint64_t stamp) {
    return !eip__word_is_held(word) && eip__word_owner(word) == 0 &&
           eip__word_mark(word) == EIP__MARK_FRESH && stamp == 0;
}

/* What is held is so as its owner's last operation, or a transfer to it, has
 * left it once that is complete. */
static void complete(eip_engine *engine, struct eip__lane *lane,
                     struct eip__account *account) {
    (void)eip__transfer_finish(&engine->ledger, lane, account);
    (void)eip__ledger_settle(&engine->ledger, account);
}

/* The address as it is; false: it is changing. */
static bool look(eip_engine *engine, struct eip__lane *lane, uint32_t record,
                 uint64_t word, struct eip__effect *effect) {
    const struct eip__place place =
        eip__records_place(&engine->records, record);
    uint32_t owner = eip__word_owner(word);
    bool held = eip__word_is_held(word);
    const struct eip__detail *detail = NULL;
    struct eip__account *account = NULL;
    uint64_t stamp;

    if (owner != 0) {
        account = eip__accounts_at(&engine->accounts, owner);
    }
    if (held) {
        complete(engine, lane, account);
    }
    stamp = eip__read(&place.cold->stamp);
    if (held) {
        detail = eip__detail_of(eip__read(&place.cold->detail),
                                eip__word_generation(word));
    }
    *effect = (struct eip__effect){
        .record = record,
        .generation = is_unused(word, stamp) ? 0 : eip__word_generation(word),
        .account = account == NULL ? 0 : eip__read(&account->number),
        .value = eip__stamp_value(stamp),
    };
    if (held) {
        effect->flags =
            EIP__EFFECT_HELD |
            ((stamp & EIP__STAMP_STANDARD) != 0 ? EIP__EFFECT_STANDARD : 0);
    } else {
        effect->flags =
            (account != NULL ? EIP__EFFECT_KEEPS : 0) |
            (eip__word_mark(word) != EIP__MARK_FRESH ? EIP__EFFECT_TIMED : 0);
    }
    if (detail != NULL) {
        effect->version = detail->version;
        effect->facts = &detail->facts;
    }
    /* One that was pending for a block is not any more. */
    return eip__read(place.word) == word;
}

static eip_status capture(eip_engine *engine, struct eip__lane *lane,
                          uint32_t record, struct eip__pen *pen) {
    const eip__a64 *place = eip__records_word(&engine->records, record);
    struct eip__effect effect;

    while (!look(engine, lane, record, eip__read(place), &effect)) {
    }
    return effect.generation == 0
               ? EIP_OK
               : eip__pen_write(pen, eip__put_effect, &effect);
}

eip_status eip__capture_addresses(eip_engine *engine, struct eip__lane *lane,
                                  eip__record_visit *visit, void *context) {
    struct eip__pen pen = {&engine->host, visit, context, NULL, 0};
    eip_status status = EIP_OK;

    for (uint64_t record = 0; record < engine->records.next && status == EIP_OK;
         record++) {
        const struct eip__segment *segment =
            eip__records_segment(&engine->records, (uint32_t)record);

        if (segment == NULL) {
            record |= EIP__SEGMENT - 1;
        } else if (eip__read(&segment->word[record % EIP__SEGMENT]) != 0) {
            status = capture(engine, lane, (uint32_t)record, &pen);
        }
    }
    eip__pen_free(&pen);
    return status;
}
