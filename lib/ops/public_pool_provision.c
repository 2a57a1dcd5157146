/* SPDX-FileCopyrightText: 2026 The libeip authors
 * SPDX-License-Identifier: Apache-2.0 */
/* ProvisionPublicIpv4PoolCidr. */
#include "base/hash.h"
#include "ops/ipam_space.h"
#include "ops/public_pool_ipam.h"

enum { NETMASK_MIN = 24, NETMASK_MAX = 32 };

typedef eip_provision_public_ipv4_pool_cidr_request provision_request;
typedef eip_provision_public_ipv4_pool_cidr_response provision_response;

/** One, under way. */
struct provision {
    struct eip__call *call;
    const provision_request *request;
    struct eip__pool *pool;
    struct eip__pool *from; /* the IPAM pool */
    struct eip__part *part; /* of it, with the CIDR */
    eip_cidr cidr;
};

/* -- checks ---------------------------------------------------------------------------------- */

static eip_status check_required(struct provision *p) {
    const provision_request *request = p->request;
    eip_status status =
        eip__books_require(p->call, "IpamPoolId", request->ipam_pool_id);

    if (status == EIP_OK) {
        status = eip__books_require(p->call, "PoolId", request->pool_id);
    }
    if (status == EIP_OK &&
        (request->flags & EIP_PUBLIC_POOL_NETMASK_LENGTH) == 0) {
        status = eip__call_need(p->call, "NetmaskLength");
    }
    return status;
}

static eip_status fail_netmask(struct provision *p, int32_t least,
                               int32_t most) {
    return eip__fail(p->call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                     "NetmaskLength",
                     "Value (%d) for parameter netmaskLength is invalid. It is "
                     "%d to %d",
                     p->request->netmask_length, least, most);
}

static eip_status check_netmask(struct provision *p, int32_t least,
                                int32_t most) {
    return p->request->netmask_length >= least &&
                   p->request->netmask_length <= most
               ? EIP_OK
               : fail_netmask(p, least, most);
}

static eip_status fail_ipam(struct provision *p, const char *why) {
    struct eip__quoted quoted;

    return eip__fail(p->call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                     "IpamPoolId",
                     "invalid value for parameter IpamPoolId: %s: %s",
                     eip__quote(&quoted, p->request->ipam_pool_id), why);
}

/* AllocationResourceTags: the public pool must have them all. */
static eip_status check_tags(struct provision *p) {
    const struct eip__tagset *wanted =
        eip__pointer(eip__hint(&p->from->ipam->resource_tags));
    const struct eip__tagset *has = eip__pointer(eip__hint(&p->pool->tags));

    for (uint32_t i = 0; wanted != NULL && i < wanted->count; i++) {
        eip_text key;
        eip_text value;
        eip_text own;

        eip__tagset_at(wanted, i, &key, &value);
        if (!eip__tagset_find(has, key, &own) ||
            !eip__text_is_same(own, value)) {
            return eip__fail(p->call->error, EIP_ERR_INVALID_PARAMETER_VALUE,
                             "PoolId",
                             "The resource is missing one or more of the "
                             "resource tags required by the IPAM pool.");
        }
    }
    return EIP_OK;
}

static eip_status check_ipam(struct provision *p) {
    const struct eip__ipam *ipam = p->from->ipam;
    const struct eip__space *space = eip__pointer(eip__hint(&p->from->space));
    const struct eip__group *locale = ipam->locale;

    if (!ipam->serves) {
        return fail_ipam(p, "the pool is not a public one for EC2");
    }
    if (space != NULL && space->range_count != 0) {
        locale = space->group;
    }
    if (locale != eip__public_group(p->call, p->pool)) {
        return fail_ipam(p, "the pool has another locale");
    }
    return check_netmask(
        p, ipam->netmask_min < NETMASK_MIN ? NETMASK_MIN : ipam->netmask_min,
        ipam->netmask_max < 0 ? NETMASK_MAX : ipam->netmask_max);
}

