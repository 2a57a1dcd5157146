/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* MoveByoipCidrToIpam: the range becomes a CIDR of the IPAM pool, and its pool
 * an allocation of all of it. No word is touched. */
#include "eip/ipam.h"
#include "ops/byoip.h"
#include "ops/ipam_space.h"
#include "ops/public_pool_ipam.h"

/** One, under way. */
struct move {
    struct eip__call *call;
    const eip_move_byoip_cidr_to_ipam_request *request;
    eip_cidr cidr;
    struct eip__byoip *byoip;
    struct eip__pool *to;
    /* made before anything changes */
    struct eip__ipam_cidr *entry;
    struct eip__ipam_allocation *allocation;
    struct eip__results *list;
};

/* -- checks ---------------------------------------------------------------------------------- */

static eip_status check_syntax(struct move *move, uint64_t *owner) {
    const eip_move_byoip_cidr_to_ipam_request *request = move->request;
    struct eip__call *call = move->call;
    struct eip__quoted quoted;
    eip_status status = eip__books_require(call, "Cidr", request->cidr);

    if (status == EIP_OK) {
        status = eip__books_require(call, "IpamPoolId", request->ipam_pool_id);
    }
    if (status == EIP_OK) {
        status =
            eip__books_require(call, "IpamPoolOwner", request->ipam_pool_owner);
    }
    if (status == EIP_OK) {
        status = eip__byoip_cidr(call, request->cidr, &move->cidr);
    }
    if (status != EIP_OK) {
        return status;
    }
    return eip_account_parse(request->ipam_pool_owner, owner) == EIP_OK
               ? EIP_OK
               : eip__fail(call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                           "IpamPoolOwner",
                           "Value (%s) for parameter ipamPoolOwner is invalid",
                           eip__quote(&quoted, request->ipam_pool_owner));
}

/* A pool that is not that account's is none. */
static eip_status find_pool(struct move *move, uint64_t owner) {
    eip_text id = move->request->ipam_pool_id;
    eip_status status = eip__ipam_pool(move->call, "IpamPoolId", id, &move->to);

    return status == EIP_OK && move->to->owner != owner
               ? eip__call_fail_ipam_pool(move->call, "IpamPoolId", id)
               : status;
}

static eip_status check_state(struct move *move) {
    struct eip__call *call = move->call;
    const struct eip__byoip *byoip = move->byoip;

    return byoip->pool != NULL && byoip->deed != EIP__BYOIP_MOVED &&
                   !eip__byoip_is_pending(byoip, eip__byoip_now(call))
               ? EIP_OK
               : eip__byoip_fail_state(call, move->cidr);
}

static eip_status fail_pool(struct move *move, const char *why) {
    struct eip__quoted quoted;

    return eip__fail(move->call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                     "IpamPoolId",
                     "invalid value for parameter IpamPoolId: %s: %s",
                     eip__quote(&quoted, move->request->ipam_pool_id), why);
}

static eip_status check_pool(struct move *move) {
    const struct eip__ipam *ipam = move->to->ipam;

    if (ipam->source != NULL) {
        return fail_pool(move, "it is not a top-level pool");
    }
    if ((ipam->flags & EIP__IPAM_PRIVATE) != 0 ||
        (ipam->flags & EIP__IPAM_AMAZON) != 0) {
        return fail_pool(move, "it is not a public one for BYOIP");
    }
    if (ipam->locale != move->byoip->group) {
        return fail_pool(move, "the pool has another locale");
    }
    return eip__ipam_count_cidrs(ipam) < EIP_IPAM_CIDRS_MAX
               ? EIP_OK
               : eip__fail(move->call->error, EIP_ERR_RESOURCE_LIMIT_EXCEEDED,
                           "IpamPoolId",
                           "The number of CIDRs of the pool has reached the "
                           "maximum allowed limit.");
}

static eip_status check(struct move *move) {
    uint64_t owner = 0;
    eip_status status = check_syntax(move, &owner);

    if (status == EIP_OK) {
        status = eip__byoip_find(move->call, move->cidr, &move->byoip);
    }
    if (status == EIP_OK) {
        status = find_pool(move, owner);
    }
    if (status == EIP_OK) {
        status = check_state(move);
    }
    return status == EIP_OK ? check_pool(move) : status;
}

