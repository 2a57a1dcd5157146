/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* What one account can learn of another's (R18): nothing. For every
 * operation, form of id and state of the thing, the answer is the very bytes
 * that an absent thing gets, but for the name that the caller gave. */
#include "api/expect.h"

WORLD_SUITE(isolation);

/* Bob's things, in every state, and one that never was; Dave asks. */
struct subject {
    const char *state;
    uint64_t id;
    uint32_t ip;
};

enum { SUBJECTS = 11 };

static struct subject subjects[SUBJECTS];
static uint32_t subject_count;

static void add(const char *state, const eip_allocate_address_response *got) {
    subjects[subject_count++] =
        (struct subject){state, got->allocation_id, world_any_ip(got)};
}

/* Things of other accounts, held and released. */
static void furnish(void) {
    eip_allocate_address_request local = world_request_in(WORLD_LOCAL);
    eip_allocate_address_request carrier = world_request_in(WORLD_WAVELENGTH);
    eip_allocate_address_request byoip = world_request_from(w.byoip_bob);
    eip_allocate_address_request coip = world_request_from(w.coip_bob);
    eip_allocate_address_response got[SUBJECTS];

    world_account(&w, WORLD_BOB, 100, 0);
    got[0] = (eip_allocate_address_response){
        .fields = EIP_HAS_PUBLIC_IP,
        .allocation_id = UINT64_C(0x1234567890abcdef),
        .public_ip = world_address("203.0.113.9")};
    got[1] = world_get(&w, WORLD_BOB, NULL);
    got[2] = world_get(&w, WORLD_BOB, NULL);
    got[3] = world_get(&w, WORLD_BOB, &local);
    got[4] = world_get(&w, WORLD_BOB, &carrier);
    got[5] = world_get(&w, WORLD_BOB, &byoip);
    got[6] = world_get(&w, WORLD_BOB, &byoip);
    got[7] = world_get(&w, WORLD_BOB, &coip);
    got[8] = world_get(&w, WORLD_CAROL, NULL);
    got[9] = world_get(&w, WORLD_CAROL, NULL);
    got[10] = world_get(&w, WORLD_BOB, &byoip);
    world_give(&w, WORLD_BOB, &got[2]);
    world_give(&w, WORLD_BOB, &got[6]);
    world_give(&w, WORLD_CAROL, &got[9]);
    cr_assert_eq(eip_admin_drain_cidr(w.engine, w.byoip_bob,
                                      world_cidr(WORLD_BYOIP_BOB_CIDR),
                                      EIP_DRAIN_START, NULL, NULL),
                 EIP_OK);
    world_give(&w, WORLD_BOB, &got[10]);
    subject_count = 0;
    add("absent", &got[0]);
    add("held", &got[1]);
    add("released", &got[2]);
    add("held in a local zone", &got[3]);
    add("a carrier's", &got[4]);
    add("held in a pool brought along", &got[5]);
    add("released to a pool brought along", &got[6]);
    add("a CoIP", &got[7]);
    add("Classic's", &got[8]);
    add("Classic's, released", &got[9]);
    add("withdrawn", &got[10]);
}

/* An error with the name that was given struck out. */
static eip_error without(const eip_error *error, const char *name) {
    eip_error plain = *error;
    char *at = strstr(plain.message, name);

    if (at != NULL) {
        size_t size = strlen(name);

        memmove(at, at + size, strlen(at + size) + 1);
        memset(plain.message + strlen(plain.message), 0,
               sizeof plain.message - strlen(plain.message));
    }
    return plain;
}

typedef eip_status (*question)(const struct subject *subject,
                               const char **name);

