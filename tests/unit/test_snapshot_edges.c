/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What is kept of an engine, where it is seldom so: operations that a thread has
 * left in the middle, records that no address has any more, journals that
 * somebody else keeps, records that say what no engine would. */
#include "registry/install.h"
#include "registry/journal.h"
#include "space/hint.h"
#include "store/image.h"
#include "store/restore.h"
#include "support/internal/forge.h"
#include "unit/furnished.h"

#include <pthread.h>

static void begin(void) {
    full_open();
    world_build(&w);
    world_account(&w, WORLD_ALICE, 2000, 0);
}

static void finish(void) {
    world_end(&w);
}

TestSuite(snapshot_edges, .init = begin, .fini = finish, .timeout = 300);

static eip_snapshot *save(void) {
    eip_snapshot *snapshot = NULL;

    EXPECT_STATUS(eip_snapshot_save_buffer(w.engine, &snapshot, full_error()),
                  EIP_OK);
    return snapshot;
}

static void fill_with(uint32_t count) {
    world_provision(&w, w.amazon, WORLD_REGION, "44.0.0.0/21");
    for (uint32_t i = 0; i < count; i++) {
        (void)world_get(&w, WORLD_ALICE, NULL);
    }
}

static eip_status load_bytes(const void *bytes, uint64_t size) {
    eip_engine *engine = NULL;
    eip_status status =
        eip_snapshot_load_buffer(&w.config, bytes, size, &engine, full_error());

    eip_engine_close(engine);
    return status;
}

static void check_round(void) {
    eip_snapshot *first = save();
    eip_snapshot *second = NULL;
    eip_engine *engine = NULL;

    EXPECT_STATUS(eip_snapshot_load_buffer(&w.config, eip_snapshot_bytes(first),
                                           eip_snapshot_size(first), &engine,
                                           full_error()),
                  EIP_OK);
    EXPECT_STATUS(eip_snapshot_save_buffer(engine, &second, full_error()),
                  EIP_OK);
    cr_assert_eq(eip_snapshot_size(first), eip_snapshot_size(second));
    cr_assert_eq(memcmp(eip_snapshot_bytes(first), eip_snapshot_bytes(second),
                        eip_snapshot_size(first)),
                 0);
    eip_engine_close(engine);
    eip_snapshot_free(first);
    eip_snapshot_free(second);
}

static uint32_t record_of_id(uint64_t id) {
    uint32_t record;
    uint32_t generation;

    eip__id_take_apart(&w.engine->id_key, id, &record, &generation);
    return record;
}

/* -- what a thread has left ----------------------------------------------------------- */

static eip_status find_released(void *context, const uint8_t *record,
                                uint64_t size) {
    struct eip__kept kept = eip__kept_of(record);
    struct eip__effect effect;
    struct eip__reader facts;

    (void)size;
    cr_assert(eip__effect_get(&kept, &effect, &facts));
    *(uint32_t *)context += (effect.flags & EIP__EFFECT_HELD) == 0;
    return EIP_OK;
}

/* A release that was installed and not carried out: who looks at the address
 * completes it, and sees it released. */
