/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* Administration of IPAM's scopes and of Amazon's contiguous space. */
#include "eip/ipam_admin.h"

#include "ops/admin.h"
#include "ops/byoip.h"

eip_status eip_admin_ipam_default_scope(const eip_engine *engine,
                                        uint64_t account, uint64_t *scope) {
    if (engine == NULL || scope == NULL) {
        return EIP_ERR_NULL;
    }
    if (account > EIP__ACCOUNT_NUMBER_MAX) {
        return EIP_ERR_ARGUMENT;
    }
    *scope = eip__ipam_default_scope(&engine->catalog.ipam, account);
    return EIP_OK;
}

static eip_status create_scope(struct eip__call *call, uint64_t account,
                               bool is_private, uint64_t *scope) {
    struct eip__ipam_books *books = &call->engine->catalog.ipam;
    eip_status status;

    if (eip__ipam_count_scopes(books, account) + 1 >= EIP_IPAM_SCOPES_MAX) {
        return eip__fail(call->error, EIP_ERR_RESOURCE_LIMIT_EXCEEDED,
                         "account",
                         "The number of scopes has reached the maximum of %d",
                         EIP_IPAM_SCOPES_MAX);
    }
    status = eip__ipam_add_scope(books, &call->engine->host, account,
                                 is_private, scope);
    return status == EIP_OK ? EIP_OK : eip__call_fail(call, status);
}

eip_status eip_admin_create_ipam_scope(eip_engine *engine, uint64_t account,
                                       uint32_t is_private, uint64_t *scope,
                                       eip_error *error) {
    struct eip__call call;
    eip_status status = eip__admin_account(account, error);

    if (status == EIP_OK && scope == NULL) {
        status = eip__fail(error, EIP_ERR_NULL, "scope", NULL);
    }
    if (status == EIP_OK) {
        status = eip__admin_begin(&call, engine, error);
    }
    return status == EIP_OK
               ? eip__admin_end(&call, create_scope(&call, account,
                                                    is_private != 0, scope))
               : status;
}

static eip_status add_contiguous(struct eip__call *call, eip_text name,
                                 eip_cidr cidr) {
    struct eip__catalog *catalog = &call->engine->catalog;
    struct eip__group *group = eip__text_is_given(name)
                                   ? eip__topology_group(call->topology, name)
                                   : call->topology->region;
    struct eip__quoted quoted;
    char text[EIP_CIDR_TEXT_SIZE];
    eip_status status;

    if (group == NULL) {
        return eip__fail(call->error, EIP_ERR_BORDER_GROUP_NOT_FOUND,
                         "NetworkBorderGroup",
                         "The network border group '%s' does not exist",
                         eip__quote(&quoted, name));
    }
    if (eip__byoip_overlaps(&catalog->byoips, &call->engine->host, cidr,
                            eip__byoip_now(call)) ||
        eip__catalog_overlap(catalog, call->topology->amazon, cidr) != NULL ||
        eip__ipam_reserves(&catalog->ipam, cidr)) {
        (void)eip_cidr_format(cidr, text);
        return eip__fail(call->error, EIP_ERR_CIDR_CONFLICT, "Cidr",
                         "The CIDR %s overlaps a range that is provisioned",
                         text);
    }
    status =
        eip__ipam_add_block(&catalog->ipam, &call->engine->host, cidr, group);
    return status == EIP_OK ? EIP_OK : eip__call_fail(call, status);
}

eip_status eip_admin_add_contiguous_cidr(eip_engine *engine,
                                         eip_text border_group, eip_cidr cidr,
                                         eip_error *error) {
    struct eip__call call;
    eip_status status;

    if (!eip__text_is_formed(border_group)) {
        return eip__fail(error, EIP_ERR_STRUCT_VERSION, "border_group", NULL);
    }
    if (!eip_cidr_is_valid(cidr) || cidr.prefix_bits < 8) {
        char text[EIP_IPV4_TEXT_SIZE];

        (void)eip_ipv4_format(cidr.base, text);
        return eip__fail(error, EIP_ERR_CIDR_MALFORMED, "Cidr",
                         "Value (%s/%u) for parameter cidr is invalid. A block "
                         "is /8 to /32 and has no host bits",
                         text, cidr.prefix_bits);
    }
    status = eip__admin_begin(&call, engine, error);
    return status == EIP_OK
               ? eip__admin_end(&call,
                                add_contiguous(&call, border_group, cidr))
               : status;
}