/* All subjects get what the absent one gets. */
static void expect_alike(question ask) {
    eip_error first;
    eip_status status;
    const char *name = "";

    furnish();
    w.error = eip_error_init();
    status = ask(&subjects[0], &name);
    cr_assert_neq(status, EIP_OK);
    first = without(&w.error, name);
    for (uint32_t i = 1; i < subject_count; i++) {
        eip_error other;

        w.error = eip_error_init();
        cr_assert_eq(ask(&subjects[i], &name), status, "%s: %s",
                     subjects[i].state, w.error.message);
        other = without(&w.error, name);
        cr_assert_eq(memcmp(&other, &first, sizeof first), 0, "%s: '%s' / '%s'",
                     subjects[i].state, other.message, first.message);
    }
}

static eip_status release(const eip_release_address_request *request) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_DAVE);

    return eip_release_address(w.engine, &caller, request, &w.error);
}

/* -- questions ------------------------------------------------------------- */

static eip_status release_by_number(const struct subject *subject,
                                    const char **name) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

    /* Classic addresses have no id; any will do. */
    request.allocation_id = subject->id == 0 ? 99 : subject->id;
    *name = world_id(request.allocation_id);
    return release(&request);
}

static eip_status release_by_text(const struct subject *subject,
                                  const char **name) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

    *name = world_id(subject->id == 0 ? 99 : subject->id);
    request.allocation_id_text = eip_text_of(*name);
    request.network_border_group = eip_text_of(WORLD_LOCAL);
    return release(&request);
}

static eip_status release_dry(const struct subject *subject,
                              const char **name) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

    request.flags = EIP_RELEASE_DRY_RUN;
    *name = world_id(subject->id == 0 ? 99 : subject->id);
    request.allocation_id_text = eip_text_of(*name);
    return release(&request);
}

static eip_status release_by_ip(const struct subject *subject,
                                const char **name) {
    eip_release_address_request request = EIP_RELEASE_ADDRESS_REQUEST_INIT;

    *name = world_ip(subject->ip);
    request.public_ip = eip_text_of(*name);
    return release(&request);
}

static eip_status release_many(const struct subject *subject,
                               const char **name) {
    eip_caller caller = EIP_CALLER_INIT(WORLD_DAVE);
    uint64_t id = subject->id == 0 ? 99 : subject->id;
    eip_status result = EIP_OK;

    *name = world_id(id);
    (void)!eip_release_many(w.engine, &caller, &id, eip_text_of(WORLD_REGION),
                            &result, 1, &w.error);
    return result;
}

static eip_status describe(const eip_text *id, const eip_text *ip) {
    eip_describe_addresses_request request =
        EIP_DESCRIBE_ADDRESSES_REQUEST_INIT;
    eip_address_list *list = NULL;
    eip_status status;

    request.allocation_ids = id;
    request.allocation_id_count = id != NULL;
    request.public_ips = ip;
    request.public_ip_count = ip != NULL;
    status = world_describe(&w, WORLD_DAVE, &request, &list);
    cr_assert_null(list);
    return status;
}

static eip_status describe_by_id(const struct subject *subject,
                                 const char **name) {
    eip_text text;

    *name = world_id(subject->id == 0 ? 99 : subject->id);
    text = eip_text_of(*name);
    return describe(&text, NULL);
}

static eip_status describe_by_ip(const struct subject *subject,
                                 const char **name) {
    eip_text text;

    *name = world_ip(subject->ip);
    text = eip_text_of(*name);
    return describe(NULL, &text);
}

static eip_status name_it(const struct subject *subject, const char **name) {
    eip_allocate_address_request request;

    *name = world_ip(subject->ip);
    request = world_request_named(*name);
    return world_allocate(&w, WORLD_DAVE, &request, NULL);
}

static eip_status name_it_in(const struct subject *subject, const char **name) {
    eip_allocate_address_request request;

    *name = world_ip(subject->ip);
    request = world_request_named(*name);
    request.network_border_group = eip_text_of(WORLD_REGION);
    return world_allocate(&w, WORLD_DAVE, &request, NULL);
}

static eip_status name_it_at_the_limit(const struct subject *subject,
                                       const char **name) {
    world_account(&w, WORLD_DAVE, 0, 0);
    return name_it(subject, name);
}

