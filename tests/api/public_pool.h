/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file public_pool.h  Calls on public IPv4 pools and brought ranges, for the
 *  suites about them. Each starts with an empty error. */
#ifndef EIP_TESTS_API_PUBLIC_POOL_H
#define EIP_TESTS_API_PUBLIC_POOL_H

#include "api/expect.h"

/* -- pools ----------------------------------------------------------------- */

static inline eip_status
pool_create(struct world *w, uint64_t account,
            const eip_create_public_ipv4_pool_request *request,
            eip_pool_ref *pool) {
    eip_caller caller = EIP_CALLER_INIT(account);

    w->error = eip_error_init();
    return eip_create_public_ipv4_pool(w->engine, &caller, request, pool,
                                       &w->error);
}

/** A new pool without addresses or tags; must succeed. */
static inline eip_pool_ref pool_make(struct world *w, uint64_t account) {
    eip_pool_ref pool = {0, 0, 0};

    cr_assert_eq(pool_create(w, account, NULL, &pool), EIP_OK);
    return pool;
}

static inline eip_status pool_delete_in(struct world *w, uint64_t account,
                                        const char *id, const char *group,
                                        uint32_t flags) {
    eip_delete_public_ipv4_pool_request request =
        EIP_DELETE_PUBLIC_IPV4_POOL_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);

    request.flags = flags;
    request.pool_id = eip_text_of(id);
    request.network_border_group = eip_text_of(group);
    w->error = eip_error_init();
    return eip_delete_public_ipv4_pool(w->engine, &caller, &request, &w->error);
}

static inline eip_status pool_delete(struct world *w, uint64_t account,
                                     eip_pool_ref pool) {
    return pool_delete_in(w, account, world_pool_id(pool), NULL, 0);
}

static inline eip_status pool_cut_raw(struct world *w, uint64_t account,
                                      const char *id, const char *cidr,
                                      uint32_t flags) {
    eip_deprovision_public_ipv4_pool_cidr_request request =
        EIP_DEPROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_deprovision_public_ipv4_pool_cidr_response response =
        EIP_DEPROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_status status;

    request.flags = flags;
    request.pool_id = eip_text_of(id);
    request.cidr = eip_text_of(cidr);
    w->error = eip_error_init();
    status = eip_deprovision_public_ipv4_pool_cidr(w->engine, &caller, &request,
                                                   &response, &w->error);
    if (status == EIP_OK) {
        eip_cidr wanted = world_cidr(cidr);

        cr_assert_str_eq(world_pool_id(response.pool), id);
        cr_assert_eq(response.deprovisioned_addresses.base, wanted.base);
        cr_assert_eq(response.deprovisioned_addresses.prefix_bits,
                     wanted.prefix_bits);
    }
    return status;
}

/** DeprovisionPublicIpv4PoolCidr. */
static inline eip_status pool_cut(struct world *w, uint64_t account,
                                  eip_pool_ref pool, const char *cidr) {
    return pool_cut_raw(w, account, world_pool_id(pool), cidr, 0);
}

/** ProvisionPublicIpv4PoolCidr; what it answers is as much as was asked for. */
static inline eip_status pool_provision_in(struct world *w, uint64_t account,
                                           const char *ipam, const char *id,
                                           int32_t bits, uint32_t flags,
                                           const char *group) {
    eip_provision_public_ipv4_pool_cidr_request request =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_REQUEST_INIT;
    eip_provision_public_ipv4_pool_cidr_response response =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_status status;

    request.flags = flags | EIP_PUBLIC_POOL_NETMASK_LENGTH;
    request.ipam_pool_id = eip_text_of(ipam);
    request.pool_id = eip_text_of(id);
    request.netmask_length = bits;
    request.network_border_group = eip_text_of(group);
    w->error = eip_error_init();
    status = eip_provision_public_ipv4_pool_cidr(w->engine, &caller, &request,
                                                 &response, &w->error);
    if (status == EIP_OK) {
        cr_assert_str_eq(world_pool_id(response.pool), id);
        cr_assert_eq(response.pool_address_range.address_count,
                     1u << (32 - bits));
        cr_assert_eq(response.pool_address_range.available_address_count,
                     1u << (32 - bits));
        cr_assert_eq(response.pool_address_range.last_address -
                         response.pool_address_range.first_address + 1,
                     1u << (32 - bits));
    }
    return status;
}