Test(snapshot_edges, a_release_that_was_left_is_seen_complete) {
    uint64_t id = world_get(&w, WORLD_ALICE, NULL).allocation_id;
    struct eip_engine *engine = w.engine;
    struct eip__account *alice =
        eip__accounts_find(&engine->accounts, WORLD_ALICE);
    struct eip__lane *gone = eip__lane_at(&engine->lanes, 2);
    uint32_t record = record_of_id(id);
    struct eip__settled settled = eip__settle(&engine->ledger, alice);
    struct eip__lane *lane;
    struct eip__op *op;
    uint32_t released = 0;

    gone->index = 2;
    op = eip__op_begin(&engine->ledger, gone);
    eip__op_describe(op, record,
                     EIP__DEED_GIVE | EIP__DEED_COUNTED | EIP__DEED_KEEPS |
                         EIP__MARK_RING << EIP__DEED_MARK_SHIFT,
                     eip__read(eip__records_word(&engine->records, record)), 0,
                     0);
    cr_assert(eip__op_install(
        gone, alice, op, eip__stamp_make(1, true, false, w.now_ms), &settled));
    EXPECT_STATUS(eip__engine_lock(engine, &lane), EIP_OK);
    EXPECT_STATUS(
        eip__capture_addresses(engine, lane, find_released, &released), EIP_OK);
    eip__hint_offer_leaf(&engine->records, record & ~UINT32_C(63));
    eip__engine_unlock(engine, lane);
    cr_assert_eq(released, 1);
    cr_assert_eq(world_used(&w, WORLD_ALICE), 0);
    gone->index = 0;
}

/* A lane that was a gone thread's is mended by who enters the books, too. */
Test(snapshot_edges, a_lane_that_was_left_is_mended) {
    struct eip__lane *lane;

    (void)world_get(&w, WORLD_ALICE, NULL);
    EXPECT_STATUS(eip__engine_lock(w.engine, &lane), EIP_OK);
    lane->mend = 1;
    eip__engine_unlock(w.engine, lane);
    EXPECT_STATUS(eip__engine_lock(w.engine, &lane), EIP_OK);
    cr_assert_eq(lane->mend, 0);
    eip__engine_unlock(w.engine, lane);
}

Test(snapshot_edges, a_lane_that_was_never_used_is_mended) {
    struct world other;
    struct eip__lane *lane;

    world_init(&other);
    world_open(&other);
    EXPECT_STATUS(eip__engine_lock(other.engine, &lane), EIP_OK);
    lane->mend = 1;
    eip__engine_unlock(other.engine, lane);
    EXPECT_STATUS(eip__engine_lock(other.engine, &lane), EIP_OK);
    cr_assert_eq(lane->mend, 0);
    eip__engine_unlock(other.engine, lane);
    world_end(&other);
}

/* An index that was created in vain is no account. */
Test(snapshot_edges, an_account_in_vain_is_left_out) {
    eip_snapshot *before = save();
    eip_snapshot *after;

    (void)eip__bump(&w.engine->accounts.next, 1);
    after = save();
    cr_assert_eq(eip_snapshot_size(before), eip_snapshot_size(after));
    eip_snapshot_free(before);
    eip_snapshot_free(after);
}

/* -- records ----------------------------------------------------------------------------- */

static void remove_block(const char *cidr) {
    cr_assert_eq(full_drain(w.amazon, cidr, EIP_DRAIN_START), 0);
}

/* A large block that is gone, in segments of its own; a gap before it. */
static void use_and_remove_large(void) {
    eip_allocate_address_response got;

    world_provision(&w, w.amazon, WORLD_LOCAL, "12.0.0.0/11");
    world_modify(&w, w.amazon, EIP_POLICY_RANDOM, 0, UINT64_MAX);
    for (int i = 0; i < 20; i++) {
        eip_allocate_address_request request = world_request_in(WORLD_LOCAL);

        got = world_get(&w, WORLD_ALICE, &request);
        EXPECT_STATUS(
            world_release(&w, WORLD_ALICE, got.allocation_id, WORLD_LOCAL),
            EIP_OK);
    }
    world_modify(&w, w.amazon, EIP_POLICY_LOWEST, 0, UINT64_MAX);
    remove_block("12.0.0.0/11");
}

Test(snapshot_edges, records_that_no_address_has) {
    use_and_remove_large();
    check_round();
}

/* Nobody may recover an address of EC2-Classic. */
Test(snapshot_edges, a_standard_address_that_was_released) {
    eip_allocate_address_response got = world_get(&w, WORLD_CAROL, NULL);

    world_give(&w, WORLD_CAROL, &got);
    check_round();
}