/* -- moving it ---------------------------------------------------------------------------------- */

static struct eip__ipam_cidr *new_entry(struct move *move) {
    struct eip__ipam_cidr *entry =
        eip__host_allocate_zeroed(&move->call->engine->host, sizeof *entry);

    if (entry != NULL) {
        entry->cidr = move->cidr;
        entry->number = eip__ipam_number(&move->call->engine->catalog.ipam);
        entry->deed = EIP__IPAM_PROVISIONED;
        entry->deed_ms = eip__byoip_now(move->call).now_ms;
        entry->top = true;
    }
    return entry;
}

static eip_status answer(struct move *move) {
    struct eip__byoip then = *move->byoip;

    then.deed = EIP__BYOIP_MOVED;
    then.ipam_pool = move->to->ref;
    return eip__byoip_list(move->call, &then, &move->list);
}

static void drop(struct move *move) {
    struct eip__host *host = &move->call->engine->host;

    eip__results_free(move->list);
    move->list = NULL;
    if (move->allocation != NULL) {
        eip__ipam_allocation_free(host, move->allocation);
    }
    eip__host_release(host, move->entry, sizeof *move->entry);
}

/* The two entries, of which the first is taken back if there is no memory for
 * the second. */
static bool enter(struct move *move) {
    struct eip__ipam_books *books = &move->call->engine->catalog.ipam;

    if (!eip__ipam_enter(books, move->allocation)) {
        return false;
    }
    if (eip__ipam_enter_cidr(books, move->to->ipam, move->entry)) {
        return true;
    }
    eip__ipam_remove(books, &move->call->engine->host, move->allocation);
    move->allocation = NULL;
    return false;
}

static eip_status carry_out(struct move *move) {
    eip_status status = check(move);

    if (status == EIP_OK && (move->request->flags & EIP_BYOIP_DRY_RUN) != 0) {
        status = eip__call_fail(move->call, EIP_ERR_DRY_RUN);
    }
    if (status == EIP_OK) {
        status = answer(move);
    }
    if (status != EIP_OK) {
        return status;
    }
    move->entry = new_entry(move);
    move->allocation = eip__public_new_allocation(
        move->call, move->to, move->byoip->pool, move->cidr);
    if (move->entry == NULL || move->allocation == NULL || !enter(move)) {
        drop(move);
        return eip__call_fail(move->call, EIP_ERR_OUT_OF_MEMORY);
    }
    move->byoip->deed = EIP__BYOIP_MOVED;
    move->byoip->deed_ms = move->entry->deed_ms;
    move->byoip->ipam_pool = move->to->ref;
    eip__byoip_discount(&move->call->engine->catalog.byoips, move->byoip);
    return EIP_OK;
}

eip_status
eip_move_byoip_cidr_to_ipam(eip_engine *engine, const eip_caller *caller,
                            const eip_move_byoip_cidr_to_ipam_request *request,
                            eip_byoip_cidr_list **cidr, eip_error *error) {
    eip_move_byoip_cidr_to_ipam_request own;
    struct eip__call call;
    struct move move = {.call = &call, .request = &own};
    eip_status status;

    if (cidr == NULL) {
        return eip__fail(error, EIP_ERR_NULL, "cidr", NULL);
    }
    status = eip__struct_in(&own, sizeof own, sizeof own, request);
    if (status == EIP_OK && ((own.flags & ~(uint32_t)EIP_BYOIP_DRY_RUN) != 0 ||
                             !eip__text_is_formed(own.cidr) ||
                             !eip__text_is_formed(own.ipam_pool_id) ||
                             !eip__text_is_formed(own.ipam_pool_owner))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    if (status != EIP_OK) {
        return eip__fail(error, status, "request", NULL);
    }
    status = eip__books_begin(&call, engine, caller, "ec2:MoveByoipCidrToIpam",
                              own.cidr, error);
    if (status == EIP_OK) {
        status = eip__books_end(&call, carry_out(&move), &move.list);
    }
    if (status == EIP_OK) {
        *cidr = (eip_byoip_cidr_list *)move.list;
    }
    return status;
}
