/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Records as lines of `eip store export`: each of every kind, by its members, and
 * from these the same bytes again. A layout that got a member which the lines do
 * not know is found here: its records go out as digits alone, or its table of
 * fields is not theirs. */
#include "base/hash.h"
#include "eip/store_lmdb.h"
#include "registry/facts_pack.h"
#include "store/lines.h"
#include "support/device/device.h"
#include "unit/drawn.h"
#include "unit/furnished.h"
#include "unit/sample.h"

enum { STEPS = 3000, LOOK_EVERY = 60, CHANGES = 40 };

static bool seen[EIP__KIND_END];

/* -- there and back ------------------------------------------------------------------ */

/* The line, which comes to the same bytes. Delete it. */
static cJSON *there_and_back(const eip_store_record *record) {
    const struct about about = {true, true, 0xc6336407, 7};
    cJSON *shown = lines_show(
        record, UINT64_C(1790000000000),
        record->kind == KIND_ADDRESS ? about : (struct about){.has_id = false});
    char *text = cJSON_PrintUnformatted(shown);
    struct line line;

    cr_assert(lines_read(text, strlen(text), &line), "%s", text);
    cr_assert_eq(line.record.size, record->size, "%s", text);
    cr_assert_eq(memcmp(line.bytes, record->data, record->size), 0, "%s", text);
    free(line.bytes);
    free(text);
    return shown;
}

static bool has_names(const cJSON *line) {
    return cJSON_GetObjectItemCaseSensitive(line, "data") == NULL;
}

static eip_status expect_names(void *context, const eip_store_record *record) {
    cJSON *line = there_and_back(record);

    (void)context;
    cr_assert(has_names(line), "kind %u: %s", record->kind,
              cJSON_PrintUnformatted(line));
    seen[record->kind] = true;
    cJSON_Delete(line);
    return EIP_OK;
}

/* Show all records of a snapshot, the seal too. */
static void show_snapshot(eip_store_visit visit) {
    enum { HEAD = 16 };
    eip_snapshot *snapshot = NULL;
    const uint8_t *bytes;
    uint64_t size;

    cr_assert_eq(eip_snapshot_save_buffer(w.engine, &snapshot, NULL), EIP_OK);
    bytes = eip_snapshot_bytes(snapshot);
    size = eip_snapshot_size(snapshot);
    for (uint64_t at = HEAD; at < size;) {
        eip_store_record record;

        cr_assert_eq(eip_store_record_read(bytes + at, size - at, &record),
                     EIP_OK);
        cr_assert_eq(visit(NULL, &record), EIP_OK);
        at += record.size;
    }
    eip_snapshot_free(snapshot);
}

Test(lmdb_export, kinds_have_names_of_their_own) {
    for (uint32_t i = 0; i <= EIP__KIND_END; i++) {
        const struct kind *kind = kind_of(i);
        bool is_one = i != 0 && i != EIP__KIND_IPAM_POOL && i != EIP__KIND_END;

        cr_assert_eq(kind != NULL, is_one, "%u", i);
        cr_assert(kind == NULL || kind_number(kind->name) == i, "%u", i);
    }
    cr_assert_eq(kind_number("none"), 0);
}

Test(lmdb_export, all_that_an_engine_has) {
    furnished_start();
    show_snapshot(expect_names);
    for (uint32_t i = 1; i < EIP__KIND_NOTE; i++) {
        cr_expect(seen[i] || i == EIP__KIND_IPAM_POOL, "kind %u", i);
    }
    world_end(&w);
}

Test(lmdb_export, whatever_is_done, .timeout = 300) {
    dice = world_test_seed(1);
    furnished_start();
    for (uint32_t step = 1; step <= STEPS; step++) {
        draw();
        if (step % LOOK_EVERY == 0) {
            show_snapshot(expect_names);
        }
    }
    world_end(&w);
}