static eip_status check(struct provision *p) {
    struct eip__call *call = p->call;
    eip_status status = check_required(p);

    if (status == EIP_OK) {
        status = check_netmask(p, NETMASK_MIN, NETMASK_MAX);
    }
    if (status == EIP_OK) {
        status =
            eip__public_pool(call, "PoolId", p->request->pool_id, &p->pool);
    }
    if (status == EIP_OK) {
        status = eip__public_group_is(call, p->request->network_border_group,
                                      eip__public_group(call, p->pool));
    }
    if (status == EIP_OK) {
        status = eip__ipam_pool(call, "IpamPoolId", p->request->ipam_pool_id,
                                &p->from);
    }
    if (status == EIP_OK && p->pool->byoip != NULL) {
        status = eip__fail(call->error, EIP_ERR_UNSUPPORTED_OPERATION, "PoolId",
                           "The pool is that of a BYOIP address range");
    }
    if (status == EIP_OK) {
        status = check_ipam(p);
    }
    if (status == EIP_OK) {
        status = check_tags(p);
    }
    return status == EIP_OK ? eip__blocks_room(call, 1) : status;
}

/* -- where there is room ----------------------------------------------------------------------- */

/* The first held word of a CIDR, or 0. */
static uint64_t first_held(const struct eip__part *part, eip_cidr cidr) {
    const struct eip__range *range = part->range;

    for (uint64_t i = 0; i < eip_cidr_count(cidr); i++) {
        uint64_t word = eip__read(eip__records_word(
            range->records, eip__range_record(range, cidr.base + (uint32_t)i)));

        if (eip__word_is_held(word)) {
            return word;
        }
    }
    return 0;
}

/* Look for the lowest CIDR of which nobody holds an address, in one part. All
 * that are in use go into the hash: each by a word that is held. */
static bool look_in(struct provision *p, struct eip__part *part,
                    uint64_t *hash) {
    uint32_t bits = (uint32_t)p->request->netmask_length;
    uint64_t step = UINT64_C(1) << (32 - bits);
    uint64_t end = part->cidr.base + eip_cidr_count(part->cidr);

    for (uint64_t at = part->cidr.base; at + step <= end; at += step) {
        eip_cidr cidr = {(uint32_t)at, bits};
        uint64_t word = first_held(part, cidr);

        if (word == 0) {
            p->part = part;
            p->cidr = cidr;
            return true;
        }
        *hash = eip__hash_u64(word ^ at, *hash);
    }
    return false;
}

static bool look(struct provision *p, uint64_t *hash) {
    const struct eip__catalog *catalog = &p->call->engine->catalog;
    const struct eip__space *space = eip__pointer(eip__hint(&p->from->space));

    *hash = 0;
    for (uint32_t i = 0; space != NULL && i < space->range_count; i++) {
        struct eip__part *part =
            eip__catalog_part_from(catalog, space->ranges[i], 0);

        for (; part != NULL;
             part = eip__catalog_part_from(catalog, part->range,
                                           (uint64_t)part->cidr.base + 1)) {
            if (!part->draining && look_in(p, part, hash)) {
                return true;
            }
        }
    }
    return false;
}

/* A held word never comes back once it has gone. So if two looks in a row saw
 * the same ones, all of them were held at the instant between. */
static bool find_room(struct provision *p) {
    uint64_t before;
    uint64_t now;

    if (look(p, &now)) {
        return true;
    }
    do {
        before = now;
        if (look(p, &now)) {
            return true;
        }
    } while (now != before);
    return false;
}

/* Withdraw what was found; again where an allocation was there before. */
static bool take_room(struct provision *p) {
    while (find_room(p)) {
        struct eip__range *range = p->part->range;

        if (eip__blocks_withdraw(p->call, p->part, p->cidr) == 0) {
            return true;
        }
        eip__cidr_restore(range->space, p->call->lane, range, p->cidr);
    }
    return false;
}

/* -- the operation ------------------------------------------------------------------------------ */

