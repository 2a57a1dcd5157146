/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/*
 * Snapshots. An input that begins with '!' is a script: of a snapshot of a small
 * Region records are changed, left out, doubled and moved, by one who knows the
 * checksums. Any other is taken for a snapshot as it is, once more with the
 * head of one before it.
 *
 * What is loaded is sound, does its work, and is the same again if it is saved
 * and loaded; what is not leaves nothing.
 */
#include "fuzz.h"

#include "support/internal/forge.h"

#include <stdlib.h>
#include <string.h>

enum { EDIT = 6 /* bytes */, EDITS = 40 };

static struct world_heap heap;
static eip_config config;
static struct forge base;

static void must(eip_status status) {
    if (status != EIP_OK) {
        world_die("snapshot: %s", eip_status_name(status));
    }
}

static uint64_t tagged(struct world *w) {
    eip_tag tags[] = {{{"Name", 4, 0}, {"one", 3, 0}}};
    eip_tag_specification specification = {{"elastic-ip", 10, 0}, tags, 1, 0};
    eip_allocate_address_request request = world_request();

    request.tag_specifications = &specification;
    request.tag_specification_count = 1;
    return world_get(w, WORLD_ALICE, &request).allocation_id;
}

static void open_base(void) {
    static struct world w;
    eip_allocate_address_response got;
    eip_allocate_address_request request;
    eip_snapshot *snapshot = NULL;
    uint64_t held;

    world_start(&w);
    (void)tagged(&w);
    got = world_get(&w, WORLD_ALICE, NULL);
    world_hand_over(&w, &got);
    for (int i = 0; i < 2; i++) {
        got = world_get(&w, WORLD_BOB, NULL);
        world_give(&w, WORLD_BOB, &got);
        w.now_ms += 1000000;
    }
    request = world_request_from(w.coip);
    (void)world_get(&w, WORLD_ALICE, &request);
    must(eip_admin_drain_cidr(w.engine, w.coip, world_cidr(WORLD_COIP_CIDR),
                              EIP_DRAIN_START, &held, NULL));
    must(eip_snapshot_save_buffer(w.engine, &snapshot, NULL));
    forge_open(&base, eip_snapshot_bytes(snapshot),
               eip_snapshot_size(snapshot));
    eip_snapshot_free(snapshot);
    config = w.config;
    config.allocator = world_allocator(&heap);
    fuzz_keep(&w);
}

/* -- what is loaded ------------------------------------------------------------- */

static void check_audit(eip_engine *engine) {
    eip_audit_report report = EIP_AUDIT_REPORT_INIT;

    must(eip_engine_audit(engine, NULL, NULL, &report));
    FUZZ_CHECK(report.findings == 0, "%llu findings",
               (unsigned long long)report.findings);
}

/* It saves itself as it is. */
static void check_again(eip_engine *engine) {
    eip_snapshot *first = NULL;
    eip_snapshot *second = NULL;
    eip_engine *again = NULL;
    eip_error error = EIP_ERROR_INIT;

    must(eip_snapshot_save_buffer(engine, &first, NULL));
    FUZZ_CHECK(eip_snapshot_load_buffer(&config, eip_snapshot_bytes(first),
                                        eip_snapshot_size(first), &again,
                                        &error) == EIP_OK,
               "what was loaded and saved is refused: %s", error.message);
    must(eip_snapshot_save_buffer(again, &second, NULL));
    FUZZ_CHECK(eip_snapshot_size(first) == eip_snapshot_size(second) &&
                   memcmp(eip_snapshot_bytes(first), eip_snapshot_bytes(second),
                          eip_snapshot_size(first)) == 0,
               "saved again it is another");
    eip_engine_close(again);
    eip_snapshot_free(first);
    eip_snapshot_free(second);
}

