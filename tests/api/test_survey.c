/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What a survey shows of every address. */
#include "api/public_pool.h"

WORLD_SUITE(survey);

enum { SPANS = 64, STATES = 4 };

struct seen {
    eip_span span[SPANS];
    uint32_t count;
    uint32_t ends_at; /* 0: sees all */
};

static int32_t see(void *context, const eip_span *span) {
    struct seen *seen = context;

    cr_assert_lt(seen->count, SPANS);
    cr_assert_eq(span->size, sizeof *span);
    seen->span[seen->count++] = *span;
    return seen->count == seen->ends_at;
}

static struct seen survey(void) {
    struct seen seen = {.count = 0};

    EXPECT_STATUS(eip_engine_survey(w.engine, see, &seen), EIP_OK);
    return seen;
}

/* The spans of a block, which lie one behind the other. */
static uint32_t of_block(const struct seen *seen, eip_pool_ref pool,
                         const char *cidr, const eip_span **first) {
    eip_cidr wanted = world_cidr(cidr);
    uint64_t next = wanted.base;
    uint32_t count = 0;

    for (uint32_t i = 0; i < seen->count; i++) {
        const eip_span *span = &seen->span[i];

        if (span->pool.kind != pool.kind || span->pool.id != pool.id ||
            span->cidr.base != wanted.base ||
            span->cidr.prefix_bits != wanted.prefix_bits) {
            continue;
        }
        cr_assert_eq(span->first, next, "neighbours");
        next = (uint64_t)span->last + 1;
        *first = count++ == 0 ? span : *first;
    }
    cr_assert(count == 0 || next == wanted.base + eip_cidr_count(wanted));
    return count;
}

/* Of one block that is shown as one span. */
static eip_span whole(const struct seen *seen, eip_pool_ref pool,
                      const char *cidr) {
    const eip_span *span = NULL;

    cr_assert_eq(of_block(seen, pool, cidr, &span), 1, "%s", cidr);
    return *span;
}

/* As many of each state as eip_engine_space_stats counts. */
static void expect_counts(const struct seen *seen) {
    eip_space_stats rows[16];
    uint32_t count = 0;

    EXPECT_STATUS(eip_engine_space_stats(w.engine, rows, 16, &count), EIP_OK);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t sum[STATES] = {0};

        for (uint32_t k = 0; k < seen->count; k++) {
            const eip_span *span = &seen->span[k];

            if (span->pool.kind == rows[i].pool_kind &&
                span->pool.id == rows[i].pool_id &&
                span->network_border_group.data ==
                    rows[i].network_border_group.data) {
                sum[span->state] += (uint64_t)span->last - span->first + 1;
            }
        }
        cr_assert_eq(sum[EIP_SPAN_FREE], rows[i].free);
        cr_assert_eq(sum[EIP_SPAN_HELD], rows[i].held);
        cr_assert_eq(sum[EIP_SPAN_COOLING], rows[i].cooling);
        cr_assert_eq(sum[EIP_SPAN_WITHDRAWN],
                     rows[i].withdrawn + rows[i].retired);
    }
}

Test(survey, what_nobody_has_had_is_a_span_a_block) {
    struct seen seen = survey();
    eip_span span = whole(&seen, w.amazon, WORLD_LOCAL_CIDR);

    cr_assert_eq(seen.count, 8);
    cr_assert_eq(span.state, EIP_SPAN_FREE);
    cr_assert_eq(span.pool_owner, 0);
    cr_assert_eq(span.since_ms, 0);
    cr_assert(is_text(span.network_border_group, WORLD_LOCAL));
    cr_assert(is_text(span.region, WORLD_REGION));
    span = whole(&seen, w.coip, WORLD_COIP_CIDR);
    cr_assert_eq(span.pool_owner, WORLD_ALICE);
    span = whole(&seen, w.coip_bob, WORLD_COIP_CIDR);
    cr_assert_eq(span.pool_owner, WORLD_BOB);
    expect_counts(&seen);
}

Test(survey, an_address_is_held_then_cooling_then_free) {
    eip_allocate_address_request request = world_request_named("192.0.2.3");
    eip_allocate_address_response got = world_get(&w, WORLD_ALICE, &request);
    const eip_span *span = NULL;
    struct seen seen = survey();

    cr_assert_eq(of_block(&seen, w.byoip, WORLD_BYOIP_CIDR, &span), 3);
    cr_assert_eq(span[0].state, EIP_SPAN_FREE);
    cr_assert_eq(span[1].state, EIP_SPAN_HELD);
    cr_assert_eq(span[1].first, got.public_ip);
    cr_assert_eq(span[1].last, got.public_ip);
    cr_assert_eq(span[1].since_ms, 0);
    cr_assert_eq(span[2].state, EIP_SPAN_FREE);
    expect_counts(&seen);
    world_give(&w, WORLD_ALICE, &got);
    w.now_ms += EIP_COOLDOWN_MS_DEFAULT - 1;
    seen = survey();
    cr_assert_eq(of_block(&seen, w.byoip, WORLD_BYOIP_CIDR, &span), 3);
    cr_assert_eq(span[1].state, EIP_SPAN_COOLING);
    cr_assert_eq(span[1].since_ms, WORLD_START_MS);
    expect_counts(&seen);
    w.now_ms++;
    seen = survey();
    cr_assert_eq(whole(&seen, w.byoip, WORLD_BYOIP_CIDR).state, EIP_SPAN_FREE);
}

