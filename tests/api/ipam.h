/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/** @file ipam.h  Calls on IPAM pools for the suites about them. Each starts
 *  with an empty error; a list of one that a call makes is read and freed. */
#ifndef EIP_TESTS_API_IPAM_H
#define EIP_TESTS_API_IPAM_H

#include "api/expect.h"

#define BROUGHT "203.0.113.0/24"

static inline const char *ipam_scope_id(struct world *w, uint64_t account) {
    static char text[EIP_IPAM_SCOPE_ID_TEXT_SIZE];
    uint64_t scope;

    if (eip_admin_ipam_default_scope(w->engine, account, &scope) != EIP_OK) {
        world_die("no default scope");
    }
    (void)eip_ipam_scope_id_format(scope, text);
    return text;
}

/** A pool that serves the Region, of the default scope. */
static inline eip_create_ipam_pool_request ipam_request(struct world *w,
                                                        uint64_t account) {
    eip_create_ipam_pool_request request = EIP_CREATE_IPAM_POOL_REQUEST_INIT;

    request.ipam_scope_id = eip_text_of(ipam_scope_id(w, account));
    request.address_family = eip_text_of("ipv4");
    request.locale = eip_text_of(WORLD_REGION);
    request.aws_service = eip_text_of("ec2");
    return request;
}

static inline eip_status
ipam_create(struct world *w, uint64_t account,
            const eip_create_ipam_pool_request *request, eip_pool_ref *pool) {
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_ipam_pool shown = EIP_IPAM_POOL_INIT;
    eip_ipam_pool_list *list = NULL;
    eip_status status;

    w->error = eip_error_init();
    status =
        eip_create_ipam_pool(w->engine, &caller, request, &list, &w->error);
    if (status == EIP_OK) {
        cr_assert_eq(eip_ipam_pool_list_at(list, 0, &shown), EIP_OK);
        *pool = shown.pool;
    }
    eip_ipam_pool_list_free(list);
    return status;
}

static inline eip_pool_ref ipam_make(struct world *w, uint64_t account,
                                     const char *source) {
    eip_create_ipam_pool_request request = ipam_request(w, account);
    eip_pool_ref pool = {0, 0, 0};

    request.source_ipam_pool_id = eip_text_of(source);
    cr_assert_eq(ipam_create(w, account, &request, &pool), EIP_OK, "%s",
                 w->error.message);
    return pool;
}

static inline eip_status
ipam_provision_by(struct world *w, uint64_t account,
                  const eip_provision_ipam_pool_cidr_request *request,
                  eip_ipam_pool_cidr *shown) {
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_ipam_pool_cidr_list *list = NULL;
    eip_status status;

    *shown = (eip_ipam_pool_cidr)EIP_IPAM_POOL_CIDR_INIT;
    w->error = eip_error_init();
    status = eip_provision_ipam_pool_cidr(w->engine, &caller, request, &list,
                                          &w->error);
    if (status == EIP_OK) {
        cr_assert_eq(eip_ipam_pool_cidr_list_at(list, 0, shown), EIP_OK);
    }
    eip_ipam_pool_cidr_list_free(list);
    return status;
}

/** By CIDR, brought with a good authorisation; or out of a source pool. */
static inline eip_status ipam_provision(struct world *w, uint64_t account,
                                        const char *pool, const char *cidr,
                                        bool is_brought) {
    eip_provision_ipam_pool_cidr_request request =
        EIP_PROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_cidr shown;
    char message[128];

    (void)snprintf(message, sizeof message,
                   "1|aws|%012llu|%s|20991231|SHA256|RSAPSS",
                   (unsigned long long)account, cidr);
    request.ipam_pool_id = eip_text_of(pool);
    request.cidr = eip_text_of(cidr);
    if (is_brought) {
        request.authorization_message = eip_text_of(message);
        request.authorization_signature = eip_text_of("c2ln");
    }
    return ipam_provision_by(w, account, &request, &shown);
}

/** A pool of Alice's that BROUGHT was brought to; its id's text. */
static inline eip_pool_ref ipam_make_top(struct world *w, char *id) {
    eip_pool_ref top = ipam_make(w, WORLD_ALICE, NULL);

    (void)eip_pool_id_format(top, id);
    cr_assert_eq(ipam_provision(w, WORLD_ALICE, id, BROUGHT, true), EIP_OK,
                 "%s", w->error.message);
    return top;
}

static inline eip_status ipam_deprovision(struct world *w, uint64_t account,
                                          const char *pool, const char *cidr) {
    eip_deprovision_ipam_pool_cidr_request request =
        EIP_DEPROVISION_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_ipam_pool_cidr_list *list = NULL;
    eip_status status;

    request.ipam_pool_id = eip_text_of(pool);
    request.cidr = eip_text_of(cidr);
    w->error = eip_error_init();
    status = eip_deprovision_ipam_pool_cidr(w->engine, &caller, &request, &list,
                                            &w->error);
    eip_ipam_pool_cidr_list_free(list);
    return status;
}