/* A pool whose blocks are all gone. */
Test(snapshot_edges, a_space_without_blocks) {
    remove_block(WORLD_LOCAL_CIDR);
    check_round();
}

/* What was accepted two weeks ago is not shown, and not kept. */
Test(snapshot_edges, transfers_that_are_shown_no_more) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);
    eip_snapshot *shown;
    eip_snapshot *not_shown;
    eip_snapshot *loaded = NULL;
    eip_engine *engine = NULL;

    furnished_offer(got.allocation_id);
    furnished_accept(world_ip(got.public_ip));
    shown = save();
    w.now_ms += EIP_TRANSFER_SHOWN_MS;
    (void)eip_engine_now_ms(w.engine);
    not_shown = save();
    cr_assert_lt(eip_snapshot_size(not_shown), eip_snapshot_size(shown));
    EXPECT_STATUS(eip_snapshot_load_buffer(&w.config, eip_snapshot_bytes(shown),
                                           eip_snapshot_size(shown), &engine,
                                           full_error()),
                  EIP_OK);
    EXPECT_STATUS(eip_snapshot_save_buffer(engine, &loaded, full_error()),
                  EIP_OK);
    cr_assert_eq(eip_snapshot_size(not_shown), eip_snapshot_size(loaded));
    eip_engine_close(engine);
    eip_snapshot_free(loaded);
    eip_snapshot_free(shown);
    eip_snapshot_free(not_shown);
}

/* -- somebody else's journal ------------------------------------------------------------- */

struct listener {
    uint32_t heard;
    uint32_t refuse_at; /* 0: none */
};

static bool hear(struct listener *listener) {
    return ++listener->heard != listener->refuse_at;
}

static bool hear_address(void *context, const struct eip__effect *effect) {
    (void)effect;
    return hear(context);
}

static bool hear_handed(void *context, const struct eip__handed *handed) {
    (void)handed;
    return hear(context);
}

static void start_journal(void) {
    struct eip__lane *lane;

    EXPECT_STATUS(eip__engine_lock(w.engine, &lane), EIP_OK);
    eip__journal_start(&w.engine->ledger, &w.engine->accounts, lane);
    eip__engine_unlock(w.engine, lane);
}

/* Who keeps a journal hears of all that the snapshot has collected; if they
 * refuse, there is none, and it comes again. */
Test(snapshot_edges, who_else_keeps_a_journal_hears_it) {
    struct listener listener = {0, 1};
    const struct eip__journal_visitor visitor = {hear_address, hear_handed,
                                                 &listener};
    eip_allocate_address_response got;
    eip_snapshot *snapshot = NULL;
    uint32_t all;

    start_journal();
    w.engine->listener = &visitor;
    got = world_get(&w, WORLD_ALICE, NULL);
    furnished_offer(got.allocation_id);
    furnished_accept(world_ip(got.public_ip));
    for (all = 1; eip_snapshot_save_buffer(w.engine, &snapshot, NULL) != EIP_OK;
         all++) {
        listener = (struct listener){0, all + 1};
        cr_assert_null(snapshot);
    }
    cr_assert_geq(all, 3);
    EXPECT_STATUS(
        load_bytes(eip_snapshot_bytes(snapshot), eip_snapshot_size(snapshot)),
        EIP_OK);
    eip_snapshot_free(snapshot);
    w.engine->listener = NULL;
    eip__journal_stop(&w.engine->ledger);
}

/* What the journal says may be refused by the sink, too. */
static eip_status refuse_all(void *context, const void *bytes, uint64_t size) {
    (void)context;
    (void)bytes;
    (void)size;
    return EIP_ERR_STORE_FULL;
}