Test(survey, what_was_released_at_another_time_is_another_span) {
    eip_allocate_address_response got[3];
    const eip_span *span = NULL;
    struct seen seen;

    for (int i = 0; i < 3; i++) {
        char name[EIP_IPV4_TEXT_SIZE];
        eip_allocate_address_request request;

        (void)snprintf(name, sizeof name, "192.0.2.%d", i);
        request = world_request_named(name);
        got[i] = world_get(&w, WORLD_ALICE, &request);
    }
    world_give(&w, WORLD_ALICE, &got[0]);
    world_give(&w, WORLD_ALICE, &got[1]);
    w.now_ms += 7;
    world_give(&w, WORLD_ALICE, &got[2]);
    seen = survey();
    cr_assert_eq(of_block(&seen, w.byoip, WORLD_BYOIP_CIDR, &span), 3);
    cr_assert_eq(span[0].last, got[1].public_ip);
    cr_assert_eq(span[0].since_ms, WORLD_START_MS);
    cr_assert_eq(span[1].state, EIP_SPAN_COOLING);
    cr_assert_eq(span[1].since_ms, WORLD_START_MS + 7);
    cr_assert_eq(span[2].state, EIP_SPAN_FREE);
    expect_counts(&seen);
}

Test(survey, a_block_that_drains_is_withdrawn_but_for_what_is_held) {
    eip_allocate_address_request request = world_request_named("192.0.2.0");
    const eip_span *span = NULL;
    struct seen seen;

    (void)world_get(&w, WORLD_ALICE, &request);
    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, w.byoip,
                                       world_cidr(WORLD_BYOIP_CIDR),
                                       EIP_DRAIN_START, NULL, &w.error),
                  EIP_OK);
    seen = survey();
    cr_assert_eq(of_block(&seen, w.byoip, WORLD_BYOIP_CIDR, &span), 2);
    cr_assert_eq(span[0].state, EIP_SPAN_HELD);
    cr_assert_eq(span[1].state, EIP_SPAN_WITHDRAWN);
    expect_counts(&seen);
}

Test(survey, a_block_that_is_gone_is_not_shown) {
    const eip_span *span = NULL;
    struct seen seen;

    EXPECT_STATUS(eip_admin_drain_cidr(w.engine, w.byoip,
                                       world_cidr(WORLD_BYOIP_CIDR),
                                       EIP_DRAIN_IF_UNUSED, NULL, &w.error),
                  EIP_OK);
    seen = survey();
    cr_assert_eq(of_block(&seen, w.byoip, WORLD_BYOIP_CIDR, &span), 0);
    cr_assert_eq(seen.count, 7);
    expect_counts(&seen);
}

Test(survey, a_part_that_was_cut_out_of_a_block_is_not_shown) {
    eip_pool_ref pool = pool_make(&w, WORLD_ALICE);
    struct seen seen;

    world_provision(&w, pool, NULL, "203.0.113.0/28");
    EXPECT_STATUS(pool_cut(&w, WORLD_ALICE, pool, "203.0.113.4/30"), EIP_OK);
    seen = survey();
    cr_assert_eq(whole(&seen, pool, "203.0.113.0/30").state, EIP_SPAN_FREE);
    cr_assert_eq(whole(&seen, pool, "203.0.113.8/29").state, EIP_SPAN_FREE);
    cr_assert_eq(seen.count, 10);
    expect_counts(&seen);
}

Test(survey, ends_when_it_is_told_to) {
    for (uint32_t i = 1; i <= 8; i++) {
        struct seen seen = {.ends_at = i};

        EXPECT_STATUS(eip_engine_survey(w.engine, see, &seen), EIP_OK);
        cr_assert_eq(seen.count, i);
    }
}

Test(survey, ends_in_the_middle_of_a_block) {
    eip_allocate_address_request request = world_request_named("192.0.2.3");
    struct seen all;

    (void)world_get(&w, WORLD_ALICE, &request);
    all = survey();
    for (uint32_t i = 1; i < all.count; i++) {
        struct seen seen = {.ends_at = i};

        EXPECT_STATUS(eip_engine_survey(w.engine, see, &seen), EIP_OK);
        cr_assert_eq(seen.count, i);
    }
}

Test(survey, nulls) {
    struct seen seen = {.count = 0};

    EXPECT_STATUS(eip_engine_survey(NULL, see, &seen), EIP_ERR_NULL);
    EXPECT_STATUS(eip_engine_survey(w.engine, NULL, &seen), EIP_ERR_NULL);
    cr_assert_eq(seen.count, 0);
}