/* Alice may use the pool that she names, and nothing else. */
static eip_status name_it_with_a_pool(const struct subject *subject,
                                      const char **name) {
    eip_allocate_address_request request = world_request_from(w.ipam);

    *name = world_ip(subject->ip);
    request.address = eip_text_of(*name);
    return world_allocate(&w, WORLD_ALICE, &request, NULL);
}

Test(isolation, of_releases) {
    expect_alike(release_by_number);
}

Test(isolation, of_releases_by_text_and_group) {
    expect_alike(release_by_text);
}

Test(isolation, of_dry_releases) {
    expect_alike(release_dry);
}

Test(isolation, of_releases_by_ip) {
    expect_alike(release_by_ip);
}

Test(isolation, of_releases_in_batches) {
    expect_alike(release_many);
}

Test(isolation, of_descriptions_by_id) {
    expect_alike(describe_by_id);
}

Test(isolation, of_descriptions_by_ip) {
    expect_alike(describe_by_ip);
}

Test(isolation, of_named_addresses) {
    expect_alike(name_it);
}

Test(isolation, of_named_addresses_in_a_border_group) {
    expect_alike(name_it_in);
}

Test(isolation, of_named_addresses_at_the_quota) {
    expect_alike(name_it_at_the_limit);
}

Test(isolation, of_named_addresses_with_a_pool) {
    expect_alike(name_it_with_a_pool);
}

/* -- pools ----------------------------------------------------------------- */

/* An existing pool of another account, one of another kind, one deleted. */
static void expect_pools_alike(uint32_t kind, const char *absent) {
    eip_pool_ref gone = world_pool(&w, kind, WORLD_ALICE);
    const char *ids[3] = {absent, world_pool_id(gone), NULL};
    eip_error first = eip_error_init();

    cr_assert_eq(eip_admin_delete_pool(w.engine, gone, NULL), EIP_OK);
    ids[2] = world_pool_id(kind == EIP_POOL_PUBLIC_IPV4 ? w.byoip
                           : kind == EIP_POOL_IPAM      ? w.ipam
                                                        : w.coip);
    for (int i = 0; i < 3; i++) {
        eip_allocate_address_request request = world_request();
        eip_error error;

        if (kind == EIP_POOL_PUBLIC_IPV4) {
            request.public_ipv4_pool = eip_text_of(ids[i]);
        } else if (kind == EIP_POOL_IPAM) {
            request.ipam_pool_id = eip_text_of(ids[i]);
        } else {
            request.customer_owned_ipv4_pool = eip_text_of(ids[i]);
        }
        cr_assert_neq(world_allocate(&w, WORLD_DAVE, &request, NULL), EIP_OK);
        error = without(&w.error, ids[i]);
        first = i == 0 ? error : first;
        cr_assert_eq(memcmp(&error, &first, sizeof error), 0, "%s / %s",
                     error.message, first.message);
    }
}

Test(isolation, of_pools) {
    expect_pools_alike(EIP_POOL_PUBLIC_IPV4, "ipv4pool-ec2-00123456789abcdef");
    expect_pools_alike(EIP_POOL_IPAM, "ipam-pool-00123456789abcdef");
    expect_pools_alike(EIP_POOL_COIP, "ipv4pool-coip-00123456789abcdef");
}

Test(isolation, nothing_of_others_is_listed_or_changed) {
    char *before;
    char *after;

    furnish();
    before = world_picture(&w);
    for (uint32_t i = 0; i < subject_count; i++) {
        const char *name;

        (void)release_by_number(&subjects[i], &name);
        (void)release_by_ip(&subjects[i], &name);
        (void)name_it(&subjects[i], &name);
    }
    after = world_picture(&w);
    cr_assert_str_eq(after, before);
    cr_assert_eq(world_count(&w, WORLD_DAVE), 0);
    free(before);
    free(after);
}