static eip_status enter_and_move(struct provision *p) {
    struct eip__catalog *catalog = &p->call->engine->catalog;
    struct eip__ipam_allocation *allocation =
        eip__public_new_allocation(p->call, p->from, p->pool, p->cidr);
    eip_status status;

    if (allocation == NULL) {
        return EIP_ERR_OUT_OF_MEMORY;
    }
    if (!eip__ipam_enter(&catalog->ipam, allocation)) {
        eip__ipam_allocation_free(&p->call->engine->host, allocation);
        return EIP_ERR_OUT_OF_MEMORY;
    }
    status = eip__catalog_move(catalog, p->call->lane, p->part, p->cidr,
                               p->pool, eip__public_group(p->call, p->pool),
                               allocation->number);
    if (status != EIP_OK) {
        eip__ipam_remove(&catalog->ipam, &p->call->engine->host, allocation);
    }
    return status;
}

static eip_status fail_room(struct provision *p) {
    return eip__fail(p->call->error, EIP_ERR_INSUFFICIENT_ADDRESS_CAPACITY,
                     "NetmaskLength",
                     "The IPAM pool has no block of /%d of which no address is "
                     "allocated",
                     p->request->netmask_length);
}

static eip_status provision(struct provision *p, provision_response *answer) {
    eip_status status = check(p);

    if (status != EIP_OK) {
        return status;
    }
    if ((p->request->flags & EIP_PUBLIC_POOL_DRY_RUN) != 0) {
        return find_room(p) ? eip__call_fail(p->call, EIP_ERR_DRY_RUN)
                            : fail_room(p);
    }
    if (!take_room(p)) {
        return fail_room(p);
    }
    status = enter_and_move(p);
    if (status != EIP_OK) {
        eip__cidr_restore(p->part->range->space, p->call->lane, p->part->range,
                          p->cidr);
        return eip__call_fail(p->call, status);
    }
    answer->pool = p->pool->ref;
    answer->pool_address_range = (eip_public_pool_range){
        p->cidr.base, p->cidr.base + (uint32_t)(eip_cidr_count(p->cidr) - 1),
        (uint32_t)eip_cidr_count(p->cidr), (uint32_t)eip_cidr_count(p->cidr)};
    return EIP_OK;
}

static eip_status read_request(const provision_request *theirs,
                               provision_request *own, eip_error *error) {
    const uint32_t known =
        EIP_PUBLIC_POOL_DRY_RUN | EIP_PUBLIC_POOL_NETMASK_LENGTH;
    eip_status status = eip__struct_in(own, sizeof *own, sizeof *own, theirs);

    if (status == EIP_OK && (own->reserved != 0 || (own->flags & ~known) != 0 ||
                             !eip__text_is_formed(own->ipam_pool_id) ||
                             !eip__text_is_formed(own->pool_id) ||
                             !eip__text_is_formed(own->network_border_group))) {
        status = EIP_ERR_STRUCT_VERSION;
    }
    return status == EIP_OK ? EIP_OK
                            : eip__fail(error, status, "request", NULL);
}

eip_status eip_provision_public_ipv4_pool_cidr(
    eip_engine *engine, const eip_caller *caller,
    const eip_provision_public_ipv4_pool_cidr_request *request,
    eip_provision_public_ipv4_pool_cidr_response *response, eip_error *error) {
    provision_response answer =
        EIP_PROVISION_PUBLIC_IPV4_POOL_CIDR_RESPONSE_INIT;
    provision_request own;
    struct eip__call call;
    struct provision p = {.call = &call, .request = &own};
    eip_status status = eip__struct_out_check(response, sizeof answer);

    if (status != EIP_OK) {
        return eip__fail(error, status, "response", NULL);
    }
    status = read_request(request, &own, error);
    if (status == EIP_OK) {
        status = eip__books_begin(&call, engine, caller,
                                  "ec2:ProvisionPublicIpv4PoolCidr",
                                  own.pool_id, error);
    }
    if (status == EIP_OK) {
        status = eip__admin_end(&call, provision(&p, &answer));
    }
    return status == EIP_OK ? eip__struct_out(response, &answer, sizeof answer,
                                              sizeof answer)
                            : status;
}
