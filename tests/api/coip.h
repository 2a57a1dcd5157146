/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file coip.h  Calls on CoIP pools, for the suites about them. */
#ifndef EIP_TESTS_API_COIP_H
#define EIP_TESTS_API_COIP_H

#include "api/expect.h"

#define ROUTE_TABLE "lgw-rtb-0123456789abcdef0"

/** Leaves the error as it is; the others start with an empty one. */
static inline eip_status
coip_create_raw(struct world *w, uint64_t account,
                const eip_create_coip_pool_request *request,
                eip_coip_pool_list **list) {
    eip_caller caller = EIP_CALLER_INIT(account);

    return eip_create_coip_pool(w->engine, &caller, request, list, &w->error);
}

static inline eip_status
coip_create(struct world *w, uint64_t account,
            const eip_create_coip_pool_request *request,
            eip_coip_pool_list **list) {
    w->error = eip_error_init();
    return coip_create_raw(w, account, request, list);
}

static inline eip_coip_pool coip_at(const eip_coip_pool_list *list,
                                    uint64_t index) {
    eip_coip_pool pool = EIP_COIP_POOL_INIT;

    cr_assert_eq(eip_coip_pool_list_at(list, index, &pool), EIP_OK);
    return pool;
}

/** A new pool without blocks or tags; must succeed. */
static inline eip_pool_ref coip_make(struct world *w, uint64_t account) {
    eip_create_coip_pool_request request = EIP_CREATE_COIP_POOL_REQUEST_INIT;
    eip_coip_pool_list *list = NULL;
    eip_pool_ref pool;

    request.local_gateway_route_table_id = eip_text_of(ROUTE_TABLE);
    cr_assert_eq(coip_create(w, account, &request, &list), EIP_OK);
    pool = coip_at(list, 0).pool;
    eip_coip_pool_list_free(list);
    return pool;
}

static inline eip_status coip_delete(struct world *w, uint64_t account,
                                     eip_pool_ref pool,
                                     eip_coip_pool_list **list) {
    eip_delete_coip_pool_request request = EIP_DELETE_COIP_POOL_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);

    request.coip_pool_id = eip_text_of(world_pool_id(pool));
    return eip_delete_coip_pool(w->engine, &caller, &request, list, &w->error);
}

static inline eip_coip_cidr_request coip_block(eip_pool_ref pool,
                                               const char *cidr) {
    eip_coip_cidr_request request = EIP_COIP_CIDR_REQUEST_INIT;

    request.cidr = eip_text_of(cidr);
    request.coip_pool_id = eip_text_of(world_pool_id(pool));
    return request;
}

static inline eip_status coip_block_raw(struct world *w, uint64_t account,
                                        const eip_coip_cidr_request *request,
                                        bool create) {
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_coip_cidr cidr = EIP_COIP_CIDR_INIT;

    return create ? eip_create_coip_cidr(w->engine, &caller, request, &cidr,
                                         &w->error)
                  : eip_delete_coip_cidr(w->engine, &caller, request, &cidr,
                                         &w->error);
}

static inline eip_status coip_add(struct world *w, uint64_t account,
                                  eip_pool_ref pool, const char *cidr) {
    eip_coip_cidr_request request = coip_block(pool, cidr);

    return coip_block_raw(w, account, &request, true);
}

static inline eip_status coip_remove(struct world *w, uint64_t account,
                                     eip_pool_ref pool, const char *cidr) {
    eip_coip_cidr_request request = coip_block(pool, cidr);

    return coip_block_raw(w, account, &request, false);
}

#endif