Test(snapshot_edges, a_sink_that_refuses_what_the_journal_says) {
    const eip_snapshot_sink sink = {NULL, refuse_all};
    struct listener listener = {0, 0};
    const struct eip__journal_visitor visitor = {hear_address, hear_handed,
                                                 &listener};

    start_journal();
    w.engine->listener = &visitor;
    for (int i = 0; i < 1500; i++) {
        eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);

        world_give(&w, WORLD_ALICE, &got);
    }
    EXPECT_STATUS(eip_snapshot_save(w.engine, &sink, full_error()),
                  EIP_ERR_STORE_FULL);
    cr_assert_gt(listener.heard, 0);
    w.engine->listener = NULL;
    eip__journal_stop(&w.engine->ledger);
}

/* A thread is at work while the snapshot is being saved: what it does is told by
 * the journal, and goes into the snapshot or does not. */
static void *work(void *context) {
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, NULL);

    furnished_offer(got.allocation_id);
    furnished_accept(world_ip(got.public_ip));
    return context;
}

struct busy {
    uint8_t *bytes;
    uint64_t size;
};

static eip_status take_and_work(void *context, const void *bytes,
                                uint64_t size) {
    struct busy *busy = context;
    pthread_t thread;

    if (busy->size == 0) {
        cr_assert_eq(pthread_create(&thread, NULL, work, NULL), 0);
        cr_assert_eq(pthread_join(thread, NULL), 0);
    }
    busy->bytes = realloc(busy->bytes, busy->size + size);
    memcpy(busy->bytes + busy->size, bytes, size);
    busy->size += size;
    return EIP_OK;
}

Test(snapshot_edges, who_is_at_work_meanwhile) {
    struct busy busy = {NULL, 0};
    const eip_snapshot_sink sink = {&busy, take_and_work};
    eip_engine *engine = NULL;

    fill_with(1500);
    EXPECT_STATUS(eip_snapshot_save(w.engine, &sink, full_error()), EIP_OK);
    eip_engine_close(w.engine);
    EXPECT_STATUS(eip_snapshot_load_buffer(&w.config, busy.bytes, busy.size,
                                           &engine, full_error()),
                  EIP_OK);
    w.engine = engine;
    cr_assert_eq(world_used(&w, WORLD_ALICE), 1500);
    cr_assert_eq(world_used(&w, WORLD_BOB), 1);
    free(busy.bytes);
}

/* -- records that say what no engine would ------------------------------------------------ */

static struct forge forge;

static void forge_begin(void) {
    eip_snapshot *snapshot = save();

    forge_open(&forge, eip_snapshot_bytes(snapshot),
               eip_snapshot_size(snapshot));
    eip_snapshot_free(snapshot);
}

static eip_status try_forge(void) {
    uint64_t size;
    uint8_t *bytes = forge_write(&forge, false, &size);
    eip_status status = load_bytes(bytes, size);

    free(bytes);
    return status;
}

/* With the last record as it is put here. */
static eip_status try_with(const struct eip__writer *writer) {
    eip_status status;

    forge_add(&forge, writer->bytes, (uint32_t)writer->size);
    status = try_forge();
    forge_drop(&forge, forge.count - 1);
    return status;
}

static eip_status try_effect(const struct eip__effect *effect) {
    uint8_t bytes[512];
    struct eip__writer writer = eip__writer_of(bytes, sizeof bytes);

    eip__effect_put(&writer, effect);
    return try_with(&writer);
}

