/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns what the operations of an account last. */
#include "registry/tell.h"

static void add_detail(struct eip__effect *effect,
                       const struct eip__detail *detail) {
    if (detail != NULL) {
        effect->version = detail->version;
        effect->facts = &detail->facts;
    }
}

static struct eip__effect taken(struct eip__account *account, uint32_t record,
                                uint64_t before, bool standard, uint64_t order,
                                const struct eip__detail *detail) {
    struct eip__effect effect = {
        .record = record,
        .generation = eip__word_generation(before) + 1,
        .flags = EIP__EFFECT_HELD | (standard ? EIP__EFFECT_STANDARD : 0u),
        .account = eip__read(&account->number),
        .value = order,
    };

    add_detail(&effect, detail);
    return effect;
}

static bool take_with_detail(struct eip__ledger *ledger, struct eip__lane *lane,
                             struct eip__account *account, struct eip__op *op,
                             const struct eip__take *take, uint64_t order) {
    const struct eip__effect effect =
        taken(account, take->record, take->before, take->standard, order,
              take->detail);
    const struct eip__told told = {&effect, 1, NULL};

    return eip__journal_write(ledger, lane, account, op, &told);
}

static uint64_t which(uint32_t record, uint32_t generation) {
    return (uint64_t)record << 32 | generation;
}

bool eip__tell_take(struct eip__ledger *ledger, struct eip__lane *lane,
                    struct eip__account *account, struct eip__op *op,
                    const struct eip__take *take, uint64_t order) {
    if (take->detail != NULL) {
        return take_with_detail(ledger, lane, account, op, take, order);
    }
    return eip__journal_write_plain(
        ledger, lane, account, op,
        which(take->record, eip__word_generation(take->before) + 1),
        EIP__EFFECT_HELD | (take->standard ? EIP__EFFECT_STANDARD : 0u), order);
}

bool eip__tell_block(struct eip__ledger *ledger, struct eip__lane *lane,
                     struct eip__account *account, struct eip__op *op,
                     const struct eip__block_take *take, uint64_t order) {
    struct eip__effect effect[EIP__OP_MORE];
    const struct eip__told told = {effect, take->count, NULL};

    for (uint32_t i = 0; i < take->count; i++) {
        effect[i] = taken(account, take->record[i], take->before[i],
                          take->standard, order + i, take->detail[i]);
    }
    return eip__journal_write(ledger, lane, account, op, &told);
}

bool eip__tell_give(struct eip__ledger *ledger, struct eip__lane *lane,
                    struct eip__account *account, struct eip__op *op,
                    const struct eip__give *give) {
    bool timed = give->mark != EIP__MARK_FRESH;
    /* Where no time is written, the stamp stays: the address was somebody's. */
    uint64_t stamp =
        eip__read(&eip__records_cold(ledger->records, give->record)->stamp);

    return eip__journal_write_plain(
        ledger, lane, account, op, which(give->record, give->generation),
        (give->keeps ? EIP__EFFECT_KEEPS : 0u) |
            (timed ? EIP__EFFECT_TIMED : 0u),
        timed ? give->now_ms & EIP__STAMP_VALUE_MASK : eip__stamp_value(stamp));
}

/* A held address with another detail; its stamp is its allocation's. */
static struct eip__effect altered(const struct eip__ledger *ledger,
                                  struct eip__account *account, uint32_t record,
                                  const struct eip__detail *detail) {
    uint64_t stamp =
        eip__read(&eip__records_cold(ledger->records, record)->stamp);

    return (struct eip__effect){
        .record = record,
        .generation = (uint32_t)detail->generation,
        .flags =
            EIP__EFFECT_HELD |
            ((stamp & EIP__STAMP_STANDARD) != 0 ? EIP__EFFECT_STANDARD : 0u),
        .account = eip__read(&account->number),
        .value = eip__stamp_value(stamp),
        .version = detail->version,
        .facts = &detail->facts,
    };
}

bool eip__tell_alter(struct eip__ledger *ledger, struct eip__lane *lane,
                     struct eip__account *account, struct eip__op *op,
                     const struct eip__alter *alter) {
    struct eip__effect effect[2] = {
        altered(ledger, account, alter->record, alter->detail)};
    struct eip__told told = {effect, 1, NULL};

    if (alter->also != NULL) {
        effect[told.count++] =
            altered(ledger, account, alter->also_record, alter->also);
    }
    return eip__journal_write(ledger, lane, account, op, &told);
}