static inline eip_status
pool_describe(struct world *w, uint64_t account,
              const eip_describe_public_ipv4_pools_request *request,
              eip_public_pool_list **list) {
    eip_caller caller = EIP_CALLER_INIT(account);

    w->error = eip_error_init();
    return eip_describe_public_ipv4_pools(w->engine, &caller, request, list,
                                          &w->error);
}

static inline eip_public_pool pool_at(const eip_public_pool_list *list,
                                      uint64_t index) {
    eip_public_pool pool = EIP_PUBLIC_POOL_INIT;

    cr_assert_eq(eip_public_pool_list_at(list, index, &pool), EIP_OK);
    return pool;
}

/** One pool's list; must succeed, end it. */
static inline eip_public_pool_list *pool_show(struct world *w, uint64_t account,
                                              eip_pool_ref pool) {
    eip_describe_public_ipv4_pools_request request =
        EIP_DESCRIBE_PUBLIC_IPV4_POOLS_REQUEST_INIT;
    eip_text id = eip_text_of(world_pool_id(pool));
    eip_public_pool_list *list = NULL;

    request.pool_ids = &id;
    request.pool_id_count = 1;
    cr_assert_eq(pool_describe(w, account, &request, &list), EIP_OK, "%s",
                 w->error.message);
    cr_assert_eq(eip_public_pool_list_count(list), 1);
    return list;
}

/** Its ranges: "first-last available/count" of each, by commas. */
static inline const char *pool_ranges(struct world *w, uint64_t account,
                                      eip_pool_ref pool) {
    static char text[1024];
    eip_public_pool_list *list = pool_show(w, account, pool);
    eip_public_pool shown = pool_at(list, 0);
    uint64_t count = 0;
    uint64_t available = 0;
    size_t used = 0;

    text[0] = '\0';
    for (uint32_t i = 0; i < shown.pool_address_range_count; i++) {
        const eip_public_pool_range *range = &shown.pool_address_ranges[i];

        used += (size_t)snprintf(
            text + used, sizeof text - used, "%s%s-%s %u/%u",
            i == 0 ? "" : ", ", world_ip(range->first_address),
            world_ip(range->last_address), range->available_address_count,
            range->address_count);
        count += range->address_count;
        available += range->available_address_count;
        cr_assert_eq(range->last_address - range->first_address + 1,
                     range->address_count);
    }
    cr_assert_eq(shown.total_address_count, count);
    cr_assert_eq(shown.total_available_address_count, available);
    eip_public_pool_list_free(list);
    return text;
}

/* -- brought ranges ----------------------------------------------------------- */

/** A request that is right: by this account, of this CIDR. The message lies in
 *  one of some buffers that are used in turn. */
static inline eip_provision_byoip_cidr_request byoip_request(uint64_t account,
                                                             const char *cidr) {
    static char messages[8][128];
    static uint32_t next;
    eip_provision_byoip_cidr_request request =
        EIP_PROVISION_BYOIP_CIDR_REQUEST_INIT;
    char *message = messages[next++ % COUNT(messages)];

    (void)snprintf(message, sizeof messages[0],
                   "1|aws|%012llu|%s|20301231|SHA256|RSAPSS",
                   (unsigned long long)account, cidr);
    request.cidr = eip_text_of(cidr);
    request.authorization_message = eip_text_of(message);
    request.authorization_signature = eip_text_of("c2lnbmVk-_~");
    return request;
}

static inline eip_status
byoip_provision(struct world *w, uint64_t account,
                const eip_provision_byoip_cidr_request *request,
                eip_byoip_cidr_list **list) {
    eip_caller caller = EIP_CALLER_INIT(account);

    w->error = eip_error_init();
    return eip_provision_byoip_cidr(w->engine, &caller, request, list,
                                    &w->error);
}

static inline eip_byoip_cidr byoip_at(const eip_byoip_cidr_list *list,
                                      uint64_t index) {
    eip_byoip_cidr cidr = EIP_BYOIP_CIDR_INIT;

    cr_assert_eq(eip_byoip_cidr_list_at(list, index, &cidr), EIP_OK);
    return cidr;
}

