/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Owns the word `decided` of lanes, and the mark of pending words. */
#include "registry/block.h"

/* A block as one has read it. */
struct block {
    eip__a64 *decided;
    uint64_t pending; /* its value while it is not decided */
    uint64_t stamp;   /* of the first; the generation left out */
    uint32_t owner;
    uint32_t count;
    uint32_t record[EIP__OP_MORE];
    uint64_t before[EIP__OP_MORE];
    uint64_t detail[EIP__OP_MORE];
};

/* -- describing ------------------------------------------------------------------ */

void eip__block_describe(struct eip__op_more *more, uint64_t serial,
                         const struct eip__block_take *take) {
    eip__publish(&more->decided,
                 serial << EIP__DEED_OUTCOME_BITS | EIP__DEED_PENDING);
    for (uint32_t i = 0; i < take->count; i++) {
        eip__publish(&more->before[i], take->before[i]);
        eip__publish(&more->detail[i], eip__value(take->detail[i]));
        eip__publish(&more->record[i], take->record[i]);
    }
}

/* Good if the head is the same afterwards. */
static void read_block(struct eip__op_more *more, const struct eip__deed *deed,
                       uint32_t owner, struct block *block) {
    block->decided = &more->decided;
    block->pending = deed->outcome & ~EIP__DEED_OUTCOME_MASK;
    block->stamp = deed->stamp;
    block->owner = owner;
    block->count = eip__deed_count(deed->options);
    for (uint32_t i = 0; i < block->count; i++) {
        block->record[i] = (uint32_t)eip__read(&more->record[i]);
        block->before[i] = eip__read(&more->before[i]);
        block->detail[i] = eip__read(&more->detail[i]);
    }
}

bool eip__block_is_free(const struct eip__ledger *ledger,
                        const struct eip__block_take *take) {
    for (uint32_t i = 0; i < take->count; i++) {
        uint64_t word =
            eip__read(eip__records_word(ledger->records, take->record[i]));

        if (!eip__word_is_free(word) ||
            eip__word_generation(word) !=
                eip__word_generation(take->before[i])) {
            return false;
        }
    }
    return true;
}

bool eip__block_place(struct eip__ledger *ledger, struct eip__account *account,
                      struct eip__block_take *take) {
    for (uint32_t i = 0; i < take->count; i++) {
        if (!eip__holdings_place(
                ledger->host, ledger->records, account, take->record[i],
                eip__word_generation(take->before[i]) + 1, &take->holding[i])) {
            return false;
        }
    }
    return true;
}

/* -- carrying out ------------------------------------------------------------------ */

static struct eip__place place_of(const struct eip__ledger *ledger,
                                  const struct block *block, uint32_t i) {
    return eip__records_place(ledger->records, block->record[i]);
}

static uint32_t generation_of(const struct block *block, uint32_t i) {
    return eip__word_generation(block->before[i]) + 1;
}

/* Hold the word if it is FREE in the generation of `before`. Returns the word
 * as it is then. */
static uint64_t hold(const struct block *block, uint32_t i, eip__a64 *place) {
    uint64_t word = eip__read(place);

    /* The mark may change meanwhile (expire). */
    while (eip__word_is_free(word) &&
           eip__word_generation(word) + 1 == generation_of(block, i)) {
        uint64_t next = eip__word_hold(word, block->owner);

        if (eip__step(place, &word, next)) {
            return next;
        }
    }
    return word;
}

/* The first that is not to be had says that the block is not. */
static enum eip__deed_outcome take_all(const struct eip__ledger *ledger,
                                       const struct block *block) {
    for (uint32_t i = 0; i < block->count; i++) {
        uint64_t word = hold(block, i, place_of(ledger, block, i).word);

        if (!eip__word_is_held_by(word, block->owner,
                                  generation_of(block, i))) {
            return EIP__DEED_LOST;
        }
    }
    return EIP__DEED_DONE;
}

static bool is_pending(const struct block *block, uint32_t i, uint64_t word) {
    return eip__word_is_pending(word) &&
           eip__word_is_held_by(word, block->owner, generation_of(block, i));
}

static void confirm(struct eip__ledger *ledger, const struct block *block,
                    uint32_t i) {
    const struct eip__place place = place_of(ledger, block, i);
    uint64_t stamp = eip__stamp_make(generation_of(block, i), false,
                                     (block->stamp & EIP__STAMP_STANDARD) != 0,
                                     eip__stamp_value(block->stamp) + i);
    uint64_t word;

    if (block->detail[i] != 0) {
        eip__deed_hang(ledger, place.cold, block->detail[i]);
    }
    eip__stamp_write(&place.cold->stamp, stamp);
    word = eip__read(place.word);
    while (is_pending(block, i, word) &&
           !eip__step(place.word, &word, eip__word_confirm(word))) {
    }
}

static void let_go(const struct eip__ledger *ledger, const struct block *block,
                   uint32_t i) {
    const struct eip__place place = place_of(ledger, block, i);
    uint64_t word = eip__read(place.word);

    while (is_pending(block, i, word)) {
        eip__stamp_keep_up(&place.cold->stamp, generation_of(block, i));
        if (eip__step(place.word, &word,
                      eip__word_let_go(word, block->before[i]))) {
            return;
        }
    }
}

/* PENDING: the descriptor is another's by now. */
static enum eip__deed_outcome carry_out(struct eip__ledger *ledger,
                                        const struct block *block) {
    uint64_t decided = eip__read(block->decided);

    if (decided == block->pending) {
        uint64_t now = block->pending | take_all(ledger, block);

        if (eip__step(block->decided, &decided, now)) {
            decided = now;
        }
    }
    if ((decided & ~EIP__DEED_OUTCOME_MASK) != block->pending) {
        return EIP__DEED_PENDING;
    }
    for (uint32_t i = 0; i < block->count; i++) {
        if ((decided & EIP__DEED_OUTCOME_MASK) == EIP__DEED_DONE) {
            confirm(ledger, block, i);
        } else {
            let_go(ledger, block, i);
        }
    }
    return (enum eip__deed_outcome)(decided & EIP__DEED_OUTCOME_MASK);
}

enum eip__deed_outcome eip__block_help(struct eip__ledger *ledger,
                                       struct eip__account *account,
                                       uint64_t head, struct eip__op_more *more,
                                       const struct eip__deed *deed) {
    struct block block;

    read_block(more, deed, account->index, &block);
    return eip__read(&account->head) == head ? carry_out(ledger, &block)
                                             : EIP__DEED_PENDING;
}

enum eip__deed_outcome eip__block_run(struct eip__ledger *ledger,
                                      const struct eip__account *account,
                                      struct eip__op_more *more,
                                      const struct eip__op *op) {
    const struct eip__deed deed = eip__deed_read(op);
    struct block block;

    read_block(more, &deed, account->index, &block);
    return carry_out(ledger, &block);
}