Test(snapshot_edges, addresses_that_cannot_be) {
    const struct eip__facts facts = {.has = EIP__IS_LOCKED};
    const struct eip__effect sound = {.record = 1,
                                      .generation = 7,
                                      .flags = EIP__EFFECT_HELD,
                                      .account = WORLD_ALICE,
                                      .value = 5,
                                      .version = 1,
                                      .facts = &facts};
    struct eip__effect effect = sound;

    forge_begin();
    EXPECT_STATUS(try_effect(&effect), EIP_OK);
    effect.record = UINT32_MAX;
    EXPECT_STATUS(try_effect(&effect), EIP_ERR_STORE_DAMAGED);
    /* Behind the end of the CIDR that came last. */
    effect.record = (uint32_t)w.engine->records.next - 1;
    EXPECT_STATUS(try_effect(&effect), EIP_ERR_STORE_DAMAGED);
    effect = sound;
    effect.generation = 0;
    EXPECT_STATUS(try_effect(&effect), EIP_ERR_STORE_DAMAGED);
    effect = sound;
    effect.value = UINT64_C(1) << 40;
    EXPECT_STATUS(try_effect(&effect), EIP_ERR_STORE_DAMAGED);
    effect = sound;
    effect.account = UINT64_C(1000000000000);
    EXPECT_STATUS(try_effect(&effect), EIP_ERR_STORE_DAMAGED);
    effect = sound;
    effect.version = 0;
    EXPECT_STATUS(try_effect(&effect), EIP_ERR_STORE_DAMAGED);
    effect = sound;
    effect.facts = NULL;
    EXPECT_STATUS(try_effect(&effect), EIP_ERR_STORE_DAMAGED);
    effect = sound;
    effect.flags = EIP__EFFECT_KEEPS; /* released, and a detail */
    EXPECT_STATUS(try_effect(&effect), EIP_ERR_STORE_DAMAGED);
    effect.version = 0;
    effect.facts = NULL;
    EXPECT_STATUS(try_effect(&effect), EIP_OK);
    effect.flags = 0; /* nobody may recover it */
    EXPECT_STATUS(try_effect(&effect), EIP_ERR_STORE_DAMAGED);
    effect.account = 0;
    EXPECT_STATUS(try_effect(&effect), EIP_OK);
    effect.generation = UINT32_MAX; /* retired */
    EXPECT_STATUS(try_effect(&effect), EIP_OK);
    forge_close(&forge);
}

/* A tombstone is passed over. */
static eip_status try_gone(enum eip__kind kind, uint64_t key, uint32_t width) {
    uint8_t bytes[64];
    struct eip__writer writer = eip__writer_of(bytes, sizeof bytes);
    uint64_t start = eip__kept_begin(&writer, kind, UINT64_MAX, true);

    eip__put_key(&writer, key, width);
    eip__kept_key(&writer, start);
    eip__kept_end(&writer, start);
    return try_with(&writer);
}

Test(snapshot_edges, what_is_gone_is_passed_over) {
    (void)world_get(&w, WORLD_ALICE, NULL);
    forge_begin();
    EXPECT_STATUS(try_gone(EIP__KIND_ADDRESS, 1, 4), EIP_OK);
    EXPECT_STATUS(try_gone(EIP__KIND_ACCOUNT, WORLD_ALICE, 8), EIP_OK);
    EXPECT_STATUS(try_gone(EIP__KIND_HANDED, 1, 8), EIP_OK);
    forge_close(&forge);
}

static eip_status try_account_and(uint64_t number, uint32_t width,
                                  uint32_t quota, uint32_t flags,
                                  uint64_t sequence, uint32_t more) {
    uint8_t bytes[64];
    struct eip__writer writer = eip__writer_of(bytes, sizeof bytes);
    uint64_t start = eip__kept_begin(&writer, EIP__KIND_ACCOUNT, 0, false);

    eip__put_key(&writer, number, width);
    eip__kept_key(&writer, start);
    eip__put_u32(&writer, quota);
    eip__put_u32(&writer, flags);
    eip__put_u64(&writer, sequence);
    eip__put_bytes(&writer, "more", more);
    eip__kept_end(&writer, start);
    return try_with(&writer);
}

static eip_status try_account(uint64_t number, uint32_t width, uint32_t quota,
                              uint32_t flags, uint64_t sequence) {
    return try_account_and(number, width, quota, flags, sequence, 0);
}