/* Whatever a record says, and be it nonsense, it comes back. */
static eip_status change(void *context, const eip_store_record *record) {
    const uint8_t *key = record->key;
    uint32_t left =
        (uint32_t)((const uint8_t *)record->data + record->size - key) - 8;

    (void)context;
    for (int i = 0; i < CHANGES; i++) {
        uint8_t bytes[8192];
        uint8_t made[8192];
        eip_store_record changed = *record;
        uint32_t parts = left;

        cr_assert_lt(left, sizeof bytes);
        memcpy(bytes, key, left);
        if (left != 0) {
            bytes[roll(left)] ^= (uint8_t)(1U << roll(8));
            parts -= roll(4) == 0 ? roll(left - record->key_size + 1) : 0;
        }
        changed.key = bytes;
        changed.rank = roll(2) == 0 ? world_random(&dice) : record->rank;
        parts =
            eip_store_record_write(&changed, bytes + record->key_size,
                                   parts - record->key_size, made, sizeof made);
        cr_assert_eq(eip_store_record_read(made, parts, &changed), EIP_OK);
        cJSON_Delete(there_and_back(&changed));
    }
    return EIP_OK;
}

Test(lmdb_export, whatever_they_say, .timeout = 300) {
    dice = world_test_seed(2);
    furnished_start();
    show_snapshot(change);
    world_end(&w);
}

/* Stores of before, kept in tests/data. */
static void sample(const char *name) {
    const char *directory = sample_copy(name);
    eip_store *store = sample_open(directory);

    cr_assert_eq(store->load(store->context, expect_names, NULL, NULL), EIP_OK);
    eip_store_close(store);
    device_remove(directory);
}

Test(lmdb_export, samples) {
    sample("first.mdb");
    cr_assert(seen[EIP__KIND_HANDED]);
    sample("calls.mdb");
    cr_assert(seen[EIP__KIND_COUNTS]);
    cr_assert(seen[EIP__KIND_PLACES]);
    cr_assert(seen[EIP__KIND_NOTE]);
}

/* -- one by one ----------------------------------------------------------------------- */

static eip_store_record made(uint8_t room[1024], eip_store_record record,
                             const void *payload, uint32_t size) {
    uint32_t whole = eip_store_record_write(&record, payload, size, room, 1024);

    cr_assert_eq(eip_store_record_read(room, whole, &record), EIP_OK);
    return record;
}

Test(lmdb_export, what_is_gone_and_notes) {
    const eip_store_record gone = {.key = "\0\0\0\7",
                                   .key_size = 4,
                                   .kind = EIP__KIND_ADDRESS,
                                   .rank = UINT64_MAX,
                                   .flags = EIP_STORE_RECORD_GONE};
    const eip_store_record note = {
        .key = "k\0\xff", .key_size = 3, .kind = EIP__KIND_NOTE};
    const eip_store_record unused = {.kind = EIP__KIND_IPAM_POOL};
    uint8_t room[1024];
    eip_store_record record = made(room, gone, NULL, 0);
    cJSON *line;

    cr_assert_eq(expect_names(NULL, &record), EIP_OK);
    record = made(room, note, "a\0\xfe", 3);
    cr_assert_eq(expect_names(NULL, &record), EIP_OK);
    record = made(room, unused, "abc", 3);
    line = there_and_back(&record);
    cr_assert_not(has_names(line));
    cJSON_Delete(line);
}

/* An account that has more than its fields; a text that is no UTF-8. */
Test(lmdb_export, what_no_member_can_say_is_digits) {
    const eip_store_record account = {
        .key = "\0\0\0\0\0\0\0\7", .key_size = 8, .kind = EIP__KIND_ACCOUNT};
    const eip_store_record engine = {.kind = EIP__KIND_ENGINE};
    uint8_t payload[64] = {0};
    uint8_t room[1024];
    eip_store_record record = made(room, account, payload, 16);
    cJSON *line = there_and_back(&record);

    cr_assert(has_names(line));
    cJSON_Delete(line);
    record = made(room, account, payload, 17);
    line = there_and_back(&record);
    cr_assert_not(has_names(line));
    cJSON_Delete(line);
    payload[36] = 1;
    payload[40] = 0xff;
    record = made(room, engine, payload, 41);
    line = there_and_back(&record);
    cr_assert_not(has_names(line));
    cJSON_Delete(line);
}