/** Bring a range; only the status is wanted. */
static inline eip_status byoip_bring(struct world *w, uint64_t account,
                                     const char *cidr) {
    eip_provision_byoip_cidr_request request = byoip_request(account, cidr);
    eip_byoip_cidr_list *list = NULL;
    eip_status status = byoip_provision(w, account, &request, &list);

    eip_byoip_cidr_list_free(list);
    return status;
}

typedef eip_status (*byoip_operation)(eip_engine *engine,
                                      const eip_caller *caller,
                                      const eip_byoip_cidr_request *request,
                                      eip_byoip_cidr_list **cidr,
                                      eip_error *error);

/** One of the operations on a range that is there. `state`, if not NULL: what
 *  it must answer. */
static inline eip_status byoip_do(struct world *w, uint64_t account,
                                  byoip_operation operation, const char *cidr,
                                  const char *state) {
    eip_byoip_cidr_request request = EIP_BYOIP_CIDR_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_byoip_cidr_list *list = NULL;
    eip_status status;

    request.cidr = eip_text_of(cidr);
    w->error = eip_error_init();
    status = operation(w->engine, &caller, &request, &list, &w->error);
    if (status == EIP_OK) {
        cr_assert_eq(eip_byoip_cidr_list_count(list), 1);
        cr_assert_null(eip_byoip_cidr_list_next_token(list).data);
        if (state != NULL) {
            cr_assert(is_text(byoip_at(list, 0).state, state));
        }
    }
    eip_byoip_cidr_list_free(list);
    return status;
}

/** MoveByoipCidrToIpam. */
static inline eip_status byoip_move_in(struct world *w, uint64_t account,
                                       const char *cidr, const char *ipam,
                                       const char *owner, uint32_t flags) {
    eip_move_byoip_cidr_to_ipam_request request =
        EIP_MOVE_BYOIP_CIDR_TO_IPAM_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_byoip_cidr_list *list = NULL;
    eip_status status;

    request.flags = flags;
    request.cidr = eip_text_of(cidr);
    request.ipam_pool_id = eip_text_of(ipam);
    request.ipam_pool_owner = eip_text_of(owner);
    w->error = eip_error_init();
    status = eip_move_byoip_cidr_to_ipam(w->engine, &caller, &request, &list,
                                         &w->error);
    if (status == EIP_OK) {
        cr_assert(is_text(byoip_at(list, 0).state, "pending-transfer"));
        cr_assert_str_eq(world_pool_id(byoip_at(list, 0).ipam_pool), ipam);
    }
    eip_byoip_cidr_list_free(list);
    return status;
}

static inline eip_status byoip_describe(struct world *w, uint64_t account,
                                        int32_t most, eip_text token,
                                        eip_byoip_cidr_list **list) {
    eip_describe_byoip_cidrs_request request =
        EIP_DESCRIBE_BYOIP_CIDRS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);

    request.flags = EIP_BYOIP_MAX_RESULTS;
    request.max_results = most;
    request.next_token = token;
    w->error = eip_error_init();
    return eip_describe_byoip_cidrs(w->engine, &caller, &request, list,
                                    &w->error);
}

/** "cidr state", by commas, of all of an account's. */
static inline const char *byoip_states(struct world *w, uint64_t account) {
    static char text[1024];
    eip_byoip_cidr_list *list = NULL;
    size_t used = 0;

    text[0] = '\0';
    cr_assert_eq(byoip_describe(w, account, 100, (eip_text){NULL, 0, 0}, &list),
                 EIP_OK);
    for (uint64_t i = 0; i < eip_byoip_cidr_list_count(list); i++) {
        eip_byoip_cidr shown = byoip_at(list, i);
        char cidr[EIP_CIDR_TEXT_SIZE];

        (void)eip_cidr_format(shown.cidr, cidr);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s %.*s",
                                 i == 0 ? "" : ", ", cidr,
                                 (int)shown.state.size, shown.state.data);
    }
    eip_byoip_cidr_list_free(list);
    return text;
}

/** The pool of the range at an index. */
static inline eip_pool_ref byoip_pool(struct world *w, uint64_t account,
                                      uint64_t index) {
    eip_byoip_cidr_list *list = NULL;
    eip_pool_ref pool;

    cr_assert_eq(byoip_describe(w, account, 100, (eip_text){NULL, 0, 0}, &list),
                 EIP_OK);
    pool = byoip_at(list, index).pool;
    eip_byoip_cidr_list_free(list);
    return pool;
}

#endif