Test(snapshot_edges, accounts_that_cannot_be) {
    forge_begin();
    EXPECT_STATUS(try_account(5, 8, 1, 0, 0), EIP_OK);
    EXPECT_STATUS(try_account(5, 7, 1, 0, 0), EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_account_and(5, 8, 1, 0, 0, 1), EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_account(UINT64_C(1000000000000), 8, 1, 0, 0),
                  EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_account(5, 8, EIP_QUOTA_MAX + 1, 0, 0),
                  EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_account(5, 8, 1, 2, 0), EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_account(5, 8, 1, 0, EIP__KEPT_SEQUENCE_MAX + 1),
                  EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_account(5, 8, 1, 0, EIP__KEPT_SEQUENCE_MAX), EIP_OK);
    forge_close(&forge);
}

static eip_status try_handed(uint64_t source, uint64_t target, uint64_t order) {
    const struct eip__handed handed = {.record = 1,
                                       .generation = 1,
                                       .source = source,
                                       .target = target,
                                       .order = order,
                                       .accepted_ms = w.now_ms};
    uint8_t bytes[128];
    struct eip__writer writer = eip__writer_of(bytes, sizeof bytes);

    eip__handed_put(&writer, &handed);
    return try_with(&writer);
}

Test(snapshot_edges, transfers_that_cannot_be) {
    const uint64_t beyond = EIP__ACCOUNT_NUMBER_MAX + 1;
    const uint64_t last = EIP__STAMP_VALUE_MASK;
    uint8_t bytes[64];
    struct eip__writer writer = eip__writer_of(bytes, sizeof bytes);
    uint64_t start = eip__kept_begin(&writer, EIP__KIND_HANDED, 0, false);

    eip__kept_key(&writer, start);
    eip__kept_end(&writer, start);
    forge_begin();
    EXPECT_STATUS(try_handed(1, 2, last), EIP_OK);
    EXPECT_STATUS(try_handed(beyond, 2, last), EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_handed(1, beyond, last), EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_handed(1, 2, last + 1), EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_with(&writer), EIP_ERR_STORE_DAMAGED);
    forge_close(&forge);
}

static eip_status try_engine(const char *key, uint64_t cooldown, uint32_t quota,
                             const char *region) {
    uint8_t bytes[256];
    struct eip__writer writer = eip__writer_of(bytes, sizeof bytes);
    uint64_t start = eip__kept_begin(&writer, EIP__KIND_ENGINE, 0, false);
    eip_status status;

    eip__put_bytes(&writer, key, strlen(key));
    eip__kept_key(&writer, start);
    eip__put_u64(&writer, WORLD_SEED);
    eip__put_u64(&writer, cooldown);
    eip__put_u32(&writer, quota);
    eip__put_u64(&writer, 0);
    eip__put_u64(&writer, 0);
    eip__put_text(&writer, eip_text_of(region));
    eip__kept_end(&writer, start);
    status = try_with(&writer);
    return status;
}

Test(snapshot_edges, engines_that_cannot_be) {
    const uint64_t hour = EIP_COOLDOWN_MS_DEFAULT;

    forge_begin();
    EXPECT_STATUS(try_engine("", hour, 5, WORLD_REGION),
                  EIP_ERR_STORE_DAMAGED); /* two of them */
    forge_drop(&forge, forge_find(&forge, EIP__KIND_ENGINE, 0));
    EXPECT_STATUS(try_forge(), EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_engine("", hour, 5, WORLD_REGION), EIP_OK);
    EXPECT_STATUS(try_engine("k", hour, 5, WORLD_REGION),
                  EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_engine("", hour, 5, "a b"), EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_engine("", EIP_COOLDOWN_MS_MAX + 1, 5, WORLD_REGION),
                  EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_engine("", hour, 0, WORLD_REGION), EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_engine("", hour, EIP_QUOTA_MAX + 1, WORLD_REGION),
                  EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_engine("", hour, EIP_QUOTA_MAX, WORLD_REGION), EIP_OK);
    forge_close(&forge);
}

