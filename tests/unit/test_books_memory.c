/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Books that are captured and built on a host that has no memory left, at each
 * place where any is asked for: the engine's, or Judy's. */
#include "unit/damage.h"
#include "unit/judy.h"

TestSuite(books_memory, .init = damage_begin, .fini = damage_finish,
          .timeout = 300);

/* -- building -------------------------------------------------------------------- */

struct refusal {
    bool is_judys;
    bool for_good;
};

static eip_status attempt(struct refusal how, uint64_t nth, bool *refused) {
    struct world_heap before = w.heap;
    eip_engine *other = full_other();
    eip_status status;

    if (how.is_judys) {
        judy_refuse(nth);
    } else {
        w.heap.refused = 0;
        world_heap_fail(&w, nth, how.for_good);
    }
    status = books_restore(&books, other);
    *refused = how.is_judys ? judy_refused != 0 : w.heap.refused != 0;
    judy_allow();
    world_heap_fail(&w, 0, false);
    eip_engine_close(other);
    cr_assert_eq(w.heap.blocks, before.blocks);
    cr_assert_eq(w.heap.bytes, before.bytes);
    cr_assert_eq(w.heap.reservations, before.reservations);
    return status;
}

static void build_without(struct refusal how) {
    uint64_t failures = 0;
    uint64_t nth = 0;
    bool refused;

    do {
        eip_status status = attempt(how, ++nth, &refused);

        cr_assert(status == EIP_OK || status == EIP_ERR_OUT_OF_MEMORY, "%s",
                  eip_status_name(status));
        cr_assert(refused || status == EIP_OK);
        failures += status != EIP_OK;
    } while (refused);
    cr_assert_gt(failures, how.is_judys ? 20 : 100);
}

Test(books_memory, building_is_refused_once) {
    build_without((struct refusal){false, false});
}

Test(books_memory, building_is_refused_for_good) {
    build_without((struct refusal){false, true});
}

Test(books_memory, building_is_refused_by_judy) {
    build_without((struct refusal){true, true});
}

/* Accounts that only their ranges tell of. */
Test(books_memory, building_without_accounts_is_refused_by_judy) {
    for (uint64_t i = 0; i < books.count;) {
        if (books_read(&books.record[i]).kind == EIP__KIND_BYOIP_ACCOUNT) {
            books_drop(&books, &books.record[i]);
        } else {
            i++;
        }
    }
    build_without((struct refusal){true, true});
}

/* -- capturing --------------------------------------------------------------------- */

static eip_status look(void *context, const uint8_t *record, uint64_t size) {
    (void)record;
    *(uint64_t *)context += size;
    return EIP_OK;
}

Test(books_memory, capturing_is_refused) {
    uint64_t nth = 0;
    uint64_t bytes;
    bool refused;

    do {
        struct world_heap before = w.heap;
        eip_status status;

        w.heap.refused = 0;
        bytes = 0;
        world_heap_fail(&w, ++nth, true);
        status = eip__capture_books(w.engine, look, &bytes);
        refused = w.heap.refused != 0;
        world_heap_fail(&w, 0, false);
        cr_assert_eq(status, refused ? EIP_ERR_OUT_OF_MEMORY : EIP_OK);
        cr_assert_eq(w.heap.bytes, before.bytes);
    } while (refused);
    cr_assert_gt(nth, 1);
}

/* What could not be remembered is everything. */
Test(books_memory, touching_is_refused) {
    struct eip__dirty *dirty = &w.engine->catalog.dirty;
    uint64_t bytes = 0;

    eip__dirty_keep(dirty, true);
    full_shares();
    judy_refuse(1);
    eip__touch(dirty, EIP__DIRTY_POLICY, 7);
    judy_allow();
    cr_assert(dirty->is_all);
    for (uint32_t set = 0; set < EIP__DIRTY_SETS; set++) {
        cr_assert_null(dirty->set[set]);
    }
    cr_assert_eq(eip__capture_dirty(w.engine, look, &bytes),
                 EIP_ERR_OUT_OF_MEMORY);
    full_shares();
    cr_assert(dirty->is_all);
    eip__dirty_keep(dirty, true);
    cr_assert_eq(eip__capture_dirty(w.engine, look, &bytes), EIP_OK);
}

/* -- what is owed -------------------------------------------------------------------- */

static void expect_followed(struct books *followed) {
    char difference[256] = "";
    struct books all;

    cr_assert_eq(books_follow(followed, w.engine), EIP_OK);
    all = books_of(w.engine);
    cr_assert(books_same(followed, &all, difference), "%s", difference);
    books_free(&all);
}

/* A CIDR that is given back to the pool that it is of, but for want of memory
 * is not in its blocks again yet. */
Test(books_memory, what_is_owed_is_kept) {
    static const char cidr[] = "203.0.113.128/28";
    eip_pool_ref ref = {0, 0, 0};
    const struct eip__pool *source;
    struct books followed;
    uint64_t owed = 0;

    cr_assert_eq(eip_pool_id_parse(eip_text_of(full_brought), &ref), EIP_OK);
    source = eip__topology_pool(eip__engine_topology(w.engine), ref);
    eip__dirty_keep(&w.engine->catalog.dirty, true);
    followed = books_of(w.engine);
    for (uint64_t nth = 1; nth < 24; nth++) {
        EXPECT_STATUS(ipam_provision(&w, WORLD_ALICE, full_sub, cidr, false),
                      EIP_OK);
        expect_followed(&followed);
        world_heap_fail(&w, nth, true);
        (void)!ipam_deprovision(&w, WORLD_ALICE, full_sub, cidr);
        world_heap_fail(&w, 0, false);
        owed += source->ipam->owed;
        expect_followed(&followed);
        if (source->ipam->owed != 0) {
            eip_engine *other = full_other();

            EXPECT_STATUS(books_restore(&followed, other), EIP_OK);
            eip_engine_close(other);
        }
        (void)!ipam_deprovision(&w, WORLD_ALICE, full_sub, cidr);
        expect_followed(&followed);
    }
    cr_assert_gt(owed, 0);
    books_free(&followed);
}