/* Every member of the facts says something, those too that came since. */
Test(lmdb_export, all_facts) {
    struct eip__facts facts;
    struct eip__effect effect = {.record = 7,
                                 .generation = 2,
                                 .flags = EIP__EFFECT_HELD,
                                 .account = WORLD_ALICE,
                                 .version = 3,
                                 .facts = &facts};
    eip_text *const texts[] = {&facts.instance_id, &facts.interface_id,
                               &facts.subnet_id, &facts.ptr, &facts.ptr_next};
    uint8_t bytes[1024];
    struct eip__writer writer = eip__writer_of(bytes, sizeof bytes);
    eip_store_record record;
    cJSON *line;
    const cJSON *said;
    struct eip__reader packed = eip__reader_of("\1\1\0\0\0k\1\0\0\0v", 11);
    struct eip__tagset *tags = NULL;

    world_start(&w);
    cr_assert_eq(eip__tags_unpack(&packed, &w.engine->host, &tags), EIP_OK);
    memset(&facts, 1, sizeof facts);
    facts.interface_owner = facts.offer_to = WORLD_BOB;
    for (size_t i = 0; i < COUNT(texts); i++) {
        *texts[i] = eip_text_of("text");
    }
    facts.has = 2 * EIP__MOVED_TO_VPC - 1;
    facts.tags = tags;
    eip__effect_put(&writer, &effect);
    cr_assert_eq(eip_store_record_read(bytes, writer.size, &record), EIP_OK);
    line = there_and_back(&record);
    cr_assert(has_names(line));
    said = cJSON_GetObjectItem(cJSON_GetObjectItem(line, "value"), "Facts");
    cr_assert_eq(cJSON_GetArraySize(said), 18);
    cJSON_Delete(line);
    eip__tagset_free(&w.engine->host, &tags->retired);
    world_end(&w);
}

/* Of a version or kind that this library does not know nothing is said, and
 * nothing taken. */
Test(lmdb_export, another_version_is_refused) {
    static const uint8_t at[] = {4, 6}; /* kind, version */
    const eip_store_record books = {.kind = EIP__KIND_BOOKS};

    for (int i = 0; i < 2; i++) {
        uint8_t payload[40] = {0};
        uint8_t room[1024];
        eip_store_record record = made(room, books, payload, sizeof payload);
        cJSON *line;
        char *text;
        struct line read;
        struct eip__writer writer = eip__writer_of(room, sizeof room);

        room[at[i]] = 99;
        eip__put_number_at(&writer, record.size - EIP__KEPT_TAIL,
                           eip__hash(room, record.size - EIP__KEPT_TAIL, 0), 8);
        line = lines_show_raw(&record);
        text = cJSON_PrintUnformatted(line);
        cr_assert_not(lines_read(text, strlen(text), &read));
        free(text);
        cJSON_Delete(line);
    }
}

/* -- fields ------------------------------------------------------------------------------ */

/* Bytes of a field that is a number. */
static uint32_t width_of(const struct field *field) {
    static const uint32_t widths[FIELD_TYPES] = {
        [FIELD_HASH] = 8,  [FIELD_TIME] = 8,    [FIELD_NETMASK] = 4,
        [FIELD_FLAGS] = 4, [FIELD_ACCOUNT] = 8, [FIELD_ID] = 8};

    return widths[field->type] != 0 ? widths[field->type] : field->width;
}

/* What fields.c writes of a thing is a run of the fields of its line. */
static void expect_run(const struct eip__fields *kept,
                       const struct field_list *list, uint32_t before,
                       uint32_t after) {
    cr_assert_eq(list->count, before + kept->count + after, "%s",
                 list->field[0].name);
    for (uint32_t i = 0; i < kept->count; i++) {
        cr_assert_eq(width_of(&list->field[before + i]), kept->field[i].width,
                     "%s", list->field[before + i].name);
    }
}

static const struct field_list *payload_of(uint32_t kind) {
    return &kind_of(kind)->payload;
}

static const struct field_list *last_of(uint32_t kind) {
    const struct field_list *list = payload_of(kind);

    return list->field[list->count - 1].by.list;
}