/* It works: what can be allocated can be described and released. */
static void check_work(eip_engine *engine) {
    static const uint64_t accounts[] = {WORLD_ALICE, WORLD_BOB, WORLD_DAVE};

    for (size_t i = 0; i < sizeof accounts / sizeof accounts[0]; i++) {
        const eip_caller caller = EIP_CALLER_INIT(accounts[i]);
        eip_allocate_address_request request = world_request();
        eip_allocate_address_response got = {.size = sizeof got};
        eip_describe_addresses_request all =
            EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
        eip_release_address_request give = EIP_RELEASE_ADDRESS_REQUEST_INIT;
        eip_address_list *list = NULL;

        if (eip_allocate_address(engine, &caller, &request, &got, NULL) ==
                EIP_OK &&
            got.allocation_id != 0) {
            give.allocation_id = got.allocation_id;
            must(eip_release_address(engine, &caller, &give, NULL));
        }
        must(eip_describe_addresses(engine, &caller, &all, &list, NULL));
        eip_address_list_free(list);
    }
}

static void check(const uint8_t *bytes, uint64_t size) {
    eip_engine *engine = NULL;
    eip_error error = EIP_ERROR_INIT;
    eip_status status =
        eip_snapshot_load_buffer(&config, bytes, size, &engine, &error);

    if (status == EIP_OK) {
        check_audit(engine);
        check_again(engine);
        check_work(engine);
        check_audit(engine);
        eip_engine_close(engine);
    } else {
        FUZZ_CHECK(engine == NULL && error.status == status &&
                       error.message[0] != '\0',
                   "%s leaves something, or says nothing",
                   eip_status_name(status));
    }
    FUZZ_CHECK(heap.blocks == 0 && heap.reservations == 0, "%llu blocks leaked",
               (unsigned long long)heap.blocks);
}

/* -- scripts ------------------------------------------------------------------------- */

static uint32_t word_at(const uint8_t *at) {
    return at[0] | (uint32_t)at[1] << 8;
}

/* Give a record another end: a byte less, or one more. */
static void resize(struct forge *forge, uint32_t at, uint8_t value) {
    uint32_t size = forge->size[at];

    if (value % 2 == 0 && size > EIP__KEPT_HEAD + EIP__KEPT_TAIL) {
        forge->size[at]--;
    } else if (value % 2 == 1) {
        uint8_t *grown = realloc(forge->record[at], size + 1);

        if (grown == NULL) {
            world_die("snapshot: no memory");
        }
        grown[size] = value;
        forge->record[at] = grown;
        forge->size[at]++;
    }
}

static void edit(struct forge *forge, const uint8_t *how) {
    uint32_t at = word_at(how + 1) % forge->count;
    uint32_t body = forge->size[at] - 4 - EIP__KEPT_TAIL;
    uint8_t *byte = forge->record[at] + 4 + word_at(how + 3) % body;

    switch (how[0] % 6) {
    case 0:
        *byte = how[5];
        break;
    case 1:
        *byte ^= how[5];
        break;
    case 2:
        *byte = (uint8_t)(*byte + how[5]);
        break;
    case 3:
        if (forge->count > 1) {
            forge_drop(forge, at);
        }
        break;
    case 4:
        forge_add(forge, forge->record[at], forge->size[at]);
        break;
    default:
        resize(forge, at, how[5]);
        break;
    }
}

static void run_script(const uint8_t *script, size_t size) {
    static struct forge forge;
    uint8_t *bytes;
    uint64_t written;

    forge.count = 0;
    for (uint32_t i = 0; i < base.count; i++) {
        forge_add(&forge, base.record[i], base.size[i]);
    }
    for (size_t i = 0; i + EDIT <= size && i < EDITS * EDIT; i += EDIT) {
        edit(&forge, script + i);
    }
    bytes = forge_write(&forge, false, &written);
    check(bytes, written);
    free(bytes);
    forge_close(&forge);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static uint8_t with_head[EIP__SNAPSHOT_HEAD + FUZZ_INPUT_MAX] =
        EIP__SNAPSHOT_MAGIC "\1";

    if (size > FUZZ_INPUT_MAX) {
        return 0;
    }
    if (base.count == 0) {
        open_base();
    }
    fuzz_begin(data, size);
    if (size != 0 && data[0] == '!') {
        run_script(data + 1, size - 1);
        return 0;
    }
    check((const uint8_t *)fuzz_text(data, size).data, size);
    memcpy(with_head + EIP__SNAPSHOT_HEAD, data, size);
    check((const uint8_t *)fuzz_text(with_head, EIP__SNAPSHOT_HEAD + size).data,
          EIP__SNAPSHOT_HEAD + size);
    return 0;
}