static inline eip_status ipam_delete(struct world *w, uint64_t account,
                                     const char *pool, uint32_t flags) {
    eip_delete_ipam_pool_request request = EIP_DELETE_IPAM_POOL_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_ipam_pool_list *list = NULL;
    eip_status status;

    request.flags = flags;
    request.ipam_pool_id = eip_text_of(pool);
    w->error = eip_error_init();
    status =
        eip_delete_ipam_pool(w->engine, &caller, &request, &list, &w->error);
    eip_ipam_pool_list_free(list);
    return status;
}

static inline eip_status
ipam_allocate_by(struct world *w, uint64_t account,
                 const eip_allocate_ipam_pool_cidr_request *request,
                 eip_ipam_pool_allocation *shown) {
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_ipam_pool_allocation_list *list = NULL;
    eip_status status;

    *shown = (eip_ipam_pool_allocation)EIP_IPAM_POOL_ALLOCATION_INIT;
    w->error = eip_error_init();
    status = eip_allocate_ipam_pool_cidr(w->engine, &caller, request, &list,
                                         &w->error);
    if (status == EIP_OK) {
        cr_assert_eq(eip_ipam_pool_allocation_list_at(list, 0, shown), EIP_OK);
    }
    eip_ipam_pool_allocation_list_free(list);
    return status;
}

/** Of so many bits; its text, or the status's name. */
static inline const char *ipam_take(struct world *w, uint64_t account,
                                    const char *pool, int32_t bits,
                                    eip_ipam_id *id) {
    static char text[EIP_CIDR_TEXT_SIZE];
    eip_allocate_ipam_pool_cidr_request request =
        EIP_ALLOCATE_IPAM_POOL_CIDR_REQUEST_INIT;
    eip_ipam_pool_allocation shown;
    eip_status status;

    request.flags = EIP_IPAM_NETMASK;
    request.ipam_pool_id = eip_text_of(pool);
    request.netmask_length = bits;
    status = ipam_allocate_by(w, account, &request, &shown);
    if (status != EIP_OK) {
        return eip_status_name(status);
    }
    *id = shown.id;
    (void)eip_cidr_format(shown.cidr, text);
    return text;
}

static inline eip_status ipam_release(struct world *w, uint64_t account,
                                      const char *pool, const char *cidr,
                                      eip_ipam_id id) {
    eip_release_ipam_pool_allocation_request request =
        EIP_RELEASE_IPAM_POOL_ALLOCATION_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    char text[EIP_IPAM_ID_TEXT_SIZE];

    (void)eip_ipam_allocation_id_format(id, text);
    request.ipam_pool_id = eip_text_of(pool);
    request.cidr = eip_text_of(cidr);
    request.ipam_pool_allocation_id = eip_text_of(text);
    w->error = eip_error_init();
    return eip_release_ipam_pool_allocation(w->engine, &caller, &request,
                                            &w->error);
}

/** "type cidr owner; ..." of a pool's allocations, or the status's name. */
static inline const char *ipam_allocations(struct world *w, uint64_t account,
                                           const char *pool) {
    static char text[1024];
    eip_get_ipam_pool_allocations_request request =
        EIP_GET_IPAM_POOL_ALLOCATIONS_REQUEST_INIT;
    eip_caller caller = EIP_CALLER_INIT(account);
    eip_ipam_pool_allocation_list *list = NULL;
    eip_status status;
    size_t used = 0;

    request.ipam_pool_id = eip_text_of(pool);
    w->error = eip_error_init();
    status = eip_get_ipam_pool_allocations(w->engine, &caller, &request, &list,
                                           &w->error);
    if (status != EIP_OK) {
        return eip_status_name(status);
    }
    text[0] = '\0';
    for (uint64_t i = 0; i < eip_ipam_pool_allocation_list_count(list); i++) {
        eip_ipam_pool_allocation shown = EIP_IPAM_POOL_ALLOCATION_INIT;
        char cidr[EIP_CIDR_TEXT_SIZE];

        cr_assert_eq(eip_ipam_pool_allocation_list_at(list, i, &shown), EIP_OK);
        (void)eip_cidr_format(shown.cidr, cidr);
        used += (size_t)snprintf(
            text + used, sizeof text - used, "%.*s %s %llu;",
            (int)shown.resource_type.size, shown.resource_type.data, cidr,
            (unsigned long long)(shown.resource_owner / 111111111111));
    }
    eip_ipam_pool_allocation_list_free(list);
    return text;
}

#endif