Test(lmdb_export, fields_are_those_that_are_kept) {
    expect_run(&eip__counters_fields, payload_of(EIP__KIND_BOOKS), 0, 0);
    expect_run(&eip__group_fields, payload_of(EIP__KIND_GROUP), 0, 3);
    expect_run(&eip__pool_fields, payload_of(EIP__KIND_POOL), 1, 7);
    expect_run(&eip__ipam_fields, last_of(EIP__KIND_POOL), 0, 7);
    expect_run(&eip__part_fields, payload_of(EIP__KIND_PART), 1, 0);
    expect_run(&eip__byoip_fields, payload_of(EIP__KIND_BYOIP), 1, 4);
    expect_run(&eip__ipam_scope_fields, payload_of(EIP__KIND_IPAM_SCOPE), 0, 0);
    expect_run(&eip__ipam_cidr_fields, last_of(EIP__KIND_IPAM_CIDR), 1, 0);
    expect_run(&eip__ipam_allocation_fields,
               payload_of(EIP__KIND_IPAM_ALLOCATION), 2, 3);
    expect_run(&eip__tokens_fields, payload_of(EIP__KIND_TOKEN), 0, 1);
    expect_run(&eip__token_fields, last_of(EIP__KIND_TOKEN), 0, 0);
    expect_run(&eip__policy_fields, payload_of(EIP__KIND_POLICY), 0, 1);
    cr_assert_eq(payload_of(EIP__KIND_COUNTS)->count, EIP__COUNTERS);
}

/* -- lines ------------------------------------------------------------------------------- */

static void refuse(const char *text, size_t size) {
    struct line line;

    cr_assert_not(lines_read(text, size, &line), "%s", text);
    cr_assert_null(line.bytes);
}

Test(lmdb_export, lines_that_are_none) {
#define FRAME(rest)                                                            \
    "{\"kind\":\"account\",\"key\":{\"AccountId\":\"000000000007\"}," rest "}"
#define VALUE "\"value\":{\"Quota\":5,\"Flags\":[],\"Sequence\":1}"
    static const char sound[] = FRAME("\"rank\":0," VALUE) "\r\n";
    static const char *const wrong[] = {
        "",
        "[]",
        "{}",
        "nul",
        sound + 1,
        FRAME("\"rank\":0," VALUE) "x",
        FRAME("\"rank\":-1," VALUE),
        FRAME("\"rank\":1e15," VALUE),
        FRAME("\"rank\":0.5," VALUE),
        FRAME("\"rank\":\"18446744073709551616\"," VALUE),
        FRAME("\"rank\":\"01\"," VALUE),
        FRAME("\"rank\":\"0x1\"," VALUE),
        FRAME(VALUE),
        FRAME("\"rank\":0"),
        FRAME("\"rank\":0,\"gone\":false," VALUE),
        FRAME("\"rank\":0,\"other\":0," VALUE),
        FRAME("\"rank\":0,\"rank\":0," VALUE),
        FRAME("\"rank\":0,\"PublicIp\":\"1.2.3.4\"," VALUE),
        FRAME("\"rank\":0,\"value\":{\"Quota\":5,\"Flags\":[]}"),
        FRAME("\"rank\":0,\"value\":{\"Quota\":5,\"Flags\":[],\"Sequence\":1,"
              "\"Sequence\":1}"),
        FRAME("\"rank\":0,\"value\":{\"Quota\":4294967296,\"Flags\":[],"
              "\"Sequence\":1}"),
        "{\"kind\":\"none\",\"key\":{},\"rank\":0,\"value\":{}}",
        "{\"kind\":\"note\",\"key\":{\"Bytes\":\"\\u0000\"},\"rank\":0,"
        "\"value\":{\"Bytes\":\"\"}}",
    };
    struct line line;

    cr_assert(lines_read(sound, sizeof sound - 1, &line));
    free(line.bytes);
    refuse(sound, sizeof sound); /* a byte 0 */
    for (size_t i = 0; i < COUNT(wrong); i++) {
        refuse(wrong[i], strlen(wrong[i]));
    }
    /* No two backslashes and u0000. */
    cr_assert_not(lines_read("\"\\\\u0000\xff\"", 10, &line));
}