/* The seal says how many records there are, and which. */
static eip_status try_end(enum eip__kind kind, uint64_t count, uint64_t sum,
                          uint8_t more) {
    struct eip__writer writer;
    uint64_t start;
    uint64_t size;
    uint8_t *bytes = forge_write(&forge, false, &size);
    const struct eip__seal none = {0, 0};
    uint8_t room[64];
    eip_status status;

    writer = eip__writer_of(room, sizeof room);
    eip__seal_put(&writer, &none);
    size -= writer.size;
    bytes = realloc(bytes, size + 64);
    writer = eip__writer_of(bytes, size + 64);
    writer.size = size;
    start = eip__kept_begin(&writer, kind, 0, false);
    eip__kept_key(&writer, start);
    eip__put_u64(&writer, count);
    eip__put_u64(&writer, sum);
    eip__put_bytes(&writer, "x", more);
    eip__kept_end(&writer, start);
    status = load_bytes(bytes, writer.size);
    free(bytes);
    return status;
}

static eip_status try_seal(uint64_t count, uint64_t sum, uint8_t more) {
    return try_end(EIP__KIND_SEAL, count, sum, more);
}

Test(snapshot_edges, seals_of_something_else) {
    struct eip__seal seal = {0, 0};

    forge_begin();
    for (uint32_t i = 0; i < forge.count; i++) {
        eip__seal_add(&seal, forge.record[i], forge.size[i]);
    }
    EXPECT_STATUS(try_seal(seal.count, seal.sum, 0), EIP_OK);
    EXPECT_STATUS(try_seal(seal.count, seal.sum, 1), EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_seal(seal.count + 1, seal.sum, 0), EIP_ERR_STORE_DAMAGED);
    EXPECT_STATUS(try_seal(seal.count, seal.sum + 1, 0), EIP_ERR_STORE_DAMAGED);
    /* Notes are of stores. */
    EXPECT_STATUS(try_end(EIP__KIND_NOTE, seal.count, seal.sum, 0),
                  EIP_ERR_STORE_DAMAGED);
    forge_close(&forge);
}

/* -- the audit, and the configuration --------------------------------------------------------- */

Test(snapshot_edges, what_the_audit_finds_is_told) {
    uint64_t id = world_get(&w, WORLD_ALICE, NULL).allocation_id;
    eip__a64 *word = eip__records_word(&w.engine->records, record_of_id(id));
    uint64_t was = eip__read(word);

    EXPECT_STATUS(eip__restore_audit(w.engine, full_error()), EIP_OK);
    eip__note(word, was + 1); /* another generation */
    EXPECT_STATUS(eip__restore_audit(w.engine, full_error()),
                  EIP_ERR_STORE_DAMAGED);
    cr_assert_not_null(strstr(w.error.message, "What was kept is damaged: "));
    cr_assert_not_null(strstr(w.error.message, "held without its stamp"));
    eip__note(word, was);
    world_heap_fail(&w, 1, true);
    EXPECT_STATUS(eip__restore_audit(w.engine, full_error()),
                  EIP_ERR_OUT_OF_MEMORY);
    world_heap_fail(&w, 0, false);
}

Test(snapshot_edges, a_configuration_that_is_none) {
    eip_engine *engine = NULL;

    EXPECT_STATUS(eip__restore(NULL, NULL, 0, false, &engine, full_error()),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_snapshot_load(&w.config, NULL, &engine, full_error()),
                  EIP_ERR_NULL);
}

/* No account is there but those that transfers name. */
Test(snapshot_edges, transfers_alone_without_memory) {
    const struct eip__handed handed = {.record = 1,
                                       .generation = 1,
                                       .source = 1,
                                       .target = 2,
                                       .accepted_ms = w.now_ms};
    uint8_t record[128];
    struct eip__writer writer = eip__writer_of(record, sizeof record);
    uint64_t refused = 1;
    uint64_t size;
    uint8_t *bytes;

    world_end(&w);
    full_open();
    forge_begin();
    eip__handed_put(&writer, &handed);
    forge_add(&forge, record, (uint32_t)writer.size);
    bytes = forge_write(&forge, false, &size);
    for (uint64_t nth = 1; refused != 0; nth++) {
        eip_status status;

        world_heap_fail(&w, nth, true);
        status = load_bytes(bytes, size);
        refused = w.heap.refused;
        world_heap_fail(&w, 0, false);
        EXPECT_STATUS(status, refused != 0 ? EIP_ERR_OUT_OF_MEMORY : EIP_OK);
    }
    free(bytes);
    forge_close(&forge);
}

/* -- without memory ------------------------------------------------------------------------------ */

/* Each request of a world that has something of everything. */
Test(snapshot_edges, without_memory) {
    eip_snapshot *snapshot;
    eip_snapshot *again = NULL;
    eip_engine *engine = NULL;
    uint64_t refused = 1;

    world_end(&w);
    furnished_start();
    use_and_remove_large();
    snapshot = save();
    for (uint64_t nth = 1; refused != 0; nth++) {
        eip_status status;

        world_heap_fail(&w, nth, true);
        status = eip_snapshot_load_buffer(
            &w.config, eip_snapshot_bytes(snapshot),
            eip_snapshot_size(snapshot), &engine, full_error());
        refused = w.heap.refused;
        world_heap_fail(&w, 0, false);
        cr_assert(status == EIP_ERR_OUT_OF_MEMORY ||
                      (status == EIP_OK && nth > 100),
                  "%s", eip_status_name(status));
        eip_engine_close(engine);
        engine = NULL;
    }
    refused = 1;
    for (uint64_t nth = 1; refused != 0; nth++) {
        world_heap_fail(&w, nth, true);
        EXPECT_STATUS(eip_snapshot_save_buffer(w.engine, &again, full_error()),
                      (w.heap.refused != 0 ? EIP_ERR_OUT_OF_MEMORY : EIP_OK));
        refused = w.heap.refused;
        world_heap_fail(&w, 0, false);
    }
    eip_snapshot_free(again);
    eip_snapshot_free(snapshot);
}

struct supply {
    const uint8_t *bytes;
    uint64_t left;
};

static eip_status give_all(void *context, void *bytes, uint64_t room,
                           uint64_t *size) {
    struct supply *supply = context;

    *size = supply->left < room ? supply->left : room;
    memcpy(bytes, supply->bytes, *size);
    supply->bytes += *size;
    supply->left -= *size;
    return EIP_OK;
}

Test(snapshot_edges, a_source_without_memory) {
    eip_snapshot *snapshot;
    eip_engine *engine = NULL;
    uint64_t refused = 1;

    fill_with(1500);
    snapshot = save();
    cr_assert_gt(eip_snapshot_size(snapshot), 65536);
    for (uint64_t nth = 1; nth < 4; nth++) {
        struct supply supply = {eip_snapshot_bytes(snapshot),
                                eip_snapshot_size(snapshot)};
        const eip_snapshot_source source = {&supply, give_all};

        world_heap_fail(&w, nth, true);
        EXPECT_STATUS(
            eip_snapshot_load(&w.config, &source, &engine, full_error()),
            EIP_ERR_OUT_OF_MEMORY);
        refused = w.heap.refused;
        world_heap_fail(&w, 0, false);
        cr_assert_neq(refused, 0);
    }
    EXPECT_STATUS(eip_snapshot_load(&w.config,
                                    &(const eip_snapshot_source){NULL, NULL},
                                    &engine, full_error()),
                  EIP_ERR_NULL);
    EXPECT_STATUS(eip_snapshot_load(
                      &w.config, &(const eip_snapshot_source){NULL, give_all},
                      NULL, full_error()),
                  EIP_ERR_NULL);
    cr_assert_null(engine);
    eip_snapshot_free(snapshot);
}
